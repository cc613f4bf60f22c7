//! A document laid out at one width: lines of runs, each run with its range in the text.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::direction::{right_to_left, turned};

/// A document at one width.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The width in cells that no line exceeds.
    pub width: u16,
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// For each line the end of all text down to it: never less than that of the line before.
    pub(super) ends: Vec<u32>,
    /// The lines that are set, where the others only stand for as many as there may be; `None` where all are set.
    pub(super) set: Option<Range<usize>>,
}

/// Cells of one line, side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    /// The line, from 0.
    pub line: usize,
    /// The columns, counted from the left edge of the page.
    pub columns: Range<u16>,
}

impl Page {
    /// Some of its lines are not set yet.
    pub fn is_rough(&self) -> bool {
        self.set.is_some()
    }

    /// Whether these lines are set.
    pub fn is_set(&self, lines: Range<usize>) -> bool {
        let set = self.set.as_ref();
        set.is_none_or(|set| lines.is_empty() || set.start <= lines.start && lines.end <= set.end)
    }

    /// The first byte of the text on a line or below; of lines that are not set, where it may be.
    pub fn first_byte_from(&self, line: usize) -> Option<usize> {
        if self.is_set(line..line + 1) {
            return self.lines.get(line..)?.iter().find_map(Line::first_byte);
        }
        let above = line
            .checked_sub(1)
            .map_or(0, |above| self.ends[above] as usize);
        (line < self.lines.len()).then_some(above)
    }

    /// The cells of a byte range of the text, from top to bottom. Exact: half a grapheme cluster counts as the whole.
    /// Blanks at which a line was broken have no cells.
    pub fn cells(&self, range: &Range<usize>) -> Vec<Cells> {
        let mut found: Vec<Cells> = Vec::new();
        let first = self.first_beyond(range.start);
        for (number, line) in self.lines.iter().enumerate().skip(first) {
            // Text runs down the page, in each column of a table, too.
            if line.first_byte().is_some_and(|first| first >= range.end)
                || !self.is_set(number..number + 1) && self.begins_beyond(number, range.end)
            {
                break;
            }
            for run in &line.runs {
                let Some(columns) = run.columns(range) else {
                    continue;
                };
                match found.last_mut() {
                    Some(last) if last.line == number && last.columns.end == columns.start => {
                        last.columns.end = columns.end;
                    }
                    _ => found.push(Cells {
                        line: number,
                        columns,
                    }),
                }
            }
        }
        found
    }

    /// The byte of the text that stands at a cell; `None` beside the text and on decoration.
    pub fn at(&self, line: usize, column: u16) -> Option<usize> {
        let runs = &self.lines.get(line)?.runs;
        let run = runs
            .iter()
            .find(|r| r.column <= column && column < r.column + r.width)?;
        if run.range.is_empty() {
            return None;
        }
        if !run.is_verbatim() {
            return Some(run.range.start);
        }
        let column = column - run.column;
        let from_start = if run.right_to_left {
            run.width - 1 - column
        } else {
            column
        };
        let mut edge = 0;
        run.text.grapheme_indices(true).find_map(|(at, cluster)| {
            edge += cluster.width() as u16;
            (from_start < edge).then_some(run.range.start + at)
        })
    }

    /// The line on which a byte of the text stands; for one that has no cells, the line before it.
    pub fn line_of(&self, byte: usize) -> usize {
        let beyond = self.first_beyond(byte);
        if !self.is_set(beyond..beyond + 1) {
            return beyond.min(self.lines.len().saturating_sub(1));
        }
        let below = self.lines.iter().enumerate().skip(beyond);
        let below =
            below.take_while(|(_, line)| line.first_byte().is_none_or(|first| first <= byte));
        let mut before = None;
        for (number, line) in below {
            for run in line.runs.iter().filter(|run| !run.range.is_empty()) {
                if run.range.contains(&byte) {
                    return number;
                }
                if run.range.end <= byte {
                    before = Some(number);
                }
            }
        }
        // The last line above that has text.
        let above = || {
            let end = *self.ends.get(beyond.checked_sub(1)?)?;
            let first = self.ends.partition_point(|before| *before < end);
            (end > 0).then_some(first)
        };
        before.or_else(above).unwrap_or(0)
    }

    /// Whether all text before a byte stands above a line.
    fn begins_beyond(&self, line: usize, byte: usize) -> bool {
        line.checked_sub(1)
            .is_some_and(|above| self.ends[above] as usize >= byte)
    }

    /// The first line with text that lies beyond a byte.
    fn first_beyond(&self, byte: usize) -> usize {
        self.ends.partition_point(|end| *end as usize <= byte)
    }

