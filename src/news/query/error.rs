//! What is wrong with a query, where, and what was expected there. Prints nothing.

use std::ops::Range;

/// Why a text is no query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}; expected {expected}")]
pub struct QueryError {
    /// Where, in bytes of the text; on character boundaries, and empty where something is missing.
    pub at: Range<usize>,
    /// What is wrong there.
    pub message: String,
    /// What may stand there.
    pub expected: String,
}

impl QueryError {
    pub(super) fn new(
        at: Range<usize>,
        message: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self {
            at,
            message: message.into(),
            expected: expected.into(),
        }
    }

    /// What the reader can do about it.
    pub fn hint(&self) -> &'static str {
        "put a text in \"quotation marks\" to search for it as it stands"
    }

    /// For a person: the query on one line, carets under the place, what is wrong, what was expected. `text` is what
    /// was parsed. A long query is cut to what is near the place, and nothing of it can move the cursor.
    pub fn caret(&self, text: &str) -> String {
        const BEFORE: usize = 40;
        const WIDEST: usize = 76;
        let start = text.floor_char_boundary(self.at.start.min(text.len()));
        let end = text.floor_char_boundary(self.at.end.clamp(start, text.len()));
        let from = text[..start].char_indices().rev().nth(BEFORE);
        let from = from.map_or(0, |(at, _)| at);
        let line: String = text[from..].chars().take(WIDEST).map(shown).collect();
        let before: String = text[from..start].chars().map(shown).collect();
        let marked: String = text[start..end]
            .chars()
            .take(WIDEST.saturating_sub(before.chars().count()))
            .map(shown)
            .collect();
        let cells = unicode_width::UnicodeWidthStr::width;
        let (before, under) = (cells(before.as_str()), cells(marked.as_str()).max(1));
        format!(
            "{}\n{}{}\n{}; expected {}",
            line.trim_end(),
            " ".repeat(before),
            "^".repeat(under),
            self.message,
            self.expected
        )
    }
}

/// A part of the reader's text that is safe to print within a message, and short.
pub(super) fn excerpt(text: &str) -> String {
    const MOST: usize = 40;
    let mut excerpt: String = text.chars().take(MOST).map(shown).collect();
    if text.chars().nth(MOST).is_some() {
        excerpt.push('…');
    }
    excerpt
}

/// A blank for a control character, a sign that turns the direction of writing, or another kind of white space.
fn shown(c: char) -> char {
    let turns = matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    if c.is_control() || c.is_whitespace() || turns {
        ' '
    } else {
        c
    }
}
