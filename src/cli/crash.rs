//! The one panic hook. A panic that was guarded is a line in the log. Any other ends the program: the terminal is given back,
//! a report without a word of what was read is written, and the exit code is 101.

use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::panic::{self, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::mpsc::SyncSender;
use std::thread;

use crate::app::Message;
use crate::cache::private;
use crate::{guard, runtime, tui};

/// As Rust's own exit code of a panic.
const CODE: u8 = 101;
/// So many reports are kept.
const KEPT: usize = 5;

/// What the reader is told of the first panic that was not guarded.
static CRASH: Mutex<Option<String>> = Mutex::new(None);

/// Sets the hook. Where a thread beside the main one panics, the reader is ended by a message to `sender`, so that all
/// that is still to be written is written.
pub fn watch(data_dir: &Path, sender: SyncSender<Message>) {
    let main = thread::current().id();
    let directory = data_dir.to_owned();
    panic::set_hook(Box::new(move |info| {
        // A task's panic is caught by its runtime, and counts for what it was about.
        if guard::is_guarded() || tokio::task::try_id().is_some() {
            tracing::error!("{}", summary(info));
            return;
        }
        let first = {
            let mut crash = CRASH
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            let first = crash.is_none();
            crash.get_or_insert_with(|| told(&write_report(&directory, info), info));
            first
        };
        if thread::current().id() == main {
            tui::give_back();
            if first {
                tell();
            }
        } else {
            let _ = sender.send(Message::Terminate);
        }
    }));
}

/// The exit code of the reader, once the terminal is given back: where a thread panicked, its user is told.
pub fn exit_code() -> Option<ExitCode> {
    let crashed = CRASH.lock().is_ok_and(|crash| crash.is_some());
    crashed.then(|| {
        tell();
        ExitCode::from(CODE)
    })
}

fn tell() {
    if let Ok(crash) = CRASH.lock()
        && let Some(words) = crash.as_ref()
    {
        // Where nobody hears it, nothing else is to be done.
        let _ = writeln!(std::io::stderr(), "{words}");
    }
}

fn told(report: &std::io::Result<PathBuf>, info: &PanicHookInfo<'_>) -> String {
    let kept = "What you keep is safe.";
    match report {
        Ok(path) => format!(
            "pullquote: a fault in the program ended it. {kept}\nhint: a report, without a word of what you read, is in {}",
            path.display()
        ),
        Err(error) => format!(
            "pullquote: a fault in the program ended it. {kept}\n{}\nhint: a report of it could not be written: {error}",
            summary(info)
        ),
    }
}

/// Writes the report beside the cache, and removes the oldest where there are too many.
fn write_report(directory: &Path, info: &PanicHookInfo<'_>) -> std::io::Result<PathBuf> {
    private::directory(directory)?;
    let name = format!("crash-{}-{}.txt", runtime::now(), std::process::id());
    let path = directory.join(name);
    let mut file = private::options()
        .create(true)
        .write(true)
        .truncate(true)
        .open(&path)?;
    file.write_all(report(&summary(info), guard::address().as_deref()).as_bytes())?;
    let mut reports: Vec<PathBuf> = fs::read_dir(directory)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| is_report(path))
        .collect();
    reports.sort();
    let too_many = reports.len().saturating_sub(KEPT);
    for old in &reports[..too_many] {
        let _ = fs::remove_file(old);
    }
    Ok(path)
}

fn is_report(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| {
        name.starts_with("crash-") && path.extension().is_some_and(|ending| ending == "txt")
    })
}

fn report(summary: &str, address: Option<&str>) -> String {
    let mut text = format!(
        "pullquote {} on {} {}\n{summary}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
    );
    if let Some(address) = address {
        let _ = writeln!(text, "at work on: {address}");
    }
    let _ = write!(text, "\n{}", Backtrace::force_capture());
    text
}

/// The thread, the place, and as much of the words as cannot hold anything that was read.
fn summary(info: &PanicHookInfo<'_>) -> String {
    let thread = thread::current();
    let thread = thread.name().unwrap_or("without a name");
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let payload = info.payload();
    // Fixed words stand in the source; made ones may quote what was at hand.
    let words = match payload.downcast_ref::<&str>() {
        Some(words) => words,
        None => payload
            .downcast_ref::<String>()
            .map_or("", |made| unquoted(made)),
    };
    format!("thread {thread} panicked at {place}: {words}")
}

/// What comes before the first quotation mark or colon.
fn unquoted(words: &str) -> &str {
    let end = words
        .find(['`', '"', '\'', '“', ':'])
        .unwrap_or(words.len());
    words[..end].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_words_are_cut_before_they_quote() {
        assert_eq!(
            unquoted("byte index 3 is out of bounds of `Dear reader`"),
            "byte index 3 is out of bounds of"
        );
        assert_eq!(unquoted("no such thing: \"Dear reader\""), "no such thing");
        assert_eq!(unquoted("index out of bounds"), "index out of bounds");
    }

    #[test]
    fn a_report_says_what_is_needed_and_where() {
        let text = report(
            "thread view panicked at x.rs:1:2: ",
            Some("https://ledger.invalid/a"),
        );
        assert!(text.starts_with("pullquote "));
        assert!(text.contains("at work on: https://ledger.invalid/a"));
        assert!(
            text.contains("a_report_says_what_is_needed_and_where"),
            "the backtrace"
        );
    }
}
