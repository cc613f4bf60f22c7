//! The raw mirror to a [`Config`]: what the values mean, and which of them make no sense. Pure.

use std::collections::{HashMap, HashSet};
use std::ops::{Range, RangeInclusive};
use std::path::PathBuf;
use std::time::Duration;

use toml::Spanned;

use super::errors::{Problem, is_unprintable};
use super::hooks::hooks;
use super::keys::keys;
use super::list::list;
use super::nearest::nearest;
use super::notify::notify;
use super::programs::{downloads, programs};
use super::raw::{Raw, RawFeed, RawFolder, RawPoll, RawReading, RawScreen, Text};
use super::request::request;
use super::retention::retention;
use super::rule::rules;
use super::site::sites;
use super::view::views;
use super::{
    Bidi, Config, FeedConfig, FolderConfig, FrontPageConfig, Hyperlinking, ImagesBy, PollConfig,
    QuotesConfig, ReadingConfig, Retention, ScreenConfig, ThemeChoice, address, durations, themes,
};
use crate::app::{Images, Keymap, MarkRead, Side};
use crate::news::UnixSeconds;

/// Between two polls of a feed.
const EVERY: RangeInclusive<UnixSeconds> = 1..=366 * 24 * 3600;

/// Checks the whole file. Of themes, the built-in ones and `own_themes` are known; any name is taken where those are not.
pub fn check(raw: Raw, own_themes: Option<&[String]>) -> Result<Config, Problem> {
    let cache = &raw.cache;
    let cache = retention(
        cache.keep.as_ref(),
        cache.keep_unread.as_ref(),
        cache.max_articles.as_ref(),
    )?;
    let cache = cache.within(&Retention::default());
    let folders = folders(&raw.folder)?;
    let apart = raw.fold == Some(false);
    let by_name = folders.iter().map(|f| (f.name.as_str(), f)).collect();
    let mut feeds = Vec::with_capacity(raw.feed.len());
    let mut seen = HashMap::new();
    for raw in &raw.feed {
        let (mut feed, identity, span) = feed(raw, &by_name, &cache)?;
        feed.apart = raw.get_ref().fold.map_or(apart, |fold| !fold);
        if let Some(first) = seen.insert(identity, span.clone()) {
            let problem = Problem::new(span, "this feed stands in the file already");
            return Err(problem.first(first).hint("remove one of the two"));
        }
        feeds.push(feed);
    }
    let keys = keys(&raw.keys)?;
    // Tried when they were checked.
    let keymap = Keymap::new(keys.preset, &keys.own).unwrap_or_default();
    let views = views(&raw.view, &keymap)?;
    Ok(Config {
        path: PathBuf::new(),
        feeds,
        folders,
        programs: programs(&raw, &keymap, &views)?,
        downloads: downloads(&raw)?,
        views,
        rules: rules(&raw.rule)?,
        apart,
        sites: sites(&raw.site)?,
        poll: poll(&raw.poll)?,
        cache,
        hooks: hooks(&raw.hooks)?,
        notify: notify(&raw.notify)?,
        reading: reading(&raw.reading)?,
        screen: screen(&raw.screen, own_themes)?,
        list: list(&raw.list)?,
        front_page: FrontPageConfig {
            hours: number(raw.front_page.hours.as_ref(), "hours", 1..=168)?
                .unwrap_or(FrontPageConfig::default().hours),
        },
        keys,
        quotes: QuotesConfig {
            show_fragments: raw.quotes.show_fragments.unwrap_or_default(),
        },
        browser: browser(raw.browser)?,
    })
}

fn feed(
    raw: &Spanned<RawFeed>,
    folders: &HashMap<&str, &FolderConfig>,
    cache: &Retention,
) -> Result<(FeedConfig, String, Range<usize>), Problem> {
    let span = raw.span();
    let raw = raw.get_ref();
    let Some(url) = &raw.url else {
        return Err(Problem::new(span, "this [[feed]] has no `url`"));
    };
    let identity = address::identity(url.get_ref())
        .map_err(|error| Problem::new(url.span(), format!("`url` {error}")).hint(error.hint()))?;
    let folder = optional_words(raw.folder.as_ref(), "folder")?;
    let folder_says = folder.as_deref().and_then(|name| folders.get(name));
    let own = retention(
        raw.keep.as_ref(),
        raw.keep_unread.as_ref(),
        raw.max_articles.as_ref(),
    )?;
    let (mut tags, mut seen) = (Vec::new(), HashSet::new());
    for tag in &raw.tags {
        let tag = words(tag, "tags")?;
        if seen.insert(tag.clone()) {
            tags.push(tag);
        }
    }
    let feed = FeedConfig {
        url: url.get_ref().clone(),
        name: optional_words(raw.name.as_ref(), "name")?,
        folder,
        tags,
        every: every(raw.every.as_ref())?.or(folder_says.and_then(|folder| folder.every)),
        apart: false, // Not known here: what holds for all.
        full_text: raw
            .full_text
            .or(folder_says.and_then(|folder| folder.full_text))
            .unwrap_or(false),
        request: request(raw)?,
        retention: match folder_says {
            Some(folder) => own.within(&folder.retention.within(cache)),
            None => own.within(cache),
        },
    };
    Ok((feed, identity, url.span()))
}

