//! A line being typed, above the status line: the text with its cursor, and below it what is wrong and where, what could
//! complete it, or what the keys do.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::fit::{width, write, write_cut};
use super::subscribing;
use super::view::{Look, clear};
use crate::app::{Area, Prompt, Purpose};
use crate::news::QueryError;
use crate::renderer::direction::{has_right_to_left, marks, runs_right_to_left, seen};

/// Draws both lines, the lower one at `status`; returns where the cursor belongs.
pub(super) fn draw(prompt: &Prompt, look: &Look, buffer: &mut Buffer, status: Area) -> (u16, u16) {
    // Without a line to spare the text takes the only one.
    let two = status.y > 0;
    let area = Area {
        y: status.y - u16::from(two),
        height: 1,
        ..status
    };
    clear(buffer, look, area);
    let sign = match prompt.purpose {
        Purpose::Filter | Purpose::People | Purpose::Help => "/",
        Purpose::Tags(_) => "tags: ",
        Purpose::Quotes => "quotes /",
        Purpose::Speaker(_) => "said by: ",
        Purpose::Note(_) => "note: ",
        Purpose::Subscribing(ask) => subscribing::sign(ask),
        Purpose::Command => ":",
        Purpose::Pipe => "pipe to | ",
    };
    let left = width(sign) + 1;
    let room = area.width.saturating_sub(left + 1).max(1);
    let from = first_shown(prompt, room);
    let text = &prompt.text[from..];
    let theme = &look.theme;
    let mut pieces = vec![(sign, theme.accent)];
    match &prompt.problem {
        Some(problem) => {
            let place = problem.at.start.max(from) - from..problem.at.end.max(from) - from;
            pieces.push((&text[..place.start], theme.text));
            pieces.push((&text[place.clone()], trouble(prompt, problem, look)));
            pieces.push((&text[place.end..], theme.text));
        }
        None => pieces.push((text, theme.text)),
    }
    write_cut(
        buffer,
        (area.x + 1, area.y),
        area.width.saturating_sub(1),
        look,
        &pieces,
    );
    let column = |at: usize| left + width(&prompt.text[from..at.max(from)]);
    if two {
        let below = Area {
            height: 1,
            ..status
        };
        if let Some(problem) = &prompt.problem {
            let end = column(problem.at.end).max(column(problem.at.start) + 1);
            let carets = (column(problem.at.start), end.min(area.width));
            draw_problem(prompt, problem, carets, look, buffer, below);
        } else if !prompt.offers.is_empty() {
            draw_offers(prompt, look, buffer, below);
        } else {
            draw_keys(prompt, look, buffer, below);
        }
    }
    let x = left + cursor_within(text, prompt.cursor - from, look);
    let x = x.min(area.width.saturating_sub(1));
    (area.x + x, area.y)
}

/// The column of the cursor in the text as it is seen: on the character that follows, or after the last one; of what
/// runs from right to left, the last one is the leftmost.
fn cursor_within(text: &str, cursor: usize, look: &Look) -> u16 {
    if !look.reorders || !has_right_to_left(text) {
        return width(&text[..cursor]);
    }
    if cursor == text.len() && runs_right_to_left(text) {
        return 0;
    }
    let (begin, end) = marks(text);
    let whole = format!("{begin}{text}{end}");
    let mut column = 0;
    for seen in seen(&whole) {
        if seen.range.contains(&(begin.len() + cursor)) {
            break;
        }
        column += width(&seen.cluster);
    }
    column
}

/// The first byte that is shown: a text that is too long is cut so that its cursor stays on the screen.
fn first_shown(prompt: &Prompt, room: u16) -> usize {
    let before = &prompt.text[..prompt.cursor];
    let starts = before.char_indices().map(|(at, _)| at);
    let mut starts = starts.chain([prompt.cursor]);
    starts
        .find(|at| width(&before[*at..]) < room)
        .unwrap_or(prompt.cursor)
}

/// What is merely not finished yet is no fault.
fn trouble(prompt: &Prompt, problem: &QueryError, look: &Look) -> Style {
    if problem.at.end >= prompt.text.trim_end().len() {
        look.theme.soft
    } else {
        look.theme.error
    }
}

