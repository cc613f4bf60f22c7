//! A query to what its statement needs: the table to walk, the feeds, the words, and a condition for all the rest. No
//! text of the reader's ever becomes part of a statement: each is bound to a parameter.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

use rusqlite::types::Value;

use crate::news::{
    Age, Expression, Field, Filter, Moment, Order, Part, Query, Scope, State, Term, UnixSeconds,
    When,
};

use super::super::Store;
use super::super::error::Result;
use super::super::search::FEW;
use super::super::tags;
use super::places::{self, Place, Source};
use super::plan::is_found;
use super::{kept, matches, quoting};

/// Every date that an article can have.
pub(super) const ALWAYS: Range<UnixSeconds> = UnixSeconds::MIN..UnixSeconds::MAX;
/// So many matches are looked up at once; where there are more, the index is asked for each row.
const LOOKED_UP: u32 = 5000;

/// A list of so many articles may be walked rather than what matches some words.
const SHORT: u32 = 2000;
/// Looking a row up in the index takes so many times as long as looking a match up in a list.
const DEARER: u32 = 10;

/// A query, ready to be asked.
#[derive(Clone)]
pub(super) struct Selection {
    /// Only unread articles.
    pub unread: bool,
    /// Only bookmarked articles.
    pub bookmarks: bool,
    /// Only articles that were edited.
    pub edited: bool,
    /// Only articles of these feeds.
    pub place: Place,
    /// The feeds of the whole list, within which an article is folded: a part of the list may be walked by itself.
    pub folded_in: Place,
    /// Each article of a fold by itself.
    pub singly: bool,
    /// Only these articles, to be met one by one: a list for `json_each`.
    pub among: Option<String>,
    /// Only hidden articles.
    pub hidden: bool,
    /// Hidden articles, too, where the rest is true of them.
    pub asks_hidden: bool,
    /// Only these articles: a statement that gives their dates and numbers.
    pub kept: Option<String>,
    /// An expression for the index that all match.
    pub words: Option<String>,
    /// The list has so few articles that each is looked up in the index rather than the matches in the list.
    pub list_first: bool,
    /// Feed by feed: only an index that is of one feed at a time is walked.
    pub by_feed: bool,
    /// Dated then or later, and before.
    pub dates: Range<UnixSeconds>,
    /// Further conditions, on `a` (articles), `u` (unread) and `k` (bookmarks). None of them is ever NULL.
    pub conditions: Vec<String>,
    /// The values of ":p0", ":p1" and so on.
    pub parameters: Vec<Value>,
}

impl Selection {
    /// `None` where nothing can be selected.
    pub(super) fn of(store: &Store, query: &Query) -> Result<Option<Self>> {
        Self::looked_up(store, query, LOOKED_UP)
    }

    /// The same for a statement that meets every row: what matches is looked up at once, however much it is.
    pub(super) fn of_all(store: &Store, query: &Query) -> Result<Option<Self>> {
        Self::looked_up(store, query, u32::MAX)
    }

    fn looked_up(store: &Store, query: &Query, most: u32) -> Result<Option<Self>> {
        let everything = Expression::EVERYTHING;
        let filter = query.filter.as_ref();
        let (expression, moment) = filter.map_or((&everything, Moment::default()), |filter| {
            let Filter { expression, moment } = filter;
            (expression, *moment)
        });
        let mut compiler = Compiler {
            store,
            sources: OnceCell::new(),
            moment,
            most,
            parameters: Vec::new(),
        };
        let mut selection = Self {
            unread: query.unread_only || query.scope == Scope::Unread,
            bookmarks: query.scope == Scope::Bookmarks,
            edited: false,
            place: Place::All,
            folded_in: Place::All,
            // What each outlet printed is shown, the same article or not.
            singly: quoting::rows(&query.scope).is_some(),
            among: None,
            hidden: false,
            asks_hidden: asks_hidden(expression),
            kept: quoting::rows(&query.scope),
            words: None,
            list_first: false,
            by_feed: query.order == Order::Feed,
            dates: ALWAYS,
            conditions: Vec::new(),
            parameters: Vec::new(),
        };
        let mut ids = match query.scope {
            Scope::Feed(_) | Scope::Folder(_) => {
                places::of_scope(compiler.sources()?, &query.scope)
            }
            Scope::All
            | Scope::Unread
            | Scope::Bookmarks
            | Scope::Person(_)
            | Scope::Quotation(..) => None,
        };
        let parts = match expression {
            Expression::All(parts) => parts.iter().collect(),
            one => vec![one],
        };
        let is_word = |part: &Expression| match part {
            Expression::Not(part) => matches::matches(part, false).is_some(),
            part => matches::matches(part, false).is_some(),
        };
        let (words, rest): (Vec<&Expression>, Vec<&Expression>) =
            parts.iter().partition(|part| is_word(part));
        let last_is_word = parts.last().is_some_and(|part| is_word(part));
        selection.words = store.words(&words, last_is_word)?;
        let rest = if selection.words.is_none() {
            parts
        } else {
            rest
        };
        for part in rest {
            selection.narrow(&mut compiler, &mut ids, part)?;
        }
        if ids.as_ref().is_some_and(BTreeSet::is_empty) {
            return Ok(None);
        }
        if ids.is_some() {
            selection.place = places::place(compiler.sources()?, ids);
        }
        selection.folded_in = selection.place.clone();
        selection.parameters = compiler.parameters;
        if !query.words.trim().is_empty() {
            let Some(words) = store.whole_or_begun(&query.words, &query.scope)? else {
                return Ok(None);
            };
            selection.words = Some(match selection.words {
                Some(others) => format!("({words}) AND {others}"),
                None => words,
            });
        }
        selection.list_first = selection.is_shorter_than_matches(store)?;
        Ok(Some(selection))
    }

