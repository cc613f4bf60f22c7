//! The bookmarked articles with all that is kept of them, for lists of them and for export. Loads no body.

use crate::news::{Bookmark, Headline};

use super::Store;
use super::error::Result;
use super::feeds::host;
use super::lists::{HEADLINE, headline_of};

/// A bookmark, and the article that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The row of the list pane.
    pub headline: Headline,
    /// The title of its feed.
    pub source: String,
    /// Where it stands on the web.
    pub link: Option<String>,
    /// When it was bookmarked; note and tags.
    pub bookmark: Bookmark,
}

impl Store {
    /// All that is bookmarked: the article with the latest date first.
    pub fn kept(&self) -> Result<Vec<Kept>> {
        let sql = format!(
            "SELECT {HEADLINE}, coalesce(f.name, f.title), f.url, a.link, k.created, k.note, k.tags
             FROM bookmarks k CROSS JOIN articles a ON a.id = k.article
                LEFT JOIN unread u ON u.date = a.date AND u.article = a.id
                JOIN feeds f ON f.id = a.feed
             ORDER BY k.date DESC, k.article DESC"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| {
            let headline = headline_of(row)?;
            let source: Option<String> = row.get(11)?;
            let url: String = row.get(12)?;
            let tags: String = row.get(16)?;
            Ok(Kept {
                bookmark: Bookmark {
                    article: headline.id,
                    created: row.get(14)?,
                    note: row.get(15)?,
                    tags: serde_json::from_str(&tags).unwrap_or_default(),
                },
                headline,
                source: source.unwrap_or_else(|| host(&url)),
                link: row.get(13)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::news::{Bookmark, Query};

    #[test]
    fn what_is_bookmarked_is_listed_with_note_and_tags_and_nothing_else_is() {
        let (_dir, mut store) = sample::store();
        let entries =
            (1..=3).map(|n| sample::entry(&n.to_string(), &format!("title {n}"), "text", n));
        sample::poll(&mut store, "a", entries.collect());
        let rows = store
            .headlines(&Query {
                limit: 10,
                ..Query::default()
            })
            .unwrap()
            .rows;
        let bookmark = Bookmark {
            article: rows[2].id,
            created: 7,
            note: Some("why".to_owned()),
            tags: vec!["x".to_owned(), "y".to_owned()],
        };
        store.put_bookmark(&bookmark).unwrap();
        store.set_bookmark(rows[0].id, true, 9).unwrap();
        let kept = store.kept().unwrap();
        assert_eq!(kept.len(), 2);
        assert_eq!(
            (kept[0].headline.title.as_str(), kept[0].bookmark.created),
            ("title 3", 9)
        );
        assert_eq!(kept[1].bookmark, bookmark);
        assert_eq!(kept[1].source, "a.example");
        assert!(kept[1].headline.bookmarked);
    }
}
