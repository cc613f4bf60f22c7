//! Where a link leads, taken apart to be shown before anything is opened: the host stands out, and a text that names
//! another place than the link is found out. Pure.

use url::Url;

use crate::news::{shown_host, strip_tracking};

/// No more of a link's words are looked at, in bytes.
const LONGEST: usize = 300;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// Its number in the list of links; `None` for one that stands in no such list.
    pub number: Option<usize>,
    /// The address as it is opened and copied: ASCII, without tracking parameters.
    pub url: String,
    /// What stands before the host: the scheme, and a user's name where there is one.
    pub before: String,
    /// The host, in its own script where that cannot deceive; for mail, the whole address.
    pub host: String,
    /// Port, path, query, fragment.
    pub after: String,
    /// What the text says, where it is an address that leads elsewhere.
    pub says: Option<Says>,
}

/// An address that a link's text shows, and that is not the link's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// Another site.
    Host(String),
    /// Another page of the same site.
    Page(String),
}

impl Destination {
    /// The destination of a link whose words in the article are these; `None` where the address is none.
    pub fn of<'a>(
        number: Option<usize>,
        address: &str,
        words: impl IntoIterator<Item = &'a str>,
    ) -> Option<Self> {
        let mut url = Url::parse(address).ok()?;
        strip_tracking(&mut url);
        let clean = url.to_string();
        if clean.bytes().any(|byte| !(b'!'..=b'~').contains(&byte)) {
            return None;
        }
        let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
            let rest = clean.split_once(':').map_or("", |(_, rest)| rest);
            return Some(Self {
                number,
                before: format!("{}:", url.scheme()),
                host: rest.to_owned(),
                after: String::new(),
                says: None,
                url: clean,
            });
        };
        let user = match (url.username(), url.password()) {
            ("", None) => String::new(),
            (user, _) => format!("{user}@"),
        };
        let port = url.port().map(|port| format!(":{port}"));
        let path = Some(url.path()).filter(|path| *path != "/" || url.query().is_some());
        let parts = [
            port,
            path.map(str::to_owned),
            url.query().map(|query| format!("?{query}")),
            url.fragment().map(|fragment| format!("#{fragment}")),
        ];
        Some(Self {
            number,
            before: format!("{}://{user}", url.scheme()),
            host: shown_host(host),
            after: parts.into_iter().flatten().collect(),
            says: words.into_iter().find_map(|words| says(words, &url)),
            url: clean,
        })
    }

    /// Whether it may be opened.
    pub fn is_web(&self) -> bool {
        self.url.starts_with("https://") || self.url.starts_with("http://")
    }
}

/// What a link's words say, where they are an address that is not the link's.
fn says(words: &str, url: &Url) -> Option<Says> {
    let words = words.trim().trim_matches(['<', '>', '(', ')', '[', ']']);
    if words.is_empty() || words.len() > LONGEST || words.contains(char::is_whitespace) {
        return None;
    }
    let (said, whole) = address_in(words)?;
    let host = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    };
    let (there, here) = (host(&said), host(url));
    let below = |one: &str, other: &str| {
        let rest = one.strip_suffix(other);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    if !below(&here, &there) && !below(&there, &here) {
        return Some(Says::Host(shown_host(&there)));
    }
    // An address that was cut short says nothing of its end.
    let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
    let is_cut = !whole || words.ends_with('…') || words.ends_with("...");
    let (said_path, path) = (path(&said), path(url));
    let differs = !is_cut && !said_path.is_empty() && !path.eq_ignore_ascii_case(&said_path);
    differs.then(|| Says::Page(format!("{}{said_path}", shown_host(&there))))
}

/// The address that a text is, and whether it is written out with its scheme.
fn address_in(words: &str) -> Option<(Url, bool)> {
    let lower = words.to_lowercase();
    if lower.starts_with("https://") || lower.starts_with("http://") {
        let url = Url::parse(words).ok()?;
        return url.host_str().is_some().then_some((url, true));
    }
    let end = lower.find(['/', '?', '#', ':']).unwrap_or(lower.len());
    let host = &lower[..end];
    let (name, domain) = host.rsplit_once('.')?;
    let is_host = !name.is_empty()
        && host
            .chars()
            .all(|c| c.is_alphanumeric() || "-.".contains(c))
        && !host.contains("..");
    // "main.rs" and "Node.js" are no hosts; "www.main.rs" and "main.rs/x" are.
    let is_named = host.starts_with("www.") || lower[end..].starts_with('/') || is_domain(domain);
    if !is_host || !is_named || domain.len() < 2 || domain.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let url = Url::parse(&format!("https://{words}")).ok()?;
    url.host_str().is_some().then_some((url, false))
}

