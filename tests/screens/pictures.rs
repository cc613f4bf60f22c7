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

/// A sky that grows lighter towards the sea, and a lamp.
fn lamp() -> Arc<Pixels> {
    let (width, height) = (640, 360);
    let pixel = |x: u32, y: u32| match (x, y) {
        (430..490, 80..130) => [255, 220, 120],
        (450..470, 130..280) => [90, 70, 60],
        (_, 280..) => [20, (y / 5) as u8, 90],
        _ => [(y / 2) as u8, (60 + y / 3) as u8, 190],
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
    let mut world = world(40, 12);
    world.press("I");
    answer(&mut world);
    let rows = |world: &mut World| {
        let screen = world.screen();
        let is_block = |line: &&str| line.contains(['▀', '▄']);
        screen.lines().filter(is_block).count()
    };
    let mut seen = vec![rows(&mut world)];
    for _ in 0..20 {
        world.press("j");
        seen.push(rows(&mut world));
    }
    // It comes in from below, stands there whole, and goes out above.
    let most = *seen.iter().max().unwrap();
    assert!(most >= 5, "{seen:?}");
    let whole = seen.iter().position(|rows| *rows == most).unwrap();
    assert!(seen[..=whole].is_sorted(), "{seen:?}");
    let after: Vec<usize> = seen[whole..].to_vec();
    assert!(after.is_sorted_by(|a, b| a >= b), "{seen:?}");
    assert!(
        after.iter().any(|rows| (1..most).contains(rows)),
        "{seen:?}"
    );
}
