//! The reader's tags of articles: of all the articles of a fold, since they are one to the reader. A tag keeps its article: the schema refuses to remove it. Names are compared here,
//! and not by `SQLite`, which knows the case of ASCII letters alone; there are hundreds of them at most.

use rusqlite::{Connection, params};

use crate::news::{ArticleId, UnixSeconds, same_tag, tag};

use super::error::Result;
use super::{Store, fold};

/// A tag, and how many articles have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagCount {
    /// As the reader first wrote it.
    pub name: String,
    /// Articles with it.
    pub total: u32,
    /// Those of them that are unread.
    pub unread: u32,
}

impl Store {
    /// The tags of an article, in the order of the alphabet.
    pub fn tags(&self, id: ArticleId) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT g.name FROM tagged t JOIN tags g ON g.id = t.tag WHERE t.article = ?1",
        )?;
        let rows = statement.query_map([id.0], |row| row.get(0))?;
        let mut names = rows.collect::<rusqlite::Result<Vec<String>>>()?;
        sort(&mut names);
        Ok(names)
    }

    /// Gives an article these tags and no others; returns those that it had before, which undo gives back. A tag that
    /// other articles have keeps its spelling.
    pub fn set_tags(
        &mut self,
        id: ArticleId,
        tags: &[String],
        now: UnixSeconds,
    ) -> Result<Vec<String>> {
        let before = self.tags(id)?;
        let tags: Vec<String> = tags.iter().filter_map(|text| tag(text)).collect();
        let has = |tags: &[String], name: &str| tags.iter().any(|other| same_tag(other, name));
        let tx = self.transaction()?;
        for name in before.iter().filter(|name| !has(&tags, name)) {
            take(&tx, &[id], name)?;
        }
        for name in tags.iter().filter(|name| !has(&before, name)) {
            give(&tx, &[id], name, now)?;
        }
        tx.commit()?;
        Ok(before)
    }

    /// Gives articles a tag more; returns those that did not have it. An empty tag changes nothing.
    pub fn add_tag(
        &mut self,
        ids: &[ArticleId],
        name: &str,
        now: UnixSeconds,
    ) -> Result<Vec<ArticleId>> {
        let tx = self.transaction()?;
        let changed = match tag(name) {
            Some(name) => give(&tx, ids, &name, now)?,
            None => Vec::new(),
        };
        tx.commit()?;
        Ok(changed)
    }

    /// Takes a tag from articles; returns those that had it.
    pub fn remove_tag(&mut self, ids: &[ArticleId], name: &str) -> Result<Vec<ArticleId>> {
        let tx = self.transaction()?;
        let changed = match tag(name) {
            Some(name) => take(&tx, ids, &name)?,
            None => Vec::new(),
        };
        tx.commit()?;
        Ok(changed)
    }

    /// Every tag that an article has, in the order of the alphabet.
    pub fn all_tags(&self) -> Result<Vec<TagCount>> {
        // The articles of a fold are one.
        let mut statement = self.conn.prepare_cached(
            "SELECT g.name, count(DISTINCT ifnull(a.fold, a.id)), count(DISTINCT ifnull(u.fold, u.article))
             FROM tags g JOIN tagged t ON t.tag = g.id JOIN articles a ON a.id = t.article
                LEFT JOIN unread u ON u.date = t.date AND u.article = t.article
             GROUP BY g.id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(TagCount {
                name: row.get(0)?,
                total: row.get(1)?,
                unread: row.get(2)?,
            })
        })?;
        let mut tags = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        tags.sort_by_cached_key(|tag| (tag.name.to_lowercase(), tag.name.clone()));
        Ok(tags)
    }
}

/// The numbers of the tags of this name: none, or one; more only where an older file had spellings side by side.
pub(super) fn ids(conn: &Connection, name: &str) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached("SELECT id, name FROM tags")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let known = rows.collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
    let same = known.into_iter().filter(|(_, known)| same_tag(known, name));
    Ok(same.map(|(id, _)| id).collect())
}

