//! The words that make speech of what stands beside them, each with the mention that is its subject.
//! Looks at the narrative alone; which quotation a cue belongs to is decided in `speakers`.

use super::language::Language;
use super::lexicon::Word;
use super::mentions::Mentions;
use super::words::{Kind, Stream, Token};

/// A cue and who it says is speaking.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    /// Its token.
    pub(super) token: usize,
    /// The mention that is its subject.
    pub(super) subject: Option<usize>,
    /// How the subject stands to it.
    pub(super) link: Link,
    pub(super) strength: Strength,
    /// "to say".
    pub(super) infinitive: bool,
}

/// How a subject stands to its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// "Merz said".
    Before,
    /// "Merz, chancellor of Germany, said".
    Apposition,
    /// "said Merz", "according to Merz".
    After,
    /// "Merz shook his head and said": the first mention of the clause.
    Clause,
    /// Nobody.
    None,
}

/// How surely a word is a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// "said".
    Say,
    /// "according to", "laut".
    According,
    /// "called", "praised".
    Weak,
}

/// How far a subject is looked for, in tokens.
pub(super) const REACH: usize = 24;

/// Finds the cues of a stream, in order.
pub(super) fn find(stream: &Stream, mentions: &Mentions) -> Vec<Cue> {
    let reader = Reader {
        stream,
        mentions,
        tokens: &stream.tokens,
    };
    (0..stream.tokens.len())
        .filter_map(|at| reader.cue(at))
        .collect()
}

pub(super) struct Reader<'a, 'b> {
    pub(super) stream: &'b Stream<'a>,
    pub(super) mentions: &'b Mentions,
    pub(super) tokens: &'b [Token],
}

impl Reader<'_, '_> {
    fn cue(&self, at: usize) -> Option<Cue> {
        let token = self.tokens[at];
        let strength = self.strength(at, token)?;
        let (subject, link) = self.subject(at, strength);
        Some(Cue {
            token: at,
            subject,
            link,
            strength,
            infinitive: self.is_infinitive(at),
        })
    }

    fn strength(&self, at: usize, token: Token) -> Option<Strength> {
        if !token.is_word() || self.mentions.at(at).is_some() {
            return None;
        }
        let word = token.word;
        if word.is(Word::ACCORDING) {
            return self.according(at).then_some(Strength::According);
        }
        let capital = token.kind == Kind::Capital && !token.first;
        if !word.is(if capital { Word::SAY } else { Word::CUE }) {
            return None;
        }
        // "a call", "Merz's remarks": a noun opens no quotation by itself.
        let before = at.checked_sub(1).map(|b| self.tokens[b]);
        let article = before.is_some_and(|b| {
            (b.word.is(Word::DET) && !b.word.is(Word::PRONOUN))
                || (b.kind == Kind::Possessive && !self.is_verb_form(at))
        });
        if article || self.is_plural_noun(at) || self.is_paper(at) {
            return None;
        }
        // "wrote for the Courier", "spoke on the radio": nothing follows of what was said.
        let abroad = matches!(
            self.stream.slice(at),
            "wrote" | "writes" | "write" | "spoke" | "speaks" | "speak"
        ) && matches!(self.stream.slice(at + 1), "for" | "on" | "at" | "with");
        Some(if word.is(Word::SAY) && !abroad {
            Strength::Say
        } else {
            Strength::Weak
        })
    }

    /// "according to" before a mention; German "so" only after a comma or a quotation.
    fn according(&self, at: usize) -> bool {
        let text = self.stream.slice(at);
        match self.stream.lexicon.language {
            Language::English if text.eq_ignore_ascii_case("according") => {
                self.stream.slice(at + 1).eq_ignore_ascii_case("to")
            }
            Language::English => {
                at > 0
                    && self.mentions.starting(at + 1).is_some()
                    && self.tokens[at - 1].is_mark(&[','])
            }
            Language::German if text == "so" => {
                at > 0
                    && (self.tokens[at - 1].is_mark(&[','])
                        || matches!(self.tokens[at - 1].kind, Kind::Quote(_)))
                    && self.mentions.starting(at + 1).is_some()
            }
            Language::German if text.eq_ignore_ascii_case("nach") => self
                .tokens
                .iter()
                .skip(at + 1)
                .take(2)
                .any(|t| t.word.is(Word::STATEMENT)),
            _ => true,
        }
    }

    /// "a flurry of late-night tweets".
    fn is_plural_noun(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|b| self.tokens[b]) else {
            return false;
        };
        let bound = before.word.is(Word::PREP) || !before.word.is(Word::CLOSED);
        self.stream.lexicon.language == Language::English
            && self.stream.slice(at).ends_with('s')
            && before.kind == Kind::Lower
            && bound
            && !self.stream.slice(at - 1).ends_with("ly")
            && self.mentions.ending(at).is_none()
    }

    /// "via email", "in a fundraising message": what could be a verb is the name of a paper.
    fn is_paper(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|b| self.tokens[b]) else {
            return false;
        };
        let bound = if before.word.is(Word::PREP) {
            self.stream.slice(at - 1) != "to"
        } else {
            !before.word.is(Word::CLOSED.with(Word::PLURAL))
                && !self.stream.slice(at - 1).ends_with('s')
        };
        let subject = self.mentions.ending(at).map(|m| self.climb(m));
        self.stream.lexicon.language == Language::English
            && self.tokens[at].word.is(Word::STATEMENT)
            && !self.is_verb_form(at)
            && before.kind == Kind::Lower
            && bound
            && !subject.is_some_and(|m| self.mentions.all[m].word.is(Word::PLURAL))
    }

    /// "to say", "to further explain".
    pub(super) fn is_infinitive(&self, at: usize) -> bool {
        let adverb = at > 1 && self.passes(at - 1);
        (at.saturating_sub(1 + usize::from(adverb))..at).any(|t| self.stream.slice(t) == "to")
    }

    /// A dash with a blank before it; a hyphen in a name is none.
    pub(super) fn is_dash(&self, at: usize) -> bool {
        let apart = at > 0
            && (self.tokens[at - 1].end < self.tokens[at].start
                || self.tokens[at - 1].is_mark(&['-']));
        self.tokens[at].is_mark(&['—', '–']) || (self.tokens[at].is_mark(&['-']) && apart)
    }

    /// "saying", "claimed": a form that no noun has.
    pub(super) fn is_verb_form(&self, at: usize) -> bool {
        let text = self.stream.slice(at);
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Lower)
            && (text.ends_with("ing") || text.ends_with("ed"))
    }

    /// "saying": goes with the subject of its clause, or with the word before it.
    pub(super) fn is_participle(&self, at: usize) -> bool {
        self.stream.lexicon.language == Language::English && self.stream.slice(at).ends_with("ing")
    }
}
