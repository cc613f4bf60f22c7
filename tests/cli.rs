//! The program without a screen, as a script uses it: a local server, a configuration, and what is printed.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::CommandCargoExt as _;
use serde_json::Value;
use tempfile::TempDir;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// What a command printed, and how it ended.
struct Outcome {
    code: i32,
    out: String,
    err: String,
}

impl Outcome {
    /// The lines of the output as JSON.
    fn json(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).expect("a JSON object a line"))
            .collect()
    }
}

fn pullquote(home: &Path, arguments: &[&str]) -> Outcome {
    let mut command = Command::cargo_bin("pullquote").unwrap();
    let output = command
        .args(arguments)
        .env_clear()
        .env("TZ", "UTC")
        .env("PULLQUOTE_CONFIG", home.join("config.toml"))
        .env("PULLQUOTE_DATA_DIR", home.join("data"))
        .output()
        .unwrap();
    Outcome {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

async fn serve(routes: &[(&str, &str, &[u8])]) -> MockServer {
    let server = MockServer::start().await;
    for (place, kind, body) in routes {
        Mock::given(method("GET"))
            .and(path(*place))
            .respond_with(ResponseTemplate::new(200).set_body_raw(body.to_vec(), kind))
            .mount(&server)
            .await;
    }
    server
}

const LEDGER: &[u8] = include_bytes!("fixtures/feeds/ledger.xml");
const COURIER: &[u8] = include_bytes!("fixtures/feeds/courier.xml");

/// Two feeds that can be read and one that is missing.
async fn polled() -> (TempDir, MockServer) {
    let server = serve(&[
        ("/ledger", "application/rss+xml", LEDGER),
        ("/courier", "application/atom+xml", COURIER),
    ])
    .await;
    let home = tempfile::tempdir().unwrap();
    let feeds = ["ledger", "courier", "missing"]
        .map(|name| format!("[[feed]]\nurl = \"{}/{name}\"\n", server.uri()));
    std::fs::write(home.path().join("config.toml"), feeds.concat()).unwrap();
    (home, server)
}

#[tokio::test(flavor = "multi_thread")]
async fn poll_tells_each_failure_and_what_is_new() {
    let (home, server) = polled().await;
    let first = pullquote(home.path(), &["poll"]);
    assert_eq!(first.code, 1, "a feed failed: {}", first.err);
    assert!(
        first.err.contains("404") || first.out.contains("404"),
        "{} {}",
        first.out,
        first.err
    );
    assert!(first.out.contains("5 new articles"), "{}", first.out);

    let again = pullquote(home.path(), &["poll", "--json"]);
    let waiting = again.json();
    assert!(
        waiting.iter().all(|row| row["status"] == "waiting"),
        "nothing is due so soon: {}",
        again.out
    );

    let forced = pullquote(home.path(), &["poll", "--json", "--force"]);
    let rows = forced.json();
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row["new"] == 0), "{}", forced.out);
    let failed: Vec<_> = rows
        .iter()
        .filter(|row| row["status"] == "failed")
        .collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0]["url"], format!("{}/missing", server.uri()));
}

