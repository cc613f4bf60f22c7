//! Whether feed-rs (its release 3.0.0) reads by itself all that an outline holds. Errs on the side of no: a document
//! that is written anew for nothing costs a little time, one that is read by halves costs articles.

use super::names::{Field, Namespace};
use super::outline::{Element, EntryOutline, Format, Outline, attribute};

/// Whether feed-rs finds everything in a document that we do, and understands it as we do.
pub fn is_plain(outline: &Outline) -> bool {
    let version = attribute(outline.attributes[0], "version");
    let root = match outline.format {
        Format::Rss => {
            outline.namespace == Namespace::None
                && matches!(version, Some("2.0" | "" | "0.91" | "0.92"))
        }
        Format::Atom => matches!(outline.namespace, Namespace::Atom | Namespace::None),
        Format::Rdf | Format::Cdf => false,
    };
    root && !outline.odd
        && !outline.cut
        && outline.faults.is_empty()
        && outline.entities.is_empty()
        && !outline
            .attributes
            .iter()
            .any(|attributes| is_based(attributes))
        && is_unambiguous(&outline.feed)
        && outline
            .feed
            .iter()
            .all(|element| is_read(element, outline.format, false))
        && outline
            .entries
            .iter()
            .all(|entry| is_plain_entry(entry, outline.format))
}

fn is_plain_entry(entry: &EntryOutline, format: Format) -> bool {
    let elements = &entry.elements;
    let has = |field: Field, media: bool| {
        let mut elements = elements.iter().filter(|element| element.field == field);
        elements.any(|element| (element.namespace == Namespace::Media) == media)
    };
    let linked = elements.iter().any(|element| {
        element.field == Field::Link
            && match format {
                Format::Atom => matches!(element.attribute("rel"), None | Some("alternate")),
                _ => !element.inner.trim_ascii().is_empty(),
            }
    });
    // Without an entry's own, feed-rs leaves a title, a text or a picture of Media RSS where nobody looks.
    let title = has(Field::Title, false) || !has(Field::Title, true);
    let text =
        has(Field::Summary, false) || has(Field::Content, false) || !has(Field::Summary, true);
    let file =
        |element: &Element| element.field == Field::Media && element.attribute("url").is_some();
    let picture = elements.iter().any(file) || !has(Field::Image, true);
    // It keeps the files of Media RSS or those of RSS, not both.
    let files = !has(Field::Enclosure, false) || !has(Field::Media, true);
    let own_language = || attribute(entry.attributes, "xml:lang").is_some();
    linked
        && title
        && text
        && picture
        && files
        && !is_based(entry.attributes)
        && !own_language()
        && is_unambiguous(elements)
        && elements
            .iter()
            .all(|element| is_read(element, format, true))
}

fn is_based(attributes: &str) -> bool {
    attributes.contains("xml:base")
}

/// Whether each thing of which there is one is there once.
fn is_unambiguous(elements: &[Element]) -> bool {
    let mut seen = 0_u32;
    let mut single = elements.iter().filter(|element| element.field.is_single());
    single.all(|element| {
        let bit = 1 << element.field as u32;
        let first = seen & bit == 0;
        seen |= bit;
        first || element.namespace == Namespace::Media
    })
}

/// Whether feed-rs knows an element, and gets its text right.
fn is_read(element: &Element, format: Format, in_entry: bool) -> bool {
    let atom = format == Format::Atom;
    match element.field {
        // Read by ourselves, from the same outline, whatever feed-rs makes of it.
        Field::Ttl | Field::Period | Field::Frequency | Field::SkipHours | Field::SkipDays => {
            return true;
        }
        _ if is_based(element.attributes) => return false,
        _ if !feed_rs_reads(atom, in_entry, element.namespace, element.name) => return false,
        _ => {}
    }
    match element.field {
        Field::Title | Field::Summary | Field::Content if atom => {
            let html = match element.attribute("type") {
                None | Some("text") => false,
                Some("html") => true,
                Some(_) => return false,
            };
            !element.mixed
                && !element.attributes.contains("mode")
                && !element.attributes.contains("src")
                && (html || has_only_predefined(element.inner))
        }
        Field::Link if atom => element.attribute("href").is_some(),
        Field::Category if atom => element.attribute("term").is_some(),
        Field::Title | Field::Summary | Field::Content => !element.mixed,
        // It looks for an address, and slices what is around it at places that need not be boundaries.
        Field::Author if !atom => {
            !element.mixed && (element.inner.is_ascii() || !element.inner.contains('@'))
        }
        Field::Link | Field::Comments | Field::Guid | Field::Id => {
            !element.mixed && has_only_predefined(element.inner)
        }
        _ => true,
    }
}

