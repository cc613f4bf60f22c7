//! Texts and what they are, put together to the one text of a [`Document`].

use std::ops::Range;

use super::convert::Text;
use super::prepare::{Body, Draft};
use super::{Block, BlockKind, Document, SoftBreak, Span};

/// Puts a document together; `texts` are looked up by the numbers in the drafts.
pub(super) fn assemble(drafts: Vec<Draft>, texts: &mut [Text]) -> Document {
    let mut document = Document::default();
    for draft in drafts {
        let mut kind = draft.kind;
        let range = match draft.body {
            Body::Text(number) => {
                let text = std::mem::take(&mut texts[number]);
                match append_block(&mut document, text, matches!(kind, BlockKind::Code { .. })) {
                    Some(range) => range,
                    None if matches!(kind, BlockKind::Image(_)) => {
                        document.text.len()..document.text.len()
                    }
                    None => continue,
                }
            }
            Body::Empty => document.text.len()..document.text.len(),
            Body::Table(grid) => {
                let before = document.text.len();
                separate(&mut document);
                let start = document.text.len();
                let ranges = table(&mut document, &grid, texts);
                if document.text[start..].trim().is_empty() {
                    document.text.truncate(before);
                    continue;
                }
                if let BlockKind::Table { rows, header_rows } = &mut kind {
                    *header_rows = (*header_rows).min(ranges.len().saturating_sub(1));
                    *rows = ranges;
                }
                start..document.text.len()
            }
        };
        document.blocks.push(Block {
            range,
            kind,
            quote_depth: draft.quote_depth,
            markers: draft.markers,
        });
    }
    document
        .spans
        .sort_by_key(|s| (s.range.start, std::cmp::Reverse(s.range.end)));
    document
}

fn separate(document: &mut Document) {
    if !document.text.is_empty() {
        document.text.push_str("\n\n");
    }
}

fn append_block(document: &mut Document, text: Text, preformatted: bool) -> Option<Range<usize>> {
    let kept = trimmed(&text.words, preformatted);
    if kept.is_empty() {
        return None;
    }
    separate(document);
    Some(append(document, text, kept))
}

/// The part of a text that is kept: no blanks around it, and no blank lines around code.
fn trimmed(text: &str, preformatted: bool) -> Range<usize> {
    let end = text.trim_end().len();
    let start = if preformatted {
        // Whole blank lines go; the indent of the first line stays.
        let first = text.len() - text.trim_start().len();
        text[..first].rfind('\n').map_or(0, |n| n + 1)
    } else {
        text.len() - text.trim_start().len()
    };
    start.min(end)..end
}

fn append(document: &mut Document, text: Text, kept: Range<usize>) -> Range<usize> {
    let start = document.text.len();
    let words = &text.words[kept.clone()];
    document.text.push_str(words);
    let moved = |at: usize| at.clamp(kept.start, kept.end) - kept.start + start;
    for span in text.spans {
        let range = moved(span.range.start)..moved(span.range.end);
        let inner = &document.text[range.clone()];
        let from = range.start + (inner.len() - inner.trim_start().len());
        let to = range.start + inner.trim_end().len();
        if from < to {
            document.spans.push(Span {
                range: from..to,
                style: span.style,
            });
        }
    }
    let inside = text
        .soft_breaks
        .into_iter()
        .filter(|b| b.at > kept.start && b.at < kept.end);
    document.soft_breaks.extend(inside.map(|b| SoftBreak {
        at: moved(b.at),
        ..b
    }));
    start..document.text.len()
}

fn table(
    document: &mut Document,
    grid: &[Vec<Option<usize>>],
    texts: &mut [Text],
) -> Vec<Vec<Range<usize>>> {
    let mut rows = Vec::with_capacity(grid.len());
    for (r, row) in grid.iter().enumerate() {
        if r > 0 {
            document.text.push('\n');
        }
        let mut cells = Vec::with_capacity(row.len());
        for (c, cell) in row.iter().enumerate() {
            if c > 0 {
                document.text.push('\t');
            }
            let end = document.text.len();
            let range = cell.map_or(end..end, |number| {
                let text = std::mem::take(&mut texts[number]);
                let kept = trimmed(&text.words, false);
                append(document, text, kept)
            });
            cells.push(range);
        }
        rows.push(cells);
    }
    rows
}
