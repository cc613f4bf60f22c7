//! Highlights and kept quotations. The schema refuses to remove an article that has one.

use std::collections::HashMap;

use rusqlite::{Connection, Row, params};

use crate::news::{Anchor, ArticleId, Highlight, HighlightColour, Marks, Person, Said};

use super::Store;
use super::error::Result;

/// The columns that [`highlight_of`] reads.
pub(super) const COLUMNS: &str =
    "id, article, exact, prefix, suffix, colour, note, created, start, words, speaker, title";

impl Store {
    /// All that the reader left in an article.
    pub fn marks(&self, id: ArticleId) -> Result<Marks> {
        Ok(Marks {
            highlights: self.highlights(id)?,
            corrections: self.corrections(id)?,
        })
    }

    /// The highlights and the kept quotations of an article, in the order in which they were made.
    pub fn highlights(&self, id: ArticleId) -> Result<Vec<Highlight>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM highlights WHERE article = ?1 ORDER BY created, id"
        ))?;
        let rows = statement.query_map([id.0], highlight_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps a highlight (its `id` is not looked at); returns its row.
    pub fn add_highlight(&mut self, highlight: &Highlight) -> Result<i64> {
        insert(&self.conn, highlight, None)?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Puts a highlight as it is given, under its own `id`: keeps it, or replaces its colour and note. An article that
    /// is gone meanwhile takes none.
    pub fn put_highlight(&mut self, highlight: &Highlight) -> Result<()> {
        insert(&self.conn, highlight, Some(highlight.id))
    }

    /// Takes a highlight away.
    pub fn remove_highlight(&mut self, id: i64) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM highlights WHERE id = ?1")?
            .execute([id])?;
        Ok(())
    }

    /// All highlights and kept quotations by their article, in the order in which they were made.
    pub(super) fn highlights_of_all(&self) -> Result<HashMap<ArticleId, Vec<Highlight>>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM highlights ORDER BY created, id"
        ))?;
        let rows = statement.query_map([], highlight_of)?;
        let mut all: HashMap<ArticleId, Vec<Highlight>> = HashMap::new();
        for highlight in rows {
            let highlight = highlight?;
            all.entry(highlight.article).or_default().push(highlight);
        }
        Ok(all)
    }
}

/// Keeps a highlight of an article, or gives the one like it this colour and note.
pub(super) fn put_once(conn: &Connection, article: ArticleId, highlight: &Highlight) -> Result<()> {
    if !add_once(conn, article, highlight)? {
        let Anchor {
            exact,
            prefix,
            suffix,
            ..
        } = &highlight.anchor;
        conn.prepare_cached(
            "UPDATE highlights SET colour = ?6, note = ?7 WHERE article = ?1
                AND (exact, prefix, suffix, created) = (?2, ?3, ?4, ?5) AND (colour, note) IS NOT (?6, ?7)",
        )?
        .execute(params![
            article.0,
            exact,
            prefix,
            suffix,
            highlight.created,
            highlight.colour.number() as i64,
            highlight.note,
        ])?;
    }
    Ok(())
}

/// Takes the highlight like this one away.
pub(super) fn take(conn: &Connection, article: ArticleId, highlight: &Highlight) -> Result<()> {
    let Anchor {
        exact,
        prefix,
        suffix,
        ..
    } = &highlight.anchor;
    conn.prepare_cached(
        "DELETE FROM highlights WHERE article = ?1
            AND (exact, prefix, suffix, created) = (?2, ?3, ?4, ?5)",
    )?
    .execute(params![article.0, exact, prefix, suffix, highlight.created])?;
    Ok(())
}

/// Keeps a highlight of an article, under a number of its own, unless there is one like it; whether it was kept.
pub(super) fn add_once(
    conn: &Connection,
    article: ArticleId,
    highlight: &Highlight,
) -> Result<bool> {
    let Anchor {
        exact,
        prefix,
        suffix,
        ..
    } = &highlight.anchor;
    let there = conn
        .prepare_cached(
            "SELECT 1 FROM highlights WHERE article = ?1
                AND (exact, prefix, suffix, created) = (?2, ?3, ?4, ?5)",
        )?
        .exists(params![article.0, exact, prefix, suffix, highlight.created])?;
    if !there {
        let highlight = Highlight {
            article,
            ..highlight.clone()
        };
        insert(conn, &highlight, None)?;
    }
    Ok(!there)
}

