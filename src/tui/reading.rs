//! The reading pane: the headline, a line of facts, and the text, each quotation lit in its speaker's hue.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::fit::{fit, width as cells, wrap};
use super::quotes::voice;
use super::theme::Theme;
use super::view::{Canvas, Look};
use super::when::at;
use super::{links, pictures};
use crate::app::{Action, Changes, Entry, Following, OwnLine, Reading, State, text_column};
use crate::news::QuoteKind;
use crate::renderer::direction::apart;
use crate::renderer::{Role, TextStyle};

/// The source, and how far down one is.
pub(super) fn title(state: &State, look: &Look) -> (String, String) {
    let Some(reading) = &state.reading else {
        return (String::new(), String::new());
    };
    if let Some(changes) = &reading.changes {
        let edit = &changes.edit;
        return (
            format!("Edited {}", at(edit.seen, &look.zone)),
            format!("edit {} of {}", edit.number, edit.of),
        );
    }
    (reading.article.source.clone(), place(state, look))
}

/// How far one is, and how long the rest takes: `42% · 6 min left`.
pub(super) fn place(state: &State, look: &Look) -> String {
    let (Some(reading), Some(area)) = (&state.reading, state.panes().reading) else {
        return String::new();
    };
    let height = usize::from(area.content().height);
    if let Some(coming) = &reading.coming {
        return format!("{}% laid out", coming.percent);
    }
    let percent = format!("{}%", reading.percent(height));
    let speed = state.settings.words_per_minute;
    match reading.minutes_left(height, speed) {
        Some(minutes) if area.width >= 40 => {
            format!("{percent} {} {minutes} min left", look.signs.dot)
        }
        _ => percent,
    }
}

/// Draws the pane.
pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>) {
    let Some(reading) = &state.reading else {
        return draw_failure(state, canvas);
    };
    let (left, width) = text_column(canvas.area, state.settings.measure);
    let indent = left - canvas.area.x;
    let look = canvas.look;
    let theme = &look.theme;
    if let Some(changes) = &reading.changes {
        return draw_changes(changes, indent, canvas);
    }
    let mut header: Vec<(String, Style)> = reading
        .title
        .iter()
        .map(|line| (line.clone(), theme.title))
        .collect();
    let standfirst = theme.text.add_modifier(Modifier::ITALIC);
    header.extend(
        reading
            .standfirst
            .iter()
            .map(|line| (line.clone(), standfirst)),
    );
    let speed = state.settings.words_per_minute;
    header.push((facts(reading, speed, width, look), theme.soft));
    header.extend(reading.also.iter().map(|line| (line.clone(), theme.soft)));
    header.extend(reading.own.iter().map(|line| own(line, look)));
    if let Some(notice) = banner(state, reading, width, look) {
        header.push((notice, theme.notice));
    }
    match reading.lead_line() {
        Some(line) => header.push((line, theme.soft)),
        None => header.extend((0..reading.lead_rows()).map(|_| (String::new(), theme.text))),
    }
    header.push((String::new(), theme.text));
    debug_assert_eq!(header.len(), reading.header_height());
    let above = header.len();
    for line in 0..usize::from(canvas.area.height) {
        let at = reading.scroll + line;
        if let Some((text, style)) = header.get(at) {
            canvas.line_within(line, indent, indent + width, &[(text, *style)]);
        } else if let Some(text) = reading.page.lines.get(at - above) {
            for run in &text.runs {
                canvas.set(
                    line,
                    indent + run.column,
                    &run.seen(),
                    style(run.style, theme),
                );
            }
        } else {
            let below = at - above - reading.page.lines.len();
            draw_tail(
                (state, reading),
                line,
                below,
                indent,
                indent + width,
                canvas,
            );
        }
    }
    pictures::reserve(state, canvas.buffer);
    light_passages(state, reading, left, canvas);
    light_hits(reading, left, canvas);
    if let Some(selection) = &state.selection {
        let style = theme.selecting;
        light(reading, &selection.range(), style, left, canvas);
    }
    if let Some(Following::Hints(hints)) = &state.following {
        links::draw_hints(reading, hints, left, canvas);
    }
}

