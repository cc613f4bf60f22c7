//! Which characters may stand in a document's text. Knows nothing of HTML or of lines.
//!
//! What a terminal might obey (C0, C1) and what makes text read other than it is stored (bidirectional overrides and
//! isolates, tags, interlinear marks) is removed here, once, before anything else sees the text.

/// Stands for `br` and for the line ends of `pre` on the way through html2text, which keeps no line ends of its own.
/// A noncharacter, so that no page can hold it (Unicode 16, section 23.7).
pub(super) const LINE_BREAK: char = '\u{FDD0}';
/// Stands for a zero-width space or `wbr`: a line may end here.
pub(super) const BREAK_POINT: char = '\u{FDD1}';
/// Stands for a soft hyphen.
pub(super) const SOFT_HYPHEN: char = '\u{FDD2}';

/// The character as it may stand in text, or `None` where it may not stand at all.
pub(super) fn clean(c: char) -> Option<char> {
    match c {
        '\n' | '\t' | ' '..='~' => Some(c),
        // Line and paragraph separator.
        '\u{2028}' | '\u{2029}' => Some('\n'),
        // The narrow no-break space, which html2text would turn into one that breaks.
        '\u{202F}' => Some('\u{A0}'),
        '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFC}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{E0000}'..='\u{E001F}'
        | '\u{E0080}'..='\u{E00FF}' => None,
        _ if c.is_control() || u32::from(c) & 0xFFFE == 0xFFFE => None,
        _ => Some(c),
    }
}

/// Text on its way into html2text: cleaned, with soft breaks as noncharacters that survive it.
pub(super) fn push_marked(text: &str, out: &mut String) {
    if text
        .bytes()
        .all(|b| matches!(b, b' '..=b'~' | b'\n' | b'\t'))
    {
        out.push_str(text);
        return;
    }
    out.extend(text.chars().filter_map(|c| match c {
        '\u{AD}' => Some(SOFT_HYPHEN),
        '\u{200B}' => Some(BREAK_POINT),
        _ => clean(c),
    }));
}

/// One line of plain text, cleaned: for alternative texts, titles and labels.
pub(super) fn line(text: &str) -> String {
    let clean: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{AD}' | '\u{200B}'))
        .filter_map(clean)
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_survives() {
        assert_eq!(line("a\u{1b}[31mb\u{7}\u{9b}0mc\u{0}d\u{7f}"), "a[31mb0mcd");
        assert_eq!(line("\u{202e}evil\u{202c} \u{2066}x\u{2069}"), "evil x");
    }

    #[test]
    fn joiners_of_scripts_and_emoji_stay() {
        assert_eq!(
            line("👩\u{200d}🚀 می\u{200c}خواهم"),
            "👩\u{200d}🚀 می\u{200c}خواهم"
        );
    }
}
