//! Steps through a text by word, sentence and paragraph. A word is a whole one, with the marks and points that cling to it.
//! Pure; no step looks further than a few thousand characters, however long the text is.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::renderer::Document;

/// How far a step looks, in bytes.
const REACH: usize = 8192;

/// The word at a byte, else the next one, else the last.
pub(super) fn word_at(text: &str, byte: usize) -> Option<Range<usize>> {
    let from = window_start(text, byte);
    let until = ceil(text, byte.saturating_add(REACH).min(text.len()));
    let words = words(text, from..until);
    words
        .iter()
        .find(|word| word.end > byte)
        .or(words.last())
        .cloned()
}

/// The word after this one.
pub(super) fn next_word(text: &str, word: &Range<usize>) -> Option<Range<usize>> {
    let until = ceil(text, word.end.saturating_add(REACH).min(text.len()));
    words(text, word.end..until).first().cloned()
}

/// The word before this one.
pub(super) fn previous_word(text: &str, word: &Range<usize>) -> Option<Range<usize>> {
    let from = floor(text, word.start.saturating_sub(REACH));
    words(text, from..word.start).last().cloned()
}

/// A place at or before the byte where no word goes on: the beginning of its line, where that is near.
fn window_start(text: &str, byte: usize) -> usize {
    let from = floor(text, byte.min(text.len()).saturating_sub(REACH));
    let byte = floor(text, byte);
    text[from..byte]
        .rfind('\n')
        .map_or(from, |at| from + at + 1)
}

