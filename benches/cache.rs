//! The cache's measured bars: how long lists, counts, marks and searches take among many articles, and how fast
//! articles are stored.
//!
//! `cargo bench --bench cache` takes 100,000 articles; `ARTICLES=1000000` sets another number, and `WORDS=115` a
//! smaller vocabulary (20,000 by default), with which every article holds every word. The store is made once for each
//! pair of numbers, under `target/`, and used again by later runs: delete it when the schema changes.
//!
//! The bars: no list takes over 10 ms (p99) at any number; a ranked search of two words takes less than 50 ms among
//! 100,000 articles, and less than 100 ms among a million.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pullquote::cache::{Enriched, Store};
use pullquote::config::FeedConfig;
use pullquote::news::{
    ArticleId, Enclosure, Entry, Moment, Order, ParsedFeed, Person, PollState, Preview, Query,
    Quote, QuoteKind, Scope, Speaker, UnixSeconds,
};

const NOW: UnixSeconds = 1_750_000_000;
const PER_FEED: usize = 1000;
const BODY: usize = 3700;
const ROUNDS: usize = 200;

fn main() {
    let articles = number("ARTICLES", 100_000);
    let words = number("WORDS", 20_000);
    let vocabulary = vocabulary(words);
    store_speed(&vocabulary);
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cache-{articles}-{words}"));
    let marker = dir.join("complete");
    if !marker.exists() {
        fs::remove_dir_all(&dir).ok();
        build(&dir, articles, &vocabulary);
        fs::write(&marker, "").expect("the marker is written");
    }
    let mut store = Store::open(&dir).expect("the store opens");
    println!(
        "\n{articles} articles, {words} words, {} MB",
        size(&dir) >> 20
    );
    println!(
        "{:<52} {:>8} {:>8}   {:>8} {:>8}",
        "milliseconds", "p50", "p99", "cpu p50", "cpu p99"
    );
    lists(&store);
    views(&store, &vocabulary);
    searches(&store, &vocabulary);
    marks(&mut store);
}

/// 10,000 articles of 200 feeds, into a fresh store, then the same documents again; and what folding costs.
fn store_speed(vocabulary: &[String]) {
    for (what, apart, shared) in [
        ("never folded", true, false),
        ("folded, none alike", false, false),
        ("folded, all in two feeds", false, true),
    ] {
        let mut times: Vec<(Duration, Duration)> = (0..5)
            .map(|_| folding_speed(vocabulary, apart, shared))
            .collect();
        times.sort_unstable();
        let (wall, processor) = times[times.len() / 2];
        let what = format!("store 10,000 new articles, {what}");
        let (wall, processor) = (ms(wall), ms(processor));
        println!("{what:<54} {wall:>7.0} ms, {processor:.0} ms of processor");
    }
    let dir = tempfile::tempdir().expect("a directory");
    let mut store = Store::open(dir.path()).expect("the store opens");
    store.sync_feeds(&feeds(200)).expect("feeds");
    let feeds = store.feeds().expect("feeds");
    let documents: Vec<ParsedFeed> = (0..200).map(|n| document(n, 50, vocabulary).0).collect();
    for what in ["store 10,000 new articles", "store 10,000 known articles"] {
        let begin = (Instant::now(), cpu());
        for (feed, document) in feeds.iter().zip(&documents) {
            store
                .store(feed.id, Some(document), &PollState::default(), NOW)
                .expect("stored");
        }
        println!(
            "{what:<44} {:>7.0} ms, {:.0} ms of processor",
            ms(begin.0.elapsed()),
            ms(cpu().saturating_sub(begin.1))
        );
    }
}

