//! Feeds added, removed, renamed and moved in the TOML text itself: every other byte, comment and blank line stays.
//! All but [`apply`] are pure, text in and text out.

mod change;
mod errors;
mod many;
mod sections;
mod take_back;
mod values;

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml_edit::{Array, Document, Item, Value};

use super::check::words;
use super::errors::{MAX_BYTES, brief};
use super::nearest::nearest;
use super::write::replace;
use super::{Config, ConfigError, FeedConfig, identity, parse, parse_file, read};
use sections::{Section, blank_above, blank_below, sections};

pub use change::{Change, FEED_KEYS, FOLDER_KEYS, Form, Key, said_of, unknown};
pub use errors::EditError;
pub use many::{Added, add_feeds};
pub use take_back::Edit;

/// A feed to be added.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewFeed<'a> {
    /// Its address.
    pub url: &'a str,
    /// The reader's name for it.
    pub name: Option<&'a str>,
    /// The folder to put it in.
    pub folder: Option<&'a str>,
    /// The reader's tags for it.
    pub tags: &'a [String],
}

/// Edits the file, and gives what it says then. The file is replaced in one step, and only by a text that parses.
pub fn apply(
    path: &Path,
    edit: impl Fn(&str) -> Result<String, EditError>,
) -> Result<Config, EditError> {
    apply_edit(path, edit).map(|(_, config)| config)
}

/// The same, with the text before and after.
pub fn apply_edit(
    path: &Path,
    edit: impl Fn(&str) -> Result<String, EditError>,
) -> Result<(Edit, Config), EditError> {
    // Another program may have written between reading and writing: then on what it wrote.
    for _ in 0..10 {
        let text = read(path)?;
        parse_file(&text, path)?;
        let edited = edit(&text)?;
        let config = parse_file(&edited, path)?;
        if edited.len() as u64 > MAX_BYTES {
            return Err(ConfigError::TooLarge(path.to_owned()).into());
        }
        let is_same = edited == text;
        if is_same || read(path)? == text {
            if !is_same {
                replace(path, &edited)?;
            }
            let edit = Edit {
                before: text,
                after: edited,
            };
            return Ok((edit, config));
        }
    }
    Err(EditError::Busy)
}

/// The feed that `which` names: by its address, else by its name, in any case of letters. Its place in `feeds`.
pub fn find(feeds: &[FeedConfig], which: &str) -> Result<usize, EditError> {
    let which = which.trim();
    if let Ok(address) = identity(which) {
        let same = |feed: &FeedConfig| identity(&feed.url).is_ok_and(|own| own == address);
        if let Some(found) = feeds.iter().position(same) {
            return Ok(found);
        }
    }
    let folded = which.to_lowercase();
    let named = |same: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let names = feeds
            .iter()
            .map(|feed| feed.name.as_deref().unwrap_or(&feed.url));
        let found = names.enumerate().filter(|(_, name)| same(name));
        found.map(|(n, _)| n).collect()
    };
    let mut found = named(&|name| name == which);
    if found.is_empty() {
        found = named(&|name| name.to_lowercase() == folded);
    }
    match found[..] {
        [only] => Ok(only),
        [] => {
            let known = feeds
                .iter()
                .flat_map(|feed| [feed.name.as_deref(), Some(&feed.url)]);
            Err(EditError::Unknown {
                feed: brief(which),
                meant: nearest(which, known.flatten()).map(str::to_owned),
            })
        }
        _ => Err(EditError::Ambiguous {
            feed: brief(which),
            candidates: found.iter().map(|n| feeds[*n].url.clone()).collect(),
        }),
    }
}

/// The text with the feed in it: behind the last feed of its folder, else behind the last feed.
pub fn add_feed(text: &str, new: &NewFeed) -> Result<String, EditError> {
    let (config, document) = read_feeds(text)?;
    let address = identity(new.url).map_err(|error| EditError::Address {
        url: brief(new.url),
        error,
    })?;
    let same = |feed: &&FeedConfig| identity(&feed.url).is_ok_and(|own| own == address);
    if let Some(there) = config.feeds.iter().find(same) {
        let name = there.name.as_ref().map(|name| format!("{name}, "));
        return Err(EditError::Duplicate(name.unwrap_or_default() + &there.url));
    }
    let block = block(new)?.join(line_ending(text));
    let at = place(&config, &sections(text, document.as_table()), new.folder)
        .unwrap_or(blank_above(text, text.len()));
    let insert = lines_at(text, at, &block);
    Ok(format!("{}{insert}{}", &text[..at], &text[at..]))
}

/// Where a feed of that folder is added: behind the last one of its folder, else behind the last one, if there is one.
fn place(config: &Config, sections: &[Section], folder: Option<&str>) -> Option<usize> {
    let in_folder = |feed: &FeedConfig| folder.is_some() && feed.folder.as_deref() == folder;
    let anchor = config.feeds.iter().rposition(in_folder);
    let anchor = anchor.or(config.feeds.len().checked_sub(1))?;
    let behind = sections.iter().rfind(|s| s.feed == Some(anchor));
    behind.map(|section| section.range.end)
}

