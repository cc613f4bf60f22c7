//! `pullquote poll`: asks the feeds that are due, stores what came, and says what failed. Opens no screen.

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::SystemTime;

use anyhow::{Context as _, Result};
use tokio::sync::Notify;

use super::args::{Places, PollArgs};
use super::daemon;
use super::index;
use super::list::moment;
use super::poll_report::Report;
use super::signals::Signals;
use crate::cache::{Arrival, Poll, RefreshLock, Store};
use crate::config::{self, Config};
use crate::news::{Feed, UnixSeconds};
use crate::poller::{Asked, FeedOptions, Polled, Poller, Request, Settings};
use crate::runtime::{Hooks, check_if_due, clear_briefly};

/// Polled feeds that wait to be stored.
const IN_HAND: usize = 12;
/// Feeds more than one that are stored together.
const TOGETHER: usize = 24;
/// Some feeds failed.
const SOME_FAILED: u8 = 1;

/// Runs the command.
pub fn run(places: &Places, options: &PollArgs) -> Result<ExitCode> {
    let places = places.resolve()?;
    let mut round = Round::new(places, options.json)?;
    if options.daemon {
        return daemon::run(round);
    }
    let outcome = round.run(options.force);
    round.end();
    Ok(match outcome? {
        Outcome::Busy => {
            eprintln!("pullquote: another pullquote is polling; it stores what comes for both");
            ExitCode::SUCCESS
        }
        Outcome::Polled { failed: 0 } => ExitCode::SUCCESS,
        Outcome::Polled { .. } | Outcome::Stopped => ExitCode::from(SOME_FAILED),
    })
}

/// How a round ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Another instance polls.
    Busy,
    /// All that was due was polled.
    Polled {
        /// Feeds that failed.
        failed: u32,
    },
    /// A signal came.
    Stopped,
}

/// What polls need, once or again and again.
pub(super) struct Round {
    pub places: config::Places,
    pub config: Config,
    pub store: Store,
    pub signals: Signals,
    pub runtime: tokio::runtime::Runtime,
    poller: Poller,
    pub json: bool,
    /// Says nothing where nothing was due.
    pub quiet: bool,
}

impl Round {
    fn new(places: config::Places, json: bool) -> Result<Self> {
        let config = config::load(&places.config_file)?;
        let mut store = Store::open(&places.data_dir)?;
        check_if_due(&mut store)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .event_interval(crate::poller::EVENT_INTERVAL)
            .enable_all()
            .build()
            .context("the network threads could not be started")?;
        Ok(Self {
            signals: Signals::listen(&runtime),
            runtime,
            store,
            poller: Poller::new(Settings::from(&config.poll)),
            places,
            config,
            json,
            quiet: false,
        })
    }

    /// From now on as another configuration says.
    pub fn follow(&mut self, config: Config) {
        self.poller = Poller::new(Settings::from(&config.poll));
        self.config = config;
    }

    /// A document that is still being parsed is not waited for.
    pub fn end(self) {
        self.runtime.shutdown_background();
    }

    /// Polls what is due, or all with `force`.
    pub fn run(&mut self, force: bool) -> Result<Outcome> {
        let Some(_lock) = RefreshLock::try_take(&self.places.data_dir)? else {
            return Ok(Outcome::Busy);
        };
        self.store.sync_feeds(&self.config.feeds)?;
        self.store
            .set_rules(self.config.rules.clone(), moment().utc_offset);
        let feeds = self.store.feeds()?;
        let all = requests(&self.config, &feeds);
        let (due, waiting) = choose(&self.poller, all, force, now());
        if self.quiet && due.is_empty() {
            return Ok(Outcome::Polled { failed: 0 });
        }
        let mut report = Report::new(&feeds, self.json, due.len() as u32);
        for request in waiting.iter().filter(|_| !self.quiet) {
            report.waiting(request)?;
        }
        let hooks = Hooks::start(&self.config.hooks, &self.config.notify);
        let polled = self.poll(due, &hooks, &mut report);
        // Also where the poll broke off: what was stored before is worth a word.
        hooks.finish();
        let stopped = polled?;
        if !stopped {
            clear_briefly(&mut self.store, &self.config.feeds)?;
        }
        report.ruled(&self.store.take_ruled())?;
        let rules = &self.config.rules;
        if rules.iter().any(|rule| rule.query.asks_text()) {
            report.ruled(&index::complete(&self.places.data_dir, rules.clone())?)?;
        }
        report.summary(stopped)?;
        Ok(if stopped {
            Outcome::Stopped
        } else {
            Outcome::Polled {
                failed: report.failed,
            }
        })
    }

    /// Polls and stores; says whether it was interrupted. The network has a thread of its own, so that answers come in
    /// while others are stored.
    fn poll(&mut self, due: Vec<Request>, hooks: &Hooks, report: &mut Report<'_>) -> Result<bool> {
        if due.is_empty() {
            return Ok(false);
        }
        let Self {
            store,
            signals,
            poller,
            runtime,
            ..
        } = self;
        let (sender, receiver) = sync_channel(IN_HAND);
        let broken = Notify::new();
        let (stopped, outcome) = thread::scope(|scope| {
            let (runtime, poller, broken) = (&*runtime, &*poller, &broken);
            let asking = scope.spawn(move || {
                runtime.block_on(async {
                    // Nobody takes it where storing failed; then the poll is given up.
                    let polling = poller.poll(due, now, |mut polled| {
                        let arrival = polled.parsed.take().map(Arrival::from);
                        drop(sender.send((polled, arrival)));
                    });
                    tokio::select! {
                        () = polling => false,
                        () = broken.notified() => false,
                        () = signals.end() => true,
                    }
                })
            });
            let outcome = keep(store, hooks, report, &receiver);
            // It is waiting for room, or for an answer that is wanted no more.
            drop(receiver);
            broken.notify_one();
            (asking.join(), outcome)
        });
        outcome?;
        Ok(stopped.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    }
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

/// Stores what comes and reports it, until no more does. What came meanwhile is stored together.
fn keep(
    store: &mut Store,
    hooks: &Hooks,
    report: &mut Report<'_>,
    inbox: &Receiver<(Polled, Option<Arrival>)>,
) -> Result<()> {
    while let Ok(first) = inbox.recv() {
        let mut polled = vec![first];
        polled.extend(inbox.try_iter().take(TOGETHER));
        let tells = polled.iter().map(|(p, _)| hooks.want_new(store, p.feed));
        let tells = tells.collect::<Result<Vec<bool>, _>>()?;
        let polls: Vec<Poll<'_>> = polled
            .iter()
            .map(|(p, arrival)| (p.feed, arrival.as_ref(), &p.state))
            .collect();
        let stored = store.store_all(&polls, now())?;
        let new = stored.iter().map(|stored| stored.new).sum();
        for ((polled, _), _) in polled.iter().zip(tells).filter(|(_, tells)| *tells) {
            hooks.tell_new(store, polled.feed, new);
        }
        for ((polled, _), stored) in polled.iter().zip(stored) {
            report.polled(polled, stored)?;
        }
    }
    Ok(())
}
