//! The full article: asked for, arriving, shown with what is known of it, and what was folded away.

use pullquote::app::{Effect, Message, Origin};
use pullquote::news::{ArticleId, FullText, Preview};
use pullquote::renderer::article::{Context, read_page};
use url::Url;

use crate::world::{NOW, World};

const PAGE: &str = include_str!("../fixtures/pages/preview.html");

fn id(world: &World) -> ArticleId {
    world.state.reading.as_ref().unwrap().article.headline.id
}

/// The page of the article that is shown arrives.
fn arrive(world: &mut World, html: &str) {
    let url = Url::parse("https://ledger.example/2025/08/17/wall").unwrap();
    let context = Context {
        url: Some(&url),
        status: 200,
        ..Context::default()
    };
    let full = FullText {
        asked: NOW,
        status: Some(200),
        reading: Some(read_page(html, &context).to_json()),
        ..FullText::default()
    };
    let id = id(world);
    world.store.set_full_text(id, &full).unwrap();
    world.happen(Message::FullText { id, result: Ok(()) });
}

fn text(world: &World) -> &str {
    &world.state.reading.as_ref().unwrap().document.text
}

#[test]
fn the_page_of_a_preview() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = World::new(columns, rows);
        world.press("<enter>f");
        arrive(&mut world, PAGE);
        insta::assert_snapshot!(format!("full_text_{columns}x{rows}"), world.screen());
        world.press("z");
        insta::assert_snapshot!(format!("folded_{columns}x{rows}"), world.screen());
    }
}

#[test]
fn the_full_article_is_asked_for_once_and_takes_the_place_of_the_feeds_text() {
    let mut world = World::new(120, 36);
    world.press("<enter>");
    let of_feed = text(&world).to_owned();
    world.press("ff");
    assert_eq!(world.asked, [Effect::FetchFullText(id(&world))]);
    assert!(world.screen().contains("esc stops"));
    arrive(&mut world, PAGE);
    assert!(text(&world).starts_with("Amid the setbacks"));
    world.press("F");
    assert_eq!(text(&world), of_feed);
    assert!(world.screen().contains("F shows the page's"));
    world.press("F");
    let reading = world.state.reading.as_ref().unwrap();
    assert_eq!(reading.about.origin, Origin::Page);
    assert!(reading.quotes.iter().any(|quote| {
        let speaker = quote.speaker.as_ref();
        speaker.is_some_and(|speaker| speaker.person.name == "Lena Brook")
    }));
}

#[test]
fn esc_gives_the_fetching_up_and_what_comes_then_is_not_shown() {
    let mut world = World::new(120, 36);
    world.press("<enter>f<esc>");
    let id = id(&world);
    assert_eq!(world.asked.last(), Some(&Effect::CancelFullText(id)));
    let before = text(&world).to_owned();
    arrive(&mut world, PAGE);
    assert_eq!(text(&world), before);
}

#[test]
fn a_failure_says_why_and_leaves_the_text() {
    let mut world = World::new(120, 36);
    world.press("<enter>f");
    let why = "the server answered 404 (not found); the publisher took the page away";
    let message = Message::FullText {
        id: id(&world),
        result: Err(why.to_owned()),
    };
    let before = text(&world).to_owned();
    world.happen(message);
    assert!(world.screen().contains("the publisher took the page away"));
    assert_eq!(text(&world), before);
}

#[test]
fn the_place_that_is_being_read_stays_when_the_page_comes() {
    let mut world = World::new(120, 14);
    world.press("<enter>");
    let paragraphs: String = text(&world)
        .split("\n\n")
        .map(|paragraph| format!("<p>{paragraph}</p>"))
        .collect();
    world.press("<c-d><c-d>f");
    let line = |world: &mut World| world.screen().lines().nth(3).unwrap().to_owned();
    let before = line(&mut world);
    let more = "<p>Before all this stood a paragraph that the feed left out, about the ferry and its keeper.</p>";
    let page = format!(
        "<html><body><article><h1>Wall</h1>{more}{paragraphs}{more}</article></body></html>"
    );
    arrive(&mut world, &page);
    assert_eq!(line(&mut world), before);
}

#[test]
fn what_was_folded_is_shown_and_folded_again_where_one_was() {
    let mut world = World::new(120, 20);
    world.press("<enter>z");
    assert!(world.screen().contains("nothing was folded away"));
    world.press("f");
    arrive(&mut world, PAGE);
    let before = world.screen();
    world.press("z");
    let screen = world.screen();
    for words in [
        "share buttons",
        "The night the mill flooded",
        "z folds again",
    ] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    world.press("z");
    assert_eq!(world.screen(), before);
}

#[test]
fn a_preview_is_marked_in_the_list_and_found() {
    let mut world = World::new(120, 36);
    world.press("<enter>f");
    arrive(&mut world, PAGE);
    assert_eq!(
        world
            .state
            .reading
            .as_ref()
            .unwrap()
            .article
            .headline
            .preview,
        Preview::Certain
    );
    let row = world.state.list.headline().unwrap();
    assert_eq!(row.preview, Preview::Certain);
    assert!(world.screen().contains('◪'));
}
