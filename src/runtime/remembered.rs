//! How the reader has arranged the screen, in a small file beside the cache. Never the configuration: that is the
//! reader's own.

use std::fs;
use std::path::Path;

use crate::app::Remembered;

/// The file's name in the data directory.
const FILE: &str = "screen.json";
/// More bytes than any such file has.
const MOST: u64 = 64 << 10;

/// What is remembered; as if nothing were, where the file is missing or holds something else.
pub fn remembered(data_dir: &Path) -> Remembered {
    let path = data_dir.join(FILE);
    let is_small = fs::metadata(&path).is_ok_and(|file| file.is_file() && file.len() <= MOST);
    let text = if is_small {
        fs::read_to_string(&path).unwrap_or_default()
    } else {
        String::new()
    };
    serde_json::from_str(&text).unwrap_or_default()
}

/// Remembers it. A failure costs no more than the arrangement, and is said in the log alone.
pub(super) fn remember(data_dir: &Path, remembered: &Remembered) {
    let path = data_dir.join(FILE);
    let draft = data_dir.join(format!("{FILE}.{}", std::process::id()));
    let written = serde_json::to_vec(remembered)
        .map_err(std::io::Error::from)
        .and_then(|text| fs::write(&draft, text))
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
            fs::write(dir.path().join(FILE), nonsense).unwrap();
            assert_eq!(
                remembered(dir.path()),
                Remembered::default(),
                "{nonsense:?}"
            );
        }
    }
}
