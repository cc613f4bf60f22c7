//! What the terminal is told beside the screen: its title, how far a poll is, and notifications. Bytes, made here and
//! written by [`super::terminal`]; only what a terminal is known to understand is sent to it.

use std::fmt::Write as _;

use crate::app::{Progress, Restyle, State};
use crate::config::NotifyBy;
use crate::news::Feed;

/// Saves the terminal's title on its stack (xterm, "window operations" 22).
pub const PUSH_TITLE: &str = "\x1b[22;2t";
/// Brings it back.
pub const POP_TITLE: &str = "\x1b[23;2t";
/// No progress is shown any more (OSC 9;4, from `ConEmu`).
pub const NO_PROGRESS: &str = "\x1b]9;4;0\x1b\\";

/// How a sequence that shows progress begins.
pub const SHOWS_PROGRESS: &str = "\x1b]9;4;";

/// What the terminal understands, as far as its environment tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Abilities {
    /// It has a title.
    pub title: bool,
    /// It shows progress.
    pub progress: bool,
    /// How it shows notifications: OSC 9, OSC 777 or the bell.
    pub notify: NotifyBy,
}

impl Abilities {
    /// Of the terminal that these environment variables describe.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let has = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let term = variable("TERM").unwrap_or_default();
        let program = variable("TERM_PROGRAM").unwrap_or_default();
        // GNOME's and other terminals of VTE: 0.80 shows progress.
        let vte: u32 = variable("VTE_VERSION")
            .and_then(|version| version.parse().ok())
            .unwrap_or(0);
        let is = |name: &str| program.eq_ignore_ascii_case(name) || term.contains(name);
        // What stands between takes these for itself or drops them; the bell goes through.
        let between = has("TMUX") || term.starts_with("screen") || term.starts_with("tmux");
        let notify = if between {
            NotifyBy::Bell
        } else if is("iterm.app") || is("ghostty") || is("wezterm") || is("kitty") {
            NotifyBy::Osc9
        } else if term.starts_with("foot")
            || term.starts_with("rxvt-unicode")
            || has("KONSOLE_VERSION")
        {
            NotifyBy::Osc777
        } else {
            NotifyBy::Bell
        };
        Self {
            title: !matches!(term.as_str(), "" | "dumb" | "linux" | "vt100" | "vt220"),
            // Others take OSC 9 for a notification, and would show one with each step.
            progress: !between
                && (has("WT_SESSION")
                    || variable("ConEmuANSI").as_deref() == Some("ON")
                    || is("ghostty")
                    || is("mintty")
                    || vte >= 8000),
            notify,
        }
    }

    /// Of these, what the reader wants to be used.
    #[must_use]
    pub fn wanted(self, style: &Restyle) -> Self {
        Self {
            title: self.title && style.title,
            notify: match style.notify {
                NotifyBy::Auto => self.notify,
                how => how,
            },
            ..self
        }
    }
}

/// What the terminal was told last, so that it is told again only what has changed.
#[derive(Debug, Default)]
pub struct Announcer {
    abilities: Abilities,
    title: String,
    progress: String,
}

impl Announcer {
    /// For a terminal that understands this.
    pub fn new(abilities: Abilities) -> Self {
        Self {
            abilities,
            ..Self::default()
        }
    }

    /// The terminal is to be told this from now on. Without a title it has its own one again.
    pub fn follow(&mut self, abilities: Abilities) {
        if abilities.title != self.abilities.title {
            self.title.clear();
        }
        self.abilities = abilities;
    }

    /// How the terminal shows notifications.
    pub const fn notify(&self) -> NotifyBy {
        self.abilities.notify
    }

    /// What is to be written for this state; nothing where all is as it was.
    pub fn changes(&mut self, state: &State, dot: &str) -> String {
        let mut bytes = String::new();
        if self.abilities.title {
            let unread = state.feeds.iter().map(Feed::unread_in_all).sum();
            let title = title(&reader_title(unread, dot));
            if title != self.title {
                bytes.push_str(&title);
                self.title = title;
            }
        }
        if self.abilities.progress {
            let progress = progress(state.progress.as_ref());
            if progress != self.progress && !(self.progress.is_empty() && state.progress.is_none())
            {
                bytes.push_str(&progress);
                self.progress = progress;
            }
        }
        bytes
    }

    /// Forgets what the terminal was told: it was given back meanwhile.
    pub fn forget(&mut self) {
        self.title.clear();
        self.progress.clear();
    }
}

/// Sets the title.
pub fn title(text: &str) -> String {
    format!("\x1b]2;{}\x1b\\", plain(text))
}

/// The title of the reader with so many unread articles.
pub fn reader_title(unread: u32, dot: &str) -> String {
    match unread {
        0 => "pullquote".to_owned(),
        n => format!("pullquote {dot} {n} unread"),
    }
}

/// How far a poll is, in percent; an error where all that answered so far failed.
pub fn progress(progress: Option<&Progress>) -> String {
    let Some(progress) = progress else {
        return NO_PROGRESS.to_owned();
    };
    let percent = (progress.done * 100)
        .checked_div(progress.total)
        .unwrap_or(0)
        .min(100);
    let state = if progress.failed > 0 && progress.failed == progress.done {
        2
    } else {
        1
    };
    format!("\x1b]9;4;{state};{percent}\x1b\\")
}

