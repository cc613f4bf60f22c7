//! The cache as the program uses it: what a reader would miss if it were lost, doubled or out of order.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;

use pullquote::cache::{Cache, CacheError, Enriched, RefreshLock, Store};
use pullquote::config::FeedConfig;
use pullquote::news::{
    ArticleId, Bookmark, Cursor, Entry, FeedId, Headline, Highlight, HighlightColour, Order,
    ParsedFeed, Person, PollState, Preview, Query, Quote, QuoteKind, Scope, Speaker, UnixSeconds,
};

const NOW: UnixSeconds = 1_700_000_000;

fn config(urls: &[(&str, Option<&str>)]) -> Vec<FeedConfig> {
    let feed = |(name, folder): &(&str, Option<&str>)| FeedConfig {
        url: format!("https://{name}.example/feed"),
        folder: folder.map(str::to_owned),
        ..FeedConfig::default()
    };
    urls.iter().map(feed).collect()
}

/// A cache with the feeds "ledger" and "courier" in the folder "World" and "herald" in none.
fn sample() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    let feeds = config(&[
        ("ledger", Some("World")),
        ("courier", Some("World")),
        ("herald", None),
    ]);
    store.sync_feeds(&feeds).unwrap();
    (dir, store)
}

fn feed(store: &Store, name: &str) -> FeedId {
    let url = format!("https://{name}.example/feed");
    store
        .feeds()
        .unwrap()
        .into_iter()
        .find(|f| f.url == url)
        .unwrap()
        .id
}

fn entry(id: &str, title: &str, html: &str, date: UnixSeconds) -> Entry {
    Entry {
        id: id.to_owned(),
        title: title.to_owned(),
        link: Some(format!("https://news.example/{id}")),
        content: Some(html.to_owned()),
        published: Some(date),
        ..Entry::default()
    }
}

fn poll_at(store: &mut Store, name: &str, entries: Vec<Entry>, now: UnixSeconds) -> (usize, usize) {
    let parsed = ParsedFeed {
        entries,
        ..ParsedFeed::default()
    };
    let feed = feed(store, name);
    let stored = store
        .store(feed, Some(&parsed), &PollState::default(), now)
        .unwrap();
    (stored.new.len(), stored.changed.len())
}

fn poll(store: &mut Store, name: &str, entries: Vec<Entry>) -> (usize, usize) {
    poll_at(store, name, entries, NOW)
}

fn list(store: &Store, scope: Scope) -> Vec<Headline> {
    let query = Query {
        scope,
        limit: 1000,
        ..Query::default()
    };
    store.headlines(&query).unwrap().rows
}

fn titles(headlines: &[Headline]) -> Vec<&str> {
    headlines.iter().map(|h| h.title.as_str()).collect()
}

fn found(store: &Store, words: &str) -> Vec<String> {
    let query = Query {
        words: words.to_owned(),
        limit: 100,
        ..Query::default()
    };
    let rows = store.headlines(&query).unwrap().rows;
    rows.into_iter().map(|h| h.title).collect()
}

fn counts(store: &Store) -> Vec<(u32, u32)> {
    store
        .feeds()
        .unwrap()
        .iter()
        .map(|f| (f.unread, f.total))
        .collect()
}

// Storing polls.

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
    assert_eq!(article.link.as_deref(), Some("https://news.example/3"));
    assert_eq!(article.source, "ledger.example");
    assert_eq!(counts(&store), [(3, 3), (0, 0), (1, 1)]);
}

