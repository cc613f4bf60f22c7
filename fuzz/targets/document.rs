//! An article's HTML to its document, and that to Markdown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote::renderer::{document, markdown, plain};
use pullquote_fuzz::{assert_sound, base};

fuzz_target!(|html: &str| {
    let made = document(html, Some(&base()));
    assert_sound(&made);
    markdown(&made);
    assert_sound(&plain(html));
});
