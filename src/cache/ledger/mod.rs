//! What the reader keeps, a second time: an append-only log of plain lines beside the database, one action a line, from
//! which [`Store::restore`] rebuilds it. The schema's triggers make the lines within each transaction; they are written
//! here, after it, by the thread that owns the connection.

mod file;
mod line;
mod replay;
mod restore;
mod waiting;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, params};

pub use restore::Restored;
pub(super) use waiting::Waiting;

use super::Store;
use super::error::{CacheError, Result};
use crate::news::ArticleId;

/// The log, beside the database.
const FILE: &str = "kept.jsonl";
/// A log that is longer than this, and twice as long as when it was last written anew, is written anew. In bytes.
const BOUND: u64 = 4 << 20;
/// Up to so many articles that were marked together have a line each, with title and address; more share one line.
const SINGLY: usize = 4;

impl Store {
    /// The log of what is kept.
    pub fn kept_log(&self) -> PathBuf {
        log_of(&self.path)
    }

    /// Writes what was done since into the log. What cannot be written stays in the database and is written with what
    /// follows; nothing that was done is undone by that.
    ///
    /// The write lock orders two instances. Lines of what was deliberately kept are flushed to the disk before they leave
    /// the database; read marks are not, since a flush takes as long as a hundred of them: the database has them all the
    /// same, and both would have to fail in one moment.
    pub fn write_down(&mut self) -> Result<()> {
        if self.presence.is_none() || !self.has_something_to_say()? {
            return Ok(());
        }
        let path = self.kept_log();
        let tx = self.transaction()?;
        if path.exists() {
            let (text, sync) = lines_to_log(&tx)?;
            let length =
                file::append(&path, &text, sync).map_err(|error| CacheError::file(&path, error))?;
            let outgrown = length > BOUND && length > 2 * size_when_new(&tx)?;
            if outgrown && is_ours(&tx, &path)? {
                rewrite(&tx, &path)?;
            }
        } else {
            rewrite(&tx, &path)?;
        }
        tx.execute("DELETE FROM to_log", [])?;
        tx.commit()?;
        Ok(())
    }

    /// Begins the log of a database that was filled before there was one, or whose log is gone.
    pub(super) fn begin_log(&mut self) -> Result<()> {
        let path = self.kept_log();
        let empty = |store: &Self| -> Result<bool> {
            let mut any = store.conn.prepare("SELECT 1 FROM articles")?;
            Ok(!any.exists([])?)
        };
        if !path.exists() && !empty(self)? {
            self.rewrite_log()?;
        }
        self.write_down()
    }

    /// Writes the log anew from what the database holds: as short as it can be.
    pub(super) fn rewrite_log(&mut self) -> Result<()> {
        let path = self.kept_log();
        let tx = self.transaction()?;
        rewrite(&tx, &path)?;
        tx.execute("DELETE FROM to_log", [])?;
        tx.commit()?;
        Ok(())
    }

    fn has_something_to_say(&self) -> Result<bool> {
        let mut any = self.conn.prepare_cached("SELECT 1 FROM to_log")?;
        Ok(any.exists([])?)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // What fails is written by the next program that opens the database.
        if let Err(error) = self.write_down() {
            tracing::warn!("the log of what you keep waits: {error}");
        }
    }
}

fn log_of(database: &Path) -> PathBuf {
    database.with_file_name(FILE)
}

/// Notes that articles were marked; to be called in the transaction that marks them.
pub(super) fn marked(conn: &Connection, articles: &[ArticleId], read: bool) -> Result<()> {
    if articles.is_empty() {
        return Ok(());
    }
    let ids = serde_json::to_string(articles).expect("numbers are JSON");
    conn.prepare_cached("INSERT INTO to_log (did, ids, at) VALUES (?1, ?2, unixepoch())")?
        .execute(params![if read { "read" } else { "unread" }, ids])?;
    Ok(())
}

/// The lines that wait, and whether they are worth a flush of the disk.
fn lines_to_log(conn: &Connection) -> Result<(String, bool)> {
    let mut statement = conn.prepare_cached("SELECT did, line, ids, at FROM to_log ORDER BY n")?;
    let mut rows = statement.query([])?;
    let (mut text, mut sync) = (String::new(), false);
    while let Some(row) = rows.next()? {
        if let Some(line) = row.get_ref(1)?.as_str_or_null().unwrap_or_default() {
            text.push_str(line);
            text.push('\n');
            sync = true;
        } else {
            let (did, ids): (String, String) = (row.get(0)?, row.get(2)?);
            marks(conn, &mut text, &did, &ids, row.get(3)?)?;
        }
    }
    Ok((text, sync))
}

