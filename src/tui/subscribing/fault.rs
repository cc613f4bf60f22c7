//! A mistake in the configuration, below the panes, for as long as it is there: where, what, and what to do about it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Sheet;
use crate::app::{Action, Area, Fault, State};
use crate::tui::fit::wrap;
use crate::tui::view::{Look, clear, title_line};

/// Rows from which on the line of the file itself is shown as well.
const TALL: u16 = 18;

pub(super) fn draw(state: &State, fault: &Fault, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let theme = &look.theme;
    let cells = screen.width.saturating_sub(4).max(1);
    let source = if screen.height >= TALL {
        fault.source.as_slice()
    } else {
        &[]
    };
    let message = wrap(&fault.message, cells);
    let hint = fault.hint.as_deref().map(|hint| wrap(hint, cells));
    let hint = hint.unwrap_or_default();
    let rows = source.len() + message.len() + hint.len() + 1;
    let height = u16::try_from(rows).unwrap_or(u16::MAX).min(screen.height);
    let area = Area {
        x: 0,
        y: screen.height - height,
        width: screen.width,
        height,
    };
    clear(buffer, look, area);
    let key = state.keymap.said(state.focus, Action::Escape);
    let facts = format!("{key} hides it; what held before holds");
    let title = format!("A mistake in {}", fault.place);
    title_line(buffer, look, area, true, &title, &facts);
    let content = area.content();
    let mut sheet = Sheet {
        look,
        buffer,
        area: Area {
            x: content.x + 2.min(content.width),
            width: content.width.saturating_sub(4),
            ..content
        },
        line: 0,
    };
    for (number, line) in source.iter().enumerate() {
        // The line, and the mark below it.
        let style = if number == 0 { theme.soft } else { theme.error };
        sheet.plain(line, style);
    }
    for line in &message {
        sheet.plain(line, theme.error);
    }
    for line in &hint {
        sheet.plain(line, theme.text);
    }
}
