//! The query language as a tree: what can be asked of an article. How it is written stands in `parse` and `print`,
//! what it means to the cache in `cache::query`. Pure; ages stay ages until the moment of asking is known.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::news::UnixSeconds;

/// What must be true of an article. Made by [`Expression::parse`], and printed so that it parses to itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expression {
    /// One term.
    Term(Term),
    /// The other is not true.
    Not(Box<Self>),
    /// All are true; of every article where there are none. Never just one.
    All(Vec<Self>),
    /// At least one is true. Never fewer than two.
    Any(Vec<Self>),
}

/// One thing that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Term {
    /// A word in title, author, text or the names of those who are quoted. Can stand without quotation marks
    /// ([`Term::word`] sees to that).
    Word(String),
    /// Words in that order, in the same places. Never blank.
    Phrase(String),
    /// How the article stands.
    Is(State),
    /// What belongs to it.
    Has(Part),
    /// Something that it says of itself. Never blank.
    Field(Field, String),
    /// Dated then or later.
    After(When),
    /// Dated earlier.
    Before(When),
    /// Not so old.
    Younger(Age),
    /// Older.
    Older(Age),
}

/// A set of names, each with its meaning: the one table behind parser, printer, errors and manual.
macro_rules! names {
    ($(#[$doc:meta])* $set:ident { $($variant:ident $name:literal $meaning:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $set {
            $(#[doc = $meaning] $variant,)*
        }

        impl $set {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As it is written.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it means, for a person.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

names! {
    /// How an article stands: the values of `is:`.
    State {
        Unread "unread" "not yet read",
        Read "read" "read",
        Bookmarked "bookmarked" "bookmarked",
        Edited "edited" "changed by the publisher after it was first seen",
        Preview "preview" "perhaps only a part of the article is at hand",
        Partial "partial" "certainly only a part of the article is at hand",
        Hidden "hidden" "hidden by a rule; nothing else shows such articles",
    }
}

names! {
    /// What belongs to an article: the values of `has:`.
    Part {
        Quote "quote" "a quotation was found in it",
        Image "image" "a picture comes with it",
        Enclosure "enclosure" "a file comes with it: a recording, a document, a picture",
        Note "note" "you wrote a note to it",
    }
}

names! {
    /// What an article says of itself: the terms that take a text.
    Field {
        Feed "feed" "the feed's name or address holds this",
        Folder "folder" "the feed stands in this folder",
        Tag "tag" "you gave this tag to it or to its feed",
        Author "author" "the author's name holds these words",
        Speaker "speaker" "someone is quoted whose name or title holds these words",
        Lang "lang" "it is written in this language: `en` means also `en-GB`",
        Title "title" "the title holds these words",
        Text "text" "the text holds these words",
    }
}

/// A day, or so long ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum When {
    /// The beginning of a day of the reader's, from the year 1 on.
    Date(Date),
    /// So long before the moment of asking.
    Ago(Age),
}

/// A length of time, in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Age {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: AgeUnit,
}

names! {
    /// The units of an age.
    AgeUnit {
        Minutes "m" "minutes",
        Hours "h" "hours",
        Days "d" "days of 24 hours",
        Weeks "w" "weeks",
        Years "y" "years of 365 days",
    }
}

impl Age {
    /// Its length.
    pub fn seconds(self) -> UnixSeconds {
        let unit = match self.unit {
            AgeUnit::Minutes => 60,
            AgeUnit::Hours => 3600,
            AgeUnit::Days => 24 * 3600,
            AgeUnit::Weeks => 7 * 24 * 3600,
            AgeUnit::Years => 365 * 24 * 3600,
        };
        UnixSeconds::from(self.count) * unit
    }
}

impl Term {
    /// A word, or a phrase where the text cannot stand without quotation marks.
    pub fn word(text: &str) -> Self {
        if super::parse::is_word(text) {
            Self::Word(text.to_owned())
        } else {
            Self::Phrase(text.to_owned())
        }
    }
}

impl Expression {
    /// The expression that is true of every article.
    pub const EVERYTHING: Self = Self::All(Vec::new());

    /// All of them.
    pub fn all(mut parts: Vec<Self>) -> Self {
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                Self::All(parts)
            }
        }
    }

    /// The words, where it consists of nothing else and all of them are asked for.
    pub fn plain_words(&self) -> Option<String> {
        let word = |part: &Self| match part {
            Self::Term(Term::Word(word)) => Some(word.clone()),
            _ => None,
        };
        match self {
            Self::All(parts) => {
                let words: Option<Vec<String>> = parts.iter().map(word).collect();
                Some(words?.join(" "))
            }
            one => word(one),
        }
    }
}

/// Everything that can be written, and what it means: for help, completion and the manual.
pub fn forms() -> Vec<(String, &'static str)> {
    let mut forms = vec![
        ("word".to_owned(), "holds the word, wherever it stands"),
        ("\"some words\"".to_owned(), "holds the words in that order"),
    ];
    let states = State::ALL
        .iter()
        .map(|s| (format!("is:{}", s.name()), s.meaning()));
    forms.extend(states);
    let parts = Part::ALL
        .iter()
        .map(|p| (format!("has:{}", p.name()), p.meaning()));
    forms.extend(parts);
    let fields = Field::ALL
        .iter()
        .map(|f| (format!("{}:", f.name()), f.meaning()));
    forms.extend(fields);
    let rest = [
        (
            "after:",
            "dated on that day or later, or younger than an age",
        ),
        ("before:", "dated before that day, or older than an age"),
        ("age<", "younger than that"),
        ("age>", "older than that"),
        ("and", "both are true; a blank means the same"),
        ("or", "one or the other is true"),
        ("not", "the next term is not true"),
        ("-", "the next term is not true"),
        ("( )", "what stands in them belongs together"),
    ];
    forms.extend(rest.map(|(form, meaning)| (form.to_owned(), meaning)));
    forms
}
