//! What can go wrong with the cache, and what the reader can do about it. Nothing outside this folder sees an SQLite error.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

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
    #[error("the cache was damaged; it was set aside as {}", .0.display())]
    SetAside(PathBuf),
    /// There is no space left.
    #[error("the disk is full")]
    DiskFull,
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
    /// Anything else that SQLite says.
    #[error("the cache failed: {0}")]
    Sql(rusqlite::Error),
}

impl CacheError {
    /// What the reader can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing(_) => "run `pullquote poll` first, or see whether --data-dir is right",
            Self::Newer { .. } => "update pullquote, or use another --data-dir",
            Self::Locked => "see whether another pullquote hangs; nothing was lost, try again",
            Self::Corrupt => {
                "start pullquote again: it will set the file aside and begin a new one"
            }
            Self::SetAside(_) => {
                "nothing was deleted; start again for a new cache, or put a backup in its place"
            }
            Self::DiskFull => "make room on the disk; what was stored before is safe",
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
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::NotWritable(error.to_string())
            }
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted,
            _ => Self::Sql(error),
        }
    }
}
