//! Which feeds there are. The configuration says so; this file makes the cache agree, and counts.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::config::FeedConfig;
use crate::news::{Feed, FeedId, Folded, PollState, clean_line, percent_decoded};

use super::Store;
use super::error::Result;
use super::fold;
use super::kept::NOT_KEPT;
use super::people;

/// The columns that [`feed_of`] reads.
const COLUMNS: &str =
    "f.id, f.url, coalesce(f.name, f.title), f.site, d.name, f.tags, f.unread, f.total, f.poll
    FROM feeds f LEFT JOIN folders d ON d.id = f.folder";

/// What the tier of an article, or of its row in `unread`, is higher by once its feed has left: it stands in no list,
/// not even in that of the hidden ones. `feeds.next_due` then says when that was
/// noticed (`retention`); NULL until then.
pub(super) const LEFT: i64 = 8;

impl Store {
    /// Makes the cache agree with the configuration: adds, renames and moves feeds. The articles of a feed that is no
    /// longer there stand in no list any more, except those that the reader kept; they go some time later
    /// ([`Store::clear_some`]), and until then come back with their feed. Of two entries with one address the first counts.
    pub fn sync_feeds(&mut self, feeds: &[FeedConfig]) -> Result<()> {
        let wanted = wanted(feeds);
        if agrees(&self.conn, &wanted)? {
            return Ok(()); // The usual start: no write lock is taken.
        }
        let tx = self.transaction()?;
        let known = positions(&tx)?;
        let urls: HashSet<&str> = wanted.iter().map(|w| w.feed.url.as_str()).collect();
        for (url, (id, position)) in &known {
            if position.is_some() && !urls.contains(url.as_str()) {
                set_aside(&tx, *id)?;
            }
        }
        for want in &wanted {
            let place = known.get(&want.feed.url);
            let left = place.is_some_and(|(_, position)| position.is_none());
            put(&tx, want, left)?;
        }
        tx.execute(
            "DELETE FROM folders WHERE id NOT IN (SELECT folder FROM feeds WHERE folder IS NOT NULL)",
            [],
        )?;
        tx.commit()?;
        Ok(())
    }

    /// The feeds of the configuration, in its order, with their counts.
    pub fn feeds(&self) -> Result<Vec<Feed>> {
        let sql = format!("SELECT {COLUMNS} WHERE f.position IS NOT NULL ORDER BY f.position");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([], feed_of)?;
        let mut feeds: Vec<Feed> = rows.collect::<rusqlite::Result<_>>()?;
        let mut aside = self.aside()?;
        for feed in &mut feeds {
            aside.remove(&feed.id).unwrap_or_default().take_from(feed);
        }
        tell_apart(&mut feeds);
        Ok(feeds)
    }

    /// One feed, also one that left the configuration and of which the reader kept articles.
    pub fn feed(&self, id: FeedId) -> Result<Option<Feed>> {
        let sql = format!("SELECT {COLUMNS} WHERE f.id = ?1");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut feed = statement.query_row([id.0], feed_of).optional()?;
        if let Some(feed) = &mut feed {
            self.aside()?
                .remove(&id)
                .unwrap_or_default()
                .take_from(feed);
        }
        Ok(feed)
    }

    /// What the lists pass over, feed by feed. Counted here and not kept, since it is little: the folded and the hidden.
    /// Without the names of the indices SQLite walks all articles, feed by feed.
    fn aside(&self) -> Result<HashMap<FeedId, Aside>> {
        let mut all: HashMap<FeedId, Aside> = HashMap::new();
        let mut unread = self.conn.prepare_cached(
            "SELECT feed, tier, count(*) FROM unread INDEXED BY unread_aside WHERE tier > 0 GROUP BY feed, tier",
        )?;
        let mut rows = unread.query([])?;
        while let Some(row) = rows.next()? {
            let aside = all.entry(FeedId(row.get(0)?)).or_default();
            let (tier, count): (u32, u32) = (row.get(1)?, row.get(2)?);
            aside.unread[tier.min(3) as usize] += count;
        }
        let mut hidden = self.conn.prepare_cached(
            "SELECT feed, count(*) FROM articles INDEXED BY articles_hidden WHERE tier = 3 GROUP BY feed",
        )?;
        let mut rows = hidden.query([])?;
        while let Some(row) = rows.next()? {
            all.entry(FeedId(row.get(0)?)).or_default().hidden = row.get(1)?;
        }
        Ok(all)
    }
}

