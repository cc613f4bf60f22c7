//! Where words of a text stand, remembered by the words themselves and those around them (the `TextQuoteSelector` of the
//! W3C Web Annotation Data Model, <https://www.w3.org/TR/annotation-model/#text-quote-selector>), so that they are found
//! again in an edited text. Pure; every search is linear in the length of the text.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation as _;

/// Characters kept before and after the words.
const CONTEXT: usize = 32;
/// Bytes of words whose places may overlap.
const OVERLAPPING: usize = 64;
/// Words of a passage that are compared one by one; of a longer one, as many at its beginning and at its end.
const COMPARED: usize = 64;
/// Of ten words, so many may have been changed, added or taken away.
const EDITED_OF_TEN: usize = 4;
/// Characters that must agree, words and context together, lest a short word be found just anywhere.
const AGREEING: usize = 24;

/// Words of a text, and what stood around them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Anchor {
    /// The words.
    pub exact: String,
    /// Up to 32 characters before them.
    pub prefix: String,
    /// Up to 32 characters after them.
    pub suffix: String,
    /// The byte at which they began; of several places that agree as well, the nearest to it is taken.
    pub start: usize,
}

impl Anchor {
    /// The anchor of a range of a text; an empty one where the range is none of this text.
    pub fn of(text: &str, range: Range<usize>) -> Self {
        let Some(exact) = text.get(range.clone()) else {
            return Self::default();
        };
        let before = &text[..range.start];
        let from = before.char_indices().rev().take(CONTEXT).last();
        Self {
            exact: exact.to_owned(),
            prefix: before[from.map_or(before.len(), |(at, _)| at)..].to_owned(),
            suffix: text[range.end..].chars().take(CONTEXT).collect(),
            start: range.start,
        }
    }

    /// How many characters of context agree at a place.
    fn agreement(&self, text: &str, place: &Range<usize>) -> usize {
        let before = text[..place.start].chars().rev();
        let after = text[place.end..].chars();
        let same = |(a, b): &(char, char)| a == b;
        before
            .zip(self.prefix.chars().rev())
            .take_while(same)
            .count()
            + after.zip(self.suffix.chars()).take_while(same).count()
    }

    /// Whether a place agrees enough to be the one. A short text has less to agree with.
    fn is_at(&self, agreement: usize) -> bool {
        let chars = |text: &str| text.chars().take(AGREEING).count();
        let exact = chars(&self.exact);
        let all = exact + chars(&self.prefix) + chars(&self.suffix);
        exact + agreement >= AGREEING.min(all.div_ceil(2))
    }
}

/// A text in which anchors are looked for.
#[derive(Debug)]
pub struct Places<'a> {
    text: &'a str,
    /// Its words, made when the first anchor needs them.
    words: Option<Vec<Word>>,
}

/// A word of a text: a number that stands for its letters in lower case, and its range.
#[derive(Debug)]
struct Word {
    letters: u64,
    range: Range<usize>,
}

impl<'a> Places<'a> {
    /// Of this text.
    pub fn of(text: &'a str) -> Self {
        Self { text, words: None }
    }

    /// Where the words of an anchor stand now: as they were, else changed a little; `None` where they are gone.
    pub fn find(&mut self, anchor: &Anchor) -> Option<Range<usize>> {
        if anchor.exact.trim().is_empty() {
            return None;
        }
        self.find_unchanged(anchor)
            .or_else(|| self.find_changed(anchor))
    }

    fn find_unchanged(&self, anchor: &Anchor) -> Option<Range<usize>> {
        let Anchor { exact, start, .. } = anchor;
        // The usual case: nothing has changed.
        let same = *start..start.saturating_add(exact.len());
        let whole = anchor.prefix.chars().count() + anchor.suffix.chars().count();
        if self.text.get(same.clone()) == Some(exact) && anchor.agreement(self.text, &same) == whole
        {
            return Some(same);
        }
        occurrences(self.text, exact)
            .map(|at| {
                let place = at..at + exact.len();
                (anchor.agreement(self.text, &place), place)
            })
            .filter(|(agreement, _)| anchor.is_at(*agreement))
            .max_by_key(|(agreement, place)| {
                (*agreement, std::cmp::Reverse(place.start.abs_diff(*start)))
            })
            .map(|(_, place)| place)
    }

