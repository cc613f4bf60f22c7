//! Walking a selection: row by row along its index, until the page is full or the time is up.

use std::time::{Duration, Instant};

use rusqlite::ToSql;
use rusqlite::types::Value;

use crate::news::{ArticleId, Cursor, Order, UnixSeconds};

use super::super::Store;
use super::super::error::Result;
use super::conditions::Selection;
use super::plan::{After, Statement, Walk};

/// Rows that are met before anybody looks at the clock.
const AT_LEAST: u32 = 256;
/// A row that is looked up in the full text index costs as much as so many others.
const LOOKED_UP: u32 = 16;
/// How long a page is walked for; a list is there within 10 ms.
const AT_MOST: Duration = Duration::from_millis(4);

/// How long a page may still take.
pub(super) struct Patience {
    /// Rows of one walk that are met in any case.
    pub at_least: u32,
    /// When it is over.
    pub end: Instant,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            at_least: AT_LEAST,
            end: Instant::now() + AT_MOST,
        }
    }
}

impl Patience {
    pub(super) fn is_over(&self) -> bool {
        Instant::now() >= self.end
    }
}

/// What was met on the way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Met {
    /// What was asked for, in order.
    pub rows: Vec<Cursor>,
    /// The row to go on after: the last one of a full page that others follow, or the last one that was met in time.
    pub next: Option<Cursor>,
}

impl Store {
    /// Rows of a selection by date, after a row.
    pub(super) fn walk(
        &self,
        selection: &Selection,
        order: Order,
        after: Option<Cursor>,
        limit: u32,
        patience: &Patience,
    ) -> Result<Met> {
        let after = match after {
            Some(cursor) => Some(After {
                date: cursor.date,
                id: cursor.id.0,
                number: self.number(cursor)?,
            }),
            None => None,
        };
        let walk = Walk::of(selection);
        let cost = if walk.looks_up() { LOOKED_UP } else { 1 };
        let Statement { sql, parameters } = walk.page(order, after);
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(&*bound(&parameters, &[]))?;
        let mut met = Met::default();
        let mut spent: u32 = 0;
        while let Some(row) = rows.next()? {
            let (date, id) = (row.get(0)?, row.get(1).map(ArticleId)?);
            let here = Cursor { date, id };
            if row.get(2)? {
                if met.rows.len() == limit as usize {
                    met.next = met.rows.last().copied();
                    break;
                }
                met.rows.push(here);
            }
            spent = spent.saturating_add(cost);
            if spent >= patience.at_least && patience.is_over() {
                met.next = Some(here);
                break;
            }
        }
        Ok(met)
    }

    /// The place behind the last article of a feed.
    pub(super) fn behind(&self, feed: i64) -> Result<Cursor> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT max(id) FROM articles WHERE feed = ?1")?;
        let id: Option<i64> = statement.query_row([feed], |row| row.get(0))?;
        Ok(Cursor {
            date: UnixSeconds::MIN,
            id: ArticleId(id.unwrap_or_default()),
        })
    }

    /// Rows of a selection as they arrived, after one; among the `most` oldest by date.
    pub(super) fn first_arrived(
        &self,
        selection: &Selection,
        most: u32,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Met> {
        let Statement { sql, parameters } = Walk::of(selection).first_arrived();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let after = after.map_or(0, |cursor| cursor.id.0);
        let one_more = i64::from(limit) + 1;
        let own: [(&str, &dyn ToSql); 3] =
            [(":most", &most), (":after", &after), (":limit", &one_more)];
        let rows = statement.query_map(&*bound(&parameters, &own), |row| {
            Ok(Cursor {
                date: 0, // The order does not ask for it.
                id: row.get(0).map(ArticleId)?,
            })
        })?;
        let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().copied().filter(|_| more);
        Ok(Met { rows, next })
    }

    /// The articles of a selection, in no order.
    pub(super) fn numbers_of(&self, selection: &Selection) -> Result<Vec<ArticleId>> {
        let Statement { sql, parameters } = Walk::of(selection).numbers();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows =
            statement.query_map(&*bound(&parameters, &[]), |row| row.get(0).map(ArticleId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many articles a selection holds, counted up to `most`.
    pub(super) fn count_selected(&self, selection: &Selection, most: u32) -> Result<u32> {
        let Statement { sql, parameters } = Walk::of(selection).count();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let own: [(&str, &dyn ToSql); 1] = [(":limit", &most)];
        Ok(statement.query_row(&*bound(&parameters, &own), |row| row.get(0))?)
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