/// How long 200 feeds of 50 articles take, each kept apart, or each two with the same addresses.
fn folding_speed(vocabulary: &[String], apart: bool, shared: bool) -> (Duration, Duration) {
    let dir = tempfile::tempdir().expect("a directory");
    let mut store = Store::open(dir.path()).expect("the store opens");
    let mut configured = feeds(200);
    for feed in &mut configured {
        feed.apart = apart;
    }
    store.sync_feeds(&configured).expect("feeds");
    let mut documents: Vec<ParsedFeed> = (0..200).map(|n| document(n, 50, vocabulary).0).collect();
    if shared {
        for pair in documents.chunks_mut(2) {
            let (first, second) = pair.split_at_mut(1);
            for (entry, other) in first[0].entries.iter().zip(&mut second[0].entries) {
                other.link.clone_from(&entry.link);
            }
        }
    }
    let feeds = store.feeds().expect("feeds");
    let begin = (Instant::now(), cpu());
    for (feed, document) in feeds.iter().zip(&documents) {
        let state = PollState::default();
        store
            .store(feed.id, Some(document), &state, NOW)
            .expect("stored");
    }
    (begin.0.elapsed(), cpu().saturating_sub(begin.1))
}

fn build(dir: &Path, articles: usize, vocabulary: &[String]) {
    let mut store = Store::open(dir).expect("the store opens");
    let count = articles.div_ceil(PER_FEED);
    store.sync_feeds(&feeds(count)).expect("feeds");
    let begin = Instant::now();
    for (n, feed) in store.feeds().expect("feeds").iter().enumerate() {
        let (document, texts) = document(n, PER_FEED, vocabulary);
        store
            .store(feed.id, Some(&document), &PollState::default(), NOW)
            .expect("stored");
        let query = Query {
            scope: Scope::Feed(feed.id),
            limit: PER_FEED as u32,
            ..Query::default()
        };
        let rows = store.headlines(&query).expect("rows").rows;
        let enriched: Vec<Enriched> = rows
            .iter()
            .zip(texts)
            .enumerate()
            .map(|(m, (row, text))| Enriched {
                id: row.id,
                fingerprint: fingerprint(&store, row.id),
                quotes: if m % 3 == 0 {
                    quotes(n, m, &text)
                } else {
                    Vec::new()
                },
                text,
                preview: if m % 40 == 7 {
                    Preview::Likely
                } else {
                    Preview::No
                },
            })
            .collect();
        for batch in enriched.chunks(64) {
            store.enrich_all(batch, 1).expect("enriched");
        }
        // Half of it was read; of the rest, one in fifty is kept.
        let ids: Vec<ArticleId> = rows.iter().map(|row| row.id).collect();
        store
            .set_read(&ids[PER_FEED / 2..], true, NOW)
            .expect("read");
        for (m, id) in ids.iter().step_by(50).enumerate() {
            store.set_bookmark(*id, true, NOW).expect("kept");
            if m % 10 == 3 {
                store
                    .set_note(*id, Some("to be looked up"), NOW)
                    .expect("noted");
            }
            if m % 5 == 1 {
                store.add_tag(&[*id], "later", NOW).expect("tagged");
            }
        }
        // One in a hundred was edited.
        let edited = (50..PER_FEED).step_by(100).map(|m| Entry {
            title: format!("{} (corrected)", document.entries[m].title),
            ..document.entries[m].clone()
        });
        let edited = ParsedFeed {
            entries: edited.collect(),
            ..document.clone()
        };
        store
            .store(feed.id, Some(&edited), &PollState::default(), NOW)
            .expect("stored");
    }
    println!("built in {:.1} s", begin.elapsed().as_secs_f64());
}

fn fingerprint(store: &Store, id: ArticleId) -> i64 {
    let article = store.article(id).expect("the store answers");
    article.expect("it is there").fingerprint
}

/// A quotation by somebody who speaks in few articles, or in one of seven.
fn quotes(feed: usize, article: usize, text: &str) -> Vec<Quote> {
    let name = if article.is_multiple_of(300) {
        format!("Ida Quill {feed}")
    } else {
        format!("Speaker {}", article % 7)
    };
    let speaker = Speaker {
        mention: None,
        person: Person {
            name,
            title: None,
            aliases: Vec::new(),
        },
    };
    vec![Quote {
        ranges: std::iter::once(0..text.len().min(80)).collect(),
        speaker: Some(speaker),
        cue: None,
        kind: QuoteKind::Direct,
        confidence: 0.9,
    }]
}

