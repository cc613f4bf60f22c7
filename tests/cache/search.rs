//! Enrichment, and what is found by it.

use std::ops::Range;

use pullquote::cache::Enriched;
use pullquote::news::{Person, Preview, Query, Quote, QuoteKind, Scope, Speaker};

use super::*;

fn quote(text: &str, words: &str, speaker: Option<&str>) -> Quote {
    let start = text.find(words).unwrap();
    let person = speaker.map(|name| Speaker {
        mention: text.find(name).map(|at| at..at + name.len()),
        person: Person {
            name: name.to_owned(),
            title: Some("Harbour master".into()),
            aliases: vec!["the master".into()],
        },
    });
    Quote {
        ranges: vec![Range {
            start,
            end: start + words.len(),
        }],
        cue: text.find("said").map(|at| at..at + 4),
        speaker: person,
        kind: QuoteKind::Direct,
        confidence: 0.9,
    }
}

#[test]
fn enrichment_stores_quotations_and_makes_text_and_speakers_found() {
    let (_dir, mut store) = sample();
    let entries = vec![
        entry("1", "River gauge rises", "", NOW - 1),
        entry("2", "東京の新しい図書館", "", NOW - 2),
        entry("3", "Unrelated", "", NOW - 3),
    ];
    poll(&mut store, "ledger", entries);
    let rows = list(&store, Scope::All);
    assert_eq!(rows[0].quotes, None);
    let todo = store.to_enrich(1, 10).unwrap();
    assert_eq!(todo, [rows[0].id, rows[1].id, rows[2].id]);

    let text = "“The gauge is at its mark,” said Ada Quill. Nothing else moved.";
    let quotes = [
        quote(text, "The gauge is at its mark,", Some("Ada Quill")),
        quote(text, "Nothing", None),
    ];
    store
        .enrich(rows[0].id, text, &quotes, 1, Preview::Likely)
        .unwrap();
    let rest = [(rows[1].id, "東京の新しい図書館が開館"), (rows[2].id, "")];
    let rest = rest.map(|(id, text)| Enriched {
        id,
        fingerprint: store.article(id).unwrap().unwrap().fingerprint,
        text: text.to_owned(),
        quotes: Vec::new(),
        preview: Preview::No,
    });
    store.enrich_all(&rest, 1).unwrap();

    assert_eq!(store.quotes(rows[0].id).unwrap(), quotes);
    let row = store.headline(rows[0].id).unwrap().unwrap();
    assert_eq!((row.quotes, row.preview), (Some(2), Preview::Likely));
    assert_eq!(store.to_enrich(1, 10).unwrap(), []);
    assert_eq!(store.to_enrich(2, 2).unwrap(), [rows[0].id, rows[1].id]);

    assert_eq!(found(&store, "gauge rises"), ["River gauge rises"]);
    assert_eq!(
        found(&store, "NOTHING mov"),
        ["River gauge rises"],
        "the last word may be a beginning"
    );
    assert_eq!(
        found(&store, "mov nothing"),
        Vec::<String>::new(),
        "and only the last"
    );
    assert_eq!(
        found(&store, "harbour master"),
        ["River gauge rises"],
        "by a speaker's title"
    );
    assert_eq!(found(&store, "図書"), ["東京の新しい図書館"]);
    assert_eq!(found(&store, "書図"), Vec::<String>::new());
}

#[test]
fn no_words_break_the_search() {
    let (_dir, mut store) = sample();
    poll(
        &mut store,
        "ledger",
        vec![entry("1", "Rates held", "", NOW)],
    );
    let id = list(&store, Scope::All)[0].id;
    store
        .enrich(id, "The bank held rates.", &[], 1, Preview::No)
        .unwrap();
    let everything = [
        "\"",
        "* ( ) :",
        "a AND",
        "NOT",
        "title:",
        "^x",
        "rates\" OR \"x",
        "{",
        "-",
        "…",
        "0x00",
        "NEAR(a b)",
    ];
    for words in everything {
        found(&store, words);
        store.search(words, &Scope::All, 10).unwrap();
    }
    assert_eq!(found(&store, "\"rates"), ["Rates held"]);
    assert_eq!(found(&store, "bank-held"), ["Rates held"], "as the phrase");
    assert!(found(&store, "held-rates-bank").is_empty());
    assert!(found(&store, "!?").is_empty());
    assert_eq!(
        found(&store, "  "),
        ["Rates held"],
        "no words are no filter"
    );
}

#[test]
fn ranked_search_puts_the_title_first_and_stays_in_its_scope() {
    let (_dir, mut store) = sample();
    poll(
        &mut store,
        "herald",
        vec![entry("1", "Glacier melts", "", NOW - 9)],
    );
    poll(
        &mut store,
        "ledger",
        vec![
            entry("1", "Weather", "", NOW - 1),
            entry("2", "Sport", "", NOW - 2),
        ],
    );
    for row in list(&store, Scope::All) {
        let text = if row.title == "Sport" {
            "A match."
        } else {
            "On the glacier it was warm."
        };
        store.enrich(row.id, text, &[], 1, Preview::No).unwrap();
    }
    let all = store.search("glacier", &Scope::All, 10).unwrap();
    assert_eq!(titles(&all), ["Glacier melts", "Weather"]);
    let world = store
        .search("glacier", &Scope::Folder("World".into()), 10)
        .unwrap();
    assert_eq!(titles(&world), ["Weather"]);
    assert!(
        store
            .search("glacier", &Scope::Folder("Nowhere".into()), 10)
            .unwrap()
            .is_empty()
    );
    let unread = Query {
        scope: Scope::Folder("World".into()),
        words: "glacier".into(),
        limit: 5,
        ..Query::default()
    };
    assert_eq!(titles(&store.headlines(&unread).unwrap().rows), ["Weather"]);
}

#[test]
fn an_edited_article_is_no_longer_found_by_its_old_words() {
    let (_dir, mut store) = sample();
    poll(
        &mut store,
        "ledger",
        vec![entry("1", "Rates held", "<p>held</p>", NOW)],
    );
    let id = list(&store, Scope::All)[0].id;
    store.enrich(id, "held", &[], 1, Preview::No).unwrap();
    poll(
        &mut store,
        "ledger",
        vec![entry("1", "Rates cut", "<p>cut</p>", NOW)],
    );
    assert!(found(&store, "held").is_empty());
    assert_eq!(store.to_enrich(1, 5).unwrap(), [id]);
    store.enrich(id, "cut", &[], 1, Preview::No).unwrap();
    assert_eq!(found(&store, "cut"), ["Rates cut"]);
}

#[test]
fn a_text_that_was_made_before_an_edit_is_not_stored_after_it() {
    let (_dir, mut store) = sample();
    poll(
        &mut store,
        "ledger",
        vec![entry("1", "Rates", "<p>held</p>", NOW)],
    );
    let id = list(&store, Scope::All)[0].id;
    let made = Enriched {
        id,
        fingerprint: store.article(id).unwrap().unwrap().fingerprint,
        text: "held".into(),
        quotes: Vec::new(),
        preview: Preview::No,
    };
    poll(
        &mut store,
        "ledger",
        vec![entry("1", "Rates", "<p>cut</p>", NOW)],
    );
    store.enrich_all(&[made], 1).unwrap();
    assert!(found(&store, "held").is_empty());
    assert_eq!(store.to_enrich(1, 5).unwrap(), [id]);
}
