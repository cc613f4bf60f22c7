//! Lists that a query of the language selects, in any order. One statement answers a page: it walks the index that
//! narrows the question most, from the page's key on, and asks the rest of each row that it meets.
//!
//! The orders and what they cost: newest and oldest walk an index from a key. Feed by feed does so in one feed after
//! the other; what the full text index finds is sorted. A river is a page of the newest, put in another order within itself, so that its pages hold every
//! article once whatever arrives or is read meanwhile. The longest unread are sorted: of the [`LONGEST_UNREAD`] that
//! are oldest by date.

mod conditions;
mod kept;
mod matches;
mod places;
mod plan;
pub(super) mod quoting;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use rusqlite::OptionalExtension as _;

use crate::news::{ArticleId, Cursor, FeedId, Headline, Order, Page, Query, Scope};

use super::Store;
use super::error::Result;
use conditions::Selection;
use places::Place;

/// The longest unread are found among so many unread articles, those of the oldest date.
const LONGEST_UNREAD: u32 = 20_000;

impl Store {
    /// One page of a list with a filter, or in an order that is not by date alone.
    pub(super) fn selected(&self, query: &Query) -> Result<Page<Headline>> {
        let Some(mut selection) = Selection::of(self, query)? else {
            return Ok(page(Vec::new(), 0));
        };
        let limit = query.limit as usize;
        let one_more = query.limit.saturating_add(1);
        match query.order {
            Order::Newest | Order::Oldest => {
                let rows = self.select_page(&selection, query.order, query.after, one_more)?;
                Ok(page(rows, limit))
            }
            Order::River(most) => {
                let rows = self.select_page(&selection, query.order, query.after, one_more)?;
                let Page { rows, next } = page(rows, limit);
                let rows = river(rows, usize::from(most));
                Ok(Page { rows, next })
            }
            Order::LongestUnread => {
                selection.unread = true;
                let after = query.after.map_or(0, |cursor| cursor.id.0);
                let rows = self.first_arrived(&selection, LONGEST_UNREAD, after, one_more)?;
                Ok(page(rows, limit))
            }
            Order::Feed => Ok(page(self.by_feed(selection, query.after, one_more)?, limit)),
        }
    }

    /// How many articles a query selects, counted up to `most`. Its `after` and `limit` are not looked at.
    pub fn count_articles(&self, query: &Query, most: u32) -> Result<u32> {
        if matches!(query.scope, Scope::Person(_) | Scope::Quotation(..)) {
            return self.count_quoting(query, most);
        }
        match Selection::of(self, query)? {
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
    ) -> Result<Vec<Headline>> {
        let begin = match after.map(|cursor| self.feed_of(cursor.id)).transpose()? {
            // The row that the page follows is gone, and with it the place.
            Some(None) => return Ok(Vec::new()),
            begin => begin.flatten(),
        };
        let by_words = selection.words.is_some() && !selection.common;
        if by_words || selection.looks_up || selection.kept.is_some() {
            return self.sorted_by_feed(&selection, begin.zip(after), limit);
        }
        let place = selection.place.clone();
        let mut after = after;
        let mut rows = Vec::new();
        let in_order = self.feeds_with_articles(selection.unread, begin)?;
        let passed = |feed: &i64| begin.is_some_and(|FeedId(begin)| begin != *feed);
        for (feed, folder) in in_order.into_iter().skip_while(|(feed, _)| passed(feed)) {
            let begins_here = begin == Some(FeedId(feed));
            let after = after.take().filter(|_| begins_here);
            if !place.holds(feed, folder) {
                continue;
            }
            let left = limit.saturating_sub(rows.len() as u32);
            if left == 0 {
                break;
            }
            selection.place = Place::Feed(feed);
            rows.extend(self.select_page(&selection, Order::Feed, after, left)?);
        }
        Ok(rows)
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

/// The first rows, and the place of the last one where there are more.
fn page(mut rows: Vec<Headline>, limit: usize) -> Page<Headline> {
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| Cursor {
        date: row.date,
        id: row.id,
    });
    Page { rows, next }
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
