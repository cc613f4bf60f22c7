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

/// Reads mentions off a stream; names in `names`, noun phrases in `phrases`.
pub(super) struct Finder<'a, 'b> {
    pub(super) stream: &'b Stream<'a>,
    pub(super) tokens: &'b [Token],
    pub(super) german: bool,
    pub(super) works: &'b dyn Fn(usize) -> bool,
}

impl Finder<'_, '_> {
    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    pub(super) fn word(&self, at: usize) -> Word {
        self.token(at).map_or(Word::default(), |t| t.word)
    }

    /// The mention that begins at `at`; nothing before `floor` may be taken into it.
    pub(super) fn at(&mut self, at: usize, floor: usize) -> Option<Mention> {
        let token = self.token(at)?;
        let named_next = match self.token(at + 1).map(|t| t.kind) {
            Some(Kind::Quote(number)) => token.word.is(Word::DET) && (self.works)(number as usize),
            _ => false,
        };
        if named_next && at > 0 && self.word(at - 1).is(Word::SAY.with(Word::ACCORDING)) {
            // "schrieb die „Hafenpost“".
            return Some(Mention {
                tokens: at..at + 2,
                word: Word::BODY,
                ..self.single(at + 1, Sort::Name)
            });
        }
        if let Kind::Quote(number) = token.kind {
            // "schrieb „Die Zeit“", "der „Spiegel“": a paper named between marks.
            let introduced = at > 0
                && self.word(at - 1).is(Word::SAY
                    .with(Word::ACCORDING)
                    .with(Word::DET)
                    .with(Word::BODY)
                    .with(Word::WORK))
                || (self.german
                    && at > 0
                    && matches!(self.stream.slice(at - 1), "im" | "vom" | "dem"));
            return (introduced && (self.works)(number as usize)).then(|| Mention {
                word: Word::BODY,
                ..self.single(at, Sort::Name)
            });
        }
        if !token.is_word() && token.kind != Kind::Possessive {
            return None;
        }
        // "37 Prozent der Befragten".
        let share = self.german && self.stream.slice(at + 1) == "Prozent";
        if share
            && self
                .stream
                .slice(at)
                .starts_with(|c: char| c.is_ascii_digit())
        {
            return Some(Mention {
                tokens: at..at + 2,
                core: at..at + 2,
                word: Word::PLURAL,
                ..self.single(at, Sort::Noun)
            });
        }
        if self.is_name_word(at) {
            return Some(self.name(at, self.left(at, floor)));
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

    pub(super) fn single(&self, at: usize, sort: Sort) -> Mention {
        Mention {
            tokens: at..at + 1,
            core: at..at + 1,
            sort,
            word: self.word(at),
            possessive: false,
        }
    }
}
