//! Feeds to a list of subscriptions, as other readers take it.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::super::{FeedConfig, WELCOME};

/// The feeds as a list: those in no folder first, then folder by folder. What is part of the program stays out of it.
pub fn write(feeds: &[FeedConfig]) -> String {
    let mut folders: Vec<Option<&str>> = vec![None];
    let feeds: Vec<&FeedConfig> = feeds.iter().filter(|feed| feed.url != WELCOME).collect();
    for feed in &feeds {
        if !folders.contains(&feed.folder.as_deref()) {
            folders.push(feed.folder.as_deref());
        }
    }
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    \
         <title>Feeds of pullquote</title>\n  </head>\n  <body>\n",
    );
    for folder in folders {
        let indent = if folder.is_some() { "      " } else { "    " };
        let mut put = |line: std::fmt::Arguments| {
            text.write_fmt(line)
                .expect("writing to a string does not fail");
        };
        if let Some(folder) = folder {
            put(format_args!("    <outline text=\"{}\">\n", escape(folder)));
        }
        for feed in feeds.iter().filter(|feed| feed.folder.as_deref() == folder) {
            let url = escape(&feed.url);
            let name = escape(feed.name.as_deref().unwrap_or(&feed.url));
            put(format_args!(
                "{indent}<outline type=\"rss\" text=\"{name}\" title=\"{name}\" xmlUrl=\"{url}\"/>\n"
            ));
        }
        if folder.is_some() {
            put(format_args!("    </outline>\n"));
        }
    }
    text.push_str("  </body>\n</opml>\n");
    text
}
