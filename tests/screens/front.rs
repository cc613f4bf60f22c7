//! The front page: a day by story, at the three sizes; what its keys do, and the way back to it.

use std::fmt::Write as _;

use pullquote::app::{Effect, FrontRow, Message, Pane, PollResult, update};

use super::world::{NOW, World};

/// One outlet's day: title, hours ago, text.
type Item = (&'static str, u32, &'static str);

const LEDGER: [Item; 3] = [
    (
        "The last ferry to Lowmark stays, and the islanders dance on the quay until morning",
        2,
        "<p>The harbour board of Northmoor has withdrawn its plan to end the night ferry to Lowmark, after 4,000 people \
         signed a petition.</p><p>“We never wanted to take the ferry away from anybody, but we could not see how to pay for \
         it,” said Mara Lindqvist, the harbour master.</p>",
    ),
    (
        "Library opens on Sundays",
        5,
        "<p>The public library of Northmoor will open its doors on Sundays from March.</p><p>“People have asked us for this \
         since the day the old reading room closed,” said the librarian Ana Petrov.</p>",
    ),
    (
        "Strong earthquake shakes Vardia",
        7,
        "<p>An earthquake of magnitude 6.1 struck the mountains of Vardia early on Monday. At least twelve people were \
         hurt, the civil guard said.</p>",
    ),
];

const COURIER: [Item; 2] = [
    (
        "Northmoor gives in: night ferry to Lowmark is saved",
        1,
        "<p>After months of protest the night ferry will go on. The harbour board voted to keep the connection to \
         Lowmark.</p>",
    ),
    (
        "Vardia: twelve hurt in magnitude 6.1 quake",
        6,
        "<p>Rescue teams searched villages in the mountains after an earthquake shook the province of Vardia before \
         dawn.</p><p>“The road is gone, and we carry everything up to the villages on our backs,” said Colonel Ivo Marsh of \
         the civil guard.</p>",
    ),
];

const HERALD: [Item; 2] = [
    (
        "Petition saves night ferry of Lowmark",
        3,
        "<p>Islanders of Lowmark cheered when the board of Northmoor harbour said that the ferry would not be cut.</p>",
    ),
    (
        "Oda Brannock wins the Calder prize",
        30,
        "<p>The novelist Oda Brannock has been awarded the Calder prize for her second book.</p>",
    ),
];

const POST: [Item; 1] = [(
    "Lowmark keeps its night ferry, harbour board says",
    4,
    "<p>The night ferry between Northmoor and Lowmark will stay, the harbour board decided after a petition.</p>",
)];

fn document(outlet: &str, items: &[Item]) -> String {
    let mut rss = format!("<rss version=\"2.0\"><channel><title>{outlet}</title>");
    for (title, hours, text) in items {
        let date = NOW - i64::from(*hours) * 3600 - 60;
        let date = jiff::Timestamp::from_second(date).unwrap();
        let date = date.strftime("%a, %d %b %Y %H:%M:%S +0000");
        write!(
            rss,
            "<item><guid isPermaLink=\"false\">{title}</guid><title>{title}</title><pubDate>{date}</pubDate>\
             <description><![CDATA[{text}]]></description></item>"
        )
        .unwrap();
    }
    rss + "</channel></rss>"
}

fn world(columns: u16, rows: u16) -> World {
    let ledger = document("The Lower Ledger", &LEDGER);
    let courier = document("Northmoor Courier", &COURIER);
    let herald = document("The Herald", &HERALD);
    let post = document("Island Post", &POST);
    let documents = [
        (
            "https://ledger.invalid/feed",
            "Harbour",
            Some(ledger.as_bytes()),
        ),
        (
            "https://courier.invalid/feed",
            "Harbour",
            Some(courier.as_bytes()),
        ),
        (
            "https://herald.invalid/feed",
            "Inland",
            Some(herald.as_bytes()),
        ),
        ("https://post.invalid/feed", "Inland", Some(post.as_bytes())),
    ];
    World::of(&documents, columns, rows)
}

