//! A document at widths from 0 to 200: no line is wider than the page, and every place on it leads back into the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote::renderer::document;
use pullquote_fuzz::{base, set};

fuzz_target!(|html: &str| {
    let document = document(html, Some(&base()));
    // Eight of all the widths, others for another length.
    let first = (html.len() % 25) as u16;
    for width in (first..=200).step_by(25) {
        let page = set(&document, width, html.len() % 2 == 0);
        for (number, line) in page.lines.iter().enumerate() {
            let mut edge = 0;
            for run in &line.runs {
                assert!(run.column >= edge, "runs stand side by side");
                edge = run.column + run.width;
                assert!(document.text.get(run.range.clone()).is_some());
            }
            // A wide character does not fit into one cell.
            assert!(
                edge <= page.width || width < 2,
                "{edge} cells of {width}: {line:?}"
            );
            for column in [0, edge / 2, edge] {
                if let Some(at) = page.at(number, column) {
                    assert!(document.text.is_char_boundary(at));
                    page.line_of(at);
                }
            }
        }
        let middle = document.text.floor_char_boundary(document.text.len() / 2);
        page.cells(&(0..middle));
        page.cells(&(middle..document.text.len()));
    }
});
