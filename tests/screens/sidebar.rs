//! The sidebar and what the reader keeps of an article, from keys and the mouse.

use proptest::prelude::*;
use pullquote::app::{Effect, Entry, Message, Reading};
use pullquote::news::{Anchor, Highlight, HighlightColour, PeopleQuery};
use pullquote::quotes::ENGINE;

use super::world::{NOW, World};

snapshot!(by_speaker, "<enter>ls");
snapshot!(quotes_filtered, "<enter>l/bridge<enter>");
snapshot!(speaker_asked, "<enter>]e<c-u>t<tab>");
snapshot!(quote_kept, "<enter>l*");
snapshot!(words_selected, "<enter>v)");
snapshot!(highlighted, "<enter>v)HHeread the minutes<enter>");
snapshot!(highlight_in_sidebar, "<enter>v)HHeread the minutes<enter>l");

fn reading(world: &World) -> &Reading {
    world.state.reading.as_ref().expect("an article is shown")
}

fn highlights(world: &World) -> Vec<Highlight> {
    let id = reading(world).article.headline.id;
    world.store.highlights(id).unwrap()
}

fn speakers(world: &World) -> Vec<Option<&str>> {
    let quotes = reading(world).quotes.iter();
    quotes
        .map(|quote| Some(quote.speaker.as_ref()?.person.name.as_str()))
        .collect()
}

/// Away from the article and back: what is shown is what is kept.
fn reopen(world: &mut World) {
    world.press("JK");
}

#[test]
fn s_groups_by_speaker_and_back() {
    let mut world = World::new(120, 36);
    world.press("<enter>");
    let by_text = [0, 1, 2].map(Entry::Quote);
    assert_eq!(reading(&world).entries, by_text);
    world.press("s");
    let by_speaker = [0, 2, 1].map(Entry::Quote);
    assert_eq!(reading(&world).entries, by_speaker);
    world.press("]]");
    assert_eq!(
        reading(&world).selected,
        Some(Entry::Quote(2)),
        "in the order shown"
    );
    world.press("s");
    assert_eq!(reading(&world).entries, by_text);
}

#[test]
fn the_filter_of_the_sidebar_looks_at_words_names_and_titles() {
    let mut world = World::new(120, 36);
    world.press("<enter>l/harbour");
    assert!(reading(&world).entries.is_empty());
    assert!(world.screen().contains("Nothing holds these words."));
    world.press("<c-u>ABARA mayor<enter>");
    assert_eq!(reading(&world).entries, [0, 2].map(Entry::Quote));
    world.press("<esc>");
    assert_eq!(reading(&world).entries.len(), 3);
    world.press("/bridge<esc>");
    assert_eq!(reading(&world).entries.len(), 3, "taken back");
}

#[test]
fn a_corrected_speaker_is_remembered_and_undone() {
    let mut world = World::new(120, 36);
    world.press("<enter>]e<c-u>tob<tab><enter>");
    assert_eq!(speakers(&world)[0], Some("Tobias Renn"));
    reopen(&mut world);
    assert_eq!(speakers(&world)[0], Some("Tobias Renn"));
    let id = reading(&world).article.headline.id;
    world.enrich();
    let counted = world.store.quotes(id).unwrap();
    assert_eq!(
        counted[0].speaker.as_ref().unwrap().person.name,
        "Tobias Renn"
    );
    assert!(world.store.to_enrich(ENGINE, 9).unwrap().is_empty());
    let people = world.store.people(&PeopleQuery {
        limit: 9,
        ..PeopleQuery::default()
    });
    let quoted = |name: &str| {
        let row = people
            .as_ref()
            .unwrap()
            .iter()
            .find(|row| row.person.name == name);
        row.map(|row| row.quotes)
    };
    assert_eq!(
        quoted("Tobias Renn"),
        Some(2),
        "the people are counted anew"
    );
    assert_eq!(quoted("Leontine Abara"), Some(1));
    world.press("]e<c-u><enter>");
    assert_eq!(speakers(&world)[0], None);
    assert!(world.screen().contains("unattributed"));
    world.press("u");
    assert_eq!(speakers(&world)[0], Some("Tobias Renn"));
    world.press("u");
    assert_eq!(speakers(&world)[0], Some("Leontine Abara"));
    reopen(&mut world);
    assert_eq!(speakers(&world)[0], Some("Leontine Abara"));
}

#[test]
fn a_kept_quotation_is_kept_with_its_speaker_until_it_is_let_go() {
    let mut world = World::new(120, 36);
    world.press("<enter>]*");
    let kept = highlights(&world);
    let said = kept[0].said.as_ref().unwrap();
    assert_eq!(said.words, "The boat is the only road we have. It stays");
    assert_eq!(said.person.as_ref().unwrap().name, "Leontine Abara");
    assert!(world.screen().contains("¶2 ★"));
    reopen(&mut world);
    assert!(world.screen().contains("¶2 ★"));
    assert_eq!(reading(&world).entries.len(), 3, "no second card for it");
    world.press("]*");
    assert!(highlights(&world).is_empty());
    world.press("u");
    assert_eq!(highlights(&world), kept);
}

