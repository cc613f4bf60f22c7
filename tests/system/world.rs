//! A home for the program with a configuration and a cache, the program started in it in odd ways, and the line that
//! says what was seen.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use pullquote::cache::Store;
use pullquote::news::{Headline, Query};

/// How a case went.
pub enum Outcome {
    /// As it should, and what was seen.
    Seen(String),
    /// It cannot be tried on this machine, and why.
    Skipped(&'static str),
}

/// Runs a case, and prints one line for it.
pub fn case(name: &str, run: impl FnOnce() -> Outcome) {
    let begun = Instant::now();
    let done = catch_unwind(AssertUnwindSafe(run));
    let seconds = begun.elapsed().as_secs_f64();
    match done {
        Ok(Outcome::Seen(seen)) => println!("\nok       {name} ({seconds:.1} s): {seen}"),
        Ok(Outcome::Skipped(why)) => println!("\nskipped  {name}: {why}"),
        Err(panic) => {
            println!("\nfailed   {name} ({seconds:.1} s)");
            resume_unwind(panic);
        }
    }
}

/// What a command printed, how it ended, and what it needed.
#[derive(Debug)]
pub struct Ended {
    /// `None` where a signal ended it.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
    pub time: Duration,
    /// The most memory that it held, in MB; 0 where the system does not say.
    pub memory: u64,
}

impl Ended {
    /// Both outputs in one line, for a message.
    pub fn said(&self) -> String {
        format!("{} {}", self.out.trim(), self.err.trim()).replace('\n', " / ")
    }
}

/// A home.
pub struct World {
    home: tempfile::TempDir,
}

impl World {
    /// With these feeds, which are asked for by nobody but the test.
    pub fn new(feeds: &[String]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut config = "[poll]\nautomatic = false\nper_host = 8\n".to_owned();
        for feed in feeds {
            write!(config, "[[feed]]\nurl = \"{feed}\"\n").unwrap();
        }
        std::fs::write(home.path().join("config.toml"), config).unwrap();
        Self { home }
    }

    pub fn dir(&self) -> &Path {
        self.home.path()
    }

    /// The directory of the cache.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// The program, to be started here; `before` is what starts it, as in `["prlimit", "--nofile=32"]`.
    pub fn program(&self, before: &[&str], arguments: &[&str]) -> Command {
        let binary = env!("CARGO_BIN_EXE_pullquote");
        let mut words = before
            .iter()
            .copied()
            .chain([binary])
            .chain(arguments.iter().copied());
        let mut command = Command::new(words.next().expect("the program itself"));
        command.args(words).env_clear();
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("TZ", "UTC"),
            ("LANG", "C.UTF-8"),
        ] {
            command.env(name, value);
        }
        command
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.dir())
            .env("PULLQUOTE_CONFIG", self.dir().join("config.toml"))
            .env("PULLQUOTE_DATA_DIR", self.data())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.run_by(&[], arguments)
    }

    /// Runs the program, started so.
    pub fn run_by(&self, before: &[&str], arguments: &[&str]) -> Ended {
        finish(self.program(before, arguments).spawn().unwrap())
    }

    /// The cache.
    pub fn store(&self) -> Store {
        Store::open(&self.data()).unwrap()
    }

    /// The titles that stand more than once, by feed: there must be none.
    pub fn doubled(&self) -> usize {
        let mut rows: Vec<_> = rows(&self.store())
            .into_iter()
            .map(|row| (row.feed, row.title))
            .collect();
        let all = rows.len();
        rows.sort();
        rows.dedup();
        all - rows.len()
    }
}

/// Waits for the end of a program, and looks at its memory meanwhile.
pub fn finish(child: Child) -> Ended {
    let begun = Instant::now();
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let (ended, end) = std::sync::mpsc::channel::<()>();
    let watch = std::thread::spawn(move || {
        let mut most = 0;
        loop {
            // Where another program started it, it is that one's child.
            most = children(&status)
                .iter()
                .map(|of| peak(of))
                .fold(most.max(peak(&status)), u64::max);
            let wait = end.recv_timeout(Duration::from_millis(5));
            if !matches!(wait, Err(std::sync::mpsc::RecvTimeoutError::Timeout)) {
                return most / 1024;
            }
        }
    });
    let output = child.wait_with_output().unwrap();
    drop(ended);
    Ended {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        time: begun.elapsed(),
        memory: watch.join().unwrap(),
    }
}

/// The status files of a process's children (proc(5), `children`).
fn children(status: &Path) -> Vec<PathBuf> {
    let Some(id) = status.parent().and_then(Path::file_name) else {
        return Vec::new();
    };
    let list = status.with_file_name("task").join(id).join("children");
    let list = std::fs::read_to_string(list).unwrap_or_default();
    let status = |id| PathBuf::from(format!("/proc/{id}/status"));
    list.split_whitespace().map(status).collect()
}

/// The most memory that a process held so far, in KB (proc(5), `VmHWM`).
pub fn peak(status: &Path) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// All articles.
pub fn rows(store: &Store) -> Vec<Headline> {
    let mut query = Query {
        limit: 1000,
        ..Query::default()
    };
    let mut rows = Vec::new();
    loop {
        let page = store.headlines(&query).unwrap();
        rows.extend(page.rows);
        query.after = page.next;
        if page.next.is_none() {
            return rows;
        }
    }
}

/// Whether this is the administrator of the machine, whom no permission stops.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// What makes a program be run by nobody in particular: the administrator may write anywhere.
pub fn as_nobody() -> &'static [&'static str] {
    if is_root() {
        &[
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
        ]
    } else {
        &[]
    }
}

/// Whether a program is at hand.
pub fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).exists())
}

/// A number out of the environment.
pub fn number(name: &str, default: usize) -> usize {
    let value = std::env::var(name).ok();
    value
        .and_then(|value| value.parse().ok())
        .unwrap_or(default)
}

/// xorshift64 (Marsaglia 2003), so that a run can be had again.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// Words that do not compress, different for every seed.
pub fn noise(seed: u64, words: usize) -> String {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut text = String::new();
    for _ in 0..words {
        write!(text, "{:x} ", random.below(1 << 40)).unwrap();
    }
    text
}

/// An RSS document of so many entries, each with a text of so many words.
pub fn rss(path: &str, entries: std::ops::Range<usize>, words: usize) -> String {
    let mut document = format!("<rss version=\"2.0\"><channel><title>Feed {path}</title>");
    for number in entries.rev() {
        let text = noise(number as u64 + 1, words);
        let (hour, minute) = (number / 60 % 24, number % 60);
        write!(
            document,
            "<item><guid>{path}/{number}</guid><link>https://feed.invalid{path}/{number}</link>\
             <title>Article {number} of {path}</title><pubDate>Fri, 14 Nov 2025 {hour:02}:{minute:02}:00 GMT</pubDate>\
             <description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
        )
        .unwrap();
    }
    document.push_str("</channel></rss>");
    document
}
