//! The statement for a selection: which table is walked first, along which index, and what is asked of each row.

use rusqlite::ToSql;
use rusqlite::types::Value;

use crate::news::{Cursor, Headline, Order};

use super::super::Store;
use super::super::error::Result;
use super::super::lists::{HEADLINE, JOINS, headline_of};
use super::conditions::{Selection, json};
use super::places::Place;

/// The index itself is asked for articles of so many feeds; with more, the rows are.
const NAMED_PLACES: usize = 100;

/// How a selection is walked.
pub(super) struct Walk {
    /// The table whose index is walked first, and the joins behind it.
    from: String,
    /// The columns of the key.
    key: (&'static str, &'static str),
    conditions: Vec<String>,
    /// Beside the page's own.
    parameters: Vec<(String, Value)>,
}

impl Walk {
    pub(super) fn of(selection: &Selection) -> Self {
        let by_words = selection.words.is_some() && !selection.common;
        let narrow = matches!(&selection.place, Place::Feeds { narrow: true, .. });
        // CROSS JOIN keeps SQLite from walking another table, INDEXED BY from walking along the dates.
        let (mut from, key, table) = if by_words {
            let from = format!(
                "(SELECT rowid AS id FROM search WHERE search MATCH :words) h
                    CROSS JOIN articles a ON a.id = h.id {JOINS}"
            );
            (from, ("a.date", "a.id"), "a")
        } else if selection.bookmarks {
            let from = "bookmarks k CROSS JOIN articles a ON a.id = k.article
                LEFT JOIN unread u ON u.date = a.date AND u.article = a.id";
            (from.to_owned(), ("k.date", "k.article"), "a")
        } else if selection.unread {
            let index = if narrow {
                "INDEXED BY unread_by_feed"
            } else {
                ""
            };
            let from = format!(
                "unread u {index} CROSS JOIN articles a ON a.id = u.article
                    LEFT JOIN bookmarks k ON k.article = a.id"
            );
            (from, ("u.date", "u.article"), "u")
        } else {
            let index = if narrow {
                "INDEXED BY articles_by_feed"
            } else {
                ""
            };
            (
                format!("articles a {index} {JOINS}"),
                ("a.date", "a.id"),
                "a",
            )
        };
        let walks_feeds = narrow && !by_words && !selection.bookmarks;
        let mut walk = Self {
            from: String::new(),
            key,
            conditions: selection.conditions.clone(),
            parameters: Vec::new(),
        };
        let values = selection.parameters.iter().enumerate();
        walk.parameters
            .extend(values.map(|(n, value)| (format!(":p{n}"), value.clone())));
        for bound in &selection.dates {
            walk.conditions.push(format!("{} {bound}", key.0));
        }
        if selection.unread {
            walk.conditions.push("u.article IS NOT NULL".to_owned());
        }
        if selection.bookmarks {
            walk.conditions.push("k.article IS NOT NULL".to_owned());
        }
        walk.confine(&selection.place, table, walks_feeds);
        if let Some(words) = &selection.words {
            if selection.common {
                from.push_str(" CROSS JOIN search s ON s.rowid = a.id");
                walk.conditions.push("s.search MATCH :words".to_owned());
            }
            let words = named_places(&selection.place).map_or_else(
                || words.clone(),
                |places| format!("(place : ({places})) AND ({words})"),
            );
            walk.parameters.push((":words".to_owned(), words.into()));
        }
        walk.from = from;
        walk
    }

    fn confine(&mut self, place: &Place, table: &str, walks_feeds: bool) {
        let (condition, value): (String, Value) = match place {
            Place::All => return,
            Place::Feed(id) => (format!("{table}.feed = :place"), (*id).into()),
            Place::Folder(id) => (format!("{table}.folder = :place"), (*id).into()),
            Place::Feeds { ids, .. } => {
                let plus = if walks_feeds { "" } else { "+" };
                let condition =
                    format!("{plus}{table}.feed IN (SELECT value FROM json_each(:place))");
                (condition, json(ids).into())
            }
        };
        self.conditions.push(condition);
        self.parameters.push((":place".to_owned(), value));
    }

