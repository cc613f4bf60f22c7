//! The one door that foreign text comes through: what a terminal, or a reader's eye, could be misled by is left
//! out here, before anything is stored. Pure; knows nothing of feeds or HTML.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar as _;

/// Marks of no width that one base may carry; living scripts need fewer, and stacks of them climb over other lines.
const MARKS_PER_BASE: usize = 8;

/// The text without control characters (C0 but newline and tab, DEL; C1 is read as windows-1252, which is what it was), without marks and overrides of direction
/// (UAX #9), byte order marks and tag characters, and with at most eight combining marks a base.
///
/// A carriage return becomes a newline, or nothing before one. A `String` that is clean comes back as it is.
pub fn clean<'a>(text: impl Into<Cow<'a, str>>) -> String {
    cleaned(text).into_owned()
}

/// As [`clean`], without a copy of what is clean already.
pub fn cleaned<'a>(text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
    let text = text.into();
    if !needs_cleaning(&text) {
        return text;
    }
    let mut kept = String::with_capacity(text.len());
    let mut marks = 0;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if c == '\r' {
            if characters.peek() != Some(&'\n') {
                kept.push('\n');
            }
            continue;
        }
        if is_forbidden(c) {
            kept.extend(from_windows_1252(c));
            continue;
        }
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if marks <= MARKS_PER_BASE {
            kept.push(c);
        }
    }
    Cow::Owned(kept)
}

/// As [`clean`], and on one line: every run of white space becomes one blank, none at the ends.
pub fn clean_line<'a>(text: impl Into<Cow<'a, str>>) -> String {
    let text = cleaned(text);
    if is_line(&text) {
        return text.into_owned();
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether all white space is a single blank between two words, as in most titles and addresses.
fn is_line(text: &str) -> bool {
    let single = |pair: &[u8]| !(pair[0] == b' ' && pair[1] == b' ');
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && text.as_bytes().windows(2).all(single)
}

/// Whether [`clean`] would change a text. Every body of every feed comes through here, so it runs over plain ASCII at
/// the speed of memory, and looks closer only at the rest.
fn needs_cleaning(text: &str) -> bool {
    let mut marks = 0;
    let mut rest = text;
    loop {
        let harmless = harmless_prefix(rest.as_bytes());
        if harmless > 0 {
            marks = 0;
        }
        rest = &rest[harmless..];
        let Some(c) = rest.chars().next() else {
            return false;
        };
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if c == '\r' || is_forbidden(c) || marks > MARKS_PER_BASE {
            return true;
        }
        rest = &rest[c.len_utf8()..];
    }
}

/// How many bytes at the beginning are printable ASCII, newlines and tabs.
fn harmless_prefix(bytes: &[u8]) -> usize {
    let harmless = |byte: &u8| matches!(byte, b'\t' | b'\n' | b' '..=b'~');
    // Whole blocks without an early exit, which the compiler makes vector instructions of.
    let (blocks, _) = bytes.as_chunks::<32>();
    let whole = |block: &&[u8; 32]| block.iter().fold(true, |all, byte| all & harmless(byte));
    let skipped = 32 * blocks.iter().take_while(whole).count();
    skipped
        + bytes[skipped..]
            .iter()
            .take_while(|byte| harmless(byte))
            .count()
}

fn is_mark(c: char) -> bool {
    c >= '\u{300}' && c.width() == Some(0)
}

fn is_forbidden(c: char) -> bool {
    // Marks, embeddings, overrides and isolates of direction, and the deprecated controls after them.
    let direction = matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}');
    // Byte order mark, interlinear annotation, tags.
    let invisible = matches!(c, '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}');
    direction || invisible || c.is_control() && !matches!(c, '\t' | '\n')
}

/// The character that a writer meant who put a byte of windows-1252 where Unicode has a C1 control: the apostrophe of
/// "don\u{92}t".
fn from_windows_1252(c: char) -> Option<char> {
    const C1: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', //
        '\0', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    let place = u32::from(c).checked_sub(0x80)? as usize;
    C1.get(place).copied().filter(|c| *c != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escape_sequences_and_overrides_are_gone_and_the_words_stay() {
        assert_eq!(clean("a\u{1b}]52;c;x\u{7}b\u{9b}31mc"), "a]52;c;xb›31mc");
        assert_eq!(clean("don\u{92}t\u{81}"), "don’t");
        assert_eq!(clean("\u{202e}exe.\u{2066}gpj\u{feff}"), "exe.gpj");
        assert_eq!(clean("flag\u{e0067}\u{e007f}"), "flag");
    }

    #[test]
    fn line_ends_of_every_system_become_newlines() {
        assert_eq!(clean("a\r\nb\rc\n\td"), "a\nb\nc\n\td");
    }

    #[test]
    fn a_tower_of_marks_is_cut_and_scripts_and_emoji_are_not() {
        let tower = format!("a{}b", "\u{301}".repeat(500));
        assert_eq!(clean(tower), format!("a{}b", "\u{301}".repeat(8)));
        for text in [
            "Tiếng Việt",
            "e\u{301}\u{323}",
            "नमस्ते",
            "👩‍👩‍👧‍👦 ❤️",
            "می‌خواهم",
            "한국어",
            "ភាសាខ្មែរ",
        ] {
            assert_eq!(clean(text), text);
        }
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(clean_line(" a\r\n\tb\u{2028}c \u{a0}d "), "a b c d");
    }

    proptest! {
        #[test]
        fn nothing_forbidden_survives_and_cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = clean(text.as_str());
            prop_assert!(once.chars().all(|c| c == '\n' || c == '\t' || !c.is_control()));
            prop_assert!(!once.chars().any(is_forbidden));
            prop_assert_eq!(clean(once.as_str()), once);
        }
    }
}
