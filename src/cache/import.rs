//! Articles that come from elsewhere with what a reader kept of them: a browser's bookmarks, or what was saved of a
//! damaged cache. What is here already gets the marks; what is not becomes an article of a feed of its own, which
//! stands in no configuration and is never polled. To import twice is to import once.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::news::{Anchor, ArticleId, Highlight, UnixSeconds, clean, tag};

use super::error::Result;
use super::stubs::{self, Stub};
use super::{Store, highlights, tags};

/// The address of the feed of imported articles.
pub(super) const FEED: &str = "builtin:imported";
pub(super) const TITLE: &str = "Imported";

/// An article and what was kept of it. As JSON, what is `None`, empty or false may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Saved {
    /// The address of its feed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feed: Option<String>,
    /// Its id in the feed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// Where it stands on the web.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<UnixSeconds>,
    /// It was read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub read: bool,
    /// When it was bookmarked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bookmarked: Option<UnixSeconds>,
    /// Its tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The reader's note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Its highlights; their own numbers say nothing here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub highlights: Vec<Highlight>,
}

impl Saved {
    /// Whether it is more than a read mark.
    pub fn is_kept(&self) -> bool {
        self.bookmarked.is_some()
            || !self.tags.is_empty()
            || self.note.is_some()
            || !self.highlights.is_empty()
    }
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Articles that are new.
    pub added: u32,
    /// Articles that were here, and are marked otherwise than before.
    pub changed: u32,
    /// Articles that were here just so.
    pub unchanged: u32,
    /// Neither here nor such that an article could be made of them.
    pub passed_over: u32,
}

impl Store {
    /// Takes in what was saved, in one transaction; with `try_only` it is taken back at once, and only the figures are
    /// true. A note that is here stays; tags and highlights come to those that are here.
    pub fn import(
        &mut self,
        saved: &[Saved],
        now: UnixSeconds,
        try_only: bool,
    ) -> Result<Imported> {
        let tx = self.transaction()?;
        let mut known = known_links(&tx, saved)?;
        let mut done = Imported::default();
        let mut read = Vec::new();
        for one in saved {
            let identity = one.link.as_deref().and_then(identity);
            let there = match by_entry(&tx, one)? {
                None => identity.as_ref().and_then(|link| known.get(link).copied()),
                there => there,
            };
            let (id, is_new) = match (there, identity) {
                (Some(id), _) => (id, false),
                (None, Some(link)) if one.is_kept() => {
                    let id = insert(&tx, one, &link, now)?;
                    known.insert(link, id);
                    (id, true)
                }
                _ => {
                    done.passed_over += 1;
                    continue;
                }
            };
            let mut changed = mark(&tx, id, one, now)?;
            if one.read && is_unread(&tx, id)? {
                read.push(id);
                changed = true;
            }
            match (is_new, changed) {
                (true, _) => done.added += 1,
                (false, true) => done.changed += 1,
                (false, false) => done.unchanged += 1,
            }
        }
        if try_only {
            tx.rollback()?;
        } else {
            tx.commit()?;
            // Where it breaks off between the two, the next import does the rest.
            self.set_read(&read, true, now)?;
        }
        Ok(done)
    }
}

