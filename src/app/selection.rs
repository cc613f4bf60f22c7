//! Selecting words in the article, by keys or by the mouse: what is highlighted or copied.

use std::ops::Range;

use super::motions::{next_word, paragraph, previous_word, sentence, tidy, word_at};
use super::state::State;
use super::{Action, Effect, Found, Key, KeyCode, NoticeKind, Pane, Reading, keys};
use crate::news::HighlightColour;
use crate::renderer::{Line, Page};

/// Words that are being selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The word at which it began.
    from: Range<usize>,
    /// The word that the keys move.
    to: Range<usize>,
    /// The column that steps by lines try to keep.
    column: Option<u16>,
}

impl Selection {
    fn at(word: Range<usize>) -> Self {
        Self {
            from: word.clone(),
            to: word,
            column: None,
        }
    }

    /// From the first selected character to the last, whole words.
    pub fn range(&self) -> Range<usize> {
        self.from.start.min(self.to.start)..self.from.end.max(self.to.end)
    }
}

/// What a key does while words are selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// One word on.
    Word,
    /// One word back.
    WordBack,
    /// To the end of the sentence, then of the next.
    Sentence,
    /// To the beginning of the sentence, then of the one before.
    SentenceBack,
    /// To the end of the paragraph, then of the next.
    Paragraph,
    /// To the beginning of the paragraph, then of the one before.
    ParagraphBack,
    /// One line down.
    Down,
    /// One line up.
    Up,
    /// To the end of the line.
    LineEnd,
    /// To its beginning.
    LineStart,
    /// To the beginning of the article.
    Top,
    /// To its end.
    Bottom,
    /// Move the other end.
    Swap,
    /// Begin anew at this word.
    Begin,
    /// Highlight what is selected.
    Highlight,
    /// The same in the first to the fourth colour.
    Colour,
    /// Copy what is selected.
    Copy,
    /// Read it aloud.
    ReadAloud,
    /// Select nothing.
    Leave,
}

/// The one table of the keys while words are selected.
#[rustfmt::skip] // A table reads as one: a row a line.
pub const MOTIONS: &[(Motion, &[&str], &str)] = {
    use Motion as M;
    &[
        (M::Word, &["w", "e", "l", "<right>"], "a word on"),
        (M::WordBack, &["b", "h", "<left>"], "a word back"),
        (M::Sentence, &[")"], "to the end of the sentence"),
        (M::SentenceBack, &["("], "to the beginning of the sentence"),
        (M::Paragraph, &["}"], "to the end of the paragraph"),
        (M::ParagraphBack, &["{"], "to the beginning of the paragraph"),
        (M::Down, &["j", "<down>"], "a line down"),
        (M::Up, &["k", "<up>"], "a line up"),
        (M::LineEnd, &["$", "<end>"], "to the end of the line"),
        (M::LineStart, &["0", "<home>"], "to the beginning of the line"),
        (M::Top, &["g"], "to the beginning of the article"),
        (M::Bottom, &["G"], "to its end"),
        (M::Swap, &["o"], "move the other end"),
        (M::Begin, &["v", "<space>"], "begin at this word"),
        (M::Highlight, &["H", "<enter>"], "highlight it"),
        (M::Colour, &["1", "2", "3", "4"], "in yellow, green, blue or red"),
        (M::Copy, &["y"], "copy it"),
        (M::ReadAloud, &["X"], "read it aloud"),
        (M::Leave, &["<esc>", "q"], "select nothing"),
    ]
};

fn motion_for(key: Key) -> Option<Motion> {
    MOTIONS
        .iter()
        .find(|(_, names, _)| {
            names
                .iter()
                .any(|name| keys(name).is_some_and(|k| k == [key]))
        })
        .map(|(motion, ..)| *motion)
}

