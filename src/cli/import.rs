//! `pullquote import`: bookmarks of browsers and other readers, and what was saved of a damaged cache.

use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use super::args::{ImportArgs, Places};
use super::netscape::{self, Link};
use super::{obtain, tag};
use crate::cache::{Imported, Saved, Store};
use crate::poller::Wanted;
use crate::runtime::now;

/// Runs the command.
pub fn run(places: &Places, options: &ImportArgs) -> Result<ExitCode> {
    if obtain::address(&options.source).is_some() {
        bail!("bookmarks are imported from a file; download this one first");
    }
    let tags = tag::tags(&options.tags)?;
    let document = obtain::obtain(&options.source, Wanted::Page)?;
    let text = String::from_utf8_lossy(&document.bytes);
    let mut saved = read(&text)?;
    for one in saved.iter_mut().filter(|one| one.is_kept()) {
        one.tags.extend_from_slice(&tags);
    }
    let mut store = Store::open(&places.resolve()?.data_dir)?;
    let done = store.import(&saved, now(), options.dry_run)?;
    let mut out = io::stdout().lock();
    let Imported {
        added,
        changed,
        unchanged,
        passed_over,
    } = done;
    if options.json {
        let object = json!({
            "added": added, "changed": changed, "unchanged": unchanged, "passed_over": passed_over
        });
        writeln!(out, "{object}")?;
        return Ok(ExitCode::SUCCESS);
    }
    let would = if options.dry_run { "would be " } else { "" };
    writeln!(
        out,
        "{added} {would}added, {changed} {would}marked, {unchanged} here already"
    )?;
    if passed_over > 0 {
        writeln!(
            out,
            "{passed_over} passed over: no web addresses, or read marks of articles that are not here"
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What a file holds: a bookmark file, or lines of JSON as a damaged cache leaves them.
fn read(text: &str) -> Result<Vec<Saved>> {
    if text.trim_start().starts_with('{') {
        let lines = text
            .lines()
            .zip(1..)
            .filter(|(line, _)| !line.trim().is_empty());
        let saved = lines.map(|(line, number)| {
            serde_json::from_str(line).with_context(|| format!("line {number} cannot be read"))
        });
        return saved.collect();
    }
    let links = netscape::links(text);
    if links.is_empty() {
        bail!("this is no bookmark file: it holds no link");
    }
    Ok(links.into_iter().map(saved).collect())
}

fn saved(link: Link) -> Saved {
    Saved {
        title: link.title,
        bookmarked: Some(link.created.unwrap_or_else(now)),
        tags: link.tags,
        note: Some(link.note).filter(|note| !note.is_empty()),
        link: Some(link.url),
        ..Saved::default()
    }
}
