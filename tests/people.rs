//! People over all articles, and the same quotation in several outlets: what a reader sees of both, from keys.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
#[path = "screens/world.rs"]
#[allow(
    dead_code,
    reason = "the world of all screens can do more than these need"
)]
mod world;

use pullquote::app::{Effect, Pane};
use pullquote::news::{PeopleQuery, Scope};
use world::World;

/// Three outlets that tell of the same council's vote.
fn world(columns: u16, rows: u16) -> World {
    World::of(
        &[
            (
                "https://gazette.invalid/feed",
                "Coast",
                Some(include_bytes!("fixtures/people/gazette.xml")),
            ),
            (
                "https://tribune.invalid/feed",
                "Inland",
                Some(include_bytes!("fixtures/people/tribune.xml")),
            ),
            (
                "https://signal.invalid/feed",
                "Inland",
                Some(include_bytes!("fixtures/people/morning.xml")),
            ),
        ],
        columns,
        rows,
    )
}

snapshot!(people, "P", world);
snapshot!(a_person, "P<enter>j", world);
snapshot!(people_by_name, "PPP", world);
snapshot!(people_filtered, "P/lind", world);
snapshot!(what_was_said, "P/\"boat", world);
snapshot!(the_speaker_of_a_quotation, "<enter>]P", world);
snapshot!(also_in, "JJ]Cj", world);
snapshot!(sidebar_with_other_outlets, "JJ]l", world);
snapshot!(a_followed_person, "P+qh", world);

fn names(world: &World) -> Vec<&str> {
    let view = world.state.quoted.view.as_ref().expect("the view is open");
    let rows = view.rows.iter();
    rows.map(|row| row.person.name.as_str()).collect()
}

fn said(world: &World) -> Vec<&str> {
    let view = world.state.quoted.view.as_ref().expect("the view is open");
    let rows = view.page.rows.iter();
    rows.map(|saying| saying.words.as_str()).collect()
}

fn selected_words(world: &World) -> String {
    let reading = world.state.reading.as_ref().expect("an article is shown");
    let quote = reading.selected_quote().expect("a quotation is selected");
    quote.words(&reading.document.text)
}

#[test]
fn a_person_leads_to_the_article_at_the_quotation_and_back() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = world(columns, rows);
        world.press("P/abara<enter><enter>");
        let all: Vec<String> = said(&world).into_iter().map(str::to_owned).collect();
        assert_eq!(all.len(), 6, "{all:?}");
        let mut seen = Vec::new();
        for index in 0..all.len() {
            world.press("<enter>");
            assert_eq!(world.state.focus, Pane::Reading);
            seen.push(selected_words(&world));
            assert!(matches!(world.state.list.source.scope, Scope::Person(_)));
            world.press("q");
            let view = world.state.quoted.view.as_ref().expect("back in the view");
            assert_eq!(view.page.selected, index);
            world.press("j");
        }
        assert_eq!(seen, all);
        world.press("qqq");
        assert!(world.state.quoted.view.is_none());
        assert_eq!(world.state.list.source.scope, Scope::All);
        assert_eq!(world.state.focus, Pane::List);
        assert!(world.asked.is_empty());
    }
}

#[test]
fn the_selected_quotation_leads_to_its_speaker() {
    let mut world = world(120, 36);
    world.press("<enter>]P");
    let view = world.state.quoted.view.as_ref().unwrap();
    assert!(view.on_page);
    let person = view.page.person.as_ref().unwrap();
    assert_eq!(person.person.name, "Leontine Abara");
    assert_eq!(view.page.selected, 0, "the quotation that one came from");
    world.press("qqJ]P");
    let view = world.state.quoted.view.as_ref().unwrap();
    assert_eq!(view.page.selected, 1, "the quotation that one came from");
    world.press("qq");
    assert_eq!(world.state.focus, Pane::Reading, "where one was");
    assert!(world.state.reading.as_ref().unwrap().selected.is_some());
}

#[test]
fn orders_follow_one_another() {
    let mut world = world(120, 36);
    world.press("P");
    assert_eq!(names(&world)[0], "Leontine Abara");
    world.press("P");
    assert_eq!(names(&world)[0], "Osric Tamm", "of the latest article");
    world.press("P");
    assert_eq!(names(&world)[0], "Leontine Abara");
    assert_eq!(names(&world)[1], "Mara Lindqvist", "by family name");
    assert_eq!(names(&world).last(), Some(&"Cosmo Verhaegen"));
}

#[test]
fn the_filter_finds_names_and_then_what_was_said() {
    let mut world = world(120, 36);
    world.press("P/gov bank");
    assert_eq!(names(&world), ["Cosmo Verhaegen"], "by his title");
    world.press("<c-u>patience");
    assert!(names(&world).is_empty());
    assert_eq!(
        said(&world).len(),
        1,
        "nobody is called so, but she said so"
    );
    world.press("<c-u>speaker:abara bridge<enter>");
    assert_eq!(
        said(&world),
        ["A bridge is a promise that somebody else has to keep,"]
    );
    world.press("<enter>");
    assert_eq!(
        selected_words(&world),
        "A bridge is a promise that somebody else has to keep,"
    );
    world.press("q<esc><esc>");
    assert_eq!(names(&world).len(), 5);
    world.press("/abara<enter><enter>/money");
    assert_eq!(said(&world).len(), 2);
    world.press("<esc>");
    assert_eq!(said(&world).len(), 6);
}

