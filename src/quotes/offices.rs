//! What stands before a name: titles, roles and offices, and where the name itself begins.
//! Part of the finder of mentions.

use std::ops::Range;

use super::lexicon::Word;
use super::mentions::{Finder, Mention, Sort};
use super::words::Kind;

impl Finder<'_, '_> {
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
}

/// The longest title before a name, in tokens.
const TITLE: usize = 8;

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
