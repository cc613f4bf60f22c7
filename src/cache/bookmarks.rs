//! What the reader keeps: bookmarks and highlights. The schema refuses to remove an article that has one.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::news::{ArticleId, Bookmark, Highlight, HighlightColour, UnixSeconds};

use super::Store;
use super::error::Result;

/// The article that leads the fold of the article ?1: itself where it stands alone.
const LEADER: &str = "(SELECT ifnull(fold, id) FROM articles WHERE id = ?1)";

impl Store {
    /// Sets or takes away a bookmark; of a folded article, that of the one which leads. Setting it again changes nothing;
    /// taking it away takes its note and tags.
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

    /// The bookmark of an article, with note and tags.
    pub fn bookmark(&self, id: ArticleId) -> Result<Option<Bookmark>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT created, note, tags FROM bookmarks WHERE article = {LEADER}"
        ))?;
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

    /// The highlights of an article, in the order in which they were made.
    pub fn highlights(&self, id: ArticleId) -> Result<Vec<Highlight>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, article, exact, prefix, suffix, colour, note, created
             FROM highlights WHERE article = ?1 ORDER BY id",
        )?;
        let rows = statement.query_map([id.0], highlight_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps a highlight (its `id` is not looked at); returns its row.
    pub fn add_highlight(&mut self, highlight: &Highlight) -> Result<i64> {
        self.conn
            .prepare_cached(
                "INSERT INTO highlights (article, exact, prefix, suffix, colour, note, created)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                highlight.article.0,
                highlight.exact,
                highlight.prefix,
                highlight.suffix,
                COLOURS
                    .iter()
                    .position(|c| *c == highlight.colour)
                    .map(|n| n as i64),
                highlight.note,
                highlight.created,
            ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Takes a highlight away.
    pub fn remove_highlight(&mut self, id: i64) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM highlights WHERE id = ?1")?
            .execute([id])?;
        Ok(())
    }
}

/// As numbered in the file: the order must not change.
const COLOURS: [HighlightColour; 4] = [
    HighlightColour::Yellow,
    HighlightColour::Green,
    HighlightColour::Blue,
    HighlightColour::Red,
];

fn highlight_of(row: &Row<'_>) -> rusqlite::Result<Highlight> {
    let colour: u32 = row.get(5)?;
    Ok(Highlight {
        id: row.get(0)?,
        article: ArticleId(row.get(1)?),
        exact: row.get(2)?,
        prefix: row.get(3)?,
        suffix: row.get(4)?,
        colour: COLOURS.get(colour as usize).copied().unwrap_or_default(),
        note: row.get(6)?,
        created: row.get(7)?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOW};
    use super::*;

    #[test]
    fn the_file_itself_refuses_to_lose_what_was_kept() {
        let (_dir, mut store) = sample::store();
        sample::poll(&mut store, "a", vec![sample::entry("1", "One", "x", NOW)]);
        sample::poll(&mut store, "b", vec![sample::entry("1", "Two", "x", NOW)]);
        store.set_bookmark(ArticleId(1), true, NOW).unwrap();
        let highlight = Highlight {
            id: 0,
            article: ArticleId(2),
            exact: "x".into(),
            prefix: String::new(),
            suffix: String::new(),
            colour: HighlightColour::Green,
            note: Some("why?".into()),
            created: NOW,
        };
        let id = store.add_highlight(&highlight).unwrap();
        let kept = Highlight { id, ..highlight };
        assert_eq!(store.highlights(ArticleId(2)).unwrap(), [kept]);
        for article in [1, 2] {
            let removal = store
                .conn
                .execute("DELETE FROM articles WHERE id = ?1", [article]);
            assert!(removal.is_err(), "article {article} was kept");
        }
        store.set_bookmark(ArticleId(1), false, NOW).unwrap();
        store.remove_highlight(id).unwrap();
        let removed = store.conn.execute("DELETE FROM articles", []).unwrap();
        assert_eq!(removed, 2);
        let left: u32 = store
            .conn
            .query_row("SELECT count(*) FROM unread", [], |row| row.get(0))
            .unwrap();
        assert_eq!(left, 0);
    }

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
