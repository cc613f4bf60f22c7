//! A document without some of its blocks: the text is written anew, and all that points into it moves along.

use std::ops::Range;

use crate::renderer::{Block, BlockKind, Document, SoftBreak, Span, SpanStyle};

/// The document with the blocks for which `keep` says so. Links and pictures that only the others had go too.
pub(super) fn retain(document: &Document, keep: &[bool]) -> Document {
    let mut kept = Document {
        language: document.language.clone(),
        ..Document::default()
    };
    let mut links: Vec<Option<usize>> = vec![None; document.links.len()];
    let mut spans = document.spans.iter().peekable();
    let mut soft_breaks = document.soft_breaks.iter().peekable();
    for (block, _) in document.blocks.iter().zip(keep).filter(|(_, keep)| **keep) {
        let range = block.range.clone();
        if !range.is_empty() && !kept.text.is_empty() {
            kept.text.push_str("\n\n");
        }
        let start = kept.text.len();
        let moved = |r: &Range<usize>| r.start - range.start + start..r.end - range.start + start;
        kept.text.push_str(document.slice(&range));
        while let Some(span) = spans.next_if(|s| s.range.start < range.end) {
            if span.range.start >= range.start && span.range.end <= range.end {
                let style = match span.style {
                    SpanStyle::Link(n) => SpanStyle::Link(link(document, &mut kept, &mut links, n)),
                    style => style,
                };
                kept.spans.push(Span {
                    range: moved(&span.range),
                    style,
                });
            }
        }
        while let Some(soft) = soft_breaks.next_if(|b| b.at < range.end) {
            if soft.at >= range.start {
                kept.soft_breaks.push(SoftBreak {
                    at: soft.at - range.start + start,
                    ..*soft
                });
            }
        }
        let kind = match &block.kind {
            BlockKind::Image(n) => {
                let mut image = document.images[*n].clone();
                image.link = image.link.map(|n| link(document, &mut kept, &mut links, n));
                kept.images.push(image);
                BlockKind::Image(kept.images.len() - 1)
            }
            BlockKind::Table { rows, header_rows } => BlockKind::Table {
                rows: rows
                    .iter()
                    .map(|row| row.iter().map(moved).collect())
                    .collect(),
                header_rows: *header_rows,
            },
            kind => kind.clone(),
        };
        let range = start..kept.text.len();
        kept.blocks.push(Block {
            range,
            kind,
            quote_depth: block.quote_depth,
            markers: block.markers.clone(),
        });
    }
    kept
}

fn link(
    document: &Document,
    kept: &mut Document,
    places: &mut [Option<usize>],
    number: usize,
) -> usize {
    *places[number].get_or_insert_with(|| {
        kept.links.push(document.links[number].clone());
        kept.links.len() - 1
    })
}
