//! Hand-made days: which articles are of one event, and which are not.

use proptest::prelude::*;

use super::*;

/// The letters name the event of each article; a dot is an event of its own.
fn assert_told(day: &[(char, &str, &str)]) {
    let accounts: Vec<Account<'_>> = day
        .iter()
        .map(|(_, title, lead)| Account {
            title,
            lead,
            people: &[],
        })
        .collect();
    let found = stories(&accounts);
    let title = |at: &usize| day[*at].1;
    let titles: Vec<Vec<&str>> = found
        .iter()
        .map(|s| s.iter().map(title).collect())
        .collect();
    for (at, (event, ..)) in day.iter().enumerate() {
        for (other, (of, ..)) in day.iter().enumerate().take(at) {
            let together = found.iter().any(|s| s.contains(&at) && s.contains(&other));
            let wanted = event == of && *event != '.';
            assert_eq!(
                together, wanted,
                "{:?} / {:?}\n{titles:#?}",
                day[at].1, day[other].1
            );
        }
    }
}

#[test]
fn one_event_in_the_words_of_several_outlets_is_one_story() {
    assert_told(&[
        (
            'f',
            "The last ferry to Lowmark stays",
            "The harbour board of Northmoor has withdrawn its plan to end the night ferry to Lowmark, after 4,000 people signed a petition.",
        ),
        (
            'f',
            "Northmoor gives in: Lowmark ferry is saved",
            "After months of protest the night ferry will go on. The harbour board voted on Tuesday to keep the connection to Lowmark.",
        ),
        (
            'f',
            "Petition saves night ferry",
            "Islanders of Lowmark cheered when the board of Northmoor harbour said that the ferry would not be cut.",
        ),
        (
            'q',
            "Strong earthquake shakes Vardia",
            "An earthquake of magnitude 6.1 struck the mountains of Vardia early on Monday. At least twelve people were hurt, the civil guard said.",
        ),
        (
            'q',
            "Vardia: twelve hurt in magnitude 6.1 quake",
            "Rescue teams searched villages in the mountains after an earthquake shook the province of Vardia before dawn.",
        ),
        (
            '.',
            "Library of Northmoor opens on Sundays",
            "The public library will open its doors on Sundays from March, the city council decided.",
        ),
        (
            '.',
            "Ferry Tales wins the Calder prize",
            "The novelist Oda Brannock has been awarded the Calder prize for her second book.",
        ),
    ]);
}

#[test]
fn the_same_kind_of_event_elsewhere_is_another_story() {
    assert_told(&[
        (
            'v',
            "Earthquake of magnitude 6.1 strikes Vardia",
            "At least twelve people were hurt when an earthquake struck the mountains of Vardia early on Monday.",
        ),
        (
            'v',
            "Vardia earthquake: rescuers search the mountains",
            "Twelve people are hurt after the earthquake of magnitude 6.1 in Vardia, and roads are blocked.",
        ),
        (
            's',
            "Earthquake strikes off the coast of Sundholm",
            "An earthquake struck the sea bed west of Sundholm on Monday. Nobody was hurt and no tsunami was expected.",
        ),
        (
            '.',
            "What to do in an earthquake",
            "Get under a table, hold on to it, and stay there until the shaking stops, experts advise.",
        ),
    ]);
}

#[test]
fn one_person_in_two_events_makes_two_stories() {
    assert_told(&[
        (
            't',
            "Minister Arlo Finch opens tunnel under the Calder",
            "After nine years of building, traffic minister Arlo Finch opened the tunnel under the river Calder to cars on Friday.",
        ),
        (
            't',
            "Calder tunnel opened after nine years",
            "The tunnel under the river Calder is open. Traffic minister Arlo Finch drove the first car through it.",
        ),
        (
            'd',
            "Arlo Finch denies taking gifts from builder",
            "Traffic minister Arlo Finch has rejected claims in parliament that he let a company pay for his holidays.",
        ),
        (
            'd',
            "Holidays paid by builder? Finch rejects claims",
            "In parliament Arlo Finch denied that a building company paid for two holidays of his family. The opposition wants an inquiry.",
        ),
    ]);
}

#[test]
fn german_articles_are_grouped_too_although_every_noun_has_a_capital() {
    assert_told(&[
        (
            'b',
            "Bahn stellt Strecke nach Altmoor ein",
            "Die Bahn will die Strecke zwischen Norderheim und Altmoor zum Jahresende einstellen. Das teilte die Sprecherin Jette Brandis am Montag mit.",
        ),
        (
            'b',
            "Aus für die Altmoor-Strecke: Protest in Norderheim",
            "Bürger in Norderheim protestieren gegen die Einstellung der Bahnstrecke nach Altmoor. Die Bahn nennt die Kosten als Grund.",
        ),
        (
            'h',
            "Hochwasser an der Elva: Dörfer werden geräumt",
            "Nach tagelangem Regen tritt die Elva über die Ufer. Drei Dörfer bei Hellsted wurden in der Nacht geräumt.",
        ),
        (
            'h',
            "Elva tritt über die Ufer – Hellsted räumt Dörfer",
            "Das Hochwasser der Elva hat die Stadt Hellsted erreicht. Feuerwehr und Helfer brachten Bewohner in Sicherheit.",
        ),
        (
            '.',
            "Stadtrat beschließt neue Gebühren für Parkplätze",
            "Der Stadtrat von Norderheim hat am Montag höhere Gebühren für das Parken in der Altstadt beschlossen.",
        ),
        (
            '.',
            "Museum zeigt Bilder vom Wattenmeer",
            "Die Ausstellung im Museum für Landschaft zeigt bis März Bilder vom Meer.",
        ),
    ]);
}

#[test]
fn who_is_quoted_joins_articles_that_name_them_late() {
    let people = ["Mara Lindqvist"];
    let day = [
        Account {
            title: "Harbour board keeps the night ferry",
            lead: "The vote was close.",
            people: &people,
        },
        Account {
            title: "Night ferry stays, board decides",
            lead: "Islanders cheered.",
            people: &people,
        },
    ];
    assert_eq!(stories(&day), [[0, 1]]);
}

#[test]
fn nothing_is_made_of_nothing() {
    assert!(stories(&[]).is_empty());
    let blank = Account {
        title: "",
        lead: "",
        people: &[],
    };
    assert_eq!(stories(&[blank, blank]).len(), 2);
}

proptest! {
    #[test]
    fn every_article_is_in_one_story(titles in proptest::collection::vec("[A-Da-d ]{0,40}", 0..60)) {
        let day: Vec<Account<'_>> = titles.iter().map(|title| Account { title, lead: title, people: &[] }).collect();
        let mut seen: Vec<usize> = stories(&day).into_iter().flatten().collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..titles.len()).collect::<Vec<_>>());
    }

    #[test]
    fn no_text_makes_it_panic(title in "\\PC{0,80}", lead in "\\PC{0,300}") {
        let account = Account { title: &title, lead: &lead, people: &[&title] };
        prop_assert_eq!(stories(&[account, account]).into_iter().flatten().count(), 2);
    }
}
