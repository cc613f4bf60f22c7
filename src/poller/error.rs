//! Why a request came to nothing, in words for the reader. Knows no HTTP library.

use crate::config::masked;

/// Why a request came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The address is no http or https address.
    #[error("{} is not an http or https address", masked(.0))]
    Address(String),
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made: {0}")]
    Client(String),
    /// There are no certificates to check an https server against.
    #[error("no CA certificates were found on this system, so that no https server can be trusted")]
    NoRoots,
    /// The proxy's address cannot be used.
    #[error("the proxy {} cannot be used", masked(.0))]
    Proxy(String),
    /// A header of the configuration cannot be sent.
    #[error("the header {0:?} of the configuration cannot be sent")]
    Header(String),
    /// The program that prints the password did not.
    #[error("no secret for `auth`: {0}")]
    Password(String),
    /// The name has no address.
    #[error("{0} has no address (DNS)")]
    Dns(String),
    /// No connection.
    #[error("no connection to {host}: {reason}")]
    Connect {
        /// Whom it was to.
        host: String,
        /// The system's own words.
        reason: String,
    },
    /// The server's certificate is not to be trusted.
    #[error("{host} cannot be trusted: {reason}")]
    Certificate {
        /// Whose certificate.
        host: String,
        /// The TLS library's words.
        reason: String,
    },
    /// No connection in time: a name server or a host that says nothing.
    #[error("no connection to {host} within {seconds} seconds")]
    SlowConnect {
        /// Whom it was to.
        host: String,
        /// How long it was waited for.
        seconds: u64,
    },
    /// No answer began.
    #[error("no answer within {0} seconds")]
    Silent(u64),
    /// An answer that began, and does not get on.
    #[error("the answer got stuck: less than 1 KiB a second for {0} seconds")]
    Stalled(u64),
    /// Too slow.
    #[error("no whole answer within {0} seconds")]
    Timeout(u64),
    /// The exchange broke off before the answer's head.
    #[error("the exchange failed: {0}")]
    Exchange(String),
    /// The body ended before its end.
    #[error("the answer was cut off after {0} bytes")]
    CutOff(usize),
    /// The body is larger than the cap.
    #[error("the answer is larger than {} MiB", .0 / (1024 * 1024))]
    TooLarge(usize),
    /// A redirect that says not where to, or to something other than http or https.
    #[error("the server redirects to no http or https address")]
    BadRedirect,
    /// A redirect back to where it came from.
    #[error("the server redirects in a circle")]
    RedirectLoop,
    /// Too many redirects.
    #[error("more than {0} redirects")]
    TooManyRedirects(usize),
    /// A redirect to a private address that the reader did not choose.
    #[error("the server redirects to {0}, which is in a private network")]
    PrivateRedirect(String),
    /// An answer without a document.
    #[error("the server answered {}", status_text(*.0))]
    Status(u16),
    /// Not asked at all: the host is crowded, and the turn would come only after so many seconds.
    #[error("the host asked for fewer requests; put off")]
    PutOff(u64),
    /// "Not modified", although nothing was stored that it could mean.
    #[error("the server answered 304 (not modified) to a request without conditions")]
    BaselessNotModified,
}

impl FetchError {
    /// What the reader can do about it.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Address(_) => "Write the whole address, beginning with https://.",
            Self::NoRoots => "Install the package ca-certificates, or set SSL_CERT_FILE.",
            Self::Proxy(_) => "A proxy is written as http://host:port or socks5://host:port.",
            Self::Header(_) => {
                "A header's name is one word, and neither it nor its value holds a line break."
            }
            Self::Password(_) => {
                "Run the program yourself: it must print the secret on its first line."
            }
            Self::Dns(_) => {
                "Look for a slip in the address, or for a lost connection to the internet."
            }
            Self::Connect { .. } => "The server may be down; it is asked again later.",
            Self::Certificate { .. } => {
                "The publisher has to renew the certificate, or someone stands between you and the server. For a server \
                 of your own, add its certificate to the system's."
            }
            Self::Exchange(_) => {
                "The server speaks no proper HTTP, or hung up; it is asked again later."
            }
            Self::Timeout(_) => {
                "If the server is always this slow, give the feed a longer `timeout`."
            }
            Self::SlowConnect { .. } => {
                "The server may be down; it is asked again later. If it is only slow, give the feed a longer `patience`."
            }
            Self::Silent(_) => {
                "If the server takes so long to make its feed, give the feed a longer `patience`."
            }
            Self::Stalled(_) => {
                "What came whole was kept. If the line is so slow, set a longer `patience` in [poll]."
            }
            Self::CutOff(_) | Self::TooLarge(_) => "What came whole was kept.",
            Self::BadRedirect
            | Self::RedirectLoop
            | Self::TooManyRedirects(_)
            | Self::Status(404) => {
                "Open the site in a browser and look for its feed's new address."
            }
            Self::PrivateRedirect(_) => {
                "If you trust it, put the private address itself into the configuration."
            }
            Self::Status(401 | 407) => "Give the feed an `auth` in the configuration.",
            Self::Status(403) => {
                "The publisher refuses this reader; a feed for subscribers wants an `auth`."
            }
            Self::Status(410) => {
                "The publisher ended this feed. Remove it, or refresh it by hand to ask once more."
            }
            Self::Status(429) => {
                "The publisher wants fewer requests; this host is now asked slowly."
            }
            Self::Status(500..=599) => "The server is in trouble; it is asked again later.",
            Self::Status(_) => {
                "It is asked again later; a browser may show what the server has to say."
            }
            Self::BaselessNotModified => "The server is at fault; it is asked again later.",
            Self::Client(_) => "Start pullquote anew; `pullquote doctor` may know more.",
            Self::PutOff(_) => return None,
        })
    }

    /// No server was reached at all, so that the fault may be the reader's own connection.
    pub fn is_unreachable(&self) -> bool {
        matches!(
            self,
            Self::Dns(_) | Self::Connect { .. } | Self::SlowConnect { .. }
        )
    }

    /// A server was reached, and said nothing.
    pub fn is_silence(&self) -> bool {
        matches!(self, Self::Silent(_))
    }

    /// Nobody was asked at all: the fault lies on this side.
    pub fn is_local(&self) -> bool {
        matches!(
            self,
            Self::Address(_)
                | Self::Client(_)
                | Self::NoRoots
                | Self::Proxy(_)
                | Self::Header(_)
                | Self::Password(_)
                | Self::PutOff(_)
        )
    }
}

/// A status code with its name, for those that readers meet (RFC 9110, 15).
fn status_text(status: u16) -> String {
    let name = match status {
        204 => "no content",
        400 => "bad request",
        401 => "sign in first",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        406 => "not acceptable",
        407 => "sign in at the proxy first",
        408 => "request timeout",
        410 => "gone",
        418 => "I'm a teapot",
        429 => "too many requests",
        451 => "withheld for legal reasons",
        500 => "internal server error",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        _ => return status.to_string(),
    };
    format!("{status} ({name})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_named_where_it_has_a_name() {
        assert_eq!(
            FetchError::Status(404).to_string(),
            "the server answered 404 (not found)"
        );
        assert_eq!(
            FetchError::Status(599).to_string(),
            "the server answered 599"
        );
    }
}
