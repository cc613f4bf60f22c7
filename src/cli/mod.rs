//! The program without a screen: one file per subcommand. Text for people, `--json` for scripts.

mod args;
mod config;
mod feed;
mod feed_check;
mod feed_find;
mod list;
mod log;
mod obtain;
mod poll;
mod poll_report;
mod quotes;
mod read;
mod reader;
mod show;
mod signals;
mod views;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command, FeedCommand};

use crate::cache::CacheError;
use crate::config::{ConfigError, edit::EditError};
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
        None => reader::run(places),
        Some(Command::Poll(options)) => poll::run(places, &options),
        Some(Command::List(options)) => list::run(places, &options),
        Some(Command::Views { json }) => views::run(places, json),
        Some(Command::Show(options)) => show::run(places, &options),
        Some(Command::Read(options)) => read::run(places, &options),
        Some(Command::Quotes(options)) => quotes::run(places, &options),
        Some(Command::Feed(FeedCommand::Check(options))) => feed_check::run(&options),
        Some(Command::Feed(command)) => feed::run(places, &command),
        Some(Command::Config(command)) => config::run(places, &command),
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
        let fetch = || {
            let hint = cause.downcast_ref::<FetchError>()?.hint();
            Some(hint.map(str::to_owned))
        };
        config.or_else(edit).or_else(cache).or_else(fetch).flatten()
    })
}

/// `pullquote list | head` is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
