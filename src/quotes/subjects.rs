//! Who is the subject of a verb of speech: next to it, across an apposition, or the first of its clause.
//! Part of the reader of cues; what belongs to one language alone stands in `word_order`.

use super::cues::{Link, REACH, Reader, Strength};
use super::language::Language;
use super::lexicon::Word;
use super::mentions::Sort;
use super::words::Kind;

impl Reader<'_, '_> {
    pub(super) fn subject(&self, at: usize, strength: Strength) -> (Option<usize>, Link) {
        if strength == Strength::According {
            return self.after_according(at);
        }
        let inverted = self.right(at);
        let closes = at.checked_sub(1).is_some_and(|b| {
            matches!(self.tokens[b].kind, Kind::Quote(_))
                || (self.tokens[b].is_mark(&[',', '—', '–', '-'])
                    && b > 0
                    && matches!(self.tokens[b - 1].kind, Kind::Quote(_)))
        });
        if let Some(saying) = self.impersonal(at) {
            return saying;
        }
        if self.is_passive(at) {
            // "was asked by Baker whether".
            let by = (at + 1..at + 4).find(|t| self.stream.slice(*t) == "by");
            let asker = by.and_then(|t| self.mentions.starting(t + 1));
            return (
                asker,
                if asker.is_some() {
                    Link::After
                } else {
                    Link::None
                },
            );
        }
        if let Some(agent) = self.agent(at) {
            return agent;
        }
        if let Some(quoted) = self.cited(at) {
            return (Some(quoted), Link::After);
        }
        if closes && let Some(subject) = inverted {
            return (Some(subject), Link::After);
        }
        if let Some(found) = self.left(at) {
            let Some(left) = found.0 else { return found };
            match inverted {
                Some(right) if self.object_first(left, right) => return (Some(right), Link::After),
                None if self.verb_last(at, left) => return self.clause(at),
                _ => return found,
            }
        }
        if let Some(subject) = inverted.filter(|m| self.may_invert(at, *m)) {
            return (Some(subject), Link::After);
        }
        self.clause(at)
    }

    /// "Says Merz: “…”", "But, said Merz, “…”"; in "and said the judge had no case" the judge is the subject of another clause.
    pub(super) fn may_invert(&self, at: usize, subject: usize) -> bool {
        if self.stream.lexicon.language != Language::English {
            return true;
        }
        let token = self.tokens[at];
        let apart = token.first
            || at
                .checked_sub(1)
                .is_some_and(|b| self.tokens[b].is_mark(&[',', '—', '–', '-', ';']));
        let next = self.mentions.all[subject].tokens.end;
        let verb = self
            .tokens
            .get(next)
            .is_some_and(|t| t.is_word() && t.word.is(Word::AUX.with(Word::CUE)))
            || self.is_verb_form(next);
        let closed = self.tokens.get(next).is_none_or(|t| !t.is_word());
        let asks = self.stream.slice(at).starts_with("ask") && closed;
        let owner = self.mentions.all[subject].possessive;
        apart && !verb && !owner && !self.is_participle(at) && (asks || !token.word.is(Word::TELL))
    }

    pub(super) fn right(&self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        while next < at + 4
            && next < self.tokens.len()
            && self.passes(next)
            && self.mentions.starting(next).is_none()
        {
            next += 1;
        }
        self.mentions.starting(next)
    }

    /// The subject before the cue: next to it, or across prepositional phrases, brackets or an apposition.
    pub(super) fn left(&self, at: usize) -> Option<(Option<usize>, Link)> {
        let mut end = at;
        while end > 0 && end + 5 > at && self.passes(end - 1) && self.mentions.ending(end).is_none()
        {
            end -= 1;
        }
        // "He’s claiming".
        if end > 1 && self.tokens[end - 1].kind == Kind::Possessive && self.is_verb_form(at) {
            end -= 1;
        }
        let before = self.tokens[end.checked_sub(1)?];
        if before.is_mark(&[')']) {
            let open = (end.saturating_sub(12)..end - 1)
                .rev()
                .find(|t| self.tokens[*t].is_mark(&['(']))?;
            return self
                .mentions
                .ending(open)
                .map(|m| (Some(self.climb(m)), Link::Before));
        }
        if before.is_mark(&[',']) || self.is_dash(end - 1) {
            return self
                .apposition(end - 1)
                .map(|m| (Some(m), Link::Apposition));
        }
        let nearest = self.mentions.ending(end)?;
        let head = self.climb(nearest);
        // "who has in the past described": what a preposition governs is no subject.
        if !self.is_participle(at) && self.is_within(head) {
            let clause = self.clause(at);
            return Some(if clause.0.is_some() {
                clause
            } else {
                (Some(head), Link::Clause)
            });
        }
        if !self.is_participle(at) {
            return Some((Some(head), Link::Before));
        }
        // "issued a statement saying": the subject of the clause speaks, not the paper.
        let start = self.mentions.all[head].tokens.start;
        let with = start > 0 && self.stream.slice(start - 1) == "with";
        if self.mentions.all[nearest].sort == Sort::Noun
            && !self.mentions.all[head].word.is(Word::HEAD)
            && !with
        {
            return Some(self.clause(at));
        }
        let near = self.mentions.all[nearest].sort != Sort::Noun;
        Some((Some(if near { nearest } else { head }), Link::Before))
    }

