//! Text that runs from right to left: where it stands, the order in which it is seen, and what the mouse hits there.

use pullquote::app::{Effect, Following, Message};
use pullquote::renderer::RightToLeft;

use crate::world::World;

const PAPER: &[u8] = include_bytes!("../fixtures/feeds/shore.xml");

fn world(columns: u16, rows: u16) -> World {
    let feed = ("https://shore.invalid/feed", "Harbour", Some(PAPER));
    World::of(&[feed], columns, rows)
}

#[test]
fn hebrew_and_arabic_at_three_sizes() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        for (name, keys) in [
            ("list", ""),
            ("hebrew", "<enter>"),
            ("arabic", "j<enter>"),
            ("quotes", "<enter>l"),
            ("front_page", "<a-f>"),
        ] {
            let mut world = world(columns, rows);
            world.press(keys);
            let name = format!("right_to_left_{name}_{columns}x{rows}");
            insta::assert_snapshot!(name, world.screen());
        }
    }
}

/// The cell at which a text begins, as it stands on the screen.
fn cell_of(world: &mut World, text: &str) -> (u16, u16) {
    let screen = world.screen();
    let (row, line) = screen
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains(text))
        .unwrap_or_else(|| panic!("{text} is not on the screen:\n{screen}"));
    let column = line[..line.find(text).unwrap()].chars().count();
    (column as u16, row as u16)
}

fn turned(text: &str) -> String {
    text.chars().rev().collect()
}

#[test]
fn a_paragraph_ends_at_the_left_and_begins_at_the_right_edge_of_the_text() {
    let mut world = world(120, 36);
    world.press("<enter>");
    let screen = world.screen();
    let edge = |words: &str| {
        let line = screen.lines().find(|line| line.contains(words)).unwrap();
        line[..line.find(words).unwrap() + words.len()]
            .chars()
            .count()
    };
    // The first words of two paragraphs end in one column.
    assert_eq!(edge(&turned("הגשר מעל הנהר")), edge(&turned("„חיכינו")));
}

#[test]
fn a_double_click_selects_the_word_that_is_seen_there() {
    let mut world = world(120, 36);
    world.press("<enter>");
    // A Hebrew word, and a Latin one within the Hebrew line.
    for (seen, word) in [(turned("העבודה"), "העבודה"), ("Works".to_owned(), "Works")] {
        let (column, row) = cell_of(&mut world, &seen);
        for message in [
            Message::Click { column, row },
            Message::DoubleClick { column, row },
        ] {
            world.happen(message);
        }
        let reading = world.state.reading.as_ref().unwrap();
        let selection = world.state.selection.as_ref().unwrap();
        assert_eq!(reading.document.slice(&selection.range()), word);
    }
}

#[test]
fn what_is_dragged_over_is_copied_in_the_order_in_which_it_is_read() {
    let mut world = world(120, 36);
    world.press("<enter>");
    let (right, row) = cell_of(&mut world, &turned("הגשר מעל"));
    let from = right + "הגשר מעל".chars().count() as u16 - 1;
    world.happen(Message::Click { column: from, row });
    world.happen(Message::Drag { column: right, row });
    world.happen(Message::Release);
    world.press("y");
    let copied = world.asked.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    assert!(copied.unwrap().contains("הגשר מעל"));
}

#[test]
fn the_letters_of_a_link_stand_where_it_begins_and_what_is_sought_is_lit_where_it_is_seen() {
    let mut world = world(120, 36);
    world.press("<enter>L");
    let Some(Following::Hints(hints)) = &world.state.following else {
        panic!("letters");
    };
    let hint = &hints.hints[0];
    let page = &world.state.reading.as_ref().unwrap().page;
    let byte = page.at(hint.line, hint.column).unwrap();
    let text = &world.state.reading.as_ref().unwrap().document.text;
    assert!(text[byte..].starts_with("North"));
}

#[test]
fn a_terminal_that_orders_rows_itself_gets_them_as_they_are_read_and_at_the_right() {
    let mut world = world(120, 36);
    world.state.settings.right_to_left = RightToLeft::Aligned;
    world.leave_order_to_the_terminal();
    world.press("<enter>");
    let screen = world.screen();
    let line = screen
        .lines()
        .find(|line| line.contains("בידי חברת North"))
        .unwrap();
    let before = line.split("בידי חברת").next().unwrap();
    assert!(before.ends_with("  "), "{line}");
}