fn selected(world: &World) -> FrontRow {
    world.state.front.rows()[world.state.front.selected]
}

#[test]
fn the_day_by_story() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = world(columns, rows);
        world.press("hg<enter>");
        insta::assert_snapshot!(format!("front_page_{columns}x{rows}"), world.screen());
        world.press("<space>j");
        insta::assert_snapshot!(
            format!("front_page_unfolded_{columns}x{rows}"),
            world.screen()
        );
    }
}

#[test]
fn the_row_of_the_front_page_stands_above_all_sources() {
    let mut world = world(80, 24);
    world.press("hg");
    insta::assert_snapshot!("front_page_row_80x24", world.screen());
}

#[test]
fn a_story_is_unfolded_and_its_articles_are_opened_with_a_way_back() {
    let mut world = world(120, 36);
    world.press(":front page<enter>");
    assert!(world.state.front.open);
    let stories = world.state.front.stories();
    assert_eq!(stories[0].reports.len(), 4, "{stories:#?}");
    assert_eq!(stories[1].reports.len(), 2);
    assert_eq!(
        stories.len(),
        3,
        "what is older than a day stands elsewhere"
    );
    world.press("<space>2j");
    assert_eq!(selected(&world), FrontRow::Report(0, 2));
    let title = world.state.front.stories()[0].reports[2]
        .headline
        .title
        .clone();
    world.press("<enter>");
    assert!(!world.state.front.open);
    assert_eq!(world.state.focus, Pane::Reading);
    let reading = world.state.reading.as_ref().unwrap();
    assert_eq!(reading.article.headline.title, title);
    world.press("q");
    assert!(world.state.front.open);
    assert_eq!(selected(&world), FrontRow::Report(0, 2));
    assert!(world.state.front.stories()[0].reports[2].headline.read);
    world.press("h");
    assert_eq!(selected(&world), FrontRow::Story(0));
    world.press("q");
    assert!(!world.state.front.open);
}

#[test]
fn a_story_is_marked_read_with_all_its_articles_and_that_is_taken_back() {
    let mut world = world(120, 36);
    world.press("hg<enter>jm");
    assert!(!world.state.front.stories()[1].is_unread());
    let unread: u32 = world.state.feeds.iter().map(|feed| feed.unread).sum();
    assert_eq!(unread, 6);
    world.press("u");
    assert!(world.state.front.stories()[1].is_unread());
}

/// The Post publishes another article on the story of the ferry, and one that nobody else has.
fn more(world: &mut World) {
    let ferry = (
        "Night ferry to Lowmark: harbour board of Northmoor bows to the petition",
        0,
        "<p>The harbour board of Northmoor keeps the night ferry to Lowmark.</p>",
    );
    let hens = (
        "Prize hens of Tarrow win again",
        0,
        "<p>The hens of Tarrow have won the show for a third year.</p>",
    );
    let items = [ferry, hens, POST[0]];
    world.publish("post", document("Island Post", &items).as_bytes());
    let feeds = &world.state.feeds;
    let post = feeds.iter().find(|feed| feed.url.contains("post"));
    let feed = post.unwrap().id;
    world.happen(Message::Polled(PollResult {
        feed,
        new: 2,
        failed: false,
        bytes: 0,
        error: None,
        hint: None,
    }));
}

fn title(world: &World) -> String {
    let front = &world.state.front;
    front.headline(selected(world)).unwrap().title.clone()
}

#[test]
fn what_arrives_is_shown_and_the_cursor_stays_at_its_story() {
    let mut world = world(120, 36);
    world.press("hg<enter>jjm");
    assert_eq!(title(&world), "Library opens on Sundays");
    more(&mut world);
    let screen = world.screen();
    assert!(screen.contains("9 articles in 24 hours"), "{screen}");
    assert!(screen.contains("Prize hens of Tarrow win again"));
    assert_eq!(selected(&world), FrontRow::Story(3), "{screen}");
    assert_eq!(title(&world), "Library opens on Sundays");
    insta::assert_snapshot!("front_page_followed_120x36", screen);
}

