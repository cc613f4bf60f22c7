//! Full text search: the reader's words to an expression of `SQLite`'s FTS5, and the ranked list of what holds them.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::news::{Headline, Scope};

use super::Store;
use super::error::Result;
use super::lists::{HEADLINE, JOINS, headline_of};
use super::query::quoting;

/// A word in the title, the author or a speaker's name counts as so many in the text; the place counts nothing.
const RANK: &str = "bm25(search, 10.0, 5.0, 1.0, 5.0, 0.0)";

/// Only so many of the latest matches are ranked, so that words which stand everywhere cost no more than rare ones.
const RANKED: u32 = 5000;
/// With more matches than these, how often a word stands in all articles says nothing, and would take long to count.
const COMMON: u32 = 20_000;
/// The words of a search that are looked at.
const MOST_WORDS: usize = 32;
/// The last word may be a beginning if fewer articles than these hold it as a whole word.
pub(super) const FEW: u32 = 50;
/// The shortest beginning, in characters; a shorter one would stand for a tenth of the index.
pub(super) const BEGINNING: usize = 3;
/// Before each feed's number in the index; for private use, so that no word looks like it.
const PLACE: char = '\u{E000}';
impl Store {
    /// The articles of a list that hold all of the words: the best first. The last word may be a beginning, as in
    /// [`Store::headlines`]. Where very many match, those with the words in the title come first, then the latest.
    pub fn search(&self, words: &str, scope: &Scope, limit: u32) -> Result<Vec<Headline>> {
        let Some((places, words)) = self.places(scope)?.zip(self.whole_or_begun(words, scope)?)
        else {
            return Ok(Vec::new());
        };
        let expression = format!("{places}({words})");
        let only = match scope {
            Scope::Unread => {
                "CROSS JOIN articles l ON l.indexed = h.id
                 CROSS JOIN unread n ON n.date = l.date AND n.article = l.id"
            }
            Scope::Bookmarks => {
                "CROSS JOIN articles l ON l.indexed = h.id CROSS JOIN bookmarks n ON n.article = l.id"
            }
            Scope::All | Scope::Folder(_) | Scope::Feed(_) => "",
            Scope::Person(_) | Scope::Quotation(..) => &quoting::among(scope),
        };
        let common = self.count(&expression, COMMON)? >= COMMON;
        let (weight, rank) = if common {
            let in_title = "h.id NOT IN (
                SELECT rowid FROM search WHERE search MATCH ?3 AND rowid >= (SELECT min(id) FROM hits))";
            ("0", in_title)
        } else {
            (RANK, "h.rank")
        };
        let sql = format!(
            "WITH hits AS MATERIALIZED (
                SELECT rowid AS id, {weight} AS rank FROM search WHERE search MATCH ?1
                ORDER BY rowid DESC LIMIT {RANKED}),
             best AS MATERIALIZED (
                SELECT h.id, {rank} AS rank FROM hits h {only} ORDER BY 2, 1 DESC LIMIT ?2)
             SELECT {HEADLINE}, a.fold, a.tier, (SELECT count(*) FROM best) AS met
             FROM best CROSS JOIN articles a ON a.indexed = best.id {JOINS}
             ORDER BY best.rank, best.id DESC"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let in_title = format!("{places}(title : ({words}))");
        // Of a fold the best one is shown, and no hidden one: more are asked for where that leaves too few.
        let mut asked = limit;
        loop {
            let mut rows = if common {
                statement.query((&expression, asked, &in_title))?
            } else {
                statement.query((&expression, asked))?
            };
            let (mut found, mut folds, mut met) = (Vec::new(), HashSet::new(), 0);
            while let Some(row) = rows.next()? {
                let fold: Option<i64> = row.get("fold")?;
                let hidden = row.get::<_, u32>("tier")? >= 3;
                let is_first = fold.is_none_or(|fold| folds.insert(fold));
                if !hidden && (is_first || matches!(scope, Scope::Feed(_))) {
                    found.push(headline_of(row)?);
                }
                met = row.get("met")?;
            }
            if met < asked || found.len() >= limit as usize {
                found.truncate(limit as usize);
                return Ok(found);
            }
            asked = asked.saturating_mul(2);
        }
    }

    /// The FTS5 expression for articles that hold all of the words; `None` where nothing can match.
    pub(super) fn whole_or_begun(&self, words: &str, scope: &Scope) -> Result<Option<String>> {
        let mut terms = terms(words);
        let (Some(places), false) = (self.places(scope)?, terms.is_empty()) else {
            return Ok(None);
        };
        let whole = terms.join(" ");
        if words.ends_with(char::is_whitespace)
            || self.count(&format!("{places}({whole})"), FEW)? >= FEW
        {
            return Ok(Some(whole));
        }
        let last = terms.last_mut().expect("there is a term");
        if last.chars().count() < BEGINNING + 2 {
            return Ok(Some(whole)); // Two characters are its quotation marks.
        }
        last.push('*');
        Ok(Some(terms.join(" ")))
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
            Scope::Feed(feed) => vec![feed.0],
            Scope::Folder(name) => {
                let mut statement = self.conn.prepare_cached(
                    "SELECT f.id FROM feeds f JOIN folders d ON d.id = f.folder WHERE d.name = ?1",
                )?;
                let rows = statement.query_map([name], |row| row.get(0))?;
                rows.collect::<rusqlite::Result<Vec<i64>>>()?
            }
        };
        Ok((!feeds.is_empty()).then(|| within(&feeds)))
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

/// What stands for a feed in the index.
pub(super) fn place(feed: i64) -> String {
    format!("{PLACE}{feed}")
}

/// The part of an expression that confines it to these feeds.
pub(super) fn within<'f>(feeds: impl IntoIterator<Item = &'f i64>) -> String {
    let places: Vec<String> = feeds.into_iter().map(|feed| place(*feed)).collect();
    format!("(place : ({})) AND ", places.join(" OR "))
}

/// Text as the index takes it: a blank on both sides of each character of a script that is written without blanks,
/// so that any part of a sentence in it is found as a phrase.
pub(super) fn indexable(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut spaced = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unspaced(c) {
            spaced.push(' ');
            spaced.push(c);
            spaced.push(' ');
        } else {
            spaced.push(if c == PLACE { ' ' } else { c });
        }
    }
    Cow::Owned(spaced)
}

/// Han, kana, Thai, Lao, Khmer and Myanmar letters.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E01}'..='\u{0E30}' | '\u{0E32}'..='\u{0E33}' | '\u{0E40}'..='\u{0E46}'
        | '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}
