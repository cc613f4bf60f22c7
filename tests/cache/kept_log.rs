//! The log of what was kept: whatever the reader did, a new cache is made the same by it.

use std::fs;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use pullquote::cache::Restored;
use pullquote::news::{
    Anchor, ArticleId, Correction, Highlight, HighlightColour, Person, Preview, Quote, QuoteKind,
    Said, Speaker,
};

use super::*;

const FEEDS: [&str; 3] = ["ledger", "courier", "herald"];
const ENTRIES: usize = 8;

#[derive(Debug, Clone)]
enum Act {
    Arrive(usize, usize),
    Read(Vec<usize>, bool),
    AllRead(usize),
    Bookmark(usize, bool),
    Tags(usize, Vec<usize>),
    Note(usize, Option<String>),
    Highlight(usize, usize),
    Unhighlight(usize),
    Correct(usize, bool),
    Reopen,
    LoseTheLog,
}

fn act() -> impl Strategy<Value = Act> {
    let at = || 0..ENTRIES * 3;
    prop_oneof![
        3 => (0..3usize, 1..=ENTRIES).prop_map(|(feed, count)| Act::Arrive(feed, count)),
        4 => (vec(at(), 1..9), any::<bool>()).prop_map(|(ids, read)| Act::Read(ids, read)),
        1 => (0..4usize).prop_map(Act::AllRead),
        3 => (at(), any::<bool>()).prop_map(|(at, on)| Act::Bookmark(at, on)),
        3 => (at(), vec(0..4usize, 0..3)).prop_map(|(at, tags)| Act::Tags(at, tags)),
        2 => (at(), prop::option::of("[a-z\"\\\\ é]{1,9}")).prop_map(|(at, note)| Act::Note(at, note)),
        3 => (at(), 0..4usize).prop_map(|(at, colour)| Act::Highlight(at, colour)),
        1 => at().prop_map(Act::Unhighlight),
        2 => (at(), any::<bool>()).prop_map(|(at, on)| Act::Correct(at, on)),
        1 => Just(Act::Reopen),
        1 => Just(Act::LoseTheLog),
    ]
}

fn news(count: usize) -> Vec<Entry> {
    let entry = |n: usize| {
        let title = format!("t{n}");
        entry(
            &n.to_string(),
            &title,
            &format!("<p>text {n}</p>"),
            NOW - n as i64,
        )
    };
    (0..count).map(entry).collect()
}

fn open(dir: &Path) -> Store {
    let mut store = Store::open(dir).unwrap();
    let feeds = FEEDS.map(|name| (name, (name != "herald").then_some("World")));
    store.sync_feeds(&config(&feeds)).unwrap();
    store
}

fn id(store: &Store, at: usize) -> Option<ArticleId> {
    let rows = list(store, Scope::Feed(feed(store, FEEDS[at % 3])));
    let title = format!("t{}", at / 3);
    rows.iter().find(|row| row.title == title).map(|row| row.id)
}

fn highlight(id: i64, article: ArticleId, colour: usize) -> Highlight {
    let said = Said {
        words: "text".into(),
        person: Some(Person {
            name: "Ida Quill".into(),
            title: None,
            aliases: vec![],
        }),
    };
    Highlight {
        id,
        article,
        anchor: Anchor {
            exact: "text \"of\" <two>".into(),
            prefix: String::new(),
            suffix: " 1".into(),
            start: 0,
        },
        colour: HighlightColour::ALL[colour],
        note: (colour > 1).then(|| format!("n{colour}")),
        created: NOW + article.0,
        said: colour.is_multiple_of(2).then_some(said),
    }
}

fn correction(on: bool) -> Correction {
    Correction {
        words: "the tide is late".into(),
        person: on.then(|| Person {
            name: "Ida Quill".into(),
            title: Some("pilot".into()),
            aliases: vec![],
        }),
    }
}

