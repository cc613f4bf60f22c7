//! The headings of the article over the panes: the one that is being read is marked, the selected one is lit.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::{width, write};
use super::view::{Look, dialog};
use crate::app::State;

/// The widest that the list becomes, in columns.
const WIDEST: u16 = 72;
/// The deepest that a heading is indented, in steps of two columns.
const DEEPEST: u16 = 4;

/// Draws the headings.
pub(super) fn draw(state: &State, selected: usize, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let Some(reading) = &state.reading else {
        return;
    };
    let headings = reading.headings();
    let height = state
        .panes()
        .reading
        .map_or(0, |area| usize::from(area.content().height));
    let here = reading.heading_here(&headings, height);
    let indent = |depth: u16| 2 * depth.min(DEEPEST);
    let longest = headings.iter().map(|heading| {
        let text = reading.document.slice(&heading.range);
        indent(heading.depth).saturating_add(width(text))
    });
    let columns = longest
        .max()
        .unwrap_or(0)
        .saturating_add(7)
        .clamp(30, WIDEST);
    let rows = u16::try_from(headings.len() + 2).unwrap_or(u16::MAX);
    let rows = rows.min(screen.height.saturating_sub(2).max(3));
    let facts = format!("{} of {}", selected + 1, headings.len());
    let area = dialog(buffer, look, screen, (columns, rows), "Headings", &facts);
    let height = usize::from(area.height);
    // The selected one in the middle, where there are more than there is room for.
    let furthest = headings.len().saturating_sub(height);
    let first = selected.saturating_sub(height / 2).min(furthest);
    let shown = headings.iter().enumerate().skip(first).take(height);
    for (row, (number, heading)) in (0u16..).zip(shown) {
        let y = area.y + row;
        let is_here = here == Some(number);
        let style = match (is_here, heading.depth) {
            (true, _) => look.theme.accent,
            (false, 0) => look.theme.text,
            (false, _) => look.theme.soft,
        };
        let sign = if is_here { look.signs.selected } else { " " };
        let text = reading.document.slice(&heading.range);
        write(
            buffer,
            (area.x, y),
            area.width,
            look,
            &[
                (sign, look.theme.accent),
                (" ", style),
                (&" ".repeat(usize::from(indent(heading.depth))), style),
                (text, style),
            ],
        );
        if number == selected {
            let row = Rect::new(area.x, y, area.width, 1);
            buffer.set_style(row, look.theme.selected);
        }
    }
}
