//! Storing what a poll brought: new articles, edited ones, and what the poller remembers of the feed. One transaction
//! a feed, so that a kill at any moment leaves each feed as it was before its poll or after it.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use crate::news::{
    ArticleId, Enclosure, Entry, FeedId, ParsedFeed, PollState, UnixSeconds, clean, clean_line,
};

use super::error::Result;
use super::fold::{self, Joined, Keys};
use super::ledger::{self, Waiting};
use super::retention::Removed;
use super::rules::Stage;
use super::{Store, bodies, fingerprint, read, revisions, stubs};

/// No entry id is kept longer than this, in bytes; a longer one is replaced by its hash.
const LONGEST_ID: usize = 512;
/// No title, author or address is kept longer than this, in bytes.
const LONGEST_LINE: usize = 4096;
/// Bytes of text that name an article without a title.
const BEGINNING: usize = 80;
/// The year 1: no stored date is before it, so that sums of dates never overflow.
pub(super) const EARLIEST: UnixSeconds = -62_135_596_800;

/// How many articles a poll changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stored {
    /// Seen for the first time.
    pub new: u32,
    /// Of these, folded into an article of another feed.
    pub folded: u32,
    /// With another title or text than before.
    pub changed: u32,
}

/// What an article holds beside the columns of its own; JSON in `bodies.details`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Details {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enclosures: Vec<Enclosure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Store {
    /// Stores one poll of a feed: its document where one came (`None`: not modified, or a failure that `state` tells
    /// of) and what the poller remembers. `now` is when the document was received. A feed that was removed meanwhile
    /// is passed over.
    pub fn store(
        &mut self,
        feed: FeedId,
        parsed: Option<&ParsedFeed>,
        state: &PollState,
        now: UnixSeconds,
    ) -> Result<Stored> {
        let stored = self.store_all(&[(feed, parsed, state)], now)?;
        Ok(stored[0])
    }

    /// The same for several feeds, in one transaction: much that they share is then written once.
    pub fn store_all(&mut self, polls: &[Poll<'_>], now: UnixSeconds) -> Result<Vec<Stored>> {
        // The rules ask on the same connection, which is why the transaction does not borrow it for itself alone.
        let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
        let (mut stored, mut new) = (Vec::with_capacity(polls.len()), Vec::new());
        for (feed, parsed, state) in polls {
            let (counts, ids) = store_poll(&tx, *feed, *parsed, state, now)?;
            stored.push(counts);
            new.extend(ids);
        }
        let ruled = self.rule_new(&new, Stage::Stored, now)?;
        tx.commit()?;
        self.note_ruled(ruled);
        Ok(stored)
    }

    /// The articles of a feed among those that came last: what polls have just brought, if they brought so many.
    pub fn arrived(&self, feed: FeedId, count: u32) -> Result<Vec<ArticleId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id FROM articles WHERE id > (SELECT max(id) FROM articles) - ?2 AND +feed = ?1 ORDER BY id",
        )?;
        let rows = statement.query_map([feed.0, i64::from(count)], |row| row.get(0))?;
        Ok(rows
            .map(|id| id.map(ArticleId))
            .collect::<rusqlite::Result<_>>()?)
    }
}

/// One poll of a feed: its document, where one came, and what the poller remembers.
pub type Poll<'p> = (FeedId, Option<&'p ParsedFeed>, &'p PollState);

