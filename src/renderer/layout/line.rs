//! Writes one line of a page from left to right.

use std::ops::Range;

use crate::renderer::direction::{Levels, sign_turned};
use crate::renderer::page::{Line, Run, TextStyle};

use super::breaks::Row;
use super::order::ordered;
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
                right_to_left: false,
            },
            column: 0,
            limit,
        }
    }

    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// How many runs there are.
    pub(super) fn runs(&self) -> usize {
        self.line.runs.len()
    }

    /// Puts the runs from number `from` on into the order in which they are seen. The levels are those of the text from
    /// byte `start` on.
    pub(super) fn put_in_order(&mut self, from: usize, start: usize, text: &str, levels: &Levels) {
        let runs = self.line.runs.split_off(from);
        let mut column = runs.first().map_or(0, |run| run.column);
        for run in ordered(&runs, start, text, levels) {
            column += run.width;
            self.line.runs.push(Run {
                column: column - run.width,
                ..run
            });
        }
    }

    /// Sets the line to the right: what stands before its text, the first `before` runs, comes after it, turned.
    pub(super) fn set_right(&mut self, before: usize) {
        self.line.right_to_left = true;
        let signs: Vec<Run> = self.line.runs.drain(..before).collect();
        let blank = Run {
            text: " ".repeat(self.limit.saturating_sub(self.column)),
            range: 0..0,
            column: 0,
            width: self.limit.saturating_sub(self.column) as u16,
            style: TextStyle::default(),
            right_to_left: false,
        };
        if blank.width > 0 {
            self.line.runs.insert(0, blank);
        }
        let turned = signs.into_iter().rev().map(|sign| Run {
            text: sign_turned(&sign.text),
            ..sign
        });
        self.line.runs.extend(turned);
        let mut column = 0;
        for run in &mut self.line.runs {
            run.column = column;
            column += run.width;
        }
        self.column = usize::from(column);
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
            right_to_left: false,
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
