//! An outline, whatever format it is of, written anew as a well-formed Atom feed (RFC 4287), which feed-rs reads
//! without loss. Here every old name, odd type and missing default is settled.

use std::borrow::Cow;

use url::Url;

use super::address::{absolute, base as joined};
use super::names::Field;
use super::outline::{Element, EntryOutline, Format, Outline, attribute};
use super::person::{self, Person};
use super::text::{Text, seconds, text, within};
use crate::poller::dates;

/// Writes the feed. `base` is the address that the document came from.
pub fn write(outline: &Outline, base: Option<&Url>) -> String {
    let length = outline.entries.iter().flat_map(|entry| &entry.elements);
    let length: usize = length.map(|element| element.inner.len() + 64).sum();
    let mut writer = Writer {
        outline,
        atom: String::with_capacity(length + length / 4 + 1024),
    };
    writer.feed(base);
    writer.atom
}

struct Writer<'o, 'a> {
    outline: &'o Outline<'a>,
    atom: String,
}

impl<'o, 'a> Writer<'o, 'a> {
    fn feed(&mut self, base: Option<&Url>) {
        let [root, channel] = self.outline.attributes;
        let base = joined(root, base.cloned());
        let base = joined(channel, base);
        self.atom.push_str(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:m=\"http://search.yahoo.com/mrss/\"",
        );
        let outline = self.outline;
        let elements = &outline.feed;
        let language = best(outline, elements, Field::Language).map(|text| text.value);
        let language = language.or_else(|| attribute(root, "xml:lang").map(Cow::Borrowed));
        if let Some(language) = language {
            self.attribute("xml:lang", &language);
        }
        self.atom.push('>');
        self.text_element("title", best(self.outline, elements, Field::Title));
        self.text_element("subtitle", best(self.outline, elements, Field::Summary));
        self.text_element(
            "id",
            best(self.outline, elements, Field::Id).map(Text::bare),
        );
        self.date(elements, &[Field::Updated, Field::Published], "updated");
        self.authors(elements);
        let mut linked = self.links(elements, base.as_ref());
        // CDF, and RDF where there is no link.
        for attributes in [channel, root] {
            let name = if self.outline.format == Format::Rdf {
                "about"
            } else {
                "href"
            };
            if let Some(href) = attribute(attributes, name).filter(|_| !linked) {
                linked = self.link("alternate", href, base.as_ref(), &[]);
            }
        }
        for entry in &outline.entries {
            if entry.whole || !self.outline.cut {
                self.entry(entry, base.as_ref());
            }
        }
        self.atom.push_str("</feed>");
    }

    fn entry(&mut self, entry: &'o EntryOutline<'a>, base: Option<&Url>) {
        let elements = &entry.elements;
        let base = joined(entry.attributes, base.cloned());
        let base = base.as_ref();
        self.atom.push_str("<entry>");
        self.text_element("title", best(self.outline, elements, Field::Title));
        self.id(entry);
        self.date(elements, &[Field::Published], "published");
        let updated = self.date(elements, &[Field::Updated], "updated");
        if let Some(date) = attribute(entry.attributes, "lastmod").filter(|_| !updated) {
            self.element("updated", date);
        }
        self.authors(elements);
        let linked = self.links(elements, base);
        if !linked {
            self.substitute_link(entry, base);
        }
        self.bodies(entry, base);
        self.files(elements, base);
        for element in of(elements, Field::Category) {
            let label = element
                .attribute("label")
                .or(element.attribute("term"))
                .or(element.attribute("text"));
            let label = label.map_or_else(
                || text(element, self.outline).value,
                |label| self.outline.entities.resolve(label),
            );
            if !label.trim().is_empty() {
                self.atom.push_str("<category");
                self.attribute("term", label.trim());
                self.atom.push_str("/>");
            }
        }
        self.atom.push_str("</entry>");
    }

    /// The id, as it stands there: Atom's or RSS's own, else `rdf:about`, else one of Dublin Core.
    fn id(&mut self, entry: &'o EntryOutline<'a>) {
        let outline = self.outline;
        let ids = ranked(&entry.elements, |element| {
            matches!(element.field, Field::Id | Field::Guid)
        });
        let ids = ids.map(|element| (element.rank, text(element, outline).bare()));
        let about = attribute(entry.attributes, "about")
            .map(|about| (2, Text::plain(outline.entities.resolve(about))));
        let ids = ids.chain(about).filter(|(_, text)| !text.value.is_empty());
        let id = ids.min_by_key(|(rank, _)| *rank);
        self.text_element("id", id.map(|(_, text)| text));
    }

