//! How a sequence of keys may go on, shown when it waits: one line a way, above the status line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::{width, write};
use super::view::{Look, clear};
use crate::app::{Area, State};

/// No column is narrower, however many ways on there are.
const LEAST: u16 = 26;

/// Draws the ways on over the lowest lines of the panes.
pub(super) fn draw(state: &State, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let ways = state.keymap.going_on(state.focus, &state.pressed.keys);
    let keys_width = ways.iter().map(|(keys, _)| width(keys)).max().unwrap_or(0);
    let help_width = ways.iter().map(|(_, row)| width(row.help)).max();
    let wanted = keys_width + 2 + help_width.unwrap_or(0) + 2;
    let room = screen.height.saturating_sub(2).max(1);
    let count = ways.len() as u16;
    // Nothing is cut, unless some ways would have no place at all.
    let most = (screen.width / LEAST).max(1);
    let columns = (screen.width / wanted).max(1);
    let columns = columns.max(count.div_ceil(room).min(most));
    let column_width = wanted.min(screen.width / columns);
    let rows = count.div_ceil(columns).min(room);
    let area = Area {
        x: screen.x,
        y: (screen.y + screen.height).saturating_sub(rows + 1),
        width: screen.width,
        height: rows + 1,
    };
    clear(buffer, look, area);
    let theme = &look.theme;
    let rule = look.signs.horizontal.repeat(usize::from(area.width));
    buffer.set_stringn(area.x, area.y, rule, usize::from(area.width), theme.faint);
    for (number, (keys, row)) in ways.iter().enumerate() {
        let (column, line) = (number as u16 / rows.max(1), number as u16 % rows.max(1));
        if column >= columns {
            break;
        }
        let left = 1 + column * column_width;
        let x = area.x + left;
        let cells = column_width.saturating_sub(1);
        let cells = cells.min(area.width.saturating_sub(left));
        let padding = " ".repeat(usize::from(keys_width + 2 - width(keys)));
        write(
            buffer,
            (x, area.y + 1 + line),
            cells,
            look,
            &[
                (keys, theme.accent),
                (&padding, theme.text),
                (row.help, theme.text),
            ],
        );
    }
}
