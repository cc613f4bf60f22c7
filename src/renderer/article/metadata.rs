//! What a page says about its article: JSON-LD first, then meta elements, then the page itself.

use std::collections::HashMap;

use dom_query::{Document as Tree, NodeRef};
use serde_json::Value;
use url::Url;

use super::dates;
use crate::news::UnixSeconds;
use crate::renderer::links;
use crate::renderer::sanitise::line;

/// What a page says about its article; all texts are plain and on one line.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) published: Option<UnixSeconds>,
    pub(super) updated: Option<UnixSeconds>,
    pub(super) site: Option<String>,
    pub(super) language: Option<String>,
    pub(super) image: Option<String>,
    pub(super) description: Option<String>,
    /// The headings of first rank.
    pub(super) headings: Vec<String>,
    /// The whole text, as JSON-LD gives it (schema.org `articleBody`).
    pub(super) body: Option<String>,
    /// Words that the whole text has (schema.org `wordCount`).
    pub(super) word_count: Option<usize>,
    /// It is the text of a feed, which has no frame around it.
    pub(super) is_feed: bool,
    /// The page says that not everyone may read all of it.
    pub(super) is_paid: bool,
}

impl Metadata {
    pub(super) fn of(tree: &Tree, base: Option<&Url>) -> Self {
        let data = article_data(tree);
        let meta = meta_elements(tree);
        let named = |names: &[&str]| names.iter().find_map(|n| meta.get(*n)).cloned();
        let headings: Vec<String> = tree
            .select("h1")
            .nodes()
            .iter()
            .map(|h| line(&h.text()))
            .filter(|h| !h.is_empty())
            .collect();
        let site = text_at(&data, &["publisher", "name"])
            .or_else(|| named(&["og:site_name", "application-name"]));
        let title = text_at(&data, &["headline"])
            .or_else(|| named(&["og:title", "twitter:title", "dc.title", "parsely-title"]))
            .or_else(|| headings.first().cloned())
            .or_else(|| page_title(tree));
        let image = image_of(&data["image"]).or_else(|| named(&["og:image", "twitter:image"]));
        let published = text_at(&data, &["datePublished"]).or_else(|| {
            named(&[
                "article:published_time",
                "parsely-pub-date",
                "dc.date",
                "dc.date.issued",
                "date",
                "pubdate",
                "sailthru.date",
            ])
        });
        let updated = text_at(&data, &["dateModified"]).or_else(|| {
            named(&[
                "article:modified_time",
                "og:updated_time",
                "dcterms.modified",
            ])
        });
        Self {
            title: title.map(|t| without_site(&t, site.as_deref(), &headings)),
            byline: authors(&data["author"])
                .or_else(|| {
                    named(&[
                        "author",
                        "parsely-author",
                        "dc.creator",
                        "article:author",
                        "sailthru.author",
                    ])
                })
                .or_else(|| page_byline(tree))
                .and_then(|b| clean_byline(&b)),
            published: published
                .and_then(|d| dates::machine(&d))
                .or_else(|| page_date(tree)),
            updated: updated.and_then(|d| dates::machine(&d)),
            site,
            language: text_at(&data, &["inLanguage"])
                .or_else(|| {
                    tree.select_single("html[lang]")
                        .attr("lang")
                        .map(|l| line(&l))
                })
                .or_else(|| named(&["og:locale", "content-language"]).map(|l| l.replace('_', "-")))
                .filter(|l| (2..=12).contains(&l.len())),
            image: image.and_then(|i| links::resource(&i, base)),
            description: named(&["og:description", "description", "twitter:description"])
                .or_else(|| text_at(&data, &["description"])),
            headings,
            body: data["articleBody"]
                .as_str()
                .map(str::to_owned)
                .filter(|b| !b.trim().is_empty()),
            word_count: data["wordCount"].as_u64().map(|n| n as usize),
            is_feed: false,
            is_paid: is_paid(&data)
                || named(&["article:content_tier"])
                    .is_some_and(|t| t == "locked" || t == "metered"),
        }
    }
}

/// The JSON-LD object that describes an article, or null.
fn article_data(tree: &Tree) -> Value {
    let mut best = Value::Null;
    for script in tree.select("script[type='application/ld+json']").nodes() {
        if let Some(value) = parse_data(&script.text()) {
            find_article(value, &mut best, 0);
        }
    }
    best
}

/// Tolerant of what sites put around and into it: comments, line ends within strings, a semicolon.
fn parse_data(text: &str) -> Option<Value> {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("<![CDATA[")
        .trim_start_matches("//<![CDATA[");
    let text = text
        .trim_end_matches("-->")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let joined: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        serde_json::from_str(&joined).ok()
    })
}

