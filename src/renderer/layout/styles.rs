//! Spans that nest to pieces that follow each other.

use std::ops::Range;

use crate::renderer::page::{Role, TextStyle};
use crate::renderer::{Document, Span, SpanStyle};

/// A piece of text in one style, or a sign between two of them.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Where it stands in the text; empty for a sign.
    pub(super) range: Range<usize>,
    pub(super) style: TextStyle,
    /// What a sign shows.
    pub(super) sign: Option<String>,
}

/// A sign that takes room in a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Insert {
    /// The byte of the text before which it stands.
    pub(super) at: usize,
    /// Cells.
    pub(super) width: usize,
}

impl Piece {
    pub(super) fn text(range: Range<usize>, style: TextStyle) -> Self {
        Self {
            range,
            style,
            sign: None,
        }
    }

    pub(super) fn sign(at: usize, sign: impl Into<String>, style: TextStyle) -> Self {
        Self {
            range: at..at,
            style,
            sign: Some(sign.into()),
        }
    }

    pub(super) fn link_number(at: usize, link: u32) -> Self {
        let style = TextStyle {
            role: Role::LinkNumber,
            link: Some(link),
            ..TextStyle::default()
        };
        Self::sign(at, format!("[{}]", link + 1), style)
    }

    pub(super) fn insert(&self) -> Option<Insert> {
        let width = super::width::width(self.sign.as_deref()?);
        Some(Insert {
            at: self.range.start,
            width,
        })
    }
}

/// The pieces of a range: cut where any span begins or ends. Links end with their number where that is asked for.
pub(super) fn pieces(
    document: &Document,
    range: &Range<usize>,
    base: TextStyle,
    number_links: bool,
) -> Vec<Piece> {
    let first = document
        .spans
        .partition_point(|s| s.range.start < range.start);
    let mut coming = document.spans[first..]
        .iter()
        .take_while(|s| s.range.start < range.end)
        .peekable();
    let mut active: Vec<&Span> = Vec::new();
    let mut pieces = Vec::new();
    let mut at = range.start;
    while at < range.end {
        while let Some(span) = coming.next_if(|s| s.range.start <= at) {
            active.push(span);
        }
        let next_end = active.iter().map(|s| s.range.end).min();
        let next_start = coming.peek().map(|s| s.range.start);
        let to = [next_end, next_start]
            .into_iter()
            .flatten()
            .fold(range.end, usize::min)
            .max(at);
        if to > at {
            let style = active
                .iter()
                .fold(base, |style, span| apply(style, span.style));
            pieces.push(Piece::text(at..to, style));
        }
        at = to;
        active.retain(|span| {
            let ends = span.range.end <= at;
            if let (true, true, SpanStyle::Link(n)) = (ends, number_links, span.style) {
                pieces.push(Piece::link_number(at, n as u32));
            }
            !ends
        });
    }
    pieces
}

fn apply(style: TextStyle, span: SpanStyle) -> TextStyle {
    match span {
        SpanStyle::Emphasis => TextStyle {
            emphasis: !style.emphasis,
            ..style
        },
        SpanStyle::Strong => TextStyle {
            strong: true,
            ..style
        },
        SpanStyle::Code => TextStyle {
            role: Role::Code,
            ..style
        },
        SpanStyle::Key => TextStyle {
            role: Role::Key,
            ..style
        },
        SpanStyle::Strike => TextStyle {
            strike: true,
            ..style
        },
        SpanStyle::Underline => TextStyle {
            underline: true,
            ..style
        },
        SpanStyle::Mark => TextStyle {
            role: Role::Mark,
            ..style
        },
        SpanStyle::Small => TextStyle {
            role: Role::Secondary,
            ..style
        },
        SpanStyle::Quotation => style,
        SpanStyle::Link(n) => TextStyle {
            link: Some(n as u32),
            ..style
        },
    }
}
