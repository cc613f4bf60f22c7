//! A document's text to quotations with speakers. Pure functions; no network, no disk, no clock.
//!
//! ```text
//! blocks ─► marks ─► words ─► mentions ─► cues ─► speech ─► speakers ─► people ─► joining
//!           sides            names       subjects  inside    evidence    antecedents
//! attributions               offices     clauses             position    titles
//!                            phrases     word_order          scorer
//! ```
//!
//! Every step reads the text once, and every look around a quotation is of bounded length, so the time taken grows with
//! the length of the text and no faster. The word lists and the weights stand in `assets/quotes/`.

mod antecedents;
mod article;
mod attributions;
mod blocks;
mod clauses;
mod cues;
mod evidence;
mod explain;
mod identity;
mod inflection;
mod inside;
mod joining;
mod language;
mod lexicon;
mod marks;
mod mentions;
mod names;
mod offices;
mod people;
mod phrases;
mod position;
mod roster;
mod scorer;
mod shared;
mod sides;
mod speakers;
mod speech;
mod subjects;
mod surroundings;
mod titles;
mod word_order;
mod words;

use std::ops::Range;

use crate::news::{Quote, QuoteKind, Speaker};
use crate::renderer::Document;
pub use explain::{Candidate, Explanation, explain};
pub use identity::{Identity, folded, identity, is_better_form};
pub use shared::{Change, Piece, Speech, changes};

use article::Article;
use marks::Origin;
use people::People;
pub use roster::Roster;

use speakers::{Choice, Last};

/// The version of the engine; quotations found by an older one are worth finding again.
pub const ENGINE: u32 = 3;

/// Finds every quotation of a document, in the order of the text. What is quoted but not said (titles, nicknames, quoted
/// words) is of the kind [`QuoteKind::Fragment`].
pub fn extract(document: &Document) -> Vec<Quote> {
    let article = Article::read(document);
    if article.quoted.is_empty() {
        return Vec::new();
    }
    let mut people = People::of(&article.stream, &article.mentions);
    attributed(&article, &mut people)
}

/// The same for a piece of a long article: whoever the pieces before it named is known in it.
pub fn extract_after(document: &Document, roster: &mut Roster) -> Vec<Quote> {
    let article = Article::read(document);
    let mut people = People::after(roster, &article.stream, &article.mentions);
    let quotes = attributed(&article, &mut people);
    roster.take(people);
    quotes
}

/// The quotations of an article, with their speakers.
fn attributed(article: &Article, people: &mut People) -> Vec<Quote> {
    let mut last: Option<Last> = None;
    let mut found = Vec::with_capacity(article.quoted.len());
    for number in 0..article.quoted.len() {
        let origin = article.quoted[number].origin;
        if origin == Origin::Repeat {
            found.push(None);
            continue;
        }
        let candidates = speakers::candidates(article, people, number, last);
        let sure = if origin == Origin::Marks {
            speech::probability(article, number, speakers::lead(&candidates))
        } else {
            FORM
        };
        if sure < 0.5 {
            found.push(Some(fragment(article, number, 1.0 - sure)));
            continue;
        }
        let choice = speakers::choose(article, people, number, last, candidates);
        if let Some(choice) = choice {
            last = Some(Last {
                quote: number,
                choice,
            });
        }
        found.push(Some(quotation(article, people, number, sure, choice)));
    }
    joining::join(article, found)
}

/// How sure it is that what is set as a quotation is one.
const FORM: f32 = 0.9;

fn quotation(
    article: &Article,
    people: &People,
    number: usize,
    sure: f32,
    choice: Option<Choice>,
) -> Quote {
    let stream = &article.stream;
    Quote {
        ranges: vec![trimmed(article, number)],
        speaker: choice.map(|c| Speaker {
            mention: Some(stream.span(article.mentions.all[c.mention].tokens.clone())),
            person: people.person(c.entity),
        }),
        cue: choice
            .and_then(|c| c.cue.map(|c| article.cues[c].token).or(c.colon))
            .map(|t| stream.tokens[t].range()),
        kind: kind(article, number),
        confidence: sure * choice.map_or(1.0, |c| c.confidence),
    }
}

fn kind(article: &Article, number: usize) -> QuoteKind {
    match article.quoted[number].origin {
        Origin::Block => return QuoteKind::Block,
        Origin::Transcript => return QuoteKind::Transcript,
        Origin::Marks | Origin::Element | Origin::Repeat => {}
    }
    let inside = &article.inside[number];
    if inside.capital_start && (inside.ends != ' ' || inside.words > 5) {
        QuoteKind::Direct
    } else {
        QuoteKind::Mixed
    }
}

fn fragment(article: &Article, number: usize, confidence: f32) -> Quote {
    Quote {
        ranges: vec![trimmed(article, number)],
        speaker: None,
        cue: None,
        kind: QuoteKind::Fragment,
        confidence,
    }
}

/// The words between the marks, without blanks at either end; of a block quotation also without marks around it.
fn trimmed(article: &Article, number: usize) -> Range<usize> {
    let quoted = &article.quoted[number];
    let text = &article.stream.text[quoted.inner.clone()];
    let around = |c: char| {
        c.is_whitespace()
            || (quoted.origin != Origin::Marks && matches!(c, '“' | '”' | '"' | '„' | '«' | '»'))
    };
    let start = quoted.inner.start + (text.len() - text.trim_start_matches(around).len());
    start..start + text.trim_matches(around).len()
}
