//! A database that the disk, and not the program, has spoilt: it is found out, set aside, and what the reader kept is
//! saved and comes back.

use std::fs;

use pullquote::cache::{CacheError, Salvage, Saved};
use pullquote::news::{Anchor, ArticleId, Highlight, HighlightColour};

use super::*;

fn long(n: i64) -> String {
    let words = (0..700).map(|m| (n * 7919 + m * 104_729).to_string());
    format!("<p>{}</p>", words.collect::<Vec<_>>().join(" "))
}

fn entries() -> Vec<Entry> {
    let entry = |n: i64| entry(&n.to_string(), &format!("t{n}"), &long(n), NOW - n);
    (0..300).map(entry).collect()
}

/// A cache with marks of every kind; the file's place.
fn marked() -> (tempfile::TempDir, std::path::PathBuf) {
    let (dir, mut store) = sample();
    poll(&mut store, "ledger", entries());
    let id = |n: i64| {
        list(&store, Scope::All)
            .iter()
            .find(|row| row.title == format!("t{n}"))
            .unwrap()
            .id
    };
    let ids: Vec<ArticleId> = (0..60).map(id).collect();
    store.set_read(&ids[10..50], true, NOW).unwrap();
    store.set_bookmark(ids[0], true, NOW).unwrap();
    store.add_tag(&ids[1..3], "later", NOW).unwrap();
    store.set_note(ids[20], Some("ask Ida"), NOW).unwrap();
    let highlight = Highlight {
        id: 0,
        article: ids[3],
        anchor: Anchor {
            exact: "7919".into(),
            prefix: "<p>".into(),
            suffix: " ".into(),
            start: 3,
        },
        colour: HighlightColour::Red,
        note: Some("a number".into()),
        created: NOW,
        said: None,
    };
    store.add_highlight(&highlight).unwrap();
    let path = store.path().to_owned();
    store.vacuum().unwrap();
    (dir, path)
}

const PAGE: usize = 8192;

/// The numbers of pages that hold articles' bodies: most of the file.
fn bodies(bytes: &[u8]) -> Vec<usize> {
    let holds = |page: &[u8], words: &[u8]| page.windows(words.len()).any(|part| part == words);
    let pages = bytes.chunks(PAGE).enumerate();
    let pages = pages.filter(|(_, page)| holds(page, b"<p>") && !holds(page, b"a number"));
    pages.map(|(number, _)| number).collect()
}

/// What is marked, by title.
fn marks(store: &Store) -> Vec<String> {
    let rows = list(store, Scope::All);
    let mark = |row: &Headline| {
        let tags = store.tags(row.id).unwrap();
        let note = store.note(row.id).unwrap();
        let highlights = store.highlights(row.id).unwrap();
        let highlights: Vec<_> = highlights
            .iter()
            .map(|h| (&h.anchor.exact, &h.note))
            .collect();
        format!(
            "{} {} {} {tags:?} {note:?} {highlights:?}",
            row.title, row.read, row.bookmarked
        )
    };
    rows.iter().map(mark).collect()
}

#[test]
fn a_damaged_file_is_found_out_set_aside_and_what_was_kept_comes_back() {
    let (dir, path) = marked();
    let before = marks(&Store::open(dir.path()).unwrap());
    // Some sectors of the disk are gone.
    let mut bytes = fs::read(&path).unwrap();
    for page in bodies(&bytes).into_iter().skip(10).step_by(30) {
        bytes[page * PAGE..page * PAGE + PAGE / 2].fill(0xA5);
    }
    fs::write(&path, &bytes).unwrap();

    let mut store = Store::open(dir.path()).unwrap();
    assert!(
        !store.ended_unclean(),
        "a check of the whole file is not made at each start"
    );
    assert!(!store.quick_check().unwrap().is_empty());
    store.found(false).unwrap();
    drop(store);

    let Err(CacheError::SetAside { path: aside, saved }) = Store::open(dir.path()) else {
        panic!("a damaged file was opened");
    };
    assert_eq!(fs::read(&aside).unwrap().len(), bytes.len());
    let Salvage {
        path: lines, kept, ..
    } = saved.unwrap();
    assert_eq!(kept, 5);

    let mut store = Store::open(dir.path()).unwrap();
    store
        .sync_feeds(&config(&[
            ("ledger", Some("World")),
            ("courier", Some("World")),
            ("herald", None),
        ]))
        .unwrap();
    assert!(list(&store, Scope::All).is_empty());
    poll(&mut store, "ledger", entries());
    let lines = fs::read_to_string(lines).unwrap();
    let saved: Vec<Saved> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    store.import(&saved, NOW, false).unwrap();
    assert_eq!(marks(&store), before);
    drop(store);
    assert!(!Store::open(dir.path()).unwrap().ended_unclean());
}

#[test]
fn whatever_is_damaged_what_can_be_read_is_saved_and_nothing_hangs() {
    let (_dir, path) = marked();
    let bytes = fs::read(&path).unwrap();
    let pages = bytes.len() / PAGE;
    for first in 0..8 {
        let dir = tempfile::tempdir().unwrap();
        let mut damaged = bytes.clone();
        for page in (first + 1..pages).step_by(8) {
            let noise = (0..PAGE).map(|n| (n * 31 + page * 7) as u8);
            damaged.splice(page * PAGE..(page + 1) * PAGE, noise);
        }
        fs::write(dir.path().join("pullquote.db"), &damaged).unwrap();
        fs::write(dir.path().join("open.lock"), "damaged\n").unwrap();
        let Err(CacheError::SetAside { path, .. }) = Store::open(dir.path()) else {
            panic!("it was condemned");
        };
        assert!(path.exists());
        assert!(Store::open(dir.path()).is_ok());
    }
}

#[test]
fn damage_that_is_met_while_reading_makes_the_next_start_look_closer() {
    let (dir, path) = marked();
    let mut bytes = fs::read(&path).unwrap();
    for page in bodies(&bytes) {
        bytes[page * PAGE..page * PAGE + PAGE / 2].fill(0xA5);
    }
    fs::write(&path, &bytes).unwrap();
    let store = Store::open(dir.path()).unwrap();
    let rows = list(&store, Scope::All);
    let is_met = |row: &Headline| matches!(store.article(row.id), Err(CacheError::Corrupt));
    assert!(rows.iter().any(is_met));
    drop(store);
    assert!(Store::open(dir.path()).unwrap().ended_unclean());
}
