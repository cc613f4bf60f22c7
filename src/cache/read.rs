//! What was read. An article is unread while it stands in the table `unread`; every change here keeps the feeds' counts,
//! and holds for all the articles of a fold.

use std::collections::HashMap;

use rusqlite::{Connection, Rows, ToSql, named_params, params};

use crate::news::{ArticleId, Scope, UnixSeconds};

use super::error::Result;
use super::{Store, ledger};

impl Store {
    /// Marks articles as read or unread; returns those that changed, which undo turns back.
    pub fn set_read(
        &mut self,
        articles: &[ArticleId],
        read: bool,
        now: UnixSeconds,
    ) -> Result<Vec<ArticleId>> {
        let tx = self.transaction()?;
        let changed = if read {
            let changed = self::read(&tx, articles)?;
            tx.prepare_cached(
                "INSERT INTO marks (article, read) SELECT value, ?2 FROM json_each(?1) WHERE true
                 ON CONFLICT (article) DO UPDATE SET read = excluded.read",
            )?
            .execute(params![json(&changed), now])?;
            changed
        } else {
            unread(&tx, articles)?
        };
        ledger::marked(&tx, &changed, read)?;
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
                let inside = "folder = (SELECT id FROM folders WHERE name = :place) AND tier < 3";
                read_where(&tx, inside, name, up_to)?
            }
            Scope::Feed(feed) => read_where(&tx, "feed = :place AND tier < 3", &feed.0, up_to)?,
            Scope::Person(person) => {
                let quoting = "(date, article) IN (SELECT date, article FROM appearances WHERE person = :place)";
                read_where(&tx, quoting, &person.0, up_to)?
            }
            Scope::Quotation(article, number) => {
                let holding = "(article = :place / 65536 OR article IN (SELECT other FROM echoes
                    WHERE article = :place / 65536 AND number = :place % 65536))";
                read_where(
                    &tx,
                    holding,
                    &(article.0 * 65536 + i64::from(*number)),
                    up_to,
                )?
            }
        };
        ledger::marked(&tx, &changed, true)?;
        tx.commit()?;
        Ok(changed)
    }
}

/// Marks articles as read; returns those that changed.
pub(super) fn read(conn: &Connection, articles: &[ArticleId]) -> Result<Vec<ArticleId>> {
    let these = "(date, article) IN (
        SELECT date, id FROM articles WHERE id IN (SELECT value FROM json_each(:place)))";
    read_where(conn, these, &json(articles), i64::MAX)
}

/// Marks articles as unread; returns those that changed.
pub(super) fn unread(conn: &Connection, articles: &[ArticleId]) -> Result<Vec<ArticleId>> {
    let insert = |column: &str, numbers: &str| {
        // In the order of the table: each row goes beside the one before it.
        let mut insert = conn.prepare_cached(&format!(
            "INSERT INTO unread (date, article, feed, folder, fold, tier)
             SELECT date, id, feed, folder, fold, tier FROM articles
             WHERE {column} IN (SELECT value FROM json_each(?1)) ORDER BY date, id
             ON CONFLICT DO NOTHING RETURNING article, feed, fold"
        ))?;
        changed(conn, insert.query([numbers])?, 1)
    };
    let (mut marked, folds) = insert("id", &json(articles))?;
    if !folds.is_empty() {
        marked.extend(insert("fold", &json(&folds))?.0);
    }
    Ok(marked)
}

fn read_everything(conn: &Connection, up_to: i64) -> Result<Vec<ArticleId>> {
    let mut select = conn.prepare_cached("SELECT article FROM unread")?;
    let rows = select.query_map([], |row| row.get(0))?;
    let ids = rows.collect::<rusqlite::Result<Vec<i64>>>()?;
    let hidden =
        "SELECT EXISTS (SELECT 1 FROM unread INDEXED BY unread_aside WHERE tier > 0 AND tier >= 3)";
    let hidden: bool = conn
        .prepare_cached(hidden)?
        .query_row([], |row| row.get(0))?;
    if hidden || ids.iter().any(|id| *id > up_to) {
        return read_where(conn, "tier < 3 AND :place IS NULL", &None::<i64>, up_to);
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
        "DELETE FROM unread WHERE {condition} AND article <= :up_to RETURNING article, feed, fold"
    );
    let mut delete = conn.prepare_cached(&sql)?;
    let rows = delete.query(named_params! { ":place": place, ":up_to": up_to })?;
    let (mut marked, folds) = changed(conn, rows, -1)?;
    if !folds.is_empty() {
        let mut delete = conn.prepare_cached(
            "DELETE FROM unread WHERE fold IN (SELECT value FROM json_each(?1))
             RETURNING article, feed, fold",
        )?;
        marked.extend(changed(conn, delete.query([json(&folds)])?, -1)?.0);
    }
    Ok(marked)
}

/// The articles of rows (article, feed, fold) that a statement changed, and their folds; their feeds' counts follow, by
/// `step` an article.
fn changed(
    conn: &Connection,
    mut rows: Rows<'_>,
    step: i64,
) -> Result<(Vec<ArticleId>, Vec<ArticleId>)> {
    let (mut changed, mut folds) = (Vec::new(), Vec::new());
    let mut counts: HashMap<i64, i64> = HashMap::new();
    while let Some(row) = rows.next()? {
        changed.push(ArticleId(row.get(0)?));
        *counts.entry(row.get(1)?).or_default() += step;
        folds.extend(row.get::<_, Option<i64>>(2)?.map(ArticleId));
    }
    let mut update = conn.prepare_cached("UPDATE feeds SET unread = unread + ?2 WHERE id = ?1")?;
    for (feed, count) in counts {
        update.execute([feed, count])?;
    }
    folds.sort_unstable();
    folds.dedup();
    Ok((changed, folds))
}

/// The numbers as one parameter of a statement, however many they are.
fn json(articles: &[ArticleId]) -> String {
    serde_json::to_string(articles).expect("numbers are JSON")
}
