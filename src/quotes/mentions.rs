//! Everything in the narrative that could be a speaker: names with their titles, roles, bodies, pronouns.
//! Finds them by the shape of the words and the lists; does not choose among them.

use std::ops::Range;

use super::language::Language;
use super::lexicon::Word;
use super::words::{Kind, Stream, Token};

/// What sort of mention it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// "Chancellor Friedrich Merz", "the Sierra Club".
    Name,
    /// "a spokesman for the ministry", "officials".
    Noun,
    /// "she", "they".
    Pronoun,
}

/// Words that could name a speaker, as tokens of the stream.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// All of it, with article and titles.
    pub(super) tokens: Range<usize>,
    /// The name within it, or the noun phrase, or the pronoun.
    pub(super) core: Range<usize>,
    pub(super) sort: Sort,
    /// Everything that its words may be, taken together: MALE, FEMALE, PLURAL, ROLE, BODY, HONORIFIC.
    pub(super) word: Word,
    /// Followed by ’s: what comes next is the speaker, not this.
    pub(super) possessive: bool,
}

/// The mentions of a stream in order, and which token belongs to which.
pub(super) struct Mentions {
    pub(super) all: Vec<Mention>,
    /// For each token the number of its mention plus one, or 0.
    of_token: Vec<u32>,
}

/// The longest noun phrase read, in tokens.
const LONGEST: usize = 8;
/// The longest name read, in tokens.
const LONGEST_NAME: usize = 12;

impl Mentions {
    /// `works` says of each quoted stretch whether it could be the name of a newspaper or the like.
    pub(super) fn find(stream: &Stream, works: &dyn Fn(usize) -> bool) -> Self {
        let mut finder = Finder {
            stream,
            tokens: &stream.tokens,
            german: stream.lexicon.language == Language::German,
            works,
        };
        let mut all: Vec<Mention> = Vec::with_capacity(stream.tokens.len() / 6);
        let mut at = 0;
        while at < stream.tokens.len() {
            if let Some(mention) = finder.at(at, all.last().map_or(0, |m: &Mention| m.tokens.end)) {
                at = mention.tokens.end;
                all.push(mention);
            } else {
                at += 1;
            }
        }
        let mut of_token = vec![0; stream.tokens.len()];
        for (number, mention) in all.iter().enumerate() {
            of_token[mention.tokens.clone()].fill(number as u32 + 1);
        }
        Self { all, of_token }
    }

    /// The mention that a token belongs to.
    pub(super) fn at(&self, token: usize) -> Option<usize> {
        self.of_token
            .get(token)
            .and_then(|n| (*n as usize).checked_sub(1))
    }

    /// The mention that begins at a token.
    pub(super) fn starting(&self, token: usize) -> Option<usize> {
        self.at(token)
            .filter(|m| self.all[*m].tokens.start == token)
    }

    /// The mention that ends before a token.
    pub(super) fn ending(&self, token: usize) -> Option<usize> {
        self.at(token.checked_sub(1)?)
            .filter(|m| self.all[*m].tokens.end == token)
    }
}

struct Finder<'a, 'b> {
    stream: &'b Stream<'a>,
    tokens: &'b [Token],
    german: bool,
    works: &'b dyn Fn(usize) -> bool,
}

