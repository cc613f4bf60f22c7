//! The words of a search within a text: the stretch of it that says most about them. Pure.

use std::ops::Range;

use nucleo_matcher::chars::{normalize, to_lower_case};

/// Bytes of text on either side of the words, at most.
const AROUND: usize = 60;
/// Bytes between the first and the last of the words that are shown.
const STRETCH: usize = 120;
/// Places looked at; a text that holds a word more often shows one of the first.
const PLACES: usize = 2000;

/// A stretch of a text, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Context {
    /// The words; "…" where the text goes on.
    pub text: String,
    /// Where in it the words of the search stand, in bytes; in order.
    pub hits: Vec<Range<usize>>,
}

/// The stretch of the text that holds most of the words, else its beginning. Letters are compared without case and
/// without marks, as the index does; the last word may be a beginning.
pub(super) fn context(text: &str, words: &str) -> Context {
    let hits = hits(text, words);
    let (mut best, mut most) = (0..0, 0);
    for (first, (_, hit)) in hits.iter().enumerate() {
        let within = hits[first..]
            .iter()
            .take_while(|(_, other)| other.end <= hit.start + STRETCH);
        let within: Vec<_> = within.collect();
        let mut terms: Vec<usize> = within.iter().map(|(term, _)| *term).collect();
        terms.sort_unstable();
        terms.dedup();
        if terms.len() > most {
            most = terms.len();
            best = first..first + within.len();
        }
    }
    let shown: Vec<Range<usize>> = hits[best].iter().map(|(_, hit)| hit.clone()).collect();
    let start = shown.first().map_or(0, |hit| hit.start);
    let end = shown.last().map_or(0, |hit| hit.end);
    cut(text, beginning(text, start)..ending(text, end), &shown)
}

/// Every place of each word: the word's number and the place, in the text's order.
fn hits(text: &str, words: &str) -> Vec<(usize, Range<usize>)> {
    let fold = |c: char| to_lower_case(normalize(c));
    // One character for one, so that the places can be counted back.
    let mut folded = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let c = fold(c);
        places.extend(std::iter::repeat_n(at, c.len_utf8()));
        folded.push(c);
    }
    places.push(text.len());
    let words: String = words.chars().map(fold).collect();
    let words: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    for (number, word) in words.iter().enumerate() {
        let is_last = number + 1 == words.len();
        for (at, _) in folded.match_indices(word).take(PLACES) {
            let end = at + word.len();
            let before = folded[..at].chars().next_back();
            let after = folded[end..].chars().next();
            let is_inside =
                |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c));
            if is_inside(before) || (is_inside(after) && !is_last) {
                continue;
            }
            let rest = folded[end..].find(|c: char| !c.is_alphanumeric() || is_unspaced(c));
            let end = end + rest.unwrap_or(folded.len() - end);
            found.push((number, places[at]..places[end]));
        }
    }
    found.sort_by_key(|(number, place)| (place.start, *number));
    found.dedup_by(|next, last| next.1.start < last.1.end);
    found
}

/// Scripts that are written without blanks between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E01}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Where a stretch begins that leads up to `at`: at a word, if there is one near.
fn beginning(text: &str, at: usize) -> usize {
    let Some(from) = at.checked_sub(AROUND).filter(|from| *from > 0) else {
        return 0;
    };
    let from = text.ceil_char_boundary(from);
    let blank = text[from..at].find(char::is_whitespace);
    blank.map_or(from, |blank| from + blank)
}

/// Where a stretch ends that goes on from `at`: after a word, if there is one near.
fn ending(text: &str, at: usize) -> usize {
    let to = at + AROUND + if at == 0 { STRETCH } else { 0 };
    if to >= text.len() {
        return text.len();
    }
    let to = text.floor_char_boundary(to);
    let blank = text[at..to].rfind(char::is_whitespace);
    blank.map_or(to, |blank| at + blank)
}

/// That range of the text on one line, with the places in it.
fn cut(text: &str, range: Range<usize>, hits: &[Range<usize>]) -> Context {
    let mut line = String::new();
    let mut moved = Vec::new();
    if range.start > 0 {
        line.push('…');
    }
    let mut from = range.start;
    for hit in hits {
        flow(&mut line, &text[from..hit.start]);
        let start = line.len();
        flow(&mut line, &text[hit.clone()]);
        moved.push(start..line.len());
        from = hit.end;
    }
    flow(&mut line, &text[from..range.end]);
    line.truncate(line.trim_end().len());
    if range.end < text.len() {
        line.push('…');
    }
    Context {
        text: line,
        hits: moved,
    }
}

/// Text at the end of a line, each run of white space as one blank.
fn flow(line: &mut String, text: &str) {
    for c in text.chars() {
        if !c.is_whitespace() {
            line.push(c);
        } else if !line.is_empty() && !line.ends_with([' ', '…']) {
            line.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(text: &str, words: &str) -> String {
        let Context { text, hits } = context(text, words);
        let mut marked = text.clone();
        for hit in hits.iter().rev() {
            marked.insert(hit.end, ']');
            marked.insert(hit.start, '[');
        }
        marked
    }

    #[test]
    fn the_stretch_with_most_of_the_words_is_shown() {
        let far = "nothing of note was said or done there for many a day ".repeat(5);
        let text = format!("A ferry. {far}\n\nThe last ferry\nto the Harbour left. {far}");
        assert_eq!(
            marked(&text, "ferry harbour"),
            "…of note was said or done there for many a day The last [ferry] to the [Harbour] left. nothing of note was \
             said or done there for many a…"
        );
    }

    #[test]
    fn letters_are_compared_as_the_index_compares_them() {
        assert_eq!(
            marked("Die Brücke über den Fluß", "BRUCKE"),
            "Die [Brücke] über den Fluß"
        );
        assert_eq!(
            marked("the ferryman, a man", "man"),
            "the ferryman, a [man]"
        );
        assert_eq!(marked("the ferryman", "ferry"), "the [ferryman]");
        assert_eq!(
            marked("ferryman ferry boat", "ferry boat"),
            "ferryman [ferry] [boat]"
        );
        assert_eq!(
            marked("北の港で新しい市場が開いた", "市場"),
            "北の港で新しい[市場]が開いた"
        );
    }

    #[test]
    fn without_a_hit_the_text_begins() {
        assert_eq!(
            marked("Only the title said it.", "ferry"),
            "Only the title said it."
        );
        assert!(marked(&"word ".repeat(100), "ferry").ends_with("word…"));
        assert_eq!(marked("", "ferry"), "");
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic_and_the_places_are_in_the_line(
            text in "[a-cÄİﬁé字 \n…-]{0,300}", words in "[a-cäİﬁ字 -]{0,8}"
        ) {
            let Context { text, hits } = context(&text, &words);
            let mut last = 0;
            for hit in hits {
                prop_assert!(last <= hit.start && hit.start < hit.end);
                prop_assert!(text.get(hit.clone()).is_some());
                last = hit.end;
            }
            prop_assert!(!text.contains('\n'));
        }
    }
}
