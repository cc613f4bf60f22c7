//! What strangers send, at its worst: documents that attack a terminal, a shell, a parser, memory or a disk, and servers
//! that lie, stall and flood. Everything is made here by code; nothing leaves the machine, and nothing sleeps.
//!
//! `documents` makes the feeds; `reading` reads each as the poller and the renderer do; `program` takes them all through
//! the program: polled into a cache, listed, exported, and read in a real terminal whose every byte is looked at.
//! `servers` are the servers, `trust` what they present as certificates; `private` is what stays the reader's own.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(unix)]

#[path = "../command/mod.rs"]
mod command;
mod documents;
mod private;
mod program;
mod reading;
mod server;
mod servers;
#[path = "../terminal/mod.rs"]
mod terminal;
mod trust;

/// A character that could steer a terminal or turn a line round.
fn is_foul(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c == '\u{feff}' || c.is_control() && !matches!(c, '\n' | '\t')
}

/// No text within a value holds a foul character.
#[track_caller]
fn assert_clean(what: &str, value: &serde_json::Value) {
    match value {
        serde_json::Value::String(text) => assert!(!text.contains(is_foul), "{what}: {text:?}"),
        serde_json::Value::Array(values) => {
            for value in values {
                assert_clean(what, value);
            }
        }
        serde_json::Value::Object(members) => {
            for value in members.values() {
                assert_clean(what, value);
            }
        }
        _ => {}
    }
}
