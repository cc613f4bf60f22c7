//! The texts that an edited article had before: the first one and the latest ones.

use rusqlite::{Connection, params};

use crate::news::{ArticleId, UnixSeconds};

use super::error::Result;
use super::{Store, bodies};

/// Earlier texts kept of one article: the first, and the latest before the present one. A page that changes at each
/// poll thus costs no more than any other.
const KEPT: u32 = 20;

/// A text that an article had before it was edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// When it was found to be replaced.
    pub until: UnixSeconds,
    /// Its title.
    pub title: String,
    /// Its HTML.
    pub html: String,
}

impl Store {
    /// What the article said before, the earliest text first; empty where it was never edited.
    pub fn revisions(&self, id: ArticleId) -> Result<Vec<Revision>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT until, title, html FROM revisions WHERE article = ?1 ORDER BY id",
        )?;
        let rows = statement.query_map([id.0], |row| {
            let packed: Vec<u8> = row.get(2)?;
            Ok(Revision {
                until: row.get(0)?,
                title: row.get(1)?,
                html: bodies::unpack(&packed).unwrap_or_default(),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Keeps the present text as a revision, before it is replaced.
pub(super) fn keep(conn: &Connection, id: ArticleId, now: UnixSeconds) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO revisions (article, until, title, html)
         SELECT a.id, ?2, a.title, b.html FROM articles a JOIN bodies b ON b.article = a.id WHERE a.id = ?1",
    )?
    .execute(params![id.0, now])?;
    conn.prepare_cached(
        "DELETE FROM revisions WHERE id = (
            SELECT id FROM revisions WHERE article = ?1 ORDER BY id LIMIT 1 OFFSET 1)
         AND (SELECT count(*) FROM revisions WHERE article = ?1) > ?2",
    )?
    .execute(params![id.0, KEPT])?;
    Ok(())
}
