//! The help: narrowed by words, scrolled, and back to all of it.

use super::world::World;
use pullquote::app::{Binding, Keymap, Message, Overlay, Place, Preset, action_named, sequence};

#[test]
fn words_narrow_the_help_and_are_lit() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = World::new(columns, rows);
        world.press("?/read");
        insta::assert_snapshot!(format!("help_typed_{columns}x{rows}"), world.screen());
        world.press("<enter>");
        insta::assert_snapshot!(format!("help_found_{columns}x{rows}"), world.screen());
    }
}

#[test]
fn what_was_typed_is_kept_changed_and_cleared() {
    let mut world = World::new(80, 24);
    world.press("?/bookmark<enter>");
    let screen = world.screen();
    assert!(screen.contains("the bookmarks, and back"));
    assert!(!screen.contains("a screen down"));
    // The line is opened again with what stands in it; escape leaves that as it was.
    world.press("/ nothing at all<esc>");
    assert_eq!(world.state.help.words, "bookmark");
    world.press("/<c-u>zzz<enter>");
    assert!(
        world
            .screen()
            .contains("no key and no action has these words")
    );
    // The first escape shows all of the help again, the second closes it.
    world.press("<esc>");
    assert!(world.screen().contains("to the pane on the left"));
    assert_eq!(world.state.overlay, Some(Overlay::Help));
    world.press("<esc>");
    assert_eq!(world.state.overlay, None);
    world.press("?");
    assert_eq!(world.state.help.words, "", "it opens whole");
}

#[test]
fn the_help_scrolls_to_its_end_and_no_further() {
    for (columns, rows) in [(120, 20), (40, 12)] {
        let mut world = World::new(columns, rows);
        world.press("?G");
        assert!(world.screen().contains("select nothing"));
        let bottom = world.screen();
        world.press("k");
        assert_ne!(world.screen(), bottom, "at once");
        world.press("/s<pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn>");
        let end = world.screen();
        world.press("<down>");
        assert_eq!(world.screen(), end);
        world.press("<enter>");
        world.happen(Message::Wheel {
            up: true,
            column: 5,
            row: 5,
        });
        assert_ne!(world.screen(), end, "the wheel scrolls it");
    }
}

#[test]
fn keys_of_the_readers_own_are_found() {
    let mut world = World::new(80, 24);
    let own = Binding {
        place: Place::Everywhere,
        keys: sequence("<c-x> b").unwrap(),
        action: action_named("all-read"),
    };
    world.state.keymap = Keymap::new(Preset::Vim, &[own]).unwrap();
    world.press("?/c-x");
    assert!(world.screen().contains("<c-x>b"));
    assert!(world.screen().contains("all in the list read"));
}
