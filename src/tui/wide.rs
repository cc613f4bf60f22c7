//! Rows with wide or joined characters are written whole. Terminals disagree about the width of many of them, and some
//! leave half of one standing when its other half is overwritten; what was not written anew would stay on the screen.

use ratatui::buffer::{Buffer, CellDiffOption};

use super::pictures::is_picture;

/// Which rows held such characters in the last frame.
#[derive(Debug, Default)]
pub(super) struct WideRows(Vec<bool>);

impl WideRows {
    /// Marks the rows of a drawn frame that must be written whole.
    pub fn mark(&mut self, buffer: &mut Buffer) {
        let area = buffer.area;
        self.0.resize(usize::from(area.height), false);
        for (y, before) in (area.top()..area.bottom()).zip(&mut self.0) {
            let is_ours = |buffer: &Buffer, x| !is_picture(&buffer[(x, y)]);
            let now = (area.left()..area.right())
                .any(|x| is_ours(buffer, x) && is_risky(buffer[(x, y)].symbol()));
            if now || *before {
                for x in area.left()..area.right() {
                    if is_ours(buffer, x) {
                        buffer[(x, y)].set_diff_option(CellDiffOption::AlwaysUpdate);
                    }
                }
            }
            *before = now;
        }
    }
}

/// One character of two cells, or several characters in one place. The signs of the screen's own are neither.
fn is_risky(symbol: &str) -> bool {
    !symbol.is_ascii() && (symbol.chars().nth(1).is_some() || super::fit::width(symbol) != 1)
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn frame(rows: [&str; 2]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
        for (y, row) in (0..).zip(rows) {
            buffer.set_string(0, y, row, Style::new());
        }
        buffer
    }

    #[test]
    fn a_row_that_held_a_wide_character_is_written_whole_once_more() {
        let mut rows = WideRows::default();
        let mut first = frame(["灯台 ab", "● plain"]);
        rows.mark(&mut first);
        let mut second = frame(["x", "● plain"]);
        rows.mark(&mut second);
        let written: Vec<(u16, u16)> = first
            .diff(&second)
            .into_iter()
            .map(|(x, y, _)| (x, y))
            .collect();
        assert_eq!(written, (0..8).map(|x| (x, 0)).collect::<Vec<_>>());
        let [mut third, mut fourth] = [frame(["x", "● plain"]), frame(["x", "● plain"])];
        rows.mark(&mut third);
        rows.mark(&mut fourth);
        assert!(third.diff(&fourth).is_empty());
    }
}
