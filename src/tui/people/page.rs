//! One person's page in the people view: who it is, and all that they said, a card a quotation.

use ratatui::style::Style;

use super::super::fit::{fit, width, wrap};
use super::super::view::{Canvas, Look};
use super::super::when::{ago, at};
use crate::app::{PeopleView, PersonPage, State, text_column};
use crate::news::{PersonRow, Saying};
use crate::renderer::direction::apart;

pub(super) fn page_title(view: &PeopleView, look: &Look) -> (String, String) {
    let page = &view.page;
    match &page.person {
        None if page.rows.is_empty() => (String::new(), String::new()),
        None => (
            format!("Said {} {}", look.signs.dot, page.words),
            String::new(),
        ),
        Some(person) => {
            let mut title = person.person.name.clone();
            if !page.words.is_empty() && view.typing.is_none() {
                title = format!("{title} / {}", page.words);
            }
            let followed = if person.followed { "followed" } else { "" };
            (title, followed.to_owned())
        }
    }
}

/// A line of the page.
struct PageLine {
    text: String,
    style: Style,
    indent: u16,
}

pub(super) fn draw_page(state: &State, view: &PeopleView, canvas: &mut Canvas<'_>) {
    let look = canvas.look;
    let page = &view.page;
    let (x, cells) = text_column(canvas.area, state.settings.measure);
    let left = x - canvas.area.x;
    let header = page.person.as_ref().map_or_else(Vec::new, |person| {
        header(person, page, cells, canvas.area.height, look)
    });
    for (index, line) in header.iter().enumerate() {
        canvas.line(index, left + line.indent, &[(&line.text, line.style)]);
    }
    if page.rows.is_empty() {
        if page.person.is_some() && !page.words.is_empty() {
            canvas.line(
                header.len(),
                left,
                &[("Nothing they said holds these words.", look.theme.soft)],
            );
        }
        return;
    }
    let height = usize::from(canvas.area.height).saturating_sub(header.len());
    let cards = cards(state, view, cells, height, look);
    for (at, selected, line) in cards {
        canvas.line(
            header.len() + at,
            left + line.indent,
            &[(&line.text, line.style)],
        );
        if selected {
            let style = look.theme.accent;
            canvas.line(
                header.len() + at,
                left.saturating_sub(1),
                &[(look.signs.selected, style)],
            );
        }
    }
}

/// Name, title, other names and outlets; less of it where there is little height.
fn header(
    person: &PersonRow,
    page: &PersonPage,
    cells: u16,
    height: u16,
    look: &Look,
) -> Vec<PageLine> {
    let theme = &look.theme;
    let dot = look.signs.dot;
    let mut lines = Vec::new();
    let mut push = |text: String, style: Style| {
        lines.push(PageLine {
            text,
            style,
            indent: 0,
        });
    };
    if let Some(title) = &person.person.title {
        push(fit(title, cells, look.signs.ellipsis), theme.text);
    }
    let count = if person.quotes == 1 {
        "1 quotation".to_owned()
    } else {
        format!("{} quotations", person.quotes)
    };
    let mut facts = vec![count];
    facts.extend(
        page.outlets
            .iter()
            .map(|(name, count)| format!("{} {count}", apart(name))),
    );
    let most = if height < 16 { 1 } else { 2 };
    for line in packed(&facts, &format!(" {dot} "), cells)
        .into_iter()
        .take(most)
    {
        push(fit(&line, cells, look.signs.ellipsis), theme.soft);
    }
    if height >= 16 && !person.person.aliases.is_empty() {
        let also = format!("also {}", person.person.aliases.join(&format!(" {dot} ")));
        push(fit(&also, cells, look.signs.ellipsis), theme.soft);
    }
    let rule = look.signs.horizontal.repeat(usize::from(cells));
    push(rule, theme.faint);
    lines
}

/// Facts in lines, none of them split.
fn packed(facts: &[String], between: &str, cells: u16) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for fact in facts {
        match lines.last_mut() {
            Some(line) if width(line) + width(between) + width(fact) <= cells => {
                line.push_str(between);
                line.push_str(fact);
            }
            _ => lines.push(fact.clone()),
        }
    }
    lines
}

