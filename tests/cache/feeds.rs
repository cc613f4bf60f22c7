//! The configuration says which feeds there are; what the reader kept stays whatever it says.

use pullquote::news::{
    Anchor, Highlight, HighlightColour, LATER, ParsedFeed, PollState, Preview, Query, Scope,
};

use super::retention::clear;
use super::*;

#[test]
fn feeds_of_one_host_that_have_no_name_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    let feed = |url: &str, name: Option<&str>| FeedConfig {
        url: url.to_owned(),
        name: name.map(str::to_owned),
        ..FeedConfig::default()
    };
    let feeds = [
        feed("https://www.ledger.example/sport/feed.xml", None),
        feed("https://ledger.example/k%C3%BCste/?key=secret", None),
        feed("https://ledger.example/k%C3%BCste?key=other", None),
        feed("https://ledger.example/", None),
        feed("https://ledger.example/money", Some("Money")),
        feed("https://herald.example/feed", None),
    ];
    store.sync_feeds(&feeds).unwrap();
    let feeds = store.feeds().unwrap();
    let names: Vec<_> = feeds.iter().map(|feed| feed.title.as_str()).collect();
    assert_eq!(
        names,
        [
            "ledger.example/sport/feed.xml",
            "ledger.example/küste",
            "ledger.example/küste (2)",
            "ledger.example",
            "Money",
            "herald.example"
        ]
    );
}

#[test]
fn the_configuration_names_moves_orders_and_removes_feeds() {
    let (_dir, mut store) = sample();
    poll(&mut store, "ledger", vec![entry("1", "One", "", NOW)]);
    let parsed = ParsedFeed {
        title: Some("The Ledger".into()),
        ..ParsedFeed::default()
    };
    let ledger = feed(&store, "ledger");
    store
        .store(ledger, Some(&parsed), &PollState::default(), NOW)
        .unwrap();
    assert_eq!(store.feeds().unwrap()[0].title, "The Ledger");

    let mut feeds = config(&[("herald", Some("World")), ("ledger", Some("Money"))]);
    feeds[1].name = Some("Ledger".into());
    feeds[1].tags = vec!["daily".into()];
    store.sync_feeds(&feeds).unwrap();
    let now = store.feeds().unwrap();
    let names: Vec<_> = now
        .iter()
        .map(|f| (f.title.as_str(), f.folder.as_deref()))
        .collect();
    assert_eq!(
        names,
        [("herald.example", Some("World")), ("Ledger", Some("Money"))]
    );
    assert_eq!(
        (now[1].id, now[1].tags.as_slice()),
        (ledger, &["daily".to_owned()][..])
    );
    assert_eq!(
        titles(&list(&store, Scope::Folder("Money".into()))),
        ["One"]
    );
    assert!(list(&store, Scope::Folder("World".into())).is_empty());
    let unread = Query {
        scope: Scope::Folder("Money".into()),
        unread_only: true,
        limit: 9,
        ..Query::default()
    };
    assert_eq!(store.headlines(&unread).unwrap().rows.len(), 1);
}

#[test]
fn what_the_reader_kept_survives_the_removal_of_its_feed() {
    let (_dir, mut store) = sample();
    let entries = vec![
        entry("1", "Bookmarked", "<p>b</p>", NOW - 1),
        entry("2", "Highlighted", "<p>h</p>", NOW - 2),
        entry("3", "Neither", "<p>n</p>", NOW - 3),
        entry("4", "Noted", "<p>o</p>", NOW - 4),
        entry("5", "Tagged", "<p>t</p>", NOW - 5),
    ];
    poll(&mut store, "ledger", entries.clone());
    let rows = list(&store, Scope::All);
    store.set_bookmark(rows[0].id, true, NOW).unwrap();
    store.set_note(rows[3].id, Some("why?"), NOW).unwrap();
    store.add_tag(&[rows[4].id], LATER, NOW).unwrap();
    let highlight = Highlight {
        id: 0,
        article: rows[1].id,
        anchor: Anchor {
            exact: "h".into(),
            ..Anchor::default()
        },
        colour: HighlightColour::Blue,
        note: None,
        created: NOW,
        said: None,
    };
    store.add_highlight(&highlight).unwrap();

    store.sync_feeds(&config(&[("herald", None)])).unwrap();
    assert_eq!(
        titles(&list(&store, Scope::All)),
        ["Bookmarked", "Highlighted", "Noted", "Tagged"]
    );
    assert_eq!(titles(&list(&store, Scope::Bookmarks)), ["Bookmarked"]);
    assert!(list(&store, Scope::Unread).is_empty());
    assert_eq!(store.bookmark(rows[0].id).unwrap(), Some(NOW));
    assert_eq!(store.note(rows[3].id).unwrap().as_deref(), Some("why?"));
    assert_eq!(store.tags(rows[4].id).unwrap(), [LATER]);
    assert_eq!(store.highlights(rows[1].id).unwrap().len(), 1);
    assert_eq!(store.article(rows[0].id).unwrap().unwrap().html, "<p>b</p>");
    assert_eq!(store.feeds().unwrap().len(), 1);
    assert!(store.feed(rows[0].feed).unwrap().is_some());

    // And the feed is the same one when it comes back.
    store.sync_feeds(&config(&[("ledger", None)])).unwrap();
    assert_eq!(poll(&mut store, "ledger", entries), (0, 0));
    assert_eq!(counts(&store), [(5, 5)]);
}

