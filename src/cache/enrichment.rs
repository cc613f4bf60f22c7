//! The second stage: what is known of an article once its text was made. The text goes into the search index, its
//! quotations into rows; the cache itself makes neither.

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use crate::news::{ArticleId, Preview, Quote, QuoteKind, Ruled, UnixSeconds};

use super::error::Result;
use super::indices::{Document, Pending};
use super::rules::Stage;
use super::{Store, corrections, full_text, numbers, quotes};

/// What was found in one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Enriched {
    /// The article.
    pub id: ArticleId,
    /// That of the article when its text was made. Where it was edited since, nothing is stored: its turn comes again.
    pub fingerprint: i64,
    /// Its text.
    pub text: String,
    /// Its quotations; ranges in `text`.
    pub quotes: Vec<Quote>,
    /// Whether only a part of it is at hand.
    pub preview: Preview,
}

impl Store {
    /// Stores the text and the quotations of one article, as version `engine` (1 or higher) found them.
    pub fn enrich(
        &mut self,
        id: ArticleId,
        text: &str,
        quotes: &[Quote],
        engine: u32,
        preview: Preview,
    ) -> Result<()> {
        let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
        let mut pending = Pending::default();
        let new = enrich_one(&tx, id, text, quotes, engine, preview, &mut pending)?;
        pending.write(&tx)?;
        let ruled = self.rule_read(new.as_slice())?;
        tx.commit()?;
        self.note_ruled(ruled);
        Ok(())
    }

    /// Stores the texts and the quotations of many articles in one transaction: a tenth of the work of as many
    /// single ones.
    pub fn enrich_all(&mut self, articles: &[Enriched], engine: u32) -> Result<()> {
        let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
        let (mut new, mut pending) = (Vec::new(), Pending::default());
        for article in articles {
            if !is_current(&tx, article)? {
                continue;
            }
            let Enriched {
                id,
                text,
                quotes,
                preview,
                ..
            } = article;
            new.extend(enrich_one(
                &tx,
                *id,
                text,
                quotes,
                engine,
                *preview,
                &mut pending,
            )?);
        }
        pending.write(&tx)?;
        let ruled = self.rule_read(&new)?;
        tx.commit()?;
        self.note_ruled(ruled);
        Ok(())
    }

    /// Applies the rules that ask for the text to articles whose text was never known before. The moment is that in
    /// which the last of them was first seen: the same whenever their turn comes.
    fn rule_read(&self, new: &[(ArticleId, UnixSeconds)]) -> Result<Ruled> {
        let now = new.iter().map(|(_, first_seen)| *first_seen).max();
        let ids: Vec<ArticleId> = new.iter().map(|(id, _)| *id).collect();
        self.rule_new(&ids, Stage::Read, now.unwrap_or_default())
    }

    /// Articles that no engine, or only one older than `engine`, has read: new ones before those to be read again,
    /// the newest first.
    pub fn to_enrich(&self, engine: u32, limit: u32) -> Result<Vec<ArticleId>> {
        let mut ids = Vec::new();
        let mut older = 0;
        while ids.len() < limit as usize {
            let mut statement = self.conn.prepare_cached(
                "SELECT id FROM articles WHERE engine = ?1 ORDER BY date DESC, id DESC LIMIT ?2",
            )?;
            let rest = i64::from(limit) - ids.len() as i64;
            let rows =
                statement.query_map(params![older, rest], |row| row.get(0).map(ArticleId))?;
            for id in rows {
                ids.push(id?);
            }
            let next: Option<u32> = self
                .conn
                .prepare_cached(
                    "SELECT min(engine) FROM articles WHERE engine > ?1 AND engine < ?2",
                )?
                .query_row([older, engine], |row| row.get(0))?;
            match next {
                Some(next) => older = next,
                None => break,
            }
        }
        Ok(ids)
    }
}

