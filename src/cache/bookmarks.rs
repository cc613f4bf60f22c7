//! Bookmarks. The schema refuses to remove an article that has one.

use rusqlite::{OptionalExtension as _, params};

use crate::news::{ArticleId, UnixSeconds};

use super::Store;
use super::error::Result;

/// The article that leads the fold of the article ?1: itself where it stands alone.
const LEADER: &str = "(SELECT ifnull(fold, id) FROM articles WHERE id = ?1)";

impl Store {
    /// Sets or takes away a bookmark; of a folded article, that of the one which leads. Setting it again changes nothing;
    /// tags and note stay either way.
    pub fn set_bookmark(&mut self, id: ArticleId, kept: bool, now: UnixSeconds) -> Result<()> {
        if kept {
            self.conn
                .prepare_cached(&format!(
                    "INSERT INTO bookmarks (article, date, created)
                     SELECT id, date, ?2 FROM articles WHERE id = {LEADER} ON CONFLICT DO NOTHING"
                ))?
                .execute(params![id.0, now])?;
        } else {
            self.conn
                .prepare_cached(&format!("DELETE FROM bookmarks WHERE article = {LEADER}"))?
                .execute([id.0])?;
        }
        Ok(())
    }

    /// When an article was bookmarked, if it is.
    pub fn bookmark(&self, id: ArticleId) -> Result<Option<UnixSeconds>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT created FROM bookmarks WHERE article = {LEADER}"
        ))?;
        Ok(statement.query_row([id.0], |row| row.get(0)).optional()?)
    }

    /// How many articles are bookmarked.
    pub fn bookmark_count(&self) -> Result<u32> {
        let mut statement = self.conn.prepare_cached("SELECT count(*) FROM bookmarks")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOW};
    use super::*;

    #[test]
    fn a_bookmark_set_twice_is_one_and_keeps_its_time() {
        let (_dir, mut store) = sample::store();
        sample::poll(&mut store, "a", vec![sample::entry("1", "One", "x", NOW)]);
        for id in [1, 1, 99] {
            store.set_bookmark(ArticleId(id), true, NOW + id).unwrap();
        }
        store.set_bookmark(ArticleId(1), true, NOW + 9).unwrap();
        assert_eq!(store.bookmark(ArticleId(1)).unwrap(), Some(NOW + 1));
        assert_eq!(store.bookmark_count().unwrap(), 1, "there is no article 99");
    }
}
