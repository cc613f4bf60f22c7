//! The front page as it is set out: the lines that both the drawing and the mouse go by. Holds words and their parts, no
//! colours.

use std::collections::HashSet;

use super::FrontRow;
use crate::app::cards::set_at_most;
use crate::app::panes::{Area, text_column};
use crate::app::state::State;
use crate::news::Story;
use crate::renderer::direction::runs_right_to_left;

/// With fewer rows of the screen than these, less is shown of each story.
const LOW: u16 = 20;
/// Lines of a headline, and of a quotation where there is room.
const LINES: (usize, usize) = (2, 4);
/// Cells before headlines, where the sign of the unread stands.
pub const MARGIN: u16 = 2;

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontLine {
    /// The row that it is of.
    pub row: Option<usize>,
    /// What it is.
    pub part: FrontPart,
    /// Its words.
    pub text: String,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontPart {
    /// The day, at the head of the page. Its words are left to the drawing.
    Day,
    /// A rule across the column.
    Rule,
    /// The first line of a headline.
    Headline(FrontRow),
    /// A further one.
    HeadlineOn,
    /// Who has it. When is left to the drawing.
    Outlets(FrontRow),
    /// The first line of a quotation: its mark hangs before it.
    FirstWords,
    /// A further one.
    Words,
    /// Who said it.
    Speaker(usize),
    /// Another article of the story. Its words are left to the drawing.
    Report(FrontRow),
    /// Nothing.
    Gap,
}

impl State {
    /// The cells below its title.
    pub fn front_area(&self) -> Area {
        let whole = Area {
            x: 0,
            y: 0,
            width: self.size.columns,
            height: self.size.rows.saturating_sub(u16::from(self.size.rows > 2)),
        };
        whole.content()
    }

    /// The first cell of its column, and how many it has.
    pub fn front_column(&self) -> (u16, u16) {
        text_column(self.front_area(), self.settings.measure + MARGIN)
    }

    pub(super) fn front_rows_on_screen(&self) -> usize {
        let lines = self.front_lines();
        let rows: HashSet<usize> = lines.iter().filter_map(|line| line.row).collect();
        rows.len()
    }

    /// The lines on the screen, from top to bottom.
    pub fn front_lines(&self) -> Vec<FrontLine> {
        let height = usize::from(self.front_area().height);
        let mut lines = Vec::new();
        if self.front.top == 0 {
            lines.extend(self.head_of_page());
        }
        for (at, row) in self
            .front
            .rows()
            .into_iter()
            .enumerate()
            .skip(self.front.top)
        {
            if lines.len() >= height {
                break;
            }
            lines.extend(self.lines_of(at, row));
        }
        lines.truncate(height);
        lines
    }

    /// The day and a rule below it, where there is room.
    pub(super) fn head_of_page(&self) -> Vec<FrontLine> {
        if self.front_area().height < LOW || self.settings.plain || self.front.stories().is_empty()
        {
            return Vec::new();
        }
        let line = |part| FrontLine {
            row: None,
            part,
            text: String::new(),
        };
        vec![
            line(FrontPart::Gap),
            line(FrontPart::Day),
            line(FrontPart::Rule),
        ]
    }

    /// The lines of a row, and a blank one where a story ends.
    pub(super) fn lines_of(&self, at: usize, row: FrontRow) -> Vec<FrontLine> {
        let mut lines = Vec::new();
        let mut push = |part, text| {
            lines.push(FrontLine {
                row: Some(at),
                part,
                text,
            });
        };
        let (number, last) = match row {
            FrontRow::Report(story, report) => {
                push(FrontPart::Report(row), String::new());
                (story, report)
            }
            FrontRow::Story(story) => (story, 0),
        };
        let Some(story) = self.front.stories().get(number) else {
            return lines;
        };
        if last == 0 {
            self.set_story(row, number, story, &mut push);
        }
        let unfolded = self.front.unfolded.contains(&story.lead().id);
        if !unfolded || last + 1 == story.reports.len() {
            lines.push(FrontLine {
                row: None,
                part: FrontPart::Gap,
                text: String::new(),
            });
        }
        lines
    }

    /// Headline, outlets, quotation and who said it.
    fn set_story(
        &self,
        row: FrontRow,
        number: usize,
        story: &Story,
        push: &mut impl FnMut(FrontPart, String),
    ) {
        let cells = self.front_column().1.saturating_sub(MARGIN);
        let is_low = self.front_area().height < LOW;
        let ellipsis = if self.settings.ascii { "..." } else { "…" };
        let headline = set_at_most(&story.lead().title, LINES.0, cells, ellipsis);
        for (index, line) in headline.into_iter().enumerate() {
            let part = if index == 0 {
                FrontPart::Headline(row)
            } else {
                FrontPart::HeadlineOn
            };
            push(part, line);
        }
        push(FrontPart::Outlets(row), story.told_by());
        let Some(saying) = &story.quotation else {
            return;
        };
        let (open, close) = if self.settings.ascii {
            ("\"", "\"")
        } else {
            ("“", "”")
        };
        let mut words = format!("{}{close}", saying.said());
        let mut hanging = open;
        if runs_right_to_left(&words) {
            hanging = " ";
            words.insert_str(0, open);
        }
        let most = if is_low { 2 } else { LINES.1 };
        let words = set_at_most(&words, most, cells.saturating_sub(3), ellipsis);
        for (index, line) in words.into_iter().enumerate() {
            if index == 0 {
                push(FrontPart::FirstWords, format!("{hanging}{line}"));
            } else {
                push(FrontPart::Words, line);
            }
        }
        push(FrontPart::Speaker(number), saying.who());
    }
}