/// The form by which two addresses are compared; `None` for all but web addresses.
fn identity(link: &str) -> Option<String> {
    let mut url = Url::parse(link.trim()).ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// The articles whose addresses stand in what was saved: those of a feed before imported ones, the latest of several.
fn known_links(conn: &Connection, saved: &[Saved]) -> Result<HashMap<String, ArticleId>> {
    let wanted = saved
        .iter()
        .filter_map(|one| identity(one.link.as_deref()?));
    let mut known: HashMap<String, Option<ArticleId>> = wanted.map(|link| (link, None)).collect();
    // All addresses are looked at once: a reader imports seldom, and an index of them would be paid by every poll.
    let mut statement = conn.prepare(
        "SELECT a.id, a.link FROM articles a JOIN feeds f ON f.id = a.feed WHERE a.link IS NOT NULL
         ORDER BY f.url <> ?1, a.id",
    )?;
    let mut rows = statement.query([FEED])?;
    while let Some(row) = rows.next()? {
        let link = row.get_ref(1)?.as_str().ok().and_then(identity);
        if let Some(place) = link.and_then(|link| known.get_mut(&link)) {
            *place = Some(ArticleId(row.get(0)?));
        }
    }
    let found = known.into_iter().filter_map(|(link, id)| Some((link, id?)));
    Ok(found.collect())
}

fn by_entry(conn: &Connection, saved: &Saved) -> Result<Option<ArticleId>> {
    let (Some(feed), Some(entry)) = (&saved.feed, &saved.entry) else {
        return Ok(None);
    };
    let mut statement = conn.prepare_cached(
        "SELECT a.id FROM feeds f JOIN articles a ON a.feed = f.id AND a.entry = ?2 WHERE f.url = ?1",
    )?;
    let id = statement.query_row([feed, entry], |row| row.get(0).map(ArticleId));
    Ok(id.optional()?)
}

/// A new article of the feed of imported ones: read, and only a preview of what stands at its address.
fn insert(conn: &Connection, saved: &Saved, link: &str, now: UnixSeconds) -> Result<ArticleId> {
    let feed = stubs::feed(conn, FEED, Some(TITLE))?;
    let date = saved.date.or(saved.bookmarked).unwrap_or(now);
    let stub = Stub {
        entry: link,
        link: Some(link),
        title: &saved.title,
        date: date.max(0),
        words: Vec::new(),
    };
    stubs::insert(conn, feed, &stub, now)
}

fn is_unread(conn: &Connection, id: ArticleId) -> Result<bool> {
    let sql = "SELECT 1 FROM articles a JOIN unread u ON u.date = a.date AND u.article = a.id WHERE a.id = ?1";
    Ok(conn.prepare_cached(sql)?.exists([id.0])?)
}

/// Marks an article as it was marked; whether that changed anything.
fn mark(conn: &Connection, id: ArticleId, saved: &Saved, now: UnixSeconds) -> Result<bool> {
    let mut changed = 0;
    if let Some(created) = saved.bookmarked {
        changed += conn
            .prepare_cached(
                "INSERT INTO bookmarks (article, date, created)
                 SELECT id, date, ?2 FROM articles WHERE id = ?1 ON CONFLICT DO NOTHING",
            )?
            .execute(params![id.0, created])?;
    }
    for name in saved.tags.iter().filter_map(|name| tag(name)) {
        changed += tags::give(conn, &[id], &name, now)?.len();
    }
    let note = saved
        .note
        .as_deref()
        .map(|note| clean(note).trim().to_owned());
    if let Some(note) = note.filter(|note| !note.is_empty()) {
        changed += conn
            .prepare_cached(
                "INSERT INTO notes (article, date, created, note)
                 SELECT id, date, ?3, ?2 FROM articles WHERE id = ?1 ON CONFLICT DO NOTHING",
            )?
            .execute(params![id.0, note, now])?;
    }
    for highlight in &saved.highlights {
        let highlight = cleaned(highlight);
        changed += usize::from(highlights::add_once(conn, id, &highlight)?);
    }
    Ok(changed > 0)
}

/// A highlight without what may never reach the terminal.
pub(super) fn cleaned(highlight: &Highlight) -> Highlight {
    let anchor = &highlight.anchor;
    Highlight {
        anchor: Anchor {
            exact: clean(&*anchor.exact),
            prefix: clean(&*anchor.prefix),
            suffix: clean(&*anchor.suffix),
            start: anchor.start,
        },
        note: highlight.note.as_deref().map(clean),
        ..highlight.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOW};
    use super::*;
    use crate::news::{Entry, Query, Scope};

    fn saved(link: &str, tags: &[&str]) -> Saved {
        Saved {
            link: Some(link.to_owned()),
            title: format!("the page {link}"),
            bookmarked: Some(NOW - 100),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..Saved::default()
        }
    }

    fn store() -> (tempfile::TempDir, Store) {
        let (dir, mut store) = sample::store();
        let entry = Entry {
            link: Some("https://news.example/1#top".to_owned()),
            ..sample::entry("1", "One", "x", NOW)
        };
        sample::poll(&mut store, "a", vec![entry]);
        (dir, store)
    }

    #[test]
    fn what_is_here_is_marked_and_the_rest_becomes_articles_once() {
        let (_dir, mut store) = store();
        let given = [
            saved("https://NEWS.example/1", &["sea"]),
            saved("https://other.example/", &["Sea", "ships"]),
            saved("https://other.example/#again", &["late"]),
            saved("javascript:alert(1)", &["x"]),
        ];
        let tried = store.import(&given, NOW, true).unwrap();
        assert_eq!(store.kept().unwrap(), []);
        let done = store.import(&given, NOW, false).unwrap();
        assert_eq!(tried, done);
        assert_eq!(
            (done.added, done.changed, done.unchanged, done.passed_over),
            (1, 2, 0, 1)
        );
        let kept = store.kept().unwrap();
        let rows: Vec<_> = kept
            .iter()
            .map(|kept| {
                (
                    kept.source.as_str(),
                    kept.headline.read,
                    kept.tags.join(" "),
                )
            })
            .collect();
        let imported = "late sea ships".to_owned();
        assert_eq!(
            rows,
            [
                ("a.example", false, "sea".to_owned()),
                ("Imported", true, imported)
            ]
        );
        assert_eq!(store.feeds().unwrap().len(), 3, "no feed to be polled");

        let again = store.import(&given, NOW + 9, false).unwrap();
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 3));
        assert_eq!(store.kept().unwrap(), kept);
        store.sync_feeds(&sample::feeds()).unwrap();
        store.sync_feeds(&sample::feeds()[..1]).unwrap();
        assert_eq!(
            store.kept().unwrap(),
            kept,
            "the configuration does not touch it"
        );
    }

    #[test]
    fn read_marks_and_notes_come_back_to_the_articles_of_a_feed() {
        let (_dir, mut store) = store();
        let mark = Saved {
            feed: Some("https://a.example/feed".to_owned()),
            entry: Some("1".to_owned()),
            read: true,
            note: Some("mine".to_owned()),
            ..Saved::default()
        };
        store
            .import(std::slice::from_ref(&mark), NOW, false)
            .unwrap();
        let unread = Query {
            scope: Scope::Unread,
            limit: 9,
            ..Query::default()
        };
        assert!(store.headlines(&unread).unwrap().rows.is_empty());
        assert_eq!(store.feeds().unwrap()[0].unread, 0);
        let other = Saved {
            note: Some("another".to_owned()),
            ..mark.clone()
        };
        store.import(&[other], NOW, false).unwrap();
        assert_eq!(store.note(ArticleId(1)).unwrap().as_deref(), Some("mine"));
        let only_read = Saved {
            entry: Some("2".to_owned()),
            note: None,
            ..mark
        };
        assert_eq!(
            store.import(&[only_read], NOW, false).unwrap().passed_over,
            1
        );
    }
}
