//! Corroboration: the same quotation in several articles. Found as quotations are stored, by the few word sequences
//! that are kept of each, and kept as pairs in both directions; a pair goes with either of its quotations.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::news::{ArticleId, Quote, QuoteKind, Saying, Shared};
use crate::quotes::{Speech, identity};

use super::Store;
use super::error::Result;
use super::feeds::LEFT;
use super::indices::Pending;
use super::people::saying_of;

/// Outlets that print one quotation do so within weeks: only this month, the one before and the one after are looked
/// into. So what is looked up stays together in the file, however large it grows.
const MONTH: i64 = 32 * 24 * 3600;
/// So many quotations that hold a word sequence are looked at.
const HOLDERS: u32 = 24;
/// And of all that hold some, the ones that hold most: so many are compared.
const COMPARED: usize = 48;
/// Word sequences of one quotation that are kept, and that are looked up.
const SEQUENCES: usize = 64;
/// Quotations of one article that are compared with others; an article of more is no news.
const QUOTATIONS: usize = 400;

/// Notes what an article quotes, for the index, and finds where else it was printed.
pub(super) fn store(
    conn: &Connection,
    article: ArticleId,
    date: i64,
    text: &str,
    quotes: &[Quote],
    pending: &mut Pending,
) -> Result<()> {
    let spoken = quotes.iter().enumerate();
    let spoken = spoken.filter(|(_, quote)| quote.kind != QuoteKind::Fragment);
    let month = date.div_euclid(MONTH);
    for (number, quote) in spoken.take(QUOTATIONS) {
        let words = quote.words(text);
        let number = number as i64;
        if number < 65536 {
            let speaker = quote.speaker.as_ref().map(|speaker| {
                let title = speaker.person.title.as_deref().unwrap_or_default();
                format!("{} · {title}", speaker.person.name)
            });
            pending.said(article.0 * 65536 + number, &words, speaker.as_deref());
        }
        let name = quote.speaker.as_ref();
        let name = name.and_then(|s| identity(&s.person.name)).map(|i| i.key);
        let speech = Speech::of(&words);
        for other in find(conn, article, month, &speech, name.as_deref())? {
            let mut insert = conn.prepare_cached(
                "INSERT INTO echoes VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            )?;
            insert.execute([article.0, number, other.0, other.1])?;
            insert.execute([other.0, other.1, article.0, number])?;
        }
        let mut insert = conn.prepare_cached(
            "INSERT INTO shingles VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        )?;
        for hash in speech.kept(name.as_deref()).into_iter().take(SEQUENCES) {
            insert.execute([month, hash, article.0, number])?;
        }
    }
    Ok(())
}

/// The quotations of other articles that are the same: article and number.
fn find(
    conn: &Connection,
    article: ArticleId,
    month: i64,
    speech: &Speech,
    name: Option<&str>,
) -> Result<Vec<(i64, i64)>> {
    let mut statement = conn.prepare_cached(
        "SELECT article, number FROM shingles WHERE month = ?1 AND hash = ?2
         ORDER BY article DESC, number DESC LIMIT ?3",
    )?;
    let mut shared: HashMap<(i64, i64), u32> = HashMap::new();
    for hash in speech.sought(name).into_iter().take(SEQUENCES) {
        for month in month - 1..=month + 1 {
            let mut rows = statement.query(params![month, hash, HOLDERS])?;
            while let Some(row) = rows.next()? {
                let other: (i64, i64) = (row.get(0)?, row.get(1)?);
                if other.0 != article.0 {
                    *shared.entry(other).or_default() += 1;
                }
            }
        }
    }
    let mut candidates: Vec<((i64, i64), u32)> = shared.into_iter().collect();
    candidates.sort_unstable_by_key(|(other, count)| (std::cmp::Reverse(*count), *other));
    candidates.truncate(COMPARED);
    let mut words = conn.prepare_cached(
        "SELECT words FROM quotes WHERE article = ?1 AND number = ?2 AND kind <> 4",
    )?;
    let mut found = Vec::new();
    for (other, _) in candidates {
        let mut rows = words.query([other.0, other.1])?;
        // A row that is gone since leaves its word sequences behind.
        if let Some(row) = rows.next()?
            && Speech::of(row.get_ref(0)?.as_str().unwrap_or_default()).is_same(speech)
        {
            found.push(other);
        }
    }
    Ok(found)
}

impl Store {
    /// The quotations of an article that other outlets printed as well, in the order of its text.
    pub fn shared(&self, article: ArticleId) -> Result<Vec<Shared>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT json_extract(q.ranges, '$[0].start'), count(DISTINCT o.outlet)
             FROM echoes e CROSS JOIN quotes q ON q.article = e.article AND q.number = e.number
                CROSS JOIN quotes o ON o.article = e.other AND o.number = e.other_number
                CROSS JOIN articles a ON a.id = o.article
             WHERE e.article = ?1 AND o.outlet <> q.outlet AND a.tier < ?2 GROUP BY e.number ORDER BY e.number",
        )?;
        let rows = statement.query_map([article.0, LEFT], |row| {
            let start: i64 = row.get(0)?;
            Ok(Shared {
                start: usize::try_from(start).unwrap_or_default(),
                outlets: row.get(1)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The other outlets that printed what an article quotes from this byte of its text on: of each the latest article,
    /// the latest outlet first.
    /// Also the quotation's number in its article; `None` where it is not stored.
    pub fn echoes(&self, article: ArticleId, start: usize) -> Result<Option<(u32, Vec<Saying>)>> {
        let number = self
            .conn
            .prepare_cached(
                "SELECT number FROM quotes WHERE article = ?1 AND json_extract(ranges, '$[0].start') = ?2",
            )?
            .query_row(params![article.0, start as i64], |row| row.get(0))
            .optional()?;
        let Some(number) = number else {
            return Ok(None);
        };
        let mut statement = self.conn.prepare_cached(
            "SELECT o.article, o.number, o.ranges, o.words, o.cue_words, o.speaker, o.title, o.person, o.kind,
                o.confidence, a.date, a.title, coalesce(f.name, f.title), f.url, a.link, o.outlet
             FROM quotes q
                CROSS JOIN echoes e ON e.article = q.article AND e.number = q.number
                CROSS JOIN quotes o ON o.article = e.other AND o.number = e.other_number
                CROSS JOIN articles a ON a.id = o.article
                JOIN feeds f ON f.id = a.feed
             WHERE q.article = ?1 AND q.number = ?2 AND o.outlet <> q.outlet AND a.tier < ?3
             ORDER BY a.date DESC, a.id DESC",
        )?;
        let rows = statement.query_map(params![article.0, number, LEFT], |row| {
            Ok((row.get::<_, i64>(15)?, saying_of(row)?))
        })?;
        let mut seen = HashSet::new();
        let mut others = Vec::new();
        for row in rows {
            let (outlet, saying) = row?;
            if seen.insert(outlet) {
                others.push(saying);
            }
        }
        Ok(Some((number, others)))
    }
}
