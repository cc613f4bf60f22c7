//! Tables: columns fitted to the page with a rule under the head, or "head: cell" lines where they would be too narrow. In
//! an article that runs from right to left the first column stands at the right.

use std::ops::Range;

use super::Setter;
use super::breaks::{Filler, Row, Segment, segments};
use super::styles::{Insert, Piece};
use super::width::width;
use crate::renderer::direction::{Levels, RightToLeft};
use crate::renderer::page::{Role, TextStyle};

/// Cells between two columns.
const GAP: usize = 2;
/// No column that is to be wrapped gets narrower than this.
const NARROWEST: usize = 8;

/// Nor does a word in it break, unless it is wider than this.
const LONGEST_WORD: usize = 24;

/// How a table is set.
struct Plan {
    /// The columns that are shown, with their widths, from left to right.
    columns: Vec<Column>,
    /// They are read from right to left.
    right_to_left: bool,
}

impl Plan {
    /// Cells of all columns and the gaps between them.
    fn width(&self) -> usize {
        let columns: usize = self.columns.iter().map(|column| column.width + GAP).sum();
        columns.saturating_sub(GAP)
    }
}

struct Column {
    /// Its place in the rows.
    place: usize,
    width: usize,
    /// It is not narrowed below this.
    least: usize,
    /// Numbers stand to the right.
    right: bool,
}

impl Setter<'_> {
    pub(super) fn table(&mut self, number: usize, rows: &[Vec<Range<usize>>], header_rows: usize) {
        let room = self.width - self.indents.width(number);
        match self.plan(rows, header_rows, room) {
            Some(mut plan) => {
                plan.right_to_left = self.block_runs_right_to_left(number);
                // A terminal that orders rows itself gets them as they are read.
                if plan.right_to_left && self.options.right_to_left == RightToLeft::Ordered {
                    plan.columns.reverse();
                }
                self.grid(number, rows, header_rows, &plan);
            }
            None => self.records(number, rows, header_rows),
        }
    }

    /// Widths for the columns, or `None` where a column would get too narrow.
    fn plan(&self, rows: &[Vec<Range<usize>>], header_rows: usize, room: usize) -> Option<Plan> {
        let count = rows.iter().map(Vec::len).max().unwrap_or(0);
        let (mut natural, mut least) = (vec![0; count], vec![0; count]);
        let mut numbers = vec![(0, 0); count];
        for (r, row) in rows.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                let text = self.document.slice(cell);
                natural[c] = text.split('\n').map(width).fold(natural[c], usize::max);
                least[c] = text
                    .split([' ', '\n'])
                    .map(width)
                    .fold(least[c], usize::max);
                if r >= header_rows && !text.is_empty() {
                    numbers[c].0 += usize::from(is_number(text));
                    numbers[c].1 += 1;
                }
            }
        }
        let mut columns: Vec<Column> = (0..count)
            .filter(|&c| natural[c] > 0)
            .map(|c| Column {
                place: c,
                width: natural[c],
                least: least[c].clamp(NARROWEST, LONGEST_WORD).min(natural[c]),
                right: numbers[c].1 > 0 && numbers[c].0 == numbers[c].1,
            })
            .collect();
        let gaps = GAP * columns.len().saturating_sub(1);
        let room = room.checked_sub(gaps)?;
        fit(&mut columns, room)?;
        Some(Plan {
            columns,
            right_to_left: false,
        })
    }

    fn grid(&mut self, number: usize, rows: &[Vec<Range<usize>>], header_rows: usize, plan: &Plan) {
        for (r, row) in rows.iter().enumerate() {
            let header = r < header_rows;
            self.grid_row(number, row, header, plan);
            if header && r + 1 == header_rows {
                self.header_rule(number, plan);
            }
        }
    }

    fn grid_row(&mut self, number: usize, row: &[Range<usize>], header: bool, plan: &Plan) {
        let indent = self.indents.width(number);
        let mut cells: Vec<SetCell> = plan
            .columns
            .iter()
            .map(|column| {
                let empty = 0..0;
                let range = row.get(column.place).unwrap_or(&empty);
                SetCell::new(self, range, header, column)
            })
            .collect();
        let height = cells.iter().map(|c| c.rows.len()).max().unwrap_or(0);
        let is_ordered = self.options.right_to_left == RightToLeft::Ordered;
        for n in 0..height {
            let mut line = self.line(Some(number));
            self.indents.write(number, n == 0, &mut line);
            let signs = line.runs();
            let mut edge = indent;
            for (cell, column) in cells.iter_mut().zip(&plan.columns) {
                if let Some(row) = cell.rows.get(n) {
                    let at_the_right = if plan.right_to_left {
                        is_ordered
                    } else {
                        column.right || cell.right_to_left
                    };
                    let shift = if at_the_right {
                        column.width.saturating_sub(cell.widths[n])
                    } else {
                        0
                    };
                    line.skip_to(edge + shift);
                    let before = line.runs();
                    let left = line.pieces(&self.document.text, &cell.pieces[cell.written..], row);
                    cell.written = cell.pieces.len() - left.len();
                    if let Some(levels) = &cell.levels {
                        line.put_in_order(before, cell.start, &self.document.text, levels);
                    }
                }
                edge += column.width + GAP;
            }
            if plan.right_to_left {
                line.skip_to(indent + plan.width());
                line.set_right(signs);
            }
            self.lines.push(line.finish());
        }
    }

    fn header_rule(&mut self, number: usize, plan: &Plan) {
        let style = TextStyle {
            role: Role::Decoration,
            ..TextStyle::default()
        };
        let sign = if self.options.ascii { "-" } else { "─" };
        let mut line = self.line(Some(number));
        self.indents.write(number, false, &mut line);
        let signs = line.runs();
        let mut edge = self.indents.width(number);
        if plan.right_to_left && self.options.right_to_left != RightToLeft::Ordered {
            // Whether the terminal turns a line without letters is not known.
            line.sign(&sign.repeat(plan.width()), style);
        } else {
            for column in &plan.columns {
                line.skip_to(edge);
                line.sign(&sign.repeat(column.width), style);
                edge += column.width + GAP;
            }
        }
        if plan.right_to_left {
            line.set_right(signs);
        }
        self.lines.push(line.finish());
    }

    /// Each row as lines "head: cell", with a blank line between rows.
    fn records(&mut self, number: usize, rows: &[Vec<Range<usize>>], header_rows: usize) {
        let (head, body) = rows.split_at(header_rows);
        // All rows of the head but the last stand above; the last gives the names.
        let (above, names) = match head.split_last() {
            Some((names, above)) => (above, names.as_slice()),
            None => (&[][..], &[][..]),
        };
        for row in above {
            self.record(number, row, &[], false);
        }
        for (r, row) in body.iter().enumerate() {
            if r > 0 || !above.is_empty() {
                let mut blank = self.line(Some(number));
                self.indents.write(number, false, &mut blank);
                if self.block_runs_right_to_left(number) {
                    blank.set_right(blank.runs());
                }
                self.lines.push(blank.finish());
            }
            self.record(number, row, names, r == 0);
        }
    }

    /// The names are repeated in every row, and so are decoration; in the first, those of empty columns stand too.
    fn record(
        &mut self,
        number: usize,
        row: &[Range<usize>],
        names: &[Range<usize>],
        is_first: bool,
    ) {
        let style = TextStyle {
            role: Role::TableHeader,
            strong: true,
            ..TextStyle::default()
        };
        let empty = 0..0;
        for c in 0..row.len().max(names.len()) {
            let name = names.get(c).unwrap_or(&empty);
            let cell = row.get(c).unwrap_or(&empty);
            if cell.is_empty() && (name.is_empty() || !is_first) {
                continue;
            }
            let mut pieces = Vec::new();
            let label = self.document.slice(name).replace('\n', " ") + ": ";
            if width(&label) > (self.width - self.indents.width(number)) / 2 {
                let pieces = self.pieces(name, style);
                self.paragraph(number, &pieces);
            } else if !name.is_empty() {
                pieces.push(Piece::sign(cell.start, label, style));
            }
            pieces.extend(self.pieces(cell, TextStyle::default()));
            self.paragraph(number, &pieces);
        }
    }
}

