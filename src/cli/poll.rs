//! `pullquote poll`: asks the feeds that are due, stores what came, and says what failed. Opens no screen.

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::SystemTime;

use anyhow::{Context as _, Result};
use tokio::sync::Notify;

use super::args::{Places, PollArgs};
use super::poll_report::Report;
use crate::cache::{Poll, RefreshLock, Store};
use crate::config::{self, Config};
use crate::news::{Feed, UnixSeconds};
use crate::poller::{Asked, FeedOptions, Polled, Poller, Request, Settings};
use crate::runtime::{check_if_due, clear_briefly};

/// Polled feeds that wait to be stored.
const IN_HAND: usize = 4;
/// Feeds more than one that are stored together.
const TOGETHER: usize = 15;
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
    check_if_due(&mut store)?;
    store.sync_feeds(&config.feeds)?;
    let feeds = store.feeds()?;
    let poller = Poller::new(Settings::from(&config.poll));
    let (due, waiting) = choose(&poller, requests(&config, &feeds), options.force, now());
    let mut report = Report::new(&feeds, options.json, due.len() as u32);
    for request in &waiting {
        report.waiting(request)?;
    }
    let stopped = poll(&poller, due, &mut store, &mut report)?;
    if !stopped {
        clear_briefly(&mut store, &config.feeds)?;
    }
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

/// Polls and stores; says whether it was interrupted. The network has a thread of its own, so that answers come in
/// while others are stored.
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
    let (sender, receiver) = sync_channel(IN_HAND);
    let broken = Notify::new();
    let (stopped, outcome) = thread::scope(|scope| {
        let (runtime, broken) = (&runtime, &broken);
        let asking = scope.spawn(move || {
            runtime.block_on(async {
                // Nobody takes it where storing failed; then the poll is given up.
                let polling = poller.poll(due, now, |polled| drop(sender.send(polled)));
                tokio::select! {
                    () = polling => false,
                    () = broken.notified() => false,
                    _ = tokio::signal::ctrl_c() => true,
                }
            })
        });
        let outcome = keep(store, report, &receiver);
        // It is waiting for room, or for an answer that is wanted no more.
        drop(receiver);
        broken.notify_one();
        (asking.join(), outcome)
    });
    // A document that is still being parsed is not waited for.
    runtime.shutdown_background();
    outcome?;
    Ok(stopped.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
}

/// Stores what comes and reports it, until no more does. What came meanwhile is stored together.
fn keep(store: &mut Store, report: &mut Report<'_>, inbox: &Receiver<Polled>) -> Result<()> {
    while let Ok(first) = inbox.recv() {
        let mut polled = vec![first];
        polled.extend(inbox.try_iter().take(TOGETHER));
        let polls: Vec<Poll<'_>> = polled
            .iter()
            .map(|p| (p.feed, p.parsed.as_ref(), &p.state))
            .collect();
        let stored = store.store_all(&polls, now())?;
        for (polled, stored) in polled.iter().zip(stored) {
            report.polled(polled, stored)?;
        }
    }
    Ok(())
}
