//! More than any feed should send.

use std::fmt::Write as _;

use super::terminal::Terminal;
use super::web::{Reply, serve};
use super::world::{Ended, Outcome, World, case, rows, rss};

/// In MB.
const MOST_MEMORY: u64 = 300;
const MOST_SECONDS: f64 = 10.0;

fn within(ended: &Ended) -> String {
    let (seconds, memory) = (ended.time.as_secs_f64(), ended.memory);
    assert!(memory < MOST_MEMORY, "{memory} MB: {}", ended.said());
    // What a build for debugging needs says nothing.
    assert!(
        cfg!(debug_assertions) || seconds < MOST_SECONDS,
        "{seconds:.1} s"
    );
    format!("{seconds:.1} s, {memory} MB")
}

fn polled(name: &str, document: String, check: impl FnOnce(&World, &Ended) -> String) {
    case(name, || {
        let size = document.len() >> 20;
        let body = document.into_bytes();
        let address = serve("127.0.0.1:0", move |request| {
            Some(match request.path.as_str() {
                "/other" => Reply::rss(rss("/other", 0..3, 20)),
                _ => Reply::rss(body.clone()),
            })
        })
        .unwrap();
        let world = World::new(&[format!("{address}/big"), format!("{address}/other")]);
        let poll = world.run(&["poll"]);
        let seen = within(&poll);
        let checked = check(&world, &poll);
        let again = world.run(&["poll", "--force"]);
        let list = world.run(&["list"]);
        assert_eq!(list.code, Some(0));
        let mut reader = Terminal::start(world.dir(), 120, 36, &[]);
        reader.wait("of /other");
        reader.keys("\x03");
        assert_eq!(reader.exit(), 0);
        Outcome::Seen(format!(
            "{size} MB polled in {seen}; again {}; list {}; {checked}",
            within(&again),
            within(&list)
        ))
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn a_hundred_thousand_entries() {
    // As short as entries can be: an answer of more than 15 MiB is cut there, which is another case.
    let mut document = "<rss version=\"2.0\"><channel><title>Big</title>".to_owned();
    for n in 0..100_000 {
        let _ = write!(
            document,
            "<item><guid>{n}</guid><title>Number {n}</title><description>Text {n}.</description></item>"
        );
    }
    document.push_str("</channel></rss>");
    polled("big_100k_items", document, |world, poll| {
        let count = world.store().article_count().unwrap();
        if cfg!(debug_assertions) && poll.code == Some(1) {
            return format!("{count} articles; a build for debugging does not read it in time");
        }
        assert_eq!((poll.code, count), (Some(0), 100_003), "{}", poll.said());
        format!("{count} articles")
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn an_entry_of_fifty_megabytes() {
    let text = "The harbour is full, and the tide has turned. ".repeat(50_000_000 / 46);
    let document = format!(
        "<rss version=\"2.0\"><channel><title>Big</title><item><guid>1</guid><title>One</title>\
         <description>{text}</description></item></channel></rss>"
    );
    polled("big_item_50mb", document, |world, poll| {
        let all = rows(&world.store());
        assert!(
            all.iter()
                .filter(|row| row.title.contains("/other"))
                .count()
                == 3,
            "the other feed"
        );
        let word = poll.said();
        format!(
            "ended with {:?}: {}",
            poll.code,
            word.chars().take(160).collect::<String>()
        )
    });
}
