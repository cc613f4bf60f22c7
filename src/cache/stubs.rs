//! Articles of which only the name is known so far, because the reader keeps something of them: title and address, and
//! the kept words as their text. A poll that brings such an article fills it in; that is no edit.

use rusqlite::{Connection, params};

use super::error::Result;
use super::{bodies, polls};
use crate::news::{ArticleId, FeedId, UnixSeconds, clean_line};

/// The fingerprint of a text that never was.
pub(super) const FINGERPRINT: i64 = 0;
/// No title is kept longer than this, in bytes.
const LONGEST_TITLE: usize = 4096;

/// What is known of an article.
pub(super) struct Stub<'a> {
    /// Its id in its feed.
    pub entry: &'a str,
    /// Its address; of the web, or it is passed over.
    pub link: Option<&'a str>,
    pub title: &'a str,
    pub date: UnixSeconds,
    /// The words that are kept of it.
    pub words: Vec<&'a str>,
}

/// The row of a feed, which is made where it is missing: then it stands in no configuration and is never polled.
pub(super) fn feed(conn: &Connection, url: &str, title: Option<&str>) -> Result<FeedId> {
    conn.prepare_cached("INSERT INTO feeds (url, title) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![url, title])?;
    let mut statement = conn.prepare_cached("SELECT id FROM feeds WHERE url = ?1")?;
    Ok(FeedId(statement.query_row([url], |row| row.get(0))?))
}

/// Stores an article of a feed: unread where the feed is polled, and a preview.
pub(super) fn insert(
    conn: &Connection,
    feed: FeedId,
    stub: &Stub<'_>,
    now: UnixSeconds,
) -> Result<ArticleId> {
    let link = stub.link.and_then(web);
    let mut title = clean_line(stub.title);
    title.truncate(title.floor_char_boundary(LONGEST_TITLE));
    if title.is_empty() {
        title = link.clone().unwrap_or_else(|| "Untitled".to_owned());
    }
    let id: i64 = conn
        .prepare_cached(
            "INSERT INTO articles (feed, folder, entry, date, first_seen, title, link, fingerprint, details, preview)
             SELECT id, folder, ?2, ?3, ?4, ?5, ?6, ?7, 0, 2 FROM feeds WHERE id = ?1 RETURNING id",
        )?
        .query_row(
            params![
                feed.0,
                stub.entry,
                stub.date.clamp(polls::EARLIEST, now.max(0)),
                now,
                title,
                link,
                FINGERPRINT
            ],
            |row| row.get(0),
        )?;
    conn.prepare_cached("INSERT INTO bodies (article, html) VALUES (?1, ?2)")?
        .execute(params![id, bodies::pack(&html(&stub.words))])?;
    let unread = conn
        .prepare_cached(
            "INSERT INTO unread (date, article, feed, folder) SELECT a.date, a.id, a.feed, a.folder
             FROM articles a JOIN feeds f ON f.id = a.feed WHERE a.id = ?1 AND f.position IS NOT NULL",
        )?
        .execute([id])?;
    conn.prepare_cached("UPDATE feeds SET total = total + 1, unread = unread + ?2 WHERE id = ?1")?
        .execute(params![feed.0, unread as i64])?;
    Ok(ArticleId(id))
}

fn web(link: &str) -> Option<String> {
    let url = url::Url::parse(link.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| clean_line(link))
}

fn html(words: &[&str]) -> String {
    let mut html = String::new();
    for words in words {
        html.push_str("<blockquote><p>");
        for c in crate::news::clean(*words).chars() {
            match c {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                c => html.push(c),
            }
        }
        html.push_str("</p></blockquote>");
    }
    html
}