fn store_poll(
    conn: &Connection,
    feed: FeedId,
    parsed: Option<&ParsedFeed>,
    state: &PollState,
    now: UnixSeconds,
) -> Result<(Stored, Vec<ArticleId>)> {
    let poll = serde_json::to_string(&cleaned(state)).expect("a poll state is JSON");
    let known: Option<(Option<i64>, bool)> = conn
        .prepare_cached(
            "UPDATE feeds SET poll = ?2, next_due = ?3 WHERE id = ?1 AND position IS NOT NULL
             RETURNING folder, apart",
        )?
        .query_row(params![feed.0, poll, state.next_due], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let (Some((folder, apart)), Some(parsed)) = (known, parsed) else {
        return Ok((Stored::default(), Vec::new()));
    };
    conn.prepare_cached(
        "UPDATE feeds SET title = ?2, site = ?3, language = ?4
         WHERE id = ?1 AND (title, site, language) IS NOT (?2, ?3, ?4)",
    )?
    .execute(params![
        feed.0,
        parsed.title.as_deref().map(line).filter(|t| !t.is_empty()),
        parsed.link.as_deref().map(line),
        parsed.language.as_deref().map(line),
    ])?;

    let mut stored = Stored::default();
    let (mut read, mut new) = (Vec::new(), Vec::new());
    let place = Place {
        feed,
        folder,
        apart,
        now,
    };
    let (removed, waiting) = (Removed::of(conn, feed)?, Waiting::of(conn, feed)?);
    let mut read_before = Vec::new();
    let entries = distinct(&parsed.entries);
    for (key, entry) in &entries {
        if removed.holds(key) {
            continue;
        }
        match store_entry(conn, &place, key, entry)? {
            Change::New(id, joined) => {
                new.push(id);
                stored.new += 1;
                stored.folded += u32::from(joined.is_some());
                if joined.is_some_and(|joined| joined.read) {
                    read.push(id);
                }
                if waiting.arrived(conn, feed, key, id)? {
                    read_before.push(id);
                }
            }
            Change::Edited => stored.changed += 1,
            Change::None => {}
        }
    }
    removed.tidy(conn, feed, entries.iter().map(|(key, _)| key.as_str()), now)?;
    if stored.new > 0 {
        conn.prepare_cached(
            "UPDATE feeds SET total = total + ?2, unread = unread + ?3 WHERE id = ?1",
        )?
        .execute(params![feed.0, stored.new, stored.new - read.len() as u32])?;
    }
    ledger::marked(conn, &read, true)?;
    read::read(conn, &read_before)?;
    Ok((stored, new))
}

/// The entries with their keys, the last one first: feeds begin with the newest, so that a higher number is a later
/// article. An id that stands twice counts once; otherwise each poll would take one for an edit of the other.
fn distinct(entries: &[Entry]) -> Vec<(String, &Entry)> {
    let mut seen = HashSet::new();
    let keyed = entries.iter().map(|entry| (entry_key(&entry.id), entry));
    let mut distinct: Vec<_> = keyed.filter(|(key, _)| seen.insert(key.clone())).collect();
    distinct.reverse();
    distinct
}

struct Place {
    feed: FeedId,
    folder: Option<i64>,
    /// Its articles are not folded.
    apart: bool,
    now: UnixSeconds,
}

enum Change {
    New(ArticleId, Option<Joined>),
    Edited,
    None,
}

fn store_entry(conn: &Connection, place: &Place, key: &str, entry: &Entry) -> Result<Change> {
    let known: Option<(i64, i64, i64)> = conn
        .prepare_cached(
            "SELECT id, fingerprint, details FROM articles WHERE feed = ?1 AND entry = ?2",
        )?
        .query_row(params![place.feed.0, key], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let text = fingerprint::of_text(&entry.title, entry.html());
    let details = fingerprint::of_details(entry);
    match known {
        None => {
            let (id, joined) = insert(conn, place, key, entry, (text, details))?;
            Ok(Change::New(id, joined))
        }
        Some((id, stubs::FINGERPRINT, _)) => {
            fill(conn, ArticleId(id), entry, text)?;
            update_details(conn, ArticleId(id), entry, details)?;
            Ok(Change::None)
        }
        Some((id, old_text, _)) if old_text != text => {
            revisions::keep(conn, ArticleId(id), place.now)?;
            edit(conn, ArticleId(id), entry, text, place.now)?;
            update_details(conn, ArticleId(id), entry, details)?;
            Ok(Change::Edited)
        }
        Some((id, _, old_details)) => {
            if old_details != details {
                update_details(conn, ArticleId(id), entry, details)?;
            }
            Ok(Change::None)
        }
    }
}

fn insert(
    conn: &Connection,
    place: &Place,
    key: &str,
    entry: &Entry,
    (text, details): (i64, i64),
) -> Result<(ArticleId, Option<Joined>)> {
    let date = entry.published.or(entry.updated).unwrap_or(place.now);
    let date = date.min(place.now).max(EARLIEST);
    let keys = Keys::of(entry);
    let joined = if place.apart {
        None
    } else {
        fold::join_new(conn, (place.feed, place.folder), date, keys, entry)?
    };
    let fold = joined.as_ref().map(|joined| joined.fold);
    let tier = joined.as_ref().map_or(0, |joined| joined.tier);
    conn.prepare_cached(
        "INSERT INTO articles (feed, folder, entry, date, first_seen, updated, title, author, link,
            fingerprint, details, language, enclosure, image, address, heading, fold, tier)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    )?
    .execute(params![
        place.feed.0,
        place.folder,
        key,
        date,
        place.now,
        entry.updated,
        title(entry),
        entry.author.as_deref().map(line),
        entry.link.as_deref().map(line),
        text,
        details,
        entry.language.as_deref().map(line),
        !entry.enclosures.is_empty(),
        has_picture(entry),
        keys.address,
        keys.heading,
        fold,
        tier,
    ])?;
    let id = conn.last_insert_rowid();
    if !joined.as_ref().is_some_and(|joined| joined.read) {
        conn.prepare_cached(
            "INSERT INTO unread (date, article, feed, folder, fold, tier) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![date, id, place.feed.0, place.folder, fold, tier])?;
    }
    conn.prepare_cached("INSERT INTO bodies (article, html, details) VALUES (?1, ?2, ?3)")?
        .execute(params![
            id,
            bodies::pack(&clean(entry.html())),
            details_json(entry)
        ])?;
    Ok((ArticleId(id), joined))
}

/// Gives an article that was known by its name alone its text.
fn fill(conn: &Connection, id: ArticleId, entry: &Entry, text: i64) -> Result<()> {
    edit(conn, id, entry, text, 0)?;
    conn.prepare_cached("UPDATE articles SET edited = NULL, preview = 0 WHERE id = ?1")?
        .execute([id.0])?;
    Ok(())
}

/// Replaces title and text. Quotations and index are made anew by the enrichment; the read state stays.
fn edit(
    conn: &Connection,
    id: ArticleId,
    entry: &Entry,
    text: i64,
    now: UnixSeconds,
) -> Result<()> {
    conn.prepare_cached(
        "DELETE FROM search WHERE rowid = (
            SELECT ifnull(indexed, -1) FROM articles WHERE id = ?1 AND engine > 0)",
    )?
    .execute([id.0])?;
    conn.prepare_cached(
        "UPDATE articles SET title = ?2, fingerprint = ?3, edited = ?4, engine = 0 WHERE id = ?1",
    )?
    .execute(params![id.0, title(entry), text, now])?;
    conn.prepare_cached("UPDATE bodies SET html = ?2 WHERE article = ?1")?
        .execute(params![id.0, bodies::pack(&clean(entry.html()))])?;
    // Their ranges are those of the old text.
    conn.prepare_cached("DELETE FROM quotes WHERE article = ?1")?
        .execute([id.0])?;
    Ok(())
}

fn update_details(conn: &Connection, id: ArticleId, entry: &Entry, details: i64) -> Result<()> {
    conn.prepare_cached(
        "UPDATE articles SET link = ?2, author = ?3, updated = ?4, details = ?5, language = ?6,
            enclosure = ?7, image = ?8 WHERE id = ?1",
    )?
    .execute(params![
        id.0,
        entry.link.as_deref().map(line),
        entry.author.as_deref().map(line),
        entry.updated,
        details,
        entry.language.as_deref().map(line),
        !entry.enclosures.is_empty(),
        has_picture(entry),
    ])?;
    conn.prepare_cached("UPDATE bodies SET details = ?2 WHERE article = ?1")?
        .execute(params![id.0, details_json(entry)])?;
    fold::changed(conn, id, Keys::of(entry))
}

/// The title; where there is none, the beginning of the text, or the address.
fn title(entry: &Entry) -> String {
    let title = line(&entry.title);
    if !title.is_empty() {
        return title;
    }
    let beginning = line(&fingerprint::beginning(entry.html(), BEGINNING));
    if !beginning.is_empty() {
        return beginning;
    }
    let link = entry.link.as_deref().map(line).unwrap_or_default();
    if link.is_empty() {
        "Untitled".to_owned()
    } else {
        link
    }
}

fn entry_key(id: &str) -> String {
    if id.len() > LONGEST_ID {
        return format!("hash:{:016x}", fingerprint::of_text(id, ""));
    }
    clean_line(id)
}

fn details_json(entry: &Entry) -> Option<String> {
    let details = Details {
        categories: entry.categories.iter().map(|c| line(c)).collect(),
        comments: entry.comments.as_deref().map(line),
        enclosures: entry.enclosures.iter().map(enclosure).collect(),
        image: entry.image.as_deref().map(line),
        language: entry.language.as_deref().map(line),
    };
    let empty = details == Details::default();
    (!empty).then(|| serde_json::to_string(&details).expect("details are JSON"))
}

fn has_picture(entry: &Entry) -> bool {
    let is_picture = |file: &Enclosure| {
        let kind = file.media_type.as_deref().and_then(|kind| kind.get(..6));
        kind.is_some_and(|kind| kind.eq_ignore_ascii_case("image/"))
    };
    entry.image.is_some() || entry.enclosures.iter().any(is_picture)
}

fn enclosure(file: &Enclosure) -> Enclosure {
    Enclosure {
        url: line(&file.url),
        media_type: file.media_type.as_deref().map(line),
        ..*file
    }
}

/// The state with what a server may have said in it cleaned.
fn cleaned(state: &PollState) -> PollState {
    PollState {
        error: state.error.as_deref().map(line),
        hint: state.hint.as_deref().map(line),
        ..state.clone()
    }
}

/// One clean line of at most [`LONGEST_LINE`] bytes.
fn line(text: &str) -> String {
    let mut line = clean_line(text);
    line.truncate(line.floor_char_boundary(LONGEST_LINE));
    line
}
