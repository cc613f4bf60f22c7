//! `pullquote poll`, the program itself: what it prints, how it ends, what it stores.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use pullquote::cache::RefreshLock;
use serde_json::Value;

use crate::rss;
use crate::server::{Answer, Server};

fn run(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("pullquote").unwrap();
    command.arg("--config").arg(home.join("config.toml"));
    command.arg("--data-dir").arg(home.join("data"));
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        command.env_remove(variable);
    }
    command.arg("poll").args(arguments).output().unwrap()
}

/// A configuration with these feeds, in a directory of its own.
fn home(urls: &[String]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let feeds: String = urls
        .iter()
        .map(|url| format!("[[feed]]\nurl = \"{url}\"\n"))
        .collect();
    std::fs::write(home.path().join("config.toml"), feeds).unwrap();
    home
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn newspaper() -> Server {
    Server::start(|seen| match seen.path.as_str() {
        "/good" => Answer::new(200, rss(&["a", "b"])),
        "/missing" => Answer::new(404, ""),
        other => panic!("{other}"),
    })
}

#[test]
fn all_well_is_0_and_what_came_is_stored_once() {
    let server = newspaper();
    let home = home(&["builtin:welcome".to_owned(), server.url("/good")]);
    let first = run(home.path(), &["--json"]);
    assert_eq!(first.status.code(), Some(0), "{first:?}");
    let good = lines(&first)
        .into_iter()
        .find(|line| line["url"] == server.url("/good"))
        .unwrap();
    assert_eq!(
        (&good["status"], &good["new"]),
        (&"fresh".into(), &2.into()),
        "{good}"
    );
    assert!(
        good["bytes"].as_u64().unwrap() > 100 && good["next_due"].as_str().unwrap().ends_with('Z')
    );

    let early = run(home.path(), &["--json"]);
    assert_eq!(early.status.code(), Some(0));
    assert!(
        lines(&early).iter().all(|line| line["status"] == "waiting"),
        "{early:?}"
    );
    assert_eq!(server.seen().len(), 1, "it was not due");

    let forced = run(home.path(), &["--json", "--force"]);
    assert!(
        lines(&forced)
            .iter()
            .all(|line| line["status"] == "not_modified" && line["new"] == 0)
    );
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn a_failure_is_1_and_is_named_with_its_reason() {
    let server = newspaper();
    let home = home(&[server.url("/good"), server.url("/missing")]);
    let output = run(home.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    let printed: Vec<_> = text.lines().collect();
    assert_eq!(printed.len(), 2, "{text}");
    assert!(printed[0].contains("404 (not found)"), "{text}");
    assert_eq!(printed[1], "2 feeds polled: 2 new articles, 1 feed failed.");
}

#[test]
fn a_configuration_that_is_missing_or_wrong_is_2() {
    let home = home(&[]);
    std::fs::write(home.path().join("config.toml"), "feeds = 1").unwrap();
    assert_eq!(run(home.path(), &[]).status.code(), Some(2));
    std::fs::remove_file(home.path().join("config.toml")).unwrap();
    assert_eq!(run(home.path(), &[]).status.code(), Some(2));
}

#[test]
fn only_one_polls_at_a_time() {
    let server = newspaper();
    let home = home(&[server.url("/good")]);
    std::fs::create_dir_all(home.path().join("data")).unwrap();
    let lock = RefreshLock::try_take(&home.path().join("data")).unwrap();
    let output = run(home.path(), &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("another pullquote is polling")
    );
    assert!(server.seen().is_empty());
    drop(lock);
    assert_eq!(run(home.path(), &[]).status.code(), Some(0));
    assert_eq!(server.seen().len(), 1);
}
