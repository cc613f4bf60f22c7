//! The styles of the screen, made of a theme file and brought down to what the terminal can show: 24 bits, 256
//! colours, the terminal's own 16, or none, where quotations are underlined and greys are dim.

mod colours;
mod markers;

use ratatui::style::{Modifier, Style};

use crate::config::themes::{Colour, Palette, Role, VoiceInk};

pub use colours::{Colours, indexed as nearest};
use colours::{deep_tint, style};
pub use markers::Marker;

/// The styles of the screen, named for what they are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Running text; its background is the paper of the whole screen.
    pub text: Style,
    /// Secondary: source, time, cue.
    pub soft: Style,
    /// Less than secondary: rules, bullets, what is out of sight.
    pub faint: Style,
    /// Headlines and headings.
    pub title: Style,
    /// The one accent: where one is.
    pub accent: Style,
    /// The selected row, in the pane in focus.
    pub selected: Style,
    /// The selected row, in another pane.
    pub selected_away: Style,
    /// Something failed.
    pub error: Style,
    /// Links.
    pub link: Style,
    /// Code.
    pub code: Style,
    /// Marked text.
    pub mark: Style,
    /// The notice of a preview.
    pub notice: Style,
    /// Words that are being selected.
    pub selecting: Style,
    /// The reader's highlights, in the order of `HighlightColour::ALL`.
    pub markers: [Marker; 4],
    /// A word that was searched for; laid over what it stands in.
    pub hit: Style,
    /// The one that was jumped to.
    pub hit_here: Style,
    voices: Vec<Voice>,
    nobody: Voice,
}

/// How one speaker's words look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// The speaker's name.
    pub name: Style,
    /// A quotation in the text.
    pub quote: Style,
    /// The selected one.
    pub selected: Style,
}

impl Theme {
    /// The theme as a terminal with so many colours shows it.
    pub fn new(palette: &Palette, colours: Colours) -> Self {
        match colours {
            Colours::None => Self::without_colour(),
            Colours::Sixteen if palette.is_24_bit() => {
                let name = if palette.light {
                    "terminal-light"
                } else {
                    "terminal-dark"
                };
                Self::of(
                    &Palette::built_in(name).unwrap_or_else(|| palette.clone()),
                    colours,
                )
            }
            Colours::True | Colours::Indexed | Colours::Sixteen => Self::of(palette, colours),
        }
    }

    fn of(palette: &Palette, colours: Colours) -> Self {
        let role = |role| style(palette.ink(role), colours);
        let voice = |voice: &VoiceInk| Voice::of(voice, palette.light, colours);
        Self {
            text: role(Role::Text),
            soft: role(Role::Soft),
            faint: role(Role::Faint),
            title: role(Role::Title),
            accent: role(Role::Accent),
            selected: role(Role::Selected),
            selected_away: role(Role::SelectedAway),
            error: role(Role::Error),
            link: role(Role::Link),
            code: role(Role::Code),
            mark: role(Role::Mark),
            notice: role(Role::Notice),
            selecting: Style::reset()
                .patch(role(Role::Text))
                .add_modifier(Modifier::REVERSED),
            markers: markers::markers(palette.light, !palette.is_24_bit(), colours),
            hit: role(Role::Hit),
            hit_here: role(Role::HitHere),
            voices: palette.voices.iter().map(voice).collect(),
            nobody: voice(&palette.nobody),
        }
    }

    /// The theme of a terminal without colours.
    pub fn without_colour() -> Self {
        let plain = Style::new();
        let dim = plain.add_modifier(Modifier::DIM);
        let bold = plain.add_modifier(Modifier::BOLD);
        let voice = Voice {
            name: bold,
            quote: plain.add_modifier(Modifier::UNDERLINED),
            selected: plain.add_modifier(Modifier::REVERSED),
        };
        Self {
            text: plain,
            soft: dim,
            faint: dim,
            title: bold,
            accent: bold,
            selected: plain.add_modifier(Modifier::REVERSED),
            selected_away: plain.add_modifier(Modifier::UNDERLINED),
            error: bold,
            link: plain.add_modifier(Modifier::UNDERLINED),
            code: plain,
            mark: plain.add_modifier(Modifier::REVERSED),
            notice: bold,
            selecting: plain.add_modifier(Modifier::REVERSED),
            markers: markers::without_colour(),
            hit: bold.add_modifier(Modifier::UNDERLINED),
            hit_here: bold.add_modifier(Modifier::REVERSED),
            voices: vec![voice],
            nobody: voice,
        }
    }

    /// The look of the speaker with this number, in the order of appearance; of nobody in particular where there is none.
    pub fn voice(&self, number: Option<usize>) -> Voice {
        number.map_or(self.nobody, |number| {
            self.voices[number % self.voices.len()]
        })
    }
}

impl Voice {
    fn of(inks: &VoiceInk, light: bool, colours: Colours) -> Self {
        let mut voice = Self {
            name: style(inks.name, colours),
            quote: style(inks.quote, colours),
            selected: style(inks.selected, colours),
        };
        if let (Colours::Indexed, Some(Colour::Rgb(_))) = (colours, inks.quote.behind) {
            // There are no tints this soft among the 256: the letters take the speaker's hue instead.
            voice.quote = voice.name.remove_modifier(Modifier::BOLD);
            if let (Some(Colour::Rgb(tint)), Some(Colour::Rgb(letters))) =
                (inks.selected.behind, inks.selected.colour)
                && bright(tint) == light
                && bright(letters) != light
            {
                voice.selected = voice.selected.bg(deep_tint(tint, light));
            }
        }
        voice
    }
}

/// Nearer to white than to black.
fn bright(value: u32) -> bool {
    let [_, r, g, b] = value.to_be_bytes().map(u32::from);
    2 * r + 5 * g + b > 8 * 128
}

#[cfg(test)]
mod tests;
