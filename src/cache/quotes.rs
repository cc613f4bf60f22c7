//! Quotations as rows: what a list of them, or of all that one person said, needs without any article's text.

use std::ops::Range;

use rusqlite::{Connection, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::news::{ArticleId, Person, Quote, QuoteKind, Speaker};

use super::Store;
use super::error::Result;

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

/// Replaces the quotations of an article, whose text is `text`.
pub(super) fn replace(
    conn: &Connection,
    id: ArticleId,
    text: &str,
    quotes: &[Quote],
) -> Result<()> {
    conn.prepare_cached("DELETE FROM quotes WHERE article = ?1")?
        .execute([id.0])?;
    let mut insert = conn.prepare_cached(
        "INSERT INTO quotes (article, number, ranges, words, kind, confidence, cue, cue_words,
            speaker, title, aliases, mention) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    for (number, quote) in quotes.iter().enumerate() {
        let person = quote.speaker.as_ref().map(|s| &s.person);
        let mention = quote.speaker.as_ref().and_then(|s| s.mention.as_ref());
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
        ])?;
    }
    Ok(())
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
        ranges: parsed::<Vec<Range<usize>>>(row, 0)?.unwrap_or_default(),
        speaker: person.map(|person| Speaker { mention, person }),
        cue: parsed(row, 3)?,
        kind: KINDS
            .get(kind as usize)
            .copied()
            .unwrap_or(QuoteKind::Fragment),
        confidence: confidence as f32,
    })
}

fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("ranges and strings are JSON")
}

fn parsed<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    let json: Option<String> = row.get(column)?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
}
