//! Bookmarks, with notes and tags. The schema refuses to remove an article that has one.

use rusqlite::{OptionalExtension as _, params};

use crate::news::{ArticleId, Bookmark, UnixSeconds};

use super::Store;
use super::error::Result;

impl Store {
    /// Sets or takes away a bookmark. Setting it again changes nothing; taking it away takes its note and tags.
    pub fn set_bookmark(&mut self, id: ArticleId, kept: bool, now: UnixSeconds) -> Result<()> {
        if kept {
            self.conn
                .prepare_cached(
                    "INSERT INTO bookmarks (article, date, created)
                     SELECT id, date, ?2 FROM articles WHERE id = ?1 ON CONFLICT DO NOTHING",
                )?
                .execute(params![id.0, now])?;
        } else {
            self.conn
                .prepare_cached("DELETE FROM bookmarks WHERE article = ?1")?
                .execute([id.0])?;
        }
        Ok(())
    }

    /// The bookmark of an article, with note and tags.
    pub fn bookmark(&self, id: ArticleId) -> Result<Option<Bookmark>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT created, note, tags FROM bookmarks WHERE article = ?1")?;
        let bookmark = statement.query_row([id.0], |row| {
            let tags: String = row.get(2)?;
            Ok(Bookmark {
                article: id,
                created: row.get(0)?,
                note: row.get(1)?,
                tags: serde_json::from_str(&tags).unwrap_or_default(),
            })
        });
        Ok(bookmark.optional()?)
    }

    /// How many articles are bookmarked.
    pub fn bookmark_count(&self) -> Result<u32> {
        let mut statement = self.conn.prepare_cached("SELECT count(*) FROM bookmarks")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Puts a bookmark as it is given: sets it, or replaces its note and tags. With [`Store::bookmark`], what undo needs.
    pub fn put_bookmark(&mut self, bookmark: &Bookmark) -> Result<()> {
        let tags = serde_json::to_string(&bookmark.tags).expect("strings are JSON");
        self.conn
            .prepare_cached(
                "INSERT INTO bookmarks (article, date, created, note, tags)
                 SELECT id, date, ?2, ?3, ?4 FROM articles WHERE id = ?1
                 ON CONFLICT (article) DO UPDATE SET
                    created = excluded.created, note = excluded.note, tags = excluded.tags",
            )?
            .execute(params![
                bookmark.article.0,
                bookmark.created,
                bookmark.note,
                tags
            ])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOW};
    use super::*;

    #[test]
    fn a_bookmark_set_twice_keeps_its_note() {
        let (_dir, mut store) = sample::store();
        sample::poll(&mut store, "a", vec![sample::entry("1", "One", "x", NOW)]);
        let bookmark = Bookmark {
            article: ArticleId(1),
            created: NOW,
            note: Some("for the essay".into()),
            tags: vec!["later".into()],
        };
        store.put_bookmark(&bookmark).unwrap();
        store.set_bookmark(ArticleId(1), true, NOW + 9).unwrap();
        assert_eq!(store.bookmark(ArticleId(1)).unwrap(), Some(bookmark));
        assert_eq!(store.bookmark_count().unwrap(), 1);
        store.set_bookmark(ArticleId(99), true, NOW).unwrap();
        assert_eq!(
            store.bookmark_count().unwrap(),
            1,
            "there is no such article"
        );
    }
}
