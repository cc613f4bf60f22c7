//! Web addresses as names of articles: without what says only who clicked where, and in one form for all the addresses
//! of one page. Pure; what is opened is never the canonical form.

use std::sync::LazyLock;

use url::Url;

/// The names of tracking parameters; a name that ends in `*` stands for all that begin so.
static TRACKING: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    include_str!("../../assets/tracking-parameters.txt")
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .collect()
});

/// No address is longer than this, in bytes; a longer one names nothing.
const LONGEST: usize = 4096;
/// Labels before a host's name that stand for another form of the same page.
const VARIANTS: [&str; 5] = ["www.", "m.", "mobile.", "amp.", "wap."];

/// Removes the parameters that say who clicked where, and leaves the others as they were written.
pub fn strip_tracking(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let kept: Vec<&str> = query.split('&').filter(|p| !is_tracking(name(p))).collect();
    let kept = kept.join("&");
    if kept.len() != query.len() {
        url.set_query(Some(kept.as_str()).filter(|q| !q.is_empty()));
    }
}

/// A part of an address with its escapes (`%20`) undone; what is no UTF-8 then is replaced.
pub fn percent_decoded(text: &str) -> String {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let escaped = digit(bytes.get(at + 1)).zip(digit(bytes.get(at + 2)));
        if let Some((high, low)) = escaped.filter(|_| *byte == b'%') {
            decoded.push((high * 16 + low) as u8);
            at += 3;
        } else {
            decoded.push(*byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// The form that all addresses of one page share: without scheme, `www.` and other variants of the host, AMP and its
/// caches, tracking parameters, fragment and trailing slash; the other parameters in order. `None` where the address
/// is none of the web, or leads to the front of a site, which is no article.
pub fn canonical(address: &str) -> Option<String> {
    if address.len() > LONGEST {
        return None;
    }
    let mut url = Url::parse(address.trim()).ok()?;
    if let Some(origin) = amp_origin(&url) {
        url = origin;
    }
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let mut host = url.host_str()?;
    while let Some(rest) = VARIANTS.iter().find_map(|label| host.strip_prefix(label)) {
        if !rest.contains('.') {
            break; // That was the name itself, as in "m.example".
        }
        host = rest;
    }
    let path = plain_path(url.path());
    let mut query: Vec<&str> = url.query().unwrap_or_default().split('&').collect();
    query.retain(|pair| !pair.is_empty() && !is_tracking(name(pair)) && !asks_for_amp(pair));
    if path.is_empty() && query.is_empty() {
        return None;
    }
    query.sort_unstable();
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    let sign = if query.is_empty() { "" } else { "?" };
    Some(format!("{host}{port}{path}{sign}{}", query.join("&")))
}

/// The page that an AMP cache shows: `www-site-example.cdn.ampproject.org/c/s/www.site.example/page`,
/// `www.google.com/amp/s/www.site.example/page`; "s" is for https.
fn amp_origin(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let path = url.path();
    let rest = if host == "cdn.ampproject.org" || host.ends_with(".cdn.ampproject.org") {
        path.strip_prefix("/c/")
            .or_else(|| path.strip_prefix("/v/"))?
    } else if host.starts_with("www.google.") {
        path.strip_prefix("/amp/")?
    } else {
        return None;
    };
    let rest = rest.strip_prefix("s/").unwrap_or(rest);
    let query = url.query().map(|q| format!("?{q}")).unwrap_or_default();
    Url::parse(&format!("https://{rest}{query}")).ok()
}

/// Without the slash at its end, and without what asks for the AMP form.
fn plain_path(path: &str) -> &str {
    let mut path = path;
    loop {
        let before = path;
        path = path.trim_end_matches('/');
        for end in [".amp.html", ".amp", "/amp.html", "/amp"] {
            path = path.strip_suffix(end).unwrap_or(path);
        }
        if path.starts_with("/amp/") {
            path = &path["/amp".len()..];
        }
        if path == before {
            return path;
        }
    }
}

fn name(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TRACKING.iter().any(|known| match known.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == *known,
    })
}

fn asks_for_amp(pair: &str) -> bool {
    let pair = pair.to_ascii_lowercase();
    matches!(name(&pair), "amp" | "amp_js_v" | "usqp") || pair == "outputtype=amp"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ONE: &str = "ledger.example/2026/rates-held";

    #[test]
    fn all_addresses_of_one_page_have_one_form() {
        for address in [
            "https://ledger.example/2026/rates-held",
            "http://www.ledger.example/2026/rates-held/",
            "https://WWW.Ledger.Example:443/2026/rates-held#comments",
            "https://m.ledger.example/2026/rates-held?utm_source=rss&utm_medium=feed",
            "https://amp.ledger.example/2026/rates-held",
            "https://www.ledger.example/2026/rates-held/amp/",
            "https://www.ledger.example/amp/2026/rates-held?fbclid=x",
            "https://www.ledger.example/2026/rates-held.amp.html",
            "https://www.ledger.example/2026/rates-held?outputType=amp",
            "https://www-ledger-example.cdn.ampproject.org/c/s/www.ledger.example/2026/rates-held?usqp=mq331",
            "https://www.google.com/amp/s/www.ledger.example/2026/rates-held/",
        ] {
            assert_eq!(canonical(address).as_deref(), Some(ONE), "{address}");
        }
        assert_eq!(
            canonical("https://a.example/?p=7&lang=de").as_deref(),
            Some("a.example?lang=de&p=7")
        );
    }

    #[test]
    fn other_pages_have_other_forms() {
        let other = [
            "https://ledger.example/2026/rates-held-2",
            "https://ledger.example/2026/Rates-held",
            "https://ledger.example/2026/rates-held?page=2",
            "https://ledger.example:8080/2026/rates-held",
            "https://sport.ledger.example/2026/rates-held",
            "https://ledger.example/2026/rates-heldamp",
        ];
        for address in other {
            let form = canonical(address).expect("an address of the web");
            assert_ne!(form, ONE, "{address}");
        }
    }

    #[test]
    fn the_front_of_a_site_is_no_article() {
        for address in [
            "https://ledger.example",
            "http://www.ledger.example/",
            "https://ledger.example/?utm_source=rss",
            "mailto:desk@ledger.example",
            "urn:x:1",
            "",
        ] {
            assert_eq!(canonical(address), None, "{address}");
        }
        assert!(canonical("https://m.example/page").is_some_and(|form| form == "m.example/page"));
    }

    #[test]
    fn tracking_parameters_go_and_the_others_stay_as_written() {
        let stripped = |address: &str| {
            let mut url = Url::parse(address).unwrap();
            strip_tracking(&mut url);
            url.to_string()
        };
        assert_eq!(
            stripped("https://a.example/x?id=7&utm_source=feed&b=%20c&fbclid=Z#part"),
            "https://a.example/x?id=7&b=%20c#part"
        );
        assert_eq!(
            stripped("https://a.example/x?UTM_Medium=rss"),
            "https://a.example/x"
        );
    }

    #[test]
    fn escapes_are_undone_and_what_is_none_stays() {
        assert_eq!(percent_decoded("a%20b%C3%A9"), "a bé");
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%zz%4"), "%zz%4");
        assert_eq!(percent_decoded("%ff"), "\u{fffd}");
    }

    proptest! {
        #[test]
        fn a_form_is_its_own_form(path in "[a-z/.?=&#%0-9é-]{0,40}", host in "(www\\.|m\\.|amp\\.){0,3}[a-z]{1,5}\\.example") {
            if let Some(form) = canonical(&format!("https://{host}/{path}")) {
                let again = canonical(&format!("http://{form}"));
                prop_assert_eq!(again, Some(form));
            }
        }

        #[test]
        fn of_any_address_only_parameters_go_and_all_that_track_at_once(query in "([a-z_]{1,6}|utm_source|fbclid|%75tm_id|[=&#%;é ]|\\PC){0,12}") {
            let mut url = Url::parse("https://a.example/x").unwrap();
            url.set_query(Some(&query));
            let before = url.clone();
            strip_tracking(&mut url);
            let mut left = before.query().unwrap_or_default().split('&');
            for kept in url.query().unwrap_or_default().split('&').filter(|kept| !kept.is_empty()) {
                prop_assert!(left.any(|parameter| parameter == kept), "in their order: {}", url);
            }
            let once = url.clone();
            strip_tracking(&mut url);
            prop_assert_eq!(once, url);
        }

        #[test]
        fn any_text_is_safe(text in "\\PC{0,60}") {
            canonical(&text);
        }
    }
}
