//! Followed people: each is a list of the articles that quote them, with its unread count.

use rusqlite::params;

use crate::news::{Follow, PersonId, UnixSeconds};

use super::super::Store;
use super::super::error::Result;

/// Unread articles are counted among so many of the latest that quote a person, so that the count costs the same for
/// whoever is quoted every day.
const COUNTED: u32 = 2000;

impl Store {
    /// Follows a person, or does so no more.
    pub fn follow(&mut self, id: PersonId, on: bool, now: UnixSeconds) -> Result<()> {
        if on {
            self.conn
                .prepare_cached(
                    "INSERT INTO follows (person, created) SELECT id, ?2 FROM people WHERE id = ?1
                     ON CONFLICT DO NOTHING",
                )?
                .execute(params![id.0, now])?;
        } else {
            self.conn
                .prepare_cached("DELETE FROM follows WHERE person = ?1")?
                .execute([id.0])?;
        }
        Ok(())
    }

    /// Who is followed, by family name.
    pub fn follows(&self) -> Result<Vec<Follow>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT p.id, p.name, (SELECT count(*) FROM (
                SELECT date, article FROM appearances WHERE person = p.id
                ORDER BY date DESC, article DESC LIMIT ?1) l
                CROSS JOIN unread u ON u.date = l.date AND u.article = l.article AND u.tier < 3)
             FROM follows f CROSS JOIN people p ON p.id = f.person ORDER BY p.sort, p.id",
        )?;
        let rows = statement.query_map([COUNTED], |row| {
            Ok(Follow {
                id: PersonId(row.get(0)?),
                name: row.get(1)?,
                unread: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
