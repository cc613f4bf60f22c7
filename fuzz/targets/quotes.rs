//! The quotations of an article, of a text and of markup alike; the first byte chooses the language.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote::news::Quote;
use pullquote::quotes::{Speech, explain, extract, identity};
use pullquote::renderer::{Document, document, plain};

const LANGUAGES: [Option<&str>; 5] = [Some("en"), Some("de"), Some("fr"), Some("es"), None];

fn check(document: &Document) {
    let mut end = 0;
    for Quote {
        ranges,
        speaker,
        cue,
        confidence,
        ..
    } in extract(document)
    {
        assert!(!ranges.is_empty() && (0.0..=1.0).contains(&confidence));
        for range in &ranges {
            assert!(
                range.start < range.end && end <= range.start,
                "in order, not empty: {range:?}"
            );
            let words = document
                .text
                .get(range.clone())
                .expect("on character boundaries");
            Speech::of(words).kept(None);
            end = range.end;
        }
        let mention = speaker.as_ref().and_then(|speaker| speaker.mention.clone());
        for range in mention.into_iter().chain(cue) {
            assert!(
                document
                    .text
                    .get(range)
                    .is_some_and(|words| !words.is_empty())
            );
        }
        if let Some(speaker) = speaker {
            identity(&speaker.person.name);
        }
    }
    explain(document);
}

fuzz_target!(|text: &str| {
    let Some(first) = text.chars().next() else {
        return;
    };
    let language = LANGUAGES[first as usize % LANGUAGES.len()].map(str::to_owned);
    let text = &text[first.len_utf8()..];
    for mut made in [plain(text), document(text, None)] {
        made.language.clone_from(&language);
        check(&made);
    }
});