    fn find_changed(&mut self, anchor: &Anchor) -> Option<Range<usize>> {
        let words = self.words.get_or_insert_with(|| words(self.text));
        let pattern: Vec<u64> = self::words(&anchor.exact)
            .into_iter()
            .map(|word| word.letters)
            .collect();
        let found = if pattern.len() <= COMPARED {
            best(&pattern, words, self.text, anchor)?
        } else {
            let (head, tail) = (
                &pattern[..COMPARED / 2],
                &pattern[pattern.len() - COMPARED / 2..],
            );
            let head = best(head, words, self.text, anchor);
            let tail = best(tail, words, self.text, anchor);
            match (head, tail) {
                (Some(head), Some(tail))
                    if head.start < tail.end && tail.end - head.start <= 2 * anchor.exact.len() =>
                {
                    head.start..tail.end
                }
                (Some(part), _) | (None, Some(part)) => part,
                (None, None) => return None,
            }
        };
        let long = pattern.len() * 4 >= AGREEING;
        (long || anchor.is_at(anchor.agreement(self.text, &found))).then_some(found)
    }
}

/// Where some words begin in a text. Short ones may overlap, as “aa” does in “aaa”; with long ones that would take long
/// where a text repeats itself, and says nothing.
fn occurrences<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = usize> + 'a {
    let step = match words.chars().next() {
        Some(first) if words.len() <= OVERLAPPING => first.len_utf8(),
        _ => words.len().max(1),
    };
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text.get(from..)?.find(words)?;
        from = at + step;
        Some(at)
    })
}

fn words(text: &str) -> Vec<Word> {
    text.unicode_word_indices()
        .map(|(at, word)| {
            let mut hasher = DefaultHasher::new();
            for c in word.chars().flat_map(char::to_lowercase) {
                c.hash(&mut hasher);
            }
            Word {
                letters: hasher.finish(),
                range: at..at + word.len(),
            }
        })
        .collect()
}

/// The passage that differs from the pattern in the fewest words (P. Sellers, "The theory and computation of
/// evolutionary distances: pattern recognition", 1980); of several, the one whose surroundings agree best.
fn best(pattern: &[u64], words: &[Word], text: &str, anchor: &Anchor) -> Option<Range<usize>> {
    if pattern.is_empty() {
        return None;
    }
    let most = pattern.len() * EDITED_OF_TEN / 10;
    // For each number of words of the pattern: the cost of the best match that ends here, and where it begins.
    let mut row: Vec<(usize, usize)> = (0..=pattern.len()).map(|cost| (cost, 0)).collect();
    let mut best: Option<(usize, usize, Range<usize>)> = None;
    for (at, word) in words.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (0, at);
        diagonal.1 = at;
        for (index, letters) in pattern.iter().enumerate() {
            let same = (
                diagonal.0 + usize::from(*letters != word.letters),
                diagonal.1,
            );
            let added = (row[index + 1].0 + 1, row[index + 1].1);
            let missing = (row[index].0 + 1, row[index].1);
            diagonal = row[index + 1];
            let least = |a: (usize, usize), b: (usize, usize)| if b.0 < a.0 { b } else { a };
            row[index + 1] = least(least(same, added), missing);
        }
        let (cost, start) = row[pattern.len()];
        let limit = best.as_ref().map_or(most, |(cost, ..)| *cost);
        if cost <= limit && start <= at {
            let place = with_signs(
                text,
                words[start].range.start..word.range.end,
                &anchor.exact,
            );
            let agreement = anchor.agreement(text, &place);
            let better = best.as_ref().is_none_or(|(least, most, other)| {
                let nearer = |place: &Range<usize>| place.start.abs_diff(anchor.start);
                (cost, *most, nearer(&place)) < (*least, agreement, nearer(other))
            });
            if better {
                best = Some((cost, agreement, place));
            }
        }
    }
    best.map(|(_, _, place)| place)
}

