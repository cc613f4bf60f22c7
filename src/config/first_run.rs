//! The first run: where no configuration stands, the example is written, so that there is something to read and to
//! change. Never touches a file that is there.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use super::{Config, ConfigError, Places, load};

/// `config.example.toml`: every option with its default and a comment, and some feeds.
pub const EXAMPLE: &str = include_str!("../../config.example.toml");

/// Loads the configuration, and creates it first if there is none; the second value says whether that was so.
pub fn load_or_create(places: &Places) -> Result<(Config, bool), ConfigError> {
    let created = create(&places.config_file)?;
    Ok((load(&places.config_file)?, created))
}

/// Writes the example to `path` unless something stands there; the directory is created too. Says whether it did.
pub fn create(path: &Path) -> Result<bool, ConfigError> {
    if path.exists() {
        return Ok(false);
    }
    let unwritable = |source: io::Error| ConfigError::Write {
        path: path.to_owned(),
        source,
    };
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory).map_err(|source| ConfigError::Write {
            path: directory.to_owned(),
            source,
        })?;
    }
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => {
            file.write_all(EXAMPLE.as_bytes()).map_err(unwritable)?;
            Ok(true)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(unwritable(error)),
    }
}
