//! A small cache with an article for every term, and questions to it.

mod terms;
mod walks;

use tempfile::TempDir;

use super::super::sample::{self, NOW, entry};
use super::*;
use crate::news::{
    Anchor, Enclosure, Entry, Expression, Filter, Highlight, HighlightColour, Moment, ParsedFeed,
    Person, PollState, Preview, Quote, QuoteKind, Speaker,
};

const DAY: i64 = 24 * 3600;

fn query(text: &str) -> Query {
    let expression = Expression::parse(text).unwrap_or_else(|error| panic!("{error}"));
    Query {
        filter: Some(Filter {
            expression,
            moment: Moment {
                now: NOW,
                utc_offset: 0,
            },
        }),
        limit: 100,
        ..Query::default()
    }
}

fn titles(store: &Store, query: &Query) -> String {
    let rows = store.headlines(query).unwrap().rows;
    let titles: Vec<String> = rows.into_iter().map(|row| row.title).collect();
    titles.join(", ")
}

fn found(store: &Store, text: &str) -> String {
    titles(store, &query(text))
}

/// Seven articles, named for what they are; each a day older than the one before.
fn store() -> (TempDir, Store) {
    let (dir, mut store) = sample::store();
    let mut feeds = sample::feeds();
    feeds[0].name = Some("Émile’s Ledger".to_owned());
    feeds[0].tags = vec!["Daily".to_owned()];
    feeds[2].tags = vec!["slow".to_owned()];
    store.sync_feeds(&feeds).unwrap();
    let of = |id: &str, days: i64| entry(id, id, &format!("<p>{id}</p>"), NOW - days * DAY);
    let picture = Enclosure {
        url: "https://a.example/p.png".to_owned(),
        media_type: Some("image/png".to_owned()),
        ..Enclosure::default()
    };
    let recording = Enclosure {
        url: "https://a.example/p.ogg".to_owned(),
        ..Enclosure::default()
    };
    let polled = [
        (
            "a",
            vec![
                of("plain", 0),
                Entry {
                    author: Some("Ida Quill".to_owned()),
                    enclosures: vec![recording],
                    ..of("signed", 1)
                },
                Entry {
                    enclosures: vec![picture],
                    language: Some("de-AT".to_owned()),
                    ..of("pictured", 2)
                },
            ],
        ),
        ("b", vec![of("quoting", 3), of("kept", 4)]),
        ("c", vec![of("noted", 5), of("fresh", 6)]),
    ];
    for (name, entries) in polled {
        let parsed = ParsedFeed {
            entries,
            language: Some("en_GB".to_owned()).filter(|_| name != "c"),
            ..ParsedFeed::default()
        };
        let feed = sample::feed(&store, name);
        let state = PollState::default();
        store.store(feed, Some(&parsed), &state, NOW).unwrap();
    }
    let speaker = Speaker {
        mention: None,
        person: Person {
            name: "Leontine Abara".to_owned(),
            title: Some("harbour master".to_owned()),
            aliases: Vec::new(),
        },
    };
    let quote = Quote {
        ranges: std::iter::once(0..7).collect(),
        speaker: Some(speaker),
        cue: None,
        kind: QuoteKind::Direct,
        confidence: 1.0,
    };
    for title in ["plain", "signed", "pictured", "quoting", "kept", "noted"] {
        let id = id(&store, title);
        let (quotes, preview) = match title {
            "quoting" => (vec![quote.clone()], Preview::Certain),
            "signed" => (Vec::new(), Preview::Likely),
            _ => (Vec::new(), Preview::No),
        };
        let text = format!("A {title} story of heavy snow.");
        store.enrich(id, &text, &quotes, 1, preview).unwrap();
    }
    let read = [id(&store, "signed"), id(&store, "noted")];
    store.set_read(&read, true, NOW).unwrap();
    let kept = id(&store, "kept");
    store.set_bookmark(kept, true, NOW).unwrap();
    store.add_tag(&[kept], "Slow", NOW).unwrap();
    let pictured = [id(&store, "pictured")];
    store.add_tag(&pictured, "Später", NOW).unwrap();
    store
        .add_highlight(&Highlight {
            id: 0,
            article: id(&store, "noted"),
            anchor: Anchor {
                exact: "story".to_owned(),
                ..Anchor::default()
            },
            colour: HighlightColour::Yellow,
            note: Some("look this up".to_owned()),
            created: NOW,
            said: None,
        })
        .unwrap();
    sample::poll(
        &mut store,
        "c",
        vec![entry("fresh", "fresh", "<p>again</p>", NOW - 6 * DAY)],
    );
    (dir, store)
}

fn id(store: &Store, title: &str) -> ArticleId {
    let everything = Query {
        limit: 100,
        ..Query::default()
    };
    let rows = store.headlines(&everything).unwrap().rows;
    rows.iter().find(|row| row.title == title).unwrap().id
}

const EVERY: &str = "plain, signed, pictured, quoting, kept, noted, fresh";

/// All pages of a query, three rows each.
fn pages(store: &Store, query: &Query) -> Vec<Headline> {
    let mut query = Query {
        limit: 3,
        ..query.clone()
    };
    let mut rows = Vec::new();
    loop {
        let page = store.headlines(&query).unwrap();
        rows.extend(page.rows);
        query.after = page.next;
        if page.next.is_none() {
            return rows;
        }
        assert!(rows.len() < 100, "the pages do not end");
    }
}