/// What to insert so that a block of lines stands by itself.
fn lines_at(text: &str, at: usize, block: &str) -> String {
    let eol = line_ending(text);
    let rest = &text[at..];
    let is_glued = !rest.is_empty() && blank_below(text, at) == at;
    if at == 0 || is_glued {
        format!("{block}{eol}")
    } else if text[..at].ends_with('\n') {
        format!("{eol}{block}{eol}")
    } else {
        // The text does not end its last line, and goes on not doing it.
        format!("{eol}{eol}{block}")
    }
}

fn line_ending(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The text without the feed that [`find`] finds, its comments and its tables.
pub fn remove_feed(text: &str, which: &str) -> Result<String, EditError> {
    let (config, document) = read_feeds(text)?;
    let feed = find(&config.feeds, which)?;
    let mut rest = text.to_owned();
    for section in sections(text, document.as_table()).iter().rev() {
        if section.feed == Some(feed) {
            rest.replace_range(with_blank_lines(&rest, section.range.clone()), "");
        }
    }
    Ok(rest)
}

/// The text without a folder's own lines.
fn remove_folder(text: &str, name: &str) -> Result<String, EditError> {
    let (config, document) = read_feeds(text)?;
    let place = config.folders.iter().position(|own| own.name == name);
    let list = values::tables(&document, "folder");
    let table = place.and_then(|place| list?.get(place));
    let header = table.and_then(toml_edit::Table::span);
    let header = header.ok_or(EditError::List)?;
    let all = sections(text, document.as_table());
    let section = all
        .iter()
        .find(|section| section.range.contains(&header.start));
    let range = section.ok_or(EditError::List)?.range.clone();
    let mut rest = text.to_owned();
    rest.replace_range(with_blank_lines(&rest, range), "");
    Ok(rest)
}

/// The text with another name for the feed that [`find`] finds; `None` for the title that the feed gives itself.
pub fn rename_feed(text: &str, which: &str, name: Option<&str>) -> Result<String, EditError> {
    values::set_feed(text, which, "name", words_value(name, "name")?.as_deref())
}

/// The text with the feed that [`find`] finds in another folder, or in none. Its place in the text stays.
pub fn move_feed(text: &str, which: &str, folder: Option<&str>) -> Result<String, EditError> {
    values::set_feed(
        text,
        which,
        "folder",
        words_value(folder, "folder")?.as_deref(),
    )
}

/// The text with another theme.
pub fn set_theme(text: &str, name: &str) -> Result<String, EditError> {
    let mut document = whole(text)?;
    let screen = document.entry("screen").or_insert_with(toml_edit::table);
    screen["theme"] = toml_edit::value(name);
    Ok(document.to_string())
}

/// The document, to be changed outside of its feeds.
fn whole(text: &str) -> Result<toml_edit::DocumentMut, EditError> {
    parse(text, Path::new("config.toml"))?;
    text.parse().map_err(|_| EditError::List)
}

/// The checked configuration and the document, if feeds can be edited in it.
fn read_feeds(text: &str) -> Result<(Config, Document<&str>), EditError> {
    let config = parse(text, Path::new("config.toml"))?;
    match Document::parse(text) {
        Ok(document) if !document.get("feed").is_some_and(Item::is_value) => Ok((config, document)),
        _ => Err(EditError::List),
    }
}

/// The lines of a new `[[feed]]`.
fn block(new: &NewFeed) -> Result<Vec<String>, EditError> {
    let mut lines = vec!["[[feed]]".to_owned(), format!("url = {}", quoted(new.url))];
    for (key, value) in [("name", new.name), ("folder", new.folder)] {
        if let Some(value) = value {
            lines.push(format!("{key} = {}", quoted(&checked(value, key)?)));
        }
    }
    if !new.tags.is_empty() {
        let tags: Result<Array, _> = new.tags.iter().map(|tag| checked(tag, "tags")).collect();
        lines.push(format!("tags = {}", Value::from(tags?)));
    }
    Ok(lines)
}

/// A word or two as a value, checked.
fn words_value(text: Option<&str>, key: &str) -> Result<Option<String>, EditError> {
    let checked = text.map(|text| checked(text, key)).transpose()?;
    Ok(checked.map(|text| quoted(&text).to_string()))
}

fn quoted(text: &str) -> Value {
    Value::from(text)
}

fn checked(text: &str, key: &str) -> Result<String, EditError> {
    let text = Spanned::new(0..0, text.to_owned());
    words(&text, key).map_err(|problem| EditError::Words(problem.message))
}

/// A section with those blank lines around it that are too many once it is gone.
fn with_blank_lines(text: &str, section: Range<usize>) -> Range<usize> {
    let Range { start, end } = section;
    let (above, below) = (blank_above(text, start), blank_below(text, end));
    let ends_text = below == text.len();
    if below == end && !ends_text {
        // Something stands directly below: the lines above part it from what stands there.
        return start..end;
    }
    if above == 0 {
        return 0..if ends_text { end } else { below };
    }
    if end == text.len() && !text.ends_with('\n') {
        let before = text[..above].trim_end_matches('\n').trim_end_matches('\r');
        return before.len()..end;
    }
    above..end
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# Mine.

[poll] # politely
every = \"1h\"

# ---- Feeds ----

# the paper
[[feed]]
url = \"https://ledger.example/\" # at last over https
name = \"Ledger\"
folder = \"News\"

[[feed]]
url = \"https://bytes.example/\"
[feed.headers]
X-Club = \"yes\"

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
    fn a_feed_is_added_behind_the_last_one_of_its_folder() {
        let feed = NewFeed {
            url: "https://courier.example/",
            name: Some("The \"Courier\""),
            folder: Some("News"),
            tags: &["a".to_owned(), "b".to_owned()],
        };
        let expected = FILE.replace(
            "folder = \"News\"\n",
            "folder = \"News\"\n\n[[feed]]\nurl = \"https://courier.example/\"\nname = 'The \"Courier\"'\n\
             folder = \"News\"\ntags = [\"a\", \"b\"]\n",
        );
        assert_eq!(add_feed(FILE, &feed).unwrap(), expected);
    }

    #[test]
    fn a_feed_of_a_new_folder_is_added_behind_all_others() {
        let expected = FILE.replace(
            "X-Club = \"yes\"\n",
            "X-Club = \"yes\"\n\n[[feed]]\nurl = \"https://courier.example/\"\nfolder = \"Local\"\n",
        );
        let feed = new("https://courier.example/", Some("Local"));
        assert_eq!(add_feed(FILE, &feed).unwrap(), expected);
    }

    #[test]
    fn a_feed_is_removed_with_its_comments_and_tables_and_nothing_else() {
        let rest = FILE.replace(
            "# the paper\n[[feed]]\nurl = \"https://ledger.example/\" # at last over https\nname = \"Ledger\"\n\
             folder = \"News\"\n\n",
            "",
        );
        assert_eq!(remove_feed(FILE, "Ledger").unwrap(), rest);
        let rest = FILE.replace(
            "[[feed]]\nurl = \"https://bytes.example/\"\n[feed.headers]\nX-Club = \"yes\"\n\n",
            "",
        );
        assert_eq!(remove_feed(FILE, "https://BYTES.example").unwrap(), rest);
    }

    #[test]
    fn name_and_folder_are_set_in_place_added_and_taken_away() {
        let renamed = rename_feed(FILE, "ledger", Some("Daily")).unwrap();
        assert_eq!(renamed, FILE.replace("\"Ledger\"", "\"Daily\""));
        let unnamed = rename_feed(FILE, "ledger", None).unwrap();
        assert_eq!(unnamed, FILE.replace("name = \"Ledger\"\n", ""));
        let moved = move_feed(FILE, "https://bytes.example/", Some("Bytes")).unwrap();
        let url = "url = \"https://bytes.example/\"\n";
        assert_eq!(
            moved,
            FILE.replace(url, &format!("{url}folder = \"Bytes\"\n"))
        );
        assert_eq!(
            move_feed(&moved, "https://bytes.example/", None).unwrap(),
            FILE
        );
    }

    #[test]
    fn what_cannot_be_done_is_said_clearly() {
        let said = |result: Result<String, EditError>| result.unwrap_err().to_string();
        assert_eq!(
            said(add_feed(FILE, &new("HTTPS://ledger.example:443", None))),
            "this feed is there already: Ledger, https://ledger.example/"
        );
        assert_eq!(
            said(add_feed(FILE, &new("ftp://ledger.example/", None))),
            "`ftp://ledger.example/` is neither http nor https"
        );
        assert_eq!(
            said(add_feed(FILE, &new("https://c.example/", Some(" ")))),
            "`folder` is empty"
        );
        assert_eq!(
            said(remove_feed(FILE, "Leger")),
            "no feed has the address or name `Leger`; did you mean `Ledger`?"
        );
        let twice = add_feed(
            FILE,
            &NewFeed {
                name: Some("LEDGER"),
                ..new("https://c.example/", None)
            },
        );
        assert_eq!(
            said(remove_feed(&twice.unwrap(), "ledger")),
            "`ledger` is the name of several feeds:\n  https://ledger.example/\n  https://c.example/"
        );
        let list = "feed = [{ url = \"https://a.example/\" }]";
        assert!(matches!(
            remove_feed(list, "https://a.example/"),
            Err(EditError::List)
        ));
    }
}
