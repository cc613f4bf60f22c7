//! What the reader can ask to be changed in the file, as plain data, and how it is changed. Pure.

use std::collections::HashSet;

use super::super::opml::Subscription;
use super::super::{FeedConfig, identity};
use super::values::{set_feed, set_feeds, set_folder, tables, written};
use super::{
    Edit, EditError, NewFeed, add_feeds, move_feed, read_feeds, remove_feed, rename_feed,
    words_value,
};

/// A change to the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Add these feeds, those that are there already left out; and take the feeds with these addresses away.
    Feeds {
        /// To be added.
        add: Vec<Subscription>,
        /// To be taken away, by address.
        remove: Vec<String>,
    },
    /// Call a feed something else; `None` for the title that it gives itself.
    Rename {
        /// Its address.
        feed: String,
        /// The name.
        name: Option<String>,
    },
    /// Put a feed into a folder, or into none.
    Move {
        /// Its address.
        feed: String,
        /// The folder.
        folder: Option<String>,
    },
    /// Set an option of a feed, as it is typed; blank takes it away.
    SetFeed {
        /// Its address.
        feed: String,
        /// Which.
        key: Key,
        /// The value.
        value: String,
    },
    /// The same, of a folder.
    SetFolder {
        /// Its name.
        folder: String,
        /// Which.
        key: Key,
        /// The value.
        value: String,
    },
    /// Call a folder something else; `None` takes its feeds out of it, and its own lines away.
    RenameFolder {
        /// Its name.
        folder: String,
        /// The new one.
        name: Option<String>,
    },
    /// Take an earlier change back.
    TakeBack(Box<Edit>),
}

/// An option of a feed or of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// As it stands in the file.
    pub name: &'static str,
    /// What it is, in a few words.
    pub what: &'static str,
    /// What holds where nothing says otherwise, in words.
    pub usual: &'static str,
    /// How it is written.
    pub form: Form,
}

/// How an option is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `true` or `false`.
    Switch,
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// `true`, `false`, or a text.
    SwitchOrText,
}

const fn key(name: &'static str, what: &'static str, usual: &'static str, form: Form) -> Key {
    Key {
        name,
        what,
        usual,
        form,
    }
}

const EVERY: Key = key("every", "ask every", "as it publishes", Form::Text);
const FULL_TEXT: Key = key("full_text", "fetch full articles", "no", Form::Switch);
const KEEP: Key = key("keep", "keep read articles for", "as for all", Form::Text);
const KEEP_UNREAD: Key = key(
    "keep_unread",
    "keep unread ones",
    "as for all",
    Form::SwitchOrText,
);
const MOST: Key = key(
    "max_articles",
    "keep at most (0: any number)",
    "as for all",
    Form::Number,
);

/// The options of a feed that are set from within.
pub const FEED_KEYS: &[Key] = &[
    EVERY,
    FULL_TEXT,
    key("fold", "fold with other feeds", "as for all", Form::Switch),
    KEEP,
    KEEP_UNREAD,
    MOST,
    key("patience", "wait for an answer", "8s", Form::Text),
    key("timeout", "give up after", "30s", Form::Text),
    key("user_agent", "call yourself", "pullquote", Form::Text),
    key("proxy", "through the proxy", "none of its own", Form::Text),
];

/// The options of a folder.
pub const FOLDER_KEYS: &[Key] = &[EVERY, FULL_TEXT, KEEP, KEEP_UNREAD, MOST];

impl Key {
    /// What was typed, as TOML writes it; `None` where that is nothing.
    fn value(self, typed: &str) -> Result<Option<String>, EditError> {
        let typed = typed.trim();
        let is_switch = matches!(typed, "true" | "false");
        let wrong = |message: &str| {
            let message = format!("`{}` {message}", self.name);
            Err(EditError::Words(message))
        };
        match self.form {
            _ if typed.is_empty() => Ok(None),
            Form::Switch if !is_switch => wrong("must be true or false"),
            Form::Number => match typed.parse::<u32>() {
                Ok(number) => Ok(Some(number.to_string())),
                Err(_) => wrong("must be a whole number"),
            },
            Form::Switch | Form::SwitchOrText if is_switch => Ok(Some(typed.to_owned())),
            _ => words_value(Some(typed), self.name),
        }
    }
}

