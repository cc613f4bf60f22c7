//! The runs of a line in the order in which they are seen (UAX #9, after the lines were broken): what runs from right to
//! left is cut out of its run, and marked. The text and its ranges stay as they are.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::width::cluster_width;
use crate::renderer::direction::{Blank, Levels, Unit, order};
use crate::renderer::page::Run;

/// A cluster of a run, or a run that stays whole.
struct Part {
    run: usize,
    /// Its place in the text of the run.
    range: Range<usize>,
    width: usize,
}

/// Runs from left to right; their columns are still to be set. The levels are those of the text from byte `start` on.
pub(super) fn ordered(runs: &[Run], start: usize, text: &str, levels: &Levels) -> Vec<Run> {
    let level_at = |byte: usize| levels.at(byte.saturating_sub(start));
    let mut parts = Vec::new();
    let mut units = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        let mut push = |range: Range<usize>, level, kind| {
            let width = cluster_width(&run.text[range.clone()]);
            parts.push(Part {
                run: number,
                range,
                width,
            });
            units.push(Unit { level, kind });
        };
        if run.range.is_empty() {
            let before = runs[..number].iter().rev().find(|r| !r.range.is_empty());
            let after = runs[number..].iter().find(|r| !r.range.is_empty());
            let around = [
                before.map(|run| level_at(run.range.end - 1)),
                after.map(|run| level_at(run.range.start)),
            ];
            let own = levels.of_sign(&run.text, around);
            for (at, cluster) in run.text.grapheme_indices(true) {
                let range = at..at + cluster.len();
                push(range, own.at(at), Blank::of(cluster));
            }
        } else if run.is_verbatim() {
            for (at, cluster) in run.text.grapheme_indices(true) {
                let range = at..at + cluster.len();
                push(range, level_at(run.range.start + at), Blank::of(cluster));
            }
        } else {
            let kind = Blank::of(&text[run.range.clone()]);
            let level = level_at(run.range.start);
            push(0..run.text.len(), level, kind);
        }
    }
    let order = order(&mut units, levels.base());
    let mut seen: Vec<Run> = Vec::new();
    let mut last: Option<usize> = None;
    for number in order {
        let part = &parts[number];
        let run = &runs[part.run];
        let right_to_left = units[number].level.is_rtl();
        let follows = |last: usize| {
            let next = if right_to_left {
                last.checked_sub(1)
            } else {
                Some(last + 1)
            };
            next == Some(number) && parts[last].run == part.run
        };
        let is_whole = part.range.len() == run.text.len() && !run.is_verbatim();
        let range = if run.range.is_empty() || is_whole {
            run.range.clone()
        } else {
            run.range.start + part.range.start..run.range.start + part.range.end
        };
        let words = &run.text[part.range.clone()];
        match seen.last_mut() {
            Some(before) if before.right_to_left == right_to_left && last.is_some_and(follows) => {
                before.width += part.width as u16;
                if right_to_left {
                    before.text.insert_str(0, words);
                } else {
                    before.text.push_str(words);
                }
                before.range = before.range.start.min(range.start)..before.range.end.max(range.end);
            }
            _ => seen.push(Run {
                text: words.to_owned(),
                range,
                column: 0,
                width: part.width as u16,
                style: run.style,
                right_to_left,
            }),
        }
        last = Some(number);
    }
    seen
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    use crate::renderer::{
        Document, LayoutOptions, Line, Page, RightToLeft, TextStyle, document, layout,
    };

    const OPTIONS: LayoutOptions = LayoutOptions {
        width: 24,
        measure: 24,
        justify: false,
        list_links: true,
        ascii: false,
        spacing: 1,
        right_to_left: RightToLeft::Ordered,
    };

    fn seen(page: &Page) -> Vec<String> {
        let line = |line: &Line| -> String { line.runs.iter().map(|run| run.seen()).collect() };
        page.lines.iter().map(line).collect()
    }

    #[test]
    fn lines_are_broken_first_and_ordered_then() {
        let text = document(
            "<p>הגשר (החדש) נפתח, 12.5 מיליון, North Quay Works.</p>",
            None,
        );
        assert_eq!(
            seen(&layout(&text, &OPTIONS)),
            ["12.5 ,חתפנ (שדחה) רשגה", "North Quay ,ןוילימ", ".Works"]
                .map(|line| format!("{line:>24}"))
        );
    }

    #[test]
    fn a_latin_paragraph_stays_at_the_left_with_its_hebrew_words_in_order() {
        let text = document("<p>The bridge (גשר חדש) opened.</p>", None);
        let page = layout(&text, &OPTIONS);
        assert_eq!(seen(&page), ["The bridge (שדח רשג)", "opened."]);
        assert!(!page.lines[0].right_to_left);
        // Broken between the two words: each line in its own order.
        let narrow = LayoutOptions {
            width: 16,
            ..OPTIONS
        };
        assert_eq!(
            seen(&layout(&text, &narrow)),
            ["The bridge (רשג", "שדח) opened."]
        );
    }

    #[test]
    fn styles_and_links_keep_to_their_own_letters() {
        let html = "<p>אבג <b>דה</b>ו <a href='https://a.invalid/'>זח</a></p>";
        let text = document(html, None);
        let page = layout(&text, &OPTIONS);
        let of = |is: &dyn Fn(&TextStyle) -> bool| -> String {
            let runs = page.lines[0].runs.iter();
            runs.filter(|run| !run.range.is_empty() && is(&run.style))
                .map(|run| text.slice(&run.range))
                .collect()
        };
        assert_eq!(of(&|style| style.strong), "דה");
        assert_eq!(of(&|style| style.link.is_some()), "זח");
        assert_eq!(seen(&page)[0].trim_start(), "[1]חז והד גבא");
    }

    #[test]
    fn text_from_right_to_left_is_aligned_alone_where_the_terminal_orders_it() {
        let aligned = LayoutOptions {
            right_to_left: RightToLeft::Aligned,
            ..OPTIONS
        };
        let text = document("<p>גשר חדש</p><ul><li>פתוח</ul>", None);
        let page = layout(&text, &aligned);
        assert_eq!(seen(&page)[0], format!("{:>24}", "גשר חדש"));
        assert_eq!(seen(&page)[2], format!("{:>24}", "פתוח •"));
        let logical = LayoutOptions {
            right_to_left: RightToLeft::Logical,
            ..OPTIONS
        };
        assert_eq!(seen(&layout(&text, &logical))[0], "גשר חדש");
    }

    #[test]
    fn a_table_orders_each_of_its_cells() {
        let html = "<table><tr><th>עיר<th>12 שעות<tr><td>North Quay<td>שלוש (3)</table>";
        let page = layout(&document(html, None), &OPTIONS);
        let lines = seen(&page);
        assert!(
            lines[0].contains("ריע") && lines[0].contains("תועש 12"),
            "{lines:?}"
        );
        assert!(lines[2].contains("(3) שולש"), "{lines:?}");
    }

    /// An article in Hebrew that begins a table with a Latin name; or one in English with the same table.
    fn with_table(paragraph: &str) -> Document {
        let rows = "<tr><th>Pier<th>שעות<th>עומק<tr><td>North<td>שש עד תשע<td>7.5<tr><td>רציף<td>תשע<td>12";
        document(&format!("<p>{paragraph}</p><table>{rows}</table>"), None)
    }

    #[test]
    fn a_table_runs_from_right_to_left_where_its_article_does() {
        let page = layout(&with_table("הגשר נפתח."), &OPTIONS);
        assert_eq!(
            seen(&page)[2..],
            [
                "  קמוע       תועש   Pier",
                "  ────  ─────────  ─────",
                "   7.5  עשת דע שש  North",
                "    12        עשת   ףיצר",
            ]
        );
        let page = layout(&with_table("The bridge opened."), &OPTIONS);
        assert_eq!(
            seen(&page)[2..],
            [
                "Pier        תועש  קמוע",
                "─────  ─────────  ────",
                "North  עשת דע שש   7.5",
                " ףיצר        עשת    12",
            ]
        );
    }

    #[test]
    fn a_terminal_that_orders_rows_gets_those_of_a_table_as_they_are_read() {
        let aligned = LayoutOptions {
            right_to_left: RightToLeft::Aligned,
            ..OPTIONS
        };
        let page = layout(&with_table("הגשר נפתח."), &aligned);
        let rule = "─".repeat(22);
        assert_eq!(
            seen(&page)[2..],
            [
                "  Pier   שעות       עומק",
                &format!("  {rule}"),
                "  North  שש עד תשע  7.5 ",
                "  רציף   תשע        12  ",
            ]
        );
    }

    #[test]
    fn the_lines_of_a_table_too_narrow_for_columns_run_the_same_way() {
        let options = LayoutOptions {
            width: 16,
            ..OPTIONS
        };
        let page = layout(&with_table("הגשר נפתח."), &options);
        let lines = seen(&page);
        assert!(
            page.lines
                .iter()
                .all(|line| line.runs.is_empty() || line.right_to_left),
            "{lines:?}"
        );
        assert_eq!(lines[2], "     North :Pier", "{lines:?}");
        assert_eq!(lines[4], "       7.5 :קמוע", "{lines:?}");
    }

    /// HTML with all that stands in a line.
    fn html() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            "[א-ת]{1,6}",
            "[ا-ي]{1,6}",
            "[a-z]{1,6}",
            "[0-9]{1,3}(\\.[0-9])?%?",
            "[א-ת]{1,2}\u{5b0}[א-ת]",
            "[(«\\[][א-תa-z]{1,4}[)»\\]]",
            "[日本語]{1,3}",
            Just("👩‍👩‍👧".to_owned()),
            "[\u{2066}-\u{2069}\u{200f}]",
        ];
        let word = (word, 0..8).prop_map(|(word, kind)| match kind {
            0 => format!("<b>{word}</b>"),
            1 => format!("<a href='https://a.invalid/'>{word}</a>"),
            2 => format!("{word}."),
            _ => word,
        });
        let words = proptest::collection::vec(word, 0..30).prop_map(|words| words.join(" "));
        let block = (words, 0..5).prop_map(|(words, kind)| match kind {
            0 => format!("<ul><li>{words}</ul>"),
            1 => format!("<blockquote><p>{words}</blockquote>"),
            2 => format!("<pre>{words}</pre>"),
            3 => format!("<table><tr><td>{words}<td>{words}<tr><td>1<td>{words}</table>"),
            _ => format!("<p>{words}</p>"),
        });
        proptest::collection::vec(block, 1..4).prop_map(|blocks| blocks.concat())
    }

    fn letters(document: &Document, page: &Page) -> Vec<Vec<(usize, String)>> {
        let line = |line: &Line| {
            let runs = line.runs.iter().filter(|run| !run.range.is_empty());
            let mut letters: Vec<(usize, String)> = runs
                .flat_map(|run| {
                    let words = document.slice(&run.range).grapheme_indices(true);
                    words.map(|(at, cluster)| (run.range.start + at, cluster.to_owned()))
                })
                .collect();
            letters.sort();
            letters
        };
        page.lines.iter().map(line).collect()
    }

    fn width(line: &Line) -> usize {
        line.runs.iter().map(|run| usize::from(run.width)).sum()
    }

    proptest! {
        #[test]
        fn every_line_holds_the_same_letters_in_the_same_cells_and_each_is_found(html in html(), columns in 4_u16..60, justify: bool) {
            let document = document(&html, None);
            let options = LayoutOptions { width: columns, measure: columns, justify, ..OPTIONS };
            let page = layout(&document, &options);
            let aligned = LayoutOptions { right_to_left: RightToLeft::Aligned, ..options };
            let unordered = layout(&document, &aligned);
            prop_assert_eq!(letters(&document, &page), letters(&document, &unordered));
            for (number, (line, before)) in page.lines.iter().zip(&unordered.lines).enumerate() {
                prop_assert_eq!(width(line), width(before));
                prop_assert!(width(line) <= usize::from(columns));
                let mut column = 0;
                for run in &line.runs {
                    prop_assert_eq!(run.column, column, "no gaps");
                    column += run.width;
                }
                for run in line.runs.iter().filter(|run| !run.range.is_empty()) {
                    for column in run.column..run.column + run.width {
                        let byte = page.at(number, column);
                        prop_assert!(byte.is_some_and(|byte| run.range.contains(&byte)));
                        let cells = page.cells(&(byte.unwrap()..byte.unwrap() + 1));
                        let is_it = |cells: &crate::renderer::Cells| cells.line == number && cells.columns.contains(&column);
                        prop_assert!(cells.iter().any(is_it), "{:?} {}", cells, column);
                    }
                }
            }
        }
    }
}
