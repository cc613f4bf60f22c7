//! `pullquote opml import|export`: feeds from and to other readers. Adds to the configuration; removes nothing from it.

use std::cell::RefCell;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use serde_json::json;

use super::args::{OpmlCommand, Places};
use super::feed::titled;
use super::obtain::obtain;
use crate::config::edit::{self, EditError, NewFeed};
use crate::config::opml::{self, OpmlError, Subscription};
use crate::config::{self, EXAMPLE, WELCOME};
use crate::poller::{Wanted, decode};

/// Addresses not taken that the text form names.
const NAMED: usize = 10;

/// Runs the command.
pub fn run(places: &Places, command: &OpmlCommand) -> Result<ExitCode> {
    let config::Places {
        config_file: path,
        data_dir,
        ..
    } = places.resolve()?;
    match command {
        OpmlCommand::Import { source, json } => import(&path, source, *json),
        OpmlCommand::Export { file } => export(&path, &data_dir, file.as_deref()),
    }
}

fn import(path: &Path, source: &str, json: bool) -> Result<ExitCode> {
    let document = obtain(source, Wanted::Feed)?;
    if document.bytes.len() > opml::MAX_BYTES {
        return Err(OpmlError::TooLarge.into());
    }
    let decoded = decode::decode(&document.bytes, document.content_type.as_deref());
    let list = opml::read(&decoded.text).with_context(|| source.to_owned())?;
    let new: Vec<NewFeed> = list.feeds.iter().map(new).collect();

    let created = config::create(path)?;
    let added = RefCell::new(Vec::new());
    edit::apply(path, |text| {
        let own = if created {
            Some(without_examples(text)?)
        } else {
            None
        };
        let edited = edit::add_feeds(own.as_deref().unwrap_or(text), &new)?;
        *added.borrow_mut() = edited.added;
        Ok(edited.text)
    })?;
    let added: Vec<&Subscription> = added.take().into_iter().map(|n| &list.feeds[n]).collect();
    let known = list.duplicates + list.feeds.len() - added.len();

    let mut out = io::stdout().lock();
    if json {
        let added = added
            .iter()
            .map(|feed| json!({ "url": feed.url, "name": feed.name, "folder": feed.folder }));
        let refused = list
            .refused
            .iter()
            .map(|r| json!({ "url": r.url, "why": r.why }));
        let report = json!({
            "added": added.collect::<Vec<_>>(),
            "duplicates": known,
            "refused": refused.collect::<Vec<_>>(),
            "incomplete": list.incomplete,
        });
        writeln!(out, "{report}")?;
        return Ok(ExitCode::SUCCESS);
    }
    let plural = if added.len() == 1 { "" } else { "s" };
    write!(out, "added {} feed{plural}", added.len())?;
    if known > 0 {
        write!(out, "; {known} there already")?;
    }
    writeln!(out)?;
    for refused in list.refused.iter().take(NAMED) {
        eprintln!("not added: {} {}", refused.url, refused.why);
    }
    if list.refused.len() > NAMED {
        eprintln!("not added: {} more", list.refused.len() - NAMED);
    }
    for fault in decoded.fault.iter().chain(&list.incomplete) {
        eprintln!("{source}: {fault}");
    }
    Ok(ExitCode::SUCCESS)
}

fn new(feed: &Subscription) -> NewFeed<'_> {
    NewFeed {
        url: &feed.url,
        name: feed.name.as_deref(),
        folder: feed.folder.as_deref(),
        tags: &[],
    }
}

/// A new configuration without the feeds to begin with: who brings a list has feeds. What pullquote says of itself stays.
fn without_examples(text: &str) -> Result<String, EditError> {
    let examples = config::parse(EXAMPLE, Path::new("config.toml"))?.feeds;
    let examples = examples.iter().filter(|feed| feed.url != WELCOME);
    examples
        .into_iter()
        .try_fold(text.to_owned(), |text, feed| {
            edit::remove_feed(&text, &feed.url)
        })
}

fn export(path: &Path, data_dir: &Path, file: Option<&Path>) -> Result<ExitCode> {
    let list = opml::write(&titled(&config::load(path)?.feeds, data_dir));
    match file {
        Some(file) if file != Path::new("-") => {
            fs::write(file, list).with_context(|| format!("cannot write {}", file.display()))?;
        }
        _ => io::stdout().lock().write_all(list.as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}
