//! Following links: letters on those in view, the bar that shows where one leads, pages that are read here.

use pullquote::app::{Effect, Following, Loaded, Message};
use pullquote::renderer;
use pullquote::runtime;

use crate::world::World;

const PAPER: &[u8] = include_bytes!("../fixtures/feeds/pier.xml");

pub(crate) fn world(columns: u16, rows: u16) -> World {
    let feed = ("https://pier.invalid/feed", "Harbour", Some(PAPER));
    let mut world = World::of(&[feed], columns, rows);
    world.press("<enter>");
    world
}

fn bar(world: &World) -> &pullquote::app::Destination {
    match &world.state.following {
        Some(Following::Bar(there)) => there,
        other => panic!("{other:?}"),
    }
}

#[test]
fn letters_and_the_bar_at_three_sizes() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = world(columns, rows);
        // On the smallest screen some links are below.
        world.press("L");
        insta::assert_snapshot!(format!("link_hints_{columns}x{rows}"), world.screen());
        world.press("<esc>2L");
        insta::assert_snapshot!(format!("link_bar_{columns}x{rows}"), world.screen());
        world.press("<esc>3L");
        insta::assert_snapshot!(format!("link_warning_{columns}x{rows}"), world.screen());
    }
}

#[test]
fn a_link_is_shown_before_it_is_opened_and_opened_by_enter() {
    let mut world = world(120, 36);
    world.press("L");
    let Some(Following::Hints(hints)) = &world.state.following else {
        panic!("letters");
    };
    // Those in the list at the end have the letters of those in the text.
    let of_first: Vec<&str> = hints
        .hints
        .iter()
        .filter(|hint| hint.link == 0)
        .map(|hint| hint.letters.as_str())
        .collect();
    assert!(of_first.len() >= 3, "{of_first:?}");
    assert!(of_first.iter().all(|letters| *letters == of_first[0]));
    let letters = of_first[0].to_owned();
    world.press(&letters);
    assert_eq!(world.asked, []);
    assert_eq!(bar(&world).url, "https://council.invalid/plan?id=7");
    assert_eq!(bar(&world).number, Some(1));
    world.press("<enter>");
    let opened = Effect::Browse("https://council.invalid/plan?id=7".to_owned());
    assert_eq!(world.asked, [opened]);
    assert_eq!(world.state.following, None);
}

#[test]
fn a_number_before_the_key_goes_to_that_link() {
    for keys in ["4L", "4o"] {
        let mut world = world(80, 24);
        world.press(keys);
        assert_eq!(bar(&world).host, "xn--80ak6aa92e.invalid");
        assert_eq!(world.asked, []);
        world.press("y");
        let copied = Effect::Copy("https://xn--80ak6aa92e.invalid/".to_owned());
        assert_eq!(world.asked, [copied]);
    }
    let mut world = world(80, 24);
    world.press("99L");
    assert!(world.screen().contains("this article has 6 links"));
}

#[test]
fn what_is_not_of_the_web_is_never_opened_and_may_be_copied() {
    let mut world = world(80, 24);
    world.press("5L<enter>f");
    assert_eq!(world.asked, []);
    assert!(world.screen().contains("only http and https are opened"));
    world.press("y");
    let copied = Effect::Copy("mailto:desk@pier.invalid".to_owned());
    assert_eq!(world.asked, [copied]);
}

#[test]
fn other_keys_leave_the_letters_and_the_bar() {
    let mut world = world(120, 36);
    let before = world.screen();
    world.press("L<esc>");
    assert_eq!(world.screen(), before);
    world.press("1L<esc>");
    assert_eq!(world.screen(), before);
    // A letter that no hint has is not taken.
    world.press("Lz");
    assert!(
        matches!(&world.state.following, Some(Following::Hints(hints)) if hints.typed.is_empty())
    );
    world.press("<esc>1Ln");
    assert_eq!(world.state.following, None);
}

/// The page behind a link.
fn page() -> Loaded {
    let text = "<article><h1>The plan</h1><p>The council of the harbour has decided that the pier is to be repaired, \
        plank by plank, from the shore to its end, and that the herring boats may land at the quay until then.</p>\
        <p>“It will hold for another hundred years,” said Oda Fenn, who paints the boats of the harbour, and of the next \
        one as well, where the pier was repaired in the year before this one by the same carpenters.</p></article>";
    let mut loaded = Loaded::guest(
        "The plan".to_owned(),
        "Harbour council".to_owned(),
        renderer::document(text, None),
    );
    loaded.quotes = pullquote::quotes::extract(&loaded.document);
    loaded
}

fn arrive(world: &mut World) {
    let Some(Effect::ReadAddress { ticket, .. }) = world.asked.last().cloned() else {
        panic!("{:?}", world.asked);
    };
    let result = Ok(Box::new(page()));
    world.happen(Message::Guest { ticket, result });
}

#[test]
fn a_page_is_read_here_and_back_returns_to_where_one_was() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = world(columns, rows);
        world.press("jj");
        let before = world.screen();
        world.press("1Lf");
        assert!(world.state.awaited.is_some());
        arrive(&mut world);
        insta::assert_snapshot!(format!("link_page_{columns}x{rows}"), world.screen());
        for back in ["q", "<esc>", "<c-o>", "h<enter>"] {
            world.press(back);
            assert_eq!(world.screen(), before, "{back}");
            world.press("1Lf");
            arrive(&mut world);
        }
    }
}

#[test]
fn the_address_of_the_feed_is_the_one_that_the_reader_chose() {
    let mut world = world(120, 36);
    world.press("1Lf");
    let asked = matches!(
        world.asked.last(),
        Some(Effect::ReadAddress { url, chosen, .. })
            if url == "https://council.invalid/plan?id=7"
                && chosen.as_deref() == Some("https://pier.invalid/feed")
    );
    assert!(asked, "{:?}", world.asked);
}