/// Has the enrichment read an article anew: it leaves the index, and its quotations stand until its turn comes.
pub(super) fn read_anew(conn: &Connection, id: ArticleId) -> Result<()> {
    conn.prepare_cached(
        "DELETE FROM search WHERE rowid = (
            SELECT ifnull(indexed, -1) FROM articles WHERE id = ?1 AND engine > 0)",
    )?
    .execute([id.0])?;
    conn.prepare_cached("UPDATE articles SET engine = 0 WHERE id = ?1")?
        .execute([id.0])?;
    Ok(())
}

/// The same for an article that has another text now: the ranges of its quotations are those of the old one, so they go.
pub(super) fn text_changed(conn: &Connection, id: ArticleId) -> Result<()> {
    read_anew(conn, id)?;
    conn.prepare_cached("DELETE FROM quotes WHERE article = ?1")?
        .execute([id.0])?;
    Ok(())
}

/// Whether the text was made of what the article still says.
fn is_current(conn: &Connection, article: &Enriched) -> Result<bool> {
    let mut statement = conn.prepare_cached(
        "SELECT a.fingerprint, p.read FROM articles a LEFT JOIN pages p ON p.article = a.id WHERE a.id = ?1",
    )?;
    let now = statement
        .query_row([article.id.0], |row| {
            Ok(full_text::fingerprint(row.get(0)?, row.get(1)?))
        })
        .optional()?;
    Ok(now == Some(article.fingerprint))
}

fn enrich_one<'t>(
    conn: &Connection,
    id: ArticleId,
    text: &'t str,
    quotes: &[Quote],
    engine: u32,
    preview: Preview,
    pending: &mut Pending<'t>,
) -> Result<Option<(ArticleId, UnixSeconds)>> {
    let quotes = &corrections::corrected(conn, id, text, quotes)?;
    let mut row = conn.prepare_cached(
        "SELECT title, author, feed, engine, date, indexed, first_seen, ruled FROM articles WHERE id = ?1",
    )?;
    let mut rows = row.query([id.0])?;
    let Some(row) = rows.next()? else {
        return Ok(None); // Removed since it was asked for.
    };
    let title: String = row.get(0)?;
    let author: Option<String> = row.get(1)?;
    let (feed, before): (i64, u32) = (row.get(2)?, row.get(3)?);
    let (date, number): (UnixSeconds, Option<i64>) = (row.get(4)?, row.get(5)?);
    let (first_seen, ruled): (UnixSeconds, bool) = (row.get(6)?, row.get(7)?);
    drop(rows);
    let number = match number {
        Some(number) => number,
        None => numbers::free(conn, date, id.0)?,
    };
    pending.article(Document {
        number,
        stands: before > 0,
        title,
        author,
        text,
        speakers: speakers(quotes),
        feed,
    });
    quotes::replace(conn, id, text, quotes, pending)?;
    let spoken = quotes
        .iter()
        .filter(|q| q.kind != QuoteKind::Fragment)
        .count();
    conn.prepare_cached(
        "UPDATE articles SET engine = ?2, quotes = ?3, preview = ?4, indexed = ?5, ruled = 1, words = ?6 WHERE id = ?1",
    )?
    .execute(params![
        id.0,
        engine.max(1),
        spoken as i64,
        preview_number(preview),
        number,
        text.split_whitespace().count() as i64
    ])?;
    Ok((!ruled).then_some((id, first_seen)))
}

/// The names and titles of all who speak in an article, each once.
fn speakers(quotes: &[Quote]) -> String {
    let mut names: Vec<&str> = Vec::new();
    let people = quotes.iter().filter_map(|q| q.speaker.as_ref());
    for person in people.map(|s| &s.person) {
        names.push(&person.name);
        names.extend(person.title.as_deref());
    }
    names.sort_unstable();
    names.dedup();
    names.join(" · ")
}

/// As numbered in the file.
fn preview_number(preview: Preview) -> u8 {
    match preview {
        Preview::No => 0,
        Preview::Likely => 1,
        Preview::Certain => 2,
    }
}

/// And back.
pub(super) fn preview_of(number: u8) -> Preview {
    match number {
        1 => Preview::Likely,
        2 => Preview::Certain,
        _ => Preview::No,
    }
}