fn find_article(value: Value, best: &mut Value, depth: usize) {
    const DEEPEST: usize = 6;
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(values) => values
            .into_iter()
            .for_each(|v| find_article(v, best, depth + 1)),
        Value::Object(ref fields) => {
            let is_article = types(&value).any(|t| {
                t.ends_with("Article")
                    || matches!(
                        t,
                        "BlogPosting"
                            | "Report"
                            | "LiveBlogPosting"
                            | "Review"
                            | "OpinionNewsArticle"
                    )
            });
            if is_article && (best.is_null() || best["headline"].is_null()) {
                *best = value;
                return;
            }
            for key in [
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "itemListElement",
            ] {
                if let Some(inner) = fields.get(key).filter(|v| v.is_array() || v.is_object()) {
                    find_article(inner.clone(), best, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn types(value: &Value) -> impl Iterator<Item = &str> {
    let kind = &value["@type"];
    let one = kind.as_str().into_iter();
    one.chain(
        kind.as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str),
    )
}

fn text_at(data: &Value, path: &[&str]) -> Option<String> {
    let value = path.iter().fold(data, |value, key| &value[*key]);
    let value = value.as_array().and_then(|a| a.first()).unwrap_or(value);
    let text = value.as_str().map(|s| line(&htmlize::unescape(s)))?;
    Some(text).filter(|t| !t.is_empty())
}

fn image_of(value: &Value) -> Option<String> {
    match value {
        Value::String(url) => Some(url.clone()),
        Value::Array(values) => values.first().and_then(image_of),
        Value::Object(fields) => fields.get("url").and_then(image_of),
        _ => None,
    }
}

/// One author or several, as names or as objects with names.
fn authors(value: &Value) -> Option<String> {
    let names: Vec<String> = match value {
        Value::String(name) => vec![line(name)],
        Value::Array(values) => values.iter().filter_map(authors).collect(),
        Value::Object(_) => text_at(value, &["name"]).into_iter().collect(),
        _ => Vec::new(),
    };
    Some(names.join(", ")).filter(|n| !n.is_empty())
}

/// `isAccessibleForFree` in all the forms that sites give it, on the article or on a part of it.
fn is_paid(data: &Value) -> bool {
    let says_no = |value: &Value| match &value["isAccessibleForFree"] {
        Value::Bool(free) => !free,
        Value::String(text) => text.eq_ignore_ascii_case("false"),
        _ => false,
    };
    let parts = data["hasPart"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    says_no(data) || says_no(&data["hasPart"]) || parts.iter().any(says_no)
}

/// Name or property, in lower case, to content; the first of a name counts.
fn meta_elements(tree: &Tree) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for node in tree.select("meta[content]").nodes() {
        let name = ["property", "name", "http-equiv"]
            .iter()
            .find_map(|a| node.attr(a));
        let (Some(name), Some(content)) = (name, node.attr("content")) else {
            continue;
        };
        let content = line(&content);
        if !content.is_empty() {
            found
                .entry(name.trim().to_ascii_lowercase())
                .or_insert(content);
        }
    }
    found
}

fn page_title(tree: &Tree) -> Option<String> {
    Some(line(&tree.select_single("head title").text())).filter(|t| !t.is_empty())
}

/// A title without the site's name at its end: "Rates held | The Courier".
fn without_site(title: &str, site: Option<&str>, headings: &[String]) -> String {
    if headings.iter().any(|h| h == title) {
        return title.to_owned();
    }
    for separator in [" | ", " - ", " – ", " — ", " :: ", " · "] {
        let Some((start, end)) = title.rsplit_once(separator) else {
            continue;
        };
        let named = site.is_some_and(|s| s.eq_ignore_ascii_case(end.trim()));
        if named || headings.iter().any(|h| h == start.trim()) {
            return start.trim().to_owned();
        }
    }
    title.to_owned()
}

fn page_byline(tree: &Tree) -> Option<String> {
    const LONGEST: usize = 100;
    let place = "[rel=author], [itemprop=author], .byline, .author-name, .article-author";
    let found = tree.select(place);
    found
        .nodes()
        .iter()
        .map(|n| line(&n.text()))
        .find(|t| !t.is_empty() && t.len() <= LONGEST)
}

/// "By Ada Quill" to "Ada Quill"; no addresses.
pub(super) fn clean_byline(text: &str) -> Option<String> {
    let text = line(text);
    let lower = text.to_lowercase();
    let start = ["by ", "von ", "par ", "por "]
        .iter()
        .find(|p| lower.starts_with(**p))
        .map_or(0, |p| p.len());
    let name = text.get(start..)?.trim();
    let is_address = name.contains("://") || name.starts_with("www.");
    (!name.is_empty() && !is_address).then(|| name.to_owned())
}

fn page_date(tree: &Tree) -> Option<UnixSeconds> {
    let date = |n: &NodeRef| {
        let attribute = n.attr("datetime").or_else(|| n.attr("content"));
        attribute
            .and_then(|d| dates::machine(&d))
            .or_else(|| dates::line(&n.text()).map(|f| f.time))
    };
    let place =
        "[itemprop=datePublished], article time[datetime], time[pubdate], header time[datetime]";
    let found = tree.select(place);
    found.nodes().iter().find_map(date)
}
