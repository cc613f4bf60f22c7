//! Preformatted text: its lines are kept, and folded with a mark where they are too long.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::Setter;
use super::base_style;
use super::breaks::Row;
use super::line::LineWriter;
use super::styles::Piece;
use super::width::cluster_width;
use crate::renderer::RightToLeft;
use crate::renderer::direction::Levels;
use crate::renderer::page::{Role, TextStyle};

/// Columns from one tab stop to the next.
const TAB: usize = 4;

impl Setter<'_> {
    pub(super) fn code(&mut self, number: usize) {
        let block = &self.document.blocks[number];
        let pieces = super::styles::pieces(self.document, &block.range, base_style(block), false);
        let mut left = pieces.as_slice();
        let mut start = block.range.start;
        for line in self.document.slice(&block.range).split('\n') {
            left = self.code_line(number, start..start + line.len(), left);
            start += line.len() + 1;
        }
    }

    /// One line of code on as many lines of the page as it needs; returns the pieces that are left for the next.
    fn code_line<'p>(
        &mut self,
        number: usize,
        range: Range<usize>,
        pieces: &'p [Piece],
    ) -> &'p [Piece] {
        let indent = self.indents.width(number);
        let room = self.width - indent;
        let fold = if self.options.ascii { "\\ " } else { "↪ " };
        let fold = if room > 8 { fold } else { "" };
        let text = &self.document.text;
        let mut left = pieces;
        // Code runs from left to right, whatever the words in it do.
        let levels = (self.options.right_to_left == RightToLeft::Ordered)
            .then(|| Levels::of(&text[range.clone()], false))
            .flatten();
        let mut at = range.start;
        let mut is_first = at == self.document.blocks[number].range.start;
        loop {
            let folded = at > range.start;
            let mut writer = self.line(Some(number));
            self.indents.write(number, is_first, &mut writer);
            if folded {
                writer.sign(
                    fold,
                    TextStyle {
                        role: Role::Decoration,
                        ..TextStyle::default()
                    },
                );
            }
            let rest = &text[at..range.end];
            let end = at + fold_point(rest, fitting(rest, writer.column() - indent, room));
            let before = writer.runs();
            left = write(&mut writer, text, left, at..end, indent);
            if let Some(levels) = &levels {
                writer.put_in_order(before, range.start, text, levels);
            }
            self.lines.push(writer.finish());
            is_first = false;
            at = end;
            if at >= range.end {
                return left;
            }
        }
    }
}

/// Bytes that fit between a column and the room; at least one cluster.
fn fitting(text: &str, mut column: usize, room: usize) -> usize {
    let mut end = 0;
    for cluster in text.graphemes(true) {
        column += if cluster == "\t" {
            to_tab_stop(column, room)
        } else {
            cluster_width(cluster)
        };
        if column > room && end > 0 {
            break;
        }
        end += cluster.len();
    }
    end
}

/// Where a line of which so many bytes fit is folded: between two words, where there are some in its second half.
fn fold_point(line: &str, fits: usize) -> usize {
    if fits >= line.len() || line[fits..].starts_with(' ') {
        return fits;
    }
    let blank = line[..fits].rfind(' ').map(|at| at + 1);
    blank.filter(|at| at * 2 > fits).unwrap_or(fits)
}

/// Cells of a tab at a column; never past the edge.
fn to_tab_stop(column: usize, room: usize) -> usize {
    (TAB - column % TAB).min(room.saturating_sub(column)).max(1)
}

fn write<'p>(
    line: &mut LineWriter,
    text: &str,
    pieces: &'p [Piece],
    row: Range<usize>,
    indent: usize,
) -> &'p [Piece] {
    let mut left = pieces;
    let mut at = row.start;
    for tab in text[row.clone()]
        .match_indices('\t')
        .map(|(n, _)| row.start + n)
    {
        left = line.pieces(
            text,
            left,
            &Row {
                range: at..tab,
                ..Row::default()
            },
        );
        let wide = to_tab_stop(line.column() - indent, usize::MAX);
        let style = left.first().map_or_else(TextStyle::default, |p| p.style);
        line.run(&" ".repeat(wide), tab..tab + 1, style);
        at = tab + 1;
    }
    line.pieces(
        text,
        left,
        &Row {
            range: at..row.end,
            ..Row::default()
        },
    )
}
