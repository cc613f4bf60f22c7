//! The log back into a database: a new one, or one that lost something. What the log does not speak of stays as it is.

use std::collections::HashMap;
use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::error::{CacheError, Result};
use super::super::people::restored as people;
use super::super::stubs::{self, Stub};
use super::super::{Store, enrichment, highlights, import, read, tags};
use super::line::{self, Action};
use super::replay::{Key, Known, Last, Replayed, replay};
use super::{file, log_of, waiting};
use crate::news::{ArticleId, Correction, FeedId, UnixSeconds, clean, clean_line, tag};

/// What was read back from a log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Restored {
    /// The log.
    pub path: PathBuf,
    /// Articles that are bookmarked, tagged, noted or highlighted.
    pub kept: u32,
    /// Of these, known by title and address alone until their feeds bring them again.
    pub stubs: u32,
    /// Read marks.
    pub read: u32,
    /// Of these, of articles that have not come again.
    pub waiting: u32,
    /// Decisions about people: follows, merges, partings.
    pub people: u32,
    /// Lines that could not be read.
    pub broken: u32,
    /// Lines that a later version of the program wrote.
    pub newer: u32,
}

impl Store {
    /// Brings back what the log beside the database says; `None` where there is no log. Where the two differ, the log's
    /// last word counts. To restore twice is to restore once.
    pub fn restore(&mut self, now: UnixSeconds) -> Result<Option<Restored>> {
        // What waits to be written is newer than the log.
        self.write_down()?;
        let mut path = log_of(&self.path);
        if !path.exists() {
            path = file::earlier(&path);
        }
        if !path.exists() {
            return Ok(None);
        }
        let failed = |error| CacheError::file(&path, error);
        let log = replay(&path).map_err(failed)?;
        let length = std::fs::metadata(&path).map_err(failed)?.len();
        let mut done = Restored {
            broken: log.broken,
            newer: log.newer,
            path: path.clone(),
            ..Restored::default()
        };
        let tx = self.transaction()?;
        let feeds = feeds(&tx, &log)?;
        for (key, known) in &log.articles {
            article(&tx, feeds[key.0 as usize], *key, known, now, &mut done)?;
        }
        marks(&tx, &log, &feeds, &mut done)?;
        for (action, line) in &log.people {
            person(&tx, action, line)?;
            done.people += 1;
        }
        // All of it stands in the log already.
        tx.execute("DELETE FROM to_log", [])?;
        if let Some(name) = log.name.filter(|_| log.newer == 0) {
            tx.execute("DELETE FROM log_file", [])?;
            tx.execute(
                "INSERT INTO log_file (name, size) VALUES (?1, ?2)",
                params![name, length.cast_signed()],
            )?;
        }
        tx.commit()?;
        Ok(Some(done))
    }

    /// Whether a log lies beside the database that it knows nothing of: after the database was lost.
    pub fn log_is_to_be_restored(&self) -> Result<bool> {
        let path = log_of(&self.path);
        Ok(path.exists() && !super::is_ours(&self.conn, &path)?)
    }
}

/// The rows of the log's feeds. Those that stand in no configuration go again, unless something is kept of them.
fn feeds(conn: &Connection, log: &Replayed) -> Result<Vec<FeedId>> {
    let row =
        |url: &String| stubs::feed(conn, url, (*url == import::FEED).then_some(import::TITLE));
    log.feeds.iter().map(row).collect()
}

fn article(
    conn: &Connection,
    feed: FeedId,
    (_, entry): Key,
    known: &Known,
    now: UnixSeconds,
    done: &mut Restored,
) -> Result<()> {
    let mut id: Option<ArticleId> = conn
        .prepare_cached("SELECT id FROM articles WHERE feed = ?1 AND entry = ?2")?
        .query_row(params![feed.0, known.named.entry], |row| {
            row.get(0).map(ArticleId)
        })
        .optional()?;
    if id.is_none() && known.is_kept() {
        let there = known.highlights.iter().filter(|(_, there)| *there);
        let stub = Stub {
            entry: &clean_line(&*known.named.entry),
            link: known.named.link.as_deref(),
            title: &known.named.title,
            date: known.named.date,
            words: there
                .map(|(words, _)| words.anchor.exact.as_str())
                .collect(),
        };
        id = Some(stubs::insert(conn, feed, &stub, now)?);
        done.stubs += 1;
    }
    done.kept += u32::from(known.is_kept());
    let Some(id) = id else {
        for (_, line) in known.corrections.iter().filter_map(|(_, c)| c.as_ref()) {
            waiting::wait(conn, feed, entry, false, Some(line))?;
        }
        return Ok(());
    };
    apply(conn, id, known)
}

/// Makes an article be kept as the log says.
fn apply(conn: &Connection, id: ArticleId, known: &Known) -> Result<()> {
    match known.bookmark {
        Last::There(created) => conn
            .prepare_cached(
                "INSERT INTO bookmarks (article, date, created)
                 SELECT id, date, ?2 FROM articles WHERE id = ?1 ON CONFLICT DO NOTHING",
            )?
            .execute(params![id.0, created])?,
        Last::Gone => conn
            .prepare_cached("DELETE FROM bookmarks WHERE article = ?1")?
            .execute([id.0])?,
        Last::Unsaid => 0,
    };
    for (name, given) in &known.tags {
        match (tag(name), given) {
            (Some(name), Some(created)) => drop(tags::give(conn, &[id], &name, *created)?),
            (Some(name), None) => drop(tags::take(conn, &[id], &name)?),
            (None, _) => {}
        }
    }
    match &known.note {
        Last::There((note, created)) if !clean(&**note).trim().is_empty() => conn
            .prepare_cached(
                "INSERT INTO notes (article, date, created, note)
                 SELECT id, date, ?3, ?2 FROM articles WHERE id = ?1
                 ON CONFLICT (article) DO UPDATE SET note = excluded.note",
            )?
            .execute(params![id.0, clean(&**note).trim(), created])?,
        Last::There(_) | Last::Gone => conn
            .prepare_cached("DELETE FROM notes WHERE article = ?1")?
            .execute([id.0])?,
        Last::Unsaid => 0,
    };
    for (highlight, there) in &known.highlights {
        let highlight = import::cleaned(highlight);
        if *there {
            highlights::put_once(conn, id, &highlight)?;
        } else {
            highlights::take(conn, id, &highlight)?;
        }
    }
    for (words, correction) in &known.corrections {
        let correction = correction.as_ref().map(|(correction, _)| correction);
        correct(conn, id, words, correction)?;
    }
    Ok(())
}

