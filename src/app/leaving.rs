//! The ways out: back by a step, out of what is open, to the shell, out of the program.

use super::state::State;
use super::{Effect, Pane};
use crate::news::Scope;

impl State {
    pub(super) fn suspend(&mut self, effects: &mut Vec<Effect>) {
        self.leave_article(effects);
        effects.push(Effect::Suspend);
    }

    pub(super) fn quit(&mut self, effects: &mut Vec<Effect>) {
        self.leave_article(effects);
        effects.push(Effect::Quit);
    }

    pub(super) fn back(&mut self, effects: &mut Vec<Effect>) {
        if self.leave_zen(effects) {
            return;
        }
        if matches!(self.focus, Pane::Reading | Pane::List) && self.back_on_trail() {
            return;
        }
        if self.focus == Pane::Reading && self.leave_guest(effects) {
            return;
        }
        match self.focus {
            Pane::Quotes => self.set_focus(Pane::Reading, effects),
            Pane::Reading if !self.alone => self.set_focus(Pane::List, effects),
            Pane::Sources => self.set_focus(Pane::List, effects),
            _ if !self.list.filter.is_empty() => self.unfilter(true, effects),
            _ if self.list.source.scope == Scope::Bookmarks => self.toggle_bookmarks(effects),
            _ => self.quit(effects),
        }
    }

    pub(super) fn escape(&mut self, effects: &mut Vec<Effect>) {
        let in_text = matches!(self.focus, Pane::Reading | Pane::Quotes);
        if self.send_guest_away(effects) || self.subscribing.fault.take().is_some() {
        } else if self.escape_stops_poll() {
            self.stop_poll(effects);
        } else if self.cancel_full_text(effects) {
        } else if self.focus == Pane::Quotes && !self.sidebar.words.is_empty() {
            self.filter_sidebar(String::new());
        } else if let Some(reading) = self
            .reading
            .as_mut()
            .filter(|reading| reading.selected.is_some())
        {
            reading.selected = None;
        } else if let Some(reading) = self
            .reading
            .as_mut()
            .filter(|reading| in_text && !reading.hits.is_empty())
        {
            reading.hits.clear();
        } else if self.leave_zen(effects)
            || self.focus == Pane::Reading && self.leave_guest(effects)
        {
        } else if self.focus != Pane::List && !self.alone {
            self.set_focus(Pane::List, effects);
        } else {
            self.unfilter(true, effects);
        }
    }
}