/// What was changed: what went is grey and struck out, what came is underlined.
fn draw_changes(changes: &Changes, indent: u16, canvas: &mut Canvas<'_>) {
    let theme = &canvas.look.theme;
    let lines = changes.page.lines.iter().skip(changes.scroll);
    for (number, line) in lines.take(usize::from(canvas.area.height)).enumerate() {
        for run in &line.runs {
            let look = if run.style.strike {
                theme.soft.add_modifier(Modifier::CROSSED_OUT)
            } else if run.style.underline {
                theme.hit
            } else {
                style(run.style, theme)
            };
            canvas.set(number, indent + run.column, &run.seen(), look);
        }
    }
}

/// Lays the style of what was searched for over its own cells.
fn light_hits(reading: &Reading, left: u16, canvas: &mut Canvas<'_>) {
    let theme = &canvas.look.theme;
    let (all, here) = (theme.hit, theme.hit_here);
    let seen = reading.bytes_on_screen(usize::from(canvas.area.height));
    for (index, hit) in reading.hits.iter().enumerate() {
        if hit.end > seen.start && hit.start < seen.end {
            let style = if reading.hit == Some(index) {
                here
            } else {
                all
            };
            light(reading, hit, style, left, canvas);
        }
    }
}

/// Lays a style over the cells of a range of the text.
fn light(
    reading: &Reading,
    range: &Range<usize>,
    style: Style,
    left: u16,
    canvas: &mut Canvas<'_>,
) {
    for cells in reading.page.cells(range) {
        let line = (reading.header_height() + cells.line).checked_sub(reading.scroll);
        if let Some(y) = line.and_then(|line| canvas.row(line)) {
            let width = cells.columns.end - cells.columns.start;
            let area = Rect::new(left + cells.columns.start, y, width, 1);
            canvas.buffer.set_style(area, style);
        }
    }
}

/// Lays each quotation's tint over its own cells, then the reader's highlights.
fn light_passages(state: &State, reading: &Reading, left: u16, canvas: &mut Canvas<'_>) {
    let look = canvas.look;
    let theme = &look.theme;
    let height = usize::from(canvas.area.height);
    // While words are selected, they alone stand out.
    let selected = reading.selected.filter(|_| state.selection.is_none());
    for index in reading.quotes_on_screen(height) {
        let entry = Entry::Quote(index);
        let voice = voice(reading, entry, look);
        let quote = &reading.quotes[index];
        let style = match selected == Some(entry) {
            true => voice.selected,
            false if quote.kind == QuoteKind::Fragment => continue,
            false => voice.quote,
        };
        for range in &quote.ranges {
            light(reading, range, style, left, canvas);
        }
    }
    if let Some(Entry::Quote(index)) = selected {
        let voice = theme.voice(reading.voices[index]);
        let style = voice.name.add_modifier(Modifier::UNDERLINED);
        for range in reading.names_of_speaker(index) {
            light(reading, &range, style, left, canvas);
        }
    }
    for (index, marked) in reading.marked.iter().enumerate() {
        let entry = Entry::Mark(index);
        if let Some(place) = marked.place.as_ref()
            && marked.highlight.said.is_none()
            && reading.is_lit(entry, height)
        {
            let marker = &theme.markers[marked.highlight.colour.number()];
            let style = if selected == Some(entry) {
                marker.selected
            } else {
                marker.words
            };
            light(reading, place, style, left, canvas);
        }
    }
}

/// Where there is no article because its feed could not be read: why, and what to do.
fn draw_failure(state: &State, canvas: &mut Canvas<'_>) {
    let Some(feed) = state.current_feed() else {
        return;
    };
    let theme = &canvas.look.theme;
    let (left, width) = text_column(canvas.area, state.settings.measure);
    let mut lines: Vec<(String, Style)> = Vec::new();
    for (text, style) in [
        (Some(&feed.title), theme.title),
        (Some(&feed.url), theme.soft),
        (feed.poll.error.as_ref(), theme.error),
        (feed.poll.hint.as_ref(), theme.text),
    ] {
        if let Some(text) = text {
            lines.extend(wrap(text, width).into_iter().map(|line| (line, style)));
        }
    }
    for (index, (text, style)) in lines.iter().enumerate() {
        canvas.line(index, left - canvas.area.x, &[(text, *style)]);
    }
}

