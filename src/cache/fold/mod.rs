//! The same article in several feeds: which articles are one, and who leads. Of each feed a fold holds one article at
//! most. The schema's triggers elect another leader where one leaves; the lists look at `tier` alone.

mod keys;
mod seek;

pub(super) use keys::Keys;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::Result;
use super::{ledger, read};
use crate::news::{ArticleId, Entry, FeedId, UnixSeconds};
use seek::{Seeker, html};

/// What a fold says of an article that joins it.
pub(super) struct Joined {
    /// The article that leads.
    pub fold: i64,
    /// As in the schema.
    pub tier: i64,
    /// It was read, in another feed.
    pub read: bool,
}

/// Finds the fold of an article that is about to be stored; makes one where another article stands alone so far.
pub(super) fn join_new(
    conn: &Connection,
    (feed, folder): (FeedId, Option<i64>),
    date: UnixSeconds,
    keys: Keys,
    entry: &Entry,
) -> Result<Option<Joined>> {
    let seeker = Seeker {
        id: None,
        feed,
        date,
        keys,
        html: &|| Ok(entry.html().to_owned()),
    };
    match seeker.leader(conn)? {
        Some(leader) => Ok(Some(join(conn, leader, folder)?)),
        None => Ok(None),
    }
}

fn join(conn: &Connection, leader: i64, folder: Option<i64>) -> Result<Joined> {
    let begun = conn
        .prepare_cached("UPDATE articles SET fold = id WHERE id = ?1 AND fold IS NULL")?
        .execute([leader])?;
    if begun > 0 {
        conn.prepare_cached(
            "UPDATE unread SET fold = article
             WHERE (date, article) = (SELECT date, id FROM articles WHERE id = ?1)",
        )?
        .execute([leader])?;
    }
    let mut statement = conn.prepare_cached(
        "SELECT 1 + EXISTS (SELECT 1 FROM articles WHERE fold = ?1 AND +folder = ?2),
            NOT EXISTS (SELECT 1 FROM unread WHERE fold = ?1)",
    )?;
    let joined = statement.query_row(params![leader, folder], |row| {
        Ok(Joined {
            fold: leader,
            tier: row.get(0)?,
            read: row.get(1)?,
        })
    });
    Ok(joined?)
}

/// After an article's link or title changed: it leaves the fold of its old address, and looks for a new one.
pub(super) fn changed(conn: &Connection, ArticleId(id): ArticleId, keys: Keys) -> Result<()> {
    let mut known = conn.prepare_cached("SELECT address, heading FROM articles WHERE id = ?1")?;
    let before = known.query_row([id], |row| {
        Ok(Keys {
            address: row.get(0)?,
            heading: row.get(1)?,
        })
    })?;
    if before == keys {
        return Ok(());
    }
    conn.prepare_cached("UPDATE articles SET address = ?2, heading = ?3 WHERE id = ?1")?
        .execute(params![id, keys.address, keys.heading])?;
    if before.address != keys.address {
        conn.prepare_cached(
            "UPDATE articles SET fold = NULL, tier = 0 WHERE id = ?1 AND fold IS NOT NULL",
        )?
        .execute([id])?;
    }
    rejoin(conn, id)
}

/// Folds an article that stands alone. One that is bookmarked stays as it is: a bookmark is that of the leader. What
/// was read in one of the feeds is read in all.
pub(super) fn rejoin(conn: &Connection, id: i64) -> Result<()> {
    let mut alone = conn.prepare_cached(
        "SELECT a.feed, a.folder, a.date, a.address, a.heading FROM articles a JOIN feeds f ON f.id = a.feed
         WHERE a.id = ?1 AND a.fold IS NULL AND a.tier = 0 AND f.apart = 0 AND f.position IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM bookmarks WHERE article = a.id)",
    )?;
    let row = alone.query_row([id], |row| {
        let keys = Keys {
            address: row.get(3)?,
            heading: row.get(4)?,
        };
        Ok((FeedId(row.get(0)?), row.get(1)?, row.get(2)?, keys))
    });
    let Some((feed, folder, date, keys)) = row.optional()? else {
        return Ok(());
    };
    let seeker = Seeker {
        id: Some(id),
        feed,
        date,
        keys,
        html: &|| html(conn, id),
    };
    let Some(leader) = seeker.leader(conn)? else {
        return Ok(());
    };
    let Joined { fold, tier, read } = join(conn, leader, folder)?;
    conn.prepare_cached("UPDATE articles SET fold = ?2, tier = ?3 WHERE id = ?1")?
        .execute([id, fold, tier])?;
    let unread = conn
        .prepare_cached("UPDATE unread SET fold = ?2, tier = ?3 WHERE date = ?4 AND article = ?1")?
        .execute([id, fold, tier, date])?;
    if read == (unread > 0) {
        let marked = read::read(conn, &[ArticleId(id), ArticleId(leader)])?;
        ledger::marked(conn, &marked, true)?;
    }
    share(conn, ArticleId(id))
}

/// These articles, and with each all the others of its fold.
pub(super) fn whole(conn: &Connection, articles: &[ArticleId]) -> Result<Vec<ArticleId>> {
    let mut statement = conn.prepare_cached(
        "SELECT id FROM articles WHERE fold = (SELECT fold FROM articles WHERE id = ?1) AND id <> ?1 ORDER BY id",
    )?;
    let mut whole = Vec::with_capacity(articles.len());
    for article in articles {
        whole.push(*article);
        for other in statement.query_map([article.0], |row| row.get(0).map(ArticleId))? {
            whole.push(other?);
        }
    }
    Ok(whole)
}

