//! Who said a quotation: every mention near it is a candidate, and the scorer chooses one, or nobody.
//! Sets the features; their weights stand in `assets/quotes/weights.txt`.

use super::article::Article;
use super::cues::{Cue, Link, Strength};
use super::lexicon::Word;
use super::marks::Origin;
use super::mentions::Sort;
use super::people::People;
use super::scorer::{Evidence, Speaker, probability};
use super::words::Kind;

/// Somebody who may have said a quotation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// `None`: nobody is named.
    pub(super) mention: Option<usize>,
    /// The cue that ties it to the quotation, by its number.
    pub(super) cue: Option<usize>,
    pub(super) evidence: Evidence,
}

/// The speaker chosen for a quotation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    pub(super) mention: usize,
    pub(super) cue: Option<usize>,
    /// The token of the colon that stands for a cue where there is no verb: "Brook: “…”".
    pub(super) colon: Option<usize>,
    pub(super) entity: u32,
    /// From 0 to 1.
    pub(super) confidence: f32,
}

/// The quotation before, and who said it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Last {
    pub(super) quote: usize,
    pub(super) choice: Choice,
}

/// How far candidates are looked for, in tokens and in mentions.
const BACK: usize = 90;
const AHEAD: usize = 45;
const MOST_BACK: usize = 16;
const MOST_AHEAD: usize = 8;
/// How many paragraphs back.
const PARAGRAPHS: usize = 2;

/// Every candidate for a quotation; nobody comes first.
pub(super) fn candidates(
    article: &Article,
    people: &People,
    quote: usize,
    last: Option<Last>,
) -> Vec<Candidate> {
    let view = View::of(article, people, quote, last);
    let mut found = vec![view.nobody()];
    let mut rank = 0;
    for number in view.ahead() {
        found.push(view.candidate(number, rank));
        rank += 1;
    }
    if let Some(number) = view.dash_line() {
        let mut evidence = Evidence::default();
        evidence.when(true, Speaker::DashLine);
        found.push(Candidate {
            mention: Some(number),
            cue: None,
            evidence,
        });
    }
    let mut seen_last = false;
    for (rank, number) in view.back().into_iter().enumerate() {
        if view.is_relative(number) || view.is_bracketed(number) {
            continue;
        }
        seen_last |= last.is_some_and(|l| l.choice.mention == number);
        found.push(view.candidate(number, rank));
    }
    if let Some(last) = last.filter(|_| !seen_last) {
        found.push(view.candidate(last.choice.mention, MOST_BACK));
    }
    found
}

/// Chooses among the candidates.
pub(super) fn choose(
    article: &Article,
    people: &mut People,
    quote: usize,
    last: Option<Last>,
) -> Option<Choice> {
    let found = candidates(article, people, quote, last);
    let found = match labelled(article, quote) {
        Some(label) => found
            .into_iter()
            .filter(|c| c.mention == Some(label))
            .collect(),
        None => found,
    };
    let mut best: Option<(f32, Candidate)> = None;
    let mut second = f32::MIN;
    for candidate in found {
        let score = Speaker::score(candidate.evidence);
        match best {
            Some((top, _)) if score <= top => second = second.max(score),
            _ => {
                second = best.map_or(second, |(top, _)| top);
                best = Some((score, candidate));
            }
        }
    }
    let (score, candidate) = best?;
    let mention = candidate.mention?;
    let same = last.filter(|l| l.choice.mention == mention);
    let entity = match same {
        Some(last) => last.choice.entity,
        None => people.resolve(article, mention, last.map(|l| l.choice.entity)),
    };
    let view = View::of(article, people, quote, last);
    let cue = view
        .touching_cue()
        .or(candidate.cue)
        .or(same.and_then(|l| l.choice.cue));
    let colon = cue.is_none().then(|| view.colon()).flatten();

    Some(Choice {
        mention,
        cue,
        colon,
        entity,
        confidence: probability(score - second),
    })
}

/// The label of a transcript line, which alone can be its speaker.
fn labelled(article: &Article, quote: usize) -> Option<usize> {
    let place = article.stream.places[quote];
    let line = article.quoted[quote].origin == Origin::Transcript;
    let start = (place.saturating_sub(12)..place)
        .rev()
        .find(|t| article.stream.tokens[*t].kind == Kind::Break)
        .map_or(0, |t| t + 1);
    if line {
        article.mentions.starting(start)
    } else {
        None
    }
}

