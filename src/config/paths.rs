//! Where things are kept. Asks the system only for what the reader did not say, and creates nothing.

use std::path::{Path, PathBuf, absolute};

use directories::ProjectDirs;

use super::ConfigError;

/// The configuration file's name in the platform's directory for it.
const FILE_NAME: &str = "config.toml";

/// Where the reader's things are kept: absolute paths, which need not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The configuration file.
    pub config_file: PathBuf,
    /// The cache's directory.
    pub data_dir: PathBuf,
    /// The logs' directory.
    pub log_dir: PathBuf,
}

impl Places {
    /// What the reader says (`--config`, `--data-dir`, or the variables `PULLQUOTE_CONFIG` and `PULLQUOTE_DATA_DIR`,
    /// which the command line reads), else the platform's directories. A data directory that the reader names
    /// holds the logs as well. The system is not asked if both are given; an empty path counts as none.
    pub fn resolve(config: Option<&Path>, data_dir: Option<&Path>) -> Result<Self, ConfigError> {
        let given = |path: Option<&Path>| -> Result<Option<PathBuf>, ConfigError> {
            let path = path.filter(|path| !path.as_os_str().is_empty());
            path.map(|path| {
                absolute(path).map_err(|source| ConfigError::Read {
                    path: path.to_owned(),
                    source,
                })
            })
            .transpose()
        };
        let platform = || ProjectDirs::from("", "", "pullquote").ok_or(ConfigError::NoHome);
        let config_file = match given(config)? {
            Some(file) => file,
            None => platform()?.config_dir().join(FILE_NAME),
        };
        let (data_dir, log_dir) = if let Some(dir) = given(data_dir)? {
            (dir.clone(), dir)
        } else {
            let platform = platform()?;
            let state = platform.state_dir().unwrap_or(platform.data_local_dir());
            (platform.data_dir().to_owned(), state.to_owned())
        };
        Ok(Self {
            config_file,
            data_dir,
            log_dir,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_reader_says_is_taken() {
        let config = absolute("here/my.toml").unwrap();
        let data = absolute("there").unwrap();
        let places = Places::resolve(Some(Path::new("here/my.toml")), Some(&data)).unwrap();
        assert_eq!(
            places.config_file, config,
            "relative paths are made absolute"
        );
        assert_eq!(places.data_dir, data);
        assert_eq!(places.log_dir, data);
    }
}
