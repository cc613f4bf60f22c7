//! Where the words of a query stand in a text, and the stretch of it that says most about them. Letters are compared
//! without case and without marks, as the index of the cache does. Pure.

use std::ops::Range;

use nucleo_matcher::chars::{normalize, to_lower_case};

use super::language::{Expression, Field, Term};

/// Bytes of text on either side of the words, at most.
const AROUND: usize = 60;
/// Bytes between the first and the last of the words that are shown.
const STRETCH: usize = 120;
/// Places looked at; a text that holds a word more often shows one of the first.
const PLACES: usize = 2000;

/// A stretch of a text, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The words; "…" where the text goes on.
    pub text: String,
    /// Where in it the words of the search stand, in bytes; in order.
    pub hits: Vec<Range<usize>>,
}

/// What a query looks for in the texts of articles: words, and words in a row. What it excludes is not among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sought {
    /// Each a row of words as the index compares them: without case and without marks.
    terms: Vec<Vec<String>>,
    /// The last word may be a beginning.
    begun: bool,
}

impl Sought {
    /// Each of these words, wherever it stands; the last one may be a beginning.
    pub fn words(words: &str) -> Self {
        let terms = words.split(|c: char| !c.is_alphanumeric()).map(words_of);
        Self {
            terms: terms.filter(|words| !words.is_empty()).collect(),
            begun: !words.ends_with(char::is_whitespace),
        }
    }

    /// What this expression asks of title and text. `begun` says that its last word may be a beginning.
    pub fn of(expression: &Expression, begun: bool) -> Self {
        let mut terms = Vec::new();
        collect(expression, &mut terms);
        let begun = begun && ends_in_word(expression);
        Self { terms, begun }
    }

    /// Nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Every place in a text, in its order; none lies within another.
    pub fn hits(&self, text: &str) -> Vec<Range<usize>> {
        let hits = self.numbered(text);
        hits.into_iter().map(|(_, place)| place).collect()
    }

    /// The stretch of the text that holds most of the terms, else its beginning.
    pub fn context(&self, text: &str) -> Context {
        let hits = self.numbered(text);
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

    /// Every place with the number of its term.
    fn numbered(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        if self.is_empty() {
            return Vec::new();
        }
        let words = split(text);
        let mut found: Vec<(usize, Range<usize>)> = Vec::new();
        for at in 0..words.len() {
            if found.len() == PLACES {
                break;
            }
            let longest = self.terms.iter().enumerate().filter_map(|(number, term)| {
                let begun = self.begun && number + 1 == self.terms.len();
                stands(term, &words[at..], begun).then_some((term.len(), number))
            });
            let Some((length, number)) = longest.max() else {
                continue;
            };
            let place = words[at].1.start..words[at + length - 1].1.end;
            if found.last().is_none_or(|(_, last)| last.end <= place.start) {
                found.push((number, place));
            }
        }
        found
    }
}

/// Whether the words begin with those of the term.
fn stands(term: &[String], words: &[(String, Range<usize>)], begun: bool) -> bool {
    let Some((last, rest)) = term.split_last() else {
        return false;
    };
    let Some(words) = words.get(..term.len()) else {
        return false;
    };
    let same = rest.iter().zip(words).all(|(term, (word, _))| term == word);
    let end = &words[rest.len()].0;
    same && (end == last || begun && end.starts_with(last.as_str()))
}

fn collect(expression: &Expression, terms: &mut Vec<Vec<String>>) {
    match expression {
        Expression::Term(
            Term::Word(text) | Term::Phrase(text) | Term::Field(Field::Title | Field::Text, text),
        ) => {
            let words = words_of(text);
            if !words.is_empty() {
                terms.push(words);
            }
        }
        Expression::All(parts) | Expression::Any(parts) => {
            for part in parts {
                collect(part, terms);
            }
        }
        Expression::Term(_) | Expression::Not(_) => {}
    }
}

/// The last thing that is asked for is a plain word, which may still be unfinished.
fn ends_in_word(expression: &Expression) -> bool {
    match expression {
        Expression::Term(Term::Word(_)) => true,
        Expression::All(parts) | Expression::Any(parts) => parts.last().is_some_and(ends_in_word),
        Expression::Term(_) | Expression::Not(_) => false,
    }
}

fn words_of(text: &str) -> Vec<String> {
    split(text).into_iter().map(|(word, _)| word).collect()
}

/// The words of a text as the index takes them, with their places: a character of a script that is written without
/// blanks is one by itself.
fn split(text: &str) -> Vec<(String, Range<usize>)> {
    let mut words: Vec<(String, Range<usize>)> = Vec::new();
    let mut goes_on = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if is_mark(c) && goes_on {
            // A mark of its own over the letter before it: part of the word, and not compared.
            if let Some((_, place)) = words.last_mut() {
                place.end = end;
            }
            continue;
        }
        let alone = is_unspaced(c);
        if !c.is_alphanumeric() {
            goes_on = false;
            continue;
        }
        let c = to_lower_case(normalize(c));
        match words.last_mut().filter(|_| goes_on && !alone) {
            Some((word, place)) => {
                word.push(c);
                place.end = end;
            }
            None => words.push((c.to_string(), at..end)),
        }
        goes_on = !alone;
    }
    words
}

/// Combining diacritical marks.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1DC0}'..='\u{1DFF}')
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
        let Context { text, hits } = Sought::words(words).context(text);
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

    fn hits<'t>(text: &'t str, query: &str) -> Vec<&'t str> {
        let sought = Sought::of(&Expression::parse(query).unwrap(), true);
        let hits = sought.hits(text).into_iter();
        hits.map(|place| &text[place]).collect()
    }

    #[test]
    fn a_query_lights_what_it_asks_for_and_nothing_that_it_excludes() {
        let text = "The last ferry: no other ferry is last. Bru\u{308}cken, bridges.";
        assert_eq!(hits(text, "\"last ferry\" -other"), ["last ferry"]);
        assert_eq!(
            hits(text, "text:ferry or is:unread"),
            ["ferry", "ferry"],
            "a field's value is no beginning"
        );
        assert_eq!(
            hits(text, "feed:last (ferry or bri)"),
            ["ferry", "ferry", "bridges"]
        );
        assert_eq!(hits(text, "brucken"), ["Bru\u{308}cken"]);
        assert_eq!(
            hits(text, "bri ferry"),
            ["ferry", "ferry"],
            "only the last may be a beginning"
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
            let Context { text, hits } = Sought::words(&words).context(&text);
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