/// What an action of the reading pane means to selected words, whatever its keys.
const fn motion_of(action: Action) -> Option<Motion> {
    Some(match action {
        Action::Down => Motion::Down,
        Action::Up => Motion::Up,
        Action::Left => Motion::WordBack,
        Action::Right => Motion::Word,
        Action::Top => Motion::Top,
        Action::Bottom => Motion::Bottom,
        Action::Highlight => Motion::Highlight,
        Action::Copy => Motion::Copy,
        Action::ReadAloud => Motion::ReadAloud,
        Action::Back | Action::Escape => Motion::Leave,
        _ => return None,
    })
}

impl State {
    /// `v`: begins to select, at the selected quotation if it is on the screen, else at the first word there.
    pub(super) fn begin_selection(&mut self, effects: &mut Vec<Effect>) {
        match &self.reading {
            None => return,
            Some(reading) if reading.changes.is_some() => {
                return self.say(
                    NoticeKind::Info,
                    "{changes} leads back to the text, where words are",
                );
            }
            Some(_) => {}
        }
        if self.focus != Pane::Reading {
            self.set_focus(Pane::Reading, effects);
        }
        let height = self.reading_size().0;
        let Some(reading) = &self.reading else {
            return;
        };
        let selected = reading
            .selected
            .filter(|entry| reading.is_lit(*entry, height))
            .and_then(|entry| reading.place(entry));
        let top = reading.scroll.saturating_sub(reading.header_height());
        let start = selected.map(|place| place.start).or_else(|| {
            let mut lines = reading.page.lines.iter().skip(top).take(height);
            lines.find_map(Line::first_byte)
        });
        match start.and_then(|byte| word_at(&reading.document.text, byte)) {
            Some(word) => self.select_words(Selection::at(word)),
            None => self.say(NoticeKind::Info, "no words to select here"),
        }
    }

    fn select_words(&mut self, selection: Selection) {
        let height = self.reading_size().0;
        if let Some(reading) = &mut self.reading {
            let line = reading.header_height() + reading.page.line_of(selection.to.start);
            if line < reading.scroll {
                // The headline shows with the first line of the text.
                reading.scroll = if line == reading.header_height() {
                    0
                } else {
                    line
                };
            } else if line >= reading.scroll + height {
                reading.scroll = (line + 1).saturating_sub(height);
            }
        }
        self.selection = Some(selection);
        self.scroll_reading(0);
    }

    /// A key that means something to the words of the article: to those being selected, or to the selected highlight.
    pub(super) fn words_key(&mut self, key: Key, effects: &mut Vec<Effect>) -> bool {
        match key {
            _ if self.selection.is_some() => self.selection_key(key, effects),
            Key {
                code: KeyCode::Char(digit @ '1'..='4'),
                ctrl: false,
                alt: false,
            } => self.choose_colour(digit, effects),
            _ => false,
        }
    }

    /// A key while words are selected; false where it means what it always means.
    fn selection_key(&mut self, key: Key, effects: &mut Vec<Effect>) -> bool {
        let Some(selection) = self.selection.clone() else {
            return false;
        };
        let is_global = key.ctrl || matches!(key.code, KeyCode::Char('?') | KeyCode::F(_));
        let bound = match self.keymap.find(Pane::Reading, &[key]) {
            Found::Action(action) => motion_of(action),
            _ => None,
        };
        let Some(motion) = motion_for(key).or(bound) else {
            return !is_global;
        };
        match motion {
            Motion::Leave => self.selection = None,
            Motion::Copy => self.copy_selected(effects),
            Motion::ReadAloud => self.read_aloud(effects),
            Motion::Highlight => self.highlight_words(self.colour, effects),
            Motion::Colour => {
                if let KeyCode::Char(digit) = key.code
                    && let Some(number) = digit.to_digit(10)
                {
                    let colour = HighlightColour::ALL[(number as usize - 1) % 4];
                    self.highlight_words(colour, effects);
                }
            }
            Motion::Swap => self.select_words(Selection {
                from: selection.to,
                to: selection.from,
                column: None,
            }),
            Motion::Begin => self.select_words(Selection::at(selection.to)),
            _ => {
                let moved = self
                    .reading
                    .as_ref()
                    .and_then(|r| moved(r, &selection, motion));
                if let Some(selection) = moved {
                    self.select_words(selection);
                }
            }
        }
        true
    }

