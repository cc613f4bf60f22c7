//! Articles: what was changed in them, where one was, and the way back through what was read.

use super::world::{NOW, World};
use pullquote::app::{Keymap, MarkRead, Message, Pane, Preset, Size};

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

fn top(world: &World) -> String {
    let screen = world.state.reading.as_ref().unwrap();
    let line = screen.scroll.saturating_sub(screen.header_height());
    let runs = screen.page.lines[line..].iter().flat_map(|line| &line.runs);
    let words: Vec<&str> = runs.map(|run| run.text.as_str()).take(3).collect();
    words.concat()
}

fn title(world: &World) -> &str {
    super::shown(world)
}

#[test]
fn an_article_opens_where_it_was_left_at_any_width() {
    let mut world = World::new(80, 12);
    world.press("<enter><space>");
    let before = top(&world);
    let byte = |world: &World| {
        let reading = world.state.reading.as_ref().unwrap();
        let line = reading.scroll.saturating_sub(reading.header_height());
        reading.page.lines[line].runs[0].range.start
    };
    let left = byte(&world);
    world.press("JK");
    assert_eq!(top(&world), before, "back at the place");
    world.press("J");
    world.happen(Message::Resize(Size {
        columns: 50,
        rows: 12,
    }));
    world.press("K");
    assert!(
        byte(&world) <= left && byte(&world) + 60 > left,
        "the same words at another width"
    );
    // Kept by the cache, not by the screen: it is there at the next start.
    world.press("qq");
    let id = world.state.list.rows[0].id;
    assert!(world.store.position(id).unwrap().unwrap().abs_diff(left) < 60);
}

#[test]
fn an_article_that_was_read_to_its_end_begins_anew() {
    let mut world = World::new(80, 12);
    world.press("<enter>GJ");
    let id = world.state.list.rows[0].id;
    assert_eq!(world.store.position(id).unwrap().unwrap_or(0), 0);
    world.press("K");
    assert_eq!(world.state.reading.as_ref().unwrap().scroll, 0);
}

#[test]
fn back_and_forward_through_what_was_read() {
    let mut world = World::new(80, 12);
    world.press("<enter><space>");
    let (first, place) = (title(&world).to_owned(), top(&world));
    // Another list, filtered; then a third article in it.
    world.press("q/gauge<enter><enter>");
    let second = title(&world).to_owned();
    assert!(second.starts_with("River"));
    world.press("q<esc>hG<enter><enter>");
    let third = title(&world).to_owned();
    assert_ne!(third, second);
    world.press("<c-o>");
    assert_eq!(
        (title(&world), world.state.list.filter.as_str()),
        (second.as_str(), "gauge")
    );
    assert_eq!(world.state.focus, Pane::Reading);
    world.press("<c-o>");
    assert_eq!((title(&world), top(&world)), (first.as_str(), place));
    assert_eq!(world.state.list.selected, 0);
    world.press("<c-o>");
    assert!(world.screen().contains("nothing was read before this"));
    world.press("<c-n><c-n>");
    assert_eq!(title(&world), third);
    world.press("<c-n>");
    assert!(world.screen().contains("nothing was read after this"));
    // From the list, the way back leads first to the article that was read last.
    world.press("qj<c-o>");
    assert_eq!(title(&world), third);
}

#[test]
fn the_way_back_leads_to_an_article_that_its_list_would_not_have_any_more() {
    let mut world = World::new(80, 12);
    // Among the unread, the first and the second are read; then the list is left.
    world.press("hj<enter><enter>JqB");
    world.press("<c-o>");
    let now = title(&world).to_owned();
    assert!(now.starts_with("Lighthouse"), "{now}");
    assert_eq!(
        world.state.list.source.scope,
        pullquote::news::Scope::Unread
    );
    assert_eq!(world.state.list.headline().unwrap().title, now);
    world.press("<c-o>");
    assert!(title(&world).starts_with("Harbour"));
    assert_eq!(world.state.list.headline().unwrap().title, title(&world));
    assert_eq!(super::unread(&world), 3, "looking back reads nothing");
    let mut ids: Vec<_> = world.state.list.rows.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), world.state.list.rows.len(), "no row twice");
}

#[test]
fn an_article_counts_as_read_once_its_end_was_seen() {
    let mut world = World::new(80, 12);
    world.state.settings.mark_read = MarkRead::Scroll;
    let is_read = |world: &World| world.state.list.rows[0].read;
    world.press("<enter>");
    assert!(!is_read(&world), "its beginning alone");
    world.press("G");
    assert!(is_read(&world));
    world.press("m");
    assert!(!is_read(&world));
    world.press("kj");
    assert!(!is_read(&world), "who marks it unread means it");
    world.press("h<enter>G");
    assert!(is_read(&world), "opened anew");

    let mut other = World::new(80, 12);
    other.state.settings.mark_read = MarkRead::Never;
    other.press("<enter>G");
    assert!(!is_read(&other));
}

#[test]
fn words_are_selected_by_the_keys_of_the_preset() {
    let mut world = World::new(120, 36);
    world.state.keymap = Keymap::new(Preset::Emacs, &[]).unwrap();
    world.press("<enter>v");
    let before = world.state.selection.clone().unwrap();
    world.press("<c-n>");
    let after = world.state.selection.clone().unwrap();
    assert!(after.range().end > before.range().end, "a line more");
    world.press("<c-g>");
    assert!(world.state.selection.is_none());
}
