//! The configuration as a reader meets it: files that are taken, files that are refused and with which words, and the
//! commands that read and edit it. The folders of files are the list of tests: a file more is a test more.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use proptest::prelude::*;
use pullquote::config;
use pullquote::config::edit::{self, NewFeed};

fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/config")
        .join(folder);
    let files = std::fs::read_dir(folder).expect("the folder of fixtures");
    let mut files: Vec<PathBuf> = files.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    files.sort();
    files
}

#[test]
fn every_valid_file_is_read_as_the_text_beside_it_says() {
    let files = fixtures("valid");
    assert!(files.len() >= 5);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let config = config::parse(&text, Path::new("config.toml"));
        let config = config.unwrap_or_else(|error| panic!("{}\n{error}", file.display()));
        compare(&file, &format!("{config:#?}\n"));
    }
}

#[test]
fn every_invalid_file_is_refused_with_the_words_beside_it() {
    let files = fixtures("invalid");
    assert!(files.len() >= 30);
    for file in files {
        let error = config::load(&file).map(|_| ()).unwrap_err();
        let name = file.file_name().unwrap().to_str().unwrap();
        let shown = error.to_string().replace(file.to_str().unwrap(), name);
        assert!(
            !shown.contains(|c: char| c.is_control() && c != '\n'),
            "{shown:?}"
        );
        let hint = error.hint().map(|hint| format!("hint: {hint}\n"));
        compare(&file, &format!("{shown}\n{}", hint.unwrap_or_default()));
    }
}

/// Compares with the `.txt` beside a fixture; `PULLQUOTE_BLESS=1` writes it.
fn compare(fixture: &Path, found: &str) {
    let expected = fixture.with_extension("txt");
    if std::env::var_os("PULLQUOTE_BLESS").is_some() {
        std::fs::write(&expected, found).expect("a fixture that can be written");
    }
    let words = std::fs::read_to_string(&expected).unwrap_or_default();
    assert_eq!(found, words, "{}", fixture.display());
}

/// Texts of a reader's own making: every kind of line in any order that TOML allows.
fn texts() -> impl Strategy<Value = String> {
    let between = prop_oneof![
        3 => Just(""),
        4 => Just("\n"),
        1 => Just("  \n\n"),
        1 => Just("\n# of the next\n"),
        1 => Just("# of the last\n\n"),
        1 => Just("\n# alone\n\n"),
        1 => Just("# of both\n"),
    ];
    let feed = prop_oneof![
        Just("[[feed]]\nurl = 'https://N.example/'\n"),
        Just("  [[feed]] # indented\n  folder = 'News' # why\n  url = 'https://N.example/'\n"),
        Just(
            "[[feed]]\nurl = 'https://N.example/'\n[feed.headers]\nX-A = 'b'\n\n# c\n[feed.auth]\nuser = 'u'\npassword_command = ['p']\n"
        ),
        Just(
            "[[feed]]\nname = \"\"\"\\\n  # no comment\\\n\n  [[feed]]\"\"\"\nurl = 'https://N.example/'\nfolder = 'Bytes'\n# every = '1h'\n"
        ),
        Just(
            "[[feed]]\nurl = 'https://N.example/'\nheaders.X-A = 'b'\ntags = [\n  # one\n  'a',\n]\n"
        ),
    ];
    let other = prop_oneof![
        Just("[[folder]]\nname = 'N'\n"),
        Just("[[folder]] # slow\nname = 'N'\nevery = '1d'\n"),
    ];
    let table = prop_oneof![6 => feed, 1 => other];
    let tables = prop::collection::vec((between.clone(), table), 0..6);
    let top = prop_oneof![
        Just(""),
        Just("# mine\n"),
        Just("browser = ['w3m', '{url}']\n")
    ];
    let layout = (any::<bool>(), any::<bool>(), any::<bool>());
    (top, tables, between, layout).prop_map(|(top, tables, end, (crlf, cut, poll))| {
        let mut text = top.to_owned();
        for (n, (between, table)) in tables.iter().enumerate() {
            text += between;
            text += &table
                .replace('N', &format!("N{n}"))
                .replace(&format!("'N{n}ews'"), "'News'");
            if poll && n == 1 {
                text += "\n[poll]\nevery = '1h'\n";
            }
        }
        text += end;
        if cut {
            text.truncate(text.trim_end().len());
        }
        if crlf {
            text.replace('\n', "\r\n")
        } else {
            text
        }
    })
}

