//! The subject of a clause, where nothing next to the verb is one: the first mention that is no object and no possessor.
//! Part of the reader of cues.

use super::cues::{Link, REACH, Reader};
use super::language::Language;
use super::lexicon::Word;
use super::words::Kind;

impl Reader<'_, '_> {
    /// The first mention of the sentence that is no object and no possessor: a guess at the subject of its clause.
    pub(super) fn clause(&self, at: usize) -> (Option<usize>, Link) {
        let sentence = self.tokens[at].sentence;
        let english = self.stream.lexicon.language == Language::English;
        let mut verb = at;
        while verb > 0 && self.passes(verb - 1) {
            verb -= 1;
        }
        let joined = self.is_participle(at)
            || verb == 0
            || self.tokens[verb - 1].word.is(Word::CONJ)
            || self.tokens[verb - 1].is_mark(&[',']);
        let mut found = None;
        let floor = at.saturating_sub(REACH).max(self.main_clause(at));
        for t in (floor..at).rev() {
            let token = self.tokens[t];
            let quoted = matches!(token.kind, Kind::Quote(_)) && !(english && joined);
            if token.sentence != sentence || token.kind == Kind::Break || quoted {
                break;
            }
            // "noted that they had long felt": what stands before "noted" is not the subject of "felt".
            if english
                && !joined
                && token.word.is(Word::SAY)
                && self.mentions.at(t).is_none()
                && !self.is_participle(t)
            {
                break;
            }
            if let Some(m) = self.mentions.starting(t) {
                // "Merz, who has often said": the clause is that of "who".
                if self.is_relative(m) && !self.tokens[t..at].iter().any(|t| t.is_mark(&[','])) {
                    return (Some(m), Link::Before);
                }
                let governed = t > 0
                    && (self.tokens[t - 1].word.is(Word::PREP)
                        || self.tokens[t - 1].word.is(Word::CUE));
                let mention = &self.mentions.all[m];
                if !governed && !mention.possessive && mention.tokens.end <= at {
                    found = Some(m);
                }
            }
        }
        (
            found,
            if found.is_some() {
                Link::Clause
            } else {
                Link::None
            },
        )
    }

    /// "When the lock broke, Brook …": where the main clause begins, if a subordinate one heads the sentence of a token.
    pub(super) fn main_clause(&self, at: usize) -> usize {
        let sentence = self.tokens[at].sentence;
        let from = at.saturating_sub(2 * REACH);
        let Some(first) =
            (from..at).find(|t| self.tokens[*t].sentence == sentence && self.tokens[*t].is_word())
        else {
            return 0;
        };
        let subordinate = self.tokens[first].first
            && matches!(
                self.stream.slice(first),
                "When"
                    | "While"
                    | "As"
                    | "After"
                    | "Although"
                    | "Though"
                    | "If"
                    | "Because"
                    | "Since"
                    | "Before"
                    | "Als"
                    | "Wenn"
                    | "Nachdem"
                    | "Während"
                    | "Weil"
                    | "Obwohl"
                    | "Bevor"
                    | "Da"
                    | "Sobald"
            );
        if !subordinate {
            return 0;
        }
        (first..at)
            .find(|t| self.tokens[*t].is_mark(&[',']))
            .map_or(0, |comma| comma + 1)
    }

    /// "in the room", "of the city": within a phrase that is no clause, as "after Brook" could be.
    pub(super) fn is_within(&self, mention: usize) -> bool {
        let start = self.mentions.all[mention].tokens.start;
        self.stream.lexicon.language == Language::English
            && start > 0
            && matches!(
                self.stream.slice(start - 1),
                "in" | "at"
                    | "on"
                    | "of"
                    | "for"
                    | "to"
                    | "from"
                    | "by"
                    | "about"
                    | "into"
                    | "over"
                    | "near"
            )
    }

    pub(super) fn governed(&self, mention: usize) -> bool {
        let start = self.mentions.all[mention].tokens.start;
        start > 0 && self.tokens[start - 1].is_word() && self.tokens[start - 1].word.is(Word::PREP)
    }

    pub(super) fn is_relative(&self, mention: usize) -> bool {
        let start = self.mentions.all[mention].tokens.start;
        matches!(self.stream.slice(start), "who" | "qui" | "quien")
    }

    pub(super) fn passes(&self, at: usize) -> bool {
        let t = self.tokens[at];
        t.is_word()
            && (t.word.is(Word::ADVERB
                .with(Word::AUX)
                .with(Word::OBJECT)
                .with(Word::TIME))
                || (t.word.is(Word::DET.with(Word::STOP)) && self.is_time(at + 1))
                // "explique-t-il".
                || self.stream.slice(at) == "t"
                || (t.kind == Kind::Lower && self.stream.slice(at).ends_with("ly")))
    }

    pub(super) fn is_time(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|t| t.is_word() && t.word.is(Word::TIME))
    }
}
