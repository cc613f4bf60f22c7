//! The program is killed while it marks, and while it brings an old cache up to date.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pullquote::cache::Store;
use rusqlite::{Connection, params};

use super::killed::{contents, copy};
use super::web::{Reply, serve};
use super::world::{Outcome, Random, World, case, number, rows, rss};

fn start(config: &Path, data: &Path, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .arg("--config")
        .arg(config)
        .arg("--data-dir")
        .arg(data)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills a program at a random moment of the time that it usually takes; the lines that it printed before.
fn kill(mut child: Child, random: &mut Random, whole: Duration) -> Vec<String> {
    let output = child.stdout.take().unwrap();
    let lines = thread::spawn(move || {
        let lines = BufReader::new(output).lines();
        lines.map_while(Result::ok).collect::<Vec<_>>()
    });
    thread::sleep(Duration::from_micros(
        random.below(whole.as_micros() as u64 + 1),
    ));
    child.kill().unwrap();
    child.wait().unwrap();
    lines.join().unwrap()
}

fn sound(dir: &Path, round: usize) {
    let store = Store::open(dir).unwrap();
    assert_eq!(
        store.integrity().unwrap(),
        Vec::<String>::new(),
        "round {round}"
    );
}

/// What is kept, by link.
fn kept(dir: &Path) -> Vec<(Option<String>, bool, Vec<String>)> {
    let store = Store::open(dir).unwrap();
    let kept = store.kept().unwrap();
    let kept = kept
        .into_iter()
        .map(|kept| (kept.link, kept.headline.bookmarked, kept.tags));
    let mut kept: Vec<_> = kept.collect();
    kept.sort();
    kept
}

#[test]
#[ignore = "takes a minute; tests/system/run runs it"]
fn marks_that_were_confirmed_survive_a_kill_in_the_cache_and_in_the_log() {
    case("kill9_marking", || {
        let address = serve("127.0.0.1:0", |request| {
            Some(Reply::rss(rss(&request.path, 0..60, 40)))
        })
        .unwrap();
        let world = World::new(&(0..4).map(|n| format!("{address}/{n}")).collect::<Vec<_>>());
        assert_eq!(world.run(&["poll"]).code, Some(0));
        let config = world.dir().join("config.toml");
        let ids: Vec<String> = rows(&world.store())
            .iter()
            .map(|row| row.id.0.to_string())
            .collect();
        let arguments: Vec<&str> = ["bookmark", "--tag", "sea"]
            .into_iter()
            .chain(ids.iter().map(String::as_str))
            .collect();
        let reference = world.dir().join("reference");
        copy(&world.data(), &reference);
        let begun = Instant::now();
        start(&config, &reference, &arguments)
            .wait_with_output()
            .unwrap();
        let whole = begun.elapsed();
        let expected = kept(&reference);
        assert_eq!(expected.len(), ids.len());

        let mut random = Random(number("SEED", 42) as u64);
        let (rounds, mut confirmed) = (number("ROUNDS", 100), 0);
        for round in 0..rounds {
            let dir = world.dir().join("killed");
            copy(&world.data(), &dir);
            let printed = kill(start(&config, &dir, &arguments), &mut random, whole);
            sound(&dir, round);
            let store = Store::open(&dir).unwrap();
            for line in &printed {
                let id = line
                    .split(':')
                    .next()
                    .and_then(|id| id.parse().ok())
                    .unwrap();
                let id = pullquote::news::ArticleId(id);
                assert!(
                    store.bookmark(id).unwrap().is_some(),
                    "round {round}: {line}"
                );
                assert_eq!(store.tags(id).unwrap(), ["sea"], "round {round}: {line}");
            }
            confirmed += printed.len();
            drop(store);
            // The log says what the cache says.
            let fresh = world.dir().join("fresh");
            fs::create_dir_all(&fresh).unwrap();
            if dir.join("kept.jsonl").exists() {
                fs::copy(dir.join("kept.jsonl"), fresh.join("kept.jsonl")).unwrap();
            }
            Store::open(&fresh)
                .unwrap()
                .restore(super::killed::NOW)
                .unwrap();
            assert_eq!(kept(&fresh), kept(&dir), "round {round}: the log differs");
            start(&config, &dir, &arguments).wait_with_output().unwrap();
            assert_eq!(kept(&dir), expected, "round {round}: another end");
            for dir in [dir, fresh] {
                fs::remove_dir_all(dir).unwrap();
            }
        }
        Outcome::Seen(format!(
            "{rounds} kills, {confirmed} marks confirmed before them: all there, in the cache and in its log"
        ))
    });
}

/// The first three versions of the file.
const OLD: [&str; 3] = [
    include_str!("../../src/cache/migrations/0001_first.sql"),
    include_str!("../../src/cache/migrations/0002_search.sql"),
    include_str!("../../src/cache/migrations/0003_keeping.sql"),
];
const OLD_ARTICLES: i64 = 4000;

/// A cache as an early version left it, with marks.
fn old(dir: &Path) {
    fs::create_dir_all(dir).unwrap();
    let conn = Connection::open(dir.join("pullquote.db")).unwrap();
    conn.execute_batch(
        "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;",
    )
    .unwrap();
    for step in OLD {
        conn.execute_batch(step).unwrap();
    }
    conn.execute_batch("PRAGMA user_version = 3; BEGIN")
        .unwrap();
    conn.execute(
        "INSERT INTO feeds (url, position, total, unread) VALUES ('https://old.example/feed', 0, ?1, ?2)",
        [OLD_ARTICLES, OLD_ARTICLES / 2],
    )
    .unwrap();
    for n in 1..=OLD_ARTICLES {
        conn.execute(
            "INSERT INTO articles (feed, entry, date, first_seen, title, link, fingerprint, details)
             VALUES (1, ?1, ?1, ?1, 'Article ' || ?1, 'https://old.example/' || ?1, ?1, 0)",
            [n],
        )
        .unwrap();
        let html = format!("<p>{}</p>", super::world::noise(n as u64, 30));
        conn.execute(
            "INSERT INTO bodies (article, html) VALUES (?1, ?2)",
            params![n, lz4_flex::block::compress_prepend_size(html.as_bytes())],
        )
        .unwrap();
        if n % 2 == 0 {
            conn.execute(
                "INSERT INTO unread (date, article, feed) VALUES (?1, ?1, 1)",
                [n],
            )
            .unwrap();
        }
        if n % 10 == 0 {
            conn.execute(
                "INSERT INTO bookmarks (article, date, created) VALUES (?1, ?1, ?1)",
                [n],
            )
            .unwrap();
        }
    }
    conn.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
}

#[test]
#[ignore = "takes a minute; tests/system/run runs it"]
fn an_old_cache_that_is_brought_up_to_date_survives_a_kill() {
    case("kill9_migrating", || {
        let world = World::new(&["https://old.example/feed".to_owned()]);
        let config = world.dir().join("config.toml");
        let base = world.dir().join("base");
        old(&base);
        let reference = world.dir().join("reference");
        copy(&base, &reference);
        let begun = Instant::now();
        let done = start(&config, &reference, &["list"])
            .wait_with_output()
            .unwrap();
        let whole = begun.elapsed();
        assert!(done.status.success());
        let expected = contents(&reference);
        assert_eq!(expected.len(), OLD_ARTICLES as usize);
        assert_eq!(
            expected.values().filter(|(.., read, _, _)| *read).count(),
            OLD_ARTICLES as usize / 2
        );

        let mut random = Random(number("SEED", 42) as u64);
        let rounds = number("ROUNDS", 100);
        let mut half_way = 0;
        for round in 0..rounds {
            let dir = world.dir().join("killed");
            copy(&base, &dir);
            kill(start(&config, &dir, &["list"]), &mut random, whole);
            let conn = Connection::open(dir.join("pullquote.db")).unwrap();
            let version: u32 = conn
                .query_row("PRAGMA user_version", [], |row| row.get(0))
                .unwrap();
            let first = conn.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0));
            assert_eq!(first.unwrap(), "ok", "round {round}, version {version}");
            drop(conn);
            half_way += usize::from(dir.join("pullquote.v3.db").exists());
            sound(&dir, round);
            assert!(contents(&dir) == expected, "round {round}: another end");
            fs::remove_dir_all(&dir).unwrap();
        }
        Outcome::Seen(format!(
            "{rounds} kills ({half_way} after the backup was made) of {} ms: sound each time, the end as undisturbed",
            whole.as_millis()
        ))
    });
}
