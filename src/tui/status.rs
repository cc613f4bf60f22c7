//! The status line: what the keys do here, how a poll goes, a word to the reader, or the filter being typed.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::fit::{fit, width, write};
use super::view::Look;
use crate::app::{Area, NoticeKind, Overlay, Pane, Progress, State};

/// Draws the line; returns where the cursor belongs while the filter is typed.
pub(super) fn draw(
    state: &State,
    look: &Look,
    buffer: &mut Buffer,
    area: Area,
) -> Option<(u16, u16)> {
    if area.height == 0 || area.width == 0 {
        return None;
    }
    let theme = &look.theme;
    let ellipsis = look.signs.ellipsis;
    let (right, right_style) = right(state, look);
    let right = fit(&right, area.width.saturating_sub(2), ellipsis);
    let taken = if right.is_empty() {
        0
    } else {
        width(&right) + 2
    };
    let room = area.width.saturating_sub(taken + 1);
    let people = state.quoted.view.as_ref().filter(|view| view.typing);
    let people = people.map(|view| if view.on_page { &view.page.words } else { &view.words });
    if let Some(typed) = state.prompt.as_ref().map(|prompt| &prompt.text).or(people) {
        let end = write(
            buffer,
            (area.x + 1, area.y),
            room.max(area.width / 2).saturating_sub(1),
            ellipsis,
            &[("/", theme.accent), (typed, theme.text)],
        );
        write_right(buffer, area, &right, right_style);
        return Some((end.min(area.x + area.width - 1), area.y));
    }
    let mut at = area.x + 1;
    // The key that tells of all the others is the last to go.
    for (key, what) in std::iter::once(&("?", "help")).chain(hints(state)) {
        let cells = width(key) + 1 + width(what) + 3;
        if at + cells > area.x + room {
            break;
        }
        at = write(
            buffer,
            (at, area.y),
            cells,
            ellipsis,
            &[(key, theme.soft), (" ", theme.faint), (what, theme.faint)],
        );
        at += 3;
    }
    write_right(buffer, area, &right, right_style);
    None
}

fn write_right(buffer: &mut Buffer, area: Area, text: &str, style: Style) {
    if !text.is_empty() {
        let x = area.x + area.width.saturating_sub(width(text) + 1);
        buffer.set_stringn(x, area.y, text, usize::from(width(text)), style);
    }
}

/// A notice, else the poll under way.
fn right(state: &State, look: &Look) -> (String, Style) {
    let theme = &look.theme;
    match (&state.notice, &state.progress) {
        (Some(notice), _) => {
            let style = if notice.kind == NoticeKind::Error {
                theme.error
            } else {
                theme.accent
            };
            (notice.text.clone(), style)
        }
        (None, Some(progress)) => (bar(progress, look), theme.soft),
        _ => (String::new(), theme.text),
    }
}

/// `12/40 ━━━─────── 3 new`
fn bar(progress: &Progress, look: &Look) -> String {
    const CELLS: usize = 12;
    let done = (progress.done * CELLS)
        .checked_div(progress.total)
        .unwrap_or(0)
        .min(CELLS);
    let (full, rest) = look.signs.bar;
    let mut text = format!(
        "{}/{} {}{}",
        progress.done,
        progress.total,
        full.repeat(done),
        rest.repeat(CELLS - done)
    );
    for (count, what) in [
        (u64::from(progress.new), "new"),
        (progress.failed as u64, "failed"),
    ] {
        if count > 0 {
            text = format!("{text} {} {count} {what}", look.signs.dot);
        }
    }
    text
}

/// The keys that matter most here.
fn hints(state: &State) -> &'static [(&'static str, &'static str)] {
    match state.overlay {
        Some(Overlay::Details) => return &[("q", "close")],
        Some(Overlay::Help(_)) => return &[("j/k", "scroll"), ("q", "close")],
        Some(Overlay::Themes { .. }) => {
            return &[("j/k", "choose"), ("enter", "keep"), ("esc", "back")];
        }
        None => {}
    }
    if state.quoted.echoes.is_some() {
        return &[("j/k", "choose"), ("enter", "read it there"), ("q", "close")];
    }
    if let Some(view) = &state.quoted.view {
        return people_hints(view.typing, view.on_page);
    }
    match state.focus {
        Pane::Sources => &[
            ("j/k", "choose"),
            ("enter", "its articles"),
            ("r", "refresh"),
            ("i", "details"),
        ],
        Pane::List => &[
            ("j/k", "move"),
            ("enter", "read"),
            ("b", "bookmark"),
            ("/", "filter"),
            ("h", "feeds"),
            ("R", "refresh"),
            ("q", "quit"),
        ],
        Pane::Reading if state.alone => &[
            ("space", "next page"),
            ("[ ]", "quotes"),
            ("y", "copy"),
            ("q", "quit"),
        ],
        Pane::Reading => &[
            ("space", "read on"),
            ("[ ]", "quotes"),
            ("b", "bookmark"),
            ("o", "browser"),
            ("q", "back"),
        ],
        Pane::Quotes => &[
            ("j/k", "choose"),
            ("y", "copy"),
            ("enter", "to the text"),
            ("q", "back"),
        ],
    }
}

/// The same in the people view.
fn people_hints(typing: bool, on_page: bool) -> &'static [(&'static str, &'static str)] {
    match (typing, on_page) {
        (true, _) => &[],
        (false, true) => &[
            ("j/k", "move"),
            ("enter", "to the article"),
            ("y", "copy"),
            ("M", "someone else"),
            ("/", "filter"),
            ("q", "back"),
        ],
        (false, false) => &[
            ("j/k", "move"),
            ("enter", "all they said"),
            ("+", "follow"),
            ("P", "order"),
            ("/", "filter"),
            ("M", "same as"),
            ("q", "close"),
        ],
    }
}
