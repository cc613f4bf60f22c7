//! Lists of feeds on the disk: read, written, found in the usual places of other readers, and the names that complete a
//! path. Changes nothing but the file that is exported to.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use directories::BaseDirs;

use crate::app::{FeedList, Lists};
use crate::config::edit::unknown;
use crate::config::opml::{self, OpmlError, Subscriptions};
use crate::config::{Config, FeedConfig, other_readers};
use crate::poller::decode;

/// Names that complete a path.
const NAMES: usize = 200;
/// The mark in the data directory that feeds were offered.
const OFFERED: &str = "offered";

/// The path in what was typed: `~` is the home directory.
fn path(typed: &str) -> PathBuf {
    let typed = Path::new(typed.trim());
    match (typed.strip_prefix("~"), BaseDirs::new()) {
        (Ok(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => typed.to_owned(),
    }
}

/// The names in a folder, those of folders with a slash behind them; hidden ones last.
pub(super) fn paths(folder: &str) -> Vec<String> {
    let place = match folder {
        "" => PathBuf::from("."),
        folder => path(folder),
    };
    let entries = place.read_dir().into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let is_folder = entry.path().is_dir();
            let name = name + if is_folder { "/" } else { "" };
            (!name.chars().any(char::is_control)).then_some(name)
        })
        .collect();
    names.sort_by_key(|name| (name.starts_with('.'), name.to_lowercase()));
    names.truncate(NAMES);
    names
}

/// The feeds in a file: OPML, or the list of another reader for the terminal.
fn read(path: &Path) -> Result<Subscriptions, String> {
    let unreadable = |error: std::io::Error| {
        let why = match error.kind() {
            ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => error.to_string(),
        };
        format!("{} cannot be read: {why}", path.display())
    };
    let mut bytes = Vec::new();
    let most = opml::MAX_BYTES as u64 + 1;
    let file = File::open(path).map_err(unreadable)?;
    file.take(most)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    let text = decode::decode(&bytes, None).text;
    let said = |error: OpmlError| format!("{error}; {}", error.hint());
    match opml::read(&text) {
        Err(OpmlError::NotOpml) => {
            let list = other_readers::read(&text);
            if list.feeds.is_empty() {
                Err(said(OpmlError::NotOpml))
            } else {
                Ok(list)
            }
        }
        list => list.map_err(said),
    }
}

/// The feeds in a file, as they would be taken.
pub(super) fn read_list(typed: &str, config: &Config) -> Result<FeedList, String> {
    let list = read(&path(typed))?;
    let known = config.feeds.iter().map(|feed| feed.url.as_str());
    let new: Vec<_> = unknown(&list.feeds, known).into_iter().cloned().collect();
    let refused = list.refused.into_iter();
    Ok(FeedList {
        path: typed.trim().to_owned(),
        known: list.duplicates + list.feeds.len() - new.len(),
        new,
        refused: refused.map(|refused| (refused.url, refused.why)).collect(),
        incomplete: list.incomplete,
    })
}

/// Writes all feeds to a new file; says in words what came of it.
pub(super) fn export(typed: &str, feeds: &[FeedConfig]) -> Result<String, String> {
    let path = path(typed);
    let file = OpenOptions::new().write(true).create_new(true).open(&path);
    let written = file.and_then(|mut file| file.write_all(opml::write(feeds).as_bytes()));
    match written {
        Ok(()) => Ok(format!(
            "{} feeds written to {}",
            feeds.len(),
            path.display()
        )),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(format!(
            "{} is there already; choose another name",
            path.display()
        )),
        Err(error) => Err(format!("{} cannot be written: {error}", path.display())),
    }
}

/// The lists of other readers in their usual places.
pub(super) fn of_other_readers() -> Vec<Lists> {
    let Some(dirs) = BaseDirs::new() else {
        return Vec::new();
    };
    let (home, config) = (dirs.home_dir(), dirs.config_dir());
    let places = [
        ("newsboat", home.join(".newsboat/urls")),
        ("newsboat", config.join("newsboat/urls")),
        ("newsraft", config.join("newsraft/feeds")),
        ("newsbeuter", home.join(".newsbeuter/urls")),
    ];
    let found = places.into_iter().filter_map(|(reader, path)| {
        let feeds = read(&path).ok()?.feeds;
        let shown = path
            .strip_prefix(home)
            .map(|rest| Path::new("~").join(rest));
        let path = shown.unwrap_or(path).display().to_string();
        (!feeds.is_empty()).then_some(Lists {
            reader,
            path,
            feeds,
        })
    });
    found.collect()
}

/// Whether feeds were offered before.
pub(super) fn was_offered(data_dir: &Path) -> bool {
    data_dir.join(OFFERED).exists()
}

/// Never offers them again.
pub(super) fn remember_offered(data_dir: &Path) {
    if let Err(error) = fs::write(data_dir.join(OFFERED), "") {
        tracing::warn!("the offer of feeds may be shown again: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_with_what_is_known_left_out_and_written_only_to_a_new_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("feeds.opml");
        let file = file.to_str().unwrap();
        let feed = |url: &str| FeedConfig {
            url: url.to_owned(),
            folder: Some("News".to_owned()),
            ..FeedConfig::default()
        };
        let feeds = [feed("https://a.example/"), feed("https://b.example/")];
        export(file, &feeds).unwrap();
        let again = export(file, &feeds[..1]).unwrap_err();
        assert!(again.contains("choose another name"), "{again}");
        let config = Config {
            feeds: vec![feed("https://B.example/#x")],
            ..Config::default()
        };
        let list = read_list(file, &config).unwrap();
        assert_eq!((list.new.len(), list.known), (1, 1));
        assert_eq!(list.summary(), "1 new feed in 1 folder, 1 there already");
        assert_eq!(paths(&format!("{}/", dir.path().display())), ["feeds.opml"]);
    }

    #[test]
    fn what_is_no_list_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("x");
        let said = |file: &Path| read_list(file.to_str().unwrap(), &Config::default()).unwrap_err();
        assert!(said(&file).contains("there is no such file"));
        fs::write(&file, "shopping: milk\n").unwrap();
        assert!(said(&file).contains("no OPML"));
        fs::write(&file, "https://a.example/ \"~A\"\n").unwrap();
        assert!(read_list(file.to_str().unwrap(), &Config::default()).is_ok());
    }

    #[test]
    fn an_offer_is_remembered() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!was_offered(dir.path()));
        remember_offered(dir.path());
        assert!(was_offered(dir.path()));
    }
}
