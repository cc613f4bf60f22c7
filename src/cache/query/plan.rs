//! The statement for a selection: which table is walked first, along which index, and what is asked of each row.

use std::ops::Range;

use rusqlite::types::Value;

use crate::news::{Order, UnixSeconds};

use super::super::lists::JOINS;
use super::super::{numbers, search};
use super::conditions::{ALWAYS, Selection, json};
use super::folds::{self, Shown};
use super::places::Place;

/// The index itself is asked for articles of so many feeds; with more, the rows are.
const NAMED_PLACES: usize = 100;

/// The table that is walked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Along {
    Among,
    Words,
    Kept,
    Hidden,
    Edits,
    Bookmarks,
    Unread,
    Articles,
}

impl Along {
    /// What narrows the question most.
    fn of(selection: &Selection) -> Self {
        match selection {
            Selection { among: Some(_), .. } => Self::Among,
            Selection {
                words: Some(_),
                list_first: false,
                ..
            } => Self::Words,
            Selection {
                by_feed: true,
                unread: true,
                ..
            } => Self::Unread,
            Selection { by_feed: true, .. } => Self::Articles,
            Selection { kept: Some(_), .. } => Self::Kept,
            Selection { hidden: true, .. } => Self::Hidden,
            Selection { edited: true, .. } => Self::Edits,
            Selection {
                bookmarks: true, ..
            } => Self::Bookmarks,
            Selection { unread: true, .. } => Self::Unread,
            _ => Self::Articles,
        }
    }

    /// The table, and the joins that a condition needs. CROSS JOIN keeps SQLite from walking another table, INDEXED BY
    /// from walking along the dates of all.
    fn tables(self, narrow: bool) -> (&'static str, &'static str) {
        match (self, narrow) {
            (Self::Among, _) => ("json_each(:these) j", AMONG),
            (Self::Words, _) => ("search s", FOUND),
            // Its table is a statement of its own.
            (Self::Kept, _) => ("t", KEPT),
            (Self::Hidden, _) => ("articles a INDEXED BY articles_hidden", JOINS),
            (Self::Edits, _) => ("articles a INDEXED BY articles_by_edit", JOINS),
            (Self::Bookmarks, _) => (
                "bookmarks k",
                "CROSS JOIN articles a ON a.id = k.article
                LEFT JOIN unread u ON u.date = a.date AND u.article = a.id",
            ),
            (Self::Unread, narrow) => (
                if narrow {
                    "unread u INDEXED BY unread_by_feed"
                } else {
                    "unread u"
                },
                "CROSS JOIN articles a ON a.id = u.article
                LEFT JOIN bookmarks k ON k.article = a.id",
            ),
            (Self::Articles, false) => ("articles a", JOINS),
            (Self::Articles, true) => ("articles a INDEXED BY articles_by_feed", JOINS),
        }
    }

    /// The table that says in which feed an article stands, and in which lists.
    fn table(self) -> &'static str {
        if self == Self::Unread { "u" } else { "a" }
    }

    /// The columns that the rows are ordered by: a date and an article. What matches words is ordered by its number.
    fn key(self) -> (&'static str, &'static str) {
        match self {
            Self::Bookmarks => ("k.date", "k.article"),
            Self::Unread => ("u.date", "u.article"),
            Self::Kept => ("t.date", "t.article"),
            Self::Among | Self::Words | Self::Hidden | Self::Edits | Self::Articles => {
                ("a.date", "a.id")
            }
        }
    }
}

const FOUND: &str = "CROSS JOIN articles a ON a.indexed = s.rowid
    LEFT JOIN unread u ON u.date = a.date AND u.article = a.id
    LEFT JOIN bookmarks k ON k.article = a.id";
const AMONG: &str = "CROSS JOIN articles a ON a.id = j.value
    LEFT JOIN unread u ON u.date = a.date AND u.article = a.id
    LEFT JOIN bookmarks k ON k.article = a.id";
const KEPT: &str = "CROSS JOIN articles a ON a.id = t.article
    LEFT JOIN unread u ON u.date = a.date AND u.article = a.id
    LEFT JOIN bookmarks k ON k.article = a.id";

/// How a selection is walked.
pub(super) struct Walk {
    along: Along,
    /// The statement for what is kept.
    kept: Option<String>,
    narrow: bool,
    /// What confines the walk.
    within: Vec<String>,
    /// What is asked of each row that it meets.
    asked: Vec<String>,
    /// And last, what is asked of the other articles of its fold.
    first: Option<String>,
    dates: Range<UnixSeconds>,
    /// Beside the statement's own.
    parameters: Vec<(String, Value)>,
}

