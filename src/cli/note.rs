//! `pullquote note`: the reader's note to an article, from the command line, from a pipe, or from an editor.

use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use serde_json::json;

use super::args::{NoteArgs, Places};
use super::stored;
use crate::runtime::{self, now};

/// No more than this is read of a pipe, in bytes: it is a note.
const LONGEST: u64 = 1 << 20;

/// Runs the command.
pub fn run(places: &Places, options: &NoteArgs) -> Result<ExitCode> {
    let id = [options.id];
    let store = stored::reader(places)?;
    let Some(&id) = stored::articles(&store, &id)?.first() else {
        bail!("no article is named");
    };
    let before = store.note(id)?.unwrap_or_default();
    drop(store);
    let note = if options.print {
        before.clone()
    } else if options.remove {
        String::new()
    } else {
        match options.text.as_deref() {
            Some("-") => {
                let mut text = String::new();
                io::stdin().lock().take(LONGEST).read_to_string(&mut text)?;
                text
            }
            Some(text) => text.to_owned(),
            None => runtime::edit(&before)
                .map_err(|error| anyhow!("{error}\nhint: {}", error.hint()))?,
        }
    };
    let note = if options.print {
        before
    } else {
        let mut store = stored::writer(places)?;
        store.set_note(id, Some(&note), now())?;
        store.note(id)?.unwrap_or_default()
    };
    let mut out = io::stdout().lock();
    if options.json {
        let note = Some(note).filter(|note| !note.is_empty());
        writeln!(out, "{}", json!({ "id": id, "note": note }))?;
    } else if options.print {
        if !note.is_empty() {
            writeln!(out, "{note}")?;
        }
    } else if note.is_empty() {
        writeln!(out, "{}: no note", id.0)?;
    } else {
        writeln!(out, "{}: noted", id.0)?;
    }
    Ok(ExitCode::SUCCESS)
}
