use proptest::prelude::*;

use super::*;
use crate::app::pressed::press;
use crate::app::{Loaded, Message, Size, update};
use crate::renderer::document;

const HARBOUR: &str = "https://quay.invalid/harbour.png";

fn article(pictures: usize) -> String {
    let part = |n: usize| {
        let words = "The boats came in late and were made fast in the dark. ".repeat(20);
        format!("<p>Part {n}. {words}</p><img src='{HARBOUR}?{n}' alt='Picture {n}'>")
    };
    (0..pictures).map(part).collect()
}

fn world(html: &str, images: Images) -> (State, Vec<Effect>) {
    let document = document(html, None);
    let loaded = Loaded::guest("The harbour".to_owned(), "Quay".to_owned(), document);
    let settings = Settings {
        images,
        ..Settings::default()
    };
    let size = Size {
        columns: 80,
        rows: 24,
    };
    State::alone(settings, size, 0, loaded)
}

fn asked(effects: &[Effect]) -> Vec<(u64, String)> {
    let asked = effects.iter().filter_map(|effect| match effect {
        Effect::FetchPicture { ticket, url, .. } => Some((*ticket, url.clone())),
        _ => None,
    });
    asked.collect()
}

fn come(state: &mut State, ticket: u64, width: u32, height: u32) -> Vec<Effect> {
    let rgb = vec![0; (width * height * 3) as usize];
    let result = Ok(Arc::new(Pixels { width, height, rgb }));
    update(state, Message::Picture { ticket, result })
}

/// The words on the first line of the pane.
fn top(state: &State) -> String {
    let reading = state.reading.as_ref().unwrap();
    let line = reading.scroll - reading.header_height();
    let runs = &reading.page.lines[line].runs;
    runs.iter().map(|run| run.text.as_str()).collect()
}

#[test]
fn a_picture_is_as_large_as_it_is_but_never_larger_than_its_room() {
    let cells = |size, columns, height| {
        let fit = fit(size, columns, height);
        (fit.columns, fit.rows)
    };
    assert_eq!(cells((1600, 900), 72, 33), (72, 21));
    assert_eq!(cells((1600, 900), 72, 20), (46, 13));
    assert_eq!(cells((80, 80), 72, 33), (10, 5));
    assert_eq!(cells((100, 4000), 72, 33), (1, 22));
    assert_eq!(cells((4000, 10), 72, 33), (72, 1));
}

#[test]
fn nothing_is_fetched_before_it_is_wanted_nor_far_from_the_screen() {
    let (mut state, effects) = world(&article(20), Images::Key);
    assert_eq!(asked(&effects), []);
    let effects = press(&mut state, "jjj<pgdn>");
    assert_eq!(asked(&effects), []);
    let effects = press(&mut state, "I");
    let first = asked(&effects);
    assert!((1..6).contains(&first.len()), "{first:?}");
    assert_eq!(first[0].1, format!("{HARBOUR}?0"));
    let further = asked(&press(&mut state, "G"));
    assert!(
        further
            .iter()
            .all(|(_, url)| !first.iter().any(|(_, one)| one == url))
    );
    assert!(further.iter().any(|(_, url)| url.ends_with("?19")));
    let (mut never, _) = world(&article(3), Images::Never);
    assert_eq!(asked(&press(&mut never, "IjG")), []);
    let (_, always) = world(&article(3), Images::Always);
    assert!(!asked(&always).is_empty());
}

#[test]
fn what_is_read_stays_where_it_is_when_pictures_come_and_go() {
    let (mut state, _) = world(&article(6), Images::Key);
    let asked = asked(&press(&mut state, "I<pgdn>jjjj"));
    let before = top(&state);
    assert!(!before.trim().is_empty());
    for (ticket, _) in &asked {
        come(&mut state, *ticket, 800, 600);
        assert_eq!(top(&state), before);
    }
    let placed = state.reading.as_ref().unwrap().height();
    press(&mut state, "I");
    assert_eq!(top(&state), before);
    let reading = state.reading.as_ref().unwrap();
    assert!(reading.height() < placed && reading.pictures.is_empty());
}

