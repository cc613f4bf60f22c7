//! Which bytes of a TOML text belong to which table, comments included, so that a feed can be cut out or put in
//! without touching a byte of the rest. Pure.
//!
//! A table's section is what a reader would take for it: the comment lines directly above its header, the header, its
//! values, and the comment lines directly below them. Blank lines stand between sections and belong to none.

use std::ops::Range;

use toml_edit::{Item, Table};

/// One table with a header of its own, or the values above the first header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The `[[feed]]` that it belongs to, counted from 0.
    pub feed: Option<usize>,
    /// Whole lines; the last one may lack its line end.
    pub range: Range<usize>,
}

/// The sections of a document, in the text's order. Tables of one feed that follow each other are one section.
pub fn sections(text: &str, root: &Table) -> Vec<Section> {
    let mut tables = Vec::new();
    collect(root, None, &mut tables, true);
    tables.sort_by_key(|(_, range)| range.start);
    let mut sections: Vec<Section> = Vec::with_capacity(tables.len());
    let mut above = 0;
    let starts = tables.iter().map(|(_, range)| {
        let start = lead(text, range.start, above);
        above = line_end(text, range.end);
        start
    });
    let starts: Vec<usize> = starts.chain([text.len()]).collect();
    for (n, (feed, range)) in tables.iter().enumerate() {
        let end = tail(text, line_end(text, range.end), starts[n + 1]);
        match sections.last_mut() {
            Some(last) if feed.is_some() && last.feed == *feed => last.range.end = end,
            _ => sections.push(Section {
                feed: *feed,
                range: starts[n]..end,
            }),
        }
    }
    sections
}

/// The tables that have a header, each from its header to the end of its last value.
fn collect(
    table: &Table,
    feed: Option<usize>,
    found: &mut Vec<(Option<usize>, Range<usize>)>,
    is_root: bool,
) {
    let end = values_end(table);
    let has_lines = if is_root {
        end.is_some()
    } else {
        !table.is_implicit() && !table.is_dotted()
    };
    if has_lines {
        let header = table.span().unwrap_or_default();
        found.push((feed, header.start..end.unwrap_or(0).max(header.end)));
    }
    for (key, item) in table {
        match item {
            Item::Table(inner) => collect(inner, feed, found, false),
            Item::ArrayOfTables(list) => {
                for (n, inner) in list.iter().enumerate() {
                    let owner = if is_root && key == "feed" {
                        Some(n)
                    } else {
                        feed
                    };
                    collect(inner, owner, found, false);
                }
            }
            Item::Value(_) | Item::None => {}
        }
    }
}

/// Where the last value of a table ends, dotted keys included.
fn values_end(table: &Table) -> Option<usize> {
    let ends = table.iter().filter_map(|(_, item)| match item {
        Item::Value(value) => value.span().map(|span| span.end),
        Item::Table(inner) if inner.is_dotted() => values_end(inner),
        _ => None,
    });
    ends.max()
}

/// The start of the line that holds `at`.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The end of the line that holds `at`, its line end included.
pub fn line_end(text: &str, at: usize) -> usize {
    text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline + 1)
}

/// The start of the comment lines directly above the header at `header`, but not above `limit`.
fn lead(text: &str, header: usize, limit: usize) -> usize {
    let mut start = line_start(text, header);
    while start > limit {
        let above = line_start(text, start - 1);
        if above < limit || !is_comment(&text[above..start]) {
            break;
        }
        start = above;
    }
    start
}

/// The end of the comment lines directly below `end`, but not below `limit`.
fn tail(text: &str, mut end: usize, limit: usize) -> usize {
    while end < limit {
        let below = line_end(text, end);
        if !is_comment(&text[end..below]) {
            break;
        }
        end = below;
    }
    end
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// The start of the blank lines directly above `at`.
pub fn blank_above(text: &str, at: usize) -> usize {
    let mut start = at;
    while start > 0 {
        let above = line_start(text, start - 1);
        if !text[above..start].trim().is_empty() {
            break;
        }
        start = above;
    }
    start
}

/// The end of the blank lines directly below `at`.
pub fn blank_below(text: &str, at: usize) -> usize {
    let mut end = at;
    while end < text.len() {
        let below = line_end(text, end);
        if !text[end..below].trim().is_empty() {
            break;
        }
        end = below;
    }
    end
}

#[cfg(test)]
mod tests {
    use toml_edit::Document;

    use super::*;

    fn parts(text: &str) -> Vec<(Option<usize>, &str)> {
        let document = Document::parse(text).unwrap();
        let sections = sections(text, document.as_table());
        let parts = sections.into_iter().map(|s| (s.feed, &text[s.range]));
        parts.collect()
    }

    #[test]
    fn comments_go_with_the_table_that_they_touch() {
        let text = "\
# of the file

# ---- Feeds ----

# the first
[[feed]] # its header
url = 'a' # its address
# name = 'A'

# ---- more ----
[[feed]]
url = 'b'

# the end
";
        assert_eq!(
            parts(text),
            [
                (
                    Some(0),
                    "# the first\n[[feed]] # its header\nurl = 'a' # its address\n# name = 'A'\n"
                ),
                (Some(1), "# ---- more ----\n[[feed]]\nurl = 'b'\n"),
            ]
        );
    }

    #[test]
    fn a_header_or_comment_within_a_text_is_none() {
        let text = "[[feed]]\nname = '''\n[[feed]]\n# not a comment'''\n\n[poll]\n";
        let feed = "[[feed]]\nname = '''\n[[feed]]\n# not a comment'''\n";
        assert_eq!(parts(text), [(Some(0), feed), (None, "[poll]\n")]);
    }

    #[test]
    fn tables_within_a_feed_are_part_of_it_wherever_they_stand() {
        let text = "[[feed]]\nurl='a'\n\n[feed.auth]\nuser='u'\n\n[poll]\n[feed.headers]\nX='y'\n";
        let feeds: Vec<_> = parts(text).into_iter().map(|(feed, _)| feed).collect();
        assert_eq!(feeds, [Some(0), None, Some(0)]);
    }
}
