//! How the screen can be arranged: layouts, widths, the sidebar's side, density, the outline, the mouse on the borders.

use proptest::prelude::*;
use pullquote::app::{Density, Effect, Layout, Message, Overlay, Pane, Settings, Side, Size};

use super::world::World;

const WIDE: [(u16, u16); 1] = [(220, 50)];

snapshot!(two_panes, "WJ<c-l>", World::new, WIDE);
snapshot!(one_pane, "WW<c-l>", World::new, WIDE);
snapshot!(text_alone, "Z<c-l>", World::new, WIDE);
snapshot!(quotations_on_the_left, "<enter>\\<tab>", World::new, WIDE);
snapshot!(one_line_a_headline, "<a-d>", World::new, WIDE);
snapshot!(two_lines_a_headline, "<a-d><a-d>", World::new, WIDE);
snapshot!(three_lines_a_headline, "<a-d><a-d><a-d>", World::new, WIDE);
snapshot!(outline, "<enter>O", World::new, WIDE);
snapshot!(
    double_spaced_and_justified,
    "<enter><a-l><a-j>",
    World::new,
    WIDE
);

#[test]
fn on_a_wide_terminal_all_four_panes_use_the_room() {
    for (columns, rows) in [(220, 50), (320, 50)] {
        let mut world = World::new(columns, rows);
        world.press("<enter>");
        insta::assert_snapshot!(format!("wide_{columns}x{rows}"), world.screen());
    }
}

fn remembered(world: &World) -> usize {
    let kept = world.asked.iter();
    kept.filter(|effect| matches!(effect, Effect::Remember(_)))
        .count()
}

fn width(world: &World, pane: Pane) -> u16 {
    world.state.panes().area(pane).unwrap().width
}

#[test]
fn the_layouts_follow_each_other_and_zen_leads_back() {
    let mut world = World::new(120, 36);
    let mut seen = Vec::new();
    for _ in 0..4 {
        world.press("W");
        seen.push(world.state.arrangement.layout);
    }
    assert_eq!(seen, [Layout::Two, Layout::One, Layout::Zen, Layout::Three]);
    assert_eq!(remembered(&world), 4);
    world.press("WZ");
    assert!(world.state.panes().zen);
    let screen = world.screen();
    assert!(!screen.contains('│') && !screen.contains('─'), "{screen}");
    world.press("q");
    assert_eq!(world.state.arrangement.layout, Layout::Two);
    assert_eq!(world.state.focus, Pane::Reading);
    assert!(world.asked.iter().all(|effect| *effect != Effect::Quit));
}

#[test]
fn widths_change_by_keys_keep_their_bounds_and_go_back() {
    let mut world = World::new(120, 36);
    let before = width(&world, Pane::List);
    world.press("><gt>");
    assert_eq!(width(&world, Pane::List), before + 4);
    assert!(remembered(&world) > 0);
    world.press("99<");
    let narrowest = width(&world, Pane::List);
    assert!((10..before).contains(&narrowest));
    world.press("99>");
    assert!(width(&world, Pane::Reading) >= 30);
    world.press("=");
    assert_eq!(width(&world, Pane::List), before);
}

#[test]
fn lines_of_text_grow_over_the_panes_beside_them_and_shrink_at_once() {
    let mut world = World::new(120, 36);
    world.press("<enter>");
    let columns = |world: &World| world.state.reading.as_ref().unwrap().page.width;
    let before = columns(&world);
    world.press("3>");
    assert!(columns(&world) > before);
    world.press("=");
    assert_eq!(columns(&world), before);
    world.press("2<");
    assert_eq!(columns(&world), before - 4);
    assert_eq!(width(&world, Pane::List), 32, "no pane moves for it");
}

#[test]
fn what_is_arranged_is_there_at_the_next_start_until_the_configuration_changes() {
    let mut world = World::new(120, 36);
    world.press("\\<a-d>2>");
    let arranged = world.state.arrangement;
    let Some(Effect::Remember(kept)) = world.asked.pop() else {
        panic!("it is remembered");
    };
    let mut next = World::new(120, 36);
    next.state.arrange(&kept);
    assert_eq!(next.state.arrangement, arranged);
    assert_eq!(next.state.settings.sidebar, Side::Left);
    let mut effects = Vec::new();
    let settings = Settings {
        density: Density::Three,
        ..Settings::default()
    };
    next.state.configure(settings, &mut effects);
    assert_eq!(
        next.state.settings.density,
        Density::Three,
        "the later word"
    );
    assert_eq!(
        next.state.settings.sidebar,
        Side::Left,
        "nothing was said of it"
    );
}

#[test]
fn the_outline_shows_where_one_is_and_leads_to_a_heading() {
    let mut world = World::new(120, 14);
    world.press("<enter>O");
    assert_eq!(world.state.overlay, Some(Overlay::Outline(0)));
    assert!(world.screen().contains("What it costs"));
    world.press("<enter>");
    assert_eq!(world.state.overlay, None);
    let reading = world.state.reading.as_ref().unwrap();
    let heading = &reading.headings()[0];
    assert!(reading.bytes_on_screen(13).contains(&heading.range.start));
    world.press("JO");
    assert!(world.screen().contains("no headings"));
}