impl Walk {
    pub(super) fn of(selection: &Selection) -> Self {
        let along = Along::of(selection);
        let values = selection.parameters.iter().enumerate();
        let mut walk = Self {
            along,
            kept: selection.kept.clone(),
            narrow: false,
            within: Vec::new(),
            asked: selection.conditions.clone(),
            first: None,
            dates: selection.dates.clone(),
            parameters: values
                .map(|(n, value)| (format!(":p{n}"), value.clone()))
                .collect(),
        };
        for (wanted, along, condition) in [
            (selection.unread, Along::Unread, "u.article IS NOT NULL"),
            (selection.bookmarks, Along::Bookmarks, "k.article IS a.id"),
            (selection.hidden, Along::Hidden, "a.tier = 3"),
            (selection.edited, Along::Edits, "a.edited IS NOT NULL"),
        ] {
            if wanted && along != walk.along {
                walk.asked.push(condition.to_owned());
            }
        }
        if let Some(kept) = selection.kept.as_ref().filter(|_| along != Along::Kept) {
            let condition = format!("+a.id IN (SELECT article FROM ({kept}))");
            walk.asked.push(condition);
        }
        match along {
            Along::Edits => walk.within.push("a.edited IS NOT NULL".to_owned()),
            Along::Hidden => walk.within.push("a.tier = 3".to_owned()),
            _ => {}
        }
        if let Some(these) = &selection.among {
            let these = these.clone().into();
            walk.parameters.push((":these".to_owned(), these));
        }
        walk.find(selection);
        walk.confine(selection);
        walk.fold(selection);
        walk
    }

    /// What is shown of a fold, and of what is hidden. A bookmark is that of the article which leads, hidden or not.
    fn fold(&mut self, selection: &Selection) {
        if selection.bookmarks {
            return;
        }
        let in_index = matches!(self.along, Along::Unread | Along::Articles);
        match folds::shown(selection) {
            Shown::Upto(tier) if in_index => {
                let table = self.along.table();
                self.within.push(format!("{table}.tier <= {tier}"));
            }
            Shown::Upto(tier) => self.asked.push(format!("a.tier <= {tier}")),
            Shown::First(condition, parameters) => {
                self.first = Some(condition);
                self.parameters.extend(parameters);
            }
        }
    }

    /// The words: walked along, or looked for in each row.
    fn find(&mut self, selection: &Selection) {
        let Some(words) = &selection.words else {
            return;
        };
        let words = if self.along == Along::Words {
            self.within.push("s.search MATCH :words".to_owned());
            let places = named_places(&selection.place).unwrap_or_default();
            format!("{places}({words})")
        } else {
            self.asked.push(is_found(":words"));
            words.clone()
        };
        self.parameters.push((":words".to_owned(), words.into()));
    }

    fn confine(&mut self, selection: &Selection) {
        let table = self.along.table();
        let in_index = matches!(self.along, Along::Unread | Along::Articles);
        let (condition, value): (String, Value) = match &selection.place {
            Place::All => return,
            place if self.along == Along::Words && named_places(place).is_some() => return,
            Place::Feed(id) => (format!("{table}.feed = :place"), (*id).into()),
            Place::Folder { id, .. } => (format!("{table}.folder = :place"), (*id).into()),
            Place::Feeds { ids, narrow } => {
                self.narrow = *narrow && in_index;
                let named = "IN (SELECT value FROM json_each(:place))";
                (format!("{table}.feed {named}"), json(ids).into())
            }
        };
        self.parameters.push((":place".to_owned(), value));
        let walked = in_index && (self.narrow || !matches!(selection.place, Place::Feeds { .. }));
        if walked {
            self.within.push(condition);
        } else {
            self.asked.push(condition);
        }
    }

    /// Whether each row that is met is looked up in the full text index.
    pub(super) fn looks_up(&self) -> bool {
        self.asked
            .iter()
            .any(|asked| asked.contains("search MATCH"))
    }

    /// The statement for the rows of a page, in order, from a place on: a date, an article, and whether it is one of
    /// those that are asked for. Its parameters include `:date`, `:id` and `:number`, for the row that it begins after.
    ///
    /// The bound of the dates where the page begins is taken into its key: a second one there might be the one that
    /// the index is entered by.
    pub(super) fn page(&self, order: Order, after: Option<After>) -> Statement {
        let (date, id) = self.along.key();
        let ascends = matches!(order, Order::Oldest | Order::LongestUnread);
        let (before, direction) = if ascends { (">", "ASC") } else { ("<", "DESC") };
        let Range { start, end } = self.dates;
        let mut within = self.within.clone();
        let mut parameters = self.parameters.clone();
        let mut bind = |name: &str, value: i64| parameters.push((name.to_owned(), value.into()));
        let sorted = if self.along == Along::Words {
            let (first, last) = (numbers::first(start), numbers::first(end));
            let after = after.map(|after| after.number);
            let (begin, bound) = if ascends {
                let before = first.saturating_sub(1);
                bind(":begin", after.map_or(before, |number| number.max(before)));
                bind(":bound", last);
                (">", "<")
            } else {
                bind(":begin", after.map_or(last, |number| number.min(last)));
                bind(":bound", first);
                ("<", ">=")
            };
            within.push(format!("s.rowid {begin} :begin AND s.rowid {bound} :bound"));
            format!("s.rowid {direction}")
        } else {
            let after = after.map(|after| (after.date, after.id));
            let (key, bound) = if ascends {
                let first = (start, i64::MIN);
                let key = after.map_or(first, |after| after.max(first));
                (key, (end < ALWAYS.end).then_some(("<", end)))
            } else {
                let first = (end, i64::MIN);
                let key = after.map_or(first, |after| after.min(first));
                (key, (start > ALWAYS.start).then_some((">=", start)))
            };
            within.push(format!("({date}, {id}) {before} (:date, :id)"));
            bind(":date", key.0);
            bind(":id", key.1);
            if let Some((sign, bound)) = bound {
                within.push(format!("{date} {sign} :bound"));
                bind(":bound", bound);
            }
            format!("{date} {direction}, {id} {direction}")
        };
        let asked = if self.asked.is_empty() {
            "1".to_owned()
        } else {
            format!("({}) IS TRUE", self.asked.join(" AND "))
        };
        let asked = match &self.first {
            Some(first) => format!("CASE WHEN {asked} THEN {first} ELSE 0 END"),
            None => asked,
        };
        let sql = format!(
            "SELECT {date}, {id}, {asked} FROM {} WHERE {} ORDER BY {sorted}",
            self.from(self.along == Along::Words),
            all(&within),
        );
        Statement { sql, parameters }
    }