    fn is_shorter_than_matches(&self, store: &Store) -> Result<bool> {
        let sql = if self.bookmarks {
            "SELECT count(*) FROM bookmarks"
        } else if self.unread {
            "SELECT ifnull(sum(unread), 0) FROM feeds"
        } else {
            return Ok(false);
        };
        let Some(words) = &self.words else {
            return Ok(false);
        };
        let mut statement = store.conn.prepare_cached(sql)?;
        let listed: u32 = statement.query_row([], |row| row.get(0))?;
        let many = listed.saturating_mul(DEARER);
        Ok(listed <= SHORT && store.count(words, many + 1)? > many)
    }

    /// Takes in one of the parts that are all true: where an index knows it, as the way to walk.
    fn narrow(
        &mut self,
        compiler: &mut Compiler<'_>,
        ids: &mut Option<BTreeSet<i64>>,
        part: &Expression,
    ) -> Result<()> {
        match part {
            Expression::Term(Term::Is(State::Unread)) => self.unread = true,
            Expression::Term(Term::Is(State::Bookmarked)) => self.bookmarks = true,
            Expression::Term(Term::Is(State::Edited)) => self.edited = true,
            Expression::Term(Term::Is(State::Hidden)) => self.hidden = true,
            Expression::Term(Term::Field(field, value)) if compiler.is_place(*field, value)? => {
                let named = places::named(compiler.sources()?, *field, value);
                *ids = Some(match ids.take() {
                    Some(ids) => &ids & &named,
                    None => named,
                });
            }
            Expression::Term(
                term @ (Term::After(_) | Term::Before(_) | Term::Younger(_) | Term::Older(_)),
            ) => {
                let dates = compiler.dates(term);
                self.dates.start = self.dates.start.max(dates.start);
                self.dates.end = self.dates.end.min(dates.end);
            }
            Expression::All(parts) => {
                for part in parts {
                    self.narrow(compiler, ids, part)?;
                }
            }
            part => {
                if self.kept.is_none() {
                    self.kept = compiler.kept(part)?;
                    if self.kept.is_some() {
                        return Ok(());
                    }
                }
                let condition = compiler.condition(part)?;
                self.conditions.push(condition);
            }
        }
        Ok(())
    }
}

pub(super) struct Compiler<'s> {
    pub(super) store: &'s Store,
    /// Read where a term names some.
    sources: OnceCell<Vec<Source>>,
    moment: Moment,
    /// So many matches are looked up at once.
    most: u32,
    pub(super) parameters: Vec<Value>,
}

