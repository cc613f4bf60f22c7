//! What the reader writes to articles: tags, "later" among them, and notes.

use super::titles;
use super::world::World;
use pullquote::app::{Effect, Message};

/// The first article tagged and noted, the second to be read later.
fn kept(columns: u16, rows: u16) -> World {
    let mut world = World::new(columns, rows);
    world.press("tessay, ferries<enter>N");
    let Some(Effect::EditNote { id, note: None }) = world.asked.pop() else {
        panic!("the editor is asked for an empty note");
    };
    world.happen(Message::NoteEdited {
        id,
        before: None,
        after: "For the essay on islands: compare the timetable\nwith that of 1911.\n".to_owned(),
    });
    world.press("jw");
    world.state.notice = None;
    world
}

#[test]
fn tags_and_notes_stand_in_the_list_above_the_article_and_among_the_sources() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = kept(columns, rows);
        world.press("k");
        insta::assert_snapshot!(format!("kept_list_{columns}x{rows}"), world.screen());
        world.press("<enter>");
        insta::assert_snapshot!(format!("kept_article_{columns}x{rows}"), world.screen());
        world.press("qh");
        insta::assert_snapshot!(format!("kept_sources_{columns}x{rows}"), world.screen());
        world.press("lt");
        insta::assert_snapshot!(format!("tags_prompt_{columns}x{rows}"), world.screen());
    }
}

#[test]
fn later_is_a_tag_with_a_key_and_a_list() {
    let mut world = World::new(120, 36);
    world.press("w");
    let id = world.state.list.rows[0].id;
    assert_eq!(world.store.tags(id).unwrap(), ["later"]);
    assert!(world.screen().contains('»'));
    world.press("hjjj<enter>");
    assert_eq!(titles(&world), ["Harbour council keeps its last ferry"]);
    assert!(world.screen().contains("1 kept"));
    world.press("<enter>qw");
    assert_eq!(titles(&world).len(), 1, "it stays until the list is left");
    assert!(world.store.tags(id).unwrap().is_empty());
    world.press("u");
    assert_eq!(world.store.tags(id).unwrap(), ["later"]);
    assert!(
        world
            .screen()
            .contains("undone: not to be read later any more")
    );
    world.press("u");
    assert!(world.store.tags(id).unwrap().is_empty());
}

#[test]
fn tags_are_typed_completed_and_taken_back() {
    let mut world = World::new(120, 36);
    let id = world.state.list.rows[0].id;
    world.press("tEssay, ,#river, essay<enter>");
    assert_eq!(world.store.tags(id).unwrap(), ["Essay", "river"]);
    world.press("jtriv<tab><enter>");
    let second = world.state.list.rows[1].id;
    assert_eq!(world.store.tags(second).unwrap(), ["river"]);
    assert!(world.screen().contains("tagged river"));
    // Escape changes nothing; an empty line takes all tags away; undo gives them back.
    world.press("t<c-u><esc>");
    assert_eq!(world.store.tags(second).unwrap(), ["river"]);
    world.press("t<c-u><enter>");
    assert!(world.store.tags(second).unwrap().is_empty());
    world.press("u");
    assert_eq!(world.store.tags(second).unwrap(), ["river"]);
    world.press("/tag:essay<enter>");
    assert_eq!(titles(&world).len(), 1);
}

#[test]
fn a_note_is_written_changed_taken_away_and_given_back() {
    let mut world = kept(120, 36);
    world.press("kN");
    let Some(Effect::EditNote {
        id,
        note: Some(note),
    }) = world.asked.pop()
    else {
        panic!("the note is there to be changed");
    };
    assert!(note.starts_with("For the essay"));
    let edited = |after: &str| Message::NoteEdited {
        id,
        before: Some(note.clone()),
        after: after.to_owned(),
    };
    world.happen(edited(&format!("{note}\n")));
    assert!(world.screen().contains("the note is as it was"));
    world.happen(edited(" \n"));
    assert_eq!(world.store.note(id).unwrap(), None);
    assert!(!world.screen().contains('†'));
    world.press("u");
    assert_eq!(
        world.store.note(id).unwrap().as_deref(),
        Some(note.as_str())
    );
    assert!(world.screen().contains("† For the essay"));
}