/// One quotation and its surroundings.
struct View<'a, 'b> {
    article: &'b Article<'a>,
    people: &'b People,
    quote: usize,
    /// Its token.
    place: usize,
    last: Option<Last>,
    /// The cues near it, as a range of `article.cues`.
    cues: std::ops::Range<usize>,
    /// Breaks before it: the nearest first.
    breaks: [usize; PARAGRAPHS + 1],
}

impl<'a, 'b> View<'a, 'b> {
    fn of(article: &'b Article<'a>, people: &'b People, quote: usize, last: Option<Last>) -> Self {
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
        }
    }

    fn ahead(&self) -> Vec<usize> {
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

    fn back(&self) -> Vec<usize> {
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
    fn is_relative(&self, number: usize) -> bool {
        let tokens = &self.article.stream.tokens;
        let mention = &self.article.mentions.all[number];
        let first = mention.tokens.start;
        mention.sort == Sort::Pronoun
            && tokens[first].sentence != tokens[self.place].sentence
            && matches!(self.article.stream.slice(first), "who" | "qui" | "quien")
    }

    /// "(R-Iowa)": one word between brackets is no speaker.
    fn is_bracketed(&self, number: usize) -> bool {
        let tokens = &self.article.stream.tokens;
        let mention = &self.article.mentions.all[number].tokens;
        mention.start > 0
            && tokens[mention.start - 1].is_mark(&['('])
            && tokens.get(mention.end).is_some_and(|t| t.is_mark(&[')']))
    }

    /// The mention in a line of its own after the quotation: "— Ada Brook, gardener".
    fn dash_line(&self) -> Option<usize> {
        let tokens = &self.article.stream.tokens;
        let next = self.place + 1;
        let dash = tokens.get(next).is_some_and(|t| t.kind == Kind::Break)
            && tokens
                .get(next + 1)
                .is_some_and(|t| t.is_mark(&['-', '—', '–', '―']));
        let ends = dash
            && (next + 2..next + 24).any(|t| tokens.get(t).is_some_and(|t| t.kind == Kind::Break));
        if ends {
            self.article.mentions.starting(next + 2)
        } else {
            None
        }
    }

    fn nobody(&self) -> Candidate {
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

    /// Of the cues of a mention the one that fits the quotation best.
    fn cue_of(&self, mention: usize) -> Option<usize> {
        let own = self
            .cues
            .clone()
            .filter(|c| self.article.cues[*c].subject == Some(mention));
        own.max_by(|a, b| self.fitness(*a).total_cmp(&self.fitness(*b)))
    }

    /// How well a cue fits: a verb of speech, next to its subject, near the quotation.
    fn fitness(&self, number: usize) -> f32 {
        let cue = &self.article.cues[number];
        let distance = cue.token.abs_diff(self.place) as f32;
        let participle = self.article.stream.slice(cue.token).ends_with("ing");
        let mut fit = -0.15 * distance;
        fit += if cue.strength == Strength::Weak {
            0.0
        } else {
            3.0
        };
        fit += if matches!(cue.link, Link::Before | Link::After) {
            1.0
        } else {
            0.0
        };
        fit += if self.touches(cue.token) { 2.0 } else { 0.0 };
        fit - if participle { 1.0 } else { 0.0 }
    }

    /// The colon before the quotation.
    fn colon(&self) -> Option<usize> {
        let before = self.place.checked_sub(1)?;
        self.article.stream.tokens[before]
            .is_mark(&[':'])
            .then_some(before)
    }

    /// Whether nothing but a comma, a colon or "that" stands between a cue and the quotation after it.
    fn touches(&self, cue: usize) -> bool {
        let tokens = &self.article.stream.tokens;
        cue < self.place
            && cue + 4 > self.place
            && tokens[cue].sentence == tokens[self.place].sentence
            && tokens[cue + 1..self.place]
                .iter()
                .all(|t| t.is_mark(&[',', ':']) || t.word.is(Word::CLAUSE.with(Word::OBJECT)))
    }

    /// The verb of speech directly before the quotation, whoever its subject is: "…, adding: “…”".
    fn touching_cue(&self) -> Option<usize> {
        self.cues.clone().rev().find(|c| {
            self.article.cues[*c].strength == Strength::Say
                && self.touches(self.article.cues[*c].token)
        })
    }

    fn candidate(&self, number: usize, rank: usize) -> Candidate {
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
        self.kind(number, &mut e);
        match cue {
            None => e.when(true, Speaker::NoCue),
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
        self.history(number, &mut e);
        self.combine(&mut e);
        Candidate {
            mention: Some(number),
            cue: number_of_cue,
            evidence: e,
        }
    }

    /// Whether another cue, with another subject, stands between a cue and the quotation.
    fn shadow(&self, cue: &Cue, e: &mut Evidence) {
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
        e.when(!any, Speaker::CueNearest);
        e.when(strong, Speaker::Shadowed);
        e.when(weak && !strong, Speaker::ShadowedWeak);
    }

    fn kind(&self, number: usize, e: &mut Evidence) {
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
                    .is(Word::ROLE.with(Word::BODY).with(Word::STATEMENT))
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

    /// Whether a mention is the first of its sentence that is neither governed by a preposition nor a possessor.
    fn heads_clause(&self, number: usize) -> bool {
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

    fn after(&self, start: usize, link: Option<Link>, rank: usize, e: &mut Evidence) {
        let tokens = &self.article.stream.tokens;
        let ends = self.article.inside[self.quote].ends;
        let mut first = self.place + 1;
        while first < start && tokens[first].is_mark(&[',', '—', '–', '-']) {
            first += 1;
        }
        let gap = start - first;
        let comma_outside = tokens[self.place + 1].is_mark(&[',']);
        let sentences = tokens[start].sentence - tokens[self.place + 1].sentence;
        if gap == 0 && link.is_some() {
            let how = match link {
                Some(Link::After) => Speaker::AfterInverted,
                Some(Link::Apposition) => Speaker::AfterApposition,
                _ => Speaker::AfterSubject,
            };
            e.when(true, how);
        } else if sentences > 0 || tokens[start].sentence != tokens[self.place].sentence {
            e.when(true, Speaker::AfterNextSentence);
        } else {
            e.when(
                true,
                if gap < 4 {
                    Speaker::AfterNear
                } else {
                    Speaker::AfterFar
                },
            );
        }
        e.when(ends == ',' || comma_outside, Speaker::CommaThenAfter);
        e.when(ends == '.' && !comma_outside, Speaker::StopThenAfter);
        e.when(ends == '?', Speaker::QuestionThenAfter);
        e.when(ends == ' ' && !comma_outside, Speaker::NoneThenAfter);
        e.when(rank == 0, Speaker::NearestAfter);
    }

    fn before(&self, start: usize, end: usize, has_cue: bool, rank: usize, e: &mut Evidence) {
        let tokens = &self.article.stream.tokens;
        let sentences = tokens[self.place].sentence - tokens[start].sentence;
        let last = self.place.checked_sub(1).map(|t| tokens[t]);
        let colon = last.is_some_and(|t| t.is_mark(&[':']));
        let mut gap_end = self.place;
        while gap_end > end
            && (tokens[gap_end - 1].is_mark(&[',', ':', '—', '–', '-'])
                || tokens[gap_end - 1].kind == Kind::Break)
        {
            gap_end -= 1;
        }
        let gap = gap_end - end;
        let bracket = last.is_some_and(|t| t.is_mark(&['(', '[']));
        e.when(bracket && end + 1 == self.place, Speaker::BracketTouching);
        e.when(colon && gap == 0 && !has_cue, Speaker::ColonTouching);
        if end > self.breaks[0] || start >= self.breaks[0] {
            if colon && sentences == 0 {
                e.when(
                    true,
                    if gap < 8 {
                        Speaker::BeforeColon
                    } else {
                        Speaker::BeforeColonFar
                    },
                );
            } else if sentences == 0 && gap == 0 {
                let comma = last.is_some_and(|t| t.is_mark(&[',']));
                e.when(
                    true,
                    if comma && has_cue {
                        Speaker::BeforeComma
                    } else {
                        Speaker::BeforeTouching
                    },
                );
            } else if sentences == 0 && gap == 1 && tokens[gap_end - 1].word.is(Word::CLAUSE) {
                e.when(true, Speaker::BeforeThat);
            } else if sentences == 0 {
                e.when(
                    true,
                    if gap < 6 {
                        Speaker::BeforeNear
                    } else {
                        Speaker::BeforeFar
                    },
                );
            } else {
                e.when(
                    true,
                    match sentences {
                        1 => Speaker::BackOneSentence,
                        2 => Speaker::BackTwoSentences,
                        _ => Speaker::BackFarther,
                    },
                );
            }
        } else {
            let colon = self.breaks[0] >= 2 && tokens[self.breaks[0] - 2].is_mark(&[':']);
            e.when(
                colon && self.breaks[0] == self.place && sentences <= 1,
                Speaker::EndsParagraphBefore,
            );
            e.when(
                true,
                if start >= self.breaks[1] {
                    Speaker::BackParagraph
                } else {
                    Speaker::BackParagraphs
                },
            );
        }
        e.when(rank == 0, Speaker::Nearest);
        e.when(rank == 1, Speaker::SecondNearest);
        e.when(
            self.last
                .is_some_and(|l| self.article.stream.places[l.quote] < start),
            Speaker::SinceLast,
        );
    }

    /// What the quotation before tells.
    fn history(&self, number: usize, e: &mut Evidence) {
        let Some(last) = self.last else { return };
        let stream = &self.article.stream;
        let there = stream.places[last.quote];
        let here = there >= self.breaks[0];
        if last.choice.mention == number {
            e.when(true, Speaker::LastSpeaker);
            e.when(here, Speaker::LastSpeakerHere);
            e.when(!here, Speaker::LastSpeakerNewParagraph);
            e.when(
                self.place - there <= 2 + usize::from(!here),
                Speaker::LastSpeakerTouching,
            );
            let between = self
                .cues
                .clone()
                .map(|c| self.article.cues[c].token)
                .any(|t| {
                    t > there
                        && t < self.place
                        && last
                            .choice
                            .cue
                            .is_none_or(|c| self.article.cues[c].token != t)
                });
            e.when(between, Speaker::LastSpeakerWithCueBetween);
        } else {
            let spoke = self.article.mentions.all[last.choice.mention].tokens.start;
            let start = self.article.mentions.all[number].tokens.start;
            let after_speaker = spoke < start
                && stream.tokens[spoke].sentence == stream.tokens[start].sentence
                && start < self.place;
            e.when(after_speaker, Speaker::InLastSentence);
            let same = match self.people.of_mention(number) {
                Some(entity) => entity == last.choice.entity,
                None => {
                    let word = self.article.mentions.all[number].word;
                    if word.is(Word::MALE.with(Word::FEMALE))
                        && self.article.mentions.all[number].sort == Sort::Pronoun
                    {
                        let fits = self.people.fits(word, last.choice.entity);
                        e.when(!fits, Speaker::GenderClash);
                        fits
                    } else {
                        false
                    }
                }
            };
            e.when(same, Speaker::LastPerson);
            e.when(same && here, Speaker::LastPersonHere);
        }
    }

    fn combine(&self, e: &mut Evidence) {
        let inside = &self.article.inside[self.quote];
        let tokens = &self.article.stream.tokens;
        let no_cue = e.has(Speaker::NoCue);
        let after = e.has(Speaker::AfterNear) || e.has(Speaker::AfterFar);
        let before = [
            Speaker::BeforeTouching,
            Speaker::BeforeNear,
            Speaker::BeforeFar,
            Speaker::BeforeThat,
        ]
        .iter()
        .any(|f| e.has(*f));
        let back = [
            Speaker::BackOneSentence,
            Speaker::BackTwoSentences,
            Speaker::BackFarther,
            Speaker::BackParagraph,
            Speaker::BackParagraphs,
        ]
        .iter()
        .any(|f| e.has(*f));
        e.when(no_cue && after, Speaker::AfterSameSentenceNoCue);
        e.when(no_cue && before, Speaker::BeforeSameSentenceNoCue);
        e.when(no_cue && back, Speaker::BackNoCue);
        e.when(!no_cue && back, Speaker::CueSentenceEarlier);
        e.when(no_cue && e.has(Speaker::HeOrShe), Speaker::PronounNoCue);
        e.when(no_cue && e.has(Speaker::Governed), Speaker::GovernedNoCue);
        e.when(no_cue && e.has(Speaker::Noun), Speaker::NounNoCue);
        e.when(back && self.place == self.breaks[0], Speaker::OwnParagraph);
        e.when(before && !inside.capital_start, Speaker::Mixed);
        // German reported speech: "Die Lage sei „…“" goes on with the speaker of the sentence before.
        let sentence = tokens[self.place].sentence;
        let near = self.place.saturating_sub(20)..(self.place + 12).min(tokens.len());
        let reported = tokens[near]
            .iter()
            .any(|t| t.sentence == sentence && t.word.is(Word::REPORTED));
        e.when(reported && back, Speaker::Reported);
        e.when(reported && before && no_cue, Speaker::ReportedHere);
        let starts =
            self.place == 0 || tokens[self.place - 1].sentence != tokens[self.place].sentence;
        e.when(starts && back, Speaker::StartsSentence);
    }

    /// Whether a cue stands closer to another quotation: directly after it, behind its comma.
    fn taken(&self, cue: usize) -> bool {
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
