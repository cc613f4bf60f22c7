//! Lists that a query of the language selects, in any order. Each page walks the index that narrows the question most,
//! from the page's key on, and asks the rest of each row that it meets. A page is short where few rows are what is
//! asked for: after some milliseconds it ends with the place where the next one goes on.
//!
//! The orders and what they cost: newest and oldest walk an index from a key, and what holds some words is walked in
//! the full text index, whose numbers are in that order as well. Feed by feed does so in one feed after the other. A
//! river is a page of the newest, put in another order within itself, so that its pages hold every article once
//! whatever arrives or is read meanwhile. The longest unread are sorted: of the [`LONGEST_UNREAD`] that are oldest by
//! date.

mod conditions;
mod folds;
mod kept;
mod matches;
mod places;
mod plan;
pub(super) mod quoting;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::{BTreeSet, VecDeque};

use rusqlite::OptionalExtension as _;

use crate::news::{ArticleId, Cursor, FeedId, Filter, Headline, Order, Page, Query, UnixSeconds};

use super::Store;
use super::error::Result;
use conditions::Selection;
use places::Place;
use walk::{Met, Patience};

/// The longest unread are found among so many unread articles, those of the oldest date.
const LONGEST_UNREAD: u32 = 5000;

impl Store {
    /// One page of a list with words or a filter, or in an order that is not by date alone.
    pub(super) fn selected(&self, query: &Query) -> Result<Page<Headline>> {
        self.selected_within(query, &Patience::default())
    }

    fn selected_within(&self, query: &Query, patience: &Patience) -> Result<Page<Headline>> {
        let Some(mut selection) = Selection::of(self, query)? else {
            return Ok(Page {
                rows: Vec::new(),
                next: None,
            });
        };
        let met = match query.order {
            Order::Newest | Order::Oldest | Order::River(_) => {
                self.walk(&selection, query.order, query.after, query.limit, patience)?
            }
            Order::LongestUnread => {
                selection.unread = true;
                self.first_arrived(&selection, LONGEST_UNREAD, query.after, query.limit)?
            }
            Order::Feed => self.by_feed(selection, query.after, query.limit, patience)?,
        };
        let rows = met.rows.into_iter().map(|row| self.headline(row.id));
        // One that was removed meanwhile is not there.
        let rows = rows.filter_map(Result::transpose).collect::<Result<_>>()?;
        let rows = match query.order {
            Order::River(most) => river(rows, usize::from(most)),
            _ => rows,
        };
        Ok(Page {
            rows,
            next: met.next,
        })
    }

    /// Those of some articles of which a filter is true, each of a fold by itself, in the order in which they arrived.
    pub(super) fn selected_among(
        &self,
        filter: Filter,
        ids: &[ArticleId],
    ) -> Result<Vec<ArticleId>> {
        let query = Query {
            filter: Some(filter),
            ..Query::default()
        };
        let Some(mut selection) = Selection::of(self, &query)? else {
            return Ok(Vec::new());
        };
        let ids: BTreeSet<i64> = ids.iter().map(|id| id.0).collect();
        selection.among = Some(conditions::json(&ids));
        selection.singly = true;
        let mut found = self.numbers_of(&selection)?;
        found.sort_unstable();
        Ok(found)
    }

    /// A page of all articles that a query selects, each of a fold by itself; the newest first.
    pub(super) fn selected_singly(&self, query: &Query) -> Result<Page<Headline>> {
        let Some(mut selection) = Selection::of(self, query)? else {
            return Ok(Page {
                rows: Vec::new(),
                next: None,
            });
        };
        selection.singly = true;
        let patience = Patience::default();
        let met = self.walk(
            &selection,
            Order::Newest,
            query.after,
            query.limit,
            &patience,
        )?;
        let rows = met.rows.into_iter().map(|row| self.headline(row.id));
        let rows = rows.filter_map(Result::transpose).collect::<Result<_>>()?;
        Ok(Page {
            rows,
            next: met.next,
        })
    }

    /// How many articles a query selects, counted up to `most`. Its `after` and `limit` are not looked at.
    pub fn count_articles(&self, query: &Query, most: u32) -> Result<u32> {
        match Selection::of_all(self, query)? {
            Some(mut selection) => {
                selection.unread |= query.order == Order::LongestUnread;
                if let Place::Feeds { narrow, .. } = &mut selection.place {
                    *narrow = true; // All their rows are met, in any order.
                }
                self.count_selected(&selection, most)
            }
            None => Ok(0),
        }
    }

    fn by_feed(
        &self,
        mut selection: Selection,
        after: Option<Cursor>,
        limit: u32,
        patience: &Patience,
    ) -> Result<Met> {
        let mut met = Met::default();
        let begin = match after.map(|cursor| self.feed_of(cursor.id)).transpose()? {
            // The row that the page follows is gone, and with it the place.
            Some(None) => return Ok(met),
            begin => begin.flatten(),
        };
        let place = selection.place.clone();
        let in_order = self.feeds_with_articles(selection.unread, begin)?;
        let passed = |(feed, _): &(i64, _)| begin.is_some_and(|FeedId(begin)| begin != *feed);
        let held = |(feed, folder): &(i64, Option<i64>)| place.holds(*feed, *folder);
        let at_its_end = after.is_some_and(|after| after.date == UnixSeconds::MIN);
        let mut last = None;
        for (feed, _) in in_order.into_iter().skip_while(passed).filter(held) {
            let begins_here = begin == Some(FeedId(feed));
            if begins_here && at_its_end {
                continue;
            }
            let left = limit.saturating_sub(met.rows.len() as u32);
            if let Some(last) = last.filter(|_| left == 0 || patience.is_over()) {
                met.next = Some(self.behind(last)?);
                break;
            }
            selection.place = Place::Feed(feed);
            let after = after.filter(|_| begins_here);
            let Met { rows, next } = self.walk(&selection, Order::Feed, after, left, patience)?;
            met.rows.extend(rows);
            met.next = next;
            if next.is_some() {
                break;
            }
            last = Some(feed);
        }
        Ok(met)
    }

    fn feed_of(&self, id: ArticleId) -> Result<Option<FeedId>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT feed FROM articles WHERE id = ?1")?;
        let feed = statement.query_row([id.0], |row| row.get(0).map(FeedId));
        Ok(feed.optional()?)
    }

    /// The feeds that have (unread) articles, and this one, in the configuration's order, those that left it last; with
    /// their folders.
    fn feeds_with_articles(
        &self,
        unread: bool,
        this: Option<FeedId>,
    ) -> Result<Vec<(i64, Option<i64>)>> {
        let counted = if unread { "unread" } else { "total" };
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT id, folder FROM feeds WHERE {counted} > 0 OR id = ?1
             ORDER BY position IS NULL, position, id"
        ))?;
        let rows = statement.query_map([this.map(|feed| feed.0)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// The rows in their order, but after `most` of one feed the next one of another, as long as there is one.
fn river(rows: Vec<Headline>, most: usize) -> Vec<Headline> {
    let mut rest = VecDeque::from(rows);
    let mut rows: Vec<Headline> = Vec::with_capacity(rest.len());
    let mut in_a_row = 0;
    while let Some(first) = rest.front() {
        let last = rows.last().map(|row| row.feed);
        let next = if Some(first.feed) == last && in_a_row >= most.max(1) {
            let other = rest.iter().position(|row| Some(row.feed) != last);
            other.unwrap_or(0)
        } else {
            0
        };
        let Some(row) = rest.remove(next) else { break };
        in_a_row = if Some(row.feed) == last {
            in_a_row + 1
        } else {
            1
        };
        rows.push(row);
    }
    rows
}