/// The lines of the quotations on the screen: the selected one in the upper part, others around it.
fn cards(
    state: &State,
    view: &PeopleView,
    cells: u16,
    height: usize,
    look: &Look,
) -> Vec<(usize, bool, PageLine)> {
    let page = &view.page;
    let card = |index: usize| {
        card(
            state,
            &page.rows[index],
            page,
            index == page.selected && view.on_page,
            cells,
            look,
        )
    };
    let selected = page.selected.min(page.rows.len() - 1);
    let mut first = selected;
    let mut above = 0;
    // Others before it, up to a quarter of the height.
    while first > 0 {
        let lines = card(first - 1).len() + 1;
        if above + lines > height / 4 {
            break;
        }
        above += lines;
        first -= 1;
    }
    // At the end of the list, as many as fill the screen.
    let mut below: usize = (first..page.rows.len())
        .map(|index| card(index).len() + 1)
        .scan(0, |sum, lines| {
            *sum += lines;
            Some(*sum)
        })
        .take_while(|sum| *sum <= height + 1)
        .last()
        .unwrap_or(0);
    let all_shown = |below: usize, first: usize| {
        (first..page.rows.len())
            .map(|index| card(index).len() + 1)
            .take(height)
            .sum::<usize>()
            == below
    };
    while first > 0 && all_shown(below, first) {
        let lines = card(first - 1).len() + 1;
        if below + lines > height + 1 {
            break;
        }
        below += lines;
        first -= 1;
    }
    let mut placed = Vec::new();
    let mut at = 0;
    for index in first..page.rows.len() {
        if at >= height {
            break;
        }
        let is_selected = index == selected && view.on_page;
        for line in card(index) {
            placed.push((at, is_selected, line));
            at += 1;
        }
        at += 1;
    }
    placed.retain(|(at, _, _)| *at < height);
    placed
}

/// One quotation: outlet and time, the words, the headline of the article.
fn card(
    state: &State,
    saying: &Saying,
    page: &PersonPage,
    selected: bool,
    cells: u16,
    look: &Look,
) -> Vec<PageLine> {
    let theme = &look.theme;
    let dot = look.signs.dot;
    let (open, close) = look.signs.marks;
    let mut lines = Vec::new();
    let mut push = |text: String, style: Style, indent: u16| {
        lines.push(PageLine {
            text,
            style,
            indent,
        });
    };
    if page.person.is_none() {
        let speaker = saying.speaker.as_deref().unwrap_or("unattributed");
        push(
            fit(speaker, cells.saturating_sub(1), look.signs.ellipsis),
            theme.title,
            1,
        );
    }
    let words = format!("{open}{}{close}", saying.said());
    let wrapped = wrap(&words, cells.saturating_sub(2));
    let most = if selected { usize::MAX } else { 6 };
    let cut = wrapped.len() > most;
    let style = if selected || !lit(page, state) {
        theme.text
    } else {
        theme.soft
    };
    for (index, line) in wrapped.into_iter().take(most).enumerate() {
        let line = if cut && index + 1 == most {
            format!(
                "{} {}",
                fit(&line, cells.saturating_sub(4), ""),
                look.signs.ellipsis
            )
        } else {
            line
        };
        push(line, style, 1);
    }
    let when = if state.now - saying.date < 7 * 24 * 3600 {
        ago(saying.date, state.now, &look.zone)
    } else {
        at(saying.date, &look.zone)
    };
    let facts = format!(
        "{} {dot} {when} {dot} {}",
        apart(&saying.source),
        apart(&saying.headline)
    );
    push(
        fit(&facts, cells.saturating_sub(2), look.signs.ellipsis),
        theme.soft,
        1,
    );
    lines
}

/// Whether one of the quotations has the keys, so that the others step back.
fn lit(page: &PersonPage, state: &State) -> bool {
    state.quoted.view.as_ref().is_some_and(|view| view.on_page) && page.rows.len() > 1
}
