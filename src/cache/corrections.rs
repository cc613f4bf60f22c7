//! Speakers that the reader corrected. No engine and no second reading undoes them.

use rusqlite::{Connection, params};

use crate::news::{ArticleId, Correction, Person, Quote, correct};

use super::error::Result;
use super::{Store, enrichment};

impl Store {
    /// The speakers that the reader named in an article.
    pub fn corrections(&self, id: ArticleId) -> Result<Vec<Correction>> {
        of(&self.conn, id)
    }

    /// Remembers who said a quotation, or (without `by_reader`) forgets what the reader said of it. The article is then to
    /// be read again, so that everything that is counted by speaker follows.
    pub fn set_correction(
        &mut self,
        id: ArticleId,
        words: &str,
        by_reader: Option<&Correction>,
    ) -> Result<()> {
        let tx = self.transaction()?;
        tx.prepare_cached("DELETE FROM corrections WHERE article = ?1 AND words = ?2")?
            .execute(params![id.0, words])?;
        if let Some(correction) = by_reader {
            let person = correction.person.as_ref();
            tx.prepare_cached(
                "INSERT INTO corrections (article, words, speaker, title)
                 SELECT id, ?2, ?3, ?4 FROM articles WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                words,
                person.map(|person| &person.name),
                person.and_then(|person| person.title.as_ref()),
            ])?;
        }
        enrichment::read_anew(&tx, id)?;
        tx.commit()?;
        Ok(())
    }
}

/// The quotations of an article as the reader will have them.
pub(super) fn corrected(
    conn: &Connection,
    id: ArticleId,
    text: &str,
    quotes: &[Quote],
) -> Result<Vec<Quote>> {
    let mut quotes = quotes.to_vec();
    correct(&mut quotes, text, &of(conn, id)?);
    Ok(quotes)
}

fn of(conn: &Connection, id: ArticleId) -> Result<Vec<Correction>> {
    let mut statement =
        conn.prepare_cached("SELECT words, speaker, title FROM corrections WHERE article = ?1")?;
    let rows = statement.query_map([id.0], |row| {
        let name: Option<String> = row.get(1)?;
        let title = row.get(2)?;
        Ok(Correction {
            words: row.get(0)?,
            person: name.map(|name| Person {
                name,
                title,
                aliases: Vec::new(),
            }),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOW};
    use super::*;
    use crate::news::{Preview, QuoteKind, Speaker};

    const TEXT: &str = "“The tide is late,” said Mr. Renn.";

    fn quote(confidence: f32) -> Quote {
        Quote {
            ranges: std::iter::once(3..19).collect(),
            speaker: Some(Speaker {
                mention: None,
                person: person("Mr. Renn"),
            }),
            cue: None,
            kind: QuoteKind::Direct,
            confidence,
        }
    }

    fn person(name: &str) -> Person {
        Person {
            name: name.to_owned(),
            ..Person::default()
        }
    }

    fn speaker(store: &Store) -> String {
        let quotes = store.quotes(ArticleId(1)).unwrap();
        quotes[0].speaker.as_ref().unwrap().person.name.clone()
    }

    #[test]
    fn a_corrected_speaker_outlives_every_reading_until_it_is_taken_back() {
        let (_dir, mut store) = sample::store();
        sample::poll(&mut store, "a", vec![sample::entry("1", "One", "x", NOW)]);
        let id = ArticleId(1);
        let read = |store: &mut Store, engine| {
            store
                .enrich(id, TEXT, &[quote(0.9)], engine, Preview::No)
                .unwrap();
        };
        read(&mut store, 1);
        let words = Correction::key("The tide is late,");
        let correction = Correction {
            words: words.clone(),
            person: Some(person("Ida Quill")),
        };
        store.set_correction(id, &words, Some(&correction)).unwrap();
        assert_eq!(store.to_enrich(1, 10).unwrap(), [id], "to be read again");
        for engine in 1..4 {
            read(&mut store, engine);
            assert_eq!(speaker(&store), "Ida Quill");
        }
        assert_eq!(store.corrections(id).unwrap(), [correction]);
        store.set_correction(id, &words, None).unwrap();
        read(&mut store, 3);
        assert_eq!(speaker(&store), "Mr. Renn");
    }
}
