//! The people view: a page of everyone quoted, and one person. Each page walks an index from a key.

use rusqlite::{OptionalExtension as _, Row, named_params};

use crate::news::{ArticleId, PeopleOrder, PeopleQuery, Person, PersonId, PersonRow};
use crate::quotes::identity;

use super::super::Store;
use super::super::error::Result;
use super::super::search::indexable;

/// The columns that [`person_of`] reads.
const COLUMNS: &str = "p.id, p.name, p.title, p.aliases, p.quotes, p.outlets, ifnull(p.last, 0),
    EXISTS (SELECT 1 FROM follows f WHERE f.person = p.id)";
/// Only so many people who match are sorted; who types on finds the others.
const MATCHES: u32 = 4000;

impl Store {
    /// One page of the people who are quoted; the next one begins after its last row.
    pub fn people(&self, query: &PeopleQuery) -> Result<Vec<PersonRow>> {
        let (key, before, direction) = match query.order {
            PeopleOrder::Count => ("quotes", "<", "DESC"),
            PeopleOrder::Recent => ("last", "<", "DESC"),
            PeopleOrder::Name => ("sort", ">", "ASC"),
        };
        let expression = expression(&query.words);
        let matches = match (&expression, query.words.trim().is_empty()) {
            (None, false) => return Ok(Vec::new()), // Nothing but signs.
            (None, true) => "people p",
            (Some(_), _) => {
                "(SELECT rowid AS id FROM people_search WHERE people_search MATCH :words LIMIT :matches) m
                    CROSS JOIN people p ON p.id = m.id"
            }
        };
        let after = match query.after {
            Some(_) => format!(
                "AND (p.{key}, p.id) {before} (SELECT o.{key}, o.id FROM people o WHERE o.id = :after)"
            ),
            None => String::new(),
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM {matches} WHERE p.quotes > 0 {after}
             ORDER BY p.{key} {direction}, p.id {direction} LIMIT :limit"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let parameters: [(&str, &dyn rusqlite::ToSql); 4] = [
            (":words", &expression),
            (":matches", &MATCHES),
            (":after", &query.after.map(|id| id.0)),
            (":limit", &query.limit),
        ];
        for (name, value) in parameters {
            // No statement has all of them.
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        let rows = statement.raw_query().mapped(person_of);
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// One person, also one of whom nothing is kept any more.
    pub fn person(&self, id: PersonId) -> Result<Option<PersonRow>> {
        let sql = format!("SELECT {COLUMNS} FROM people p WHERE p.id = ?1");
        let mut statement = self.conn.prepare_cached(&sql)?;
        Ok(statement.query_row([id.0], person_of).optional()?)
    }

    /// The person of a name, written in any way.
    pub fn person_named(&self, name: &str) -> Result<Option<PersonId>> {
        let Some(identity) = identity(name) else {
            return Ok(None);
        };
        let mut statement = self
            .conn
            .prepare_cached("SELECT person FROM names WHERE key = ?1")?;
        let id = statement.query_row([identity.key], |row| row.get(0).map(PersonId));
        Ok(id.optional()?)
    }

    /// Who said what an article quotes from this byte of its text on; the person of that name where it is not known yet.
    pub fn speaker_of(
        &self,
        article: ArticleId,
        start: usize,
        name: &str,
    ) -> Result<Option<PersonId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT person FROM quotes WHERE article = :article AND json_extract(ranges, '$[0].start') = :start",
        )?;
        let found: Option<Option<i64>> = statement
            .query_row(
                named_params! { ":article": article.0, ":start": start as i64 },
                |row| row.get(0),
            )
            .optional()?;
        match found.flatten() {
            Some(id) => Ok(Some(PersonId(id))),
            None => self.person_named(name),
        }
    }

    /// The outlets that quoted a person, by their names, and how often; the one that did most first.
    pub fn outlets_of(&self, id: PersonId, limit: u32) -> Result<Vec<(String, u32)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT (SELECT coalesce(f.name, f.title, f.url) FROM feeds f WHERE f.outlet = h.outlet
                ORDER BY f.position IS NULL, f.position LIMIT 1), h.quotes
             FROM heard h WHERE h.person = ?1 ORDER BY h.quotes DESC, h.outlet LIMIT ?2",
        )?;
        let rows = statement.query_map([id.0, i64::from(limit)], |row| {
            Ok((row.get::<_, Option<String>>(0)?, row.get(1)?))
        })?;
        let rows: Vec<(Option<String>, u32)> = rows.collect::<rusqlite::Result<_>>()?;
        Ok(rows
            .into_iter()
            .map(|(name, count)| {
                (
                    name.unwrap_or_else(|| "a feed that is gone".to_owned()),
                    count,
                )
            })
            .collect())
    }
}

/// A row of [`COLUMNS`].
fn person_of(row: &Row<'_>) -> rusqlite::Result<PersonRow> {
    let aliases: String = row.get(3)?;
    Ok(PersonRow {
        id: PersonId(row.get(0)?),
        person: Person {
            name: row.get(1)?,
            title: row.get(2)?,
            aliases: serde_json::from_str(&aliases).unwrap_or_default(),
        },
        quotes: row.get(4)?,
        outlets: row.get(5)?,
        last: row.get(6)?,
        followed: row.get(7)?,
    })
}

/// All of the words, each as a beginning: names are short, and a reader types until the right one stands there.
fn expression(words: &str) -> Option<String> {
    let terms: Vec<String> = words
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .take(16)
        .map(|word| format!("\"{}\"*", indexable(word).replace('"', "")))
        .collect();
    (!terms.is_empty()).then(|| terms.join(" "))
}
