//! What was read. An article is unread while it stands in the table `unread`; every change here keeps the feeds' counts.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, ToSql, named_params, params};

use crate::news::{ArticleId, Scope, UnixSeconds};

use super::Store;
use super::error::Result;

impl Store {
    /// Marks articles as read or unread; returns those that changed, which undo turns back.
    pub fn set_read(
        &mut self,
        articles: &[ArticleId],
        read: bool,
        now: UnixSeconds,
    ) -> Result<Vec<ArticleId>> {
        let tx = self.transaction()?;
        let mut changed = Vec::new();
        let mut counts = Counts::default();
        for &id in articles {
            let feed = if read {
                mark_read(&tx, id, now)?
            } else {
                mark_unread(&tx, id)?
            };
            if let Some(feed) = feed {
                counts.add(feed);
                changed.push(id);
            }
        }
        counts.apply(&tx, if read { -1 } else { 1 })?;
        tx.commit()?;
        Ok(changed)
    }

    /// Marks everything in a list as read; returns those that changed, which undo turns back. `up_to` is the highest
    /// number that the reader could see, so that an article that arrived since stays unread.
    pub fn mark_all_read(
        &mut self,
        scope: &Scope,
        up_to: Option<ArticleId>,
    ) -> Result<Vec<ArticleId>> {
        let up_to = up_to.map_or(i64::MAX, |id| id.0);
        let tx = self.transaction()?;
        let changed = match scope {
            Scope::All | Scope::Unread => read_everything(&tx, up_to)?,
            Scope::Bookmarks => {
                let kept =
                    "(date, article) IN (SELECT date, article FROM bookmarks) AND :place IS NULL";
                read_where(&tx, kept, &None::<i64>, up_to)?
            }
            Scope::Folder(name) => {
                let inside = "folder = (SELECT id FROM folders WHERE name = :place)";
                read_where(&tx, inside, name, up_to)?
            }
            Scope::Feed(feed) => read_where(&tx, "feed = :place", &feed.0, up_to)?,
        };
        tx.commit()?;
        Ok(changed)
    }
}

fn mark_read(conn: &Connection, id: ArticleId, now: UnixSeconds) -> Result<Option<i64>> {
    let feed = conn
        .prepare_cached(
            "DELETE FROM unread WHERE date = (SELECT date FROM articles WHERE id = ?1) AND article = ?1
             RETURNING feed",
        )?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    if feed.is_some() {
        conn.prepare_cached(
            "INSERT INTO marks (article, read) VALUES (?1, ?2)
             ON CONFLICT (article) DO UPDATE SET read = excluded.read",
        )?
        .execute(params![id.0, now])?;
    }
    Ok(feed)
}

fn mark_unread(conn: &Connection, id: ArticleId) -> Result<Option<i64>> {
    let feed = conn
        .prepare_cached(
            "INSERT INTO unread (date, article, feed, folder)
             SELECT date, id, feed, folder FROM articles WHERE id = ?1
             ON CONFLICT DO NOTHING RETURNING feed",
        )?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    Ok(feed)
}

fn read_everything(conn: &Connection, up_to: i64) -> Result<Vec<ArticleId>> {
    let mut select = conn.prepare_cached("SELECT article FROM unread")?;
    let rows = select.query_map([], |row| row.get(0))?;
    let ids = rows.collect::<rusqlite::Result<Vec<i64>>>()?;
    if ids.iter().any(|id| *id > up_to) {
        return read_where(conn, ":place IS NULL", &None::<i64>, up_to);
    }
    // Without a condition SQLite drops the table's pages instead of visiting its rows.
    conn.execute("DELETE FROM unread", [])?;
    conn.execute("UPDATE feeds SET unread = 0 WHERE unread > 0", [])?;
    Ok(ids.into_iter().map(ArticleId).collect())
}

fn read_where(
    conn: &Connection,
    condition: &str,
    place: &dyn ToSql,
    up_to: i64,
) -> Result<Vec<ArticleId>> {
    let sql = format!(
        "DELETE FROM unread WHERE {condition} AND article <= :up_to RETURNING article, feed"
    );
    let mut delete = conn.prepare_cached(&sql)?;
    let mut rows = delete.query(named_params! { ":place": place, ":up_to": up_to })?;
    let mut changed = Vec::new();
    let mut counts = Counts::default();
    while let Some(row) = rows.next()? {
        changed.push(ArticleId(row.get(0)?));
        counts.add(row.get(1)?);
    }
    counts.apply(conn, -1)?;
    Ok(changed)
}

/// How many articles of each feed changed.
#[derive(Default)]
struct Counts(HashMap<i64, i64>);

impl Counts {
    fn add(&mut self, feed: i64) {
        *self.0.entry(feed).or_default() += 1;
    }

    fn apply(&self, conn: &Connection, sign: i64) -> Result<()> {
        let mut update =
            conn.prepare_cached("UPDATE feeds SET unread = unread + ?2 WHERE id = ?1")?;
        for (feed, count) in &self.0 {
            update.execute(params![feed, sign * count])?;
        }
        Ok(())
    }
}
