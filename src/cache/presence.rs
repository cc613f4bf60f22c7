//! Which instances use the cache, and whether the last one ended well: a small file beside the database. Each instance
//! holds a shared lock on it; it is empty while nobody does, unless somebody was killed, or the power went.

use std::cell::Cell;
use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::error::{CacheError, Result};
use super::lock;

const FILE: &str = "open.lock";
/// Somebody uses the cache, or did when the end came.
const OPEN: &[u8] = b"open\n";
/// A check found the database damaged.
const DAMAGED: &[u8] = b"damaged\n";

thread_local! {
    /// `SQLite` met damage on this thread, which has one connection.
    static MET_DAMAGE: Cell<bool> = const { Cell::new(false) };
}

/// Notes that damage was met on this thread. The next start is to look closer.
pub(super) fn met_damage() {
    MET_DAMAGE.set(true);
}

/// Whether damage was met on this thread.
pub(super) fn has_met_damage() -> bool {
    MET_DAMAGE.get()
}

/// This instance's entry. Dropped, it says that all ended well.
#[derive(Debug)]
pub(super) struct Presence {
    file: File,
    path: PathBuf,
    unclean: bool,
}

/// How the last instance left the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// Well, or others still use it.
    Well,
    /// It was killed, and nobody has looked since.
    Unclean,
    /// A check found damage, and nobody else uses it now.
    Damaged,
}

impl Presence {
    /// Says that this instance uses the cache in `dir`.
    pub fn enter(dir: &Path) -> Result<(Self, Left)> {
        let path = dir.join(FILE);
        let file = lock::open(&path)?;
        let mut presence = Self {
            file,
            path,
            unclean: false,
        };
        let left = presence.look().map_err(|error| presence.failed(error))?;
        presence.unclean = left == Left::Unclean;
        Ok((presence, left))
    }

    fn look(&mut self) -> std::io::Result<Left> {
        let alone = match self.file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => false,
            Err(TryLockError::Error(error)) => return Err(error),
        };
        let mut text = Vec::new();
        if alone {
            (&self.file).take(64).read_to_end(&mut text)?;
            self.put(OPEN)?;
            self.file.unlock()?;
        }
        self.file.lock_shared()?;
        Ok(match &*text {
            b"" => Left::Well,
            DAMAGED => Left::Damaged,
            _ => Left::Unclean,
        })
    }

    /// Whether the last end was unclean and nobody has looked since.
    pub fn is_unclean(&self) -> bool {
        self.unclean
    }

    /// A check found nothing.
    pub fn found_sound(&mut self) {
        self.unclean = false;
        MET_DAMAGE.set(false);
    }

    /// A check found damage: the next instance that is alone sets the database aside.
    pub fn condemn(&mut self) -> Result<()> {
        self.put(DAMAGED).map_err(|error| self.failed(error))
    }

    fn put(&mut self, text: &[u8]) -> std::io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(text)
    }

    fn is_condemned(&mut self) -> std::io::Result<bool> {
        self.file.rewind()?;
        let mut text = Vec::new();
        (&self.file).take(64).read_to_end(&mut text)?;
        Ok(text == DAMAGED)
    }

    fn failed(&self, error: std::io::Error) -> CacheError {
        CacheError::file(&self.path, error)
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let looks_well = !self.unclean && !has_met_damage();
        // Without the lock, the next start only looks once more than it must.
        if looks_well
            && self.file.unlock().is_ok()
            && self.file.try_lock().is_ok()
            && !self.is_condemned().unwrap_or(true)
        {
            let _ = self.file.set_len(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_without_a_word_is_known_until_somebody_has_looked() {
        let dir = tempfile::tempdir().unwrap();
        let enter = || Presence::enter(dir.path()).unwrap();
        let (first, left) = enter();
        assert_eq!(left, Left::Well);
        let (second, left) = enter();
        assert_eq!(left, Left::Well, "two at once is no unclean end");
        drop(first);
        drop(second);
        assert_eq!(std::fs::read(dir.path().join(FILE)).unwrap(), b"");

        // Killed: the lock goes, the word stays.
        std::fs::write(dir.path().join(FILE), OPEN).unwrap();
        let (killed, left) = enter();
        assert_eq!(left, Left::Unclean);
        drop(killed);
        let (mut looked, left) = enter();
        assert_eq!(left, Left::Unclean, "nobody has looked");
        looked.found_sound();
        drop(looked);
        assert_eq!(enter().1, Left::Well);
    }

    #[test]
    fn what_was_condemned_waits_until_nobody_uses_it() {
        let dir = tempfile::tempdir().unwrap();
        let enter = || Presence::enter(dir.path()).unwrap();
        let (mut first, _) = enter();
        first.condemn().unwrap();
        assert_eq!(enter().1, Left::Well);
        drop(first);
        assert_eq!(enter().1, Left::Damaged);
    }
}