impl Change {
    /// The text with the change in it.
    pub fn apply(&self, text: &str) -> Result<String, EditError> {
        match self {
            Self::Feeds { add, remove } => {
                let rest = remove.iter().try_fold(text.to_owned(), |text, feed| {
                    match remove_feed(&text, feed) {
                        // Somebody else was faster.
                        Err(EditError::Unknown { .. }) => Ok(text),
                        rest => rest,
                    }
                })?;
                let new: Vec<NewFeed> = add.iter().map(new_feed).collect();
                match new.as_slice() {
                    // That it is there already is worth a word where it is the only one.
                    [one] if remove.is_empty() => super::add_feed(&rest, one),
                    new => Ok(add_feeds(&rest, new)?.text),
                }
            }
            Self::Rename { feed, name } => rename_feed(text, feed, name.as_deref()),
            Self::Move { feed, folder } => move_feed(text, feed, folder.as_deref()),
            Self::SetFeed { feed, key, value } => {
                set_feed(text, feed, key.name, key.value(value)?.as_deref())
            }
            Self::SetFolder { folder, key, value } => {
                set_folder(text, folder, key.name, key.value(value)?.as_deref())
            }
            Self::RenameFolder { folder, name } => rename_folder(text, folder, name.as_deref()),
            Self::TakeBack(edit) => edit.take_back(text).ok_or_else(|| {
                EditError::Words("these lines were changed since, by hand or otherwise".to_owned())
            }),
        }
    }
}

fn new_feed(feed: &Subscription) -> NewFeed<'_> {
    NewFeed {
        url: &feed.url,
        name: feed.name.as_deref(),
        folder: feed.folder.as_deref(),
        tags: &[],
    }
}

fn rename_folder(text: &str, folder: &str, name: Option<&str>) -> Result<String, EditError> {
    let (config, _) = read_feeds(text)?;
    let is_in = |(_, feed): &(usize, &FeedConfig)| feed.folder.as_deref() == Some(folder);
    let feeds = config.feeds.iter().enumerate().filter(is_in);
    let feeds: Vec<usize> = feeds.map(|(place, _)| place).collect();
    let value = words_value(name, "folder")?;
    let text = set_feeds(text, &feeds, "folder", value.as_deref())?;
    let has_lines = |name: &str| config.folders.iter().any(|own| own.name == name);
    match &value {
        _ if !has_lines(folder) => Ok(text),
        // The folder that it becomes part of has lines of its own, which go on to hold.
        Some(value) if name.is_none_or(|name| !has_lines(name.trim())) => {
            set_folder(&text, folder, "name", Some(value))
        }
        _ => super::remove_folder(&text, folder),
    }
}

/// The options in a text of the feed with this address, or of the folder with this name: of each key what is written.
pub fn said_of(
    text: &str,
    feed: Option<&str>,
    folder: Option<&str>,
    keys: &[Key],
) -> Result<Vec<Option<String>>, EditError> {
    let (config, document) = read_feeds(text)?;
    let (list, place) = match (feed, folder) {
        (Some(feed), _) => ("feed", Some(super::find(&config.feeds, feed)?)),
        (None, folder) => {
            let is = |own: &super::super::FolderConfig| Some(own.name.as_str()) == folder;
            ("folder", config.folders.iter().position(is))
        }
    };
    let list = tables(&document, list);
    let table = place.and_then(|place| list?.get(place));
    let said = |key: &Key| table.and_then(|table| written(table, key.name));
    Ok(keys.iter().map(said).collect())
}

