//! Network to articles: what is due, what comes, and what is in it. Knows nothing of the cache.
//!
//! [`Poller::poll`] asks many feeds and hands over each as it comes; [`Poller::get`] asks one address. [`schedule`]
//! says when a feed is due; [`parse()`] turns a document into entries.

mod address;
mod client;
mod cookies;
pub mod dates;
pub mod decode;
pub mod discover;
mod download;
mod error;
mod exchange;
mod fetch;
mod find;
mod freshness;
mod fulltext;
mod headers;
mod host;
mod options;
mod pace;
pub mod parse;
mod password;
mod poll;
mod reading;
mod repair;
mod room;
pub mod schedule;
mod welcome;

pub use crate::news::clean;
pub use discover::{Discovered, discover};
pub use download::{Begun, FileRequest, Incoming};
pub use error::FetchError;
pub use fetch::{Fetched, Wanted};
pub use find::{Found, find};
pub use freshness::TimeHeaders;
pub use fulltext::{Page, PageError, PageRequest, page_text};
pub use options::{FeedOptions, Settings};
pub use parse::{ParseError, parse};
pub use poll::{Polled, Poller, Request, Status};
pub use schedule::Asked;
pub use welcome::DOCUMENT as WELCOME_EDITION;

/// Whether there are certificates to check https servers against. Looks at the system's, and asks nobody.
pub fn has_certificates(settings: &Settings) -> Result<bool, FetchError> {
    client::has_roots(settings)
}

/// How many tasks an asynchronous runtime that asks servers may run before it looks at its timers. A server that sends
/// without end makes one task so busy that the usual 61 would hold up every deadline.
pub const EVENT_INTERVAL: u32 = 4;

/// Who asks: name, version, and where a publisher can complain.
pub const USER_AGENT: &str = concat!(
    "pullquote/",
    env!("CARGO_PKG_VERSION"),
    " (+https://github.com/pullquote/pullquote)"
);
