//! Lists of subscriptions as readers exchange them (OPML 2.0, opml.org/spec2.opml): outlines to feeds with folders,
//! and back. Pure, text in and text out; names no program, follows no `include`, and takes http and https alone.

mod read;
mod write;

pub use read::read;
pub use write::write;

/// A list is not read beyond this, in bytes.
pub const MAX_BYTES: usize = 16 << 20;

/// A feed of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its address: http or https.
    pub url: String,
    /// What the list calls it.
    pub name: Option<String>,
    /// The nearest outline around it that has a name.
    pub folder: Option<String>,
}

/// An address of a list that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// As it stands there; a long one is cut short.
    pub url: String,
    /// Why, as the rest of a sentence that the address begins.
    pub why: String,
}

/// What a list holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subscriptions {
    /// In the list's order, each once.
    pub feeds: Vec<Subscription>,
    /// Feeds that stand in the list once more.
    pub duplicates: usize,
    /// What is not taken.
    pub refused: Vec<Refused>,
    /// Why the list was not read to its end, as a sentence for a person.
    pub incomplete: Option<String>,
}

/// Why nothing is read.
#[derive(Debug, thiserror::Error)]
pub enum OpmlError {
    /// Neither `<opml>` nor an `<outline>` stands in it.
    #[error("this is no OPML: no outline stands in it")]
    NotOpml,
    /// More than [`MAX_BYTES`].
    #[error("this is larger than 16 MiB: that is no list of feeds")]
    TooLarge,
}

impl OpmlError {
    /// What the reader can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotOpml => {
                "other readers write one with a command such as \"export subscriptions\"; `pullquote feed add` takes \
                 the address of one feed"
            }
            Self::TooLarge => "see whether it is the right file",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::read::name;
    use super::{read, write};
    use crate::config::edit::{NewFeed, add_feeds};
    use crate::config::{FeedConfig, parse};

    fn feeds() -> impl Strategy<Value = Vec<FeedConfig>> {
        let words = "[a-z<>&\"'; é字\\\\]{0,12}";
        let feed = (
            "[a-z0-9?&=;/%.-]{0,12}",
            proptest::option::of(words),
            proptest::option::of(words),
        );
        proptest::collection::vec(feed, 0..12).prop_map(|feeds| {
            let feeds = feeds.into_iter().enumerate();
            let feed =
                |(n, (path, label, folder)): (usize, (String, Option<String>, Option<String>))| {
                    FeedConfig {
                        url: format!("https://{n}.example/{path}"),
                        name: label.as_deref().and_then(name),
                        folder: folder.as_deref().and_then(name),
                        ..FeedConfig::default()
                    }
                };
            feeds.map(feed).collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_exported_is_imported_as_the_same_feeds(feeds in feeds()) {
            let list = read(&write(&feeds)).unwrap();
            prop_assert!(list.refused.is_empty() && list.incomplete.is_none());
            let new: Vec<NewFeed> = list.feeds.iter().map(|feed| NewFeed {
                url: &feed.url,
                name: feed.name.as_deref(),
                folder: feed.folder.as_deref(),
                tags: &[],
            }).collect();
            let text = add_feeds("# mine\n", &new).unwrap().text;
            prop_assert!(text.starts_with("# mine\n"));
            let mut read = parse(&text, Path::new("config.toml")).unwrap().feeds;
            let mut feeds = feeds;
            read.sort_by(|a, b| a.url.cmp(&b.url));
            feeds.sort_by(|a, b| a.url.cmp(&b.url));
            prop_assert_eq!(read, feeds);
        }

        #[test]
        fn nothing_makes_it_panic_and_all_that_is_read_can_be_written(
            text in "\\PC{0,80}|(<opml>|<outline |text=|xmlUrl=|[\"'&#<>/ =;a\u{0}\u{202e}\u{2028}]|https://a|/>|</outline>){0,60}"
        ) {
            if let Ok(list) = read(&text) {
                for feed in &list.feeds {
                    let new = NewFeed { url: &feed.url, name: feed.name.as_deref(), folder: feed.folder.as_deref(), tags: &[] };
                    prop_assert!(add_feeds("", &[new]).is_ok(), "{:?}", feed);
                }
            }
        }
    }
}
