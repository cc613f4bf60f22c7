//! The configuration file on disk: replaced in one step or not at all, so that no crash leaves half a file.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::ConfigError;

/// Replaces the file's text. Its permissions stay, a symbolic link goes on pointing to it, and a file
/// that may not be written is not.
pub fn replace(path: &Path, text: &str) -> Result<(), ConfigError> {
    let write = || -> io::Result<()> {
        let path = fs::canonicalize(path)?;
        let permissions = fs::metadata(&path)?.permissions();
        if permissions.readonly() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let draft = Draft::new(&path, text, Some(permissions))?;
        fs::rename(&draft.path, &path)
    };
    write().map_err(|source| unwritable(path, source))
}

/// Writes a new file for its owner alone (0600), for it may come to name programs that print passwords; and its directory
/// where there is none. Leaves one that is there as it is. Says whether it wrote.
pub fn create(path: &Path, text: &str) -> Result<bool, ConfigError> {
    if path.exists() {
        return Ok(false);
    }
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory).map_err(|source| unwritable(directory, source))?;
    }
    let write = || -> io::Result<bool> {
        let draft = Draft::new(path, text, None)?;
        // Unlike a rename, a link never takes the place of a file that another program wrote meanwhile.
        match fs::hard_link(&draft.path, path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            // A file system without links.
            Err(_) => fs::rename(&draft.path, path).map(|()| true),
        }
    };
    write().map_err(|source| unwritable(path, source))
}

fn unwritable(path: &Path, source: io::Error) -> ConfigError {
    ConfigError::Write {
        path: path.to_owned(),
        source,
    }
}

/// A whole text on disk beside the file that it is for; taken away again unless it was renamed.
struct Draft {
    path: PathBuf,
}

impl Draft {
    fn new(target: &Path, text: &str, permissions: Option<Permissions>) -> io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let path = target.with_file_name(format!(".{name}.{process}.{count}.new"));
        // One that is there was left by a program of the same number that was killed.
        let _ = fs::remove_file(&path);
        let mut options = OpenOptions::new();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.write(true).create_new(true).open(&path)?;
        let draft = Self { path };
        // Before the text, so that what nobody else may read never lies open.
        permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        Ok(draft)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
