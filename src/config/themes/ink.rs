//! One style of a theme, as a reader writes it: `#e5b567 bold`, `black on bright-yellow`, `underlined`. Pure.

/// A colour of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// 24 bits, as in `#1f2d42`: red, green, blue.
    Rgb(u32),
    /// One of the terminal's own sixteen, in their usual order; from 8 on the bright ones.
    Own(u8),
}

/// What letters look like. What is not said stays as what lies below has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ink {
    /// Of the letters.
    pub colour: Option<Colour>,
    /// Behind them.
    pub behind: Option<Colour>,
    /// Bold letters.
    pub bold: bool,
    /// Fainter letters, as far as the terminal can.
    pub dim: bool,
    /// Slanted letters.
    pub italic: bool,
    /// A line below.
    pub underlined: bool,
    /// Letters and what is behind them change places.
    pub reversed: bool,
}

/// The terminal's own colours by their names, in its own order.
pub const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

impl Ink {
    /// Reads a style: a colour, `on` a colour, and any of `bold`, `dim`, `italic`, `underlined`, `reversed`.
    /// `terminal` stands for the terminal's own colours.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut ink = Self::default();
        let mut words = text.split_whitespace();
        while let Some(word) = words.next() {
            match word {
                "terminal" => {}
                "bold" => ink.bold = true,
                "dim" => ink.dim = true,
                "italic" => ink.italic = true,
                "underlined" => ink.underlined = true,
                "reversed" => ink.reversed = true,
                "on" => {
                    let Some(word) = words.next() else {
                        return Err("a colour must follow `on`".to_owned());
                    };
                    ink.behind = Some(colour(word)?);
                }
                word => ink.colour = Some(colour(word)?),
            }
        }
        Ok(ink)
    }
}

fn colour(word: &str) -> Result<Colour, String> {
    if let Some(digits) = word.strip_prefix('#') {
        let value = u32::from_str_radix(digits, 16).ok();
        return value
            .filter(|_| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .map(Colour::Rgb)
            .ok_or_else(|| format!("`{word}` is no colour: six digits must follow the `#`"));
    }
    if let Some(number) = NAMES.iter().position(|name| *name == word) {
        return Ok(Colour::Own(number as u8));
    }
    Err(format!("`{word}` is no colour that is known here"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_style_is_read_as_it_is_written() {
        let ink = Ink::parse("black on #ffe98a bold underlined").unwrap();
        let expected = Ink {
            colour: Some(Colour::Own(0)),
            behind: Some(Colour::Rgb(0xff_e9_8a)),
            bold: true,
            underlined: true,
            ..Ink::default()
        };
        assert_eq!(ink, expected);
        assert_eq!(Ink::parse("terminal"), Ok(Ink::default()));
        assert_eq!(
            Ink::parse("bright-white").unwrap().colour,
            Some(Colour::Own(15))
        );
    }

    #[test]
    fn what_is_no_style_is_refused_by_name() {
        for wrong in [
            "#12345", "#1234567", "#+12345", "#gggggg", "mauve", "red on",
        ] {
            let why = Ink::parse(wrong).unwrap_err();
            assert!(why.contains(wrong.split(' ').next_back().unwrap()), "{why}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}") {
            let _ = Ink::parse(&text);
        }
    }
}
