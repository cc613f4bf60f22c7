//! Several programs at one cache, one that may open next to no file, and one without a network or a terminal.

use std::fs;
use std::process::Command;

use portable_pty::CommandBuilder;

use super::terminal::Terminal;
use super::web::{Reply, serve};
use super::world::{Outcome, World, case, finish, has, rows, rss};

fn feeds(count: usize, entries: usize) -> Vec<String> {
    let address = serve("127.0.0.1:0", move |request| {
        Some(Reply::rss(rss(&request.path, 0..entries, 100)))
    })
    .unwrap();
    (0..count).map(|n| format!("{address}/{n}")).collect()
}

fn instances(name: &str, count: usize) {
    case(name, || {
        let world = World::new(&feeds(20, 30));
        assert_eq!(world.run(&["poll"]).code, Some(0));
        let ids: Vec<i64> = rows(&world.store()).iter().map(|row| row.id.0).collect();
        let mut reader = Terminal::start(world.dir(), 120, 36, &[]);
        reader.wait("Article");
        // Half of them poll, half of them mark.
        let mut running = Vec::new();
        for n in 0..count {
            let marked: Vec<String> = ids
                .iter()
                .skip(n)
                .step_by(count)
                .map(i64::to_string)
                .collect();
            let mut arguments = vec!["mark", "read"];
            arguments.extend(marked.iter().map(String::as_str));
            running.push(world.program(&[], &arguments).spawn().unwrap());
            running.push(world.program(&[], &["poll", "--force"]).spawn().unwrap());
        }
        let mut refused = 0;
        for child in running {
            let ended = finish(child);
            let told = ended.said().contains("another pullquote is polling");
            refused += usize::from(told);
            assert!(ended.code == Some(0) || told, "{}", ended.said());
        }
        reader.keys("q");
        reader.keys("q");
        assert_eq!(reader.exit(), 0);
        let store = world.store();
        assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
        let all = rows(&store);
        let unread = all.iter().filter(|row| !row.read).count();
        assert_eq!((all.len(), unread), (600, 0), "articles, and lost marks");
        drop(store);
        assert_eq!(world.doubled(), 0);
        Outcome::Seen(format!(
            "{} programs and a reader: 600 articles once each, 600 marks, {refused} polls left to another",
            2 * count
        ))
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn two_instances() {
    instances("two_instances", 2);
}

#[test]
#[ignore = "tests/system/run runs it"]
fn ten_instances() {
    instances("ten_instances", 10);
}

#[test]
#[ignore = "tests/system/run runs it"]
fn file_descriptors_exhausted() {
    for limit in [16, 32, 64] {
        case(&format!("descriptors_{limit}"), || {
            if !has("prlimit") {
                return Outcome::Skipped("there is no prlimit");
            }
            let world = World::new(&feeds(40, 5));
            let before = format!("--nofile={limit}:{limit}");
            let few = world.run_by(&["prlimit", &before], &["poll", "--force"]);
            assert!(few.code.is_some(), "{}", few.said());
            assert!(!few.said().contains("panicked"), "{}", few.said());
            if few.code != Some(0) {
                assert!(
                    !few.err.is_empty() || few.out.contains("failed"),
                    "no word of it"
                );
            }
            let stored = if world.data().join("pullquote.db").exists() {
                assert_eq!(world.store().integrity().unwrap(), Vec::<String>::new());
                rows(&world.store()).len()
            } else {
                0
            };
            let again = world.run(&["poll", "--force"]);
            assert_eq!(again.code, Some(0), "{}", again.said());
            assert_eq!((rows(&world.store()).len(), world.doubled()), (200, 0));
            let word = few.said();
            let word: String = word
                .chars()
                .rev()
                .take(90)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            Outcome::Seen(format!(
                "stored {stored} of 200, ended with {:?}: …{word}; all of them later",
                few.code
            ))
        });
    }
}

#[test]
#[ignore = "tests/system/run runs it"]
fn reader_without_descriptors() {
    case("descriptors_reader", || {
        if !has("prlimit") {
            return Outcome::Skipped("there is no prlimit");
        }
        let world = World::new(&feeds(40, 5));
        assert_eq!(world.run(&["poll"]).code, Some(0));
        let mut reader = Terminal::start(world.dir(), 120, 36, &[]);
        reader.wait("Article");
        let pid = reader.id().to_string();
        let limited = Command::new("prlimit")
            .args(["--pid", &pid, "--nofile=24:24"])
            .status();
        assert!(limited.unwrap().success());
        reader.keys("R");
        // Whatever it could not open, it says so.
        reader.until("the end of the poll", |screen| {
            let last = screen.lines().last().unwrap_or_default();
            ["too many files", "failed", "nothing new"]
                .iter()
                .any(|word| last.contains(word))
        });
        let said = reader
            .text()
            .lines()
            .last()
            .unwrap_or_default()
            .trim()
            .to_owned();
        reader.keys("b");
        reader.until("a bookmark", |screen| screen.contains('★'));
        reader.keys("\x03");
        assert_eq!(reader.exit(), 0);
        assert_eq!(world.store().bookmark_count().unwrap(), 1);
        Outcome::Seen(format!("goes on: {said}"))
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn no_terminal() {
    case("no_tty", || {
        let world = World::new(&[]);
        let ended = world.run(&[]);
        assert_eq!(ended.code, Some(2), "{}", ended.said());
        assert!(
            ended.err.contains("terminal") && ended.err.contains("pullquote list"),
            "{}",
            ended.err
        );
        assert!(!ended.out.contains('\x1b') && !ended.err.contains('\x1b'));
        Outcome::Seen(ended.err.trim().replace('\n', " / "))
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn offline() {
    case("offline", || {
        let mut addresses = feeds(1, 5);
        addresses.push("https://no-such-host.invalid/feed".into());
        // An address of the documentation (RFC 5737) on a port that nobody answers is what no route looks like here.
        addresses.push("http://127.0.0.1:9/feed".into());
        let world = World::new(&addresses);
        let ended = world.run(&["poll", "--force"]);
        assert_eq!(ended.code, Some(1), "{}", ended.said());
        assert_eq!(rows(&world.store()).len(), 5);
        let list = world.run(&["list"]);
        assert_eq!(list.out.lines().count(), 5);
        let said = ended.said();
        Outcome::Seen(said.chars().take(220).collect())
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn ipv6() {
    case("ipv6", || {
        let answer = |request: &super::web::Request| Some(Reply::rss(rss(&request.path, 0..5, 20)));
        let Ok(address) = serve("[::1]:0", answer) else {
            return Outcome::Skipped("this machine has no IPv6");
        };
        let world = World::new(&[format!("{address}/six")]);
        let ended = world.run(&["poll"]);
        assert_eq!(
            (ended.code, rows(&world.store()).len()),
            (Some(0), 5),
            "{}",
            ended.said()
        );
        Outcome::Seen(format!("5 articles from {address}"))
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn wrong_configurations() {
    case("config_errors", || {
        let world = World::new(&[]);
        let mut seen = Vec::new();
        let long = format!("# {}\n", "x".repeat(10 << 20));
        for (what, text, wanted) in [
            (
                "unknown key",
                "[screen]\nthemee = \"x\"\n".to_owned(),
                Some("2"),
            ),
            ("wrong type", "[poll]\n\nautomatic = 3\n".into(), Some("3")),
            ("no TOML", "[poll\n".into(), Some("1")),
            ("BOM", "\u{feff}[poll]\nautomatic = false\n".into(), None),
            ("CRLF", "[poll]\r\nautomatic = false\r\n".into(), None),
            ("10 MB", long, Some("")),
        ] {
            fs::write(world.dir().join("config.toml"), text).unwrap();
            let ended = world.run(&["config", "check"]);
            match wanted {
                Some(line) => {
                    assert_ne!(ended.code, Some(0), "{what}: {}", ended.said());
                    assert!(ended.said().contains(line), "{what}: {}", ended.said());
                }
                None => assert_eq!(ended.code, Some(0), "{what}: {}", ended.said()),
            }
            seen.push(what);
        }
        Outcome::Seen(format!(
            "{}: said with file, line and column, or read",
            seen.join(", ")
        ))
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn terminals() {
    case("sigterm_tui, resize_1x1", || {
        let world = World::new(&feeds(3, 30));
        assert_eq!(world.run(&["poll"]).code, Some(0));
        let mut reader = Terminal::start(world.dir(), 120, 36, &[]);
        reader.wait("Article");
        for n in 0..1000u16 {
            if n % 100 == 0 {
                reader.keys("R");
            }
            reader.resize(1 + n * 37 % 300, 1 + n * 17 % 90);
        }
        for (columns, rows) in [(1, 1), (2, 2), (500, 200), (120, 36)] {
            reader.resize(columns, rows);
        }
        reader.until("the list again", |screen| {
            screen.matches("Article").count() > 5
        });
        reader.keys("b");
        reader.until("a bookmark", |screen| screen.contains('★'));
        reader.terminate();
        assert_eq!(reader.exit(), 0);
        let raw = String::from_utf8_lossy(&reader.raw).into_owned();
        for (set, undone) in [("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?25l", "\x1b[?25h")] {
            assert!(raw.rfind(undone) > raw.rfind(set), "{undone:?}");
        }
        assert_eq!(world.store().bookmark_count().unwrap(), 1);
        Outcome::Seen(
            "1,000 sizes while polling, 1x1, 500x200, then SIGTERM: restored, nothing lost".into(),
        )
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn contained() {
    // The session that it is started from is outside: the system says 0 in its place.
    case("other_pid_namespace", || {
        let inside = ["--user", "--map-root-user", "--pid", "--fork"];
        let may = Command::new("unshare").args(inside).arg("true").status();
        if !may.is_ok_and(|status| status.success()) {
            return Outcome::Skipped("no program may have numbers of its own for processes");
        }
        let world = World::new(&feeds(1, 5));
        assert_eq!(world.run(&["poll"]).code, Some(0));
        let program = env!("CARGO_BIN_EXE_pullquote");
        let shell = format!("unshare {} sh -c '{program}; exit $?'", inside.join(" "));
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", &shell]);
        let mut reader = Terminal::run(world.dir(), (120, 36), command, &[]);
        reader.wait("Article");
        reader.keys("\x1a");
        reader.keys("b");
        reader.until("a bookmark", |screen| screen.contains('★'));
        reader.keys("\x03");
        assert_eq!(reader.exit(), 0);
        Outcome::Seen("goes on where nobody could bring it back".to_owned())
    });
}