/// Of these feeds, those that are not among the known ones, each once.
pub fn unknown<'a>(
    feeds: &'a [Subscription],
    known: impl Iterator<Item = &'a str>,
) -> Vec<&'a Subscription> {
    let mut seen: HashSet<String> = known.filter_map(|url| identity(url).ok()).collect();
    let is_new =
        |feed: &&Subscription| identity(&feed.url).is_ok_and(|address| seen.insert(address));
    feeds.iter().filter(is_new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# Mine.
[[folder]] # slow
name = \"News\"
every = \"2h\"

# the paper
[[feed]]
url = \"https://ledger.example/\" # at last over https
folder = \"News\" # of course

[[feed]]
url = \"https://bytes.example/\"
folder = \"News\"
";

    fn feed(url: &str) -> Subscription {
        Subscription {
            url: url.to_owned(),
            name: None,
            folder: Some("News".to_owned()),
        }
    }

    fn named<'k>(keys: &'k [Key], name: &str) -> &'k Key {
        keys.iter().find(|key| key.name == name).unwrap()
    }

    #[test]
    fn every_option_is_a_key_of_the_file() {
        for (place, keys) in [("[[feed]]", FEED_KEYS), ("[[folder]]", FOLDER_KEYS)] {
            for key in keys {
                let known = super::super::super::raw::keys(place);
                assert!(known.contains(&key.name), "{} in {place}", key.name);
            }
        }
    }

    #[test]
    fn an_option_is_set_in_place_and_taken_away_and_its_form_is_looked_at() {
        let set = |key: &str, value: &str| {
            let change = Change::SetFeed {
                feed: "https://ledger.example/".to_owned(),
                key: *named(FEED_KEYS, key),
                value: value.to_owned(),
            };
            change.apply(FILE)
        };
        let line = "folder = \"News\" # of course\n";
        for (key, typed, written) in [
            ("every", " 1h ", "every = \"1h\"\n"),
            ("fold", "false", "fold = false\n"),
            ("max_articles", "500", "max_articles = 500\n"),
            ("keep_unread", "true", "keep_unread = true\n"),
            ("keep_unread", "30d", "keep_unread = \"30d\"\n"),
        ] {
            let expected = FILE.replace(line, &format!("{line}{written}"));
            assert_eq!(set(key, typed).unwrap(), expected);
        }
        assert!(set("fold", "perhaps").is_err() && set("max_articles", "-1").is_err());
        let change = Change::SetFolder {
            folder: "News".to_owned(),
            key: *named(FOLDER_KEYS, "every"),
            value: String::new(),
        };
        let rest = change.apply(FILE).unwrap();
        assert_eq!(rest, FILE.replace("every = \"2h\"\n", ""));
        let said = said_of(FILE, None, Some("News"), FOLDER_KEYS).unwrap();
        assert_eq!(said[0].as_deref(), Some("2h"));
        assert!(said[1..].iter().all(Option::is_none));
    }

    #[test]
    fn a_folder_without_lines_of_its_own_gets_them() {
        let text = FILE.replace("\"News\" # of course", "\"Local\"");
        let change = Change::SetFolder {
            folder: "Local".to_owned(),
            key: *named(FOLDER_KEYS, "full_text"),
            value: "true".to_owned(),
        };
        let expected = format!("{text}\n[[folder]]\nname = \"Local\"\nfull_text = true\n");
        assert_eq!(change.apply(&text).unwrap(), expected);
    }

    #[test]
    fn a_folder_is_renamed_wherever_it_stands_and_dissolved() {
        let rename = |name: Option<&str>| Change::RenameFolder {
            folder: "News".to_owned(),
            name: name.map(str::to_owned),
        };
        let renamed = rename(Some("World")).apply(FILE).unwrap();
        assert_eq!(renamed, FILE.replace("\"News\"", "\"World\""));
        let rest = rename(None).apply(FILE).unwrap();
        let expected = FILE
            .replace("[[folder]] # slow\nname = \"News\"\nevery = \"2h\"\n\n", "")
            .replace("folder = \"News\" # of course\n", "")
            .replace("folder = \"News\"\n", "");
        // The comment above touches the folder's own lines.
        assert_eq!(rest, expected.replace("# Mine.\n", ""));
    }

    #[test]
    fn one_feed_that_is_there_is_said_and_many_are_passed_over() {
        let change = |add: &[&str], remove: &[&str]| Change::Feeds {
            add: add.iter().map(|url| feed(url)).collect(),
            remove: remove.iter().map(|url| (*url).to_owned()).collect(),
        };
        let one = change(&["https://ledger.example"], &[]).apply(FILE);
        assert!(matches!(one, Err(EditError::Duplicate(_))));
        let many = change(
            &["https://ledger.example", "https://c.example/"],
            &["https://bytes.example/", "https://gone.example/"],
        );
        let text = many.apply(FILE).unwrap();
        assert!(text.contains("c.example") && !text.contains("bytes.example"));
        assert_eq!(text.matches("ledger.example").count(), 1);
        let feeds = [feed("https://LEDGER.example/"), feed("https://c.example/")];
        let new = unknown(&feeds, ["https://ledger.example"].into_iter());
        assert_eq!(new, [&feeds[1]]);
    }
}