fn urls(text: &str) -> Vec<String> {
    let config = config::parse(text, Path::new("config.toml"));
    let config = config.unwrap_or_else(|error| panic!("{error}\n{text}"));
    config.feeds.into_iter().map(|feed| feed.url).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn a_feed_that_is_added_and_removed_leaves_no_trace(
        text in texts(),
        folder in prop::option::of("News|Bytes|Local"),
    ) {
        let new = NewFeed { url: "https://new.example/feed", folder: folder.as_deref(), ..NewFeed::default() };
        let added = edit::add_feed(&text, &new).unwrap();
        let mut feeds = urls(&added);
        prop_assert!(feeds.contains(&new.url.to_owned()));
        feeds.retain(|url| url != new.url);
        prop_assert_eq!(feeds, urls(&text));
        prop_assert_eq!(edit::remove_feed(&added, new.url).unwrap(), text);
    }

    #[test]
    fn removing_a_feed_only_takes_lines_away_and_none_of_another_feed(text in texts(), last in any::<bool>()) {
        let mut feeds = urls(&text);
        if feeds.is_empty() {
            return Ok(());
        }
        let gone = feeds.remove(if last { feeds.len() - 1 } else { 0 });
        let rest = edit::remove_feed(&text, &gone).unwrap();
        prop_assert_eq!(urls(&rest), feeds);
        let mut lines = text.lines();
        for line in rest.lines() {
            prop_assert!(lines.any(|original| original == line), "{line:?} is no line of the original");
        }
        prop_assert_eq!(rest.matches("# alone").count(), text.matches("# alone").count());
    }

    #[test]
    fn a_folder_that_is_set_and_taken_away_again_leaves_no_trace(text in texts(), last in any::<bool>()) {
        let feeds = config::parse(&text, Path::new("config.toml")).unwrap().feeds;
        let mut loose = feeds.iter().filter(|feed| feed.folder.is_none());
        let Some(feed) = (if last { loose.next_back() } else { loose.next() }) else {
            return Ok(());
        };
        let moved = edit::move_feed(&text, &feed.url, Some("Local")).unwrap();
        let folders = config::parse(&moved, Path::new("config.toml")).unwrap().feeds;
        let moved_feed = folders.iter().find(|f| f.url == feed.url).unwrap();
        prop_assert_eq!(moved_feed.folder.as_deref(), Some("Local"));
        if text.ends_with('\n') {
            prop_assert_eq!(edit::move_feed(&moved, &feed.url, None).unwrap(), text);
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic_or_its_error_unsafe_to_print(text in any_text()) {
        if let Err(error) = config::parse(&text, Path::new("config.toml")) {
            let shown = format!("{error}{}", error.hint().unwrap_or_default());
            prop_assert!(!shown.chars().any(|c| c != '\n' && c.is_control()), "{shown:?}");
            prop_assert!(shown.len() < 4000);
        }
    }
}

/// Noise, TOML's own signs, and the example with something else in the middle of it.
fn any_text() -> impl Strategy<Value = String> {
    let noise = prop_oneof![
        any::<String>(),
        "[\\[\\]{}=\"'#.,\\\\a-z0-9 \n\r\t\u{1b}\u{202e}é界-]{0,60}"
    ];
    let broken = (noise.clone(), any::<prop::sample::Index>(), 0usize..40).prop_map(
        |(noise, at, length)| {
            let starts: Vec<usize> = config::EXAMPLE.char_indices().map(|(at, _)| at).collect();
            let from = at.index(starts.len());
            let to = (from + length).min(starts.len() - 1);
            format!(
                "{}{noise}{}",
                &config::EXAMPLE[..starts[from]],
                &config::EXAMPLE[starts[to]..]
            )
        },
    );
    prop_oneof![noise, broken]
}

/// The program, with nothing of this machine's but a directory of the test's own.
fn pullquote(home: &Path) -> Command {
    let mut command = Command::cargo_bin("pullquote").expect("the program");
    command
        .env_clear()
        .env("PULLQUOTE_CONFIG", home.join("config.toml"))
        .env("PULLQUOTE_DATA_DIR", home.join("data"));
    // Nothing listens there: no test asks a server.
    for proxy in ["http_proxy", "https_proxy"] {
        command.env(proxy, "http://127.0.0.1:9");
    }
    command
}

fn out(command: &mut Command) -> (i32, String, String) {
    let output = command.output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (
        output.status.code().expect("it ends by itself"),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn an_error_is_short_however_long_what_it_quotes() {
    let text = format!("{} = 1\n", "x".repeat(1 << 20));
    let error = config::parse(&text, Path::new("config.toml")).unwrap_err();
    assert!(error.to_string().len() < 2000);
}

#[test]
fn config_path_and_check_say_where_and_whether() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("config.toml");
    let (code, path, _) = out(pullquote(home.path()).args(["config", "path"]));
    assert_eq!((code, path.trim_end()), (0, file.to_str().unwrap()));

    let (code, _, error) = out(pullquote(home.path()).args(["config", "check"]));
    assert_eq!(code, 2);
    assert!(error.contains("there is no configuration at"), "{error}");
    assert!(!file.exists(), "a check writes nothing");

    std::fs::write(
        &file,
        "[[feed]]\nurl = 'https://ledger.example/'\nfolder = 'News'\n",
    )
    .unwrap();
    let (code, checked, _) = out(pullquote(home.path()).args(["config", "check"]));
    assert_eq!(code, 0);
    assert!(
        checked.contains(": ok\n") && checked.contains("1 feed, 1 folder\n"),
        "{checked}"
    );

    std::fs::write(
        &file,
        "[[feed]]\nurl = 'https://ledger.example/'\n\nfoldr = \"News\"\n",
    )
    .unwrap();
    let (code, checked, error) = out(pullquote(home.path()).args(["config", "check"]));
    assert_eq!((code, checked.as_str()), (2, ""));
    let expected = format!(
        "pullquote: {}: line 4, column 1\n  |\n4 | foldr = \"News\"\n  | ^^^^^\n\
         unknown key `foldr` in [[feed]]; did you mean `folder`?\n",
        file.display()
    );
    assert_eq!(error, expected);
}

#[test]
fn feeds_are_added_listed_and_removed_with_the_file_otherwise_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("config.toml");
    let add =
        |arguments: &[&str]| out(pullquote(home.path()).args(["feed", "add"]).args(arguments));

    let (code, _, error) = add(&["ftp://ledger.example/rss"]);
    assert_eq!(code, 2);
    assert!(error.contains("neither http nor https"), "{error}");
    assert!(!file.exists(), "nothing is written for it");

    let (code, said, _) = add(&[
        "https://ledger.example/rss",
        "--name",
        "Ledger",
        "--folder",
        "News",
    ]);
    assert_eq!(code, 0);
    assert!(
        said.contains("wrote ") && said.contains("added Ledger to the folder News"),
        "{said}"
    );
    let before = std::fs::read_to_string(&file).unwrap();

    let (code, _, error) = add(&["https://LEDGER.example/rss"]);
    assert_eq!(code, 2);
    assert!(
        error.contains("this feed is there already: Ledger"),
        "{error}"
    );

    assert_eq!(
        add(&["courier.example/atom", "--tag", "b", "--tag", "a"]).0,
        0
    );
    let (_, listed, _) = out(pullquote(home.path()).args(["feed", "list", "--json"]));
    let mut rows = listed
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let courier = rows.next_back().unwrap();
    assert_eq!(courier["url"], "https://courier.example/atom");
    assert_eq!(courier["tags"], serde_json::json!(["b", "a"]));
    let (_, listed, _) = out(pullquote(home.path()).args(["feed", "list"]));
    let ledger = listed.lines().find(|line| line.contains("Ledger")).unwrap();
    assert!(ledger.ends_with("https://ledger.example/rss"), "{listed}");

    let remove = |feed: &str| out(pullquote(home.path()).args(["feed", "remove", feed])).0;
    assert_eq!(remove("https://courier.example/atom"), 0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
    assert_eq!(remove("ledger"), 0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), config::EXAMPLE);
    assert_eq!(remove("ledger"), 2);
}

#[cfg(unix)]
#[test]
fn an_edit_keeps_permissions_and_symbolic_links_and_spares_what_may_not_be_written() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let home = tempfile::tempdir().unwrap();
    let (link, file) = (
        home.path().join("config.toml"),
        home.path().join("dotfiles.toml"),
    );
    fs::write(&file, "# mine\n").unwrap();
    // Neither that of a new file nor what is usual.
    fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
    symlink(&file, &link).unwrap();
    let new = |url: &'static str| NewFeed {
        url,
        ..NewFeed::default()
    };
    edit::apply(&link, |text| {
        edit::add_feed(text, &new("https://a.example/"))
    })
    .unwrap();
    assert!(link.is_symlink());
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .starts_with("# mine\n\n[[feed]]\n")
    );
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o640
    );

    fs::set_permissions(&file, Permissions::from_mode(0o400)).unwrap();
    let refused = edit::apply(&link, |text| {
        edit::add_feed(text, &new("https://b.example/"))
    });
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .starts_with("cannot write ")
    );
    assert_eq!(
        fs::read_dir(home.path()).unwrap().count(),
        2,
        "no draft is left behind"
    );
}

#[test]
fn an_edit_that_another_program_wrote_under_is_done_on_what_it_wrote() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("config.toml");
    std::fs::write(&file, "# first\n").unwrap();
    let new = NewFeed {
        url: "https://a.example/",
        ..NewFeed::default()
    };
    edit::apply(&file, |text| {
        if text == "# first\n" {
            std::fs::write(&file, "# second\n").unwrap();
        }
        edit::add_feed(text, &new)
    })
    .unwrap();
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .starts_with("# second\n\n[[feed]]\n")
    );
}
