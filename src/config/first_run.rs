//! The first run: where no configuration stands, the example is written, so that there is something to read and to
//! change. Never touches a file that is there.

use std::path::Path;

use super::{Config, ConfigError, Places, load, write};

/// `config.example.toml`: every option with its default and a comment, and some feeds.
pub const EXAMPLE: &str = include_str!("../../config.example.toml");

/// Loads the configuration, and creates it first if there is none; the second value says whether that was so.
pub fn load_or_create(places: &Places) -> Result<(Config, bool), ConfigError> {
    let created = create(&places.config_file)?;
    Ok((load(&places.config_file)?, created))
}

/// Writes the example to `path` unless something stands there; the directory is created too. Says whether it did.
pub fn create(path: &Path) -> Result<bool, ConfigError> {
    write::create(path, EXAMPLE)
}

#[cfg(test)]
mod tests {
    use super::super::raw;
    use super::*;
    use crate::config::{Auth, WELCOME, parse};

    fn read(text: &str) -> Config {
        parse(text, Path::new("config.toml")).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The example with its default lines uncommented: those where a key follows the "#" without a space.
    fn uncommented() -> String {
        let lines = EXAMPLE.lines().map(|line| match line.strip_prefix('#') {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_lowercase()) => rest,
            _ => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The blocks that the example's comments show, indented by four.
    fn shown() -> String {
        let lines = EXAMPLE
            .lines()
            .filter_map(|line| line.strip_prefix("#     "));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_example_begins_with_the_welcome_edition_and_has_two_folders() {
        let example = read(EXAMPLE);
        assert_eq!(example.feeds[0].url, WELCOME);
        assert!(example.feeds.len() >= 8);
        let folders = example
            .feeds
            .iter()
            .filter_map(|feed| feed.folder.as_deref());
        let mut folders: Vec<_> = folders.collect();
        folders.dedup();
        assert_eq!(folders, ["News", "Technology"]);
    }

    #[test]
    fn the_defaults_that_the_example_shows_are_the_real_ones() {
        let example = read(EXAMPLE);
        let usual = Config {
            feeds: example.feeds.clone(),
            ..read("")
        };
        assert_eq!(example, usual);
        assert_eq!(read(&uncommented()), usual);
    }

    #[test]
    fn every_key_stands_in_the_example() {
        let (top, shown) = (uncommented(), shown());
        // A table's lines end where the next one's begin.
        let table = |text: &str, header: &str| {
            let lines = text.lines().skip_while(|line| *line != header).skip(1);
            let lines = lines.take_while(|line| !line.starts_with('['));
            lines.collect::<Vec<_>>().join("\n")
        };
        for place in raw::PLACES {
            let text = match place {
                "" => top.clone(),
                _ if place.starts_with("[[") => table(&shown, place),
                "[feed.auth]" => EXAMPLE.replace(['{', ','], "\n"),
                _ => table(&top, place),
            };
            for key in raw::keys(place) {
                let entry = format!("{key} = ");
                let has_entry = text.lines().any(|line| line.trim().starts_with(&entry));
                let has_table =
                    text.contains(&format!("[{key}]")) || EXAMPLE.contains(&format!(".{key}]"));
                assert!(has_entry || has_table, "{key} in {place}");
            }
        }
    }

    #[test]
    fn what_the_example_shows_of_a_feed_is_taken() {
        let config = read(&shown());
        let feed = &config.feeds[0];
        assert!(matches!(feed.request.auth, Some(Auth::Basic { .. })));
        assert!(feed.request.proxy.is_some() && feed.request.timeout.is_some());
        let token = EXAMPLE.split("Or with a token:").nth(1).unwrap();
        let token = token.lines().next().unwrap();
        let config = read(&format!(
            "[[feed]]\nurl = \"https://ledger.example/\"\n{token}"
        ));
        assert!(matches!(
            config.feeds[0].request.auth,
            Some(Auth::Bearer { .. })
        ));
    }

    #[test]
    fn the_views_that_the_example_shows_are_taken() {
        let config = read(&shown());
        let names: Vec<&str> = config.views.iter().map(|view| view.name.as_str()).collect();
        assert_eq!(names, ["Today", "Rivers and rain"]);
        assert!(read(EXAMPLE).views.is_empty());
    }

    #[test]
    fn the_first_run_writes_the_example_once_and_never_again() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("some/where/config.toml");
        let places = Places::resolve(Some(&file), Some(home.path())).unwrap();
        let (config, created) = load_or_create(&places).unwrap();
        assert!(created);
        assert_eq!(config.path, file);
        std::fs::write(&file, "# mine\n").unwrap();
        let (config, created) = load_or_create(&places).unwrap();
        assert!(!created && config.feeds.is_empty());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "# mine\n");
        let left = std::fs::read_dir(file.parent().unwrap()).unwrap().count();
        assert_eq!(left, 1, "no draft is left behind");
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_its_readers_own() {
        use std::os::unix::fs::PermissionsExt as _;

        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("config.toml");
        create(&file).unwrap();
        let permissions = std::fs::metadata(&file).unwrap().permissions();
        assert_eq!(permissions.mode() & 0o777, 0o600);
    }
}
