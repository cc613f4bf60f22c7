//! Old articles go, as the configuration says: in small slices, so that nothing that the reader does waits for one.
//! What is bookmarked, tagged, noted or highlighted is never taken; the schema would refuse it.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use crate::config::{FeedConfig, Retention, Span, Unread};
use crate::news::{FeedId, UnixSeconds};

use super::error::Result;
use super::feeds::LEFT;
use super::kept::NOT_KEPT;
use super::{Store, fingerprint, fold};

/// Articles looked at in one slice: about a millisecond.
const LOOKED_AT: u32 = 500;
/// Old articles folded in one slice.
const FOLDED: u32 = 64;
/// Articles taken in one slice: a few milliseconds.
const TAKEN: usize = 24;
/// What was read so short a time ago stays a little, however old it is.
const JUST_READ: UnixSeconds = 24 * 3600;
/// A feed that left the configuration may come back for so long with all its articles: by an undo, or by hand.
const COMES_BACK: UnixSeconds = 24 * 3600;
/// Pages given back in one slice.
const PAGES: u32 = 32;
/// So many unused pages stay, for what comes next; and of a large file a twentieth.
const SPARE: i64 = 128;
/// An entry that a feed's document does not hold for so long is forgotten; documents of several servers take turns.
const REMEMBERED: UnixSeconds = 14 * 24 * 3600;
/// What is remembered is noted to be there still about so often.
const NOTED: UnixSeconds = 24 * 3600;

/// A pass over all feeds; made of slices, each of which ends where the next begins.
#[derive(Debug)]
pub struct Clearance {
    feeds: Vec<(FeedId, Retention)>,
    /// Of the last feed in the list, the place after which the next slice looks.
    after: (UnixSeconds, i64),
    /// Articles taken so far.
    pub taken: u32,
    orphans: bool,
    /// Nothing more is to be taken of feeds that left.
    has_left: bool,
}

impl Store {
    /// Begins a pass over the feeds of the configuration, each time with another one, so that passes which are broken off
    /// come to all of them. It also takes what nothing keeps of feeds that left it some time ago; with `orphans` also
    /// what was kept of them, and is no more: to be done while no undo can be asked for.
    pub fn clearance(
        &self,
        feeds: &[FeedConfig],
        orphans: bool,
        now: UnixSeconds,
    ) -> Result<Clearance> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id FROM feeds WHERE url = ?1")?;
        let mut limited = Vec::new();
        for feed in feeds.iter().filter(|feed| !feed.retention.is_endless()) {
            for id in statement.query_map([&feed.url], |row| row.get(0))? {
                limited.push((FeedId(id?), feed.retention));
            }
        }
        let hours = now.max(0) / 3600;
        if let Some(first) = hours.checked_rem(limited.len() as i64) {
            limited.rotate_left(first as usize);
        }
        Ok(Clearance {
            feeds: limited,
            after: FIRST,
            taken: 0,
            orphans,
            has_left: false,
        })
    }

    /// Does a slice of a pass in one short transaction; whether there is more to do.
    pub fn clear_some(&mut self, pass: &mut Clearance, now: UnixSeconds) -> Result<bool> {
        if let Some((feed, retention)) = pass.feeds.last().copied() {
            let tx = self.transaction()?;
            let slice = clear_feed(&tx, feed, &retention, pass.after, now)?;
            tx.commit()?;
            pass.taken += slice.taken;
            if let Some(after) = slice.next {
                pass.after = after;
            } else {
                pass.feeds.pop();
                pass.after = FIRST;
            }
            return Ok(true);
        }
        if !pass.has_left {
            let tx = self.transaction()?;
            let taken = clear_left(&tx, pass.orphans, now)?;
            tx.commit()?;
            pass.taken += taken;
            pass.has_left = taken == 0;
            return Ok(true);
        }
        let tx = self.transaction()?;
        let more = fold::fold_some(&tx, FOLDED)?;
        tx.commit()?;
        if more {
            return Ok(true);
        }
        self.give_back_some()
    }

    /// Gives a little of the file's unused space back to the disk; whether there is more.
    fn give_back_some(&mut self) -> Result<bool> {
        let number = |name| {
            self.conn
                .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
        };
        let (unused, all) = (number("freelist_count")?, number("page_count")?);
        if unused <= SPARE.max(all / 20) {
            return Ok(false);
        }
        let mut statement = self
            .conn
            .prepare(&format!("PRAGMA incremental_vacuum({PAGES})"))?;
        let mut rows = statement.query([])?;
        while rows.next()?.is_some() {}
        let left = self
            .conn
            .pragma_query_value(None, "freelist_count", |row| row.get::<_, i64>(0))?;
        // A file that was made otherwise gives nothing back; `vacuum` does.
        Ok(left < unused)
    }
}

