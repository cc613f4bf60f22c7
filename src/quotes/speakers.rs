//! Who said a quotation: every mention near it is a candidate, and the scorer chooses one, or nobody.
//! The features are set in `evidence`; their weights stand in `assets/quotes/weights.txt`.

use super::article::Article;
use super::cues::{Link, Strength};
use super::lexicon::Word;
use super::marks::Origin;
use super::people::People;
use super::scorer::{Evidence, Speaker};
use super::surroundings::View;
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
    /// The token that stands for a cue where no verb of speech does: "Brook resisted: “…”", "Brook: “…”".
    pub(super) colon: Option<usize>,
    pub(super) entity: u32,
    /// The share of the likelihood of all candidates, from 0 to 1.
    pub(super) confidence: f32,
}

/// The quotation before, and who said it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Last {
    pub(super) quote: usize,
    pub(super) choice: Choice,
}

/// Below this share of all the likelihood a speaker would be a guess, and the quotation is left unattributed. News that was
/// read for the purpose bears the shares out: of speakers with a share of 0.9 and more 97 in 100 are right, of those
/// about 0.5 half, of those below this margin fewer than one in three.
const UNSURE: f32 = 0.25;

/// The rank of a speaker who is out of sight.
const FAR: usize = 16;

/// Every candidate for a quotation; nobody comes first.
pub(super) fn candidates(
    article: &Article,
    people: &People,
    quote: usize,
    last: Option<Last>,
) -> Vec<Candidate> {
    let view = View::of(article, people, quote, last);
    let mut found = vec![view.nobody()];
    let cited = article.quoted[quote].by.is_some();
    if let Some(number) = view.cited() {
        let mut evidence = Evidence::default();
        evidence.when(true, Speaker::DashLine);
        found.push(Candidate {
            mention: Some(number),
            cue: None,
            evidence,
        });
        return found;
    }
    // An attribution that names no person names a work, which says nothing either.
    let beside = if cited { Vec::new() } else { view.ahead() };
    for (rank, number) in beside.into_iter().enumerate() {
        found.push(view.candidate(number, rank));
    }
    if let Some(number) = view.dash_line().filter(|_| !cited) {
        let mut evidence = Evidence::default();
        evidence.when(true, Speaker::DashLine);
        found.push(Candidate {
            mention: Some(number),
            cue: None,
            evidence,
        });
    }
    if let Some(number) = view.name_line().filter(|_| !cited) {
        let mut evidence = Evidence::default();
        evidence.when(true, Speaker::NameLine);
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
        found.push(view.candidate(last.choice.mention, FAR));
    }
    if cited {
        // Then nothing short of a verb of speech says whose the words are.
        let says = |cue: usize| article.cues[cue].strength != Strength::Weak;
        found.retain(|c| c.mention.is_none() || c.cue.is_some_and(says));
    }
    found
}

/// By how much the best speaker leads over nobody.
pub(super) fn lead(found: &[Candidate]) -> f32 {
    let best = |named: bool| {
        found
            .iter()
            .filter(|c| c.mention.is_some() == named)
            .map(|c| Speaker::score(c.evidence))
            .fold(f32::MIN, f32::max)
    };
    best(true) - best(false)
}

/// Chooses among the candidates.
pub(super) fn choose(
    article: &Article,
    people: &mut People,
    quote: usize,
    last: Option<Last>,
    found: Vec<Candidate>,
) -> Option<Choice> {
    let label = labelled(article, quote)
        .or_else(|| View::of(article, people, quote, last).cited())
        .or_else(|| certain(article, people, quote, last));
    let found = match label {
        Some(label) => found
            .into_iter()
            .filter(|c| c.mention == Some(label))
            .collect(),
        None => found,
    };
    let scored: Vec<(f32, Candidate)> = found
        .into_iter()
        .map(|c| (Speaker::score(c.evidence), c))
        .collect();
    // Of equals the first.
    let best = scored
        .iter()
        .rev()
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .copied();
    let (score, candidate) = best?;
    let confidence = 1.0 / scored.iter().map(|(s, _)| (s - score).exp()).sum::<f32>();
    let mut mention = candidate.mention.filter(|_| confidence >= UNSURE)?;
    let mut number_of_cue = candidate.cue;
    // "Brook said she thought the plan “…”": Brook's words, by "said".
    if candidate.evidence.has(Speaker::InReportedPronoun)
        && !candidate.evidence.has(Speaker::CueTouches)
        && let Some(outer) = View::of(article, people, quote, last).reporting(mention)
        && opens_report(article, outer, mention)
        && let Some(subject) = article.cues[outer].subject
        && people.may_be(article, mention, subject)
    {
        mention = subject;
        number_of_cue = Some(outer);
    }
    let same = last.filter(|l| l.choice.mention == mention);
    let entity = match same {
        Some(last) => last.choice.entity,
        None => people.resolve(article, mention, last.map(|l| l.choice.entity)),
    };
    let view = View::of(article, people, quote, last);
    let cue = view
        .touching_cue()
        .or(number_of_cue)
        .or(same.and_then(|l| l.choice.cue));
    let colon = cue
        .is_none()
        .then(|| {
            view.owned(mention)
                .or_else(|| view.verb(mention))
                .or_else(|| view.colon())
        })
        .flatten();

    Some(Choice {
        mention,
        cue,
        colon,
        entity,
        confidence,
    })
}

/// Whether a pronoun opens what a cue reports: "told reporters he thought", but not "said it was late, and he left".
fn opens_report(article: &Article, cue: usize, pronoun: usize) -> bool {
    let from = article.cues[cue].token + 1;
    let to = article.mentions.all[pronoun].tokens.start;
    let tokens = &article.stream.tokens[from..to];
    !tokens.iter().any(|t| {
        t.is_mark(&[',', ';', '—', '–', '(']) || (t.word.is(Word::CONJ) && !t.word.is(Word::CLAUSE))
    })
}

/// The patterns that leave no doubt: an attribution directly behind the quotation's comma, or directly before its marks
/// with a comma or a colon between.
fn certain(article: &Article, people: &People, quote: usize, last: Option<Last>) -> Option<usize> {
    let view = View::of(article, people, quote, last);
    let comma = article.inside[quote].ends == ',';
    if let Some(cue) = view.following.filter(|_| comma) {
        return article.cues[cue].subject;
    }
    let cue = &article.cues[view.touching_cue()?];
    let mark = article.stream.tokens[view.place - 1].is_mark(&[',', ':']);
    let beside = matches!(cue.link, Link::Before | Link::After) && cue.token + 2 == view.place;
    // "“…,” said Brook, and Quill added “…”": the words before "added" are spoken for.
    let spoken = last.map(|l| article.stream.places[l.quote]);
    let next = cue.link == Link::Before
        && cue.token + 1 == view.place
        && spoken.is_some_and(|p| {
            let tokens = &article.stream.tokens;
            tokens[p].sentence == tokens[view.place].sentence
                && cue
                    .subject
                    .is_some_and(|m| article.mentions.all[m].tokens.start > p)
        });
    cue.subject.filter(|_| (mark && beside) || next)
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
