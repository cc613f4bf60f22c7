//! Cells that text takes. The common case, Latin text, is counted without segmentation into clusters.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cells that a text takes, as terminals and the screen's buffer count: by grapheme cluster.
pub(super) fn width(text: &str) -> usize {
    match simple_width(text) {
        Some(width) => width,
        None => text.graphemes(true).map(cluster_width).sum(),
    }
}

/// Cells that one grapheme cluster takes.
pub(super) fn cluster_width(cluster: &str) -> usize {
    if cluster.len() == 1 {
        1
    } else {
        cluster.width()
    }
}

/// The width of a text whose every character is a cluster of one cell: Latin letters and common punctuation.
fn simple_width(text: &str) -> Option<usize> {
    let mut width = 0;
    for c in text.chars() {
        match c {
            ' '..='~' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{2010}'..='\u{2027}' => {
                width += 1;
            }
            _ => return None,
        }
    }
    Some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_count_as_terminals_show_them() {
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("日本"), 4);
        assert_eq!(width("👨‍👩‍👧‍👦"), 2);
        assert_eq!(width("🇯🇵"), 2);
    }

    #[test]
    fn the_short_way_counts_as_the_long_one() {
        for c in ('\u{20}'..='\u{2FF}')
            .chain('\u{2010}'..='\u{2027}')
            .filter(|c| !c.is_control())
        {
            let text = c.to_string();
            if let Some(simple) = simple_width(&text) {
                assert_eq!(simple, text.as_str().width(), "{c:?}");
            }
        }
    }
}
