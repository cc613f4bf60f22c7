//! The screen for screen readers: words, one pane at a time, and the cursor where one reads.

use super::world::World;

#[test]
fn there_are_words_and_nothing_else() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = World::plain(columns, rows);
        world.press("bj");
        insta::assert_snapshot!(format!("plain_list_{columns}x{rows}"), world.screen());
        world.press("k<enter>");
        insta::assert_snapshot!(format!("plain_article_{columns}x{rows}"), world.screen());
        world.press("l");
        insta::assert_snapshot!(format!("plain_quotes_{columns}x{rows}"), world.screen());
        world.press("qqh");
        insta::assert_snapshot!(format!("plain_sources_{columns}x{rows}"), world.screen());
    }
}

#[test]
fn nothing_is_drawn_on_any_screen() {
    let mut world = World::plain(80, 24);
    for keys in [
        "",
        "<enter>",
        "l",
        "q",
        "q",
        "h",
        "?",
        "/read<enter>",
        "q",
        "!",
        "q",
        "T",
        "<esc>",
        ":fe",
        "<esc>",
        "P",
        "q",
        "i",
        "q",
    ] {
        world.press(keys);
        let screen = world.screen();
        let drawn = |c: char| ('\u{2190}'..'\u{2c00}').contains(&c);
        // What the articles themselves hold stays as it is.
        let own = [
            '\u{2500}'..='\u{257f}',
            '\u{25a0}'..='\u{25ff}',
            '\u{2600}'..='\u{27bf}',
        ];
        assert!(
            !screen
                .chars()
                .any(|c| drawn(c) && own.iter().any(|signs| signs.contains(&c))),
            "{keys}\n{screen}"
        );
    }
}

#[test]
fn the_cursor_is_on_the_line_that_is_read() {
    let mut world = World::plain(80, 24);
    assert_eq!(world.cursor(), (0, 1));
    world.press("jj");
    assert_eq!(world.cursor(), (0, 3));
    world.press("<enter>");
    assert_eq!(world.cursor(), (0, 1), "the first line of the text");
    world.press("]");
    let (_, row) = world.cursor();
    let screen = world.screen();
    let line = screen.lines().nth(usize::from(row)).unwrap();
    assert!(line.contains('“'), "the quotation: {line}");
    world.press("/rain");
    assert_eq!(world.cursor(), (6, 22), "where one types");
}

#[test]
fn what_is_said_stands_on_the_last_line() {
    let mut world = World::plain(80, 24);
    world.press("b");
    let screen = world.screen();
    let last = screen.lines().nth(23).unwrap();
    assert_eq!(last, "bookmarked");
}
