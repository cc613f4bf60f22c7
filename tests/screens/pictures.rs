//! Pictures in an article, as half-blocks: they come when they are asked for, and go without a trace.

use std::sync::Arc;

use pullquote::app::{Effect, Message, Pixels};

use crate::world::World;

const FEED: &[u8] = br#"<?xml version="1.0"?><rss version="2.0"><channel><title>The Pier Paper</title>
<link>https://pier.invalid/</link><item><title>The lamp is lit again</title><guid>1</guid><link>https://pier.invalid/lamp</link>
<pubDate>Mon, 23 Nov 2026 06:00:00 GMT</pubDate><description><![CDATA[
<p>For the first time in nine years the lamp at the end of the pier was lit on Sunday evening, and some forty people
stood in the rain to see it.</p><figure><img src="/lamp.png" width="640" height="360" alt="The lamp from the beach">
<figcaption>The lamp from the beach, on Sunday.</figcaption></figure><p>The keeper had asked for no speeches, and there
were none.</p><img src="/plan.svg" alt="A plan of the pier"><p>The plan hangs in the town hall until May.</p>
]]></description></item></channel></rss>"#;

fn world(columns: u16, rows: u16) -> World {
    let feed = ("https://pier.invalid/feed", "Harbour", Some(FEED));
    let mut world = World::of(&[feed], columns, rows);
    world.press("<enter>");
    world
}

/// A sea below a sky, with a lamp.
fn lamp() -> Arc<Pixels> {
    let (width, height) = (64, 36);
    let pixel = |x: u32, y: u32| match (x, y) {
        (44..48, 8..12) => [255, 220, 120],
        (45..47, 12..28) => [90, 70, 60],
        (_, 28..) => [20, 60, 90],
        _ => [150, 170, 190],
    };
    let pixels = (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y)));
    Arc::new(Pixels {
        width,
        height,
        rgb: pixels.collect(),
    })
}

fn answer(world: &mut World) {
    let asked: Vec<(u64, bool)> = world
        .asked
        .iter()
        .filter_map(|effect| match effect {
            Effect::FetchPicture { ticket, url, .. } => Some((*ticket, url.ends_with("lamp.png"))),
            _ => None,
        })
        .collect();
    for (ticket, is_lamp) in asked {
        let result = if is_lamp {
            Ok(lamp())
        } else {
            Err("no PNG, JPEG, GIF or WebP".to_owned())
        };
        world.happen(Message::Picture { ticket, result });
    }
}

#[test]
fn pictures_stand_in_the_text_when_they_are_asked_for() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = world(columns, rows);
        world.press("I");
        answer(&mut world);
        insta::assert_snapshot!(format!("pictures_{columns}x{rows}"), world.screen());
        world.press("?");
        insta::assert_snapshot!(
            format!("pictures_below_the_help_{columns}x{rows}"),
            world.screen()
        );
        world.press("?I");
        let mut never = self::world(columns, rows);
        assert_eq!(text_of(&world.screen()), text_of(&never.screen()));
    }
}

/// Without the status line, which says what was done.
fn text_of(screen: &str) -> Vec<String> {
    let lines: Vec<&str> = screen.lines().collect();
    let text = &lines[..lines.len() - 2];
    text.iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn a_picture_is_asked_for_by_the_feeds_leave_and_only_on_a_key() {
    let mut world = world(120, 36);
    assert_eq!(world.asked, []);
    world.press("I");
    let first = world.asked.first();
    let chosen = matches!(
        first,
        Some(Effect::FetchPicture { url, chosen: Some(feed), .. })
            if url == "https://pier.invalid/lamp.png" && feed == "https://pier.invalid/feed"
    );
    assert!(chosen, "{first:?}");
}

#[test]
fn a_picture_that_is_scrolled_halfway_out_shows_its_other_half() {
    let mut world = world(80, 24);
    world.press("I");
    answer(&mut world);
    let blocks = |world: &mut World| {
        let screen = world.screen();
        let is_block = |line: &&str| line.contains(['▀', '▄']);
        screen.lines().filter(is_block).count()
    };
    let before = blocks(&mut world);
    assert!(before > 1, "{}", world.screen());
    world.press("jjjjjjjjjjjj");
    assert!(blocks(&mut world) < before);
}
