//! A feed's bytes, as a server sends them: decoded, repaired, parsed. The first byte chooses the content type.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote::poller::{ParseError, parse};
use pullquote_fuzz::{assert_clean, base};

const TYPES: [Option<&str>; 4] = [
    None,
    Some("application/rss+xml; charset=utf-8"),
    Some("text/xml; charset=iso-8859-1"),
    Some("application/feed+json"),
];

fuzz_target!(|data: &[u8]| {
    let Some((first, document)) = data.split_first() else {
        return;
    };
    let content_type = TYPES[usize::from(*first) % TYPES.len()];
    let read = parse(document, content_type, Some(&base()));
    assert_ne!(read.as_ref().err(), Some(&ParseError::Panicked));
    match read {
        Ok(feed) => {
            assert_clean(feed.title.as_deref().unwrap_or_default());
            for entry in &feed.entries {
                assert!(!entry.id.is_empty());
                assert_clean(&entry.title);
                assert_clean(&entry.id);
                assert_clean(entry.link.as_deref().unwrap_or_default());
                assert_clean(entry.author.as_deref().unwrap_or_default());
            }
            let again = parse(document, content_type, Some(&base()));
            assert_eq!(Ok(feed), again, "read the same twice");
        }
        Err(error) => assert_clean(&error.to_string()),
    }
});
