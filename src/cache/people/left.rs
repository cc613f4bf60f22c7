//! What articles of a feed that left the configuration quote: it counts among no one's quotations, until the feed is back
//! or its articles go. Says nothing of what the reader kept of it, which stays in all lists.

use rusqlite::Connection;

use super::super::error::Result;
use super::super::feeds::LEFT;
use super::rules::settle;
use crate::news::FeedId;

/// Takes the quotations of a feed's articles that left the lists from those who said them; the names stay with them.
pub(in super::super) fn uncount(conn: &Connection, feed: FeedId) -> Result<()> {
    conn.execute(
        "UPDATE quotes SET person = NULL WHERE person IS NOT NULL
            AND article IN (SELECT id FROM articles WHERE feed = ?1 AND tier >= ?2)",
        [feed.0, LEFT],
    )?;
    Ok(())
}

/// Gives them back, as the reader's rules say by now.
pub(in super::super) fn count_again(conn: &Connection, feed: FeedId) -> Result<()> {
    let mut statement = conn.prepare(
        "SELECT DISTINCT name FROM quotes WHERE person IS NULL AND name IS NOT NULL
            AND article IN (SELECT id FROM articles WHERE feed = ?1 AND tier < ?2)",
    )?;
    let names = statement.query_map([feed.0, LEFT], |row| row.get(0))?;
    let names: Vec<i64> = names.collect::<rusqlite::Result<_>>()?;
    for name in names {
        settle(conn, name)?;
    }
    Ok(())
}
