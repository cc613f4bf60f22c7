//! All documents at once through the program itself: served on this machine, polled into a cache, listed, shown,
//! exported, and read in a real terminal.

use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::Value;

use crate::command::Home;
use crate::documents::{Case, Expected, SEQUENCES, all};
use crate::server::Server;
use crate::terminal::Terminal;
use crate::{assert_clean, is_foul};

/// A home whose feeds are the cases, polled; with what the poll said of each.
struct Polled {
    home: Home,
    /// The address of each case's feed ends in its number.
    cases: Vec<Case>,
    lines: Vec<Value>,
    server: Server,
}

fn polled() -> Polled {
    let cases = all();
    let bodies: Vec<Vec<u8>> = cases.iter().map(|case| case.bytes.clone()).collect();
    let server = Server::start(move |path, stream| {
        let number: usize = path.trim_start_matches("/feed/").parse().unwrap();
        let body = &bodies[number];
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )?;
        stream.write_all(body)
    });
    // A program of the reader's own, so that what it is started with can be looked at.
    let mut config = String::from("fold = false\n[poll]\nautomatic = false\nper_host = 16\n");
    for number in 0..cases.len() {
        write!(
            config,
            "[[feed]]\nurl = \"{}\"\n",
            server.url(&format!("/feed/{number}"))
        )
        .unwrap();
    }
    let home = Home::new(&config);
    let outcome = home.run(&["poll", "--json"]);
    assert!(outcome.code <= 1, "{}", outcome.err);
    Polled {
        lines: outcome.json(),
        home,
        cases,
        server,
    }
}

#[test]
fn they_are_polled_listed_shown_exported_and_read_in_a_terminal() {
    let Polled {
        home,
        cases,
        lines,
        server,
    } = polled();

    // Each refused document is the error of its own feed, with what to do; all the others came through.
    assert_eq!(lines.len(), cases.len());
    for line in &lines {
        assert_clean("poll", line);
        let url = line["url"].as_str().unwrap();
        let case = &cases[url.rsplit('/').next().unwrap().parse::<usize>().unwrap()];
        match case.expected {
            Expected::Entries(count) => assert_eq!(line["new"], count, "{}: {line}", case.name),
            Expected::Refused => {
                assert_eq!(line["status"], "failed", "{}: {line}", case.name);
                assert!(
                    line["error"].is_string() && line["hint"].is_string(),
                    "{line}"
                );
            }
            Expected::Anything => {}
        }
    }
    // Nothing but the feeds was asked for, each of them once: no picture, no style, no entity.
    let mut asked = server.asked();
    asked.sort();
    let mut feeds: Vec<String> = (0..cases.len())
        .map(|number| format!("/feed/{number}"))
        .collect();
    feeds.sort();
    assert_eq!(asked, feeds);

    let listed = home.run(&["list", "--json", "--limit", "1000"]).json();
    assert!(listed.len() > 90);
    for line in &listed {
        assert_clean("list", line);
    }
    let ids: Vec<String> = listed.iter().map(|line| line["id"].to_string()).collect();
    let mut bookmark = vec!["bookmark", "--note", "mine"];
    bookmark.extend(ids.iter().map(String::as_str));
    assert_eq!(home.run(&bookmark).code, 0);
    let commands: &[&[&str]] = &[
        &["list", "--limit", "1000"],
        &["feed", "list"],
        &["stats"],
        &["opml", "export"],
        &["search", "body"],
        &["bookmark", "--list"],
        &["export"],
        &["export", "--format", "csv"],
        &["export", "--format", "html"],
        &["export", "--format", "json"],
    ];
    for command in commands {
        let outcome = home.run(command);
        assert_eq!(outcome.code, 0, "{command:?}: {}", outcome.err);
        // The rows of a table in CSV end as RFC 4180 says.
        let out = outcome.out.replace("\r\n", "\n");
        assert!(
            !out.contains(is_foul) && !outcome.err.contains(is_foul),
            "{command:?}"
        );
        assert!(!out.is_empty(), "{command:?}");
    }
    in_a_terminal(&home, &cases, &listed);
}

/// Opens one article after the other, then the feeds and what is known of them.
fn in_a_terminal(home: &Home, cases: &[Case], listed: &[Value]) {
    let mut terminal = Terminal::start(home.dir(), 160, 40, &[]);
    // The list is there, and with it the first article.
    let first = listed[0]["title"].as_str().unwrap();
    terminal.until("the first article twice", |screen| {
        screen.matches(first).count() > 1
    });
    for (number, line) in listed.iter().enumerate() {
        terminal.keys(if number == 0 { "\r" } else { "J" });
        let title = line["title"].as_str().unwrap();
        let name = title.split(' ').next().unwrap();
        // A title of a million letters leaves no room for the text.
        let is_marked = |case: &Case| case.name == name && case.expected == Expected::Entries(1);
        if title.len() < 1000 && cases.iter().any(is_marked) {
            terminal.wait(&format!("body of {name}"));
        }
    }
    terminal.keys("hhhG");
    for _ in cases {
        // The feed above, what is known of it, and any key closes that.
        terminal.keys("kik");
    }
    terminal.keys("?");
    terminal.until("the help", |screen| screen.contains("Moving"));
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
    let foreign = foreign(&terminal.raw);
    assert_eq!(foreign, Vec::<String>::new());
    let raw = String::from_utf8_lossy(&terminal.raw);
    for (name, sequence) in SEQUENCES
        .iter()
        .filter(|(_, sequence)| sequence.contains(['\x1b', '\u{9b}', '\u{9d}']))
    {
        // The program leaves the screen itself, once.
        let own = usize::from(*name == "leave-screen");
        let found = raw.matches(sequence).count();
        assert!(found <= own, "{name} came through {found} times");
    }
}

/// What a program may not send: control characters outside of sequences, and sequences that do anything else than move
/// the cursor, style what is written, clear, set a mode of the terminal, or set the window's title to its own words.
fn foreign(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let mut found = Vec::new();
    let mut rest = text.as_ref();
    while let Some(at) = rest.find(is_foul) {
        rest = &rest[at..];
        let own_title = ["\x1b[22;2t", "\x1b[23;2t"]
            .iter()
            .find_map(|saved| rest.strip_prefix(saved));
        let title = rest
            .strip_prefix("\x1b]2;")
            .and_then(|text| text.split_once("\x1b\\"));
        let title =
            title.filter(|(words, _)| words.contains("pullquote") && !words.contains(is_foul));
        if let Some(after) = own_title.or(title.map(|(_, after)| after)) {
            rest = after;
            continue;
        }
        let body = rest.strip_prefix("\x1b[").unwrap_or_default();
        let end = body.find(|c: char| !matches!(c, '0'..='9' | ';' | ':' | '?' | '>' | '<' | '='));
        let last = end.map(|end| body.as_bytes()[end]);
        if let (Some(end), Some(b'm' | b'H' | b'h' | b'l' | b'J' | b'K' | b'A'..=b'G' | b'u')) =
            (end, last)
        {
            rest = &body[end + 1..];
            continue;
        }
        let shown: String = rest.chars().take(12).collect();
        found.push(shown.escape_debug().to_string());
        rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
    }
    found
}
