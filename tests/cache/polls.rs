//! What a poll leaves in the cache: articles once, with right dates and titles, edits with their history.

use pullquote::news::{ParsedFeed, PollState, Scope};

use super::*;

#[test]
fn a_poll_stores_articles_once_and_lists_them_newest_first() {
    let (_dir, mut store) = sample();
    let entries = vec![
        entry("3", "Rates held again", "<p>Three</p>", NOW - 100),
        entry("2", "River gauge rises", "<p>Two</p>", NOW - 200),
        entry("1", "A bridge reopens", "<p>One</p>", NOW - 300),
    ];
    assert_eq!(poll(&mut store, "ledger", entries.clone()), (3, 0));
    assert_eq!(poll(&mut store, "ledger", entries), (0, 0));
    poll(
        &mut store,
        "herald",
        vec![entry("3", "Another feed's own 3", "", NOW - 150)],
    );
    let all = list(&store, Scope::All);
    assert_eq!(
        titles(&all),
        [
            "Rates held again",
            "Another feed's own 3",
            "River gauge rises",
            "A bridge reopens"
        ]
    );
    let article = store.article(all[0].id).unwrap().unwrap();
    assert_eq!(article.html, "<p>Three</p>");
    assert_eq!(article.link.as_deref(), Some("https://ledger.example/3"));
    assert_eq!(article.source, "ledger.example");
    assert_eq!(counts(&store), [(3, 3), (0, 0), (1, 1)]);
}

#[test]
fn the_date_is_published_else_updated_else_first_seen_and_never_in_the_future() {
    let (_dir, mut store) = sample();
    let mut undated = entry("undated", "Undated", "", 0);
    undated.published = None;
    let mut changed = undated.clone();
    (changed.id, changed.title, changed.updated) = ("u".into(), "Updated".into(), Some(NOW - 50));
    let entries = vec![
        entry("f", "Far future", "", i64::MAX),
        entry("p", "Past", "", NOW - 99),
        entry("o", "Before all calendars", "", i64::MIN),
        changed,
        undated,
    ];
    poll(&mut store, "ledger", entries);
    let dates: Vec<(String, i64)> = list(&store, Scope::All)
        .into_iter()
        .map(|h| (h.title, h.date - NOW))
        .collect();
    let expected = [
        ("Far future", 0),
        ("Undated", 0),
        ("Updated", -50),
        ("Past", -99),
    ];
    for (row, (title, date)) in dates.iter().zip(expected) {
        assert_eq!((row.0.as_str(), row.1), (title, date));
    }
    assert_eq!(dates[4].0, "Before all calendars");
}

#[test]
fn an_edited_article_keeps_its_read_state_and_its_old_text_as_a_revision() {
    let (_dir, mut store) = sample();
    poll(
        &mut store,
        "ledger",
        vec![entry("1", "Rates held", "<p>The bank  held.</p>", NOW - 10)],
    );
    let id = list(&store, Scope::All)[0].id;
    store.set_read(&[id], true, NOW).unwrap();
    store.set_bookmark(id, true, NOW).unwrap();

    let only_markup = entry(
        "1",
        "Rates held",
        "<div><p>The bank held.</p></div>",
        NOW - 10,
    );
    assert_eq!(poll(&mut store, "ledger", vec![only_markup]), (0, 0));
    assert!(store.revisions(id).unwrap().is_empty());

    let cut = entry("1", "Rates cut", "<p>The bank cut.</p>", NOW);
    assert_eq!(poll_at(&mut store, "ledger", vec![cut], NOW + 60), (0, 1));
    let row = store.headline(id).unwrap().unwrap();
    assert!(row.read && row.edited && row.bookmarked);
    assert_eq!((row.title.as_str(), row.date), ("Rates cut", NOW - 10));
    assert_eq!(
        store.article(id).unwrap().unwrap().html,
        "<p>The bank cut.</p>"
    );
    let revisions = store.revisions(id).unwrap();
    assert_eq!(revisions.len(), 1);
    assert_eq!(revisions[0].title, "Rates held");
    assert_eq!(revisions[0].html, "<p>The bank  held.</p>");
    assert_eq!(revisions[0].until, NOW + 60);
}

