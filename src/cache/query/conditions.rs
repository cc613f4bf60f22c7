//! A query to what its statement needs: the table to walk, the feeds, the words, and a condition for all the rest. No
//! text of the reader's ever becomes part of a statement: each is bound to a parameter.

use std::collections::BTreeSet;
use std::ops::Range;

use rusqlite::types::Value;

use crate::news::{
    Age, Expression, Field, Filter, Moment, Part, Query, Scope, State, Term, UnixSeconds, When,
};

use super::super::Store;
use super::super::error::Result;
use super::super::search::{COMMON, FEW};
use super::super::tags;
use super::places::{self, Place, Source};
use super::{kept, matches};

/// Every date that an article can have.
pub(super) const ALWAYS: Range<UnixSeconds> = UnixSeconds::MIN..UnixSeconds::MAX;

/// A query, ready to be asked.
pub(super) struct Selection {
    /// Only unread articles.
    pub unread: bool,
    /// Only bookmarked articles.
    pub bookmarks: bool,
    /// Only articles of these feeds.
    pub place: Place,
    /// Only these articles: a statement that gives their dates and numbers.
    pub kept: Option<String>,
    /// An expression for the index that all match.
    pub words: Option<String>,
    /// So many match that a list meets enough of them wherever it begins.
    pub common: bool,
    /// A condition asks the index for all that match, once for each statement.
    pub looks_up: bool,
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
        let everything = Expression::EVERYTHING;
        let filter = query.filter.as_ref();
        let (expression, moment) = filter.map_or((&everything, Moment::default()), |filter| {
            let Filter { expression, moment } = filter;
            (expression, *moment)
        });
        let mut compiler = Compiler {
            store,
            sources: places::sources(store)?,
            moment,
            parameters: Vec::new(),
            looks_up: false,
        };
        let mut selection = Self {
            unread: query.unread_only || query.scope == Scope::Unread,
            bookmarks: query.scope == Scope::Bookmarks,
            place: Place::All,
            kept: None,
            words: None,
            common: false,
            looks_up: false,
            dates: ALWAYS,
            conditions: Vec::new(),
            parameters: Vec::new(),
        };
        let mut ids = places::of_scope(&compiler.sources, &query.scope);
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
        selection.place = places::place(&compiler.sources, ids);
        selection.parameters = compiler.parameters;
        selection.looks_up = compiler.looks_up;
        if !query.words.trim().is_empty() {
            let Some(expression) = store.expression(&query.words, &query.scope)? else {
                return Ok(None);
            };
            selection.words = Some(match selection.words {
                Some(words) => format!("({expression}) AND {words}"),
                None => expression,
            });
        }
        if let Some(words) = &selection.words {
            selection.common = store.count(words, COMMON)? >= COMMON;
        }
        Ok(Some(selection))
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
            Expression::Term(Term::Field(field, value)) if compiler.is_place(*field, value)? => {
                let named = places::named(&compiler.sources, *field, value);
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
    pub(super) sources: Vec<Source>,
    moment: Moment,
    pub(super) parameters: Vec<Value>,
    looks_up: bool,
}

impl Compiler<'_> {
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
            // Few matches are looked up once, of many each row is asked.
            let common = self.store.count(&words, COMMON)? >= COMMON;
            let words = self.parameter(words);
            self.looks_up |= !common;
            return Ok(if common {
                format!("EXISTS (SELECT 1 FROM search WHERE rowid = a.id AND search MATCH {words})")
            } else {
                format!("+a.id IN (SELECT rowid FROM search WHERE search MATCH {words})")
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
                State::Bookmarked => "k.article IS NOT NULL",
                State::Edited => "a.edited IS NOT NULL",
                State::Preview => "a.preview > 0",
                State::Partial => "a.preview = 2",
            }
            .to_owned(),
            Term::Has(part) => match part {
                Part::Quote => "ifnull(a.quotes, 0) > 0",
                Part::Note => kept::NOTED,
                Part::Enclosure => {
                    "EXISTS (SELECT 1 FROM bodies t WHERE t.article = a.id AND CASE
                        WHEN json_valid(t.details) THEN json_array_length(t.details, '$.enclosures') > 0 END)"
                }
                Part::Image => {
                    "EXISTS (SELECT 1 FROM bodies t WHERE t.article = a.id AND CASE
                        WHEN json_valid(t.details) THEN json_extract(t.details, '$.image') IS NOT NULL
                            OR EXISTS (SELECT 1 FROM json_each(t.details, '$.enclosures') e
                                WHERE json_extract(e.value, '$.media_type') LIKE 'image/%') END)"
                }
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
            Field::Feed | Field::Folder => self.of_feeds(field, value),
            Field::Tag if self.is_place(field, value)? => self.of_feeds(field, value),
            Field::Tag => self.tagged(value)?,
            Field::Lang => {
                let tag = value.trim().to_lowercase().replace('_', "-");
                let tag = self.parameter(format!("{tag}-"));
                format!(
                    "EXISTS (SELECT 1 FROM feeds f LEFT JOIN bodies t ON t.article = a.id
                        WHERE f.id = a.feed AND substr(replace(lower(coalesce(
                            CASE WHEN json_valid(t.details) THEN json_extract(t.details, '$.language') END,
                            f.language, '')), '_', '-') || '-', 1, length({tag})) = {tag})"
                )
            }
            // Only signs, as above.
            Field::Author | Field::Speaker | Field::Title | Field::Text => "0".to_owned(),
        })
    }

    pub(super) fn of_feeds(&mut self, field: Field, value: &str) -> String {
        let ids = places::named(&self.sources, field, value);
        let ids = self.parameter(json(&ids));
        format!("+a.feed IN (SELECT value FROM json_each({ids}))")
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

/// Numbers as a parameter that `json_each` takes apart.
pub(super) fn json(ids: &BTreeSet<i64>) -> String {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    format!("[{}]", ids.join(","))
}
