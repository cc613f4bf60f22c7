//! What the reader kept, saved out of a damaged database as lines of JSON, one an article, which `import` takes in
//! again. Takes whatever can still be read, and stops for nothing.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, Row};

use crate::news::{ArticleId, UnixSeconds};

use super::error::{CacheError, Result};
use super::highlights::{COLUMNS, highlight_of};
use super::import::Saved;
use super::open::connect;
use super::private;

/// What [`highlight_of`] reads, of a file from before quotations were kept.
const OLD_COLUMNS: &str =
    "id, article, exact, prefix, suffix, colour, note, created, 0, NULL, NULL, NULL";
/// Read marks are looked for in stretches of so many numbers; what cannot be read costs the rest of one.
const STRETCH: i64 = 256;
/// No cache has seen more articles than this; a damaged count may say so.
const MOST: i64 = 50_000_000;

/// What was saved, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvage {
    /// The file with the lines.
    pub path: PathBuf,
    /// Articles that were bookmarked, tagged, noted or highlighted.
    pub kept: u32,
    /// Others, that were read.
    pub read: u32,
}

/// Saves what can be read of a database into a file beside it; `None` where that is nothing.
pub(super) fn salvage(damaged: &Path) -> Result<Option<Salvage>> {
    // To read what waits in its journal takes writing.
    let Ok(conn) = connect(damaged, OpenFlags::SQLITE_OPEN_READ_WRITE) else {
        return Ok(None);
    };
    let mut saved = kept(&conn);
    for (id, one) in &mut saved {
        describe(&conn, *id, one);
    }
    let path = damaged.with_extension("jsonl");
    let mut salvage = Salvage {
        path,
        kept: saved.len() as u32,
        read: 0,
    };
    let written = write(&conn, &saved, &mut salvage);
    written.map_err(|error| CacheError::file(&salvage.path, error))?;
    if salvage.kept + salvage.read == 0 {
        let _ = std::fs::remove_file(&salvage.path);
        return Ok(None);
    }
    Ok(Some(salvage))
}

type Articles = BTreeMap<ArticleId, Saved>;

fn kept(conn: &Connection) -> Articles {
    let mut saved = Articles::new();
    each(conn, "SELECT article, created FROM bookmarks", |row| {
        let created: UnixSeconds = row.get(1)?;
        saved.entry(ArticleId(row.get(0)?)).or_default().bookmarked = Some(created);
        Ok(())
    });
    each(conn, "SELECT article, note FROM notes", |row| {
        let note: String = row.get(1)?;
        saved.entry(ArticleId(row.get(0)?)).or_default().note = Some(note);
        Ok(())
    });
    let tagged = "SELECT t.article, g.name FROM tagged t JOIN tags g ON g.id = t.tag";
    each(conn, tagged, |row| {
        let name: String = row.get(1)?;
        saved
            .entry(ArticleId(row.get(0)?))
            .or_default()
            .tags
            .push(name);
        Ok(())
    });
    let highlights = |columns| format!("SELECT {columns} FROM highlights");
    let is_new = conn.prepare(&highlights(COLUMNS)).is_ok();
    let columns = if is_new { COLUMNS } else { OLD_COLUMNS };
    each(conn, &highlights(columns), |row| {
        let highlight = highlight_of(row)?;
        let one = saved.entry(highlight.article).or_default();
        one.highlights.push(highlight);
        Ok(())
    });
    // Of the first versions of the file; the others know no such columns.
    each(
        conn,
        "SELECT article, note FROM bookmarks WHERE note <> ''",
        |row| {
            let note: String = row.get(1)?;
            saved.entry(ArticleId(row.get(0)?)).or_default().note = Some(note);
            Ok(())
        },
    );
    let tagged =
        "SELECT b.article, t.value FROM bookmarks b, json_each(b.tags) t WHERE json_valid(b.tags)";
    each(conn, tagged, |row| {
        let name: String = row.get(1)?;
        let one = saved.entry(ArticleId(row.get(0)?)).or_default();
        one.tags.push(name);
        Ok(())
    });
    saved
}

/// Which article it is, as far as that can be read.
fn describe(conn: &Connection, id: ArticleId, saved: &mut Saved) {
    let sql = format!(
        "SELECT a.feed, a.entry, a.link, a.title, a.date FROM articles a WHERE a.id = {}",
        id.0
    );
    let mut feed = None;
    each(conn, &sql, |row| {
        feed = row.get::<_, Option<i64>>(0)?;
        saved.entry = row.get(1)?;
        saved.link = row.get(2)?;
        saved.title = row.get(3)?;
        saved.date = row.get(4)?;
        Ok(())
    });
    if let Some(feed) = feed {
        let sql = format!("SELECT url FROM feeds WHERE id = {feed}");
        each(conn, &sql, |row| {
            saved.feed = row.get(0)?;
            Ok(())
        });
        let unread = format!(
            "SELECT 1 FROM unread WHERE article = {} AND feed = {feed}",
            id.0
        );
        let mut read = true;
        each(conn, &unread, |_| {
            read = false;
            Ok(())
        });
        saved.read = read;
    }
}

fn write(conn: &Connection, saved: &Articles, salvage: &mut Salvage) -> std::io::Result<()> {
    let mut options = private::options();
    options.write(true).create(true).truncate(true);
    let mut out = BufWriter::new(options.open(&salvage.path)?);
    for one in saved.values() {
        line(&mut out, one)?;
    }
    let mut last = 0;
    each(conn, "SELECT max(id) FROM articles", |row| {
        last = row.get::<_, Option<i64>>(0)?.unwrap_or(0);
        Ok(())
    });
    if last == 0 {
        each(
            conn,
            "SELECT seq FROM sqlite_sequence WHERE name = 'articles'",
            |row| {
                last = row.get(0)?;
                Ok(())
            },
        );
    }
    let mut from = 1;
    while from <= last.min(MOST) {
        let sql = format!(
            "SELECT f.url, a.entry, a.id FROM articles a JOIN feeds f ON f.id = a.feed
             WHERE a.id BETWEEN {from} AND {} AND NOT EXISTS (
                SELECT 1 FROM unread u WHERE u.date = a.date AND u.article = a.id)",
            from + STRETCH - 1
        );
        let mut lines = Vec::new();
        each(conn, &sql, |row| {
            if !saved.contains_key(&ArticleId(row.get(2)?)) {
                lines.push(Saved {
                    feed: row.get(0)?,
                    entry: row.get(1)?,
                    read: true,
                    ..Saved::default()
                });
            }
            Ok(())
        });
        for one in &lines {
            line(&mut out, one)?;
        }
        salvage.read += lines.len() as u32;
        from += STRETCH;
    }
    out.flush()
}

fn line(out: &mut impl Write, saved: &Saved) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, saved)?;
    out.write_all(b"\n")
}

/// Calls `take` with each row, until one cannot be read.
fn each(conn: &Connection, sql: &str, mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>) {
    let Ok(mut statement) = conn.prepare(sql) else {
        return;
    };
    let Ok(mut rows) = statement.query([]) else {
        return;
    };
    while let Ok(Some(row)) = rows.next() {
        // A row that says nonsense is passed over.
        let _ = take(row);
    }
}