#[test]
fn the_date_is_published_else_updated_else_first_seen_and_never_in_the_future() {
    let (_dir, mut store) = sample();
    let mut undated = entry("undated", "Undated", "", 0);
    undated.published = None;
    let mut updated = undated.clone();
    (updated.id, updated.title, updated.updated) = ("u".into(), "Updated".into(), Some(NOW - 50));
    let entries = vec![
        entry("f", "Far future", "", i64::MAX),
        entry("p", "Past", "", NOW - 99),
        entry("o", "Before all calendars", "", i64::MIN),
        updated,
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
        ["Salt & light", "https://news.example/2", "Untitled"]
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
    assert!(stored.new.is_empty());
    assert!(list(&store, Scope::All).is_empty());
}

// What the configuration says.

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
    ];
    poll(&mut store, "ledger", entries.clone());
    let rows = list(&store, Scope::All);
    let bookmark = Bookmark {
        article: rows[0].id,
        created: NOW,
        note: Some("for the essay".into()),
        tags: vec!["later".into()],
    };
    store.put_bookmark(&bookmark).unwrap();
    let highlight = Highlight {
        id: 0,
        article: rows[1].id,
        exact: "h".into(),
        prefix: String::new(),
        suffix: String::new(),
        colour: HighlightColour::Blue,
        note: None,
        created: NOW,
    };
    store.add_highlight(&highlight).unwrap();

    store.sync_feeds(&config(&[("herald", None)])).unwrap();
    assert_eq!(
        titles(&list(&store, Scope::All)),
        ["Bookmarked", "Highlighted"]
    );
    assert_eq!(titles(&list(&store, Scope::Bookmarks)), ["Bookmarked"]);
    assert!(list(&store, Scope::Unread).is_empty());
    assert_eq!(store.bookmark(rows[0].id).unwrap(), Some(bookmark));
    assert_eq!(store.highlights(rows[1].id).unwrap().len(), 1);
    assert_eq!(store.article(rows[0].id).unwrap().unwrap().html, "<p>b</p>");
    assert_eq!(store.feeds().unwrap().len(), 1);
    assert!(store.feed(rows[0].feed).unwrap().is_some());

    // And the feed is the same one when it comes back.
    store.sync_feeds(&config(&[("ledger", None)])).unwrap();
    assert_eq!(poll(&mut store, "ledger", entries), (1, 0));
    assert_eq!(counts(&store), [(1, 3)]);
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
    assert_eq!(store.article(id).unwrap(), None);
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
}

// Lists.

