//! What the reader knows better: that two people are one, or that one is two. Both are kept as rules, and both can be
//! taken back exactly.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::news::{ArticleId, Merge, PartedBy, Parting, Person, PersonId};
use crate::quotes::{Identity, folded, identity};

use super::super::Store;
use super::super::error::Result;
use super::super::feeds::LEFT;
use super::link::{Known, add_person, choose_title, put, whose};

/// Other names that a merged person is found by, at most.
const ALIASES: usize = 24;

impl Store {
    /// Makes two people one: all names of the first are names of the second from now on. `None` where they are one.
    pub fn merge_people(&mut self, from: PersonId, into: PersonId) -> Result<Option<Merge>> {
        if from == into {
            return Ok(None);
        }
        let tx = self.transaction()?;
        let names = names_of(&tx, from)?;
        let partings = partings_of(&tx, from)?;
        tx.execute(
            "UPDATE names SET person = ?2 WHERE person = ?1",
            [from.0, into.0],
        )?;
        // Quotations that were parted from other names go along.
        tx.execute(
            "UPDATE partings SET person = ?2 WHERE person = ?1",
            [from.0, into.0],
        )?;
        tx.execute(
            "UPDATE quotes SET person = ?2 WHERE person = ?1",
            [from.0, into.0],
        )?;
        let follows = tx.execute(
            "INSERT INTO follows (person, created)
             SELECT ?2, f.created FROM follows f WHERE f.person = ?1 ON CONFLICT DO NOTHING",
            [from.0, into.0],
        )? > 0;
        know_by(&tx, into, from)?;
        choose_title(&tx, into.0)?;
        tx.commit()?;
        Ok(Some(Merge {
            from,
            into,
            names,
            partings,
            follows,
        }))
    }

    /// Takes a merge back: names that were moved, with all that was said under them, also since.
    pub fn unmerge_people(&mut self, merge: &Merge) -> Result<()> {
        let tx = self.transaction()?;
        for name in &merge.names {
            give(&tx, *name, merge.from)?;
        }
        for (name, title, article) in &merge.partings {
            part(&tx, *name, title, *article, merge.from)?;
        }
        let moved = merge.partings.iter().map(|(name, ..)| name);
        for name in merge.names.iter().chain(moved) {
            settle(&tx, *name)?;
        }
        if merge.follows {
            tx.execute("DELETE FROM follows WHERE person = ?1", [merge.into.0])?;
        }
        forget(&tx, merge.into, merge.from)?;
        choose_title(&tx, merge.from.0)?;
        tx.commit()?;
        Ok(())
    }

    /// Says that a quotation is by another person of that name. What tells them apart is the name, where two were
    /// merged; else the title that goes with it here; else nothing but the article. `None` where nobody is named.
    pub fn part_people(&mut self, article: ArticleId, number: u32) -> Result<Option<Parting>> {
        let tx = self.transaction()?;
        let Some((name, from, speaker, title)) = quotation(&tx, article, number)? else {
            return Ok(None);
        };
        let Some(identity) = identity(&speaker) else {
            return Ok(None);
        };
        let known = Known::of(&tx, from)?;
        let to = if known.own == name {
            add_person(&tx, name, &identity)?
        } else {
            own_person(&tx, name, &identity)?
        };
        let by = if known.own != name && holds(&tx, name, from)? {
            PartedBy::Name(name)
        } else {
            let title = title.as_deref().map(folded).filter(|t| !t.is_empty());
            match title {
                Some(title) if differs(&tx, from, &title)? => PartedBy::Title { name, title },
                _ => PartedBy::Article { name, article },
            }
        };
        let parting = Parting {
            from: PersonId(from),
            to: PersonId(to),
            by,
        };
        apply(&tx, &parting)?;
        choose_title(&tx, to)?;
        choose_title(&tx, from)?;
        tx.commit()?;
        Ok(Some(parting))
    }

    /// Takes a parting back.
    pub fn unpart_people(&mut self, parting: &Parting) -> Result<()> {
        let tx = self.transaction()?;
        let name = match &parting.by {
            PartedBy::Name(name) => {
                give(&tx, *name, parting.from)?;
                know_by(&tx, parting.from, parting.to)?;
                name
            }
            PartedBy::Title { name, title } => {
                unpart(&tx, *name, title, 0)?;
                name
            }
            PartedBy::Article { name, article } => {
                unpart(&tx, *name, "", article.0)?;
                name
            }
        };
        settle(&tx, *name)?;
        choose_title(&tx, parting.from.0)?;
        tx.commit()?;
        Ok(())
    }
}

fn apply(conn: &Connection, parting: &Parting) -> Result<()> {
    let name = match &parting.by {
        PartedBy::Name(name) => {
            give(conn, *name, parting.to)?;
            forget(conn, parting.from, parting.to)?;
            name
        }
        PartedBy::Title { name, title } => {
            part(conn, *name, title, 0, parting.to)?;
            name
        }
        PartedBy::Article { name, article } => {
            part(conn, *name, "", article.0, parting.to)?;
            name
        }
    };
    settle(conn, *name)
}

pub(super) fn give(conn: &Connection, name: i64, to: PersonId) -> Result<()> {
    conn.execute("UPDATE names SET person = ?2 WHERE id = ?1", [name, to.0])?;
    Ok(())
}