    /// After lines were added: where they are looked for.
    pub(super) fn index(&mut self) {
        let mut end = self.ends.last().copied().unwrap_or(0);
        for line in &self.lines[self.ends.len()..] {
            let text = line.runs.iter().filter(|run| !run.range.is_empty());
            let last = text.map(|run| run.range.end as u32).max();
            end = end.max(last.unwrap_or(0));
            self.ends.push(end);
        }
    }
}

impl Line {
    /// The first byte of the text on it.
    pub fn first_byte(&self) -> Option<usize> {
        let text = self.runs.iter().filter(|run| !run.range.is_empty());
        text.map(|run| run.range.start).min()
    }

    /// Where the text on it ends.
    pub fn end(&self) -> Option<usize> {
        let text = self.runs.iter().filter(|run| !run.range.is_empty());
        text.map(|run| run.range.end).max()
    }

    /// What stands on it, as one string, for lines that are set without being ordered. Words that run from right to left
    /// stand between marks that say so: alone, a line of theirs might begin with a Latin name.
    pub fn text(&self) -> String {
        let whole = || self.runs.iter().map(|run| run.text.as_str());
        if !self.right_to_left {
            return whole().collect();
        }
        let whole: String = whole().collect();
        let words = whole.trim_start();
        let marked = right_to_left(words);
        format!("{}{marked}", &whole[..whole.len() - words.len()])
    }
}

impl Run {
    /// The run shows the bytes of the text as they are; otherwise it stands for its range as a whole (a tab, a gap).
    pub(super) fn is_verbatim(&self) -> bool {
        self.text.len() == self.range.len()
    }

    /// The columns that a byte range takes in this run.
    fn columns(&self, range: &Range<usize>) -> Option<Range<u16>> {
        let (start, end) = (
            range.start.max(self.range.start),
            range.end.min(self.range.end),
        );
        if start >= end {
            return None;
        }
        if !self.is_verbatim() || (start == self.range.start && end == self.range.end) {
            return Some(self.column..self.column + self.width);
        }
        let (start, end) = (start - self.range.start, end - self.range.start);
        let (mut edge, mut columns) = (0, None);
        for (at, cluster) in self.text.grapheme_indices(true) {
            let width = cluster.width() as u16;
            if at < end && at + cluster.len() > start {
                let from = columns.map_or(edge, |c: Range<u16>| c.start);
                columns = Some(from..edge + width);
            }
            edge += width;
        }
        columns.map(|Range { start, end }| {
            let (start, end) = if self.right_to_left {
                (self.width - end, self.width - start)
            } else {
                (start, end)
            };
            self.column + start..self.column + end
        })
    }

    /// What is to be drawn, from left to right.
    pub fn seen(&self) -> Cow<'_, str> {
        if self.right_to_left {
            Cow::Owned(turned(&self.text))
        } else {
            Cow::Borrowed(&self.text)
        }
    }
}

/// One line of the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// From left to right, without gaps: decoration and blanks are runs too.
    pub runs: Vec<Run>,
    /// The block that it belongs to; `None` for a blank line.
    pub block: Option<usize>,
    /// Its paragraph runs from right to left.
    pub right_to_left: bool,
}

/// A piece of a line in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What stands on the screen, in the order in which it is read.
    pub text: String,
    /// Where it stands in the document's text; empty (`n..n`) for decoration: margins, bullets, rules.
    pub range: Range<usize>,
    /// Cells from the left edge of the page.
    pub column: u16,
    /// Cells that it takes.
    pub width: u16,
    /// How it looks.
    pub style: TextStyle,
    /// It is read from its right end to its left.
    pub right_to_left: bool,
}

/// How a run looks, in terms of meaning; the theme makes colours of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct TextStyle {
    /// What it is.
    pub role: Role,
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Struck through.
    pub strike: bool,
    /// Underlined.
    pub underline: bool,
    /// The link it belongs to, by its place in `Document::links`.
    pub link: Option<u32>,
}

/// What a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Body,
    /// A heading of a level.
    Heading(u8),
    /// Text of a block quotation.
    BlockQuote,
    /// Code, inline or in a block.
    Code,
    /// A key to press.
    Key,
    /// Marked text.
    Mark,
    /// Smaller or secondary text: captions, small print.
    Secondary,
    /// A table's header cell.
    TableHeader,
    /// An image's or medium's line.
    Image,
    /// Bullets and numbers of lists, quotation bars, rules: not text of the article.
    Decoration,
    /// The number of a link.
    LinkNumber,
}
