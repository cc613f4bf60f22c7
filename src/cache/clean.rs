//! Strips what a terminal could be misled by from stored text.

/// The text without control characters and bidirectional overrides.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|c| !is_forbidden(*c)).collect()
}

/// The same, on one line.
pub(super) fn clean_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    clean(&words.join(" "))
}

fn is_forbidden(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => true,
        c => c.is_control(),
    }
}
