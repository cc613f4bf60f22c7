//! How many colours the terminal shows, and a theme's colours brought down to them.

use ratatui::style::{Color, Modifier, Style};

use crate::config::themes::{Colour, Ink};

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

/// The style of an ink, in as many colours as there are.
pub fn style(ink: Ink, colours: Colours) -> Style {
    let colour = |colour: Colour| match (colour, colours) {
        (_, Colours::None) => None,
        (Colour::Own(number), _) => Some(own(number)),
        (Colour::Rgb(value), Colours::True) => Some(rgb(value)),
        (Colour::Rgb(value), _) => Some(indexed(value)),
    };
    let mut style = Style::new();
    style.fg = ink.colour.and_then(colour);
    style.bg = ink.behind.and_then(colour);
    let modifiers = [
        (ink.bold, Modifier::BOLD),
        (ink.dim, Modifier::DIM),
        (ink.italic, Modifier::ITALIC),
        (ink.underlined, Modifier::UNDERLINED),
        (ink.reversed, Modifier::REVERSED),
    ];
    for (_, modifier) in modifiers.into_iter().filter(|(on, _)| *on) {
        style = style.add_modifier(modifier);
    }
    style
}

fn own(number: u8) -> Color {
    [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ][usize::from(number % 16)]
}

/// The 256 colours hold no soft tints: of those that text is legible on, the one whose hue is nearest to a tint's.
pub fn deep_tint(value: u32, light: bool) -> Color {
    let tints: &[u8] = if light {
        &[153, 152, 151, 187, 222, 217, 183, 252]
    } else {
        &[24, 23, 22, 58, 94, 52, 53, 238]
    };
    // The last one is grey, for tints that have no hue to speak of.
    let (grey, hues) = (tints.len() - 1, 0..tints.len() - 1);
    let nearest = match hue(value) {
        None => grey,
        Some(wanted) => hues
            .min_by_key(|at| {
                let apart = hue(cube(tints[*at])).map_or(180.0, |hue| (hue - wanted).abs());
                apart.min(360.0 - apart) as u32
            })
            .unwrap_or(grey),
    };
    Color::Indexed(tints[nearest])
}

/// The hue of a colour in degrees; `None` for greys.
fn hue(value: u32) -> Option<f64> {
    let [_, r, g, b] = value.to_be_bytes().map(f64::from);
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let span = most - least;
    if span < 0.15 * most {
        return None;
    }
    let sixth = if most <= r {
        ((g - b) / span).rem_euclid(6.0)
    } else if most <= g {
        (b - r) / span + 2.0
    } else {
        (r - g) / span + 4.0
    };
    Some(60.0 * sixth)
}

/// The steps of a channel in xterm's 6×6×6 cube.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The 24 bits of a colour of the cube.
fn cube(index: u8) -> u32 {
    let place = usize::from(index.saturating_sub(16));
    let channel = |n: usize| u32::from(STEPS[n % 6]);
    channel(place / 36) << 16 | channel(place / 6) << 8 | channel(place)
}

fn rgb(value: u32) -> Color {
    let [_, r, g, b] = value.to_be_bytes();
    Color::Rgb(r, g, b)
}

/// The nearest of xterm's 6×6×6 cube and its 24 greys.
/// The colour of the 256 that is nearest to one of 24 bits.
pub fn indexed(value: u32) -> Color {
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
