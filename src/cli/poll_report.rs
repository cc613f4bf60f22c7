//! What `pullquote poll` prints: failures, a bar and a summary for a person, a line a feed for a script.

use std::collections::HashMap;
use std::io::{self, IsTerminal as _, Write};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use crate::cache::Stored;
use crate::news::{Feed, FeedId, PollState, Ruled, UnixSeconds};
use crate::poller::{Polled, Request, Status};

/// What the command prints: a line for each feed with `--json`, else a line for each failure, and a summary.
pub struct Report<'a> {
    feeds: HashMap<FeedId, &'a Feed>,
    json: bool,
    /// A bar is drawn.
    bar: bool,
    due: u32,
    done: u32,
    new: u32,
    changed: u32,
    /// Feeds that failed.
    pub failed: u32,
    put_off: u32,
    not_due: u32,
    next_due: Option<UnixSeconds>,
    by_rules: Ruled,
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
    /// Nothing was polled yet; `due` feeds will be.
    pub fn new(feeds: &'a [Feed], json: bool, due: u32) -> Self {
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
            by_rules: Ruled::default(),
        }
    }

    /// A feed that is not due.
    pub fn waiting(&mut self, request: &Request) -> io::Result<()> {
        self.not_due += 1;
        self.note_due(&request.state);
        if self.json {
            let line = self.line(request.feed, &request.url, "waiting", &request.state);
            print(&line)?;
        }
        Ok(())
    }

    /// A feed that was polled, and what the cache made of it.
    pub fn polled(&mut self, polled: &Polled, stored: Stored) -> io::Result<()> {
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
            let hint = polled.state.hint.as_deref().unwrap_or_default();
            let text = format!("{}: {error}. {hint}", polled.url);
            writeln!(io::stdout(), "{}", text.trim_end())?;
        }
        self.draw_bar();
        Ok(())
    }

    /// What rules did: a line for each article that they tell of, the rest in the summary.
    pub fn ruled(&mut self, ruled: &Ruled) -> io::Result<()> {
        self.clear_bar();
        let mut out = io::stdout().lock();
        for told in &ruled.told {
            if self.json {
                serde_json::to_writer(&mut out, &json!({ "notify": told }))?;
                writeln!(out)?;
            } else {
                writeln!(out, "{}: {}", told.rule, told.title)?;
            }
        }
        self.by_rules.extend(ruled.clone());
        Ok(())
    }

    /// The end of it.
    pub fn summary(&self, stopped: bool) -> io::Result<()> {
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
        if !self.by_rules.changes_nothing() {
            parts.push(format!("{} by rules", self.by_rules.summary()));
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
