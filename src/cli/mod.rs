//! The program without a screen: one file per subcommand. Text for people, `--json` for scripts.

mod args;
mod bookmark;
mod config;
mod crash;
mod daemon;
mod diff;
mod doctor;
mod export;
mod feed;
mod feed_check;
mod feed_find;
mod front;
mod full_text;
mod import;
mod index;
mod list;
mod log;
mod manual;
mod mark;
mod netscape;
mod note;
mod obtain;
mod opml;
mod people;
mod poll;
mod poll_report;
mod quotes;
mod read;
mod read_alone;
mod reader;
mod rule;
mod said;
mod search;
mod show;
mod signals;
mod stats;
mod stored;
mod tag;
mod views;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command, FeedCommand};

use crate::cache::CacheError;
use crate::config::{ConfigError, edit::EditError, opml::OpmlError};
use crate::poller::FetchError;

/// What a command ends with when it did what it was asked for.
const OK: ExitCode = ExitCode::SUCCESS;

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let args = Args::parse();
    match run(args) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => OK,
        Err(error) => {
            eprintln!("pullquote: {error:#}");
            if let Some(hint) = hint(&error) {
                eprintln!("hint: {hint}");
            }
            ExitCode::from(2)
        }
    }
}

fn run(args: Args) -> anyhow::Result<ExitCode> {
    let places = &args.places;
    match args.command {
        None => reader::run(places, args.plain),
        Some(Command::Poll(options)) => poll::run(places, &options),
        Some(Command::List(options)) if options.front_page => front::run(places, &options),
        Some(Command::List(options)) => list::run(places, &options),
        Some(Command::Search(options)) => search::run(places, &options),
        Some(Command::Mark(options)) => mark::run(places, &options),
        Some(Command::Bookmark(options)) => bookmark::run(places, &options),
        Some(Command::Tag(options)) => tag::run(places, &options),
        Some(Command::Note(options)) => note::run(places, &options),
        Some(Command::Diff(options)) => diff::run(places, &options),
        Some(Command::Export(options)) => export::run(places, &options),
        Some(Command::Import(options)) => import::run(places, &options),
        Some(Command::Views { json }) => views::run(places, json),
        Some(Command::Rule(command)) => rule::run(places, &command),
        Some(Command::Show(options)) => show::run(places, &options),
        Some(Command::Read(options)) => read::run(places, args.plain, &options),
        Some(Command::Quotes(options)) => match &options.from {
            Some(file) => quotes::run(file, &options),
            None => said::run(places, &options),
        },
        Some(Command::People(options)) => people::run(places, &options),
        Some(Command::Feed(FeedCommand::Check(options))) => feed_check::run(&options),
        Some(Command::Feed(command)) => feed::run(places, &command),
        Some(Command::Opml(command)) => opml::run(places, &command),
        Some(Command::Config(command)) => config::run(places, &command),
        Some(Command::Doctor(options)) => doctor::run(places, &options),
        Some(Command::Stats { json }) => stats::run(places, json),
        Some(Command::Vacuum { json }) => stats::vacuum(places, json),
        Some(Command::Completions { shell }) => manual::completions(shell),
        Some(Command::Man(options)) => manual::man(&options),
    }
}

/// What the reader can do about a failure.
fn hint(error: &anyhow::Error) -> Option<String> {
    error.chain().find_map(|cause| {
        let config = cause.downcast_ref::<ConfigError>().map(ConfigError::hint);
        let edit = || cause.downcast_ref::<EditError>().map(EditError::hint);
        let cache = || {
            cause
                .downcast_ref::<CacheError>()
                .map(|e| Some(e.hint().to_owned()))
        };
        let opml = || {
            let error = cause.downcast_ref::<OpmlError>()?;
            Some(Some(error.hint().to_owned()))
        };
        let fetch = || {
            let hint = cause.downcast_ref::<FetchError>()?.hint();
            Some(hint.map(str::to_owned))
        };
        let parts = config.or_else(edit).or_else(opml);
        parts.or_else(cache).or_else(fetch).flatten()
    })
}

/// `pullquote list | head` is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |cause: &(dyn std::error::Error + 'static)| {
        let written = cause.downcast_ref::<serde_json::Error>();
        let written = written.and_then(serde_json::Error::io_error_kind);
        written.or_else(|| {
            cause
                .downcast_ref::<std::io::Error>()
                .map(std::io::Error::kind)
        })
    };
    error
        .chain()
        .any(|cause| kind(cause) == Some(std::io::ErrorKind::BrokenPipe))
}
