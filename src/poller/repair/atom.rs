//! An outline, whatever format it is of, written anew as a well-formed Atom feed (RFC 4287), which feed-rs reads
//! without loss. Here every old name, odd type and missing default is settled.

use std::borrow::Cow;

use url::Url;

use super::address::Base;
use super::choice::{best, best_element, fuller, of, ranked};
use super::names::Field;
use super::outline::{Element, EntryOutline, Format, Outline, attribute};
use super::person::{self, Person};
use super::text::{Text, seconds, text, within};
use super::xml::Xml;
use crate::poller::dates;

/// The root's start tag, still open for a language.
const FEED: &str =
    "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:m=\"http://search.yahoo.com/mrss/\"";

/// Writes the feed. `base` is the address that the document came from.
pub fn write(outline: &Outline, base: Option<&Url>) -> String {
    let length = outline.entries.iter().flat_map(|entry| &entry.elements);
    let length: usize = length.map(|element| element.inner.len() + 64).sum();
    let mut writer = Writer {
        outline,
        xml: Xml::with_capacity(length + length / 4 + 1024),
    };
    writer.feed(&Base::of_document(base));
    writer.xml.finish()
}

struct Writer<'o, 'a> {
    outline: &'o Outline<'a>,
    xml: Xml,
}

impl<'o, 'a> Writer<'o, 'a> {
    fn feed(&mut self, base: &Base) {
        let [root, channel] = self.outline.attributes;
        let base = &base.within(root).within(channel);
        self.xml.raw(FEED);
        let outline = self.outline;
        let elements = &outline.feed;
        let language = best(outline, elements, Field::Language).map(|text| text.value);
        let language = language.or_else(|| attribute(root, "xml:lang").map(Cow::Borrowed));
        if let Some(language) = language {
            self.xml.attribute("xml:lang", &language);
        }
        self.xml.raw(">");
        self.xml
            .text("title", best(self.outline, elements, Field::Title));
        self.xml
            .text("subtitle", best(self.outline, elements, Field::Summary));
        self.xml.text(
            "id",
            best(self.outline, elements, Field::Id).map(Text::bare),
        );
        self.date(elements, &[Field::Updated, Field::Published], "updated");
        self.authors(elements);
        let mut linked = self.links(elements, base);
        // CDF, and RDF where there is no link.
        for attributes in [channel, root] {
            let name = if self.outline.format == Format::Rdf {
                "about"
            } else {
                "href"
            };
            if let Some(href) = attribute(attributes, name).filter(|_| !linked) {
                linked = self.link("alternate", href, base, &[]);
            }
        }
        for entry in &outline.entries {
            if entry.whole || !self.outline.cut {
                self.entry(entry, base);
            }
        }
        self.xml.raw("</feed>");
    }

