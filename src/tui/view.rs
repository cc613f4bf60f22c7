//! The whole screen: the panes, the rules between them, what lies over them, and the status line.

use jiff::tz::TimeZone;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::fit::{fit, width, write, write_cut};
use super::hyperlinks::Linked;
use super::links::LinkCells;
use super::pictures::Pictures;
use super::signs::Signs;
use super::theme::{Colours, Theme};
use super::{
    details, echoes, enclosures, front, help, links, list, log, outline, palette, people, plain,
    quotes, reading, shares, sources, status, subscribing, themes, which,
};
use crate::app::{Area, Following, Overlay, Pane, Purpose, State};
use crate::config::themes::Palette;

/// How things look: what does not depend on the state.
#[derive(Debug, Clone)]
pub struct Look {
    /// The colours.
    pub theme: Theme,
    /// All that there are.
    themes: Vec<Theme>,
    /// The signs.
    pub signs: Signs,
    /// The zone that times are shown in.
    pub zone: TimeZone,
    /// The terminal has hyperlinks of its own.
    pub hyperlinks: bool,
    /// Right-to-left text is put into the order in which it is seen; otherwise the terminal does that.
    pub reorders: bool,
    /// The terminal is told that it is not to do it.
    pub(super) is_told: bool,
    /// How it is given pictures.
    pub pictures: Pictures,
    /// The colours that it has.
    pub(super) colours: Colours,
}

impl Look {
    /// The look of the first theme, with the signs of every common font, or of ASCII.
    pub fn new(palettes: &[Palette], colours: Colours, ascii: bool, zone: TimeZone) -> Self {
        let signs = if ascii {
            super::signs::ASCII
        } else {
            super::signs::UNICODE
        };
        let themes: Vec<Theme> = palettes
            .iter()
            .map(|palette| Theme::new(palette, colours))
            .collect();
        let theme = themes.first().cloned();
        Self {
            theme: theme.unwrap_or_else(Theme::without_colour),
            themes,
            signs,
            zone,
            hyperlinks: false,
            reorders: true,
            is_told: false,
            pictures: Pictures::default(),
            colours,
        }
    }

    /// The same in words, for screen readers.
    #[must_use]
    pub fn in_words(mut self) -> Self {
        self.signs = super::signs::WORDS;
        self
    }

    /// Takes on the theme with this number, if there is one.
    pub fn show_theme(&mut self, number: usize) {
        if let Some(theme) = self.themes.get(number)
            && *theme != self.theme
        {
            self.theme = theme.clone();
        }
    }
}

/// A pane's part of the screen, with all that is needed to draw in it.
pub(super) struct Canvas<'a> {
    pub buffer: &'a mut Buffer,
    pub look: &'a Look,
    /// Below the title line.
    pub area: Area,
    /// The keys go to this pane.
    pub focused: bool,
}

impl Canvas<'_> {
    /// Writes pieces into a line of the pane, counted from its top; nothing where it has no such line.
    pub fn line(&mut self, line: usize, indent: u16, pieces: &[(&str, Style)]) {
        self.line_within(line, indent, self.area.width, pieces);
    }

    /// The same, up to the column `end` of the pane.
    pub fn line_within(&mut self, line: usize, indent: u16, end: u16, pieces: &[(&str, Style)]) {
        let Some(y) = self.row(line) else {
            return;
        };
        let cells = end.min(self.area.width).saturating_sub(indent);
        write(
            self.buffer,
            (self.area.x + indent, y),
            cells,
            self.look,
            pieces,
        );
    }

    /// Writes text that is set already, and in order, as it is.
    pub fn set(&mut self, line: usize, indent: u16, text: &str, style: Style) {
        if let Some(y) = self.row(line) {
            let cells = usize::from(self.area.width.saturating_sub(indent));
            self.buffer
                .set_stringn(self.area.x + indent, y, text, cells, style);
        }
    }

    /// Lays a style over a whole line of the pane.
    pub fn tint(&mut self, line: usize, style: Style) {
        if let Some(y) = self.row(line) {
            self.buffer
                .set_style(Rect::new(self.area.x, y, self.area.width, 1), style);
        }
    }

    /// The row of the screen of a line of the pane.
    pub fn row(&self, line: usize) -> Option<u16> {
        let line = u16::try_from(line).ok()?;
        (line < self.area.height).then_some(self.area.y + line)
    }
}

