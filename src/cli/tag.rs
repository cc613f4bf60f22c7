//! `pullquote tag`: tags of articles, set, taken away and listed.

use std::io::{self, BufWriter, Write as _};
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde_json::json;

use super::args::{Places, TagArgs};
use super::stored;
use crate::cache::Store;
use crate::news;
use crate::runtime::now;

/// Runs the command.
pub fn run(places: &Places, options: &TagArgs) -> Result<ExitCode> {
    if options.ids.is_empty() {
        list(&stored::reader(places)?, options.json)?;
        return Ok(ExitCode::SUCCESS);
    }
    let (add, remove) = (tags(&options.add)?, tags(&options.remove)?);
    let store = if add.is_empty() && remove.is_empty() {
        stored::reader(places)?
    } else {
        let mut store = stored::writer(places)?;
        let ids = stored::articles(&store, &options.ids)?;
        for tag in &add {
            store.add_tag(&ids, tag, now())?;
        }
        for tag in &remove {
            store.remove_tag(&ids, tag)?;
        }
        store
    };
    let mut out = io::stdout().lock();
    for id in stored::articles(&store, &options.ids)? {
        let tags = store.tags(id)?;
        if options.json {
            writeln!(out, "{}", json!({ "id": id, "tags": tags }))?;
        } else if tags.is_empty() {
            writeln!(out, "{}: no tags", id.0)?;
        } else {
            writeln!(out, "{}: {}", id.0, tags.join(", "))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Tags as they are kept; an error where one says nothing.
pub(super) fn tags(given: &[String]) -> Result<Vec<String>> {
    if given.iter().any(|line| news::tags(line).is_empty()) {
        bail!("a tag is empty");
    }
    Ok(given.iter().flat_map(|line| news::tags(line)).collect())
}

fn list(store: &Store, json: bool) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for tag in store.all_tags()? {
        let (name, total, unread) = (&tag.name, tag.total, tag.unread);
        if json {
            let object = json!({ "tag": name, "unread": unread, "total": total });
            writeln!(out, "{object}")?;
        } else {
            writeln!(out, "{unread:>6} / {total:<6}  {name}")?;
        }
    }
    out.flush()?;
    Ok(())
}
