//! Who said a quotation: every mention near it is a candidate, and the scorer chooses one, or nobody.
//! The features are set in `evidence`; their weights stand in `assets/quotes/weights.txt`.

use super::article::Article;
use super::cues::Link;
use super::marks::Origin;
use super::people::People;
use super::scorer::{Evidence, Speaker, probability};
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
    /// From 0 to 1.
    pub(super) confidence: f32,
}

/// The quotation before, and who said it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Last {
    pub(super) quote: usize,
    pub(super) choice: Choice,
}

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
    for (rank, number) in view.ahead().into_iter().enumerate() {
        found.push(view.candidate(number, rank));
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
    if let Some(number) = view.name_line() {
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
    let found = match labelled(article, quote).or_else(|| certain(article, people, quote, last)) {
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
    let colon = cue
        .is_none()
        .then(|| view.verb(mention).or_else(|| view.colon()))
        .flatten();

    Some(Choice {
        mention,
        cue,
        colon,
        entity,
        confidence: probability(score - second),
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
    cue.subject.filter(|_| mark && beside)
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
