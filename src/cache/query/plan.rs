//! The statement for a selection: which table is walked first, along which index, and what is asked of each row.

use std::ops::Range;

use rusqlite::ToSql;
use rusqlite::types::Value;

use crate::news::{Cursor, FeedId, Headline, Order, UnixSeconds};

use super::super::Store;
use super::super::error::Result;
use super::super::lists::{HEADLINE, JOINS, headline_of};
use super::conditions::{ALWAYS, Selection, json};
use super::places::Place;

/// The index itself is asked for articles of so many feeds; with more, the rows are.
const NAMED_PLACES: usize = 100;

/// Names and values.
type Parameters = Vec<(String, Value)>;

/// How a selection is walked.
pub(super) struct Walk {
    /// The table whose index is walked first, and the joins behind it.
    from: String,
    /// The columns of the key.
    key: (&'static str, &'static str),
    conditions: Vec<String>,
    dates: Range<UnixSeconds>,
    /// Beside the page's own.
    parameters: Parameters,
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
        } else if let Some(kept) = &selection.kept {
            let from = format!("({kept}) t CROSS JOIN articles a ON a.id = t.article {JOINS}");
            (from, ("t.date", "t.article"), "a")
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
        let walks_feeds = narrow && !by_words && selection.kept.is_none() && !selection.bookmarks;
        let mut walk = Self {
            from: String::new(),
            key,
            conditions: selection.conditions.clone(),
            dates: selection.dates.clone(),
            parameters: Vec::new(),
        };
        let values = selection.parameters.iter().enumerate();
        walk.parameters
            .extend(values.map(|(n, value)| (format!(":p{n}"), value.clone())));
        if selection.unread {
            walk.conditions.push("u.article IS NOT NULL".to_owned());
        }
        if selection.bookmarks {
            walk.conditions.push("k.article IS NOT NULL".to_owned());
        }
        if let Some(kept) = selection.kept.as_ref().filter(|_| by_words) {
            let condition = format!("+a.id IN (SELECT article FROM ({kept}))");
            walk.conditions.push(condition);
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
            Place::Folder { id, .. } => (format!("{table}.folder = :place"), (*id).into()),
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

    /// The statement for a page after a key, and its parameters but for `:limit`. The bound of the dates where the
    /// page begins is taken into its key: a second one there might be the one that the index is entered by.
    pub(super) fn page(&self, order: Order, after: Option<Cursor>) -> (String, Parameters) {
        let after = after.map(|cursor| (cursor.date, cursor.id.0));
        let (before, direction, key, end) = if ascends(order) {
            let first = (self.dates.start, i64::MIN);
            let key = after.map_or(first, |after| after.max(first));
            let end = (self.dates.end < ALWAYS.end).then_some(("<", self.dates.end));
            (">", "ASC", key, end)
        } else {
            let first = (self.dates.end, i64::MIN);
            let key = after.map_or(first, |after| after.min(first));
            let end = (self.dates.start > ALWAYS.start).then_some((">=", self.dates.start));
            ("<", "DESC", key, end)
        };
        let (date, id) = self.key;
        let mut conditions = vec![format!("({date}, {id}) {before} (:date, :id)")];
        conditions.extend_from_slice(&self.conditions);
        let mut parameters = self.parameters.clone();
        parameters.push((":date".to_owned(), key.0.into()));
        parameters.push((":id".to_owned(), key.1.into()));
        if let Some((sign, end)) = end {
            conditions.push(format!("{date} {sign} :end"));
            parameters.push((":end".to_owned(), end.into()));
        }
        let sql = format!(
            "SELECT {HEADLINE} FROM {} WHERE {} ORDER BY {date} {direction}, {id} {direction} LIMIT :limit",
            self.from,
            conditions.join(" AND ")
        );
        (sql, parameters)
    }

    /// The statement for those of the `:most` oldest that arrived first, after `:after`.
    fn first_arrived(&self) -> (String, Parameters) {
        let (all, parameters) = self.all("");
        let (date, id) = self.key;
        let sql = format!(
            "SELECT {HEADLINE} FROM (SELECT a.id AS id {all} ORDER BY {date}, {id} LIMIT :most) h
                CROSS JOIN articles a ON a.id = h.id {JOINS}
             WHERE a.id > :after ORDER BY a.id LIMIT :limit"
        );
        (sql, parameters)
    }

    /// The statement for rows feed by feed, after `:position`, `:feed`, `:date` and `:id`.
    fn by_feed(&self) -> (String, Parameters) {
        let (all, parameters) = self.all("JOIN feeds f ON f.id = a.feed");
        let key = format!("ifnull(f.position, {}), a.feed, -a.date, -a.id", i64::MAX);
        let sql = format!(
            "SELECT {HEADLINE} {all} AND ({key}) > (:position, :feed, :date, :id)
             ORDER BY {key} LIMIT :limit"
        );
        (sql, parameters)
    }

    fn count(&self) -> (String, Parameters) {
        let (all, parameters) = self.all("");
        let sql = format!("SELECT count(*) FROM (SELECT 1 {all} LIMIT :limit)");
        (sql, parameters)
    }

    /// Of no page: the rows from first to last, with a further join.
    fn all(&self, join: &str) -> (String, Parameters) {
        let date = self.key.0;
        let mut conditions = vec![format!("{date} >= :start AND {date} < :end")];
        conditions.extend_from_slice(&self.conditions);
        let mut parameters = self.parameters.clone();
        parameters.push((":start".to_owned(), self.dates.start.into()));
        parameters.push((":end".to_owned(), self.dates.end.into()));
        let sql = format!(
            "FROM {} {join} WHERE {}",
            self.from,
            conditions.join(" AND ")
        );
        (sql, parameters)
    }
}

fn ascends(order: Order) -> bool {
    matches!(order, Order::Oldest | Order::LongestUnread)
}

/// The feeds as words of the index.
fn named_places(place: &Place) -> Option<String> {
    match place {
        Place::Feed(id) => Some(format!("f{id}")),
        Place::Folder { ids, .. } | Place::Feeds { ids, .. } if ids.len() <= NAMED_PLACES => {
            let ids: Vec<String> = ids.iter().map(|id| format!("f{id}")).collect();
            Some(ids.join(" OR "))
        }
        Place::All | Place::Folder { .. } | Place::Feeds { .. } => None,
    }
}

/// A walk's parameters, with the statement's own.
pub(super) fn bound<'a>(
    parameters: &'a [(String, Value)],
    own: &[(&'a str, &'a dyn ToSql)],
) -> Vec<(&'a str, &'a dyn ToSql)> {
    let parameters = parameters.iter();
    let parameters = parameters.map(|(name, value)| (name.as_str(), value as &dyn ToSql));
    parameters.chain(own.iter().copied()).collect()
}

