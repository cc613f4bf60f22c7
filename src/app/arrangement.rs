//! How the screen is arranged: layout, widths, the sidebar's side, density, measure. It is laid over the configuration and
//! remembered across starts. Plain data; the keys that change it stand in `layout`.

use serde::{Deserialize, Serialize};

use super::Settings;

/// The widest, in columns: as in the configuration.
pub(super) const WIDEST: u16 = 500;

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
    pub(super) fn next(self) -> Self {
        match self {
            Self::Three => Self::Two,
            Self::Two => Self::One,
            Self::One => Self::Zen,
            Self::Zen => Self::Three,
        }
    }

    /// In words, and from how many columns on it can be seen.
    pub(super) fn words(self) -> (&'static str, u16) {
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

    pub(super) fn next(self) -> Self {
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
    pub(super) fn over(&self, configured: Settings) -> Settings {
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
    pub(super) fn beside(self, before: Configured, now: Settings) -> Self {
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
pub(super) struct Configured {
    sidebar: Side,
    density: Density,
    measure: u16,
    justify: bool,
    line_spacing: u8,
}

impl Configured {
    pub(super) fn of(settings: Settings) -> Self {
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
    pub(super) own: Arrangement,
    pub(super) configured: Configured,
}