#[tokio::test(flavor = "multi_thread")]
async fn list_and_show_read_what_was_polled() {
    let (home, _server) = polled().await;
    pullquote(home.path(), &["poll"]);
    let listed = pullquote(home.path(), &["list", "--json"]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    let rows = listed.json();
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[0]["title"], "Harbour council keeps its last ferry");
    assert_eq!(rows[0]["read"], false);
    let id = rows[0]["id"].to_string();

    let shown = pullquote(home.path(), &["show", &id, "--width", "40"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(shown.out.contains("Ida Quill"));
    let text = shown
        .out
        .lines()
        .filter(|line| !line.starts_with("https://ledger.invalid/2026"));
    let widest = text.map(unicode_width::UnicodeWidthStr::width).max();
    assert!(widest <= Some(40), "{widest:?}");

    let json = pullquote(home.path(), &["show", &id, "--json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    let quotes = json["quotes"].as_array().unwrap();
    assert!(
        quotes
            .iter()
            .any(|quote| quote.to_string().contains("Leontine Abara")),
        "{json}"
    );

    let missing = pullquote(home.path(), &["show", "999999"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("999999"));
}

#[tokio::test(flavor = "multi_thread")]
async fn list_understands_queries_and_points_at_what_is_wrong_in_one() {
    let (home, _server) = polled().await;
    pullquote(home.path(), &["poll"]);
    let listed = |arguments: &[&str]| {
        let arguments: Vec<&str> = ["list"].iter().chain(arguments).copied().collect();
        let outcome = pullquote(home.path(), &arguments);
        assert_eq!(outcome.code, 0, "{arguments:?}: {}", outcome.err);
        outcome.out.lines().count()
    };
    assert_eq!(listed(&["is:unread"]), 5);
    assert_eq!(listed(&["is:unread -feed:ledger"]), 2);
    assert_eq!(
        listed(&["feed:ledger or feed:courier", "--sort", "feed"]),
        5
    );
    assert_eq!(listed(&["--limit", "9", "--", "-feed:ledger"]), 2);
    assert_eq!(listed(&["is:read"]), 0);
    assert_eq!(listed(&["--sort", "river:1", "--limit", "4"]), 4);

    let wrong = pullquote(home.path(), &["list", "title:a", "is:unred"]);
    assert_eq!(wrong.code, 2);
    let shown =
        "\n  title:a is:unred\n             ^^^^^\n  `unred` is none for `is:`; expected unread, ";
    assert!(wrong.err.contains(shown), "{}", wrong.err);
    let wrong = pullquote(home.path(), &["list", "--sort", "up"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("longest-unread"), "{}", wrong.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn views_are_listed_with_their_counts() {
    let (home, _server) = polled().await;
    let none = pullquote(home.path(), &["poll"]);
    assert!(none.out.contains("5 new articles"));
    let none = pullquote(home.path(), &["views"]);
    assert!(none.out.contains("there is no view"), "{}", none.out);
    let file = home.path().join("config.toml");
    let mut config = std::fs::read_to_string(&file).unwrap();
    config += "[[view]]\nname = \"Courier\"\nquery = \"feed:courier (is:unread)\"\nsort = \"oldest\"\n\
               [[view]]\nname = \"Read\"\nquery = \"is:read\"\n";
    std::fs::write(&file, config).unwrap();
    let rows = pullquote(home.path(), &["views", "--json"]).json();
    let expected = serde_json::json!([
        {"name": "Courier", "query": "feed:courier is:unread", "sort": "oldest", "unread": 2, "total": 2},
        {"name": "Read", "query": "is:read", "sort": "newest", "unread": 0, "total": 0},
    ]);
    assert_eq!(Value::from(rows), expected);
    let text = pullquote(home.path(), &["views"]).out;
    assert!(
        text.starts_with("      2 of 2        Courier  feed:courier"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_tried_out_applied_and_told_of() {
    let (home, _server) = polled().await;
    let file = home.path().join("config.toml");
    let mut config = std::fs::read_to_string(&file).unwrap();
    config += "[[rule]]\nname = \"Tell\"\nquery = \"title:library\"\ndo = [\"notify\", \"tag books\"]\n\
               [[rule]]\nname = \"Skim\"\nquery = \"feed:courier\"\ndo = [\"read\"]\n";
    std::fs::write(&file, config).unwrap();
    let polled = pullquote(home.path(), &["poll"]);
    let told = "Tell: Library fines abolished: “a tax on slow readers”\n";
    assert!(polled.out.contains(told), "{}", polled.out);
    assert!(
        polled.out.contains("2 read, 1 tagged by rules"),
        "{}",
        polled.out
    );

    let rows = pullquote(home.path(), &["rule", "list", "--json"]).json();
    assert_eq!(rows[0]["asks_text"], true);
    assert_eq!(rows[1]["do"], serde_json::json!(["read"]));
    let courier = pullquote(home.path(), &["list", "--json", "feed:courier"]).json();
    let id = courier[0]["id"].to_string();
    pullquote(home.path(), &["mark", "unread", &id]);
    let tried = pullquote(home.path(), &["rule", "test", "skim", "--json"]).json();
    assert_eq!(tried.len(), 1);
    assert_eq!(
        (tried[0]["id"].to_string(), &tried[0]["rule"]),
        (id.clone(), &"Skim".into())
    );
    let tried = pullquote(home.path(), &["rule", "test"]).out;
    assert!(
        tried.contains("    2 articles, 1 to be changed\n"),
        "{tried}"
    );
    let selected = pullquote(
        home.path(),
        &["rule", "test", "feed:ledger", "--limit", "1"],
    )
    .out;
    assert!(selected.contains("2 more than shown"), "{selected}");
    let unread = pullquote(home.path(), &["list", "--json", "feed:courier is:unread"]);
    assert_eq!(unread.json().len(), 1, "nothing was changed");
    let done = pullquote(home.path(), &["rule", "apply"]).out;
    assert_eq!(done, "Tell: nothing to be done\nSkim: 1 read\n");
    let wrong = pullquote(home.path(), &["rule", "test", "is:unred"]);
    assert!(wrong.err.contains("^^^^^"), "{}", wrong.err);
    let missing = pullquote(home.path(), &["rule", "apply", "sport"]);
    assert!(missing.err.contains("rule list"), "{}", missing.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_added_as_the_feed_that_it_names() {
    let page = br#"<!doctype html><title>Ledger</title><link rel="alternate" type="application/rss+xml" href="/ledger">"#;
    let server = serve(&[
        ("/", "text/html", page),
        ("/ledger", "application/rss+xml", LEDGER),
    ])
    .await;
    let home = tempfile::tempdir().unwrap();
    let added = pullquote(home.path(), &["feed", "add", &server.uri(), "--json"]);
    assert_eq!(added.code, 0, "{}", added.err);
    assert_eq!(
        added.json().pop().unwrap()["added"],
        format!("{}/ledger", server.uri())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_names_several_feeds_lists_them_and_adds_none() {
    let page = br#"<!doctype html><title>Both</title>
        <link rel="alternate" type="application/rss+xml" title="Ledger" href="/ledger">
        <link rel="alternate" type="application/atom+xml" title="Courier" href="/courier">"#;
    let server = serve(&[("/", "text/html", page)]).await;
    let home = tempfile::tempdir().unwrap();
    let several = pullquote(home.path(), &["feed", "add", &server.uri(), "--json"]);
    assert_eq!(several.code, 1);
    let titles: Vec<_> = several
        .json()
        .iter()
        .map(|feed| feed["title"].clone())
        .collect();
    assert_eq!(titles, ["Ledger", "Courier"]);
    assert!(
        !home.path().join("config.toml").exists(),
        "nothing is written"
    );

    let asked = pullquote(home.path(), &["feed", "add", &server.uri()]);
    assert_eq!(asked.code, 1, "without a terminal nobody can be asked");
    assert!(asked.err.contains("Courier"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_at_a_usual_place_is_found_and_a_site_without_one_is_refused() {
    let page = b"<!doctype html><title>No names here</title><p>Welcome.";
    let server = serve(&[
        ("/", "text/html", page),
        ("/rss.xml", "application/rss+xml", LEDGER),
    ])
    .await;
    let home = tempfile::tempdir().unwrap();
    let added = pullquote(home.path(), &["feed", "add", &server.uri()]);
    assert!(
        added
            .out
            .contains(&format!("added {}/rss.xml", server.uri())),
        "{} {}",
        added.out,
        added.err
    );

    let bare = serve(&[("/", "text/html", page)]).await;
    let refused = pullquote(home.path(), &["feed", "add", &bare.uri()]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("web page, not a feed"),
        "{}",
        refused.err
    );
    let taken = pullquote(home.path(), &["feed", "add", &bare.uri(), "--unchecked"]);
    assert_eq!(taken.code, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn feed_check_reads_an_address_as_it_reads_a_file() {
    let server = serve(&[("/courier", "application/atom+xml", COURIER)]).await;
    let home = tempfile::tempdir().unwrap();
    let checked = pullquote(
        home.path(),
        &[
            "feed",
            "check",
            &format!("{}/courier", server.uri()),
            "--json",
        ],
    );
    assert_eq!(checked.code, 0, "{}", checked.err);
    let report = checked.json().remove(0);
    assert_eq!(report["feed"]["title"], "Northmoor Courier");
    assert_eq!(report["entries"].as_array().unwrap().len(), 2);
}

#[test]
fn without_a_terminal_the_reader_names_the_commands_that_need_none() {
    let home = tempfile::tempdir().unwrap();
    let outcome = pullquote(home.path(), &[]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.err.contains("needs a terminal") && outcome.err.contains("pullquote poll"),
        "{}",
        outcome.err
    );
    assert!(
        !home.path().join("config.toml").exists(),
        "nothing is written"
    );
}
