//! Every order, and that no common question walks more than it must.

use std::time::Instant;

use super::super::plan::{After, Statement, Walk};
use super::super::walk::bound;
use super::*;

#[test]
fn each_order_holds_every_article_once() {
    let (_dir, store) = store();
    for (order, text, expected) in [
        (Order::Newest, "", EVERY),
        (Order::Oldest, "is:read", "noted, signed"),
        (
            Order::Newest,
            "age>1h age<5d",
            "signed, pictured, quoting, kept",
        ),
        (
            Order::Oldest,
            "after:4d before:1h",
            "kept, quoting, pictured, signed",
        ),
        (Order::Feed, "", EVERY),
        (Order::Feed, "-feed:b. is:unread", "plain, pictured, fresh"),
        (
            Order::Feed,
            "-plain",
            "signed, pictured, quoting, kept, noted, fresh",
        ),
        (
            Order::Feed,
            "snow -is:bookmarked folder:world",
            "plain, signed, pictured, quoting",
        ),
        (
            Order::Feed,
            "snow",
            "plain, signed, pictured, quoting, kept, noted",
        ),
        (
            Order::LongestUnread,
            "",
            "pictured, plain, kept, quoting, fresh",
        ),
        (
            Order::LongestUnread,
            "folder:world",
            "pictured, plain, kept, quoting",
        ),
        (
            Order::River(2),
            "",
            "plain, signed, pictured, quoting, kept, noted, fresh",
        ),
    ] {
        let query = Query {
            order,
            ..query(text)
        };
        let rows = pages(&store, &query);
        let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
        assert_eq!(titles.join(", "), expected, "{order:?} {text}");
        let count = store.count_articles(&query, 100).unwrap();
        assert_eq!(count as usize, rows.len(), "{order:?} {text}");
        assert!(store.count_articles(&query, 1).unwrap() <= 1);
    }
    let river = Query {
        order: Order::River(2),
        ..query("")
    };
    let expected = "plain, signed, quoting, pictured, kept, noted, fresh";
    assert_eq!(titles(&store, &river), expected);
    let unfiltered = Query {
        filter: None,
        ..river
    };
    assert_eq!(titles(&store, &unfiltered), expected);
}

fn plan(store: &Store, text: &str, order: Order) -> Vec<String> {
    let selection = Selection::of(store, &query(text)).unwrap().unwrap();
    steps(store, &selection, order)
}

fn steps(store: &Store, selection: &Selection, order: Order) -> Vec<String> {
    let after = Some(After {
        date: NOW,
        id: 1,
        number: 1,
    });
    let Statement { sql, parameters } = Walk::of(selection).page(order, after);
    let sql = format!("EXPLAIN QUERY PLAN {sql}");
    let mut statement = store.conn.prepare(&sql).unwrap();
    let rows = statement.query_map(&*bound(&parameters, &[]), |row| row.get("detail"));
    let rows = rows
        .unwrap()
        .map(|row: rusqlite::Result<String>| row.unwrap());
    rows.map(|row| row.replace("COVERING ", "")).collect()
}

#[test]
fn common_questions_walk_an_index_from_its_key() {
    let (_dir, store) = store();
    for (text, walked) in [
        ("", "SEARCH a USING INDEX articles_by_date (date<?"),
        ("is:read", "SEARCH a USING INDEX articles_by_date (date<?"),
        (
            "is:unread",
            "SEARCH u USING PRIMARY KEY ((date,article)<(?,?))",
        ),
        (
            "is:unread -feed:a.",
            "SEARCH u USING PRIMARY KEY ((date,article)<(?,?))",
        ),
        (
            "feed:a.",
            "SEARCH a USING INDEX articles_by_feed (feed=? AND date<?",
        ),
        (
            "feed:a. is:unread",
            "SEARCH u USING INDEX unread_by_feed (feed=? AND (date,article)<(?,?))",
        ),
        (
            "folder:world",
            "SEARCH a USING INDEX articles_by_folder (folder=? AND date<?",
        ),
        (
            "folder:world is:unread has:quote",
            "SEARCH u USING INDEX unread_by_folder (folder=? AND (date,article)<(?,?))",
        ),
        (
            "is:bookmarked",
            "SEARCH k USING INDEX bookmarks_by_date (date<?",
        ),
        (
            "tag:später",
            "SEARCH tagged USING PRIMARY KEY (tag=? AND (date,article)<(?,?))",
        ),
        (
            "is:unread tag:später age<5d",
            "SEARCH tagged USING PRIMARY KEY (tag=? AND date>? AND (date,article)<(?,?)",
        ),
        (
            "age<2d",
            "SEARCH a USING INDEX articles_by_date (date>? AND date<?",
        ),
        (
            "age<2d is:unread",
            "SEARCH u USING PRIMARY KEY (date>? AND (date,article)<(?,?)",
        ),
        (
            "age<2d folder:world",
            "SEARCH a USING INDEX articles_by_folder (folder=? AND date>? AND date<?",
        ),
        (
            "is:unread or plain or feed:a.",
            "SEARCH a USING INDEX articles_by_date (date<?",
        ),
        (
            "lang:en has:image",
            "SEARCH a USING INDEX articles_by_date (date<?",
        ),
    ] {
        for order in [Order::Newest, Order::Oldest] {
            let plan = plan(&store, text, order);
            let walked = match order {
                Order::Oldest => walked.replace("date>? AND ", "").replace('<', ">"),
                _ => walked.to_owned(),
            };
            assert!(
                plan[0].starts_with(&walked.replace("COVERING ", "")),
                "{text}: {plan:#?}"
            );
            assert!(
                !plan.iter().any(|step| step.contains("TEMP B-TREE")),
                "{text}: {plan:#?}"
            );
            let scans =
                |step: &&String| step.starts_with("SCAN") && !step.contains("VIRTUAL TABLE");
            assert_eq!(plan.iter().find(scans), None, "{text}: {plan:#?}");
        }
    }
    let words = plan(&store, "snow is:unread feed:a.", Order::Newest);
    assert!(words[0].starts_with("SCAN s VIRTUAL TABLE"), "{words:#?}");
    let article = "SEARCH a USING INDEX articles_by_indexed";
    assert!(words[1].starts_with(article), "{words:#?}");
    let sorts = words.iter().any(|step| step.contains("TEMP B-TREE"));
    assert!(!sorts, "{words:#?}");
    let few = plan(&store, "feed:example is:read", Order::Newest);
    let walked = "SEARCH a USING INDEX articles_by_feed (feed=? AND date<?";
    assert!(few[0].starts_with(walked), "{few:#?}");
}

