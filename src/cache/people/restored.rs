//! What the reader decided about people, out of the log of what is kept: by names, since numbers are those of one
//! database. Whoever is missing is made, and known by name until an article quotes them.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::error::Result;
use super::link::{add, add_person, choose_title};
use super::rules::{give, know_by, settle};
use crate::news::{ArticleId, PersonId, UnixSeconds};
use crate::quotes::Identity;

/// No name is that of more people.
const NAMESAKES: u32 = 1000;

/// A name belongs to this person from now on.
pub(in super::super) fn rename(
    conn: &Connection,
    name: &Identity,
    person: &Identity,
    nth: u32,
) -> Result<()> {
    let name = row(conn, name)?;
    let to = whom(conn, person, nth)?;
    let from = conn
        .prepare_cached("SELECT person FROM names WHERE id = ?1")?
        .query_row([name], |row| row.get(0).map(PersonId))?;
    if from != to {
        give(conn, name, to)?;
        know_by(conn, to, from)?;
        settle(conn, name)?;
        choose_title(conn, to.0)?;
    }
    Ok(())
}

/// What goes with this title, or stands in this article, belongs to another person of that name.
pub(in super::super) fn part(
    conn: &Connection,
    name: &Identity,
    title: &str,
    article: Option<ArticleId>,
    person: &Identity,
    nth: u32,
) -> Result<()> {
    let name = row(conn, name)?;
    let to = whom(conn, person, nth)?;
    super::rules::part(conn, name, title, article.map_or(0, |id| id.0), to)?;
    settle(conn, name)
}

/// And no more.
pub(in super::super) fn unpart(
    conn: &Connection,
    name: &Identity,
    title: &str,
    article: Option<ArticleId>,
) -> Result<()> {
    let name = row(conn, name)?;
    super::rules::unpart(conn, name, title, article.map_or(0, |id| id.0))?;
    settle(conn, name)
}

/// Follows a person since then, or (with `None`) no more.
pub(in super::super) fn follow(
    conn: &Connection,
    person: &Identity,
    nth: u32,
    created: Option<UnixSeconds>,
) -> Result<()> {
    let id = whom(conn, person, nth)?;
    match created {
        Some(created) => conn
            .prepare_cached(
                "INSERT INTO follows (person, created) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )?
            .execute(params![id.0, created])?,
        None => conn
            .prepare_cached("DELETE FROM follows WHERE person = ?1")?
            .execute([id.0])?,
    };
    Ok(())
}

/// The row of a name, made with its first person where it is missing.
fn row(conn: &Connection, name: &Identity) -> Result<i64> {
    let known = conn
        .prepare_cached("SELECT id FROM names WHERE key = ?1")?
        .query_row([&name.key], |row| row.get(0))
        .optional()?;
    match known {
        Some(id) => Ok(id),
        None => Ok(add(conn, name)?.0),
    }
}

/// The person of a name before whom there were so many.
fn whom(conn: &Connection, person: &Identity, nth: u32) -> Result<PersonId> {
    let own = row(conn, person)?;
    let nth = nth.min(NAMESAKES);
    loop {
        let id = conn
            .prepare_cached("SELECT id FROM people WHERE own = ?1 ORDER BY id LIMIT 1 OFFSET ?2")?
            .query_row(params![own, nth], |row| row.get(0).map(PersonId))
            .optional()?;
        if let Some(id) = id {
            return Ok(id);
        }
        add_person(conn, own, person)?;
    }
}
