//! Colours. A theme is written once in 24-bit colours and brought down to what the terminal can show: 256, the
//! terminal's own 16, or none, where quotations are underlined and greys are dim.

use ratatui::style::{Color, Modifier, Style};

/// How many colours the terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// 24-bit.
    True,
    /// The 256 of xterm.
    Indexed,
    /// The terminal's own 16.
    Sixteen,
    /// None (`NO_COLOR`).
    None,
}

impl Colours {
    /// From the environment's `NO_COLOR` (<https://no-color.org>), `COLORTERM` and `TERM`.
    pub fn detect(no_color: Option<&str>, colorterm: Option<&str>, term: Option<&str>) -> Self {
        let term = term.unwrap_or_default();
        if no_color.is_some_and(|value| !value.is_empty()) || term == "dumb" {
            Self::None
        } else if colorterm
            .is_some_and(|value| value.contains("truecolor") || value.contains("24bit"))
        {
            Self::True
        } else if term.contains("256") || term.contains("direct") {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }
}

/// Speakers are told apart by so many hues; then they begin anew.
const HUES: usize = 6;
/// Colours of the reader's highlights.
const MARKERS: usize = 4;

/// The styles of the screen, named for what they are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Running text.
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
    /// The rule between two speakers.
    pub rule: Style,
    /// Words that are being selected.
    pub selecting: Style,
    /// The reader's highlights, in the order of `HighlightColour::ALL`.
    pub markers: [Marker; MARKERS],
    voices: [Voice; HUES],
    nobody: Voice,
}

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

impl Marker {
    fn new(words: Style, bar: Style) -> Self {
        Self {
            words,
            selected: words.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
            bar,
        }
    }
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

/// The colours that a theme is made of.
struct Palette {
    soft: u32,
    faint: u32,
    accent: u32,
    selected: u32,
    selected_away: u32,
    error: u32,
    link: u32,
    code: u32,
    mark: u32,
    on_tint: u32,
    /// For each hue: the name, the tint behind a quotation, the tint behind the selected one.
    hues: [[u32; 3]; HUES],
    nobody: [u32; 3],
    /// Text on a highlight, and the highlights' colours.
    on_marker: u32,
    markers: [u32; MARKERS],
}

const DARK: Palette = Palette {
    soft: 0x9a_a0_a8,
    faint: 0x5c_62_6b,
    accent: 0xe5_b5_67,
    selected: 0x2c_33_3f,
    selected_away: 0x22_26_2d,
    error: 0xf0_80_70,
    link: 0x86_b6_e8,
    code: 0xb8_c9_a3,
    mark: 0x4d_44_1c,
    on_tint: 0xe8_e6_e1,
    hues: [
        [0x8f_bc_f5, 0x1f_2d_42, 0x34_55_85],
        [0xa3_d0_8e, 0x20_33_23, 0x3c_65_3a],
        [0xd6_a8_f0, 0x34_26_40, 0x63_45_7c],
        [0xf0_c0_78, 0x3b_2f_18, 0x75_5a_26],
        [0xf2_9a_a2, 0x40_24_29, 0x7c_40_4a],
        [0x7c_d3_cf, 0x17_35_36, 0x29_68_68],
    ],
    nobody: [0xb0_b4_ba, 0x2a_2c_30, 0x50_54_5b],
    on_marker: 0x16_18_1c,
    markers: [0xd9_c2_6a, 0x9c_c6_8f, 0x8f_b8_de, 0xe0_a0_a0],
};

const LIGHT: Palette = Palette {
    soft: 0x5d_62_69,
    faint: 0xa3_a7_ad,
    accent: 0xa0_55_0f,
    selected: 0xdc_e3_ee,
    selected_away: 0xec_ee_f1,
    error: 0xb3_26_1e,
    link: 0x1f_5f_a8,
    code: 0x3d_5a_2a,
    mark: 0xff_f0_a8,
    on_tint: 0x1b_1c_1e,
    hues: [
        [0x1c_55_a0, 0xe3_ed_fa, 0xb4_d0_f2],
        [0x2c_6e_2a, 0xe3_f2_e1, 0xb3_de_ae],
        [0x76_39_9c, 0xf1_e6_f8, 0xdb_bc_ee],
        [0x8a_5a_00, 0xf9_ee_d6, 0xf0_d0_8a],
        [0xa8_2c_3b, 0xfa_e5_e7, 0xf2_b6_bd],
        [0x00_6b_6b, 0xdd_f2_f1, 0xa3_dd_da],
    ],
    nobody: [0x55_58_5d, 0xec_ec_ee, 0xcf_d1_d5],
    on_marker: 0x1b_1c_1e,
    markers: [0xff_df_4d, 0x8f_e3_88, 0x8c_c4_ff, 0xff_9f_a8],
};

impl Theme {
    /// The theme for a terminal.
    pub fn new(light: bool, colours: Colours) -> Self {
        match colours {
            Colours::True => Self::of(if light { &LIGHT } else { &DARK }, rgb),
            Colours::Indexed => {
                Self::of(if light { &LIGHT } else { &DARK }, indexed).with_256_tints(light)
            }
            Colours::Sixteen => Self::sixteen(light),
            Colours::None => Self::without_colour(),
        }
    }

