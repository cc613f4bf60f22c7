//! A home of its own for the program, and what its commands print there. Used by several tests; holds none.

#![allow(dead_code, reason = "each test uses a part")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use assert_cmd::cargo::CommandCargoExt as _;
use pullquote::cache::Store;
use pullquote::config::FeedConfig;
use pullquote::news::{Entry, ParsedFeed, PollState, UnixSeconds};
use serde_json::Value;
use tempfile::TempDir;

/// What a command printed, and how it ended.
pub struct Outcome {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Outcome {
    /// The lines of the output as JSON.
    pub fn json(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines
            .map(|line| {
                serde_json::from_str(line)
                    .unwrap_or_else(|_| panic!("no JSON: {line} {}", self.err))
            })
            .collect()
    }
}

/// A directory with a configuration and a cache.
pub struct Home(TempDir);

impl Home {
    /// Without a configuration.
    pub fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// With this configuration.
    pub fn new(config: &str) -> Self {
        let home = Self::empty();
        home.write("config.toml", config.as_bytes());
        home
    }

    pub fn dir(&self) -> &Path {
        self.0.path()
    }

    pub fn path(&self, file: &str) -> String {
        self.0.path().join(file).to_str().unwrap().to_owned()
    }

    pub fn write(&self, file: &str, bytes: &[u8]) {
        std::fs::write(self.0.path().join(file), bytes).unwrap();
    }

    pub fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.0.path().join(file)).unwrap()
    }

    pub fn exists(&self, file: &str) -> bool {
        self.0.path().join(file).exists()
    }

    /// Stores what a poll of the feed brought at that moment; feeds keep their places in the order of the first polls.
    pub fn store(&self, feed: &str, entries: &[Entry], now: UnixSeconds) {
        let mut store = Store::open(&self.0.path().join("data")).unwrap();
        let url = format!("https://{feed}.example/feed");
        let known = store.feeds().unwrap().into_iter().map(|feed| feed.url);
        let mut urls: Vec<String> = known.collect();
        if !urls.contains(&url) {
            urls.push(url.clone());
        }
        let feeds = urls.into_iter().map(|url| FeedConfig {
            url,
            ..FeedConfig::default()
        });
        store.sync_feeds(&feeds.collect::<Vec<_>>()).unwrap();
        let mut feeds = store.feeds().unwrap().into_iter();
        let feed = feeds.find(|feed| feed.url == url).unwrap();
        let parsed = ParsedFeed {
            entries: entries.to_vec(),
            ..ParsedFeed::default()
        };
        store
            .store(feed.id, Some(&parsed), &PollState::default(), now)
            .unwrap();
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_with(arguments, b"")
    }

    /// Runs the program with variables in its environment.
    pub fn run_in(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Outcome {
        let mut program = self.program(arguments);
        program.envs(variables.iter().copied());
        finish(program, b"")
    }

    /// Starts the program, which goes on.
    pub fn start(&self, arguments: &[&str]) -> std::process::Child {
        self.program(arguments).spawn().unwrap()
    }

    /// The program, to be run here.
    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::cargo_bin("pullquote").unwrap();
        command
            .args(arguments)
            .env_clear()
            .env("TZ", "UTC")
            .env("PULLQUOTE_CONFIG", self.0.path().join("config.toml"))
            .env("PULLQUOTE_DATA_DIR", self.0.path().join("data"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the program, and closes what it writes to before it writes; its code and what it says of it.
    pub fn run_unheard(&self, arguments: &[&str]) -> (i32, String) {
        let mut child = self.program(arguments).spawn().unwrap();
        drop(child.stdout.take());
        drop(child.stdin.take());
        let output = child.wait_with_output().unwrap();
        let code = output.status.code().expect("it ends by itself");
        (code, String::from_utf8(output.stderr).unwrap())
    }

    /// Runs the program with something on its standard input.
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Outcome {
        finish(self.program(arguments), input)
    }
}

fn finish(mut program: Command, input: &[u8]) -> Outcome {
    let mut child = program.spawn().unwrap();
    // A program that wants no input may have ended.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Outcome {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// An entry that was published at that moment; the moment is its id, too.
pub fn entry(title: &str, html: &str, date: UnixSeconds) -> Entry {
    Entry {
        id: date.to_string(),
        title: title.to_owned(),
        link: Some(format!("https://news.example/{date}")),
        content: Some(html.to_owned()),
        published: Some(date),
        ..Entry::default()
    }
}
