//! The status line and the log: how a poll goes, words that fade, and what was said before.

use super::world::{NOW, World};
use pullquote::app::{Effect, Message, Overlay, PollResult};

/// A poll of forty feeds at its twelfth: three have something new, one has failed.
fn polling(columns: u16, rows: u16) -> World {
    let mut world = World::new(columns, rows);
    let feeds: Vec<_> = world.state.feeds.iter().map(|feed| feed.id).collect();
    world.happen(Message::PollStarted { total: 40 });
    for number in 0..12 {
        let failed = number == 7;
        world.happen(Message::Polled(PollResult {
            feed: feeds[number % 3],
            new: u32::from(number % 4 == 0),
            failed,
            bytes: 104_000,
            error: failed.then(|| "404 Not Found".to_owned()),
            hint: failed
                .then(|| "the address may have changed: look for the feed on its site".to_owned()),
        }));
    }
    world
}

#[test]
fn a_poll_shows_how_far_it_is_and_the_key_that_stops_it() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = polling(columns, rows);
        insta::assert_snapshot!(format!("progress_{columns}x{rows}"), world.screen());
    }
}

#[test]
fn escape_gives_a_poll_up_and_what_came_stays() {
    let mut world = polling(120, 36);
    world.press("<esc>");
    assert_eq!(world.asked, [Effect::CancelPoll]);
    assert!(world.screen().contains("stopping"));
    world.press("<esc>");
    assert_eq!(world.asked.len(), 1, "once");
    world.happen(Message::PollEnded);
    assert!(
        world
            .screen()
            .contains("stopped: 12 of 40 feeds asked: 3 new, 1 failed (! says why)")
    );
}

#[test]
fn escape_closes_what_is_open_before_it_stops_a_poll() {
    let mut world = polling(120, 36);
    world.press("?");
    assert!(!world.screen().contains("esc stops"));
    world.press("<esc><enter><esc>");
    assert_eq!(world.asked, []);
    world.press("<esc>");
    assert_eq!(world.asked, [Effect::CancelPoll]);
}

#[test]
fn words_fade_and_make_way_for_a_poll() {
    let mut world = polling(120, 36);
    world.press("b");
    let wait = |world: &mut World| match world.state.wait() {
        Some(Effect::After { ticket, .. }) => world.happen(Message::Elapsed { ticket }),
        other => panic!("{other:?}"),
    };
    assert!(!world.screen().contains("12/40"));
    let fresh = world.screen();
    wait(&mut world);
    assert!(world.screen().contains("12/40"), "grey words make way");
    world.state.progress = None;
    assert!(world.screen().contains("bookmarked"));
    assert_ne!(world.screen(), fresh, "they are grey");
    wait(&mut world);
    assert!(!world.screen().contains("bookmarked"));
    assert_eq!(world.state.wait(), None, "nothing is waited for");
}

#[test]
fn the_log_keeps_what_was_said_and_why_feeds_failed() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = polling(columns, rows);
        world.happen(Message::PollEnded);
        world.state.now = NOW + 75;
        world.press("bju");
        world.happen(Message::Failed(
            "the browser did not start: no such program; set `browser` in the configuration"
                .to_owned(),
        ));
        world.state.now = NOW + 100;
        world.press("!j");
        world.state.notice = None;
        insta::assert_snapshot!(format!("log_{columns}x{rows}"), world.screen());
        world.press("Gy");
        let Some(Effect::Copy(text)) = world.asked.last() else {
            panic!("{:?}", world.asked);
        };
        assert!(text.contains("404 Not Found\nthe address may"), "{text}");
        world.press("q");
        assert_eq!(world.state.overlay, None);
    }
}

#[test]
fn an_empty_log_says_so() {
    let mut world = World::empty(40, 12);
    world.press("!jGy");
    assert!(world.screen().contains("Nothing has happened yet."));
    assert_eq!(world.state.overlay, Some(Overlay::Log));
}

#[test]
fn a_long_log_turns_page_by_page() {
    let mut world = World::new(80, 24);
    for number in 1..=60 {
        world.happen(Message::Done(format!("message {number}.")));
    }
    world.press("!");
    let first = world.screen();
    assert!(first.contains("message 60."));
    world.press("j");
    assert!(
        world.screen().contains("message 60."),
        "nothing moves within a page"
    );
    world.press("G");
    assert!(world.screen().contains("message 1."));
    world.press("g");
    assert_eq!(world.screen(), first);
}
