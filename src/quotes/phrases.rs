//! Noun phrases: "the judge", "two senior officials", "her campaign", "officials".
//! Part of the finder of mentions.

use std::ops::Range;

use super::lexicon::Word;
use super::mentions::{Finder, Mention, Sort};
use super::words::{Kind, Token};

/// The longest noun phrase read, in tokens.
const LONGEST: usize = 8;

impl Finder<'_, '_> {
    /// "ihr Sprecher", "who": a pronoun that is an article if a noun follows.
    pub(super) fn is_phrase_start(&self, at: usize) -> bool {
        self.word(at).is(Word::DET) && self.open(at + 1)
    }

    /// A word that may stand within a noun phrase.
    pub(super) fn open(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| {
            t.is_word()
                && !t.word.is(Word::CLOSED.with(Word::ACCORDING))
                && (!t.word.is(Word::CUE)
                    || t.word.is(Word::HEAD)
                    || (self.german && t.kind == Kind::Capital))
        })
    }

    /// A noun phrase with an article, a number or a possessive before it.
    pub(super) fn phrase(&self, at: usize) -> Option<Mention> {
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
            // After an article a word that may be a verb is a noun: "a report", "the call".
            let noun = end == first
                && self.token(end).is_some_and(|t| {
                    t.kind == Kind::Lower && t.word.is(Word::CUE) && !t.word.is(Word::CLOSED)
                })
                && self.bound(start..first);
            if self.open(end) || noun {
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
            let verb = self
                .token(first)
                .is_some_and(|t| t.is_word() && t.word.is(Word::CUE.with(Word::AUX)));
            // "tweeted another", "so letztere".
            let said = self.token(first).is_none_or(|t| !t.is_word())
                && at > 0
                && self.word(at - 1).is(Word::SAY.with(Word::ACCORDING));
            let alone = start < first && (verb || said);
            return alone.then(|| Mention {
                sort: Sort::Noun,
                ..self.single(start, Sort::Noun)
            });
        }
        if let Some(head) = head {
            let body =
                self.german && self.word(head).is(Word::BODY) && self.is_common_noun(head + 1);
            if (self.is_name_word(head + 1) && !body)
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
        // "this week", "three days": a time, nobody.
        if !possessive && self.word(tokens.end - 1).is(Word::TIME) {
            return None;
        }
        let word = self.word(tokens.end - 1).without(Word::FIRST_NAME);
        // "die CDU": capitals alone stand for a body.
        let text = self.stream.slice(tokens.end - 1);
        let initials = text.len() > 1 && text.chars().all(char::is_uppercase);
        Some(Mention {
            core: tokens.clone(),
            sort: Sort::Noun,
            word: if initials {
                word.with(Word::BODY)
            } else {
                word
            },
            possessive: self
                .token(tokens.end)
                .is_some_and(|t| t.kind == Kind::Possessive),
            tokens,
        })
    }

    /// Articles that cannot stand alone: "a", "the", "her", but not "some" or "another".
    pub(super) fn bound(&self, dets: Range<usize>) -> bool {
        dets.last().is_some_and(|t| {
            let text = self.stream.slice(t);
            text.len() <= 5
                && !matches!(
                    text.to_lowercase().as_str(),
                    "some"
                        | "one"
                        | "both"
                        | "all"
                        | "many"
                        | "that"
                        | "this"
                        | "these"
                        | "those"
                        | "most"
                        | "two"
                        | "three"
                        | "few"
                        | "each"
                )
        })
    }

    /// Small words that look like a verb in the past.
    pub(super) fn is_verb_like(&self, at: usize) -> bool {
        self.tokens[at].kind == Kind::Lower && !self.german && self.stream.slice(at).ends_with("ed")
    }

    /// "officials", "senior European diplomats", "press secretary Josh Earnest": a role without an article.
    pub(super) fn bare(&self, at: usize, floor: usize) -> Option<Mention> {
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
