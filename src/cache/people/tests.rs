//! What a reader would notice of people and of shared quotations, over a real file.

use crate::cache::{Store, sample};
use crate::news::{
    ArticleId, PeopleOrder, PeopleQuery, Person, PersonId, PersonRow, Preview, Quote, QuoteKind,
    SayingsQuery, Speaker,
};

/// A text of "speaker|title|words" lines, with a quotation a line.
fn quoted(lines: &[(&str, &str, &str)]) -> (String, Vec<Quote>) {
    let mut text = String::new();
    let mut quotes = Vec::new();
    for (speaker, title, words) in lines {
        let start = text.len();
        text.push_str(words);
        let person = Person {
            name: (*speaker).to_owned(),
            title: (!title.is_empty()).then(|| (*title).to_owned()),
            aliases: Vec::new(),
        };
        quotes.push(Quote {
            ranges: std::iter::once(start..text.len()).collect(),
            speaker: (!speaker.is_empty()).then_some(Speaker {
                mention: None,
                person,
            }),
            cue: None,
            kind: QuoteKind::Direct,
            confidence: 0.9,
        });
        text.push_str("\n\n");
    }
    (text, quotes)
}

/// One more article of a feed, `age` seconds old, with these quotations.
fn article(store: &mut Store, feed: &str, age: i64, lines: &[(&str, &str, &str)]) -> ArticleId {
    let id = format!("{feed}{age}{}", lines.first().map_or("", |line| line.2));
    let title = format!("article of {feed}");
    sample::poll(
        store,
        feed,
        vec![sample::entry(&id, &title, &id, sample::NOW - age)],
    );
    let id: i64 = store
        .conn
        .query_row("SELECT max(id) FROM articles", [], |row| row.get(0))
        .unwrap();
    enrich(store, ArticleId(id), lines, 1);
    ArticleId(id)
}

fn enrich(store: &mut Store, id: ArticleId, lines: &[(&str, &str, &str)], engine: u32) {
    let (text, quotes) = quoted(lines);
    store
        .enrich(id, &text, &quotes, engine, Preview::No)
        .unwrap();
}

fn people(store: &Store) -> Vec<PersonRow> {
    let query = PeopleQuery {
        limit: 100,
        ..PeopleQuery::default()
    };
    store.people(&query).unwrap()
}

fn names(store: &Store) -> Vec<(String, u32, u32)> {
    people(store)
        .into_iter()
        .map(|row| (row.person.name, row.quotes, row.outlets))
        .collect()
}

fn id(store: &Store, name: &str) -> PersonId {
    store.person_named(name).unwrap().unwrap()
}

fn said(store: &Store, person: PersonId) -> Vec<String> {
    let query = SayingsQuery {
        person: Some(person),
        limit: 100,
        ..SayingsQuery::default()
    };
    let rows = store.sayings(&query).unwrap().rows;
    rows.into_iter().map(|row| row.words).collect()
}

