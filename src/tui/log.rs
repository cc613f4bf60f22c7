//! The log over the panes: when, what, and what to do about it. It turns by whole pages, so that nothing moves under the
//! eye while one goes through it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::fit::{width, wrap, write, write_cut};
use super::view::{Look, dialog};
use super::when::moment;
use crate::app::{Action, LogEntry, Outcome, State};

/// The widest dialog.
const COLUMNS: u16 = 100;
/// An entry takes no more lines.
const LONGEST: usize = 8;

/// Draws the log over the screen.
pub(super) fn draw(state: &State, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let log = &state.log;
    let key = |action| state.keymap.said(state.focus, action);
    let facts = format!("{} copies, {} closes", key(Action::Copy), key(Action::Back));
    let above_and_below = if screen.height > 30 { 4 } else { 0 };
    let size = (COLUMNS, screen.height - above_and_below);
    let area = dialog(buffer, look, screen, size, "Messages", &facts);
    let height = usize::from(area.height);
    if log.entries.is_empty() {
        let nothing = [("Nothing has happened yet.", look.theme.soft)];
        write_cut(buffer, (area.x, area.y), area.width, look, &nothing);
        return;
    }
    let cells = area.width.saturating_sub(2);
    let entries = log.entries.iter().enumerate();
    let entries = entries.map(|(number, entry)| (number, lines(entry, state, look, cells, height)));
    // The page that holds the selected entry.
    let mut page = Vec::new();
    let mut used = 0;
    let mut more = false;
    for (number, lines) in entries {
        if used + lines.len() > height && used > 0 {
            if number > log.selected {
                more = true;
                break;
            }
            page.clear();
            used = 0;
        }
        used += lines.len();
        page.push((number, lines));
    }
    let mut y = area.y;
    for (number, lines) in page {
        for pieces in &lines {
            if number == log.selected {
                let sign = [(look.signs.selected, look.theme.accent)];
                write_cut(buffer, (area.x, y), 1, look, &sign);
            }
            let pieces: Vec<(&str, Style)> = pieces.iter().map(|(t, s)| (t.as_str(), *s)).collect();
            write(buffer, (area.x + 2, y), cells, look, &pieces);
            y += 1;
        }
    }
    if more && height > 0 {
        let corner = (
            area.x + area.width.saturating_sub(1),
            area.y + area.height - 1,
        );
        let sign = [(look.signs.more, look.theme.accent)];
        write_cut(buffer, corner, 1, look, &sign);
    }
}

/// The lines of an entry: the time and the words, and below them what to do.
fn lines(
    entry: &LogEntry,
    state: &State,
    look: &Look,
    cells: u16,
    most: usize,
) -> Vec<Vec<(String, Style)>> {
    let theme = &look.theme;
    let time = moment(entry.at, state.now, &look.zone);
    let indent = width(&time) + 2;
    let room = cells.saturating_sub(indent).max(1);
    let (sign, style) = match entry.outcome {
        Outcome::Done => (String::new(), theme.text),
        Outcome::Failed => (format!("{} ", look.signs.error), theme.error),
    };
    let times = match entry.times {
        1 => String::new(),
        n => format!(" ({n} times)"),
    };
    let words = wrap(&format!("{sign}{}{times}", entry.text), room);
    let words = words.into_iter().map(|line| (line, style));
    let hint = entry.hint.iter().flat_map(|hint| wrap(hint, room));
    let hint = hint.map(|line| (line, theme.soft));
    let mut time = Some((format!("{time}  "), theme.soft));
    let blank = (" ".repeat(usize::from(indent)), theme.soft);
    words
        .chain(hint)
        .take(most.clamp(1, LONGEST))
        .map(|line| vec![time.take().unwrap_or_else(|| blank.clone()), line])
        .collect()
}