/// The lines of articles that were marked together.
fn marks(conn: &Connection, text: &mut String, did: &str, ids: &str, at: i64) -> Result<()> {
    let count = ids.split(',').count();
    if count <= SINGLY {
        let mut statement = conn.prepare_cached(
            "SELECT json_object('v', 1, 'at', ?3, 'do', ?2, 'article', json(article)) FROM identities
             WHERE id IN (SELECT value FROM json_each(?1))",
        )?;
        let mut rows = statement.query(params![ids, did, at])?;
        while let Some(row) = rows.next()? {
            text.push_str(row.get_ref(0)?.as_str().unwrap_or_default());
            text.push('\n');
        }
        return Ok(());
    }
    let mut statement = conn.prepare_cached(
        "SELECT f.url, a.entry FROM json_each(?1) CROSS JOIN articles a ON a.id = value JOIN feeds f ON f.id = a.feed",
    )?;
    let mut rows = statement.query([ids])?;
    let mut feeds: BTreeMap<String, String> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (Ok(url), Ok(key)) = (row.get_ref(0)?.as_str(), row.get_ref(1)?.as_str()) else {
            continue;
        };
        let entries = match feeds.get_mut(url) {
            Some(entries) => entries,
            None => feeds.entry(url.to_owned()).or_default(),
        };
        line::put_entry(entries, line::entry(key));
    }
    let feeds = serde_json::to_string(&feeds).expect("strings are JSON");
    let version = line::VERSION;
    let _ = writeln!(
        text,
        r#"{{"v":{version},"at":{at},"do":"{did}","feeds":{feeds}}}"#
    );
    Ok(())
}

/// How long the log was when it was last written anew.
fn size_when_new(conn: &Connection) -> Result<u64> {
    let mut statement = conn.prepare_cached("SELECT size FROM log_file")?;
    let size: Option<i64> = statement.query_row([], |row| row.get(0)).optional()?;
    Ok(size.unwrap_or(0).cast_unsigned())
}

/// Whether all that stands in the log is known here: not after the database was lost, before the log was read back.
fn is_ours(conn: &Connection, path: &Path) -> Result<bool> {
    let mut statement = conn.prepare_cached("SELECT name FROM log_file")?;
    let known: Option<String> = statement.query_row([], |row| row.get(0)).optional()?;
    Ok(known.is_some() && known == name_of(path))
}

/// The name that a log gives itself.
fn name_of(path: &Path) -> Option<String> {
    let mut first = String::new();
    let file = std::fs::File::open(path).ok()?;
    std::io::Read::take(BufReader::new(file), 1024)
        .read_line(&mut first)
        .ok()?;
    match line::read(first.trim_end()) {
        Ok(line::Action::Log { name }) => Some(name),
        _ => None,
    }
}

fn rewrite(conn: &Connection, path: &Path) -> Result<()> {
    let name: String = conn.query_row("SELECT lower(hex(randomblob(8)))", [], |row| row.get(0))?;
    let size = file::replace(path, |out| write_all(conn, &name, out, path))?;
    conn.execute("DELETE FROM log_file", [])?;
    conn.execute(
        "INSERT INTO log_file (name, size) VALUES (?1, ?2)",
        params![name, size.cast_signed()],
    )?;
    Ok(())
}

/// All that is kept: people first, so that articles find them.
const ALL: &[&str] = &[
    "SELECT line FROM name_lines l JOIN names n ON n.id = l.id
        WHERE n.person <> (SELECT min(id) FROM people WHERE own = n.id) ORDER BY n.id",
    "SELECT line FROM part_lines",
    "SELECT line FROM follow_lines",
    "SELECT line FROM bookmark_lines ORDER BY article",
    "SELECT line FROM tag_lines ORDER BY article",
    "SELECT line FROM note_lines ORDER BY article",
    "SELECT line FROM highlight_lines ORDER BY id",
    "SELECT line FROM correction_lines ORDER BY article",
    "SELECT j.value FROM waiting w, json_each(w.lines) j",
];

fn write_all(conn: &Connection, name: &str, out: &mut dyn Write, path: &Path) -> Result<()> {
    let failed = |error| CacheError::file(path, error);
    let now: i64 = conn.query_row("SELECT unixepoch()", [], |row| row.get(0))?;
    let head = format!(r#"{{"v":{},"at":{now},"do":""#, line::VERSION);
    writeln!(out, r#"{head}log","name":"{name}"}}"#).map_err(failed)?;
    for sql in ALL {
        let mut statement = conn.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let line = row.get_ref(0)?.as_str().unwrap_or_default();
            writeln!(out, "{line}").map_err(failed)?;
        }
    }
    let mut feeds = conn.prepare("SELECT id, url FROM feeds WHERE position IS NOT NULL")?;
    let mut feeds = feeds.query([])?;
    while let Some(row) = feeds.next()? {
        let (feed, url): (i64, String) = (row.get(0)?, row.get(1)?);
        let read = read_of(conn, feed)?;
        if !read.is_empty() {
            let url = serde_json::to_string(&url).expect("a string is JSON");
            writeln!(out, r#"{head}read","feeds":{{{url}:"{read}"}}}}"#).map_err(failed)?;
        }
    }
    Ok(())
}

/// What was read of a feed: also what is gone since, and what has not come again.
fn read_of(conn: &Connection, feed: i64) -> Result<String> {
    let mut text = String::new();
    let mut statement = conn.prepare_cached(
        "SELECT a.entry FROM articles a WHERE a.feed = ?1
            AND NOT EXISTS (SELECT 1 FROM unread u WHERE u.date = a.date AND u.article = a.id)",
    )?;
    let mut rows = statement.query([feed])?;
    while let Some(row) = rows.next()? {
        line::put_entry(
            &mut text,
            line::entry(row.get_ref(0)?.as_str().unwrap_or_default()),
        );
    }
    let mut statement = conn.prepare_cached(
        "SELECT entry & 281474976710655 FROM removed WHERE feed = ?1
         UNION SELECT entry FROM waiting WHERE feed = ?1 AND read",
    )?;
    let mut rows = statement.query([feed])?;
    while let Some(row) = rows.next()? {
        line::put_entry(&mut text, row.get(0)?);
    }
    Ok(text)
}
