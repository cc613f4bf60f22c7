//! The same article in several feeds is one row, one mark, one count; and what only looks alike is not.

use pullquote::news::{ArticleId, Expression, Feed, Filter, Moment, Preview, Scope};

use super::*;

const DAY: i64 = 24 * 3600;
const TEXT: &str = "<p>The harbour office opened its doors at nine, an hour later than on any other day of the \
    year, and closed them again at noon. “We had three visitors, and two of them were looking for the ferry,” \
    said Ada Quill, who has kept the office since the old pier was taken down.</p>";

/// An entry with an address of its own.
fn at(link: &str, title: &str, html: &str, date: UnixSeconds) -> Entry {
    Entry {
        link: Some(link.to_owned()),
        ..entry(link, title, html, date)
    }
}

fn store_at(store: &mut Store, name: &str, entries: Vec<Entry>) -> pullquote::cache::Stored {
    let parsed = ParsedFeed {
        entries,
        ..ParsedFeed::default()
    };
    let feed = feed(store, name);
    store
        .store(feed, Some(&parsed), &PollState::default(), NOW)
        .unwrap()
}

/// How many rows the list of all has after each of two feeds brought an article.
fn rows_of(ledger: Entry, courier: Entry) -> usize {
    let (_dir, mut store) = sample();
    store_at(&mut store, "ledger", vec![ledger]);
    store_at(&mut store, "courier", vec![courier]);
    list(&store, Scope::All).len()
}

fn asked(store: &Store, text: &str) -> Vec<Headline> {
    let filter = Filter {
        expression: Expression::parse(text).unwrap(),
        moment: Moment::default(),
    };
    let query = Query {
        filter: Some(filter),
        limit: 100,
        ..Query::default()
    };
    store.headlines(&query).unwrap().rows
}

/// One article of three feeds, two of them in a folder, and one article of its own.
fn folded() -> (tempfile::TempDir, Store) {
    let (dir, mut store) = sample();
    let link = "https://www.wire.example/office?utm_source=rss";
    for (name, link) in [
        ("ledger", link),
        ("courier", "http://wire.example/office/"),
        ("herald", "https://m.wire.example/office#top"),
    ] {
        let title = format!("The office, says the {name}");
        store_at(&mut store, name, vec![at(link, &title, name, NOW - 60)]);
    }
    let own = at("https://courier.example/own", "Courier’s own", "", NOW - 90);
    store_at(&mut store, "courier", vec![own]);
    (dir, store)
}

fn names(store: &Store, row: &Headline) -> Vec<String> {
    let name = |id: &FeedId| store.feed(*id).unwrap().unwrap().title;
    row.fold.iter().map(name).collect()
}

#[test]
fn one_row_in_every_list_but_the_feeds_own() {
    let (_dir, store) = folded();
    let world = Scope::Folder("World".to_owned());
    for scope in [Scope::All, Scope::Unread, world] {
        let rows = list(&store, scope);
        assert_eq!(
            titles(&rows),
            ["The office, says the ledger", "Courier’s own"]
        );
        let sources = ["ledger.example", "herald.example", "courier.example"];
        assert_eq!(names(&store, &rows[0]), sources);
        assert!(rows[1].fold.is_empty());
    }
    let herald = list(&store, Scope::Feed(feed(&store, "herald")));
    assert_eq!(titles(&herald), ["The office, says the herald"]);
    assert_eq!(herald[0].fold.len(), 3);
    let feeds = store.feeds().unwrap();
    let all: u32 = feeds.iter().map(Feed::unread_in_all).sum();
    let folder = feeds.iter().filter(|f| f.folder.is_some());
    let folder: u32 = folder.map(Feed::unread_in_folder).sum();
    assert_eq!((all, folder), (2, 2));
    assert_eq!(counts(&store), [(1, 1), (2, 2), (1, 1)]);
}

