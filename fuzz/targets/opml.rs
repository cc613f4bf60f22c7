//! A list of subscriptions: what is read can be written into the configuration, and exported and read again.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use pullquote::config::edit::{NewFeed, add_feeds};
use pullquote::config::{opml, parse};
use pullquote_fuzz::assert_clean;

fuzz_target!(|text: &str| {
    let Ok(list) = opml::read(text) else { return };
    let new: Vec<NewFeed> = list
        .feeds
        .iter()
        .map(|feed| NewFeed {
            url: &feed.url,
            name: feed.name.as_deref(),
            folder: feed.folder.as_deref(),
            tags: &[],
        })
        .collect();
    assert_clean(list.incomplete.as_deref().unwrap_or_default());
    for refused in &list.refused {
        assert_clean(&refused.url);
    }
    let written = add_feeds("", &new).expect("what is read can be written");
    let config =
        parse(&written.text, Path::new("config.toml")).expect("what is written can be read");
    assert_eq!(config.feeds.len(), list.feeds.len());
    let again = opml::read(&opml::write(&config.feeds));
    if !list.feeds.is_empty() {
        assert_eq!(
            again.expect("what is exported can be read").feeds.len(),
            list.feeds.len()
        );
    }
});