#[test]
fn pages_hold_every_article_once_in_every_scope_and_order() {
    let (_dir, mut store) = sample();
    for (n, name) in ["ledger", "courier", "herald"].into_iter().enumerate() {
        // Many of one date: the number decides.
        let entries =
            (0..40).map(|i| entry(&i.to_string(), &format!("{name} {i}"), "", NOW - i / 7 * 60));
        assert_eq!(poll(&mut store, name, entries.collect()), (40, 0), "{n}");
    }
    let all = list(&store, Scope::All);
    let ids: Vec<ArticleId> = all.iter().map(|h| h.id).collect();
    for id in ids.iter().step_by(3) {
        store.set_bookmark(*id, true, NOW).unwrap();
        store.set_read(&[*id], true, NOW).unwrap();
    }
    let scopes = [
        (Scope::All, 120),
        (Scope::Unread, 80),
        (Scope::Bookmarks, 40),
        (Scope::Folder("World".into()), 80),
        (Scope::Feed(feed(&store, "herald")), 40),
    ];
    for (scope, expected) in scopes {
        let mut lists = Vec::new();
        for order in [Order::Newest, Order::Oldest] {
            let mut rows = Vec::new();
            let mut after = None;
            loop {
                let query = Query {
                    scope: scope.clone(),
                    order,
                    after,
                    limit: 7,
                    ..Query::default()
                };
                let page = store.headlines(&query).unwrap();
                assert!(page.rows.len() <= 7);
                rows.extend(page.rows.into_iter().map(|h| (h.date, h.id)));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(rows.len(), expected, "{scope:?}");
            lists.push(rows);
        }
        assert!(lists[0].is_sorted_by(|a, b| a > b), "{scope:?}");
        lists[1].reverse();
        assert_eq!(lists[0], lists[1]);
    }
}

#[test]
fn pages_stay_right_while_articles_arrive() {
    let (_dir, mut store) = sample();
    let old = (0..20).map(|i| entry(&i.to_string(), &format!("old {i}"), "", NOW - 100 - i));
    poll(&mut store, "ledger", old.collect());
    let mut query = Query {
        limit: 10,
        ..Query::default()
    };
    let first = store.headlines(&query).unwrap();
    let new = (0..5).map(|i| entry(&format!("n{i}"), &format!("new {i}"), "", NOW - i));
    poll(&mut store, "courier", new.collect());
    query.after = first.next;
    let second = store.headlines(&query).unwrap();
    let seen: Vec<String> = first
        .rows
        .into_iter()
        .chain(second.rows)
        .map(|h| h.title)
        .collect();
    assert_eq!(
        seen,
        (0..20).map(|i| format!("old {i}")).collect::<Vec<_>>()
    );
    assert_eq!(second.next, None);
}

#[test]
fn reading_marks_counts_and_can_be_undone() {
    let (_dir, mut store) = sample();
    for name in ["ledger", "courier", "herald"] {
        let entries = (0..4).map(|i| entry(&i.to_string(), &format!("{name} {i}"), "", NOW - i));
        poll(&mut store, name, entries.collect());
    }
    let all = list(&store, Scope::All);
    let two = [all[0].id, all[1].id];
    assert_eq!(store.set_read(&two, true, NOW).unwrap(), two);
    assert_eq!(store.set_read(&two, true, NOW).unwrap(), []);
    assert_eq!(list(&store, Scope::Unread).len(), 10);

    let world = Scope::Folder("World".into());
    let latest = store
        .headlines(&Query {
            limit: 50,
            ..Query::default()
        })
        .unwrap()
        .rows;
    let highest = latest.iter().map(|h| h.id).max().unwrap();
    poll(&mut store, "ledger", vec![entry("late", "Late", "", NOW)]);
    let before = counts(&store);
    let changed = store.mark_all_read(&world, Some(highest)).unwrap();
    assert_eq!(
        counts(&store).iter().map(|c| c.0).collect::<Vec<_>>(),
        [1, 0, before[2].0]
    );
    assert_eq!(titles(&list(&store, Scope::Unread))[0], "Late");
    assert_eq!(store.set_read(&changed, false, NOW).unwrap(), changed);
    assert_eq!(counts(&store), before);

    let changed = store.mark_all_read(&Scope::All, None).unwrap();
    assert_eq!(changed.len(), 11);
    assert_eq!(counts(&store), [(0, 5), (0, 4), (0, 4)]);
    store.set_read(&changed, false, NOW).unwrap();
    assert_eq!(counts(&store), before);

    store.set_bookmark(all[5].id, true, NOW).unwrap();
    assert_eq!(
        store.mark_all_read(&Scope::Bookmarks, None).unwrap(),
        [all[5].id]
    );
}

#[test]
fn the_next_unread_article_is_found_in_both_directions() {
    let (_dir, mut store) = sample();
    let entries = (0..5).map(|i| entry(&i.to_string(), &format!("{i}"), "", NOW - i));
    poll(&mut store, "ledger", entries.collect());
    let all = list(&store, Scope::All);
    store.set_read(&[all[1].id, all[2].id], true, NOW).unwrap();
    let at = Some(Cursor {
        date: all[1].date,
        id: all[1].id,
    });
    let next = store
        .next_unread(&Scope::All, Order::Newest, at)
        .unwrap()
        .unwrap();
    assert_eq!(next.id, all[3].id);
    let before = store
        .next_unread(&Scope::All, Order::Oldest, at)
        .unwrap()
        .unwrap();
    assert_eq!(before.id, all[0].id);
    let end = Some(Cursor {
        date: all[4].date,
        id: all[4].id,
    });
    assert_eq!(
        store.next_unread(&Scope::All, Order::Newest, end).unwrap(),
        None
    );
}

// Enrichment and search.

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
        ranges: vec![start..start + words.len()],
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
    assert_eq!(
        found(&store, "bank-held"),
        Vec::<String>::new()
            .as_slice()
            .iter()
            .map(|s: &String| s.clone())
            .chain(["Rates held".to_owned()])
            .collect::<Vec<_>>()
    );
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

// Two at once, and violent ends.

#[test]
fn two_instances_read_while_one_refreshes() {
    let (dir, mut writer) = sample();
    let lock = RefreshLock::try_take(dir.path()).unwrap();
    assert!(lock.is_some());
    let cache = Cache::start(dir.path()).unwrap();
    assert!(RefreshLock::try_take(dir.path()).unwrap().is_none());
    let other = Store::open_reader(dir.path()).unwrap();
    poll(
        &mut writer,
        "ledger",
        vec![entry("1", "Seen by both", "", NOW)],
    );
    assert_eq!(titles(&list(&other, Scope::All)), ["Seen by both"]);
    let id = list(&other, Scope::All)[0].id;
    let (sender, answer) = channel();
    cache.write(move |store| sender.send(store.set_read(&[id], true, NOW)).unwrap());
    assert_eq!(answer.recv().unwrap().unwrap(), [id]);
    assert!(list(&other, Scope::Unread).is_empty());
}

#[test]
fn a_file_of_a_later_version_is_refused_and_unharmed() {
    let (dir, store) = sample();
    let path = store.path().to_owned();
    drop(store);
    // The version stands at byte 60 of the header (https://www.sqlite.org/fileformat.html, 1.3).
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&999u32.to_be_bytes());
    std::fs::write(&path, &bytes).unwrap();
    for error in [
        Store::open(dir.path()).unwrap_err(),
        Store::open_reader(dir.path()).unwrap_err(),
    ] {
        assert!(
            matches!(error, CacheError::Newer { found: 999, .. }),
            "{error}"
        );
    }
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

const CHILD: &str = "PULLQUOTE_TEST_REFRESH";
const FEEDS: usize = 30;
const ENTRIES: i64 = 20;

/// A refresh of many feeds, over and over, as a process of its own that is killed; run by the test below.
#[test]
fn child_that_refreshes() {
    let Some(dir) = std::env::var_os(CHILD) else {
        return;
    };
    let mut store = Store::open(Path::new(&dir)).unwrap();
    store.sync_feeds(&refreshed_feeds()).unwrap();
    refresh(&mut store);
}

fn refreshed_feeds() -> Vec<FeedConfig> {
    let names: Vec<String> = (0..FEEDS).map(|n| format!("f{n}")).collect();
    config(
        &names
            .iter()
            .map(|n| (n.as_str(), Some("World")))
            .collect::<Vec<_>>(),
    )
}

fn refresh(store: &mut Store) {
    for feed in store.feeds().unwrap() {
        let body = "<p>words and words</p>".repeat(100);
        let entries = (0..ENTRIES)
            .map(|i| entry(&i.to_string(), &format!("{} {i}", feed.url), &body, NOW - i));
        let parsed = ParsedFeed {
            entries: entries.collect(),
            ..ParsedFeed::default()
        };
        let state = PollState {
            last_success: Some(NOW),
            ..PollState::default()
        };
        store.store(feed.id, Some(&parsed), &state, NOW).unwrap();
        for id in store.to_enrich(1, 5).unwrap() {
            store
                .enrich(id, "words and words", &[], 1, Preview::No)
                .unwrap();
        }
    }
}

#[test]
fn a_refresh_killed_at_any_moment_loses_nothing_and_doubles_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    store.sync_feeds(&refreshed_feeds()).unwrap();
    poll(
        &mut store,
        "f0",
        vec![entry(
            "0",
            "https://f0.example/feed 0",
            &"<p>words and words</p>".repeat(100),
            NOW,
        )],
    );
    let kept = list(&store, Scope::All)[0].id;
    store.set_bookmark(kept, true, NOW).unwrap();
    store.set_read(&[kept], true, NOW).unwrap();
    drop(store);
    for round in 0..12 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_refreshes"])
            .env(CHILD, dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        wait_until_the_journal_grows(dir.path(), round);
        child.kill().unwrap();
        child.wait().unwrap();
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
        for feed in store.feeds().unwrap() {
            let rows = list(&store, Scope::Feed(feed.id)).len() as u32;
            let unread = list(&store, Scope::Unread)
                .iter()
                .filter(|h| h.feed == feed.id)
                .count();
            assert_eq!(
                (feed.total, feed.unread as usize),
                (rows, unread),
                "counts of {}",
                feed.url
            );
            let whole =
                rows == ENTRIES as u32 || rows == 0 || feed.url.contains("f0.") && rows == 1;
            assert!(whole, "{} holds {rows}", feed.url);
            assert_eq!(feed.poll.last_success.is_some(), rows == ENTRIES as u32);
        }
        let row = store.headline(kept).unwrap().unwrap();
        assert!(row.bookmarked && row.read && !row.edited);
    }
    let mut store = Store::open(dir.path()).unwrap();
    refresh(&mut store);
    let all = counts(&store);
    assert_eq!(
        all.iter().map(|c| c.1).sum::<u32>(),
        FEEDS as u32 * ENTRIES as u32
    );
    assert_eq!(
        all.iter().map(|c| c.0).sum::<u32>(),
        FEEDS as u32 * ENTRIES as u32 - 1
    );
}

/// Waits, without a clock, until the child has written so much that it stands somewhere in the middle.
fn wait_until_the_journal_grows(dir: &Path, round: u64) {
    let journal = dir.join("pullquote.db-wal");
    let size = || std::fs::metadata(&journal).map_or(0, |m| m.len());
    for _ in 0..20_000 {
        if size() > round * 40_000 {
            return;
        }
        std::thread::yield_now();
    }
}
