//! From a speaker's name in one article to the person over all articles, as quotations are stored.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::news::{ArticleId, Person};
use crate::quotes::{Identity, folded, identity, is_better_form};

use super::super::error::Result;
use super::super::feeds::{LEFT, host};
use super::super::search::indexable;

/// Other forms of a name that are kept, at most.
const ALIASES: usize = 12;
/// The title that stands most often in so many of the latest quotations is the person's.
const TITLES: u32 = 12;

/// Links the quotations of one article.
pub(in super::super) struct Linker<'c> {
    conn: &'c Connection,
    article: ArticleId,
    /// The article's date.
    pub date: i64,
    /// The article's outlet.
    pub outlet: i64,
    /// The article's feed left the configuration: what it quotes counts among no one's quotations.
    left: bool,
    /// Persons whose title is not the one that this article gives them.
    doubtful: Vec<i64>,
}

/// Whose a quotation is: the name's row and the person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Link {
    pub name: i64,
    pub person: i64,
    /// Whether it counts among the person's.
    pub counts: bool,
}

impl<'c> Linker<'c> {
    pub fn new(conn: &'c Connection, article: ArticleId) -> Result<Self> {
        let (feed, date, tier): (i64, i64, i64) = conn
            .prepare_cached("SELECT feed, date, tier FROM articles WHERE id = ?1")?
            .query_row([article.0], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        Ok(Self {
            conn,
            article,
            date,
            outlet: outlet(conn, feed)?,
            left: tier >= LEFT,
            doubtful: Vec::new(),
        })
    }

    /// The person of a speaker, who is made if the name is new; `None` where nobody is named.
    pub fn link(&mut self, speaker: &Person) -> Result<Option<Link>> {
        let Some(identity) = identity(&speaker.name) else {
            return Ok(None);
        };
        let known: Option<i64> = self
            .conn
            .prepare_cached("SELECT id FROM names WHERE key = ?1")?
            .query_row([&identity.key], |row| row.get(0))
            .optional()?;
        let link = match known {
            Some(name) => {
                let title = speaker.title.as_deref();
                let person = whose(self.conn, name, title, self.article.0)?;
                (name, person)
            }
            None => add(self.conn, &identity)?,
        };
        let link = Link {
            name: link.0,
            person: link.1,
            counts: !self.left,
        };
        self.meet(link, &identity, speaker)?;
        Ok(Some(link))
    }

    /// Takes in what an article says of a person: a better form of the name, a title, other names.
    fn meet(&mut self, link: Link, identity: &Identity, speaker: &Person) -> Result<()> {
        let known = Known::of(self.conn, link.person)?;
        let mut person = known.person.clone();
        let is_own = known.own == link.name;
        if is_own && is_better_form(&identity.name, &person.name) {
            let before = std::mem::replace(&mut person.name, identity.name.clone());
            add_alias(&mut person, &before);
        } else {
            add_alias(&mut person, &identity.name);
        }
        for alias in &speaker.aliases {
            add_alias(&mut person, alias);
        }
        if person.title.is_none() {
            person.title.clone_from(&speaker.title);
        } else if speaker.title.is_some()
            && person.title != speaker.title
            && !self.doubtful.contains(&link.person)
        {
            self.doubtful.push(link.person);
        }
        if person != known.person {
            put(self.conn, link.person, &person, true)?;
        }
        Ok(())
    }

    /// To be called when all quotations of the article are stored: gives people the title that fits best now.
    pub fn finish(self) -> Result<()> {
        for id in self.doubtful {
            choose_title(self.conn, id)?;
        }
        Ok(())
    }
}

/// What is stored of a person.
pub(super) struct Known {
    pub own: i64,
    pub person: Person,
}

impl Known {
    pub(super) fn of(conn: &Connection, id: i64) -> Result<Self> {
        let mut statement =
            conn.prepare_cached("SELECT own, name, title, aliases FROM people WHERE id = ?1")?;
        Ok(statement.query_row([id], |row| {
            let aliases: String = row.get(3)?;
            Ok(Self {
                own: row.get(0)?,
                person: Person {
                    name: row.get(1)?,
                    title: row.get(2)?,
                    aliases: serde_json::from_str(&aliases).unwrap_or_default(),
                },
            })
        })?)
    }
}

/// Stores name, title and aliases of a person, and what the people view finds them by.
pub(super) fn put(conn: &Connection, id: i64, person: &Person, known: bool) -> Result<()> {
    conn.prepare_cached("UPDATE people SET name = ?2, title = ?3, aliases = ?4 WHERE id = ?1")?
        .execute(params![
            id,
            person.name,
            person.title,
            serde_json::to_string(&person.aliases).expect("strings are JSON")
        ])?;
    if known {
        conn.prepare_cached("DELETE FROM people_search WHERE rowid = ?1")?
            .execute([id])?;
    }
    conn.prepare_cached(
        "INSERT INTO people_search (rowid, name, title, aliases) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        id,
        indexable(&person.name),
        person.title.as_deref().map(indexable),
        indexable(&person.aliases.join(" · "))
    ])?;
    Ok(())
}