fn folders(raw: &[Spanned<RawFolder>]) -> Result<Vec<FolderConfig>, Problem> {
    let mut folders = Vec::with_capacity(raw.len());
    let mut seen = HashMap::new();
    for raw in raw {
        let Some(text) = &raw.get_ref().name else {
            return Err(Problem::new(raw.span(), "this [[folder]] has no `name`"));
        };
        let name = words(text, "name")?;
        if let Some(first) = seen.insert(name.clone(), text.span()) {
            let problem = Problem::new(text.span(), "this folder stands in the file already");
            return Err(problem.first(first).hint("remove one of the two"));
        }
        let raw = raw.get_ref();
        folders.push(FolderConfig {
            name,
            every: every(raw.every.as_ref())?,
            retention: retention(
                raw.keep.as_ref(),
                raw.keep_unread.as_ref(),
                raw.max_articles.as_ref(),
            )?,
            full_text: raw.full_text,
        });
    }
    Ok(folders)
}

fn poll(raw: &RawPoll) -> Result<PollConfig, Problem> {
    let usual = PollConfig::default();
    Ok(PollConfig {
        automatic: raw.automatic.unwrap_or(usual.automatic),
        concurrency: number(raw.concurrency.as_ref(), "concurrency", 1..=256)?
            .map_or(usual.concurrency, usize::from),
        per_host: number(raw.per_host.as_ref(), "per_host", 1..=256)?
            .map_or(usual.per_host, usize::from),
        floor: every(raw.every.as_ref())?.unwrap_or(usual.floor),
        patience: patience(raw.patience.as_ref())?.unwrap_or(usual.patience),
    })
}

fn reading(raw: &RawReading) -> Result<ReadingConfig, Problem> {
    let usual = ReadingConfig::default();
    Ok(ReadingConfig {
        measure: number(raw.measure.as_ref(), "measure", 20..=500)?.unwrap_or(usual.measure),
        justify: raw.justify.unwrap_or(usual.justify),
        list_links: raw.list_links.unwrap_or(usual.list_links),
        mark_read: named(raw.mark_read.as_ref(), "mark_read", &MarkRead::NAMES)?,
        line_spacing: number(raw.line_spacing.as_ref(), "line_spacing", 1..=2)?
            .map_or(usual.line_spacing, |lines| lines as u8),
        words_per_minute: number(raw.words_per_minute.as_ref(), "words_per_minute", 50..=2000)?
            .unwrap_or(usual.words_per_minute),
        images: named(raw.images.as_ref(), "images", &Images::NAMES)?,
        images_by: named(raw.images_by.as_ref(), "images_by", &ImagesBy::NAMES)?,
    })
}

fn screen(raw: &RawScreen, own_themes: Option<&[String]>) -> Result<ScreenConfig, Problem> {
    let usual = ScreenConfig::default();
    Ok(ScreenConfig {
        theme: match &raw.theme {
            Some(text) => theme(text, own_themes)?,
            None => usual.theme,
        },
        mouse: raw.mouse.unwrap_or(usual.mouse),
        ascii: raw.ascii.unwrap_or(usual.ascii),
        title: raw.title.unwrap_or(usual.title),
        plain: raw.plain.unwrap_or(usual.plain),
        sidebar: raw.sidebar.as_ref().map_or(Ok(usual.sidebar), side)?,
        copy_on_select: raw.copy_on_select.unwrap_or(usual.copy_on_select),
        hyperlinks: named(raw.hyperlinks.as_ref(), "hyperlinks", &Hyperlinking::NAMES)?,
        bidi: named(raw.bidi.as_ref(), "bidi", &Bidi::NAMES)?,
    })
}

fn side(text: &Text) -> Result<Side, Problem> {
    match text.get_ref().as_str() {
        "left" => Ok(Side::Left),
        "right" => Ok(Side::Right),
        _ => Err(Problem::new(
            text.span(),
            "`sidebar` is \"left\" or \"right\"",
        )),
    }
}

fn theme(text: &Text, own_themes: Option<&[String]>) -> Result<ThemeChoice, Problem> {
    let word = text.get_ref();
    if word == "auto" {
        return Ok(ThemeChoice::Auto);
    }
    let Some(own_themes) = own_themes else {
        return Ok(ThemeChoice::Named(words(text, "theme")?));
    };
    let mut known: Vec<&str> = themes::names().collect();
    known.extend(own_themes.iter().map(String::as_str));
    if known.contains(&word.as_str()) {
        return Ok(ThemeChoice::Named(word.clone()));
    }
    let message = "there is no such theme";
    let message = match nearest(word, known.iter().copied().chain(["auto"])) {
        Some(meant) => format!("{message}; did you mean \"{meant}\"?"),
        None => message.to_owned(),
    };
    let hint = format!(
        "\"auto\", {}, or a file of your own in `themes` beside this one",
        known.join(", ")
    );
    Err(Problem::new(text.span(), message).hint(hint))
}

