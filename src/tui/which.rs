//! How a sequence of keys may go on, shown when it waits: one line a way, above the status line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::{width, write};
use super::view::{Look, clear};
use crate::app::{Area, State};

/// The width of a column.
const COLUMN: u16 = 38;

/// Draws the ways on over the lowest lines of the panes.
pub(super) fn draw(state: &State, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let ways = state.keymap.going_on(state.focus, &state.pressed.keys);
    let columns = (screen.width / COLUMN).max(1);
    let rows = (ways.len() as u16)
        .div_ceil(columns)
        .min(screen.height.saturating_sub(2));
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
    let keys_width = ways.iter().map(|(keys, _)| width(keys)).max().unwrap_or(0);
    for (number, (keys, row)) in ways.iter().enumerate() {
        let (column, line) = (number as u16 / rows.max(1), number as u16 % rows.max(1));
        if column >= columns {
            break;
        }
        let x = area.x + 1 + column * COLUMN;
        let cells = (COLUMN - 2).min(area.width.saturating_sub(1 + column * COLUMN));
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