#[test]
fn a_page_that_changes_at_each_poll_keeps_its_first_and_its_latest_texts() {
    let (_dir, mut store) = sample();
    for n in 0..60 {
        poll_at(
            &mut store,
            "ledger",
            vec![entry("1", "Live", &format!("minute {n}"), NOW)],
            NOW + n,
        );
    }
    let id = list(&store, Scope::All)[0].id;
    let revisions = store.revisions(id).unwrap();
    assert_eq!(revisions.len(), 20);
    assert_eq!(revisions[0].html, "minute 0");
    assert_eq!(revisions[19].html, "minute 58");
}

#[test]
fn an_id_that_stands_twice_in_a_document_is_one_article_and_no_edit() {
    let (_dir, mut store) = sample();
    let twice = vec![
        entry("1", "First", "a", NOW),
        entry("1", "Second", "b", NOW),
    ];
    assert_eq!(poll(&mut store, "ledger", twice.clone()), (1, 0));
    assert_eq!(poll(&mut store, "ledger", twice), (0, 0));
    assert_eq!(titles(&list(&store, Scope::All)), ["First"]);
}

#[test]
fn an_article_without_a_title_is_named_by_its_text_or_its_address() {
    let (_dir, mut store) = sample();
    let mut bare = entry("3", "", "", NOW - 3);
    bare.link = None;
    let entries = vec![
        entry("1", "  ", "<p>Salt &amp; light</p>", NOW - 1),
        entry("2", "", "<img src=x>", NOW - 2),
        bare,
    ];
    poll(&mut store, "ledger", entries);
    let all = list(&store, Scope::All);
    assert_eq!(
        titles(&all),
        ["Salt & light", "https://ledger.example/2", "Untitled"]
    );
}

#[test]
fn nothing_that_a_terminal_obeys_is_stored() {
    let (_dir, mut store) = sample();
    let mut hostile = entry(
        "\u{1b}1",
        "a\u{1b}]0;x\u{7}\u{202e}b\nc",
        "<p>\u{9b}31m\u{0}z</p>",
        NOW,
    );
    hostile.author = Some("\u{1b}[2J".into());
    hostile.categories = vec!["\u{8}news".into()];
    poll(&mut store, "ledger", vec![hostile]);
    let article = store
        .article(list(&store, Scope::All)[0].id)
        .unwrap()
        .unwrap();
    let all = format!("{article:?}");
    for bad in [
        "\\u{1b}",
        "\\u{7}",
        "\\u{202e}",
        "\\u{9b}",
        "\\0",
        "\\u{8}",
        "\\n",
    ] {
        assert!(!all.contains(bad), "{bad} in {all}");
    }
    assert_eq!(article.headline.title, "a]0;xb c");
}

#[test]
fn a_failed_poll_is_remembered_and_a_removed_feed_is_passed_over() {
    let (_dir, mut store) = sample();
    let ledger = feed(&store, "ledger");
    let state = PollState {
        etag: Some(vec![0x22, 0xff, 0x22]),
        next_due: Some(NOW + 900),
        failures: 3,
        error: Some("the server did not answer".into()),
        ..PollState::default()
    };
    store.store(ledger, None, &state, NOW).unwrap();
    assert_eq!(store.feeds().unwrap()[0].poll, state);

    store.sync_feeds(&[]).unwrap();
    let parsed = ParsedFeed {
        entries: vec![entry("1", "Late", "", NOW)],
        ..ParsedFeed::default()
    };
    let stored = store.store(ledger, Some(&parsed), &state, NOW).unwrap();
    assert_eq!(stored.new, 0);
    assert!(list(&store, Scope::All).is_empty());
}
