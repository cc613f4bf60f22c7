//! Justified lines: the cells that are left at a line's end go to the blanks between its words, as evenly as can be.

use super::breaks::Row;

/// A blank that takes more than one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    /// The byte of the text that the blank is.
    pub(super) at: usize,
    /// Cells.
    pub(super) width: usize,
}

/// On average, no blank grows by more cells: a ragged line reads better than one with holes. Lines of few blanks, as of
/// scripts that are written without them, thus stay as they are.
const MOST: usize = 2;

/// The blanks of a line that grow.
pub(super) fn gaps(text: &str, row: &Row) -> Vec<Gap> {
    let bytes = &text.as_bytes()[row.range.clone()];
    let is_between = |at: &usize| bytes[*at] == b' ' && *at > 0 && bytes[at - 1] != b' ';
    let places: Vec<usize> = (0..bytes.len()).filter(is_between).collect();
    let count = places.len();
    if row.spare == 0 || row.spare > count * MOST {
        return Vec::new();
    }
    let share = |number: usize| number * row.spare / count;
    let gaps = places.iter().enumerate().map(|(number, at)| Gap {
        at: row.range.start + at,
        width: 1 + share(number + 1) - share(number),
    });
    gaps.filter(|gap| gap.width > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, spare: usize) -> String {
        let row = Row {
            range: 0..text.len(),
            spare,
            ..Row::default()
        };
        let mut line = text.to_owned();
        for gap in gaps(text, &row).iter().rev() {
            line.replace_range(gap.at..=gap.at, &" ".repeat(gap.width));
        }
        line
    }

    #[test]
    fn blanks_grow_alike_and_to_the_very_end() {
        assert_eq!(set("one two three four", 3), "one  two  three  four");
        assert_eq!(set("one two three four", 2), "one two  three  four");
        assert_eq!(set("日本 語の 文字", 2), "日本  語の  文字");
    }

    #[test]
    fn no_line_gets_holes() {
        let long = "antidisestablishmentarianism now";
        assert_eq!(set(long, 9), long);
        assert_eq!(set("日本語の文字", 1), "日本語の文字");
        assert_eq!(set("10\u{a0}000 euros now", 2), "10\u{a0}000  euros  now");
    }
}
