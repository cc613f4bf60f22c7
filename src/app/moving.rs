//! Moving: within a pane, from pane to pane, and on by the one key that reads everything.

use super::state::State;
use super::{Effect, NoticeKind, Pane};

impl State {
    /// Moves within a pane by rows or lines.
    pub(super) fn step(&mut self, pane: Pane, by: isize, effects: &mut Vec<Effect>) {
        match pane {
            Pane::Sources => self.select_source(self.source.saturating_add_signed(by), effects),
            Pane::List => {
                let last = self.list.rows.len().saturating_sub(1);
                self.list.selected = self.list.selected.saturating_add_signed(by).min(last);
                self.show_selection(effects);
            }
            Pane::Reading => self.scroll_reading(by),
            Pane::Quotes => self.step_in_sidebar(by),
        }
    }

    /// To the top of the pane; in the list, that also shows what has arrived.
    pub(super) fn top(&mut self, effects: &mut Vec<Effect>) {
        if self.focus == Pane::List && self.list.arrived > 0 {
            self.list.selected = 0;
            self.list.rows.clear();
            self.load_list(effects);
        } else {
            self.step(self.focus, isize::MIN, effects);
        }
    }

    /// The one key that reads everything: open, page, next unread, next feed.
    pub(super) fn flow(&mut self, effects: &mut Vec<Effect>) {
        let selected = self.list.headline().map(|row| (row.id, row.read));
        if matches!(self.focus, Pane::Sources | Pane::List) {
            if selected.is_some_and(|(_, read)| !read) {
                self.open(effects);
                self.settle(effects);
            } else {
                self.next_unread(true, effects);
            }
            return;
        }
        // While the article that was asked for is on its way, a page further would be one of the wrong article.
        let shown = self
            .reading
            .as_ref()
            .map(|reading| reading.article.headline.id);
        let coming = self.wanted.is_some() && selected.map(|(id, _)| id) != shown;
        if coming && !self.alone || self.next_page() {
            return;
        }
        if self.alone && self.covered.is_empty() {
            self.say(NoticeKind::Info, "the end");
        } else if !self.leave_guest(effects) {
            self.next_unread(true, effects);
        }
    }

    pub(super) fn set_focus(&mut self, pane: Pane, effects: &mut Vec<Effect>) {
        self.focus = pane;
        self.settle(effects);
    }

    /// To the pane on the right or on the left; `round` goes on from the last to the first.
    pub(super) fn move_focus(&mut self, right: bool, round: bool, effects: &mut Vec<Effect>) {
        let mut all = [Pane::Sources, Pane::List, Pane::Reading, Pane::Quotes];
        let shown = self.panes();
        if shown.mirrored && !shown.overlay && shown.quotes.is_some() && shown.reading.is_some() {
            all.swap(2, 3);
        }
        let panes = if self.alone { &all[2..] } else { &all[..] };
        let at = panes
            .iter()
            .position(|pane| *pane == self.focus)
            .unwrap_or(0);
        let last = panes.len() - 1;
        let next = match (right, round) {
            (true, true) => (at + 1) % panes.len(),
            (true, false) => (at + 1).min(last),
            (false, true) => at.checked_sub(1).unwrap_or(last),
            (false, false) => at.saturating_sub(1),
        };
        if panes[next] != self.focus {
            let opening = self.focus == Pane::List && right && panes[next] != Pane::Sources;
            self.focus = panes[next];
            if opening {
                self.open(effects);
                self.focus = panes[next];
            }
            if self.focus == Pane::Quotes
                && self
                    .reading
                    .as_ref()
                    .is_some_and(|reading| reading.selected.is_none())
            {
                self.step(Pane::Quotes, 0, effects);
            }
            self.settle(effects);
        }
    }

    /// After a pane came, went or changed its size: everything selected is on the screen again.
    pub(super) fn settle(&mut self, effects: &mut Vec<Effect>) {
        self.show_source();
        self.settle_front();
        self.show_person(effects);
        self.reflow();
        self.show_selection(effects);
    }
}