/// A cell, wrapped to its column.
struct SetCell {
    pieces: Vec<Piece>,
    rows: Vec<Row>,
    widths: Vec<usize>,
    written: usize,
    /// Where it begins in the text.
    start: usize,
    right_to_left: bool,
    levels: Option<Levels>,
}

impl SetCell {
    fn new(setter: &Setter, range: &Range<usize>, header: bool, column: &Column) -> Self {
        let role = if header {
            Role::TableHeader
        } else {
            Role::Body
        };
        // No link numbers: they would change the widths that the columns were fitted to.
        let style = TextStyle {
            role,
            strong: header,
            ..TextStyle::default()
        };
        let pieces = super::styles::pieces(setter.document, range, style, false);
        let segments: Vec<Segment> = if range.is_empty() {
            Vec::new()
        } else {
            segments(setter.document, range, &[] as &[Insert])
        };
        let mut filler = Filler::new(&setter.document.text, &segments, &[], column.width);
        let rows: Vec<Row> = std::iter::from_fn(|| filler.next_line()).collect();
        let widths = rows
            .iter()
            .map(|r| width(setter.document.slice(&r.range)))
            .collect();
        let right_to_left = setter.runs_right_to_left(range);
        let levels = setter.levels(range, right_to_left);
        Self {
            pieces,
            rows,
            widths,
            written: 0,
            start: range.start,
            right_to_left,
            levels,
        }
    }
}

/// Narrows the columns until all fit, the widest first; `None` where one would have to be narrower than it may.
fn fit(columns: &mut [Column], room: usize) -> Option<()> {
    if columns.iter().map(|c| c.width).sum::<usize>() <= room {
        return Some(());
    }
    let mut left = room.checked_sub(columns.iter().map(|c| c.least).sum())?;
    // What is left goes in even shares to the columns that want more; the modest ones are served first.
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|&c| columns[c].width - columns[c].least);
    for (n, &c) in order.iter().enumerate() {
        let column = &mut columns[c];
        let more = (column.width - column.least).min(left / (order.len() - n));
        column.width = column.least + more;
        left -= more;
    }
    Some(())
}

fn is_number(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    '.' | ','
                        | '-'
                        | '−'
                        | '+'
                        | '%'
                        | '$'
                        | '€'
                        | '£'
                        | ' '
                        | '\u{A0}'
                        | '('
                        | ')'
                        | '/'
                        | ':'
                )
        })
}