fn perform(store: &mut Store, act: &Act, dir: &Path, after: i64) {
    let ids = |store: &Store, at: &[usize]| -> Vec<ArticleId> {
        at.iter().filter_map(|at| id(store, *at)).collect()
    };
    match act {
        Act::Arrive(feed, count) => drop(poll(store, FEEDS[*feed], news(*count))),
        Act::Read(at, read) => drop(store.set_read(&ids(store, at), *read, NOW).unwrap()),
        Act::AllRead(at) => {
            let scope = match at {
                3 => Scope::All,
                at => Scope::Feed(feed(store, FEEDS[*at])),
            };
            store.mark_all_read(&scope, None).unwrap();
        }
        Act::Bookmark(at, on) => {
            for id in ids(store, &[*at]) {
                store.set_bookmark(id, *on, after).unwrap();
            }
        }
        Act::Tags(at, tags) => {
            let tags: Vec<String> = tags.iter().map(|n| format!("tag {n}")).collect();
            for id in ids(store, &[*at]) {
                store.set_tags(id, &tags, after).unwrap();
            }
        }
        Act::Note(at, note) => {
            for id in ids(store, &[*at]) {
                store.set_note(id, note.as_deref(), after).unwrap();
            }
        }
        Act::Highlight(at, colour) => {
            for id in ids(store, &[*at]) {
                store.put_highlight(&highlight(id.0, id, *colour)).unwrap();
            }
        }
        Act::Unhighlight(at) => {
            for id in ids(store, &[*at]) {
                store.remove_highlight(id.0).unwrap();
            }
        }
        Act::Correct(at, on) => {
            let words = correction(*on).words;
            for id in ids(store, &[*at]) {
                store
                    .set_correction(id, &words, on.then(|| correction(true)).as_ref())
                    .unwrap();
            }
        }
        Act::Reopen => *store = reopened(store, dir),
        Act::LoseTheLog => {
            *store = reopened(store, dir);
            let _ = fs::remove_file(store.kept_log());
            *store = reopened(store, dir);
        }
    }
}

/// Another instance; the first one ends with it.
fn reopened(_: &Store, dir: &Path) -> Store {
    open(dir)
}

/// Everything that is kept, by feed and title, without the numbers of this cache.
fn state(store: &Store) -> Vec<String> {
    let kept = store.kept().unwrap();
    let mut rows: Vec<String> = list(store, Scope::All)
        .iter()
        .map(|row| {
            let marks = store.marks(row.id).unwrap();
            let highlights: Vec<_> = marks
                .highlights
                .iter()
                .map(|h| (&h.anchor.exact, h.colour, &h.note, h.created, &h.said))
                .collect();
            let why = kept.iter().find(|kept| kept.headline.id == row.id);
            let why = why.map(|kept| (kept.created, &kept.note, &kept.tags));
            let url = store.feed(row.feed).unwrap().unwrap().url;
            format!(
                "{url} {} {} read={} kept={} {why:?} {:?} {highlights:?} {:?}",
                row.title,
                row.date,
                row.read,
                row.bookmarked,
                store.bookmark(row.id).unwrap(),
                marks.corrections
            )
        })
        .collect();
    rows.sort();
    rows
}

/// A new cache with that log alone.
fn with_log_of(dir: &Path) -> (tempfile::TempDir, Store) {
    let fresh = tempfile::tempdir().unwrap();
    if dir.join("kept.jsonl").exists() {
        fs::copy(dir.join("kept.jsonl"), fresh.path().join("kept.jsonl")).unwrap();
    }
    let store = open(fresh.path());
    (fresh, store)
}

fn arrive(store: &mut Store, counts: [usize; 3]) {
    for (name, count) in FEEDS.iter().zip(counts) {
        poll(store, name, news(count));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_done_a_new_cache_is_made_the_same_by_the_log(
        acts in vec(act(), 1..30),
        before in any::<bool>(),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let mut store = open(dir.path());
        let mut counts = [0; 3];
        for (act, after) in acts.iter().zip(NOW..) {
            if let Act::Arrive(feed, count) = act {
                counts[*feed] = counts[*feed].max(*count);
            }
            perform(&mut store, act, dir.path(), after);
        }
        let wanted = state(&store);
        let unread: Vec<u32> = store.feeds().unwrap().iter().map(|feed| feed.unread).collect();
        drop(store);
        let (fresh, mut store) = with_log_of(dir.path());
        if before {
            arrive(&mut store, counts);
        }
        store.restore(NOW).unwrap();
        if !before {
            arrive(&mut store, counts);
        }
        prop_assert_eq!(&state(&store), &wanted);
        prop_assert_eq!(store.feeds().unwrap().iter().map(|feed| feed.unread).collect::<Vec<_>>(), unread);
        // Once more changes nothing, and the log that was written since holds as much.
        store.restore(NOW).unwrap();
        prop_assert_eq!(&state(&store), &wanted);
        fs::remove_file(store.kept_log()).ok();
        drop(store);
        drop(open(fresh.path()));
        let (_again, mut store) = with_log_of(fresh.path());
        store.restore(NOW).unwrap();
        arrive(&mut store, counts);
        prop_assert_eq!(&state(&store), &wanted);
    }
}

/// Two articles that are read, bookmarked, tagged, noted and highlighted.
fn kept() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    arrive(&mut store, [8, 8, 8]);
    let one = id(&store, 3).unwrap();
    store.set_read(&[one], true, NOW).unwrap();
    store.set_bookmark(one, true, NOW).unwrap();
    store.put_highlight(&highlight(1, one, 0)).unwrap();
    store
        .mark_all_read(&Scope::Feed(feed(&store, "courier")), None)
        .unwrap();
    dir
}

