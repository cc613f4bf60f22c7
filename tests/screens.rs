//! The screens, from keys: what stands on them at the three sizes, and what each key does.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
#[path = "screens/world.rs"]
mod world;

#[path = "screens/folds.rs"]
mod folds;

use pullquote::app::{
    Action, Binding, Effect, Entry, Keymap, Message, Pane, Place, PollResult, PollWhat, Preset,
    Size, keys, sequence, update,
};
use pullquote::news::Scope;
use world::World;

snapshot!(start, "");
snapshot!(sources, "h");
snapshot!(reading, "<enter>");
snapshot!(quotes, "<enter>l");
snapshot!(a_quotation_selected, "<enter>]]");
snapshot!(filter, "/library");
snapshot!(bookmarks, "bB");
snapshot!(help, "?");
snapshot!(palette, ":fe");
snapshot!(themes, "<enter>Tjj");
snapshot!(feed_details, "hjjjjjji");
snapshot!(wide_characters, "jjj<enter>");

#[path = "screens/articles.rs"]
mod articles;
#[path = "screens/contrast.rs"]
mod contrast;
#[path = "screens/enclosures.rs"]
mod enclosures;
#[path = "screens/front.rs"]
mod front;
#[path = "screens/full.rs"]
mod full;
#[path = "screens/help.rs"]
mod help;
#[path = "screens/interleavings.rs"]
mod interleavings;
#[path = "screens/keeping.rs"]
mod keeping;
#[path = "screens/layouts.rs"]
mod layouts;
#[path = "screens/links.rs"]
mod links;
#[path = "screens/lists.rs"]
mod lists;
#[path = "screens/pictures.rs"]
mod pictures;
#[path = "screens/plain.rs"]
mod plain;
#[path = "screens/programs.rs"]
mod programs;
#[path = "screens/right_to_left.rs"]
mod right_to_left;
#[path = "screens/sidebar.rs"]
mod sidebar;
#[path = "screens/status.rs"]
mod status;
#[path = "screens/subscribing.rs"]
mod subscribing;

fn titles(world: &World) -> Vec<&str> {
    world
        .state
        .list
        .rows
        .iter()
        .map(|row| row.title.as_str())
        .collect()
}

fn shown(world: &World) -> &str {
    &world
        .state
        .reading
        .as_ref()
        .expect("an article is shown")
        .article
        .headline
        .title
}

fn unread(world: &World) -> u32 {
    world
        .store
        .feeds()
        .unwrap()
        .iter()
        .map(|feed| feed.unread)
        .sum()
}

#[test]
fn space_alone_reads_everything() {
    let mut world = World::new(120, 20);
    let mut seen = Vec::new();
    for _ in 0..60 {
        world.press("<space>");
        let title = shown(&world).to_owned();
        if seen.last() != Some(&title) {
            seen.push(title);
        }
    }
    assert_eq!(seen, titles(&world));
    assert_eq!(unread(&world), 0);
    assert!(world.screen().contains("nothing unread is left"));
}

#[test]
fn space_goes_on_to_the_next_feed() {
    let mut world = World::new(120, 36);
    // The first feed of the first folder: three articles.
    world.press("hjjjjj<enter>");
    assert_eq!(titles(&world).len(), 3);
    for _ in 0..10 {
        if titles(&world).len() == 3 {
            world.press("<space>");
        }
    }
    assert_eq!(
        titles(&world).len(),
        2,
        "the list of the next feed with something unread"
    );
    assert_eq!(
        shown(&world),
        "Library fines abolished: “a tax on slow readers”"
    );
}

