//! One quotation and what stands around it: the mentions and cues near enough to count, the paragraphs, the attribution
//! beside it. Looks no further than a fixed number of tokens, and weighs nothing.

use super::article::Article;
use super::attributions::DASHES;
use super::cues::{Link, Strength};
use super::language::Language;
use super::lexicon::Word;
use super::mentions::Sort;
use super::people::People;
use super::speakers::Last;
use super::words::Kind;

/// How far candidates are looked for, in tokens and in mentions.
const BACK: usize = 90;
const AHEAD: usize = 45;
pub(super) const MOST_BACK: usize = 16;
const MOST_AHEAD: usize = 8;
/// How many paragraphs back.
const PARAGRAPHS: usize = 2;

/// The longest line that names who a block quotation is by, in tokens.
const LINE: usize = 24;

/// One quotation and its surroundings.
pub(super) struct View<'a, 'b> {
    pub(super) article: &'b Article<'a>,
    pub(super) people: &'b People,
    pub(super) quote: usize,
    /// Its token.
    pub(super) place: usize,
    pub(super) last: Option<Last>,
    /// The cues near it, as a range of `article.cues`.
    pub(super) cues: std::ops::Range<usize>,
    /// Breaks before it: the nearest first.
    pub(super) breaks: [usize; PARAGRAPHS + 1],
    /// The cue of the attribution directly behind the quotation's comma.
    pub(super) following: Option<usize>,
}

impl<'a, 'b> View<'a, 'b> {
    pub(super) fn of(
        article: &'b Article<'a>,
        people: &'b People,
        quote: usize,
        last: Option<Last>,
    ) -> Self {
        let place = article.stream.places[quote];
        let tokens = &article.stream.tokens;
        let mut breaks = [place.saturating_sub(BACK); PARAGRAPHS + 1];
        let mut found = 0;
        for at in (place.saturating_sub(BACK)..place).rev() {
            if tokens[at].kind == Kind::Break {
                breaks[found..].fill(at + 1);
                found += 1;
                if found > PARAGRAPHS {
                    break;
                }
                breaks[found..].fill(place.saturating_sub(BACK));
            }
        }
        let first = article.cues.partition_point(|c| c.token + BACK < place);
        let end = first + article.cues[first..].partition_point(|c| c.token < place + AHEAD);
        Self {
            article,
            people,
            quote,
            place,
            last,
            cues: first..end,
            breaks,
            following: None,
        }
        .with_following()
    }

    /// Finds the attribution directly behind the quotation: "…,” Merz said", "…,” said Merz".
    pub(super) fn with_following(mut self) -> Self {
        let tokens = &self.article.stream.tokens;
        let outside = tokens
            .get(self.place + 1)
            .is_some_and(|t| t.is_mark(&[',']));
        if self.article.inside[self.quote].ends == '.' && !outside {
            return self;
        }
        let begin = self.place + if outside { 2 } else { 1 };
        self.following = self.cues.clone().find(|c| {
            let cue = &self.article.cues[*c];
            let subject = cue
                .subject
                .map(|m| self.article.mentions.all[m].tokens.start);
            cue.strength == Strength::Say
                && match cue.link {
                    Link::After => cue.token == begin,
                    Link::Before | Link::Apposition => subject == Some(begin),
                    Link::Clause | Link::None => false,
                }
        });
        self
    }

    pub(super) fn ahead(&self) -> Vec<usize> {
        let tokens = &self.article.stream.tokens;
        let all = &self.article.mentions.all;
        let from = all.partition_point(|m| m.tokens.start <= self.place);
        let limit = (self.place + 1..self.place + AHEAD)
            .find(|t| tokens.get(*t).is_none_or(|t| t.kind == Kind::Break))
            .unwrap_or(self.place + AHEAD);
        (from..all.len())
            .take(MOST_AHEAD)
            .take_while(|m| all[*m].tokens.start < limit)
            .collect()
    }

