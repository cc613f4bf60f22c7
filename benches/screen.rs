//! The reader's own speed: from the start to the first full screen, and from a key to its frame, over caches of 10,000
//! and 100,000 articles. `cargo bench --bench screen`
//!
//! The threads, the cache and the drawing are the real ones; only the terminal is a buffer.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{LazyLock, Mutex};

use divan::Bencher;
use jiff::tz::TimeZone;
use pullquote::app::{Message, Settings, Size, State, keys, update};
use pullquote::cache::Store;
use pullquote::config::themes::Palette;
use pullquote::config::{Config, FeedConfig};
use pullquote::news::{Entry, ParsedFeed, PollState};
use pullquote::runtime::{Runtime, now};
use pullquote::tui::{Colours, Look, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tempfile::TempDir;

const SIZE: Size = Size {
    columns: 120,
    rows: 40,
};
const ARTICLES: [usize; 2] = [10_000, 100_000];
const PER_FEED: usize = 50;

/// The configuration is never read anew here.
fn unchanged(config: &Config) -> Result<pullquote::app::Setup, pullquote::config::ConfigError> {
    Err(pullquote::config::ConfigError::Missing(config.path.clone()))
}

fn main() {
    divan::main();
}

/// Caches filled once: directory by number of articles.
static CACHES: LazyLock<Mutex<HashMap<usize, TempDir>>> = LazyLock::new(Mutex::default);

fn cache(articles: usize) -> PathBuf {
    let mut caches = CACHES.lock().expect("no bench panicked");
    caches
        .entry(articles)
        .or_insert_with(|| fill(articles))
        .path()
        .to_owned()
}

fn config(articles: usize) -> Config {
    let feeds = (0..articles / PER_FEED).map(|feed| FeedConfig {
        url: format!("https://feed{feed}.invalid/"),
        name: Some(format!("Feed number {feed}")),
        folder: Some(format!("Folder {}", feed % 10)),
        ..FeedConfig::default()
    });
    Config {
        feeds: feeds.collect(),
        ..Config::default()
    }
}

/// An article of about 3 KB with headings, links and quotations.
fn body(number: usize) -> String {
    let paragraph = format!(
        "<p>“The harbour has never been fuller than in year {number}. It will be fuller yet,” said Ida Quill, the \
         harbour master of <a href=\"https://quayside.invalid/{number}\">Quayside</a>. The council had heard her out \
         and gone home, for it was late and the tide had turned.</p><p>Nobody else spoke. Over the roofs a lamp went \
         round, and the boats lay still, and the clerk wrote it all down in the book that he keeps.</p>"
    );
    format!("<h2>Part {number}</h2>{}", paragraph.repeat(6))
}

fn fill(articles: usize) -> TempDir {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let mut store = Store::open(dir.path()).expect("a new cache");
    store.sync_feeds(&config(articles).feeds).expect("feeds");
    let time = now();
    for (number, feed) in store.feeds().expect("feeds").into_iter().enumerate() {
        let entries = (0..PER_FEED).map(|entry| {
            let number = number * PER_FEED + entry;
            Entry {
                id: number.to_string(),
                title: format!("Article {number}: the council votes, and the tide turns"),
                link: Some(format!("https://feed.invalid/{number}")),
                published: Some(time - i64::try_from(number).expect("a small number") * 60),
                content: Some(body(number)),
                ..Entry::default()
            }
        });
        let parsed = ParsedFeed {
            entries: entries.collect(),
            ..ParsedFeed::default()
        };
        store
            .store(feed.id, Some(&parsed), &PollState::default(), time)
            .expect("a stored feed");
    }
    dir
}

/// The reader without a terminal.
struct Reader {
    runtime: Runtime,
    inbox: Receiver<Message>,
    state: State,
    look: Look,
    terminal: Terminal<TestBackend>,
}

impl Reader {
    fn start(dir: &Path, articles: usize) -> Self {
        let (sender, inbox) = sync_channel(1024);
        let runtime = Runtime::start(
            &config(articles),
            dir.to_owned(),
            sender,
            Box::new(unchanged),
        )
        .expect("the cache opens");
        let (state, effects) = State::new(Settings::default(), SIZE, now());
        for effect in effects {
            runtime.perform(effect);
        }
        let terminal = Terminal::new(TestBackend::new(SIZE.columns, SIZE.rows)).expect("a buffer");
        let look = Look::new(
            &Palette::all_built_in(),
            Colours::True,
            false,
            TimeZone::UTC,
        );
        Self {
            runtime,
            inbox,
            state,
            look,
            terminal,
        }
    }

    fn take(&mut self, message: Message) {
        for effect in update(&mut self.state, message) {
            self.runtime.perform(effect);
        }
    }

    fn draw(&mut self) {
        self.terminal
            .draw(|frame| view(&self.state, &self.look, frame))
            .expect("a buffer");
    }

    /// Until the list, the counts and the article that was asked for are there, and drawn.
    fn settle(&mut self) {
        while self.state.reading.is_none()
            || self.state.wanted.is_some()
            || self.state.feeds.is_empty()
        {
            let message = self.inbox.recv().expect("the runtime lives");
            self.take(message);
        }
        self.draw();
    }

    /// Until all of a long article is there.
    fn finish(&mut self) {
        let comes = |reader: &Self| {
            reader
                .state
                .reading
                .as_ref()
                .is_some_and(|r| r.coming.is_some())
        };
        while comes(self) {
            let message = self.inbox.recv().expect("the runtime lives");
            self.take(message);
        }
        self.draw();
    }

    fn press(&mut self, key: &str) {
        for key in keys(key).expect("a key") {
            self.take(Message::Key(key));
        }
        self.draw();
    }
}

/// From nothing to the list, the article and its quotations on the screen.
#[divan::bench(args = ARTICLES, sample_count = 20, sample_size = 1)]
fn start_to_first_full_screen(bencher: Bencher, articles: usize) {
    let dir = cache(articles);
    bencher.bench_local(|| {
        let mut reader = Reader::start(&dir, articles);
        reader.settle();
        reader
    });
}

/// From a key to the frame that shows it.
#[divan::bench(args = ["j", "<c-d>", "]", "<tab>", "b", "m", "?", "/"], sample_count = 100, sample_size = 1)]
fn key_to_frame(bencher: Bencher, key: &str) {
    let articles = ARTICLES[1];
    let mut reader = Reader::start(&cache(articles), articles);
    reader.settle();
    bencher.bench_local(|| reader.press(key));
}

/// From a key that shows another article to that article, its text and its quotations.
#[divan::bench(args = ["j", "J", "<space>"], sample_count = 100, sample_size = 1)]
fn key_to_next_article(bencher: Bencher, key: &str) {
    let articles = ARTICLES[1];
    let mut reader = Reader::start(&cache(articles), articles);
    reader.settle();
    bencher.bench_local(|| {
        reader.press(key);
        reader.settle();
    });
}

/// From the key to the front page of a day of 1,440 articles, made for the first time.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn key_to_front_page(bencher: Bencher) {
    let articles = ARTICLES[1];
    let dir = cache(articles);
    let begin = || {
        let mut reader = Reader::start(&dir, articles);
        reader.settle();
        reader
    };
    bencher.with_inputs(begin).bench_local_values(|mut reader| {
        reader.press("<a-f>");
        while reader.state.front.page.is_none() {
            let message = reader.inbox.recv().expect("the runtime lives");
            reader.take(message);
        }
        reader.draw();
        reader
    });
}

