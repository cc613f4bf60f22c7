//! Every damage, and what is left after it.

use std::collections::HashSet;

use proptest::prelude::*;
use pullquote::poller::{ParseError, parse};

use crate::{base, item, read, rss, titles};

#[test]
fn stray_ampersands_and_less_than_signs() {
    let entry = item(
        "<title>Marks & Spencer < Tesco &</title><link>/a?b=1&c=2</link><description>R&D &copy 2</description>",
    );
    assert_eq!(entry.title, "Marks & Spencer < Tesco &");
    assert_eq!(
        entry.link.as_deref(),
        Some("https://ledger.example/a?b=1&c=2")
    );
    assert_eq!(entry.html(), "R&D &copy 2");
}

#[test]
fn references_that_xml_does_not_know() {
    assert_eq!(
        item("<title>Caf&eacute;&nbsp;&#X41;&#150; AT&amp;amp;T</title>").title,
        "Café A– AT&T"
    );
    let declared = "<!DOCTYPE rss [<!ENTITY paper 'The Ledger'>]><rss version='2.0'><channel><title>&paper;</title></channel></rss>";
    assert_eq!(read(declared).title.as_deref(), Some("The Ledger"));
}

#[test]
fn no_entity_reads_a_file_or_fills_the_memory() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>
        <!ENTITY f SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><title>&c;&f;</title></channel></rss>";
    assert_eq!(read(bomb).title.as_deref(), Some("&b;&b;&b;&b;&f;"));
}

#[test]
fn control_characters_and_overrides_of_direction() {
    let entry = item(
        "<title>a\u{1b}[31m\u{202e}b\u{8}</title><link>/\u{1b}x</link><author>A\u{7}da</author>",
    );
    assert_eq!(
        (entry.title.as_str(), entry.author.as_deref()),
        ("a[31mb", Some("Ada"))
    );
    assert!(!entry.link.unwrap().contains('\u{1b}'));
    let feed = read("<rss version='\u{1b}[2J'><channel></wrong\u{1b}[31m></channel></rss>");
    assert!(!format!("{} {:?}", feed.format, feed.repairs).contains("\\u{1b}"));
}

#[test]
fn a_byte_of_another_encoding_costs_one_character_at_most() {
    let entry = read(b"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><item><title>Zo\xc3\xab caf\xe9 \x93x\x94</title></item></channel></rss>");
    assert_eq!(titles(&entry), ["Zoë café “x”"]);
    assert_eq!(entry.repairs.len(), 1, "and it is said");
}

#[test]
fn utf_16_with_a_declaration_that_says_so() {
    let text = "<?xml version='1.0' encoding='utf-16'?><rss version='2.0'><channel><item><title>Zoë</title></item></channel></rss>";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(titles(&read(bytes)), ["Zoë"]);
}

#[test]
fn of_a_document_cut_off_the_whole_entries_stay() {
    let whole = "<rss version='2.0'><channel><title>T</title><item><title>A</title></item><item><title>B</title></item></channel></rss>";
    for cut in [
        "<item><title>B</title></it",
        "<item><title>B</tit",
        "<item><title><![CDATA[B",
        "<item><link",
        "<item>",
    ] {
        let feed = read(whole.replace("<item><title>B</title></item></channel></rss>", cut));
        assert_eq!((titles(&feed), feed.partial), (vec!["A"], true), "{cut}");
    }
    assert!(!read(whole).partial);
}

#[test]
fn missing_and_crossed_end_tags() {
    let feed = rss(
        "<item><title>A<link>/a</link></item><item><title>B</title><description>x</b></item><item><br><title>C</title></item>",
    );
    assert_eq!(titles(&feed), ["A", "B", "C"]);
    assert_eq!(
        feed.entries[0].link.as_deref(),
        Some("https://ledger.example/a")
    );
    assert!(!feed.repairs.is_empty());
}

#[test]
fn markup_that_should_have_been_escaped() {
    let entry = item(
        "<title>Rates <b>held</b></title><description><p>One<br/>two <a href='/x'>three</a></p></description>",
    );
    assert_eq!(entry.title, "Rates held");
    assert_eq!(entry.html(), "<p>One<br>two <a href='/x'>three</a></p>");
}

#[test]
fn something_before_the_feed() {
    assert_eq!(
        titles(&read(
            "\n\n <?xml version='1.0'?><rss version='2.0'><channel><item><title>A</title></item></channel></rss>"
        )),
        ["A"]
    );
    let warning = "<br />\n<b>Warning</b>: it failed<br />\n<?xml version='1.0'?><rss version='2.0'><channel><item><title>A</title></item></channel></rss>";
    assert_eq!(titles(&read(warning)), ["A"]);
}

/// Pieces that break feeds.
fn splinter() -> impl Strategy<Value = Vec<u8>> {
    let pieces = [
        "<",
        ">",
        "&",
        "]]>",
        "<![CDATA[",
        "\"",
        "<item>",
        "</item>",
        "<!--",
        "&nbsp;",
        "<!DOCTYPE a [",
        "<b/>",
        "\u{1b}[2J",
        "\u{202e}",
        "é@a.bé",
        " xml:base='/a'",
        " xmlns='urn:x'",
        "</channel>",
        "<entry>",
        "{",
        "}",
        "\"items\":[",
    ];
    prop_oneof![
        proptest::sample::select(pieces.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 0..4),
    ]
}

const SOUND: &[&str] = &[
    "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>T</title><link>https://ledger.example/</link><item><title>A &amp; é</title><link>/a</link><guid>1</guid><author>a@b.example (Ada)</author><description><![CDATA[<p>x</p>]]></description><pubDate>1 Nov 2026</pubDate><enclosure url='/a.mp3' type='audio/mpeg'/></item></channel></rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><id>1</id><link href='/a'/><title type='html'>&lt;b>A&lt;/b></title><author><name>Ada</name></author><content type='xhtml'><div>x<br/></div></content><updated>2026-11-01T10:00:00Z</updated></entry></feed>",
    r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1", "url": "/a", "content_html": "<p>x</p>"}]}"#,
];

proptest! {
    #[test]
    fn a_damaged_feed_is_read_the_same_twice_and_comes_out_clean(
        which in 0..SOUND.len(),
        places in proptest::collection::vec((any::<proptest::sample::Index>(), splinter()), 0..4),
        length in any::<proptest::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = SOUND[which].as_bytes().to_vec();
        for (place, piece) in places {
            let at = place.index(bytes.len() + 1);
            bytes.splice(at..at, piece);
        }
        if cut {
            bytes.truncate(length.index(bytes.len()));
        }
        let once = parse(&bytes, None, Some(&base()));
        prop_assert_eq!(&once, &parse(&bytes, None, Some(&base())));
        prop_assert_ne!(once.as_ref().err(), Some(&ParseError::Panicked));
        let shown = match once {
            Ok(feed) => {
                let ids: HashSet<_> = feed.entries.iter().map(|entry| &entry.id).collect();
                prop_assert_eq!(ids.len(), feed.entries.len());
                prop_assert!(feed.entries.iter().all(|entry| !entry.id.is_empty() && !entry.title.contains('\n')));
                texts(&serde_json::to_value(&feed).unwrap())
            }
            Err(error) => error.to_string(),
        };
        let foul = |c: char| c == '\u{202e}' || c.is_control() && !matches!(c, '\n' | '\t');
        prop_assert!(!shown.contains(foul), "{:?}", shown);
    }
}

/// Every text in a value.
fn texts(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(values) => values.iter().map(texts).collect(),
        serde_json::Value::Object(members) => members.values().map(texts).collect(),
        _ => String::new(),
    }
}
