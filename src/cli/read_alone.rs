//! An article that is in no feed, in the reader.

use std::path::Path;
use std::process::ExitCode;

use super::args::Places;
use super::reader;
use crate::app::{Loaded, Origin};
use crate::news::{Article, ArticleId, FeedId, Headline};
use crate::renderer::article::Reading;
use crate::runtime;

/// Opens the reader with this article alone. `source` is the file or the address that it came from.
pub(super) fn open(places: &Places, reading: Reading, source: &str) -> anyhow::Result<ExitCode> {
    let config = super::full_text::configuration(places)?;
    reader::run_alone(&config, &loaded(reading, source))
}

fn loaded(mut reading: Reading, source: &str) -> Loaded {
    let title = reading.title.take();
    let article = Article {
        headline: Headline {
            // The cache counts from 1: this is none of its articles.
            id: ArticleId(0),
            feed: FeedId(0),
            title: title.unwrap_or_else(|| name(source).to_owned()),
            author: reading.byline.take(),
            date: reading.published.unwrap_or_default(),
            read: true,
            bookmarked: false,
            edited: false,
            preview: reading.preview.0,
            quotes: None,
            tags: Vec::new(),
            noted: false,
            words: None,
            fold: Vec::new(),
        },
        also: Vec::new(),
        source: reading.site.take().unwrap_or_else(|| site(source)),
        link: super::obtain::address(source).map(String::from),
        full: None,
        fingerprint: 0,
        html: String::new(),
        categories: Vec::new(),
        comments: None,
        enclosures: Vec::new(),
        image: None,
        language: None,
        updated: reading.updated,
    };
    let mut version = runtime::version(reading, Origin::Page, &article);
    // There is no other page to be fetched.
    version.about.page_is_preview = true;
    runtime::loaded(article, version, None)
}

/// What stands for a headline where there is none: the file's name, or the address without its scheme.
fn name(source: &str) -> &str {
    let address = source.split_once("://").map(|(_, rest)| rest);
    let file = || Path::new(source).file_name().and_then(|name| name.to_str());
    address.or_else(file).unwrap_or(source)
}

/// What stands for the site where the page names none: its host, or that it is a file.
fn site(source: &str) -> String {
    let address = super::obtain::address(source);
    let host = address.as_ref().and_then(|url| url.host_str());
    host.unwrap_or("A file").to_owned()
}
