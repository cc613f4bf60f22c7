//! Link targets: made absolute, held to http, https and mailto, and freed of tracking parameters.

use std::collections::HashMap;

use url::Url;

use super::Link;
use crate::news::strip_tracking;

/// No link or picture is longer than this, in bytes; longer ones are `data:` in disguise.
const LONGEST: usize = 2000;

/// The links of a document, each target once.
#[derive(Debug, Default)]
pub(super) struct Links {
    pub(super) list: Vec<Link>,
    places: HashMap<String, usize>,
}

impl Links {
    /// The place of the target in the list; `None` where it leads nowhere that a reader may go.
    pub(super) fn place(&mut self, href: &str, base: Option<&Url>) -> Option<usize> {
        let url = target(href, base)?;
        Some(*self.places.entry(url).or_insert_with_key(|url| {
            self.list.push(Link { url: url.clone() });
            self.list.len() - 1
        }))
    }
}

/// The absolute address of a link, without tracking parameters.
pub(super) fn target(href: &str, base: Option<&Url>) -> Option<String> {
    let mut url = absolute(href, base)?;
    if !matches!(url.scheme(), "http" | "https" | "mailto") {
        return None;
    }
    strip_tracking(&mut url);
    Some(url.into()).filter(|u: &String| u.len() <= LONGEST)
}

/// The absolute address of a picture or a recording.
pub(super) fn resource(src: &str, base: Option<&Url>) -> Option<String> {
    let url = absolute(src, base)?;
    matches!(url.scheme(), "http" | "https")
        .then(|| url.into())
        .filter(|u: &String| u.len() <= LONGEST)
}

fn absolute(href: &str, base: Option<&Url>) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() || href.len() > LONGEST {
        return None;
    }
    match base {
        Some(base) => base.join(href).ok(),
        None => Url::parse(href).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracking_parameters_go_and_the_others_stay_as_written() {
        let target = |s| target(s, None).unwrap();
        assert_eq!(
            target("https://a.example/x?id=7&utm_source=feed&b=%20c&fbclid=Z#part"),
            "https://a.example/x?id=7&b=%20c#part"
        );
        assert_eq!(
            target("https://a.example/x?UTM_Medium=rss"),
            "https://a.example/x"
        );
    }

    #[test]
    fn only_addresses_that_a_reader_may_open() {
        let base = Url::parse("https://a.example/news/today").unwrap();
        assert_eq!(
            target("../img?x=1", Some(&base)).as_deref(),
            Some("https://a.example/img?x=1")
        );
        assert_eq!(
            target("mailto:a@b.example", None).as_deref(),
            Some("mailto:a@b.example")
        );
        for bad in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "",
            "relative",
        ] {
            assert_eq!(target(bad, None), None, "{bad}");
        }
        assert_eq!(target("javascript:alert(1)", Some(&base)), None);
    }

    #[test]
    fn one_target_has_one_number() {
        let mut links = Links::default();
        assert_eq!(links.place("https://a.example/", None), Some(0));
        assert_eq!(links.place("https://b.example/", None), Some(1));
        assert_eq!(
            links.place("https://a.example/?utm_source=x", None),
            Some(0)
        );
    }
}