fn browser(raw: Option<Spanned<Vec<String>>>) -> Result<Vec<String>, Problem> {
    let Some(raw) = raw else {
        return Ok(Vec::new());
    };
    let span = raw.span();
    let command = raw.into_inner();
    if command.is_empty() {
        return Ok(command);
    }
    let command = program(command, &span, "browser")?;
    if !command[1..]
        .iter()
        .any(|argument| argument.contains("{url}"))
    {
        return Err(Problem::new(
            span,
            "`browser` has no argument with {url} for the address to stand in",
        )
        .hint("as in browser = [\"firefox\", \"{url}\"]"));
    }
    Ok(command)
}

/// One of a few words; the first of them where none is written.
pub fn named<T: Copy>(text: Option<&Text>, key: &str, names: &[(&str, T)]) -> Result<T, Problem> {
    let word = text.map_or(names[0].0, |text| text.get_ref().as_str());
    if let Some((_, value)) = names.iter().find(|(name, _)| *name == word) {
        return Ok(*value);
    }
    let span = text.map_or(0..0, Spanned::span);
    let known = names.iter().map(|(name, _)| *name);
    let mut message = format!("`{key}` cannot be this");
    if let Some(meant) = nearest(word, known.clone()) {
        message = format!("{message}; did you mean \"{meant}\"?");
    }
    let known: Vec<String> = known.map(|name| format!("\"{name}\"")).collect();
    Err(Problem::new(span, message).hint(format!("there are {}", known.join(", "))))
}

/// A program and its arguments: a vector, never a line for a shell.
pub fn program(
    command: Vec<String>,
    span: &Range<usize>,
    key: &str,
) -> Result<Vec<String>, Problem> {
    if command.first().is_none_or(String::is_empty) {
        return Err(
            Problem::new(span.clone(), format!("`{key}` names no program")).hint(
                "a list of the program and its arguments, as in [\"pass\", \"show\", \"news\"]",
            ),
        );
    }
    if command.iter().any(|argument| argument.contains('\0')) {
        return Err(Problem::new(
            span.clone(),
            format!("`{key}` holds a NUL character"),
        ));
    }
    Ok(command)
}

/// A word or two for the screen: not empty, nothing that cannot be printed; without the white space around it.
pub fn words(text: &Text, key: &str) -> Result<String, Problem> {
    let trimmed = text.get_ref().trim();
    if trimmed.is_empty() {
        return Err(Problem::new(text.span(), format!("`{key}` is empty"))
            .hint("write something, or leave the line out"));
    }
    if trimmed.chars().any(is_unprintable) {
        let message = format!("`{key}` holds a character that cannot be printed");
        return Err(Problem::new(text.span(), message));
    }
    Ok(trimmed.to_owned())
}

/// [`words`], where they may be missing.
pub fn optional_words(text: Option<&Text>, key: &str) -> Result<Option<String>, Problem> {
    text.map(|text| words(text, key)).transpose()
}

fn every(text: Option<&Text>) -> Result<Option<UnixSeconds>, Problem> {
    duration(text, "every", EVERY)
}

/// A whole request.
pub fn timeout(text: Option<&Text>) -> Result<Option<Duration>, Problem> {
    limit(text, "timeout")
}

/// An answer that does not get on.
pub fn patience(text: Option<&Text>) -> Result<Option<Duration>, Problem> {
    limit(text, "patience")
}

fn limit(text: Option<&Text>, key: &str) -> Result<Option<Duration>, Problem> {
    let seconds = duration(text, key, 1..=600)?;
    Ok(seconds.map(|seconds| Duration::from_secs(seconds.unsigned_abs())))
}

fn duration(
    text: Option<&Text>,
    key: &str,
    bounds: RangeInclusive<UnixSeconds>,
) -> Result<Option<UnixSeconds>, Problem> {
    let Some(text) = text else { return Ok(None) };
    match durations::seconds(text.get_ref(), bounds) {
        Ok(seconds) => Ok(Some(seconds)),
        Err(why) => Err(Problem::new(text.span(), format!("`{key}` {why}"))),
    }
}

/// A whole number within bounds.
pub fn number(
    value: Option<&Spanned<i64>>,
    key: &str,
    bounds: RangeInclusive<u16>,
) -> Result<Option<u16>, Problem> {
    let Some(value) = value else { return Ok(None) };
    let number = u16::try_from(*value.get_ref()).ok();
    if number.is_some_and(|number| bounds.contains(&number)) {
        return Ok(number);
    }
    let (least, most) = bounds.into_inner();
    let message = format!("`{key}` must lie between {least} and {most}");
    Err(Problem::new(value.span(), message))
}
