//! The features of a candidate: where it stands, what it is, what cue ties it to the quotation, who spoke before.
//! Each feature says yes or no; their weights stand in `assets/quotes/weights.txt`.

use super::cues::{Cue, Link, Strength};
use super::lexicon::Word;
use super::mentions::Sort;
use super::scorer::{Evidence, Speaker};
use super::speakers::Candidate;
use super::surroundings::{MOST_BACK, View};
use super::words::Kind;

impl View<'_, '_> {
    pub(super) fn nobody(&self) -> Candidate {
        let mut e = Evidence::default();
        let inside = &self.article.inside[self.quote];
        e.when(true, Speaker::Nobody);
        e.when(inside.words < 6, Speaker::NobodyShort);
        let sentence = self.article.stream.tokens[self.place].sentence;
        let cue = self
            .cues
            .clone()
            .any(|c| self.article.stream.tokens[self.article.cues[c].token].sentence == sentence);
        e.when(!cue, Speaker::NobodyNoCue);
        e.when(self.last.is_none(), Speaker::NobodyAlone);
        Candidate {
            mention: None,
            cue: None,
            evidence: e,
        }
    }

    pub(super) fn candidate(&self, number: usize, rank: usize) -> Candidate {
        let mut e = Evidence::default();
        let article = self.article;
        let mention = &article.mentions.all[number];
        let number_of_cue = self.cue_of(number);
        let cue = number_of_cue.map(|c| &article.cues[c]);
        let start = mention
            .tokens
            .start
            .min(cue.map_or(usize::MAX, |c| c.token));
        let end = mention.tokens.end.max(cue.map_or(0, |c| c.token + 1));
        e.when(cue.is_none(), Speaker::NoCue);
        self.kind(number, &mut e);
        match cue {
            None => {}
            Some(c) => {
                e.when(c.strength == Strength::Say, Speaker::Say);
                e.when(c.strength == Strength::According, Speaker::According);
                e.when(c.strength == Strength::Weak, Speaker::Weak);
                e.when(c.link == Link::Clause, Speaker::LinkClause);
                e.when(c.link == Link::Apposition, Speaker::LinkApposition);
                e.when(c.link == Link::After, Speaker::LinkAfter);
                e.when(self.taken(c.token), Speaker::CueOfOther);
                self.shadow(c, &mut e);
            }
        }
        if start > self.place {
            self.after(start, cue.map(|c| c.link), rank, &mut e);
        } else if end <= self.place {
            self.before(start, end, cue.is_some(), rank, &mut e);
        } else {
            // Around the quotation: "Merz, “…”, said".
            e.when(true, Speaker::BeforeNear);
        }
        let touching = self.touching_cue();
        e.when(
            number_of_cue.is_some() && touching == number_of_cue,
            Speaker::CueTouches,
        );
        e.when(
            touching.is_some() && touching != number_of_cue,
            Speaker::Overruled,
        );
        let own = number_of_cue.is_some() && self.following == number_of_cue;
        e.when(self.following.is_some() && !own, Speaker::OverruledAfter);
        self.history(number, &mut e);
        self.combine(&mut e);
        Candidate {
            mention: Some(number),
            cue: number_of_cue,
            evidence: e,
        }
    }

    /// Whether another cue, with another subject, stands between a cue and the quotation.
    pub(super) fn shadow(&self, cue: &Cue, e: &mut Evidence) {
        let article = self.article;
        let (mut any, mut strong, mut weak) = (false, false, false);
        for other in &article.cues[self.cues.clone()] {
            let between = if cue.token < self.place {
                other.token > cue.token && other.token < self.place
            } else {
                other.token > self.place && other.token < cue.token
            };
            any |= between;
            let rival = between && other.subject.is_some() && other.subject != cue.subject;
            strong |= rival && other.strength != Strength::Weak && other.link != Link::Clause;
            weak |= rival && other.strength == Strength::Weak;
        }
        let spent = any
            && cue.token < self.place
            && self.taken(cue.token)
            && article.cues[self.cues.clone()].iter().any(|c| {
                let tokens = &article.stream.tokens;
                c.token > cue.token
                    && c.token < self.place
                    && c.strength == Strength::Say
                    && c.subject.is_some()
                    && tokens[c.token].sentence == tokens[self.place].sentence
            });
        e.when(spent, Speaker::CueSpent);
        e.when(!any, Speaker::CueNearest);
        e.when(strong, Speaker::Shadowed);
        e.when(weak && !strong, Speaker::ShadowedWeak);
    }

