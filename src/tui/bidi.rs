//! Who puts right-to-left text into order, this program or the terminal: what is known of terminals by their environment.
//!
//! Panes stand side by side, and a terminal that orders whole rows mixes them. So where a terminal can be told to leave
//! the order alone (ECMA-48's BDSM: VTE since 0.58, mintty), it is told; what cannot be told is left to do it.
//! <https://terminal-wg.pages.freedesktop.org/bidi/>

use crate::config::Bidi;
use crate::renderer::RightToLeft;

/// Explicit mode: characters are shown in the order in which they are written.
pub const EXPLICIT: &str = "\x1b[8l";
/// Implicit mode, as terminals that know of modes begin: they order what is written.
pub const IMPLICIT: &str = "\x1b[8h";

/// What a terminal does about right-to-left text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Terminal {
    /// Nothing: a cell is a cell.
    Plain,
    /// It orders rows, until it is told not to.
    Told,
    /// It orders rows, or the letters of words.
    Orders,
}

impl Terminal {
    fn of(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
        let term = variable("TERM").unwrap_or_default();
        let program = variable("TERM_PROGRAM").unwrap_or_default();
        let vte = variable("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
        let vte = vte.is_some_and(|version| version >= 5800);
        // What stands between drops the request, and passes the text on.
        let between = is_set("TMUX")
            || is_set("STY")
            || term.starts_with("screen")
            || term.starts_with("tmux");
        if vte || program == "mintty" {
            return if between { Self::Orders } else { Self::Told };
        }
        let orders = is_set("KONSOLE_VERSION")
            || is_set("MLTERM")
            || term.starts_with("mlterm")
            || program == "Apple_Terminal"
            // Of each word alone, unless it has `force_ltr`.
            || is_set("KITTY_WINDOW_ID")
            || term == "xterm-kitty";
        if orders { Self::Orders } else { Self::Plain }
    }
}

/// What is done about right-to-left text in the terminal that these environment variables describe.
pub fn right_to_left(bidi: Bidi, variable: &dyn Fn(&str) -> Option<String>) -> RightToLeft {
    match (bidi, Terminal::of(variable)) {
        (Bidi::Never, _) | (Bidi::Auto, Terminal::Orders) => RightToLeft::Aligned,
        (Bidi::Always, _) | (Bidi::Auto, Terminal::Plain | Terminal::Told) => RightToLeft::Ordered,
    }
}

/// Whether the terminal is to be told that the order is this program's.
pub fn is_to_be_told(bidi: Bidi, variable: &dyn Fn(&str) -> Option<String>) -> bool {
    bidi != Bidi::Never && Terminal::of(variable) == Terminal::Told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bidi: Bidi, variables: &[(&str, &str)]) -> (RightToLeft, bool) {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        (
            right_to_left(bidi, &variable),
            is_to_be_told(bidi, &variable),
        )
    }

    #[test]
    fn the_order_is_ours_where_the_terminal_has_none_or_can_be_told_so() {
        use RightToLeft::{Aligned, Ordered};
        let gnome = [("TERM", "xterm-256color"), ("VTE_VERSION", "7600")];
        let old = [("TERM", "xterm-256color"), ("VTE_VERSION", "5202")];
        let within = [("TERM", "tmux-256color"), ("VTE_VERSION", "7600")];
        for (variables, expected) in [
            (&[("TERM", "xterm-256color")][..], (Ordered, false)),
            (&[("TERM", "foot")], (Ordered, false)),
            (&gnome, (Ordered, true)),
            (&old, (Ordered, false)),
            (&within, (Aligned, false)),
            (&[("TERM_PROGRAM", "mintty")], (Ordered, true)),
            (&[("KONSOLE_VERSION", "230804")], (Aligned, false)),
            (&[("MLTERM", "3.9.3")], (Aligned, false)),
            (&[("TERM_PROGRAM", "Apple_Terminal")], (Aligned, false)),
            (&[("TERM", "xterm-kitty")], (Aligned, false)),
        ] {
            assert_eq!(of(Bidi::Auto, variables), expected, "{variables:?}");
        }
        assert_eq!(of(Bidi::Never, &gnome), (Aligned, false));
        assert_eq!(of(Bidi::Always, &within), (Ordered, false));
    }
}
