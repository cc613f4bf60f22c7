//! 72 hours of 300 feeds that change, fail, move, throttle and lie, in some minutes: the real program polls at each moment of
//! a timer, at a clock that is set for it (faketime), while a reader is open at the same cache and keys are pressed.
//! The server knows what it sent and when it was asked, and so what must be there at the end.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::terminal::Terminal;
use super::web::{Reply, Request, serve};
use super::world::{Outcome, World, case, has, noise, number, rows};

const FEEDS: usize = 300;
const HOURS: usize = 72;
const HOUR: i64 = 3600;
/// Between two calls of the timer, in seconds.
const STEP: i64 = 20 * 60;
/// Articles in a document.
const SHOWN: i64 = 20;

/// What a feed does, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Calm,
    Fails,
    Moves,
    Throttles,
    Lies,
    Slow,
    Edits,
}

impl Kind {
    fn of(feed: usize) -> Self {
        [
            Self::Calm,
            Self::Calm,
            Self::Calm,
            Self::Calm,
            Self::Fails,
            Self::Moves,
            Self::Throttles,
            Self::Lies,
            Self::Slow,
            Self::Edits,
        ][feed % 10]
    }
}

/// What the server saw and did.
#[derive(Default)]
struct Seen {
    /// Articles that it sent whole.
    sent: BTreeSet<String>,
    bytes: usize,
    asked: BTreeMap<Kind, u32>,
    last: HashMap<usize, i64>,
    /// Not to be asked before.
    not_before: HashMap<usize, i64>,
    /// The address that the last validator was sent from; it is good for no other.
    validated: HashMap<usize, String>,
    /// Articles with their editions: an earlier text is kept as well.
    editions: BTreeSet<(String, i64)>,
    moved: HashMap<usize, u32>,
    ill_mannered: Vec<String>,
    unchanged: u32,
}

struct World72 {
    begin: i64,
    now: AtomicI64,
    seen: Mutex<Seen>,
}

impl World72 {
    fn hour(&self) -> i64 {
        (self.now.load(Ordering::SeqCst) - self.begin) / HOUR
    }

    fn answer(&self, request: &Request) -> Option<Reply> {
        let now = self.now.load(Ordering::SeqCst);
        let hour = self.hour();
        let mut seen = self.seen.lock().unwrap();
        let moved = request.path.starts_with("/moved/");
        let feed: usize = request.path.rsplit('/').next()?.parse().ok()?;
        let kind = Kind::of(feed);
        if !moved || seen.last.get(&feed) != Some(&now) {
            manners(&mut seen, feed, kind, request, now, hour);
        }
        match kind {
            Kind::Fails if (10..16).contains(&hour) || (40..43).contains(&hour) => {
                return Some(Reply::new(500));
            }
            Kind::Fails if (50..52).contains(&hour) => return None,
            Kind::Moves if hour >= 12 && !moved => {
                *seen.moved.entry(feed).or_default() += 1;
                let to = format!("/moved/{feed}");
                return Some(Reply::new(301).with("Location", to));
            }
            Kind::Throttles if (6..8).contains(&hour) || (30..31).contains(&hour) => {
                seen.not_before.insert(feed, now + 90 * 60);
                return Some(Reply::new(429).with("Retry-After", "5400"));
            }
            Kind::Lies if hour % 6 == 5 => {
                let portal = "<!DOCTYPE html><html><title>Sign in</title><body>Accept our terms</body></html>";
                return Some(Reply {
                    body: portal.into(),
                    ..Reply::new(200).with("Content-Type", "text/html")
                });
            }
            _ => {}
        }
        let (document, ids) = document(feed, kind, now, self.begin);
        let validator = format!(
            "\"{:x}\"",
            ids.last().map_or(0, String::len) + document.len() * 31 + ids.len()
        );
        let validator = format!("{validator}{}", (now - self.begin) / (8 * HOUR));
        if kind != Kind::Lies && request.header("if-none-match") == Some(&validator) {
            seen.unchanged += 1;
            return Some(Reply::new(304).with("ETag", validator));
        }
        if kind == Kind::Edits && (20..22).contains(&hour) {
            // The connection breaks off; the length says so.
            let half = document.len() / 2;
            return Some(Reply::rss(&document.as_bytes()[..half]));
        }
        let edition = edition(kind, now, self.begin);
        for id in ids {
            if seen.editions.insert((id.clone(), edition)) {
                seen.bytes += document.len() / SHOWN as usize;
            }
            seen.sent.insert(id);
        }
        let mut reply = Reply::rss(document);
        match kind {
            Kind::Lies => reply.headers[0].1 = "text/html".into(),
            Kind::Slow => {
                reply = reply.with("Cache-Control", "max-age=14400");
            }
            _ => {}
        }
        if kind != Kind::Lies {
            seen.validated.insert(feed, request.path.clone());
            reply = reply.with("ETag", validator);
        }
        Some(reply)
    }
}