/// Gives articles a tag, whose name is clean; returns those that did not have it.
pub(super) fn give(
    conn: &Connection,
    articles: &[ArticleId],
    name: &str,
    now: UnixSeconds,
) -> Result<Vec<ArticleId>> {
    let id = if let Some(id) = ids(conn, name)?.first() {
        *id
    } else {
        conn.prepare_cached("INSERT INTO tags (name) VALUES (?1)")?
            .execute([name])?;
        conn.last_insert_rowid()
    };
    let mut insert = conn.prepare_cached(
        "INSERT INTO tagged (tag, date, article, created) SELECT ?1, date, id, ?3 FROM articles WHERE id = ?2
         ON CONFLICT DO NOTHING",
    )?;
    let mut changed = Vec::new();
    for article in fold::whole(conn, articles)? {
        if insert.execute(params![id, article.0, now])? > 0 {
            changed.push(article);
        }
    }
    forget_unused(conn, id)?;
    Ok(changed)
}

/// Takes a tag from articles; returns those that had it.
pub(super) fn take(
    conn: &Connection,
    articles: &[ArticleId],
    name: &str,
) -> Result<Vec<ArticleId>> {
    let mut changed = Vec::new();
    let articles = fold::whole(conn, articles)?;
    for id in ids(conn, name)? {
        let mut delete =
            conn.prepare_cached("DELETE FROM tagged WHERE article = ?1 AND tag = ?2")?;
        for article in &articles {
            if delete.execute([article.0, id])? > 0 {
                changed.push(*article);
            }
        }
        forget_unused(conn, id)?;
    }
    Ok(changed)
}

/// A tag is there as long as an article has it.
fn forget_unused(conn: &Connection, id: i64) -> Result<()> {
    conn.prepare_cached(
        "DELETE FROM tags WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM tagged WHERE tag = ?1)",
    )?
    .execute([id])?;
    Ok(())
}

/// In the order of the alphabet, whatever the case.
pub(super) fn sort(names: &mut [String]) {
    names.sort_by_cached_key(|name| (name.to_lowercase(), name.clone()));
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOW, entry};
    use super::*;

    const ONE: ArticleId = ArticleId(1);
    const TWO: ArticleId = ArticleId(2);

    fn store() -> (tempfile::TempDir, Store) {
        let (dir, mut store) = sample::store();
        let entries = vec![entry("2", "Two", "x", NOW), entry("1", "One", "x", NOW)];
        sample::poll(&mut store, "a", entries);
        (dir, store)
    }

    fn names(tags: &[&str]) -> Vec<String> {
        tags.iter().map(|tag| (*tag).to_owned()).collect()
    }

    #[test]
    fn tags_replace_those_before_and_undo_gives_them_back() {
        let (_dir, mut store) = store();
        let given = names(&["ships", " #Sea", "sea", "", "Übersee"]);
        assert!(store.set_tags(ONE, &given, NOW).unwrap().is_empty());
        let first = names(&["Sea", "ships", "Übersee"]);
        assert_eq!(store.tags(ONE).unwrap(), first);
        let before = store.set_tags(ONE, &names(&["later"]), NOW).unwrap();
        assert_eq!(before, first);
        assert_eq!(store.tags(ONE).unwrap(), ["later"]);
        store.set_tags(ONE, &before, NOW).unwrap();
        assert_eq!(store.tags(ONE).unwrap(), first);
        store.set_tags(ArticleId(99), &first, NOW).unwrap();
        assert!(
            store.tags(ArticleId(99)).unwrap().is_empty(),
            "there is no such article"
        );
    }

    #[test]
    fn one_tag_has_one_spelling_and_is_counted() {
        let (_dir, mut store) = store();
        assert_eq!(store.add_tag(&[ONE], "Übersee", NOW).unwrap(), [ONE]);
        assert_eq!(store.add_tag(&[ONE, TWO], "#übersee", NOW).unwrap(), [TWO]);
        assert_eq!(store.tags(TWO).unwrap(), ["Übersee"]);
        store.set_read(&[ONE], true, NOW).unwrap();
        let count = |total, unread| TagCount {
            name: "Übersee".to_owned(),
            total,
            unread,
        };
        assert_eq!(store.all_tags().unwrap(), [count(2, 1)]);
        assert_eq!(store.remove_tag(&[ONE], "ÜBERSEE").unwrap(), [ONE]);
        assert!(store.remove_tag(&[ONE], "ÜBERSEE").unwrap().is_empty());
        assert_eq!(store.all_tags().unwrap(), [count(1, 1)]);
        store.set_tags(TWO, &[], NOW).unwrap();
        assert_eq!(store.all_tags().unwrap(), []);
        assert!(
            store
                .add_tag(&[ArticleId(99)], "x", NOW)
                .unwrap()
                .is_empty()
        );
        let unused = ids(&store.conn, "x").unwrap();
        assert!(unused.is_empty(), "a tag of nothing is none");
    }
}