    fn of(palette: &Palette, colour: fn(u32) -> Color) -> Self {
        let plain = Style::new();
        let fg = |value: u32| plain.fg(colour(value));
        // A tint brings its own text colour, so that it is legible whatever the terminal's background is.
        let tint = |value: u32| fg(palette.on_tint).bg(colour(value));
        let voice = |[name, quote, selected]: [u32; 3]| Voice {
            name: fg(name).add_modifier(Modifier::BOLD),
            quote: tint(quote),
            selected: tint(selected),
        };
        Self {
            text: plain,
            soft: fg(palette.soft),
            faint: fg(palette.faint),
            title: plain.add_modifier(Modifier::BOLD),
            accent: fg(palette.accent).add_modifier(Modifier::BOLD),
            selected: tint(palette.selected),
            selected_away: tint(palette.selected_away),
            error: fg(palette.error),
            link: fg(palette.link),
            code: fg(palette.code),
            mark: tint(palette.mark),
            notice: fg(palette.accent),
            rule: fg(palette.faint),
            selecting: plain.add_modifier(Modifier::REVERSED),
            markers: palette
                .markers
                .map(|value| Marker::new(fg(palette.on_marker).bg(colour(value)), fg(value))),
            voices: palette.hues.map(voice),
            nobody: voice(palette.nobody),
        }
    }

    /// The 256 colours hold no soft tints: a quotation has its speaker's hue as the colour of its letters instead, and
    /// the selected one the hue of the cube that is nearest.
    fn with_256_tints(mut self, light: bool) -> Self {
        let deep = if light {
            [153, 151, 183, 222, 217, 152]
        } else {
            [24, 22, 53, 58, 52, 23]
        };
        for (voice, deep) in self.voices.iter_mut().zip(deep) {
            voice.quote = voice.name.remove_modifier(Modifier::BOLD);
            voice.selected = voice.selected.bg(Color::Indexed(deep));
        }
        self.nobody.quote = self.nobody.name.remove_modifier(Modifier::BOLD);
        self
    }

    /// In the terminal's own colours, whatever they are: nothing but text colours, underlines and reversed cells.
    fn sixteen(light: bool) -> Self {
        let plain = Style::new();
        let fg = |colour| plain.fg(colour);
        let grey = if light { Color::DarkGray } else { Color::Gray };
        let voice = |colour| Voice {
            name: fg(colour).add_modifier(Modifier::BOLD),
            quote: fg(colour).add_modifier(Modifier::UNDERLINED),
            selected: fg(colour).add_modifier(Modifier::REVERSED),
        };
        let accent = if light { Color::Blue } else { Color::Yellow };
        let hues = [
            Color::Cyan,
            Color::Green,
            Color::Magenta,
            Color::Yellow,
            Color::Red,
            Color::Blue,
        ];
        Self {
            text: plain,
            soft: fg(grey),
            faint: fg(Color::DarkGray),
            title: plain.add_modifier(Modifier::BOLD),
            accent: fg(accent).add_modifier(Modifier::BOLD),
            selected: plain.add_modifier(Modifier::REVERSED),
            selected_away: plain.add_modifier(Modifier::UNDERLINED),
            error: fg(Color::Red),
            link: fg(if light { Color::Blue } else { Color::Cyan }),
            code: fg(Color::Green),
            mark: plain.add_modifier(Modifier::REVERSED),
            notice: fg(accent),
            rule: fg(Color::DarkGray),
            selecting: plain.add_modifier(Modifier::REVERSED),
            markers: [
                Color::LightYellow,
                Color::LightGreen,
                Color::LightBlue,
                Color::LightRed,
            ]
            .map(|colour| Marker::new(fg(Color::Black).bg(colour), fg(colour))),
            voices: hues.map(voice),
            nobody: voice(grey),
        }
    }

