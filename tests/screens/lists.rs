//! Lists: the filter that speaks the query language, views, orders.

use super::world::World;
use super::{shown, titles, unread};
use pullquote::app::{Effect, Message, Sort, keys, update};
use pullquote::news::{Order, Query};

snapshot!(filter_wrong, "/is:unred quay");
snapshot!(filter_completed, "/-folder:h<tab> or feed:<tab><tab>");
snapshot!(filter_by_query, "/has:quote (ferry or library)<enter>S");
snapshot!(hits, "/ferry council<enter><enter><enter>");

#[test]
fn a_wrong_query_says_where_and_leaves_the_rows_alone() {
    let mut world = World::new(120, 36);
    world.press("/has:quote is");
    let before = titles(&world).join("\n");
    world.press(":un");
    assert_eq!(titles(&world).join("\n"), before);
    let screen = world.screen();
    assert!(
        screen.contains("^^ `un` is none for `is:`; expected unread"),
        "{screen}"
    );
    world.press("<enter>");
    assert!(world.state.prompt.is_some(), "a wrong query is not kept");
    world.press("read<enter>");
    assert!(world.state.prompt.is_none());
    assert_eq!(titles(&world).len(), 2);
}

#[test]
fn escape_takes_the_filter_back_as_if_it_had_not_been() {
    let mut world = World::new(120, 36);
    // Read in the list of the unread: it stays there until the list is left.
    world.press("hj<enter>jjm");
    let before = titles(&world).join("\n");
    assert_eq!(unread(&world), 4);
    world.press("/river");
    assert_eq!(titles(&world).len(), 1);
    world.press("<esc>");
    assert_eq!(titles(&world).join("\n"), before);
    assert_eq!(world.state.list.selected, 2);
    assert!(world.state.list.rows[2].read);
    // And within a filter that was kept, to that one.
    world.press("/river<enter>/x<esc>");
    assert_eq!(world.state.list.filter, "river");
    world.press("m<esc>");
    assert_eq!(titles(&world).join("\n"), before);
    let river = world
        .state
        .list
        .rows
        .iter()
        .position(|row| row.title.starts_with("River"));
    assert_eq!(
        Some(world.state.list.selected),
        river,
        "who chose an article stays with it"
    );
    assert!(
        world.state.list.rows[river.unwrap()].read,
        "marked while the list was filtered"
    );
}

#[test]
fn earlier_filters_come_back_with_the_arrows() {
    let mut world = World::new(120, 36);
    world.press("/river<enter>/<c-u>ferry<enter><esc>/fe<up>");
    let text = |world: &World| world.state.prompt.as_ref().unwrap().text.clone();
    assert_eq!(text(&world), "ferry");
    world.press("<up><up>");
    assert_eq!(text(&world), "river");
    assert_eq!(titles(&world).len(), 1, "what stands in the line is asked");
    world.press("<down><down>");
    assert_eq!(text(&world), "fe");
}

#[test]
fn tab_completes_names_of_terms_and_what_the_reader_has_named() {
    let mut world = World::new(120, 36);
    world.set_views(&[("Quotes by the sea", "has:quote ferry", None)]);
    let complete = |world: &mut World, typed: &str| {
        world.press(&format!("<esc><esc>/{typed}"));
        world.state.prompt.as_ref().unwrap().text.clone()
    };
    assert_eq!(complete(&mut world, "sp<tab>"), "speaker:");
    assert_eq!(
        complete(&mut world, "feed:quay<tab>"),
        "feed:\"The Quayside Ledger\""
    );
    assert_eq!(complete(&mut world, "-folder:i<tab>"), "-folder:Inland");
    assert_eq!(complete(&mut world, "(is:<tab><tab><s-tab>"), "(is:unread");
    assert_eq!(complete(&mut world, "view:quo<tab>"), "(has:quote ferry)");
    assert_eq!(titles(&world).len(), 1);
    assert_eq!(complete(&mut world, "zzz<tab>"), "zzz");
}

#[test]
fn words_are_ranked_until_another_order_is_chosen() {
    let mut world = World::new(120, 36);
    let key = |world: &mut World, text: &str| {
        update(&mut world.state, Message::Key(keys(text).unwrap()[0]))
    };
    world.press("/ferr");
    let asked = key(&mut world, "y");
    assert!(
        matches!(&asked[..], [Effect::LoadList { ranked: true, query: Query { words, .. }, .. }] if words == "ferry")
    );
    let asked = key(&mut world, ":");
    assert_eq!(asked, [], "wrong: nothing is asked");
    world.press("<bs><enter>");
    assert_eq!(world.state.sort(), Sort::Best);
    let asked = key(&mut world, "S");
    assert!(matches!(
        &asked[..],
        [Effect::LoadList { ranked: false, .. }]
    ));
    assert!(world.screen().contains("newest first"));
}

