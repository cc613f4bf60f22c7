//! A quotation, and who said it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A quotation found in a document's text. All ranges are byte ranges in `Document::text`, on character boundaries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// What was said, the marks left out. More than one range where the quotation is interrupted
    /// (“…,” she said, “…”) or runs over several paragraphs; in order, never empty, never overlapping.
    pub ranges: Vec<Range<usize>>,
    /// Who said it; `None` where it would be a guess.
    pub speaker: Option<Speaker>,
    /// The words that make it speech: "said", "according to".
    pub cue: Option<Range<usize>>,
    /// What sort of quotation it is.
    pub kind: QuoteKind,
    /// How sure it is that this is speech by this speaker, from 0 to 1.
    pub confidence: f32,
}

impl Quote {
    /// The same quotation in a text before which so many bytes were put.
    #[must_use]
    pub fn moved(mut self, by: usize) -> Self {
        let mention = self.speaker.as_mut().and_then(|s| s.mention.as_mut());
        let places = self.ranges.iter_mut().chain(&mut self.cue).chain(mention);
        for range in places {
            *range = range.start + by..range.end + by;
        }
        self
    }

    /// From the first quoted character to the last.
    pub fn span(&self) -> Range<usize> {
        let start = self.ranges.first().map_or(0, |r| r.start);
        start..self.ranges.last().map_or(start, |r| r.end)
    }

    /// What was said, the ranges joined with a blank.
    pub fn words(&self, text: &str) -> String {
        let parts: Vec<&str> = self
            .ranges
            .iter()
            .filter_map(|r| text.get(r.clone()))
            .collect();
        parts.join(" ")
    }
}

/// Who said a quotation: the words that name them there, and the person they stand for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The words that name the speaker, beside the quotation or, where it goes on with the speaker before, further
    /// up in the text; `None` where no words do.
    pub mention: Option<Range<usize>>,
    /// Who that is.
    pub person: Person,
}

/// A person, or a body that speaks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct Person {
    /// The fullest form of the name: "Friedrich Merz".
    pub name: String,
    /// What they are, as introduced: "Chancellor of Germany".
    pub title: Option<String>,
    /// Other forms that stood in the text: "Mr. Merz".
    pub aliases: Vec<String>,
}

/// What sort of quotation it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// A whole utterance in quotation marks.
    Direct,
    /// Quoted words within reported speech.
    Mixed,
    /// A block quotation, or a pull quote.
    Block,
    /// A line of an interview or a transcript.
    Transcript,
    /// A title, a nickname, a quoted word: kept, not shown as speech.
    Fragment,
}
