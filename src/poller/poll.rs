//! Polls many feeds at once, and hands over each as it comes. Stores nothing.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use url::Url;

use super::address::host;
use super::client::Clients;
use super::exchange::{One, poll_one};
use super::fetch::{Ask, Fetched, Wanted, fetch};
use super::host::Hosts;
use super::password::Passwords;
use super::room::Room;
use super::schedule::{self, Asked, Rules};
use super::{FeedOptions, FetchError, Settings};
use crate::config::RequestConfig;
use crate::news::{FeedId, ParsedFeed, PollState, UnixSeconds};

/// Polled feeds that may wait to be taken by `done`; with those in the turns it bounds the documents in memory.
const WAITING: usize = 2;

/// A feed to be polled.
#[derive(Debug, Clone)]
pub struct Request {
    /// The row in the cache.
    pub feed: FeedId,
    /// The address as it stands in the configuration.
    pub url: String,
    /// What is remembered of it.
    pub state: PollState,
    /// What the reader decided about it.
    pub options: FeedOptions,
}

/// What a poll came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A document that differs from the last one.
    Fresh,
    /// The server said "not modified", or sent the same bytes again.
    NotModified,
    /// An error; see `state.error`. Entries that came whole are there all the same.
    Failed,
    /// No server of any feed was reached: the fault is the reader's connection, and counts against no feed.
    Offline,
    /// The server said that the feed is gone for good (410).
    Gone,
    /// Not asked: its host wants fewer requests.
    PutOff,
}

/// A feed that was polled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polled {
    /// The row in the cache.
    pub feed: FeedId,
    /// The address as it stands in the configuration.
    pub url: String,
    /// What it came to.
    pub status: Status,
    /// What is to be remembered.
    pub state: PollState,
    /// What came, where something did.
    pub parsed: Option<ParsedFeed>,
    /// The body's bytes, after decompression.
    pub bytes: u64,
    /// From the first byte sent to the parsed document, in milliseconds, the wait for a turn included.
    pub millis: u64,
}

/// Asks servers. Keeps its connections, and remembers which hosts want fewer requests: make one, and keep it.
#[derive(Debug, Clone)]
pub struct Poller {
    pub(super) parts: Arc<Parts>,
}

/// What every request of one poller shares.
#[derive(Debug)]
pub(super) struct Parts {
    pub settings: Settings,
    pub clients: Clients,
    pub hosts: Arc<Hosts>,
    /// Turns for articles' pages: one at a time at each host, beside the turns of `hosts`.
    pub pages: Arc<Hosts>,
    pub passwords: Passwords,
    pub room: Room,
}

impl Poller {
    /// Touches no network: the client is made by the first request.
    pub fn new(settings: Settings) -> Self {
        let hosts = Hosts::new(&settings);
        let pages = Hosts::new(&Settings {
            per_host: 1,
            ..settings.clone()
        });
        Self {
            parts: Arc::new(Parts {
                settings,
                clients: Clients::default(),
                hosts: Arc::new(hosts),
                pages: Arc::new(pages),
                passwords: Passwords::default(),
                room: Room::default(),
            }),
        }
    }

    /// Another poller, for another asynchronous runtime: it has connections of its own, and knows of the same hosts.
    #[must_use]
    pub fn apart(&self) -> Self {
        Self {
            parts: Arc::new(Parts {
                settings: self.parts.settings.clone(),
                clients: Clients::default(),
                hosts: Arc::clone(&self.parts.hosts),
                pages: Arc::clone(&self.parts.pages),
                passwords: Passwords::default(),
                room: Room::default(),
            }),
        }
    }

    /// Parts the feeds into those that may be asked now and those that may not. Pass every feed there is: what one
    /// remembers of its host holds for all of that host.
    pub fn choose(
        &self,
        all: Vec<Request>,
        asked: Asked,
        now: UnixSeconds,
    ) -> (Vec<Request>, Vec<Request>) {
        for request in &all {
            self.recall(&request.url, &request.state, now);
        }
        all.into_iter().partition(|request| {
            let rules = Rules::new(&request.url, &request.options, &self.parts.settings);
            schedule::may_ask(&request.state, &rules, asked, now)
        })
    }

    /// Takes over from an earlier run that a host wants fewer requests.
    pub fn recall(&self, url: &str, state: &PollState, now: UnixSeconds) {
        let until = state.crowded_until.unwrap_or(now);
        let lasting = u64::try_from(until - now).unwrap_or(0);
        if lasting > 0
            && let Ok(url) = Url::parse(state.moved_to().unwrap_or(url))
        {
            let lasting = Duration::from_secs(lasting.min(schedule::LONGEST_RETRY_AFTER));
            self.parts.hosts.recall(host(&url), lasting);
        }
    }

    /// Polls these feeds, once each, and calls `done` with each as it comes. Drop the future to stop: what was handed
    /// over stays, what is under way is given up.
    pub async fn poll(
        &self,
        requests: Vec<Request>,
        clock: impl Fn() -> UnixSeconds + Send + Sync + 'static,
        mut done: impl FnMut(Polled),
    ) {
        let clock = Arc::new(clock);
        // Until one server was reached, the fault may lie with the reader's own connection; a single host proves
        // nothing either way.
        let mut online = hosts(&requests) < 2;
        let (sender, mut receiver) = mpsc::channel(WAITING);
        let mut tasks = JoinSet::new();
        for request in requests {
            let parts = Arc::clone(&self.parts);
            let clock = Arc::clone(&clock);
            let sender = sender.clone();
            tasks.spawn(async move {
                let one = poll_one(&parts, request, &*clock).await;
                // The receiver is gone only when the poll was given up.
                sender.send(one).await.ok();
            });
        }
        drop(sender);
        let mut unreached: Vec<One> = Vec::new();
        while let Some(one) = receiver.recv().await {
            online |= one.online;
            if online {
                unreached.drain(..).for_each(|one| done(one.polled));
                done(one.polled);
            } else if one.unreachable {
                unreached.push(one);
            } else {
                done(one.polled);
            }
        }
        for one in unreached {
            done(one.into_offline(self.parts.settings.floor, clock()));
        }
    }

    /// One polite GET, for an address that the reader gave: `feed check`, `read`, a search for feeds. An answer
    /// without a document, or with a part of one, is an error.
    pub async fn get(
        &self,
        url: &Url,
        wanted: Wanted,
        request: &RequestConfig,
    ) -> Result<Fetched, FetchError> {
        self.get_named(url, url, wanted, request).await
    }

    /// The same, for an address that something at `typed` names, which is the one that the reader gave.
    pub async fn get_named(
        &self,
        url: &Url,
        typed: &Url,
        wanted: Wanted,
        request: &RequestConfig,
    ) -> Result<Fetched, FetchError> {
        let authorization = match &request.auth {
            Some(auth) => Some(self.parts.passwords.authorization(auth).await?),
            None => None,
        };
        let ask = Ask {
            url: url.clone(),
            typed: typed.clone(),
            wanted,
            validators: None,
            request: request.clone(),
            authorization,
            cookies: None,
        };
        let mut fetched = fetch(&self.parts, &self.parts.settings, &ask).await?;
        if !matches!(fetched.status, 200 | 203) {
            return Err(FetchError::Status(fetched.status));
        }
        fetched.cut.take().map_or(Ok(fetched), Err)
    }
}

/// How many hosts are asked.
fn hosts(requests: &[Request]) -> usize {
    let urls = requests.iter().filter_map(|r| Url::parse(&r.url).ok());
    let hosts: HashSet<_> = urls
        .filter_map(|u| u.host_str().map(str::to_owned))
        .collect();
    hosts.len()
}