#[test]
fn words_are_selected_by_motions_highlighted_and_taken_away() {
    let mut world = World::new(120, 36);
    world.press("<enter>vww3");
    let [highlight] = &highlights(&world)[..] else {
        panic!("one highlight");
    };
    assert_eq!(highlight.anchor.exact, "The harbour council");
    assert_eq!(highlight.colour, HighlightColour::Blue);
    assert_eq!(reading(&world).selected, Some(Entry::Mark(0)));
    world.press("H");
    assert_eq!(highlights(&world)[0].colour, HighlightColour::Red);
    world.press("1ewhy<enter>");
    assert_eq!(highlights(&world)[0].colour, HighlightColour::Yellow);
    assert_eq!(highlights(&world)[0].note.as_deref(), Some("why"));
    world.press("<del>");
    assert!(highlights(&world).is_empty());
    world.press("uuuu");
    let [highlight] = &highlights(&world)[..] else {
        panic!("taken back to where it began");
    };
    assert_eq!(
        (highlight.colour, &highlight.note),
        (HighlightColour::Blue, &None)
    );
    world.press("u");
    assert!(highlights(&world).is_empty());
}

#[test]
fn motions_by_sentence_paragraph_line_and_the_other_end() {
    let mut world = World::new(120, 36);
    world.press("<enter>v}y");
    world.press("v}wv}oby");
    world.press("v$y");
    let copied: Vec<&str> = world
        .asked
        .iter()
        .filter_map(|effect| match effect {
            Effect::Copy(text) => text.split("” — ").next(),
            _ => None,
        })
        .collect();
    assert!(
        copied[0].ends_with("until the tide had turned."),
        "{copied:?}"
    );
    assert!(
        copied[1].contains("turned") && copied[1].contains("March"),
        "{copied:?}"
    );
    assert_eq!(
        copied[2],
        "“The harbour council voted late on Sunday to keep the"
    );
}

#[test]
fn titles_and_quoted_words_are_shown_on_wish_and_are_not_counted() {
    let mut world = World::new(120, 36);
    world.edit(&[("the old pier", "the so-called “pier”")], NOW - 60);
    world.press("BB<enter>");
    assert_eq!(reading(&world).quotes.len(), 3);
    world.state.settings.show_fragments = true;
    reopen(&mut world);
    assert_eq!(reading(&world).quotes.len(), 4);
    assert_eq!(reading(&world).spoken(), 3);
    assert!(world.screen().contains("quoted words"));
}

#[test]
fn the_mouse_selects_by_dragging() {
    let mut world = World::new(120, 36);
    world.press("<enter>");
    world.happen(Message::Click { column: 34, row: 4 });
    world.happen(Message::Drag { column: 47, row: 4 });
    world.press("H");
    assert_eq!(highlights(&world)[0].anchor.exact, "The harbour council");
}

#[test]
fn a_click_on_a_card_selects_it() {
    let mut world = World::new(120, 36);
    world.press("<enter>");
    world.happen(Message::Click {
        column: 100,
        row: 8,
    });
    assert_eq!(reading(&world).selected, Some(Entry::Quote(1)));
}

#[test]
fn what_is_on_the_screen_is_lit_and_leads_the_sidebar() {
    let mut world = World::new(80, 14);
    world.press("<enter>");
    let lit = |world: &World| -> Vec<bool> {
        let reading = reading(world);
        reading
            .entries
            .iter()
            .map(|entry| reading.is_lit(*entry, 12))
            .collect()
    };
    assert_eq!(lit(&world), [true, false, false]);
    world.press("G");
    assert_eq!(lit(&world), [false, false, true]);
    world.press("l");
    assert!(world.screen().contains("nobody over fifty"));
}

#[test]
fn a_highlight_outlives_an_edit_and_is_listed_when_its_words_are_gone() {
    let mut world = World::new(120, 36);
    world.press("<enter>v}H");
    let id = reading(&world).article.headline.id;
    world.edit(&[("late on Sunday", "at last, on Sunday,")], NOW - 60);
    reopen(&mut world);
    let place = reading(&world).marked[0].place.clone().unwrap();
    let found = reading(&world).document.slice(&place);
    assert!(found.starts_with("The harbour council voted at last, on Sunday,"));
    assert!(found.ends_with("the tide had turned."));
    let highlight = highlights(&world).remove(0);
    let gone = Highlight {
        id: 7,
        anchor: Anchor::of("Nothing of all this was ever in it.", 0..35),
        ..highlight
    };
    world.store.put_highlight(&gone).unwrap();
    reopen(&mut world);
    let entries = reading(&world).entries.len();
    assert_eq!(
        entries, 5,
        "three quotations, a highlight, and one that is gone"
    );
    world.press("lG");
    assert!(world.screen().contains("no longer in the text"));
    world.press("<del>");
    assert_eq!(highlights(&world).len(), 1);
    assert_eq!(world.store.highlights(id).unwrap().len(), 1);
}

#[test]
fn an_article_with_a_highlight_is_kept_and_exported() {
    let mut world = World::new(120, 36);
    world.press("<enter>vwH");
    let kept = world.store.kept().unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].highlights[0].anchor.exact, "The harbour");
    assert_eq!(kept[0].created, NOW);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is pressed while words are selected, at whatever size: what is highlighted stands in the text, and is
    /// found at any other width.
    #[test]
    fn any_selection_is_found_again_at_any_width(
        motions in "[wbehljk(){}$0gGov]{0,12}", columns in 20u16..160, rows in 5u16..50, then in 20u16..160,
    ) {
        let mut world = World::new(columns, rows);
        world.press("<enter>v").press(&motions).press("H");
        let marked = reading(&world).marked.clone();
        prop_assert!(marked.len() <= 1);
        world.happen(Message::Resize(pullquote::app::Size { columns: then, rows }));
        reopen(&mut world);
        let again = &reading(&world).marked;
        prop_assert_eq!(again, &marked);
        for mark in again {
            let place = mark.place.clone().expect("its words are there");
            prop_assert_eq!(reading(&world).document.slice(&place), &mark.highlight.anchor.exact);
        }
        world.screen();
    }
}