/// Articles of a feed that do not stand in every list.
#[derive(Default)]
struct Aside {
    /// Unread ones, by their tier.
    unread: [u32; 4],
    /// Hidden ones, read or not.
    hidden: u32,
}

impl Aside {
    fn take_from(&self, feed: &mut Feed) {
        let [_, in_folder, in_feed, hidden] = self.unread;
        feed.unread = feed.unread.saturating_sub(hidden);
        feed.total = feed.total.saturating_sub(self.hidden);
        feed.folded = Folded {
            in_all: in_folder + in_feed,
            in_folder: in_feed,
        };
    }
}

/// A feed as the configuration wants it.
struct Wanted<'a> {
    position: i64,
    feed: &'a FeedConfig,
    tags: String,
}

fn wanted(feeds: &[FeedConfig]) -> Vec<Wanted<'_>> {
    let mut seen = HashSet::new();
    let distinct = feeds.iter().filter(|feed| seen.insert(feed.url.as_str()));
    let numbered = distinct.zip(0..).map(|(feed, position)| Wanted {
        position,
        feed,
        tags: serde_json::to_string(&feed.tags).expect("strings are JSON"),
    });
    numbered.collect()
}

/// Whether the cache already says what the configuration wants.
fn agrees(conn: &Connection, wanted: &[Wanted<'_>]) -> Result<bool> {
    let mut statement = conn.prepare(
        "SELECT f.url, f.name, d.name, f.tags, f.apart FROM feeds f LEFT JOIN folders d ON d.id = f.folder
         WHERE f.position IS NOT NULL ORDER BY f.position",
    )?;
    let mut rows = statement.query([])?;
    for want in wanted {
        let Some(row) = rows.next()? else {
            return Ok(false);
        };
        let same = row.get::<_, String>(0)? == want.feed.url
            && row.get::<_, Option<String>>(1)? == want.feed.name
            && row.get::<_, Option<String>>(2)? == want.feed.folder
            && row.get::<_, String>(3)? == want.tags
            && row.get::<_, bool>(4)? == want.feed.apart;
        if !same {
            return Ok(false);
        }
    }
    Ok(rows.next()?.is_none())
}

type Place = (FeedId, Option<i64>);

fn positions(conn: &Connection) -> Result<HashMap<String, Place>> {
    let mut statement = conn.prepare("SELECT url, id, position FROM feeds")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, (FeedId(row.get(1)?), row.get(2)?)))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Enters a feed, or what is said of it now; `left` where it had left and comes back.
