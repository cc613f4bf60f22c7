//! Each document by itself, as the poller parses it and the renderer sets it: clean, bounded, the same every time.

use std::time::Duration;

use pullquote::poller::{ParseError, parse};
use pullquote::quotes::extract;
use pullquote::renderer::{LayoutOptions, article::read_feed, layout};
use rustix::time::{ClockId, clock_gettime};
use url::Url;

use crate::command::Home;
use crate::documents::{Case, Expected, all, crowd};
use crate::{assert_clean, is_foul};

/// No document takes longer, even without optimisation.
const PATIENCE: Duration = Duration::from_secs(10);

/// The processor time of this thread, whatever else the machine does.
fn worked() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

#[test]
fn every_document_is_read_or_refused_and_comes_out_clean() {
    let base = Url::parse("https://ledger.example/feed.xml").unwrap();
    for Case {
        name,
        bytes,
        expected,
    } in all()
    {
        let begun = worked();
        let read = parse(&bytes, None, Some(&base));
        assert_ne!(read.as_ref().err(), Some(&ParseError::Panicked), "{name}");
        match (&read, expected) {
            (Ok(feed), Expected::Entries(count)) => {
                assert_eq!(feed.entries.len(), count, "{name}: {:?}", feed.repairs);
            }
            (Err(error), Expected::Entries(_)) => panic!("{name}: {error}"),
            (Ok(_), Expected::Refused) => panic!("{name}: it is read"),
            (_, Expected::Anything) | (Err(_), Expected::Refused) => {}
        }
        let feed = match read {
            Ok(feed) => feed,
            Err(error) => {
                assert!(
                    !error.to_string().contains(is_foul) && !error.hint().is_empty(),
                    "{name}: {error}"
                );
                continue;
            }
        };
        assert_clean(&name, &serde_json::to_value(&feed).unwrap());
        for entry in &feed.entries {
            assert!(
                entry.title.len() < 10_000,
                "{name}: a title of {} bytes",
                entry.title.len()
            );
            let reading = read_feed(
                entry.html(),
                Some(&base),
                &entry.title,
                entry.author.as_deref(),
            );
            assert!(!reading.document.text.contains(is_foul), "{name}");
            extract(&reading.document);
            for width in [1, 20, 80, 200] {
                let options = LayoutOptions {
                    width,
                    ..LayoutOptions::default()
                };
                let page = layout(&reading.document, &options);
                let mut runs = page.lines.iter().flat_map(|line| &line.runs);
                assert!(
                    !runs.any(|run| run.text.contains(|c| c == '\n' || is_foul(c))),
                    "{name}"
                );
            }
        }
        let took = worked().saturating_sub(begun);
        assert!(took < PATIENCE, "{name} took {took:?}");
    }
}

#[test]
fn ids_are_the_same_at_every_reading() {
    for Case { name, bytes, .. } in all() {
        let ids = || {
            let entries = parse(&bytes, None, None)
                .map(|feed| feed.entries)
                .unwrap_or_default();
            entries
                .into_iter()
                .map(|entry| entry.id)
                .collect::<Vec<_>>()
        };
        if bytes.len() < 100_000 {
            assert_eq!(ids(), ids(), "{name}");
        }
    }
}

#[test]
fn an_encoding_that_is_declared_again_in_the_middle_panics_nowhere() {
    let item = |n: u32, more: &str| {
        format!(
            "<item><title>T{n}</title><link>https://ledger.example/{n}</link><guid>{n}</guid><description>{more}</description></item>"
        )
    };
    let again = "<?xml version='1.0' encoding='iso-8859-1'?>";
    let feed = format!(
        "<rss version='2.0'><channel><title>Ledger</title><link>https://ledger.example/</link>{}{again}{}</channel></rss>",
        item(1, &"long ".repeat(4000)),
        item(2, "short")
    );
    let home = Home::empty();
    home.write("feed.xml", feed.as_bytes());
    let outcome = home.run(&["feed", "check", "--json", &home.path("feed.xml")]);
    // A panic that is caught would still be reported there.
    assert_eq!(outcome.err, "");
    assert_eq!(outcome.json()[0]["entries"].as_array().unwrap().len(), 2);
}

#[test]
fn a_corrected_title_is_the_same_article() {
    let id = |title: &str| {
        let feed = format!(
            "<rss version='2.0'><channel><item><title>{title}</title><link>https://ledger.example/1</link></item></channel></rss>"
        );
        parse(feed.as_bytes(), None, None).unwrap().entries[0]
            .id
            .clone()
    };
    assert_eq!(id("Rates hled"), id("Rates held"));
}

#[test]
fn a_feed_of_very_many_entries_is_read_in_time() {
    let begun = worked();
    let feed = parse(&crowd(10_000), None, None).unwrap();
    assert_eq!(feed.entries.len(), 10_000);
    let took = worked().saturating_sub(begun);
    assert!(took < PATIENCE, "{took:?}");
}
