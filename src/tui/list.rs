//! The list pane: headlines with their source, age and signs; two lines each, or one where there is room.

use std::ops::Range;

use ratatui::style::Style;

use super::fit::{fit, width};
use super::plain;
use super::view::{Canvas, Look};
use super::when::ago;
use crate::app::{Action, Pane, State};
use crate::news::{Context, Headline, LATER, Preview, Scope, same_tag};

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
    let height = usize::from(list.row_height(canvas.area));
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
            in_two_lines(state, headline, line, canvas);
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

fn quotes(headline: &Headline, look: &Look) -> Option<String> {
    headline
        .quotes
        .filter(|count| *count > 0)
        .map(|count| format!("{}{count}", look.signs.quotes))
}

/// The feed's title, and how many other feeds have the article, too.
fn source(state: &State, headline: &Headline, room: u16, look: &Look) -> String {
    let title = state.feed(headline.feed);
    let title = title.map_or("", |feed| feed.title.as_str());
    let others = match headline.fold.len() {
        0 | 1 => String::new(),
        feeds => format!(" +{}", feeds - 1),
    };
    let title = fit(
        title,
        room.saturating_sub(width(&others)),
        look.signs.ellipsis,
    );
    format!("{title}{others}")
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
    pieces.extend(lit(&text[from..], &hits, theme.soft, theme.hit));
    canvas.line_within(line, 3, 3 + room, &pieces);
}

fn in_two_lines(state: &State, headline: &Headline, line: usize, canvas: &mut Canvas<'_>) {
    let look = canvas.look;
    let theme = &look.theme;
    let signs = signs(headline, look);
    let end = canvas.area.width.saturating_sub(if signs.is_empty() {
        1
    } else {
        width(&signs) + 2
    });
    let (sign, style) = if headline.read {
        (" ", theme.soft)
    } else {
        (look.signs.unread, theme.title)
    };
    let mut pieces = vec![(sign, theme.accent), (" ", style)];
    let hits = state.list.sought.hits(&headline.title);
    pieces.extend(lit(&headline.title, &hits, style, theme.hit));
    canvas.line_within(line, 1, end, &pieces);
    if !signs.is_empty() {
        canvas.line(line, end + 1, &[(&signs, theme.accent)]);
    }
    let age = ago(headline.date, state.now, &look.zone);
    let mut facts = format!(" {} {age}", look.signs.dot);
    if let Some(quotes) = quotes(headline, look) {
        facts = format!("{facts} {} {quotes}", look.signs.dot);
    }
    let room = canvas.area.width.saturating_sub(4 + width(&facts));
    let source = source(state, headline, room, look);
    canvas.line(line + 1, 3, &[(&source, theme.soft), (&facts, theme.soft)]);
}

fn in_one_line(state: &State, headline: &Headline, line: usize, canvas: &mut Canvas<'_>) {
    let look = canvas.look;
    let theme = &look.theme;
    let whole = canvas.area.width;
    let age = ago(headline.date, state.now, &look.zone);
    let age = format!("{age:>6}");
    let quotes = quotes(headline, look).unwrap_or_default();
    let right = format!("{} {quotes:>4}", signs(headline, look));
    let right = right.trim_start();
    let source_width = whole / 4;
    let source = source(state, headline, source_width, look);
    let facts = width(&age) + source_width + 2;
    let end = whole.saturating_sub(facts + width(right) + 2);
    let (sign, style) = if headline.read {
        (" ", theme.soft)
    } else {
        (look.signs.unread, theme.title)
    };
    let mut pieces = vec![(sign, theme.accent), (" ", style)];
    let hits = state.list.sought.hits(&headline.title);
    pieces.extend(lit(&headline.title, &hits, style, theme.hit));
    canvas.line_within(line, 1, end, &pieces);
    canvas.line(line, end + 1, &[(right, theme.accent)]);
    canvas.line(line, whole.saturating_sub(facts), &[(&source, theme.soft)]);
    canvas.line(
        line,
        whole.saturating_sub(width(&age) + 1),
        &[(&age, theme.soft)],
    );
}
