//! `pullquote opml`, as a reader uses it who comes from another program, or goes to one.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use command::Home;

const LIST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>mine</title></head><body>
  <outline text="Papers">
    <outline text="Ledger &amp; Sons" xmlUrl="https://ledger.example/feed"/>
    <outline text="A program" xmlUrl="exec:/usr/bin/true"/>
    <outline text="Ledger again" xmlUrl="https://ledger.example/feed"/>
  </outline>
  <outline text="Courier" xmlUrl="https://courier.example/feed"/>
</body></opml>"#;

#[test]
fn a_list_is_imported_into_the_file_as_it_stands() {
    let home = Home::new("# mine\n[[feed]]\nurl = \"https://courier.example/feed\" # the best\n");
    home.write("list.opml", LIST.as_bytes());
    let import = home.run(&["opml", "import", &home.path("list.opml")]);
    assert_eq!(import.code, 0, "{}", import.err);
    assert_eq!(import.out, "added 1 feed; 2 there already\n");
    assert!(
        import
            .err
            .contains("exec:/usr/bin/true is neither http nor https")
    );
    let text = home.read("config.toml");
    assert!(
        text.starts_with("# mine\n[[feed]]\nurl = \"https://courier.example/feed\" # the best\n"),
        "{text}"
    );
    assert!(
        text.contains("name = \"Ledger & Sons\"\nfolder = \"Papers\"\n"),
        "{text}"
    );
    assert!(!text.contains("exec"), "no program is named by a list");

    let again = home.run(&["opml", "import", &home.path("list.opml"), "--json"]);
    let report = &again.json()[0];
    assert_eq!(report["added"].as_array().unwrap().len(), 0);
    assert_eq!(report["duplicates"], 3);
    assert_eq!(report["refused"][0]["url"], "exec:/usr/bin/true");
    assert_eq!(home.read("config.toml"), text);
}

#[test]
fn a_first_import_leaves_the_feeds_to_begin_with_out() {
    let home = Home::empty();
    let latin1: Vec<u8> = LIST
        .replace("UTF-8", "ISO-8859-1")
        .replace("Sons", "Söhne")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let import = home.run_with(&["opml", "import", "-"], &latin1);
    assert_eq!(import.code, 0, "{}", import.err);
    let listed = home.run(&["feed", "list", "--json"]).json();
    let urls: Vec<_> = listed
        .iter()
        .map(|feed| feed["url"].as_str().unwrap())
        .collect();
    assert_eq!(
        urls,
        [
            "builtin:welcome",
            "https://courier.example/feed",
            "https://ledger.example/feed"
        ]
    );
    assert_eq!(listed[2]["name"], "Ledger & Söhne");
    assert!(
        home.read("config.toml").contains("#measure = 72"),
        "every option is explained"
    );
}

#[test]
fn what_is_exported_is_imported_elsewhere() {
    let home = Home::new(
        "[[feed]]\nurl = \"https://a.example/?x=1&y=2\"\nname = \"A <b> \\\"c\\\"\"\nfolder = \"F & G\"\n\
         [[feed]]\nurl = \"builtin:welcome\"\n",
    );
    let there = Home::new("");
    let file = there.path("list.opml");
    assert_eq!(home.run(&["opml", "export", &file]).code, 0);
    assert_eq!(home.run(&["opml", "export"]).out, there.read("list.opml"));
    assert_eq!(there.run(&["opml", "import", &file]).code, 0);
    let (mut here, there) = (
        home.run(&["feed", "list", "--json"]).json(),
        there.run(&["feed", "list", "--json"]).json(),
    );
    here.retain(|feed| feed["url"] != "builtin:welcome");
    assert_eq!(here, there);
}

#[test]
fn what_is_no_list_is_refused_with_a_hint_and_nothing_is_written() {
    let home = Home::empty();
    home.write("page.html", b"<!doctype html><p>Hello");
    let import = home.run(&["opml", "import", &home.path("page.html")]);
    assert_eq!(import.code, 2);
    assert!(
        import.err.contains("no OPML") && import.err.contains("hint:"),
        "{}",
        import.err
    );
    assert!(!home.exists("config.toml"));
}
