//! The cache as the program uses it: what a reader would miss if it were lost, doubled or out of order.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod commands;
mod counts;
mod damage;
mod feeds;
mod fold_marks;
mod folds;
mod instances;
mod kept_log;
mod lists;
mod polls;
mod retention;
mod rules;
mod search;

use pullquote::cache::Store;
use pullquote::config::FeedConfig;
use pullquote::news::{Entry, FeedId, Headline, ParsedFeed, PollState, Query, Scope, UnixSeconds};

const NOW: UnixSeconds = 1_700_000_000;

fn config(urls: &[(&str, Option<&str>)]) -> Vec<FeedConfig> {
    let feed = |(name, folder): &(&str, Option<&str>)| FeedConfig {
        url: format!("https://{name}.example/feed"),
        folder: folder.map(str::to_owned),
        ..FeedConfig::default()
    };
    urls.iter().map(feed).collect()
}

/// A cache with the feeds "ledger" and "courier" in the folder "World" and "herald" in none.
fn sample() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    let feeds = config(&[
        ("ledger", Some("World")),
        ("courier", Some("World")),
        ("herald", None),
    ]);
    store.sync_feeds(&feeds).unwrap();
    (dir, store)
}

fn feed(store: &Store, name: &str) -> FeedId {
    let url = format!("https://{name}.example/feed");
    store
        .feeds()
        .unwrap()
        .into_iter()
        .find(|f| f.url == url)
        .unwrap()
        .id
}

fn entry(id: &str, title: &str, html: &str, date: UnixSeconds) -> Entry {
    Entry {
        id: id.to_owned(),
        title: title.to_owned(),
        link: Some(format!("https://news.example/{id}")),
        content: Some(html.to_owned()),
        published: Some(date),
        ..Entry::default()
    }
}

/// Each feed has addresses of its own, so that nothing is folded.
fn poll_at(store: &mut Store, name: &str, mut entries: Vec<Entry>, now: UnixSeconds) -> (u32, u32) {
    for link in entries.iter_mut().filter_map(|entry| entry.link.as_mut()) {
        *link = link.replace("news.example", &format!("{name}.example"));
    }
    let parsed = ParsedFeed {
        entries,
        ..ParsedFeed::default()
    };
    let feed = feed(store, name);
    let stored = store
        .store(feed, Some(&parsed), &PollState::default(), now)
        .unwrap();
    (stored.new, stored.changed)
}

fn poll(store: &mut Store, name: &str, entries: Vec<Entry>) -> (u32, u32) {
    poll_at(store, name, entries, NOW)
}

fn list(store: &Store, scope: Scope) -> Vec<Headline> {
    let query = Query {
        scope,
        limit: 1000,
        ..Query::default()
    };
    store.headlines(&query).unwrap().rows
}

fn titles(headlines: &[Headline]) -> Vec<&str> {
    headlines.iter().map(|h| h.title.as_str()).collect()
}

fn found(store: &Store, words: &str) -> Vec<String> {
    let query = Query {
        words: words.to_owned(),
        limit: 100,
        ..Query::default()
    };
    let rows = store.headlines(&query).unwrap().rows;
    rows.into_iter().map(|h| h.title).collect()
}

fn counts(store: &Store) -> Vec<(u32, u32)> {
    store
        .feeds()
        .unwrap()
        .iter()
        .map(|f| (f.unread, f.total))
        .collect()
}
