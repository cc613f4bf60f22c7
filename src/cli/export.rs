//! `pullquote export`: all that is kept, in forms that other programs read. Changes nothing.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::Result;
use jiff::Timestamp;
use quick_xml::escape::escape;

use super::args::{ExportArgs, ExportFormat, Places};
use super::bookmark::Row;
use super::stored;
use crate::cache::Kept;
use crate::news::{Highlight, UnixSeconds, clean_line};

/// Runs the command.
pub fn run(places: &Places, options: &ExportArgs) -> Result<ExitCode> {
    let kept = stored::reader(places)?.kept()?;
    let text = match options.format {
        ExportFormat::Markdown => markdown(&kept),
        ExportFormat::Json => {
            let rows: Vec<Row> = kept.iter().map(Row::of).collect();
            serde_json::to_string_pretty(&rows)? + "\n"
        }
        ExportFormat::Csv => csv(&kept),
        ExportFormat::Html => html(&kept),
    };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// An article's date, in UTC, so that an export is the same everywhere.
fn day(seconds: UnixSeconds) -> String {
    let time = Timestamp::from_second(seconds).ok();
    time.map_or_else(String::new, |time| time.strftime("%Y-%m-%d").to_string())
}

/// A list of links (`CommonMark`), with notes as quotations below them, and below those what was highlighted.
fn markdown(kept: &[Kept]) -> String {
    let mut text = String::from("# Bookmarks\n\n");
    for Kept {
        headline,
        source,
        link,
        note,
        tags,
        highlights,
        ..
    } in kept
    {
        let title = literal(&headline.title);
        match link {
            Some(link) => put(&mut text, format_args!("- [{title}](<{}>)", address(link))),
            None => put(&mut text, format_args!("- {title}")),
        }
        put(
            &mut text,
            format_args!(" — {}, {}", literal(source), day(headline.date)),
        );
        for tag in tags {
            put(&mut text, format_args!(" `#{}`", tag.replace('`', "'")));
        }
        text.push('\n');
        for line in note.iter().flat_map(|note| note.lines()) {
            put(&mut text, format_args!("  > {}\n", literal(line)));
        }
        for highlight in highlights {
            put_highlight(&mut text, highlight);
        }
    }
    text
}

/// What was highlighted, with the reader's note, or what was said, with its speaker, as an item below its article.
fn put_highlight(text: &mut String, highlight: &Highlight) {
    let one_line = |words: &str| literal(&clean_line(words));
    match &highlight.said {
        None => put(
            text,
            format_args!("  - “{}”", one_line(&highlight.anchor.exact)),
        ),
        Some(said) => {
            put(text, format_args!("  - “{}”", one_line(&said.words)));
            let person = said.person.as_ref();
            let title = person.and_then(|person| person.title.as_ref());
            for (sign, words) in [(" — ", person.map(|person| &person.name)), (", ", title)] {
                if let Some(words) = words {
                    put(text, format_args!("{sign}{}", one_line(words)));
                }
            }
        }
    }
    text.push('\n');
    for line in highlight.note.iter().flat_map(|note| note.lines()) {
        put(text, format_args!("    > {}\n", literal(line)));
    }
}

/// Text that means nothing else to Markdown (`CommonMark` 0.31, 2.4).
pub(super) fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_{}[]<>#|~!&".contains(c) {
            literal.push('\\');
        }
        literal.push(c);
    }
    literal
}

/// An address between angle brackets.
pub(super) fn address(link: &str) -> String {
    link.replace('<', "%3C")
        .replace('>', "%3E")
        .replace(['\n', '\\'], "")
}

/// Rows as RFC 4180 has them, after a row of names.
fn csv(kept: &[Kept]) -> String {
    let mut text = String::from("title,link,date,source,tags,note\r\n");
    for Kept {
        headline,
        source,
        link,
        note,
        tags,
        ..
    } in kept
    {
        let cells = [
            &headline.title,
            link.as_deref().unwrap_or_default(),
            &day(headline.date),
            source,
            &tags.join(","),
            note.as_deref().unwrap_or_default(),
        ]
        .map(cell);
        put(&mut text, format_args!("{}\r\n", cells.join(",")));
    }
    text
}

fn cell(text: &str) -> String {
    // A table program would take it for a formula.
    let formula = text.starts_with(['=', '+', '-', '@']);
    let text = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// A bookmark file as browsers import it, which Netscape Navigator wrote first. An article without a link stays out.
fn html(kept: &[Kept]) -> String {
    let mut text = String::from(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n\
         <META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n\
         <TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n",
    );
    for Kept {
        headline,
        link,
        created,
        note,
        tags,
        ..
    } in kept
    {
        let Some(link) = link else { continue };
        let (link, title) = (escape(link), escape(&headline.title));
        put(
            &mut text,
            format_args!("    <DT><A HREF=\"{link}\" ADD_DATE=\"{created}\""),
        );
        if !tags.is_empty() {
            let tags = tags.join(",");
            put(&mut text, format_args!(" TAGS=\"{}\"", escape(&tags)));
        }
        put(&mut text, format_args!(">{title}</A>\n"));
        if let Some(note) = note {
            put(&mut text, format_args!("    <DD>{}\n", escape(note)));
        }
    }
    text.push_str("</DL><p>\n");
    text
}

fn put(text: &mut String, part: std::fmt::Arguments) {
    text.write_fmt(part)
        .expect("writing to a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::{Anchor, ArticleId, HighlightColour, Person, Said};

    #[test]
    fn a_cell_is_one_cell_and_no_formula() {
        assert_eq!(cell("plain"), "plain");
        assert_eq!(cell("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
    }

    #[test]
    fn a_highlight_is_an_item_with_its_note_and_a_quotation_has_its_speaker() {
        let mut highlight = Highlight {
            id: 1,
            article: ArticleId(1),
            anchor: Anchor::of("the last *ferry*\n\nruns", 0..22),
            colour: HighlightColour::Green,
            note: Some("why?".to_owned()),
            created: 0,
            said: None,
        };
        let mut text = String::new();
        put_highlight(&mut text, &highlight);
        assert_eq!(text, "  - “the last \\*ferry\\* runs”\n    > why?\n");
        let person = Person {
            name: "Ida Quill".to_owned(),
            title: Some("harbour master".to_owned()),
            aliases: Vec::new(),
        };
        highlight.said = Some(Said {
            words: "It stays".to_owned(),
            person: Some(person),
        });
        highlight.note = None;
        text.clear();
        put_highlight(&mut text, &highlight);
        assert_eq!(text, "  - “It stays” — Ida Quill, harbour master\n");
    }

    #[test]
    fn a_title_is_no_markup() {
        assert_eq!(literal("a [b](c) *d* <e>"), "a \\[b\\](c) \\*d\\* \\<e\\>");
        assert_eq!(
            address("https://a.example/<x>"),
            "https://a.example/%3Cx%3E"
        );
    }
}
