//! `pullquote mark`: articles as read or unread.

use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::Result;
use serde_json::json;

use super::args::{Mark, MarkArgs, Places};
use super::stored;
use crate::runtime::now;

/// Runs the command.
pub fn run(places: &Places, options: &MarkArgs) -> Result<ExitCode> {
    let mut store = stored::writer(places)?;
    let ids = stored::articles(&store, &options.ids)?;
    let read = options.mark == Mark::Read;
    let changed = store.set_read(&ids, read, now())?;
    let mark = if read { "read" } else { "unread" };
    let mut out = io::stdout().lock();
    if options.json {
        writeln!(out, "{}", json!({ "mark": mark, "changed": changed }))?;
    } else {
        let plural = if changed.len() == 1 { "" } else { "s" };
        write!(out, "marked {} article{plural} as {mark}", changed.len())?;
        match ids.len() - changed.len() {
            0 => writeln!(out)?,
            before => writeln!(
                out,
                "; {before} {} so already",
                if before == 1 { "was" } else { "were" }
            )?,
        }
    }
    Ok(ExitCode::SUCCESS)
}