#[test]
fn a_removed_feed_with_nothing_kept_leaves_nothing() {
    let (_dir, mut store) = sample();
    poll(
        &mut store,
        "ledger",
        vec![entry("1", "zyzzyva", "<p>x</p>", NOW)],
    );
    let id = list(&store, Scope::All)[0].id;
    store.enrich(id, "x", &[], 1, Preview::No).unwrap();
    store.sync_feeds(&[]).unwrap();
    assert!(list(&store, Scope::All).is_empty());
    assert!(found(&store, "zyzzyva").is_empty());
    assert_eq!(clear(&mut store, &[], true, NOW), 0, "it may come back");
    assert_eq!(clear(&mut store, &[], false, NOW + 20 * 3600), 0);
    assert_eq!(clear(&mut store, &[], false, NOW + 25 * 3600), 1);
    assert_eq!(store.article(id).unwrap(), None);
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn a_feed_that_comes_back_brings_its_articles_and_marks() {
    let (_dir, mut store) = sample();
    let feeds = config(&[
        ("ledger", Some("World")),
        ("courier", Some("World")),
        ("herald", None),
    ]);
    let mut entries: Vec<Entry> = (1..=5)
        .map(|n| entry(&n.to_string(), &format!("t{n}"), "<p>x</p>", NOW - n))
        .collect();
    for entry in &mut entries {
        entry.link = Some(format!("https://wire.example/{}", entry.id));
    }
    poll(&mut store, "ledger", entries.clone());
    poll(&mut store, "courier", entries.split_off(3));
    store.sync_feeds(&feeds).unwrap();
    let id = |store: &Store, title: &str| {
        let rows = list(store, Scope::All);
        rows.iter().find(|row| row.title == title).unwrap().id
    };
    let [one, two, three] = ["t1", "t2", "t3"].map(|title| id(&store, title));
    store.set_read(&[one], true, NOW).unwrap();
    store.set_bookmark(two, true, NOW).unwrap();
    store.set_position(three, 7).unwrap();
    // All but which article leads a fold.
    let rows = |store: &Store| {
        let scopes = [Scope::All, Scope::Unread, Scope::Folder("World".into())];
        scopes.map(|scope| {
            let rows = list(store, scope).into_iter();
            let facts = rows.map(|row| (row.title, row.read, row.bookmarked, row.fold.len()));
            facts.collect::<Vec<_>>()
        })
    };
    let (before, counted) = (rows(&store), store.feeds().unwrap());
    store.sync_feeds(&feeds[1..]).unwrap();
    assert_eq!(titles(&list(&store, Scope::All)), ["t2", "t4", "t5"]);
    assert!(
        list(&store, Scope::All)[0].read,
        "what is kept counts as read"
    );
    assert!(found(&store, "t1").is_empty());
    // Nothing that is marked as read meanwhile is of that feed.
    store
        .mark_all_read(&Scope::Folder("World".into()), None)
        .unwrap();
    let changed = list(&store, Scope::All);
    store
        .set_read(&[changed[1].id, changed[2].id], false, NOW)
        .unwrap();
    store.sync_feeds(&feeds).unwrap();
    assert_eq!(rows(&store), before);
    assert_eq!(store.position(three).unwrap(), Some(7));
    for (now, before) in store.feeds().unwrap().iter().zip(&counted) {
        assert_eq!((now.unread, now.total), (before.unread, before.total));
    }
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
}
