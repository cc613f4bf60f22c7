//! The reader's own cookies for one site, from a file in Netscape's form. Sent to that site alone; never printed.

use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use url::{Host, Url};

use crate::news::UnixSeconds;

/// More than this is not read of the file, in bytes.
const LARGEST: u64 = 4 << 20;
/// No request carries more bytes of cookies.
const MOST: usize = 8 << 10;

/// The cookies of a file that may be sent to one site.
#[derive(Clone, PartialEq, Eq)]
pub struct Cookies {
    host: String,
    list: Vec<Cookie>,
}

#[derive(Clone, PartialEq, Eq)]
struct Cookie {
    domain: String,
    /// Also for the hosts below its domain.
    below: bool,
    path: String,
    /// Over https alone.
    secure: bool,
    /// `name=value`, fit for a header.
    pair: String,
}

/// The file of cookies could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the cookies in {}: {source}", file.display())]
pub struct CookieError {
    file: PathBuf,
    source: io::Error,
}

impl Cookies {
    /// Reads a file, as it is now: browsers' add-ons write it anew from time to time. Touches the disk.
    pub fn read(file: &Path, host: &str, now: UnixSeconds) -> Result<Self, CookieError> {
        let unreadable = |source| CookieError {
            file: file.to_owned(),
            source,
        };
        let mut bytes = Vec::new();
        let opened = fs::File::open(file).map_err(unreadable)?;
        opened
            .take(LARGEST)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        Ok(Self::parse(&String::from_utf8_lossy(&bytes), host, now))
    }

    /// The lines that are cookies and have not expired: domain, whether for hosts below it, path, whether over https
    /// alone, expiry (0: with the session), name, value; separated by tabs.
    fn parse(text: &str, host: &str, now: UnixSeconds) -> Self {
        let cookie = |line: &str| {
            // A mark of curl's for cookies that no script may see; any other "#" begins a comment.
            let line = line.strip_prefix("#HttpOnly_").unwrap_or(line);
            if line.starts_with('#') {
                return None;
            }
            let mut fields = line.splitn(7, '\t').map(str::trim);
            let domain = fields.next()?.to_ascii_lowercase();
            let below = fields.next()?.eq_ignore_ascii_case("true");
            let path = fields.next()?.to_owned();
            let secure = fields.next()?.eq_ignore_ascii_case("true");
            let expires: f64 = fields.next()?.parse().ok()?;
            let (name, value) = (fields.next()?, fields.next().unwrap_or_default());
            let lasts = expires <= 0.0 || expires > now as f64;
            let is_fit = |text: &str| {
                text.bytes()
                    .all(|b| (b' '..=b'~').contains(&b) && b != b';')
            };
            let fits = !name.is_empty() && !name.contains('=') && is_fit(name) && is_fit(value);
            (lasts && fits).then(|| Cookie {
                below: below || domain.starts_with('.'),
                domain: domain.trim_start_matches('.').to_owned(),
                path: if path.starts_with('/') {
                    path
                } else {
                    "/".to_owned()
                },
                secure,
                pair: format!("{name}={value}"),
            })
        };
        let mut list: Vec<Cookie> = text.lines().filter_map(cookie).collect();
        // The longest path first (RFC 6265, 5.4).
        list.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        Self {
            host: host.to_ascii_lowercase(),
            list,
        }
    }

    /// The `Cookie` field of a request to this address; `None` where nothing of it may be sent there.
    pub fn header(&self, url: &Url) -> Option<String> {
        if !is_below(url, &self.host) {
            return None;
        }
        let mut field = String::new();
        for cookie in self.list.iter().filter(|cookie| cookie.is_for(url)) {
            if field.len() + 2 + cookie.pair.len() > MOST {
                break;
            }
            if !field.is_empty() {
                field.push_str("; ");
            }
            field.push_str(&cookie.pair);
        }
        (!field.is_empty()).then_some(field)
    }
}

impl Cookie {
    /// RFC 6265, 5.1.3 (domain) and 5.1.4 (path).
    fn is_for(&self, url: &Url) -> bool {
        let is_host = url.host_str() == Some(self.domain.as_str());
        let rest = url.path().strip_prefix(self.path.as_str());
        let is_path = rest.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with('/') || self.path.ends_with('/')
        });
        (is_host || self.below && is_below(url, &self.domain))
            && is_path
            && (!self.secure || url.scheme() == "https")
    }
}

/// The address's host is this one or stands below it; an address in digits stands below nothing.
fn is_below(url: &Url, host: &str) -> bool {
    let Some(name) = url.host_str() else {
        return false;
    };
    let is_name = matches!(url.host(), Some(Host::Domain(_)));
    let rest = name.strip_suffix(host);
    rest.is_some_and(|rest| rest.is_empty() || is_name && rest.ends_with('.') && !host.is_empty())
}

impl fmt::Debug for Cookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cookies({} for {})", self.list.len(), self.host)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FILE: &str = "# Netscape HTTP Cookie File\n\
        .ledger.example\tTRUE\t/\tTRUE\t2000000000\tsession\tabc=1\n\
        #HttpOnly_www.ledger.example\tFALSE\t/news\tFALSE\t0\tpaid\tyes\n\
        .ledger.example\tTRUE\t/\tFALSE\t100\tstale\tx\n\
        .tracker.example\tTRUE\t/\tFALSE\t0\tspy\tx\n\
        ledger.example\tFALSE\t/\tFALSE\t0\tbad\ta;b\n\
        no cookie at all\n";

    fn sent(url: &str) -> Option<String> {
        let cookies = Cookies::parse(FILE, "ledger.example", 1_700_000_000);
        cookies.header(&Url::parse(url).unwrap())
    }

    #[test]
    fn cookies_go_to_their_own_site_alone() {
        assert_eq!(
            sent("https://ledger.example/").as_deref(),
            Some("session=abc=1")
        );
        assert_eq!(
            sent("https://www.ledger.example/news/wall").as_deref(),
            Some("paid=yes; session=abc=1")
        );
        assert_eq!(
            sent("https://www.ledger.example/newsroom").as_deref(),
            Some("session=abc=1")
        );
        for other in [
            "https://tracker.example/",
            "https://badledger.example/",
            "https://ledger.example.evil.example/",
            "https://example/",
        ] {
            assert_eq!(sent(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_for_https_alone_is_not_sent_without_it() {
        assert_eq!(sent("http://ledger.example/"), None);
        assert_eq!(
            sent("http://www.ledger.example/news").as_deref(),
            Some("paid=yes")
        );
    }

    #[test]
    fn no_secret_is_ever_printed() {
        let cookies = Cookies::parse(FILE, "ledger.example", 0);
        let printed = format!("{cookies:?}");
        assert!(
            !printed.contains("abc") && printed.contains("ledger.example"),
            "{printed}"
        );
    }

    proptest! {
        #[test]
        fn no_file_makes_it_panic_or_breaks_a_header(lines in "[\\PC\t\n]{0,200}") {
            let cookies = Cookies::parse(&lines, "a.example", 0);
            if let Some(field) = cookies.header(&Url::parse("https://a.example/").unwrap()) {
                prop_assert!(field.bytes().all(|b| (b' '..=b'~').contains(&b)));
            }
        }
    }
}
