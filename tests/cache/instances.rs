//! Two programs at one cache, and one that is killed.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;

use pullquote::cache::{Cache, CacheError, RefreshLock};
use pullquote::config::FeedConfig;
use pullquote::news::{Entry, ParsedFeed, PollState, Preview, Scope};

use super::*;

#[test]
fn two_instances_read_while_one_refreshes() {
    let (dir, mut writer) = sample();
    let lock = RefreshLock::try_take(dir.path()).unwrap();
    assert!(lock.is_some());
    let cache = Cache::start(dir.path()).unwrap();
    assert!(RefreshLock::try_take(dir.path()).unwrap().is_none());
    let other = Store::open_reader(dir.path()).unwrap();
    poll(
        &mut writer,
        "ledger",
        vec![entry("1", "Seen by both", "", NOW)],
    );
    assert_eq!(titles(&list(&other, Scope::All)), ["Seen by both"]);
    let id = list(&other, Scope::All)[0].id;
    let (sender, answer) = channel();
    cache.write(move |store| sender.send(store.set_read(&[id], true, NOW)).unwrap());
    assert_eq!(answer.recv().unwrap().unwrap(), [id]);
    assert!(list(&other, Scope::Unread).is_empty());
}

#[test]
fn two_instances_that_write_at_once_lose_nothing() {
    let (dir, mut store) = sample();
    let entries = (0..80).map(|n| entry(&n.to_string(), "Title", "", NOW - n));
    poll(&mut store, "ledger", entries.collect());
    let ids: Vec<_> = list(&store, Scope::All).iter().map(|row| row.id).collect();
    let (one, other) = (
        Cache::start(dir.path()).unwrap(),
        Cache::start(dir.path()).unwrap(),
    );
    for id in ids.clone() {
        one.write(move |store| drop(store.add_tag(&[id], "one", NOW).unwrap()));
        other.write(move |store| drop(store.set_read(&[id], true, NOW).unwrap()));
        other.write(move |store| drop(store.set_note(id, Some("other"), NOW).unwrap()));
    }
    drop((one, other));
    let kept = store.kept().unwrap();
    assert_eq!(kept.len(), ids.len());
    assert!(
        kept.iter()
            .all(|kept| kept.headline.read && kept.note.is_some() && kept.tags.len() == 1)
    );
    assert_eq!(counts(&store)[0], (0, 80));
}

#[test]
fn a_file_of_a_later_version_is_refused_and_unharmed() {
    let (dir, store) = sample();
    let path = store.path().to_owned();
    drop(store);
    // The version stands at byte 60 of the header (https://www.sqlite.org/fileformat.html, 1.3).
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&999u32.to_be_bytes());
    std::fs::write(&path, &bytes).unwrap();
    for error in [
        Store::open(dir.path()).unwrap_err(),
        Store::open_reader(dir.path()).unwrap_err(),
    ] {
        assert!(
            matches!(error, CacheError::Newer { found: 999, .. }),
            "{error}"
        );
    }
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

/// Tells the child process below where the cache is.
const CACHE: &str = "PULLQUOTE_TEST_CACHE";
/// And which edition of every article to store.
const EDITION: &str = "PULLQUOTE_TEST_EDITION";
const FEEDS: usize = 12;
const ENTRIES: usize = 8;
const EDITIONS: usize = 15;

/// Not a test of its own: the process that the test below kills.
#[test]
fn child_that_refreshes() {
    let (Ok(dir), Ok(edition)) = (std::env::var(CACHE), std::env::var(EDITION)) else {
        return;
    };
    let mut store = Store::open(Path::new(&dir)).unwrap();
    refresh(&mut store, &edition, || println!("a feed is stored"));
}

/// Stores an edition of every article of every feed, and enriches as it goes.
fn refresh(store: &mut Store, edition: &str, mut stored: impl FnMut()) {
    let body = format!("<p>{}{edition}</p>", "words and words ".repeat(200));
    let entries: Vec<Entry> = (0..ENTRIES)
        .map(|n| Entry {
            link: None, // Each feed has articles of its own.
            ..entry(&n.to_string(), "Title", &body, NOW)
        })
        .collect();
    let parsed = ParsedFeed {
        entries,
        ..ParsedFeed::default()
    };
    let state = PollState {
        error: Some(edition.to_owned()),
        ..PollState::default()
    };
    for feed in store.feeds().unwrap() {
        store.store(feed.id, Some(&parsed), &state, NOW).unwrap();
        for id in store.to_enrich(1, 5).unwrap() {
            store.enrich(id, &body, &[], 1, Preview::No).unwrap();
        }
        stored();
    }
}

fn refreshed_feeds() -> Vec<FeedConfig> {
    let names: Vec<String> = (0..FEEDS).map(|n| format!("f{n}")).collect();
    config(
        &names
            .iter()
            .map(|n| (n.as_str(), Some("World")))
            .collect::<Vec<_>>(),
    )
}

#[test]
fn a_refresh_killed_at_any_moment_loses_nothing_and_doubles_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    store.sync_feeds(&refreshed_feeds()).unwrap();
    refresh(&mut store, "0", || ());
    let kept: Vec<_> = list(&store, Scope::All)
        .iter()
        .step_by(7)
        .map(|h| h.id)
        .collect();
    for id in &kept {
        store.set_bookmark(*id, true, NOW).unwrap();
    }
    store.set_read(&kept, true, NOW).unwrap();
    let marked = list(&store, Scope::All);
    drop(store);

    for edition in 1..EDITIONS {
        kill_a_refresh(dir.path(), edition);
        let reader = Store::open_reader(dir.path()).unwrap();
        assert_eq!(list(&reader, Scope::All).len(), FEEDS * ENTRIES);
        drop(reader);
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
        let rows = list(&store, Scope::All);
        assert_eq!(rows.len(), FEEDS * ENTRIES);
        for (row, before) in rows.iter().zip(&marked) {
            assert_eq!(
                (row.id, row.read, row.bookmarked),
                (before.id, before.read, before.bookmarked)
            );
        }
        for feed in store.feeds().unwrap() {
            let edition = feed.poll.error.unwrap();
            let mine = rows.iter().filter(|row| row.feed == feed.id);
            for row in mine.clone() {
                let html = store.article(row.id).unwrap().unwrap().html;
                assert!(
                    html.ends_with(&format!("words {edition}</p>")),
                    "half of a poll was stored"
                );
            }
            let unread = mine.filter(|row| !row.read).count();
            assert_eq!(
                (feed.unread as usize, feed.total as usize),
                (unread, ENTRIES)
            );
        }
    }

    let mut store = Store::open(dir.path()).unwrap();
    refresh(&mut store, "last", || ());
    let undisturbed = list(&store, Scope::All);
    assert!(
        undisturbed
            .iter()
            .zip(&marked)
            .all(|(now, then)| now.id == then.id && now.read == then.read)
    );
}

/// Starts a refresh in a process of its own, and kills it somewhere after so many feeds.
fn kill_a_refresh(dir: &Path, edition: usize) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "instances::child_that_refreshes", "--nocapture"])
        .env(CACHE, dir)
        .env(EDITION, edition.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let stored = output
        .lines()
        .filter(|line| line.as_ref().unwrap().ends_with("a feed is stored"));
    let seen = stored.take(edition % FEEDS).count();
    assert_eq!(seen, edition % FEEDS, "the child got as far as that");
    child.kill().unwrap();
    child.wait().unwrap();
}
