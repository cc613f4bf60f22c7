//! The list pane: headlines with their source, age and signs, in one line each, two or three.

use std::ops::Range;

use ratatui::style::Style;

use super::facts;
use super::fit::{break_at, width};
use super::plain;
use super::view::{Canvas, Look};
use crate::app::{Action, Pane, State};
use crate::news::{Context, Headline, LATER, Preview, Scope, same_tag};
use crate::renderer::direction::marks;

/// The list's name, and what is known of it.
pub(super) fn title(state: &State, look: &Look) -> (String, String) {
    let list = &state.list;
    let mut title = match (&list.source.view, &list.source.scope) {
        (Some(view), _) => view.name.clone(),
        (None, Scope::All) => "All articles".to_owned(),
        (None, Scope::Unread) => "Unread".to_owned(),
        (None, Scope::Bookmarks) => "Bookmarks".to_owned(),
        (None, Scope::Folder(name)) => name.clone(),
        (None, Scope::Person(_) | Scope::Quotation(..)) => state.quoting_name().to_owned(),
        (None, Scope::Feed(id)) => state
            .feed(*id)
            .map_or_else(String::new, |feed| feed.title.clone()),
    };
    if !list.filter.is_empty() && state.prompt.is_none() {
        title = format!("{title} / {}", list.filter.trim());
    }
    let mut facts = Vec::new();
    facts.extend(state.sort_to_say());
    if list.arrived > 0 {
        let key = state.keymap.said(Pane::List, Action::Top);
        facts.push(format!("{} new {} {key}", list.arrived, look.signs.dot));
    } else if !list.filter.is_empty() {
        let more = if list.next.is_some() { "+" } else { "" };
        facts.push(format!("{}{more} found", list.rows.len()));
    } else {
        let rows = state.sources();
        let row = rows.iter().find(|row| row.source == list.source);
        match row.map_or(0, |row| row.count) {
            count if list.source.is_kept() => facts.push(format!("{count} kept")),
            0 => {}
            count => facts.push(format!("{count} unread")),
        }
    }
    (title, facts.join(&format!(" {} ", look.signs.dot)))
}

/// Draws the pane.
pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>) {
    let look = canvas.look;
    let list = &state.list;
    if list.rows.is_empty() {
        let lines = empty(state);
        for (index, text) in lines.iter().enumerate() {
            let text = state.keymap.worded(state.focus, text);
            canvas.line(1 + index, 2, &[(&text, look.theme.soft)]);
        }
        return;
    }
    let height = usize::from(list.row_height(canvas.area, state.settings.density));
    let contexts = list.shows_contexts(canvas.area);
    let headline_height = height - usize::from(contexts);
    let fits = usize::from(canvas.area.height).div_ceil(height);
    for (index, headline) in list.rows.iter().enumerate().skip(list.top).take(fits) {
        let line = (index - list.top) * height;
        if state.settings.plain {
            plain::headline(state, headline, line, headline_height, canvas);
        } else if headline_height == 1 {
            in_one_line(state, headline, line, canvas);
        } else {
            in_lines(state, headline, line, headline_height, canvas);
        }
        if contexts && let Some(context) = list.contexts.of(headline.id) {
            in_context(context, line + headline_height, canvas);
        }
        if index == list.selected {
            let style = if canvas.focused {
                look.theme.selected
            } else {
                look.theme.selected_away
            };
            for line in line..line + height {
                canvas.tint(line, style);
            }
        }
    }
}

/// What to say where there is nothing to list.
fn empty(state: &State) -> Vec<&'static str> {
    if state.list.loading.is_some() {
        vec![]
    } else if !state.list.filter.is_empty() {
        vec!["Nothing is found.", "{escape} takes the filter away."]
    } else if state.list.source.is_kept() && state.list.source.view.is_some() {
        vec!["Nothing yet.", "{later} keeps an article to be read later."]
    } else if state.list.source.view.is_some() {
        vec!["Nothing here now."]
    } else if state.list.source.scope == Scope::Bookmarks {
        vec!["No bookmarks yet.", "{bookmark} keeps an article here."]
    } else if state.progress.is_some() {
        vec!["Asking the feeds…"]
    } else {
        vec!["Nothing here yet.", "{refresh-all} asks all feeds."]
    }
}

/// The signs of a headline: to be read later, tagged, noted, bookmarked, edited, preview.
fn signs(headline: &Headline, look: &Look) -> String {
    let signs = look.signs;
    let later = headline.tags.iter().any(|tag| same_tag(tag, LATER));
    let tagged = headline.tags.len() > usize::from(later);
    [
        (later, signs.later),
        (tagged, signs.tag),
        (headline.noted, signs.note),
        (headline.bookmarked, signs.bookmark),
        (headline.edited, signs.edited),
        (headline.preview != Preview::No, signs.preview),
    ]
    .into_iter()
    .filter_map(|(on, sign)| on.then_some(sign))
    .collect::<Vec<_>>()
    .join(" ")
}

/// A text in pieces, its hits lit.
fn lit<'t>(
    text: &'t str,
    hits: &[Range<usize>],
    style: Style,
    hit_style: Style,
) -> Vec<(&'t str, Style)> {
    let mut pieces = Vec::with_capacity(2 * hits.len() + 1);
    let mut from = 0;
    for hit in hits {
        pieces.push((&text[from..hit.start], style));
        pieces.push((&text[hit.clone()], style.patch(hit_style)));
        from = hit.end;
    }
    pieces.push((&text[from..], style));
    pieces
}

