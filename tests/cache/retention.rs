//! Old articles go as the configuration says; nothing that the reader kept goes, and nothing that went comes back.

use pullquote::config::{Retention, Span, Unread};
use pullquote::news::{Anchor, ArticleId, Highlight, HighlightColour, LATER, Preview};

use super::*;

pub const DAY: UnixSeconds = 24 * 3600;

/// Does a whole pass; the number of articles taken.
pub fn clear(store: &mut Store, feeds: &[FeedConfig], orphans: bool, now: UnixSeconds) -> u32 {
    let mut pass = store.clearance(feeds, orphans, now).unwrap();
    loop {
        let before = pass.taken;
        let more = store.clear_some(&mut pass, now).unwrap();
        assert!(pass.taken - before <= 30, "a slice is small");
        if !more {
            return pass.taken;
        }
    }
}

fn feeds(retention: Retention) -> Vec<FeedConfig> {
    let mut feeds = config(&[
        ("ledger", Some("World")),
        ("courier", Some("World")),
        ("herald", None),
    ]);
    feeds[0].retention = retention;
    feeds
}

fn for_days(days: UnixSeconds) -> Retention {
    Retention {
        keep: Span::For(days * DAY),
        ..Retention::default()
    }
}

/// Polls the ledger with these entries, all at that moment.
fn entries(names: std::ops::Range<i64>) -> Vec<Entry> {
    let entry = |n: i64| {
        entry(
            &n.to_string(),
            &format!("t{n}"),
            "<p>text</p>",
            NOW - 1000 + n,
        )
    };
    names.map(entry).collect()
}

fn left(store: &Store) -> Vec<String> {
    let mut rows = list(store, Scope::All);
    rows.reverse();
    rows.into_iter().map(|row| row.title).collect()
}

