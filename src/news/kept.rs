//! What the reader keeps: bookmarks and highlights. Nothing but the reader takes them away.

use serde::{Deserialize, Serialize};

use super::{Anchor, ArticleId, Correction, Person, UnixSeconds};

/// A bookmarked article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bookmark {
    /// The article.
    pub article: ArticleId,
    /// When it was set.
    pub created: UnixSeconds,
    /// The reader's note.
    pub note: Option<String>,
    /// The reader's tags.
    pub tags: Vec<String>,
}

/// Words of an article that the reader marked, or a quotation that the reader keeps. Anchored by its words, so that it
/// survives an edited article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    pub said: Option<Said>,
}

/// A kept quotation, as it was found when it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