#[test]
fn what_is_tagged_or_noted_is_met_without_all_the_others() {
    let (_dir, store) = store();
    for text in [
        "has:note",
        "tag:slow",
        "tag:slow or has:note",
        "has:note is:unread",
    ] {
        let steps = plan(&store, text, Order::Newest);
        let scans = |step: &&String| step.starts_with("SCAN") && step.contains(" a");
        assert_eq!(steps.iter().find(scans), None, "{text}: {steps:#?}");
        let all = |step: &String| step.contains("articles_by_date");
        assert!(!steps.iter().any(all), "{text}: {steps:#?}");
    }
}

#[test]
fn feeds_with_many_articles_are_met_along_the_dates_of_all() {
    let (_dir, store) = store();
    let mut selection = Selection::of(&store, &query("feed:example"))
        .unwrap()
        .unwrap();
    let Place::Feeds { narrow, .. } = &mut selection.place else {
        panic!("several feeds: {:?}", selection.place);
    };
    *narrow = false;
    for unread in [false, true] {
        selection.unread = unread;
        let patience = Patience::default();
        let met = store.walk(&selection, Order::Newest, None, 100, &patience);
        assert_eq!(met.unwrap().rows.len(), if unread { 5 } else { 7 });
        let steps = steps(&store, &selection, Order::Newest);
        let sorts = steps.iter().any(|step| step.contains("TEMP B-TREE"));
        assert!(!sorts && steps[0].contains("date"), "{steps:#?}");
    }
}

#[test]
fn words_are_looked_for_in_each_row_of_a_short_list() {
    let (_dir, store) = store();
    for (text, expected) in [
        ("snow is:unread", "plain, pictured, quoting, kept"),
        ("snow is:bookmarked", "kept"),
        ("snow feed:b. is:unread", "quoting, kept"),
    ] {
        let mut selection = Selection::of(&store, &query(text)).unwrap().unwrap();
        assert!(!selection.list_first, "{text}: few match");
        selection.list_first = true;
        let patience = Patience::default();
        let met = store.walk(&selection, Order::Newest, None, 100, &patience);
        let rows = met.unwrap().rows.into_iter();
        let rows = rows.map(|row| store.headline(row.id).unwrap().unwrap().title);
        let titles: Vec<String> = rows.collect();
        assert_eq!(titles.join(", "), expected, "{text}");
    }
}

#[test]
fn a_page_that_is_cut_short_says_where_the_next_one_goes_on() {
    let (_dir, store) = store();
    let hasty = Patience {
        at_least: 1,
        end: Instant::now(),
    };
    for text in [
        "",
        "is:read",
        "is:edited",
        "has:note",
        "has:image",
        "snow has:quote",
        "lang:de or plain",
        "feed:b. -kept",
        "is:bookmarked",
        "is:unread is:preview",
        "tag:slow age>3d",
    ] {
        for order in [Order::Newest, Order::Oldest, Order::Feed] {
            let mut query = Query {
                order,
                ..query(text)
            };
            let whole = pages(&store, &query);
            let (mut rows, mut walked) = (Vec::new(), 0);
            loop {
                let page = store.selected_within(&query, &hasty).unwrap();
                rows.extend(page.rows);
                walked += 1;
                query.after = page.next;
                if page.next.is_none() {
                    break;
                }
                assert!(walked < 20, "{text}: the pages do not end");
            }
            assert_eq!(rows, whole, "{order:?} {text}");
            assert!(walked > rows.len(), "{order:?} {text}: not cut short");
        }
    }
}

#[test]
fn feed_by_feed_goes_on_where_the_last_article_of_a_feed_was_read() {
    let (_dir, mut store) = store();
    let mut query = Query {
        order: Order::Feed,
        limit: 2,
        ..query("is:unread")
    };
    let first = store.headlines(&query).unwrap();
    let read: Vec<ArticleId> = first.rows.iter().map(|row| row.id).collect();
    store.set_read(&read, true, NOW).unwrap();
    query.after = first.next;
    assert_eq!(titles(&store, &query), "quoting, kept");
}
