//! Tags and notes in a query: the rows that an index knows by itself, to be walked, or a condition on a row.

use crate::news::{Expression, Field, Part, Term};

use super::super::error::Result;
use super::super::tags;
use super::conditions::{Compiler, json};
use super::places;

/// True of a row `a` to which, or to a highlight in which, the reader wrote a note.
pub(super) const NOTED: &str = "(EXISTS (SELECT 1 FROM notes WHERE article = a.id)
    OR EXISTS (SELECT 1 FROM highlights WHERE article = a.id AND note <> ''))";

/// The rows of which that is true.
const NOTED_ROWS: &str = "SELECT date, article FROM notes
    UNION SELECT date, id FROM articles WHERE id IN (SELECT article FROM highlights WHERE note <> '')";

impl Compiler<'_> {
    /// A statement for the dates and numbers of all articles of which a part is true; `None` where that is not known
    /// without meeting a great many others.
    pub(super) fn kept(&mut self, part: &Expression) -> Result<Option<String>> {
        Ok(match part {
            Expression::Term(Term::Has(Part::Note)) => Some(NOTED_ROWS.to_owned()),
            Expression::Term(Term::Field(Field::Tag, name)) => {
                let feeds = places::named(self.sources()?, Field::Tag, name);
                if !places::are_few(self.sources()?, &feeds) {
                    return Ok(None);
                }
                let mut rows = match tags::ids(&self.store.conn, name.trim())?[..] {
                    [only] => {
                        let tag = self.parameter(only);
                        format!("SELECT date, article FROM tagged WHERE tag = {tag}")
                    }
                    ref ids => {
                        let ids = self.parameter(json(&ids.iter().copied().collect()));
                        format!(
                            "SELECT DISTINCT date, article FROM tagged
                             WHERE tag IN (SELECT value FROM json_each({ids}))"
                        )
                    }
                };
                if !feeds.is_empty() {
                    let feeds = self.parameter(json(&feeds));
                    rows = format!(
                        "{rows} UNION SELECT date, id FROM articles INDEXED BY articles_by_feed
                         WHERE feed IN (SELECT value FROM json_each({feeds}))"
                    );
                }
                Some(rows)
            }
            Expression::Any(parts) => {
                let before = self.parameters.len();
                let rows = parts.iter().map(|part| self.kept(part));
                let rows = rows.collect::<Result<Option<Vec<_>>>>()?;
                if rows.is_none() {
                    self.parameters.truncate(before);
                }
                rows.map(|rows| rows.join(" UNION "))
            }
            _ => None,
        })
    }

    /// True of a row `a` that has a tag, or whose feed has.
    pub(super) fn tagged(&mut self, name: &str) -> Result<String> {
        let feeds = self.of_feeds(Field::Tag, name)?;
        let ids = tags::ids(&self.store.conn, name.trim())?;
        let ids = self.parameter(json(&ids.into_iter().collect()));
        Ok(format!(
            "({feeds} OR EXISTS (SELECT 1 FROM tagged WHERE article = a.id
                AND tag IN (SELECT value FROM json_each({ids}))))"
        ))
    }
}
