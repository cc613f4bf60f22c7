//! What can go wrong with the cache, and what the reader can do about it. Nothing outside this folder sees an `SQLite` error.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::presence::met_damage;
use super::salvage::Salvage;

/// No more open files, in the system and in this program: the same numbers on every Unix.
#[cfg(unix)]
const ENFILE: i32 = 23;
#[cfg(unix)]
const EMFILE: i32 = 24;

/// What the cache's functions return.
pub type Result<T> = std::result::Result<T, CacheError>;

/// Why the cache could not do what it was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CacheError {
    /// Nothing was stored there yet.
    #[error("there is no cache at {}", .0.display())]
    Missing(PathBuf),
    /// The file was written by a later version of the program.
    #[error("the cache {} has version {found}; this program reads versions up to {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// Another program held the file for too long.
    #[error("the cache is locked by another program")]
    Locked,
    /// The file is no database, or a damaged one.
    #[error("the cache is damaged")]
    Corrupt,
    /// A damaged file was found on opening, and moved out of the way.
    #[error("the cache was damaged; it was set aside as {}{}", path.display(), saved_words(saved.as_ref()))]
    SetAside {
        /// Where it is now.
        path: PathBuf,
        /// What could be saved of it.
        saved: Option<Salvage>,
    },
    /// There is no space left.
    #[error("the disk is full")]
    DiskFull,
    /// The system opens no more files for this program.
    #[error("too many files are open")]
    TooManyFiles,
    /// The directory or the file cannot be written.
    #[error("the cache cannot be written: {0}")]
    NotWritable(String),
    /// A file beside the database could not be made, read or moved.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The question was withdrawn before it was answered.
    #[error("interrupted")]
    Interrupted,
    /// Anything else that `SQLite` says.
    #[error("the cache failed: {0}")]
    Sql(rusqlite::Error),
}

fn saved_words(saved: Option<&Salvage>) -> String {
    saved.map_or_else(String::new, |Salvage { path, kept, read }| {
        format!(
            "; what you kept ({kept} articles) and {read} read marks were saved as {}",
            path.display()
        )
    })
}

impl CacheError {
    /// What the reader can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing(_) => "run `pullquote poll` first, or see whether --data-dir is right",
            Self::Newer { .. } => "update pullquote, or use another --data-dir",
            Self::Locked => "see whether another pullquote hangs; nothing was lost, try again",
            Self::Corrupt => {
                "start pullquote again: it looks closer, sets a damaged file aside and saves what can be read of it"
            }
            Self::SetAside { .. } => {
                "nothing was deleted; `pullquote doctor --restore` begins a new cache with what you kept, `pullquote poll` fills it"
            }
            Self::DiskFull => "make room on the disk; what was stored before is safe",
            Self::TooManyFiles => {
                "nothing was lost; raise the limit (`ulimit -n`) or end other programs, then try again"
            }
            Self::NotWritable(_) => {
                "check the owner and the permissions, or use another --data-dir"
            }
            Self::File { .. } => "check the directory, its permissions and the space on the disk",
            Self::Interrupted => "ask again",
            Self::Sql(_) => "try again; if it comes back, report it with this text",
        }
    }

    /// An input or output error with the file that it was about.
    pub(super) fn file(path: &Path, source: std::io::Error) -> Self {
        #[cfg(unix)]
        if matches!(source.raw_os_error(), Some(ENFILE | EMFILE)) {
            return Self::TooManyFiles;
        }
        match source.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable(format!("{}: {source}", path.display()))
            }
            _ => Self::File {
                path: path.to_owned(),
                source,
            },
        }
    }
}

