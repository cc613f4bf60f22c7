//! A small cache for the unit tests: three feeds in two folders, and entries by the dozen.

use tempfile::TempDir;

use crate::config::FeedConfig;
use crate::news::{Entry, FeedId, ParsedFeed, PollState, UnixSeconds};

use super::{Store, Stored};

/// When the sample's polls happen.
pub const NOW: UnixSeconds = 1_700_000_000;

/// An empty cache with the feeds "a" and "b" in the folder "World" and "c" in none. The directory lives as long as
/// the first value.
pub fn store() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    store.sync_feeds(&feeds()).unwrap();
    (dir, store)
}

pub fn feeds() -> Vec<FeedConfig> {
    [("a", Some("World")), ("b", Some("World")), ("c", None)]
        .into_iter()
        .map(|(name, folder)| FeedConfig {
            url: format!("https://{name}.example/feed"),
            folder: folder.map(str::to_owned),
            ..FeedConfig::default()
        })
        .collect()
}

/// The row of the feed "a", "b" or "c".
pub fn feed(store: &Store, name: &str) -> FeedId {
    let url = format!("https://{name}.example/feed");
    let feeds = store.feeds().unwrap();
    feeds.into_iter().find(|f| f.url == url).unwrap().id
}

pub fn entry(id: &str, title: &str, html: &str, date: UnixSeconds) -> Entry {
    Entry {
        id: id.to_owned(),
        title: title.to_owned(),
        content: Some(html.to_owned()),
        published: Some(date),
        ..Entry::default()
    }
}

/// Polls the feed at [`NOW`].
pub fn poll(store: &mut Store, name: &str, entries: Vec<Entry>) -> Stored {
    let parsed = ParsedFeed {
        entries,
        ..ParsedFeed::default()
    };
    let feed = feed(store, name);
    store
        .store(feed, Some(&parsed), &PollState::default(), NOW)
        .unwrap()
}

/// Takes the articles of the feeds that left the configuration away, as is done a day after they left.
pub fn clear_left(store: &mut Store) {
    // The first one notices that they left.
    for later in [0, i64::from(u32::MAX)] {
        let mut pass = store.clearance(&[], true, later).unwrap();
        while store.clear_some(&mut pass, later).unwrap() {}
    }
}