/// Draws the state.
pub fn view(state: &State, look: &Look, frame: &mut Frame<'_>) {
    view_linked(state, look, frame);
}

/// Draws the state, and says which cells are links; none where the terminal has no hyperlinks.
pub fn view_linked(state: &State, look: &Look, frame: &mut Frame<'_>) -> Vec<Linked> {
    let area = frame.area();
    let mut links = LinkCells::default();
    let cursor = draw(state, look, frame.buffer_mut(), area, &mut links);
    // Last, where nothing else was drawn.
    look.pictures.draw(state, look.colours, frame.buffer_mut());
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
    links.uncovered(frame.buffer_mut())
}

/// Draws into a buffer; returns where the cursor belongs, if anything is being typed.
fn draw(
    state: &State,
    look: &Look,
    buffer: &mut Buffer,
    screen: Rect,
    links: &mut LinkCells,
) -> Option<(u16, u16)> {
    // The terminal may already be smaller than the state knows: then the next message brings a new size.
    if screen.width < state.size.columns || screen.height < state.size.rows || screen.is_empty() {
        return None;
    }
    // The paper.
    buffer.set_style(screen, look.theme.text);
    let panes = state.panes();
    for pane in [Pane::Sources, Pane::List, Pane::Reading, Pane::Quotes] {
        let Some(area) = panes.area(pane) else {
            continue;
        };
        let over = pane == Pane::Quotes && panes.overlay;
        if over {
            clear(buffer, look, area);
        }
        let focused = state.focus == pane;
        let (title, facts) = match pane {
            Pane::Sources => ("Sources".to_owned(), String::new()),
            Pane::List => list::title(state, look),
            Pane::Reading => reading::title(state, look),
            Pane::Quotes => quotes::title(state, look),
        };
        if !panes.zen {
            title_line(buffer, look, area, focused, &title, &facts);
        }
        let content = area.content();
        // What lies over the article has a rule of its own, on the side of the text.
        let area_within = if over {
            Area {
                x: content.x + u16::from(!panes.mirrored),
                width: content.width - 1,
                ..content
            }
        } else {
            content
        };
        let mut canvas = Canvas {
            buffer,
            look,
            area: area_within,
            focused,
        };
        match pane {
            Pane::Sources => sources::draw(state, &mut canvas),
            Pane::List => list::draw(state, &mut canvas),
            Pane::Reading => reading::draw(state, &mut canvas),
            Pane::Quotes => quotes::draw(state, &mut canvas),
        }
        if pane == Pane::Reading && look.hyperlinks {
            *links = LinkCells::of(state, buffer);
        }
        let at = match (over, panes.mirrored) {
            (true, false) => Some(area.x),
            (true, true) => Some(area.x + area.width - 1),
            (false, _) => area.x.checked_sub(1),
        };
        if let Some(x) = at {
            rule(buffer, look, area, x);
        }
    }
    let above_status = Rect {
        height: panes.status.y.max(1),
        ..screen
    };
    if state.front.open {
        front::draw(state, look, buffer, above_status);
    }
    if let Some(view) = &state.quoted.view {
        people::draw(state, view, look, buffer, above_status);
    }
    if let Some(found) = &state.quoted.echoes {
        echoes::draw(state, found, look, buffer, above_status);
    }
    subscribing::draw(state, look, buffer, above_status);
    match state.overlay {
        Some(Overlay::Help) => help::draw(state, look, buffer, above_status),
        Some(Overlay::Log) => log::draw(state, look, buffer, above_status),
        Some(Overlay::Themes { .. }) => themes::draw(state, look, buffer, above_status),
        Some(Overlay::Enclosures(selected)) => {
            enclosures::draw(state, look, buffer, above_status, selected);
        }
        Some(Overlay::Shares(selected)) => {
            shares::draw(state, look, buffer, above_status, selected);
        }
        Some(Overlay::Outline(selected)) => {
            outline::draw(state, selected, look, buffer, above_status);
        }
        Some(Overlay::Details) => details::draw(state, look, buffer, above_status),
        None => {}
    }
    if state
        .prompt
        .as_ref()
        .is_some_and(|line| line.purpose == Purpose::Command)
    {
        palette::draw(state, look, buffer, above_status);
    }
    if let Some(Following::Bar(there)) = &state.following {
        links::draw_bar(there, look, buffer, above_status);
    }
    if state.pressed.hint {
        which::draw(state, look, buffer, above_status);
    }
    let typed = status::draw(state, look, buffer, panes.status);
    typed.or_else(|| plain::cursor(state).filter(|_| state.settings.plain))
}