#[test]
fn a_list_keeps_the_order_that_was_chosen_for_it() {
    let mut world = World::new(120, 36);
    world.press("S");
    assert_eq!(world.state.sort(), Sort::By(Order::Oldest));
    let oldest = titles(&world).join("\n");
    assert!(oldest.starts_with("River"), "{oldest}");
    world.press("BB");
    assert_eq!(titles(&world).join("\n"), oldest);
    world.press("SSSS");
    assert_eq!(world.state.sort(), Sort::By(Order::Newest));
    assert!(titles(&world)[0].starts_with("Harbour"));
}

#[test]
fn enter_goes_from_hit_to_hit_and_escape_puts_them_out() {
    let mut world = World::new(80, 10);
    world.press("/ferry<enter><enter>");
    let reading = |world: &World| world.state.reading.as_ref().unwrap().clone();
    let count = reading(&world).hits.len();
    assert_eq!(count, 2, "in the text: “the last ferry”, “A ferry”");
    world.press("<enter><enter>");
    let at = reading(&world);
    let line = at.header_height() + at.page.line_of(at.hits[1].start);
    assert!((at.scroll..at.scroll + 8).contains(&line), "scrolled to");
    assert!(world.screen().contains("2 of 2"));
    world.press("<enter>");
    assert_eq!(reading(&world).hit, Some(0), "round to the first");
    world.press("<esc>");
    assert!(reading(&world).hits.is_empty());
    assert_eq!(world.state.list.filter, "ferry", "the list is as it was");
    world.press("<enter>");
    assert_eq!(
        reading(&world).selected,
        Some(pullquote::app::Entry::Quote(0)),
        "without hits, the next quotation"
    );
}

#[test]
fn all_that_the_filter_leaves_is_marked_as_read_and_nothing_else() {
    let mut world = World::new(120, 36);
    world.press("/has:quote<enter>A");
    assert_eq!(unread(&world), 3);
    world.press("u");
    assert_eq!(unread(&world), 5);
}

#[test]
fn a_view_is_a_list_with_a_live_count_and_a_key_of_its_own() {
    let mut world = World::new(120, 36);
    world.set_views(&[
        ("Fresh", "is:unread age<1d", Some('1')),
        ("Said", "has:quote", None),
    ]);
    world.press("h");
    let screen = world.screen();
    assert!(
        screen.contains("Fresh                        3"),
        "{screen}"
    );
    world.press("1");
    assert_eq!(titles(&world).len(), 3);
    assert!(world.screen().contains("─ Fresh ─"));
    world.press("<enter>n");
    assert_eq!(
        titles(&world).len(),
        3,
        "what was read stays until the view is left"
    );
    assert!(world.screen().contains("1 unread"), "counted anew");
    world.press("q/library");
    assert_eq!(
        shown(&world),
        "Library fines abolished: “a tax on slow readers”"
    );
    world.press("<esc>hk<enter>1");
    assert_eq!(titles(&world).len(), 1);
}

#[test]
fn a_view_and_its_count_stand_among_the_sources() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = World::new(columns, rows);
        world.set_views(&[
            ("Fresh", "is:unread age<1d", Some('1')),
            ("Said", "has:quote", None),
        ]);
        world.press("hjjj");
        insta::assert_snapshot!(format!("views_{columns}x{rows}"), world.screen());
    }
}

#[test]
fn the_list_of_a_feed_that_has_gone_is_that_of_all() {
    let mut world = World::new(120, 36);
    world.press("P<esc>hG<enter>");
    let feed = world.state.feeds.last().unwrap().clone();
    world.state.list.source = pullquote::news::Scope::Feed(feed.id).into();
    let feeds = world.state.feeds.iter().filter(|other| other.id != feed.id);
    let (feeds, bookmarks) = (feeds.cloned().collect(), world.state.bookmarks);
    world.happen(Message::Feeds { feeds, bookmarks });
    assert_eq!(world.state.list.source, pullquote::news::Scope::All.into());
    assert_eq!(titles(&world).len(), 5);
}

#[test]
fn the_palette_leads_to_whoever_is_quoted_and_to_filters_of_before() {
    let mut world = World::new(120, 36);
    world.press("/ferry<enter><esc>");
    let kept = world.asked.iter().rev().find_map(|effect| match effect {
        Effect::RememberFilters(filters) => Some(filters.clone()),
        _ => None,
    });
    let mut next = World::new(120, 36);
    next.state.recall_filters(kept.unwrap());
    next.press(":filter ferry<enter>");
    assert_eq!(next.state.list.filter, "ferry");

    next.press("<esc>:renn person");
    let offer = &next.state.palette.offers[0];
    assert_eq!(
        (offer.title.as_str(), offer.kind),
        ("Tobias Renn", "person")
    );
    next.press("<enter>");
    let view = next.state.quoted.view.as_ref().unwrap();
    assert_eq!(
        view.page.person.as_ref().unwrap().person.name,
        "Tobias Renn"
    );
}
