//! Text into cells: cutting with an ellipsis, wrapping by words. Never splits a grapheme or a wide cell.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Cells that a text takes.
pub fn width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// The text in at most `cells` cells; where something had to go, it ends in `ellipsis`.
pub fn fit(text: &str, cells: u16, ellipsis: &str) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let room = cells.saturating_sub(width(ellipsis));
    let mut taken = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += width(grapheme);
        if used > room {
            break;
        }
        taken.push_str(grapheme);
    }
    let mut fitted = taken.trim_end().to_owned();
    if width(ellipsis) <= cells {
        fitted.push_str(ellipsis);
    }
    fitted
}

/// Wraps a text at blanks into lines of at most `cells` cells; a longer word is split.
pub fn wrap(text: &str, cells: u16) -> Vec<String> {
    let cells = cells.max(1);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last().map_or(0, |line| width(line));
        if line > 0 && line + 1 + width(word) <= cells {
            push(&mut lines, " ");
            push(&mut lines, word);
            continue;
        }
        if line > 0 {
            lines.push(String::new());
        }
        // A grapheme wider than the line has no place anywhere.
        for grapheme in word
            .graphemes(true)
            .filter(|grapheme| width(grapheme) <= cells)
        {
            let full = lines.last().is_some_and(|line| {
                !line.is_empty() && width(&format!("{line}{grapheme}")) > cells
            });
            if full {
                lines.push(String::new());
            }
            push(&mut lines, grapheme);
        }
    }
    lines
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

/// Writes pieces one after the other into one line of `cells` cells, the last one cut with an ellipsis if it must be.
/// Returns the column after them.
pub fn write(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    cells: u16,
    ellipsis: &str,
    pieces: &[(&str, Style)],
) -> u16 {
    let end = x + cells;
    let mut at = x;
    for (text, style) in pieces {
        if at >= end {
            break;
        }
        let text = fit(text, end - at, ellipsis);
        (at, _) = buffer.set_stringn(at, y, &text, usize::from(end - at), *style);
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cut_never_splits_a_wide_character() {
        assert_eq!(fit("日本語のニュース", 7, "…"), "日本語…");
        assert_eq!(fit("日本語", 6, "…"), "日本語");
        assert_eq!(fit("a 👩‍👩‍👧‍👦 b", 4, "…"), "a…");
    }

    #[test]
    fn words_stay_whole_while_they_fit() {
        assert_eq!(
            wrap("the river rises again", 9),
            ["the river", "rises", "again"]
        );
        assert_eq!(wrap("unabridgeable", 5), ["unabr", "idgea", "ble"]);
        assert_eq!(wrap("", 5), [""]);
        // One grapheme of three cells: no line of two has a place for it.
        assert!(wrap("🉀ೳ", 2).iter().all(|line| width(line) <= 2));
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_it_may_be(text in "\\PC{0,80}", cells in 2u16..40) {
            prop_assert!(width(&fit(&text, cells, "…")) <= cells);
            for line in wrap(&text, cells) {
                prop_assert!(width(&line) <= cells, "{line:?}");
            }
        }
    }
}