/// The place with the marks and points that stood around its words before, where they still do.
fn with_signs(text: &str, place: Range<usize>, exact: &str) -> Range<usize> {
    let sign = |c: char| !c.is_alphanumeric();
    let before = &exact[..exact.len() - exact.trim_start_matches(sign).len()];
    let after = &exact[exact.trim_end_matches(sign).len()..];
    let start = if text[..place.start].ends_with(before) {
        place.start - before.len()
    } else {
        place.start
    };
    let end = if text[place.end..].starts_with(after) {
        place.end + after.len()
    } else {
        place.end
    };
    start..end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "The ferry stays. Nobody over fifty could read the last timetable.\n\n“The ferry \
        is cheaper than a bridge, and it has never fallen down,” the harbour master said.\n\nThe ferry leaves at eight.";

    fn range(text: &str, words: &str) -> Range<usize> {
        let at = text.find(words).unwrap();
        at..at + words.len()
    }

    fn find<'a>(anchor: &Anchor, text: &'a str) -> Option<&'a str> {
        Places::of(text).find(anchor).map(|place| &text[place])
    }

    #[test]
    fn the_same_words_elsewhere_are_not_taken_for_them() {
        let third = TEXT.rfind("The ferry").unwrap();
        let anchor = Anchor::of(TEXT, third..third + 9);
        let edited = format!("The ferry is late.\n\n{TEXT}");
        let found = Places::of(&edited).find(&anchor);
        assert_eq!(found.unwrap().start, edited.rfind("The ferry").unwrap());
    }

    #[test]
    fn a_passage_whose_words_were_changed_a_little_is_found() {
        let anchor = Anchor::of(
            TEXT,
            range(
                TEXT,
                "is cheaper than a bridge, and it has never fallen down,",
            ),
        );
        let edited = TEXT.replace("has never fallen", "never once has fallen");
        assert_eq!(
            find(&anchor, &edited),
            Some("is cheaper than a bridge, and it never once has fallen down,")
        );
        let set_anew = TEXT.replace(' ', "  ").replace('“', "\"");
        assert!(find(&anchor, &set_anew).unwrap().starts_with("is  cheaper"));
    }

    #[test]
    fn what_was_taken_out_is_not_found() {
        let passage = "Nobody over fifty could read the last timetable.";
        let anchor = Anchor::of(TEXT, range(TEXT, passage));
        assert_eq!(find(&anchor, &TEXT.replace(passage, "")), None);
        // A little word that is everywhere is only found where it stood.
        let the = Anchor::of(
            TEXT,
            range(TEXT, "the harbour").start..range(TEXT, "the harbour").start + 3,
        );
        assert_eq!(&the.exact, "the");
        assert_eq!(
            find(&the, "Here is the news of the day, and the weather."),
            None
        );
    }

    #[test]
    fn of_a_long_passage_the_beginning_and_the_end_are_looked_for() {
        let long: Vec<String> = (0..400).map(|n| format!("word{n}")).collect();
        let text = format!("Before it. {} After it.", long.join(" "));
        let anchor = Anchor::of(&text, range(&text, &long.join(" ")));
        let edited = text.replace("word200 ", "").replace("word7 ", "seven ");
        let found = find(&anchor, &edited).unwrap();
        assert!(found.starts_with("word0 ") && found.ends_with("word399"));
    }

    #[test]
    fn of_places_that_overlap_the_right_one_is_found() {
        let text = "so it went: haaaaard to say";
        let at = text.find("aaa").unwrap() + 1;
        let anchor = Anchor::of(text, at..at + 2);
        let edited = format!("Later. {text}");
        assert_eq!(Places::of(&edited).find(&anchor), Some(at + 7..at + 9));
    }

    /// Any text of a few paragraphs, and any range in it that holds a letter.
    fn passage() -> impl Strategy<Value = (String, Range<usize>)> {
        (
            "(\\PC{0,12}[a-zäß ]{1,40}[.\n]{0,2}){1,8}",
            any::<[prop::sample::Index; 2]>(),
        )
            .prop_map(|(text, [a, b])| {
                let bounds: Vec<usize> = text
                    .char_indices()
                    .map(|(at, _)| at)
                    .chain([text.len()])
                    .collect();
                let (a, b) = (bounds[a.index(bounds.len())], bounds[b.index(bounds.len())]);
                (text, a.min(b)..a.max(b))
            })
            .prop_filter("a letter", |(text, range)| {
                text[range.clone()].contains(char::is_alphabetic)
            })
    }

    proptest! {
        #[test]
        fn any_range_is_found_again_where_it_was((text, range) in passage()) {
            let anchor = Anchor::of(&text, range.clone());
            prop_assert_eq!(Places::of(&text).find(&anchor), Some(range));
        }

        #[test]
        fn and_after_edits_elsewhere((text, range) in passage(), before in "[A-Z ]{0,60}", after in "[A-Z ]{0,60}") {
            let anchor = Anchor::of(&text, range.clone());
            let edited = format!("{before}\n\n{text}\n\n{after}");
            let found = Places::of(&edited).find(&anchor).map(|place| edited[place].to_owned());
            prop_assert_eq!(found.as_deref(), Some(&text[range]));
        }

        #[test]
        fn no_text_and_no_anchor_makes_it_panic(text in "\\PC{0,200}", exact in "\\PC{0,40}", prefix in "\\PC{0,9}", suffix in "\\PC{0,9}", start: usize) {
            let anchor = Anchor { exact, prefix, suffix, start };
            if let Some(place) = Places::of(&text).find(&anchor) {
                prop_assert!(text.get(place).is_some_and(|found| !found.is_empty()));
            }
        }
    }
}
