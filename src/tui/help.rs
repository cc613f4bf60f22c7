//! The help: every action with its keys, made from the one table and the key map.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::write;
use super::view::{Look, dialog};
use crate::app::{ACTIONS, Group, Keymap, MOTIONS};

/// A line of the help: a heading, or keys and what they do.
enum Line {
    Heading(&'static str),
    Keys(String, &'static str),
    Blank,
}

fn lines(keymap: &Keymap) -> Vec<Line> {
    let mut lines = Vec::new();
    for group in Group::ALL {
        if !lines.is_empty() {
            lines.push(Line::Blank);
        }
        lines.push(Line::Heading(group.title()));
        for row in ACTIONS.iter().filter(|row| row.group == group) {
            // A sequence of keys is written without the blanks that part it from others.
            let keys = keymap.all_keys_of(row.action).into_iter();
            let keys: Vec<String> = keys.map(|keys| keys.replace(' ', "")).collect();
            lines.push(Line::Keys(keys.join(" "), row.help));
        }
    }
    lines.push(Line::Blank);
    lines.push(Line::Heading("While words are selected (v)"));
    for (_, keys, help) in MOTIONS {
        lines.push(Line::Keys(keys.join(" "), help));
    }
    lines
}

/// Draws the help over the screen: in two columns where there is room.
pub(super) fn draw(keymap: &Keymap, look: &Look, buffer: &mut Buffer, screen: Rect, scroll: usize) {
    let lines = lines(keymap);
    let two = screen.width >= 116;
    let column: u16 = 54;
    let width = if two { 2 * column + 6 } else { column + 8 };
    // The second column begins with a chapter.
    let half = lines.len().div_ceil(2);
    let split = (half..lines.len())
        .find(|i| matches!(lines[*i], Line::Heading(_)))
        .unwrap_or(half);
    let needed = if two {
        split.max(lines.len() - split)
    } else {
        lines.len()
    };
    let rows = u16::try_from(needed + 2).unwrap_or(u16::MAX);
    let area = dialog(buffer, look, screen, (width, rows), "Keys", "q closes");
    let height = usize::from(area.height);
    let scroll = scroll.min(needed.saturating_sub(height));
    let columns: &[(usize, usize)] = if two {
        &[(0, split), (split, lines.len())]
    } else {
        &[(0, lines.len())]
    };
    let cells = if two { column } else { area.width };
    for (index, (start, end)) in columns.iter().enumerate() {
        let x = area.x + u16::try_from(index).unwrap_or(0) * (column + 2);
        for (row, line) in lines[*start..*end]
            .iter()
            .skip(scroll)
            .take(height)
            .enumerate()
        {
            let y = area.y + u16::try_from(row).unwrap_or(0);
            draw_line(look, buffer, (x, y), cells, line);
        }
    }
    if scroll + height < needed && area.height > 0 {
        let y = area.y + area.height - 1;
        write(
            buffer,
            (area.x + area.width.saturating_sub(1), y),
            1,
            "",
            &[(look.signs.more, look.theme.accent)],
        );
    }
}

fn draw_line(look: &Look, buffer: &mut Buffer, (x, y): (u16, u16), cells: u16, line: &Line) {
    let theme = &look.theme;
    let ellipsis = look.signs.ellipsis;
    match line {
        Line::Blank => {}
        Line::Heading(text) => {
            write(buffer, (x, y), cells, ellipsis, &[(text, theme.title)]);
        }
        Line::Keys(keys, what) => {
            let keys_width = 14.min(cells / 2);
            write(
                buffer,
                (x + 1, y),
                keys_width,
                ellipsis,
                &[(keys, theme.accent)],
            );
            let after = keys_width + 2;
            write(
                buffer,
                (x + after, y),
                cells.saturating_sub(after),
                ellipsis,
                &[(what, theme.text)],
            );
        }
    }
}