impl From<rusqlite::Error> for CacheError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                met_damage();
                Self::Corrupt
            }
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::NotWritable(error.to_string())
            }
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted,
            _ => Self::Sql(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::Store;
    use super::super::sample::{self, NOW};
    use super::*;

    #[test]
    fn a_full_disk_is_an_error_that_loses_nothing() {
        let (_dir, mut store) = sample::store();
        let long = "news ".repeat(200_000);
        sample::poll(&mut store, "a", vec![sample::entry("1", "One", "x", NOW)]);
        let pages: u32 = store
            .conn
            .pragma_query_value(None, "page_count", |r| r.get(0))
            .unwrap();
        store
            .conn
            .pragma_update(None, "max_page_count", pages + 1)
            .unwrap();
        let feed = sample::feed(&store, "a");
        let parsed = crate::news::ParsedFeed {
            entries: (2..9)
                .map(|n| sample::entry(&n.to_string(), &long, &format!("{n} {long}"), NOW))
                .collect(),
            ..Default::default()
        };
        let state = crate::news::PollState::default();
        let error = store.store(feed, Some(&parsed), &state, NOW).unwrap_err();
        assert!(matches!(error, CacheError::DiskFull), "{error}");
        assert_eq!(store.feeds().unwrap()[0].total, 1);
        store
            .conn
            .pragma_update(None, "max_page_count", 1 << 20)
            .unwrap();
        assert_eq!(
            store.store(feed, Some(&parsed), &state, NOW).unwrap().new,
            7
        );
        assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn on_a_full_disk_what_is_kept_is_refused_with_a_word_and_goes_on_when_there_is_room() {
        let (_dir, mut store) = sample::store();
        let entries = (1..=40).map(|n| sample::entry(&n.to_string(), "One", "x", NOW));
        sample::poll(&mut store, "a", entries.collect());
        let one = crate::news::ArticleId(1);
        store.set_note(one, Some("first"), NOW).unwrap();
        store.write_down().unwrap();
        let limit = |store: &Store, pages: u32| {
            let set = store.conn.pragma_update(None, "max_page_count", pages);
            set.unwrap();
        };
        limit(&store, 1);
        let long = "a word or two ".repeat(8000);
        let highlight = crate::news::Highlight {
            id: 9,
            article: one,
            anchor: crate::news::Anchor {
                exact: long.clone(),
                ..Default::default()
            },
            colour: crate::news::HighlightColour::default(),
            note: None,
            created: NOW,
            said: None,
        };
        let is_full = |result: Result<()>| matches!(result, Err(CacheError::DiskFull));
        for _ in 0..2 {
            assert!(is_full(store.set_note(one, Some(&long), NOW).map(drop)));
            assert!(is_full(store.put_highlight(&highlight)));
        }
        // Small ones go on as long as the pages that are there have room.
        let mut tagged = Vec::new();
        for n in 1..=40 {
            let (id, tag) = (crate::news::ArticleId(n), format!("{n} {}", "t".repeat(60)));
            match store.set_tags(id, std::slice::from_ref(&tag), NOW) {
                Ok(_) => tagged.push((id, tag)),
                Err(error) => assert!(matches!(error, CacheError::DiskFull), "{error}"),
            }
            if let Err(error) = store.set_bookmark(id, true, NOW) {
                assert!(matches!(error, CacheError::DiskFull), "{error}");
            }
        }
        assert!(tagged.len() < 40, "it never was full");
        assert_eq!(store.note(one).unwrap().as_deref(), Some("first"));
        assert!(store.highlights(one).unwrap().is_empty());
        for (id, tag) in &tagged {
            assert_eq!(store.tags(*id).unwrap(), [tag.as_str()]);
        }
        limit(&store, 1 << 20);
        store.set_note(one, Some(&long), NOW).unwrap();
        store.put_highlight(&highlight).unwrap();
        store
            .set_tags(crate::news::ArticleId(40), &["sea".into()], NOW)
            .unwrap();
        store.write_down().unwrap();
        assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
        let log = std::fs::read_to_string(store.kept_log()).unwrap();
        assert_eq!(log.matches("\"do\":\"highlight\"").count(), 1);
    }

    #[test]
    fn a_lock_that_is_held_too_long_is_said() {
        let (dir, mut store) = sample::store();
        let mut other = Store::open(dir.path()).unwrap();
        other.conn.busy_timeout(Duration::ZERO).unwrap();
        let held = store.transaction().unwrap();
        let error = other.sync_feeds(&[]).unwrap_err();
        assert!(matches!(error, CacheError::Locked), "{error}");
        drop(held);
        other.sync_feeds(&[]).unwrap();
    }

    #[test]
    fn a_reader_cannot_write() {
        let (dir, _store) = sample::store();
        let mut reader = Store::open_reader(dir.path()).unwrap();
        let error = reader.sync_feeds(&[]).unwrap_err();
        assert!(matches!(error, CacheError::NotWritable(_)), "{error}");
    }
}