    /// The statement for a page; its parameters are `:date`, `:id` and `:limit`.
    pub(super) fn page(&self, order: Order) -> String {
        let (date, id) = self.key;
        let (before, direction) = if ascends(order) {
            (">", "ASC")
        } else {
            ("<", "DESC")
        };
        let mut conditions = vec![format!("({date}, {id}) {before} (:date, :id)")];
        conditions.extend_from_slice(&self.conditions);
        format!(
            "SELECT {HEADLINE} FROM {} WHERE {} ORDER BY {date} {direction}, {id} {direction} LIMIT :limit",
            self.from,
            conditions.join(" AND ")
        )
    }

    /// The statement for those of the `:most` oldest that arrived first, after `:id`.
    fn first_arrived(&self) -> String {
        let (date, id) = self.key;
        format!(
            "SELECT {HEADLINE} FROM (SELECT a.id AS id FROM {} WHERE {} ORDER BY {date}, {id} LIMIT :most) h
                CROSS JOIN articles a ON a.id = h.id {JOINS}
             WHERE a.id > :id ORDER BY a.id LIMIT :limit",
            self.from,
            self.all_conditions()
        )
    }

    fn count(&self) -> String {
        format!(
            "SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT :limit)",
            self.from,
            self.all_conditions()
        )
    }

    fn all_conditions(&self) -> String {
        if self.conditions.is_empty() {
            "1".to_owned()
        } else {
            self.conditions.join(" AND ")
        }
    }

    /// Its parameters, with the page's own.
    pub(super) fn bound<'a>(
        &'a self,
        own: &[(&'a str, &'a dyn ToSql)],
    ) -> Vec<(&'a str, &'a dyn ToSql)> {
        let parameters = self.parameters.iter();
        let parameters = parameters.map(|(name, value)| (name.as_str(), value as &dyn ToSql));
        parameters.chain(own.iter().copied()).collect()
    }
}

fn ascends(order: Order) -> bool {
    matches!(order, Order::Oldest | Order::LongestUnread)
}

/// The feeds as words of the index.
fn named_places(place: &Place) -> Option<String> {
    match place {
        Place::Feed(id) => Some(format!("f{id}")),
        Place::Feeds { ids, .. } if ids.len() <= NAMED_PLACES => {
            let ids: Vec<String> = ids.iter().map(|id| format!("f{id}")).collect();
            Some(ids.join(" OR "))
        }
        Place::All | Place::Folder(_) | Place::Feeds { .. } => None,
    }
}

impl Store {
    /// Rows of a selection by date, after a key.
    pub(super) fn walk(
        &self,
        selection: &Selection,
        order: Order,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Vec<Headline>> {
        let walk = Walk::of(selection);
        let (date, id) = match after {
            Some(Cursor { date, id }) => (date, id.0),
            None if ascends(order) => (i64::MIN, i64::MIN),
            None => (i64::MAX, i64::MAX),
        };
        let mut statement = self.conn.prepare_cached(&walk.page(order))?;
        let parameters = walk.bound(&[(":date", &date), (":id", &id), (":limit", &limit)]);
        let rows = statement.query_map(&*parameters, headline_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Rows of a selection as they arrived, after a number; among the `most` oldest by date.
    pub(super) fn first_arrived(
        &self,
        selection: &Selection,
        most: u32,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Headline>> {
        let walk = Walk::of(selection);
        let mut statement = self.conn.prepare_cached(&walk.first_arrived())?;
        let parameters = walk.bound(&[(":most", &most), (":id", &after), (":limit", &limit)]);
        let rows = statement.query_map(&*parameters, headline_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn count_selected(&self, selection: &Selection, most: u32) -> Result<u32> {
        let walk = Walk::of(selection);
        let mut statement = self.conn.prepare_cached(&walk.count())?;
        let parameters = walk.bound(&[(":limit", &most)]);
        Ok(statement.query_row(&*parameters, |row| row.get(0))?)
    }
}
