//! Completions and manual pages: every command stands in them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use command::Home;

/// The commands that `--help` names.
fn commands(home: &Home, of: &[&str]) -> Vec<String> {
    let help = home.run(&[of, &["--help"]].concat());
    let rows = help
        .out
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1);
    let names = rows
        .take_while(|line| !line.is_empty())
        .map(|line| line.split_whitespace().next().unwrap().to_owned());
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
