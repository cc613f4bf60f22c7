//! Well-known feeds by interest, to begin with: `assets/suggestions.toml`.

use serde::Deserialize;

use super::opml::Subscription;

const FILE: &str = include_str!("../../assets/suggestions.toml");

/// An interest, which becomes the folder of its feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    /// What it is called.
    pub name: String,
    /// Its feeds.
    pub feeds: Vec<Subscription>,
}

#[derive(Deserialize)]
struct Raw {
    interest: Vec<RawInterest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInterest {
    name: String,
    feeds: Vec<[String; 2]>,
}

/// All of them, in their order.
pub fn suggestions() -> Vec<Interest> {
    let raw: Raw = toml::from_str(FILE).expect("the file is read by a test");
    let interest = |raw: RawInterest| {
        let feed = |[name, url]: [String; 2]| Subscription {
            url,
            name: Some(name),
            folder: Some(raw.name.clone()),
        };
        Interest {
            feeds: raw.feeds.into_iter().map(feed).collect(),
            name: raw.name,
        }
    };
    raw.interest.into_iter().map(interest).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::Path;

    use super::super::{EXAMPLE, identity, parse};
    use super::*;

    #[test]
    fn each_address_is_one_over_https_and_stands_once() {
        let all = suggestions();
        let feeds: Vec<_> = all.iter().flat_map(|interest| &interest.feeds).collect();
        assert!((20..=40).contains(&feeds.len()) && all.len() >= 5);
        let mut seen = HashSet::new();
        for feed in feeds {
            assert!(feed.url.starts_with("https://"), "{}", feed.url);
            assert!(seen.insert(identity(&feed.url).unwrap()), "{}", feed.url);
        }
    }

    #[test]
    fn what_the_example_has_can_be_chosen_as_well() {
        let all = suggestions();
        let known: Vec<_> = all.iter().flat_map(|interest| &interest.feeds).collect();
        let example = parse(EXAMPLE, Path::new("config.toml")).unwrap();
        for feed in example.feeds.iter().filter(|feed| feed.name.is_some()) {
            assert!(
                known.iter().any(|known| known.url == feed.url),
                "{}",
                feed.url
            );
        }
    }
}