/// One thin rule with the pane's title in it, and a few facts at its right end.
pub(super) fn title_line(
    buffer: &mut Buffer,
    look: &Look,
    area: Area,
    focused: bool,
    title: &str,
    facts: &str,
) {
    let theme = &look.theme;
    let rule = look.signs.horizontal.repeat(usize::from(area.width));
    buffer.set_stringn(area.x, area.y, rule, usize::from(area.width), theme.faint);
    let facts_width = if facts.is_empty() {
        0
    } else {
        width(facts) + 2
    };
    let room = area.width.saturating_sub(2);
    let facts_fit = facts_width + 8 <= room;
    let title_room = if facts_fit { room - facts_width } else { room };
    if title_room > 2 && !title.is_empty() {
        let style = if focused { theme.accent } else { theme.soft };
        let title = fit(title, title_room.saturating_sub(2), look.signs.ellipsis);
        let pieces = [(" ", style), (title.as_str(), style), (" ", style)];
        write_cut(buffer, (area.x + 1, area.y), title_room, look, &pieces);
    }
    if facts_fit && !facts.is_empty() {
        let x = area.x + area.width - facts_width - 1;
        let pieces = [(" ", theme.soft), (facts, theme.soft), (" ", theme.soft)];
        write_cut(buffer, (x, area.y), facts_width, look, &pieces);
    }
}

/// The thin rule beside a pane, in a column of the screen.
pub(super) fn rule(buffer: &mut Buffer, look: &Look, area: Area, x: u16) {
    for y in area.y..area.y + area.height {
        let sign = if y == area.y {
            look.signs.tee
        } else {
            look.signs.vertical
        };
        buffer.set_string(x, y, sign, look.theme.faint);
    }
}

/// Empties an area for what lies over it.
pub(super) fn clear(buffer: &mut Buffer, look: &Look, area: Area) {
    for y in area.y..area.y + area.height {
        // A wide character must not reach into it from the left.
        if let Some(x) = area.x.checked_sub(1)
            && width(buffer[(x, y)].symbol()) > 1
        {
            buffer[(x, y)].set_symbol(" ");
        }
        for x in area.x..area.x + area.width {
            buffer[(x, y)].reset();
        }
    }
    let area = Rect::new(area.x, area.y, area.width, area.height);
    buffer.set_style(area, look.theme.text);
}

/// An area in the middle of the screen for something that lies over the panes: cleared, with a thin border and a title.
/// Returns the room within.
pub(super) fn dialog(
    buffer: &mut Buffer,
    look: &Look,
    screen: Rect,
    (columns, rows): (u16, u16),
    title: &str,
    facts: &str,
) -> Area {
    // For screen readers nothing is left beside it: it would be read as part of its lines.
    let (columns, rows) = if look.signs.is_words() {
        (screen.width, screen.height)
    } else {
        (columns, rows)
    };
    let width = columns.min(screen.width);
    let height = rows.min(screen.height);
    let area = Area {
        x: (screen.width - width) / 2,
        y: (screen.height - height) / 2,
        width,
        height,
    };
    if width == 0 || height == 0 {
        return area;
    }
    clear(buffer, look, area);
    title_line(buffer, look, area, true, title, facts);
    let (right, bottom) = (area.x + width - 1, area.y + height - 1);
    let faint = look.theme.faint;
    let line = look.signs.horizontal.repeat(usize::from(width));
    if height > 1 {
        buffer.set_stringn(area.x, bottom, line, usize::from(width), faint);
    }
    for y in area.y + 1..bottom {
        buffer.set_string(area.x, y, look.signs.vertical, faint);
        buffer.set_string(right, y, look.signs.vertical, faint);
    }
    let corners = [
        (area.x, area.y),
        (right, area.y),
        (area.x, bottom),
        (right, bottom),
    ];
    for (corner, sign) in corners.into_iter().zip(look.signs.corners) {
        buffer.set_string(corner.0, corner.1, sign, faint);
    }
    Area {
        x: area.x + 2.min(width),
        y: area.y + 1.min(height),
        width: width.saturating_sub(4),
        height: height.saturating_sub(2),
    }
}
