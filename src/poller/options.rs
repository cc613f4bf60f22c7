//! What the reader decides about polling: for every feed ([`Settings`]) and for one ([`FeedOptions`]). Plain data;
//! reads no file.

use std::time::Duration;

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
    /// For name, connection and TLS.
    pub connect_timeout: Duration,
    /// For everything from the first byte sent to the last received, redirects included.
    pub timeout: Duration,
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
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            max_body: 15 * 1024 * 1024,
            max_redirects: 10,
            host_pause: Duration::from_millis(500),
            host_patience: Duration::from_secs(30),
        }
    }
}

/// What the reader decided about one feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedOptions {
    /// How often to ask, in seconds, instead of the feed's own rhythm.
    pub every: Option<UnixSeconds>,
    /// Another `User-Agent`.
    pub user_agent: Option<String>,
    /// Further request headers; sent to the feed's own origin only.
    pub headers: Vec<(String, String)>,
    /// How to sign in; sent to the feed's own origin only.
    pub auth: Option<Auth>,
    /// A proxy of its own (`http://`, `https://`, `socks5://`); `none` for no proxy at all.
    pub proxy: Option<String>,
    /// Another total deadline.
    pub timeout: Option<Duration>,
}

/// How to sign in. The secret itself stands nowhere in the configuration: a program prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// HTTP Basic (RFC 7617).
    Basic {
        /// The user name.
        user: String,
        /// Program and arguments that print the password on their first line.
        password_command: Vec<String>,
    },
    /// A bearer token (RFC 6750).
    Bearer {
        /// Program and arguments that print the token on their first line.
        password_command: Vec<String>,
    },
}

impl Auth {
    /// The program that prints the secret.
    pub fn password_command(&self) -> &[String] {
        match self {
            Self::Basic {
                password_command, ..
            }
            | Self::Bearer { password_command } => password_command,
        }
    }
}
