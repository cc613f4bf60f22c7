//! `pullquote bookmark`: what is kept, with notes and tags.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde::Serialize;
use serde_json::json;

use super::args::{BookmarkArgs, Places};
use super::list::date;
use super::stored;
use crate::cache::{Kept, Store};
use crate::news::{ArticleId, Bookmark, Headline, UnixSeconds, clean, clean_line};
use crate::runtime::now;

/// Runs the command.
pub fn run(places: &Places, options: &BookmarkArgs) -> Result<ExitCode> {
    if options.list {
        list(&stored::reader(places)?, options.json)?;
        return Ok(ExitCode::SUCCESS);
    }
    let tags = tags(&options.tags)?;
    let mut store = stored::writer(places)?;
    let ids = stored::articles(&store, &options.ids)?;
    let mut out = io::stdout().lock();
    for id in ids {
        let line = if options.remove {
            let was = store.bookmark(id)?.is_some();
            store.set_bookmark(id, false, now())?;
            if options.json {
                json!({ "id": id, "bookmarked": false }).to_string()
            } else if was {
                format!("{}: no longer bookmarked", id.0)
            } else {
                format!("{}: was not bookmarked", id.0)
            }
        } else {
            let bookmark = changed(&store, id, options.note.as_deref(), &tags)?;
            store.put_bookmark(&bookmark)?;
            if options.json {
                let Bookmark {
                    created,
                    note,
                    tags,
                    ..
                } = bookmark;
                json!({ "id": id, "bookmarked": true, "created": created, "note": note, "tags": tags }).to_string()
            } else {
                format!("{}: bookmarked", id.0)
            }
        };
        writeln!(out, "{line}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Tags as they are kept: on one line, none empty.
fn tags(given: &[String]) -> Result<Vec<String>> {
    let tags: Vec<String> = given.iter().map(|tag| clean_line(tag.as_str())).collect();
    if tags.iter().any(String::is_empty) {
        bail!("a tag is empty");
    }
    Ok(tags)
}

/// The article's bookmark, or a new one, with another note, if one is given, and with these tags too.
fn changed(store: &Store, id: ArticleId, note: Option<&str>, tags: &[String]) -> Result<Bookmark> {
    let mut bookmark = store.bookmark(id)?.unwrap_or(Bookmark {
        article: id,
        created: now(),
        note: None,
        tags: Vec::new(),
    });
    if let Some(note) = note {
        let note = clean(note).trim().to_owned();
        bookmark.note = (!note.is_empty()).then_some(note);
    }
    for tag in tags {
        if !bookmark.tags.contains(tag) {
            bookmark.tags.push(tag.clone());
        }
    }
    Ok(bookmark)
}

fn list(store: &Store, json: bool) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for kept in store.kept()? {
        if json {
            serde_json::to_writer(&mut out, &Row::of(&kept))?;
            writeln!(out)?;
        } else {
            print(&mut out, &kept)?;
        }
    }
    out.flush()?;
    Ok(())
}

/// A bookmark as scripts see it.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    #[serde(flatten)]
    headline: &'a Headline,
    source: &'a str,
    link: Option<&'a str>,
    created: UnixSeconds,
    note: Option<&'a str>,
    tags: &'a [String],
}

impl<'a> Row<'a> {
    /// Of a bookmark.
    pub(super) fn of(kept: &'a Kept) -> Self {
        Self {
            headline: &kept.headline,
            source: &kept.source,
            link: kept.link.as_deref(),
            created: kept.bookmark.created,
            note: kept.bookmark.note.as_deref(),
            tags: &kept.bookmark.tags,
        }
    }
}

fn print(out: &mut impl Write, kept: &Kept) -> io::Result<()> {
    let Kept {
        headline,
        source,
        bookmark,
        ..
    } = kept;
    let (id, date, title) = (headline.id.0, date(headline.date), &headline.title);
    write!(out, "{id:>7}  {date}  {source}  {title}")?;
    for tag in &bookmark.tags {
        write!(out, "  #{tag}")?;
    }
    writeln!(out)?;
    for line in bookmark.note.iter().flat_map(|note| note.lines()) {
        writeln!(out, "{:7}  {line}", "")?;
    }
    Ok(())
}
