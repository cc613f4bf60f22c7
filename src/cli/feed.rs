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
use crate::cache::Store;
use crate::config::edit::{self, NewFeed};
use crate::config::{self, Config, FeedConfig, display_duration};
use crate::news::UnixSeconds;
use crate::poller::Found;

/// Runs the command.
pub fn run(places: &Places, command: &FeedCommand) -> Result<ExitCode> {
    let config::Places {
        config_file: path,
        data_dir,
        ..
    } = places.resolve()?;
    let named = |which: &str| -> Result<FeedConfig> {
        let mut feeds = config::load(&path)?.feeds;
        let at = edit::find(&feeds, which).or_else(|error| {
            // As they call themselves, which is how lists show those that have no other name.
            edit::find(&titled(&feeds, &data_dir), which).map_err(|_| error)
        })?;
        Ok(feeds.swap_remove(at))
    };
    match command {
        FeedCommand::Add(options) => return add(&path, options),
        FeedCommand::Remove { feed } => remove(&path, &named(feed)?)?,
        FeedCommand::Rename { feed, name } => rename(&path, &named(feed)?, name.as_deref())?,
        FeedCommand::Move { feed, folder } => put(&path, &named(feed)?, folder.as_deref())?,
        FeedCommand::List { json } => list(&config::load(&path)?, &data_dir, *json)?,
        FeedCommand::Check(_) => bail!("`feed check` reads no configuration"),
    }
    Ok(ExitCode::SUCCESS)
}

/// The feeds, those without a name under the one that they give themselves, where that is in the cache.
pub(super) fn titled(feeds: &[FeedConfig], data_dir: &Path) -> Vec<FeedConfig> {
    let stored = Store::open_reader(data_dir).and_then(|store| store.feeds());
    let mut feeds = feeds.to_vec();
    for feed in &mut feeds {
        let known = stored.iter().flatten().find(|known| known.url == feed.url);
        if let (None, Some(known)) = (&feed.name, known) {
            feed.name = Some(known.title.clone());
        }
    }
    feeds
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

fn remove(path: &Path, feed: &FeedConfig) -> Result<()> {
    edit::apply(path, |text| edit::remove_feed(text, &feed.url))?;
    writeln!(io::stdout().lock(), "removed {}", title(feed))?;
    Ok(())
}

fn rename(path: &Path, feed: &FeedConfig, name: Option<&str>) -> Result<()> {
    edit::apply(path, |text| edit::rename_feed(text, &feed.url, name))?;
    let mut out = io::stdout().lock();
    match name {
        Some(name) => writeln!(out, "{} is called {} now", title(feed), name.trim())?,
        None => writeln!(out, "{} is called as it calls itself now", title(feed))?,
    }
    Ok(())
}

fn put(path: &Path, feed: &FeedConfig, folder: Option<&str>) -> Result<()> {
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
    /// What lists show: the name, else what the feed calls itself, else its address.
    title: &'a str,
    folder: Option<&'a str>,
    tags: &'a [String],
    /// Seconds; null for the feed's own rhythm.
    every: Option<UnixSeconds>,
}

fn list(config: &Config, data_dir: &Path, json: bool) -> Result<()> {
    let mut out = io::stdout().lock();
    let feeds = titled(&config.feeds, data_dir);
    if json {
        for (feed, shown) in config.feeds.iter().zip(&feeds) {
            let row = Row {
                url: &feed.url,
                name: feed.name.as_deref(),
                title: title(shown),
                folder: feed.folder.as_deref(),
                tags: &feed.tags,
                every: feed.every,
            };
            writeln!(out, "{}", serde_json::to_string(&row)?)?;
        }
        return Ok(());
    }
    let width = feeds.iter().filter_map(|feed| feed.name.as_deref());
    let width = width.map(UnicodeWidthStr::width).max().unwrap_or(0);
    let mut folders: Vec<Option<&str>> = Vec::new();
    for feed in &feeds {
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
        for feed in feeds.iter().filter(|feed| feed.folder.as_deref() == folder) {
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
