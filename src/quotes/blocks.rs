//! Quotations that the form of a document tells rather than marks: block quotations, transcript lines, `<q>`, and pull
//! quotes, which only repeat the text. Says where they are; who speaks is decided as for any other.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::attributions::Attributions;
use super::marks::{Conventions, Origin, Quoted, pair};
use crate::renderer::{Block, BlockKind, Document, SpanStyle};

/// The blocks that quotations are looked for in.
pub(super) fn readable(document: &Document) -> impl Iterator<Item = (usize, &Block)> {
    let blocks = document.blocks.iter().enumerate();
    blocks.filter(|(_, b)| {
        !b.range.is_empty() && (b.is_prose() || matches!(b.kind, BlockKind::Heading(_)))
    })
}

/// Every quoted stretch of a document, in order.
pub(super) fn quoted(document: &Document) -> Vec<Quoted> {
    let text = document.text.as_str();
    let conventions = Conventions::of(text);
    let transcript = transcript_lines(document);
    let attributions = Attributions::of(document);
    let pulled = pull_quotes(document, &attributions);
    let mut found = Vec::new();
    for (number, block) in readable(document) {
        let whole = |range: Range<usize>, origin| Quoted {
            outer: range.clone(),
            inner: range,
            block: number,
            closed: true,
            origin,
            by: attributions.of_block(number),
        };
        if let Some(start) = transcript.get(&number) {
            found.push(whole(*start..block.range.end, Origin::Transcript));
        } else if block.quote_depth > 0 && !attributions.is_whole(number, block) {
            let origin = if pulled.contains(&number) {
                Origin::Repeat
            } else {
                Origin::Block
            };
            let words = attributions.words(number, block);
            let line = words.end..block.range.end;
            found.push(whole(words, origin));
            pair(text, line, number, conventions, &mut found);
        } else if pulled.contains(&number) {
            found.push(whole(block.range.clone(), Origin::Repeat));
        } else {
            pair(text, block.range.clone(), number, conventions, &mut found);
        }
    }
    elements(document, &mut found);
    found
}

/// Adds the words of `q` elements that no marks enclose.
fn elements(document: &Document, found: &mut Vec<Quoted>) {
    let mut added = Vec::new();
    for span in document
        .spans
        .iter()
        .filter(|s| s.style == SpanStyle::Quotation)
    {
        let next = found.partition_point(|q| q.outer.end <= span.range.start);
        let free = found
            .get(next)
            .is_none_or(|q| q.outer.start >= span.range.end);
        let ordered = added
            .last()
            .is_none_or(|q: &Quoted| q.outer.end <= span.range.start);
        let Some(block) = document.block_at(span.range.start) else {
            continue;
        };
        let inside = document.blocks[block].range.end >= span.range.end && !span.range.is_empty();
        let readable = document.blocks[block].is_prose();
        if free && ordered && inside && readable && document.text.get(span.range.clone()).is_some()
        {
            let range = span.range.clone();
            added.push(Quoted {
                outer: range.clone(),
                inner: range,
                block,
                closed: true,
                origin: Origin::Element,
                by: None,
            });
        }
    }
    if !added.is_empty() {
        found.extend(added);
        found.sort_by_key(|q| q.outer.start);
    }
}

/// Lines such as "BROOK: We shall see.", by block, with where the words begin. Two labels that answer each other, twice
/// at least, make a transcript; a label that stands alone is a heading, a caption or a link ("READ MORE: …").
fn transcript_lines(document: &Document) -> HashMap<usize, usize> {
    let mut lines: Vec<(usize, usize, &str)> = Vec::new();
    for (number, block) in readable(document).filter(|(_, b)| b.quote_depth == 0) {
        if let Some((label, start)) = label(document.slice(&block.range)) {
            lines.push((number, block.range.start + start, label));
        }
    }
    let mut speakers: HashSet<&str> = HashSet::new();
    let mut answers = 0;
    for pair in lines.windows(2) {
        let ((first, _, one), (second, _, other)) = (pair[0], pair[1]);
        if second - first <= ANSWER && one != other {
            answers += 1;
            speakers.extend([one, other]);
        }
    }
    let labels: HashSet<&str> = lines.iter().map(|(_, _, label)| *label).collect();
    // Nobody in a conversation speaks but once.
    if answers < 2 || labels.len() == lines.len() {
        return HashMap::new();
    }
    let spoken = lines
        .into_iter()
        .filter(|(_, _, label)| speakers.contains(label));
    spoken.map(|(number, start, _)| (number, start)).collect()
}

/// How many blocks on an answer follows.
const ANSWER: usize = 2;
/// The longest label of a transcript line, in bytes.
const LABEL: usize = 40;

/// The label of a line, and where its words begin.
fn label(text: &str) -> Option<(&str, usize)> {
    let (label, rest) = text.split_once(": ")?;
    let name = label.split_once(" (").map_or(label, |(n, _)| n).trim();
    let words = name.split_whitespace().count();
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let shouted = letters().count() > 0 && letters().all(char::is_uppercase);
    let begins = rest.trim_start();
    let spoken = begins
        .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '…' | '[' | '(' | '¿' | '¡'));
    let named = name.starts_with(char::is_alphabetic);
    (label.len() <= LABEL && (1..5).contains(&words) && shouted && spoken && named)
        .then(|| (name, text.len() - begins.len()))
}

/// No more pull quotes than these are looked for.
const PULLED: usize = 64;

/// Blocks that only repeat words of the running text: block quotations, and paragraphs of nothing but quoted words.
fn pull_quotes(document: &Document, attributions: &Attributions) -> Vec<usize> {
    let candidate = |b: &Block| {
        let text = document.slice(&b.range);
        let marked = text
            .trim_start()
            .starts_with(['“', '"', '„', '«', '»', '‘'])
            && text.trim_end().ends_with(['”', '"', '“', '»', '«', '’']);
        b.quote_depth > 0 || (marked && matches!(b.kind, BlockKind::Heading(_)))
    };
    let candidates: Vec<(usize, &Block)> = readable(document)
        .filter(|(n, b)| candidate(b) && !attributions.is_whole(*n, b))
        .take(PULLED)
        .collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut body = String::with_capacity(document.text.len());
    for (_, block) in readable(document).filter(|(_, b)| !candidate(b)) {
        plain(document.slice(&block.range), &mut body);
        body.push('\n');
    }
    let repeats = |range: &Range<usize>| {
        let mut words = String::new();
        plain(document.slice(range), &mut words);
        words.split(' ').count() > 3 && body.contains(&words)
    };
    candidates
        .into_iter()
        .filter(|(n, b)| repeats(&attributions.words(*n, b)))
        .map(|(n, _)| n)
        .collect()
}

/// The words of a text in small letters, marks left out, with one blank after each.
fn plain(text: &str, out: &mut String) {
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        out.extend(word.chars().flat_map(char::to_lowercase));
        out.push(' ');
    }
}
