//! The reader's notes to articles, one each: the same to all the articles of a fold. A note keeps its article: the schema refuses to remove it.

use rusqlite::{OptionalExtension as _, params};

use crate::news::{ArticleId, UnixSeconds, clean};

use super::error::Result;
use super::{Store, fold};

impl Store {
    /// The note to an article.
    pub fn note(&self, id: ArticleId) -> Result<Option<String>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT note FROM notes WHERE article = ?1")?;
        Ok(statement.query_row([id.0], |row| row.get(0)).optional()?)
    }

    /// Puts a note in the place of an earlier one; `None`, or one of white space alone, takes it away. Returns the
    /// earlier one, which undo puts back.
    pub fn set_note(
        &mut self,
        id: ArticleId,
        note: Option<&str>,
        now: UnixSeconds,
    ) -> Result<Option<String>> {
        let before = self.note(id)?;
        let note = note.map(|note| clean(note).trim().to_owned());
        let note = note.filter(|note| !note.is_empty());
        let tx = self.transaction()?;
        for id in fold::whole(&tx, &[id])? {
            match &note {
                Some(note) => tx
                    .prepare_cached(
                        "INSERT INTO notes (article, date, created, note)
                         SELECT id, date, ?3, ?2 FROM articles WHERE id = ?1
                         ON CONFLICT (article) DO UPDATE SET note = excluded.note",
                    )?
                    .execute(params![id.0, note, now])?,
                None => tx
                    .prepare_cached("DELETE FROM notes WHERE article = ?1")?
                    .execute([id.0])?,
            };
        }
        tx.commit()?;
        Ok(before)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOW, entry};
    use super::*;

    #[test]
    fn a_note_is_clean_and_comes_back_as_it_was() {
        let (_dir, mut store) = sample::store();
        sample::poll(&mut store, "a", vec![entry("1", "One", "x", NOW)]);
        let (id, none) = (ArticleId(1), ArticleId(99));
        let note = " for the essay:\n\u{1b}[2Jsee page 3\n";
        assert_eq!(store.set_note(id, Some(note), NOW).unwrap(), None);
        let kept = Some("for the essay:\n[2Jsee page 3".to_owned());
        assert_eq!(store.note(id).unwrap(), kept);
        assert_eq!(store.set_note(id, Some(" \n "), NOW).unwrap(), kept);
        assert_eq!(store.note(id).unwrap(), None);
        store.set_note(id, kept.as_deref(), NOW).unwrap();
        assert_eq!(store.set_note(id, Some("other"), NOW).unwrap(), kept);
        store.set_note(none, Some("x"), NOW).unwrap();
        assert_eq!(store.note(none).unwrap(), None, "there is no such article");
    }
}
