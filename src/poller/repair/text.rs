//! The inside of an element to the text that it means: references resolved, sections opened, markup made HTML,
//! by whatever its format and its type say of it.

use std::borrow::Cow;

use super::base64;
use super::names::Namespace;
use super::outline::{Element, Format, Outline, local};
use super::tokens::{Tag, Token, Tokens, attributes};

/// HTML's elements without a content, and so without an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// A text of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<'a> {
    /// It is HTML; else it means what it says.
    pub html: bool,
    pub value: Cow<'a, str>,
}

impl<'a> Text<'a> {
    /// A text that is no HTML.
    pub fn plain(value: impl Into<Cow<'a, str>>) -> Self {
        Self {
            html: false,
            value: value.into(),
        }
    }

    /// Without white space around it: for ids, addresses and dates.
    pub fn bare(self) -> Self {
        let trimmed = self.value.trim();
        if trimmed.len() == self.value.len() {
            return self;
        }
        Self {
            html: self.html,
            value: Cow::Owned(trimmed.to_owned()),
        }
    }
}

/// How the inside of an element is to be taken.
enum Kind {
    Plain,
    Html,
    /// Markup, if there is any; else text.
    Xml,
    Base64,
}

/// The text of an element.
pub fn text<'a>(element: &Element<'a>, outline: &Outline) -> Text<'a> {
    let kind = kind(element, outline.format);
    if element.mixed {
        let value = markup(element.inner, matches!(kind, Kind::Xml));
        return Text {
            html: true,
            value: Cow::Owned(value),
        };
    }
    let value = characters(element.inner, outline);
    match kind {
        Kind::Plain => Text { html: false, value },
        Kind::Html => Text { html: true, value },
        // Escaped markup under a type that needs none is a common mistake.
        Kind::Xml => Text {
            html: value.contains("</") || value.contains("/>"),
            value,
        },
        Kind::Base64 => match base64::decode(&value) {
            Some(value) => Text {
                html: true,
                value: Cow::Owned(value),
            },
            None => Text { html: true, value },
        },
    }
}

/// By the `type` and `mode` of Atom; RSS has no types, and in practice everything in it is HTML.
fn kind(element: &Element, format: Format) -> Kind {
    let atom = match element.namespace {
        Namespace::Atom | Namespace::OldAtom => true,
        Namespace::None => format == Format::Atom,
        _ => false,
    };
    let full = element
        .attribute("type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let name = full.split(';').next().unwrap_or_default().trim();
    let mode = element.attribute("mode").unwrap_or_default();
    if mode == "base64" {
        return Kind::Base64;
    }
    match name {
        "html" | "text/html" => Kind::Html,
        "xhtml" | "application/xhtml+xml" if mode == "escaped" => Kind::Html,
        "xhtml" => Kind::Xml,
        _ if !atom => Kind::Html,
        "" | "text" => Kind::Plain,
        _ if name.ends_with("+xml") || name.ends_with("/xml") => Kind::Xml,
        _ if name.contains('/') && !name.starts_with("text/") && mode.is_empty() => Kind::Base64,
        _ => Kind::Plain,
    }
}

/// The character data of an element without elements.
pub fn characters<'a>(inner: &'a str, outline: &Outline) -> Cow<'a, str> {
    if !inner.contains('<') {
        return outline.entities.resolve(inner);
    }
    let mut whole: Cow<'a, str> = Cow::Borrowed("");
    for token in Tokens::new(inner) {
        let part = match token {
            Token::Text(text) => outline.entities.resolve(text),
            Token::Cdata(text) => Cow::Borrowed(text),
            Token::Start(_) | Token::End(_) => continue,
        };
        // White space around a section is the layout of the document.
        if whole.trim_ascii().is_empty() {
            whole = part;
        } else if !part.trim_ascii().is_empty() {
            whole.to_mut().push_str(&part);
        }
    }
    whole
}

/// Markup of XML as HTML: prefixes and namespaces dropped, empty elements written as HTML writes them. Sections are
/// text in XHTML (`literal`), and HTML that somebody pasted everywhere else.
fn markup(inner: &str, literal: bool) -> String {
    let mut html = String::with_capacity(inner.len());
    for token in Tokens::new(inner) {
        match token {
            Token::Text(text) => html.push_str(text),
            Token::Cdata(text) if literal => {
                html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
            }
            Token::Cdata(text) => html.push_str(text),
            Token::Start(tag) => start(tag, &mut html),
            Token::End(name) => {
                let name = local(name);
                if !VOID.contains(&name) {
                    html.extend(["</", name, ">"]);
                }
            }
        }
    }
    html
}

fn start(tag: Tag, html: &mut String) {
    let name = local(tag.name);
    html.extend(["<", name]);
    if tag.attributes.contains("xmlns") {
        for (name, value) in
            attributes(tag.attributes).filter(|(name, _)| !name.starts_with("xmlns"))
        {
            push_attribute(html, name, value);
        }
    } else {
        html.push_str(tag.attributes.trim_ascii_end());
    }
    html.push('>');
    if tag.empty && !VOID.contains(&name) {
        html.extend(["</", name, ">"]);
    }
}

fn push_attribute(html: &mut String, name: &str, value: &str) {
    let quote = if value.contains('"') { "'" } else { "\"" };
    html.extend([" ", name, "=", quote, value, quote]);
}

/// HTML with the values of some attributes replaced by others, which are escaped; all else stays to the letter.
pub fn map_attributes(html: &str, map: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut mapped = String::with_capacity(html.len() + html.len() / 8);
    let mut tokens = Tokens::new(html);
    let mut copied = 0;
    while let Some(token) = tokens.next() {
        let Token::Start(tag) = token else { continue };
        let values: Vec<_> = attributes(tag.attributes)
            .map(|(name, value)| (name, value, map(&name.to_ascii_lowercase(), value)))
            .collect();
        if values.iter().all(|(_, _, new)| new.is_none()) {
            continue;
        }
        let length = tag.name.len() + tag.attributes.len() + usize::from(tag.empty) + 2;
        mapped.push_str(&html[copied..tokens.at - length]);
        mapped.extend(["<", tag.name]);
        for (name, value, new) in &values {
            push_attribute(&mut mapped, name, new.as_deref().unwrap_or(value));
        }
        mapped.push_str(if tag.empty { "/>" } else { ">" });
        copied = tokens.at;
    }
    mapped.push_str(&html[copied..]);
    mapped
}

/// The text of the first element of this name, under any prefix, within an element.
pub fn within<'a>(inner: &'a str, name: &str, outline: &Outline) -> Option<Cow<'a, str>> {
    let mut tokens = Tokens::new(inner);
    loop {
        match tokens.next()? {
            Token::Start(tag) if local(tag.name).eq_ignore_ascii_case(name) && !tag.empty => break,
            _ => {}
        }
    }
    let start = tokens.at;
    let mut end = start;
    while let Some(token) = tokens.next() {
        if matches!(token, Token::End(closed) if local(closed).eq_ignore_ascii_case(name)) {
            break;
        }
        end = tokens.at;
    }
    let text = characters(&inner[start..end], outline);
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| Cow::Owned(trimmed.to_owned()))
}

/// Seconds of a duration: `3723`, `62:03`, `1:02:03`, `12.5`.
pub fn seconds(duration: &str) -> Option<u64> {
    let mut total = 0_u64;
    let whole = duration.trim().split('.').next()?;
    for (number, part) in whole.split(':').enumerate() {
        if number > 2 {
            return None;
        }
        total = total
            .checked_mul(60)?
            .checked_add(part.trim().parse().ok()?)?;
    }
    Some(total)
}