    /// Something to open where an entry has no link: its permanent id, CDF's `href`, `rdf:about`, a full address as id.
    fn substitute_link(&mut self, entry: &'o EntryOutline<'a>, base: Option<&Url>) {
        for name in ["href", "about"] {
            if let Some(href) = attribute(entry.attributes, name)
                && self.link("alternate", href, base, &[])
            {
                return;
            }
        }
        let ids = entry.elements.iter().filter(|element| match element.field {
            Field::Guid => !element
                .attribute("isPermaLink")
                .is_some_and(|value| value.eq_ignore_ascii_case("false")),
            Field::Id => true,
            _ => false,
        });
        for element in ids {
            let id = text(element, self.outline).bare().value;
            let web = id.starts_with("http://") || id.starts_with("https://");
            let said = element.attribute("isPermaLink").is_some();
            if (web || said) && self.resolved_link("alternate", &id, base, &[]) {
                return;
            }
        }
    }

    /// Writes every link; says whether one of them is the page itself.
    fn links(&mut self, elements: &'o [Element<'a>], base: Option<&Url>) -> bool {
        let mut linked = false;
        // RSS's own after those borrowed from Atom: of equals the last counts.
        let (borrowed, own): (Vec<&Element>, Vec<&Element>) =
            of(elements, Field::Link).partition(|element| element.attribute("href").is_some());
        for element in borrowed.into_iter().chain(own) {
            let base = joined(element.attributes, base.cloned());
            let rel = element
                .attribute("rel")
                .filter(|rel| !rel.is_empty())
                .unwrap_or("alternate");
            let written = match element.attribute("href") {
                Some(href) => {
                    let more = ["type", "length"]
                        .map(|name| (name, element.attribute(name).unwrap_or_default()));
                    self.link(rel, href, base.as_ref(), &more)
                }
                None => {
                    let href = text(element, self.outline).bare().value;
                    self.resolved_link(rel, &href, base.as_ref(), &[])
                }
            };
            linked |= written && rel == "alternate";
        }
        for element in of(elements, Field::Comments) {
            let href = text(element, self.outline).bare().value;
            self.resolved_link("replies", &href, base, &[]);
        }
        linked
    }

    fn link(&mut self, rel: &str, href: &str, base: Option<&Url>, more: &[(&str, &str)]) -> bool {
        let href = self.outline.entities.resolve(href);
        self.resolved_link(rel, &href, base, more)
    }

    fn resolved_link(
        &mut self,
        rel: &str,
        href: &str,
        base: Option<&Url>,
        more: &[(&str, &str)],
    ) -> bool {
        let href = href.trim();
        if href.is_empty() {
            return false;
        }
        self.atom.push_str("<link");
        self.attribute("rel", rel);
        self.attribute("href", &absolute(href, base));
        for (name, value) in more.iter().filter(|(_, value)| !value.is_empty()) {
            self.attribute(name, value);
        }
        self.atom.push_str("/>");
        true
    }

    fn authors(&mut self, elements: &'o [Element<'a>]) {
        let mut found: Vec<(u8, Person)> = Vec::new();
        for element in of(elements, Field::Author) {
            let person = person::read(element, self.outline);
            // A person with parts is better than a text that must be guessed at.
            let rank = if element.mixed { 0 } else { element.rank };
            found.extend(person.map(|person| (rank, person)));
        }
        let Some(best) = found.iter().map(|(rank, _)| *rank).min() else {
            return;
        };
        let email = found.iter().find_map(|(_, person)| person.email.clone());
        let best = found.into_iter().filter(|(rank, _)| *rank == best);
        for (number, (_, person)) in best.enumerate() {
            self.atom.push_str("<author>");
            let name = person.name.or_else(|| person.email.clone());
            self.element("name", &name.unwrap_or_default());
            if let Some(email) = person
                .email
                .or_else(|| email.clone().filter(|_| number == 0))
            {
                self.element("email", &email);
            }
            self.atom.push_str("</author>");
        }
    }

    /// Summary and content. Of two that mean the summary only the better is kept.
    fn bodies(&mut self, entry: &'o EntryOutline<'a>, base: Option<&Url>) {
        let elements = &entry.elements;
        self.text_element("summary", best(self.outline, elements, Field::Summary));
        let contents = of(elements, Field::Content);
        for element in contents.filter(|element| element.attribute("src").is_some()) {
            let src = element.attribute("src").unwrap_or_default();
            let media_type = element.attribute("type").unwrap_or_default();
            let rel = if matches!(media_type, "" | "text/html") {
                "related"
            } else {
                "enclosure"
            };
            self.link(rel, src, base, &[("type", media_type)]);
        }
        let content = best(self.outline, elements, Field::Content);
        let Some(content) = content.or_else(|| self.fuller(elements)) else {
            return;
        };
        let language =
            of(elements, Field::Content).find_map(|element| element.attribute("xml:lang"));
        let language = language.or_else(|| attribute(entry.attributes, "xml:lang"));
        self.atom.push_str("<content");
        if let Some(language) = language {
            self.attribute("xml:lang", language);
        }
        self.typed(content);
        self.atom.push_str("</content>");
    }

    /// Where there is no content: another description that says more than the summary does.
    fn fuller(&self, elements: &'o [Element<'a>]) -> Option<Text<'o>> {
        let summaries = ranked(elements, |element| element.field == Field::Summary);
        let mut texts = summaries.map(|element| text(element, self.outline));
        let summary = texts.find(|text| !text.value.trim().is_empty())?;
        texts.find(|text| text.value.len() > summary.value.len())
    }

    fn files(&mut self, elements: &'o [Element<'a>], base: Option<&Url>) {
        let duration =
            best(self.outline, elements, Field::Duration).and_then(|text| seconds(&text.value));
        for element in elements {
            let (url, length) = match element.field {
                Field::Enclosure => (
                    element.attribute("url").or(element.attribute("href")),
                    "length",
                ),
                Field::Media => (element.attribute("url"), "fileSize"),
                Field::Image => {
                    self.image(element, base);
                    continue;
                }
                _ => continue,
            };
            let Some(url) = url.filter(|url| !url.is_empty()) else {
                continue;
            };
            let media_type = element.attribute("type").unwrap_or_default();
            let length = element.attribute(length).unwrap_or_default();
            let own = element.attribute("duration").and_then(seconds);
            let recording = media_type.starts_with("audio/") || media_type.starts_with("video/");
            match own.or(duration.filter(|_| recording)) {
                // Only Media RSS has a place for it.
                Some(duration) if recording => {
                    let url = self.outline.entities.resolve(url);
                    self.atom.push_str("<m:content");
                    self.attribute("url", &absolute(&url, base));
                    self.attribute("type", media_type);
                    self.attribute("fileSize", length);
                    self.attribute("duration", &duration.to_string());
                    self.atom.push_str("/>");
                }
                _ => {
                    self.link(
                        "enclosure",
                        url,
                        base,
                        &[("type", media_type), ("length", length)],
                    );
                }
            }
        }
    }

    fn image(&mut self, element: &Element<'a>, base: Option<&Url>) {
        match element.attribute("url").or(element.attribute("href")) {
            Some(url) => self.link(super::PICTURE, url, base, &[]),
            None => {
                let url = within(element.inner, "url", self.outline).unwrap_or_default();
                self.resolved_link(super::PICTURE, &url, base, &[])
            }
        };
    }

    /// Writes the first date that is one, of the fields in their order.
    fn date(&mut self, elements: &'o [Element<'a>], fields: &[Field], name: &str) -> bool {
        for field in fields {
            let dates = ranked(elements, |element| element.field == *field);
            let mut texts = dates.map(|element| text(element, self.outline).value);
            if let Some(date) = texts.find(|date| dates::parse(date).is_some()) {
                self.element(name, date.trim());
                return true;
            }
        }
        false
    }

    fn text_element(&mut self, name: &str, text: Option<Text>) {
        if let Some(text) = text.filter(|text| !text.value.is_empty()) {
            self.atom.push('<');
            self.atom.push_str(name);
            self.typed(text);
            self.atom.push_str("</");
            self.atom.push_str(name);
            self.atom.push('>');
        }
    }

    /// The rest of a start tag, with the type of a text, and the text.
    fn typed(&mut self, text: Text) {
        self.attribute("type", if text.html { "html" } else { "text" });
        self.atom.push('>');
        self.escaped(&text.value);
    }

    fn element(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.text_element(name, Some(Text::plain(value)));
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.atom.push(' ');
        self.atom.push_str(name);
        self.atom.push_str("=\"");
        self.escaped(value);
        self.atom.push('"');
    }

    fn escaped(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"']) {
            self.atom.push_str(&rest[..at]);
            self.atom.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            });
            rest = &rest[at + 1..];
        }
        self.atom.push_str(rest);
    }
}

