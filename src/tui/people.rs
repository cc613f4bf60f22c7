//! The people view: everyone who is quoted, and what one of them said; set like the sidebar, with room.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::fit::{fit, width, wrap};
use super::view::{Canvas, Look, clear, rule, title_line};
use super::when::{ago, at};
use crate::app::{Area, PeopleView, PersonPage, State, people_areas, text_column};
use crate::news::{PersonRow, Saying};
use crate::renderer::direction::apart;

/// Draws the view over the panes.
pub(super) fn draw(
    state: &State,
    view: &PeopleView,
    look: &Look,
    buffer: &mut Buffer,
    screen: Rect,
) {
    let (list, page) = people_areas(state.size, view.on_page);
    let whole = Area {
        x: 0,
        y: 0,
        width: screen.width,
        height: screen.height,
    };
    clear(buffer, look, whole);
    if let Some(area) = list {
        let (title, facts) = list_title(view, look);
        title_line(buffer, look, area, !view.on_page, &title, &facts);
        let mut canvas = Canvas {
            buffer,
            look,
            area: area.content(),
            focused: !view.on_page,
        };
        draw_list(state, view, &mut canvas);
    }
    if let Some(area) = page {
        let (title, facts) = page_title(view, look);
        title_line(buffer, look, area, view.on_page, &title, &facts);
        let mut canvas = Canvas {
            buffer,
            look,
            area: area.content(),
            focused: view.on_page,
        };
        draw_page(state, view, &mut canvas);
        if area.x > 0 {
            rule(buffer, look, area, area.x - 1);
        }
    }
}

fn list_title(view: &PeopleView, look: &Look) -> (String, String) {
    let title = if view.words.is_empty() || view.typing.is_some() && !view.on_page {
        "People".to_owned()
    } else {
        format!("People / {}", view.words)
    };
    let facts = match &view.marked {
        Some((_, name)) => format!("{name} is{}", look.signs.ellipsis),
        None => view.order.name().to_owned(),
    };
    (title, facts)
}

fn page_title(view: &PeopleView, look: &Look) -> (String, String) {
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

/// Name and count, title and outlets below, a thin line below both.
fn draw_list(state: &State, view: &PeopleView, canvas: &mut Canvas<'_>) {
    let look = canvas.look;
    let theme = &look.theme;
    if view.rows.is_empty() {
        let lines: &[&str] = if view.loading.is_some() {
            &[]
        } else if view.words.starts_with(['"', '“']) {
            &["What was said, by anyone."]
        } else if !view.words.is_empty() {
            &["Nobody is called so.", "Beside this: who said so."]
        } else {
            &["Nobody is quoted yet.", "{refresh-all} asks all feeds."]
        };
        for (index, text) in lines.iter().enumerate() {
            let text = state.keymap.worded(state.focus, text);
            canvas.line(1 + index, 2, &[(&text, theme.soft)]);
        }
        return;
    }
    let height = usize::from(PeopleView::row_height(state.size.rows));
    let fits = usize::from(canvas.area.height).div_ceil(height);
    for (index, row) in view.rows.iter().enumerate().skip(view.top).take(fits) {
        let line = (index - view.top) * height;
        draw_person(state, view, row, line, canvas);
        if height > 2 && index + 1 < view.rows.len() {
            let rule = look
                .signs
                .horizontal
                .repeat(usize::from(canvas.area.width.saturating_sub(4)));
            canvas.line(line + 2, 2, &[(&rule, theme.faint)]);
        }
        if index == view.selected {
            let style = if canvas.focused {
                theme.selected
            } else {
                theme.selected_away
            };
            canvas.tint(line, style);
            canvas.tint(line + 1, style);
        }
    }
}

fn draw_person(
    state: &State,
    view: &PeopleView,
    row: &PersonRow,
    line: usize,
    canvas: &mut Canvas<'_>,
) {
    let look = canvas.look;
    let theme = &look.theme;
    let count = row.quotes.to_string();
    let marked = view.marked.as_ref().is_some_and(|(id, _)| *id == row.id);
    let sign = if marked {
        look.signs.selected
    } else if row.followed {
        look.signs.bookmark
    } else {
        ""
    };
    let signs = if sign.is_empty() {
        String::new()
    } else {
        format!("{sign} ")
    };
    let at = canvas.area.width.saturating_sub(width(&count) + 2);
    let before = at.saturating_sub(width(&signs));
    canvas.line_within(
        line,
        2,
        before.saturating_sub(1),
        &[(&row.person.name, theme.title)],
    );
    canvas.line(
        line,
        before,
        &[(&signs, theme.accent), (&count, theme.soft)],
    );
    let outlets = if row.outlets == 1 {
        "1 outlet".to_owned()
    } else {
        format!("{} outlets", row.outlets)
    };
    let facts = format!(
        "{outlets} {} {}",
        look.signs.dot,
        ago(row.last, state.now, &look.zone)
    );
    let facts_at = canvas.area.width.saturating_sub(width(&facts) + 2);
    let title = row.person.title.as_deref().unwrap_or_default();
    canvas.line_within(
        line + 1,
        2,
        facts_at.saturating_sub(2),
        &[(title, theme.soft)],
    );
    canvas.line(line + 1, facts_at, &[(&facts, theme.faint)]);
}

/// A line of the page.
struct PageLine {
    text: String,
    style: Style,
    indent: u16,
}

fn draw_page(state: &State, view: &PeopleView, canvas: &mut Canvas<'_>) {
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
        push(fit(&also, cells, look.signs.ellipsis), theme.faint);
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
        theme.faint,
        1,
    );
    lines
}

/// Whether one of the quotations has the keys, so that the others step back.
fn lit(page: &PersonPage, state: &State) -> bool {
    state.quoted.view.as_ref().is_some_and(|view| view.on_page) && page.rows.len() > 1
}
