//! A web page to its article, by itself and by a rule of the reader's; and a feed's own text, read the same way.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote::renderer::article::{
    Context, Reading, Rule, read_feed, read_html, read_page, read_text,
};
use pullquote_fuzz::{assert_clean, assert_sound, base};

fn check(reading: &Reading) {
    assert_sound(&reading.document);
    for text in [
        &reading.title,
        &reading.byline,
        &reading.site,
        &reading.language,
        &reading.standfirst,
    ] {
        assert_clean(text.as_deref().unwrap_or_default());
    }
    let kept = Reading::from_json(&reading.to_json()).expect("what is kept can be read");
    assert_eq!(kept.document, reading.document);
}

fuzz_target!(|html: &str| {
    let base = base();
    check(&read_html(html, Some(&base)));
    let selector = |text: &str| Some(text.to_owned());
    let rule = Rule {
        body: selector("article, main"),
        strip: selector("aside, .advert"),
        next_page: selector("a[rel=next]"),
    };
    let context = Context {
        url: Some(&base),
        status: 200,
        rule: Some(&rule),
        part: Some((&base, 2)),
    };
    let mut first = read_page(html, &context);
    check(&first);
    first.join(read_html(html, Some(&base)));
    assert_sound(&first.document);
    check(&read_feed(html, Some(&base), "A title", Some("A writer")));
    check(&read_text(html));
});