fn restored(store: &mut Store) -> Restored {
    store.restore(NOW).unwrap().unwrap()
}

#[test]
fn what_was_kept_is_listed_at_once_and_filled_in_without_being_called_edited() {
    let dir = kept();
    let (_fresh, mut store) = with_log_of(dir.path());
    let done = restored(&mut store);
    assert_eq!(
        (done.kept, done.stubs, done.read, done.waiting),
        (1, 1, 9, 8)
    );
    let row = &list(&store, Scope::Bookmarks)[0];
    assert_eq!(
        (row.title.as_str(), row.date, row.read),
        ("t1", NOW - 1, true)
    );
    let article = store.article(row.id).unwrap().unwrap();
    assert_eq!(article.link.as_deref(), Some("https://ledger.example/1"));
    assert_eq!(
        article.html,
        "<blockquote><p>text \"of\" &lt;two></p></blockquote>"
    );
    arrive(&mut store, [8, 8, 8]);
    let row = &list(&store, Scope::Bookmarks)[0];
    let article = store.article(row.id).unwrap().unwrap();
    assert_eq!(article.html, "<p>text 1</p>");
    assert!(!row.edited && store.revisions(row.id).unwrap().is_empty());
    assert_eq!(row.preview, Preview::No);
    assert_eq!(counts(&store), [(7, 8), (0, 8), (8, 8)]);
}

#[test]
fn marks_made_together_are_one_line_and_a_torn_or_later_line_spoils_no_other() {
    let dir = kept();
    let path = dir.path().join("kept.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), 5, "{text}");
    assert!(
        text.lines()
            .all(|line| line.starts_with("{\"v\":1,\"at\":"))
    );
    let torn = text.replace("\"do\":\"bookmark\"", "\"do\":\"dream\"") + "{\"v\":9}\n{\"v\":1,\"do";
    let fresh = tempfile::tempdir().unwrap();
    fs::write(fresh.path().join("kept.jsonl"), torn).unwrap();
    let mut store = open(fresh.path());
    let done = restored(&mut store);
    assert_eq!((done.broken, done.newer, done.read), (1, 1, 9));
    // What follows stands in a line of its own.
    arrive(&mut store, [8, 8, 8]);
    store
        .set_bookmark(id(&store, 0).unwrap(), true, NOW)
        .unwrap();
    drop(store);
    let (_fresh, mut store) = with_log_of(fresh.path());
    assert_eq!(restored(&mut store).kept, 2);
}

#[cfg(unix)]
#[test]
fn the_log_is_for_the_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = kept();
    let mode = fs::metadata(dir.path().join("kept.jsonl"))
        .unwrap()
        .permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
}

#[test]
fn after_the_cache_was_lost_lines_are_added_until_the_log_is_read_back() {
    let dir = kept();
    let (fresh, mut store) = with_log_of(dir.path());
    assert!(store.log_is_to_be_restored().unwrap());
    arrive(&mut store, [8, 8, 8]);
    let path = store.kept_log();
    let before = fs::read_to_string(&path).unwrap();
    // So much that it would be written anew if it were known.
    let (two, long) = (id(&store, 6).unwrap(), "x".repeat(1 << 20));
    for n in 0..6 {
        store
            .set_note(two, Some(&format!("{n}{long}")), NOW)
            .unwrap();
        store.write_down().unwrap();
    }
    let log = fs::read_to_string(&path).unwrap();
    assert!(log.starts_with(&before) && log.len() > 6 << 20);
    assert_eq!(restored(&mut store).kept, 2);
    assert!(!store.log_is_to_be_restored().unwrap());
    for n in 0..8 {
        store.set_note(two, Some(&format!("{n}")), NOW).unwrap();
        store
            .set_note(two, Some(&format!("{n}{long}")), NOW)
            .unwrap();
        store.write_down().unwrap();
    }
    assert!(
        fs::metadata(&path).unwrap().len() < 13 << 20,
        "written anew"
    );
    assert!(fresh.path().join("kept.jsonl.1").exists());
    drop(store);
    let (_again, mut store) = with_log_of(fresh.path());
    assert_eq!(restored(&mut store).kept, 2);
}

