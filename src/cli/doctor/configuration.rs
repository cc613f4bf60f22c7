//! Whether the configuration can be read: by the reader, and by nobody else. Changes nothing.

use std::path::Path;

use super::Check;
use crate::config::{Config, ConfigError, Places};

/// Whether the file can be read, and by whom.
pub(super) fn check(places: &Places, config: &Result<Config, ConfigError>) -> Check {
    let path = places.config_file.display();
    match config {
        Ok(config) => {
            let (feeds, views) = (config.feeds.len(), config.views.len());
            let text = format!("{path}: {feeds} feeds, {views} views");
            if is_open_to_others(&places.config_file) {
                Check::warn(
                    "configuration",
                    format!("{text}; other users can read it"),
                    format!("keep it to yourself, it may hold keys: `chmod 600 {path}`"),
                )
            } else {
                Check::ok("configuration", text)
            }
        }
        Err(error @ ConfigError::Missing(_)) => Check::warn(
            "configuration",
            error.to_string(),
            "the first start of pullquote writes one; so does `pullquote config init`",
        ),
        Err(error) => Check::fail(
            "configuration",
            error.to_string(),
            error
                .hint()
                .unwrap_or_else(|| "`pullquote config check` says the same".to_owned()),
        ),
    }
}

/// Whether another user can read a file, by its permissions and those of the directories above it. Who is in a group is not
/// asked, nor what further lists of access say.
#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;

    let Ok(path) = path.canonicalize() else {
        return false;
    };
    let mode = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.permissions().mode());
    let of_group = mode(&path) & 0o040 != 0;
    let of_all = mode(&path) & 0o004 != 0;
    let way_in = |bits: u32| {
        path.ancestors()
            .skip(1)
            .all(|above| mode(above) & bits != 0)
    };
    of_group && way_in(0o011) || of_all && way_in(0o001)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_file_is_open_where_the_way_to_it_is() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("config.toml");
        std::fs::write(&file, "").unwrap();
        for (directory, mode, expected) in [
            (0o755, 0o600, false),
            (0o755, 0o640, true),
            (0o755, 0o604, true),
            (0o750, 0o640, true),
            (0o750, 0o604, false),
            (0o700, 0o644, false),
        ] {
            set_permissions(home.path(), Permissions::from_mode(directory)).unwrap();
            set_permissions(&file, Permissions::from_mode(mode)).unwrap();
            let is_open = is_open_to_others(&file);
            assert_eq!(is_open, expected, "{mode:o} in {directory:o}");
        }
    }
}