fn correct(
    conn: &Connection,
    id: ArticleId,
    words: &str,
    correction: Option<&Correction>,
) -> Result<()> {
    conn.prepare_cached("DELETE FROM corrections WHERE article = ?1 AND words = ?2")?
        .execute(params![id.0, words])?;
    if let Some(Correction { words, person }) = correction {
        let line = |text: &String| clean_line(&**text);
        conn.prepare_cached(
            "INSERT INTO corrections (article, words, speaker, title) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            id.0,
            words,
            person.as_ref().map(|person| line(&person.name)),
            person
                .as_ref()
                .and_then(|person| person.title.as_ref().map(line)),
        ])?;
    }
    // Its quotations are to be counted by their speakers anew.
    enrichment::read_anew(conn, id)
}

/// A line that waited for an article, now that it is here.
pub(super) fn apply_to_article(conn: &Connection, id: ArticleId, action: Action) -> Result<()> {
    match action {
        Action::Correct {
            words,
            speaker,
            title,
            ..
        } => {
            let person = line::person(speaker, title);
            let correction = Correction {
                words: words.clone(),
                person,
            };
            correct(conn, id, &words, Some(&correction))
        }
        Action::Part {
            name,
            title,
            person,
            ..
        } => people::part(
            conn,
            &name.identity(),
            &title,
            Some(id),
            &person.identity(),
            person.nth,
        ),
        _ => Ok(()),
    }
}

/// Read marks, feed by feed: of what is here, and of what has not come again.
fn marks(conn: &Connection, log: &Replayed, feeds: &[FeedId], done: &mut Restored) -> Result<()> {
    let mut of_feed: Vec<HashMap<i64, bool>> = vec![HashMap::new(); feeds.len()];
    for ((feed, entry), read) in &log.read {
        of_feed[*feed as usize].insert(*entry, *read);
        done.read += u32::from(*read);
    }
    for (feed, mut marked) in feeds.iter().zip(of_feed) {
        if marked.is_empty() {
            continue;
        }
        let (mut readings, mut unreadings) = (Vec::new(), Vec::new());
        let mut statement =
            conn.prepare_cached("SELECT id, entry FROM articles WHERE feed = ?1")?;
        let mut rows = statement.query([feed.0])?;
        while let Some(row) = rows.next()? {
            let entry = line::entry(row.get_ref(1)?.as_str().unwrap_or_default());
            match marked.remove(&entry) {
                Some(true) => readings.push(ArticleId(row.get(0)?)),
                Some(false) => unreadings.push(ArticleId(row.get(0)?)),
                None => {}
            }
        }
        read::read(conn, &readings)?;
        let polled = conn
            .prepare_cached("SELECT 1 FROM feeds WHERE id = ?1 AND position IS NOT NULL")?
            .exists([feed.0])?;
        if polled {
            read::unread(conn, &unreadings)?;
        }
        for (entry, _) in marked.iter().filter(|(_, read)| **read) {
            waiting::wait(conn, *feed, *entry, true, None)?;
            done.waiting += 1;
        }
    }
    Ok(())
}

fn person(conn: &Connection, action: &Action, line: &str) -> Result<()> {
    match action {
        Action::Name { name, person } => {
            people::rename(conn, &name.identity(), &person.identity(), person.nth)
        }
        Action::Part {
            name,
            title,
            article,
            person,
        } => {
            let (article, waits) = match article {
                None => (None, None),
                Some(named) => match find(conn, named)? {
                    Some(id) => (Some(id), None),
                    None => (None, Some(named)),
                },
            };
            if let Some(named) = waits {
                let feed = stubs::feed(conn, &named.feed, None)?;
                return waiting::wait(conn, feed, line::entry(&named.entry), false, Some(line));
            }
            people::part(
                conn,
                &name.identity(),
                title,
                article,
                &person.identity(),
                person.nth,
            )
        }
        Action::Unpart {
            name,
            title,
            article,
        } => {
            let id = match article {
                None => None,
                Some(named) => match find(conn, named)? {
                    Some(id) => Some(id),
                    None => return Ok(()),
                },
            };
            people::unpart(conn, &name.identity(), title, id)
        }
        Action::Follow { person, created } => {
            people::follow(conn, &person.identity(), person.nth, Some(*created))
        }
        Action::Unfollow { person } => people::follow(conn, &person.identity(), person.nth, None),
        _ => Ok(()),
    }
}

fn find(conn: &Connection, named: &line::Named) -> Result<Option<ArticleId>> {
    let mut statement = conn.prepare_cached(
        "SELECT a.id FROM feeds f JOIN articles a ON a.feed = f.id AND a.entry = ?2 WHERE f.url = ?1",
    )?;
    let id = statement.query_row([&named.feed, &named.entry], |row| row.get(0).map(ArticleId));
    Ok(id.optional()?)
}
