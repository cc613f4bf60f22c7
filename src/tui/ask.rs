//! A question on the last line: what is asked, the answer so far, and the answers that fit.

use ratatui::buffer::Buffer;

use super::fit::{fit, width, write};
use super::view::Look;
use crate::app::{Area, Ask};

/// Draws the line; returns where the cursor belongs.
pub(super) fn draw(ask: &Ask, look: &Look, buffer: &mut Buffer, area: Area) -> (u16, u16) {
    let theme = &look.theme;
    let ellipsis = look.signs.ellipsis;
    let end = area.x + area.width;
    let room = area.width.saturating_sub(2);
    let label = fit(ask.label(), room / 2, ellipsis);
    let start = write(
        buffer,
        (area.x + 1, area.y),
        room,
        ellipsis,
        &[(&label, theme.accent)],
    );
    // The end of a long answer is where one types.
    let cells = end.saturating_sub(start + 1);
    let typed = tail(&ask.text, cells.saturating_sub(1));
    let mut at = write(buffer, (start, area.y), cells, "", &[(typed, theme.text)]);
    let cursor = (at.min(end.saturating_sub(1)), area.y);
    let mut say = |text: &str, style| {
        let cells = end.saturating_sub(at + 1);
        at = write(buffer, (at, area.y), cells, ellipsis, &[(text, style)]);
    };
    if ask.text.is_empty() {
        say(&format!(" {}", ask.hint()), theme.faint);
    }
    let others: Vec<&str> = ask
        .fitting()
        .into_iter()
        .filter(|choice| *choice != ask.text)
        .take(5)
        .collect();
    if !others.is_empty() {
        let list = others.join(&format!(" {} ", look.signs.dot));
        say("   tab ", theme.soft);
        say(&list, theme.faint);
    }
    cursor
}

/// The end of a text in at most so many cells.
fn tail(text: &str, cells: u16) -> &str {
    let mut rest = text;
    while width(rest) > cells {
        let Some(first) = rest.chars().next() else {
            break;
        };
        rest = &rest[first.len_utf8()..];
    }
    rest
}
