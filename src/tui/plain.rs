//! The screen for screen readers (`--plain`): one pane at a time, words instead of signs, nothing but blanks between, and the
//! cursor on the line that is read. Only what differs from the usual views stands here.

use super::view::Canvas;
use super::when::ago;
use crate::app::{Area, Entry, FrontLine, Overlay, Pane, Reading, State};
use crate::news::{Headline, LATER, Preview, same_tag};

/// A headline as one sentence, or as two lines where there is no room for one.
pub(super) fn headline(
    state: &State,
    headline: &Headline,
    line: usize,
    height: usize,
    canvas: &mut Canvas<'_>,
) {
    let style = canvas.look.theme.text;
    let mut title = headline.title.clone();
    if !headline.read {
        title = format!("unread: {title}");
    }
    let facts = facts(state, headline, canvas);
    if height == 1 {
        canvas.line(line, 0, &[(&format!("{title}. {facts}"), style)]);
    } else {
        canvas.line(line, 0, &[(&title, style)]);
        canvas.line(line + 1, 0, &[(&facts, style)]);
    }
}

fn facts(state: &State, headline: &Headline, canvas: &Canvas<'_>) -> String {
    let mut facts = Vec::new();
    facts.extend(state.feed(headline.feed).map(|feed| feed.title.clone()));
    facts.push(ago(headline.date, state.now, &canvas.look.zone));
    match headline.quotes.unwrap_or(0) {
        0 => {}
        1 => facts.push("1 quote".to_owned()),
        count => facts.push(format!("{count} quotes")),
    }
    let later = headline.tags.iter().any(|tag| same_tag(tag, LATER));
    for (on, word) in [
        (headline.bookmarked, "bookmarked"),
        (later, "to be read later"),
        (headline.noted, "with a note"),
        (headline.edited, "edited"),
        (headline.preview != Preview::No, "preview only"),
    ] {
        if on {
            facts.push(word.to_owned());
        }
    }
    facts.join(", ")
}

/// Where the cursor belongs: on the selected row, on the selected quotation, or on the first line of the text.
pub(super) fn cursor(state: &State) -> Option<(u16, u16)> {
    if state.front.open && state.overlay.is_none() && !state.quoted.is_open() {
        let area = state.front_area();
        let lines = state.front_lines();
        let selected = |line: &FrontLine| line.row == Some(state.front.selected);
        let line = lines.iter().position(selected).unwrap_or(0);
        return Some((state.front_column().0, row(area, line)));
    }
    let area = state.panes().area(state.focus)?.content();
    let line = match (state.overlay, state.focus) {
        (Some(Overlay::Themes { .. }), _) => state.themes.shown + 1,
        (Some(_), _) => 0,
        (None, _) if state.quoted.is_open() => 0,
        (None, Pane::Sources) => source_line(state),
        (None, Pane::List) => {
            let height = usize::from(state.list.row_height(area, state.settings.density));
            state.list.selected.saturating_sub(state.list.top) * height
        }
        (None, Pane::Reading) => state
            .reading
            .as_ref()
            .map_or(0, |reading| line_of_selected(reading).unwrap_or(0)),
        (None, Pane::Quotes) => {
            let selected = state.reading.as_ref().and_then(|reading| reading.selected);
            let lines = state.sidebar_lines();
            let line = lines
                .iter()
                .position(|line| line.entry.is_some() && line.entry == selected);
            line.unwrap_or(0)
        }
    };
    Some((area.x, row(area, line)))
}

fn row(area: Area, line: usize) -> u16 {
    let line = u16::try_from(line).unwrap_or(u16::MAX);
    area.y + line.min(area.height.saturating_sub(1))
}

/// The row of the selected source: a feed that failed takes two.
fn source_line(state: &State) -> usize {
    let rows = state.sources();
    let above = rows.iter().take(state.source).skip(state.source_top);
    above.map(|row| 1 + usize::from(row.error.is_some())).sum()
}

/// The line on which the selected quotation begins, where that is on the screen.
fn line_of_selected(reading: &Reading) -> Option<usize> {
    let place = match reading.selected? {
        Entry::Quote(index) => reading.quotes.get(index)?.ranges.first()?.clone(),
        entry @ Entry::Mark(_) => reading.place(entry)?,
    };
    let line = reading.header_height() + reading.page.line_of(place.start);
    line.checked_sub(reading.scroll)
}