#[test]
fn read_and_bookmarked_in_one_feed_is_so_in_all() {
    let (_dir, mut store) = folded();
    let herald = feed(&store, "herald");
    let of_herald = list(&store, Scope::Feed(herald))[0].id;
    let changed = store.set_read(&[of_herald], true, NOW).unwrap();
    assert_eq!(changed.len(), 3);
    assert_eq!(titles(&list(&store, Scope::Unread)), ["Courier’s own"]);
    assert_eq!(store.set_read(&changed, false, NOW).unwrap().len(), 3);
    store.mark_all_read(&Scope::Feed(herald), None).unwrap();
    assert_eq!(titles(&list(&store, Scope::Unread)), ["Courier’s own"]);

    store.set_bookmark(of_herald, true, NOW).unwrap();
    assert_eq!(store.bookmark_count().unwrap(), 1);
    for scope in [Scope::All, Scope::Feed(herald), Scope::Bookmarks] {
        assert!(list(&store, scope.clone())[0].bookmarked, "{scope:?}");
    }
    let leader = list(&store, Scope::All)[0].id;
    store.set_bookmark(leader, false, NOW).unwrap();
    assert!(!list(&store, Scope::Feed(herald))[0].bookmarked);
}

#[test]
fn what_was_read_comes_read_from_another_feed() {
    let (_dir, mut store) = sample();
    let link = "https://wire.example/office";
    let first = store_at(&mut store, "ledger", vec![at(link, "Office", "", NOW)]);
    assert_eq!((first.new, first.folded), (1, 0));
    store.set_read(&[ArticleId(1)], true, NOW).unwrap();
    let second = store_at(&mut store, "herald", vec![at(link, "Office", "", NOW)]);
    assert_eq!((second.new, second.folded), (1, 1));
    assert!(list(&store, Scope::Unread).is_empty());
    assert_eq!(counts(&store), [(0, 1), (0, 0), (0, 1)]);
}

#[test]
fn title_and_text_fold_but_neither_alone() {
    let title = "Harbour office opens for three hours";
    let at_ledger = |html: &str, date| at("https://ledger.example/7", title, html, date);
    let at_courier =
        |title: &str, html: &str| at("https://courier.example/office", title, html, NOW);
    let shouted = "HARBOUR OFFICE opens for three hours";
    let written = TEXT
        .replace('“', "&ldquo;")
        .replace("<p>", "<div class=lead> ");
    assert_eq!(
        rows_of(at_ledger(TEXT, NOW), at_courier(shouted, &written)),
        1
    );
    let other_text = TEXT.replace("three visitors", "four visitors");
    let other_title = "Harbour office opens for four hours";
    for (what, ledger, courier) in [
        (
            "another text",
            at_ledger(TEXT, NOW),
            at_courier(title, &other_text),
        ),
        (
            "another title",
            at_ledger(TEXT, NOW),
            at_courier(other_title, TEXT),
        ),
        (
            "little text",
            at_ledger("<p>See inside.</p>", NOW),
            at_courier(title, "<p>See inside.</p>"),
        ),
        (
            "another day",
            at_ledger(TEXT, NOW - 3 * DAY),
            at_courier(title, TEXT),
        ),
        (
            "a title that tells nothing",
            at("https://ledger.example/7", "Daily briefing", TEXT, NOW),
            at_courier("Daily briefing", TEXT),
        ),
    ] {
        assert_eq!(rows_of(ledger, courier), 2, "{what}");
    }
}

#[test]
fn a_daily_title_with_a_daily_text_is_never_folded() {
    let (_dir, mut store) = sample();
    let title = "The daily briefing from the harbour";
    let daily = |name: &str, day: i64| {
        at(
            &format!("https://{name}.example/{day}"),
            title,
            TEXT,
            NOW - day * DAY,
        )
    };
    store_at(
        &mut store,
        "ledger",
        vec![daily("ledger", 0), daily("ledger", 1)],
    );
    store_at(
        &mut store,
        "courier",
        vec![daily("courier", 0), daily("courier", 1)],
    );
    assert_eq!(list(&store, Scope::All).len(), 4);
}

#[test]
fn an_address_of_many_entries_is_none_of_theirs() {
    let (_dir, mut store) = sample();
    let live = "https://wire.example/live";
    let at_nine = Entry {
        id: "9".to_owned(),
        ..at(live, "Nine o’clock", "", NOW - 60)
    };
    store_at(
        &mut store,
        "ledger",
        vec![at(live, "Noon", "", NOW), at_nine],
    );
    store_at(
        &mut store,
        "courier",
        vec![at(live, "One o’clock", "", NOW)],
    );
    let front = "https://wire.example/";
    store_at(
        &mut store,
        "ledger",
        vec![at(front, "A front page", "", NOW)],
    );
    store_at(
        &mut store,
        "courier",
        vec![at(front, "Another front page", "", NOW)],
    );
    assert_eq!(list(&store, Scope::All).len(), 5);
    let old = at(
        "https://wire.example/old",
        "An old story",
        "",
        NOW - 30 * DAY,
    );
    let again = at("https://wire.example/old", "An old story", "", NOW);
    assert_eq!(
        rows_of(old, again),
        2,
        "an address that comes back is news again"
    );
}

