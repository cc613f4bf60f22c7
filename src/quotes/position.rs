//! The features of where a candidate stands: before or after the quotation, how far, who spoke before.
//! Part of the evidence for one quotation.

use super::cues::Link;
use super::lexicon::Word;
use super::mentions::Sort;
use super::scorer::{Evidence, Speaker};
use super::surroundings::View;
use super::words::Kind;

impl View<'_, '_> {
    pub(super) fn after(&self, start: usize, link: Option<Link>, rank: usize, e: &mut Evidence) {
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

    pub(super) fn before(
        &self,
        start: usize,
        end: usize,
        has_cue: bool,
        rank: usize,
        e: &mut Evidence,
    ) {
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
        let named = e.has(Speaker::Name) && !e.has(Speaker::Anonymous);
        e.when(colon && gap == 0 && named, Speaker::ColonName);
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
    pub(super) fn history(&self, number: usize, e: &mut Evidence) {
        let Some(last) = self.last else { return };
        let stream = &self.article.stream;
        let there = stream.places[last.quote];
        let here = there >= self.breaks[0];
        if last.choice.mention == number {
            e.when(true, Speaker::SpokeLast);
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
            let same = if let Some(entity) = self.people.of_mention(number) {
                entity == last.choice.entity
            } else {
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
            };
            e.when(same, Speaker::LastPerson);
            e.when(same && here, Speaker::LastPersonHere);
        }
    }

    pub(super) fn combine(&self, e: &mut Evidence) {
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
}
