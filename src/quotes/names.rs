//! Names: runs of capitals with particles and suffixes, and the titles and roles that stand before them.
//! Part of the finder of mentions.

use super::language::Language;
use super::lexicon::Word;
use super::mentions::{Finder, Mention};
use super::words::{Kind, Token};

/// The longest name read, in tokens.
const LONGEST: usize = 12;

impl Finder<'_, '_> {
    pub(super) fn is_name_word(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else {
            return false;
        };
        if token.kind != Kind::Capital {
            return false;
        }
        let word = token.word;
        // "Theresa May", "Michael Every": after a first name anything with a capital is a name.
        let surname = at > 0
            && !token.first
            && self.word(at - 1).is(Word::FIRST_NAME)
            && self.tokens[at - 1].kind == Kind::Capital
            && word.is(Word::STOP
                .with(Word::DET)
                .with(Word::ADVERB)
                .with(Word::PREP)
                .with(Word::CONJ));
        if surname {
            return true;
        }
        if word.is(Word::STOP) {
            return false;
        }
        // "Clinton Said": in a headline set with capitals a verb stays a verb.
        let verb = word.is(Word::SAY)
            && ["aid", "ays", "old", "rote", "ed", "ks"]
                .iter()
                .any(|ending| self.stream.slice(at).ends_with(ending))
            && !word.is(Word::HEAD.with(Word::FIRST_NAME).with(Word::TITLE));
        // "From said": what has a capital within a sentence and a verb of speech behind it.
        let named = !self.german
            && !token.first
            && word.is(Word::CLOSED)
            && !word.is(Word::PRONOUN.with(Word::OBJECT).with(Word::FIRST_PERSON))
            && matches!(
                self.stream.slice(at + 1),
                "said" | "says" | "told" | "tells" | "added" | "wrote" | "agreed"
            );
        if named {
            return true;
        }
        // "Said Brook": a verb at the head of its sentence.
        if token.first
            && !self.german
            && matches!(self.stream.slice(at), "Said" | "Says" | "Adds" | "Wrote")
        {
            return false;
        }
        let closed = word.is(Word::CLOSED.with(Word::NAMING).with(Word::FIRST_PERSON))
            || (token.first && word.is(Word::CUE.with(Word::ACCORDING)))
            || (verb && !self.german && at > 0 && self.tokens[at - 1].kind == Kind::Capital)
            || (self.german && token.first && self.is_adverb(at));
        if !closed {
            return !self.german || !token.word.is(Word::STATEMENT);
        }
        // "Will Smith", "Le Monde": a first name or a particle with a name after it; "A." as an initial.
        let next_is_name = self
            .token(at + 1)
            .is_some_and(|t| t.kind == Kind::Capital && !t.word.is(Word::CLOSED.with(Word::STOP)));
        let text = self.stream.slice(at);
        next_is_name
            && (token.word.is(Word::FIRST_NAME)
                || (text.ends_with('.') && text.len() > 1)
                || (!token.first && token.word.is(Word::PARTICLE)))
    }

    /// German nouns are written like names; their endings and an adjective before them tell.
    pub(super) fn is_common_noun(&self, at: usize) -> bool {
        let text = self.stream.slice(at);
        let ending = [
            "ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion",
            "tionen", "ismus", "nis", "nisse", "tät", "täten", "ment", "mente", "chen", "ionen",
            "nahme", "nahmen", "kommen", "gang", "stand", "lage", "frage",
        ];
        let adjective = at > 0
            && self.tokens[at - 1].kind == Kind::Lower
            && !self
                .word(at - 1)
                .is(Word::CLOSED.with(Word::CUE).with(Word::HEAD))
            && self.stream.slice(at - 1).starts_with(char::is_alphabetic)
            && ["e", "en", "er", "es", "em"]
                .iter()
                .any(|e| self.stream.slice(at - 1).ends_with(e));
        ending.iter().any(|e| text.ends_with(e))
            || (adjective && !self.word(at).is(Word::FIRST_NAME))
    }