#[test]
fn a_line_that_cannot_be_written_waits_and_nothing_is_undone() {
    let dir = kept();
    let path = dir.path().join("kept.jsonl");
    let log = fs::read_to_string(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let mut store = open(dir.path());
    let three = id(&store, 9).unwrap();
    store.set_bookmark(three, true, NOW).unwrap();
    assert!(store.write_down().is_err());
    assert_eq!(store.bookmark(three).unwrap(), Some(NOW));
    drop(store);
    fs::remove_dir(&path).unwrap();
    fs::write(&path, log).unwrap();
    drop(open(dir.path()));
    let (_fresh, mut store) = with_log_of(dir.path());
    assert_eq!(restored(&mut store).kept, 2);
}

fn quotation(store: &mut Store, at: usize, name: &str, title: &str) -> ArticleId {
    let id = id(store, at).unwrap();
    let text = "“The tide is late.”";
    let quote = Quote {
        ranges: std::iter::once(3..text.len() - 3).collect(),
        speaker: Some(Speaker {
            mention: None,
            person: Person {
                name: name.into(),
                title: Some(title.into()),
                aliases: vec![],
            },
        }),
        cue: None,
        kind: QuoteKind::Direct,
        confidence: 1.0,
    };
    store.enrich(id, text, &[quote], 1, Preview::No).unwrap();
    id
}

/// Who is said to have said it, by article, and who is followed.
fn people(store: &Store) -> Vec<String> {
    let query = pullquote::news::PeopleQuery {
        limit: 99,
        ..Default::default()
    };
    let people = store.people(&query).unwrap();
    let mut all = Vec::new();
    for row in &people {
        let query = pullquote::news::SayingsQuery {
            person: Some(row.id),
            limit: 99,
            ..Default::default()
        };
        let sayings = store.sayings(&query).unwrap().rows;
        let mut said: Vec<_> = sayings.iter().map(|s| s.headline.clone()).collect();
        said.sort();
        all.push(format!("{} {said:?} {}", row.person.name, row.followed));
    }
    all.sort();
    all
}

#[test]
fn people_that_were_merged_parted_and_followed_are_so_again() {
    let quote_all = |store: &mut Store| {
        quotation(store, 0, "Mara Lindqvist", "minister");
        quotation(store, 3, "M. Lindqvist", "minister");
        quotation(store, 6, "Jon Hale", "coach");
        let last = quotation(store, 9, "Jon Hale", "pilot");
        quotation(store, 12, "Ida Quill", "pilot");
        last
    };
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    arrive(&mut store, [8, 0, 0]);
    let parted = quote_all(&mut store);
    let find = |store: &Store, words: &str| {
        let query = pullquote::news::PeopleQuery {
            words: words.into(),
            limit: 9,
            ..Default::default()
        };
        store.people(&query).unwrap()[0].id
    };
    let (mara, m) = (find(&store, "Mara"), find(&store, "M. Lindqvist"));
    let m = if m == mara {
        find(&store, "m lindqvist")
    } else {
        m
    };
    store.merge_people(m, mara).unwrap();
    store.part_people(parted, 0).unwrap().unwrap();
    let ida = find(&store, "Ida");
    store.follow(ida, true, NOW).unwrap();
    store.follow(mara, true, NOW).unwrap();
    let undone = store.merge_people(ida, mara).unwrap().unwrap();
    store.unmerge_people(&undone).unwrap();
    let wanted = people(&store);
    assert!(wanted.len() >= 4, "{wanted:?}");
    drop(store);
    for rewritten in [false, true] {
        if rewritten {
            fs::remove_file(dir.path().join("kept.jsonl")).unwrap();
            drop(open(dir.path()));
        }
        let (_fresh, mut store) = with_log_of(dir.path());
        restored(&mut store);
        arrive(&mut store, [8, 0, 0]);
        quote_all(&mut store);
        assert_eq!(people(&store), wanted, "written anew: {rewritten}");
    }
}
