//! The list pane: headlines with their source, age and signs; two lines each, or one where there is room.

use super::fit::{fit, width};
use super::view::{Canvas, Look};
use super::when::ago;
use crate::app::{List, State};
use crate::news::{Headline, Preview, Scope};

/// The list's name, and what is known of it.
pub(super) fn title(state: &State, look: &Look) -> (String, String) {
    let list = &state.list;
    let mut title = match &list.scope {
        Scope::All => "All articles".to_owned(),
        Scope::Unread => "Unread".to_owned(),
        Scope::Bookmarks => "Bookmarks".to_owned(),
        Scope::Folder(name) => name.clone(),
        Scope::Person(_) | Scope::Quotation(..) => state.quoting_name().to_owned(),
        Scope::Feed(id) => state
            .feed(*id)
            .map_or_else(String::new, |feed| feed.title.clone()),
    };
    if !list.words.is_empty() && state.prompt.is_none() {
        title = format!("{title} / {}", list.words);
    }
    let facts = if list.arrived > 0 {
        format!("{} new {} g", list.arrived, look.signs.dot)
    } else {
        let rows = state.sources();
        let count = rows
            .iter()
            .find(|row| row.scope == list.scope)
            .map_or(0, |row| row.count);
        match list.scope {
            Scope::Bookmarks => format!("{count} kept"),
            _ if count > 0 => format!("{count} unread"),
            _ => String::new(),
        }
    };
    (title, facts)
}

/// Draws the pane.
pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>) {
    let look = canvas.look;
    let list = &state.list;
    if list.rows.is_empty() {
        let lines = empty(state);
        for (index, text) in lines.iter().enumerate() {
            canvas.line(1 + index, 2, &[(text, look.theme.soft)]);
        }
        return;
    }
    let height = usize::from(List::row_height(canvas.area.width));
    let fits = usize::from(canvas.area.height).div_ceil(height);
    for (index, headline) in list.rows.iter().enumerate().skip(list.top).take(fits) {
        let line = (index - list.top) * height;
        if height == 1 {
            in_one_line(state, headline, line, canvas);
        } else {
            in_two_lines(state, headline, line, canvas);
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
    } else if !state.list.words.is_empty() {
        vec!["Nothing holds these words.", "<esc> clears the filter."]
    } else if state.list.scope == Scope::Bookmarks {
        vec!["No bookmarks yet.", "b keeps an article here."]
    } else if state.progress.is_some() {
        vec!["Asking the feeds…"]
    } else {
        vec!["Nothing here yet.", "R asks all feeds."]
    }
}

/// The signs of a headline: bookmarked, edited, preview.
fn signs(headline: &Headline, look: &Look) -> String {
    let signs = look.signs;
    [
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

fn source<'a>(state: &'a State, headline: &Headline) -> &'a str {
    state
        .feed(headline.feed)
        .map_or("", |feed| feed.title.as_str())
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
    canvas.line_within(
        line,
        1,
        end,
        &[(sign, theme.accent), (" ", style), (&headline.title, style)],
    );
    if !signs.is_empty() {
        canvas.line(line, end + 1, &[(&signs, theme.accent)]);
    }
    let age = ago(headline.date, state.now, &look.zone);
    let mut facts = format!(" {} {age}", look.signs.dot);
    if let Some(quotes) = quotes(headline, look) {
        facts = format!("{facts} {} {quotes}", look.signs.dot);
    }
    let room = canvas.area.width.saturating_sub(4 + width(&facts));
    let source = fit(source(state, headline), room, look.signs.ellipsis);
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
    let source = fit(source(state, headline), source_width, look.signs.ellipsis);
    let facts = width(&age) + source_width + 2;
    let end = whole.saturating_sub(facts + width(right) + 2);
    let (sign, style) = if headline.read {
        (" ", theme.soft)
    } else {
        (look.signs.unread, theme.title)
    };
    canvas.line_within(
        line,
        1,
        end,
        &[(sign, theme.accent), (" ", style), (&headline.title, style)],
    );
    canvas.line(line, end + 1, &[(right, theme.accent)]);
    canvas.line(line, whole.saturating_sub(facts), &[(&source, theme.soft)]);
    canvas.line(
        line,
        whole.saturating_sub(width(&age) + 1),
        &[(&age, theme.soft)],
    );
}
