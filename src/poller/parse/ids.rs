//! What an article is known by from one poll to the next. An id must be the same whenever the document is read again,
//! and when a title is corrected; never random, and never that of two articles.

use std::collections::HashMap;
use std::hash::Hash;

use siphasher::sip128::{Hasher128 as _, SipHasher13};

use crate::news::Entry;

/// Gives an id to each entry whose feed gave it none: a hash of its link, where no other such entry has the same;
/// else of its link, date and, where it has no date, of all its words.
pub fn give(entries: &mut [Entry]) {
    let mut links: HashMap<String, usize> = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.id.is_empty()) {
        *links
            .entry(entry.link.clone().unwrap_or_default())
            .or_default() += 1;
    }
    for entry in entries.iter_mut().filter(|entry| entry.id.is_empty()) {
        let date = entry.published.or(entry.updated);
        entry.id = match (&entry.link, date) {
            (Some(link), _) if links[link] == 1 => hash("link", link),
            (Some(link), Some(date)) => hash("link and date", (link, date)),
            (link, date) => hash(
                "words",
                (
                    link,
                    date,
                    &entry.title,
                    &entry.author,
                    &entry.summary,
                    &entry.content,
                ),
            ),
        };
    }
}

fn hash(kind: &str, parts: impl Hash) -> String {
    let mut hasher = SipHasher13::new();
    parts.hash(&mut hasher);
    let hash = hasher.finish128();
    format!("{kind} {:016x}{:016x}", hash.h1, hash.h2).replace(' ', "-")
}

/// Makes ids unique. Two entries of one id that share their link or their title are versions of one: the newer
/// stays, in the place of the first. Two that share neither are two articles of a feed that counts badly, and the
/// later one's id is made its own by its link or title.
pub fn unique(entries: Vec<Entry>) -> Vec<Entry> {
    let age = |entry: &Entry| entry.updated.max(entry.published);
    let mut places: HashMap<String, usize> = HashMap::with_capacity(entries.len());
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for mut entry in entries {
        let mut place = places.get(&entry.id).copied();
        if place.is_some_and(|place| !same(&entry, &kept[place])) {
            entry.id = hash(
                "shared",
                (&entry.id, entry.link.as_ref().unwrap_or(&entry.title)),
            );
            place = places.get(&entry.id).copied();
        }
        match place {
            Some(place) if age(&entry) > age(&kept[place]) => kept[place] = entry,
            Some(_) => {}
            None => {
                places.insert(entry.id.clone(), kept.len());
                kept.push(entry);
            }
        }
    }
    kept
}

fn same(one: &Entry, other: &Entry) -> bool {
    one.title == other.title || one.link.is_some() && one.link == other.link
}