/// What the reader wrote of one article of a fold, one that has just joined it or one that was there, is of all of them.
pub(super) fn share(conn: &Connection, id: ArticleId) -> Result<()> {
    for others in [
        "?1 <> t.article AND a.id = ?1",
        "t.article = ?1 AND a.id <> ?1",
    ] {
        let mut tags = conn.prepare_cached(&format!(
            "INSERT INTO tagged (tag, date, article, created)
             SELECT t.tag, a.date, a.id, min(t.created) FROM articles o
                CROSS JOIN articles m ON m.fold = o.fold CROSS JOIN tagged t ON t.article = m.id
                CROSS JOIN articles a ON a.fold = o.fold
             WHERE o.id = ?1 AND {others} GROUP BY t.tag, a.id ON CONFLICT DO NOTHING"
        ))?;
        tags.execute([id.0])?;
        let mut notes = conn.prepare_cached(&format!(
            "INSERT INTO notes (article, date, created, note)
             SELECT a.id, a.date, t.created, t.note FROM articles o
                CROSS JOIN articles m ON m.fold = o.fold CROSS JOIN notes t ON t.article = m.id
                CROSS JOIN articles a ON a.fold = o.fold
             WHERE o.id = ?1 AND {others} ON CONFLICT DO NOTHING"
        ))?;
        notes.execute([id.0])?;
    }
    Ok(())
}

/// Folds some of the articles that were stored before there were folds: they lack the keys by which they are found.
/// Whether there is more to do.
pub(super) fn fold_some(conn: &Connection, most: u32) -> Result<bool> {
    let range: Option<(i64, i64)> = conn
        .prepare_cached("SELECT next, last FROM to_fold")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((next, last)) = range else {
        return Ok(false);
    };
    let mut statement = conn.prepare_cached(
        "SELECT id, link, title, address IS NULL AND heading IS NULL AND fold IS NULL FROM articles
         WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3",
    )?;
    let mut rows = statement.query(params![next, last, most])?;
    let (mut done, mut old) = (None, Vec::new());
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        done = Some(id);
        if row.get(3)? {
            let (link, title): (Option<String>, String) = (row.get(1)?, row.get(2)?);
            old.push((id, Keys::of_parts(link.as_deref(), &title)));
        }
    }
    drop(rows);
    let known = old
        .iter()
        .filter(|(_, keys)| keys.address.or(keys.heading).is_some());
    for (id, keys) in known {
        conn.prepare_cached("UPDATE articles SET address = ?2, heading = ?3 WHERE id = ?1")?
            .execute(params![id, keys.address, keys.heading])?;
        rejoin(conn, *id)?;
    }
    match done {
        Some(done) => conn
            .prepare_cached("UPDATE to_fold SET next = ?1 + 1")?
            .execute([done])?,
        None => conn.execute("DELETE FROM to_fold", [])?,
    };
    Ok(done.is_some())
}

/// Takes an article out of all lists, and out of its fold; not one that is bookmarked. Whether it was in them.
pub(super) fn hide(conn: &Connection, ArticleId(id): ArticleId) -> Result<bool> {
    let hidden = conn
        .prepare_cached(
            "UPDATE articles SET fold = NULL, tier = 3 WHERE id = ?1 AND tier < 3
                AND NOT EXISTS (SELECT 1 FROM bookmarks WHERE article = ?1)",
        )?
        .execute([id])?;
    if hidden > 0 {
        set_tier(conn, id, 3)?;
    }
    Ok(hidden > 0)
}

/// Puts a hidden article back into its lists, and into its fold.
pub(super) fn show(conn: &Connection, ArticleId(id): ArticleId) -> Result<()> {
    let shown = conn
        .prepare_cached("UPDATE articles SET tier = 0 WHERE id = ?1 AND tier = 3")?
        .execute([id])?;
    if shown > 0 {
        set_tier(conn, id, 0)?;
        rejoin(conn, id)?;
    }
    Ok(())
}

fn set_tier(conn: &Connection, id: i64, tier: i64) -> Result<()> {
    conn.prepare_cached(
        "UPDATE unread SET tier = ?2
         WHERE (date, article) = (SELECT date, id FROM articles WHERE id = ?1)",
    )?
    .execute([id, tier])?;
    Ok(())
}

/// Takes a feed's articles out of all folds, or folds those that stand alone.
pub(super) fn set_apart(conn: &Connection, feed: FeedId, apart: bool) -> Result<()> {
    conn.execute(
        "UPDATE feeds SET apart = ?2 WHERE id = ?1",
        params![feed.0, apart],
    )?;
    if apart {
        return leave(conn, feed);
    }
    let mut statement = conn.prepare(
        "SELECT id FROM articles WHERE feed = ?1 AND fold IS NULL
            AND (address IS NOT NULL OR heading IS NOT NULL) ORDER BY id",
    )?;
    let ids = statement.query_map([feed.0], |row| row.get(0))?;
    for id in ids.collect::<rusqlite::Result<Vec<i64>>>()? {
        rejoin(conn, id)?;
    }
    Ok(())
}

/// Takes a feed's articles out of all folds.
pub(super) fn leave(conn: &Connection, feed: FeedId) -> Result<()> {
    conn.execute(
        "UPDATE articles SET fold = NULL, tier = 0 WHERE feed = ?1 AND fold IS NOT NULL",
        [feed.0],
    )?;
    Ok(())
}
