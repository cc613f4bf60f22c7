//! The poller against a real server on this machine: what it asks, what it makes of the answers, what it remembers.
//! The clock is a value, deadlines are settings; nothing sleeps and nothing leaves the machine.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;
mod download;
mod full_text;
mod manners;
mod server;
mod trouble;

use pullquote::news::{FeedId, PollState, UnixSeconds};
use pullquote::poller::{FeedOptions, Polled, Poller, Request, Settings};

/// Sat, 01 Aug 2026 12:00:00 GMT.
pub const NOON: UnixSeconds = 1_785_585_600;
/// In seconds.
pub const HOUR: UnixSeconds = 3600;

/// A feed document with these entries, an hour apart, the last of them at eleven.
pub fn rss(entries: &[&str]) -> Vec<u8> {
    let items: String = (0..)
        .zip(entries)
        .map(|(hours, entry)| {
            let hour = 11 - hours;
            format!(
                "<item><guid isPermaLink=\"false\">{entry}</guid><title>{entry}</title><description>About {entry}.</description>\
                 <pubDate>Sat, 01 Aug 2026 {hour:02}:00:00 GMT</pubDate></item>"
            )
        })
        .collect();
    format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Ledger</title>{items}</channel></rss>")
        .into_bytes()
}

/// A feed that was never asked.
pub fn feed(url: impl Into<String>) -> Request {
    Request {
        feed: FeedId(1),
        url: url.into(),
        state: PollState::default(),
        options: FeedOptions::default(),
    }
}

/// The same feed, after a poll.
pub fn again(polled: &Polled) -> Request {
    Request {
        state: polled.state.clone(),
        ..feed(&polled.url)
    }
}

/// The program's own, but for what a test changes.
pub fn settings() -> Settings {
    Settings::default()
}

/// Polls them all, and returns them in the order in which they came.
pub fn poll_with(poller: &Poller, requests: Vec<Request>, now: UnixSeconds) -> Vec<Polled> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let mut polled = Vec::new();
    runtime.block_on(poller.poll(requests, move || now, |one| polled.push(one)));
    polled
}

/// Polls one feed as a program does that was just started.
pub fn poll(request: Request, now: UnixSeconds) -> Polled {
    let mut polled = poll_with(&Poller::new(settings()), vec![request], now);
    assert_eq!(polled.len(), 1);
    polled.remove(0)
}
