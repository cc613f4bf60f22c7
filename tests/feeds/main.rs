//! Feeds as publishers really write them. One test a fault: the document that has it, and what a reader must still see.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod damage;
mod formats;
mod ids;
mod links;
mod texts;

use pullquote::news::{Entry, ParsedFeed};
use pullquote::poller::{ParseError, parse};
use url::Url;

/// Where the documents of these tests come from.
fn base() -> Url {
    Url::parse("https://ledger.example/feeds/all.xml").unwrap()
}

#[track_caller]
fn read(document: impl AsRef<[u8]>) -> ParsedFeed {
    parse(document.as_ref(), None, Some(&base())).unwrap()
}

/// The first item of an RSS feed with this inside.
#[track_caller]
fn item(inside: &str) -> Entry {
    rss(&format!("<item>{inside}</item>")).entries.remove(0)
}

#[track_caller]
fn rss(channel: &str) -> ParsedFeed {
    read(format!(
        "<rss version='2.0'><channel><title>The Ledger</title>{channel}</channel></rss>"
    ))
}

/// The first entry of an Atom feed with this inside.
#[track_caller]
fn entry(inside: &str) -> Entry {
    read(format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry>{inside}</entry></feed>"
    ))
    .entries
    .remove(0)
}

fn titles(feed: &ParsedFeed) -> Vec<&str> {
    feed.entries
        .iter()
        .map(|entry| entry.title.as_str())
        .collect()
}

fn date(seconds: Option<i64>) -> String {
    seconds.map_or("none".to_owned(), |s| {
        jiff::Timestamp::from_second(s).unwrap().to_string()
    })
}

#[test]
fn what_is_no_feed_is_refused_with_a_reason() {
    let error = |document: &str| parse(document.as_bytes(), None, Some(&base())).unwrap_err();
    assert_eq!(error(" \n"), ParseError::Empty);
    let page = error(
        "<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/rss' title='News'></head>",
    );
    assert!(
        page.to_string().contains("https://ledger.example/rss"),
        "{page}"
    );
    let ParseError::Html { feeds } = page else {
        panic!("a web page")
    };
    assert_eq!(
        (feeds[0].title.as_deref(), feeds[0].guessed),
        (Some("News"), false)
    );
    for document in [
        "words",
        "{\"error\": 1}",
        "[1]",
        "<opml version='2.0'><body/></opml>",
        "{\"items\": ",
    ] {
        let error = error(document);
        assert!(
            matches!(
                error,
                ParseError::NotAFeed { .. } | ParseError::Malformed { .. }
            ),
            "{error:?}"
        );
        assert!(!error.hint().is_empty());
    }
}
