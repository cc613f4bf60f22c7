//! Commands about single articles, as a script uses them: search, marks, bookmarks.

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