/// Top-level domains that a name alone is taken for a host by: the common ones, those of countries that are not also
/// the ending of a file or the name of a language, and those in another script.
fn is_domain(name: &str) -> bool {
    const COMMON: [&str; 18] = [
        "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "news", "app", "dev",
        "blog", "online", "site", "example", "invalid", "test",
    ];
    const FILES: [&str; 21] = [
        "rs", "md", "py", "sh", "pl", "ps", "so", "js", "ts", "cc", "hs", "ml", "mm", "am", "pm",
        "st", "la", "as", "gz", "go", "vi",
    ];
    COMMON.contains(&name)
        || !name.is_ascii()
        || (name.len() == 2
            && name.bytes().all(|b| b.is_ascii_lowercase())
            && !FILES.contains(&name))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn leads(address: &str, words: &str) -> Destination {
        Destination::of(Some(1), address, [words]).unwrap()
    }

    #[test]
    fn an_address_is_shown_clean_with_its_host_apart() {
        let there = leads(
            "https://a.example:8443/x?id=7&utm_source=feed&b=1#part",
            "here",
        );
        assert_eq!(there.url, "https://a.example:8443/x?id=7&b=1#part");
        assert_eq!(
            (
                there.before.as_str(),
                there.host.as_str(),
                there.after.as_str()
            ),
            ("https://", "a.example", ":8443/x?id=7&b=1#part")
        );
        assert_eq!(leads("https://a.example/", "").after, "");
        let bait = leads("https://ledger.example@evil.example/", "");
        assert_eq!(
            (bait.before.as_str(), bait.host.as_str()),
            ("https://ledger.example@", "evil.example")
        );
        let mail = leads("mailto:desk@ledger.example", "");
        assert_eq!((mail.before.as_str(), mail.is_web()), ("mailto:", false));
        assert_eq!(mail.host, "desk@ledger.example");
    }

    #[test]
    fn a_text_that_names_another_site_is_found_out() {
        let host = |words: &str| match leads("https://evil.example/login", words).says {
            Some(Says::Host(host)) => Some(host),
            _ => None,
        };
        for (words, said) in [
            ("https://ledger.example/login", "ledger.example"),
            ("ledger.example", "ledger.example"),
            ("www.ledger.example", "ledger.example"),
            ("(bank.de/login)", "bank.de"),
            ("evil.example.bank.com", "evil.example.bank.com"),
            ("http://аррӏе.example", "xn--80ak6aa92e.example"),
        ] {
            assert_eq!(host(words).as_deref(), Some(said), "{words}");
        }
        for words in [
            "the report",
            "Node.js",
            "main.rs",
            "e.g.",
            "3.14",
            "No.5",
            "evil.example",
            "www.evil.example/login",
            "https://shop.evil.example",
            "http://evil.example/lo…",
            "U.S.",
        ] {
            assert_eq!(host(words), None, "{words}");
        }
    }

    #[test]
    fn a_text_that_names_another_page_is_found_out() {
        let says = |words| leads("https://a.example/two?x=1", words).says;
        let page = Says::Page("a.example/one".to_owned());
        assert_eq!(says("https://a.example/one"), Some(page));
        for words in [
            "https://a.example/two/",
            "https://a.example",
            "https://a.example/o…",
            "a.example/one",
        ] {
            assert_eq!(says(words), None, "{words}");
        }
    }

    proptest! {
        #[test]
        fn any_address_and_any_text_are_safe(address in "(https?://|mailto:)?\\PC{0,40}", words in "(https?://)?\\PC{0,40}") {
            if let Some(there) = Destination::of(None, &address, [words.as_str()]) {
                let all = format!("{}{}{}", there.before, there.host, there.after);
                prop_assert!(!all.chars().any(char::is_control));
                prop_assert!(there.url.is_ascii());
            }
        }
    }
}