/// Views of all kinds: their first pages, the next ones, and how many articles they hold.
fn views(store: &Store, vocabulary: &[String]) {
    let last = vocabulary.len() - 1;
    let word = |share: f64| vocabulary[(last as f64 * share) as usize].as_str();
    let common = &vocabulary[2];
    let texts = [
        "is:unread feed:feed-3.".to_owned(),
        "is:unread feed:feed-".to_owned(),
        "feed:feed-1".to_owned(),
        "folder:\"Folder 3\" -is:read".to_owned(),
        common.clone(),
        format!("{common} is:unread"),
        format!("{} is:bookmarked", word(0.01)),
        format!("{} or is:edited", word(0.02)),
        format!("{} -{common}", word(0.01)),
        format!("{} -feed:feed-1", word(0.3)),
        format!("\"{common} {}\"", vocabulary[5]),
        "speaker:quill".to_owned(),
        "speaker:\"ida quill 7\"".to_owned(),
        "speaker:nobody".to_owned(),
        "author:\"reporter 3\"".to_owned(),
        "author:\"reporter 3\" is:unread -has:quote".to_owned(),
        "title:mi title:su".to_owned(),
        "tag:weekly".to_owned(),
        "tag:later".to_owned(),
        "has:quote".to_owned(),
        "has:quote is:unread age<2d".to_owned(),
        "-has:quote".to_owned(),
        "has:image".to_owned(),
        "has:image has:enclosure is:edited".to_owned(),
        "has:note".to_owned(),
        "-has:note".to_owned(),
        "lang:de".to_owned(),
        "lang:fi".to_owned(),
        "lang:xx".to_owned(),
        "-lang:en".to_owned(),
        "is:edited".to_owned(),
        "is:preview is:read".to_owned(),
        "is:partial".to_owned(),
        "age<2d".to_owned(),
        "after:2025-01-01 before:2025-02-01 is:unread".to_owned(),
        "is:bookmarked or tag:weekly or has:note".to_owned(),
        format!("not (is:read or {common}) lang:de"),
    ];
    for text in texts {
        let mut query = Query {
            limit: 100,
            ..Query::default()
        };
        let moment = Moment {
            now: NOW,
            utc_offset: 0,
        };
        query.ask(&text, moment).expect("a query");
        let first = store.headlines(&query).expect("a page");
        let (rows, next) = (first.rows.len(), first.next);
        time(&format!("{text}: first page ({rows})"), || {
            store.headlines(&query).expect("a page").rows.len()
        });
        if next.is_some() {
            query.after = next;
            time("  next page", || {
                let page = store.headlines(&query).expect("a page");
                query.after = page.next;
                page.rows.len()
            });
        }
        query.after = None;
        let count = store.count_articles(&query, u32::MAX).expect("a count");
        time(&format!("  counted ({count})"), || {
            store.count_articles(&query, u32::MAX).expect("a count")
        });
    }
    for order in [Order::Feed, Order::River(2), Order::LongestUnread] {
        let query = Query {
            order,
            limit: 100,
            ..Query::default()
        };
        time(&format!("All, by {order}: first page"), || {
            store.headlines(&query).expect("a page").rows.len()
        });
    }
}

fn lists(store: &Store) {
    let feed = store.feeds().expect("feeds")[3].id;
    let scopes = [
        ("All", Scope::All),
        ("Unread", Scope::Unread),
        ("Bookmarks", Scope::Bookmarks),
        ("a folder", Scope::Folder("Folder 3".into())),
        ("a feed", Scope::Feed(feed)),
    ];
    for (name, scope) in scopes {
        let mut query = Query {
            scope,
            limit: 100,
            ..Query::default()
        };
        time(&format!("{name}: first page of 100"), || {
            store.headlines(&query).expect("a page").rows.len()
        });
        query.after = store.headlines(&query).expect("a page").next;
        time(&format!("{name}: next page"), || {
            let page = store.headlines(&query).expect("a page");
            query.after = page.next;
            page.rows.len()
        });
    }
    let folder = Query {
        scope: Scope::Folder("Folder 3".into()),
        unread_only: true,
        limit: 100,
        ..Query::default()
    };
    time("a folder, unread: first page", || {
        store.headlines(&folder).expect("a page").rows.len()
    });
    time("counts of all feeds", || {
        store.feeds().expect("feeds").len()
    });
    let some = store
        .headlines(&Query {
            limit: 100,
            ..Query::default()
        })
        .expect("a page")
        .rows;
    let mut n = 0;
    time("open an article", || {
        n += 1;
        store
            .article(some[n % 100].id)
            .expect("an article")
            .map(|a| a.html.len())
    });
}

