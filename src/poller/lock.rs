//! Only one instance polls at a time; the others read. A lock of the operating system on a file, so that it is gone
//! with its process, however that ends.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// The right to poll, until it is dropped.
#[derive(Debug)]
pub struct PollLock {
    _file: File,
}

impl PollLock {
    /// Takes the lock if no other instance has it; `None` if one has.
    pub fn try_take(data_dir: &Path) -> io::Result<Option<Self>> {
        let file = open(data_dir)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Takes the lock, and waits for it where another instance has it. A poll has a deadline, so the wait has one too.
    pub fn take(data_dir: &Path) -> io::Result<Self> {
        let file = open(data_dir)?;
        file.lock()?;
        Ok(Self { _file: file })
    }
}

fn open(data_dir: &Path) -> io::Result<File> {
    std::fs::create_dir_all(data_dir)?;
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(data_dir.join("poll.lock"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_finds_it_taken_until_the_first_is_done() {
        let dir = tempfile::tempdir().unwrap();
        let first = PollLock::try_take(dir.path()).unwrap();
        assert!(first.is_some());
        assert!(PollLock::try_take(dir.path()).unwrap().is_none());
        drop(first);
        assert!(PollLock::try_take(dir.path()).unwrap().is_some());
    }
}
