//! Writes one line of a page from left to right.

use std::ops::Range;

use crate::renderer::page::{Line, Run, TextStyle};

use super::breaks::Row;
use super::styles::Piece;
use super::width::width;

/// One line in the making.
pub(super) struct LineWriter {
    line: Line,
    column: usize,
    limit: usize,
}

impl LineWriter {
    /// A line of at most `limit` cells.
    pub(super) fn new(block: Option<usize>, limit: usize) -> Self {
        Self {
            line: Line {
                runs: Vec::new(),
                block,
            },
            column: 0,
            limit,
        }
    }

    pub(super) fn column(&self) -> usize {
        self.column
    }

    pub(super) fn finish(mut self) -> Line {
        // A long article has a hundred thousand of them.
        self.line.runs.shrink_to_fit();
        self.line
    }

    /// What is no part of the text: a bar, a bullet, blanks. Left out where it does not fit.
    pub(super) fn sign(&mut self, text: &str, style: TextStyle) {
        if !text.is_empty() && self.column + width(text) <= self.limit {
            self.run(text, 0..0, style);
        }
    }

    /// Blanks up to a column.
    pub(super) fn skip_to(&mut self, column: usize) {
        if column > self.column {
            self.sign(&" ".repeat(column - self.column), TextStyle::default());
        }
    }

    /// A piece of the text, as it is or as what stands for it.
    pub(super) fn run(&mut self, text: &str, range: Range<usize>, style: TextStyle) {
        // A character of two cells in a column of one.
        let text = if self.column + width(text) > self.limit {
            "…"
        } else {
            text
        };
        let wide = width(text);
        if self.column + wide > self.limit {
            return;
        }
        self.line.runs.push(Run {
            text: text.to_owned(),
            range,
            column: self.column as u16,
            width: wide as u16,
            style,
        });
        self.column += wide;
    }

    /// The pieces that stand on a row; returns those that are left for the rows below.
    pub(super) fn pieces<'p>(&mut self, text: &str, pieces: &'p [Piece], row: &Row) -> &'p [Piece] {
        let mut rest = pieces;
        let mut gaps = row.gaps.iter().peekable();
        while let Some(piece) = rest.first() {
            if let Some(sign) = &piece.sign {
                if piece.range.start > row.range.end {
                    break;
                }
                self.sign(sign, piece.style);
                rest = &rest[1..];
                continue;
            }
            let (start, end) = (
                piece.range.start.max(row.range.start),
                piece.range.end.min(row.range.end),
            );
            let mut at = start;
            while let Some(gap) = gaps.next_if(|gap| gap.at < end) {
                if at < gap.at {
                    self.run(&text[at..gap.at], at..gap.at, piece.style);
                }
                at = gap.at + 1;
                self.run(&" ".repeat(gap.width), gap.at..at, piece.style);
            }
            if at < end {
                self.run(&text[at..end], at..end, piece.style);
            }
            if piece.range.end > row.range.end {
                break;
            }
            rest = &rest[1..];
        }
        rest
    }
}