#[test]
fn old_articles_that_were_read_go_and_nothing_that_was_kept() {
    let (_dir, mut store) = sample();
    poll(&mut store, "ledger", entries(1..9));
    poll(&mut store, "courier", entries(1..3));
    poll_at(&mut store, "ledger", entries(9..10), NOW + 60 * DAY);
    let rows = list(&store, Scope::Feed(feed(&store, "ledger")));
    let id = |title: &str| rows.iter().find(|row| row.title == title).unwrap().id;
    let all: Vec<ArticleId> = list(&store, Scope::All).iter().map(|row| row.id).collect();
    store.set_read(&all, true, NOW).unwrap();
    store.set_read(&[id("t1")], false, NOW).unwrap();
    store.set_bookmark(id("t2"), true, NOW).unwrap();
    store.add_tag(&[id("t3")], LATER, NOW).unwrap();
    store.set_note(id("t4"), Some("x"), NOW).unwrap();
    let highlight = Highlight {
        id: 0,
        article: id("t5"),
        anchor: Anchor {
            exact: "text".into(),
            ..Anchor::default()
        },
        colour: HighlightColour::Blue,
        note: None,
        created: NOW,
        said: None,
    };
    store.add_highlight(&highlight).unwrap();
    // Read when it was old already: it stays for a moment.
    store.set_read(&[id("t6")], false, NOW).unwrap();
    store.set_read(&[id("t6")], true, NOW + 90 * DAY).unwrap();

    let feeds = feeds(for_days(60));
    assert_eq!(clear(&mut store, &feeds, false, NOW + 59 * DAY), 0);
    assert_eq!(clear(&mut store, &feeds, false, NOW + 90 * DAY), 2);
    assert_eq!(
        left(&store),
        ["t1", "t1", "t2", "t2", "t3", "t4", "t5", "t6", "t9"],
        "the courier's stay"
    );
    assert_eq!(counts(&store)[0], (1, 7));
    assert_eq!(clear(&mut store, &feeds, false, NOW + 92 * DAY), 1);
    assert!(!left(&store).contains(&"t6".to_owned()));
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn unread_articles_stay_until_they_are_read_or_as_long_as_it_says() {
    for (keep_unread, gone) in [
        (Unread::UntilRead, 0),
        (Unread::AsRead, 4),
        (Unread::For(20 * DAY), 4),
        (Unread::For(40 * DAY), 0),
    ] {
        let (_dir, mut store) = sample();
        poll(&mut store, "ledger", entries(1..5));
        let feeds = feeds(Retention {
            keep_unread,
            ..for_days(10)
        });
        let taken = clear(&mut store, &feeds, false, NOW + 30 * DAY);
        assert_eq!(taken, gone, "{keep_unread:?}");
        assert_eq!(counts(&store)[0], (4 - gone, 4 - gone));
    }
}

#[test]
fn of_too_many_the_oldest_go() {
    let (_dir, mut store) = sample();
    poll(&mut store, "ledger", entries(1..101));
    let most = |max_articles, keep_unread| {
        feeds(Retention {
            max_articles,
            keep_unread,
            ..Retention::default()
        })
    };
    let feeds = most(10, Unread::UntilRead);
    assert_eq!(clear(&mut store, &feeds, false, NOW), 0, "all are unread");
    let first = list(&store, Scope::All).last().unwrap().id;
    store.set_bookmark(first, true, NOW).unwrap();
    let feeds = most(10, Unread::AsRead);
    assert_eq!(clear(&mut store, &feeds, false, NOW), 90);
    let titles = left(&store);
    assert_eq!(titles.len(), 10);
    assert_eq!((titles[0].as_str(), titles[1].as_str()), ("t1", "t92"));
    assert_eq!(clear(&mut store, &feeds, false, NOW), 0);
}

#[test]
fn what_went_does_not_come_back_as_long_as_the_feed_holds_it() {
    let (_dir, mut store) = sample();
    poll(&mut store, "ledger", entries(1..6));
    let feeds = feeds(Retention {
        max_articles: 2,
        keep_unread: Unread::AsRead,
        ..Retention::default()
    });
    assert_eq!(clear(&mut store, &feeds, false, NOW), 3);
    let days = |n: i64| NOW + n * DAY;
    for day in [1, 10, 20, 30] {
        assert_eq!(
            poll_at(&mut store, "ledger", entries(1..6), days(day)),
            (0, 0)
        );
    }
    // A document without them, as another server may send it, is no end; a fortnight of such is.
    for day in [31, 40] {
        assert_eq!(
            poll_at(&mut store, "ledger", entries(4..6), days(day)),
            (0, 0)
        );
    }
    assert_eq!(
        poll_at(&mut store, "ledger", entries(1..6), days(41)),
        (0, 0)
    );
    assert_eq!(
        poll_at(&mut store, "ledger", entries(4..6), days(56)),
        (0, 0)
    );
    assert_eq!(
        poll_at(&mut store, "ledger", entries(3..6), days(57)),
        (1, 0)
    );
    assert_eq!(left(&store), ["t3", "t4", "t5"]);

    // A feed that is removed, and added again long after, begins anew.
    assert_eq!(clear(&mut store, &feeds, false, days(57)), 1);
    store.sync_feeds(&feeds[1..]).unwrap();
    clear(&mut store, &feeds[1..], false, days(57));
    clear(&mut store, &feeds[1..], false, days(58));
    store.sync_feeds(&feeds).unwrap();
    assert_eq!(
        poll_at(&mut store, "ledger", entries(1..6), days(59)),
        (5, 0)
    );
}

#[test]
fn what_nothing_keeps_of_a_feed_that_left_goes_at_the_next_start() {
    let (_dir, mut store) = sample();
    poll(&mut store, "ledger", entries(1..4));
    let rows = list(&store, Scope::All);
    store.set_bookmark(rows[0].id, true, NOW).unwrap();
    store.add_tag(&[rows[1].id], "x", NOW).unwrap();
    store.sync_feeds(&[]).unwrap();
    store.set_bookmark(rows[0].id, false, NOW).unwrap();
    assert_eq!(clear(&mut store, &[], false, NOW), 0, "it may be undone");
    assert_eq!(clear(&mut store, &[], true, NOW), 1);
    assert_eq!(left(&store), ["t2"]);
    store.set_tags(rows[1].id, &[], NOW).unwrap();
    assert_eq!(clear(&mut store, &[], true, NOW), 1);
    // What was never kept may come back for a day.
    assert_eq!(clear(&mut store, &[], false, NOW + 2 * DAY), 1);
    assert!(store.feed(rows[0].feed).unwrap().is_none());
}

#[test]
fn space_is_given_back_in_small_slices() {
    let (_dir, mut store) = sample();
    let empty = store.size().unwrap();
    let long = |n: i64| {
        let words = (0..900).map(|m| (n * 7919 + m * 104_729).to_string());
        format!("<p>{}</p>", words.collect::<Vec<_>>().join(" "))
    };
    let entries: Vec<Entry> = (0..900)
        .map(|n| entry(&n.to_string(), "Title", &long(n), NOW))
        .collect();
    poll(&mut store, "ledger", entries);
    for id in store.to_enrich(1, 200).unwrap() {
        store.enrich(id, &long(id.0), &[], 1, Preview::No).unwrap();
    }
    let before = store.size().unwrap() - empty;
    let feeds = feeds(Retention {
        keep_unread: Unread::AsRead,
        ..for_days(1)
    });
    assert_eq!(clear(&mut store, &feeds, false, NOW + 2 * DAY), 900);
    let after = store.size().unwrap().saturating_sub(empty);
    assert!(after * 3 < before, "{before} {after}");
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
}
