//! A clock that is wrong, days that are rare, and zones that are far.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::web::{Reply, serve};
use super::world::{Outcome, World, case, has, rows, rss};

const FEEDS: usize = 12;

/// A world, and how often each feed was asked for.
fn counted() -> (World, Arc<Mutex<HashMap<String, usize>>>) {
    let asked = Arc::new(Mutex::new(HashMap::new()));
    let count = Arc::clone(&asked);
    let address = serve("127.0.0.1:0", move |request| {
        *count
            .lock()
            .unwrap()
            .entry(request.path.clone())
            .or_default() += 1;
        Some(Reply::rss(rss(&request.path, 0..20, 60)))
    })
    .unwrap();
    let world = World::new(
        &(0..FEEDS)
            .map(|n| format!("{address}/{n}"))
            .collect::<Vec<_>>(),
    );
    (world, asked)
}

fn total(asked: &Mutex<HashMap<String, usize>>) -> usize {
    asked.lock().unwrap().values().sum()
}

/// Polls, marks, sets the clock, polls five times, sets it back, and polls five times more.
fn set(name: &str, offset: &'static str) {
    case(name, || {
        if !has("faketime") {
            return Outcome::Skipped("there is no faketime");
        }
        let (world, asked) = counted();
        assert_eq!(world.run(&["poll"]).code, Some(0));
        let id = rows(&world.store())[3].id.0.to_string();
        assert_eq!(world.run(&["bookmark", &id]).code, Some(0));
        let other = ["faketime", "-f", offset];
        let before = total(&asked);
        for _ in 0..5 {
            let ended = world.run_by(&other, &["poll"]);
            assert_eq!(ended.code, Some(0), "{}", ended.said());
            let list = world.run_by(&other, &["list", "--limit", "5"]);
            assert_eq!(
                (list.code, list.out.lines().count()),
                (Some(0), 5),
                "{}",
                list.said()
            );
        }
        let away = total(&asked) - before;
        assert!(
            away <= FEEDS,
            "{away} requests of {FEEDS} feeds in five polls"
        );
        // An hour later by the right clock, what is due is polled, as if nothing had been.
        let before = total(&asked);
        for _ in 0..5 {
            let ended = world.run_by(&["faketime", "-f", "+26h"], &["poll"]);
            assert_eq!(ended.code, Some(0), "{}", ended.said());
        }
        let back = total(&asked) - before;
        assert_eq!(back, FEEDS, "each feed once, the day after");
        assert_eq!(world.store().bookmark_count().unwrap(), 1);
        assert_eq!(
            (rows(&world.store()).len(), world.doubled()),
            (FEEDS * 20, 0)
        );
        Outcome::Seen(format!(
            "{away} requests for {FEEDS} feeds in five polls there, {back} in five polls back again; articles and mark as \
             they were"
        ))
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn clock_set() {
    set("clock_back_1y", "-365d");
    set("clock_back", "-730d");
    set("clock_fwd_1y", "+365d");
    set("clock_fwd", "+3652d");
}

#[test]
#[ignore = "tests/system/run runs it"]
fn zones_and_leap_days() {
    case("zones_leap_days", || {
        if !has("faketime") {
            return Outcome::Skipped("there is no faketime");
        }
        let address = serve("127.0.0.1:0", |_| {
            let item = |n: u32, date: &str| {
                format!(
                    "<item><guid>{n}</guid><title>Day {n}</title><pubDate>{date}</pubDate></item>"
                )
            };
            let items: String = [
                "Thu, 29 Feb 2024 23:59:59 +0000",
                "Thu, 29 Feb 2024 23:59:60 +0000",
                "Sat, 31 Dec 2016 23:59:60 GMT",
                "Fri, 30 Feb 2024 12:00:00 GMT",
                "Sun, 31 Mar 2024 02:30:00 +0100",
                "Fri, 30 Dec 2011 12:00:00 +1400",
                "Tue, 29 Feb 2028 00:00:00 -1200",
            ]
            .iter()
            .zip(1..)
            .map(|(date, n)| item(n, date))
            .collect();
            Some(Reply::rss(format!(
                "<rss version=\"2.0\"><channel><title>Days</title>{items}</channel></rss>"
            )))
        })
        .unwrap();
        let mut lines = 0;
        for zone in [
            "UTC",
            "Pacific/Apia",
            "Pacific/Kiritimati",
            "Asia/Kathmandu",
            "America/St_Johns",
            "Nowhere/At_All",
        ] {
            for moment in [
                "2028-02-29 23:59:58",
                "2028-03-01 00:00:01",
                "2027-12-31 23:59:59",
                "2100-02-28 12:00:00",
            ] {
                let world = World::new(std::slice::from_ref(&address));
                for arguments in [
                    vec!["poll"],
                    vec!["list"],
                    vec!["list", "after:2024-02-29"],
                    vec!["stats"],
                ] {
                    let mut command = world.program(&["faketime", moment], &arguments);
                    command.env("TZ", zone);
                    let ended = super::world::finish(command.spawn().unwrap());
                    assert_eq!(
                        ended.code,
                        Some(0),
                        "{zone} {moment} {arguments:?}: {}",
                        ended.said()
                    );
                    lines += ended.out.lines().count();
                }
                assert_eq!(rows(&world.store()).len(), 7, "{zone} {moment}");
            }
        }
        Outcome::Seen(format!(
            "6 zones, 4 moments, 7 odd dates: {lines} lines listed, no failure"
        ))
    });
}