    /// What is selected, without the signs of its surroundings; nothing is selected any more.
    fn take_selected(&mut self) -> Option<Range<usize>> {
        let selection = self.selection.take()?;
        let document = &self.reading.as_ref()?.document;
        let range = tidy(document, selection.range());
        (!document.slice(&range).trim().is_empty()).then_some(range)
    }

    fn copy_selected(&mut self, effects: &mut Vec<Effect>) {
        let range = self.take_selected();
        if let (Some(range), Some(reading)) = (range, &self.reading) {
            let words = reading.document.slice(&range);
            effects.push(Effect::Copy(reading.with_source(words, [None, None])));
            self.say(NoticeKind::Info, "the selected words copied");
        }
    }

    fn highlight_words(&mut self, colour: HighlightColour, effects: &mut Vec<Effect>) {
        if let Some(range) = self.take_selected() {
            self.highlight(range, colour, effects);
        }
    }

    /// The mouse was moved with its button down: from the word at which it was pressed to the word at which it is.
    pub(super) fn drag(&mut self, column: u16, row: u16, effects: &mut Vec<Effect>) {
        if let Some(border) = self.border {
            return self.drag_border(border, column, effects);
        }
        let Some((cell, pressed)) = self.mouse_down else {
            return;
        };
        let word = |byte| word_at(&self.reading.as_ref()?.document.text, byte);
        let to = self.byte_at(column, row).and_then(word);
        // A hand that trembles selects nothing.
        if let (Some(from), Some(to)) = (word(pressed), to)
            && (self.selection.is_some() || cell != (column, row))
        {
            self.selection = Some(Selection {
                from,
                to,
                column: None,
            });
        }
    }

    /// The word at a cell of the screen.
    pub(super) fn select_word_at(&mut self, column: u16, row: u16) {
        let byte = self.byte_at(column, row);
        let reading = self.reading.as_ref();
        let word = byte.and_then(|byte| word_at(&reading?.document.text, byte));
        if let Some(word) = word {
            self.selection = Some(Selection::at(word));
        }
    }

    /// The mouse button was let go: what was selected is copied where the reader wants that, and stays selected.
    pub(super) fn copy_on_release(&mut self, effects: &mut Vec<Effect>) {
        let selection = self.selection.clone();
        if selection.is_some() && self.settings.copy_on_select {
            self.copy_selected(effects);
            self.selection = selection;
        }
    }

    /// The byte of the text that stands at a cell of the screen, or nearest to it in its line.
    pub(super) fn byte_at(&self, column: u16, row: u16) -> Option<usize> {
        let (page, line, column) = self.place_at(column, row)?;
        nearest(page, line, column.unwrap_or(0))
    }

    /// The byte of the text at a cell; `None` where the cell holds none of it.
    pub(super) fn byte_under(&self, column: u16, row: u16) -> Option<usize> {
        let (page, line, column) = self.place_at(column, row)?;
        page.at(line, column?)
    }

    /// The line of the article's page, and the column in it, that stand at a cell; no column beside the text.
    fn place_at(&self, column: u16, row: u16) -> Option<(&Page, usize, Option<u16>)> {
        let area = self.panes().reading?;
        let content = area.content();
        if !content.holds(column, row) {
            return None;
        }
        let (left, _) = super::text_column(content, self.settings.measure);
        let reading = self.reading.as_ref().filter(|r| r.changes.is_none())?;
        let line =
            (reading.scroll + usize::from(row - content.y)).checked_sub(reading.header_height())?;
        Some((&reading.page, line, column.checked_sub(left)))
    }
}

