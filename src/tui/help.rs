//! The help over the panes: in two columns where there is room; narrowed by words, what was found is lit.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::fit::{width, write, write_cut};
use super::view::{Look, dialog};
use crate::app::{Action, HELP_COLUMN as COLUMN, HelpLine, State, keys_width, places};

/// Draws the help over the screen.
pub(super) fn draw(state: &State, look: &Look, buffer: &mut Buffer, screen: Rect) {
    // A line that is being typed takes one row more than the status line.
    let typing = u16::from(state.prompt.is_some());
    let screen = Rect {
        height: screen.height.saturating_sub(typing).max(1),
        ..screen
    };
    let page = state.help_page();
    let words = state.help.words.trim();
    let two = screen.width >= 2 * COLUMN + 8;
    let columns = if two { 2 * COLUMN + 6 } else { COLUMN + 8 };
    let rows = u16::try_from(page.rows + 2).unwrap_or(u16::MAX);
    let key = |action| state.keymap.said(state.focus, action);
    let (title, facts) = if words.is_empty() {
        let (find, close) = (key(Action::Filter), key(Action::Back));
        ("Keys".to_owned(), format!("{find} finds, {close} closes"))
    } else {
        let (found, all) = page.found;
        let title = format!("Keys {} {words}", look.signs.dot);
        (title, format!("{found} of {all}"))
    };
    let area = dialog(buffer, look, screen, (columns, rows), &title, &facts);
    let height = usize::from(area.height);
    let scroll = state.help.scroll.min(page.height().saturating_sub(height));
    let end = page.lines.len();
    let second = page.second.unwrap_or(end);
    let cells = if second < end { COLUMN } else { area.width };
    for (index, part) in [0..second, second..end].into_iter().enumerate() {
        let x = area.x + index as u16 * (COLUMN + 2);
        // The shorter column stops at its own end.
        let above = scroll.min(part.len().saturating_sub(height));
        let shown = page.lines[part].iter().skip(above).take(height);
        for (row, line) in shown.enumerate() {
            draw_line(look, buffer, (x, area.y + row as u16), cells, line, words);
        }
    }
    if page.lines.is_empty() && height > 0 {
        let text = "no key and no action has these words";
        write(
            buffer,
            (area.x, area.y),
            area.width,
            look,
            &[(text, look.theme.soft)],
        );
    }
    if scroll + height < page.height() && height > 0 {
        let corner = (
            area.x + area.width.saturating_sub(1),
            area.y + area.height - 1,
        );
        write_cut(
            buffer,
            corner,
            1,
            look,
            &[(look.signs.more, look.theme.accent)],
        );
    }
}

fn draw_line(
    look: &Look,
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    cells: u16,
    line: &HelpLine,
    words: &str,
) {
    let theme = &look.theme;
    match line {
        HelpLine::Blank => {}
        HelpLine::Heading(text) => {
            let pieces = [(text.as_str(), theme.title)];
            write(buffer, (x, y), cells, look, &pieces);
        }
        HelpLine::On(text) => {
            let after = keys_width(cells) + 2;
            let room = cells.saturating_sub(after);
            lit(look, buffer, (x + after, y), room, text, theme.text, words);
        }
        HelpLine::Keys {
            keys,
            help,
            beside: end,
            name,
        } => {
            let keys_width = keys_width(cells);
            lit(
                look,
                buffer,
                (x + 1, y),
                keys_width,
                keys,
                theme.accent,
                words,
            );
            let after = keys_width + 2;
            let room = cells.saturating_sub(after);
            // What an action is called in the configuration, for who looks for it: at the right, where there is room.
            let at = cells.min(COLUMN + 24).saturating_sub(width(name) + 1);
            let beside = at > after + width(help) + 2;
            let by_name = || {
                let elsewhere = [keys.as_str(), help].map(|text| places(text, words).len());
                elsewhere == [0, 0]
            };
            if words.is_empty() || beside || !by_name() {
                let help = &help[..*end];
                lit(look, buffer, (x + after, y), room, help, theme.text, words);
            } else {
                lit(look, buffer, (x + after, y), room, name, theme.soft, words);
            }
            if !words.is_empty() && beside {
                let name_at = (x + at, y);
                lit(look, buffer, name_at, cells - at, name, theme.soft, words);
            }
        }
    }
}

/// Writes a text with the words in it lit.
fn lit(
    look: &Look,
    buffer: &mut Buffer,
    at: (u16, u16),
    cells: u16,
    text: &str,
    style: Style,
    words: &str,
) {
    let mut pieces = Vec::new();
    let mut done = 0;
    for place in places(text, words) {
        pieces.push((&text[done..place.start], style));
        pieces.push((&text[place.clone()], style.patch(look.theme.hit)));
        done = place.end;
    }
    pieces.push((&text[done..], style));
    write(buffer, at, cells, look, &pieces);
}
