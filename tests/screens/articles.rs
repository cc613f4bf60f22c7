//! Articles: what was changed in them, where one was, and the way back through what was read.

use super::world::{NOW, World};
use pullquote::app::{Message, Pane, Size};

/// The Ledger changes its first article twice.
fn edited(columns: u16, rows: u16) -> World {
    let mut world = World::new(columns, rows);
    let late = ("voted late on Sunday", "voted on Sunday evening");
    world.edit(&[late], NOW - 300);
    let tide = ("until the tide had turned", "until midnight");
    let title = ("keeps its last ferry", "keeps its ferry");
    let paint = ("<li>Paint, every second year</li>", "");
    world.edit(&[late, tide, title, paint], NOW - 60);
    // The list is read anew.
    world.press("BB");
    world
}

#[test]
fn what_was_changed_stands_in_the_place_of_the_article() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = edited(columns, rows);
        world.press("<enter>D");
        insta::assert_snapshot!(format!("changes_{columns}x{rows}"), world.screen());
    }
}

#[test]
fn without_colours_signs_say_what_was_changed() {
    let mut world = edited(120, 36);
    world.state.settings.colourless = true;
    world.press("<enter>D");
    let screen = world.screen();
    assert!(
        screen.contains("keeps its [-last -]ferry") || screen.contains("keeps its [-last-] ferry"),
        "{screen}"
    );
    assert!(screen.contains("{+midnight+}"), "{screen}");
}

#[test]
fn the_edits_are_gone_through_one_by_one_and_left_for_the_article() {
    let mut world = edited(120, 36);
    world.press("<enter>D");
    assert!(world.screen().contains("edit 2 of 2"));
    world.press("[");
    let screen = world.screen();
    assert!(
        screen.contains("edit 1 of 2") && screen.contains("evening"),
        "{screen}"
    );
    assert!(!screen.contains("midnight"), "the later edit is not in it");
    world.press("[");
    assert!(world.screen().contains("the first edit that is kept"));
    world.press("]D");
    assert!(world.state.reading.as_ref().unwrap().changes.is_none());
    assert_eq!(world.state.focus, Pane::Reading);
    // Every other way out leads back to the article, too.
    for out in ["q", "<esc>", "<enter>", "<space>"] {
        world.press("D");
        assert!(world.state.reading.as_ref().unwrap().changes.is_some());
        world.press(out);
        assert!(
            world.state.reading.as_ref().unwrap().changes.is_none(),
            "{out}"
        );
        assert_eq!(world.state.focus, Pane::Reading, "{out}");
    }
    world.press("JD");
    assert!(
        world
            .screen()
            .contains("not edited since it was first seen")
    );
}

#[test]
fn changes_are_laid_out_anew_at_any_size() {
    let mut world = edited(120, 36);
    world.press("<enter>D");
    for (columns, rows) in [(20, 5), (1, 1), (60, 8), (200, 60)] {
        world.happen(Message::Resize(Size { columns, rows }));
        world.press("jjG<pgup>");
        world.screen();
    }
    assert!(world.screen().contains("midnight"));
}
