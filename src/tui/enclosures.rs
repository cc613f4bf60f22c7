//! The list of an article's enclosures: what each is, how long and how large, and how far its download has come.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::{width, write};
use super::view::{Look, dialog};
use crate::app::{Download, Stage, State, bytes};
use crate::news::Enclosure;

const COLUMNS: u16 = 72;

/// Draws the list over the panes.
pub(super) fn draw(state: &State, look: &Look, buffer: &mut Buffer, screen: Rect, selected: usize) {
    let Some(reading) = &state.reading else {
        return;
    };
    let enclosures = reading.enclosures();
    // Two lines each, a blank one between.
    let rows = u16::try_from(enclosures.len() * 3 + 1).unwrap_or(u16::MAX);
    let title = match enclosures.len() {
        1 => "Enclosure".to_owned(),
        count => format!("Enclosures {} {count}", look.signs.dot),
    };
    let area = dialog(buffer, look, screen, (COLUMNS, rows), &title, "");
    let fitting = usize::from((area.height + 1) / 3).max(1);
    let first = (selected + 1).saturating_sub(fitting);
    let theme = &look.theme;
    let shown = enclosures.iter().enumerate().skip(first).take(fitting);
    for (row, (number, enclosure)) in shown.enumerate() {
        let y = area.y + 3 * row as u16;
        let height = area.height.saturating_sub(3 * row as u16).min(2);
        let (base, soft) = if number == selected {
            let block = Rect::new(area.x, y, area.width, height);
            buffer.set_style(block, theme.selected);
            (theme.selected, theme.selected)
        } else {
            (theme.text, theme.soft)
        };
        let room = area.width.saturating_sub(2);
        let name = enclosure.name();
        write(buffer, (area.x + 1, y), room, look, &[(&name, base)]);
        if height < 2 {
            continue;
        }
        let facts = facts(enclosure, state.download_of(&enclosure.url), room, look);
        write(buffer, (area.x + 1, y + 1), room, look, &[(&facts, soft)]);
    }
}

/// Type, length and size, or how far its download has come.
fn facts(enclosure: &Enclosure, download: Option<&Download>, room: u16, look: &Look) -> String {
    let dot = format!(" {} ", look.signs.dot);
    if let Some(download) = download.filter(|known| known.stage == Stage::Running) {
        return progress(download, room, look);
    }
    let kind = enclosure.kind();
    let duration = enclosure
        .duration
        .filter(|seconds| *seconds > 0)
        .map(length);
    let large = enclosure.length.filter(|count| *count > 0).map(bytes);
    let fate = download.map(|known| match &known.stage {
        Stage::Done(file) => format!("in {file}"),
        _ => format!("{} of it is there", bytes(known.got)),
    });
    let facts: Vec<String> = [kind, duration, large, fate]
        .into_iter()
        .flatten()
        .collect();
    if facts.is_empty() {
        return "nothing is said of it".to_owned();
    }
    facts.join(&dot)
}

/// `━━━━────── 43% of 48 MB`
fn progress(download: &Download, room: u16, look: &Look) -> String {
    let Some(percent) = download.percent() else {
        return format!("{} so far", bytes(download.got));
    };
    let words = format!(
        " {percent:>3}% of {}",
        bytes(download.total.unwrap_or_default())
    );
    let cells = usize::from(room.saturating_sub(width(&words)).min(40));
    let done = cells * usize::try_from(percent).unwrap_or(100) / 100;
    let (full, rest) = look.signs.bar;
    format!("{}{}{words}", full.repeat(done), rest.repeat(cells - done))
}

/// Seconds as a clock shows them: `43:10`, `1:02:03`.
fn length(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        hours => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_shown_as_a_clock_shows_it() {
        assert_eq!(length(59), "0:59");
        assert_eq!(length(3723), "1:02:03");
    }
}