/// The counts, as a count from scratch would have them.
fn check(store: &Store) {
    for row in people(store) {
        let (quotes, outlets, last): (u32, u32, i64) = store
            .conn
            .query_row(
                "SELECT count(*), count(DISTINCT outlet), max(date) FROM quotes WHERE person = ?1",
                [row.id.0],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .unwrap();
        assert_eq!(
            (row.quotes, row.outlets, row.last),
            (quotes, outlets, last),
            "{row:?}"
        );
    }
    let all: u32 = store
        .conn
        .query_row(
            "SELECT count(*) FROM quotes WHERE person IS NOT NULL",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(people(store).iter().map(|row| row.quotes).sum::<u32>(), all);
}

const FERRY: &str = "The boat is the only road we have, and it stays whatever they say.";

#[test]
fn what_a_removed_feed_quotes_counts_no_more_until_the_feed_is_back() {
    let (_dir, mut store) = sample::store();
    let marsh = [("Orla Marsh", "mayor", "the bridge stays open all winter")];
    let kept = [(
        "Orla Marsh",
        "mayor",
        "not one more plank is to be laid there",
    )];
    article(&mut store, "a", 10, &marsh);
    let bookmarked = article(&mut store, "a", 20, &kept);
    store.set_bookmark(bookmarked, true, sample::NOW).unwrap();
    let late = article(&mut store, "a", 30, &[]);
    article(&mut store, "b", 10, &marsh);
    let one = |quotes, outlets| vec![("Orla Marsh".to_owned(), quotes, outlets)];
    assert_eq!(names(&store), one(3, 2));
    let echo = store.sayings_of(ArticleId(late.0 + 1)).unwrap()[0].article;
    assert_eq!(store.shared(echo).unwrap().len(), 1);

    let words = |store: &Store| {
        let query = SayingsQuery {
            words: "bridge".to_owned(),
            limit: 10,
            ..SayingsQuery::default()
        };
        store.sayings(&query).unwrap().rows.len()
    };
    assert_eq!(words(&store), 2);
    let both = sample::feeds();
    let left = both.iter().filter(|feed| feed.url.contains("b.example"));
    store
        .sync_feeds(&left.cloned().collect::<Vec<_>>())
        .unwrap();
    assert_eq!(names(&store), one(2, 2), "what is kept stays");
    check(&store);
    assert_eq!(words(&store), 1);
    assert!(store.shared(echo).unwrap().is_empty());
    // Read only now, and someone is merged in the meantime: both are as they should be once the feed is back.
    enrich(
        &mut store,
        late,
        &[("Ilse Brandt", "", "we shall see about that in the spring")],
        1,
    );
    assert_eq!(names(&store), one(2, 2));
    article(
        &mut store,
        "b",
        40,
        &[("Orla M. Marsh", "", "nobody asked the ferrymen")],
    );
    let (from, into) = (id(&store, "Orla Marsh"), id(&store, "Orla M. Marsh"));
    store.merge_people(from, into).unwrap().unwrap();
    check(&store);

    store.sync_feeds(&both).unwrap();
    let mut now = names(&store);
    now.sort();
    let marsh = ("Orla M. Marsh".to_owned(), 4, 2);
    assert_eq!(now, [("Ilse Brandt".to_owned(), 1, 1), marsh]);
    check(&store);
    assert_eq!((words(&store), store.shared(echo).unwrap().len()), (2, 1));
}

#[test]
fn one_person_however_the_name_is_written() {
    let (_dir, mut store) = sample::store();
    article(
        &mut store,
        "a",
        30,
        &[
            ("Mara Lindqvist", "Dr.", "One."),
            ("a resident", "", "Two."),
        ],
    );
    article(
        &mut store,
        "b",
        20,
        &[("MARA LINDQVIST", "director of the institute", "Three.")],
    );
    article(
        &mut store,
        "b",
        10,
        &[("Dr. Mara Lindqvist", "director of the institute", "Four.")],
    );
    assert_eq!(names(&store), [("Mara Lindqvist".to_owned(), 3, 2)]);
    let row = &people(&store)[0];
    assert_eq!(
        row.person.title.as_deref(),
        Some("director of the institute")
    );
    assert_eq!(row.last, sample::NOW - 10);
    assert_eq!(
        said(&store, row.id),
        ["Four.", "Three.", "One."],
        "the newest first"
    );
    check(&store);
}

#[test]
fn counts_follow_what_comes_and_goes() {
    let (_dir, mut store) = sample::store();
    let first = article(
        &mut store,
        "a",
        30,
        &[("Arlo Finch", "", "One."), ("Arlo Finch", "", "Two.")],
    );
    article(
        &mut store,
        "b",
        10,
        &[("Arlo Finch", "", "Three."), ("Ida Holm", "", "Four.")],
    );
    assert_eq!(names(&store)[0], ("Arlo Finch".to_owned(), 3, 2));
    // A better engine finds one less in the first.
    enrich(&mut store, first, &[("Arlo Finch", "", "One.")], 2);
    assert_eq!(names(&store)[0], ("Arlo Finch".to_owned(), 2, 2));
    check(&store);
    store.sync_feeds(&sample::feeds()[..1]).unwrap();
    sample::clear_left(&mut store);
    assert_eq!(names(&store), [("Arlo Finch".to_owned(), 1, 1)]);
    assert_eq!(people(&store)[0].last, sample::NOW - 30);
    check(&store);
    store.vacuum().unwrap();
    check(&store);
}

#[test]
fn pages_hold_everyone_once_in_each_order() {
    let (_dir, mut store) = sample::store();
    for (n, name) in [
        "Ada Berg", "Bo Asp", "Cy Dahl", "Di Ek", "Eli Falk", "Fay Ahl", "Gus Berg",
    ]
    .iter()
    .enumerate()
    {
        for age in 0..=(n as i64 % 3) {
            article(
                &mut store,
                "a",
                100 * n as i64 + age,
                &[(name, "", "Something.")],
            );
        }
    }
    for order in [PeopleOrder::Count, PeopleOrder::Recent, PeopleOrder::Name] {
        let whole: Vec<PersonId> = store
            .people(&PeopleQuery {
                order,
                limit: 100,
                ..PeopleQuery::default()
            })
            .unwrap()
            .into_iter()
            .map(|row| row.id)
            .collect();
        assert_eq!(whole.len(), 7);
        let mut paged = Vec::new();
        let mut after = None;
        loop {
            let page = store
                .people(&PeopleQuery {
                    order,
                    after,
                    limit: 2,
                    ..PeopleQuery::default()
                })
                .unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            paged.extend(page.iter().map(|row| row.id));
        }
        assert_eq!(paged, whole, "{order:?}");
    }
    let by_name = store
        .people(&PeopleQuery {
            order: PeopleOrder::Name,
            limit: 3,
            ..PeopleQuery::default()
        })
        .unwrap();
    let by_name: Vec<&str> = by_name.iter().map(|row| row.person.name.as_str()).collect();
    assert_eq!(by_name, ["Fay Ahl", "Bo Asp", "Ada Berg"], "by family name");
}

#[test]
fn people_are_found_by_the_beginnings_of_their_names_and_titles() {
    let (_dir, mut store) = sample::store();
    article(
        &mut store,
        "a",
        1,
        &[
            ("Jörg Müller", "harbour master", "One."),
            ("Ida Holm", "", "Two."),
        ],
    );
    let find = |words: &str| {
        let query = PeopleQuery {
            words: words.to_owned(),
            limit: 9,
            ..PeopleQuery::default()
        };
        let rows = store.people(&query).unwrap();
        rows.into_iter()
            .map(|row| row.person.name)
            .collect::<Vec<_>>()
    };
    for words in ["mul", "jorg", "harb mas", "MÜLLER jö"] {
        assert_eq!(find(words), ["Jörg Müller"], "{words}");
    }
    assert!(find("nobody").is_empty());
    assert!(find("\"*(").is_empty());
    assert_eq!(find(" ").len(), 2);
}

#[test]
fn a_merge_holds_for_later_articles_and_for_articles_read_anew_and_can_be_taken_back() {
    let (_dir, mut store) = sample::store();
    let early = article(&mut store, "a", 50, &[("Finch", "", "One.")]);
    article(&mut store, "a", 40, &[("Arlo Finch", "Mayor", "Two.")]);
    let (short, full) = (id(&store, "Finch"), id(&store, "Arlo Finch"));
    store.follow(short, true, 7).unwrap();
    let merge = store.merge_people(short, full).unwrap().unwrap();
    article(&mut store, "b", 30, &[("Finch", "", "Three.")]);
    enrich(&mut store, early, &[("Finch", "", "One.")], 2);
    assert_eq!(names(&store), [("Arlo Finch".to_owned(), 3, 2)]);
    assert!(
        people(&store)[0]
            .person
            .aliases
            .contains(&"Finch".to_owned())
    );
    assert!(people(&store)[0].followed);
    check(&store);
    assert_eq!(store.merge_people(full, full).unwrap(), None);

    store.unmerge_people(&merge).unwrap();
    assert_eq!(
        names(&store),
        [("Finch".to_owned(), 2, 2), ("Arlo Finch".to_owned(), 1, 1)]
    );
    assert_eq!(said(&store, short), ["Three.", "One."]);
    let follows: Vec<PersonId> = store.follows().unwrap().iter().map(|f| f.id).collect();
    assert_eq!(follows, [short]);
    check(&store);
}

#[test]
fn a_merged_name_is_parted_again() {
    let (_dir, mut store) = sample::store();
    article(&mut store, "a", 50, &[("Arlo Finch", "", "One.")]);
    let other = article(&mut store, "b", 40, &[("A. Finch", "", "Two.")]);
    let (one, two) = (id(&store, "Arlo Finch"), id(&store, "A. Finch"));
    store.merge_people(two, one).unwrap();
    let parting = store.part_people(other, 0).unwrap().unwrap();
    assert_eq!((parting.from, parting.to), (one, two));
    assert_eq!(said(&store, two), ["Two."]);
    assert!(
        people(&store)
            .iter()
            .all(|row| row.person.aliases.is_empty())
    );
    store.unpart_people(&parting).unwrap();
    assert_eq!(said(&store, one), ["Two.", "One."]);
    check(&store);
}

#[test]
fn two_of_one_name_are_parted_by_their_titles() {
    let (_dir, mut store) = sample::store();
    article(
        &mut store,
        "a",
        50,
        &[("Arlo Finch", "Mayor of Quayside", "The budget stands.")],
    );
    let match_day = article(
        &mut store,
        "b",
        40,
        &[("Arlo Finch", "goalkeeper", "We lost.")],
    );
    let one = id(&store, "Arlo Finch");
    let parting = store.part_people(match_day, 0).unwrap().unwrap();
    assert_ne!(parting.to, one);
    article(
        &mut store,
        "c",
        30,
        &[
            ("Arlo Finch", "Goalkeeper", "We won."),
            ("Arlo Finch", "", "I am the mayor."),
        ],
    );
    assert_eq!(said(&store, parting.to), ["We won.", "We lost."]);
    assert_eq!(said(&store, one), ["I am the mayor.", "The budget stands."]);
    enrich(
        &mut store,
        match_day,
        &[("Arlo Finch", "goalkeeper", "We lost again.")],
        2,
    );
    assert_eq!(said(&store, parting.to), ["We won.", "We lost again."]);
    check(&store);
    // Merging them, and back, leaves the parting as it was.
    let merge = store.merge_people(parting.to, one).unwrap().unwrap();
    assert_eq!(said(&store, one).len(), 4);
    store.unmerge_people(&merge).unwrap();
    assert_eq!(said(&store, parting.to).len(), 2);
    let merge = store.merge_people(one, parting.to).unwrap().unwrap();
    assert_eq!(said(&store, parting.to).len(), 4);
    store.unmerge_people(&merge).unwrap();
    assert_eq!(said(&store, one), ["I am the mayor.", "The budget stands."]);
    store.unpart_people(&parting).unwrap();
    assert_eq!(said(&store, one).len(), 4);
    check(&store);
}

#[test]
fn without_titles_the_article_alone_is_parted() {
    let (_dir, mut store) = sample::store();
    article(&mut store, "a", 50, &[("Ida Holm", "", "One.")]);
    let other = article(&mut store, "b", 40, &[("Ida Holm", "", "Two.")]);
    let one = id(&store, "Ida Holm");
    let parting = store.part_people(other, 0).unwrap().unwrap();
    assert_eq!(said(&store, parting.to), ["Two."]);
    enrich(&mut store, other, &[("Ida Holm", "", "Two, again.")], 2);
    assert_eq!(said(&store, parting.to), ["Two, again."]);
    article(&mut store, "b", 30, &[("Ida Holm", "", "Three.")]);
    assert_eq!(said(&store, one), ["Three.", "One."]);
    check(&store);
}

#[test]
fn words_are_found_in_what_was_said() {
    let (_dir, mut store) = sample::store();
    let first = article(
        &mut store,
        "a",
        50,
        &[
            ("Ida Holm", "mayor", FERRY),
            ("Arlo Finch", "", "Nothing of it."),
        ],
    );
    article(
        &mut store,
        "b",
        40,
        &[("Arlo Finch", "", "The boat is mine.")],
    );
    let find = |person: Option<PersonId>, words: &str| {
        let query = SayingsQuery {
            person,
            words: words.to_owned(),
            limit: 9,
            after: None,
        };
        let rows = store.sayings(&query).unwrap().rows;
        rows.into_iter().map(|row| row.words).collect::<Vec<_>>()
    };
    assert_eq!(find(None, "boat"), ["The boat is mine.", FERRY]);
    assert_eq!(find(Some(id(&store, "Ida Holm")), "boat"), [FERRY]);
    assert_eq!(find(None, "speaker:holm boat"), [FERRY]);
    assert_eq!(find(None, "speaker:mayor"), [FERRY]);
    assert_eq!(find(None, "on whatev"), Vec::<String>::new());
    assert_eq!(find(None, "road whatev"), [FERRY]);
    assert_eq!(find(None, "\" OR *"), Vec::<String>::new());
    assert_eq!(find(None, "").len(), 3);
    enrich(&mut store, first, &[], 2);
    let query = SayingsQuery {
        words: "boat".to_owned(),
        limit: 9,
        ..SayingsQuery::default()
    };
    assert_eq!(store.sayings(&query).unwrap().rows.len(), 1);
}

#[test]
fn an_articles_quotations_stand_on_one_page() {
    let (_dir, mut store) = sample::store();
    for age in 0..5 {
        article(
            &mut store,
            "a",
            age,
            &[
                ("Ida Holm", "", "The boat one."),
                ("Ida Holm", "", "The boat two."),
            ],
        );
    }
    for (person, words) in [
        (Some(id(&store, "Ida Holm")), ""),
        (None, "boat"),
        (None, ""),
    ] {
        let mut query = SayingsQuery {
            person,
            words: words.to_owned(),
            limit: 3,
            after: None,
        };
        let mut seen = Vec::new();
        loop {
            let page = store.sayings(&query).unwrap();
            seen.extend(page.rows.iter().map(|row| (row.article, row.number)));
            if page.next.is_none() {
                break;
            }
            query.after = page.next;
        }
        let mut distinct = seen.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!((seen.len(), distinct.len()), (10, 10), "{person:?} {words}");
    }
}

#[test]
fn a_quotation_is_recognised_in_other_outlets_and_counts_once_in_each() {
    let (_dir, mut store) = sample::store();
    let first = article(
        &mut store,
        "a",
        50,
        &[("Ida Holm", "mayor", FERRY), ("Ida Holm", "", "It stays.")],
    );
    let cut = "the only road we have – and it stays …";
    let second = article(
        &mut store,
        "b",
        40,
        &[("", "", cut), ("Ida Holm", "", "It stays!")],
    );
    article(&mut store, "b", 35, &[("Ida Holm", "", FERRY)]);
    article(&mut store, "a", 34, &[("Ida Holm", "", FERRY)]);
    article(
        &mut store,
        "c",
        33,
        &[
            ("Arlo Finch", "", "It stays."),
            ("Arlo Finch", "", "Something else is said here today."),
        ],
    );
    let shared = |store: &Store, id| {
        let rows = store.shared(id).unwrap();
        rows.into_iter().map(|row| row.outlets).collect::<Vec<_>>()
    };
    assert_eq!(shared(&store, first), [1, 1], "one other outlet has both");
    assert_eq!(shared(&store, second), [1, 1]);
    let (number, echoes) = store.echoes(first, 0).unwrap().unwrap();
    assert_eq!(number, 0);
    assert_eq!(echoes.len(), 1);
    assert_eq!(echoes[0].words, FERRY, "its latest");
    assert_eq!(echoes[0].source, "b.example");
    let third = article(&mut store, "c", 20, &[("", "", FERRY)]);
    assert_eq!(shared(&store, first), [2, 1]);
    assert_eq!(shared(&store, third), [2]);
    // Gone when an article goes.
    store.sync_feeds(&sample::feeds()[..2]).unwrap();
    sample::clear_left(&mut store);
    assert_eq!(shared(&store, first), [1, 1]);
    enrich(&mut store, first, &[("Ida Holm", "mayor", FERRY)], 2);
    assert_eq!(shared(&store, first), [1]);
    assert_eq!(shared(&store, second), [1]);
    store.vacuum().unwrap();
    let rows: u32 = store
        .conn
        .query_row("SELECT count(*) FROM echoes", [], |row| row.get(0))
        .unwrap();
    assert!(
        rows > 0 && rows.is_multiple_of(2),
        "every pair stands in both directions"
    );
}

#[test]
fn the_same_words_long_after_are_not_looked_for() {
    let (_dir, mut store) = sample::store();
    let old = article(&mut store, "a", 300 * 24 * 3600, &[("", "", FERRY)]);
    let new = article(&mut store, "b", 10, &[("", "", FERRY)]);
    assert_eq!(store.shared(old).unwrap(), []);
    assert_eq!(store.shared(new).unwrap(), []);
}

#[test]
fn the_feeds_of_one_site_are_one_outlet() {
    let (_dir, mut store) = sample::store();
    let first = article(&mut store, "a", 50, &[("Ida Holm", "", FERRY)]);
    let second = article(&mut store, "b", 40, &[("Ida Holm", "", FERRY)]);
    let sites = "UPDATE feeds SET site = 'https://www.same.example/' || id, outlet = NULL";
    store.conn.execute(sites, []).unwrap();
    for id in [first, second] {
        enrich(&mut store, id, &[("Ida Holm", "", FERRY)], 2);
    }
    assert_eq!(store.shared(first).unwrap(), []);
    assert_eq!(names(&store), [("Ida Holm".to_owned(), 2, 1)]);
}

#[test]
fn who_is_followed_is_listed_with_what_is_unread() {
    let (_dir, mut store) = sample::store();
    let first = article(&mut store, "a", 50, &[("Ida Holm", "", "One.")]);
    article(
        &mut store,
        "b",
        40,
        &[("Ida Holm", "", "Two."), ("Ida Holm", "", "Three.")],
    );
    let ida = id(&store, "Ida Holm");
    store.follow(ida, true, 1).unwrap();
    store.follow(ida, true, 2).unwrap();
    assert_eq!(store.follows().unwrap()[0].unread, 2);
    store.set_read(&[first], true, 1).unwrap();
    let follows = store.follows().unwrap();
    assert_eq!(
        (follows.len(), follows[0].unread, follows[0].name.as_str()),
        (1, 1, "Ida Holm")
    );
    store.follow(ida, false, 1).unwrap();
    assert!(store.follows().unwrap().is_empty());
}

#[test]
fn the_people_view_walks_an_index_in_every_order() {
    let (_dir, store) = sample::store();
    for key in ["quotes", "last", "sort"] {
        let sql = format!(
            "EXPLAIN QUERY PLAN SELECT p.id FROM people p WHERE p.quotes > 0
             AND (p.{key}, p.id) < (SELECT o.{key}, o.id FROM people o WHERE o.id = 1) ORDER BY p.{key} DESC, p.id DESC"
        );
        let mut statement = store.conn.prepare(&sql).unwrap();
        let plan: Vec<String> = statement
            .query_map([], |row| row.get("detail"))
            .unwrap()
            .map(|row| row.unwrap())
            .collect();
        assert!(
            !plan.iter().any(|step| step.contains("TEMP B-TREE")),
            "{plan:?}"
        );
        assert!(plan[0].contains("INDEX people_by"), "{plan:?}");
    }
}