    /// German adverbs at the head of a sentence look like names: "Tatsächlich", "Künftig".
    pub(super) fn is_adverb(&self, at: usize) -> bool {
        let text = self.stream.slice(at);
        [
            "lich", "ig", "isch", "weise", "haft", "ens", "falls", "dings", "wärts", "hin", "los",
        ]
        .iter()
        .any(|ending| text.ends_with(ending))
            && !self.token(at + 1).is_some_and(|t| t.kind == Kind::Capital)
    }

    /// The end of a run of names that begins at `at`.
    pub(super) fn run(&self, at: usize) -> usize {
        let mut end = at;
        while end < at + LONGEST {
            let word = self.word(end);
            if self.is_name_word(end)
                && (end == at || !self.word(end).is(Word::STATEMENT) || !self.german)
            {
                end += 1;
            } else if end == at {
                break;
            } else if word.is(Word::SUFFIX) {
                end += 1;
            } else if self.token(end).is_some_and(|t| t.is_mark(&[',']))
                && self.word(end + 1).is(Word::SUFFIX)
            {
                end += 2;
            } else if let Some(next) = self.joined(end) {
                end = next;
            } else {
                break;
            }
        }
        end
    }

    /// Small words within a name: particles ("van der"), and "of" in the name of an office or a body.
    pub(super) fn joined(&self, at: usize) -> Option<usize> {
        let mut next = at;
        while next < at + 3
            && self.token(next).is_some_and(Token::is_word)
            && self.word(next).is(Word::PARTICLE)
        {
            next += 1;
        }
        let particle = next > at && self.token(at)?.kind == Kind::Lower && self.is_name_word(next);
        let before = self.word(at - 1);
        if particle
            && (!self.word(at).is(Word::PREP.with(Word::DET))
                || !before.is(Word::HEAD.with(Word::TITLE)))
            && self.particle_binds(at)
        {
            return Some(next);
        }
        let mut next = at;
        while next < at + 2 && self.word(next).is(Word::LINKER) {
            next += 1;
        }
        let linked = next > at
            && before.is(Word::HEAD.with(Word::TITLE))
            && self.token(at - 1)?.kind == Kind::Capital
            && self.is_name_word(next);
        (linked && !self.german && self.stream.slice(at) != "and" && self.stream.slice(at) != "the")
            .then_some(next)
    }

    /// "Ursula von der Leyen", but not "Merkel von Berlin aus": prepositions bind only after a first name.
    pub(super) fn particle_binds(&self, at: usize) -> bool {
        !self
            .word(at)
            .is(Word::PREP.with(Word::DET).with(Word::CONJ))
            || self.word(at - 1).is(Word::FIRST_NAME)
    }

    /// A word of letters, no number.
    pub(super) fn is_plain(&self, at: usize) -> bool {
        self.stream.slice(at).starts_with(char::is_alphabetic)
    }

    /// A name that begins at `at`, with what stood before it from `start`.
    pub(super) fn name(&self, at: usize, start: usize) -> Mention {
        let mut end = self.run(at);
        // "White House press secretary Josh Earnest": small words up to a role, then perhaps a name.
        let mut role_end = end;
        let after = matches!(
            self.stream.lexicon.language,
            Language::English | Language::German
        );
        if after && !self.tokens[end - 1].word.is(Word::HONORIFIC) {
            for next in end..end + 4 {
                if !self.open(next) || self.token(next).is_some_and(|t| t.kind != Kind::Lower) {
                    break;
                }
                let word = self.word(next);
                // "Merkel reports": a word that may be a verb is one, unless a name follows.
                let verb = word.is(Word::CUE) && !self.is_name_word(next + 1);
                if word.is(Word::BEFORE_NAME.with(Word::BODY)) && !verb {
                    role_end = next + 1;
                }
            }
        }
        if role_end > end {
            end = if self.is_name_word(role_end) {
                self.run(role_end)
            } else {
                role_end
            };
        }
        self.finish(start..end, at)
    }
}
