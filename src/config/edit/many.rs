//! Many feeds added to the TOML text at once: the text is read once, whatever their number. Pure.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::errors::brief;
use super::super::identity;
use super::sections::{blank_above, sections};
use super::{EditError, NewFeed, block, line_ending, lines_at, place, read_feeds};

/// The text with new feeds in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The text.
    pub text: String,
    /// Which of the feeds were added, as places in the list that was given; the others were there already.
    pub added: Vec<usize>,
}

/// The text with the feeds in it, each where [`super::add_feed`] would put it; those that are there are passed over.
/// Feeds of one folder stand together.
pub fn add_feeds(text: &str, new: &[NewFeed]) -> Result<Added, EditError> {
    let (config, document) = read_feeds(text)?;
    let there = config
        .feeds
        .iter()
        .filter_map(|feed| identity(&feed.url).ok());
    let mut there: HashSet<String> = there.collect();
    let mut folders: Vec<(Option<&str>, Vec<String>)> = Vec::new();
    let mut numbers: HashMap<Option<&str>, usize> = HashMap::new();
    let mut added = Vec::new();
    let eol = line_ending(text);
    for (number, feed) in new.iter().enumerate() {
        let address = identity(feed.url).map_err(|error| EditError::Address {
            url: brief(feed.url),
            error,
        })?;
        if !there.insert(address) {
            continue;
        }
        let folder = *numbers.entry(feed.folder).or_insert_with(|| {
            folders.push((feed.folder, Vec::new()));
            folders.len() - 1
        });
        folders[folder].1.push(block(feed)?.join(eol));
        added.push(number);
    }

    // Behind one feed there is room for its own folder first, then for the folders that are new.
    folders.sort_by_key(|(folder, _)| {
        !config
            .feeds
            .iter()
            .any(|feed| feed.folder.as_deref() == *folder)
    });
    let sections = sections(text, document.as_table());
    let mut places: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (folder, blocks) in folders {
        let at = place(&config, &sections, folder).unwrap_or(blank_above(text, text.len()));
        places.entry(at).or_default().extend(blocks);
    }
    let mut edited = String::with_capacity(text.len());
    let mut from = 0;
    for (at, blocks) in places {
        edited.push_str(&text[from..at]);
        edited.push_str(&lines_at(text, at, &blocks.join(&eol.repeat(2))));
        from = at;
    }
    edited.push_str(&text[from..]);
    Ok(Added {
        text: edited,
        added,
    })
}

#[cfg(test)]
mod tests {
    use super::super::add_feed;
    use super::*;

    const FILE: &str = "\
# Mine.
[[feed]]
url = \"https://ledger.example/\" # the paper
folder = \"News\"

[[feed]]
url = \"https://bytes.example/\"

# the end
";

    fn new<'a>(url: &'a str, folder: Option<&'a str>) -> NewFeed<'a> {
        NewFeed {
            url,
            folder,
            ..NewFeed::default()
        }
    }

    #[test]
    fn one_feed_goes_where_it_would_go_by_itself() {
        for text in [
            FILE,
            "",
            "# nothing\n",
            "[poll]\nevery = \"1h\"",
            &FILE.replace('\n', "\r\n"),
        ] {
            for folder in [None, Some("News"), Some("Local")] {
                let feed = new("https://courier.example/", folder);
                let many = add_feeds(text, &[feed]).unwrap();
                assert_eq!(many.text, add_feed(text, &feed).unwrap());
                assert_eq!(many.added, [0]);
            }
        }
    }

    #[test]
    fn feeds_join_their_folders_and_those_that_are_there_are_passed_over() {
        let feeds = [
            new("https://a.example/", Some("Local")),
            new("https://b.example/", Some("News")),
            new("HTTPS://ledger.example", Some("Local")),
            new("https://c.example/", Some("Local")),
            new("https://A.example/", None),
        ];
        let edited = add_feeds(FILE, &feeds).unwrap();
        assert_eq!(edited.added, [0, 1, 3]);
        let expected = FILE
            .replace(
                "folder = \"News\"\n",
                "folder = \"News\"\n\n[[feed]]\nurl = \"https://b.example/\"\nfolder = \"News\"\n",
            )
            .replace(
                "url = \"https://bytes.example/\"\n",
                "url = \"https://bytes.example/\"\n\n\
                 [[feed]]\nurl = \"https://a.example/\"\nfolder = \"Local\"\n\n\
                 [[feed]]\nurl = \"https://c.example/\"\nfolder = \"Local\"\n",
            );
        assert_eq!(edited.text, expected);
        assert_eq!(add_feeds(FILE, &[]).unwrap().text, FILE);
    }
}