#[test]
fn a_drag_moves_a_border_and_a_double_click_takes_it_back() {
    let mut world = World::new(120, 36);
    let before = width(&world, Pane::List);
    let row = 5;
    let border = before;
    world.happen(Message::Click {
        column: border,
        row,
    });
    for column in [border + 3, border + 9] {
        world.happen(Message::Drag { column, row });
    }
    assert_eq!(width(&world, Pane::List), before + 9);
    assert_eq!(remembered(&world), 0, "not before it is let go");
    world.happen(Message::Release);
    assert_eq!(remembered(&world), 1);
    world.happen(Message::Drag { column: 90, row });
    assert_eq!(width(&world, Pane::List), before + 9, "let go");
    // The quotations have their border on the left.
    let quotes = world.state.panes().quotes.unwrap();
    let (column, width_before) = (quotes.x - 1, quotes.width);
    world.happen(Message::Click { column, row });
    world.happen(Message::Drag {
        column: column - 4,
        row,
    });
    world.happen(Message::Release);
    assert_eq!(width(&world, Pane::Quotes), width_before + 4);
    let column = before + 9;
    world.happen(Message::DoubleClick { column, row });
    assert_eq!(width(&world, Pane::List), before);
}

#[test]
fn a_click_selects_and_a_double_click_opens() {
    let mut world = World::new(120, 36);
    let (column, row) = (5, 3);
    world.happen(Message::Click { column, row });
    world.happen(Message::Release);
    assert_eq!(
        (world.state.list.selected, world.state.focus),
        (1, Pane::List)
    );
    assert!(!world.state.list.rows[1].read, "looked at, not opened");
    world.happen(Message::DoubleClick { column, row });
    assert_eq!(world.state.focus, Pane::Reading);
    assert!(world.state.list.rows[1].read);
}

#[test]
fn words_that_are_dragged_over_are_copied_on_release_where_that_is_wanted() {
    for wanted in [false, true] {
        let mut world = World::new(120, 36);
        let settings = Settings {
            copy_on_select: wanted,
            ..Settings::default()
        };
        world.state.configure(settings, &mut Vec::new());
        world.press("<enter>");
        world.asked.clear();
        world.happen(Message::Click { column: 36, row: 4 });
        world.happen(Message::Drag { column: 60, row: 4 });
        world.happen(Message::Release);
        assert!(world.state.selection.is_some(), "it stays selected");
        let copied = world.asked.iter().any(|e| matches!(e, Effect::Copy(_)));
        assert_eq!(copied, wanted);
    }
}

#[test]
fn the_wheel_scrolls_what_it_is_over_and_leaves_the_selection_on_the_screen() {
    let mut world = World::new(120, 6);
    world.happen(Message::Wheel {
        up: false,
        column: 5,
        row: 3,
    });
    assert_eq!(world.state.list.top, 3);
    assert_eq!(world.state.list.selected, 3);
    world.press("h");
    let source = world.state.source;
    world.happen(Message::Wheel {
        up: false,
        column: 5,
        row: 3,
    });
    assert_eq!(world.state.source, source, "no other list for a look");
}

#[test]
fn a_long_article_says_how_much_is_left() {
    let mut world = World::new(120, 12);
    let settings = Settings {
        words_per_minute: 50,
        ..Settings::default()
    };
    world.state.configure(settings, &mut Vec::new());
    world.press("<enter>");
    assert!(world.screen().contains("min left"));
    world.press("G");
    assert!(!world.screen().contains("min left"));
    assert!(world.screen().contains("100%"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_size_and_no_layout_breaks_the_screen(
        (columns, rows) in prop_oneof![
            (1u16..30, 1u16..8),
            (20u16..340, 3u16..60),
            Just((1, 1)),
            Just((20, 5)),
        ],
        presses in proptest::collection::vec(
            prop_oneof![
                Just("W"), Just("Z"), Just("<lt>"), Just("9>"), Just("="), Just("\\"), Just("<a-d>"),
                Just("<a-l>"), Just("<a-j>"), Just("O"), Just("j"), Just("<tab>"), Just("<enter>"), Just("h"),
                Just("<space>"), Just("G"), Just("]"), Just("/a<enter>"), Just("<esc>"), Just("?"),
            ],
            1..12,
        ),
        (column, row) in (0u16..340, 0u16..60),
    ) {
        let mut world = World::new(columns, rows);
        for press in presses {
            world.press(press);
            world.screen();
            world.happen(Message::Click { column, row });
            world.happen(Message::Drag { column: row, row: column });
            world.happen(Message::Release);
            world.happen(Message::DoubleClick { column: row, row });
            world.happen(Message::Wheel { up: false, column, row });
            world.screen();
        }
        world.happen(Message::Resize(Size { columns: rows, rows: columns }));
        world.screen();
    }
}
