//! `pullquote feed add|remove|rename|move|list`: the feeds in the configuration, edited in place.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::args::{FeedAddArgs, FeedCommand, Places};
use super::feed_find;
use super::obtain;
use crate::config::edit::{self, NewFeed};
use crate::config::{self, Config, FeedConfig, display_duration};
use crate::news::UnixSeconds;
use crate::poller::Found;

/// Runs the command.
pub fn run(places: &Places, command: &FeedCommand) -> Result<ExitCode> {
    let path = places.resolve()?.config_file;
    match command {
        FeedCommand::Add(options) => return add(&path, options),
        FeedCommand::Remove { feed } => remove(&path, feed)?,
        FeedCommand::Rename { feed, name } => rename(&path, feed, name.as_deref())?,
        FeedCommand::Move { feed, folder } => put(&path, feed, folder.as_deref())?,
        FeedCommand::List { json } => list(&config::load(&path)?, *json)?,
        FeedCommand::Check(_) => bail!("`feed check` reads no configuration"),
    }
    Ok(ExitCode::SUCCESS)
}

fn add(path: &Path, options: &FeedAddArgs) -> Result<ExitCode> {
    let given = config::whole_address(&options.url);
    // Nothing is asked for, and nothing written, for an address that cannot be added anywhere.
    edit::add_feed("", &new(&given, options))?;
    let Some(url) = feed_address(given, options)? else {
        return Ok(ExitCode::FAILURE);
    };
    let mut out = io::stdout().lock();
    if config::create(path)? && !options.json {
        writeln!(
            out,
            "wrote {}, with some feeds to begin with",
            path.display()
        )?;
    }
    edit::apply(path, |text| edit::add_feed(text, &new(&url, options)))?;
    if options.json {
        writeln!(out, "{}", serde_json::json!({ "added": url }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let name = options.name.as_deref().unwrap_or(&url);
    match &options.folder {
        Some(folder) => writeln!(out, "added {name} to the folder {folder}")?,
        None => writeln!(out, "added {name}")?,
    }
    Ok(ExitCode::SUCCESS)
}

fn new<'a>(url: &'a str, options: &'a FeedAddArgs) -> NewFeed<'a> {
    NewFeed {
        url,
        name: options.name.as_deref(),
        folder: options.folder.as_deref(),
        tags: &options.tags,
    }
}

/// The address of the feed that is meant; `None` where that is for the reader to say, who has been told between which.
fn feed_address(given: String, options: &FeedAddArgs) -> Result<Option<String>> {
    let Some(url) = obtain::address(&given).filter(|_| !options.unchecked) else {
        return Ok(Some(given));
    };
    match feed_find::find(&url) {
        // The reader's own spelling of the address, where that is the feed itself.
        Found::Feed(found, _) if found == url => Ok(Some(given)),
        Found::Feed(found, _) => Ok(Some(found.into())),
        Found::Named(feed) => Ok(Some(feed.url)),
        Found::Several(feeds) if options.json => {
            for feed in &feeds {
                println!("{}", serde_json::to_string(feed)?);
            }
            Ok(None)
        }
        Found::Several(feeds) => {
            let chosen = feed_find::choose(&feeds)?.map(|feed| feed.url.clone());
            if chosen.is_none() {
                eprintln!("nothing was added; this page names:");
                for feed in &feeds {
                    eprintln!("  {}", feed_find::line(feed));
                }
            }
            Ok(chosen)
        }
        // A server that takes its time may be a feed all the same: its `patience` can be set once it is there.
        Found::Unknown(error) if !error.is_unreachable() && !error.is_silence() => {
            Err(anyhow::Error::new(error)
                .context(format!("{} was not added", config::masked(url.as_str()))))
        }
        Found::Unknown(error) => {
            eprintln!("not checked: {error}; the next poll will tell");
            Ok(Some(given))
        }
        Found::Nothing(error) => bail!(
            "{error}\n{}\n`--unchecked` adds the address all the same",
            error.hint()
        ),
    }
}

fn remove(path: &Path, which: &str) -> Result<()> {
    let config = config::load(path)?;
    let feed = &config.feeds[edit::find(&config.feeds, which)?];
    edit::apply(path, |text| edit::remove_feed(text, &feed.url))?;
    writeln!(io::stdout().lock(), "removed {}", title(feed))?;
    Ok(())
}

fn rename(path: &Path, which: &str, name: Option<&str>) -> Result<()> {
    let config = config::load(path)?;
    let feed = &config.feeds[edit::find(&config.feeds, which)?];
    edit::apply(path, |text| edit::rename_feed(text, &feed.url, name))?;
    let mut out = io::stdout().lock();
    match name {
        Some(name) => writeln!(out, "{} is called {} now", title(feed), name.trim())?,
        None => writeln!(out, "{} is called as it calls itself now", title(feed))?,
    }
    Ok(())
}

fn put(path: &Path, which: &str, folder: Option<&str>) -> Result<()> {
    let config = config::load(path)?;
    let feed = &config.feeds[edit::find(&config.feeds, which)?];
    edit::apply(path, |text| edit::move_feed(text, &feed.url, folder))?;
    let mut out = io::stdout().lock();
    match folder {
        Some(folder) => writeln!(
            out,
            "{} stands in the folder {} now",
            title(feed),
            folder.trim()
        )?,
        None => writeln!(out, "{} stands in no folder now", title(feed))?,
    }
    Ok(())
}

/// A feed as scripts see it.
#[derive(Serialize)]
struct Row<'a> {
    url: &'a str,
    name: Option<&'a str>,
    folder: Option<&'a str>,
    tags: &'a [String],
    /// Seconds; null for the feed's own rhythm.
    every: Option<UnixSeconds>,
}

fn list(config: &Config, json: bool) -> Result<()> {
    let mut out = io::stdout().lock();
    if json {
        for feed in &config.feeds {
            let row = Row {
                url: &feed.url,
                name: feed.name.as_deref(),
                folder: feed.folder.as_deref(),
                tags: &feed.tags,
                every: feed.every,
            };
            writeln!(out, "{}", serde_json::to_string(&row)?)?;
        }
        return Ok(());
    }
    let width = config.feeds.iter().filter_map(|feed| feed.name.as_deref());
    let width = width.map(UnicodeWidthStr::width).max().unwrap_or(0);
    let mut folders: Vec<Option<&str>> = Vec::new();
    for feed in &config.feeds {
        if !folders.contains(&feed.folder.as_deref()) {
            folders.push(feed.folder.as_deref());
        }
    }
    // Those in no folder first, as in the reader.
    folders.sort_by_key(Option::is_some);
    for folder in folders {
        if let Some(folder) = folder {
            writeln!(out, "{folder}")?;
        }
        for feed in config
            .feeds
            .iter()
            .filter(|feed| feed.folder.as_deref() == folder)
        {
            let indent = if folder.is_some() { "  " } else { "" };
            writeln!(out, "{indent}{}", line(feed, width))?;
        }
    }
    Ok(())
}

/// One feed's line in the list: its name, padded to `width` cells, its address, and what else is set.
fn line(feed: &FeedConfig, width: usize) -> String {
    let mut line = match &feed.name {
        Some(name) => format!("{name}{}  {}", " ".repeat(width - name.width()), feed.url),
        None => feed.url.clone(),
    };
    for tag in &feed.tags {
        line.extend(["  #", tag]);
    }
    if let Some(every) = feed.every {
        line.extend(["  every ", &display_duration(every)]);
    }
    line
}

fn title(feed: &FeedConfig) -> &str {
    feed.name.as_deref().unwrap_or(&feed.url)
}
