//! How the reader has arranged the screen: layout, widths, the sidebar's side, density, measure. It changes by keys, is
//! remembered across starts, and never touches the reader's configuration, which it is laid over.

use serde::{Deserialize, Serialize};

use super::state::State;
use super::{Effect, NoticeKind, Pane, Settings};

/// Columns that a key adds to a pane or takes from it.
const STEP: u16 = 2;
/// The narrowest line of text that a key asks for.
const NARROWEST: u16 = 24;
/// The widest, in columns: as in the configuration.
const WIDEST: u16 = 500;

/// How many panes stand beside each other, where there is room for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// List, article and quotations.
    #[default]
    Three,
    /// List and article; the quotations lie over it.
    Two,
    /// One pane at a time.
    One,
    /// The text alone.
    Zen,
}

impl Layout {
    /// The one after it.
    fn next(self) -> Self {
        match self {
            Self::Three => Self::Two,
            Self::Two => Self::One,
            Self::One => Self::Zen,
            Self::Zen => Self::Three,
        }
    }

    /// In words, and from how many columns on it can be seen.
    fn words(self) -> (&'static str, u16) {
        match self {
            Self::Three => ("three panes", super::panes::THREE),
            Self::Two => ("two panes", super::panes::PAIR),
            Self::One => ("one pane at a time", 0),
            Self::Zen => ("the text alone", 0),
        }
    }
}

/// On which side of the article the quotations stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// On its left.
    Left,
    /// On its right.
    #[default]
    Right,
}

/// How many lines a row of the list takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// One where the list is wide, else two.
    #[default]
    Auto,
    /// One.
    One,
    /// Two: a long headline goes on in the second.
    Two,
    /// Three: a headline of up to two lines, and a line of facts.
    Three,
}

impl Density {
    /// Each with its name in the configuration.
    pub const ALL: [(&str, Self); 4] = [
        ("auto", Self::Auto),
        ("1", Self::One),
        ("2", Self::Two),
        ("3", Self::Three),
    ];

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find_map(|(name, density)| (*density == self).then_some(*name))
            .unwrap_or("auto")
    }

    fn next(self) -> Self {
        let at = Self::ALL.iter().position(|(_, density)| *density == self);
        Self::ALL[at.map_or(0, |at| (at + 1) % Self::ALL.len())].1
    }
}

/// What the reader has arranged by keys. What is `None` is as the configuration, or the room, says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Arrangement {
    /// Which panes stand beside each other.
    pub layout: Layout,
    /// Columns of the sources.
    pub sources: Option<u16>,
    /// Columns of the list.
    pub list: Option<u16>,
    /// Columns of the quotations.
    pub quotes: Option<u16>,
    /// The side of the quotations.
    pub sidebar: Option<Side>,
    /// Lines of a row of the list.
    pub density: Option<Density>,
    /// The widest line of text, in columns.
    pub measure: Option<u16>,
    /// Lines end alike.
    pub justify: Option<bool>,
    /// 1, or 2 for a blank line between the lines of text.
    pub line_spacing: Option<u8>,
}

impl Arrangement {
    /// Laid over the configuration.
    fn over(&self, configured: Settings) -> Settings {
        Settings {
            sidebar: self.sidebar.unwrap_or(configured.sidebar),
            density: self.density.unwrap_or(configured.density),
            measure: self.measure.unwrap_or(configured.measure).min(WIDEST),
            justify: self.justify.unwrap_or(configured.justify),
            line_spacing: self
                .line_spacing
                .unwrap_or(configured.line_spacing)
                .clamp(1, 2),
            ..configured
        }
    }

    /// Says nothing of what the configuration says anyhow, or says otherwise than it did when this was arranged: the
    /// later word counts.
    fn beside(self, before: Configured, now: Settings) -> Self {
        fn kept<T: PartialEq>(own: Option<T>, before: &T, now: &T) -> Option<T> {
            own.filter(|own| before == now && own != now)
        }
        Self {
            sidebar: kept(self.sidebar, &before.sidebar, &now.sidebar),
            density: kept(self.density, &before.density, &now.density),
            measure: kept(self.measure, &before.measure, &now.measure),
            justify: kept(self.justify, &before.justify, &now.justify),
            line_spacing: kept(self.line_spacing, &before.line_spacing, &now.line_spacing),
            ..self
        }
    }
}

/// What the configuration said when the reader arranged the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
struct Configured {
    sidebar: Side,
    density: Density,
    measure: u16,
    justify: bool,
    line_spacing: u8,
}

impl Configured {
    fn of(settings: Settings) -> Self {
        Self {
            sidebar: settings.sidebar,
            density: settings.density,
            measure: settings.measure,
            justify: settings.justify,
            line_spacing: settings.line_spacing,
        }
    }
}

/// An arrangement as it is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    own: Arrangement,
    configured: Configured,
}

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