fn floor(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// The words of a part of the text. What stands between two blanks is one word, except where the script writes no blanks;
/// signs cling to the word before them, and at its beginning to the word after them.
fn words(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    // Where the signs before the next word begin; whether the word is still open; whether it ends in a sign that joins.
    let (mut signs, mut open, mut joins) = (None, false, false);
    for (at, segment) in text[part.clone()].split_word_bound_indices() {
        let range = part.start + at..part.start + at + segment.len();
        if segment.trim().is_empty() {
            (signs, open, joins) = (None, false, false);
        } else if segment.contains(char::is_alphanumeric) {
            match words.last_mut() {
                Some(word) if open && joins => word.end = range.end,
                _ => words.push(signs.take().unwrap_or(range.start)..range.end),
            }
            (open, joins) = (true, false);
        } else if let Some(word) = words.last_mut().filter(|_| open) {
            word.end = range.end;
            joins = segment.ends_with(['-', '‐', '‑', '/', '.', '\'', '’', '@', '&', '_', '+']);
        } else {
            signs.get_or_insert(range.start);
        }
    }
    words
}

/// The sentence that holds a byte, without blanks at either end; within its block.
pub(super) fn sentence(document: &Document, byte: usize) -> Option<Range<usize>> {
    let block = paragraph(document, byte)?;
    let text = &document.text[block.clone()];
    let mut sentence: Option<Range<usize>> = None;
    for (at, part) in text.split_sentence_bound_indices() {
        let end = block.start + at + part.len();
        let start = match &sentence {
            // "Mr." ends no sentence.
            Some(before) if is_abbreviated(&document.text[before.clone()]) => before.start,
            Some(before) if before.end > byte => break,
            _ => block.start + at,
        };
        sentence = Some(start..end);
    }
    sentence.map(|sentence| trimmed(&document.text, sentence))
}

/// Whether a sentence seems to end only because of the point of an abbreviation or an initial.
fn is_abbreviated(sentence: &str) -> bool {
    let Some(last) = sentence.trim_end().strip_suffix('.') else {
        return false;
    };
    let word = last.rsplit([' ', '(', '“', '"']).next().unwrap_or(last);
    let short = word.chars().filter(|c| c.is_alphabetic()).count() <= 4;
    short && word.starts_with(char::is_uppercase) || word.contains('.')
}

/// The text of the block that holds a byte, at most [`REACH`] to either side of it.
pub(super) fn paragraph(document: &Document, byte: usize) -> Option<Range<usize>> {
    let block = document.blocks.get(document.block_at(byte)?)?;
    let start = floor(
        &document.text,
        block.range.start.max(byte.saturating_sub(REACH)),
    );
    let end = ceil(
        &document.text,
        block.range.end.min(byte.saturating_add(REACH)),
    );
    (start < end).then_some(start..end)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

/// A selection of whole words without what belongs to its surroundings: commas at its end, marks of which only one is in
/// it, and the point where it is only a part of the sentence.
pub(super) fn tidy(document: &Document, range: Range<usize>) -> Range<usize> {
    const PAIRS: [(char, char); 9] = [
        ('“', '”'),
        ('‘', '’'),
        ('„', '“'),
        ('«', '»'),
        ('»', '«'),
        ('(', ')'),
        ('[', ']'),
        ('"', '"'),
        ('\'', '\''),
    ];
    let text = &document.text;
    let mut range = range;
    let whole = sentence(document, range.start)
        .is_some_and(|s| s.start >= range.start || s.start + 4 > range.start);
    loop {
        let part = &text[range.clone()];
        let (Some(first), Some(last)) = (part.chars().next(), part.chars().next_back()) else {
            return range;
        };
        let inside = |c: char, within: &str| within.contains(c);
        let lone_opening = PAIRS
            .iter()
            .any(|(open, close)| *open == first && !inside(*close, &part[first.len_utf8()..]));
        let lone_closing = PAIRS.iter().any(|(_, close)| *close == last)
            && !PAIRS.iter().any(|(open, close)| {
                *close == last && inside(*open, &part[..part.len() - last.len_utf8()])
            });
        if lone_opening {
            range.start += first.len_utf8();
        } else if lone_closing
            || matches!(last, ',' | ';' | ':' | '–' | '—' | '-' | '、' | '，')
            || (!whole && matches!(last, '.' | '。'))
        {
            range.end -= last.len_utf8();
        } else {
            return range;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::renderer::plain;

    fn all(text: &str) -> Vec<&str> {
        words(text, 0..text.len())
            .into_iter()
            .map(|word| &text[word])
            .collect()
    }

    #[test]
    fn signs_cling_to_their_words() {
        assert_eq!(
            all("“The well-known U.S. ferry,” he said — twice."),
            [
                "“The",
                "well-known",
                "U.S.",
                "ferry,”",
                "he",
                "said",
                "twice."
            ]
        );
        assert_eq!(all("魚は朝"), ["魚", "は", "朝"]);
    }

    #[test]
    fn a_sentence_goes_on_after_an_abbreviation() {
        let document =
            plain("The vote was late. Mr. Renn of St. Ives said “no.” Nobody J. Quill knew.");
        let holding = |words: &str| {
            let at = document.text.find(words).unwrap();
            &document.text[sentence(&document, at).unwrap()]
        };
        assert_eq!(holding("vote"), "The vote was late.");
        assert_eq!(holding("Ives"), "Mr. Renn of St. Ives said “no.”");
        assert_eq!(holding("knew"), "Nobody J. Quill knew.");
    }

    #[test]
    fn a_selection_leaves_the_signs_of_its_surroundings() {
        let document = plain("He said: “The ferry stays, and so do we,” twice. It does.");
        let tidied = |words: &str| {
            let at = document.text.find(words).unwrap();
            let range = tidy(&document, at..at + words.len());
            document.text[range].to_owned()
        };
        assert_eq!(tidied("“The ferry stays,"), "The ferry stays");
        assert_eq!(
            tidied("“The ferry stays, and so do we,”"),
            "“The ferry stays, and so do we,”"
        );
        assert_eq!(tidied("twice."), "twice");
        assert_eq!(tidied("It does."), "It does.");
    }

    proptest! {
        #[test]
        fn every_step_stays_in_the_text_and_goes_on(text in "(\\PC{0,20}[a-z “”.,\n-]{0,30}){0,6}", at: prop::sample::Index) {
            let document = plain(&text);
            let text = &document.text;
            let at = at.index(text.len() + 1);
            let _ = sentence(&document, at);
            if let Some(mut word) = word_at(text, at) {
                prop_assert!(!text[word.clone()].trim().is_empty());
                let tidied = tidy(&document, word.clone());
                prop_assert!(text.get(tidied).is_some());
                let first = word.clone();
                while let Some(next) = next_word(text, &word) {
                    prop_assert!(next.start >= word.end && next.end > next.start);
                    word = next;
                }
                let mut back = 0;
                while let Some(before) = previous_word(text, &word) {
                    prop_assert!(before.end <= word.start);
                    word = before;
                    back += 1;
                }
                prop_assert!(word.start <= first.start && back < text.len());
            }
        }
    }
}