/// The byte at a cell of the page, or the nearest one in its line; `None` where the line has no text.
fn nearest(page: &Page, line: usize, column: u16) -> Option<usize> {
    page.at(line, column).or_else(|| {
        let runs = page.lines.get(line)?.runs.iter();
        let run = runs.filter(|run| !run.range.is_empty()).min_by_key(|run| {
            run.column
                .abs_diff(column)
                .min((run.column + run.width).abs_diff(column))
        })?;
        let is_before = column < run.column;
        Some(if is_before == run.right_to_left {
            run.range.end - 1
        } else {
            run.range.start
        })
    })
}

/// The selection after a motion; `None` where there is nothing further on.
fn moved(reading: &Reading, selection: &Selection, motion: Motion) -> Option<Selection> {
    let document = &reading.document;
    let text = document.text.as_str();
    let here = &selection.to;
    let last_of = |range: &Range<usize>| previous_word(text, &(range.end..range.end));
    let first_of = |range: &Range<usize>| word_at(text, range.start);
    // The end (or the beginning) of the unit that the word stands in; where it stands there already, of the next.
    let end_of = |unit: &dyn Fn(usize) -> Option<Range<usize>>| {
        let end = unit(here.start).and_then(|range| last_of(&range));
        end.filter(|end| end.start > here.start).or_else(|| {
            let next = next_word(text, here)?;
            unit(next.start)
                .and_then(|range| last_of(&range))
                .filter(|end| end.start > here.start)
                .or(Some(next))
        })
    };
    let start_of = |unit: &dyn Fn(usize) -> Option<Range<usize>>| {
        let start = unit(here.start).and_then(|range| first_of(&range));
        start.filter(|start| start.start < here.start).or_else(|| {
            let before = previous_word(text, here)?;
            unit(before.start)
                .and_then(|range| first_of(&range))
                .filter(|start| start.start < here.start)
                .or(Some(before))
        })
    };
    let sentence = |byte| sentence(document, byte);
    let paragraph = |byte| paragraph(document, byte);
    let cells = reading.page.cells(here).first().cloned();
    let column = selection
        .column
        .or(cells.as_ref().map(|cells| cells.columns.start));
    let by_line = |down: bool| {
        let line = cells.as_ref()?.line;
        let count = reading.page.lines.len();
        let mut lines: Box<dyn Iterator<Item = usize>> = if down {
            Box::new(line + 1..count)
        } else {
            Box::new((0..line).rev())
        };
        lines.find_map(|line| {
            let word = word_at(text, nearest(&reading.page, line, column?)?)?;
            // A word that was broken at the end of the line is no step.
            (word != *here).then_some(word)
        })
    };
    let line_edge = |end: bool| {
        let line = reading.page.lines.get(cells.as_ref()?.line)?;
        if end {
            let end = line.end()?;
            previous_word(text, &(end..end))
        } else {
            word_at(text, line.first_byte()?)
        }
    };
    let to = match motion {
        Motion::Word => next_word(text, here),
        Motion::WordBack => previous_word(text, here),
        Motion::Sentence => end_of(&sentence),
        Motion::SentenceBack => start_of(&sentence),
        Motion::Paragraph => end_of(&paragraph),
        Motion::ParagraphBack => start_of(&paragraph),
        Motion::Down => by_line(true),
        Motion::Up => by_line(false),
        Motion::LineEnd => line_edge(true),
        Motion::LineStart => line_edge(false),
        Motion::Top => word_at(text, 0),
        Motion::Bottom => previous_word(text, &(text.len()..text.len())),
        _ => None,
    }?;
    let vertical = matches!(motion, Motion::Down | Motion::Up);
    Some(Selection {
        from: selection.from.clone(),
        to,
        column: column.filter(|_| vertical),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_key_of_the_table_is_one_key_and_stands_once() {
        let mut seen = HashSet::new();
        for (motion, names, help) in MOTIONS {
            assert!(!help.is_empty());
            for name in *names {
                let key = keys(name).unwrap();
                assert_eq!(key.len(), 1, "{name}");
                assert!(seen.insert(key[0]), "{name} stands twice");
                assert_eq!(motion_for(key[0]), Some(*motion));
            }
        }
    }
}