/// Whether every reference in a text is one of XML's own five, or a character's number.
fn has_only_predefined(text: &str) -> bool {
    text.split('&').skip(1).all(|after| {
        let known = ["amp;", "lt;", "gt;", "quot;", "apos;", "#"];
        known.iter().any(|known| after.starts_with(known))
    })
}

/// Whether feed-rs reads this element, so spelled, as the table of names says, within an Atom feed or within RSS 0.91 to 2.0,
/// and within an entry or beside the entries. (Its own release 3.0.0.)
fn feed_rs_reads(atom: bool, in_entry: bool, namespace: Namespace, name: &str) -> bool {
    use Namespace as N;
    if namespace == N::Media {
        return in_entry
            && matches!(
                name,
                "group" | "content" | "thumbnail" | "title" | "description" | "text"
            );
    }
    if atom {
        return match namespace {
            N::Atom | N::None => match name {
                "title" | "link" | "id" | "updated" | "author" | "category" => true,
                "summary" | "content" | "published" => in_entry,
                "subtitle" | "entry" => !in_entry,
                _ => false,
            },
            _ => false,
        };
    }
    match (namespace, in_entry) {
        (N::None | N::Rss, false) => matches!(
            name,
            "title"
                | "link"
                | "description"
                | "language"
                | "managingEditor"
                | "webMaster"
                | "pubDate"
                | "lastBuildDate"
                | "category"
                | "image"
                | "item"
                | "channel"
        ),
        (N::None | N::Rss, true) => matches!(
            name,
            "title"
                | "link"
                | "description"
                | "author"
                | "category"
                | "guid"
                | "enclosure"
                | "pubDate"
                | "comments"
        ),
        (N::Atom, false) => name == "link",
        (N::Atom, true) => name == "updated",
        (N::Content, true) => name == "encoded",
        (N::DublinCore, true) => matches!(name, "creator" | "date"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::poller::repair::outline;

    fn rss(channel: &str) -> bool {
        let item = "<item><title>A</title><link>https://ledger.example/1</link></item>";
        let text = format!(
            "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>{channel}{item}</channel></rss>"
        );
        is_plain(&outline(&text).unwrap())
    }

    fn atom(entry: &str) -> bool {
        let text = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/1'/>{entry}</entry></feed>"
        );
        is_plain(&outline(&text).unwrap())
    }

    #[test]
    fn what_feed_rs_reads_is_left_to_it() {
        assert!(rss(
            "<title>T</title><ttl>60</ttl><sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>hourly</sy:updatePeriod>"
        ));
        assert!(rss(
            "<item><link>u</link><dc:creator>A</dc:creator><x:y xmlns:x='urn:x'>z</x:y></item>"
        ));
        assert!(atom(
            "<title>A</title><content type='html'>&lt;p>&amp;nbsp;</content>"
        ));
    }

    #[test]
    fn what_it_would_lose_is_not() {
        for channel in [
            "<title>A</title><title>B</title>",
            "<dc:title>A</dc:title>",
            "<item><title>no link</title></item>",
            "<item><link>u</link><description>a <b>b</b></description></item>",
            "<item><link>u</link><author>Zoë@ledger.example</author></item>",
            "<item><link>u</link><itunes:author>A</itunes:author></item>",
            "<item><link>u</link><media:thumbnail url='u'/></item>",
            "<item><link>u?a=1&b=2</link></item>",
            "<item xml:base='/x'><link>u</link></item>",
            "<item><link>u</link>",
        ] {
            assert!(!rss(channel), "{channel}");
        }
        for entry in [
            "<title type='xhtml'><div>A</div></title>",
            "<title>A &nbsp; B</title>",
            "<content type='image/png' src='u'/>",
            "<modified>2004-01-01</modified>",
        ] {
            assert!(!atom(entry), "{entry}");
        }
    }
}
