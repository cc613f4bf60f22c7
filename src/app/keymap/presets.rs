//! The presets: `vim` is the table of actions itself; the others say where they differ. Pure data.

/// A set of keys to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// As the table of actions has it.
    #[default]
    Vim,
    /// Control and meta, as in Emacs.
    Emacs,
    /// Arrows, and no letters to move with.
    Arrows,
}

impl Preset {
    /// Each with its name in the configuration.
    pub const ALL: [(&str, Self); 3] = [
        ("vim", Self::Vim),
        ("emacs", Self::Emacs),
        ("arrows", Self::Arrows),
    ];

    /// The preset of this name.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find_map(|(known, preset)| (*known == name).then_some(*preset))
    }

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find_map(|(name, preset)| (*preset == self).then_some(*name))
            .unwrap_or("vim")
    }

    /// Actions, by name, whose keys are these instead of those of the table.
    pub(super) fn differences(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::Vim => &[],
            Self::Emacs => EMACS,
            Self::Arrows => ARROWS,
        }
    }
}

const EMACS: &[(&str, &[&str])] = &[
    ("down", &["<c-n>", "<down>"]),
    ("up", &["<c-p>", "<up>"]),
    ("left", &["<c-b>", "<left>"]),
    ("right", &["<c-f>", "<right>"]),
    ("top", &["<a-lt>", "<home>"]),
    ("bottom", &["<a-gt>", "<end>"]),
    ("page-down", &["<c-v>", "<pgdn>"]),
    ("page-up", &["<a-v>", "<pgup>"]),
    ("half-down", &["<c-d>"]),
    ("half-up", &["<c-u>"]),
    ("newer", &["<a-n>"]),
    ("older", &["<a-p>", "<c-o>"]),
    ("filter", &["<c-s>", "/"]),
    ("copy", &["<a-w>", "y"]),
    ("undo", &["<c-x> u", "u"]),
    ("escape", &["<c-g>", "<esc>"]),
    ("quit", &["<c-x> <c-c>", "<c-c>"]),
];

const ARROWS: &[(&str, &[&str])] = &[
    ("down", &["<down>"]),
    ("up", &["<up>"]),
    ("left", &["<left>"]),
    ("right", &["<right>"]),
    ("top", &["<home>"]),
    ("bottom", &["<end>"]),
    ("page-down", &["<pgdn>"]),
    ("page-up", &["<pgup>"]),
    ("next-article", &["<a-down>"]),
    ("previous-article", &["<a-up>"]),
    ("previous-quote", &["<a-left>", "["]),
    ("next-quote", &["<a-right>", "]"]),
    ("back", &["<bs>", "q"]),
];
