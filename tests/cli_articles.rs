//! Commands about single articles, as a script uses them: search, marks, bookmarks, changes, export, figures.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use command::{Home, entry};
use serde_json::{Value, json};

/// Three articles of two feeds; returns their numbers, the oldest first.
fn home() -> (Home, [String; 3]) {
    let home = Home::new("");
    home.store(
        "ledger",
        &[
            entry(
                "Ferry stays",
                "<p>Much was said.</p><p>The harbour council keeps the last ferry of the winter, said Ida Quill.</p>",
                100,
            ),
            entry("Lamp dark", "<p>No ship was at sea, and no ferry.</p>", 200),
        ],
        1000,
    );
    home.store(
        "courier",
        &[entry(
            "Bridge closed",
            "<p>A <b>harbour</b> bridge is closed.</p>",
            300,
        )],
        1000,
    );
    let mut listed = home.run(&["list", "--json"]).json();
    listed.reverse();
    let ids: Vec<String> = listed.iter().map(|row| row["id"].to_string()).collect();
    (home, ids.try_into().unwrap())
}

#[test]
fn search_finds_what_was_only_polled_and_shows_the_words_in_context() {
    let (home, [ferry, _, bridge]) = home();
    let found = home.run(&["search", "HARBOUR"]);
    assert_eq!(found.code, 0, "{}", found.err);
    assert!(
        found.out.contains("The harbour council keeps"),
        "{}",
        found.out
    );
    assert!(
        !found.out.contains('\u{1b}'),
        "no colour where no terminal is"
    );

    let rows = home.run(&["search", "harbour", "--json"]).json();
    let mut ids: Vec<String> = rows.iter().map(|row| row["id"].to_string()).collect();
    ids.sort();
    assert_eq!(ids, [ferry, bridge]);
    for row in &rows {
        let (context, hits) = (row["context"].as_str().unwrap(), &row["hits"]);
        let place = |n: usize| usize::try_from(hits[0][n].as_u64().unwrap()).unwrap();
        assert_eq!(&context[place(0)..place(1)], "harbour");
    }
    let one = home.run(&["search", "harbour", "--limit", "1", "--json"]);
    assert_eq!(one.json().len(), 1);

    let nothing = home.run(&["search", "zeppelin"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (0, ""));
    let missing = Home::new("").run(&["search", "harbour"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("hint:"), "{}", missing.err);
}

#[test]
fn articles_are_marked_and_the_lists_follow() {
    let (home, [ferry, lamp, _]) = home();
    let marked = home.run(&["mark", "read", &ferry, &lamp, &ferry]);
    assert_eq!(marked.out, "marked 2 articles as read\n", "{}", marked.err);
    assert_eq!(home.run(&["list", "--unread", "--json"]).json().len(), 1);
    let again = home.run(&["mark", "read", &ferry]);
    assert_eq!(again.out, "marked 0 articles as read; 1 was so already\n");
    let back = home.run(&["mark", "unread", &lamp, "--json"]).json();
    assert_eq!(
        back[0],
        json!({ "mark": "unread", "changed": [lamp.parse::<i64>().unwrap()] })
    );

    let missing = home.run(&["mark", "read", &lamp, "999"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("no article 999"));
    assert_eq!(
        home.run(&["list", "--unread", "--json"]).json().len(),
        2,
        "nothing is done by halves"
    );
}

#[test]
fn bookmarks_carry_a_note_and_tags_and_go_when_asked() {
    let (home, [ferry, lamp, _]) = home();
    let set = home.run(&[
        "bookmark", &ferry, "--note", "for\nIda", "--tag", "sea", "--tag", "ships",
    ]);
    assert_eq!(set.code, 0, "{}", set.err);
    home.run(&["bookmark", &ferry, &lamp, "--tag", "sea"]);
    let rows = home.run(&["bookmark", "--list", "--json"]).json();
    assert_eq!(rows.len(), 2);
    let row = &rows[1];
    assert_eq!(row["title"], "Ferry stays");
    assert_eq!(row["link"], "https://news.example/100");
    assert_eq!(
        (&row["note"], &row["tags"]),
        (&json!("for\nIda"), &json!(["sea", "ships"]))
    );
    let listed = home.run(&["bookmark", "--list"]).out;
    assert!(
        listed.contains("Ferry stays  #sea  #ships\n         for\n         Ida\n"),
        "{listed}"
    );

    let cleared = home.run(&["bookmark", &ferry, "--note", "", "--json"]);
    assert_eq!(cleared.json()[0]["note"], Value::Null);
    assert_eq!(cleared.json()[0]["tags"], json!(["sea", "ships"]));
    let gone = home.run(&["bookmark", &ferry, "--remove"]);
    assert!(gone.out.contains("no longer bookmarked"), "{}", gone.out);
    assert_eq!(home.run(&["bookmark", "--list", "--json"]).json().len(), 1);
    assert_eq!(home.run(&["bookmark", &lamp, "--tag", " "]).code, 2);
    assert_eq!(home.run(&["bookmark"]).code, 2);
}

#[test]
fn any_article_is_tagged_and_found_by_its_tags() {
    let (home, [ferry, lamp, bridge]) = home();
    let tagged = home.run(&["tag", &ferry, &lamp, "--add", "#Sea", "--add", "later"]);
    assert_eq!(
        tagged.out,
        format!("{ferry}: later, Sea\n{lamp}: later, Sea\n"),
        "{}",
        tagged.err
    );
    let rows = home
        .run(&["tag", &lamp, "--remove", "sea", "--json"])
        .json();
    assert_eq!(rows[0]["tags"], json!(["later"]));
    let found = home.run(&["list", "--json", "tag:SEA"]).json();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["id"].to_string(), ferry);
    assert_eq!(found[0]["bookmarked"], false);
    home.run(&["mark", "read", &ferry]);
    assert_eq!(
        home.run(&["tag"]).out,
        "     1 / 2       later\n     0 / 1       Sea\n"
    );
    assert_eq!(
        home.run(&["tag", &bridge]).out,
        format!("{bridge}: no tags\n")
    );
    assert_eq!(home.run(&["tag", &bridge, "--add", "#"]).code, 2);
    assert_eq!(home.run(&["tag", "999", "--add", "x"]).code, 2);
    assert_eq!(home.run(&["tag", "--add", "x"]).code, 2);
    assert!(home.run(&["export"]).out.contains("Ferry stays"));
}

#[cfg(unix)]
#[test]
fn a_note_is_written_in_the_readers_editor_or_taken_from_a_pipe() {
    use std::os::unix::fs::PermissionsExt as _;
    let (home, [ferry, ..]) = home();
    let note = || home.run(&["note", &ferry, "--print"]).out;
    assert_eq!(home.run(&["note", &ferry, "ask Ida"]).code, 0);
    assert_eq!(note(), "ask Ida\n");
    assert_eq!(
        home.run_with(&["note", &ferry, "-"], b"line\nline\n").code,
        0
    );
    assert_eq!(note(), "line\nline\n");

    // An editor that adds what its first argument says; its name has a blank, and the argument looks like a shell's.
    home.write("an editor", b"#!/bin/sh\nprintf '%s' \"$1\" >> \"$2\"\n");
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(home.path("an editor"), mode).unwrap();
    let editor = format!("\"{}\" '; $HOME'", home.path("an editor"));
    let edited = home.run_in(
        &[("VISUAL", &editor), ("EDITOR", "false")],
        &["note", &ferry],
    );
    assert_eq!(edited.code, 0, "{}", edited.err);
    assert_eq!(note(), "line\nline; $HOME\n");
    let failed = home.run_in(&[("EDITOR", "false")], &["note", &ferry]);
    assert_eq!(failed.code, 2);
    assert!(failed.err.contains("stays as it was"), "{}", failed.err);
    let missing = home.run_in(&[("EDITOR", "/no/such/editor")], &["note", &ferry]);
    assert!(missing.err.contains("$EDITOR"), "{}", missing.err);
    assert_eq!(note(), "line\nline; $HOME\n");

    let found = home.run(&["list", "has:note", "--json"]).json();
    assert_eq!(found.len(), 1);
    let none = home.run(&["note", &ferry, "--remove", "--json"]).json();
    assert_eq!(none[0]["note"], Value::Null);
    assert!(home.run(&["list", "has:note"]).out.is_empty());
}

#[test]
fn diff_says_what_was_changed_and_only_that() {
    let (home, [ferry, ..]) = home();
    let never = home.run(&["diff", &ferry]);
    assert!(never.out.contains("was not edited"), "{}", never.out);
    let entry = entry(
        "Ferry is kept",
        "<p>Much was said.</p><p>The harbour council drops the first ferry of the winter, said Ida Quill.</p>",
        100,
    );
    home.store("ledger", &[entry], 2000);

    let diff = home.run(&["diff", &ferry, "--width", "50"]);
    assert_eq!(diff.code, 0, "{}", diff.err);
    assert!(
        diff.out.starts_with("Ferry [-stays-]{+is kept+}\n"),
        "{}",
        diff.out
    );
    let words: Vec<&str> = diff.out.split_whitespace().collect();
    let changed = "… The harbour council [-keeps-]{+drops+} the [-last-]{+first+} ferry of the winter, said Ida Quill.";
    assert!(words.join(" ").ends_with(changed), "{}", diff.out);
    assert!(!diff.out.contains("Much was said") && !diff.out.contains('\u{1b}'));
    assert!(diff.out.lines().all(|line| line.chars().count() <= 50));
    assert!(
        home.run(&["diff", &ferry, "--all"])
            .out
            .contains("Much was said")
    );

    let json = &home.run(&["diff", &ferry, "--json"]).json()[0];
    assert_eq!(json["from"], 1);
    assert_eq!(json["revisions"][0]["title"], "Ferry stays");
    let changes = json["changes"].as_array().unwrap();
    let earlier = changes.iter().filter(|change| change["kind"] != "insert");
    let earlier: String = earlier
        .map(|change| change["text"].as_str().unwrap())
        .collect();
    assert!(earlier.contains("keeps the last ferry") && !earlier.contains("drops"));
    assert_eq!(home.run(&["diff", &ferry, "--from", "2"]).code, 2);
    assert_eq!(home.run(&["diff", "999"]).code, 2);
}

#[test]
fn bookmarks_are_exported_in_every_form() {
    let (home, [ferry, lamp, _]) = home();
    home.run(&[
        "bookmark",
        &ferry,
        "--note",
        "read \"this\", then <that>",
        "--tag",
        "sea",
    ]);
    home.run(&["bookmark", &lamp]);
    let export = |format: &str| home.run(&["export", "--format", format]).out;

    let markdown = home.run(&["export"]).out;
    assert_eq!(
        markdown,
        "# Bookmarks\n\n- [Lamp dark](<https://news.example/200>) — ledger.example, 1970-01-01\n\
         - [Ferry stays](<https://news.example/100>) — ledger.example, 1970-01-01 `#sea`\n  \
         > read \"this\", then \\<that\\>\n"
    );
    assert_eq!(export("markdown"), markdown);
    let rows: Value = serde_json::from_str(&export("json")).unwrap();
    assert_eq!(rows[1]["tags"], json!(["sea"]));
    assert_eq!(rows[1]["link"], "https://news.example/100");
    assert!(export("csv").ends_with(
        "\r\nFerry stays,https://news.example/100,1970-01-01,ledger.example,sea,\"read \"\"this\"\", then <that>\"\r\n"
    ));
    let html = export("html");
    assert!(html.starts_with("<!DOCTYPE NETSCAPE-Bookmark-file-1>"));
    assert!(
        html.contains("<DT><A HREF=\"https://news.example/100\" ADD_DATE="),
        "{html}"
    );
    assert!(
        html.contains(
            "TAGS=\"sea\">Ferry stays</A>\n    <DD>read &quot;this&quot;, then &lt;that&gt;\n"
        ),
        "{html}"
    );
    assert_eq!(home.run(&["export", "--format", "pdf"]).code, 2);
}

#[test]
fn what_is_exported_is_imported_elsewhere_with_tags_and_notes() {
    let (home, [ferry, lamp, _]) = home();
    home.run(&["tag", &ferry, &lamp, "--add", "sea"]);
    home.run(&["note", &ferry, "ask \"Ida\", <soon>"]);
    let file = home.run(&["export", "--format", "html"]).out;
    let other = Home::new("");
    let tried = other.run_with(&["import", "-", "--dry-run"], file.as_bytes());
    assert_eq!(
        tried.out, "2 would be added, 0 would be marked, 0 here already\n",
        "{}",
        tried.err
    );
    let import = ["import", "-", "--tag", "old", "--json"];
    let first = other.run_with(&import, file.as_bytes()).json();
    assert_eq!(first[0]["added"], 2);
    let second = other.run_with(&import, file.as_bytes()).json();
    assert_eq!(
        (&second[0]["added"], &second[0]["unchanged"]),
        (&json!(0), &json!(2))
    );
    let rows = other.run(&["bookmark", "--list", "--json"]).json();
    let ferry = rows
        .iter()
        .find(|row| row["title"] == "Ferry stays")
        .unwrap();
    assert_eq!(ferry["link"], "https://news.example/100");
    assert_eq!(ferry["note"], "ask \"Ida\", <soon>");
    assert_eq!(ferry["tags"], json!(["old", "sea"]));
    assert_eq!(ferry["source"], "Imported");
    assert!(other.run(&["list", "--unread"]).out.is_empty());

    let none = other.run_with(&["import", "-"], b"<p>no bookmarks here</p>");
    assert_eq!(none.code, 2);
    assert!(none.err.contains("no bookmark file"), "{}", none.err);
    assert_eq!(other.run(&["import", "https://a.example/b.html"]).code, 2);
    assert_eq!(other.run(&["import", "/no/such/file"]).code, 2);
}

#[test]
fn stats_count_feed_by_feed_and_vacuum_says_what_it_gave_back() {
    let (home, [ferry, lamp, _]) = home();
    home.run(&["mark", "read", &ferry]);
    home.run(&["bookmark", &lamp]);
    let rows = home.run(&["stats", "--json"]).json();
    let row = &rows[0];
    assert_eq!(row["url"], "https://ledger.example/feed");
    let figures = [
        "articles",
        "unread",
        "read_share",
        "bookmarks",
        "quotes",
        "latest",
    ]
    .map(|key| row[key].clone());
    assert_eq!(
        figures,
        [
            json!(2),
            json!(1),
            json!(0.5),
            json!(1),
            Value::Null,
            json!(200)
        ]
    );
    let table = home.run(&["stats"]).out;
    assert_eq!(table.lines().count(), 4, "{table}");
    assert!(table.contains("50%"), "{table}");

    let vacuum = home.run(&["vacuum", "--json"]);
    assert_eq!(vacuum.code, 0, "{}", vacuum.err);
    let sizes = &vacuum.json()[0];
    assert!(
        sizes["before"].as_u64() >= sizes["after"].as_u64(),
        "{sizes}"
    );
    assert_eq!(home.run(&["list", "--json"]).json().len(), 3);
    let missing = Home::new("");
    assert_eq!(missing.run(&["vacuum"]).code, 2);
    assert!(!missing.exists("data"), "no cache is made");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let (home, [ferry, ..]) = home();
    let long = "word ".repeat(10_000);
    home.store("ledger", &[entry("Ferry stays", &long, 100)], 2000);
    home.run(&["bookmark", &ferry, "--note", &long]);
    for command in [
        &["show", &ferry][..],
        &["show", &ferry, "--json"],
        &["show", &ferry, "--markdown"],
        &["show", &ferry, "--html"],
        &["doctor", "--offline"],
        &["list"],
        &["views"],
        &["list", "--json"],
        &["stats"],
        &["vacuum", "--json"],
        &["bookmark", &ferry, "--json"],
        &["mark", "read", &ferry],
        &["tag", &ferry, "--add", "x"],
        &["note", &ferry, "x"],
        &["export", "--format", "html"],
        &["export", "--format", "csv"],
        &["export", "--format", "json"],
        &["search", "word", "--json"],
        &["poll"],
        &["poll", "--json"],
        &["feed", "list", "--json"],
        &["config", "path"],
        &["config", "check"],
        &["config", "show", "--json"],
        &["doctor", "--offline", "--json"],
        &["man", "feed", "add"],
        &["--help"],
        &["feed", "list"],
        &["diff", &ferry],
        &["diff", &ferry, "--json"],
        &["bookmark", "--list"],
        &["bookmark", "--list", "--json"],
        &["note", &ferry, "--print"],
        &["tag", &ferry],
        &["tag"],
        &["export"],
        &["stats", "--json"],
        &["search", "word"],
        &["completions", "bash"],
        &["man"],
        &["opml", "export"],
        &["config", "show"],
    ] {
        assert_eq!(home.run_unheard(command), (0, String::new()), "{command:?}");
    }
}

#[test]
fn search_takes_the_language_of_lists() {
    let (home, [_, lamp, bridge]) = home();
    let found = |words: &[&str]| -> Vec<String> {
        let arguments: Vec<&str> = ["search", "--json", "--"]
            .into_iter()
            .chain(words.iter().copied())
            .collect();
        let outcome = home.run(&arguments);
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        outcome
            .json()
            .iter()
            .map(|row| row["id"].to_string())
            .collect()
    };
    assert_eq!(
        found(&["harbour", "-council"]),
        std::slice::from_ref(&bridge)
    );
    assert_eq!(found(&["\"no ferry\""]), [lamp]);
    assert_eq!(found(&["\"ferry no\""]), Vec::<String>::new());
    home.run(&["mark", "read", &bridge]);
    assert_eq!(found(&["bridge is:unread"]), Vec::<String>::new());
    let wrong = home.run(&["search", "is:"]);
    assert!(
        wrong.code == 2 && wrong.err.contains("this query is wrong"),
        "{}",
        wrong.err
    );
}

#[test]
fn no_object_holds_a_key_twice() {
    /// Reads an object as strict readers do.
    struct Strict;
    impl<'de> serde::de::Visitor<'de> for Strict {
        type Value = Self;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self, A::Error> {
            let mut keys = std::collections::HashSet::new();
            while let Some((key, _)) = map.next_entry::<String, Value>()? {
                assert!(keys.insert(key.clone()), "{key} stands there twice");
            }
            Ok(self)
        }
    }
    let (home, [ferry, ..]) = home();
    home.run(&["bookmark", &ferry, "--tag", "sea"]);
    for arguments in [
        &["show", &ferry, "--json"][..],
        &["list", "--json"],
        &["search", "ferry", "--json"],
        &["bookmark", "--list", "--json"],
        &["stats", "--json"],
        &["feed", "list", "--json"],
    ] {
        let outcome = home.run(arguments);
        assert_eq!(outcome.code, 0, "{arguments:?}: {}", outcome.err);
        let values = serde_json::Deserializer::from_str(&outcome.out);
        let mut rest = values.into_iter::<Value>();
        let mut from = 0;
        while let Some(value) = rest.next() {
            value.unwrap();
            let text = &outcome.out[from..rest.byte_offset()];
            let mut object = serde_json::Deserializer::from_str(text);
            serde::Deserializer::deserialize_map(&mut object, Strict).unwrap();
            from = rest.byte_offset();
        }
        assert!(from > 0 || arguments[0] == "feed", "{arguments:?}");
    }
    let exported = home.run(&["export", "--format", "json"]);
    assert_eq!(
        exported.out.matches("\"tags\"").count(),
        1,
        "{}",
        exported.out
    );
}

#[test]
fn a_river_is_one_however_little_of_it_is_printed() {
    let home = Home::new("");
    let entries = |from: i64| -> Vec<_> {
        (0..5)
            .map(|n| entry(&format!("{from} and {n}"), "<p>Words.</p>", from + n))
            .collect()
    };
    home.store("courier", &entries(100), 1000);
    home.store("ledger", &entries(500), 1000);
    let listed = home
        .run(&["list", "--sort", "river:2", "--limit", "4", "--json"])
        .json();
    let feeds: Vec<&Value> = listed.iter().map(|row| &row["feed"]).collect();
    assert_eq!(feeds.len(), 4);
    assert!(feeds[0] == feeds[1] && feeds[1] != feeds[2], "{feeds:?}");
}

#[test]
fn a_feed_is_found_by_what_it_calls_itself() {
    let home = Home::new("[[feed]]\nurl = \"https://ledger.example/feed\"\n");
    home.store(
        "ledger",
        &[entry("Ferry stays", "<p>Words.</p>", 100)],
        1000,
    );
    let shown = home.run(&["feed", "list", "--json"]).json()[0]["title"].clone();
    let title = shown.as_str().unwrap();
    assert!(!title.starts_with("https://"), "{title}");
    let moved = home.run(&["feed", "move", title, "Papers"]);
    assert_eq!(moved.code, 0, "{}", moved.err);
    let exported = home.run(&["opml", "export"]);
    assert!(
        exported.out.contains(&format!("text=\"{title}\"")),
        "{}",
        exported.out
    );
}

#[test]
fn what_a_rule_has_hidden_is_counted_and_a_query_changes_nothing() {
    let home =
        Home::new("[[rule]]\nname = \"No lamps\"\nquery = \"feed:ledger\"\ndo = [\"hide\"]\n");
    home.store("ledger", &[entry("Lamp dark", "<p>Words.</p>", 100)], 1000);
    let before = home.run(&["rule", "test", "no lamps"]).out;
    assert!(before.contains("1 article, 1 to be changed"), "{before}");
    home.run(&["rule", "apply"]);
    let after = home.run(&["rule", "test", "no lamps"]).out;
    assert!(after.contains("1 article, 0 to be changed"), "{after}");
    let query = home.run(&["rule", "test", "feed:led"]);
    assert!(query.out.trim_end().ends_with("1 article"), "{}", query.out);
    assert!(query.err.contains("no rule has this name"), "{}", query.err);
}
