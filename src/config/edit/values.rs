//! One value of a `[[feed]]` or `[[folder]]` set in the TOML text, in place, or taken away. Pure; every other byte stays.

use std::ops::Range;

use toml_edit::{ArrayOfTables, Document, Item, Table};

use super::sections::{blank_above, line_end, line_start};
use super::{EditError, find, line_ending, lines_at, quoted, read_feeds};

/// Behind which other key a new one stands: the first of these that is there.
fn above(key: &str) -> &'static [&'static str] {
    match key {
        "name" => &["url"],
        "folder" => &["name", "url"],
        _ => &["folder", "name", "url"],
    }
}

/// The text with `key` of the feed that [`find`] finds set to a value as TOML writes it, or taken away.
pub(super) fn set_feed(
    text: &str,
    which: &str,
    key: &str,
    value: Option<&str>,
) -> Result<String, EditError> {
    let (config, _) = read_feeds(text)?;
    let feed = find(&config.feeds, which)?;
    set_feeds(text, &[feed], key, value)
}

/// The same for several feeds, by their places in the file.
pub(super) fn set_feeds(
    text: &str,
    feeds: &[usize],
    key: &str,
    value: Option<&str>,
) -> Result<String, EditError> {
    let (_, document) = read_feeds(text)?;
    let list = tables(&document, "feed").ok_or(EditError::List)?;
    let feeds = feeds
        .iter()
        .map(|feed| list.get(*feed).ok_or(EditError::List));
    let tables: Vec<&Table> = feeds.collect::<Result<_, _>>()?;
    set_tables(text, &tables, key, value)
}

/// The text with `key` of a folder's own lines set, or taken away. A folder that has none gets them where a value is set.
pub(super) fn set_folder(
    text: &str,
    folder: &str,
    key: &str,
    value: Option<&str>,
) -> Result<String, EditError> {
    let (config, document) = read_feeds(text)?;
    let place = config.folders.iter().position(|own| own.name == folder);
    let list = tables(&document, "folder");
    if let Some(place) = place {
        let table = list.and_then(|list| list.get(place));
        return set_tables(text, &[table.ok_or(EditError::List)?], key, value);
    }
    let Some(value) = value else {
        return Ok(text.to_owned());
    };
    let eol = line_ending(text);
    let name = quoted(folder);
    let block = format!("[[folder]]{eol}name = {name}{eol}{key} = {value}");
    let at = blank_above(text, text.len());
    Ok(format!(
        "{}{}{}",
        &text[..at],
        lines_at(text, at, &block),
        &text[at..]
    ))
}

/// A value as it is written; without the quotation marks where it is a text.
pub(super) fn written(table: &Table, key: &str) -> Option<String> {
    let value = table.get(key)?.as_value()?;
    Some(match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string().trim().to_owned(),
    })
}

/// The tables of `[[name]]`.
pub(super) fn tables<'d>(document: &'d Document<&str>, name: &str) -> Option<&'d ArrayOfTables> {
    document.get(name).and_then(Item::as_array_of_tables)
}

fn set_tables(
    text: &str,
    tables: &[&Table],
    key: &str,
    value: Option<&str>,
) -> Result<String, EditError> {
    let edits = tables.iter().map(|table| one(text, table, key, value));
    let mut edits: Vec<(Range<usize>, String)> = edits.collect::<Result<_, _>>()?;
    edits.sort_by_key(|(range, _)| range.start);
    let mut edited = String::with_capacity(text.len());
    let mut from = 0;
    for (range, insert) in edits {
        edited.push_str(&text[from..range.start]);
        edited.push_str(&insert);
        from = range.end;
    }
    edited.push_str(&text[from..]);
    Ok(edited)
}

/// What to put in the place of which bytes.
fn one(
    text: &str,
    table: &Table,
    key: &str,
    value: Option<&str>,
) -> Result<(Range<usize>, String), EditError> {
    Ok(match (entry(table, key), value) {
        (Some((_, there)), Some(value)) => (there, value.to_owned()),
        (Some((name, there)), None) => {
            let lines = line_start(text, name.start)..line_end(text, there.end);
            (lines, String::new())
        }
        (None, None) => (0..0, String::new()),
        (None, Some(value)) => {
            let above = above(key).iter().find_map(|key| entry(table, key));
            let (name, there) = above.ok_or(EditError::List)?;
            let start = line_start(text, name.start);
            let indent = &text[start..name.start];
            let end = line_end(text, there.end);
            let eol = line_ending(text);
            let line = format!("{indent}{key} = {value}");
            if text[..end].ends_with('\n') {
                (end..end, format!("{line}{eol}"))
            } else {
                (end..end, format!("{eol}{line}"))
            }
        }
    })
}

/// Where the name and the value of an entry stand.
fn entry(table: &Table, key: &str) -> Option<(Range<usize>, Range<usize>)> {
    let (name, item) = table.get_key_value(key)?;
    Some((name.span()?, item.span()?))
}