fn insert(conn: &Connection, highlight: &Highlight, id: Option<i64>) -> Result<()> {
    let Highlight { anchor, said, .. } = highlight;
    let person = said.as_ref().and_then(|said| said.person.as_ref());
    conn.prepare_cached(&format!(
        "INSERT INTO highlights ({COLUMNS})
         SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 FROM articles WHERE id = ?2
         ON CONFLICT (id) DO UPDATE SET colour = excluded.colour, note = excluded.note"
    ))?
    .execute(params![
        id,
        highlight.article.0,
        anchor.exact,
        anchor.prefix,
        anchor.suffix,
        highlight.colour.number() as i64,
        highlight.note,
        highlight.created,
        anchor.start as i64,
        said.as_ref().map(|said| &said.words),
        person.map(|person| &person.name),
        person.and_then(|person| person.title.as_ref()),
    ])?;
    Ok(())
}

pub(super) fn highlight_of(row: &Row<'_>) -> rusqlite::Result<Highlight> {
    // As numbered in the file: the order of the colours must not change.
    let colour: u32 = row.get(5)?;
    let start: i64 = row.get(8)?;
    let words: Option<String> = row.get(9)?;
    let speaker: Option<String> = row.get(10)?;
    let title = row.get(11)?;
    let person = speaker.map(|name| Person {
        name,
        title,
        aliases: Vec::new(),
    });
    Ok(Highlight {
        id: row.get(0)?,
        article: ArticleId(row.get(1)?),
        anchor: Anchor {
            exact: row.get(2)?,
            prefix: row.get(3)?,
            suffix: row.get(4)?,
            start: usize::try_from(start).unwrap_or(0),
        },
        colour: HighlightColour::ALL
            .get(colour as usize)
            .copied()
            .unwrap_or_default(),
        note: row.get(6)?,
        created: row.get(7)?,
        said: words.map(|words| Said { words, person }),
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOW};
    use super::*;

    fn highlight(article: i64) -> Highlight {
        Highlight {
            id: 0,
            article: ArticleId(article),
            anchor: Anchor::of("one x two", 4..5),
            colour: HighlightColour::Green,
            note: Some("why?".into()),
            created: NOW,
            said: None,
        }
    }

    #[test]
    fn the_file_itself_refuses_to_lose_what_was_kept() {
        let (_dir, mut store) = sample::store();
        sample::poll(&mut store, "a", vec![sample::entry("1", "One", "x", NOW)]);
        sample::poll(&mut store, "b", vec![sample::entry("1", "Two", "x", NOW)]);
        store.set_bookmark(ArticleId(1), true, NOW).unwrap();
        let id = store.add_highlight(&highlight(2)).unwrap();
        let kept = Highlight { id, ..highlight(2) };
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
    fn a_highlight_put_again_has_another_colour_and_note_and_its_old_words() {
        let (_dir, mut store) = sample::store();
        sample::poll(&mut store, "a", vec![sample::entry("1", "One", "x", NOW)]);
        let mut kept = Highlight {
            id: 77,
            ..highlight(1)
        };
        store.put_highlight(&kept).unwrap();
        kept.colour = HighlightColour::Red;
        kept.note = None;
        store.put_highlight(&kept).unwrap();
        assert_eq!(store.highlights(ArticleId(1)).unwrap(), [kept]);
        store
            .put_highlight(&Highlight {
                id: 78,
                ..highlight(99)
            })
            .unwrap();
        assert_eq!(store.kept().unwrap().len(), 1, "there is no article 99");
    }

    #[test]
    fn a_kept_quotation_comes_back_with_its_speaker() {
        let (_dir, mut store) = sample::store();
        sample::poll(&mut store, "a", vec![sample::entry("1", "One", "x", NOW)]);
        let said = Said {
            words: "x".into(),
            person: Some(Person {
                name: "Ida Quill".into(),
                title: Some("harbour master".into()),
                aliases: vec![],
            }),
        };
        let kept = Highlight {
            id: 5,
            said: Some(said),
            note: None,
            ..highlight(1)
        };
        store.put_highlight(&kept).unwrap();
        let articles = store.kept().unwrap();
        assert_eq!(articles[0].headline.title, "One");
        assert_eq!(articles[0].source, "a.example");
        assert_eq!(articles[0].highlights, [kept]);
    }
}