impl Store {
    /// Rows of a selection by date, after a key.
    pub(super) fn select_page(
        &self,
        selection: &Selection,
        order: Order,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Vec<Headline>> {
        let (sql, parameters) = Walk::of(selection).page(order, after);
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map(&*bound(&parameters, &[(":limit", &limit)]), headline_of)?;
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
        let (sql, parameters) = Walk::of(selection).first_arrived();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let own: [(&str, &dyn ToSql); 3] =
            [(":most", &most), (":after", &after), (":limit", &limit)];
        let rows = statement.query_map(&*bound(&parameters, &own), headline_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Rows of a selection feed by feed, after a place in the list: all of them are sorted.
    pub(super) fn sorted_by_feed(
        &self,
        selection: &Selection,
        after: Option<(FeedId, Cursor)>,
        limit: u32,
    ) -> Result<Vec<Headline>> {
        let (mut position, mut key) = (-1, (0, 0, 0));
        if let Some((FeedId(feed), cursor)) = after {
            let mut statement = self
                .conn
                .prepare_cached("SELECT ifnull(position, ?2) FROM feeds WHERE id = ?1")?;
            position = statement.query_row([feed, i64::MAX], |row| row.get(0))?;
            key = (feed, -cursor.date, -cursor.id.0);
        }
        let (sql, parameters) = Walk::of(selection).by_feed();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let own: [(&str, &dyn ToSql); 5] = [
            (":position", &position),
            (":feed", &key.0),
            (":date", &key.1),
            (":id", &key.2),
            (":limit", &limit),
        ];
        let rows = statement.query_map(&*bound(&parameters, &own), headline_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn count_selected(&self, selection: &Selection, most: u32) -> Result<u32> {
        let (sql, parameters) = Walk::of(selection).count();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let count =
            statement.query_row(&*bound(&parameters, &[(":limit", &most)]), |row| row.get(0));
        Ok(count?)
    }
}
