//! A list of subscriptions to feeds, one pass over the text whatever stands in it. Bounded in depth, number and length.

use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::address::AddressError;
use super::super::errors::{brief, is_unprintable};
use super::super::{WELCOME, identity};
use super::{MAX_BYTES, OpmlError, Refused, Subscription, Subscriptions};
use crate::news::clean_line;

/// Feeds that are read.
const MAX_FEEDS: usize = 10_000;
/// Outlines within outlines; deeper ones stand in the folder at this depth.
const MAX_DEPTH: usize = 64;
/// Characters of a name or a folder that are kept.
const MAX_NAME: usize = 200;
/// The longest address, in bytes.
const MAX_ADDRESS: usize = 4096;

/// The feeds of a list. Faulty XML is read as far as it can be.
pub fn read(text: &str) -> Result<Subscriptions, OpmlError> {
    if text.len() > MAX_BYTES {
        return Err(OpmlError::TooLarge);
    }
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    let mut list = List::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if is(&tag, "outline") => list.open(&tag),
            Ok(Event::Empty(tag)) if is(&tag, "outline") => {
                list.open(&tag);
                list.close();
            }
            Ok(Event::End(tag)) if tag.local_name().as_ref().eq_ignore_ascii_case("outline") => {
                list.close();
            }
            Ok(Event::Start(tag) | Event::Empty(tag)) => list.is_opml |= is(&tag, "opml"),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                let line = 1 + text[..text.floor_char_boundary(reader.error_position() as usize)]
                    .matches('\n')
                    .count();
                list.found.incomplete = Some(brief(&format!(
                    "the list is broken at line {line}: {error}"
                )));
                break;
            }
        }
        if list.found.feeds.len() >= MAX_FEEDS {
            list.found.incomplete = Some(format!("only the first {MAX_FEEDS} feeds are read"));
            break;
        }
    }
    if list.is_opml {
        Ok(list.found)
    } else {
        Err(OpmlError::NotOpml)
    }
}

fn is(tag: &BytesStart, name: &str) -> bool {
    tag.local_name().as_ref().eq_ignore_ascii_case(name)
}

/// A list while it is read.
#[derive(Default)]
struct List {
    found: Subscriptions,
    seen: HashSet<String>,
    /// The folder within each of the outlines that are open.
    folders: Vec<Option<String>>,
    /// Outlines open below [`MAX_DEPTH`].
    deeper: usize,
    is_opml: bool,
}

impl List {
    fn open(&mut self, tag: &BytesStart) {
        self.is_opml = true;
        let outline = Outline::of(tag);
        let mut folder = self.folders.last().cloned().flatten();
        if let Some(url) = outline.url {
            self.feed(url, outline.name, folder.clone());
        } else if outline.name.is_some() {
            folder = outline.name;
        }
        if self.folders.len() < MAX_DEPTH {
            self.folders.push(folder);
        } else {
            self.deeper += 1;
        }
    }

    fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            self.folders.pop();
        }
    }

    fn feed(&mut self, url: String, name: Option<String>, folder: Option<String>) {
        match taken(&url) {
            Ok(address) if !self.seen.contains(&address) => {
                self.seen.insert(address);
                let name = name.filter(|name| *name != url);
                self.found.feeds.push(Subscription { url, name, folder });
            }
            Ok(_) => self.found.duplicates += 1,
            Err(why) if self.found.refused.len() < MAX_FEEDS => {
                let url = brief(&url);
                self.found.refused.push(Refused { url, why });
            }
            Err(_) => {}
        }
    }
}

/// The form by which the address is compared, if it is one that a list may name.
fn taken(url: &str) -> Result<String, String> {
    if url.len() > MAX_ADDRESS {
        return Err("is too long".to_owned());
    }
    if url == WELCOME {
        return Err(AddressError::Scheme.to_string());
    }
    identity(url).map_err(|error| error.to_string())
}

/// What is read of an `<outline>`.
struct Outline {
    /// `xmlUrl`.
    url: Option<String>,
    /// `text`, else `title`.
    name: Option<String>,
}

impl Outline {
    fn of(tag: &BytesStart) -> Self {
        let (mut url, mut text, mut title) = (None, None, None);
        // As lax as a web browser is: several writers of such lists are no XML writers.
        for attribute in tag.html_attributes().with_checks(false).flatten() {
            let value = || htmlize::unescape_attribute(attribute.value.as_ref()).into_owned();
            match attribute.key.as_ref() {
                key if key.eq_ignore_ascii_case("xmlUrl") => url = Some(value().trim().to_owned()),
                key if key.eq_ignore_ascii_case("text") => text = name(&value()),
                key if key.eq_ignore_ascii_case("title") => title = name(&value()),
                _ => {}
            }
        }
        Self {
            url: url.filter(|url| !url.is_empty()),
            name: text.or(title),
        }
    }
}

