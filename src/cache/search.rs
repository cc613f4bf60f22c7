//! Full text search: the reader's words to an expression of `SQLite`'s FTS5, and the ranked list of what holds them.

use crate::news::{FeedId, Headline, Scope};

use super::Store;
use super::error::Result;
use super::lists::{HEADLINE, JOINS, headline_of};
use super::query::quoting;

/// A word in the title, the author or a speaker's name counts as so many in the text; the place counts nothing.
const RANK: &str = "bm25(search, 10.0, 5.0, 1.0, 5.0, 0.0)";

/// Only so many of the matches that arrived last are ranked, so that words which stand everywhere cost no more than
/// rare ones.
const RANKED: u32 = 5000;
/// The words of a search that are looked at.
const MOST_WORDS: usize = 32;
/// The last word may be a beginning if fewer articles than these hold it as a whole word.
pub(super) const FEW: u32 = 50;
/// The shortest beginning, in characters; a shorter one would stand for a tenth of the index.
pub(super) const BEGINNING: usize = 3;
/// With more matches than these it is faster to look into one article after the other than to sort the matches.
pub(super) const COMMON: u32 = 200_000;

impl Store {
    /// The articles of a list that hold all of the words: the best first. The last word may be a beginning, as in
    /// [`Store::headlines`].
    pub fn search(&self, words: &str, scope: &Scope, limit: u32) -> Result<Vec<Headline>> {
        let Some(expression) = self.expression(words, scope)? else {
            return Ok(Vec::new());
        };
        let only = match scope {
            Scope::Unread => "u.article IS NOT NULL",
            Scope::Bookmarks => "k.article IS NOT NULL",
            Scope::All | Scope::Folder(_) | Scope::Feed(_) => "true",
            Scope::Person(_) | Scope::Quotation(..) => &quoting::holds(scope),
        };
        let sql = format!(
            "WITH hits AS MATERIALIZED (
                SELECT rowid AS id, {RANK} AS rank FROM search WHERE search MATCH ?1
                ORDER BY rowid DESC LIMIT {RANKED})
             SELECT {HEADLINE} FROM hits h CROSS JOIN articles a ON a.id = h.id {JOINS}
             WHERE {only} ORDER BY h.rank, a.date DESC, a.id DESC LIMIT ?2"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map((expression, limit), headline_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The FTS5 expression for the articles of a list that hold all of the words; `None` where nothing can match.
    pub(super) fn expression(&self, words: &str, scope: &Scope) -> Result<Option<String>> {
        let mut terms = terms(words);
        let (Some(places), false) = (self.places(scope)?, terms.is_empty()) else {
            return Ok(None);
        };
        let whole = joined(&terms, &places);
        if words.ends_with(char::is_whitespace) || self.count(&whole, FEW)? >= FEW {
            return Ok(Some(whole));
        }
        let last = terms.last_mut().expect("there is a term");
        if last.chars().count() < BEGINNING + 2 {
            return Ok(Some(whole)); // Two characters are its quotation marks.
        }
        last.push('*');
        Ok(Some(joined(&terms, &places)))
    }

    /// Whether so many articles match that a list meets enough of them wherever it begins.
    pub(super) fn is_common(&self, expression: &str) -> Result<bool> {
        let mut statement = self.conn.prepare_cached("SELECT max(id) FROM articles")?;
        let articles: Option<u32> = statement.query_row([], |row| row.get(0))?;
        Ok(articles >= Some(COMMON) && self.count(expression, COMMON)? >= COMMON)
    }

    /// How many articles match, counted up to `most`.
    pub(super) fn count(&self, expression: &str, most: u32) -> Result<u32> {
        let mut statement = self.conn.prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ?1 LIMIT ?2)",
        )?;
        Ok(statement.query_row((expression, most), |row| row.get(0))?)
    }

    /// The part of an expression that confines it to a list; empty for all, `None` where the list holds no feed.
    fn places(&self, scope: &Scope) -> Result<Option<String>> {
        let feeds = match scope {
            Scope::All
            | Scope::Unread
            | Scope::Bookmarks
            | Scope::Person(_)
            | Scope::Quotation(..) => return Ok(Some(String::new())),
            Scope::Feed(feed) => vec![*feed],
            Scope::Folder(name) => {
                let mut statement = self.conn.prepare_cached(
                    "SELECT f.id FROM feeds f JOIN folders d ON d.id = f.folder WHERE d.name = ?1",
                )?;
                let rows = statement.query_map([name], |row| row.get(0).map(FeedId))?;
                rows.collect::<rusqlite::Result<_>>()?
            }
        };
        let places: Vec<String> = feeds.iter().map(|FeedId(id)| format!("f{id}")).collect();
        Ok((!places.is_empty()).then(|| format!("(place : ({})) AND ", places.join(" OR "))))
    }
}

/// Each word in quotation marks, so that nothing that a reader types is an operator.
fn terms(words: &str) -> Vec<String> {
    words
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .take(MOST_WORDS)
        .map(|word| format!("\"{}\"", indexable(word).replace('"', "")))
        .collect()
}

/// The expression for articles that hold all of the terms.
fn joined(terms: &[String], places: &str) -> String {
    let words = terms.join(" ");
    format!("{places}({{title author text speakers}} : ({words}))")
}

/// Text as the index takes it: a blank on both sides of each character of a script that is written without blanks,
/// so that any part of a sentence in it is found as a phrase.
pub(super) fn indexable(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut spaced = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unspaced(c) {
            spaced.push(' ');
            spaced.push(c);
            spaced.push(' ');
        } else {
            spaced.push(c);
        }
    }
    spaced
}

/// Han, kana, Thai, Lao, Khmer and Myanmar letters.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E01}'..='\u{0E30}' | '\u{0E32}'..='\u{0E33}' | '\u{0E40}'..='\u{0E46}'
        | '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}
