//! Names: runs of capitals with particles and suffixes, and the titles and roles that stand before them.
//! Part of the finder of mentions.

use std::ops::Range;

use super::language::Language;
use super::lexicon::Word;
use super::mentions::{Finder, Mention, Sort};
use super::words::{Kind, Token};

/// The longest name read, in tokens.
const LONGEST: usize = 12;
/// The longest title before a name, in tokens.
const TITLE: usize = 8;

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
            && self
                .token(at + 1)
                .is_some_and(|t| t.kind == Kind::Lower && t.word.is(Word::SAY))
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

    /// How far the words before a name belong to it: "political scientist", "former secretary of state".
    pub(super) fn left(&self, at: usize, floor: usize) -> usize {
        let belongs = |t: usize| {
            self.token(t).is_some_and(|t| {
                t.kind == Kind::Lower
                    && t.word.is(Word::BEFORE_NAME.with(Word::MODIFIER))
                    && !t.word.is(Word::CLOSED)
            })
        };
        let mut start = at;
        // "secretary of state": a role, and what it is of.
        if start >= floor + 3
            && self.tokens[start - 1].kind == Kind::Lower
            && self.tokens[start - 1].is_word()
            && self.stream.slice(start - 2) == "of"
            && belongs(start - 3)
        {
            start -= 3;
        }
        while start > floor && start + TITLE > at && belongs(start - 1) {
            start -= 1;
            while start < at
                && start > floor
                && start + TITLE > at
                && self.open(start - 1)
                && self.is_plain(start - 1)
            {
                start -= 1;
            }
        }
        start
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

    /// Divides a phrase into what stands before the name and the name, and says what it is.
    pub(super) fn finish(&self, tokens: Range<usize>, at: usize) -> Mention {
        let all = tokens.clone().fold(Word::default(), |w, t| {
            w.with(Word(self.word(t).0 & KEPT.0))
        });
        let mut core = at;
        for t in tokens.clone() {
            let word = self.word(t);
            let lower = self.tokens[t].kind == Kind::Lower;
            let heads = word.is(Word::BEFORE_NAME)
                || (word.is(Word::BODY) && lower)
                || (lower
                    && t > core
                    && !word.is(Word::PARTICLE.with(Word::SUFFIX).with(Word::LINKER)));
            let names = t + 1 < tokens.end
                || lower
                || (word.is(Word::BEFORE_NAME)
                    && (t > tokens.start && self.word(t - 1).0 & Word::FIRST_NAME.0 == 0));
            if heads && names && t >= core {
                core = t + 1;
            }
        }
        core = self.after_office(core, at, tokens.end);
        let possessive = self
            .token(tokens.end)
            .is_some_and(|t| t.kind == Kind::Possessive);
        let core = core..tokens.end;
        let named = !core.is_empty()
            && (!self.german
                || core.len() > 1
                || !(self.word(core.start).is(Word::HEAD) || self.is_common_noun(core.start)));
        // The gender of a name comes from its title and its first name, never from its family name.
        let gendered = core
            .clone()
            .next()
            .filter(|_| core.len() > 1 || !named)
            .map_or(Word::default(), |t| self.word(t));
        let before = (tokens.start..core.start).fold(Word::default(), |w, t| w.with(self.word(t)));
        let gender = Word((before.with(gendered)).0 & GENDER.0);
        let word = Word(all.0 & !GENDER.0).with(gender);
        let word = if named {
            word.without(Word::PLURAL)
        } else {
            word
        };
        if named {
            // "the Sierra Club": a name whose last word is a body is the body's.
            let body = self.word(tokens.end - 1).is(Word::BODY);
            let word = if body {
                word.with(Word::BODY)
            } else {
                word.without(Word::BODY)
            };
            return Mention {
                tokens,
                core,
                sort: Sort::Name,
                word,
                possessive,
            };
        }
        Mention {
            core: tokens.clone(),
            tokens,
            sort: Sort::Noun,
            word,
            possessive,
        }
    }

    /// "Secretary of State John Kerry": the name comes after the office. "Dairy Farmers of Canada": it is all name.
    pub(super) fn after_office(&self, core: usize, at: usize, end: usize) -> usize {
        if core >= end
            || !self.word(core).is(Word::PREP.with(Word::LINKER))
            || self.is_name_word(core)
        {
            return core;
        }
        let first_name = (core + 2..end).find(|t| self.word(*t).is(Word::FIRST_NAME));
        match first_name {
            Some(name) if name + 1 < end => name,
            _ if core + 3 < end => core + 2,
            _ => at,
        }
    }
}

/// What a mention keeps of its words.
const KEPT: Word = Word(
    Word::MALE.0
        | Word::FEMALE.0
        | Word::PLURAL.0
        | Word::ROLE.0
        | Word::TITLE.0
        | Word::BODY.0
        | Word::HONORIFIC.0
        | Word::FIRST_NAME.0
        | Word::STATEMENT.0,
);
const GENDER: Word = Word(Word::MALE.0 | Word::FEMALE.0);
