//! The front page: the day above, then story by story its headline, who has it, and what was said; set in one column.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::{fit, width};
use super::view::{Canvas, Look, clear, title_line};
use super::when::{ago, at, whole_day};
use crate::app::{Area, FrontLine, FrontPart, FrontRow, MARGIN, Pane, State};
use crate::news::{Saying, Story};

/// Draws it over the panes.
pub(super) fn draw(state: &State, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let whole = Area {
        x: 0,
        y: 0,
        width: screen.width,
        height: screen.height,
    };
    clear(buffer, look, whole);
    title_line(buffer, look, whole, true, "Front page", &facts(state));
    let area = state.front_area();
    let (x, cells) = state.front_column();
    let mut canvas = Canvas {
        buffer,
        look,
        area,
        focused: true,
    };
    let left = x - area.x;
    let lines = state.front_lines();
    if lines.is_empty() {
        for (index, text) in empty(state, look).iter().enumerate() {
            let text = state.keymap.worded(Pane::List, text);
            canvas.line(1 + index, left, &[(&text, look.theme.soft)]);
        }
        return;
    }
    for (index, line) in lines.iter().enumerate() {
        draw_line(state, line, index, left, cells, &mut canvas);
        let is_selected = line.row == Some(state.front.selected);
        if is_selected && !matches!(line.part, FrontPart::Gap) {
            let margin = left.saturating_sub(1);
            canvas.line(index, margin, &[(look.signs.selected, look.theme.accent)]);
        }
    }
}

/// How much there is.
fn facts(state: &State) -> String {
    let front = &state.front;
    let Some(page) = front.page.as_ref().filter(|page| page.articles > 0) else {
        return String::new();
    };
    let counted = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    let articles = counted(page.articles, "article", "articles");
    let hours = state.settings.front_hours;
    format!("{articles} in {hours} hours")
}

/// What is said where there is nothing.
fn empty(state: &State, look: &Look) -> Vec<String> {
    match &state.front.page {
        Some(page) => vec![
            format!("Nothing new since {}.", at(page.since, &look.zone)),
            "{refresh-all} asks all feeds.".to_owned(),
        ],
        None => vec![format!("Reading what came{}", look.signs.ellipsis)],
    }
}

fn draw_line(
    state: &State,
    line: &FrontLine,
    index: usize,
    left: u16,
    cells: u16,
    canvas: &mut Canvas<'_>,
) {
    let look = canvas.look;
    let theme = &look.theme;
    let text = line.text.as_str();
    let indent = left + MARGIN;
    let end = left + cells;
    let story = |number: usize| state.front.stories().get(number);
    match line.part {
        FrontPart::Gap => {}
        FrontPart::Day => {
            let day = whole_day(state.now, &look.zone);
            let day = fit(&day, cells, look.signs.ellipsis);
            let middle = cells.saturating_sub(width(&day)) / 2;
            canvas.line_within(index, left + middle, end, &[(&day, theme.title)]);
        }
        FrontPart::Rule => {
            let rule = look.signs.horizontal.repeat(usize::from(cells));
            canvas.line_within(index, left, end, &[(&rule, theme.faint)]);
        }
        FrontPart::Headline(row) => {
            let unread = match row {
                FrontRow::Story(number) => story(number).is_some_and(Story::is_unread),
                FrontRow::Report(..) => false,
            };
            if unread && state.settings.plain {
                let pieces = [("unread: ", theme.accent), (text, theme.title)];
                canvas.line_within(index, indent, end, &pieces);
                return;
            }
            if unread {
                canvas.line_within(index, left, indent, &[(look.signs.unread, theme.accent)]);
            }
            canvas.line_within(index, indent, end, &[(text, theme.title)]);
        }
        FrontPart::HeadlineOn => canvas.line_within(index, indent, end, &[(text, theme.title)]),
        FrontPart::Outlets(row) => {
            let date = state
                .front
                .headline(row)
                .map_or(state.now, |headline| headline.date);
            let age = ago(date, state.now, &look.zone);
            let dot = look.signs.dot;
            let mut facts = format!(" {dot} {age}");
            if let FrontRow::Story(number) = row
                && let Some(others) = story(number).map(|story| story.reports.len())
                && others > 1
            {
                facts = format!("{facts} {dot} {others} articles");
            }
            let room = cells.saturating_sub(MARGIN + width(&facts));
            let outlets = fit(text, room, look.signs.ellipsis);
            let pieces = [(outlets.as_str(), theme.soft), (facts.as_str(), theme.soft)];
            canvas.line_within(index, indent, end, &pieces);
        }
        FrontPart::FirstWords => {
            canvas.line_within(index, indent + 1, end, &[(text, theme.text)]);
        }
        FrontPart::Words => canvas.line_within(index, indent + 2, end, &[(text, theme.text)]),
        FrontPart::Speaker(number) => draw_speaker(state, number, index, indent + 2, end, canvas),
        FrontPart::Report(row) => {
            let FrontRow::Report(number, other) = row else {
                return;
            };
            let Some(report) = story(number).and_then(|story| story.reports.get(other)) else {
                return;
            };
            if !report.headline.read {
                let sign = [(look.signs.unread, theme.accent)];
                canvas.line_within(index, indent, end, &sign);
            }
            let outlet = format!("{}  ", report.source);
            let pieces = [
                (outlet.as_str(), theme.soft),
                (report.headline.title.as_str(), theme.text),
            ];
            canvas.line_within(index, indent + 2, end, &pieces);
        }
    }
}

/// The name in the speaker's hue, the title in grey. Who speaks in several stories has one hue.
fn draw_speaker(
    state: &State,
    number: usize,
    index: usize,
    indent: u16,
    end: u16,
    canvas: &mut Canvas<'_>,
) {
    let look = canvas.look;
    let stories = state.front.stories();
    let saying = |story: &Story| story.quotation.clone();
    let Some(Saying {
        speaker: Some(name),
        title,
        ..
    }) = stories.get(number).and_then(saying)
    else {
        return;
    };
    let is_theirs = |story: &Story| {
        let quotation = story.quotation.as_ref();
        quotation.and_then(|saying| saying.speaker.as_ref()) == Some(&name)
    };
    let voice = look.theme.voice(stories.iter().position(is_theirs));
    let dash = if state.settings.ascii { "-- " } else { "— " };
    let title = title.map_or_else(String::new, |title| format!(", {title}"));
    let pieces = [
        (dash, look.theme.faint),
        (name.as_str(), voice.name),
        (title.as_str(), look.theme.soft),
    ];
    canvas.line_within(index, indent, end, &pieces);
}
