//! Storing what a poll brought: new articles, edited ones, and what the poller remembers of the feed. One transaction
//! a feed, so that a kill at any moment leaves each feed as it was before its poll or after it.

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use crate::news::{ArticleId, FeedId, ParsedFeed, PollState, UnixSeconds, cleaned};

use super::arrival::{Arrival, Arrived, line};
use super::error::Result;
use super::fold::{self, Joined};
use super::ledger::{self, Waiting};
use super::retention::Removed;
use super::rules::Stage;
use super::{Store, bodies, enrichment, read, revisions, stubs};

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
        let arrival = parsed.cloned().map(Arrival::from);
        let stored = self.store_all(&[(feed, arrival.as_ref(), state)], now)?;
        Ok(stored[0])
    }

    /// The same for several feeds, in one transaction: much that they share is then written once.
    pub fn store_all(&mut self, polls: &[Poll<'_>], now: UnixSeconds) -> Result<Vec<Stored>> {
        // The rules ask on the same connection, which is why the transaction does not borrow it for itself alone.
        let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
        let (mut stored, mut new) = (Vec::with_capacity(polls.len()), Vec::new());
        for (feed, arrival, state) in polls {
            let (counts, ids) = store_poll(&tx, *feed, *arrival, state, now)?;
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
pub type Poll<'p> = (FeedId, Option<&'p Arrival>, &'p PollState);

fn store_poll(
    conn: &Connection,
    feed: FeedId,
    arrival: Option<&Arrival>,
    state: &PollState,
    now: UnixSeconds,
) -> Result<(Stored, Vec<ArticleId>)> {
    let poll = serde_json::to_string(&clean_state(state)).expect("a poll state is JSON");
    let known: Option<(Option<i64>, bool, bool)> = conn
        .prepare_cached(
            "UPDATE feeds SET poll = ?2, next_due = ?3 WHERE id = ?1 AND position IS NOT NULL
             RETURNING folder, apart, NOT EXISTS (SELECT 1 FROM articles WHERE feed = feeds.id)",
        )?
        .query_row(params![feed.0, poll, state.next_due], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let (Some((folder, apart, empty)), Some(arrival)) = (known, arrival) else {
        return Ok((Stored::default(), Vec::new()));
    };
    if empty {
        conn.prepare_cached("UPDATE feeds SET begun = ?2 WHERE id = ?1")?
            .execute(params![feed.0, now])?;
    }
    conn.prepare_cached(
        "UPDATE feeds SET title = ?2, site = ?3, language = ?4
         WHERE id = ?1 AND (title, site, language) IS NOT (?2, ?3, ?4)",
    )?
    .execute(params![
        feed.0,
        arrival.title,
        arrival.site,
        arrival.language,
    ])?;

    let mut stored = Stored::default();
    let (mut read, mut new) = (Vec::new(), Vec::new());
    let place = Place {
        feed,
        folder,
        apart,
        empty,
        now,
    };
    let (removed, waiting) = (Removed::of(conn, feed)?, Waiting::of(conn, feed)?);
    let mut read_before = Vec::new();
    for entry in &arrival.entries {
        if removed.holds(&entry.key) {
            continue;
        }
        match store_entry(conn, &place, entry)? {
            Change::New(id, joined) => {
                new.push(id);
                stored.new += 1;
                stored.folded += u32::from(joined.is_some());
                if let Some(joined) = joined {
                    if joined.read {
                        read.push(id);
                    }
                    fold::share(conn, id)?;
                }
                if waiting.arrived(conn, feed, &entry.key, id)? {
                    read_before.push(id);
                }
            }
            Change::Edited => stored.changed += 1,
            Change::None => {}
        }
    }
    let there = arrival.entries.iter().map(|entry| entry.key.as_str());
    removed.tidy(conn, feed, there, now)?;
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

struct Place {
    feed: FeedId,
    folder: Option<i64>,
    /// Its articles are not folded.
    apart: bool,
    /// It had no article before, so that none needs to be looked for.
    empty: bool,
    now: UnixSeconds,
}

enum Change {
    New(ArticleId, Option<Joined>),
    Edited,
    None,
}

fn store_entry(conn: &Connection, place: &Place, new: &Arrived) -> Result<Change> {
    if place.empty {
        let (id, joined) = insert(conn, place, new)?;
        return Ok(Change::New(id, joined));
    }
    let known: Option<(i64, i64, i64)> = conn
        .prepare_cached(
            "SELECT id, fingerprint, details FROM articles WHERE feed = ?1 AND entry = ?2",
        )?
        .query_row(params![place.feed.0, new.key], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    match known {
        None => {
            let (id, joined) = insert(conn, place, new)?;
            Ok(Change::New(id, joined))
        }
        Some((id, stubs::FINGERPRINT, _)) => {
            fill(conn, ArticleId(id), new)?;
            update_details(conn, ArticleId(id), new)?;
            Ok(Change::None)
        }
        Some((id, old_text, _)) if old_text != new.text => {
            revisions::keep(conn, ArticleId(id), place.now)?;
            edit(conn, ArticleId(id), new, place.now)?;
            update_details(conn, ArticleId(id), new)?;
            Ok(Change::Edited)
        }
        Some((id, _, old_details)) => {
            if old_details != new.details {
                update_details(conn, ArticleId(id), new)?;
            }
            Ok(Change::None)
        }
    }
}

fn insert(conn: &Connection, place: &Place, new: &Arrived) -> Result<(ArticleId, Option<Joined>)> {
    let entry = &new.entry;
    let date = entry.published.or(entry.updated).unwrap_or(place.now);
    let date = date.min(place.now).max(EARLIEST);
    let joined = if place.apart {
        None
    } else {
        fold::join_new(conn, (place.feed, place.folder), date, new.keys, entry)?
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
        new.key,
        date,
        place.now,
        entry.updated,
        new.title,
        new.author,
        new.link,
        new.text,
        new.details,
        new.language,
        !entry.enclosures.is_empty(),
        new.has_picture(),
        new.keys.address,
        new.keys.heading,
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
            bodies::pack(&cleaned(entry.html())),
            new.details_json()
        ])?;
    Ok((ArticleId(id), joined))
}

/// Gives an article that was known by its name alone its text.
fn fill(conn: &Connection, id: ArticleId, new: &Arrived) -> Result<()> {
    edit(conn, id, new, 0)?;
    conn.prepare_cached("UPDATE articles SET edited = NULL, preview = 0 WHERE id = ?1")?
        .execute([id.0])?;
    Ok(())
}

/// Replaces title and text. Quotations and index are made anew by the enrichment; the read state stays.
fn edit(conn: &Connection, id: ArticleId, new: &Arrived, now: UnixSeconds) -> Result<()> {
    enrichment::text_changed(conn, id)?;
    conn.prepare_cached(
        "UPDATE articles SET title = ?2, fingerprint = ?3, edited = ?4 WHERE id = ?1",
    )?
    .execute(params![id.0, new.title, new.text, now])?;
    conn.prepare_cached("UPDATE bodies SET html = ?2 WHERE article = ?1")?
        .execute(params![id.0, bodies::pack(&cleaned(new.entry.html()))])?;
    Ok(())
}

fn update_details(conn: &Connection, id: ArticleId, new: &Arrived) -> Result<()> {
    let entry = &new.entry;
    conn.prepare_cached(
        "UPDATE articles SET link = ?2, author = ?3, updated = ?4, details = ?5, language = ?6,
            enclosure = ?7, image = ?8 WHERE id = ?1",
    )?
    .execute(params![
        id.0,
        new.link,
        new.author,
        entry.updated,
        new.details,
        new.language,
        !entry.enclosures.is_empty(),
        new.has_picture(),
    ])?;
    conn.prepare_cached("UPDATE bodies SET details = ?2 WHERE article = ?1")?
        .execute(params![id.0, new.details_json()])?;
    fold::changed(conn, id, new.keys)
}

/// The state with what a server may have said in it cleaned.
fn clean_state(state: &PollState) -> PollState {
    PollState {
        error: state.error.as_deref().map(line),
        hint: state.hint.as_deref().map(line),
        ..state.clone()
    }
}