/// Carets under the place, and beside them what was expected there.
fn draw_problem(
    prompt: &Prompt,
    problem: &QueryError,
    (start, end): (u16, u16),
    look: &Look,
    buffer: &mut Buffer,
    area: Area,
) {
    let style = trouble(prompt, problem, look);
    let carets = "^".repeat(usize::from(end.saturating_sub(start).max(1)));
    write_cut(
        buffer,
        (area.x + start, area.y),
        area.width.saturating_sub(start),
        look,
        &[(&carets, style)],
    );
    let (before, after) = (start.saturating_sub(2), area.width.saturating_sub(end + 2));
    let long = problem.to_string();
    let short = format!("expected {}", problem.expected);
    let fits = |text: &str| width(text) <= before.max(after);
    let text = if fits(&long) { &long } else { &short };
    if width(text) <= after || after >= before {
        write(
            buffer,
            (area.x + end + 1, area.y),
            after,
            look,
            &[(text, style)],
        );
    } else {
        write(buffer, (area.x + 1, area.y), before, look, &[(text, style)]);
    }
}

/// The offers in a row, the one that stands in the text lit and on the screen.
fn draw_offers(prompt: &Prompt, look: &Look, buffer: &mut Buffer, area: Area) {
    let theme = &look.theme;
    let cells = |from: usize| -> u16 {
        let offers = &prompt.offers[from..=prompt.offered.max(from)];
        offers.iter().map(|offer| width(&offer.shown) + 3).sum()
    };
    let from = (0..=prompt.offered).find(|from| cells(*from) < area.width);
    let from = from.unwrap_or(prompt.offered);
    let mut pieces = Vec::new();
    for (index, offer) in prompt.offers.iter().enumerate().skip(from) {
        let style = if index == prompt.offered {
            theme.accent
        } else {
            theme.soft
        };
        pieces.push((offer.shown.as_str(), style));
        pieces.push(("   ", theme.soft));
    }
    let room = area.width.saturating_sub(1);
    write(buffer, (area.x + 1, area.y), room, look, &pieces);
}

fn draw_keys(prompt: &Prompt, look: &Look, buffer: &mut Buffer, area: Area) {
    let keys: &[(&str, &str)] = match prompt.purpose {
        Purpose::Filter => &[
            ("enter", "keep"),
            ("esc", "take back"),
            ("tab", "complete"),
            ("up", "earlier"),
        ],
        Purpose::Tags(_) => &[
            ("enter", "keep"),
            ("esc", "take back"),
            ("tab", "complete"),
            (",", "another tag"),
        ],
        Purpose::Quotes => &[
            ("enter", "keep"),
            ("esc", "take back"),
            ("up down", "choose"),
        ],
        Purpose::Speaker(_) => &[
            ("enter", "remember"),
            ("tab", "the names in the article"),
            ("c-u", "nobody is named"),
            ("esc", "leave it"),
        ],
        Purpose::Note(_) => &[("enter", "keep"), ("c-u", "no note"), ("esc", "leave it")],
        Purpose::People => &[
            ("enter", "keep"),
            ("esc", "clear"),
            ("\"words\"", "find what was said"),
        ],
        Purpose::Subscribing(ask) => subscribing::keys(ask),
        Purpose::Help => &[
            ("enter", "keep"),
            ("up/down", "scroll"),
            ("esc", "take back"),
        ],
        Purpose::Pipe => &[
            ("enter", "run"),
            ("up", "earlier"),
            ("esc", "leave"),
            ("markdown: json: text:", "before it, what it reads"),
        ],
        Purpose::Command => &[("enter", "do it"), ("up/down", "choose"), ("esc", "close")],
    };
    // What ends the line comes first, since it must not be missed where there is little room.
    let mut keys = keys.to_vec();
    keys.sort_by_key(|(key, _)| match *key {
        "enter" => 0,
        "esc" => 1,
        _ => 2,
    });
    let theme = &look.theme;
    let mut x = area.x + 1;
    for (key, what) in &keys {
        let cells = width(key) + 1 + width(what);
        if x + cells > area.x + area.width {
            continue;
        }
        let pieces = [(*key, theme.text), (" ", theme.soft), (*what, theme.soft)];
        x = write_cut(buffer, (x, area.y), cells, look, &pieces) + 3;
    }
}
