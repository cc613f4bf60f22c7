//! An article that several feeds have: one row with its other sources, and their names over the text.

use pullquote::app::{Message, PollResult};
use pullquote::news::{Entry, Expression, Moment, ParsedFeed, PollState, Rule, RuleAction, Told};

use super::world::{NOW, World};

/// The first article of the first feed, in the other two feeds as well.
fn world(columns: u16, rows: u16) -> World {
    let mut world = World::new(columns, rows);
    let feeds = world.store.feeds().unwrap();
    for (feed, title) in feeds[1..]
        .iter()
        .zip(["The Lower Herald", "Northmoor Courier"])
    {
        let entry = Entry {
            id: "ferry".to_owned(),
            title: "The last ferry stays".to_owned(),
            link: Some("http://www.ledger.invalid/2026/ferry/?utm_source=wire".to_owned()),
            published: Some(NOW - 3600),
            ..Entry::default()
        };
        let parsed = ParsedFeed {
            title: Some(title.to_owned()),
            entries: vec![entry],
            ..ParsedFeed::default()
        };
        let state = PollState::default();
        world
            .store
            .store(feed.id, Some(&parsed), &state, NOW)
            .unwrap();
        world.happen(Message::Polled(PollResult {
            feed: feed.id,
            new: 1,
            failed: false,
            bytes: 0,
            error: None,
            hint: None,
        }));
    }
    world.press("g");
    world
}

#[test]
fn a_folded_article_names_its_other_sources() {
    for (columns, rows) in [(120, 36), (160, 40), (80, 24), (40, 12)] {
        let mut world = world(columns, rows);
        // Away and back: the article was shown before the others had it.
        world.press("jk<enter>");
        insta::assert_snapshot!(format!("folded_{columns}x{rows}"), world.screen());
    }
}

#[test]
fn what_rules_did_is_said_and_taken_back() {
    let mut world = World::new(120, 36);
    let rows: Vec<_> = world.state.list.rows.iter().map(|row| row.id).collect();
    let rule = Rule {
        name: "Skim".to_owned(),
        query: Expression::EVERYTHING,
        actions: vec![RuleAction::Read, RuleAction::Tag("skimmed".to_owned())],
    };
    let mut ruled = world.store.apply_rule(&rule, Moment::default()).unwrap();
    assert_eq!(ruled.read.len(), rows.len());
    ruled.told.push(Told {
        rule: "Watch".to_owned(),
        id: rows[0],
        title: "The ferry".to_owned(),
    });
    world.happen(Message::Ruled(Box::new(ruled)));
    assert!(world.screen().contains("Watch: The ferry"));
    assert!(world.state.list.rows.iter().all(|row| row.read));
    world.press("u");
    let undone = format!("undone: {0} read, {0} tagged by rules", rows.len());
    assert!(world.screen().contains(&undone), "{}", world.screen());
    assert!(world.state.list.rows.iter().all(|row| !row.read));
    assert!(world.store.all_tags().unwrap().is_empty());
}

#[test]
fn what_is_done_to_a_folded_article_is_done_once_in_each_list() {
    let mut world = world(160, 40);
    let counts =
        |world: &World| -> Vec<u32> { world.state.sources().iter().map(|row| row.count).collect() };
    let before = counts(&world);
    world.press("m");
    let shown = counts(&world);
    assert_ne!(shown, before);
    world.press("g");
    world.happen(Message::PollEnded);
    assert_eq!(counts(&world), shown, "as the cache counts");
    world.press("u");
    assert_eq!(counts(&world), before);
    world.happen(Message::PollEnded);
    assert_eq!(counts(&world), before);
}
