//! The people view: everyone who is quoted, and beside them one person's page; set like the sidebar, with room.

mod page;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fit::width;
use super::view::{Canvas, Look, clear, rule, title_line};
use super::when::ago;
use crate::app::{Area, PeopleView, State, people_areas};
use crate::news::PersonRow;
use page::{draw_page, page_title};

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
    canvas.line(line + 1, facts_at, &[(&facts, theme.soft)]);
}
