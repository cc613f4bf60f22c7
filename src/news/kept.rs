//! What the reader keeps: bookmarks and highlights. Nothing but the reader takes them away.

use serde::{Deserialize, Serialize};

use super::{ArticleId, UnixSeconds};

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

/// Words of an article that the reader marked, anchored by the words themselves and those around them
/// (the `TextQuoteSelector` of the W3C Web Annotation model), so that it survives an edited article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Highlight {
    /// The row in the cache.
    pub id: i64,
    /// The article.
    pub article: ArticleId,
    /// The marked words.
    pub exact: String,
    /// Up to 32 characters before them.
    pub prefix: String,
    /// Up to 32 characters after them.
    pub suffix: String,
    /// The colour it was marked in.
    pub colour: HighlightColour,
    /// The reader's note.
    pub note: Option<String>,
    /// When it was made.
    pub created: UnixSeconds,
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
