//! `pullquote list` and `pullquote show` over a cache, as a reader and a script use them.

use assert_cmd::Command;
use serde_json::Value;

use super::*;

fn run(dir: &tempfile::TempDir, arguments: &[&str]) -> (String, String, i32) {
    let output = Command::cargo_bin("pullquote")
        .unwrap()
        .env("PULLQUOTE_DATA_DIR", dir.path())
        .env("PULLQUOTE_CONFIG", dir.path().join("config.toml"))
        .env("TZ", "UTC")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        text(output.stdout),
        text(output.stderr),
        output.status.code().unwrap(),
    )
}

fn news() -> tempfile::TempDir {
    let (dir, mut store) = sample();
    let spoken = "<p>“The gauge is at its mark,” said Ada Quill, the harbour master.</p>";
    let entries = vec![
        entry("1", "River gauge rises", spoken, NOW - 60),
        entry(
            "2",
            "Rates held again",
            "<p>The bank held its rate.</p>",
            NOW - 120,
        ),
    ];
    poll(&mut store, "ledger", entries);
    poll(
        &mut store,
        "herald",
        vec![entry("1", "A bridge reopens", "", NOW - 90)],
    );
    let rates = list(&store, Scope::All)[2].id;
    store.set_read(&[rates], true, NOW).unwrap();
    store.set_bookmark(rates, true, NOW).unwrap();
    dir
}

#[test]
fn list_prints_a_line_an_article() {
    let dir = news();
    let (out, _, code) = run(&dir, &["list"]);
    assert_eq!(code, 0);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(
        lines[0].contains("2023-11-14 22:12")
            && lines[0].ends_with("ledger.example  River gauge rises")
    );
    assert!(lines[0].contains('●') && !lines[0].contains('★'));
    assert!(lines[2].contains('★') && !lines[2].contains('●'));
}

#[test]
fn list_filters_by_scope_state_and_number() {
    let dir = news();
    let titles = |arguments: &[&str]| {
        let (out, err, _) = run(&dir, &[&["list", "--json"], arguments].concat());
        let title = |line: &str| serde_json::from_str::<Value>(line).unwrap()["title"].clone();
        assert_eq!(err, "");
        out.lines().map(title).collect::<Vec<_>>()
    };
    assert_eq!(
        titles(&["--unread"]),
        ["River gauge rises", "A bridge reopens"]
    );
    assert_eq!(titles(&["--bookmarks"]), ["Rates held again"]);
    assert_eq!(
        titles(&["--folder", "World"]),
        ["River gauge rises", "Rates held again"]
    );
    assert_eq!(titles(&["--feed", "Herald.Example"]), ["A bridge reopens"]);
    assert_eq!(
        titles(&["--feed", "https://herald.example/feed"]),
        ["A bridge reopens"]
    );
    assert_eq!(titles(&["--limit", "1"]), ["River gauge rises"]);
    let (_, err, code) = run(&dir, &["list", "--folder", "Wrold"]);
    assert_eq!(code, 2);
    assert!(err.contains("no folder `Wrold`"));
}

#[test]
fn show_prints_an_article_and_its_quotations() {
    let dir = news();
    let (out, _, _) = run(&dir, &["list", "--json", "--limit", "1"]);
    let id = serde_json::from_str::<Value>(&out).unwrap()["id"].to_string();
    let (out, _, code) = run(&dir, &["show", &id, "--width", "40"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("River gauge rises\nledger.example · 2023-11-14 22:12\n"));
    let text = out.split("\n\n").nth(1).unwrap();
    assert!(
        text.lines().all(|line| line.chars().count() <= 40),
        "{text}"
    );

    let (out, _, _) = run(&dir, &["show", &id, "--json"]);
    let object: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(object["source"], "ledger.example");
    let quote = &object["quotes"][0];
    assert_eq!(quote["words"], "The gauge is at its mark,");
    assert_eq!(quote["speaker"]["person"]["name"], "Ada Quill");
}

#[test]
fn what_is_missing_is_said_with_a_hint() {
    let dir = tempfile::tempdir().unwrap();
    let (_, err, code) = run(&dir, &["list"]);
    assert_eq!(code, 2);
    assert!(
        err.contains("there is no cache") && err.contains("hint: run `pullquote poll`"),
        "{err}"
    );
    let dir = news();
    let (_, err, code) = run(&dir, &["show", "999"]);
    assert_eq!(code, 2);
    assert!(err.contains("no article 999"), "{err}");
}
