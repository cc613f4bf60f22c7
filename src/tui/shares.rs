//! The menu of programs that an article is shared through.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::{width, write, write_cut};
use super::view::{Look, dialog};
use crate::app::State;

const COLUMNS: u16 = 44;

/// Draws the menu over the panes.
pub(super) fn draw(state: &State, look: &Look, buffer: &mut Buffer, screen: Rect, selected: usize) {
    let shares = &state.programs.shares;
    let rows = u16::try_from(shares.len() + 2).unwrap_or(u16::MAX);
    let area = dialog(buffer, look, screen, (COLUMNS, rows), "Share", "");
    let height = usize::from(area.height);
    let first = (selected + 1).saturating_sub(height);
    let theme = &look.theme;
    let shown = shares.iter().enumerate().skip(first).take(height);
    for (y, (number, share)) in (area.y..).zip(shown) {
        let is_here = number == selected;
        let (base, soft) = if is_here {
            buffer.set_style(Rect::new(area.x, y, area.width, 1), theme.selected);
            (theme.selected, theme.selected)
        } else {
            (theme.text, theme.soft)
        };
        let digit = match number {
            0..9 => (number + 1).to_string(),
            _ => String::new(),
        };
        let key = share.key.map(|key| key.to_string()).unwrap_or_default();
        let room = area.width.saturating_sub(6 + width(&key));
        write_cut(buffer, (area.x + 1, y), 2, look, &[(&digit, soft)]);
        let name = [(share.name.as_str(), base)];
        write(buffer, (area.x + 4, y), room, look, &name);
        let x = area.x + area.width.saturating_sub(width(&key) + 1);
        write_cut(buffer, (x, y), width(&key), look, &[(&key, soft)]);
    }
}
