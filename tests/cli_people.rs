//! Quotations and people on the command line, as a script uses them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use command::{Home, entry};
use serde_json::json;

/// Three articles of two feeds that quote two people, one of them in both.
fn home() -> Home {
    let home = Home::new("");
    home.store(
        "gazette",
        &[
            entry(
                "The ferry stays",
                "<p>“The boat is the only road we have, and it stays, whatever they decide,” Leontine Abara, mayor of \
                 Quayside, said on Monday.</p>",
                300,
            ),
            entry(
                "Librarian of the year",
                "<p>“Nobody ever asked me what I read myself” said Wilhelmina Orr, the librarian.</p>",
                100,
            ),
        ],
        1000,
    );
    home.store(
        "tribune",
        &[entry(
            "Ferry saved",
            "<p>“The boat is the only road we have, and it stays,” Leontine Abara said. “A bridge is a promise,” she \
             said.</p>",
            200,
        )],
        1000,
    );
    home
}

fn words(home: &Home, arguments: &[&str]) -> Vec<String> {
    let rows = home
        .run(&[&["quotes", "--json"], arguments].concat())
        .json();
    let rows = rows.iter().map(|row| row["words"].as_str().unwrap());
    rows.map(|words| words.trim_end_matches(',').to_owned())
        .collect()
}

#[test]
fn quotations_are_listed_by_words_speakers_and_what_is_asked_of_the_article() {
    let home = home();
    assert_eq!(words(&home, &[]).len(), 4);
    assert_eq!(words(&home, &["bridge"]), ["A bridge is a promise"]);
    assert_eq!(words(&home, &["boat"]).len(), 2);
    assert_eq!(words(&home, &["boat feed:tribune"]).len(), 1);
    assert_eq!(
        words(&home, &["--", "-boat feed:tribune"]),
        ["A bridge is a promise"]
    );
    assert_eq!(words(&home, &["title:librarian"]).len(), 1);
    assert_eq!(words(&home, &["--speaker", "Leontine Abara"]).len(), 3);
    assert_eq!(words(&home, &["--speaker", "abara", "boat"]).len(), 2);
    assert_eq!(words(&home, &["speaker:orr"]).len(), 1);
    assert_eq!(words(&home, &["--limit", "1"]).len(), 1);
    assert!(words(&home, &["--speaker", "nobody"]).is_empty());
    let wrong = home.run(&["quotes", "is:green"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("is:green"), "{}", wrong.err);
}

#[test]
fn a_quotation_tells_its_source_and_where_else_it_stands() {
    let home = home();
    let rows = home.run(&["quotes", "--json", "boat"]).json();
    assert_eq!(rows[0]["speaker"], "Leontine Abara");
    assert_eq!(rows[0]["headline"], "The ferry stays");
    assert_eq!(rows[0]["also_in"], 1);
    assert_eq!(rows[0]["person"], rows[1]["person"]);
    let plain = home.run(&["quotes", "boat"]).out;
    assert!(plain.contains("also in 1 outlet"), "{plain}");
    let markdown = home.run(&["quotes", "--markdown", "read"]).out;
    assert!(
        markdown.starts_with("> “Nobody ever asked me what I read myself”\n>\n> — Wilhelmina Orr"),
        "{markdown}"
    );
    assert!(markdown.contains("Librarian of the year"), "{markdown}");
}

#[test]
fn people_are_listed_and_one_of_them_with_all_they_said() {
    let home = home();
    let rows = home.run(&["people", "--json"]).json();
    let named = |rows: &[serde_json::Value]| -> Vec<String> {
        rows.iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(named(&rows), ["Leontine Abara", "Wilhelmina Orr"]);
    assert_eq!(
        (&rows[0]["quotes"], &rows[0]["outlets"]),
        (&json!(3), &json!(2))
    );
    let by_name = home
        .run(&["people", "--json", "--sort", "name", "--limit", "1"])
        .json();
    assert_eq!(named(&by_name), ["Leontine Abara"]);

    let one = home.run(&["people", "abara", "--json"]).json();
    assert_eq!(one[0]["name"], "Leontine Abara");
    assert_eq!(one[0]["said"].as_array().unwrap().len(), 3);
    assert_eq!(one[0]["by"].as_array().unwrap().len(), 2);
    let plain = home.run(&["people", "Leontine", "Abara"]).out;
    assert!(plain.starts_with("Leontine Abara"), "{plain}");
    assert!(plain.contains("A bridge is a promise"), "{plain}");
    let nobody = home.run(&["people", "Nobody", "Else"]);
    assert_eq!(nobody.code, 2);
    assert!(nobody.err.contains("pullquote people"), "{}", nobody.err);
}

#[test]
fn plain_texts_are_still_read_from_a_file() {
    let home = Home::empty();
    home.write(
        "texts.jsonl",
        "{\"id\": 7, \"text\": \"“It stays,” said Ida Holm.\"}\n".as_bytes(),
    );
    let rows = home
        .run(&["quotes", "--from", &home.path("texts.jsonl")])
        .json();
    assert_eq!(
        (&rows[0]["id"], &rows[0]["quotes"][0]["speaker"]),
        (&json!(7), &json!("Ida Holm"))
    );
    assert_eq!(rows[0]["quotes"][0]["start"], 1);
    assert_eq!(home.run(&["quotes", "boat", "--from", "x"]).code, 2);
}
