//! The mouse: a click selects what is under it and gives its pane the keys, a second one opens it; the wheel scrolls the
//! pane that it is over; a drag selects words, or moves the rule between two panes.

use super::state::State;
use super::{Action, Effect, Entry, Key, KeyCode, Overlay, Pane, Purpose};

/// Lines that a turn of the wheel scrolls.
const WHEEL: isize = 3;

impl State {
    /// A turn of the wheel over a cell.
    pub(super) fn wheel(&mut self, up: bool, column: u16, row: u16, effects: &mut Vec<Effect>) {
        let by = if up { -WHEEL } else { WHEEL };
        let action = if up { Action::Up } else { Action::Down };
        if self.is_in_palette() {
            return self.select_command(!up);
        }
        if self.subscribing.is_open() {
            self.subscribing_action(action, effects);
            return;
        }
        if self.overlay.is_some() {
            return self.wheel_overlay(action, effects);
        }
        if self.quoted.is_open() {
            return self.people_wheel(by.signum(), column, row, effects);
        }
        if self.front.open {
            return self.front_wheel(by);
        }
        match self.panes().at(column, row) {
            Some(Pane::Reading) => self.scroll_reading(by),
            Some(Pane::List) => self.wheel_list(by, effects),
            Some(Pane::Sources) => {
                let last = self.sources().len().saturating_sub(1);
                self.source_top = self.source_top.saturating_add_signed(by).min(last);
            }
            Some(Pane::Quotes) => self.step(Pane::Quotes, by.signum(), effects),
            None => {}
        }
    }

    /// Scrolls the list; the selection stays where it is until it would leave the screen.
    fn wheel_list(&mut self, by: isize, effects: &mut Vec<Effect>) {
        let fits = self.list_rows_on_screen();
        let list = &mut self.list;
        let furthest = list.rows.len().saturating_sub(fits);
        list.top = list.top.saturating_add_signed(by).min(furthest);
        let lowest = list.top + fits.saturating_sub(1);
        list.selected = list.selected.clamp(list.top, lowest.max(list.top));
        self.show_selection(effects);
    }

    /// The button was let go.
    pub(super) fn release(&mut self, effects: &mut Vec<Effect>) {
        if self.border.take().is_some() {
            if std::mem::take(&mut self.border_moved) {
                self.remember_arrangement(effects);
            }
        } else if let Some(((column, row), _)) = self.mouse_down.take() {
            let byte = self.byte_under(column, row);
            let link = byte.and_then(|byte| self.link_at(byte));
            match link.filter(|_| self.selection.is_none()) {
                Some(link) => self.show_bar(link),
                None => self.copy_on_release(effects),
            }
        }
    }

    /// A second click on a cell.
    pub(super) fn double_click(&mut self, column: u16, row: u16, effects: &mut Vec<Effect>) {
        if self.clicked_over {
            // Its first half has closed what lay over the panes.
            self.clicked_over = false;
            return;
        }
        if self.overlay.is_some() || self.is_in_palette() || self.subscribing.is_open() {
            return self.click(column, row, effects);
        }
        if self.quoted.is_open() {
            self.people_action(Action::Open, effects);
            return;
        }
        if self.front.open {
            self.front_action(Action::Open, 1, effects);
            return;
        }
        let panes = self.panes();
        if let Some(border) = panes.border_at(column, row) {
            return self.reset_border(border, effects);
        }
        let Some(pane) = panes.at(column, row) else {
            return;
        };
        self.click(column, row, effects);
        match pane {
            Pane::Sources if self.on_front_row() => self.open_front(effects),
            Pane::Sources => self.set_focus(Pane::List, effects),
            Pane::List => {
                self.open(effects);
                self.settle(effects);
            }
            Pane::Reading => self.select_word_at(column, row),
            Pane::Quotes => self.show_in_text(effects),
        }
    }

    /// Scrolls what lies over the panes where it is a text, and else moves its selection.
    fn wheel_overlay(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let by = match self.overlay {
            Some(Overlay::Help | Overlay::Log) => WHEEL,
            // It neither scrolls nor has a selection.
            Some(Overlay::Details) => 0,
            _ => 1,
        };
        for _ in 0..by {
            self.overlay_action(action, effects);
        }
    }

    /// The command palette is open.
    fn is_in_palette(&self) -> bool {
        let prompt = self.prompt.as_ref();
        prompt.is_some_and(|prompt| prompt.purpose == Purpose::Command)
    }

    /// A click while something lies over the panes closes that; false where nothing does.
    fn click_over(&mut self, effects: &mut Vec<Effect>) -> bool {
        if self.is_in_palette() {
            return self.prompt_key(Key::plain(KeyCode::Esc), effects);
        }
        if self.overlay.is_some() {
            // A theme that was only looked at is put back.
            self.overlay_action(Action::Escape, effects);
            self.overlay = None;
            return true;
        }
        self.subscribing_click(effects)
    }

    /// A click on a cell.
    pub(super) fn click(&mut self, column: u16, row: u16, effects: &mut Vec<Effect>) {
        self.notice = None;
        self.selection = None;
        self.mouse_down = None;
        self.border = None;
        self.following = None;
        self.clicked_over = self.click_over(effects);
        if self.clicked_over {
            return;
        }
        if self.quoted.is_open() {
            return self.people_click(column, row, effects);
        }
        if self.front.open {
            return self.front_click(row);
        }
        let panes = self.panes();
        self.border = panes.border_at(column, row);
        if self.border.is_some() {
            return;
        }
        let Some(pane) = panes.at(column, row) else {
            return;
        };
        let content = panes.area(pane).unwrap_or_default().content();
        let line = usize::from(row.saturating_sub(content.y));
        let on_title = row < content.y;
        match pane {
            _ if on_title => self.set_focus(pane, effects),
            Pane::Sources => {
                let mut at = 0;
                let hit = self.sources().iter().skip(self.source_top).position(|row| {
                    at += 1 + usize::from(row.error.is_some());
                    line < at
                });
                let top = self.source_top;
                self.set_focus(Pane::Sources, effects);
                if let Some(hit) = hit {
                    self.select_source(top + hit, effects);
                }
            }
            Pane::List => {
                let height = self.list.row_height(content, self.settings.density);
                let hit = self.list.top + line / usize::from(height);
                if hit < self.list.rows.len() {
                    self.list.selected = hit;
                }
                self.set_focus(Pane::List, effects);
            }
            Pane::Reading => {
                self.set_focus(Pane::Reading, effects);
                let byte = self.byte_at(column, row);
                self.mouse_down = byte.map(|byte| ((column, row), byte));
                self.click_text(column, row);
            }
            Pane::Quotes => {
                let lines = self.sidebar_lines();
                self.set_focus(Pane::Quotes, effects);
                if let Some(entry) = lines.get(line).and_then(|line| line.entry) {
                    self.select_entry(entry);
                }
            }
        }
    }

    /// A click on a quotation or on a highlight in the text selects it.
    fn click_text(&mut self, column: u16, row: u16) {
        let hit = self.byte_under(column, row).and_then(|byte| {
            let reading = self.reading.as_ref()?;
            reading.entries.iter().copied().find(|entry| match *entry {
                Entry::Quote(index) => reading.quotes[index]
                    .ranges
                    .iter()
                    .any(|r| r.contains(&byte)),
                Entry::Mark(_) => reading
                    .place(*entry)
                    .is_some_and(|place| place.contains(&byte)),
            })
        });
        if let Some(entry) = hit {
            self.select_entry(entry);
        }
    }
}
