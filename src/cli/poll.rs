//! `pullquote poll`: asks the feeds that are due, stores what came, and says what failed. Opens no screen.

use std::collections::HashMap;
use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::Notify;

use super::args::{Places, PollArgs};
use crate::cache::{CacheError, RefreshLock, Store, Stored};
use crate::config::{self, Config};
use crate::news::{Feed, FeedId, PollState, UnixSeconds};
use crate::poller::{Asked, FeedOptions, Polled, Poller, Request, Settings, Status};

/// Some feeds failed.
const SOME_FAILED: u8 = 1;

/// Runs the command.
pub fn run(places: &Places, options: &PollArgs) -> Result<ExitCode> {
    let places = places.resolve()?;
    let config = config::load(&places.config_file)?;
    let mut store = Store::open(&places.data_dir)?;
    let Some(_lock) = RefreshLock::try_take(&places.data_dir)? else {
        eprintln!("pullquote: another pullquote is polling; it stores what comes for both");
        return Ok(ExitCode::SUCCESS);
    };
    store.sync_feeds(&config.feeds)?;
    let feeds = store.feeds()?;
    let poller = Poller::new(Settings::from(&config.poll));
    let (due, waiting) = choose(&poller, requests(&config, &feeds), options.force, now());
    let mut report = Report::new(&feeds, options.json, due.len() as u32);
    for request in &waiting {
        report.waiting(request)?;
    }
    let stopped = poll(&poller, due, &mut store, &mut report)?;
    report.summary(stopped)?;
    Ok(if stopped || report.failed > 0 {
        ExitCode::from(SOME_FAILED)
    } else {
        ExitCode::SUCCESS
    })
}

fn now() -> UnixSeconds {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs() as i64)
}

/// Every feed of the configuration, as the poller wants it.
fn requests(config: &Config, feeds: &[Feed]) -> Vec<Request> {
    let options: HashMap<&str, FeedOptions> = config
        .feeds
        .iter()
        .map(|feed| (feed.url.as_str(), FeedOptions::from(feed)))
        .collect();
    let request = |feed: &Feed| Request {
        feed: feed.id,
        url: feed.url.clone(),
        state: feed.poll.clone(),
        options: options.get(feed.url.as_str()).cloned().unwrap_or_default(),
    };
    feeds.iter().map(request).collect()
}

/// The feeds to ask now, and the others. Force leaves a feed that is gone alone: one asks it by hand, not by habit.
fn choose(
    poller: &Poller,
    all: Vec<Request>,
    force: bool,
    now: UnixSeconds,
) -> (Vec<Request>, Vec<Request>) {
    if !force {
        return poller.choose(all, Asked::WhenDue, now);
    }
    let (gone, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|r| r.state.gone);
    let (due, mut waiting) = poller.choose(rest, Asked::ByHand, now);
    waiting.extend(gone);
    (due, waiting)
}

/// Polls and stores; says whether it was interrupted.
fn poll(
    poller: &Poller,
    due: Vec<Request>,
    store: &mut Store,
    report: &mut Report<'_>,
) -> Result<bool> {
    if due.is_empty() {
        return Ok(false);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the network threads could not be started")?;
    let broken = Notify::new();
    let mut outcome: Result<()> = Ok(());
    let stopped = runtime.block_on(async {
        let polling = poller.poll(due, now, |polled| {
            if outcome.is_ok() {
                outcome = keep(store, report, &polled);
            }
            if outcome.is_err() {
                broken.notify_one();
            }
        });
        tokio::select! {
            () = polling => false,
            () = broken.notified() => false,
            _ = tokio::signal::ctrl_c() => true,
        }
    });
    // A document that is still being parsed is not waited for.
    runtime.shutdown_background();
    outcome.map(|()| stopped)
}

fn keep(store: &mut Store, report: &mut Report<'_>, polled: &Polled) -> Result<()> {
    let stored = store_polled(store, polled)?;
    report.polled(polled, &stored)?;
    Ok(())
}

fn store_polled(store: &mut Store, polled: &Polled) -> Result<Stored, CacheError> {
    store.store(polled.feed, polled.parsed.as_ref(), &polled.state, now())
}

/// What the command prints: a line for each feed with `--json`, else a line for each failure, and a summary.
struct Report<'a> {
    feeds: HashMap<FeedId, &'a Feed>,
    json: bool,
    /// A bar is drawn.
    bar: bool,
    due: u32,
    done: u32,
    new: u32,
    changed: u32,
    failed: u32,
    put_off: u32,
    not_due: u32,
    next_due: Option<UnixSeconds>,
}

/// A feed's line with `--json`.
#[derive(Serialize)]
struct Line<'a> {
    id: FeedId,
    url: &'a str,
    title: &'a str,
    /// `waiting`: not due. The others are the poller's own.
    status: &'a str,
    new: u32,
    changed: u32,
    bytes: u64,
    millis: u64,
    /// RFC 3339, in UTC.
    next_due: Option<String>,
    error: Option<&'a str>,
    hint: Option<&'a str>,
    notice: Option<String>,
}

