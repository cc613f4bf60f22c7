//! What the fuzz targets share: how bytes become what a target reads, and what must be true of whatever comes out.

use pullquote::renderer::{Document, LayoutOptions, Page, layout};
use url::Url;

/// Where the documents of the targets come from.
pub fn base() -> Url {
    Url::parse("https://ledger.example/news/today/").expect("a valid address")
}

/// No character in a text may steer a terminal or turn a line round.
pub fn assert_clean(text: &str) {
    let foul = |c: char| {
        matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
            || c.is_control() && !matches!(c, '\n' | '\t')
    };
    assert!(!text.contains(foul), "a foul character: {text:?}");
}

/// Everything that points into a document's text does, and nothing foul stands in it.
pub fn assert_sound(document: &Document) {
    assert!(document.is_sound(), "{document:?}");
    assert_clean(&document.text);
    for link in &document.links {
        assert_clean(&link.url);
    }
    for image in &document.images {
        assert_clean(&image.url);
        assert_clean(&image.alt);
    }
}

/// A document at a width.
pub fn set(document: &Document, width: u16, justify: bool) -> Page {
    let options = LayoutOptions {
        width,
        measure: 200,
        justify,
        list_links: width % 2 == 0,
        ascii: width % 3 == 0,
    };
    layout(document, &options)
}
