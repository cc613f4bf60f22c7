//! What the reader keeps: tags and highlights. Nothing but the reader takes them away.

use serde::{Deserialize, Serialize};

use super::{Anchor, ArticleId, Correction, Person, UnixSeconds, clean_line};

/// The tag of what is to be read later.
pub const LATER: &str = "later";
/// No tag is longer than this, in characters.
const LONGEST_TAG: usize = 64;

/// A tag as it is kept: one line without commas, which part tags from each other, and without the "#" that people write
/// before one. `None` where nothing is left.
pub fn tag(text: &str) -> Option<String> {
    let line = clean_line(text.replace(',', " "));
    let tag: String = line
        .trim_start_matches(['#', ' '])
        .chars()
        .take(LONGEST_TAG)
        .collect();
    let tag = tag.trim_end();
    (!tag.is_empty()).then(|| tag.to_owned())
}

/// The tags in a line, parted by commas; each once, whatever its case.
pub fn tags(line: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in line.split(',').filter_map(tag) {
        if !tags.iter().any(|known| same_tag(known, &tag)) {
            tags.push(tag);
        }
    }
    tags
}

/// Whether two tags are one: in any case of letters.
pub fn same_tag(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}

/// Words of an article that the reader marked, or a quotation that the reader keeps. Anchored by its words, so that it
/// survives an edited article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Highlight {
    /// The row in the cache.
    pub id: i64,
    /// The article.
    pub article: ArticleId,
    /// The marked words; of a quotation, all from its first word to its last.
    #[serde(flatten)]
    pub anchor: Anchor,
    /// The colour it was marked in.
    pub colour: HighlightColour,
    /// The reader's note.
    pub note: Option<String>,
    /// When it was made.
    pub created: UnixSeconds,
    /// The quotation, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
}

/// A kept quotation, as it was found when it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What was said, without what stands between its parts.
    pub words: String,
    /// Who said it.
    pub person: Option<Person>,
}

/// What the reader left in one article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// Highlights and kept quotations, in the order in which they were made.
    pub highlights: Vec<Highlight>,
    /// The speakers that the reader named.
    pub corrections: Vec<Correction>,
}

/// The colours of a highlight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HighlightColour {
    /// The first.
    #[default]
    Yellow,
    /// The second.
    Green,
    /// The third.
    Blue,
    /// The fourth.
    Red,
}

impl HighlightColour {
    /// In the order of the keys that choose them.
    pub const ALL: [Self; 4] = [Self::Yellow, Self::Green, Self::Blue, Self::Red];

    /// The place in [`Self::ALL`].
    pub fn number(self) -> usize {
        Self::ALL
            .iter()
            .position(|colour| *colour == self)
            .unwrap_or(0)
    }

    /// The one after it; after the last, the first.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL[(self.number() + 1) % Self::ALL.len()]
    }

    /// Its name in English.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Red => "red",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_one_clean_line_without_its_sign() {
        assert_eq!(tag("  #Read   me\u{202e} ").as_deref(), Some("Read me"));
        assert_eq!(tag("# #"), None);
        assert_eq!(tag(&"é".repeat(99)).map(|t| t.chars().count()), Some(64));
        assert_eq!(
            tags("Sea, #ships,, sea ,ÜBER,über"),
            ["Sea", "ships", "ÜBER"]
        );
    }
}
