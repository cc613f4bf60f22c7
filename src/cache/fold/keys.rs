//! By what an article is found again in other feeds: hashes of its address and of its title, and the letters of its text,
//! which are compared. Pure.

use siphasher::sip::SipHasher13;

use super::super::fingerprint;
use crate::news::{Entry, canonical};

/// Bytes of letters without which a title tells no articles apart.
const SHORTEST_TITLE: usize = 20;
/// And words, in scripts that have blanks between them.
const FEWEST_WORDS: usize = 4;

/// By what an article is found again in another feed. The same on every machine and in every version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Keys {
    /// Of its link.
    pub address: Option<i64>,
    /// Of its title.
    pub heading: Option<i64>,
}

impl Keys {
    pub(in super::super) fn of(entry: &Entry) -> Self {
        Self::of_parts(entry.link.as_deref(), &entry.title)
    }

    pub(super) fn of_parts(link: Option<&str>, title: &str) -> Self {
        let address = link.and_then(canonical);
        Self {
            address: address.map(|address| hash(&address)),
            heading: heading(title),
        }
    }
}

fn hash(text: &str) -> i64 {
    SipHasher13::new().hash(text.as_bytes()).cast_signed()
}

fn heading(title: &str) -> Option<i64> {
    let mut letters = String::new();
    push_letters(&mut letters, title);
    let words = title.split_whitespace().count();
    let tells = letters.len() >= SHORTEST_TITLE && (words >= FEWEST_WORDS || !letters.is_ascii());
    tells.then(|| hash(&letters))
}

/// The letters and digits of a text, in lower case: markup, white space, signs and the way they are written are no
/// difference.
pub(super) fn letters(html: &str) -> String {
    let mut letters = String::with_capacity(html.len());
    fingerprint::for_each_text(html, |text| {
        if text.contains('&') {
            push_letters(&mut letters, &htmlize::unescape(text));
        } else {
            push_letters(&mut letters, text);
        }
    });
    letters
}

fn push_letters(letters: &mut String, text: &str) {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    letters.extend(kept.flat_map(char::to_lowercase));
}