/// Before every article.
const FIRST: (UnixSeconds, i64) = (UnixSeconds::MIN, i64::MIN);

struct Slice {
    taken: u32,
    /// The place after which the next one looks; `None` where all were looked at.
    next: Option<(UnixSeconds, i64)>,
}

fn clear_feed(
    conn: &Connection,
    feed: FeedId,
    retention: &Retention,
    after: (UnixSeconds, i64),
    now: UnixSeconds,
) -> Result<Slice> {
    let total: i64 = conn
        .prepare_cached("SELECT total FROM feeds WHERE id = ?1")?
        .query_row([feed.0], |row| row.get(0))?;
    let most = i64::from(retention.max_articles);
    let mut surplus = if most > 0 { (total - most).max(0) } else { 0 };
    let horizons = Horizons::of(retention, now);
    let mut statement = conn.prepare_cached(&format!(
        "SELECT articles.date, articles.id, first_seen, entry, u.article IS NOT NULL,
            ifnull(m.read, 0) < ?5 AND {NOT_KEPT}
         FROM articles LEFT JOIN unread u ON u.date = articles.date AND u.article = articles.id
            LEFT JOIN marks m ON m.article = articles.id
         WHERE articles.feed = ?1 AND (articles.date, articles.id) > (?2, ?3)
         ORDER BY articles.date, articles.id LIMIT ?4"
    ))?;
    let mut rows = statement.query(params![
        feed.0,
        after.0,
        after.1,
        LOOKED_AT,
        now.saturating_sub(JUST_READ)
    ])?;
    let mut going = Vec::new();
    let (mut last, mut looked_at) = (after, 0);
    while going.len() < TAKEN
        && let Some(row) = rows.next()?
    {
        last = (row.get(0)?, row.get(1)?);
        // No article is dated after it was first seen: all that follow are younger.
        if surplus == 0 && last.0 >= horizons.latest() {
            return take(conn, feed, &going, now, None);
        }
        looked_at += 1;
        let (first_seen, unread, free): (UnixSeconds, bool, bool) =
            (row.get(2)?, row.get(4)?, row.get(5)?);
        if !free {
            continue;
        }
        let old = first_seen
            < if unread {
                horizons.unread
            } else {
                horizons.read
            };
        let spare = !unread || first_seen < horizons.spare_unread;
        if old || (surplus > 0 && spare) {
            let entry: String = row.get(3)?;
            going.push((last.1, unread, fingerprint::of_key(&entry)));
            surplus = (surplus - 1).max(0);
        }
    }
    let more = going.len() == TAKEN || looked_at == LOOKED_AT;
    take(conn, feed, &going, now, more.then_some(last))
}

/// What was first seen before these moments goes.
struct Horizons {
    read: UnixSeconds,
    unread: UnixSeconds,
    /// Unread articles, where there are too many.
    spare_unread: UnixSeconds,
}

impl Horizons {
    fn of(retention: &Retention, now: UnixSeconds) -> Self {
        let ago = |seconds: UnixSeconds| now.saturating_sub(seconds);
        let read = match retention.keep {
            Span::Forever => UnixSeconds::MIN,
            Span::For(seconds) => ago(seconds),
        };
        let (unread, spare_unread) = match retention.keep_unread {
            Unread::UntilRead => (UnixSeconds::MIN, UnixSeconds::MIN),
            Unread::AsRead => (read, UnixSeconds::MAX),
            Unread::For(seconds) => (ago(seconds), ago(seconds)),
        };
        Self {
            read,
            unread,
            spare_unread,
        }
    }

    fn latest(&self) -> UnixSeconds {
        self.read.max(self.unread)
    }
}