/// Whose a name is, with that title and in that article: what the reader decided counts first.
pub(super) fn whose(
    conn: &Connection,
    name: i64,
    title: Option<&str>,
    article: i64,
) -> Result<i64> {
    let title = title.map(folded).unwrap_or_default();
    let mut statement = conn.prepare_cached(
        "SELECT coalesce(
            (SELECT person FROM partings WHERE name = ?1 AND title = '' AND article = ?3),
            (SELECT person FROM partings WHERE name = ?1 AND title = ?2 AND article = 0 AND title <> ''),
            (SELECT person FROM names WHERE id = ?1))",
    )?;
    Ok(statement.query_row(params![name, title, article], |row| row.get(0))?)
}

/// A new name and its person.
pub(super) fn add(conn: &Connection, identity: &Identity) -> Result<(i64, i64)> {
    let person = add_person(conn, 0, identity)?;
    conn.prepare_cached("INSERT INTO names (key, person) VALUES (?1, ?2)")?
        .execute(params![identity.key, person])?;
    let name = conn.last_insert_rowid();
    conn.prepare_cached("UPDATE people SET own = ?2 WHERE id = ?1")?
        .execute([person, name])?;
    Ok((name, person))
}

/// One more person; `own` is the row of their name.
pub(super) fn add_person(conn: &Connection, own: i64, identity: &Identity) -> Result<i64> {
    conn.prepare_cached("INSERT INTO people (own, name, sort) VALUES (?1, ?2, ?3)")?
        .execute(params![own, identity.name, identity.sort])?;
    let id = conn.last_insert_rowid();
    let person = Person {
        name: identity.name.clone(),
        ..Person::default()
    };
    put(conn, id, &person, false)?;
    Ok(id)
}

fn add_alias(person: &mut Person, alias: &str) {
    let alias = alias.trim();
    let known =
        alias.is_empty() || alias == person.name || person.aliases.iter().any(|a| a == alias);
    if !known && person.aliases.len() < ALIASES {
        person.aliases.push(alias.to_owned());
    }
}

/// The title that stands most often in the latest quotations of a person; of two, the later one.
pub(super) fn choose_title(conn: &Connection, id: i64) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "SELECT q.title FROM appearances p CROSS JOIN quotes q ON q.article = p.article AND +q.person = p.person
         WHERE p.person = ?1 AND q.title IS NOT NULL ORDER BY p.date DESC, p.article DESC LIMIT ?2",
    )?;
    let rows = statement.query_map(params![id, TITLES], |row| row.get::<_, String>(0))?;
    let titles = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    // "Dr." says less than any other, however often it stands there.
    let count = |title: &String| {
        let times = titles.iter().filter(|t| *t == title).count();
        (!is_address(title), times)
    };
    // The last of several maxima: the latest, from the end.
    let title = titles
        .iter()
        .rev()
        .max_by_key(|title| count(title))
        .cloned();
    let known = Known::of(conn, id)?;
    if title.is_some() && title != known.person.title {
        put(
            conn,
            id,
            &Person {
                title,
                ..known.person
            },
            true,
        )?;
    }
    Ok(())
}

/// Whether a title is no more than a form of address.
fn is_address(title: &str) -> bool {
    let mut words = title.split_whitespace();
    words.all(|word| word.ends_with('.') && word.len() <= 6)
}

/// The outlet of a feed: the first feed of its web site that was read.
fn outlet(conn: &Connection, feed: i64) -> Result<i64> {
    let known: Option<i64> = conn
        .prepare_cached("SELECT outlet FROM feeds WHERE id = ?1")?
        .query_row([feed], |row| row.get(0))?;
    if let Some(outlet) = known {
        return Ok(outlet);
    }
    let mut statement = conn.prepare("SELECT id, coalesce(site, url), outlet FROM feeds")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, host(&row.get::<_, String>(1)?), row.get(2)?))
    })?;
    let sites: Vec<(i64, String, Option<i64>)> = rows.collect::<rusqlite::Result<_>>()?;
    let own = sites
        .iter()
        .find(|(id, _, _)| *id == feed)
        .map(|(_, host, _)| host);
    let sibling = sites
        .iter()
        .filter(|(_, host, _)| Some(host) == own)
        .find_map(|(_, _, outlet)| *outlet);
    let outlet = sibling.unwrap_or(feed);
    conn.execute("UPDATE feeds SET outlet = ?2 WHERE id = ?1", [feed, outlet])?;
    Ok(outlet)
}

/// Removes what no quotation leads to any more: word sequences, and people of whom nothing is kept.
pub(in super::super) fn sweep(conn: &Connection) -> Result<()> {
    conn.execute(
        "DELETE FROM shingles WHERE NOT EXISTS (
            SELECT 1 FROM quotes q WHERE q.article = shingles.article AND q.number = shingles.number)",
        [],
    )?;
    Ok(())
}
