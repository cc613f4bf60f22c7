//! What the reader decides about polling: for every feed ([`Settings`]) and for one ([`FeedOptions`]). Plain data;
//! reads no file.

use std::time::Duration;

use crate::config::{FeedConfig, PollConfig, RequestConfig};
use crate::news::UnixSeconds;

/// How the poller behaves towards every server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Requests under way at once.
    pub concurrency: usize,
    /// Requests under way at once to one host.
    pub per_host: usize,
    /// No feed is asked by itself more often than this, in seconds.
    pub floor: UnixSeconds,
    /// For everything from the first byte sent to the last received, redirects included.
    pub timeout: Duration,
    /// For an answer to begin, redirects included, and for one that comes more slowly than 1 KiB a second.
    pub patience: Duration,
    /// The largest body that is read, in bytes after decompression.
    pub max_body: usize,
    /// Redirects followed for one request.
    pub max_redirects: usize,
    /// The pause between two requests to a host that answered 429; doubled each time that it does so again.
    pub host_pause: Duration,
    /// A feed that would have to wait longer than this for its turn at such a host is put off instead.
    pub host_patience: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            concurrency: 32,
            per_host: 4,
            floor: 15 * 60,
            timeout: Duration::from_secs(30),
            patience: PollConfig::default().patience,
            max_body: 15 * 1024 * 1024,
            max_redirects: 10,
            host_pause: Duration::from_millis(500),
            host_patience: Duration::from_secs(30),
        }
    }
}

impl From<&PollConfig> for Settings {
    fn from(config: &PollConfig) -> Self {
        Self {
            concurrency: config.concurrency,
            per_host: config.per_host,
            floor: config.floor,
            patience: config.patience,
            ..Self::default()
        }
    }
}

/// What the reader decided about one feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedOptions {
    /// How often to ask, in seconds, instead of the feed's own rhythm.
    pub every: Option<UnixSeconds>,
    /// How to ask.
    pub request: RequestConfig,
}

impl From<&FeedConfig> for FeedOptions {
    fn from(config: &FeedConfig) -> Self {
        Self {
            every: config.every,
            request: config.request.clone(),
        }
    }
}