    /// The statement for the articles among the `:most` oldest that arrived first, after `:after`.
    pub(super) fn first_arrived(&self) -> Statement {
        let Statement { sql, parameters } = self.every();
        let (date, id) = self.along.key();
        let oldest = if self.along == Along::Words {
            "s.rowid".to_owned()
        } else {
            format!("{date}, {id}")
        };
        let sql = format!(
            "SELECT id FROM (SELECT {id} AS id {sql} ORDER BY {oldest} LIMIT :most)
             WHERE id > :after ORDER BY id LIMIT :limit"
        );
        Statement { sql, parameters }
    }

    /// The statement for the numbers of all, in no order.
    pub(super) fn numbers(&self) -> Statement {
        let Statement { sql, parameters } = self.every();
        let sql = format!("SELECT {} {sql}", self.along.key().1);
        Statement { sql, parameters }
    }

    /// The statement for how many there are, counted up to `:limit`.
    pub(super) fn count(&self) -> Statement {
        let Statement { sql, parameters } = self.every();
        let sql = format!("SELECT count(*) FROM (SELECT 1 {sql} LIMIT :limit)");
        Statement { sql, parameters }
    }

    /// What every row of the selection is selected from, in no order.
    fn every(&self) -> Statement {
        let mut conditions = self.within.clone();
        conditions.extend_from_slice(&self.asked);
        conditions.extend(self.first.clone());
        let mut parameters = self.parameters.clone();
        let Range { start, end } = self.dates;
        let (column, start, end) = if self.along == Along::Words {
            ("s.rowid", numbers::first(start), numbers::first(end))
        } else {
            (self.along.key().0, start, end)
        };
        if self.dates != ALWAYS {
            conditions.push(format!("{column} >= :start AND {column} < :end"));
            parameters.push((":start".to_owned(), start.into()));
            parameters.push((":end".to_owned(), end.into()));
        }
        let sql = format!("FROM {} WHERE {}", self.from(false), all(&conditions));
        Statement { sql, parameters }
    }

    fn from(&self, with_article: bool) -> String {
        let (table, joins) = self.along.tables(self.narrow);
        let table = match &self.kept {
            Some(kept) if self.along == Along::Kept => format!("({kept}) {table}"),
            _ => table.to_owned(),
        };
        if self.asked.is_empty() && self.first.is_none() && !with_article {
            table
        } else {
            format!("{table} {joins}")
        }
    }
}

/// A row that a page begins after.
#[derive(Debug, Clone, Copy)]
pub(super) struct After {
    /// Its date.
    pub date: UnixSeconds,
    /// The article.
    pub id: i64,
    /// Its number in the index.
    pub number: i64,
}

/// A statement, and the values of its parameters.
pub(super) struct Statement {
    pub sql: String,
    pub parameters: Vec<(String, Value)>,
}

/// That the index finds an article by the expression in a parameter. FTS5 takes the number NULL for any.
pub(super) fn is_found(parameter: &str) -> String {
    format!(
        "(a.indexed IS NOT NULL AND EXISTS (
            SELECT 1 FROM search WHERE rowid = a.indexed AND search MATCH {parameter}))"
    )
}

fn all(conditions: &[String]) -> String {
    if conditions.is_empty() {
        "1".to_owned()
    } else {
        conditions.join(" AND ")
    }
}

/// The part of an expression that confines it to these feeds, where they are not too many.
fn named_places(place: &Place) -> Option<String> {
    match place {
        Place::Feed(id) => Some(search::within([id])),
        Place::Folder { ids, .. } | Place::Feeds { ids, .. } if ids.len() <= NAMED_PLACES => {
            Some(search::within(ids))
        }
        Place::All | Place::Folder { .. } | Place::Feeds { .. } => None,
    }
}
