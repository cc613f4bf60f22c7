//! The rules between the panes, which the mouse moves: a drag changes a width, a double click takes it back.

use super::arrangement::Arrangement;
use super::state::State;
use super::{Effect, Pane, Panes};

/// A rule beside a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Border {
    /// The pane whose width it changes.
    pane: Pane,
    /// It stands at the right edge of that pane.
    at_right: bool,
}

impl Panes {
    /// The rule that stands at a cell. The article has what the others leave: none changes its width.
    pub(super) fn border_at(&self, column: u16, row: u16) -> Option<Border> {
        if row >= self.status.y {
            return None;
        }
        let border = |pane, at_right| Some(Border { pane, at_right });
        if let Some(area) = self.quotes.filter(|_| self.overlay) {
            if self.mirrored && column + 1 == area.x + area.width {
                return border(Pane::Quotes, true);
            }
            if !self.mirrored && column == area.x {
                return border(Pane::Quotes, false);
            }
            if area.holds(column, row) {
                return None;
            }
        }
        let all = [Pane::Sources, Pane::List, Pane::Quotes, Pane::Reading];
        let beside = |at: &dyn Fn(super::Area) -> bool| {
            let shown = all.into_iter().filter(|pane| {
                self.area(*pane).is_some_and(at) && !(self.overlay && *pane == Pane::Quotes)
            });
            shown.into_iter().next()
        };
        let left = beside(&|area| area.x + area.width == column)?;
        let right = beside(&|area| area.x == column + 1)?;
        match left {
            Pane::Reading => border(right, false),
            left => border(left, true),
        }
    }
}

impl State {
    /// The arrangement with a rule moved to a column.
    fn with_border(&self, border: Border, column: u16) -> Arrangement {
        let panes = self.panes();
        let area = panes.area(border.pane).unwrap_or_default();
        // The rule of what lies over the article stands within it.
        let own = u16::from(panes.overlay && border.pane == Pane::Quotes);
        let width = if border.at_right {
            (column + own).saturating_sub(area.x)
        } else {
            (area.x + area.width + own).saturating_sub(column + 1)
        };
        self.with_width(border.pane, Some(width))
    }

    /// The mouse was moved with a rule in its hand.
    pub(super) fn drag_border(&mut self, border: Border, column: u16, effects: &mut Vec<Effect>) {
        let arrangement = self.with_border(border, column);
        self.border_moved |= self.move_panes(arrangement, effects);
    }

    /// The pane has its usual width again.
    pub(super) fn reset_border(&mut self, border: Border, effects: &mut Vec<Effect>) {
        let arrangement = self.with_width(border.pane, None);
        self.rearrange(arrangement, effects);
    }
}
