//! What the reader keeps: bookmarks and highlights. The schema refuses to remove an article that has one.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::news::{ArticleId, Highlight, HighlightColour, UnixSeconds};

use super::Store;
use super::error::Result;

impl Store {
    /// Sets or takes away a bookmark. Setting it again changes nothing; tags and note stay either way.
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

    /// When an article was bookmarked, if it is.
    pub fn bookmark(&self, id: ArticleId) -> Result<Option<UnixSeconds>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT created FROM bookmarks WHERE article = ?1")?;
        Ok(statement.query_row([id.0], |row| row.get(0)).optional()?)
    }

    /// How many articles are bookmarked.
    pub fn bookmark_count(&self) -> Result<u32> {
        let mut statement = self.conn.prepare_cached("SELECT count(*) FROM bookmarks")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// The highlights of an article, in the order in which they were made.
    pub fn highlights(&self, id: ArticleId) -> Result<Vec<Highlight>> {
        let sql = format!("SELECT {HIGHLIGHT} FROM highlights WHERE article = ?1 ORDER BY id");
        let mut statement = self.conn.prepare_cached(&sql)?;
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
                number_of(highlight.colour),
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

/// Keeps a highlight of an article unless there is one like it; whether it was kept.
pub(super) fn add_highlight_once(
    conn: &Connection,
    article: ArticleId,
    highlight: &Highlight,
) -> Result<bool> {
    let added = conn
        .prepare_cached(
            "INSERT INTO highlights (article, exact, prefix, suffix, colour, note, created)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM highlights
                WHERE article = ?1 AND (exact, prefix, suffix, created) = (?2, ?3, ?4, ?7))",
        )?
        .execute(params![
            article.0,
            highlight.exact,
            highlight.prefix,
            highlight.suffix,
            number_of(highlight.colour),
            highlight.note,
            highlight.created,
        ])?;
    Ok(added > 0)
}

/// As numbered in the file: the order must not change.
const COLOURS: [HighlightColour; 4] = [
    HighlightColour::Yellow,
    HighlightColour::Green,
    HighlightColour::Blue,
    HighlightColour::Red,
];

fn number_of(colour: HighlightColour) -> Option<i64> {
    let number = COLOURS.iter().position(|c| *c == colour);
    number.map(|number| number as i64)
}

/// The columns that [`highlight_of`] reads.
pub(super) const HIGHLIGHT: &str = "id, article, exact, prefix, suffix, colour, note, created";

pub(super) fn highlight_of(row: &Row<'_>) -> rusqlite::Result<Highlight> {
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
