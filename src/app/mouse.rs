//! The mouse: a click selects what is under it and gives its pane the keys; the wheel scrolls the pane that it is over.

use super::state::State;
use super::{Action, Effect, Entry, Overlay, Pane};

/// Lines that a turn of the wheel scrolls.
const WHEEL: isize = 3;

impl State {
    /// A turn of the wheel over a cell.
    pub(super) fn wheel(&mut self, up: bool, column: u16, row: u16, effects: &mut Vec<Effect>) {
        let by = if up { -WHEEL } else { WHEEL };
        if self.overlay.is_some() {
            let action = if up { Action::Up } else { Action::Down };
            for _ in 0..WHEEL {
                self.wheel_overlay(action);
            }
            return;
        }
        if self.quoted.is_open() {
            return self.people_wheel(by.signum(), column, row, effects);
        }
        match self.panes().at(column, row) {
            Some(Pane::Reading) => self.scroll_reading(by),
            Some(pane) => self.step(pane, by.signum(), effects),
            None => {}
        }
    }

    /// Scrolls what lies over the panes, where it scrolls.
    fn wheel_overlay(&mut self, action: Action) {
        match self.overlay {
            Some(Overlay::Help) => drop(self.scroll_help(action)),
            Some(Overlay::Log) => drop(self.log_action(action, &mut Vec::new())),
            _ => {}
        }
    }

    /// A click on a cell.
    pub(super) fn click(&mut self, column: u16, row: u16, effects: &mut Vec<Effect>) {
        self.notice = None;
        self.selection = None;
        self.mouse_down = None;
        if self.overlay.take().is_some() || self.subscribing_click(effects) {
            return;
        }
        if self.quoted.is_open() {
            return self.people_click(column, row, effects);
        }
        let panes = self.panes();
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
                self.set_focus(Pane::Sources, effects);
                if let Some(hit) = hit {
                    self.select_source(self.source_top + hit, effects);
                }
            }
            Pane::List => {
                let hit = self.list.top + line / usize::from(self.list.row_height(content));
                if hit < self.list.rows.len() {
                    self.list.selected = hit;
                    self.focus = Pane::List;
                    self.open(effects);
                    // With the list still beside it, a click opens without leaving the list.
                    if panes.reading.is_some() {
                        self.focus = Pane::List;
                    }
                    self.settle(effects);
                }
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
        let hit = self.byte_at(column, row).and_then(|byte| {
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