impl Compiler<'_> {
    pub(super) fn sources(&self) -> Result<&[Source]> {
        if self.sources.get().is_none() {
            self.sources.set(places::sources(self.store)?).ok();
        }
        Ok(self.sources.get().map_or(&[], Vec::as_slice))
    }

    /// The name of a parameter with this value.
    pub(super) fn parameter(&mut self, value: impl Into<Value>) -> String {
        self.parameters.push(value.into());
        format!(":p{}", self.parameters.len() - 1)
    }

    /// Whether a term is true of feeds alone. A tag may also stand at articles.
    fn is_place(&self, field: Field, value: &str) -> Result<bool> {
        match field {
            Field::Feed | Field::Folder => Ok(true),
            Field::Tag => Ok(tags::ids(&self.store.conn, value.trim())?.is_empty()),
            Field::Author | Field::Speaker | Field::Lang | Field::Title | Field::Text => Ok(false),
        }
    }

    /// A condition that is 1 or 0 for a row, and that keeps SQLite from walking another index than the list's ("+").
    fn condition(&mut self, expression: &Expression) -> Result<String> {
        if let Some(words) = matches::matches(expression, false) {
            let many = self.most < u32::MAX && self.store.count(&words, self.most)? >= self.most;
            let words = self.parameter(words);
            return Ok(if many {
                is_found(&words)
            } else {
                format!(
                    "ifnull(a.indexed IN (SELECT rowid FROM search WHERE search MATCH {words}), 0)"
                )
            });
        }
        Ok(match expression {
            Expression::Not(inner) => format!("NOT ({})", self.condition(inner)?),
            Expression::All(parts) if parts.is_empty() => "1".to_owned(),
            Expression::All(parts) => self.joined(parts, " AND ")?,
            Expression::Any(parts) => self.joined(parts, " OR ")?,
            Expression::Term(term) => self.term(term)?,
        })
    }

    fn joined(&mut self, parts: &[Expression], between: &str) -> Result<String> {
        let parts = parts.iter().map(|part| self.condition(part));
        let parts = parts.collect::<Result<Vec<_>>>()?;
        Ok(format!("({})", parts.join(between)))
    }

    fn term(&mut self, term: &Term) -> Result<String> {
        Ok(match term {
            // Only signs: there is nothing to look for in the index. Words of a search that are no words count nothing.
            Term::Word(_) => "1".to_owned(),
            Term::Phrase(_) => "0".to_owned(),
            Term::Is(state) => match state {
                State::Unread => "u.article IS NOT NULL",
                State::Read => "u.article IS NULL",
                State::Bookmarked => "k.article IS a.id",
                State::Edited => "a.edited IS NOT NULL",
                State::Preview => "a.preview > 0",
                State::Partial => "a.preview = 2",
                State::Hidden => "a.tier = 3",
            }
            .to_owned(),
            Term::Has(part) => match part {
                Part::Quote => "ifnull(a.quotes, 0) > 0",
                Part::Note => kept::NOTED,
                Part::Enclosure => "a.enclosure",
                Part::Image => "a.image",
            }
            .to_owned(),
            Term::Field(field, value) => self.field(*field, value)?,
            Term::After(_) | Term::Before(_) | Term::Younger(_) | Term::Older(_) => {
                let Range { start, end } = self.dates(term);
                let (start, end) = (self.parameter(start), self.parameter(end));
                format!("(+a.date >= {start} AND +a.date < {end})")
            }
        })
    }

    fn field(&mut self, field: Field, value: &str) -> Result<String> {
        Ok(match field {
            Field::Feed | Field::Folder => self.of_feeds(field, value)?,
            Field::Tag if self.is_place(field, value)? => self.of_feeds(field, value)?,
            Field::Tag => self.tagged(value)?,
            Field::Lang => {
                let feeds = self.of_feeds(field, value)?;
                let tag = self.parameter(places::language(value));
                format!(
                    "CASE WHEN a.language IS NULL THEN {feeds}
                        ELSE substr(replace(lower(a.language), '_', '-') || '-', 1, length({tag})) = {tag} END"
                )
            }
            // Only signs, as above.
            Field::Author | Field::Speaker | Field::Title | Field::Text => "0".to_owned(),
        })
    }

    pub(super) fn of_feeds(&mut self, field: Field, value: &str) -> Result<String> {
        let ids = places::named(self.sources()?, field, value);
        let ids = self.parameter(json(&ids));
        Ok(format!("+a.feed IN (SELECT value FROM json_each({ids}))"))
    }

    /// The dates that a term about them stands for; any, for another term.
    fn dates(&self, term: &Term) -> Range<UnixSeconds> {
        match term {
            Term::After(when) => self.when(*when)..ALWAYS.end,
            Term::Before(when) => ALWAYS.start..self.when(*when),
            Term::Younger(age) => self.ago(*age).saturating_add(1)..ALWAYS.end,
            Term::Older(age) => ALWAYS.start..self.ago(*age),
            _ => ALWAYS,
        }
    }

    fn when(&self, when: When) -> UnixSeconds {
        match when {
            When::Ago(age) => self.ago(age),
            When::Date(date) => {
                let midnight = date.duration_since(jiff::civil::Date::constant(1970, 1, 1));
                midnight.as_secs() - UnixSeconds::from(self.moment.utc_offset)
            }
        }
    }

    fn ago(&self, age: Age) -> UnixSeconds {
        self.moment.now.saturating_sub(age.seconds())
    }
}

impl Store {
    /// The expression for words that are all asked for, the last of which may be a beginning where few articles hold
    /// it as a whole; `None` where the index alone cannot answer.
    fn words(&self, words: &[&Expression], last: bool) -> Result<Option<String>> {
        let Some(whole) = matches::all(words, false) else {
            return Ok(None);
        };
        let begun = matches::all(words, true).filter(|begun| last && *begun != whole);
        if begun.is_some() && self.count(&whole, FEW)? < FEW {
            return Ok(begun);
        }
        Ok(Some(whole))
    }
}

/// Whether hidden articles are asked for anywhere.
fn asks_hidden(expression: &Expression) -> bool {
    match expression {
        Expression::Term(term) => *term == Term::Is(State::Hidden),
        Expression::Not(part) => asks_hidden(part),
        Expression::All(parts) | Expression::Any(parts) => parts.iter().any(asks_hidden),
    }
}

/// Numbers as a parameter that `json_each` takes apart.
pub(super) fn json(ids: &BTreeSet<i64>) -> String {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    format!("[{}]", ids.join(","))
}
