//! Quotations by themselves, the newest first: all that one person said, and those that hold some words.

use rusqlite::{Row, named_params};

use crate::news::{ArticleId, Cursor, Page, PersonId, Saying, SayingsQuery};
use crate::quotes::folded;

use super::super::Store;
use super::super::error::Result;
use super::super::feeds::{LEFT, host};
use super::super::quotes::{kind_of, ranges_of};
use super::super::search::indexable;

/// The columns that [`saying_of`] reads, and where they come from.
const COLUMNS: &str =
    "q.article, q.number, q.ranges, q.words, q.cue_words, q.speaker, q.title, q.person, q.kind,
    q.confidence, a.date, a.title, coalesce(f.name, f.title), f.url, a.link";
/// Words that stand in fewer quotations than these are looked up; of others each quotation of a person is asked.
const FEW: u32 = 1000;
/// Of quotations that hold some words, so many are sorted by date: those that arrived last.
const MATCHES: u32 = 2000;
/// Articles whose quotations are asked at a time, and how often at most for one page.
const ASKED: (u32, u32) = (200, 10);

impl Store {
    /// A page of quotations. Those of one article stand together and on one page.
    pub fn sayings(&self, query: &SayingsQuery) -> Result<Page<Saying>> {
        let (date, article) = query
            .after
            .map_or((i64::MAX, i64::MAX), |c| (c.date, c.id.0));
        let words = if query.words.trim().is_empty() {
            None
        } else {
            match expression(&query.words) {
                Some(words) => Some(words),
                None => {
                    return Ok(Page {
                        rows: Vec::new(),
                        next: None,
                    });
                }
            }
        };
        if let (Some(_), Some(expression)) = (query.person, &words)
            && self.count_spoken(expression, FEW)? >= FEW
        {
            return self.asked_one_by_one(query);
        }
        let (sql, over_matches) = match (query.person, &words) {
            (Some(_), None) => (along(), false),
            (_, Some(_)) => (over_matches(query.person.is_some()), true),
            (None, None) => (newest(), false),
        };
        let mut statement = self.conn.prepare_cached(&sql)?;
        let person = query.person.map(|id| id.0);
        let limit = query.limit.max(1);
        let parameters: [(&str, &dyn rusqlite::ToSql); 6] = [
            (":person", &person),
            (":date", &date),
            (":article", &article),
            (":words", &words),
            (":limit", &limit),
            (":matches", &MATCHES),
        ];
        for (name, value) in parameters {
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        let rows = statement.raw_query().mapped(saying_of);
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut articles: Vec<ArticleId> = rows.iter().map(|row| row.article).collect();
        articles.dedup();
        let full = if over_matches {
            rows.len()
        } else {
            articles.len()
        } >= limit as usize;
        Ok(cut(rows, full, over_matches))
    }

    /// Of words that stand in very many quotations: those of one person are asked, one after the other. A page may be
    /// short or empty although another one follows it.
    fn asked_one_by_one(&self, query: &SayingsQuery) -> Result<Page<Saying>> {
        let sought = sought(&query.words);
        let mut along = SayingsQuery {
            words: String::new(),
            limit: ASKED.0,
            ..query.clone()
        };
        let mut rows: Vec<Saying> = Vec::new();
        for _ in 0..ASKED.1 {
            let page = self.sayings(&along)?;
            rows.extend(page.rows.into_iter().filter(|row| holds(row, &sought)));
            along.after = page.next;
            if page.next.is_none() || rows.len() >= query.limit as usize {
                break;
            }
        }
        Ok(Page {
            rows,
            next: along.after,
        })
    }

    /// The quotations of one article that are speech, in the order of its text.
    pub fn sayings_of(&self, article: ArticleId) -> Result<Vec<Saying>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM quotes q CROSS JOIN articles a ON a.id = q.article JOIN feeds f ON f.id = a.feed
             WHERE q.article = :article AND q.kind <> 4 ORDER BY q.number"
        ))?;
        let rows = statement.query_map(named_params! { ":article": article.0 }, saying_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn count_spoken(&self, words: &str, most: u32) -> Result<u32> {
        let mut statement = self.conn.prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM spoken WHERE spoken MATCH ?1 LIMIT ?2)",
        )?;
        Ok(statement.query_row((words, most), |row| row.get(0))?)
    }
}

/// Along the articles that quote a person.
fn along() -> String {
    format!(
        "SELECT {COLUMNS} FROM (
            SELECT date, article FROM appearances
            WHERE person = :person AND (date, article) < (:date, :article)
            ORDER BY date DESC, article DESC LIMIT :limit) p
         CROSS JOIN quotes q ON q.article = p.article AND +q.person = :person
         CROSS JOIN articles a ON a.id = p.article
         JOIN feeds f ON f.id = a.feed
         ORDER BY p.date DESC, p.article DESC, q.number"
    )
}

/// Over the quotations that hold the words.
fn over_matches(person: bool) -> String {
    let person = if person {
        "AND +q.person = :person"
    } else {
        ""
    };
    format!(
        "SELECT {COLUMNS} FROM (
            SELECT rowid AS id FROM spoken WHERE spoken MATCH :words ORDER BY rowid DESC LIMIT :matches) s
         CROSS JOIN quotes q ON q.article = s.id / 65536 AND q.number = s.id % 65536
         CROSS JOIN articles a ON a.id = q.article
         JOIN feeds f ON f.id = a.feed
         WHERE (a.date, a.id) < (:date, :article) AND a.tier < {LEFT} {person}
         ORDER BY a.date DESC, a.id DESC, q.number LIMIT :limit"
    )
}