#[test]
fn esc_gives_a_page_up_and_what_comes_then_is_not_shown() {
    let mut world = world(120, 36);
    world.press("1Lf<esc>");
    assert!(matches!(world.asked.last(), Some(Effect::Stop { .. })));
    let asked = world.asked.remove(0);
    world.asked.push(asked);
    let before = world.screen();
    arrive(&mut world);
    assert_eq!(world.screen(), before);
}

#[test]
fn nothing_is_kept_of_a_page_and_space_leads_back_at_its_end() {
    let mut world = world(120, 36);
    world.press("1Lf");
    arrive(&mut world);
    world.press("]*");
    assert!(world.screen().contains("only articles of your feeds"));
    world.press("f");
    assert!(world.screen().contains("this is the page already"));
    world.press("<space>");
    let reading = world.state.reading.as_ref().unwrap();
    assert_eq!(reading.article.source, "The Pier Gazette");
}

#[test]
fn a_page_that_cannot_be_read_says_why_and_leaves_the_article() {
    let mut world = world(120, 36);
    world.press("1Lf");
    let Some(Effect::ReadAddress { ticket, .. }) = world.asked.last().cloned() else {
        panic!("{:?}", world.asked);
    };
    let why = "there is no article in the page; the browser opens it";
    let result = Err(why.to_owned());
    world.happen(Message::Guest { ticket, result });
    assert!(world.screen().contains(why));
    assert!(!world.state.has_guest());
}

#[test]
fn a_page_alone_is_an_article_with_its_address() {
    let html = "<html><head><title>Pier</title></head><body><article><h1>Pier</h1><p>The pier was repaired in the spring, \
        and the boats are back at their places, all but one, which was sold to a man from the island.</p></article></body></html>";
    let reading = renderer::article::read_html(html, None);
    let loaded = runtime::guest(reading, "https://pier.invalid/2026/pier");
    assert_eq!(loaded.article.source, "pier.invalid");
    assert_eq!(
        loaded.article.link.as_deref(),
        Some("https://pier.invalid/2026/pier")
    );
}

#[test]
fn the_terminal_is_told_of_links_that_are_in_sight() {
    let mut world = world(80, 24);
    let linked = world.linked();
    let of = |id: &str| -> String {
        let parts = linked.iter().filter(|(_, own, _)| own.as_str() == id);
        parts
            .map(|(.., words)| words.as_str())
            .collect::<Vec<_>>()
            .join("|")
    };
    // One link over two lines, one id; the same address elsewhere in the text has another.
    let plan: Vec<&str> = linked
        .iter()
        .filter(|(url, ..)| url == "https://council.invalid/plan?id=7")
        .map(|(_, id, _)| id.as_str())
        .collect();
    assert!(
        plan.len() >= 3 && plan[0] != plan[plan.len() - 1],
        "{plan:?}"
    );
    let long = linked
        .iter()
        .find(|(url, ..)| url.contains("the-long-notice"))
        .unwrap();
    assert!(
        of(&long.1).contains("a long notice about"),
        "{}",
        of(&long.1)
    );
    assert!(of(&long.1).matches('|').count() >= 1, "{}", of(&long.1));
    // What lies over the article hides its links.
    world.press("?");
    let covered = world.linked();
    assert!(covered.len() < linked.len());
    let plain = |(_, _, words): &(String, String, String)| {
        linked.iter().any(|(_, _, whole)| whole.contains(words))
    };
    assert!(covered.iter().all(plain), "{covered:?}");
}

#[test]
fn a_click_on_a_link_shows_where_it_leads_and_a_drag_selects_its_words() {
    let mut world = world(120, 36);
    let (row, line) = (0_u16..)
        .zip(
            world
                .screen()
                .lines()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        )
        .find(|(_, line)| line.contains("the council's plan"))
        .unwrap();
    let place = line.find("council's").unwrap();
    let column = u16::try_from(line[..place].chars().count()).unwrap();
    world.happen(Message::Click { column, row });
    assert!(
        world.state.following.is_none(),
        "not while the button is down"
    );
    world.happen(Message::Release);
    assert!(bar(&world).url.contains("council.invalid/plan"));
    assert!(!world.asked.iter().any(|e| matches!(e, Effect::Browse(_))));
    world.press("<esc>");
    world.happen(Message::Click { column, row });
    world.happen(Message::Drag {
        column: column + 12,
        row,
    });
    world.happen(Message::Release);
    assert!(world.state.following.is_none() && world.state.selection.is_some());
}

#[test]
fn the_wheel_moves_what_lies_over_the_panes_and_a_click_leaves_the_palette() {
    let mut world = world(120, 36);
    let down = Message::Wheel {
        up: false,
        column: 50,
        row: 10,
    };
    let top = world.state.reading.as_ref().unwrap().scroll;
    world.press(":");
    world.happen(down.clone());
    assert_eq!(world.state.palette.selected, 1);
    world.happen(Message::Click { column: 2, row: 2 });
    assert!(world.state.prompt.is_none());
    let shown = world.state.themes.shown;
    world.press("T");
    world.happen(down);
    assert_ne!(world.state.themes.shown, shown);
    assert_eq!(world.state.reading.as_ref().unwrap().scroll, top);
    world.happen(Message::Click { column: 2, row: 2 });
    assert!(world.state.overlay.is_none());
    assert_eq!(world.state.themes.shown, shown, "it was only looked at");
    let read = world.state.reading.as_ref().unwrap().article.headline.id;
    world.happen(Message::DoubleClick { column: 2, row: 4 });
    assert_eq!(
        world.state.reading.as_ref().unwrap().article.headline.id,
        read
    );
}