fn put(conn: &Connection, want: &Wanted<'_>, left: bool) -> Result<()> {
    let folder = match &want.feed.folder {
        Some(name) => Some(folder(conn, name)?),
        None => None,
    };
    let (id, apart): (i64, bool) = conn
        .prepare_cached(
            "INSERT INTO feeds (url, position, name, tags) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (url) DO UPDATE SET
                position = excluded.position, name = excluded.name, tags = excluded.tags
             RETURNING id, apart",
        )?
        .query_row(
            params![want.feed.url, want.position, want.feed.name, want.tags],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
    if left {
        bring_back(conn, FeedId(id))?;
    }
    let moved = conn
        .prepare_cached("UPDATE feeds SET folder = ?2 WHERE id = ?1 AND folder IS NOT ?2")?
        .execute(params![id, folder])?;
    if moved > 0 {
        for table in ["articles", "unread"] {
            let sql = format!("UPDATE {table} SET folder = ?2 WHERE feed = ?1");
            conn.execute(&sql, params![id, folder])?;
        }
    }
    if apart != want.feed.apart || (left && !apart) {
        fold::set_apart(conn, FeedId(id), want.feed.apart)?;
    }
    Ok(())
}

fn folder(conn: &Connection, name: &str) -> Result<i64> {
    conn.prepare_cached("INSERT INTO folders (name) VALUES (?1) ON CONFLICT DO NOTHING")?
        .execute([name])?;
    Ok(conn
        .prepare_cached("SELECT id FROM folders WHERE name = ?1")?
        .query_row([name], |row| row.get(0))?)
}

/// Takes a feed that left the configuration out of all lists, with its articles; what the reader kept stays, read. Which
/// of that was unread is noted in the place of the feed's poll state, which begins anew.
fn set_aside(conn: &Connection, FeedId(feed): FeedId) -> Result<()> {
    fold::leave(conn, FeedId(feed))?;
    let articles =
        format!("UPDATE articles SET tier = tier + {LEFT} WHERE feed = ?1 AND {NOT_KEPT}");
    conn.execute(&articles, [feed])?;
    people::left::uncount(conn, FeedId(feed))?;
    conn.execute(
        "UPDATE feeds SET position = NULL, folder = NULL, next_due = NULL,
            poll = json_object('kept_unread', json((SELECT json_group_array(id) FROM articles
                WHERE feed = ?1 AND tier < ?2 AND (date, id) IN (SELECT date, article FROM unread WHERE feed = ?1))))
         WHERE id = ?1",
        [feed, LEFT],
    )?;
    conn.execute(
        "DELETE FROM unread WHERE feed = ?1 AND article IN (SELECT id FROM articles WHERE feed = ?1 AND tier < ?2)",
        [feed, LEFT],
    )?;
    conn.execute(
        "UPDATE unread SET tier = tier + ?2, folder = NULL WHERE feed = ?1",
        [feed, LEFT],
    )?;
    conn.execute("UPDATE articles SET folder = NULL WHERE feed = ?1", [feed])?;
    conn.execute("DELETE FROM feeds WHERE id = ?1 AND total = 0", [feed])?;
    Ok(())
}

/// Puts the articles of a feed that came back into the lists again, as far as they are still there.
fn bring_back(conn: &Connection, FeedId(feed): FeedId) -> Result<()> {
    for table in ["articles", "unread"] {
        let sql = format!("UPDATE {table} SET tier = tier - ?2 WHERE feed = ?1 AND tier >= ?2");
        conn.execute(&sql, [feed, LEFT])?;
    }
    people::left::count_again(conn, FeedId(feed))?;
    conn.execute(
        "INSERT INTO unread (date, article, feed, folder, fold, tier)
            SELECT date, id, feed, folder, fold, tier FROM articles WHERE feed = ?1 AND id IN (
                SELECT value FROM json_each((SELECT poll FROM feeds WHERE id = ?1), '$.kept_unread'))
            ON CONFLICT DO NOTHING",
        [feed],
    )?;
    conn.execute(
        "UPDATE feeds SET next_due = NULL, poll = '{}',
            total = (SELECT count(*) FROM articles WHERE feed = ?1),
            unread = (SELECT count(*) FROM unread WHERE feed = ?1) WHERE id = ?1",
        [feed],
    )?;
    Ok(())
}

fn feed_of(row: &Row<'_>) -> rusqlite::Result<Feed> {
    let url: String = row.get(1)?;
    let title: Option<String> = row.get(2)?;
    let tags: String = row.get(5)?;
    let poll: String = row.get(8)?;
    Ok(Feed {
        id: FeedId(row.get(0)?),
        title: title.unwrap_or_else(|| host(&url)),
        url,
        site: row.get(3)?,
        folder: row.get(4)?,
        tags: serde_json::from_str(&tags).unwrap_or_default(),
        unread: row.get(6)?,
        folded: Folded::default(),
        total: row.get(7)?,
        // A state that an earlier version wrote otherwise: the feed is simply polled afresh.
        poll: serde_json::from_str::<PollState>(&poll).unwrap_or_default(),
    })
}

/// Feeds without a name that share their host: each is called by its path as well, and where that is the same, by a
/// number. What follows the path may hold a key, and stands in no list.
fn tell_apart(feeds: &mut [Feed]) {
    let mut hosts: HashMap<String, u32> = HashMap::new();
    for feed in feeds.iter() {
        *hosts.entry(feed.title.clone()).or_default() += 1;
    }
    hosts.retain(|_, feeds| *feeds > 1);
    let mut taken: HashMap<String, u32> = HashMap::new();
    for feed in feeds {
        let Ok(url) = url::Url::parse(&feed.url) else {
            continue;
        };
        if !hosts.contains_key(&feed.title) || feed.title != host(&feed.url) {
            continue;
        }
        let path = percent_decoded(url.path().trim_end_matches('/'));
        feed.title = clean_line(format!("{}{path}", feed.title));
        let before = taken.entry(feed.title.clone()).or_default();
        *before += 1;
        if *before > 1 {
            feed.title = format!("{} ({before})", feed.title);
        }
    }
}

/// The name of a feed that has none: its host, without "www.".
pub(super) fn host(url: &str) -> String {
    let parsed = url::Url::parse(url).ok();
    let host = parsed.as_ref().and_then(|u| u.host_str()).unwrap_or(url);
    host.trim_start_matches("www.").to_owned()
}