#[test]
fn what_is_not_wanted_any_more_is_given_up() {
    let (mut state, _) = world(&article(2), Images::Key);
    let first = asked(&press(&mut state, "I"));
    let effects = press(&mut state, "I");
    for (ticket, _) in &first {
        assert!(effects.contains(&Effect::Stop { ticket: *ticket }));
    }
    // What was on its way comes too late.
    let before = state.reading.as_ref().unwrap().height();
    come(&mut state, first[0].0, 80, 60);
    assert_eq!(state.reading.as_ref().unwrap().height(), before);
}

#[test]
fn a_picture_far_away_is_let_go_and_its_room_stays() {
    let (mut state, _) = world(&article(30), Images::Key);
    let first = asked(&press(&mut state, "I"));
    come(&mut state, first[0].0, 80, 60);
    press(&mut state, "G");
    let height = state.reading.as_ref().unwrap().height();
    let again = asked(&press(&mut state, "g"));
    assert_eq!(again[0].1, first[0].1);
    assert_eq!(state.reading.as_ref().unwrap().height(), height);
    come(&mut state, again[0].0, 80, 60);
    assert_eq!(state.reading.as_ref().unwrap().height(), height);
}

#[test]
fn counters_have_no_address_and_are_never_fetched() {
    let html = "<p>Words.</p><img src='https://count.invalid/a.gif' width=1 height=1 alt='counter'>\
        <p>More.</p><img src='https://count.invalid/b.gif' style='width:1px; height: 1px' alt='pixel'>\
        <p>More.</p><img src='https://count.invalid/c.gif' hidden alt='pixel'>\
        <p>More.</p><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' alt='none'><p>End.</p>";
    let (mut state, _) = world(html, Images::Key);
    assert_eq!(asked(&press(&mut state, "I")), []);
}

#[test]
fn why_there_is_no_picture_stands_in_its_line() {
    let (mut state, _) = world(&article(1), Images::Key);
    let asked = asked(&press(&mut state, "I"));
    let result = Err("a private address".to_owned());
    let ticket = asked[0].0;
    update(&mut state, Message::Picture { ticket, result });
    let lines = &state.reading.as_ref().unwrap().page.lines;
    let text = |line: &crate::renderer::Line| -> String {
        line.runs.iter().map(|run| run.text.as_str()).collect()
    };
    assert!(
        lines
            .iter()
            .any(|line| text(line) == "[image: Picture 0 (a private address)]")
    );
}

proptest! {
    #[test]
    fn no_picture_is_wider_or_higher_than_its_room(width: u32, height: u32, columns in 1_u16..500, pane in 1_u16..300) {
        let fit = fit((width, height), columns, pane);
        prop_assert!((1..=columns).contains(&fit.columns));
        prop_assert!(fit.rows >= 1 && (fit.rows <= pane / 3 * 2 + 1));
    }

    #[test]
    fn no_line_is_wider_than_the_page_with_pictures_in_it(
        columns in 4_u16..120, sizes in proptest::collection::vec((1_u32..3000, 1_u32..3000), 1..4), quoted: bool,
    ) {
        let html = article(sizes.len());
        let html = if quoted { format!("<blockquote><blockquote>{html}</blockquote></blockquote>") } else { html };
        let (mut state, _) = world(&html, Images::Always);
        update(&mut state, Message::Resize(Size { columns, rows: 24 }));
        let reading = state.reading.as_mut().unwrap();
        for (at, (width, height)) in sizes.iter().enumerate() {
            let size = (*width, *height);
            reading.pictures.known.insert(Spot::Text(at), Picture::Away { size });
        }
        reading.set_page();
        let width = reading.page.width;
        for line in &reading.page.lines {
            let end = line.runs.last().map_or(0, |run| run.column + run.width);
            prop_assert!(end <= width);
        }
        for at in 0..sizes.len() {
            let spot = Spot::Text(at);
            let fit = reading.fit_of(spot).unwrap();
            prop_assert!(reading.picture_columns(spot).1 + fit.columns <= width);
        }
    }
}