fn searches(store: &Store, vocabulary: &[String]) {
    let last = vocabulary.len() - 1;
    let word = |share: f64| vocabulary[(last as f64 * share) as usize].as_str();
    let pairs = [
        (
            "common words",
            format!("{} {}", vocabulary[2], vocabulary[5]),
        ),
        ("middling words", format!("{} {}", word(0.01), word(0.02))),
        ("rare words", format!("{} {}", word(0.2), word(0.3))),
        (
            "a common beginning",
            format!("{} {}", word(0.01), &vocabulary[150][..3]),
        ),
    ];
    for (name, words) in pairs {
        let ranked = store.search(&words, &Scope::All, 50).expect("found").len();
        time(&format!("ranked, {name} ({ranked})"), || {
            store.search(&words, &Scope::All, 50).expect("found").len()
        });
        let query = Query {
            words: words.clone(),
            limit: 50,
            ..Query::default()
        };
        time(&format!("by date, {name}"), || {
            store.headlines(&query).expect("found").rows.len()
        });
        let query = Query {
            scope: Scope::Folder("Folder 3".into()),
            words,
            limit: 50,
            ..Query::default()
        };
        time(&format!("by date, in a folder, {name}"), || {
            store.headlines(&query).expect("found").rows.len()
        });
    }
}

fn marks(store: &mut Store) {
    let first = store
        .headlines(&Query {
            limit: 1,
            ..Query::default()
        })
        .expect("a page")
        .rows[0]
        .id;
    let mut read = false;
    time("mark one read or unread", || {
        read = !read;
        store.set_read(&[first], read, NOW).expect("marked").len()
    });
    for (name, scope) in [
        ("a folder", Scope::Folder("Folder 3".into())),
        ("everything", Scope::All),
    ] {
        let (mut marking, mut undoing) = (Vec::new(), Vec::new());
        let mut changed = Vec::new();
        for _ in 0..10 {
            marking.push(timed(|| {
                changed = store.mark_all_read(&scope, None).expect("marked");
            }));
            undoing.push(timed(|| {
                store.set_read(&changed, false, NOW).expect("marked");
            }));
        }
        print(&format!("mark {name} read ({})", changed.len()), &marking);
        print("  undo", &undoing);
    }
}

/// Runs a piece of work many times and prints how long it takes.
fn time<T>(name: &str, mut work: impl FnMut() -> T) {
    let begin = Instant::now();
    let mut times = Vec::new();
    while times.len() < ROUNDS && (times.len() < 10 || begin.elapsed() < Duration::from_secs(5)) {
        times.push(timed(|| drop(std::hint::black_box(work()))));
    }
    print(name, &times);
}

/// How long it takes, and how much of the processor: they differ on a machine that does other things as well.
fn timed(work: impl FnOnce()) -> (Duration, Duration) {
    let begin = (Instant::now(), cpu());
    work();
    let busy = cpu().saturating_sub(begin.1);
    (begin.0.elapsed(), busy)
}