    pub(super) fn back(&self) -> Vec<usize> {
        let all = &self.article.mentions.all;
        let end = all.partition_point(|m| m.tokens.start < self.place);
        let floor = self.breaks[PARAGRAPHS];
        (0..end)
            .rev()
            .take(MOST_BACK)
            .take_while(|m| all[*m].tokens.start >= floor)
            .collect()
    }

    /// "who" in a sentence before: its clause is over.
    pub(super) fn is_relative(&self, number: usize) -> bool {
        let tokens = &self.article.stream.tokens;
        let mention = &self.article.mentions.all[number];
        let first = mention.tokens.start;
        mention.sort == Sort::Pronoun
            && tokens[first].sentence != tokens[self.place].sentence
            && matches!(self.article.stream.slice(first), "who" | "qui" | "quien")
    }

    /// "(R-Iowa)": one word between brackets is no speaker.
    pub(super) fn is_bracketed(&self, number: usize) -> bool {
        let tokens = &self.article.stream.tokens;
        let mention = &self.article.mentions.all[number].tokens;
        mention.start > 0
            && tokens[mention.start - 1].is_mark(&['('])
            && tokens.get(mention.end).is_some_and(|t| t.is_mark(&[')']))
    }

    /// The person whom the attribution of a block quotation begins with; nobody where that names a work alone. Behind a
    /// dash a body or an office may stand as well.
    pub(super) fn cited(&self) -> Option<usize> {
        let by = self.article.quoted[self.quote].by.as_ref()?;
        let tokens = &self.article.stream.tokens;
        let begins = tokens.partition_point(|t| t.start < by.start);
        let dashes = tokens[begins..]
            .iter()
            .take_while(|t| t.is_mark(&DASHES))
            .count();
        let number = self.article.mentions.starting(begins + dashes)?;
        let mention = &self.article.mentions.all[number];
        let article = tokens[mention.tokens.start].word.is(Word::DET);
        let body = self
            .people
            .of_mention(number)
            .is_some_and(|n| self.people.all[n as usize].body);
        let is_speaker = match mention.sort {
            Sort::Name if mention.word.is(Word::WORK) => false,
            Sort::Name if dashes > 0 => !article || mention.word.is(Word::HEAD),
            Sort::Name => !article && !body && mention.core.len() > 1,
            Sort::Noun => dashes > 0 && !mention.word.is(Word::WORK),
            Sort::Pronoun => false,
        };
        is_speaker.then_some(number)
    }

    /// The mention in a line of its own after the quotation: "— Ada Brook, gardener".
    pub(super) fn dash_line(&self) -> Option<usize> {
        let tokens = &self.article.stream.tokens;
        let next = self.place + 1;
        let dash = tokens.get(next).is_some_and(|t| t.kind == Kind::Break)
            && tokens.get(next + 1).is_some_and(|t| t.is_mark(&DASHES));
        let ends = dash
            && (next + 2..next + 24).any(|t| tokens.get(t).is_some_and(|t| t.kind == Kind::Break));
        if ends {
            self.article.mentions.starting(next + 2)
        } else {
            None
        }
    }

    /// The name that a short paragraph after the quotation consists of: "Ada Brook, gardener".
    pub(super) fn name_line(&self) -> Option<usize> {
        let tokens = &self.article.stream.tokens;
        let next = self.place + 1;
        let alone =
            self.place == self.breaks[0] && tokens.get(next).is_some_and(|t| t.kind == Kind::Break);
        let name = self.article.mentions.starting(next + 1).filter(|_| alone)?;
        let mention = &self.article.mentions.all[name];
        let full = mention.sort == Sort::Name && mention.core.len() > 1;
        let end = (mention.tokens.end..next + LINE)
            .find(|t| tokens.get(*t).is_none_or(|t| t.kind == Kind::Break))?;
        let rest = &tokens[mention.tokens.end..end];
        let titled = rest
            .first()
            .is_none_or(|t| t.is_mark(&[',', '.', '(', '"', '”']));
        let verb = rest
            .iter()
            .any(|t| t.word.is(Word::AUX) || matches!(t.kind, Kind::Quote(_)));
        (full && titled && !verb).then_some(name)
    }

