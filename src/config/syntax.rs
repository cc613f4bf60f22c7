//! Text to the raw mirror, and the parser's errors into the reader's words: which key, where, and which key was
//! meant. Pure.

use std::ops::Range;

use serde::Deserialize as _;
use toml::de::{DeTable, DeValue, Deserializer};

use super::errors::Problem;
use super::nearest::nearest;
use super::raw::{self, Raw};

/// Reads the text without looking at what the values mean.
pub fn read(text: &str) -> Result<Raw, Problem> {
    let table = DeTable::parse(text).map_err(|error| syntax_error(text, &error))?;
    let raw = Raw::deserialize(Deserializer::from(table));
    raw.map_err(|error| wrong_key_or_type(text, &error))
}

/// The text is not TOML.
fn syntax_error(text: &str, error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(text.len()..text.len());
    if error.message() == "duplicate key" {
        let key = text.get(span.clone()).unwrap_or_default();
        return Problem::new(span, format!("`{key}` stands here a second time"))
            .hint("keep one of the two");
    }
    let is_empty = text
        .get(span.clone())
        .is_none_or(|found| found.trim().is_empty());
    let message = match error.message() {
        "string values must be quoted, expected literal string" if is_empty => "a value is missing",
        "string values must be quoted, expected literal string" => "a text must stand in quotes",
        "invalid basic string, expected `\"`" => "this text has no closing quotation mark",
        "cannot recurse further; max recursion depth met" | "recursion limit" => {
            "too many levels, one within the other"
        }
        message => message,
    };
    Problem::new(span, message)
}

/// The text is TOML, but not ours.
fn wrong_key_or_type(text: &str, error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(0..0);
    let found = DeTable::parse(text).ok();
    let found = found.and_then(|table| locate(table.get_ref(), &span, ""));
    let Located { place, key } = found.unwrap_or_default();
    if error.message().starts_with("unknown field") {
        return unknown_key(span, &place, &key);
    }
    let what = format!("`{key}`{}", within(&place));
    // serde: "invalid type: string \"wide\", expected i64".
    let Some((_, expected)) = error.message().rsplit_once(", expected ") else {
        return Problem::new(span, format!("{what}: {}", error.message()));
    };
    let found = text.get(span.clone()).unwrap_or_default();
    let must_be = match expected {
        "a boolean" => "true or false".to_owned(),
        "i64" if found.starts_with(|c: char| c.is_ascii_digit()) && !found.contains('.') => {
            "a smaller number".to_owned()
        }
        "i64" => "a whole number".to_owned(),
        "a string" => "a text in quotes, as in \"text\"".to_owned(),
        "a sequence"
            if place.is_empty()
                && matches!(key.as_str(), "feed" | "folder" | "view" | "rule" | "site") =>
        {
            format!("a list of tables: write [[{key}]], with two brackets on either side")
        }
        "a sequence" => "a list, as in [\"one\", \"two\"]".to_owned(),
        "a map" => "a table".to_owned(),
        _ if expected.starts_with("struct ") => {
            format!("a table, as in {}", inside(&place, &key, false))
        }
        other => other.to_owned(),
    };
    Problem::new(span, format!("{what} must be {must_be}"))
}

fn unknown_key(span: Range<usize>, place: &str, key: &str) -> Problem {
    let known = raw::keys(place);
    let message = format!("unknown key `{key}`{}", within(place));
    if let Some(meant) = nearest(key, known.iter().copied()) {
        return Problem::new(span, format!("{message}; did you mean `{meant}`?"));
    }
    let elsewhere = raw::PLACES.iter().find(|p| raw::keys(p).contains(&key));
    let message = match elsewhere {
        Some(&"") => {
            format!("{message}; it belongs at the top of the file, before the first [table]")
        }
        Some(other) => format!("{message}; it belongs in {other}"),
        None => message,
    };
    let known: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
    Problem::new(span, message).hint(format!("what may stand here: {}", known.join(", ")))
}

/// " in [[feed]]", or nothing at the top level.
fn within(place: &str) -> String {
    if place.is_empty() {
        String::new()
    } else {
        format!(" in {place}")
    }
}

/// Where in the file's structure something stands.
#[derive(Debug, Default, PartialEq, Eq)]
struct Located {
    /// As in [`raw::PLACES`].
    place: String,
    /// The key that it belongs to.
    key: String,
}

/// Finds the key whose own span, or whose value's span, is `span`.
fn locate(table: &DeTable, span: &Range<usize>, place: &str) -> Option<Located> {
    for (key, value) in table {
        let here = || Located {
            place: place.to_owned(),
            key: key.get_ref().clone().into_owned(),
        };
        if key.span() == *span {
            return Some(here());
        }
        let inner = match value.get_ref() {
            DeValue::Table(inner) => locate(inner, span, &inside(place, key.get_ref(), false)),
            DeValue::Array(items) => items.iter().find_map(|item| match item.get_ref() {
                DeValue::Table(inner) => locate(inner, span, &inside(place, key.get_ref(), true)),
                _ => (item.span() == *span).then(here),
            }),
            _ => None,
        };
        if inner.is_some() {
            return inner;
        }
        if value.span() == *span {
            return Some(here());
        }
    }
    None
}

/// The place of a table that stands under `key` in `place`.
fn inside(place: &str, key: &str, is_list: bool) -> String {
    let outer = place.trim_matches(['[', ']']);
    let path = if outer.is_empty() {
        key.to_owned()
    } else {
        format!("{outer}.{key}")
    };
    if is_list {
        format!("[[{path}]]")
    } else {
        format!("[{path}]")
    }
}
