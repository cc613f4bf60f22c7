//! Completions, manual pages and docs/cli.md: every command stands in them, with its options and the fields of its JSON.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use command::{Home, entry};

/// The commands that `--help` names.
fn commands(home: &Home, of: &[&str]) -> Vec<String> {
    let help = home.run(&[of, &["--help"]].concat());
    let rows = help
        .out
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1);
    let rows = rows.take_while(|line| !line.is_empty());
    // A line that goes on with what the one above says is indented further.
    let rows = rows.filter_map(|line| {
        line.strip_prefix("  ")
            .filter(|line| !line.starts_with(' '))
    });
    let names = rows.map(|line| line.split_whitespace().next().unwrap().to_owned());
    names.filter(|name| name != "help").collect()
}

#[test]
fn the_completions_of_each_shell_name_every_command() {
    let home = Home::empty();
    let commands = commands(&home, &[]);
    assert!(commands.len() >= 10, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&["completions", shell]);
        assert_eq!(script.code, 0, "{}", script.err);
        for command in &commands {
            assert!(script.out.contains(command.as_str()), "{shell}: {command}");
        }
    }
    assert_eq!(home.run(&["completions", "nosuchshell"]).code, 2);
}

#[test]
fn each_command_has_a_manual_page() {
    let home = Home::empty();
    let main = home.run(&["man"]).out;
    assert!(main.contains(".TH pullquote 1"), "{main}");
    let add = home.run(&["man", "feed", "add"]).out;
    assert!(add.contains("unchecked"), "{add}");
    assert_eq!(home.run(&["man", "feed", "fly"]).code, 2);

    assert_eq!(home.run(&["man", "--dir", &home.path("man1")]).code, 0);
    assert_eq!(home.read("man1/pullquote.1"), main);
    assert_eq!(home.read("man1/pullquote-feed-add.1"), add);
    for command in commands(&home, &[]) {
        assert!(
            home.exists(&format!("man1/pullquote-{command}.1")),
            "{command}"
        );
    }
}

const PAGE: &str = include_str!("../docs/cli.md");

/// What docs/cli.md says of a command.
fn section(command: &str) -> &'static str {
    let starts = |heading: &str| {
        let rest = heading.strip_prefix(&format!("`pullquote {command}"));
        rest.is_some_and(|rest| rest.starts_with(['`', ' ']))
    };
    let mut sections = PAGE.split("\n### ").skip(1);
    sections
        .find(|section| starts(section))
        .unwrap_or_else(|| panic!("`pullquote {command}` does not stand in docs/cli.md"))
}

#[test]
fn the_page_names_every_command_with_its_options_and_no_other() {
    let home = Home::empty();
    let mut named = 0;
    for command in commands(&home, &[]) {
        let below = commands(&home, &[&command]);
        let names = if below.is_empty() {
            vec![command]
        } else {
            below
                .iter()
                .map(|name| format!("{command} {name}"))
                .collect()
        };
        for name in names {
            let section = section(&name);
            let words: Vec<&str> = name.split(' ').collect();
            let help = home.run(&[&words[..], &["--help"]].concat()).out;
            let options = help
                .lines()
                .filter_map(|line| line.trim().strip_prefix("--"));
            for option in options.map(|line| line.split_whitespace().next().unwrap()) {
                let is_everywhere = ["config", "data-dir"].contains(&option);
                assert!(
                    is_everywhere || section.contains(&format!("`--{option}")),
                    "{name}: --{option}"
                );
            }
            named += 1;
        }
    }
    assert!(named >= 20, "{named}");
    assert_eq!(named, PAGE.matches("\n### ").count());
}

#[test]
fn the_page_names_every_field_of_the_json() {
    let home = Home::new(
        "[[feed]]\nurl = \"https://ledger.example/feed\"\nfolder = \"F\"\n[[folder]]\nname = \"F\"\n",
    );
    home.store(
        "ledger",
        &[entry("Ferry", "<p>The ferry is late.</p>", 100)],
        1000,
    );
    home.store(
        "ledger",
        &[entry("Ferry", "<p>The ferry is here.</p>", 100)],
        2000,
    );
    home.write(
        "list.opml",
        b"<opml><outline xmlUrl='https://courier.example/'/></opml>",
    );
    let list = home.path("list.opml");
    home.write("b.html", b"<DL><A HREF='https://a.example/'>A</A></DL>");
    let bookmarks = home.path("b.html");
    let headline = PAGE
        .split("**A headline**")
        .nth(1)
        .unwrap()
        .split("\n## ")
        .next()
        .unwrap();
    let runs: &[(&str, &[&str])] = &[
        ("list", &["list"]),
        ("search", &["search", "ferry"]),
        ("show", &["show", "1"]),
        ("diff", &["diff", "1"]),
        ("mark", &["mark", "read", "1"]),
        ("bookmark", &["bookmark", "1"]),
        ("bookmark", &["bookmark", "--list"]),
        ("tag", &["tag", "1", "--add", "sea"]),
        ("tag", &["tag"]),
        ("note", &["note", "1", "why"]),
        ("import", &["import", &bookmarks]),
        ("feed list", &["feed", "list"]),
        ("feed check", &["feed", "check", &list]),
        ("opml import", &["opml", "import", &list]),
        ("config show", &["config", "show"]),
        ("doctor", &["doctor", "--offline"]),
        ("stats", &["stats"]),
        ("vacuum", &["vacuum"]),
    ];
    for (name, arguments) in runs {
        let printed = home.run(&[arguments, &["--json"][..]].concat());
        assert_eq!(printed.code, 0, "{name}: {}", printed.err);
        let first = serde_json::Deserializer::from_str(&printed.out)
            .into_iter::<serde_json::Value>()
            .next();
        let object = first.unwrap().unwrap();
        let section = section(name);
        for key in object.as_object().unwrap().keys() {
            let key = format!("`{key}`");
            let by_headline = section.contains("a headline") && headline.contains(&key);
            assert!(section.contains(&key) || by_headline, "{name}: {key}");
        }
    }
}
