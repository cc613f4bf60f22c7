//! The status line: what the keys do here, how a poll goes, a word to the reader, or what belongs to
//! a line being typed.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::fit::{fit, width, write, write_cut};
use super::prompt;
use super::subscribing;
use super::view::Look;
use crate::app::{
    Action, Area, DOWNLOAD, Download, Following, NoticeKind, Overlay, Pane, Pressed, Progress,
    Stage, State, bare, bytes,
};

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
            break;
        }
        at = write(
            buffer,
            (at, area.y),
            cells,
            look,
            &[(key, theme.soft), (" ", theme.faint), (what, theme.faint)],
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
        _ if state.panes().zen => (super::reading::place(state, look), theme.faint),
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

/// Actions, and what they do here.
type Wanted = &'static [(&'static [Action], &'static str)];

/// The keys that matter most here, and what they do.
fn hints(state: &State) -> Vec<(String, &'static str)> {
    use Action as A;
    if state.selection.is_some() && state.overlay.is_none() {
        let hints = [
            ("w b", "words"),
            (") }", "sentence, paragraph"),
            ("v", "begin here"),
            ("H", "highlight"),
            ("y", "copy"),
            ("esc", "leave"),
        ];
        return hints.map(|(keys, what)| (keys.to_owned(), what)).to_vec();
    }
    let subscribing = subscribing::hints(&state.subscribing);
    let wanted: Wanted = match (state.overlay, state.focus) {
        (Some(Overlay::Enclosures(_)), _) => {
            let own = |actions: &[Action], what| Some((keys(state, actions)?, what));
            let hints = [
                own(&[A::Open], "open"),
                Some((DOWNLOAD.to_string(), "download, or stop")),
                own(&[A::Copy], "copy the address"),
                own(&[A::Back], "close"),
            ];
            return hints.into_iter().flatten().collect();
        }
        _ if subscribing.is_some() => subscribing.unwrap_or_default(),
        _ if let Some(following) = &state.following => match following {
            Following::Hints(_) => {
                return vec![
                    ("letters".to_owned(), "choose"),
                    ("esc".to_owned(), "leave"),
                ];
            }
            Following::Bar(_) => &[
                (&[A::Open], "browser"),
                (&[A::Copy], "copy"),
                (&[A::FullText], "read here"),
                (&[A::Escape], "leave"),
            ],
        },
        (Some(Overlay::Shares(_)), _) => &[
            (&[A::Down, A::Up], "choose"),
            (&[A::Open], "share"),
            (&[A::Back], "close"),
        ],
        (None, _) if state.panes().zen => &[],
        (Some(Overlay::Outline(_)), _) => &[
            (&[A::Down, A::Up], "choose"),
            (&[A::NextUnread, A::PreviousUnread], "look there"),
            (&[A::Open], "go there"),
            (&[A::Back], "close"),
        ],
        (Some(Overlay::Details), _) => &[(&[A::Back], "close")],
        (Some(Overlay::Help), _) => &[
            (&[A::Down, A::Up], "scroll"),
            (&[A::Filter], "find"),
            (&[A::Back], "close"),
        ],
        (Some(Overlay::Log), _) => &[
            (&[A::Down, A::Up], "choose"),
            (&[A::Copy], "copy"),
            (&[A::Back], "close"),
        ],
        (Some(Overlay::Themes { .. }), _) => &[
            (&[A::Down, A::Up], "choose"),
            (&[A::Open], "keep"),
            (&[A::Escape], "back"),
        ],
        (None, _) if state.quoted.is_open() => people_hints(state).unwrap_or_default(),
        (None, _) if state.front.open => &[
            (&[A::Down, A::Up], "move"),
            (&[A::Open], "read"),
            (&[A::Flow], "its other articles"),
            (&[A::ToggleRead], "read or unread"),
            (&[A::Back], "close"),
        ],
        (None, Pane::Sources) => &[
            (&[A::Down, A::Up], "choose"),
            (&[A::Open], "its articles"),
            (&[A::AddFeed], "add"),
            (&[A::ChangeFeed], "change"),
            (&[A::Refresh], "refresh"),
            (&[A::Details], "details"),
        ],
        (None, Pane::List) => &[
            (&[A::Down, A::Up], "move"),
            (&[A::Open], "read"),
            (&[A::Bookmark], "bookmark"),
            (&[A::Filter], "filter"),
            (&[A::Left], "feeds"),
            (&[A::RefreshAll], "refresh"),
            (&[A::Back], "quit"),
        ],
        (None, Pane::Reading) if shows_changes(state) => &[
            (&[A::Flow], "next page"),
            (&[A::PreviousQuote, A::NextQuote], "other edits"),
            (&[A::Back], "back to the article"),
        ],
        (None, Pane::Reading) if state.has_guest() => &[
            (&[A::Flow], "next page"),
            (&[A::Links], "links"),
            (&[A::PreviousQuote, A::NextQuote], "quotes"),
            (&[A::Back], "back to the article"),
        ],
        (None, Pane::Reading) if state.alone => &[
            (&[A::Flow], "next page"),
            (&[A::PreviousQuote, A::NextQuote], "quotes"),
            (&[A::Copy], "copy"),
            (&[A::Back], "quit"),
        ],
        (None, Pane::Reading)
            if state
                .reading
                .as_ref()
                .is_some_and(|reading| state.quoted.is_shared(reading)) =>
        {
            &[
                (&[A::AlsoIn], "other outlets"),
                (&[A::People], "all they said"),
                (&[A::PreviousQuote, A::NextQuote], "quotes"),
                (&[A::Copy], "copy"),
                (&[A::Back], "back"),
            ]
        }
        (None, Pane::Reading)
            if state
                .reading
                .as_ref()
                .is_some_and(|reading| reading.banner().is_some()) =>
        {
            &[
                (&[A::Flow], "read on"),
                (&[A::PreviousQuote, A::NextQuote], "quotes"),
                (&[A::FullText], "full article"),
                (&[A::Browser], "browser"),
                (&[A::Back], "back"),
            ]
        }
        (None, Pane::Reading) => &[
            (&[A::Flow], "read on"),
            (&[A::PreviousQuote, A::NextQuote], "quotes"),
            (&[A::SelectWords], "select"),
            (&[A::Bookmark], "bookmark"),
            (&[A::Browser], "browser"),
            (&[A::Back], "back"),
        ],
        (None, Pane::Quotes) => &[
            (&[A::Down, A::Up], "choose"),
            (&[A::Copy], "copy"),
            (&[A::KeepQuote], "keep"),
            (&[A::CorrectSpeaker], "correct"),
            (&[A::GroupQuotes], "by speaker"),
            (&[A::Filter], "filter"),
            (&[A::Open], "to the text"),
        ],
    };
    if wanted.is_empty() {
        return Vec::new();
    }
    // The key that tells of all the others is the last to go.
    let help: (&[Action], &'static str) = (&[A::Help], "help");
    std::iter::once(&help)
        .chain(wanted)
        .filter_map(|(actions, what)| Some((keys(state, actions)?, *what)))
        .collect()
}

fn shows_changes(state: &State) -> bool {
    let reading = state.reading.as_ref();
    reading.is_some_and(|reading| reading.changes.is_some())
}

/// The first key of each action, as it is said on one line; `None` where one of them has none.
fn keys(state: &State, actions: &[Action]) -> Option<String> {
    let mut names = Vec::new();
    for action in actions {
        let key = state
            .keymap
            .keys_of(state.focus, *action)
            .into_iter()
            .next()?;
        names.push(bare(&key).to_owned());
    }
    let letters = names
        .iter()
        .flat_map(|name| name.chars())
        .all(char::is_alphanumeric);
    Some(names.join(if letters { "/" } else { " " }))
}

/// The same in the people view, and in the list of other outlets.
fn people_hints(state: &State) -> Option<Wanted> {
    use Action as A;
    if state.quoted.echoes.is_some() {
        return Some(&[
            (&[A::Down, A::Up], "choose"),
            (&[A::Open], "read it there"),
            (&[A::Back], "close"),
        ]);
    }
    let view = state.quoted.view.as_ref()?;
    Some(if view.on_page {
        &[
            (&[A::Down, A::Up], "move"),
            (&[A::Open], "to the article"),
            (&[A::Copy], "copy"),
            (&[A::SamePerson], "someone else"),
            (&[A::Filter], "filter"),
            (&[A::Back], "back"),
        ]
    } else {
        &[
            (&[A::Down, A::Up], "move"),
            (&[A::Open], "all they said"),
            (&[A::Follow], "follow"),
            (&[A::People], "order"),
            (&[A::Filter], "filter"),
            (&[A::SamePerson], "same as"),
            (&[A::Back], "close"),
        ]
    })
}
