//! `pullquote bookmark`: bookmarks set, taken away and listed, with notes and tags.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;
use serde_json::json;

use super::args::{BookmarkArgs, Places};
use super::list::date;
use super::{stored, tag};
use crate::cache::{Kept, Store};
use crate::config;
use crate::news::{ArticleId, Headline, Highlight, UnixSeconds};
use crate::runtime::{Event, Hooks, now};

/// Runs the command.
pub fn run(places: &Places, options: &BookmarkArgs) -> Result<ExitCode> {
    if options.list {
        list(&stored::reader(places)?, options.json)?;
        return Ok(ExitCode::SUCCESS);
    }
    let tags = tag::tags(&options.tags)?;
    let mut store = stored::writer(places)?;
    let ids = stored::articles(&store, &options.ids)?;
    // Without a configuration there is no hook.
    let config = config::load(&places.resolve()?.config_file).ok();
    let hooks = config.map(|config| Hooks::start(&config.hooks, &config.notify));
    let mut out = io::stdout().lock();
    for id in ids {
        let was = store.bookmark(id)?;
        store.set_bookmark(id, !options.remove, now())?;
        if let Some(note) = &options.note {
            store.set_note(id, Some(note), now())?;
        }
        for tag in &tags {
            store.add_tag(&[id], tag, now())?;
        }
        let bookmark = store.bookmark(id)?;
        if let Some(hooks) = hooks
            .as_ref()
            .filter(|_| was.is_none() && bookmark.is_some())
        {
            hooks.tell_of(Event::Bookmark, &store, id);
        }
        let id = id.0;
        if options.json {
            let (note, tags) = (store.note(ArticleId(id))?, store.tags(ArticleId(id))?);
            let bookmarked = bookmark.is_some();
            let object = json!({
                "id": id, "bookmarked": bookmarked, "created": bookmark, "note": note, "tags": tags
            });
            writeln!(out, "{object}")?;
        } else if bookmark.is_some() {
            writeln!(out, "{id}: bookmarked")?;
        } else if was.is_some() {
            writeln!(out, "{id}: no longer bookmarked")?;
        } else {
            writeln!(out, "{id}: was not bookmarked")?;
        }
    }
    if let Some(hooks) = hooks {
        hooks.finish();
    }
    Ok(ExitCode::SUCCESS)
}

fn list(store: &Store, json: bool) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for kept in store.kept()?.iter().filter(|kept| kept.headline.bookmarked) {
        if json {
            serde_json::to_writer(&mut out, &Row::of(kept))?;
            writeln!(out)?;
        } else {
            print(&mut out, kept)?;
        }
    }
    out.flush()?;
    Ok(())
}

/// What is kept, as scripts see it.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    #[serde(flatten)]
    headline: &'a Headline,
    source: &'a str,
    link: Option<&'a str>,
    created: UnixSeconds,
    note: Option<&'a str>,
    highlights: &'a [Highlight],
}

impl<'a> Row<'a> {
    /// Of one article.
    pub(super) fn of(kept: &'a Kept) -> Self {
        Self {
            headline: &kept.headline,
            source: &kept.source,
            link: kept.link.as_deref(),
            created: kept.created,
            note: kept.note.as_deref(),
            highlights: &kept.highlights,
        }
    }
}

fn print(out: &mut impl Write, kept: &Kept) -> io::Result<()> {
    let Kept {
        headline,
        source,
        note,
        tags,
        ..
    } = kept;
    let (id, date, title) = (headline.id.0, date(headline.date), &headline.title);
    write!(out, "{id:>7}  {date}  {source}  {title}")?;
    for tag in tags {
        write!(out, "  #{tag}")?;
    }
    writeln!(out)?;
    for line in note.iter().flat_map(|note| note.lines()) {
        writeln!(out, "{:7}  {line}", "")?;
    }
    Ok(())
}
