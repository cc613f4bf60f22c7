//! The keys that arrange the screen: layouts, widths, the sidebar's side, density, measure. What they arrange is told in
//! `arrangement`; the reader's configuration is never touched.

use super::arrangement::{Arrangement, Configured, Density, Layout, Remembered, Side, WIDEST};
use super::state::State;
use super::{Effect, NoticeKind, Pane, Settings};

/// Columns that a key adds to a pane or takes from it.
const STEP: u16 = 2;
/// The narrowest line of text that a key asks for.
const NARROWEST: u16 = 24;

impl State {
    /// Arranges the screen as it was when the reader was last here.
    pub fn arrange(&mut self, remembered: &Remembered) {
        let Remembered { own, configured } = remembered;
        self.arrangement = own.beside(*configured, self.configured);
        self.settings = self.arrangement.over(self.configured);
        self.reflow();
    }

    /// The configuration says something else from now on.
    pub fn configure(&mut self, settings: Settings, effects: &mut Vec<Effect>) {
        let before = Configured::of(self.configured);
        self.configured = settings;
        self.arrangement = self.arrangement.beside(before, settings);
        self.settings = self.arrangement.over(settings);
        self.settle(effects);
    }

    /// The screen is arranged anew, and so from now on.
    pub(super) fn rearrange(&mut self, arrangement: Arrangement, effects: &mut Vec<Effect>) {
        if self.move_panes(arrangement, effects) {
            self.remember_arrangement(effects);
        }
    }

    /// The same, until it is remembered; false where nothing changes.
    pub(super) fn move_panes(
        &mut self,
        arrangement: Arrangement,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let configured = Configured::of(self.configured);
        let arrangement = arrangement.beside(configured, self.configured);
        if arrangement == self.arrangement {
            return false;
        }
        self.arrangement = arrangement;
        self.settings = arrangement.over(self.configured);
        self.settle(effects);
        true
    }

    /// Keeps the arrangement for the next start.
    pub(super) fn remember_arrangement(&self, effects: &mut Vec<Effect>) {
        effects.push(Effect::Remember(Remembered {
            own: self.arrangement,
            configured: Configured::of(self.configured),
        }));
    }

    /// `W`: the next layout.
    pub(super) fn next_layout(&mut self, effects: &mut Vec<Effect>) {
        self.lay_out(self.arrangement.layout.next(), effects);
    }

    /// `Z`: the text alone, and back.
    pub(super) fn toggle_zen(&mut self, effects: &mut Vec<Effect>) {
        let layout = match self.arrangement.layout {
            Layout::Zen => self.before_zen,
            _ => Layout::Zen,
        };
        self.lay_out(layout, effects);
    }

    /// Leaves the text alone behind; false where it was not shown.
    pub(super) fn leave_zen(&mut self, effects: &mut Vec<Effect>) -> bool {
        let leaves = self.panes().zen;
        if leaves {
            self.toggle_zen(effects);
        }
        leaves
    }

    fn lay_out(&mut self, layout: Layout, effects: &mut Vec<Effect>) {
        let arrangement = self.arrangement;
        if layout == Layout::Zen {
            if arrangement.layout != Layout::Zen {
                self.before_zen = arrangement.layout;
            }
            if self.focus != Pane::Reading {
                self.open(effects);
                self.focus = Pane::Reading;
            }
        }
        self.rearrange(
            Arrangement {
                layout,
                ..arrangement
            },
            effects,
        );
        let (words, from) = layout.words();
        let words = match layout {
            Layout::Zen => {
                let keys = self.keymap.keys_of(self.focus, super::Action::Zen);
                let key = keys.first();
                key.map_or(words.to_owned(), |key| format!("{words}; {key} leaves it"))
            }
            _ if self.size.columns < from => format!("{words}, from {from} columns on"),
            _ => words.to_owned(),
        };
        self.say(NoticeKind::Info, words);
    }

    /// `\`: the quotations on the other side.
    pub(super) fn swap_sidebar(&mut self, effects: &mut Vec<Effect>) {
        let side = match self.settings.sidebar {
            Side::Left => Side::Right,
            Side::Right => Side::Left,
        };
        let sidebar = Some(side);
        self.rearrange(
            Arrangement {
                sidebar,
                ..self.arrangement
            },
            effects,
        );
    }

