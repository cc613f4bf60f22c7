//! An HTML page to the addresses of its feeds: those that it names, and those that such sites usually have.

use serde::Serialize;
use url::Url;

use super::parse::text;
use crate::news::clean_line;

/// How much of a page is searched; feeds are named in its head.
const SEARCHED: usize = 512 * 1024;
/// More feeds than this no page names in earnest.
const MOST: usize = 50;

/// Where the feeds of common programs stand.
const USUAL_PATHS: &[&str] = &[
    "/feed",
    "/rss.xml",
    "/atom.xml",
    "/feed.xml",
    "/index.xml",
    "/feed.json",
    "/rss",
];

/// A feed that was found, or guessed, on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Discovered {
    /// Its address; absolute where the page's is known.
    pub url: String,
    /// What the page calls it.
    pub title: Option<String>,
    /// "RSS", "Atom" or "JSON Feed"; `None` where it was guessed.
    pub kind: Option<&'static str>,
    /// The page does not name it: it is only a place where sites usually have one.
    pub guessed: bool,
}

/// The feeds that a page names with `<link rel="alternate">`, in its order; then places to try, if `base` is known.
pub fn discover(html: &str, base: Option<&Url>) -> Vec<Discovered> {
    let mut end = html.len().min(SEARCHED);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let mut found: Vec<Discovered> = Vec::new();
    let mut page = base.cloned();
    for tag in tags(&html[..end]) {
        if tag.name.eq_ignore_ascii_case("base") {
            let href = tag.attribute("href");
            page = href.and_then(|href| joined(base, &href)).or(page);
        } else if tag.name.eq_ignore_ascii_case("link") && found.len() < MOST {
            found.extend(named(&tag, page.as_ref()));
        }
    }
    let usual = base
        .into_iter()
        .flat_map(|base| USUAL_PATHS.iter().filter_map(|path| base.join(path).ok()));
    let guessed = usual.map(|url| Discovered {
        url: url.into(),
        title: None,
        kind: None,
        guessed: true,
    });
    found.extend(guessed);
    let mut kept: Vec<Discovered> = Vec::new();
    for feed in found {
        if !kept.iter().any(|other| other.url == feed.url) {
            kept.push(feed);
        }
    }
    kept
}

/// Whether a document is a web page and not a feed.
pub fn is_html(text: &str) -> bool {
    let Some(first) = tags(text).find(|tag| !tag.name.starts_with(['!', '?'])) else {
        return false;
    };
    ["html", "head", "body", "meta", "title", "script"]
        .iter()
        .any(|name| first.name.eq_ignore_ascii_case(name))
}

fn named(tag: &Tag, page: Option<&Url>) -> Option<Discovered> {
    let rel = tag.attribute("rel")?;
    let is = |word: &str| rel.split_whitespace().any(|r| r.eq_ignore_ascii_case(word));
    let media_type = tag
        .attribute("type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let kind = match media_type.split(';').next().unwrap_or_default().trim() {
        "application/rss+xml"
        | "application/rdf+xml"
        | "application/x-rss+xml"
        | "text/rss+xml"
        | "text/xml"
        | "application/xml" => "RSS",
        "application/atom+xml" => "Atom",
        "application/feed+json" => "JSON Feed",
        "application/json" if is("feed") => "JSON Feed",
        _ => return None,
    };
    if !is("alternate") && !is("feed") {
        return None;
    }
    let href = tag
        .attribute("href")
        .filter(|href| !href.trim().is_empty())?;
    let url = joined(page, &href).map_or(clean_line(href), String::from);
    let title = tag
        .attribute("title")
        .map(|title| text::title(&title))
        .filter(|title| !title.is_empty());
    Some(Discovered {
        url,
        title,
        kind: Some(kind),
        guessed: false,
    })
}

fn joined(base: Option<&Url>, href: &str) -> Option<Url> {
    let href = href.trim();
    match base {
        Some(base) => base.join(href).ok(),
        None => Url::parse(href).ok(),
    }
}

struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
}

