//! The lines of the log: what one says, and how articles are named in it. A line that cannot be read is passed over, one of
//! a later version too, and counted.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::fingerprint;
use crate::news::{
    Anchor, ArticleId, Highlight, HighlightColour, Person, Said, UnixSeconds, clean_line,
};
use crate::quotes::Identity;

/// The version that every line carries.
pub(super) const VERSION: u32 = 1;
/// The bits of an entry's hash by which a read mark knows it: eight characters in the file.
const BITS: i64 = (1 << 48) - 1;

/// What a line says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
pub(super) enum Action {
    /// The first line of a file.
    Log {
        name: String,
    },
    Bookmark {
        article: Named,
        created: UnixSeconds,
    },
    Unbookmark {
        article: Named,
    },
    Tag {
        article: Named,
        tag: String,
        created: UnixSeconds,
    },
    Untag {
        article: Named,
        tag: String,
    },
    Note {
        article: Named,
        note: String,
        created: UnixSeconds,
    },
    Unnote {
        article: Named,
    },
    Highlight {
        article: Named,
        #[serde(flatten)]
        words: Words,
    },
    Unhighlight {
        article: Named,
        #[serde(flatten)]
        words: Words,
    },
    Correct {
        article: Named,
        words: String,
        speaker: Option<String>,
        title: Option<String>,
    },
    Uncorrect {
        article: Named,
        words: String,
    },
    Read(Marked),
    Unread(Marked),
    /// A name belongs to this person from now on.
    Name {
        name: Who,
        person: Who,
    },
    /// Of a name, what goes with this title, or stands in this article, belongs to another person.
    Part {
        name: Who,
        title: String,
        article: Option<Named>,
        person: Who,
    },
    Unpart {
        name: Who,
        title: String,
        article: Option<Named>,
    },
    Follow {
        person: Who,
        created: UnixSeconds,
    },
    Unfollow {
        person: Who,
    },
}

/// An article, as it is found again: by its feed's address and its own id there. The rest is for a person who reads the
/// file, and for the list until the article has come again.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Named {
    pub feed: String,
    pub entry: String,
    pub link: Option<String>,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub date: UnixSeconds,
}

/// Articles that were marked: one by its name, or many by eight characters each, feed by feed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Marked {
    pub article: Option<Named>,
    #[serde(default)]
    pub feeds: BTreeMap<String, String>,
}

/// A person, by the name that is their own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Who {
    pub key: String,
    pub name: String,
    pub sort: String,
    /// How many of that name were there before them.
    #[serde(default)]
    pub nth: u32,
}

impl Who {
    /// The name, cleaned: a person may have written into the file.
    pub fn identity(&self) -> Identity {
        Identity {
            key: clean_line(&*self.key),
            name: clean_line(&*self.name),
            sort: clean_line(&*self.sort),
        }
    }
}

/// A highlight, or a kept quotation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Words {
    #[serde(flatten)]
    anchor: Anchor,
    #[serde(default)]
    colour: HighlightColour,
    note: Option<String>,
    created: UnixSeconds,
    said: Option<SaidBy>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct SaidBy {
    words: String,
    speaker: Option<String>,
    title: Option<String>,
}

impl Words {
    /// As the cache has it, under no number.
    pub fn highlight(self) -> Highlight {
        let said = self.said.map(|said| Said {
            words: said.words,
            person: person(said.speaker, said.title),
        });
        Highlight {
            id: 0,
            article: ArticleId(0),
            anchor: self.anchor,
            colour: self.colour,
            note: self.note,
            created: self.created,
            said,
        }
    }
}

/// A person of this name; `None` where there is none.
pub(super) fn person(name: Option<String>, title: Option<String>) -> Option<Person> {
    name.map(|name| Person {
        name,
        title,
        aliases: Vec::new(),
    })
}

/// Why a line says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It is no line of a log, or only a part of one.
    Broken,
    /// A later version of the program wrote it.
    Newer,
}

/// What a line says.
pub(super) fn read(line: &str) -> Result<Action, Unreadable> {
    #[derive(Deserialize)]
    struct Versioned {
        v: u32,
    }
    let Ok(Versioned { v }) = serde_json::from_str(line) else {
        return Err(Unreadable::Broken);
    };
    if v > VERSION {
        return Err(Unreadable::Newer);
    }
    serde_json::from_str(line).map_err(|_| Unreadable::Broken)
}

/// By what a read mark knows an entry of a feed.
pub(super) fn entry(key: &str) -> i64 {
    fingerprint::of_key(key) & BITS
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes it with eight characters (the digits of RFC 4648, section 5).
pub(super) fn put_entry(text: &mut String, entry: i64) {
    for digit in (0..8).rev() {
        text.push(char::from(DIGITS[(entry >> (6 * digit) & 63) as usize]));
    }
}

/// The entries in such a text; what is none is passed over.
pub(super) fn entries(text: &str) -> impl Iterator<Item = i64> {
    let value = |digit: u8| DIGITS.iter().position(|known| *known == digit);
    text.as_bytes().chunks_exact(8).filter_map(move |digits| {
        digits.iter().try_fold(0, |entry, digit| {
            Some(entry << 6 | i64::try_from(value(*digit)?).ok()?)
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn entries_are_read_as_they_were_written(given in prop::collection::vec(0..=BITS, 0..20)) {
            let mut text = String::new();
            for entry in &given {
                put_entry(&mut text, *entry);
            }
            prop_assert_eq!(entries(&text).collect::<Vec<_>>(), given);
        }

        #[test]
        fn whatever_stands_in_a_file_is_read_without_a_panic(line in "\\PC{0,80}|\\{\"v\":1,\"do\":\"[a-z]{0,9}\".{0,40}") {
            let _ = read(&line);
            let _ = entries(&line).count();
        }
    }

    #[test]
    fn a_later_version_is_told_from_a_torn_line() {
        assert_eq!(read(r#"{"v":2,"do":"dream"}"#), Err(Unreadable::Newer));
        assert_eq!(read(r#"{"v":1,"do":"bookm"#), Err(Unreadable::Broken));
        assert_eq!(read(r#"{"v":1,"do":"dream"}"#), Err(Unreadable::Broken));
    }
}
