//! Quotations as rows: what a list of them, or of all that one person said, needs without any article's text.

use std::ops::Range;

use rusqlite::{Connection, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::news::{ArticleId, Person, Quote, QuoteKind, Speaker};

use super::error::Result;
use super::indices::Pending;
use super::people::Linker;
use super::{Store, echoes};

impl Store {
    /// The quotations of an article, in the order of its text; empty where they were not yet looked for.
    pub fn quotes(&self, id: ArticleId) -> Result<Vec<Quote>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT ranges, kind, confidence, cue, speaker, title, aliases, mention
             FROM quotes WHERE article = ?1 ORDER BY number",
        )?;
        let rows = statement.query_map([id.0], quote_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Replaces the quotations of an article, whose text is `text`; what their index is to hold waits in `pending`.
pub(super) fn replace(
    conn: &Connection,
    id: ArticleId,
    text: &str,
    quotes: &[Quote],
    pending: &mut Pending,
) -> Result<()> {
    conn.prepare_cached("DELETE FROM quotes WHERE article = ?1")?
        .execute([id.0])?;
    if quotes.is_empty() {
        return Ok(());
    }
    let mut linker = Linker::new(conn, id)?;
    let mut insert = conn.prepare_cached(
        "INSERT INTO quotes (article, number, ranges, words, kind, confidence, cue, cue_words,
            speaker, title, aliases, mention, name, person, date, outlet)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?;
    for (number, quote) in quotes.iter().enumerate() {
        let person = quote.speaker.as_ref().map(|s| &s.person);
        let mention = quote.speaker.as_ref().and_then(|s| s.mention.as_ref());
        let link = match person.filter(|_| quote.kind != QuoteKind::Fragment) {
            Some(person) => linker.link(person)?,
            None => None,
        };
        insert.execute(params![
            id.0,
            number as i64,
            json(&quote.ranges),
            quote.words(text),
            KINDS
                .iter()
                .position(|k| *k == quote.kind)
                .map(|n| n as i64),
            f64::from(quote.confidence),
            quote.cue.as_ref().map(json),
            quote.cue.clone().and_then(|cue| text.get(cue)),
            person.map(|p| &p.name),
            person.and_then(|p| p.title.as_ref()),
            person
                .filter(|p| !p.aliases.is_empty())
                .map(|p| json(&p.aliases)),
            mention.map(json),
            link.map(|link| link.name),
            link.filter(|link| link.counts).map(|link| link.person),
            linker.date,
            linker.outlet,
        ])?;
    }
    drop(insert);
    echoes::store(conn, id, linker.date, text, quotes, pending)?;
    linker.finish()
}

/// As numbered in the file: the order must not change.
const KINDS: [QuoteKind; 5] = [
    QuoteKind::Direct,
    QuoteKind::Mixed,
    QuoteKind::Block,
    QuoteKind::Transcript,
    QuoteKind::Fragment,
];

fn quote_of(row: &Row<'_>) -> rusqlite::Result<Quote> {
    let kind: u32 = row.get(1)?;
    let name: Option<String> = row.get(4)?;
    let title = row.get(5)?;
    let aliases = parsed(row, 6)?.unwrap_or_default();
    let mention = parsed(row, 7)?;
    let person = name.map(|name| Person {
        name,
        title,
        aliases,
    });
    let confidence: f64 = row.get(2)?;
    Ok(Quote {
        ranges: ranges_of(row, 0)?,
        speaker: person.map(|person| Speaker { mention, person }),
        cue: parsed(row, 3)?,
        kind: kind_of(kind),
        confidence: confidence as f32,
    })
}

/// The kind of a number in the file.
pub(super) fn kind_of(number: u32) -> QuoteKind {
    KINDS
        .get(number as usize)
        .copied()
        .unwrap_or(QuoteKind::Fragment)
}

/// A quotation's ranges, from a column.
pub(super) fn ranges_of(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<Range<usize>>> {
    Ok(parsed(row, column)?.unwrap_or_default())
}

fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("ranges and strings are JSON")
}

fn parsed<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    let json: Option<String> = row.get(column)?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
}
