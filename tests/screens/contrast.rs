//! Every word on real frames is legible, in every theme: what is drawn in the ink of rules and bullets must not be read.

use super::world::World;
use pullquote::config::themes::{Colour, Palette, Role};
use ratatui::style::{Color, Modifier};

/// The terminal's own colours as xterm has them, in their usual order.
const XTERM: [u32; 16] = [
    0x00_00_00, 0xcd_00_00, 0x00_cd_00, 0xcd_cd_00, 0x00_00_ee, 0xcd_00_cd, 0x00_cd_cd, 0xe5_e5_e5,
    0x7f_7f_7f, 0xff_00_00, 0x00_ff_00, 0xff_ff_00, 0x5c_5c_ff, 0xff_00_ff, 0x00_ff_ff, 0xff_ff_ff,
];

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

fn value(colour: Color, usual: u32) -> u32 {
    let own = |number: usize| XTERM[number];
    match colour {
        Color::Rgb(r, g, b) => u32::from_be_bytes([0, r, g, b]),
        Color::Reset => usual,
        Color::Black => own(0),
        Color::Red => own(1),
        Color::Green => own(2),
        Color::Yellow => own(3),
        Color::Blue => own(4),
        Color::Magenta => own(5),
        Color::Cyan => own(6),
        Color::Gray => own(7),
        Color::DarkGray => own(8),
        Color::LightRed => own(9),
        Color::LightGreen => own(10),
        Color::LightYellow => own(11),
        Color::LightBlue => own(12),
        Color::LightMagenta => own(13),
        Color::LightCyan => own(14),
        Color::White => own(15),
        Color::Indexed(number) => own(usize::from(number)),
    }
}

/// What a terminal has where a theme leaves its text or its paper to it.
fn usual(palette: &Palette) -> (u32, u32) {
    let value = |colour: Option<Colour>, usual: u32| match colour {
        Some(Colour::Rgb(value)) => value,
        Some(Colour::Own(number)) => XTERM[usize::from(number)],
        None => usual,
    };
    let text = palette.ink(Role::Text);
    let (letters, paper) = match (palette.light, palette.is_24_bit()) {
        (true, _) => (0x00_00_00, 0xff_ff_ff),
        (false, true) => (0xff_ff_ff, 0x16_18_1c),
        (false, false) => (0xff_ff_ff, 0x00_00_00),
    };
    (value(text.colour, letters), value(text.behind, paper))
}

#[test]
fn every_word_on_the_screen_is_legible_in_every_theme() {
    let palettes = Palette::all_built_in();
    let screens = [
        "",
        "h",
        "<enter>",
        "<enter>l",
        "<enter>]]",
        "<enter>Z",
        "<a-f>",
        "P",
        "P<enter>j",
        "?",
        "?/read",
        "/lib",
        ":fe",
        "hjjjjjji",
        "L",
        "<enter>L",
        "O",
        "hc",
        "!",
        "a",
    ];
    let mut faults = Vec::new();
    let mut paler = 0;
    for keys in screens {
        let mut world = World::new(120, 36);
        world.press(keys);
        for (number, palette) in palettes.iter().enumerate() {
            // The terminal has one grey, and nobody knows which: the contrast of large letters must do.
            let least = match palette.name.as_str() {
                name if name.starts_with("contrast") => 7.0,
                _ if !palette.is_24_bit() => 3.0,
                _ => 4.5,
            };
            let (letters, paper) = usual(palette);
            world.state.themes.shown = number;
            let buffer = world.frame();
            for (index, cell) in buffer.content.iter().enumerate() {
                let (fg, bg) = (value(cell.fg, letters), value(cell.bg, paper));
                let found = if cell.modifier.contains(Modifier::HIDDEN) {
                    1.0
                } else {
                    contrast(fg, bg)
                };
                if !cell.symbol().chars().any(char::is_alphanumeric) {
                    let is_rule = cell.symbol() == "─";
                    paler += usize::from(is_rule && found < least);
                    continue;
                }
                if found < least {
                    let (x, y) = buffer.pos_of(index);
                    let letter = cell.symbol();
                    faults.push(format!(
                        "{} after {keys:?}: {letter} at {x},{y} has {found:.2}",
                        palette.name
                    ));
                }
            }
        }
    }
    assert!(paler > 0, "rules are paler than what may be read");
    faults.truncate(60);
    assert!(faults.is_empty(), "{faults:#?}");
}
