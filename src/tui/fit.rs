//! Text into cells: cutting with an ellipsis, wrapping by words. Never splits a grapheme or a wide cell.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::view::Look;
use crate::renderer::direction::{self, has_right_to_left, runs_right_to_left};

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
    let mut fitted = without_stop(&taken).to_owned();
    if width(ellipsis) <= cells {
        fitted.push_str(ellipsis);
    }
    fitted
}

/// A text that is cut here, without what would stand oddly before an ellipsis.
fn without_stop(text: &str) -> &str {
    text.trim_end_matches([' ', ',', ';', ':', '–', '—'])
}

/// Where the first line of a text ends, and the second begins, at most `cells` cells wide: after a word, where one ends
/// there. The length of the text where it needs no second line.
pub fn break_at(text: &str, cells: u16) -> usize {
    if width(text) <= cells {
        return text.len();
    }
    let fits = |at: &usize| width(text[..*at].trim_end()) <= cells;
    let breaks = unicode_linebreak::linebreaks(text).map(|(at, _)| at);
    let word = breaks.take_while(fits).last();
    let cluster = || {
        let clusters = text.grapheme_indices(true).map(|(at, _)| at);
        clusters.take_while(fits).last().unwrap_or(0)
    };
    word.unwrap_or_else(cluster)
}

/// Wraps a text at blanks into lines of at most `cells` cells; a longer word is split. One that runs from right to left
/// stands to the right.
pub fn wrap(text: &str, cells: u16) -> Vec<String> {
    let cells = cells.max(1);
    let (begin, end) = direction::marks(text);
    if begin.is_empty() {
        return wrap_at_left(text, cells);
    }
    let is_right = runs_right_to_left(text);
    let set = |line: String| {
        let blanks = usize::from(cells.saturating_sub(width(&line)));
        let blanks = " ".repeat(if is_right { blanks } else { 0 });
        format!("{blanks}{begin}{line}{end}")
    };
    wrap_at_left(text, cells).into_iter().map(set).collect()
}

fn wrap_at_left(text: &str, cells: u16) -> Vec<String> {
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

/// Writes pieces one after the other into one line of `cells` cells; where they are too long together, they end in an
/// ellipsis. Returns the column after them.
pub fn write(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    cells: u16,
    look: &Look,
    pieces: &[(&str, Style)],
) -> u16 {
    write_fitted(
        buffer,
        (x, y),
        cells,
        (look.signs.ellipsis, look.reorders),
        pieces,
    )
}

/// The same without an ellipsis.
pub fn write_cut(
    buffer: &mut Buffer,
    at: (u16, u16),
    cells: u16,
    look: &Look,
    pieces: &[(&str, Style)],
) -> u16 {
    write_fitted(buffer, at, cells, ("", look.reorders), pieces)
}

/// The same with this ellipsis. What runs from right to left is put into the order in which it is seen, where the
/// terminal does not do that itself.
fn write_fitted(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    cells: u16,
    (ellipsis, reorders): (&str, bool),
    pieces: &[(&str, Style)],
) -> u16 {
    // Of a dialog on a screen of one row, nothing is seen but its title.
    if !buffer.area.contains((x, y).into()) {
        return x;
    }
    let turns = reorders && pieces.iter().any(|(text, _)| has_right_to_left(text));
    let mut fitted: Vec<(String, Style)> = Vec::new();
    let end = x + cells;
    let mut at = x;
    let widths = pieces.iter().map(|(text, _)| width(text));
    let mut rest = widths.fold(0, u16::saturating_add);
    for (text, style) in pieces {
        let wide = width(text);
        rest = rest.saturating_sub(wide);
        let room = end - at;
        // What follows does not fit: the ellipsis belongs here, unless it has its place further on.
        let is_last = rest > 0 && wide + width(ellipsis) > room && wide + rest > room;
        let text = if is_last && wide <= room {
            let more = " ".repeat(usize::from(width(ellipsis)));
            fit(&format!("{text}{more}"), room, ellipsis)
        } else {
            fit(text, room, ellipsis)
        };
        if turns {
            at += width(&text);
            fitted.push((text, *style));
        } else {
            (at, _) = buffer.set_stringn(at, y, &text, usize::from(room), *style);
        }
        if is_last || at >= end {
            break;
        }
    }
    if turns {
        write_in_order(buffer, (x, y), end, &fitted);
    }
    at
}

/// Writes pieces in the order in which they are seen; each keeps its style.
fn write_in_order(buffer: &mut Buffer, (x, y): (u16, u16), end: u16, pieces: &[(String, Style)]) {
    let (text, ends) = direction::joined(pieces.iter().map(|(text, _)| text.as_str()));
    let mut at = x;
    for seen in direction::seen(&text) {
        let piece = ends.partition_point(|end| *end <= seen.range.start);
        let style = pieces
            .get(piece)
            .map_or_else(Style::new, |(_, style)| *style);
        let room = usize::from(end.saturating_sub(at));
        (at, _) = buffer.set_stringn(at, y, &seen.cluster, room, style);
    }
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

    #[test]
    fn a_line_breaks_after_a_word_and_a_long_word_between_clusters() {
        let broken = |text: &'static str, cells| text.split_at(break_at(text, cells));
        assert_eq!(broken("the river rises", 10), ("the river ", "rises"));
        assert_eq!(broken("the river", 9), ("the river", ""));
        assert_eq!(broken("日本語のニュース", 5), ("日本", "語のニュース"));
        assert_eq!(broken("unabridgeable", 5), ("unabr", "idgeable"));
    }

    #[test]
    fn pieces_that_are_too_long_together_end_in_one_ellipsis() {
        let written = |pieces: &[&str], cells| {
            let pieces: Vec<_> = pieces.iter().map(|text| (*text, Style::new())).collect();
            let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 12, 1));
            write_fitted(&mut buffer, (0, 0), cells, ("…", true), &pieces);
            let text: String = (0..12)
                .map(|x| buffer[(x, 0)].symbol().to_owned())
                .collect();
            text.trim_end().to_owned()
        };
        assert_eq!(written(&["abc", "def"], 6), "abcdef");
        assert_eq!(written(&["abc", "def"], 5), "abcd…");
        assert_eq!(written(&["abc", "def"], 4), "abc…");
        assert_eq!(written(&["abc", "def"], 3), "ab…");
        assert_eq!(written(&["ab,", "def"], 3), "ab…");
        assert_eq!(written(&["abc", "d", "ef"], 5), "abcd…");
        // The second cell of the wide character is a blank of the buffer.
        assert_eq!(written(&["日本", "語"], 4), "日 …");
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
