//! The lists of other readers for the terminal: newsboat's `urls` and newsraft's `feeds`, a line a feed. Pure, text in and
//! feeds out; what such a line runs or filters is not taken.

use std::collections::HashSet;

use super::opml::{Refused, Subscription, Subscriptions};
use super::{WELCOME, errors::brief, identity};
use crate::news::clean_line;

/// Feeds that are read.
const MOST: usize = 10_000;
/// Characters of a name or a folder that are kept.
const LONGEST: usize = 200;

/// The feeds of such a list. In newsboat's a name begins with `~` and the first tag becomes the folder
/// (newsboat.org, "urls file"); in newsraft's, `@` begins a section.
pub fn read(text: &str) -> Subscriptions {
    let mut list = Subscriptions::default();
    let mut seen = HashSet::new();
    let mut section = None;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('@') {
            // What follows a brace or a sign is said of the section, not part of its name.
            let name = name.split(['{', '<', '>']).next().unwrap_or_default();
            section = words(name);
            continue;
        }
        let mut words_of_line = split(line).into_iter();
        let Some(url) = words_of_line.next() else {
            continue;
        };
        let address = match identity(&url) {
            Ok(address) if url != WELCOME => address,
            Ok(_) => continue,
            Err(why) => {
                list.refused.push(Refused {
                    url: brief(&url),
                    why: why.to_string(),
                });
                continue;
            }
        };
        if !seen.insert(address) {
            list.duplicates += 1;
            continue;
        }
        let (mut name, mut folder) = (None, section.clone());
        let mut tagged = false;
        for word in words_of_line {
            match word.strip_prefix('~') {
                Some(title) => name = words(title),
                // A sign of newsboat's for a feed that is not shown, and newsraft's own options.
                None if word.starts_with(['!', '{', '<', '>', '|']) => {}
                None if !tagged && section.is_none() => {
                    tagged = true;
                    folder = words(&word);
                }
                None if section.is_some() && name.is_none() => name = words(&word),
                None => {}
            }
        }
        if list.feeds.len() == MOST {
            list.incomplete = Some(format!("only the first {MOST} feeds are read"));
            break;
        }
        list.feeds.push(Subscription { url, name, folder });
    }
    list
}

/// A name, clean and not too long; `None` where nothing is left.
fn words(text: &str) -> Option<String> {
    let clean: String = clean_line(text).chars().take(LONGEST).collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

/// The words of a line: at blanks, but not within quotation marks, where a backslash takes its meaning from a sign.
fn split(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut word, mut quoted, mut begun) = (String::new(), false, false);
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => (quoted, begun) = (!quoted, true),
            '\\' if quoted => word.extend(signs.next()),
            '#' if !quoted && !begun => break,
            sign if sign.is_whitespace() && !quoted => {
                if begun {
                    found.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            sign => {
                word.push(sign);
                begun = true;
            }
        }
    }
    if begun {
        found.push(word);
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::edit::{Change, add_feeds};
    use super::*;

    fn feed(url: &str, name: Option<&str>, folder: Option<&str>) -> Subscription {
        Subscription {
            url: url.to_owned(),
            name: name.map(str::to_owned),
            folder: folder.map(str::to_owned),
        }
    }

    #[test]
    fn a_list_of_newsboat() {
        let list = read(concat!(
            "# mine\n",
            "https://ledger.example/feed.xml news \"~The \\\"Ledger\\\"\" daily # the paper\n",
            "https://bytes.example/ \"tech and toys\"\n\n",
            "https://hidden.example/ ! \"~Quiet\"\n",
            "https://LEDGER.example/feed.xml\n",
            "\"query:Unread:unread = \\\"yes\\\"\"\n",
            "exec:~/bin/feed.sh\nfilter:~/bin/f:https://a.example/\nfile:///etc/passwd\n",
        ));
        assert_eq!(
            list.feeds,
            [
                feed(
                    "https://ledger.example/feed.xml",
                    Some("The \"Ledger\""),
                    Some("news")
                ),
                feed("https://bytes.example/", None, Some("tech and toys")),
                feed("https://hidden.example/", Some("Quiet"), None),
            ]
        );
        assert_eq!((list.duplicates, list.refused.len()), (1, 4));
    }

    #[test]
    fn a_list_of_newsraft() {
        let list = read(concat!(
            "https://a.example/ \"Alone\"\n@ World {reload-period 60}\n",
            "https://b.example/ \"B of the world\" < reload-period 5\n@\nhttps://c.example/\n",
        ));
        assert_eq!(
            list.feeds,
            [
                // Without a section it reads as newsboat's does.
                feed("https://a.example/", None, Some("Alone")),
                feed("https://b.example/", Some("B of the world"), Some("World")),
                feed("https://c.example/", None, None),
            ]
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_all_that_is_read_can_be_added(
            text in "(https://[a-c].example/|\"|~|@|#|!| |\\\\|\n|\\PC|\u{202e}){0,60}"
        ) {
            let list = read(&text);
            let change = Change::Feeds { add: list.feeds, remove: Vec::new() };
            match change.apply("") {
                Ok(text) => prop_assert!(add_feeds(&text, &[]).is_ok()),
                Err(error) => prop_assert!(false, "{error}"),
            }
        }
    }
}
