//! The source pane: lists, folders and feeds, with what is unread in each, and why a feed could not be read.

use super::fit::width;
use super::view::Canvas;
use crate::app::State;
use crate::news::Scope;

/// Draws the pane.
pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>) {
    let look = canvas.look;
    let theme = &look.theme;
    let mut line = 0;
    for (index, row) in state.sources().iter().enumerate().skip(state.source_top) {
        if line >= usize::from(canvas.area.height) {
            break;
        }
        let selected = index == state.source;
        let count = if row.count > 0 {
            row.count.to_string()
        } else {
            String::new()
        };
        let style = match row.source.scope {
            Scope::Folder(_) => theme.title,
            _ if index == 0 => theme.title,
            _ if row.count > 0 => theme.text,
            _ => theme.soft,
        };
        let indent = 1 + 2 * row.depth;
        let end = canvas.area.width.saturating_sub(width(&count) + 2);
        let sign = format!("{} ", look.signs.error);
        if row.error.is_some() {
            canvas.line_within(
                line,
                indent,
                end,
                &[(&sign, theme.error), (&row.title, style)],
            );
        } else {
            canvas.line_within(line, indent, end, &[(&row.title, style)]);
        }
        let count_at = canvas.area.width.saturating_sub(width(&count) + 1);
        canvas.line(line, count_at, &[(&count, theme.soft)]);
        if selected {
            canvas.tint(
                line,
                if canvas.focused {
                    theme.selected
                } else {
                    theme.selected_away
                },
            );
        }
        line += 1;
        if let Some(error) = &row.error {
            canvas.line(line, indent + 2, &[(error, theme.error)]);
            line += 1;
        }
    }
}
