//! The headings of the article in the reading pane, to see where one is and to go elsewhere.

use std::ops::Range;

use super::state::State;
use super::{Action, Effect, NoticeKind, Overlay, Pane, Reading};
use crate::renderer::BlockKind;

/// A heading of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// How far it is indented: 0 for the highest level that the article has.
    pub depth: u16,
    /// Its place in the text.
    pub range: Range<usize>,
}

impl Reading {
    /// The headings, from the first to the last.
    pub fn headings(&self) -> Vec<Heading> {
        let blocks = self.document.blocks.iter();
        let headings = blocks.filter_map(|block| match block.kind {
            BlockKind::Heading(level) if !block.range.is_empty() => Some((level, &block.range)),
            _ => None,
        });
        let highest = headings.clone().map(|(level, _)| level).min().unwrap_or(1);
        let heading = |(level, range): (u8, &Range<usize>)| Heading {
            depth: u16::from(level - highest),
            range: range.clone(),
        };
        headings.map(heading).collect()
    }

    /// The number of the heading under which the reader is, at this height of the pane: the last one that stands in the
    /// upper third of the screen or above it.
    pub fn heading_here(&self, headings: &[Heading], height: usize) -> Option<usize> {
        let third = self.bytes_on_screen((height / 3).max(1)).end;
        let above = headings.partition_point(|heading| heading.range.start < third);
        above.checked_sub(1)
    }
}

impl State {
    /// Shows the headings.
    pub(super) fn show_outline(&mut self) {
        let height = self.reading_size().0;
        let Some(reading) = self.reading.as_ref().filter(|r| r.changes.is_none()) else {
            return;
        };
        let headings = reading.headings();
        if headings.is_empty() {
            return self.say(NoticeKind::Info, "this article has no headings");
        }
        let here = reading.heading_here(&headings, height);
        self.overlay = Some(Overlay::Outline(here.unwrap_or(0)));
    }

    /// An action while the headings are shown; false where it is none of theirs.
    pub(super) fn outline_action(
        &mut self,
        action: Action,
        selected: usize,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let headings = self.reading.as_ref().map(Reading::headings);
        let headings = headings.unwrap_or_default();
        let last = headings.len().saturating_sub(1);
        let page = usize::from(self.size.rows / 2);
        let to = match action {
            Action::NextUnread => selected + 1,
            Action::PreviousUnread => selected.saturating_sub(1),
            Action::PageDown | Action::HalfDown | Action::Flow => selected + page,
            Action::PageUp | Action::HalfUp => selected.saturating_sub(page),
            Action::Open => {
                self.overlay = None;
                self.set_focus(Pane::Reading, effects);
                self.go_to_heading(headings.get(selected));
                return true;
            }
            Action::Quit | Action::Redraw | Action::Suspend => return false,
            _ => {
                let Some(to) = action.step(selected, last) else {
                    self.overlay = None;
                    return true;
                };
                to
            }
        }
        .min(last);
        self.overlay = Some(Overlay::Outline(to));
        if matches!(action, Action::NextUnread | Action::PreviousUnread) {
            self.go_to_heading(headings.get(to));
        }
        true
    }

    /// Scrolls the heading to the top of the pane.
    fn go_to_heading(&mut self, heading: Option<&Heading>) {
        if let (Some(heading), Some(reading)) = (heading, &mut self.reading) {
            reading.scroll = reading.header_height() + reading.page.line_of(heading.range.start);
            self.scroll_reading(0);
        }
    }
}
