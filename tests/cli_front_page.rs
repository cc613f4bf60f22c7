//! `pullquote list --front-page`, as a script uses it: the day by story, in words and as JSON.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use command::{Home, entry};
use pullquote::runtime;
use serde_json::Value;

#[test]
fn the_front_page_is_the_day_by_story() {
    let home = Home::new("[front_page]\nhours = 6\n");
    let now = runtime::now();
    let hours_ago = |hours: i64| now - hours * 3600;
    let said = "<p>“The old pier will carry nobody this winter, and that is final,” said Ida Quill, the harbour master \
        of Saltmere. The council closed the pier after the storm.</p>";
    let storm = "Saltmere council closes old pier after storm";
    home.store("ledger", &[entry(storm, said, hours_ago(2))], now);
    let alone = "Library lends telescopes";
    home.store(
        "herald",
        &[entry(alone, "<p>It has three.</p>", hours_ago(1))],
        now,
    );
    let other = "<p>The old pier at Saltmere is closed after the storm, the council says.</p>";
    let shut = "Old pier of Saltmere is shut after storm, council says";
    let old = entry("Yesterday's bread", "<p>It was baked.</p>", hours_ago(8));
    home.store("courier", &[entry(shut, other, hours_ago(3)), old], now);

    let stories = home.run(&["list", "--front-page", "--json"]).json();
    let titles = |story: &Value| -> Vec<String> {
        let articles = story["articles"].as_array().unwrap().iter();
        articles
            .map(|a| a["title"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(stories.len(), 2, "the bread is too old: {stories:?}");
    let mut first = titles(&stories[0]);
    first.sort();
    assert_eq!(first, [shut, storm], "the most covered first");
    assert_eq!(titles(&stories[1]), [alone]);
    assert_eq!(stories[0]["outlets"].as_array().unwrap().len(), 2);
    assert_eq!(stories[0]["quotation"]["speaker"], "Ida Quill");
    assert_eq!(stories[1]["quotation"], Value::Null);

    let read = home.run(&["list", "--front-page"]);
    assert_eq!(read.code, 0, "{}", read.err);
    let at = |text: &str| {
        read.out
            .find(text)
            .unwrap_or_else(|| panic!("{}", read.out))
    };
    assert!(at("● ") < at("“The old pier will carry nobody") && at("— Ida Quill") < at(alone));
    let one = home.run(&["list", "--front-page", "--limit", "1", "--json"]);
    assert_eq!(one.json().len(), 1);

    let ids: Vec<String> = stories[0]["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["id"].to_string())
        .collect();
    home.run(&["mark", "read", &ids[0], &ids[1]]);
    let unread = home
        .run(&["list", "--front-page", "--unread", "--json"])
        .json();
    assert_eq!(titles(&unread[0]), [alone]);
    assert_eq!(unread.len(), 1);
    let quiet = Home::new("");
    quiet.store("ledger", &[entry(storm, said, hours_ago(60))], now);
    let nothing = quiet.run(&["list", "--front-page"]);
    assert!(
        nothing.out.starts_with("nothing new since "),
        "{}",
        nothing.out
    );
}