fn print(name: &str, times: &[(Duration, Duration)]) {
    let (mut real, mut busy): (Vec<_>, Vec<_>) = times.iter().copied().unzip();
    real.sort_unstable();
    busy.sort_unstable();
    let at = |times: &[Duration], share: usize| ms(times[(times.len() - 1) * share / 100]);
    println!(
        "{name:<52} {:>8.3} {:>8.3}   {:>8.3} {:>8.3}",
        at(&real, 50),
        at(&real, 99),
        at(&busy, 50),
        at(&busy, 99)
    );
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Processor time of this thread.
fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn number(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(default)
}

fn size(dir: &Path) -> u64 {
    let files = fs::read_dir(dir).expect("a directory");
    files
        .map(|f| f.expect("a file").metadata().map_or(0, |m| m.len()))
        .sum()
}

fn feeds(count: usize) -> Vec<FeedConfig> {
    let feed = |n: usize| FeedConfig {
        url: format!("https://feed-{n}.example/rss"),
        folder: Some(format!("Folder {}", n % 20)),
        tags: if n % 10 == 4 {
            vec!["weekly".to_owned()]
        } else {
            Vec::new()
        },
        ..FeedConfig::default()
    };
    (0..count).map(feed).collect()
}

/// A feed document, and the text of each of its articles.
fn document(feed: usize, entries: usize, vocabulary: &[String]) -> (ParsedFeed, Vec<String>) {
    let mut random = Random(feed as u64 + 1);
    let mut texts = Vec::new();
    let entries = (0..entries).map(|n| {
        let title: Vec<&str> = (0..8).map(|_| random.word(vocabulary)).collect();
        let (html, text) = body(&mut random, vocabulary);
        texts.push(text);
        Entry {
            id: format!("https://feed-{feed}.example/articles/{n}"),
            title: title.join(" "),
            link: Some(format!("https://feed-{feed}.example/articles/{n}.html")),
            author: Some(format!("Reporter {}", feed % 7)),
            language: (n % 500 == 3).then(|| "fi".to_owned()),
            image: (n % 9 == 2).then(|| format!("https://feed-{feed}.example/{n}.png")),
            enclosures: if n % 200 == 5 {
                vec![recording(feed)]
            } else {
                Vec::new()
            },
            content: Some(html),
            published: Some(NOW - (n * 1009 + feed) as i64 * 37),
            ..Entry::default()
        }
    });
    let entries = entries.collect();
    (
        ParsedFeed {
            language: Some(if feed % 4 == 1 { "de-AT" } else { "en" }.to_owned()),
            entries,
            ..ParsedFeed::default()
        },
        texts,
    )
}

fn recording(feed: usize) -> Enclosure {
    Enclosure {
        url: format!("https://feed-{feed}.example/recording.ogg"),
        media_type: Some("audio/ogg".to_owned()),
        ..Enclosure::default()
    }
}

fn body(random: &mut Random, vocabulary: &[String]) -> (String, String) {
    let (mut html, mut text) = (String::new(), String::new());
    while html.len() < BODY {
        html.push_str("<p>");
        for n in 0..60 {
            let word = random.word(vocabulary);
            if n % 25 == 24 {
                write!(
                    html,
                    "<a href=\"https://example.org/{}?x=1&amp;y=2\">{word}</a> ",
                    random.next() % 9999
                )
                .expect("a string takes all");
            } else {
                html.push_str(word);
                html.push(' ');
            }
            text.push_str(word);
            text.push(' ');
        }
        html.push_str("</p>\n");
        text.push_str("\n\n");
    }
    (html, text)
}

/// Words that are no words of a language, the commonest ones the shortest.
fn vocabulary(count: usize) -> Vec<String> {
    let syllables = [
        "ka", "ro", "mi", "tan", "bel", "su", "dor", "en", "li", "vas", "qui", "por",
    ];
    let word = |mut n: usize| {
        let mut word = String::new();
        loop {
            word.push_str(syllables[n % syllables.len()]);
            n /= syllables.len();
            if n == 0 {
                return word;
            }
        }
    };
    (0..count).map(word).collect()
}

/// xorshift64 (Marsaglia 2003), so that each run measures the same articles.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A word, the frequency falling with its rank as in a language (Zipf).
    fn word<'a>(&mut self, vocabulary: &'a [String]) -> &'a str {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        let rank = (vocabulary.len() as f64).powf(share) - 1.0;
        &vocabulary[(rank as usize).min(vocabulary.len() - 1)]
    }
}