/// From another size to the frame at that size.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn resize_to_frame(bencher: Bencher) {
    let articles = ARTICLES[0];
    let mut reader = Reader::start(&cache(articles), articles);
    reader.settle();
    let mut columns = 100;
    bencher.bench_local(|| {
        columns = if columns == 100 { 119 } else { 100 };
        let size = Size {
            columns,
            rows: SIZE.rows,
        };
        reader
            .terminal
            .backend_mut()
            .resize(size.columns, size.rows);
        reader.take(Message::Resize(size));
        reader.draw();
    });
}

/// An article of about five megabytes of HTML.
fn long_article() -> String {
    let mut html = String::with_capacity(5 << 20);
    let mut number = 0;
    while html.len() < 5_000_000 {
        html.push_str(&body(number));
        number += 1;
    }
    html
}

static LONG: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let mut store = Store::open(dir.path()).expect("a new cache");
    store.sync_feeds(&config(PER_FEED).feeds).expect("feeds");
    let feed = store.feeds().expect("feeds").remove(0);
    let entry = Entry {
        id: "long".to_owned(),
        title: "All that was said in the harbour".to_owned(),
        link: Some("https://feed.invalid/long".to_owned()),
        published: Some(now() - 60),
        content: Some(long_article()),
        ..Entry::default()
    };
    let parsed = ParsedFeed {
        entries: vec![entry],
        ..ParsedFeed::default()
    };
    store
        .store(feed.id, Some(&parsed), &PollState::default(), now())
        .expect("a stored feed");
    dir
});

/// From the start to the first screen of an article of five megabytes.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn start_to_long_article(bencher: Bencher) {
    let dir = LONG.path();
    bencher.bench_local(|| {
        let mut reader = Reader::start(dir, PER_FEED);
        reader.settle();
        reader
    });
}

/// From the start to the end of the same article: all of it laid out, all its quotations found.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn start_to_the_end_of_a_long_article(bencher: Bencher) {
    let dir = LONG.path();
    bencher.bench_local(|| {
        let mut reader = Reader::start(dir, PER_FEED);
        reader.settle();
        reader.finish();
        reader
    });
}

/// From another size to the frame of the same article at that size: what is near the view is set.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn resize_of_a_long_article_to_frame(bencher: Bencher) {
    let mut reader = Reader::start(LONG.path(), PER_FEED);
    reader.settle();
    reader.finish();
    reader.press("<enter>");
    reader.press("<c-d>");
    let mut columns = 100;
    bencher.bench_local(|| {
        columns = if columns == 100 { 80 } else { 100 };
        let size = Size {
            columns,
            rows: SIZE.rows,
        };
        let backend = reader.terminal.backend_mut();
        backend.resize(size.columns, size.rows);
        reader.take(Message::Resize(size));
        reader.draw();
    });
}

/// From a key to its frame in the same article, all of which is laid out.
#[divan::bench(args = ["j", "<c-d>", "G", "]"], sample_count = 50, sample_size = 1)]
fn key_to_frame_in_a_long_article(bencher: Bencher, key: &str) {
    let mut reader = Reader::start(LONG.path(), PER_FEED);
    reader.settle();
    reader.finish();
    reader.press("<enter>");
    bencher.bench_local(|| reader.press(key));
}