/// Takes articles (number, unread, hash of the entry's key) of one feed, and remembers that they were taken.
fn take(
    conn: &Connection,
    feed: FeedId,
    going: &[(i64, bool, i64)],
    now: UnixSeconds,
    next: Option<(UnixSeconds, i64)>,
) -> Result<Slice> {
    let mut remember = conn.prepare_cached(
        "INSERT INTO removed (feed, entry, seen) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET seen = excluded.seen",
    )?;
    let mut delete = conn.prepare_cached("DELETE FROM articles WHERE id = ?1")?;
    let mut unread = 0;
    for (id, was_unread, entry) in going {
        delete.execute([id])?;
        remember.execute(params![feed.0, entry, now])?;
        unread += u32::from(*was_unread);
    }
    let taken = going.len() as u32;
    if taken > 0 {
        conn.prepare_cached(
            "UPDATE feeds SET total = total - ?2, unread = unread - ?3 WHERE id = ?1",
        )?
        .execute(params![feed.0, taken, unread])?;
    }
    Ok(Slice { taken, next })
}

/// Articles of feeds that left the configuration a while ago, and that nothing keeps; and feeds without any. The while
/// begins here: for a feed that left since, now.
fn clear_left(conn: &Connection, orphans: bool, now: UnixSeconds) -> Result<u32> {
    conn.prepare_cached(
        "UPDATE feeds SET next_due = ?1 WHERE position IS NULL AND next_due IS NULL",
    )?
    .execute([now])?;
    let before = now.saturating_sub(COMES_BACK);
    let mut statement = conn.prepare_cached(&format!(
        "DELETE FROM articles WHERE id IN (
            SELECT articles.id FROM feeds f JOIN articles ON articles.feed = f.id
            WHERE f.position IS NULL AND CASE WHEN articles.tier >= {LEFT}
                THEN f.next_due <= ?2 ELSE ?3 END AND {NOT_KEPT} LIMIT ?1) RETURNING feed"
    ))?;
    let feeds = statement.query_map(params![TAKEN as i64, before, orphans], |row| {
        row.get::<_, i64>(0)
    })?;
    let feeds = feeds.collect::<rusqlite::Result<Vec<_>>>()?;
    for feed in &feeds {
        // Where the feed comes back later, so does all that stands in it.
        conn.prepare_cached("DELETE FROM removed WHERE feed = ?1")?
            .execute([feed])?;
        conn.prepare_cached("UPDATE feeds SET total = total - 1 WHERE id = ?1")?
            .execute([feed])?;
    }
    conn.prepare_cached("DELETE FROM feeds WHERE position IS NULL AND total = 0")?
        .execute([])?;
    Ok(feeds.len() as u32)
}

/// Of a feed, the entries that were taken and must not come back; usually none.
pub(super) struct Removed(HashSet<i64>);

impl Removed {
    pub(super) fn of(conn: &Connection, feed: FeedId) -> Result<Self> {
        let mut statement = conn.prepare_cached("SELECT entry FROM removed WHERE feed = ?1")?;
        let rows = statement.query_map([feed.0], |row| row.get(0))?;
        Ok(Self(rows.collect::<rusqlite::Result<_>>()?))
    }

    /// Whether an entry of this key was taken.
    pub(super) fn holds(&self, key: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&fingerprint::of_key(key))
    }

    /// A document came that holds these: forgets what it has not held for a while.
    pub(super) fn tidy<'k>(
        &self,
        conn: &Connection,
        feed: FeedId,
        keys: impl Iterator<Item = &'k str>,
        now: UnixSeconds,
    ) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let there: Vec<i64> = keys
            .map(fingerprint::of_key)
            .filter(|key| self.0.contains(key))
            .collect();
        let there = serde_json::to_string(&there).expect("numbers are JSON");
        conn.prepare_cached(
            "UPDATE removed SET seen = ?3 WHERE feed = ?1 AND seen < ?4
                AND entry IN (SELECT value FROM json_each(?2))",
        )?
        .execute(params![feed.0, there, now, now - NOTED])?;
        conn.prepare_cached("DELETE FROM removed WHERE feed = ?1 AND seen < ?2")?
            .execute(params![feed.0, now - REMEMBERED])?;
        Ok(())
    }
}
