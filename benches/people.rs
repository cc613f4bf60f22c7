//! The measured bars of people and shared quotations: how long the people view, one person's quotations and the other
//! outlets of a quotation take among many articles, and what all of it costs as articles are stored.
//!
//! `cargo bench --bench people` takes 100,000 articles with two quotations each; `ARTICLES=1000000` sets another number.
//! The store is made once for each number, under `target/`, and used again by later runs.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pullquote::cache::{Enriched, Store};
use pullquote::config::FeedConfig;
use pullquote::news::{
    ArticleId, Entry, ParsedFeed, PeopleOrder, PeopleQuery, Person, PersonId, PollState, Preview,
    Query, Quote, QuoteKind, SayingsQuery, Scope, Speaker, UnixSeconds,
};

const NOW: UnixSeconds = 1_750_000_000;
const FEEDS: usize = 200;
const ROUNDS: usize = 200;
/// Of so many quotations, one was printed by another outlet before.
const SHARED: usize = 4;

fn main() {
    let articles = number("ARTICLES", 100_000);
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("people-{articles}"));
    let marker = dir.join("complete");
    if !marker.exists() {
        fs::remove_dir_all(&dir).ok();
        build(&dir, articles);
        fs::write(&marker, "").expect("the marker is written");
    }
    let mut store = Store::open(&dir).expect("the store opens");
    println!(
        "\n{articles} articles, {} MB",
        fs::metadata(store.path()).map_or(0, |file| file.len() >> 20)
    );
    println!("{:<52} {:>10} {:>10}  of processor", "", "p50", "p99");
    people(&store);
    quotations(&store, articles);
    following(&mut store);
}

fn people(store: &Store) {
    for (order, name) in [
        (PeopleOrder::Count, "most quoted"),
        (PeopleOrder::Recent, "last quoted"),
        (PeopleOrder::Name, "by name"),
    ] {
        let mut query = PeopleQuery {
            order,
            limit: 100,
            ..PeopleQuery::default()
        };
        time(&format!("people, {name}: first page of 100"), |_| {
            store.people(&query).expect("a page").len()
        });
        time(&format!("people, {name}: next page"), |_| {
            let rows = store.people(&query).expect("a page");
            query.after = rows.last().map(|row| row.id);
            rows.len()
        });
    }
    for words in ["fa", "family 12", "minister"] {
        let query = PeopleQuery {
            words: words.to_owned(),
            limit: 100,
            ..PeopleQuery::default()
        };
        time(&format!("people, \"{words}\""), |_| {
            store.people(&query).expect("a page").len()
        });
    }
}

fn quotations(store: &Store, articles: usize) {
    let first = store
        .people(&PeopleQuery {
            limit: 200,
            ..PeopleQuery::default()
        })
        .expect("a page");
    let most = &first[0];
    println!("the most quoted person: {} quotations", most.quotes);
    let sayings = |person: Option<PersonId>, words: &str| SayingsQuery {
        person,
        words: words.to_owned(),
        after: None,
        limit: 30,
    };
    let mut query = sayings(Some(most.id), "");
    time("a person's quotations: first page of 30", |_| {
        store.sayings(&query).expect("a page").rows.len()
    });
    time("a person's quotations: next page", |_| {
        let page = store.sayings(&query).expect("a page");
        query.after = page.next;
        page.rows.len()
    });
    time("another person's quotations", |n| {
        let query = sayings(Some(first[n % first.len()].id), "");
        store.sayings(&query).expect("a page").rows.len()
    });
    for (name, person, words) in [
        ("what one said, a common word", Some(most.id), "harbour"),
        ("what one said, a rare word", Some(most.id), "number777"),
        ("what anyone said, a common word", None, "harbour"),
        ("what anyone said, a rare word", None, "number777"),
    ] {
        let query = sayings(person, words);
        time(name, |_| store.sayings(&query).expect("a page").rows.len());
    }
    let article = |n: usize| ArticleId(((n * 7919) % articles) as i64 + 1);
    time("which quotations of an article are shared", |n| {
        store.shared(article(n)).expect("an answer").len()
    });
    let shared: Vec<(ArticleId, usize)> = (0..ROUNDS * 4)
        .flat_map(|n| {
            let id = article(n);
            let rows = store.shared(id).expect("an answer");
            rows.into_iter().map(move |shared| (id, shared.start))
        })
        .collect();
    println!("{} shared quotations are asked for", shared.len());
    time("the other outlets of a quotation", |n| {
        let (id, start) = shared[n % shared.len()];
        store
            .echoes(id, start)
            .expect("an answer")
            .map_or(0, |(_, rows)| rows.len())
    });
    let list = Query {
        scope: Scope::Person(most.id),
        limit: 200,
        ..Query::default()
    };
    time("the articles of a person: first page of 200", |_| {
        store.headlines(&list).expect("a page").rows.len()
    });
}

