//! The program is killed, as a power cut would end it, at any moment of a refresh: nothing is damaged, doubled or lost,
//! and the next refresh ends where an undisturbed one does.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use pullquote::cache::Store;
use pullquote::news::{ArticleId, Headline, UnixSeconds};

use super::server::{ENTRIES, NEW, Server};
use super::world::{Outcome, Random, case, number, rows};

const FEEDS: usize = 20;
pub const NOW: UnixSeconds = 1_763_200_000;

#[test]
#[ignore = "takes a minute; tests/system/run runs it"]
fn a_refresh_that_is_killed_at_any_moment_loses_nothing() {
    case("kill9_refresh", refresh_killed);
}

fn refresh_killed() -> Outcome {
    let server = Server::start();
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config.toml");
    std::fs::write(&config, configuration(&server.address)).unwrap();

    // One edition, with marks; then another one, undisturbed.
    let base = home.path().join("base");
    assert!(refresh(&config, &base).wait().unwrap().success());
    let marked = mark(&base);
    server.publish(1);
    let reference = home.path().join("reference");
    copy(&base, &reference);
    drain(&server);
    let begun = Instant::now();
    assert!(refresh(&config, &reference).wait().unwrap().success());
    let whole = begun.elapsed();
    let expected = contents(&reference);
    assert_eq!(expected.len(), FEEDS * (ENTRIES + NEW));

    let mut random = Random(number("SEED", 42) as u64);
    let (mut early, mut late) = (0, 0);
    for round in 0..number("ROUNDS", 100) {
        let dir = home.path().join("killed");
        copy(&base, &dir);
        drain(&server);
        let mut child = refresh(&config, &dir);
        wait(&server, &mut random, whole);
        child.kill().unwrap();
        child.wait().unwrap();
        let store = Store::open(&dir).unwrap();
        assert_eq!(
            store.integrity().unwrap(),
            Vec::<String>::new(),
            "round {round}"
        );
        drop(store);
        // Each article once: `contents` is by address, and panics on the second.
        let found = contents(&dir);
        assert!(found.len() >= FEEDS * ENTRIES && found.len() <= expected.len());
        early += usize::from(found.len() == FEEDS * ENTRIES);
        late += usize::from(found.len() == expected.len());
        assert_eq!(marks(&found), marked, "round {round}: a mark was lost");
        assert!(refresh(&config, &dir).wait().unwrap().success());
        assert!(contents(&dir) == expected, "round {round}: another end");
        std::fs::remove_dir_all(&dir).unwrap();
    }
    let rounds = number("ROUNDS", 100);
    Outcome::Seen(format!(
        "{rounds} kills ({early} before the first feed was stored, {late} after the last): sound each time, nothing twice, \
         no mark lost, the end as undisturbed"
    ))
}

/// Waits for a moment of the refresh: after some answers, and then for a part of its time.
fn wait(server: &Server, random: &mut Random, whole: Duration) {
    let answers = server.answers.lock().unwrap();
    for _ in 0..random.below(FEEDS as u64) {
        answers.recv_timeout(Duration::from_secs(20)).unwrap();
    }
    let end = Instant::now() + Duration::from_micros(random.below(whole.as_micros() as u64 / 2));
    // Answers come meanwhile; only the time counts.
    while let Some(left) = end.checked_duration_since(Instant::now()) {
        answers.recv_timeout(left).ok();
    }
}

fn drain(server: &Server) {
    while server.answers.lock().unwrap().try_recv().is_ok() {}
}

pub fn configuration(server: &str) -> String {
    let mut config = "[poll]\nautomatic = false\nper_host = 8\n".to_owned();
    for feed in 0..FEEDS {
        write!(config, "[[feed]]\nurl = \"{server}/{feed}\"\n").unwrap();
    }
    config
}

fn refresh(config: &Path, data: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .arg("--config")
        .arg(config)
        .arg("--data-dir")
        .arg(data)
        .args(["poll", "--force"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

/// What is to be equal, by the article's address: title, text, earlier texts, read, bookmarked, edited.
pub type Contents = BTreeMap<String, (String, String, usize, bool, bool, bool)>;

pub fn contents(dir: &Path) -> Contents {
    let store = Store::open(dir).unwrap();
    let mut contents = Contents::new();
    for row in rows(&store) {
        let article = store.article(row.id).unwrap().unwrap();
        let revisions = store.revisions(row.id).unwrap().len();
        let Headline {
            title,
            read,
            bookmarked,
            edited,
            ..
        } = row;
        let value = (title, article.html, revisions, read, bookmarked, edited);
        let before = contents.insert(article.link.unwrap(), value);
        assert!(before.is_none(), "an article stands twice");
    }
    contents
}

/// Reads every third article and bookmarks every tenth; says which.
fn mark(dir: &Path) -> Vec<(String, bool, bool)> {
    let mut store = Store::open(dir).unwrap();
    let ids: Vec<ArticleId> = rows(&store).iter().map(|row| row.id).collect();
    let read: Vec<ArticleId> = ids.iter().copied().step_by(3).collect();
    store.set_read(&read, true, NOW).unwrap();
    for id in ids.iter().step_by(10) {
        store.set_bookmark(*id, true, NOW).unwrap();
    }
    drop(store);
    marks(&contents(dir))
}

fn marks(contents: &Contents) -> Vec<(String, bool, bool)> {
    let marks = contents
        .iter()
        .map(|(link, (.., read, kept, _))| (link.clone(), *read, *kept));
    marks.filter(|(_, read, kept)| *read || *kept).collect()
}