#[test]
fn a_bookmark_is_kept_at_once_and_taken_back_by_the_same_key() {
    let mut world = World::new(120, 36);
    world.press("b");
    assert_eq!(world.store.bookmark_count().unwrap(), 1);
    assert!(world.screen().contains('★'));
    world.press("b");
    assert_eq!(world.store.bookmark_count().unwrap(), 0);
    world.press("bB");
    assert_eq!(world.state.list.source.scope, Scope::Bookmarks);
    assert_eq!(titles(&world).len(), 1);
    world.press("B");
    assert_eq!(world.state.list.source.scope, Scope::All);
    world.press("jjBB");
    assert_eq!(world.state.list.selected, 2, "back where one was");
}

#[test]
fn all_read_and_undo() {
    let mut world = World::new(120, 36);
    assert_eq!(unread(&world), 5);
    world.press("A");
    assert_eq!(unread(&world), 0);
    assert!(
        world.state.list.rows.iter().all(|row| row.read),
        "they stay in the list, as read"
    );
    world.press("u");
    assert_eq!(unread(&world), 5);
    assert!(world.screen().contains("undone: 5 marked read"));
}

#[test]
fn read_and_unread_by_key_and_back_by_undo() {
    let mut world = World::new(120, 36);
    world.press("m");
    assert_eq!(unread(&world), 4);
    world.press("m");
    assert_eq!(unread(&world), 5);
    world.press("uu");
    assert_eq!(unread(&world), 5);
    world.press("u");
    assert!(world.screen().contains("nothing to undo"));
}

#[test]
fn n_and_p_go_to_unread_articles_and_the_capitals_to_any() {
    let mut world = World::new(120, 36);
    world.press("<enter>J");
    assert_eq!(world.state.list.selected, 1);
    world.press("n");
    assert_eq!(world.state.list.selected, 2);
    world.press("K");
    assert_eq!(world.state.list.selected, 1);
    world.press("p");
    assert!(
        world.screen().contains("no unread article before this one"),
        "all above were read"
    );
    world.press("Kmn");
    assert_eq!(world.state.list.selected, 3);
    world.press("p");
    assert_eq!(
        world.state.list.selected, 0,
        "the one that was marked unread again"
    );
}

#[test]
fn the_filter_works_while_it_is_typed_and_escape_clears_it() {
    let mut world = World::new(120, 36);
    world.press("/ferr");
    assert_eq!(titles(&world), ["Harbour council keeps its last ferry"]);
    world.press("<enter>");
    assert!(world.state.prompt.is_none());
    assert_eq!(titles(&world).len(), 1);
    world.press("<esc>");
    assert_eq!(titles(&world).len(), 5);
    world.press("/nowhere");
    assert!(world.screen().contains("Nothing is found."));
    world.press("<esc>");
    assert_eq!(titles(&world).len(), 5);
}

#[test]
fn y_copies_the_link_or_the_selected_quotation_with_its_source() {
    let mut world = World::new(120, 36);
    world.press("y");
    assert_eq!(
        world.asked.pop(),
        Some(Effect::Copy("https://ledger.invalid/2026/ferry".into()))
    );
    world.press("<enter>]y");
    let Some(Effect::Copy(text)) = world.asked.pop() else {
        panic!("something is copied")
    };
    assert_eq!(
        text,
        "“The boat is the only road we have. It stays” — Leontine Abara, Mayor of Quayside, \
         *Harbour council keeps its last ferry*, https://ledger.invalid/2026/ferry"
    );
}

#[test]
fn the_browser_gets_the_link_and_a_refresh_the_feed() {
    let mut world = World::new(120, 36);
    world.press("o");
    assert_eq!(
        world.asked.pop(),
        Some(Effect::Browse("https://ledger.invalid/2026/ferry".into()))
    );
    world.press("r");
    let feed = world.state.list.rows[0].feed;
    assert_eq!(world.asked.pop(), Some(Effect::Poll(PollWhat::Feed(feed))));
    world.press("R");
    assert_eq!(world.asked.pop(), Some(Effect::Poll(PollWhat::All)));
}

