//! Locks between processes, held on files beside the database and given back by the system even after a kill.
//! They order the work of two instances; the data itself is kept safe by `SQLite`'s own locks.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::error::{CacheError, Result};
use super::private;

/// Held by the one instance that refreshes. Let go when dropped.
#[derive(Debug)]
pub struct RefreshLock {
    _file: File,
}

impl RefreshLock {
    /// Takes the lock of the cache in `dir`; `None` while another instance holds it.
    pub fn try_take(dir: &Path) -> Result<Option<Self>> {
        let path = dir.join("refresh.lock");
        let file = open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(CacheError::file(&path, source)),
        }
    }
}

/// Waits until no other instance creates or migrates the database in `dir`. Let go when dropped.
pub(super) fn migration(dir: &Path) -> Result<File> {
    let path = dir.join("migrate.lock");
    let file = open(&path)?;
    file.lock().map_err(|e| CacheError::file(&path, e))?;
    Ok(file)
}

/// The file of a lock, made where it is missing, for the owner alone.
pub(super) fn open(path: &Path) -> Result<File> {
    let mut options = private::options();
    options.create(true).truncate(false).read(true).write(true);
    options.open(path).map_err(|e| CacheError::file(path, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_holds_the_refresh_lock() {
        let dir = tempfile::tempdir().unwrap();
        let first = RefreshLock::try_take(dir.path()).unwrap();
        assert!(first.is_some());
        assert!(RefreshLock::try_take(dir.path()).unwrap().is_none());
        drop(first);
        assert!(RefreshLock::try_take(dir.path()).unwrap().is_some());
    }
}
