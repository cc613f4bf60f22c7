//! Links on the screen: the letters on those in view, the bar that shows where one leads, and the cells that are links
//! for the terminal itself.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation as _;

use super::fit::{width, write_cut};
use super::hyperlinks::Linked;
use super::view::{Canvas, Look, clear, title_line};
use crate::app::{Area, Destination, Hints, Reading, Says, State, text_column};
use crate::renderer::{Document, SpanStyle};

/// Lines that an address may take.
const LINES: usize = 3;

/// Lays the letters over the beginnings of the links; `left` is the text's left edge on the screen.
pub(super) fn draw_hints(reading: &Reading, hints: &Hints, left: u16, canvas: &mut Canvas<'_>) {
    let theme = &canvas.look.theme;
    let (typed, rest) = (theme.soft, theme.hit_here.add_modifier(Modifier::BOLD));
    for hint in hints.left() {
        let line = (reading.header_height() + hint.line).checked_sub(reading.scroll);
        let Some(line) = line else { continue };
        let (done, to_type) = hint.letters.split_at(hints.typed.len());
        let cells = width(&hint.letters);
        let begins = if hint.right_to_left {
            (hint.column + 1).saturating_sub(cells)
        } else {
            hint.column
        };
        let indent = left - canvas.area.x + begins;
        // At the right edge the letters move in rather than being cut.
        let indent = indent.min(canvas.area.width.saturating_sub(cells));
        canvas.line(line, indent, &[(done, typed), (to_type, rest)]);
    }
}

/// Draws the bar above the status line.
pub(super) fn draw_bar(there: &Destination, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let theme = &look.theme;
    let host = theme.title.patch(theme.accent);
    let room = screen.width.saturating_sub(2).max(1);
    let pieces = [
        (there.before.as_str(), theme.soft),
        (there.host.as_str(), host),
        (there.after.as_str(), theme.soft),
    ];
    let most = LINES
        .min(usize::from(screen.height).saturating_sub(3))
        .max(1);
    let lines = wrapped(&pieces, room, most, look.signs.ellipsis);
    let warning = there.says.as_ref().map(|says| match says {
        Says::Host(host) => format!("! the text says {host}, the link leads elsewhere"),
        Says::Page(page) => format!("! the text says {page}, the link leads to another page"),
    });
    let warning = warning.map_or_else(Vec::new, |text| super::fit::wrap(&text, room));
    let height = 1 + lines.len() + warning.len();
    let height = u16::try_from(height).unwrap_or(u16::MAX).min(screen.height);
    let area = Area {
        x: screen.x,
        y: screen.y + screen.height - height,
        width: screen.width,
        height,
    };
    clear(buffer, look, area);
    let title = match there.number {
        Some(number) => format!("Link {number}"),
        None => "Link".to_owned(),
    };
    title_line(buffer, look, area, true, &title, "");
    let warning: Vec<Vec<(&str, Style)>> = warning
        .iter()
        .map(|line| vec![(line.as_str(), theme.error)])
        .collect();
    let rows = area.y + 1..area.y + area.height;
    for (y, line) in rows.zip(lines.iter().chain(&warning)) {
        write_cut(buffer, (area.x + 1, y), room, look, line);
    }
}

/// The cells of links in the reading pane, as they were when nothing lay over them.
#[derive(Debug, Default)]
pub(super) struct LinkCells(Vec<(Linked, Vec<Cell>)>);

impl LinkCells {
    /// After the reading pane was drawn.
    pub fn of(state: &State, buffer: &Buffer) -> Self {
        let (Some(reading), Some(area)) = (&state.reading, state.panes().reading) else {
            return Self::default();
        };
        if reading.changes.is_some() {
            return Self::default();
        }
        let content = area.content();
        let (left, _) = text_column(content, state.settings.measure);
        let above = reading.header_height();
        let id = reading.article.headline.id.0;
        let mut parts = Vec::new();
        for row in 0..content.height {
            let line = (reading.scroll + usize::from(row)).checked_sub(above);
            let Some(line) = line.and_then(|line| reading.page.lines.get(line)) else {
                continue;
            };
            for run in &line.runs {
                let Some(link) = run.style.link else { continue };
                let Some(target) = reading.document.links.get(link as usize) else {
                    continue;
                };
                let at = (left + run.column, content.y + row);
                let end = (at.0 + run.width).min(content.x + content.width);
                let start = anchor(&reading.document, link, run.range.start);
                let cells = (at.0..end).map(|x| buffer[(x, at.1)].clone());
                let part = Linked {
                    at,
                    width: end.saturating_sub(at.0),
                    url: target.url.clone(),
                    id: format!("{id}-{link}-{start}"),
                };
                parts.push((part, cells.collect()));
            }
        }
        Self(parts)
    }

    /// Those of them that nothing was drawn over.
    pub fn uncovered(self, buffer: &Buffer) -> Vec<Linked> {
        let mut seen = Vec::with_capacity(self.0.len());
        for (part, cells) in self.0 {
            let (x, y) = part.at;
            let is_seen = |(x, cell): &(u16, &Cell)| buffer[(*x, y)] == **cell;
            let mut cells = (x..).zip(&cells).peekable();
            while let Some((x, _)) = cells.next_if(is_seen).or_else(|| {
                while cells.next_if(|cell| !is_seen(cell)).is_some() {}
                cells.next()
            }) {
                let mut width = 1;
                while cells.next_if(is_seen).is_some() {
                    width += 1;
                }
                seen.push(Linked {
                    at: (x, y),
                    width,
                    ..part.clone()
                });
            }
        }
        seen
    }
}

/// Where in the text the link begins that a run is part of: what tells two places of one address apart.
fn anchor(document: &Document, link: u32, at: usize) -> usize {
    /// A link holds no more other spans than this before the place.
    const NEAR: usize = 64;
    let end = document
        .spans
        .partition_point(|span| span.range.start <= at);
    let near = document.spans[..end].iter().rev().take(NEAR);
    let is_its = |style| matches!(style, SpanStyle::Link(n) if n == link as usize);
    let mut own = near.filter(|span| is_its(span.style) && span.range.end >= at);
    own.next().map_or(0, |span| span.range.start)
}

/// Pieces broken at any character into at most so many lines; what does not fit ends in an ellipsis.
fn wrapped<'a>(
    pieces: &[(&'a str, Style)],
    cells: u16,
    most: usize,
    ellipsis: &'a str,
) -> Vec<Vec<(&'a str, Style)>> {
    let mut lines = vec![Vec::new()];
    let mut used = 0;
    for (text, style) in pieces {
        for letter in text.graphemes(true) {
            let last = lines.len() == most;
            let room = if last {
                cells - width(ellipsis).min(cells)
            } else {
                cells
            };
            if used + width(letter) > room {
                if last {
                    if let Some(line) = lines.last_mut() {
                        line.push((ellipsis, *style));
                    }
                    return lines;
                }
                lines.push(Vec::new());
                used = 0;
            }
            used += width(letter);
            if let Some(line) = lines.last_mut() {
                line.push((letter, *style));
            }
        }
    }
    lines
}