/// The words of the filter in their context. In a narrow pane what stands long before them is left out.
fn in_context(context: &Context, line: usize, canvas: &mut Canvas<'_>) {
    let look = canvas.look;
    let theme = &look.theme;
    let room = canvas.area.width.saturating_sub(4);
    let text = context.text.as_str();
    let first = context.hits.first().map_or(0, |hit| hit.start);
    // The first hit stands no further right than in the middle.
    let blanks = text[..first].match_indices(' ').map(|(at, _)| at + 1);
    let from = std::iter::once(0)
        .chain(blanks)
        .find(|from| width(&text[*from..first]) <= room / 2)
        .unwrap_or(first);
    let hits: Vec<Range<usize>> = context
        .hits
        .iter()
        .map(|hit| hit.start - from..hit.end - from)
        .collect();
    let mut pieces = Vec::new();
    if from > 0 {
        pieces.push((look.signs.ellipsis, theme.soft));
    }
    let (begin, end) = marks(text);
    pieces.push((begin, theme.soft));
    pieces.extend(lit(&text[from..], &hits, theme.soft, theme.hit));
    pieces.push((end, theme.soft));
    canvas.line_within(line, 3, 3 + room, &pieces);
}

/// The headline's pieces within a range of it, its hits lit.
fn pieces<'t>(
    state: &State,
    headline: &'t Headline,
    range: Range<usize>,
    style: Style,
    look: &Look,
) -> Vec<(&'t str, Style)> {
    let within = |hit: Range<usize>| {
        let (start, end) = (hit.start.max(range.start), hit.end.min(range.end));
        (start < end).then(|| start - range.start..end - range.start)
    };
    let hits = state.list.sought.hits(&headline.title).into_iter();
    let hits: Vec<Range<usize>> = hits.filter_map(within).collect();
    // Both lines of a long headline run as the whole of it does.
    let (begin, end) = marks(&headline.title);
    let words = lit(&headline.title[range], &hits, style, look.theme.hit);
    let mut pieces = Vec::with_capacity(words.len() + 2);
    pieces.push((begin, style));
    pieces.extend(words);
    pieces.push((end, style));
    pieces
}

/// The sign before a headline, and its style.
fn lead(headline: &Headline, look: &Look) -> (&'static str, Style) {
    if headline.read {
        (" ", look.theme.soft)
    } else {
        (look.signs.unread, look.theme.title)
    }
}

/// A headline of up to two lines, and its facts: behind the end of the headline where there are two lines in all.
fn in_lines(
    state: &State,
    headline: &Headline,
    line: usize,
    lines: usize,
    canvas: &mut Canvas<'_>,
) {
    const INDENT: u16 = 3;
    let look = canvas.look;
    let theme = &look.theme;
    let whole = canvas.area.width;
    let signs = signs(headline, look);
    let end = whole.saturating_sub(if signs.is_empty() {
        1
    } else {
        width(&signs) + 2
    });
    let (sign, style) = lead(headline, look);
    let text = headline.title.as_str();
    let rest = break_at(text, end.saturating_sub(INDENT));
    // With hardly any room, the facts are told and the headline is cut.
    let wraps = rest < text.len() && (whole >= 24 || lines > 2);
    let first = if wraps {
        0..text[..rest].trim_end().len()
    } else {
        0..text.len()
    };
    let mut first_line = vec![(sign, theme.accent), (" ", style)];
    first_line.extend(pieces(state, headline, first, style, look));
    canvas.line_within(line, 1, end, &first_line);
    if !signs.is_empty() {
        canvas.line(line, end + 1, &[(&signs, theme.accent)]);
    }
    let room = whole.saturating_sub(INDENT + 1);
    if !wraps {
        let facts = facts::line(state, headline, room, look);
        return canvas.line(line + 1, INDENT, &[(&facts, theme.soft)]);
    }
    let second = pieces(state, headline, rest..text.len(), style, look);
    if lines > 2 {
        canvas.line_within(line + 1, INDENT, whole.saturating_sub(1), &second);
        let facts = facts::line(state, headline, room, look);
        return canvas.line(line + 2, INDENT, &[(&facts, theme.soft)]);
    }
    let half = room / 2;
    let left = room.saturating_sub(width(&text[rest..]).saturating_add(2));
    let facts = facts::line(state, headline, half.max(left), look);
    let at = whole.saturating_sub(1 + width(&facts));
    canvas.line_within(line + 1, INDENT, at.saturating_sub(2), &second);
    canvas.line(line + 1, at, &[(&facts, theme.soft)]);
}

fn in_one_line(state: &State, headline: &Headline, line: usize, canvas: &mut Canvas<'_>) {
    let look = canvas.look;
    let theme = &look.theme;
    let whole = canvas.area.width;
    let columns = facts::columns(state, whole);
    let facts: u16 = columns.iter().map(|(_, cells)| cells + 1).sum();
    let mut at = whole.saturating_sub(facts);
    let signs = signs(headline, look);
    let end = at.saturating_sub(if signs.is_empty() {
        1
    } else {
        width(&signs) + 2
    });
    let (sign, style) = lead(headline, look);
    let mut text = vec![(sign, theme.accent), (" ", style)];
    text.extend(pieces(
        state,
        headline,
        0..headline.title.len(),
        style,
        look,
    ));
    canvas.line_within(line, 1, end, &text);
    if !signs.is_empty() {
        canvas.line(line, end + 1, &[(&signs, theme.accent)]);
    }
    for column in columns {
        let cell = facts::cell(column, state, headline, look);
        canvas.line(line, at, &[(&cell, theme.soft)]);
        at += column.1 + 1;
    }
}
