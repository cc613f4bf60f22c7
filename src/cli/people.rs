//! `pullquote people`: everyone who is quoted, and all that one of them said. Reads the cache and changes nothing but
//! its index.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde::Serialize;

use super::args::{PeopleArgs, PeopleSort, Places};
use super::list::date;
use super::{index, said, stored};
use crate::cache::Store;
use crate::news::{PeopleOrder, PeopleQuery, PersonId, PersonRow, Saying, SayingsQuery};

/// People asked for at a time.
const PAGE: u32 = 500;
/// Outlets that are named of one person.
const OUTLETS: u32 = 50;

/// Runs the command.
pub fn run(places: &Places, options: &PeopleArgs) -> Result<ExitCode> {
    let store = stored::reader(places)?;
    index::complete_or_say(places)?;
    let name = options.name.join(" ");
    let mut out = BufWriter::new(io::stdout().lock());
    let one = if name.trim().is_empty() {
        None
    } else {
        find(&store, &name)?
    };
    match one {
        Some(id) => person(&mut out, &store, id, options)?,
        None => list(&mut out, &store, &name, options)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The only person of that name; `None` where several have it in theirs.
fn find(store: &Store, name: &str) -> Result<Option<PersonId>> {
    let query = PeopleQuery {
        words: name.to_owned(),
        limit: 2,
        ..PeopleQuery::default()
    };
    let found = store.people(&query)?;
    let exact = store.person_named(name)?;
    let quoted = match exact {
        Some(id) => store.person(id)?.filter(|row| row.quotes > 0),
        None => None,
    };
    match (&found[..], quoted) {
        ([], None) => bail!("nobody of that name is quoted; `pullquote people` lists everyone"),
        ([only], _) => Ok(Some(only.id)),
        // "Finch" may be one of many; "Arlo Finch" is whom it names.
        (_, Some(row)) if name.trim().contains(' ') => Ok(Some(row.id)),
        _ => Ok(None),
    }
}

fn list(out: &mut impl Write, store: &Store, words: &str, options: &PeopleArgs) -> Result<()> {
    let mut query = PeopleQuery {
        order: match options.sort {
            PeopleSort::Count => PeopleOrder::Count,
            PeopleSort::Recent => PeopleOrder::Recent,
            PeopleSort::Name => PeopleOrder::Name,
        },
        words: words.to_owned(),
        ..PeopleQuery::default()
    };
    let mut left = options.limit;
    while left > 0 {
        query.limit = left.min(PAGE);
        let rows = store.people(&query)?;
        for row in &rows {
            if options.json {
                serde_json::to_writer(&mut *out, row)?;
                writeln!(out)?;
            } else {
                let outlets = if row.outlets == 1 {
                    "outlet "
                } else {
                    "outlets"
                };
                let day = date(row.last);
                writeln!(
                    out,
                    "{:>6}  {:>3} {outlets}  {}  {}",
                    row.quotes,
                    row.outlets,
                    day.split(' ').next().unwrap_or_default(),
                    named(row)
                )?;
            }
        }
        left -= rows.len() as u32;
        query.after = rows.last().map(|row| row.id);
        if rows.len() < query.limit as usize {
            break;
        }
    }
    Ok(())
}

/// Name and title.
fn named(row: &PersonRow) -> String {
    match &row.person.title {
        Some(title) => format!("{}, {title}", row.person.name),
        None => row.person.name.clone(),
    }
}

/// A person as scripts see them.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    row: &'a PersonRow,
    /// The outlets that quoted them, and how often.
    by: Vec<(String, u32)>,
    said: Vec<Saying>,
}

fn person(out: &mut impl Write, store: &Store, id: PersonId, options: &PeopleArgs) -> Result<()> {
    let Some(row) = store.person(id)? else {
        return Ok(());
    };
    let by = store.outlets_of(id, OUTLETS)?;
    let mut said: Vec<Saying> = Vec::new();
    let mut query = SayingsQuery {
        person: Some(id),
        limit: PAGE,
        ..SayingsQuery::default()
    };
    while said.len() < options.limit as usize {
        let page = store.sayings(&query)?;
        said.extend(page.rows);
        query.after = page.next;
        if page.next.is_none() {
            break;
        }
    }
    said.truncate(options.limit as usize);
    if options.json {
        serde_json::to_writer(
            &mut *out,
            &Whole {
                row: &row,
                by,
                said,
            },
        )?;
        writeln!(out)?;
        return Ok(());
    }
    writeln!(out, "{}", named(&row))?;
    if !row.person.aliases.is_empty() {
        writeln!(out, "also {}", row.person.aliases.join(", "))?;
    }
    let outlets: Vec<String> = by
        .iter()
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    writeln!(out, "{} quotations: {}\n", row.quotes, outlets.join(", "))?;
    for saying in &said {
        said::plain(out, saying, 0)?;
    }
    Ok(())
}