/// The elements of one field, in the document's order.
fn of<'e, 'a>(elements: &'e [Element<'a>], field: Field) -> impl Iterator<Item = &'e Element<'a>> {
    elements
        .iter()
        .filter(move |element| element.field == field)
}

/// The text of the element of a field that ranks lowest, and is not empty.
fn best<'o, 'a>(
    outline: &'o Outline<'a>,
    elements: &'o [Element<'a>],
    field: Field,
) -> Option<Text<'o>> {
    let mut candidates: Vec<_> = of(elements, field).collect();
    // Of equal rank the last counts, as in feed-rs and feedparser.
    candidates.sort_by_key(|element| element.rank);
    let mut texts = candidates.into_iter().map(|element| text(element, outline));
    texts.find(|text| !text.value.trim().is_empty())
}

/// The elements of a kind, the best first. Of equal rank the last counts, as it does for feed-rs; of titles the first.
fn ranked<'e, 'a>(
    elements: &'e [Element<'a>],
    is: impl Fn(&Element<'a>) -> bool,
) -> impl Iterator<Item = &'e Element<'a>> {
    let mut found: Vec<_> = elements
        .iter()
        .rev()
        .filter(|element| is(element))
        .collect();
    found.sort_by_key(|element| element.rank);
    found.into_iter()
}
