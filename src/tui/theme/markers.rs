//! The colours of the reader's highlights: those of marker pens, in every theme.

use ratatui::style::{Color, Modifier, Style};

use super::Colours;
use super::colours::style;
use crate::config::themes::{Colour, Ink};

/// How one of the reader's highlights looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker {
    /// The words in the text.
    pub words: Style,
    /// The words of the selected one.
    pub selected: Style,
    /// The bar beside the words in the sidebar.
    pub bar: Style,
}

/// The ink on a highlight, and its four colours, on dark paper and on light.
pub(super) const DARK: (u32, [u32; 4]) =
    (0x16_18_1c, [0xd9_c2_6a, 0x9c_c6_8f, 0x8f_b8_de, 0xe0_a0_a0]);
pub(super) const LIGHT: (u32, [u32; 4]) =
    (0x1b_1c_1e, [0xff_df_4d, 0x8f_e3_88, 0x8c_c4_ff, 0xff_9f_a8]);

/// The four, in the order of `HighlightColour::ALL`; `own` are the terminal's own colours, of which nobody knows more than
/// their names.
pub(super) fn markers(light: bool, own: bool, colours: Colours) -> [Marker; 4] {
    if colours == Colours::None {
        return without_colour();
    }
    if own || colours == Colours::Sixteen {
        return [
            Color::LightYellow,
            Color::LightGreen,
            Color::LightBlue,
            Color::LightRed,
        ]
        .map(|colour| {
            Marker::new(
                Style::new().fg(Color::Black).bg(colour),
                Style::new().fg(colour),
            )
        });
    }
    let (ink, pens) = if light { LIGHT } else { DARK };
    pens.map(|pen| {
        let inked = |colour, behind: Option<u32>| {
            let ink = Ink {
                colour: Some(Colour::Rgb(colour)),
                behind: behind.map(Colour::Rgb),
                ..Ink::default()
            };
            style(ink, colours)
        };
        Marker::new(inked(ink, Some(pen)), inked(pen, None))
    })
}

/// On a terminal without colours.
pub(super) fn without_colour() -> [Marker; 4] {
    let words = Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED);
    [Marker {
        words,
        selected: Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED),
        bar: Style::new(),
    }; 4]
}

impl Marker {
    fn new(words: Style, bar: Style) -> Self {
        Self {
            words,
            selected: words.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            bar,
        }
    }
}
