//! Rules do what they say with new articles, once with each, and nothing that cannot be taken back.

use pullquote::news::{
    ArticleId, Expression, Feed, Moment, Preview, Rule, RuleAction, Ruled, Scope,
};

use super::*;

const MOMENT: Moment = Moment {
    now: NOW,
    utc_offset: 0,
};

fn rule(query: &str, actions: &[&str]) -> Rule {
    Rule {
        name: query.to_owned(),
        query: Expression::parse(query).unwrap(),
        actions: actions
            .iter()
            .map(|a| RuleAction::named(a).unwrap())
            .collect(),
    }
}

/// A store with rules, and three articles that came since.
fn ruled(rules: Vec<Rule>) -> (tempfile::TempDir, Store) {
    let (dir, mut store) = sample();
    store.set_rules(rules, 0);
    let news = vec![
        entry("3", "Derby ends level", "", NOW - 30),
        entry("2", "River gauge rises", "", NOW - 20),
    ];
    poll(&mut store, "ledger", news);
    poll(
        &mut store,
        "herald",
        vec![entry("1", "Derby postponed", "", NOW - 10)],
    );
    (dir, store)
}

fn id(store: &Store, title: &str) -> ArticleId {
    let query = "is:hidden or is:read or is:unread";
    let rows = store.matching(&Expression::parse(query).unwrap(), MOMENT, None, 100);
    let rows = rows.unwrap().rows;
    rows.iter().find(|row| row.title == title).unwrap().id
}

fn enrich(store: &mut Store) {
    for title in ["Derby ends level", "River gauge rises", "Derby postponed"] {
        let id = id(store, title);
        store
            .enrich(id, "A short text.", &[], 1, Preview::No)
            .unwrap();
    }
}

fn selected(store: &Store, query: &str) -> Vec<String> {
    let query = Expression::parse(query).unwrap();
    let rows = store.matching(&query, MOMENT, None, 100).unwrap().rows;
    rows.into_iter().map(|row| row.title).collect()
}

#[test]
fn each_action_is_done_with_the_articles_of_the_query_alone() {
    let (_dir, mut store) = ruled(vec![
        rule("feed:ledger", &["read", "tag Harbour"]),
        rule("feed:herald", &["bookmark", "notify"]),
    ]);
    let unread: Vec<bool> = list(&store, Scope::All)
        .iter()
        .map(|row| !row.read)
        .collect();
    assert_eq!(unread, [true, false, false]);
    assert_eq!(counts(&store), [(0, 2), (0, 0), (1, 1)]);
    assert_eq!(selected(&store, "tag:harbour").len(), 2);
    assert_eq!(titles(&list(&store, Scope::Bookmarks)), ["Derby postponed"]);
    let ruled = store.take_ruled();
    assert_eq!(ruled.summary(), "2 read, 1 bookmarked, 2 tagged");
    assert_eq!(ruled.told.len(), 1);
    assert_eq!(ruled.told[0].title, "Derby postponed");
    assert!(store.take_ruled().is_empty());
}

#[test]
fn what_is_hidden_is_found_by_asking_for_it_and_counts_nowhere() {
    let (_dir, mut store) = ruled(vec![rule("feed:herald", &["hide"])]);
    let shown = ["River gauge rises", "Derby ends level"];
    for scope in [Scope::All, Scope::Unread] {
        assert_eq!(titles(&list(&store, scope)), shown);
    }
    let herald = feed(&store, "herald");
    assert!(list(&store, Scope::Feed(herald)).is_empty());
    assert_eq!(counts(&store), [(2, 2), (0, 0), (0, 0)]);
    let all: u32 = store.feeds().unwrap().iter().map(Feed::unread_in_all).sum();
    assert_eq!(all, 2);
    enrich(&mut store);
    assert_eq!(found(&store, "derby"), ["Derby ends level"]);
    assert_eq!(store.search("derby", &Scope::All, 9).unwrap().len(), 1);
    for query in [
        "is:hidden",
        "is:hidden derby",
        "feed:herald is:hidden",
        "is:hidden is:unread",
    ] {
        assert_eq!(selected(&store, query), ["Derby postponed"], "{query}");
    }
    assert_eq!(selected(&store, "is:hidden or river").len(), 2);
    // All of the list is marked, and nothing that is not in it.
    store.mark_all_read(&Scope::All, None).unwrap();
    assert_eq!(selected(&store, "is:hidden is:unread"), ["Derby postponed"]);
}