/// A notification.
pub fn notification(how: NotifyBy, title: &str, body: &str) -> String {
    let (title, body) = (plain(title), plain(body));
    match how {
        // The words before it keep it from being taken for one of the other meanings of OSC 9, which begin with a digit.
        NotifyBy::Osc9 => format!("\x1b]9;pullquote: {title}: {body}\x1b\\"),
        NotifyBy::Osc777 => format!("\x1b]777;notify;{title};{body}\x1b\\"),
        NotifyBy::Bell => "\x07".to_owned(),
        NotifyBy::Auto | NotifyBy::Command | NotifyBy::Never => String::new(),
    }
}

/// A text that ends no sequence and parts no parameters.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ';' => plain.push(','),
            // C0, DEL and C1, among them BEL, ESC and ST.
            c if c.is_control() => {}
            c => {
                let _ = plain.write_char(c);
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn abilities(variables: &[(&str, &str)]) -> Abilities {
        Abilities::of(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn only_what_is_known_to_be_understood_is_sent() {
        let plain = abilities(&[("TERM", "xterm-256color")]);
        assert_eq!(
            plain,
            Abilities {
                title: true,
                progress: false,
                notify: NotifyBy::Bell
            }
        );
        assert!(!abilities(&[("TERM", "linux")]).title);
        let ghostty = [("TERM", "xterm-ghostty")];
        assert!(abilities(&ghostty).progress);
        assert_eq!(abilities(&ghostty).notify, NotifyBy::Osc9);
        let within = abilities(&[
            ("TERM", "tmux-256color"),
            ("TERM_PROGRAM", "ghostty"),
            ("TMUX", "x"),
        ]);
        assert_eq!((within.progress, within.notify), (false, NotifyBy::Bell));
        assert!(abilities(&[("TERM", "xterm-256color"), ("VTE_VERSION", "8001")]).progress);
        assert!(!abilities(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")]).progress);
        assert_eq!(abilities(&[("TERM", "foot")]).notify, NotifyBy::Osc777);
    }

    #[test]
    fn what_is_told_follows_the_configuration() {
        let size = crate::app::Size {
            columns: 80,
            rows: 24,
        };
        let (state, _) = State::new(crate::app::Settings::default(), size, 0);
        let foot = abilities(&[("TERM", "foot")]);
        let style = Restyle {
            title: false,
            notify: NotifyBy::Auto,
            ..Restyle::default()
        };
        let mut announcer = Announcer::new(foot.wanted(&style));
        assert_eq!(announcer.changes(&state, "·"), "");
        assert_eq!(announcer.notify(), NotifyBy::Osc777);
        let wanted = Restyle {
            title: true,
            notify: NotifyBy::Bell,
            ..style.clone()
        };
        announcer.follow(foot.wanted(&wanted));
        assert_eq!(announcer.changes(&state, "·"), title("pullquote"));
        assert_eq!(announcer.changes(&state, "·"), "", "once");
        assert_eq!(announcer.notify(), NotifyBy::Bell);
        announcer.follow(foot.wanted(&style));
        assert_eq!(announcer.changes(&state, "·"), "");
        announcer.follow(foot.wanted(&wanted));
        assert_eq!(announcer.changes(&state, "·"), title("pullquote"), "anew");
        let console = abilities(&[("TERM", "linux")]);
        assert!(!console.wanted(&wanted).title, "it has none");
    }

    #[test]
    fn each_means_has_its_bytes() {
        let notify = |how| notification(how, "3 new in Rivers", "A; B");
        assert_eq!(
            notify(NotifyBy::Osc9),
            "\x1b]9;pullquote: 3 new in Rivers: A, B\x1b\\"
        );
        assert_eq!(
            notify(NotifyBy::Osc777),
            "\x1b]777;notify;3 new in Rivers;A, B\x1b\\"
        );
        assert_eq!(notify(NotifyBy::Bell), "\x07");
        assert_eq!(
            title(&reader_title(42, "·")),
            "\x1b]2;pullquote · 42 unread\x1b\\"
        );
        let half = Progress {
            done: 20,
            total: 40,
            ..Progress::default()
        };
        assert_eq!(progress(Some(&half)), "\x1b]9;4;1;50\x1b\\");
        assert_eq!(progress(None), "\x1b]9;4;0\x1b\\");
    }

    #[test]
    fn no_text_ends_a_sequence_or_begins_another() {
        let hostile = "4;3\u{7}\u{1b}\\\u{9c}\u{1b}]0;x\n\u{90}";
        for how in [NotifyBy::Osc9, NotifyBy::Osc777] {
            let bytes = notification(how, hostile, hostile);
            let within = bytes
                .strip_prefix("\x1b]")
                .unwrap()
                .strip_suffix("\x1b\\")
                .unwrap();
            assert!(!within.chars().any(char::is_control), "{bytes:?}");
        }
        let bytes = notification(NotifyBy::Osc777, "a;b", "c;d");
        assert_eq!(bytes.matches(';').count(), 3);
    }
}
