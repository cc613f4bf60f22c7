//! What the log says of articles that have not come again yet: applied when one of them arrives.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::super::error::Result;
use super::line;
use super::restore::apply_to_article;
use crate::news::{ArticleId, FeedId};

/// What waits in one feed; usually nothing.
pub(in super::super) struct Waiting(HashMap<i64, (bool, Vec<String>)>);

impl Waiting {
    /// What waits in a feed.
    pub fn of(conn: &Connection, feed: FeedId) -> Result<Self> {
        let mut statement =
            conn.prepare_cached("SELECT entry, read, lines FROM waiting WHERE feed = ?1")?;
        let rows = statement.query_map([feed.0], |row| {
            let lines: String = row.get(2)?;
            let lines = serde_json::from_str(&lines).unwrap_or_default();
            Ok((row.get(0)?, (row.get(1)?, lines)))
        })?;
        Ok(Self(rows.collect::<rusqlite::Result<_>>()?))
    }

    /// An article has come; whether it was read before. What else was said of it holds again.
    pub fn arrived(
        &self,
        conn: &Connection,
        feed: FeedId,
        key: &str,
        id: ArticleId,
    ) -> Result<bool> {
        if self.0.is_empty() {
            return Ok(false);
        }
        let entry = line::entry(key);
        let Some((read, lines)) = self.0.get(&entry) else {
            return Ok(false);
        };
        for action in lines.iter().filter_map(|line| line::read(line).ok()) {
            apply_to_article(conn, id, action)?;
        }
        conn.prepare_cached("DELETE FROM waiting WHERE feed = ?1 AND entry = ?2")?
            .execute(params![feed.0, entry])?;
        Ok(*read)
    }
}

/// Has something wait for an article of a feed: that it was read, or a line.
pub(super) fn wait(
    conn: &Connection,
    feed: FeedId,
    entry: i64,
    read: bool,
    line: Option<&str>,
) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO waiting (feed, entry, read, lines)
            VALUES (?1, ?2, ?3, iif(?4 IS NULL, '[]', json_array(?4)))
         ON CONFLICT DO UPDATE SET read = read OR excluded.read,
            lines = iif(?4 IS NULL, lines, json_insert(lines, '$[#]', ?4))",
    )?
    .execute(params![feed.0, entry, read, line])?;
    Ok(())
}