fn following(store: &mut Store) {
    let rows = store
        .people(&PeopleQuery {
            limit: 10,
            ..PeopleQuery::default()
        })
        .expect("a page");
    for row in &rows {
        store.follow(row.id, true, NOW).expect("followed");
    }
    time("ten followed people with their unread counts", |_| {
        store.follows().expect("an answer").len()
    });
    let (from, into) = (rows[8].id, rows[9].id);
    let begin = Instant::now();
    let merge = store
        .merge_people(from, into)
        .expect("merged")
        .expect("two");
    let there = begin.elapsed();
    let begin = Instant::now();
    store.unmerge_people(&merge).expect("two again");
    println!(
        "{:<52} {:>7.1} ms {:>7.1} ms",
        format!("a merge of {} quotations, and back", rows[8].quotes),
        ms(there),
        ms(begin.elapsed())
    );
}

fn build(dir: &Path, articles: usize) {
    let mut store = Store::open(dir).expect("the store opens");
    let feeds: Vec<FeedConfig> = (0..FEEDS)
        .map(|n| FeedConfig {
            url: format!("https://outlet{n}.invalid/feed"),
            ..FeedConfig::default()
        })
        .collect();
    store.sync_feeds(&feeds).expect("feeds");
    let feeds = store.feeds().expect("feeds");
    let begin = Instant::now();
    let mut enriching = Duration::ZERO;
    let each = articles.div_ceil(FEEDS);
    for (n, feed) in feeds.iter().enumerate() {
        let entries = (0..each).map(|m| Entry {
            id: m.to_string(),
            title: format!("Article {m} of outlet {n}"),
            content: Some(format!("<p>Text {m} of outlet {n}.</p>")),
            // Two years of articles, those of one number on the same day everywhere.
            published: Some(NOW - (m as i64) * 2 * 365 * 24 * 3600 / (each as i64) - n as i64),
            ..Entry::default()
        });
        let document = ParsedFeed {
            entries: entries.collect(),
            ..ParsedFeed::default()
        };
        store
            .store(feed.id, Some(&document), &PollState::default(), NOW)
            .expect("stored");
        loop {
            let ids = store.to_enrich(1, 64).expect("ids");
            if ids.is_empty() {
                break;
            }
            let enriched: Vec<Enriched> = ids
                .iter()
                .map(|id| {
                    let article = store.article(*id).expect("an answer").expect("it is there");
                    // "Article 12 of …"
                    let number = article.headline.title.split(' ').nth(1);
                    let m = number.and_then(|m| m.parse().ok()).unwrap_or(0);
                    let (text, quotes) = quoted(n, m);
                    Enriched {
                        id: *id,
                        fingerprint: article.fingerprint,
                        text,
                        quotes,
                        preview: Preview::No,
                    }
                })
                .collect();
            let begin = cpu();
            store.enrich_all(&enriched, 1).expect("enriched");
            enriching += cpu().saturating_sub(begin);
        }
    }
    println!(
        "built in {:.1} s; enriched with quotations: {:.3} ms of processor an article",
        begin.elapsed().as_secs_f64(),
        ms(enriching) / articles as f64
    );
}

/// Two quotations of article `m` of outlet `n`; some of them are those of other outlets on that day, a little cut.
fn quoted(n: usize, m: usize) -> (String, Vec<Quote>) {
    let mut text = String::new();
    let mut quotes = Vec::new();
    for which in 0..2 {
        let mix = (n * 2 + which) * 1_000_003 + m * 7919;
        let is_shared = which == 0 && (n + m).is_multiple_of(SHARED);
        let seed = if is_shared { m * 31 + n / 50 } else { mix };
        let mut words = String::from("The harbour");
        for k in 0..24 {
            write!(words, " number{}", (seed * 31 + k * 104_729) % 5000)
                .expect("a string takes all");
        }
        if is_shared && n.is_multiple_of(2) {
            words = words.split(' ').skip(n % 7).collect::<Vec<_>>().join(" ");
        }
        // A few are quoted all the time, most of them now and then (Zipf).
        let rank = (20_000_f64.powf((mix % 10_007) as f64 / 10_007.0)) as usize;
        let start = text.len();
        text.push_str(&words);
        quotes.push(Quote {
            ranges: std::iter::once(start..text.len()).collect(),
            speaker: Some(Speaker {
                mention: None,
                person: Person {
                    name: format!("Given{} Family {rank}", rank % 97),
                    title: (!rank.is_multiple_of(3))
                        .then(|| format!("Minister of matter {}", rank % 50)),
                    aliases: vec![format!("Family {rank}")],
                },
            }),
            cue: None,
            kind: QuoteKind::Direct,
            confidence: 0.9,
        });
        text.push_str("\n\n");
    }
    (text, quotes)
}

fn time(name: &str, mut run: impl FnMut(usize) -> usize) {
    let mut times: Vec<Duration> = Vec::with_capacity(ROUNDS);
    let mut rows = 0;
    for round in 0..ROUNDS {
        // Of the processor, so that other programs do not count.
        let begin = cpu();
        rows += run(round);
        times.push(cpu().saturating_sub(begin));
    }
    times.sort_unstable();
    println!(
        "{name:<52} {:>7.2} ms {:>7.2} ms  {} rows",
        ms(times[ROUNDS / 2]),
        ms(times[ROUNDS * 99 / 100]),
        rows / ROUNDS
    );
}

/// Processor time of this thread.
fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn number(name: &str, default: usize) -> usize {
    let value = std::env::var(name).ok();
    value
        .and_then(|value| value.parse().ok())
        .unwrap_or(default)
}
