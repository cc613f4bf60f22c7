//! The status line: what the keys do here, how a poll goes, a word to the reader, or what belongs to
//! a line being typed.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::fit::{fit, width, write, write_cut};
use super::hints::{hints, keys};
use super::prompt;
use super::view::Look;
use crate::app::{Action, Area, Download, NoticeKind, Pressed, Progress, Stage, State, bytes};

/// Draws the line; returns where the cursor belongs while something is typed.
pub(super) fn draw(
    state: &State,
    look: &Look,
    buffer: &mut Buffer,
    area: Area,
) -> Option<(u16, u16)> {
    if area.height == 0 || area.width == 0 {
        return None;
    }
    let people = state.quoted.view.as_ref();
    let line = state.prompt.as_ref().or_else(|| people?.typing.as_ref());
    if let Some(line) = line {
        return Some(prompt::draw(line, look, buffer, area));
    }
    if state.settings.plain {
        // Words alone, always at the same place, so that they are heard when they come.
        let (words, style) = right(state, look, area.width);
        write(
            buffer,
            (area.x, area.y),
            area.width,
            look,
            &[(&words, style)],
        );
        return None;
    }
    let theme = &look.theme;
    let ellipsis = look.signs.ellipsis;
    let (right, right_style) = right(state, look, area.width);
    let right = fit(&right, area.width.saturating_sub(2), ellipsis);
    let taken = if right.is_empty() {
        0
    } else {
        width(&right) + 2
    };
    let room = area.width.saturating_sub(taken + 1);
    let mut at = area.x + 1;
    for (key, what) in &hints(state) {
        let cells = width(key) + 1 + width(what) + 3;
        if at + cells > area.x + room {
            continue;
        }
        at = write(
            buffer,
            (at, area.y),
            cells,
            look,
            &[(key, theme.text), (" ", theme.soft), (what, theme.soft)],
        );
        at += 3;
    }
    write_right(buffer, look, area, &right, right_style);
    None
}

fn write_right(buffer: &mut Buffer, look: &Look, area: Area, text: &str, style: Style) {
    if !text.is_empty() {
        let x = area.x + area.width.saturating_sub(width(text) + 1);
        write_cut(buffer, (x, area.y), width(text), look, &[(text, style)]);
    }
}

/// A notice, else the poll under way.
fn right(state: &State, look: &Look, cells: u16) -> (String, Style) {
    let theme = &look.theme;
    if state.pressed != Pressed::default() {
        return (pressed(state), theme.accent);
    }
    // Words that were there for a while make way for what goes on.
    let notice = state.notice.as_ref();
    let notice = notice.filter(|notice| !notice.fading || state.progress.is_none());
    match (notice, &state.progress) {
        (Some(notice), _) => {
            let style = match notice.kind {
                NoticeKind::Error => theme.error,
                NoticeKind::Info if notice.fading => theme.soft,
                NoticeKind::Info => theme.accent,
            };
            (notice.text.clone(), style)
        }
        (None, Some(progress)) => (poll(state, progress, look, cells), theme.soft),
        _ if let Some(awaited) = &state.awaited => {
            let stop = keys(state, &[Action::Escape]).unwrap_or_default();
            (
                format!("{} is at work; {stop} stops", awaited.what),
                theme.soft,
            )
        }
        _ if let Some(text) = downloads(state) => (text, theme.soft),
        _ if state.speaking.is_some() => {
            let stop = keys(state, &[Action::ReadAloud]).unwrap_or_default();
            (format!("reading aloud; {stop} stops"), theme.soft)
        }
        _ if !state.fetching.is_empty() => {
            let key = state.keymap.said(state.focus, Action::Escape);
            (
                format!("fetching the full article; {key} stops"),
                theme.soft,
            )
        }
        _ if state.panes().zen => (super::reading::place(state, look), theme.soft),
        _ => (String::new(), theme.text),
    }
}

/// How far the downloads have come: of one by name, of several together.
fn downloads(state: &State) -> Option<String> {
    let all = state.downloads.iter();
    let running: Vec<&Download> = all.filter(|known| known.stage == Stage::Running).collect();
    let (got, total) = running.iter().fold((0, Some(0)), |(got, total), known| {
        (
            got + known.got,
            total.zip(known.total).map(|(all, own)| all + own),
        )
    });
    let name = match running.as_slice() {
        [] => return None,
        [one] => one.name.clone(),
        several => format!("{} downloads", several.len()),
    };
    let share = match total.filter(|total| *total > 0) {
        Some(total) => format!("{}%", (got.saturating_mul(100) / total).min(100)),
        None => bytes(got),
    };
    Some(format!("{name} {share}"))
}

/// A count, and the beginning of a sequence of keys.
fn pressed(state: &State) -> String {
    let keys = state.pressed.keys.iter().map(ToString::to_string);
    let count = state.pressed.count.map(|count| count.to_string());
    count.into_iter().chain(keys).collect()
}

/// A poll under way: `12/40 ━━━─────── · 3 new · 1 failed · 1.2 MB · esc stops`, as much of it as there is room for.
fn poll(state: &State, progress: &Progress, look: &Look, cells: u16) -> String {
    let mut facts = Vec::new();
    for (count, what) in [
        (u64::from(progress.new), "new"),
        (progress.failed as u64, "failed"),
    ] {
        if count > 0 {
            facts.push(format!("{count} {what}"));
        }
    }
    if progress.bytes > 0 {
        facts.push(bytes(progress.bytes));
    }
    if state.escape_stops_poll() {
        let key = state.keymap.said(state.focus, Action::Escape);
        facts.push(format!("{key} stops"));
    } else if progress.stopped {
        facts.push("stopping".to_owned());
    }
    let mut text = bar(progress, look);
    for fact in facts {
        let longer = format!("{text} {} {fact}", look.signs.dot);
        // The key that tells of all the others keeps its place.
        if width(&longer) + 12 > cells {
            break;
        }
        text = longer;
    }
    text
}

/// `12/40 ━━━───────`
fn bar(progress: &Progress, look: &Look) -> String {
    const CELLS: usize = 12;
    let Progress { done, total, .. } = progress;
    let cells = (done * CELLS).checked_div(*total).unwrap_or(0).min(CELLS);
    let (full, rest) = look.signs.bar;
    format!(
        "{done}/{total} {}{}",
        full.repeat(cells),
        rest.repeat(CELLS - cells)
    )
}
