//! The same quotation in other outlets, over the panes: of each what it left out (struck out) and what it changed
//! (underlined), word by word.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::fit::{fit, width, write_cut};
use super::view::{Look, dialog};
use super::when::ago;
use crate::app::{EchoRow, Echoes, State, also_in};
use crate::quotes::{Change, Piece};
use crate::renderer::direction::marks;

/// A line: words with their styles.
type Line = Vec<(String, Style)>;

/// Draws the list in the middle of the screen.
pub(super) fn draw(state: &State, echoes: &Echoes, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let columns = screen.width.min(84);
    let cells = columns.saturating_sub(6).max(1);
    let rows: Vec<Vec<Line>> = echoes
        .rows
        .iter()
        .enumerate()
        .map(|(index, row)| card(state, row, index == echoes.selected, cells, look))
        .collect();
    let lines: usize = rows.iter().map(|row| row.len() + 1).sum::<usize>() + 1;
    let height = u16::try_from(lines + 2)
        .unwrap_or(u16::MAX)
        .min(screen.height);
    let title = also_in(echoes.rows.len() as u32).replacen('a', "A", 1);
    let area = dialog(buffer, look, screen, (columns, height), &title, "");
    let height = usize::from(area.height);
    let before: usize = rows[..echoes.selected]
        .iter()
        .map(|row| row.len() + 1)
        .sum();
    let own = rows.get(echoes.selected).map_or(0, Vec::len);
    let top = (before + own + 2).saturating_sub(height).min(before);
    let mut at = 1_usize;
    for (index, row) in rows.iter().enumerate() {
        for line in row {
            if let Some(y) = at.checked_sub(top).filter(|y| *y < height) {
                let y = area.y + u16::try_from(y).unwrap_or(0);
                if index == echoes.selected {
                    buffer.set_string(area.x, y, look.signs.selected, look.theme.accent);
                }
                let pieces: Vec<(&str, Style)> = line
                    .iter()
                    .map(|(words, style)| (words.as_str(), *style))
                    .collect();
                write_cut(buffer, (area.x + 2, y), cells, look, &pieces);
            }
            at += 1;
        }
        at += 1;
    }
}

/// Outlet, time and speaker, then the words.
fn card(state: &State, row: &EchoRow, selected: bool, cells: u16, look: &Look) -> Vec<Line> {
    let theme = &look.theme;
    let dot = look.signs.dot;
    let mut facts = format!(" {dot} {}", ago(row.saying.date, state.now, &look.zone));
    if let Some(speaker) = &row.saying.speaker {
        facts = format!("{facts} {dot} {speaker}");
    }
    if row.pieces.iter().all(|piece| piece.change == Change::Same) {
        facts = format!("{facts} {dot} word for word");
    }
    let facts = fit(&facts, cells / 2 + 8, look.signs.ellipsis);
    let name = fit(
        &row.saying.source,
        cells.saturating_sub(width(&facts)),
        look.signs.ellipsis,
    );
    let mut lines = vec![vec![(name, theme.title), (facts, theme.soft)]];
    let plain = if selected { theme.text } else { theme.soft };
    lines.extend(wrapped(&row.pieces, plain, cells, look));
    lines
}

/// The pieces in lines of so many cells, each word in its style.
fn wrapped(pieces: &[Piece], plain: Style, cells: u16, look: &Look) -> Vec<Line> {
    let (open, close) = look.signs.marks;
    let mut lines: Vec<Line> = vec![vec![(open.to_owned(), plain)]];
    let mut used = width(open);
    for piece in pieces {
        let style = match piece.change {
            Change::Same => plain,
            Change::LeftOut => look.theme.soft.add_modifier(Modifier::CROSSED_OUT),
            Change::Added => look.theme.accent.add_modifier(Modifier::UNDERLINED),
        };
        for (index, word) in piece.words.split_whitespace().enumerate() {
            let word = fit(word, cells, look.signs.ellipsis);
            let begins = used == width(open) && lines.len() == 1;
            if !begins && used + 1 + width(&word) > cells {
                lines.push(Vec::new());
                used = 0;
            } else if !begins {
                // The blank between two struck words is struck as well.
                let style = if index > 0 { style } else { plain };
                push(&mut lines, " ", style);
                used += 1;
            }
            used += width(&word);
            push(&mut lines, &word, style);
        }
    }
    push(&mut lines, close, plain);
    // The words of a line are one text, whatever was changed in them.
    let said: String = pieces.iter().map(|piece| piece.words.as_str()).collect();
    let (begin, end) = marks(&said);
    if !begin.is_empty() {
        for line in &mut lines {
            line.insert(0, (begin.to_owned(), plain));
            line.push((end.to_owned(), plain));
        }
    }
    lines
}

fn push(lines: &mut [Line], text: &str, style: Style) {
    if let Some(line) = lines.last_mut() {
        line.push((text.to_owned(), style));
    }
}
