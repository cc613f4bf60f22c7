//! Parts of one quotation made one: interrupted by its attribution, or run on over several paragraphs.
//! Moves no boundary and chooses no speaker.

use super::article::Article;
use super::marks::Origin;
use std::ops::Range;

use crate::news::{Quote, QuoteKind};

/// The longest attribution that interrupts a quotation, in tokens.
const INTERRUPTION: usize = 18;

/// Joins the parts of each quotation. `found` holds one quotation for each quoted stretch, or none for what is left out.
pub(super) fn join(article: &Article, found: Vec<Option<Quote>>) -> Vec<Quote> {
    let mut joined: Vec<Quote> = Vec::with_capacity(found.len());
    // The quoted stretch that the last quotation ends with.
    let mut last: Option<usize> = None;
    for (number, quote) in found.into_iter().enumerate() {
        let Some(quote) = quote.filter(|q| !q.span().is_empty()) else {
            continue;
        };
        let whole = last.is_some_and(|l| {
            l + 1 == number && (runs_on(article, l) || interrupted(article, l, &quote))
        });
        let one = |before: &Quote| {
            let both = last.is_some_and(|l| {
                attributed(article, l, before) && attributed(article, number, &quote)
            });
            speech(before) && speech(&quote) && (!both || before.cue == quote.cue)
        };
        match joined.last_mut().filter(|before| whole && one(before)) {
            Some(before) => {
                // The part with the attribution beside it knows best who speaks.
                if quote.speaker.is_some()
                    && quote.confidence > before.confidence
                    && !before.kind.eq(&QuoteKind::Block)
                {
                    before.speaker = quote.speaker;
                    before.cue = quote.cue;
                    before.confidence = quote.confidence;
                }
                before.ranges.extend(quote.ranges);
            }
            None => joined.push(quote),
        }
        last = Some(number);
    }
    joined
}

/// Whether the attribution of a quotation stands in the paragraph of a quoted stretch.
fn attributed(article: &Article, number: usize, quote: &Quote) -> bool {
    let block = article.quoted[number].block;
    let within = |cue: &Range<usize>| article.block_at(cue.start) == Some(block);
    quote.cue.as_ref().is_some_and(within)
}

fn speech(quote: &Quote) -> bool {
    quote.kind != QuoteKind::Fragment
}

/// Whether a stretch goes on with the next one, in the next block: never closed, or another block of one quotation.
fn runs_on(article: &Article, number: usize) -> bool {
    let (this, next) = (&article.quoted[number], &article.quoted[number + 1]);
    let heads = article.stream.tokens[article.stream.places[number + 1] - 1].kind
        == super::words::Kind::Break;
    let adjacent = article.stream.places[number + 1] == article.stream.places[number] + 2;
    let blocks = this.origin == Origin::Block
        && next.origin == Origin::Block
        && this.block + 1 == next.block;
    let unclosed = this.origin == Origin::Marks && !this.closed && next.origin == Origin::Marks;
    heads && adjacent && (blocks || unclosed)
}

/// "“…,” she said, “…”": one sentence, a comma before the cue, and the cue between.
fn interrupted(article: &Article, number: usize, quote: &Quote) -> bool {
    let stream = &article.stream;
    let (from, to) = (stream.places[number], stream.places[number + 1]);
    let tokens = &stream.tokens;
    if to - from > INTERRUPTION || tokens[from].sentence != tokens[to].sentence {
        return false;
    }
    let comma = article.inside[number].ends == ',' || tokens[from + 1].is_mark(&[',', '—', '–']);
    let goes_on =
        tokens[to - 1].is_mark(&[',', '—', '–', ':']) || !article.inside[number + 1].capital_start;
    let between =
        |range: &Range<usize>| range.start >= tokens[from].end && range.end <= tokens[to].start;
    comma && goes_on && quote.cue.as_ref().is_some_and(between)
}
