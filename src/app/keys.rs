//! Keys, and the one notation for them that tests, help and configuration share: `j`, `<enter>`, `<c-d>`.

use std::fmt;

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// With control.
    pub ctrl: bool,
    /// With alt.
    pub alt: bool,
}

/// Which key. Shift is part of the character: `G`, not shift-g.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A character.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
    /// A function key.
    F(u8),
}

/// The keys that have a name, in the notation's own spelling.
const NAMED: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("s-tab", KeyCode::BackTab),
    ("bs", KeyCode::Backspace),
    ("del", KeyCode::Delete),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("space", KeyCode::Char(' ')),
    ("lt", KeyCode::Char('<')),
    ("gt", KeyCode::Char('>')),
];

/// No name of a key is longer, in bytes.
const LONGEST_NAME: usize = 16;

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
        }
    }

    /// A character's key; no keyboard sends a control character for one.
    fn character(c: char) -> Option<Self> {
        (!c.is_control()).then_some(Self::plain(KeyCode::Char(c)))
    }

    /// A key of the notation's inner form: `enter`, `c-d`, `f5`.
    fn named(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        if let Some((_, code)) = NAMED.iter().find(|(n, _)| *n == lower) {
            return Some(Self::plain(*code));
        }
        if let Some(number) = lower.strip_prefix('f').and_then(|n| n.parse().ok()) {
            return Some(Self::plain(KeyCode::F(number)));
        }
        let (prefix, rest) = name.split_once('-')?;
        let mut characters = rest.chars();
        let inner = match (characters.next()?, characters.next()) {
            (c, None) => Self::character(c)?,
            // One for control and one for alt: there are no others.
            _ if rest.len() < LONGEST_NAME => Self::named(rest)?,
            _ => return None,
        };
        match prefix.to_lowercase().as_str() {
            "c" => Some(Self {
                ctrl: true,
                ..inner
            }),
            "a" => Some(Self { alt: true, ..inner }),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.code {
            KeyCode::F(n) => format!("f{n}"),
            code => match NAMED.iter().find(|(_, c)| *c == code) {
                Some((name, _)) => (*name).to_owned(),
                None => match code {
                    KeyCode::Char(c) if !self.ctrl && !self.alt => return write!(f, "{c}"),
                    KeyCode::Char(c) => c.to_string(),
                    _ => String::new(),
                },
            },
        };
        let modifier = match (self.ctrl, self.alt) {
            (true, true) => "c-a-",
            (true, false) => "c-",
            (false, true) => "a-",
            (false, false) => "",
        };
        write!(f, "<{modifier}{name}>")
    }
}

/// Reads keys as a person writes them: `jj<enter>b`. `None` where a name in `<>` is none.
pub fn keys(text: &str) -> Option<Vec<Key>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first == '<'
            && let Some(end) = rest.find('>')
            && end > 1
        {
            found.push(Key::named(&rest[1..end])?);
            rest = &rest[end + 1..];
        } else {
            found.push(Key::character(first)?);
            rest = &rest[first.len_utf8()..];
        }
    }
    Some(found)
}

/// Reads the keys of a sequence as the configuration has them, with blanks between them: `g g`, `<c-x> s`. `None` where
/// there is no key, or where something is none.
pub fn sequence(text: &str) -> Option<Vec<Key>> {
    let mut found = Vec::new();
    for word in text.split_whitespace() {
        match keys(word)?.as_slice() {
            [key] => found.push(*key),
            _ => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        let read = keys("jG<enter><c-d><s-tab><space><f5>[").unwrap();
        let written: Vec<String> = read.iter().map(ToString::to_string).collect();
        assert_eq!(
            written,
            [
                "j", "G", "<enter>", "<c-d>", "<s-tab>", "<space>", "<f5>", "["
            ]
        );
    }

    #[test]
    fn a_sequence_has_one_key_a_word() {
        let read = sequence(" <c-x>  s ").unwrap();
        assert_eq!(read, keys("<c-x>s").unwrap());
        assert_eq!(sequence("gg"), None);
        assert_eq!(sequence(""), None);
        for written in ["<a-lt>", "<a-gt>", "<a-V>", "<c-x>", "<a-down>", "<space>"] {
            let read = sequence(written).unwrap();
            assert_eq!(read[0].to_string(), written);
        }
    }

    #[test]
    fn an_unknown_name_is_refused_and_a_lone_bracket_is_a_key() {
        assert_eq!(keys("<nonsense>"), None);
        assert_eq!(keys("<").unwrap(), [Key::plain(KeyCode::Char('<'))]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_what_is_read_is_written_so_again(
            text in "(<|>|c-|a-|s-|tab|f|[0-9]{1,4}|enter|lt| |\\PC|\u{1b}|\u{9b}){0,12}"
        ) {
            if let Some(read) = sequence(&text) {
                let written: Vec<String> = read.iter().map(ToString::to_string).collect();
                let written = written.join(" ");
                prop_assert!(!written.contains(char::is_control));
                prop_assert_eq!(sequence(&written), Some(read), "{}", written);
            }
        }
    }

    #[test]
    fn a_name_of_any_length_is_refused_at_once() {
        assert_eq!(keys(&format!("<{}x>", "c-".repeat(1_000_000))), None);
    }
}
