//! The texts of a feed: titles to plain text, plain text to HTML. Knows no feed format.

use std::borrow::Cow;

use crate::news::clean_line;

/// The elements that may stand in a title. Anything else between angle brackets is words: "Vec<T> explained".
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blink",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "nobr",
    "ol",
    "p",
    "pre",
    "q",
    "rb",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Bytes of a title or subtitle that are looked at: no reader sees more, and it bounds the work.
const LONGEST_LINE: usize = 8 * 1024;

/// HTML to one line of plain text: tags left out, entities decoded, white space folded.
pub fn title(html: &str) -> String {
    let html = &html[..html.floor_char_boundary(LONGEST_LINE)];
    if !html.contains(['<', '&']) {
        return clean_line(html);
    }
    clean_line(htmlize::unescape(without_tags(html)))
}

/// Plain text to one line of it.
pub fn line(text: &str) -> String {
    clean_line(&text[..text.floor_char_boundary(LONGEST_LINE)])
}

/// Plain text to HTML that shows it, its paragraphs and lines kept.
pub fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 16);
    let escaped = htmlize_escape(text.trim());
    for (number, line) in escaped.lines().enumerate() {
        if number > 0 {
            html.push_str("<br>\n");
        }
        html.push_str(line);
    }
    html
}

fn htmlize_escape(text: &str) -> Cow<'_, str> {
    if text.contains(['<', '>', '&']) {
        Cow::Owned(
            text.replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;"),
        )
    } else {
        Cow::Borrowed(text)
    }
}

fn without_tags(html: &str) -> Cow<'_, str> {
    if !html.contains('<') {
        return Cow::Borrowed(html);
    }
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match markup(rest) {
            Some(length) => rest = &rest[length..],
            None => {
                text.push('<');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The length of the tag, comment or script that `text` begins with.
fn markup(text: &str) -> Option<usize> {
    if let Some(inside) = text.strip_prefix("<!--") {
        let close = inside.find("-->").map(|at| at + 7);
        return close
            .or_else(|| text.find('>').map(|at| at + 1))
            .or(Some(text.len()));
    }
    let name = text[1..].trim_start_matches('/');
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    let name = name[..end].to_ascii_lowercase();
    ELEMENTS.binary_search(&name.as_str()).ok()?;
    let tag = end_of_tag(text)?;
    if matches!(name.as_str(), "script" | "style") && !text.starts_with("</") {
        // Its inside is nothing to be read.
        let mut closers = text[tag..].match_indices("</");
        let close = closers.find(|(at, _)| {
            let closer = text.as_bytes().get(tag + at + 2..tag + at + 2 + name.len());
            closer.is_some_and(|closer| closer.eq_ignore_ascii_case(name.as_bytes()))
        });
        return Some(close.map_or(text.len(), |(at, _)| tag + at));
    }
    Some(tag)
}

/// Past the bracket that closes a tag, not counting those within quotation marks.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    text.find('>').map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_lose_markup_and_keep_their_words() {
        for (html, plain) in [
            ("A <b>bold</b> claim", "A bold claim"),
            ("Caf&eacute; &amp; <br/>bar", "Café & bar"),
            ("Vec&lt;T&gt; and Vec<T>", "Vec<T> and Vec<T>"),
            ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
            (" two\n lines ", "two lines"),
            ("cut <b", "cut <b"),
            ("a<!-- b --> c", "a c"),
            ("a<!-- b > c", "a c"),
            ("a<script>alert('</b>')</SCRIPT> b", "a b"),
            ("a<style>b{}</style> c", "a c"),
            ("a<img alt=\"1 > 0\" src=b> c", "a c"),
        ] {
            assert_eq!(title(html), plain);
        }
    }

    #[test]
    fn plain_text_shows_as_it_is() {
        assert_eq!(html("a < b & c\nd"), "a &lt; b &amp; c<br>\nd");
    }

    #[test]
    fn the_elements_are_sorted() {
        assert!(ELEMENTS.is_sorted());
    }

    proptest! {
        #[test]
        fn any_title_is_one_clean_line(html in "\\PC*") {
            let line = title(&html);
            prop_assert!(!line.contains('\n') && line.trim() == line);
        }

        #[test]
        fn escaped_words_come_back(text in "[a-z<>&;#0-9 ]{0,40}") {
            prop_assert_eq!(title(&html(&text)), clean_line(text));
        }
    }
}