    fn entry(&mut self, entry: &'o EntryOutline<'a>, base: &Base) {
        let elements = &entry.elements;
        let base = &base.within(entry.attributes);
        self.xml.raw("<entry>");
        self.xml
            .text("title", best(self.outline, elements, Field::Title));
        self.id(entry);
        self.date(elements, &[Field::Published], "published");
        let updated = self.date(elements, &[Field::Updated], "updated");
        if let Some(date) = attribute(entry.attributes, "lastmod").filter(|_| !updated) {
            self.xml.plain("updated", date);
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
                self.xml.raw("<category");
                self.xml.attribute("term", label.trim());
                self.xml.raw("/>");
            }
        }
        self.xml.raw("</entry>");
    }

    /// The id, as it stands there: Atom's or RSS's own, else `rdf:about`, else one of Dublin Core.
    fn id(&mut self, entry: &'o EntryOutline<'a>) {
        let outline = self.outline;
        let ids = ranked(&entry.elements, &[Field::Id, Field::Guid]);
        let ids = ids.map(|element| (element.rank, text(element, outline).bare()));
        let about = attribute(entry.attributes, "about")
            .map(|about| (2, Text::plain(outline.entities.resolve(about))));
        let ids = ids.chain(about).filter(|(_, text)| !text.value.is_empty());
        let id = ids.min_by_key(|(rank, _)| *rank);
        self.xml.text("id", id.map(|(_, text)| text));
    }

    /// Something to open where an entry has no link: its permanent id, CDF's `href`, `rdf:about`, a full address as id.
    fn substitute_link(&mut self, entry: &'o EntryOutline<'a>, base: &Base) {
        let web = |address: &str| address.starts_with("http://") || address.starts_with("https://");
        let href = attribute(entry.attributes, "href");
        let about = attribute(entry.attributes, "about").filter(|about| web(about));
        if href
            .or(about)
            .is_some_and(|href| self.link("alternate", href, base, &[]))
        {
            return;
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
            let said = element.attribute("isPermaLink").is_some();
            if (said || web(&id)) && self.resolved_link("alternate", &id, base, &[]) {
                return;
            }
        }
    }

    /// Writes every link; says whether one of them is the page itself.
    fn links(&mut self, elements: &'o [Element<'a>], base: &Base) -> bool {
        let mut linked = false;
        // RSS's own after those borrowed from Atom: of equals the last counts.
        let (borrowed, own): (Vec<&Element>, Vec<&Element>) =
            of(elements, Field::Link).partition(|element| element.attribute("href").is_some());
        for element in borrowed.into_iter().chain(own) {
            let base = &base.within(element.attributes);
            let rel = element
                .attribute("rel")
                .filter(|rel| !rel.is_empty())
                .unwrap_or("alternate");
            let written = if let Some(href) = element.attribute("href") {
                let more = ["type", "length"]
                    .map(|name| (name, element.attribute(name).unwrap_or_default()));
                self.link(rel, href, base, &more)
            } else {
                let href = text(element, self.outline).bare().value;
                self.resolved_link(rel, &href, base, &[])
            };
            linked |= written && rel == "alternate";
        }
        for element in of(elements, Field::Comments) {
            let href = text(element, self.outline).bare().value;
            self.resolved_link("replies", &href, base, &[]);
        }
        linked
    }

    fn link(&mut self, rel: &str, href: &str, base: &Base, more: &[(&str, &str)]) -> bool {
        let href = self.outline.entities.resolve(href);
        self.resolved_link(rel, &href, base, more)
    }

    fn resolved_link(&mut self, rel: &str, href: &str, base: &Base, more: &[(&str, &str)]) -> bool {
        let href = href.trim();
        if href.is_empty() {
            return false;
        }
        self.xml.raw("<link");
        self.xml.attribute("rel", rel);
        self.xml.attribute("href", &base.absolute(href));
        for (name, value) in more.iter().filter(|(_, value)| !value.is_empty()) {
            self.xml.attribute(name, value);
        }
        self.xml.raw("/>");
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
            self.xml.raw("<author>");
            let name = person.name.or_else(|| person.email.clone());
            self.xml.plain("name", &name.unwrap_or_default());
            if let Some(email) = person
                .email
                .or_else(|| email.clone().filter(|_| number == 0))
            {
                self.xml.plain("email", &email);
            }
            self.xml.raw("</author>");
        }
    }

    fn bodies(&mut self, entry: &'o EntryOutline<'a>, base: &Base) {
        let outline = self.outline;
        let elements = &entry.elements;
        let based =
            |(element, text): (&Element, Text<'o>)| base.within(element.attributes).of_text(text);
        let summary = best_element(outline, elements, Field::Summary);
        self.xml.text("summary", summary.map(based));
        for element in of(elements, Field::Content) {
            if let Some(src) = element.attribute("src") {
                let media_type = element.attribute("type").unwrap_or_default();
                let page = matches!(media_type, "" | "text/html");
                let rel = if page { "related" } else { "enclosure" };
                self.link(rel, src, base, &[("type", media_type)]);
            }
        }
        let content = best_element(outline, elements, Field::Content);
        let Some((element, text)) = content.or_else(|| fuller(outline, elements)) else {
            return;
        };
        self.xml.raw("<content");
        let language = element
            .attribute("xml:lang")
            .or(attribute(entry.attributes, "xml:lang"));
        if let Some(language) = language {
            self.xml.attribute("xml:lang", language);
        }
        self.xml.typed(&based((element, text)));
        self.xml.raw("</content>");
    }

    fn files(&mut self, elements: &'o [Element<'a>], base: &Base) {
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
                    self.xml.raw("<m:content");
                    self.xml.attribute("url", &base.absolute(&url));
                    self.xml.attribute("type", media_type);
                    self.xml.attribute("fileSize", length);
                    self.xml.attribute("duration", &duration.to_string());
                    self.xml.raw("/>");
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

    fn image(&mut self, element: &Element<'a>, base: &Base) {
        if let Some(url) = element.attribute("url").or(element.attribute("href")) {
            self.link(super::PICTURE, url, base, &[]);
        } else if let Some(url) = within(element.inner, "url", self.outline) {
            self.resolved_link(super::PICTURE, &url, base, &[]);
        }
    }

    /// Writes the first date that is one, of the fields in their order.
    fn date(&mut self, elements: &'o [Element<'a>], fields: &[Field], name: &str) -> bool {
        for field in fields {
            let dates = ranked(elements, &[*field]);
            let mut texts = dates.map(|element| text(element, self.outline).value);
            if let Some(date) = texts.find(|date| dates::parse(date).is_some()) {
                self.xml.plain(name, date.trim());
                return true;
            }
        }
        false
    }
}
