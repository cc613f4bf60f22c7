//! What the reader keeps: tags and highlights. Nothing but the reader takes them away.

use serde::{Deserialize, Serialize};

use super::{ArticleId, UnixSeconds, clean_line};

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

/// Words of an article that the reader marked, anchored by the words themselves and those around them
/// (the `TextQuoteSelector` of the W3C Web Annotation model), so that it survives an edited article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
