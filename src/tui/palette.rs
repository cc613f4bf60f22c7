//! The command palette: what it offers, above the line that is typed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation as _;

use super::fit::{width, write};
use super::view::{Look, dialog};
use crate::app::{Command, State};
use crate::renderer::direction::marks;

/// Offers on the screen at once.
const ROWS: u16 = 14;
const COLUMNS: u16 = 76;

/// Draws the offers over the panes, the best one uppermost.
pub(super) fn draw(state: &State, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let palette = &state.palette;
    let count = palette.offers.len();
    // At the top: below stands the line that is being typed.
    let above = Rect {
        height: ROWS.min(screen.height.saturating_sub(1)),
        ..screen
    };
    let facts = match count {
        0 => "nothing is called so".to_owned(),
        1 => "1 found".to_owned(),
        count => format!("{count} found"),
    };
    let area = dialog(
        buffer,
        look,
        above,
        (COLUMNS, above.height),
        "Commands",
        &facts,
    );
    let height = usize::from(area.height);
    let first = (palette.selected + 1).saturating_sub(height);
    let shown = palette.offers.iter().enumerate().skip(first).take(height);
    for (row, (number, command)) in shown.enumerate() {
        let y = area.y + row as u16;
        let selected = number == palette.selected;
        let line = Rect::new(area.x, y, area.width, 1);
        if selected {
            buffer.set_style(line, look.theme.selected);
        }
        draw_command(command, selected, look, buffer, line);
    }
}

/// The title with the typed letters lit, and at the right end the keys or the kind.
fn draw_command(command: &Command, selected: bool, look: &Look, buffer: &mut Buffer, line: Rect) {
    let theme = &look.theme;
    let base = if selected { theme.selected } else { theme.text };
    let typed = if selected {
        base.add_modifier(Modifier::UNDERLINED)
    } else {
        theme.accent
    };
    let right = if command.keys.is_empty() {
        command.kind
    } else {
        &command.keys
    };
    let right_width = width(right).min(line.width / 2);
    let room = line.width.saturating_sub(right_width + 3);
    let letters = command.title.graphemes(true).enumerate();
    // One title, however many pieces.
    let (begin, end) = marks(&command.title);
    let letters = letters.map(
        |(at, letter)| match command.typed.binary_search(&(at as u32)) {
            Ok(_) => (letter, typed),
            Err(_) => (letter, base),
        },
    );
    let pieces: Vec<(&str, Style)> = std::iter::once((begin, base))
        .chain(letters)
        .chain([(end, base)])
        .collect();
    write(buffer, (line.x + 1, line.y), room, look, &pieces);
    let soft = if selected { base } else { theme.soft };
    let x = line.x + line.width.saturating_sub(right_width + 1);
    write(buffer, (x, line.y), right_width, look, &[(right, soft)]);
}
