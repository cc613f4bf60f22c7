//! What goes into the full-text indices when the rows of a batch are written. FTS5 gathers documents in memory, and begins
//! a new segment whenever a statement with triggers runs on the connection or a number is not above the last one. So rows
//! come first, and then each index for itself, in the order of its numbers: a fifth of the work, and nothing to merge.

use rusqlite::{Connection, params};

use super::error::Result;
use super::search::{indexable, place};

/// What waits for the rows of its batch.
#[derive(Debug, Default)]
pub(super) struct Pending<'t> {
    articles: Vec<Document<'t>>,
    sayings: Vec<Said>,
}

/// An article, for the index of articles.
#[derive(Debug)]
pub(super) struct Document<'t> {
    /// Its number there.
    pub number: i64,
    /// It may stand there already, with an earlier text.
    pub stands: bool,
    pub title: String,
    pub author: Option<String>,
    pub text: &'t str,
    pub speakers: String,
    pub feed: i64,
}

/// A quotation, for the index of quotations.
#[derive(Debug)]
struct Said {
    number: i64,
    words: String,
    speaker: Option<String>,
}

impl<'t> Pending<'t> {
    pub fn article(&mut self, document: Document<'t>) {
        self.articles.push(document);
    }

    pub fn said(&mut self, number: i64, words: &str, speaker: Option<&str>) {
        self.sayings.push(Said {
            number,
            words: indexable(words).into_owned(),
            speaker: speaker.map(|speaker| indexable(speaker).into_owned()),
        });
    }

    /// Writes both indices.
    pub fn write(mut self, conn: &Connection) -> Result<()> {
        self.sayings.sort_unstable_by_key(|said| said.number);
        let mut insert =
            conn.prepare_cached("INSERT INTO spoken (rowid, words, speaker) VALUES (?1, ?2, ?3)")?;
        for said in &self.sayings {
            insert.execute(params![said.number, said.words, said.speaker])?;
        }
        self.articles
            .sort_unstable_by_key(|document| document.number);
        let mut delete = conn.prepare_cached("DELETE FROM search WHERE rowid = ?1")?;
        let mut insert = conn.prepare_cached(
            "INSERT INTO search (rowid, title, author, text, speakers, place) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for document in &self.articles {
            if document.stands {
                delete.execute([document.number])?;
            }
            insert.execute(params![
                document.number,
                indexable(&document.title),
                document.author.as_deref().map(indexable),
                indexable(document.text),
                indexable(&document.speakers),
                place(document.feed),
            ])?;
        }
        Ok(())
    }
}