fn manners(seen: &mut Seen, feed: usize, kind: Kind, request: &Request, now: i64, hour: i64) {
    *seen.asked.entry(kind).or_default() += 1;
    let mut wrong = String::new();
    if let Some(last) = seen.last.insert(feed, now) {
        let gap = now - last;
        let least = if kind == Kind::Slow {
            4 * HOUR
        } else {
            15 * 60
        };
        if gap < least {
            let _ = write!(wrong, "asked again after {gap} s; ");
        }
    }
    if seen.not_before.get(&feed).is_some_and(|until| now < *until) {
        wrong.push_str("asked before Retry-After was over; ");
    }
    if seen.validated.get(&feed) == Some(&request.path) && request.header("if-none-match").is_none()
    {
        wrong.push_str("asked without its validator; ");
    }
    if !request
        .header("user-agent")
        .is_some_and(|agent| agent.contains("pullquote"))
    {
        wrong.push_str("asked without a name; ");
    }
    if !wrong.is_empty() {
        seen.ill_mannered
            .push(format!("hour {hour}, {kind:?} {feed}: {wrong}"));
    }
}

/// How often an article was changed by then.
fn edition(kind: Kind, now: i64, begin: i64) -> i64 {
    if kind == Kind::Edits {
        (now - begin) / (8 * HOUR)
    } else {
        0
    }
}

/// A feed's document at a moment, and the titles in it.
fn document(feed: usize, kind: Kind, now: i64, begin: i64) -> (String, Vec<String>) {
    let rhythm = HOUR * (2 + feed as i64 % 5);
    let latest = (now - begin).div_euclid(rhythm);
    let mut document = format!("<rss version=\"2.0\"><channel><title>Feed {feed}</title>");
    let mut ids = Vec::new();
    for n in (latest - SHOWN + 1..=latest).rev() {
        let title = format!("Story {n} of {feed}");
        let date = match kind {
            Kind::Lies if n % 3 == 0 => "Thu, 01 Jan 2099 00:00:00 GMT".to_owned(),
            Kind::Lies if n % 3 == 1 => String::new(),
            _ => jiff::Timestamp::from_second(begin + n * rhythm)
                .unwrap()
                .strftime("%a, %d %b %Y %H:%M:%S GMT")
                .to_string(),
        };
        let edition = edition(kind, now, begin);
        let text = noise((feed as u64) << 20 | (n + 1000) as u64, 120);
        let _ = write!(
            document,
            "<item><guid isPermaLink=\"false\">{feed}/{n}</guid><link>https://feed{feed}.invalid/{n}</link>\
             <title>{title}</title><pubDate>{date}</pubDate>\
             <description>&lt;p&gt;Edition {edition}. {text}&lt;/p&gt;</description></item>"
        );
        ids.push(title);
    }
    document.push_str("</channel></rss>");
    (document, ids)
}

fn resident(pid: u32) -> u64 {
    let text =
        std::fs::read_to_string(PathBuf::from(format!("/proc/{pid}/status"))).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0) / 1024
}

fn clock() -> i64 {
    jiff::Timestamp::now().as_second()
}

#[test]
#[ignore = "takes minutes; tests/system/run runs it"]
fn seventy_two_hours_of_three_hundred_feeds() {
    case("soak", || {
        if !has("faketime") {
            return Outcome::Skipped("there is no faketime");
        }
        soak(number("HOURS", HOURS) as i64, false)
    });
}

