//! All that the reader keeps: articles that are bookmarked, tagged or noted, or in which something is highlighted or kept,
//! for lists of them and for export. Loads no body.

use std::collections::HashMap;

use crate::news::{ArticleId, Headline, Highlight, UnixSeconds};

use super::error::Result;
use super::feeds::host;
use super::lists::{HEADLINE, JOINS, headline_of};
use super::{Store, tags};

/// True of a row of `articles` that nothing keeps: the only ones that a clean-up may take away. The schema refuses the
/// others.
pub(super) const NOT_KEPT: &str = "NOT EXISTS (SELECT 1 FROM bookmarks WHERE article = articles.id)
    AND NOT EXISTS (SELECT 1 FROM highlights WHERE article = articles.id)
    AND NOT EXISTS (SELECT 1 FROM tagged WHERE article = articles.id)
    AND NOT EXISTS (SELECT 1 FROM notes WHERE article = articles.id)";

/// An article that the reader keeps, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The row of the list pane; says whether it is bookmarked.
    pub headline: Headline,
    /// The title of its feed.
    pub source: String,
    /// Where it stands on the web.
    pub link: Option<String>,
    /// When it was first bookmarked, tagged, noted or highlighted.
    pub created: UnixSeconds,
    /// The reader's note.
    pub note: Option<String>,
    /// The reader's tags, in the order of the alphabet.
    pub tags: Vec<String>,
    /// The highlights and the kept quotations, in the order in which they were made.
    pub highlights: Vec<Highlight>,
}

impl Store {
    /// All that is bookmarked, tagged, noted or highlighted: the article with the latest date first. Of a fold, the article
    /// that leads, and those in which something is highlighted.
    pub fn kept(&self) -> Result<Vec<Kept>> {
        let mut tags = self.tags_of_all()?;
        let mut highlights = self.highlights_of_all()?;
        let sql = format!(
            "SELECT {HEADLINE}, coalesce(f.name, f.title), f.url, a.link, h.created, n.note
             FROM (SELECT article AS id, min(created) AS created FROM (
                SELECT article, created FROM bookmarks UNION ALL
                SELECT article, created FROM tagged UNION ALL
                SELECT article, created FROM notes UNION ALL
                SELECT article, created FROM highlights) GROUP BY article) h
             CROSS JOIN articles a ON a.id = h.id {JOINS}
                LEFT JOIN notes n ON n.article = a.id
                JOIN feeds f ON f.id = a.feed
             WHERE ifnull(a.fold, a.id) = a.id OR EXISTS (SELECT 1 FROM highlights WHERE article = a.id)
             ORDER BY a.date DESC, a.id DESC"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| {
            let headline = headline_of(row)?;
            let source: Option<String> = row.get("coalesce(f.name, f.title)")?;
            let url: String = row.get("url")?;
            Ok(Kept {
                tags: tags.remove(&headline.id).unwrap_or_default(),
                highlights: highlights.remove(&headline.id).unwrap_or_default(),
                headline,
                source: source.unwrap_or_else(|| host(&url)),
                link: row.get("link")?,
                created: row.get("created")?,
                note: row.get("note")?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn tags_of_all(&self) -> Result<HashMap<ArticleId, Vec<String>>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT t.article, g.name FROM tagged t JOIN tags g ON g.id = t.tag")?;
        let mut rows = statement.query([])?;
        let mut all: HashMap<ArticleId, Vec<String>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let tags = all.entry(ArticleId(row.get(0)?)).or_default();
            tags.push(row.get(1)?);
        }
        for names in all.values_mut() {
            tags::sort(names);
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOW, entry};
    use super::*;

    #[test]
    fn what_is_kept_is_listed_with_note_and_tags_and_nothing_else_is() {
        let (_dir, mut store) = sample::store();
        let entries = (1..=5).map(|n| entry(&n.to_string(), &format!("title {n}"), "text", n));
        sample::poll(&mut store, "a", entries.collect());
        let [five, four, three, two, _one] = (1..=5).map(ArticleId).collect::<Vec<_>>()[..] else {
            panic!("five articles");
        };
        store.set_bookmark(five, true, 9).unwrap();
        store.set_note(four, Some("why"), 8).unwrap();
        store.set_note(three, Some("see x"), 8).unwrap();
        let tags = ["y".to_owned(), "x".to_owned()];
        store.set_tags(three, &tags, 7).unwrap();
        store.add_tag(&[two], "x", 6).unwrap();
        let kept = store.kept().unwrap();
        let rows: Vec<_> = kept
            .iter()
            .map(|k| {
                let title = k.headline.title.as_str();
                (title, k.headline.bookmarked, k.created, k.tags.join(" "))
            })
            .collect();
        assert_eq!(
            rows,
            [
                ("title 5", true, 9, String::new()),
                ("title 4", false, 8, String::new()),
                ("title 3", false, 7, "x y".to_owned()),
                ("title 2", false, 6, "x".to_owned()),
            ]
        );
        assert_eq!(kept[2].note.as_deref(), Some("see x"));
        assert_eq!(kept[0].source, "a.example");
    }

    #[test]
    fn the_file_itself_refuses_to_lose_what_is_tagged_or_noted() {
        let (_dir, mut store) = sample::store();
        let entries = (1..=3).map(|n| entry(&n.to_string(), "title", "text", NOW));
        sample::poll(&mut store, "a", entries.collect());
        store.add_tag(&[ArticleId(1)], "x", NOW).unwrap();
        store.set_note(ArticleId(2), Some("x"), NOW).unwrap();
        for id in [1, 2] {
            let removal = store
                .conn
                .execute("DELETE FROM articles WHERE id = ?1", [id]);
            assert!(removal.is_err(), "article {id} was kept");
        }
        let not_kept = format!("DELETE FROM articles WHERE {NOT_KEPT}");
        assert_eq!(store.conn.execute(&not_kept, []).unwrap(), 1);
        store.set_tags(ArticleId(1), &[], NOW).unwrap();
        store.set_note(ArticleId(2), None, NOW).unwrap();
        assert_eq!(store.conn.execute(&not_kept, []).unwrap(), 2);
    }
}
