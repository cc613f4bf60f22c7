//! What can be read in which theme, and what a poor terminal makes of it.

use ratatui::style::Color;

use super::*;
use crate::config::themes::Ink;

/// The terminal's own colours as xterm has them, in their usual order.
const XTERM: [u32; 16] = [
    0x00_00_00, 0xcd_00_00, 0x00_cd_00, 0xcd_cd_00, 0x00_00_ee, 0xcd_00_cd, 0x00_cd_cd, 0xe5_e5_e5,
    0x7f_7f_7f, 0xff_00_00, 0x00_ff_00, 0xff_ff_00, 0x5c_5c_ff, 0xff_00_ff, 0x00_ff_ff, 0xff_ff_ff,
];

fn value(colour: Colour) -> u32 {
    match colour {
        Colour::Rgb(value) => value,
        Colour::Own(number) => XTERM[usize::from(number)],
    }
}

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

/// The contrast of an ink on the paper of its theme.
fn of(palette: &Palette, ink: Ink) -> f64 {
    let text = palette.ink(Role::Text);
    let usual = match (palette.light, palette.is_24_bit()) {
        (true, _) => (0x00_00_00, 0xff_ff_ff),
        (false, true) => (0xff_ff_ff, 0x16_18_1c),
        (false, false) => (0xff_ff_ff, 0x00_00_00),
    };
    let letters = ink.colour.or(text.colour).map_or(usual.0, value);
    let paper = ink.behind.or(text.behind).map_or(usual.1, value);
    contrast(letters, paper)
}

#[test]
fn every_highlight_is_legible() {
    for (ink, pens) in [markers::DARK, markers::LIGHT] {
        for pen in pens {
            assert!(contrast(ink, pen) >= 7.0, "{ink:06x} on {pen:06x}");
        }
    }
}

#[test]
fn every_text_of_every_theme_is_legible_on_its_background() {
    for palette in Palette::all_built_in() {
        let high = palette.name.starts_with("contrast");
        let least = if high { 7.0 } else { 4.5 };
        let check = |what: &str, ink: Ink, least: f64| {
            let found = of(&palette, ink);
            assert!(found >= least, "{} {what}: {found:.2}", palette.name);
        };
        for (number, name) in Role::NAMES.iter().enumerate() {
            let ink = palette.inks[number];
            match *name {
                // Rules and bullets are not read.
                "faint" => {}
                // The terminal has one grey, and nobody knows which: the contrast of large letters must do.
                "soft" if !palette.is_24_bit() => check(name, ink, 3.0),
                "text" | "title" => check(name, ink, 7.0),
                _ => check(name, ink, least),
            }
        }
        for voice in palette.voices.iter().chain([&palette.nobody]) {
            check("name", voice.name, least);
            check(
                "quote",
                voice.quote,
                if palette.is_24_bit() { 7.0 } else { least },
            );
            check("selected", voice.selected, least);
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

fn every_style(theme: &Theme) -> Vec<Style> {
    let mut styles = vec![
        theme.text,
        theme.soft,
        theme.faint,
        theme.title,
        theme.accent,
        theme.selected,
        theme.selected_away,
        theme.error,
        theme.link,
        theme.code,
        theme.mark,
        theme.notice,
    ];
    for voice in theme.voices.iter().chain([&theme.nobody]) {
        styles.extend([voice.name, voice.quote, voice.selected]);
    }
    styles
}

#[test]
fn no_terminal_is_sent_colours_that_it_does_not_have() {
    for palette in Palette::all_built_in() {
        for style in every_style(&Theme::new(&palette, Colours::None)) {
            assert_eq!((style.fg, style.bg), (None, None));
        }
        for style in every_style(&Theme::new(&palette, Colours::Sixteen)) {
            for colour in [style.fg, style.bg].into_iter().flatten() {
                assert!(
                    !matches!(colour, Color::Rgb(..) | Color::Indexed(_)),
                    "{colour:?}"
                );
            }
        }
        for style in every_style(&Theme::new(&palette, Colours::Indexed)) {
            for colour in [style.fg, style.bg].into_iter().flatten() {
                assert!(!matches!(colour, Color::Rgb(..)), "{colour:?}");
            }
        }
    }
}

#[test]
fn a_selected_quotation_is_told_from_the_others_in_every_depth() {
    for palette in Palette::all_built_in() {
        for colours in [
            Colours::True,
            Colours::Indexed,
            Colours::Sixteen,
            Colours::None,
        ] {
            let theme = Theme::new(&palette, colours);
            for voice in theme.voices.iter().chain([&theme.nobody]) {
                assert_ne!(voice.quote, voice.selected, "{} {colours:?}", palette.name);
                assert_ne!(voice.quote, theme.text, "{} {colours:?}", palette.name);
            }
        }
    }
}