/// Along all articles in which someone is quoted.
fn newest() -> String {
    format!(
        "SELECT {COLUMNS} FROM (
            SELECT id FROM articles WHERE (date, id) < (:date, :article) AND ifnull(quotes, 0) > 0 AND tier < {LEFT}
            ORDER BY date DESC, id DESC LIMIT :limit) p
         CROSS JOIN quotes q ON q.article = p.id AND q.kind <> 4
         CROSS JOIN articles a ON a.id = p.id
         JOIN feeds f ON f.id = a.feed
         ORDER BY a.date DESC, a.id DESC, q.number"
    )
}

/// The page; the last article is left to the next one where it may have been cut.
fn cut(mut rows: Vec<Saying>, full: bool, may_be_cut: bool) -> Page<Saying> {
    let Some(last) = rows.last().map(|row| row.article).filter(|_| full) else {
        return Page { rows, next: None };
    };
    if may_be_cut && rows.iter().any(|row| row.article != last) {
        rows.retain(|row| row.article != last);
    }
    let next = rows.last().map(|row| Cursor {
        date: row.date,
        id: row.article,
    });
    Page { rows, next }
}

pub(in super::super) fn saying_of(row: &Row<'_>) -> rusqlite::Result<Saying> {
    let source: Option<String> = row.get(12)?;
    let url: String = row.get(13)?;
    let confidence: f64 = row.get(9)?;
    Ok(Saying {
        article: ArticleId(row.get(0)?),
        number: row.get(1)?,
        start: ranges_of(row, 2)?.first().map_or(0, |range| range.start),
        words: row.get(3)?,
        cue: row.get(4)?,
        speaker: row.get(5)?,
        title: row.get(6)?,
        person: row.get::<_, Option<i64>>(7)?.map(PersonId),
        kind: kind_of(row.get(8)?),
        confidence: confidence as f32,
        date: row.get(10)?,
        headline: row.get(11)?,
        source: source.unwrap_or_else(|| host(&url)),
        link: row.get(14)?,
    })
}

/// A word that is looked for.
struct Sought<'a> {
    word: &'a str,
    /// In the speaker's name and title alone.
    in_name: bool,
    /// It may be a beginning.
    begins: bool,
}

/// The words of a search; `speaker:` before one asks the name and the title alone, and the last may be a beginning.
fn sought(text: &str) -> Vec<Sought<'_>> {
    let words: Vec<&str> = text.split_whitespace().take(32).collect();
    let last = words.len().saturating_sub(1);
    let words = words.into_iter().enumerate().map(|(at, word)| {
        let named = word.strip_prefix("speaker:");
        let word = named.unwrap_or(word);
        let long = word.chars().filter(|c| c.is_alphanumeric()).count() > 2;
        Sought {
            word,
            in_name: named.is_some(),
            begins: at == last && long && !text.ends_with(char::is_whitespace),
        }
    });
    words
        .filter(|sought| sought.word.chars().any(char::is_alphanumeric))
        .collect()
}

/// The same as an expression of the index; `None` where there is nothing to look for.
fn expression(text: &str) -> Option<String> {
    let terms: Vec<String> = sought(text)
        .into_iter()
        .map(|sought| {
            let column = if sought.in_name { "speaker : " } else { "" };
            let star = if sought.begins { "*" } else { "" };
            let word = indexable(sought.word).replace('"', "");
            format!("{column}\"{word}\"{star}")
        })
        .collect();
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

/// Whether a quotation holds all of the words, letters compared as the index does.
fn holds(saying: &Saying, sought: &[Sought<'_>]) -> bool {
    let said = format!(" {} ", folded(&saying.words));
    let named = [&saying.speaker, &saying.title].into_iter().flatten();
    let named: Vec<&str> = named.map(String::as_str).collect();
    let named = format!(" {} ", folded(&named.join(" ")));
    sought.iter().all(|sought| {
        let end = if sought.begins { "" } else { " " };
        let word = format!(" {}{end}", folded(sought.word));
        named.contains(&word) || !sought.in_name && said.contains(&word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::QuoteKind;

    #[test]
    fn a_quotation_is_asked_as_the_index_would_be() {
        let saying = Saying {
            article: ArticleId(1),
            number: 0,
            start: 0,
            words: "The boat is Jörg’s only road.".to_owned(),
            cue: None,
            speaker: Some("Ida Holm".to_owned()),
            title: Some("mayor".to_owned()),
            person: None,
            kind: QuoteKind::Direct,
            confidence: 1.0,
            date: 0,
            headline: String::new(),
            source: String::new(),
            link: None,
        };
        for words in [
            "BOAT",
            "boat roa",
            "speaker:holm road",
            "speaker:may",
            "ida",
            "bo is",
        ] {
            let wanted = words != "bo is";
            assert_eq!(holds(&saying, &sought(words)), wanted, "{words}");
        }
        assert!(!holds(&saying, &sought("speaker:boat ")));
        assert!(!holds(&saying, &sought("roa ")), "a word that is finished");
    }
}
