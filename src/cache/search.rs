//! Full text search: the reader's words to an expression of SQLite's FTS5, and the ranked list of what holds them.

use crate::news::{FeedId, Headline, Scope};

use super::Store;
use super::error::Result;
use super::lists::{HEADLINE, JOINS, headline_of};

/// A word in the title, the author or a speaker's name counts as so many in the text; the place counts nothing.
const RANK: &str = "bm25(search, 10.0, 5.0, 1.0, 5.0, 0.0)";

/// Only so many of the matches that arrived last are ranked, so that words which stand everywhere cost no more than rare ones.
const RANKED: u32 = 5000;

/// The words of a search that are looked at.
const MOST_WORDS: usize = 32;

impl Store {
    /// The articles of a list that hold all of the words, the last one as a prefix: the best first.
    pub fn search(&self, words: &str, scope: &Scope, limit: u32) -> Result<Vec<Headline>> {
        let Some(matching) = expression(words, &self.places(scope)?) else {
            return Ok(Vec::new());
        };
        let only = match scope {
            Scope::Unread => "u.article IS NOT NULL",
            Scope::Bookmarks => "k.article IS NOT NULL",
            Scope::All | Scope::Folder(_) | Scope::Feed(_) => "true",
        };
        let sql = format!(
            "WITH hits AS MATERIALIZED (
                SELECT rowid AS id, {RANK} AS rank FROM search WHERE search MATCH ?1 ORDER BY rowid DESC LIMIT {RANKED})
             SELECT {HEADLINE} FROM hits h CROSS JOIN articles a ON a.id = h.id {JOINS}
             WHERE {only} ORDER BY h.rank, a.date DESC, a.id DESC LIMIT ?2"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map((matching, limit), headline_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The feeds that a search is confined to; `None` for all.
    pub(super) fn places(&self, scope: &Scope) -> Result<Option<Vec<FeedId>>> {
        match scope {
            Scope::All | Scope::Unread | Scope::Bookmarks => Ok(None),
            Scope::Feed(feed) => Ok(Some(vec![*feed])),
            Scope::Folder(name) => {
                let mut statement = self.conn.prepare_cached(
                    "SELECT f.id FROM feeds f JOIN folders d ON d.id = f.folder WHERE d.name = ?1",
                )?;
                let rows = statement.query_map([name], |row| row.get(0).map(FeedId))?;
                Ok(Some(rows.collect::<rusqlite::Result<_>>()?))
            }
        }
    }
}

/// The expression for articles that hold all of the words; `None` where there is no letter or digit among them.
/// Nothing that a reader types is an operator: every word stands in quotation marks.
pub(super) fn expression(words: &str, places: &Option<Vec<FeedId>>) -> Option<String> {
    let mut terms: Vec<String> = words
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .take(MOST_WORDS)
        .map(|word| format!("\"{}\"", indexable(word).replace('"', "")))
        .collect();
    // A word that is still being typed; a single letter would stand for half of the index.
    let open = !words.ends_with(char::is_whitespace);
    if let Some(last) = terms
        .last_mut()
        .filter(|last| open && last.chars().count() > 3)
    {
        last.push('*');
    }
    if terms.is_empty() {
        return None;
    }
    let words = format!("{{title author text speakers}} : ({})", terms.join(" "));
    let Some(places) = places else {
        return Some(words);
    };
    let places: Vec<String> = places.iter().map(|FeedId(id)| format!("f{id}")).collect();
    if places.is_empty() {
        return None;
    }
    Some(format!("(place : ({})) AND ({words})", places.join(" OR ")))
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