/// A name as the configuration takes it.
pub(super) fn name(text: &str) -> Option<String> {
    let line = clean_line(text);
    let kept: String = line
        .chars()
        .filter(|c| !is_unprintable(*c))
        .take(MAX_NAME)
        .collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn rows(text: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let feeds = read(text).unwrap().feeds.into_iter();
        feeds
            .map(|feed| (feed.url, feed.name, feed.folder))
            .collect()
    }

    fn row(
        url: &str,
        name: Option<&str>,
        folder: Option<&str>,
    ) -> (String, Option<String>, Option<String>) {
        (
            url.to_owned(),
            name.map(str::to_owned),
            folder.map(str::to_owned),
        )
    }

    #[test]
    fn a_feed_stands_in_the_nearest_outline_that_has_a_name() {
        let text = r#"<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>
            <outline text="Top" xmlUrl="https://top.example/"/>
            <outline text="World" title="other">
              <outline><outline title="Ledger &amp; Co&#8217;s caf&eacute;" xmlUrl="https://ledger.example/?a=1&amp;b=2"/></outline>
              <outline text="Europe"><outline xmlurl=" https://courier.example/ " text="https://courier.example/"/></outline>
              <outline text="After" xmlUrl="https://after.example/"></outline>
            </outline>
            <OUTLINE XMLURL='https://last.example/' text=''/></body></opml>"#;
        assert_eq!(
            rows(text),
            [
                row("https://top.example/", Some("Top"), None),
                row(
                    "https://ledger.example/?a=1&b=2",
                    Some("Ledger & Co’s café"),
                    Some("World")
                ),
                row("https://courier.example/", None, Some("Europe")),
                row("https://after.example/", Some("After"), Some("World")),
                row("https://last.example/", None, None),
            ]
        );
    }

    #[test]
    fn only_addresses_of_the_web_are_taken_and_each_once() {
        let addresses = [
            "exec:/bin/ls",
            "|ls",
            "filter:cat:https://a.example/",
            "file:///etc/passwd",
            "builtin:welcome",
            "javascript:alert(1)",
            "https://reader:secret@a.example/",
            "https://a.example/",
            "HTTPS://A.example:443/#top",
        ];
        let outlines = addresses.map(|url| format!("<outline xmlUrl=\"{url}\"/>"));
        let list = read(&format!("<opml><body>{}</body></opml>", outlines.concat())).unwrap();
        let urls: Vec<_> = list.feeds.iter().map(|feed| &feed.url).collect();
        assert_eq!(urls, ["https://a.example/"]);
        assert_eq!((list.refused.len(), list.duplicates), (7, 1));
        assert_eq!(list.refused[3].why, "is neither http nor https");
    }

    #[test]
    fn a_broken_list_gives_what_stands_before_the_fault_and_says_so() {
        let text = "<opml><body>\n<outline text=\"AT&T\" xmlUrl=\"https://a.example/?x&y\"/></b>\n<outline text=\"cut";
        let list = read(text).unwrap();
        assert_eq!(list.feeds[0].name.as_deref(), Some("AT&T"));
        assert_eq!(list.feeds[0].url, "https://a.example/?x&y");
        assert!(list.incomplete.unwrap().contains("line 3"));
        assert!(matches!(
            read("<rss><channel/></rss>"),
            Err(OpmlError::NotOpml)
        ));
        assert!(matches!(read(""), Err(OpmlError::NotOpml)));
        assert!(read("<opml version='2.0'/>").unwrap().feeds.is_empty());
    }

    #[test]
    fn depth_and_size_are_bounded() {
        let deep = 100_000;
        let feed = "<outline xmlUrl='https://a.example/'/>";
        let text = format!(
            "{}{feed}{}{feed}",
            "<outline text='f'>".repeat(deep),
            "</outline>".repeat(deep)
        );
        assert_eq!(rows(&text), [row("https://a.example/", None, Some("f"))]);
        let mut many = String::new();
        for n in 0..MAX_FEEDS + 10 {
            write!(many, "<outline xmlUrl='https://a.example/{n}'/>").unwrap();
        }
        let list = read(&many).unwrap();
        assert_eq!(list.feeds.len(), MAX_FEEDS);
        assert!(list.incomplete.is_some());
        let long = format!(
            "<outline text='{}' xmlUrl='https://a.example/'/>",
            "n".repeat(100_000)
        );
        assert_eq!(
            read(&long).unwrap().feeds[0].name.as_ref().unwrap().len(),
            MAX_NAME
        );
    }
}