impl Tag<'_> {
    fn attribute(&self, wanted: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            let end = rest
                .find(|c: char| c.is_ascii_whitespace() || c == '=')
                .unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            if name.is_empty() && after.is_empty() {
                return None;
            }
            let after = after.trim_start();
            let Some(value) = after.strip_prefix('=') else {
                rest = after;
                continue;
            };
            let value = value.trim_start();
            let (value, after) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    value[1..].split_once(quote).unwrap_or((&value[1..], ""))
                }
                _ => value.split_at(
                    value
                        .find(|c: char| c.is_ascii_whitespace())
                        .unwrap_or(value.len()),
                ),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(htmlize::unescape_attribute(value).into_owned());
            }
            rest = after;
        }
    }
}

/// The start tags of a page, declarations among them; comments left out.
fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            rest = &rest[rest.find('<')?..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->")?.1;
                continue;
            }
            let inside = &rest[1..];
            let end = inside.find('>').unwrap_or(inside.len());
            let (tag, after) = inside.split_at(end);
            rest = after;
            let split = tag
                .find(|c: char| c.is_ascii_whitespace())
                .unwrap_or(tag.len());
            let (name, attributes) = tag.split_at(split);
            return Some(Tag { name, attributes });
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(page: &str) -> Url {
        Url::parse(page).unwrap()
    }

    fn named_urls(html: &str) -> Vec<String> {
        let found = discover(html, Some(&at("https://news.example/a/b")));
        found
            .into_iter()
            .filter(|f| !f.guessed)
            .map(|f| f.url)
            .collect()
    }

    #[test]
    fn the_feeds_that_a_page_names_come_in_its_order() {
        let page = r#"<!doctype html><html><head>
            <!-- <link rel="alternate" type="application/rss+xml" href="/no"> -->
            <link rel="stylesheet" href="style.css">
            <LINK REL=alternate TYPE=application/atom+xml HREF=atom.xml title="News &amp; views">
            <link href='/feed.json?a=1&amp;b=2' type='application/feed+json' rel='alternate'/>
            <link rel="alternate" type="text/html" hreflang="de" href="/de"></head>"#;
        let found = discover(page, Some(&at("https://news.example/a/b")));
        assert_eq!(found[0].url, "https://news.example/a/atom.xml");
        assert_eq!(found[0].title.as_deref(), Some("News & views"));
        assert_eq!(found[0].kind, Some("Atom"));
        assert_eq!(found[1].url, "https://news.example/feed.json?a=1&b=2");
        assert!(found[2..].iter().all(|feed| feed.guessed));
    }

    #[test]
    fn a_base_element_counts() {
        let page =
            r#"<base href="/x/"><link rel="alternate" type="application/rss+xml" href="rss">"#;
        assert_eq!(named_urls(page), ["https://news.example/x/rss"]);
    }

    #[test]
    fn places_to_try_are_marked_as_guesses_and_need_an_address() {
        let found = discover("<html>", Some(&at("https://news.example/a")));
        assert!(
            found
                .iter()
                .any(|f| f.url == "https://news.example/feed" && f.guessed)
        );
        assert_eq!(discover("<html>", None), []);
    }

    #[test]
    fn a_page_is_told_from_a_feed() {
        assert!(is_html("<!DOCTYPE html><HTML lang=en>"));
        assert!(is_html(
            "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>"
        ));
        assert!(!is_html(
            "<?xml version='1.0'?><rss><channel><title>html</title>"
        ));
        assert!(!is_html("plain"));
    }

    proptest! {
        #[test]
        fn any_page_is_searched_without_a_panic(html in "(<link|<base| rel=|'|\"|>|alternate|<!--|\\PC){0,60}") {
            is_html(&html);
            let found = discover(&html, Some(&at("https://news.example/")));
            prop_assert!(found.len() <= MOST + USUAL_PATHS.len());
            for feed in found {
                prop_assert_eq!(&clean_line(feed.url.as_str()), &feed.url);
                let title = feed.title.unwrap_or_default();
                prop_assert_eq!(&clean_line(title.as_str()), &title);
            }
        }
    }
}