    /// "a spokesman for the ministry": from the last noun back to the head of the phrase.
    pub(super) fn climb(&self, mut mention: usize) -> usize {
        for _ in 0..4 {
            let start = self.mentions.all[mention].tokens.start;
            let Some(before) = start.checked_sub(1).map(|b| self.tokens[b]) else {
                break;
            };
            let possessive = before.kind == Kind::Possessive;
            if possessive || !(before.is_word() && before.word.is(Word::PREP)) {
                // German genitive: "der Sprecher der Polizei".
                let genitive = self.stream.lexicon.language == Language::German
                    && self.tokens[start].word.is(Word::DET);
                match self.mentions.ending(start).filter(|_| genitive) {
                    Some(head) => {
                        mention = head;
                        continue;
                    }
                    None => break,
                }
            }
            // Up to two words may stand between: "people close to the talks".
            let head = (0..3).find_map(|back| self.mentions.ending((start - 1).checked_sub(back)?));
            let sentence = self.tokens[start].sentence;
            match head {
                Some(head)
                    if self.tokens[self.mentions.all[head].tokens.start].sentence == sentence
                        && self.mentions.all[head].sort != Sort::Pronoun =>
                {
                    mention = head;
                }
                _ => break,
            }
        }
        mention
    }

    /// The mention before an apposition or a clause that ends at the comma `comma`.
    pub(super) fn apposition(&self, comma: usize) -> Option<usize> {
        let sentence = self.tokens[comma].sentence;
        let mut best = None;
        for at in (comma.saturating_sub(REACH)..comma).rev() {
            let token = self.tokens[at];
            if token.sentence != sentence || matches!(token.kind, Kind::Break | Kind::Quote(_)) {
                break;
            }
            if (token.is_mark(&[',']) || self.is_dash(at))
                && let Some(m) = self.ending(at)
            {
                let m = self.climb(m);
                let opens = self.tokens.get(at + 1).is_some_and(|t| {
                    t.word.is(Word::DET
                        .with(Word::PRONOUN)
                        .with(Word::CONJ)
                        .with(Word::BEFORE_NAME)
                        .with(Word::PREP))
                        || t.kind == Kind::Lower
                });
                let named = self.mentions.all[m].sort == Sort::Name;
                if opens && named {
                    return Some(m);
                }
                // "her adviser, Jake Hale, said": of a role and a name the name.
                let named_after = self
                    .mentions
                    .starting(at + 1)
                    .filter(|n| self.mentions.all[*n].sort == Sort::Name)
                    .filter(|n| self.ending(comma) == Some(*n));
                if best.is_none()
                    && self.mentions.all[m].word.is(Word::ROLE)
                    && named_after.is_some()
                {
                    return named_after;
                }
                best = best.or(Some(m)).filter(|_| opens || named).or(best);
            }
        }
        // "The chair of the board in Hafen, Jake Hale, said".
        best.or_else(|| {
            self.ending(comma)
                .filter(|m| self.mentions.all[*m].sort == Sort::Name)
                .filter(|m| self.mentions.all[*m].core.len() > 1)
        })
    }

    /// The mention that ends before a token, brackets behind it left out: "Brook (SPD),".
    pub(super) fn ending(&self, at: usize) -> Option<usize> {
        let bracket = at > 0 && self.tokens[at - 1].is_mark(&[')']);
        let open = (at.saturating_sub(8)..at)
            .rev()
            .find(|t| bracket && self.tokens[*t].is_mark(&['(']));
        self.mentions.ending(open.unwrap_or(at))
    }

    pub(super) fn after_according(&self, at: usize) -> (Option<usize>, Link) {
        if self.stream.slice(at) == "zufolge" {
            return self
                .mentions
                .ending(at)
                .map_or((None, Link::None), |m| (Some(m), Link::After));
        }
        let next = (at + 1..at + 5).find_map(|t| {
            self.mentions
                .starting(t)
                .filter(|m| !self.is_statement_noun(*m))
        });
        (
            next,
            if next.is_some() {
                Link::After
            } else {
                Link::None
            },
        )
    }
}