#[test]
fn the_selected_quotation_is_scrolled_to() {
    let mut world = World::new(80, 10);
    world.press("<enter>]");
    let reading = world.state.reading.as_ref().unwrap();
    let lines = reading.quote_lines[0].clone();
    assert!(
        lines.start >= reading.scroll && lines.end <= reading.scroll + 8,
        "{lines:?} at {}",
        reading.scroll
    );
    world.press("]]");
    let reading = world.state.reading.as_ref().unwrap();
    assert_eq!(reading.selected, Some(Entry::Quote(2)));
    let lines = &reading.quote_lines[2];
    assert!(lines.start >= reading.scroll && lines.start < reading.scroll + 8);
    world.press("[");
    assert_eq!(
        world.state.reading.as_ref().unwrap().selected,
        Some(Entry::Quote(1))
    );
}

#[test]
fn a_key_leads_through_all_panes_and_back_out() {
    let mut world = World::new(80, 24);
    let mut panes = Vec::new();
    for _ in 0..4 {
        world.press("<tab>");
        panes.push(world.state.focus);
    }
    assert_eq!(
        panes,
        [Pane::Reading, Pane::Quotes, Pane::Sources, Pane::List]
    );
    world.press("<tab><tab>qq");
    assert_eq!(world.state.focus, Pane::List);
    assert!(world.asked.is_empty());
    world.press("q");
    assert_eq!(world.asked, [Effect::Quit]);
}

#[test]
fn no_size_breaks_the_screen_and_the_place_in_the_text_is_kept() {
    let mut world = World::new(100, 12);
    world.press("<enter><space>");
    let place = |world: &World| {
        let reading = world.state.reading.as_ref().unwrap();
        let line = reading.scroll.saturating_sub(reading.header_height());
        reading.page.lines[line..]
            .iter()
            .flat_map(|line| &line.runs)
            .map(|run| run.range.clone())
            .find(|r| !r.is_empty())
    };
    let before = place(&world).unwrap();
    for (columns, rows) in [
        (200, 60),
        (20, 5),
        (1, 1),
        (2, 3),
        (59, 7),
        (60, 8),
        (99, 9),
        (149, 9),
        (151, 50),
    ] {
        world.happen(Message::Resize(Size { columns, rows }));
        for keys in ["?", "q", "i", "q", "<tab>", "<tab>", "<tab>", "<tab>"] {
            world.press(keys);
            world.screen();
        }
    }
    world.happen(Message::Resize(Size {
        columns: 100,
        rows: 12,
    }));
    let after = place(&world).unwrap();
    assert!(
        after.start.abs_diff(before.start) < 200,
        "{before:?} became {after:?}"
    );
}

#[test]
fn what_arrives_does_not_move_the_list_under_the_eye() {
    let mut world = World::new(120, 36);
    world.press("jj");
    let (before, selected) = (titles(&world).join("\n"), world.state.list.selected);
    let feed = world.state.list.rows[0].feed;
    world.happen(Message::PollStarted { total: 2 });
    world.happen(Message::Polled(PollResult {
        feed,
        new: 12,
        failed: false,
        bytes: 0,
        error: None,
        hint: None,
    }));
    assert!(world.screen().contains("1/2"), "the progress is shown");
    assert!(world.screen().contains("12 new"));
    assert_eq!(
        (titles(&world).join("\n"), world.state.list.selected),
        (before, selected)
    );
    world.happen(Message::Polled(PollResult {
        feed,
        new: 0,
        failed: true,
        bytes: 0,
        error: None,
        hint: None,
    }));
    world.happen(Message::PollEnded);
    assert!(
        world
            .screen()
            .contains("2 of 2 feeds asked: 12 new, 1 failed")
    );
    world.press("g");
    assert_eq!(world.state.list.arrived, 0);
}

