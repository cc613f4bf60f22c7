//! A web page's text, searched for the feeds that it names.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote::poller::discover;
use pullquote::poller::discover::is_html;
use pullquote_fuzz::{assert_clean, base};

fuzz_target!(|html: &str| {
    is_html(html);
    discover(html, None);
    for found in discover(html, Some(&base())) {
        assert_clean(&found.url);
        assert_clean(found.title.as_deref().unwrap_or_default());
    }
});