impl Finder<'_, '_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    fn word(&self, at: usize) -> Word {
        self.token(at).map_or(Word::default(), |t| t.word)
    }

    /// The mention that begins at `at`; nothing before `floor` may be taken into it.
    fn at(&mut self, at: usize, floor: usize) -> Option<Mention> {
        let token = self.token(at)?;
        if let Kind::Quote(number) = token.kind {
            // "schrieb „Die Zeit“", "der „Spiegel“": a paper named between marks.
            let introduced = at > 0
                && self.word(at - 1).is(Word::SAY
                    .with(Word::ACCORDING)
                    .with(Word::DET)
                    .with(Word::BODY)
                    .with(Word::WORK));
            return (introduced && (self.works)(number as usize)).then(|| Mention {
                word: Word::BODY,
                ..self.single(at, Sort::Name)
            });
        }
        if !token.is_word() && token.kind != Kind::Possessive {
            return None;
        }
        if self.is_name_word(at) {
            return self.name(at, self.left(at, floor));
        }
        if token.is_word() && token.word.is(Word::PRONOUN) && !self.is_phrase_start(at) {
            return Some(self.single(at, Sort::Pronoun));
        }
        // "Merkel's spokesman", but not "that's according to".
        let possessive = token.kind == Kind::Possessive
            && at > 0
            && !self.word(at - 1).is(Word::PRONOUN
                .with(Word::CONJ)
                .with(Word::ADVERB)
                .with(Word::DET));
        // "noting that Trump": no article.
        let clause = token.word.is(Word::CLAUSE) && self.is_name_word(at + 1);
        if (token.is_word() && token.word.is(Word::DET) && !clause) || possessive {
            return self.phrase(at);
        }
        if token.kind == Kind::Lower
            && token.word.is(Word::BEFORE_NAME.with(Word::BODY))
            && !token.word.is(Word::CLOSED)
        {
            return self.bare(at, floor);
        }
        None
    }

    /// "ihr Sprecher", "who": a pronoun that is an article if a noun follows.
    fn is_phrase_start(&self, at: usize) -> bool {
        self.word(at).is(Word::DET) && self.open(at + 1)
    }

    fn single(&self, at: usize, sort: Sort) -> Mention {
        Mention {
            tokens: at..at + 1,
            core: at..at + 1,
            sort,
            word: self.word(at),
            possessive: false,
        }
    }

    /// A word that may stand within a noun phrase.
    fn open(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| {
            t.is_word()
                && !t.word.is(Word::CLOSED.with(Word::ACCORDING))
                && (!t.word.is(Word::CUE)
                    || t.word.is(Word::HEAD)
                    || (self.german && t.kind == Kind::Capital))
        })
    }

    fn is_name_word(&self, at: usize) -> bool {
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
            && word.is(Word::STOP.with(Word::DET).with(Word::ADVERB));
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
        let closed = word.is(Word::CLOSED.with(Word::NAMING))
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
    fn is_common_noun(&self, at: usize) -> bool {
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
    fn is_adverb(&self, at: usize) -> bool {
        let text = self.stream.slice(at);
        [
            "lich", "ig", "isch", "weise", "haft", "ens", "falls", "dings", "wärts", "hin", "los",
        ]
        .iter()
        .any(|ending| text.ends_with(ending))
            && !self.token(at + 1).is_some_and(|t| t.kind == Kind::Capital)
    }

    /// The end of a run of names that begins at `at`.
    fn run(&self, at: usize) -> usize {
        let mut end = at;
        while end < at + LONGEST_NAME {
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
    fn joined(&self, at: usize) -> Option<usize> {
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
    fn particle_binds(&self, at: usize) -> bool {
        !self
            .word(at)
            .is(Word::PREP.with(Word::DET).with(Word::CONJ))
            || self.word(at - 1).is(Word::FIRST_NAME)
    }

    /// How far the words before a name belong to it: "political scientist", "former secretary of state".
    fn left(&self, at: usize, floor: usize) -> usize {
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
        while start > floor && start + LONGEST > at && belongs(start - 1) {
            start -= 1;
            while start < at
                && start > floor
                && start + LONGEST > at
                && self.open(start - 1)
                && self.is_plain(start - 1)
            {
                start -= 1;
            }
        }
        start
    }

    /// A word of letters, no number.
    fn is_plain(&self, at: usize) -> bool {
        self.stream.slice(at).starts_with(char::is_alphabetic)
    }

    /// A name that begins at `at`, with what stood before it from `start`.
    fn name(&self, at: usize, start: usize) -> Option<Mention> {
        let mut end = self.run(at);
        // "White House press secretary Josh Earnest": small words up to a role, then perhaps a name.
        let mut role_end = end;
        if !self.tokens[end - 1].word.is(Word::HONORIFIC) {
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
        Some(self.finish(start..end, at))
    }

    /// Divides a phrase into what stands before the name and the name, and says what it is.
    fn finish(&self, tokens: Range<usize>, at: usize) -> Mention {
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
    fn after_office(&self, core: usize, at: usize, end: usize) -> usize {
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

    /// A noun phrase with an article, a number or a possessive before it.
    fn phrase(&self, at: usize) -> Option<Mention> {
        let possessive = self.token(at)?.kind == Kind::Possessive;
        let start = if possessive { at + 1 } else { at };
        let mut first = start;
        while first < start + 3
            && !possessive
            && self.word(first).is(Word::DET)
            && self.token(first).is_some_and(Token::is_word)
        {
            first += 1;
        }
        let mut end = first;
        let mut head = None;
        while end < first + LONGEST {
            let listed = self.token(end).is_some_and(|t| t.is_mark(&[',']))
                && end > first
                && self.tokens[end - 1].kind == Kind::Lower
                && self.open(end + 1)
                && head.is_none()
                && (end + 1..end + 3).any(|t| self.word(t).is(Word::ROLE));
            if self.open(end) {
                if self.word(end).is(Word::BEFORE_NAME.with(Word::BODY)) {
                    head = Some(end);
                }
                end += 1;
            } else if listed {
                end += 1;
            } else {
                break;
            }
        }
        if end == first {
            // "some say", "one said": the article alone.
            let alone = start < first
                && self
                    .token(first)
                    .is_some_and(|t| t.is_word() && t.word.is(Word::CUE.with(Word::AUX)));
            return alone.then(|| Mention {
                sort: Sort::Noun,
                ..self.single(start, Sort::Noun)
            });
        }
        if let Some(head) = head {
            if self.is_name_word(head + 1)
                || (self.is_name_word(head) && self.tokens[head].kind == Kind::Capital)
            {
                let name_start = (head + 1..end)
                    .find(|t| self.is_name_word(*t))
                    .unwrap_or(head + 1);
                let end = if self.is_name_word(name_start) {
                    self.run(name_start).max(head + 1)
                } else {
                    head + 1
                };
                return Some(self.finish(start..end, first));
            }
            return Some(self.finish(start..head + 1, first));
        }
        // No known head: a run of names ("the Sierra Club"), else a noun that the lists do not know.
        let names = (first..end).take_while(|t| self.is_name_word(*t)).count();
        if names > 0 && !(self.german && names < 2 && first > start) {
            let end = self.run(first);
            return Some(self.finish(start..end, first));
        }
        let known_end = (first..end)
            .find(|t| self.is_verb_like(*t))
            .filter(|t| *t > first)
            .unwrap_or(end);
        let tokens = start..known_end.max(first + 1);
        Some(Mention {
            core: tokens.clone(),
            sort: Sort::Noun,
            word: self.word(tokens.end - 1).without(Word::FIRST_NAME),
            possessive: self
                .token(tokens.end)
                .is_some_and(|t| t.kind == Kind::Possessive),
            tokens,
        })
    }

    /// Small words that look like a verb in the past.
    fn is_verb_like(&self, at: usize) -> bool {
        self.tokens[at].kind == Kind::Lower && !self.german && self.stream.slice(at).ends_with("ed")
    }

    /// "officials", "senior European diplomats", "press secretary Josh Earnest": a role without an article.
    fn bare(&self, at: usize, floor: usize) -> Option<Mention> {
        let mut end = at + 1;
        while end < at + 4
            && self.token(end).is_some_and(|t| t.kind == Kind::Lower)
            && self.open(end)
            && self.word(end).is(Word::BEFORE_NAME.with(Word::BODY))
        {
            end += 1;
        }
        let named = self.is_name_word(end);
        let word = self.word(end - 1);
        let mut start = at;
        while start > floor && start + 4 > at && self.open(start - 1) {
            start -= 1;
        }
        if named {
            let end = self.run(end);
            return Some(self.finish(start..end, at));
        }
        let stands_alone =
            word.is(Word::PLURAL) || self.german || (start == at && self.tokens[at].first);
        (stands_alone && word.is(Word::HEAD)).then(|| self.finish(start..end, at))
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
