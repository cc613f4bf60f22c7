//! What every term selects, and what the operators make of it.

use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::news::Scope;

#[test]
fn every_term_selects_what_it_says() {
    let (_dir, store) = store();
    for (text, expected) in [
        ("", EVERY),
        ("is:unread", "plain, pictured, quoting, kept, fresh"),
        ("is:read", "signed, noted"),
        ("is:bookmarked", "kept"),
        ("is:edited", "fresh"),
        ("is:preview", "signed, quoting"),
        ("is:partial", "quoting"),
        ("has:quote", "quoting"),
        ("has:image", "pictured"),
        ("has:enclosure", "signed, pictured"),
        ("has:note", "noted"),
        ("feed:ÉMILE", "plain, signed, pictured"),
        ("feed:b.example", "quoting, kept"),
        ("feed:\"https://c.\"", "noted, fresh"),
        (
            "feed:example -feed:b.",
            "plain, signed, pictured, noted, fresh",
        ),
        ("feed:nowhere", ""),
        ("folder:world", "plain, signed, pictured, quoting, kept"),
        ("folder:wor", ""),
        ("tag:daily", "plain, signed, pictured"),
        ("tag:SLOW", "kept, noted, fresh"),
        ("tag:SPÄTER", "pictured"),
        ("tag:spä", ""),
        ("tag:später or tag:slow", "pictured, kept, noted, fresh"),
        ("has:note or tag:später is:unread", "pictured, noted"),
        ("-tag:slow -tag:daily", "quoting"),
        ("tag:slow tag:später", ""),
        ("snow tag:slow", "kept, noted"),
        ("has:note or plain", "plain, noted"),
        ("author:quill", "signed"),
        ("speaker:abara", "quoting"),
        ("speaker:\"harbour master\"", "quoting"),
        ("lang:en", "plain, signed, quoting, kept"),
        ("lang:en-gb", "plain, signed, quoting, kept"),
        ("lang:de", "pictured"),
        ("lang:e", ""),
        ("title:kept", "kept"),
        ("text:kept", "kept"),
        ("title:story", ""),
        (
            "text:story -title:kept",
            "plain, signed, pictured, quoting, noted",
        ),
        ("\"heavy snow\" is:read", "signed, noted"),
        ("\"snow heavy\"", ""),
        ("is:unread quo", "quoting"),
        ("quo is:unread", ""),
        ("age<36h", "plain, signed"),
        ("age>5d", "fresh"),
        ("age>5d or age<1h", "plain, fresh"),
        ("not age<3d is:unread", "quoting, kept, fresh"),
        ("after:4d before:2d", "quoting, kept"),
        ("plain or is:read", "plain, signed, noted"),
        ("plain or signed", "plain, signed"),
        ("-snow", "fresh"),
        ("is:unread -(kept or is:preview)", "plain, pictured, fresh"),
        ("snow — is:read", "signed, noted"),
        ("\"—\" or plain", "plain"),
        ("is:read is:unread", ""),
        ("is:bookmarked is:unread folder:world snow", "kept"),
        ("feed:a. feed:b.", ""),
    ] {
        assert_eq!(found(&store, text), expected, "{text}");
    }
}

#[test]
fn dates_are_days_of_the_readers_zone() {
    let (_dir, store) = store();
    let date = Date::constant(2023, 11, 14); // The day of NOW, 22:13:20 in UTC.
    assert_eq!(found(&store, &format!("after:{date}")), "plain");
    let on = |offset| {
        let mut query = query("after:2023-11-15");
        query.filter.as_mut().unwrap().moment.utc_offset = offset;
        titles(&store, &query)
    };
    assert_eq!((on(0).as_str(), on(2 * 3600).as_str()), ("", "plain"));
}

#[test]
fn a_filter_stays_within_its_list_and_its_words() {
    let (_dir, store) = store();
    let within = |scope, words: &str, text| {
        let words = words.to_owned();
        let query = Query {
            scope,
            words,
            ..query(text)
        };
        titles(&store, &query)
    };
    let world = Scope::Folder("World".to_owned());
    assert_eq!(within(world.clone(), "", "is:read"), "signed");
    assert_eq!(within(world, "snow", "is:preview"), "signed, quoting");
    assert_eq!(within(Scope::Bookmarks, "", "-is:read"), "kept");
    assert_eq!(within(Scope::Unread, "", "is:preview"), "quoting");
    let c = Scope::Feed(sample::feed(&store, "c"));
    assert_eq!(within(c, "sno", "has:note"), "noted");
    assert_eq!(within(Scope::Folder("No".to_owned()), "", "is:read"), "");
}

fn texts() -> impl Strategy<Value = String> {
    let term = prop::sample::select(vec![
        "snow",
        "plain",
        "\"heavy snow\"",
        "…",
        "is:unread",
        "is:read",
        "is:bookmarked",
        "is:edited",
        "is:preview",
        "has:quote",
        "has:note",
        "has:image",
        "has:enclosure",
        "feed:a.",
        "feed:example",
        "feed:x",
        "folder:world",
        "tag:slow",
        "tag:daily",
        "tag:später",
        "author:quill",
        "speaker:abara",
        "lang:en",
        "title:kept",
        "text:'",
        "age<3d",
        "before:2023-11-12",
        "()",
    ]);
    let leaf = term.prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|a| format!("-({a})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} {b})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a} or {b})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn operators_mean_what_logic_says(texts in prop::collection::vec((texts(), texts()), 8)) {
        let (_dir, store) = store();
        for (a, b) in texts {
            let list = |text: String| -> Vec<ArticleId> {
                // A last word that may be a beginning is another question.
                let rows = pages(&store, &query(&format!("{text} ()")));
                rows.into_iter().map(|row| row.id).collect()
            };
            let all = list(String::new());
            let (in_a, in_b) = (list(a.clone()), list(b.clone()));
            let kept = |keep: &dyn Fn(&ArticleId) -> bool| -> Vec<ArticleId> {
                all.iter().copied().filter(keep).collect()
            };
            prop_assert_eq!(list(format!("-({a})")), kept(&|id| !in_a.contains(id)), "-({})", a);
            let both = kept(&|id| in_a.contains(id) && in_b.contains(id));
            prop_assert_eq!(list(format!("({a}) ({b})")), both, "({}) ({})", a, b);
            let either = kept(&|id| in_a.contains(id) || in_b.contains(id));
            prop_assert_eq!(list(format!("({a}) or ({b})")), either, "({}) or ({})", a, b);
        }
    }
}