#[test]
fn a_click_opens_and_the_wheel_scrolls() {
    let mut world = World::new(120, 12);
    world.happen(Message::Click { column: 5, row: 3 });
    assert_eq!(
        world.state.list.selected, 1,
        "the second headline: two lines each, below the title line"
    );
    world.happen(Message::Click { column: 5, row: 1 });
    world.happen(Message::Wheel {
        up: false,
        column: 60,
        row: 6,
    });
    assert_eq!(world.state.reading.as_ref().unwrap().scroll, 3);
    world.happen(Message::Wheel {
        up: true,
        column: 60,
        row: 6,
    });
    assert_eq!(world.state.reading.as_ref().unwrap().scroll, 0);
}

#[test]
fn a_failure_is_shown_beside_its_feed() {
    let mut world = World::new(120, 36);
    world.press("h");
    let screen = world.screen();
    assert!(screen.contains("broken.invalid"));
    assert!(screen.contains("404 Not Found"));
}

#[test]
fn a_reader_without_feeds_is_told_what_to_do() {
    let mut world = World::empty(80, 24);
    assert!(world.screen().contains("Nothing here yet."));
}

#[test]
fn a_poll_of_many_feeds_asks_for_their_counts_once_until_they_come() {
    let mut world = World::new(120, 36);
    let feed = world.state.list.rows[0].feed;
    let mut asked = 0;
    for _ in 0..100 {
        let polled = PollResult {
            feed,
            new: 1,
            failed: false,
            bytes: 0,
            error: None,
            hint: None,
        };
        let effects = update(&mut world.state, Message::Polled(polled));
        asked += effects
            .iter()
            .filter(|effect| **effect == Effect::LoadFeeds)
            .count();
    }
    assert_eq!(asked, 1);
    let feeds = world.state.feeds.clone();
    let effects = update(
        &mut world.state,
        Message::Feeds {
            feeds,
            bookmarks: 0,
        },
    );
    assert_eq!(
        effects,
        [Effect::LoadFeeds],
        "what came after the question is asked for again"
    );
}

#[test]
fn a_bookmark_that_could_not_be_kept_is_not_shown_as_if_it_were() {
    let mut world = World::new(120, 36);
    let before = titles(&world).join("\n");
    let effects = update(&mut world.state, Message::Key(keys("b").unwrap()[0]));
    assert!(matches!(
        effects[..],
        [Effect::SetBookmark { on: true, .. }]
    ));
    assert!(world.state.list.rows[0].bookmarked);
    world.happen(Message::NotKept("the disk is full; make room".into()));
    assert!(!world.state.list.rows[0].bookmarked);
    assert!(world.screen().contains("the disk is full"));
    assert_eq!(titles(&world).join("\n"), before);
}

#[test]
fn back_at_the_article_on_the_screen_it_stays_as_it_was() {
    let mut world = World::new(120, 12);
    world.press("<enter><space>h");
    let place = world.state.reading.as_ref().unwrap().scroll;
    assert!(place > 0);
    // Down and up again before the other article has come.
    for key in keys("jk").unwrap() {
        let asked = update(&mut world.state, Message::Key(key));
        assert!(asked.len() <= 2, "{asked:?}");
    }
    assert_eq!(world.state.wanted, None);
    assert_eq!(world.state.reading.as_ref().unwrap().scroll, place);
}

#[test]
fn a_sequence_that_waits_shows_how_it_may_go_on() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = World::new(columns, rows);
        let own = [
            ("<space> a", Action::AllRead),
            ("<space> b", Action::Bookmarks),
            ("<space> r", Action::RefreshAll),
        ];
        let own = own.map(|(keys, action)| Binding {
            place: Place::Everywhere,
            keys: sequence(keys).unwrap(),
            action: Some(action),
        });
        world.state.keymap = Keymap::new(Preset::Vim, &own).unwrap();
        world.press("3<space>");
        let ticket = world.asked.iter().find_map(|effect| match effect {
            Effect::After { ticket, .. } => Some(*ticket),
            _ => None,
        });
        let ticket = ticket.expect("a wait");
        world.happen(Message::Elapsed { ticket });
        insta::assert_snapshot!(format!("sequence_{columns}x{rows}"), world.screen());
    }
}