#[test]
fn a_rule_that_asks_for_the_text_waits_for_it_and_is_applied_once() {
    let (_dir, mut store) = ruled(vec![rule("title:derby", &["read"])]);
    assert_eq!(list(&store, Scope::Unread).len(), 3);
    enrich(&mut store);
    assert_eq!(titles(&list(&store, Scope::Unread)), ["River gauge rises"]);
    assert_eq!(store.take_ruled().read.len(), 2);
    let derby = id(&store, "Derby postponed");
    store.set_read(&[derby], false, NOW).unwrap();
    poll(
        &mut store,
        "herald",
        vec![entry("1", "Derby postponed again", "", NOW - 10)],
    );
    store
        .enrich(derby, "Another text.", &[], 1, Preview::No)
        .unwrap();
    store
        .enrich(derby, "Another text.", &[], 2, Preview::No)
        .unwrap();
    assert!(!store.headline(derby).unwrap().unwrap().read);
    assert!(store.take_ruled().is_empty());
}

#[test]
fn rules_follow_each_other_and_spare_what_is_stored_already() {
    let (_dir, mut store) = ruled(Vec::new());
    let rules = vec![
        rule("feed:ledger", &["read"]),
        rule("is:unread", &["tag new"]),
    ];
    store.set_rules(rules, 0);
    poll(&mut store, "ledger", vec![entry("9", "Ninth", "", NOW)]);
    poll(&mut store, "courier", vec![entry("8", "Eighth", "", NOW)]);
    assert_eq!(selected(&store, "tag:new"), ["Eighth"]);
    assert_eq!(selected(&store, "is:read"), ["Ninth"]);
}

#[test]
fn what_rules_did_is_taken_back_as_it_was() {
    let (_dir, mut store) = ruled(Vec::new());
    let derby = id(&store, "Derby postponed");
    store.set_read(&[derby], true, NOW).unwrap();
    store.add_tag(&[derby], "sport", NOW).unwrap();
    let before = list(&store, Scope::All);
    let mut done = Ruled::default();
    for rule in [
        rule("feed:herald or feed:ledger", &["read", "tag sport"]),
        rule("feed:herald", &["hide"]),
        rule("feed:ledger", &["bookmark"]),
    ] {
        done.extend(store.apply_rule(&rule, MOMENT).unwrap());
    }
    assert_eq!(done.summary(), "2 read, 2 bookmarked, 2 tagged, 1 hidden");
    store.undo_rules(&done).unwrap();
    assert_eq!(list(&store, Scope::All), before);
    assert_eq!(store.tags(derby).unwrap(), ["sport"]);
    assert_eq!(selected(&store, "tag:sport"), ["Derby postponed"]);
    assert_eq!(store.bookmark_count().unwrap(), 0);
}

#[test]
fn what_is_bookmarked_is_never_hidden() {
    let (_dir, mut store) = ruled(Vec::new());
    let derby = id(&store, "Derby postponed");
    store.set_bookmark(derby, true, NOW).unwrap();
    let hide = rule("feed:herald or feed:ledger", &["hide"]);
    let rows = store.matching(&hide.query, MOMENT, None, 9).unwrap().rows;
    let would = |row: &Headline| !store.would_change(&hide, row).unwrap().is_empty();
    assert_eq!(rows.iter().filter(|row| would(row)).count(), 2);
    assert_eq!(store.apply_rule(&hide, MOMENT).unwrap().hidden.len(), 2);
    assert_eq!(titles(&list(&store, Scope::All)), ["Derby postponed"]);
}

#[test]
fn hiding_one_of_a_fold_leaves_the_others_and_undo_folds_it_again() {
    let (_dir, mut store) = sample();
    let link = Some("https://wire.example/office".to_owned());
    for name in ["ledger", "herald"] {
        let parsed = ParsedFeed {
            entries: vec![Entry {
                link: link.clone(),
                ..entry("1", name, "", NOW)
            }],
            ..ParsedFeed::default()
        };
        let id = feed(&store, name);
        let state = PollState::default();
        store.store(id, Some(&parsed), &state, NOW).unwrap();
    }
    assert_eq!(titles(&list(&store, Scope::All)), ["ledger"]);
    let hidden = store
        .apply_rule(&rule("feed:ledger", &["hide"]), MOMENT)
        .unwrap();
    assert_eq!(titles(&list(&store, Scope::Unread)), ["herald"]);
    assert!(list(&store, Scope::All)[0].fold.is_empty());
    store.undo_rules(&hidden).unwrap();
    let rows = list(&store, Scope::Unread);
    assert_eq!((rows.len(), rows[0].fold.len()), (1, 2));
}