#[test]
#[ignore = "takes minutes; tests/system/run runs it"]
fn seventy_two_hours_of_one_service() {
    case("soak_daemon", || {
        if !has("faketime") {
            return Outcome::Skipped("there is no faketime");
        }
        soak(number("HOURS", HOURS) as i64, true)
    });
}

/// `poll --daemon` at a clock that is set in a file, which faketime's library reads whenever the time is asked for.
struct Service {
    program: Child,
    clock: PathBuf,
}

impl Service {
    fn start(world: &World, now: i64) -> Self {
        let clock = world.dir().join("clock");
        set(&clock, now);
        let faked = Command::new("faketime")
            .args(["-m", "-f", "+0s", "env"])
            .output()
            .unwrap();
        let faked = String::from_utf8(faked.stdout).unwrap();
        let library = faked
            .lines()
            .find_map(|line| line.strip_prefix("LD_PRELOAD="))
            .expect("how faketime does it");
        let program = world
            .program(&[], &["poll", "--daemon"])
            .env("LD_PRELOAD", library)
            .env("FAKETIME_TIMESTAMP_FILE", &clock)
            .env("FAKETIME_NO_CACHE", "1")
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { program, clock }
    }

    /// Sets its clock, wakes it, and waits until nothing is due any more.
    fn poll(&mut self, world: &World, now: i64) {
        set(&self.clock, now);
        let until = Instant::now() + Duration::from_mins(2);
        loop {
            // Before it listens, the signal would end it.
            if world.data().join("pullquote.db").exists() {
                let store = pullquote::cache::Store::open_reader(&world.data()).unwrap();
                let feeds = store.feeds().unwrap();
                let is_due = |feed: &pullquote::news::Feed| {
                    feed.poll.last_poll.is_none() || feed.poll.next_due.unwrap_or(0) <= now
                };
                if feeds.len() == FEEDS && !feeds.iter().any(is_due) {
                    return;
                }
                if feeds.iter().any(|feed| feed.poll.last_poll.is_some()) {
                    self.signal("-USR1");
                }
            }
            assert!(Instant::now() < until, "it does not poll what is due");
            assert!(self.program.try_wait().unwrap().is_none(), "it ended");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn signal(&self, signal: &str) {
        let id = self.program.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(sent.success());
    }

    fn end(mut self) {
        self.signal("-TERM");
        assert!(self.program.wait().unwrap().success());
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.program.kill();
    }
}

/// Writes what faketime's library reads: how far its clock is from the machine's. The whole at once.
fn set(file: &Path, now: i64) {
    let beside = file.with_extension("next");
    std::fs::write(&beside, format!("{:+}\n", now - clock())).unwrap();
    std::fs::rename(beside, file).unwrap();
}

fn poll_once(world: &World, now: i64) -> u64 {
    let offset = format!("{:+}s", now - clock());
    let mut poll = world.program(&["faketime", "-m", "-f", &offset], &["poll"]);
    poll.env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    let ended = super::world::finish(poll.spawn().unwrap());
    assert!(matches!(ended.code, Some(0 | 1)), "{}", ended.said());
    ended.memory
}

fn soak(hours: i64, lasting: bool) -> Outcome {
    let begin = clock() - hours * HOUR;
    let server = Arc::new(World72 {
        begin,
        now: AtomicI64::new(begin),
        seen: Mutex::default(),
    });
    let answering = Arc::clone(&server);
    let address = serve("0.0.0.0:0", move |request| answering.answer(request)).unwrap();
    let port = address.rsplit(':').next().unwrap().to_owned();
    // Sixty hosts with five feeds each.
    let feeds: Vec<String> = (0..FEEDS)
        .map(|n| format!("http://127.0.1.{}:{port}/{n}", 1 + n / 5))
        .collect();
    let world = World::new(&feeds);
    let mut reader: Option<Terminal> = None;
    let mut service: Option<Service> = None;
    let (mut memory, mut of_service) = (Vec::new(), Vec::new());
    let (mut polling, mut late) = (0, 0);
    let mut waited = 0;
    let steps = hours * HOUR / STEP;
    for step in 0..=steps {
        let now = begin + step * STEP;
        server.now.store(now, Ordering::SeqCst);
        if lasting {
            let service = service.get_or_insert_with(|| Service::start(&world, now));
            service.poll(&world, now);
        } else {
            polling = polling.max(poll_once(&world, now));
        }
        let store = pullquote::cache::Store::open_reader(&world.data()).unwrap();
        for feed in store.feeds().unwrap() {
            let due = feed.poll.next_due.unwrap_or(0);
            late += usize::from(due < now - 5);
            waited = waited.max(now - feed.poll.last_poll.unwrap_or(0));
        }
        drop(store);
        let reader = reader.get_or_insert_with(|| {
            let mut reader = Terminal::start(world.dir(), 120, 36, &[]);
            reader.wait("Story");
            reader
        });
        for key in ["j", " ", "b", "G", "k", "\r", "q", "g", "n"]
            .iter()
            .skip(step as usize % 3)
        {
            reader.keys(key);
        }
        if step % 24 == 23 {
            reader.resize(60 + (step % 100) as u16, 20 + (step % 30) as u16);
            assert_eq!(world.run(&["search", "edition"]).code, Some(0));
        }
        reader.drain();
        if step % 12 == 11 {
            memory.push(resident(reader.id()));
            of_service.extend(
                service
                    .as_ref()
                    .map(|service| resident(service.program.id())),
            );
        }
    }
    if let Some(service) = service {
        service.end();
        println!("soak: service {of_service:?} MB");
        let first = of_service.get(of_service.len() / 4).copied().unwrap_or(0);
        let last = of_service.last().copied().unwrap_or(0);
        assert!(
            last <= first + 16,
            "the service's memory grows: {of_service:?}"
        );
    }
    let mut reader = reader.unwrap();
    reader.keys("\x03");
    assert_eq!(reader.exit(), 0);
    report(&world, &server, (&memory, polling), (late, waited), hours)
}

fn report(
    world: &World,
    server: &World72,
    (memory, polling): (&[u64], u64),
    (late, waited): (usize, i64),
    hours: i64,
) -> Outcome {
    let store = world.store();
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
    let all = rows(&store);
    let titles: BTreeSet<String> = all.iter().map(|row| row.title.clone()).collect();
    let seen = server.seen.lock().unwrap();
    let lost: Vec<_> = seen.sent.difference(&titles).take(5).collect();
    let strange: Vec<_> = titles.difference(&seen.sent).take(5).collect();
    let size = std::fs::metadata(store.path()).unwrap().len() as usize;
    let kept = store.bookmark_count().unwrap();
    let (first, last) = (
        memory.get(memory.len() / 4).copied().unwrap_or(0),
        memory.last().copied().unwrap_or(0),
    );
    let most_moved = seen.moved.values().max().copied().unwrap_or(0);
    println!(
        "soak: {hours} h, {FEEDS} feeds; requests {:?}, {} answered with 304",
        seen.asked, seen.unchanged
    );
    println!(
        "soak: {} articles ({} sent), {} lost, {} unknown, {} doubled, {kept} bookmarked",
        all.len(),
        seen.sent.len(),
        lost.len(),
        strange.len(),
        all.len() - titles.len()
    );
    println!(
        "soak: cache {} KB for {} KB of articles; reader {memory:?} MB; poll at most {polling} MB",
        size >> 10,
        seen.bytes >> 10
    );
    println!(
        "soak: {late} feeds due and not asked; the longest wait {} min; the old address of a moved feed asked {most_moved} \
         times",
        waited / 60
    );
    for line in seen.ill_mannered.iter().take(10) {
        println!("soak: {line}");
    }
    assert!(lost.is_empty(), "lost: {lost:?}");
    assert!(strange.is_empty(), "unknown: {strange:?}");
    assert_eq!(all.len(), titles.len(), "doubled");
    assert_eq!(late, 0, "feeds were due and not asked");
    assert!(
        seen.ill_mannered.is_empty(),
        "{} breaches of manners",
        seen.ill_mannered.len()
    );
    assert!(most_moved <= 3, "a permanent redirect is not believed");
    assert!(
        size < 3 * seen.bytes + (4 << 20),
        "the cache grows beyond its content"
    );
    assert!(last <= first + 16, "the reader's memory grows: {memory:?}");
    Outcome::Seen(format!(
        "{hours} h in {} polls: {} articles, none lost or doubled, none late, manners kept; reader {first} MB, then {last} MB",
        hours * HOUR / STEP + 1,
        all.len()
    ))
}
