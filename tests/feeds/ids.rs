//! What an article is known by, and when it is from.

use crate::{date, item, rss, titles};

#[test]
fn ids_are_the_feeds_own_or_made_of_what_does_not_change() {
    assert_eq!(item("<guid> urn:1 </guid>").id, "urn:1");
    let id = |title: &str| item(&format!("<title>{title}</title><link>/1</link>")).id;
    assert_eq!(id("Rates hled"), id("Rates held"), "a corrected title");
    let dated = |title: &str| {
        rss(&format!(
            "<item><title>{title}</title><link>/</link><pubDate>1 Nov 2026</pubDate></item>
         <item><title>Another</title><link>/</link><pubDate>2 Nov 2026</pubDate></item>"
        ))
    };
    let (before, after) = (dated("Rates hled"), dated("Rates held"));
    assert_eq!(
        before.entries.len(),
        2,
        "two articles with one link are two"
    );
    assert_eq!(before.entries[0].id, after.entries[0].id);
    assert_ne!(before.entries[0].id, before.entries[1].id);
}

#[test]
fn entries_with_nothing_but_words_are_told_apart() {
    let feed = rss(
        "<item><title>A</title></item><item><title>A</title><description>b</description></item><item><title>A</title></item>",
    );
    assert_eq!(feed.entries.len(), 2);
}

#[test]
fn of_two_versions_of_an_entry_the_newer_stays() {
    let version = |day: u8, words: &str| {
        format!(
            "<item><guid>1</guid><title>A</title><pubDate>{day} Nov 2026</pubDate><description>{words}</description></item>"
        )
    };
    for feed in [
        rss(&(version(1, "old") + &version(2, "new"))),
        rss(&(version(2, "new") + &version(1, "old"))),
    ] {
        assert_eq!(feed.entries.len(), 1);
        assert_eq!(feed.entries[0].html(), "new");
    }
}

#[test]
fn two_articles_that_share_an_id_by_mistake_are_both_kept() {
    let feed = rss(
        "<item><guid>1</guid><title>A</title><link>/a</link></item><item><guid>1</guid><title>B</title><link>/b</link></item>",
    );
    assert_eq!(titles(&feed), ["A", "B"]);
    assert_ne!(feed.entries[0].id, feed.entries[1].id);
}

#[test]
fn the_first_date_that_is_one_counts() {
    let entry = item(
        "<pubDate>yesterday</pubDate><dc:date>2026-11-22</dc:date><dcterms:modified>2026-11-23</dcterms:modified>",
    );
    assert_eq!(date(entry.published), "2026-11-22T00:00:00Z");
    assert_eq!(date(entry.updated), "2026-11-23T00:00:00Z");
    assert_eq!(date(item("<pubDate>soon</pubDate>").published), "none");
}

#[test]
fn the_feed_says_how_often_to_ask() {
    let hints = rss("<ttl>90</ttl><sy:updatePeriod>daily</sy:updatePeriod><skipHours><hour>3</hour></skipHours>").hints;
    assert_eq!(
        (hints.ttl_minutes, hints.period_seconds, hints.skip_hours),
        (Some(90), Some(86_400), vec![3])
    );
}
