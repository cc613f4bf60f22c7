//! What a poll brought, made ready to be stored: keys, fingerprints and clean lines. It needs no database, so it is done
//! where the document was read, and the writing thread is left with what it alone can do.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::news::{Enclosure, Entry, ParsedFeed, clean_line};

use super::fingerprint;
use super::fold::Keys;

/// No entry id is kept longer than this, in bytes; a longer one is replaced by its hash.
const LONGEST_ID: usize = 512;
/// No title, author or address is kept longer than this, in bytes.
const LONGEST_LINE: usize = 4096;
/// Bytes of text that name an article without a title.
const BEGINNING: usize = 80;

/// A feed's document, ready to be stored.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub(super) title: Option<String>,
    pub(super) site: Option<String>,
    pub(super) language: Option<String>,
    pub(super) entries: Vec<Arrived>,
}

/// An entry, ready to be stored.
#[derive(Debug, Clone)]
pub(super) struct Arrived {
    /// By what the feed's entries are told apart.
    pub key: String,
    /// The hash of title and text.
    pub text: i64,
    /// The hash of everything else.
    pub details: i64,
    /// By what it is found in other feeds.
    pub keys: Keys,
    /// Never empty.
    pub title: String,
    pub author: Option<String>,
    pub link: Option<String>,
    pub language: Option<String>,
    pub entry: Entry,
}

/// What an article holds beside the columns of its own; JSON in `bodies.details`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Details {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enclosures: Vec<Enclosure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl From<ParsedFeed> for Arrival {
    fn from(parsed: ParsedFeed) -> Self {
        Self {
            title: parsed.title.as_deref().map(line).filter(|t| !t.is_empty()),
            site: parsed.link.as_deref().map(line),
            language: parsed.language.as_deref().map(line),
            entries: distinct(parsed.entries),
        }
    }
}

/// The last entry first: feeds begin with the newest, so that a higher number is a later article. An id that stands
/// twice counts once; otherwise each poll would take one for an edit of the other.
fn distinct(entries: Vec<Entry>) -> Vec<Arrived> {
    let mut seen = HashSet::new();
    let keyed = entries
        .into_iter()
        .map(|entry| (entry_key(&entry.id), entry));
    let mut distinct: Vec<_> = keyed
        .filter(|(key, _)| seen.insert(key.clone()))
        .map(|(key, entry)| Arrived::new(key, entry))
        .collect();
    distinct.reverse();
    distinct
}

impl Arrived {
    fn new(key: String, entry: Entry) -> Self {
        Self {
            key,
            text: fingerprint::of_text(&entry.title, entry.html()),
            details: fingerprint::of_details(&entry),
            keys: Keys::of(&entry),
            title: title(&entry),
            author: entry.author.as_deref().map(line),
            link: entry.link.as_deref().map(line),
            language: entry.language.as_deref().map(line),
            entry,
        }
    }

    /// [`Details`] as they are stored; `None` where there are none.
    pub(super) fn details_json(&self) -> Option<String> {
        let entry = &self.entry;
        let details = Details {
            categories: entry.categories.iter().map(|c| line(c)).collect(),
            comments: entry.comments.as_deref().map(line),
            enclosures: entry.enclosures.iter().map(enclosure).collect(),
            image: entry.image.as_deref().map(line),
            language: self.language.clone(),
        };
        let empty = details == Details::default();
        (!empty).then(|| serde_json::to_string(&details).expect("details are JSON"))
    }

    pub(super) fn has_picture(&self) -> bool {
        let is_picture = |file: &Enclosure| {
            let kind = file.media_type.as_deref().and_then(|kind| kind.get(..6));
            kind.is_some_and(|kind| kind.eq_ignore_ascii_case("image/"))
        };
        self.entry.image.is_some() || self.entry.enclosures.iter().any(is_picture)
    }
}

/// The title; where there is none, the beginning of the text, or the address.
fn title(entry: &Entry) -> String {
    let title = line(&entry.title);
    if !title.is_empty() {
        return title;
    }
    let beginning = line(&fingerprint::beginning(entry.html(), BEGINNING));
    if !beginning.is_empty() {
        return beginning;
    }
    let link = entry.link.as_deref().map(line).unwrap_or_default();
    if link.is_empty() {
        "Untitled".to_owned()
    } else {
        link
    }
}

fn entry_key(id: &str) -> String {
    if id.len() > LONGEST_ID {
        return format!("hash:{:016x}", fingerprint::of_text(id, ""));
    }
    clean_line(id)
}

fn enclosure(file: &Enclosure) -> Enclosure {
    Enclosure {
        url: line(&file.url),
        media_type: file.media_type.as_deref().map(line),
        ..*file
    }
}

/// One clean line of at most [`LONGEST_LINE`] bytes.
pub(super) fn line(text: &str) -> String {
    let mut line = clean_line(text);
    line.truncate(line.floor_char_boundary(LONGEST_LINE));
    line
}