    /// Of the cues of a mention the one that fits the quotation best.
    pub(super) fn cue_of(&self, mention: usize) -> Option<usize> {
        let own = self
            .cues
            .clone()
            .filter(|c| self.article.cues[*c].subject == Some(mention));
        own.max_by(|a, b| self.fitness(*a).total_cmp(&self.fitness(*b)))
    }

    /// How well a cue fits: a verb of speech, next to its subject, near the quotation.
    pub(super) fn fitness(&self, number: usize) -> f32 {
        let cue = &self.article.cues[number];
        let distance = cue.token.abs_diff(self.place) as f32;
        // "speaking in Kyiv", "referring to the lock" only accompany a verb of speech; "adding that" is one.
        let text = self.article.stream.slice(cue.token);
        let participle =
            text.ends_with("ing") && (cue.strength == Strength::Weak || text == "speaking");
        let mut fit = -0.25 * distance;
        fit += if cue.strength == Strength::Weak {
            0.0
        } else {
            3.0
        };
        fit += if matches!(cue.link, Link::Before | Link::After) {
            0.2
        } else {
            0.0
        };
        fit += if self.touches(cue.token) { 3.0 } else { 0.0 };
        fit -= if cue.infinitive { 1.5 } else { 0.0 };
        fit - if participle { 0.5 } else { 0.0 }
    }

    /// A word behind a mention that looks like a verb and that no list knows.
    pub(super) fn verb(&self, mention: usize) -> Option<usize> {
        let stream = &self.article.stream;
        let after = self.article.mentions.all[mention].tokens.end;
        let mut next = after;
        while next < after + 2
            && stream
                .tokens
                .get(next)
                .is_some_and(|t| t.is_word() && t.word.is(Word::ADVERB.with(Word::AUX)))
        {
            next += 1;
        }
        let token = stream.tokens.get(next)?;
        let text = stream.slice(next);
        let english = stream.lexicon.language == Language::English;
        let verb = token.kind == Kind::Lower
            && !token.word.is(Word::CLOSED)
            && (text.ends_with("ed") || text.ends_with('s') || text.ends_with("ing"));
        (english && verb && text.len() > 3).then_some(next)
    }

    /// The colon before the quotation.
    pub(super) fn colon(&self) -> Option<usize> {
        let before = self.place.checked_sub(1)?;
        self.article.stream.tokens[before]
            .is_mark(&[':'])
            .then_some(before)
    }

    /// Whether nothing but a comma, a colon or "that" stands between a cue and the quotation after it.
    pub(super) fn touches(&self, cue: usize) -> bool {
        let tokens = &self.article.stream.tokens;
        cue < self.place
            && cue + 4 > self.place
            && tokens[cue].sentence == tokens[self.place].sentence
            && tokens[cue + 1..self.place]
                .iter()
                .all(|t| t.is_mark(&[',', ':']) || t.word.is(Word::CLAUSE.with(Word::OBJECT)))
    }

    /// The verb of speech directly before the quotation, whoever its subject is: "…, adding: “…”".
    pub(super) fn touching_cue(&self) -> Option<usize> {
        self.cues.clone().rev().find(|c| {
            self.article.cues[*c].strength == Strength::Say
                && self.touches(self.article.cues[*c].token)
        })
    }

    /// Whether a cue stands closer to another quotation: directly after it, behind its comma.
    pub(super) fn taken(&self, cue: usize) -> bool {
        let tokens = &self.article.stream.tokens;
        let mut at = cue;
        for _ in 0..6 {
            let Some(before) = at.checked_sub(1) else {
                return false;
            };
            match tokens[before].kind {
                Kind::Quote(q) => return q as usize != self.quote && cue < self.place,
                Kind::Break => return false,
                Kind::Mark(c) if c != ',' => return false,
                _ => at = before,
            }
        }
        false
    }
}
