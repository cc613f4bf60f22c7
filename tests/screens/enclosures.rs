//! An article's enclosures: listed, opened, downloaded while one reads on.

use pullquote::app::{Effect, Message, Overlay};

use crate::links::world;
use crate::world::World;

const URL: &str = "https://pier.invalid/audio/pier%20talk.mp3";

fn ticket(world: &World) -> u64 {
    match world.asked.last() {
        Some(Effect::Download { ticket, url, .. }) if url == URL => *ticket,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_list_and_a_download_in_it() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = world(columns, rows);
        world.press("E");
        insta::assert_snapshot!(format!("enclosures_{columns}x{rows}"), world.screen());
        world.press("d");
        let ticket = ticket(&world);
        let (got, total) = (20_740_833, Some(48_234_496));
        world.happen(Message::Downloading { ticket, got, total });
        insta::assert_snapshot!(
            format!("enclosure_download_{columns}x{rows}"),
            world.screen()
        );
        world.press("<esc>j");
        insta::assert_snapshot!(format!("download_goes_on_{columns}x{rows}"), world.screen());
    }
}

#[test]
fn a_download_is_said_when_it_is_done_and_its_file_is_played() {
    let mut world = world(120, 36);
    world.press("Ed");
    let ticket = ticket(&world);
    let chosen = matches!(
        world.asked.last(),
        Some(Effect::Download { chosen: Some(feed), media_type: Some(kind), .. })
            if feed == "https://pier.invalid/feed" && kind == "audio/mpeg"
    );
    assert!(chosen, "{:?}", world.asked);
    world.press("<esc>");
    let file = "/home/reader/Downloads/pier talk.mp3".to_owned();
    let result = Ok(file.clone());
    world.happen(Message::Downloaded { ticket, result });
    assert!(world.screen().contains("pier talk.mp3 is there"));
    world.press("E<enter>");
    let played = Effect::Play {
        url: URL.to_owned(),
        media_type: Some("audio/mpeg".to_owned()),
        file: Some(file),
    };
    assert_eq!(world.asked.last(), Some(&played));
    assert_eq!(world.state.overlay, Some(Overlay::Enclosures(0)));
    world.press("d");
    assert!(world.screen().contains("it is there: /home"));
}

#[test]
fn a_download_is_given_up_and_gone_on_with() {
    let mut world = world(120, 36);
    world.press("Ed");
    let first = ticket(&world);
    world.press("d");
    assert_eq!(world.asked.last(), Some(&Effect::Stop { ticket: first }));
    // What was on its way comes too late.
    let result = Ok("/x".to_owned());
    world.happen(Message::Downloaded {
        ticket: first,
        result,
    });
    world.press("d");
    let second = ticket(&world);
    assert!(second != first);
    let result = Err("the answer was cut off after 3 bytes".to_owned());
    world.happen(Message::Downloaded {
        ticket: second,
        result,
    });
    assert!(
        world
            .screen()
            .contains("was not downloaded: the answer was cut off")
    );
    world.press("y");
    assert_eq!(world.asked.last(), Some(&Effect::Copy(URL.to_owned())));
}

#[test]
fn an_article_without_enclosures_says_so() {
    let mut world = world(120, 36);
    world.press("JE");
    assert!(world.screen().contains("this article has no enclosures"));
}

#[test]
fn another_article_than_the_selected_one_is_not_meant() {
    let mut world = world(80, 24);
    world.press("qjE");
    assert_eq!(world.state.overlay, None);
    assert!(world.screen().contains("open the article first"));
    world.press("kE");
    assert_eq!(world.state.overlay, Some(Overlay::Enclosures(0)));
}