#[test]
fn another_article_leads_where_the_leader_goes() {
    let (_dir, mut store) = folded();
    let leader = list(&store, Scope::All)[0].id;
    // Its publisher gives it another address.
    let link = "https://www.wire.example/office?utm_source=rss";
    let mut moved = at(link, "The office, says the ledger", "ledger", NOW - 60);
    moved.link = Some("https://ledger.example/elsewhere".to_owned());
    store_at(&mut store, "ledger", vec![moved]);
    let rows = list(&store, Scope::All);
    assert_eq!(rows.len(), 3);
    let alone = rows.iter().find(|row| row.id == leader).unwrap();
    assert!(alone.fold.is_empty());
    let others = rows.iter().find(|row| !row.fold.is_empty()).unwrap();
    assert_eq!(names(&store, others), ["courier.example", "herald.example"]);
    // The feed of the new leader is removed.
    let feeds = config(&[("ledger", Some("World")), ("herald", None)]);
    store.sync_feeds(&feeds).unwrap();
    let rows = list(&store, Scope::All);
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row.fold.is_empty()));
    assert_eq!(list(&store, Scope::Unread).len(), 2);
    let all: u32 = store.feeds().unwrap().iter().map(Feed::unread_in_all).sum();
    assert_eq!(all, 2);
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn a_bookmark_stays_where_its_article_leaves_the_fold() {
    let (_dir, mut store) = folded();
    let leader = list(&store, Scope::All)[0].id;
    store.set_bookmark(leader, true, NOW).unwrap();
    store
        .sync_feeds(&config(&[("courier", None), ("herald", None)]))
        .unwrap();
    assert_eq!(store.bookmark(leader).unwrap(), Some(NOW));
    let kept = list(&store, Scope::Bookmarks);
    assert_eq!(titles(&kept), ["The office, says the ledger"]);
    assert_eq!(
        titles(&list(&store, Scope::Unread)),
        ["The office, says the courier", "Courier’s own"]
    );
}

#[test]
fn folding_is_switched_off_and_on_again() {
    let (_dir, mut store) = folded();
    let mut feeds = config(&[
        ("ledger", Some("World")),
        ("courier", Some("World")),
        ("herald", None),
    ]);
    feeds[1].apart = true;
    store.sync_feeds(&feeds).unwrap();
    assert_eq!(list(&store, Scope::All).len(), 3);
    store.set_read(&[ArticleId(1)], true, NOW).unwrap();
    feeds[1].apart = false;
    store.sync_feeds(&feeds).unwrap();
    let rows = list(&store, Scope::All);
    assert_eq!(rows.len(), 2);
    assert!(rows[0].read, "read in one feed");
    for feed in &mut feeds {
        feed.apart = true;
    }
    store.sync_feeds(&feeds).unwrap();
    let rows = list(&store, Scope::All);
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|row| row.fold.is_empty()));
}

#[test]
fn a_query_finds_the_article_of_a_fold_of_which_it_is_true() {
    let (_dir, mut store) = folded();
    for id in [1, 2, 3] {
        let text = if id == 3 {
            "gulls and glaciers"
        } else {
            "gulls"
        };
        store
            .enrich(ArticleId(id), text, &[], 1, Preview::No)
            .unwrap();
    }
    let office = |name: &str| format!("The office, says the {name}");
    for (text, name) in [
        ("gulls", "ledger"),
        ("glaciers", "herald"),
        ("title:herald", "herald"),
        ("feed:herald", "herald"),
        ("feed:herald or feed:courier office", "herald"),
        ("-feed:ledger office", "herald"),
        ("office is:unread", "ledger"),
    ] {
        assert_eq!(titles(&asked(&store, text)), [office(name)], "{text}");
    }
    assert_eq!(found(&store, "office"), [office("ledger")]);
    assert_eq!(found(&store, "glaciers"), [office("herald")]);
    let ranked = store.search("gulls", &Scope::All, 10).unwrap();
    assert_eq!(ranked.len(), 1);
    let ranked = store.search("glaciers", &Scope::All, 10).unwrap();
    assert_eq!(titles(&ranked), [office("herald")]);
    let herald = Scope::Feed(feed(&store, "herald"));
    assert_eq!(store.search("gulls", &herald, 10).unwrap().len(), 1);
}
