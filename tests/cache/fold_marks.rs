//! What the reader writes of one article is of all the articles of its fold; and what was stored before there were folds
//! is folded in time.

use pullquote::cache::CacheError;
use pullquote::news::ArticleId;
use rusqlite::{Connection, params};

use super::*;

/// The same article in a feed.
fn office(name: &str) -> Entry {
    Entry {
        link: Some("https://wire.example/office".into()),
        ..entry(
            name,
            "The harbour office opens at nine today",
            "<p>It did.</p>",
            NOW,
        )
    }
}

fn bring(store: &mut Store, name: &str) -> ArticleId {
    let parsed = ParsedFeed {
        entries: vec![office(name)],
        ..ParsedFeed::default()
    };
    let feed = feed(store, name);
    store
        .store(feed, Some(&parsed), &PollState::default(), NOW)
        .unwrap();
    list(store, Scope::Feed(feed))[0].id
}

fn asked(store: &Store, text: &str) -> usize {
    let query = Query {
        filter: Some(pullquote::news::Filter {
            expression: pullquote::news::Expression::parse(text).unwrap(),
            moment: pullquote::news::Moment::default(),
        }),
        limit: 9,
        ..Query::default()
    };
    store.headlines(&query).unwrap().rows.len()
}

#[test]
fn tags_and_notes_are_those_of_the_whole_fold_also_of_an_article_that_joins_it_later() {
    let (_dir, mut store) = sample();
    let ledger = bring(&mut store, "ledger");
    let courier = bring(&mut store, "courier");
    store.set_tags(courier, &["sea".into()], NOW).unwrap();
    store.set_note(courier, Some("ask Ida"), NOW).unwrap();
    let herald = bring(&mut store, "herald");
    assert_eq!(list(&store, Scope::All).len(), 1, "one row");
    for id in [ledger, courier, herald] {
        assert_eq!(store.tags(id).unwrap(), ["sea"]);
        assert_eq!(store.note(id).unwrap().as_deref(), Some("ask Ida"));
    }
    let counted = &store.all_tags().unwrap()[0];
    assert_eq!((counted.total, counted.unread), (1, 1));
    for query in [
        "tag:sea",
        "has:note",
        "tag:sea feed:herald",
        "feed:ledger has:note",
    ] {
        assert_eq!(asked(&store, query), 1, "{query}");
    }
    let kept = store.kept().unwrap();
    assert_eq!(kept.len(), 1, "exported once");
    assert_eq!(kept[0].tags, ["sea"]);
    store.set_tags(herald, &[], NOW).unwrap();
    store.set_note(ledger, None, NOW).unwrap();
    for id in [ledger, courier, herald] {
        assert!(store.tags(id).unwrap().is_empty() && store.note(id).unwrap().is_none());
    }
    assert!(store.kept().unwrap().is_empty());
}

/// A file of an early version, with the same article in two feeds; the later one is read, the earlier is kept in each way
/// that there was.
fn old(dir: &std::path::Path, version: usize) {
    let steps = [
        include_str!("../../src/cache/migrations/0001_first.sql"),
        include_str!("../../src/cache/migrations/0002_search.sql"),
        include_str!("../../src/cache/migrations/0003_keeping.sql"),
    ];
    let conn = Connection::open(dir.join("pullquote.db")).unwrap();
    conn.execute_batch("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;")
        .unwrap();
    for step in &steps[..version] {
        conn.execute_batch(step).unwrap();
    }
    conn.pragma_update(None, "user_version", version as u32)
        .unwrap();
    let title = "The harbour office opens at nine today";
    for (id, name) in (1..).zip(["ledger", "courier"]) {
        let url = format!("https://{name}.example/feed");
        conn.execute(
            "INSERT INTO feeds (url, position, total) VALUES (?1, ?2, 1)",
            params![url, id],
        )
        .unwrap();
        conn.execute(
            "INSERT INTO articles (feed, entry, date, first_seen, title, link, fingerprint, details)
             VALUES (?1, 'e', ?2, ?2, ?3, 'https://wire.example/office', 1, 0)",
            params![id, NOW, title],
        )
        .unwrap();
        let html = lz4_flex::block::compress_prepend_size(b"<p>It did.</p>");
        conn.execute(
            "INSERT INTO bodies (article, html) VALUES (?1, ?2)",
            params![id, html],
        )
        .unwrap();
    }
    conn.execute(
        "INSERT INTO unread (date, article, feed) VALUES (?1, 1, 1)",
        [NOW],
    )
    .unwrap();
    conn.execute("UPDATE feeds SET unread = 1 WHERE id = 1", [])
        .unwrap();
    conn.execute(
        "INSERT INTO highlights (article, exact, prefix, suffix, colour, note, created)
         VALUES (1, 'did', 'It ', '.', 1, 'so', ?1)",
        [NOW],
    )
    .unwrap();
    if version < 3 {
        conn.execute(
            "INSERT INTO bookmarks (article, date, created, note, tags) VALUES (1, ?1, ?1, 'why', '[\"sea\"]')",
            [NOW],
        )
        .unwrap();
    }
}

#[test]
fn articles_from_before_there_were_folds_are_folded_in_the_background() {
    let dir = tempfile::tempdir().unwrap();
    old(dir.path(), 3);
    let mut store = Store::open(dir.path()).unwrap();
    assert_eq!(list(&store, Scope::All).len(), 2);
    let mut pass = store.clearance(&[], false, NOW).unwrap();
    while store.clear_some(&mut pass, NOW).unwrap() {}
    let rows = list(&store, Scope::All);
    assert_eq!(rows.len(), 1, "one row");
    assert_eq!(rows[0].id, ArticleId(1), "the first that came leads");
    assert!(rows[0].read, "what was read in one feed is read in all");
    assert_eq!(counts(&store), [(0, 1), (0, 1)]);
}

#[test]
fn what_was_kept_in_a_damaged_file_of_an_early_version_is_saved() {
    for version in [1, 2, 3] {
        let dir = tempfile::tempdir().unwrap();
        old(dir.path(), version);
        std::fs::write(dir.path().join("open.lock"), "damaged\n").unwrap();
        let Err(CacheError::SetAside {
            saved: Some(saved), ..
        }) = Store::open(dir.path())
        else {
            panic!("it was condemned");
        };
        assert_eq!((saved.kept, saved.read), (1, 1));
        let lines = std::fs::read_to_string(saved.path).unwrap();
        assert!(
            lines.contains("\"exact\":\"did\"") && lines.contains("\"note\":\"so\""),
            "{lines}"
        );
        assert!(
            version == 3 || lines.contains("why") && lines.contains("sea"),
            "{lines}"
        );
    }
}
