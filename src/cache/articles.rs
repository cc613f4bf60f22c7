//! One article, with all that is needed to read it, and how far the reader came in it.

use rusqlite::{OptionalExtension as _, params};

use crate::news::{Article, ArticleId};

use super::arrival::Details;
use super::error::Result;
use super::lists::{HEADLINE, JOINS, headline_of};
use super::{Store, bodies, full_text};

/// The titles of feeds, from pairs of a title and an address.
fn names(json: &str) -> Vec<String> {
    let feeds: Vec<(Option<String>, String)> = serde_json::from_str(json).unwrap_or_default();
    let name =
        |(name, url): (Option<String>, String)| name.unwrap_or_else(|| super::feeds::host(&url));
    feeds.into_iter().map(name).collect()
}

impl Store {
    /// The article; `None` where there is none of that number. A body that cannot be unpacked is empty.
    pub fn article(&self, id: ArticleId) -> Result<Option<Article>> {
        let sql = format!(
            "SELECT {HEADLINE}, coalesce(f.name, f.title), f.url, a.link, t.html, t.details, f.language, a.updated,
                a.fingerprint, p.asked, p.status, p.failures, p.retry, p.error, p.reading, p.read AS page_read,
                CASE WHEN a.fold IS NOT NULL THEN (SELECT json_group_array(json_array(coalesce(o.name, o.title), o.url))
                    FROM articles m INDEXED BY articles_by_fold CROSS JOIN feeds o ON o.id = m.feed
                    WHERE m.fold = a.fold AND m.id <> a.id) END AS also
             FROM articles a {JOINS}
                JOIN feeds f ON f.id = a.feed
                LEFT JOIN bodies t ON t.article = a.id
                LEFT JOIN pages p ON p.article = a.id
             WHERE a.id = ?1"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let article = statement.query_row([id.0], |row| {
            let source: Option<String> = row.get("coalesce(f.name, f.title)")?;
            let url: String = row.get("url")?;
            let html: Option<Vec<u8>> = row.get("html")?;
            let details: Option<String> = row.get("details")?;
            let details: Details = details
                .and_then(|json| serde_json::from_str(&json).ok())
                .unwrap_or_default();
            let feed_language: Option<String> = row.get("language")?;
            let also: Option<String> = row.get("also")?;
            Ok(Article {
                also: also.map(|json| names(&json)).unwrap_or_default(),
                headline: headline_of(row)?,
                source: source.unwrap_or_else(|| super::feeds::host(&url)),
                link: row.get("link")?,
                html: html
                    .and_then(|packed| bodies::unpack(&packed))
                    .unwrap_or_default(),
                categories: details.categories,
                comments: details.comments,
                enclosures: details.enclosures,
                image: details.image,
                language: details.language.or(feed_language),
                updated: row.get("updated")?,
                full: full_text::of_row(row)?,
                fingerprint: full_text::fingerprint(row.get("fingerprint")?, row.get("page_read")?),
            })
        });
        Ok(article.optional()?)
    }

    /// How far the reader came: a byte in the article's text.
    pub fn position(&self, id: ArticleId) -> Result<Option<usize>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT position FROM marks WHERE article = ?1")?;
        let position: Option<Option<i64>> =
            statement.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(position.flatten().and_then(|p| usize::try_from(p).ok()))
    }

    /// Remembers how far the reader came.
    pub fn set_position(&mut self, id: ArticleId, position: usize) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO marks (article, position) SELECT id, ?2 FROM articles WHERE id = ?1
                 ON CONFLICT (article) DO UPDATE SET position = excluded.position",
            )?
            .execute(params![id.0, position as i64])?;
        Ok(())
    }
}
