//! Which fold an article belongs to: by its address, then by its title and text. Changes nothing.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::bodies;
use super::super::error::Result;
use super::keys::{Keys, letters};
use crate::news::{FeedId, UnixSeconds};

/// Articles with one address are one if their dates are no farther apart, in seconds: an address that comes back much
/// later is news again.
const SAME_ADDRESS: UnixSeconds = 7 * 24 * 3600;
/// Articles with one title and one text, likewise.
const SAME_TEXT: UnixSeconds = 2 * 24 * 3600;
/// Bytes of letters without which a text does not: "Today’s puzzle is here."
const SHORTEST_TEXT: usize = 200;
/// Articles with one key that are looked at; with more of them the key tells nothing.
const CANDIDATES: usize = 64;

/// An article that looks for its fold.
pub(super) struct Seeker<'a> {
    /// Its number, once it has one.
    pub id: Option<i64>,
    pub feed: FeedId,
    pub date: UnixSeconds,
    pub keys: Keys,
    /// Its text as the feed sent it; asked for only where another article has its title.
    pub html: &'a dyn Fn() -> Result<String>,
}

/// Another article with the same key.
struct Candidate {
    id: i64,
    feed: FeedId,
    heading: Option<i64>,
    leader: i64,
}

impl Seeker<'_> {
    /// The leader of the fold that it belongs to: by its address, then by title and text.
    pub(super) fn leader(&self, conn: &Connection) -> Result<Option<i64>> {
        let by_address = self.by_address(conn)?;
        if by_address.is_some() {
            return Ok(by_address);
        }
        self.by_text(conn)
    }

    fn by_address(&self, conn: &Connection) -> Result<Option<i64>> {
        let Some(address) = self.keys.address else {
            return Ok(None);
        };
        let found = self.candidates(conn, "address", address, SAME_ADDRESS)?;
        // A feed that gives several entries one address gives none of them its own: the title must say which is which.
        let shared = self.is_shared(&found);
        for other in found {
            let same = !shared || self.keys.heading.is_some() && self.keys.heading == other.heading;
            if same && self.may_join(conn, &other)? {
                return Ok(Some(other.leader));
            }
        }
        Ok(None)
    }

    fn by_text(&self, conn: &Connection) -> Result<Option<i64>> {
        let Some(heading) = self.keys.heading else {
            return Ok(None);
        };
        let found = self.candidates(conn, "heading", heading, SAME_TEXT)?;
        // A feed that has it twice uses one title, and perhaps one text, for different days.
        if found.is_empty() || self.is_shared(&found) {
            return Ok(None);
        }
        let text = letters(&(self.html)()?);
        if text.len() < SHORTEST_TEXT {
            return Ok(None);
        }
        for other in found {
            if letters(&html(conn, other.id)?) == text && self.may_join(conn, &other)? {
                return Ok(Some(other.leader));
            }
        }
        Ok(None)
    }

    /// The articles with the same key and about the same date, in order of arrival, also those of its own feed.
    fn candidates(
        &self,
        conn: &Connection,
        column: &str,
        key: i64,
        apart: UnixSeconds,
    ) -> Result<Vec<Candidate>> {
        let (from, to) = (
            self.date.saturating_sub(apart),
            self.date.saturating_add(apart),
        );
        // Most articles stand alone; then there is nothing to be sorted.
        let mut others = conn.prepare_cached(&format!(
            "SELECT 1 FROM articles INDEXED BY articles_by_{column}
             WHERE {column} = ?1 AND date BETWEEN ?2 AND ?3 AND id IS NOT ?4"
        ))?;
        if !others.exists(params![key, from, to, self.id])? {
            return Ok(Vec::new());
        }
        let mut statement = conn.prepare_cached(&format!(
            "SELECT a.id, a.feed, a.heading, ifnull(a.fold, a.id)
             FROM articles a INDEXED BY articles_by_{column} CROSS JOIN feeds f ON f.id = a.feed
             WHERE a.{column} = ?1 AND a.date BETWEEN ?2 AND ?3 AND a.id IS NOT ?4 AND a.tier < 3
                AND f.apart = 0 AND f.position IS NOT NULL
             ORDER BY a.id LIMIT ?5"
        ))?;
        let most = CANDIDATES as i64;
        let rows = statement.query_map(params![key, from, to, self.id, most], |row| {
            Ok(Candidate {
                id: row.get(0)?,
                feed: FeedId(row.get(1)?),
                heading: row.get(2)?,
                leader: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether one feed has several articles with this key.
    fn is_shared(&self, found: &[Candidate]) -> bool {
        let mut feeds = HashSet::from([self.feed]);
        found.len() >= CANDIDATES || !found.iter().all(|other| feeds.insert(other.feed))
    }

    fn may_join(&self, conn: &Connection, other: &Candidate) -> Result<bool> {
        if other.feed == self.feed {
            return Ok(false);
        }
        let mut has_one = conn.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM articles WHERE fold = ?1 AND +feed = ?2)",
        )?;
        let has_one: bool = has_one.query_row([other.leader, self.feed.0], |row| row.get(0))?;
        Ok(!has_one)
    }
}

pub(super) fn html(conn: &Connection, id: i64) -> Result<String> {
    let packed: Option<Vec<u8>> = conn
        .prepare_cached("SELECT html FROM bodies WHERE article = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(packed
        .and_then(|packed| bodies::unpack(&packed))
        .unwrap_or_default())
}