#[test]
fn a_followed_person_is_a_list_with_its_unread_count() {
    let mut world = world(160, 36);
    world.press("P/abara<enter>+q<esc>q");
    assert_eq!(world.state.quoted.follows.len(), 1);
    let row = |world: &World| {
        let rows = world.state.sources();
        rows.into_iter()
            .find(|row| matches!(row.source.scope, Scope::Person(_)))
    };
    assert_eq!(
        row(&world).map(|row| (row.title, row.count)),
        Some(("Leontine Abara".to_owned(), 5))
    );
    let rows = world.state.sources();
    let place = rows
        .iter()
        .position(|row| matches!(row.source.scope, Scope::Person(_)));
    world.press("hg").press(&"j".repeat(place.unwrap()));
    world.press("<enter>");
    assert!(matches!(world.state.list.source.scope, Scope::Person(_)));
    assert_eq!(world.state.list.rows.len(), 5);
    assert!(world.screen().contains("Leontine Abara"));
    world.press("A");
    assert_eq!(row(&world).map(|row| row.count), Some(0));
    world.press("u");
    assert_eq!(row(&world).map(|row| row.count), Some(5));
    world.press("+");
    assert_eq!(row(&world), None);
    world.press("u");
    assert_eq!(row(&world).map(|row| row.count), Some(5));
    world.press("uu");
}

#[test]
fn two_people_are_made_one_and_two_again() {
    let mut world = world(120, 36);
    world.press("P/tamm<enter>M<esc>/orr<enter>M");
    let count = |world: &World| {
        world
            .store
            .people(&PeopleQuery {
                limit: 9,
                ..PeopleQuery::default()
            })
            .unwrap()
            .len()
    };
    assert_eq!(count(&world), 5, "escape forgot the first one");
    world.press("<esc>/tamm<enter>M/<c-u>orr<enter>M");
    assert_eq!(count(&world), 4);
    assert_eq!(names(&world), ["Wilhelmina Orr"]);
    assert_eq!(said(&world).len(), 3);
    world.press("u");
    assert_eq!(count(&world), 5);
    assert_eq!(said(&world).len(), 1);
}

#[test]
fn a_quotation_is_someone_elses() {
    let mut world = world(120, 36);
    world.press("P/tamm<enter><enter>M");
    assert!(world.screen().contains("another person of that name"));
    assert_eq!(said(&world).len(), 1);
    world.press("u");
    assert_eq!(said(&world).len(), 2);
}

#[test]
fn other_outlets_are_a_key_away_and_so_is_the_way_back() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = world(columns, rows);
        world.press("JJ]");
        let before = world.state.reading.as_ref().unwrap().article.headline.id;
        let own = selected_words(&world);
        world.press("C");
        let echoes = world
            .state
            .quoted
            .echoes
            .as_ref()
            .expect("the list of outlets");
        assert_eq!(echoes.rows.len(), 2);
        world.press("j<enter>");
        let reading = world.state.reading.as_ref().unwrap();
        assert_ne!(reading.article.headline.id, before);
        assert!(selected_words(&world).starts_with("The boat is the only road"));
        assert_eq!(world.state.list.rows.len(), 3, "a list like any other");
        world.press("q");
        assert!(
            world.state.quoted.echoes.is_some(),
            "back at the list of outlets"
        );
        world.press("q");
        assert_eq!(selected_words(&world), own);
        assert_eq!(
            world.state.reading.as_ref().unwrap().article.headline.id,
            before
        );
        assert_eq!(world.state.list.source.scope, Scope::All);
    }
}

#[test]
fn what_nobody_else_has_is_said() {
    let mut world = world(120, 36);
    world.press("C");
    assert!(world.screen().contains("select a quotation first"));
    world.press("GG<enter>]C");
    assert!(
        world
            .screen()
            .contains("no other outlet has this quotation")
    );
}

#[test]
fn a_quotation_of_the_view_is_copied_with_its_source() {
    let mut world = world(120, 36);
    world.press("P/orr<enter><enter>y");
    assert_eq!(
        world.asked.pop(),
        Some(Effect::Copy(
            "“Nobody ever asked me what I read myself” — Wilhelmina Orr, *Librarian of the year*, https://gazette.invalid/g3"
                .into()
        ))
    );
}

#[test]
fn no_size_breaks_the_view() {
    for (columns, rows) in [
        (1, 1),
        (2, 3),
        (20, 5),
        (59, 7),
        (99, 9),
        (100, 4),
        (200, 60),
    ] {
        let mut world = world(columns, rows);
        for keys in [
            "P", "j", "<enter>", "j", "G", "/boat", "<esc>", "q", "/zz", "<enter>", "<esc>", "q",
            "q", "JJ]C", "j", "q",
        ] {
            world.press(keys);
            world.screen();
        }
    }
}