    pub(super) fn kind(&self, number: usize, e: &mut Evidence) {
        let article = self.article;
        let tokens = &article.stream.tokens;
        let mention = &article.mentions.all[number];
        let first = mention.tokens.start;
        match mention.sort {
            Sort::Name => e.when(true, Speaker::Name),
            Sort::Noun => e.when(
                true,
                if mention
                    .word
                    .is(Word::HEAD.with(Word::TITLE).with(Word::STATEMENT))
                {
                    Speaker::Role
                } else {
                    Speaker::Noun
                },
            ),
            Sort::Pronoun => {
                let word = mention.word;
                let text = article.stream.slice(first).to_lowercase();
                let kind = if word.is(Word::PLURAL) {
                    Speaker::They
                } else if word.is(Word::MALE.with(Word::FEMALE)) {
                    Speaker::HeOrShe
                } else if matches!(text.as_str(), "who" | "wer" | "qui" | "quien") {
                    Speaker::Who
                } else if word.is(Word::FIRST_PERSON) {
                    Speaker::First
                } else {
                    Speaker::It
                };
                e.when(true, kind);
            }
        }
        let sentence = tokens[first].sentence;
        if let Some(verb) = first.checked_sub(1).map(|b| tokens[b]) {
            // "Benjamin said he believes": another has said so already.
            let said = verb.sentence == sentence
                && verb.word.is(Word::SAY)
                && article.mentions.at(first - 1).is_none();
            let cue = article.cue_at(first - 1).filter(|_| said);
            e.when(
                cue.is_some_and(|c| c.link == Link::Before && c.subject != Some(number)),
                Speaker::Embedded,
            );
        }
        if sentence == tokens[self.place].sentence && first < self.place {
            let inner = self.reporting(number).is_some();
            e.when(inner, Speaker::InReported);
            e.when(inner && e.has(Speaker::NoCue), Speaker::InReportedNoCue);
            e.when(
                inner && mention.sort == Sort::Pronoun,
                Speaker::InReportedPronoun,
            );
        }
        let next = mention.tokens.end;
        e.when(
            tokens.get(next).is_some_and(|t| t.word.is(Word::REPORTED)),
            Speaker::ReportedSubject,
        );
        e.when(self.owned(number).is_some(), Speaker::OwnsStatement);
        if mention.sort == Sort::Name {
            let anonymous = self.people.is_anonymous(number);
            e.when(anonymous, Speaker::Anonymous);
            e.when(
                anonymous && tokens[first].first && self.people.is_named_once(number),
                Speaker::AnonymousFirst,
            );
        }
        e.when(
            sentence == tokens[self.place].sentence && self.heads_clause(number),
            Speaker::SentenceSubject,
        );
        e.when(mention.word.is(Word::BODY), Speaker::Body);
        e.when(
            mention.word.is(Word::PLURAL) && mention.sort == Sort::Noun,
            Speaker::Plural,
        );
        e.when(mention.word.is(Word::HONORIFIC), Speaker::Honorific);
        e.when(mention.word.is(Word::STATEMENT), Speaker::Statement);
        e.when(mention.possessive, Speaker::Possessive);
        e.when(tokens[first].word.is(Word::DET), Speaker::Article);
        e.when(tokens[first].first, Speaker::HeadsSentence);
        if let Some(before) = first.checked_sub(1).map(|b| tokens[b]) {
            e.when(
                before.kind == Kind::Break || self.breaks.contains(&first),
                Speaker::HeadsParagraph,
            );
            e.when(before.word.is(Word::PREP), Speaker::Governed);
            e.when(before.is_mark(&['(', '[']), Speaker::Bracketed);
            let object = before.word.is(Word::TELL)
                && article.mentions.at(first - 1).is_none()
                && article
                    .cue_at(first - 1)
                    .is_some_and(|c| c.subject != Some(number));
            e.when(object, Speaker::Object);
        }
    }

    /// The cue of another in whose reported words a mention stands: "Merz said the judge had “…”".
    pub(super) fn reporting(&self, number: usize) -> Option<usize> {
        let article = self.article;
        let tokens = &article.stream.tokens;
        let start = article.mentions.all[number].tokens.start;
        let sentence = tokens[start].sentence;
        self.cues.clone().find(|n| {
            let c = &article.cues[*n];
            let other = c.subject.filter(|s| *s != number);
            let other = other.is_some_and(|s| article.mentions.all[s].tokens.start < c.token);
            other
                && c.strength != Strength::Weak
                && c.token < start
                && tokens[c.token].sentence == sentence
                && !tokens[c.token..start]
                    .iter()
                    .any(|t| matches!(t.kind, Kind::Quote(_) | Kind::Mark(';')))
                && (!tokens[start - 1].word.is(Word::CONJ)
                    || tokens[start - 1].word.is(Word::CLAUSE))
        })
    }

    /// The statement that a mention owns: "Merz's repeated claim".
    pub(super) fn owned(&self, number: usize) -> Option<usize> {
        let tokens = &self.article.stream.tokens;
        let mention = &self.article.mentions.all[number];
        if !mention.possessive {
            return None;
        }
        let next = mention.tokens.end + 1;
        (next..next + 4)
            .take_while(|t| {
                tokens
                    .get(*t)
                    .is_some_and(|t| t.is_word() && !t.word.is(Word::CLOSED))
            })
            .find(|t| tokens[*t].word.is(Word::STATEMENT.with(Word::SAY)))
    }

    /// Whether a mention is the first of its sentence that is neither governed by a preposition nor a possessor.
    pub(super) fn heads_clause(&self, number: usize) -> bool {
        let tokens = &self.article.stream.tokens;
        let all = &self.article.mentions.all;
        let free = |m: usize| {
            let before = all[m].tokens.start.checked_sub(1).map(|t| tokens[t]);
            !all[m].possessive && !before.is_some_and(|t| t.is_word() && t.word.is(Word::PREP))
        };
        let sentence = tokens[all[number].tokens.start].sentence;
        free(number)
            && (0..number)
                .rev()
                .take(MOST_BACK)
                .take_while(|m| tokens[all[*m].tokens.start].sentence == sentence)
                .all(|m| !free(m))
    }
}
