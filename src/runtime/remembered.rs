//! How the reader has arranged the screen, what was typed to pipe articles to, and the filters that were set, in small
//! files beside the cache. Never the configuration: that is the reader's own.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::Remembered;
use crate::cache::private;

/// The files' names in the data directory.
const SCREEN: &str = "screen.json";
const COMMANDS: &str = "commands.json";
const FILTERS: &str = "filters.json";
/// More bytes than any such file has.
const MOST: u64 = 256 << 10;
/// Bytes of a line that is remembered; a longer one was pasted.
const LONGEST: usize = 1000;

/// How the screen was arranged; as if it never were, where the file is missing or holds something else.
pub fn remembered(data_dir: &Path) -> Remembered {
    read(data_dir, SCREEN)
}

/// The commands that articles were piped to, the latest last; none where the file is missing or holds something else.
pub fn piped(data_dir: &Path) -> Vec<String> {
    read(data_dir, COMMANDS)
}

/// The filters that were set, the latest last, in the same way.
pub fn filters(data_dir: &Path) -> Vec<String> {
    read(data_dir, FILTERS)
}

/// Remembers how the screen is arranged.
pub(super) fn remember(data_dir: &Path, remembered: &Remembered) {
    write(data_dir, SCREEN, remembered);
}

/// Remembers what articles were piped to.
pub(super) fn remember_piped(data_dir: &Path, piped: &[String]) {
    write_lines(data_dir, COMMANDS, piped);
}

/// Remembers the filters that were set.
pub(super) fn remember_filters(data_dir: &Path, filters: &[String]) {
    write_lines(data_dir, FILTERS, filters);
}

fn write_lines(data_dir: &Path, file: &str, lines: &[String]) {
    let lines = lines.iter().filter(|line| line.len() <= LONGEST);
    write(data_dir, file, &lines.collect::<Vec<_>>());
}

fn read<T: DeserializeOwned + Default>(data_dir: &Path, file: &str) -> T {
    let path = data_dir.join(file);
    let is_small = fs::metadata(&path).is_ok_and(|file| file.is_file() && file.len() <= MOST);
    let text = if is_small {
        fs::read_to_string(&path).unwrap_or_default()
    } else {
        String::new()
    };
    serde_json::from_str(&text).unwrap_or_default()
}

/// Writes a file, for its owner alone. A failure costs no more than what was to be remembered, and is said in the log
/// alone, which never says what that was.
fn write(data_dir: &Path, file: &str, remembered: &impl Serialize) {
    let path = data_dir.join(file);
    let draft = data_dir.join(format!("{file}.{}", std::process::id()));
    let open = || {
        private::options()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&draft)
    };
    let written = serde_json::to_vec(remembered)
        .map_err(std::io::Error::from)
        .and_then(|text| open()?.write_all(&text))
        .and_then(|()| fs::rename(&draft, &path));
    if let Err(error) = written {
        let _ = fs::remove_file(&draft);
        tracing::warn!("{} could not be written: {error}", path.display());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_there_at_the_next_start_and_nonsense_is_nothing() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(remembered(dir.path()), Remembered::default());
        let own: Remembered =
            serde_json::from_str(r#"{"own": {"layout": "two", "list": 40, "sidebar": "left"}}"#)
                .unwrap();
        assert_ne!(own, Remembered::default());
        remember(dir.path(), &own);
        assert_eq!(remembered(dir.path()), own);
        for nonsense in ["", "{", "[1]", r#"{"own": {"list": -4}}"#, "\u{0}"] {
            fs::write(dir.path().join(SCREEN), nonsense).unwrap();
            assert_eq!(
                remembered(dir.path()),
                Remembered::default(),
                "{nonsense:?}"
            );
        }
    }

    #[test]
    fn what_was_piped_to_is_the_owners_alone_and_nothing_long_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        assert!(piped(dir.path()).is_empty());
        let commands = ["json: jq .quotes", "wc -w"].map(str::to_owned);
        let pasted = std::iter::once("x".repeat(LONGEST + 1));
        let all: Vec<String> = pasted.chain(commands.clone()).collect();
        remember_piped(dir.path(), &all);
        assert_eq!(piped(dir.path()), commands);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let file = fs::metadata(dir.path().join(COMMANDS)).unwrap();
            assert_eq!(file.permissions().mode() & 0o777, 0o600);
        }
        fs::write(dir.path().join(COMMANDS), "[1]").unwrap();
        assert!(piped(dir.path()).is_empty());
    }
}