    fn without_colour() -> Self {
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
            rule: dim,
            selecting: plain.add_modifier(Modifier::REVERSED),
            markers: [Marker {
                words: bold.add_modifier(Modifier::UNDERLINED),
                selected: bold.add_modifier(Modifier::REVERSED),
                bar: plain,
            }; MARKERS],
            voices: [voice; HUES],
            nobody: voice,
        }
    }

    /// The look of the speaker with this number, in the order of appearance; of nobody in particular where there is none.
    pub fn voice(&self, number: Option<usize>) -> Voice {
        number.map_or(self.nobody, |number| self.voices[number % HUES])
    }
}

fn rgb(value: u32) -> Color {
    let [_, r, g, b] = value.to_be_bytes();
    Color::Rgb(r, g, b)
}

/// The nearest of xterm's 6×6×6 cube and its 24 greys.
fn indexed(value: u32) -> Color {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let [_, r, g, b] = value.to_be_bytes();
    let step = |c: u8| {
        (0u8..6)
            .min_by_key(|i| STEPS[usize::from(*i)].abs_diff(c))
            .unwrap_or(0)
    };
    let distance = |a: [u8; 3]| -> u32 {
        [r, g, b]
            .iter()
            .zip(a)
            .map(|(x, y)| u32::from(x.abs_diff(y)).pow(2))
            .sum()
    };
    let (cr, cg, cb) = (step(r), step(g), step(b));
    let cube = [cr, cg, cb].map(|i| STEPS[usize::from(i)]);
    let mean = (u16::from(r) + u16::from(g) + u16::from(b)) / 3;
    let grey_step = u8::try_from((mean.saturating_sub(3) / 10).min(23)).unwrap_or(23);
    let grey = [8 + 10 * grey_step; 3];
    if distance(grey) < distance(cube) {
        Color::Indexed(232 + grey_step)
    } else {
        Color::Indexed(16 + 36 * cr + 6 * cg + cb)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
    fn contrast(text: u32, background: u32) -> f64 {
        let luminance = |value: u32| {
            let [_, r, g, b] = value.to_be_bytes();
            let channel = |c: u8| {
                let c = f64::from(c) / 255.0;
                if c <= 0.040_45 {
                    c / 12.92
                } else {
                    ((c + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
        };
        let (text, background) = (luminance(text) + 0.05, luminance(background) + 0.05);
        text.max(background) / text.min(background)
    }

    #[test]
    fn every_text_is_legible_on_its_background() {
        for (palette, background) in [(&DARK, 0x16_18_1c), (&LIGHT, 0xff_ff_ff)] {
            for text in [
                palette.soft,
                palette.accent,
                palette.error,
                palette.link,
                palette.code,
            ] {
                assert!(
                    contrast(text, background) >= 4.5,
                    "{text:06x} on {background:06x}"
                );
            }
            for [name, quote, selected] in palette.hues.iter().chain([&palette.nobody]) {
                assert!(
                    contrast(*name, background) >= 4.5,
                    "{name:06x} on {background:06x}"
                );
                assert!(
                    contrast(palette.on_tint, *quote) >= 7.0,
                    "text on {quote:06x}"
                );
                assert!(
                    contrast(palette.on_tint, *selected) >= 4.5,
                    "text on {selected:06x}"
                );
            }
            for marker in palette.markers {
                assert!(contrast(palette.on_marker, marker) >= 7.0, "{marker:06x}");
            }
        }
    }

    #[test]
    fn the_environment_decides_how_many_colours() {
        use Colours::{Indexed, None as NoColours, Sixteen, True};
        assert_eq!(
            Colours::detect(Some("1"), Some("truecolor"), Some("xterm-256color")),
            NoColours
        );
        assert_eq!(Colours::detect(Some(""), Some("truecolor"), None), True);
        assert_eq!(Colours::detect(None, None, Some("xterm-256color")), Indexed);
        assert_eq!(Colours::detect(None, None, Some("linux")), Sixteen);
        assert_eq!(Colours::detect(None, None, Some("dumb")), NoColours);
    }

    #[test]
    fn without_colour_no_style_has_one() {
        let theme = Theme::new(false, Colours::None);
        for style in [
            theme.text,
            theme.soft,
            theme.error,
            theme.link,
            theme.selected,
            theme.voice(Some(1)).quote,
        ] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }
}
