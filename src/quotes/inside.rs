//! What is seen of the words between the marks: how many, how they begin and end, whether they look like a title.
//! Looks no further than the marks.

use super::language::Language;
use super::lexicon::Word;
use super::marks::Quoted;
use super::words::Stream;

/// What is seen of the words of a quoted stretch.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Inside {
    pub(super) words: usize,
    /// ',', '.', '?' (also for '!') or ' '.
    pub(super) ends: char,
    pub(super) capital_start: bool,
    pub(super) title_case: bool,
    pub(super) all_capitals: bool,
    pub(super) first_person: bool,
    pub(super) finite_verb: bool,
    pub(super) number: bool,
    /// In a German text, words of English or of a Romance language.
    pub(super) foreign: bool,
}

/// No more words than these are looked at: a quotation of that length is speech.
const LOOKED_AT: usize = 60;

impl Inside {
    /// Whether it could be the name of a newspaper, a song, a ship.
    pub(super) fn is_work(&self) -> bool {
        self.words <= 4
            && self.words > 0
            && self.title_case
            && self.ends == ' '
            && !self.first_person
    }

    pub(super) fn of(stream: &Stream, quoted: &Quoted) -> Self {
        let text = stream.text[quoted.inner.clone()].trim();
        let body = text.trim_end_matches(['’', '\'', '”', '"', '“', ' ']);
        let german = stream.lexicon.language == Language::German;
        let mut inside = Self {
            ends: match body.chars().next_back() {
                Some(',' | ';') => ',',
                Some('.' | '…' | '—' | '–') => '.',
                Some('?' | '!') => '?',
                _ => ' ',
            },
            capital_start: text
                .chars()
                .find(|c| c.is_alphanumeric())
                .is_some_and(char::is_uppercase),
            title_case: true,
            all_capitals: true,
            ..Self::default()
        };
        for word in text
            .split(|c: char| c.is_whitespace() || c == '—')
            .filter(|w| w.contains(char::is_alphanumeric))
            .take(LOOKED_AT)
        {
            inside.words += 1;
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let class = stream.lexicon.get(word);
            let capital = word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
            inside.title_case &= capital || class.is(Word::SMALL);
            inside.all_capitals &= !word.contains(char::is_lowercase);
            inside.first_person |= class.is(Word::FIRST_PERSON);
            inside.finite_verb |= class.is(Word::AUX)
                || word.contains("n't")
                || word.contains("n’t")
                || (class.is(Word::PRONOUN) && !capital);
            inside.foreign |= german
                && matches!(
                    word,
                    "the"
                        | "of"
                        | "and"
                        | "for"
                        | "to"
                        | "on"
                        | "with"
                        | "la"
                        | "le"
                        | "della"
                        | "di"
                );
            inside.number |= word.starts_with(|c: char| c.is_ascii_digit());
        }
        inside
    }
}
