//! The themes to choose from. The one that is selected colours the whole screen already.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::write;
use super::view::{Look, dialog};
use crate::app::State;

/// Draws the names in a corner, so that the panes stay to be looked at.
pub(super) fn draw(state: &State, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let themes = &state.themes;
    let rows = u16::try_from(themes.names.len() + 2).unwrap_or(u16::MAX);
    let corner = Rect {
        x: screen.width.saturating_sub(34),
        width: screen.width.min(34),
        ..screen
    };
    let facts = state.keymap.worded(state.focus, "{open} keeps");
    let area = dialog(buffer, look, corner, (34, rows), "Themes", &facts);
    let height = usize::from(area.height);
    let first = (themes.shown + 1).saturating_sub(height);
    for (row, (number, name)) in themes
        .names
        .iter()
        .enumerate()
        .skip(first)
        .take(height)
        .enumerate()
    {
        let y = area.y + row as u16;
        let selected = number == themes.shown;
        let style = if selected {
            look.theme.selected
        } else {
            look.theme.text
        };
        if selected {
            buffer.set_style(Rect::new(area.x, y, area.width, 1), style);
        }
        write(
            buffer,
            (area.x + 1, y),
            area.width.saturating_sub(1),
            look,
            &[(name, style)],
        );
    }
}