impl<'a> Report<'a> {
    fn new(feeds: &'a [Feed], json: bool, due: u32) -> Self {
        Self {
            feeds: feeds.iter().map(|feed| (feed.id, feed)).collect(),
            json,
            bar: !json && due > 0 && io::stderr().is_terminal(),
            due,
            done: 0,
            new: 0,
            changed: 0,
            failed: 0,
            put_off: 0,
            not_due: 0,
            next_due: None,
        }
    }

    fn waiting(&mut self, request: &Request) -> io::Result<()> {
        self.not_due += 1;
        self.note_due(&request.state);
        if self.json {
            let line = self.line(request.feed, &request.url, "waiting", &request.state);
            print(&line)?;
        }
        Ok(())
    }

    fn polled(&mut self, polled: &Polled, stored: &Stored) -> io::Result<()> {
        self.done += 1;
        self.new += stored.new;
        self.changed += stored.changed;
        self.note_due(&polled.state);
        let status = match polled.status {
            Status::Fresh => "fresh",
            Status::NotModified => "not_modified",
            Status::Failed => "failed",
            Status::Offline => "offline",
            Status::Gone => "gone",
            Status::PutOff => "put_off",
        };
        match polled.status {
            Status::Fresh | Status::NotModified => {}
            Status::PutOff => self.put_off += 1,
            Status::Failed | Status::Offline | Status::Gone => self.failed += 1,
        }
        if self.json {
            let line = Line {
                new: stored.new,
                changed: stored.changed,
                bytes: polled.bytes,
                millis: polled.millis,
                ..self.line(polled.feed, &polled.url, status, &polled.state)
            };
            return print(&line);
        }
        if let Some(error) = &polled.state.error {
            self.clear_bar();
            let title = self.title(polled.feed, &polled.url);
            let hint = polled.state.hint.as_deref().unwrap_or_default();
            let text = format!("{title}: {error}. {hint}");
            writeln!(io::stdout(), "{}", text.trim_end())?;
        }
        self.draw_bar();
        Ok(())
    }

    fn summary(&self, stopped: bool) -> io::Result<()> {
        if self.json {
            return Ok(());
        }
        self.clear_bar();
        let mut parts = vec![counted(self.new, "new article")];
        if self.changed > 0 {
            parts.push(format!("{} changed", self.changed));
        }
        if self.failed > 0 {
            parts.push(format!("{} failed", counted(self.failed, "feed")));
        }
        if self.put_off > 0 {
            parts.push(format!("{} put off", counted(self.put_off, "feed")));
        }
        if self.not_due > 0 {
            parts.push(format!("{} not due", counted(self.not_due, "feed")));
        }
        let stopped = if stopped { "Stopped. " } else { "" };
        let polled = counted(self.done, "feed");
        let mut out = io::stdout();
        write!(out, "{stopped}{polled} polled: {}.", parts.join(", "))?;
        if let Some(due) = self
            .next_due
            .filter(|_| self.done == 0)
            .and_then(clock_time)
        {
            write!(out, " The next is due at {due}.")?;
        }
        writeln!(out)
    }

    fn line<'s>(
        &'s self,
        id: FeedId,
        url: &'s str,
        status: &'s str,
        state: &'s PollState,
    ) -> Line<'s> {
        Line {
            id,
            url,
            title: self.title(id, url),
            status,
            new: 0,
            changed: 0,
            bytes: 0,
            millis: 0,
            next_due: state
                .next_due
                .and_then(|due| Timestamp::from_second(due).ok())
                .map(|due| due.to_string()),
            error: state.error.as_deref(),
            hint: state.hint.as_deref(),
            notice: state.notice(),
        }
    }

    fn title<'s>(&'s self, id: FeedId, url: &'s str) -> &'s str {
        self.feeds.get(&id).map_or(url, |feed| feed.title.as_str())
    }

    fn note_due(&mut self, state: &PollState) {
        let earlier = |due: UnixSeconds| self.next_due.is_none_or(|known| due < known);
        if let Some(due) = state.next_due.filter(|due| earlier(*due)) {
            self.next_due = Some(due);
        }
    }

    fn draw_bar(&self) {
        const CELLS: u32 = 30;
        if self.bar {
            let full = CELLS * self.done / self.due.max(1);
            let bar = format!(
                "{}{}",
                "━".repeat(full as usize),
                "─".repeat((CELLS - full) as usize)
            );
            eprint!("\r{bar} {}/{} · {} new", self.done, self.due, self.new);
        }
    }

    /// Removes the bar, so that a line can be printed in its place.
    fn clear_bar(&self) {
        if self.bar {
            eprint!("\r\x1b[K");
        }
    }
}

fn print(line: &Line<'_>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, line)?;
    writeln!(out)
}

fn counted(count: u32, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// A moment as the reader's clock shows it.
fn clock_time(moment: UnixSeconds) -> Option<String> {
    let zoned = Timestamp::from_second(moment)
        .ok()?
        .to_zoned(jiff::tz::TimeZone::system());
    Some(zoned.strftime("%H:%M").to_string())
}
