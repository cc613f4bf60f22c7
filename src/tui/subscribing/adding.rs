//! A feed that is being added: what is asked, what was found, and a look at it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Sheet;
use crate::app::{Adding, Preview, State, Step};
use crate::tui::fit::wrap;
use crate::tui::view::{Look, dialog};
use crate::tui::when::ago;

const COLUMNS: u16 = 76;

pub(super) fn draw(adding: &Adding, state: &State, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let theme = &look.theme;
    let cells = COLUMNS.min(screen.width).saturating_sub(4).max(1);
    let open = |buffer: &mut Buffer, rows: usize, title: &str, facts: &str| {
        let rows = u16::try_from(rows + 2).unwrap_or(u16::MAX);
        dialog(buffer, look, screen, (COLUMNS, rows), title, facts)
    };
    let sheet = |buffer, area| Sheet {
        look,
        buffer,
        area,
        line: 0,
    };
    match &adding.step {
        Step::Asking(address) => {
            let lines = wrap(&shown(address), cells);
            let area = open(buffer, lines.len() + 1, "Looking for a feed", "");
            let mut sheet = sheet(buffer, area);
            sheet.plain(&format!("asking{}", look.signs.ellipsis), theme.soft);
            for line in lines {
                sheet.plain(&line, theme.text);
            }
        }
        Step::Several { found, selected } => {
            let facts = format!("{} feeds", found.len());
            let area = open(buffer, 2 * found.len(), "This page names several", &facts);
            let fits = usize::from(area.height / 2).max(1);
            let first = (selected + 1).saturating_sub(fits);
            let mut sheet = sheet(buffer, area);
            for (number, feed) in found.iter().enumerate().skip(first).take(fits) {
                let is_selected = number == *selected;
                let (style, soft) = if is_selected {
                    sheet.tint(theme.selected);
                    (theme.selected, theme.selected)
                } else {
                    (theme.text, theme.soft)
                };
                let address = shown(&feed.url);
                let title = feed.title.as_deref().unwrap_or(&address);
                sheet.line(
                    &[(" ", style), (title, style)],
                    (feed.kind.unwrap_or(""), soft),
                );
                sheet.plain(&format!("   {address}"), theme.soft);
            }
        }
        Step::Preview(preview, top) => {
            draw_preview(preview, *top, state, look, buffer, screen);
        }
        Step::Failed(refusal) => {
            let address = wrap(&shown(&adding.address), cells);
            let words = wrap(&refusal.words, cells);
            let hint = wrap(refusal.hint.as_deref().unwrap_or_default(), cells);
            let rows = address.len() + words.len() + hint.len() + 1;
            let area = open(buffer, rows, "No feed was found", "");
            let mut sheet = sheet(buffer, area);
            for (lines, style) in [
                (address, theme.soft),
                (words, theme.error),
                (Vec::new(), theme.soft),
                (hint, theme.text),
            ] {
                if lines.is_empty() && usize::from(area.height) >= rows {
                    sheet.gap();
                }
                for line in lines {
                    sheet.plain(&line, style);
                }
            }
        }
    }
}

fn draw_preview(
    preview: &Preview,
    top: usize,
    state: &State,
    look: &Look,
    buffer: &mut Buffer,
    screen: Rect,
) {
    let theme = &look.theme;
    let cells = COLUMNS.min(screen.width).saturating_sub(4).max(1);
    let entries = preview.entries.len();
    let about = preview.subtitle.as_deref().unwrap_or_default();
    let mut about = wrap(about, cells);
    about.retain(|line| !line.is_empty());
    // What it says of itself has room where its entries have.
    about.truncate(if screen.height >= 20 { 2 } else { 0 });
    let rows = u16::try_from(entries.min(16) + about.len() + 5).unwrap_or(u16::MAX);
    let address = shown(&preview.url);
    let title = preview.title.as_deref().unwrap_or(&address);
    let area = dialog(
        buffer,
        look,
        screen,
        (COLUMNS, rows),
        title,
        &preview.format,
    );
    let mut sheet = Sheet {
        look,
        buffer,
        area,
        line: 0,
    };
    sheet.plain(&address, theme.soft);
    for line in about {
        sheet.plain(&line, theme.text);
    }
    let dot = look.signs.dot;
    let count = match preview.count {
        0 => "no articles yet".to_owned(),
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    };
    let facts = match preview.rhythm {
        Some(seconds) => format!("{count} {dot} {}", rhythm(seconds)),
        None => count,
    };
    sheet.plain(&facts, theme.accent);
    if sheet.left() > 4 {
        sheet.gap();
    }
    for (title, date) in preview.entries.iter().skip(top) {
        let age = date.map(|date| ago(date, state.now, &look.zone));
        let title = if title.is_empty() { "untitled" } else { title };
        sheet.line(
            &[(title, theme.text)],
            (age.as_deref().unwrap_or(""), theme.soft),
        );
    }
}

/// "one every 3 hours"
fn rhythm(seconds: u64) -> String {
    match seconds {
        0..5400 => format!("one every {} minutes", (seconds / 60).max(1)),
        5400..129_600 => format!("one every {} hours", (seconds + 1800) / 3600),
        _ => format!("one every {} days", (seconds + 43_200) / 86_400),
    }
}

/// An address as a person reads it.
fn shown(address: &str) -> String {
    let bare = address.strip_prefix("https://").unwrap_or(address);
    bare.strip_suffix('/').unwrap_or(bare).to_owned()
}