#[test]
fn a_view_below_the_top_of_the_page_stays_where_it_is() {
    let mut world = world(40, 12);
    world.press("hg<enter>G");
    let before = world.screen();
    more(&mut world);
    let after = world.screen();
    let below = |screen: &str| {
        let lines = screen.lines().skip(1).take(11);
        lines.map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(below(&after), below(&before), "{after}");
    assert_ne!(after, before, "the line above counts the articles");
}

#[test]
fn an_unfolded_story_stays_so_where_another_article_leads_it() {
    let mut world = world(120, 36);
    world.press("hg<enter><space>j");
    assert_eq!(selected(&world), FrontRow::Report(0, 1));
    let before = (world.state.front.stories()[0].lead().id, title(&world));
    more(&mut world);
    assert_eq!(title(&world), before.1);
    assert!(matches!(selected(&world), FrontRow::Report(0, _)));
    assert_eq!(world.state.front.stories()[0].reports.len(), 5);
}

#[test]
fn what_is_read_does_not_sink_while_the_page_is_followed() {
    let mut world = world(120, 36);
    world.press("hg<enter>");
    let first = title(&world);
    world.press("m");
    more(&mut world);
    assert_eq!(selected(&world), FrontRow::Story(0));
    assert_eq!(title(&world), first);
}

#[test]
fn a_closed_front_page_is_neither_asked_for_nor_opened() {
    let mut world = world(80, 24);
    world.press("hg<enter>q");
    let before = world.state.front.page.clone();
    more(&mut world);
    assert!(!world.state.front.open);
    assert_eq!(world.state.front.page, before);
    world.press("<a-f>");
    assert_eq!(world.state.front.page.as_ref().unwrap().articles, 9);
}

#[test]
fn one_request_is_under_way_at_a_time_and_a_mark_outlives_its_answer() {
    let mut world = world(80, 24);
    world.press("hg<enter>");
    let page = world.state.front.page.clone().unwrap();
    let mut asked = Vec::new();
    for _ in 0..3 {
        let enriched = Message::Enriched { found: Vec::new() };
        asked.extend(update(&mut world.state, enriched));
    }
    let tickets = |effects: &[Effect]| -> Vec<u64> {
        let ticket = |effect: &Effect| match effect {
            Effect::LoadFront { ticket, .. } => Some(*ticket),
            _ => None,
        };
        effects.iter().filter_map(ticket).collect()
    };
    let first = tickets(&asked);
    assert_eq!(first.len(), 1);
    world.press("m");
    let answer = |ticket| Message::Front {
        ticket,
        page: Box::new(page.clone()),
    };
    let then = tickets(&update(&mut world.state, answer(first[0])));
    assert_eq!(then.len(), 1, "more was found since");
    assert!(!world.state.front.stories()[0].is_unread());
    assert!(tickets(&update(&mut world.state, answer(then[0]))).is_empty());
}

#[test]
fn a_day_without_news_says_since_when() {
    let mut world = World::empty(80, 24);
    world.press(":front page<enter>");
    let screen = world.screen();
    assert!(
        screen.contains("Nothing new since 22 Nov 2026, 8:00."),
        "{screen}"
    );
}

#[test]
fn the_mouse_selects_and_opens() {
    let mut world = world(120, 36);
    world.press("hg<enter>");
    let lines = world.state.front_lines();
    let line = lines.iter().position(|line| line.row == Some(1)).unwrap();
    let row = world.state.front_area().y + line as u16;
    world.happen(Message::Click { column: 60, row });
    assert_eq!(selected(&world), FrontRow::Story(1));
    world.happen(Message::DoubleClick { column: 60, row });
    assert!(world.state.reading.is_some() && !world.state.front.open);
}