/// Author, date, reading time. Of these only the authors are ever too long.
fn facts(reading: &Reading, speed: u16, width: u16, look: &Look) -> String {
    let headline = &reading.article.headline;
    let between = format!(" {} ", look.signs.dot);
    let mut facts = Vec::new();
    if headline.date != 0 {
        facts.push(at(headline.date, &look.zone));
    }
    facts.push(format!("{} min", reading.minutes(speed)));
    facts.extend(reading.about.language.clone());
    if headline.bookmarked {
        facts.push(look.signs.bookmark.to_owned());
    }
    let facts = facts.join(&between);
    match headline
        .author
        .as_deref()
        .filter(|author| !author.is_empty())
    {
        Some(author) => {
            let room = width.saturating_sub(cells(&facts) + cells(&between));
            let by = fit(&format!("by {author}"), room, look.signs.ellipsis);
            let by = match by.strip_prefix("by ") {
                Some(author) => format!("by {}", apart(author)),
                None => by,
            };
            format!("{by}{between}{facts}")
        }
        None => facts,
    }
}

/// A line of what the reader wrote to the article.
fn own(line: &OwnLine, look: &Look) -> (String, Style) {
    let theme = &look.theme;
    let note = theme.soft.add_modifier(Modifier::ITALIC);
    match line {
        OwnLine::Tags(tags) => (tags.clone(), theme.accent.remove_modifier(Modifier::BOLD)),
        OwnLine::Note(text) => (format!("{} {text}", look.signs.note), note),
        OwnLine::More(text) => (format!("  {text}"), note),
    }
}

/// The banner: the longest wording that fits.
fn banner(state: &State, reading: &Reading, width: u16, look: &Look) -> Option<String> {
    let wordings = reading.banner()?;
    let mut notices = wordings
        .iter()
        .map(|text| state.keymap.worded(state.focus, text))
        .map(|text| format!("{} {text}", look.signs.preview));
    let shortest = notices.clone().next_back();
    notices.find(|notice| cells(notice) <= width).or(shortest)
}

/// Below the text: what was folded away, or the word that something was.
fn draw_tail(
    (state, reading): (&State, &Reading),
    line: usize,
    at: usize,
    indent: u16,
    end: u16,
    canvas: &mut Canvas<'_>,
) {
    let theme = &canvas.look.theme;
    let soft = theme.soft;
    if reading.folded.is_empty() {
        return;
    }
    let parts = match reading.parts_folded() {
        1 => "1 part".to_owned(),
        parts => format!("{parts} parts"),
    };
    let key = state.keymap.said(state.focus, Action::Folded);
    let word = if reading.unfolded {
        format!(
            "{parts} folded away {} {key} folds again",
            canvas.look.signs.dot
        )
    } else {
        format!(
            "{parts} folded away {} {key} shows them",
            canvas.look.signs.dot
        )
    };
    match at {
        1 => canvas.line_within(line, indent, end, &[(&word, soft)]),
        3.. if reading.unfolded => {
            if let Some(text) = reading.folded.get(at - 3) {
                let style = if text.is_reason {
                    soft.add_modifier(Modifier::ITALIC)
                } else {
                    soft
                };
                canvas.line_within(line, indent, end, &[(&text.text, style)]);
            }
        }
        _ => {}
    }
}

/// What a run's meaning looks like.
fn style(style: TextStyle, theme: &Theme) -> Style {
    let mut look = match style.role {
        Role::Body | Role::BlockQuote => theme.text,
        Role::Heading(1 | 2) => theme.title.add_modifier(Modifier::UNDERLINED),
        Role::Heading(_) | Role::TableHeader => theme.title,
        Role::Code | Role::Key => theme.code,
        Role::Mark => theme.mark,
        Role::Secondary | Role::Image | Role::LinkNumber => theme.soft,
        Role::Decoration => theme.faint,
    };
    if style.link.is_some() && style.role != Role::LinkNumber {
        look = look.patch(theme.link);
    }
    for (on, modifier) in [
        (style.strong, Modifier::BOLD),
        (style.emphasis, Modifier::ITALIC),
        (style.strike, Modifier::CROSSED_OUT),
        (style.underline, Modifier::UNDERLINED),
    ] {
        if on {
            look = look.add_modifier(modifier);
        }
    }
    look
}
