//! What leads out of the reader: `[programs]`, `[[pipe]]`, `[[share]]`, `[[player]]`, `[downloads]`, `[speech]`.
//! Argument vectors, checked here; no shell. Pure but for where the home directory is.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use directories::{BaseDirs, UserDirs};
use toml::Spanned;

use super::check::{named, number, program, timeout, words};
use super::errors::Problem;
use super::hooks::known_placeholders;
use super::raw::{Raw, RawPlayer, Text};
use super::view::key;
use super::{Config, ViewConfig};
use crate::app::{Key, Keymap, Pipe, PipeFormat, Programs, Share};

/// What an argument of a `[[share]]` may hold in braces.
pub const OF_SHARES: [&str; 5] = ["url", "title", "feed", "quote", "author"];

/// The programs of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramsConfig {
    /// Those that the reader is offered.
    pub offered: Programs,
    /// What opens enclosures, the first that fits.
    pub players: Vec<PlayerConfig>,
    /// A program that is waited for is ended after so long.
    pub timeout: Duration,
}

impl Default for ProgramsConfig {
    fn default() -> Self {
        Self {
            offered: Programs::default(),
            players: Vec::new(),
            timeout: Duration::from_mins(2),
        }
    }
}

/// One `[[player]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlayerConfig {
    /// A media type, or all of a kind: "audio/mpeg", "audio/*", "*".
    pub media_type: String,
    /// Program and arguments, `{url}` standing for the address or the file.
    pub command: Vec<String>,
}

impl PlayerConfig {
    /// Whether it is for this media type.
    pub fn plays(&self, media_type: &str) -> bool {
        let own = self.media_type.strip_suffix('*');
        own.map_or(self.media_type == media_type, |kind| {
            media_type.starts_with(kind)
        })
    }
}

/// `[downloads]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadsConfig {
    /// As written; see [`Config::download_folder`].
    pub folder: Option<PathBuf>,
    /// Nothing larger is downloaded, in bytes.
    pub largest: u64,
}

impl Default for DownloadsConfig {
    fn default() -> Self {
        Self {
            folder: None,
            largest: 2000 * MEGABYTE,
        }
    }
}

const MEGABYTE: u64 = 1_000_000;

impl Config {
    /// Where enclosures are downloaded to: as configured, `~` standing for the reader's home, else where the system
    /// keeps downloads. `None` where there is no such place.
    pub fn download_folder(&self) -> Option<PathBuf> {
        let Some(folder) = &self.downloads.folder else {
            let of_system = UserDirs::new()?.download_dir().map(Path::to_owned);
            return of_system.or_else(|| Some(BaseDirs::new()?.home_dir().join("Downloads")));
        };
        match folder.strip_prefix("~") {
            Ok(rest) => Some(BaseDirs::new()?.home_dir().join(rest)),
            Err(_) => Some(self.path.parent().unwrap_or(Path::new("")).join(folder)),
        }
    }
}

/// Checks the programs; no key of theirs is one of `keymap` or of a view.
pub fn programs(
    raw: &Raw,
    keymap: &Keymap,
    views: &[ViewConfig],
) -> Result<ProgramsConfig, Problem> {
    let usual = ProgramsConfig::default();
    let mut taken = Taken::default();
    let mut offered = Programs {
        format: named(
            raw.programs.pipe_format.as_ref(),
            "pipe_format",
            &PipeFormat::NAMES,
        )?,
        ..Programs::default()
    };
    for raw in &raw.pipe {
        let (pipe, span) = (raw.get_ref(), raw.span());
        offered.pipes.push(Pipe {
            name: taken.name(pipe.name.as_ref(), &span, "[[pipe]]")?,
            command: command(pipe.command.as_ref(), &span, "[[pipe]]")?,
            format: match &pipe.format {
                Some(format) => named(Some(format), "format", &PipeFormat::NAMES)?,
                None => offered.format,
            },
            key: taken.key(pipe.key.as_ref(), keymap, views)?,
        });
    }
    for raw in &raw.share {
        let (share, span) = (raw.get_ref(), raw.span());
        let name = taken.name(share.name.as_ref(), &span, "[[share]]")?;
        let command = command(share.command.as_ref(), &span, "[[share]]")?;
        let at = share.command.as_ref().map_or(span, Spanned::span);
        if command[0].contains('{') {
            let problem = Problem::new(at, "`command`: an article may not name the program");
            return Err(problem.hint("write the program itself, and {…} in its arguments"));
        }
        for argument in &command[1..] {
            known_placeholders(argument, &at, "command", &OF_SHARES)?;
        }
        offered.shares.push(Share {
            name,
            command,
            key: taken.key(share.key.as_ref(), keymap, views)?,
        });
    }
    if let Some(command) = &raw.speech.command {
        offered.speech = if command.get_ref().is_empty() {
            Vec::new()
        } else {
            program(command.get_ref().clone(), &command.span(), "command")?
        };
    }
    Ok(ProgramsConfig {
        offered,
        players: raw.player.iter().map(player).collect::<Result<_, _>>()?,
        timeout: timeout(raw.programs.timeout.as_ref())?.unwrap_or(usual.timeout),
    })
}