pub(super) fn part(
    conn: &Connection,
    name: i64,
    title: &str,
    article: i64,
    to: PersonId,
) -> Result<()> {
    conn.execute(
        "INSERT INTO partings VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET person = excluded.person",
        params![name, title, article, to.0],
    )?;
    Ok(())
}

pub(super) fn unpart(conn: &Connection, name: i64, title: &str, article: i64) -> Result<()> {
    conn.execute(
        "DELETE FROM partings WHERE name = ?1 AND title = ?2 AND article = ?3",
        params![name, title, article],
    )?;
    Ok(())
}

/// Article, number, title and person of a quotation.
type Said = (i64, i64, Option<String>, Option<i64>);

/// Gives everything that was said under a name to whom the rules say; what a feed that left quotes is no one's.
pub(super) fn settle(conn: &Connection, name: i64) -> Result<()> {
    let parted = conn
        .prepare_cached("SELECT 1 FROM partings WHERE name = ?1")?
        .exists([name])?;
    if !parted {
        conn.execute(
            "UPDATE quotes SET person = (SELECT person FROM names WHERE id = ?1)
             WHERE name = ?1 AND person IS NOT (SELECT person FROM names WHERE id = ?1)
                AND (SELECT tier FROM articles WHERE id = quotes.article) < ?2",
            [name, LEFT],
        )?;
        return Ok(());
    }
    let mut statement =
        conn.prepare_cached("SELECT q.article, q.number, q.title, q.person FROM quotes q JOIN articles a ON a.id = q.article
            WHERE q.name = ?1 AND a.tier < ?2")?;
    let rows = statement.query_map([name, LEFT], |row| {
        let title: Option<String> = row.get(2)?;
        Ok((row.get(0)?, row.get(1)?, title, row.get(3)?))
    })?;
    let rows: Vec<Said> = rows.collect::<rusqlite::Result<_>>()?;
    let mut update =
        conn.prepare_cached("UPDATE quotes SET person = ?3 WHERE article = ?1 AND number = ?2")?;
    for (article, number, title, person) in rows {
        let now = whose(conn, name, title.as_deref(), article)?;
        if person != Some(now) {
            update.execute([article, number, now])?;
        }
    }
    Ok(())
}

/// Name, person, speaker and title of a quotation.
type Quotation = (i64, i64, String, Option<String>);

fn quotation(conn: &Connection, article: ArticleId, number: u32) -> Result<Option<Quotation>> {
    let row = conn
        .prepare_cached(
            "SELECT name, person, speaker, title FROM quotes
             WHERE article = ?1 AND number = ?2 AND name IS NOT NULL AND person IS NOT NULL",
        )?
        .query_row(params![article.0, number], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        });
    Ok(row.optional()?)
}

fn names_of(conn: &Connection, person: PersonId) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached("SELECT id FROM names WHERE person = ?1")?;
    let rows = statement.query_map([person.0], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn partings_of(conn: &Connection, person: PersonId) -> Result<Vec<(i64, String, i64)>> {
    let mut statement =
        conn.prepare_cached("SELECT name, title, article FROM partings WHERE person = ?1")?;
    let rows = statement.query_map([person.0], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn holds(conn: &Connection, name: i64, person: i64) -> Result<bool> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM names WHERE id = ?1 AND person = ?2")?
        .exists([name, person])?)
}

/// The person whose own name this is: the one that it was made for.
fn own_person(conn: &Connection, name: i64, identity: &Identity) -> Result<i64> {
    let first = conn
        .prepare_cached("SELECT id FROM people WHERE own = ?1 ORDER BY id LIMIT 1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    match first {
        Some(id) => Ok(id),
        None => add_person(conn, name, identity),
    }
}

/// Whether a person is also quoted without this title: otherwise it tells nobody apart.
fn differs(conn: &Connection, person: i64, title: &str) -> Result<bool> {
    let mut statement = conn.prepare_cached(
        "SELECT q.title FROM appearances p CROSS JOIN quotes q ON q.article = p.article AND +q.person = p.person
         WHERE p.person = ?1 ORDER BY p.date DESC LIMIT 1000",
    )?;
    let mut rows = statement.query([person])?;
    while let Some(row) = rows.next()? {
        let other: Option<String> = row.get(0)?;
        if other.as_deref().map(folded).unwrap_or_default() != title {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes a person known by the names of another.
pub(super) fn know_by(conn: &Connection, id: PersonId, other: PersonId) -> Result<()> {
    let other = Known::of(conn, other.0)?.person;
    let mut person = Known::of(conn, id.0)?.person;
    for name in std::iter::once(&other.name).chain(&other.aliases) {
        let known = *name == person.name || person.aliases.contains(name);
        if !known && person.aliases.len() < ALIASES {
            person.aliases.push(name.clone());
        }
    }
    put(conn, id.0, &person, true)
}

/// And no more.
fn forget(conn: &Connection, id: PersonId, other: PersonId) -> Result<()> {
    let other = Known::of(conn, other.0)?.person;
    let person = Known::of(conn, id.0)?.person;
    let aliases = person
        .aliases
        .iter()
        .filter(|alias| **alias != other.name && !other.aliases.contains(alias))
        .cloned()
        .collect();
    put(conn, id.0, &Person { aliases, ..person }, true)?;
    choose_title(conn, id.0)
}