    /// More lines for a row of the list, or fewer again.
    pub(super) fn next_density(&mut self, effects: &mut Vec<Effect>) {
        let density = self.settings.density.next();
        self.rearrange(
            Arrangement {
                density: Some(density),
                ..self.arrangement
            },
            effects,
        );
        self.say(
            NoticeKind::Info,
            match density {
                Density::Auto => "as many lines for a headline as the width asks for",
                Density::One => "one line for a headline",
                Density::Two => "two lines for a headline",
                Density::Three => "three lines for a headline",
            },
        );
    }

    /// Lines that end alike, or not.
    pub(super) fn toggle_justify(&mut self, effects: &mut Vec<Effect>) {
        let justify = Some(!self.settings.justify);
        self.rearrange(
            Arrangement {
                justify,
                ..self.arrangement
            },
            effects,
        );
    }

    /// A blank line between lines of text, or none.
    pub(super) fn toggle_spacing(&mut self, effects: &mut Vec<Effect>) {
        let line_spacing = Some(3 - self.settings.line_spacing.clamp(1, 2));
        self.rearrange(
            Arrangement {
                line_spacing,
                ..self.arrangement
            },
            effects,
        );
    }

    /// `<` and `>`: the focused pane narrower or wider; of the article the lines of text.
    pub(super) fn widen(&mut self, wider: bool, effects: &mut Vec<Effect>) {
        if self.focus == Pane::Reading {
            return self.widen_text(wider, effects);
        }
        let panes = self.panes();
        let shown = panes.area(self.focus).unwrap_or_default();
        if shown.width >= self.size.columns {
            return self.say(NoticeKind::Info, "this pane has the whole width");
        }
        let width = if wider {
            shown.width + STEP
        } else {
            shown.width.saturating_sub(STEP)
        };
        let arrangement = self.with_width(self.focus, Some(width));
        self.rearrange(arrangement, effects);
    }

    /// Wider lines take their room from the panes beside them, once the article's own is used up.
    fn widen_text(&mut self, wider: bool, effects: &mut Vec<Effect>) {
        let (_, shown) = self.reading_size();
        let mut arrangement = self.arrangement;
        if !wider {
            let least = NARROWEST.min(self.configured.measure);
            arrangement.measure = Some(shown.saturating_sub(STEP).max(least).min(shown));
        } else if shown == self.settings.measure {
            arrangement.measure = Some((shown + STEP).min(WIDEST));
        }
        let measure = arrangement.measure.unwrap_or(self.configured.measure);
        let panes = self.panes();
        let is_full = panes
            .reading
            .is_some_and(|area| super::text_column(area.content(), measure).1 < measure && wider);
        let beside = [Pane::List, Pane::Quotes, Pane::Sources];
        let beside = beside.into_iter().filter(|_| !panes.overlay);
        let widest = beside
            .filter_map(|pane| Some((panes.area(pane)?.width, pane)))
            .filter(|(width, _)| *width < self.size.columns)
            .max_by_key(|(width, _)| *width);
        if is_full && let Some((width, pane)) = widest {
            let taken = self.with_width(pane, Some(width.saturating_sub(STEP)));
            arrangement = Arrangement {
                measure: arrangement.measure,
                ..taken
            };
        }
        self.rearrange(arrangement, effects);
    }

    /// `=`: the focused pane as wide as it was; of the article the lines of text, and with them all panes.
    pub(super) fn reset_width(&mut self, effects: &mut Vec<Effect>) {
        let arrangement = match self.focus {
            Pane::Reading => Arrangement {
                measure: None,
                sources: None,
                list: None,
                quotes: None,
                ..self.arrangement
            },
            pane => self.with_width(pane, None),
        };
        self.rearrange(arrangement, effects);
    }

    /// The arrangement with another width of a pane. The width of the article is what the others leave.
    pub(super) fn with_width(&self, pane: Pane, width: Option<u16>) -> Arrangement {
        let mut arrangement = self.arrangement;
        let width = width.map(|width| width.clamp(super::panes::least(pane), self.size.columns));
        match pane {
            // In the place of the list they are as wide as it is.
            Pane::Sources if self.panes().list.is_none() => arrangement.list = width,
            Pane::Sources => arrangement.sources = width,
            Pane::List => arrangement.list = width,
            Pane::Quotes => arrangement.quotes = width,
            Pane::Reading => {}
        }
        arrangement
    }
}