/// Checks `[downloads]`.
pub fn downloads(raw: &Raw) -> Result<DownloadsConfig, Problem> {
    let usual = DownloadsConfig::default();
    let raw = &raw.downloads;
    let folder = raw
        .folder
        .as_ref()
        .filter(|text| !text.get_ref().is_empty());
    let folder = folder.map(|text| words(text, "folder")).transpose()?;
    let largest = number(raw.largest_mb.as_ref(), "largest_mb", 1..=u16::MAX)?;
    Ok(DownloadsConfig {
        folder: folder.map(PathBuf::from),
        largest: largest.map_or(usual.largest, |largest| u64::from(largest) * MEGABYTE),
    })
}

fn player(raw: &Spanned<RawPlayer>) -> Result<PlayerConfig, Problem> {
    let (player, span) = (raw.get_ref(), raw.span());
    let Some(text) = &player.media_type else {
        return Err(Problem::new(span, "this [[player]] has no `type`"));
    };
    let media_type = words(text, "type")?.to_lowercase();
    let command = command(player.command.as_ref(), &span, "[[player]]")?;
    let at = player.command.as_ref().map_or(span, Spanned::span);
    if !command[1..]
        .iter()
        .any(|argument| argument.contains("{url}"))
    {
        let message = "`command` has no argument with {url} for the address to stand in";
        let problem = Problem::new(at, message);
        return Err(problem.hint("as in command = [\"mpv\", \"{url}\"]"));
    }
    if media_type != "*" && !media_type.contains('/') {
        let problem = Problem::new(text.span(), "`type` is no media type");
        return Err(problem.hint("as in \"audio/*\", \"application/pdf\", or \"*\" for all"));
    }
    Ok(PlayerConfig {
        media_type,
        command,
    })
}

fn command(
    raw: Option<&Spanned<Vec<String>>>,
    span: &Range<usize>,
    of: &str,
) -> Result<Vec<String>, Problem> {
    let Some(raw) = raw else {
        let problem = Problem::new(span.clone(), format!("this {of} has no `command`"));
        return Err(problem.hint("a list of the program and its arguments"));
    };
    program(raw.get_ref().clone(), &raw.span(), "command")
}

/// Names and keys that are given.
#[derive(Default)]
struct Taken {
    names: HashMap<(String, String), Range<usize>>,
    keys: HashMap<Key, Range<usize>>,
}

impl Taken {
    fn name(
        &mut self,
        text: Option<&Text>,
        span: &Range<usize>,
        of: &str,
    ) -> Result<String, Problem> {
        let Some(text) = text else {
            let message = format!("this {of} has no `name`");
            return Err(Problem::new(span.clone(), message));
        };
        let name = words(text, "name")?;
        let known = (of.to_owned(), name.to_lowercase());
        if let Some(first) = self.names.insert(known, text.span()) {
            let problem = Problem::new(text.span(), format!("there is a {of} of this name"));
            return Err(problem
                .first(first)
                .hint("give one of the two another name"));
        }
        Ok(name)
    }

    fn key(
        &mut self,
        text: Option<&Text>,
        keymap: &Keymap,
        views: &[ViewConfig],
    ) -> Result<Option<Key>, Problem> {
        let Some(text) = text else { return Ok(None) };
        let key = key(text, keymap)?;
        if views.iter().any(|view| view.key == Some(key)) {
            let problem = Problem::new(text.span(), "this key leads to a view already");
            return Err(problem.hint("give one of the two another key"));
        }
        if let Some(first) = self.keys.insert(key, text.span()) {
            let problem = Problem::new(text.span(), "this key runs another program already");
            return Err(problem.first(first).hint("give one of the two another key"));
        }
        Ok(Some(key))
    }
}
