//! What feed-rs read, to the nouns of the program: links chosen, authors named, ids made, every text cleaned.

use std::collections::HashSet;

use feed_rs::model::{self, FeedType};
use url::Url;

use super::super::repair::PICTURE;
use super::{ids, text};
use crate::news::{Enclosure, Entry, ParsedFeed, UpdateHints, clean, clean_line};

/// Authors of one entry that are named.
const MOST_AUTHORS: usize = 50;

/// Converts a feed of this format; `base` is what its links are resolved against.
pub fn feed(feed: model::Feed, format: &str, base: Option<&Url>) -> ParsedFeed {
    let kind = feed.feed_type.clone();
    let mut entries: Vec<Entry> = feed
        .entries
        .into_iter()
        .map(|entry| self::entry(entry, &kind, base))
        .collect();
    ids::give(&mut entries);
    let entries = ids::unique(entries);
    // RSS's `managingEditor` comes as a contributor; Atom's contributors are others.
    let editor = feed.contributors.first().filter(|_| kind != FeedType::Atom);
    let author = feed.authors.first().or(editor);
    ParsedFeed {
        format: clean_line(format),
        title: feed.title.map(|title| line(title, &kind)).filter(filled),
        subtitle: feed
            .description
            .map(|text| line(text, &kind))
            .filter(filled),
        id: Some(clean_line(feed.id)).filter(filled),
        link: main_link(&feed.links, base),
        author: author.and_then(name),
        author_email: author.and_then(|person| person.email.as_deref().map(clean_line)),
        language: language(feed.language),
        updated: feed
            .updated
            .or(feed.published)
            .map(|moment| moment.timestamp()),
        hints: UpdateHints::default(),
        partial: false,
        repairs: Vec::new(),
        entries,
    }
}

fn entry(entry: model::Entry, kind: &FeedType, base: Option<&Url>) -> Entry {
    let id = clean_line(entry.id);
    let link = main_link(&entry.links, base);
    let mut names: Vec<String> = Vec::new();
    for name in entry.authors.iter().filter_map(name).take(MOST_AUTHORS) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let email = entry.authors.iter().find_map(|p| p.email.as_deref());
    let (enclosures, image) = files(&entry.links, entry.media, base);
    let comments = entry.links.iter().find(|link| {
        link.rel.as_deref() == Some("replies") || link.target == Some(model::LinkTarget::Comments)
    });
    Entry {
        id,
        title: entry
            .title
            .map(|title| line(title, kind))
            .unwrap_or_default(),
        link,
        author: Some(names.join(", ")).filter(filled),
        author_email: email.map(clean_line),
        published: entry.published.map(|moment| moment.timestamp()),
        // feed-rs copies the one to the other where there is only one.
        updated: entry
            .updated
            .filter(|moment| entry.published != Some(*moment))
            .map(|moment| moment.timestamp()),
        summary: entry
            .summary
            .map(|text| body(text.content, text.content_type.as_str(), kind))
            .filter(filled),
        content: entry
            .content
            .and_then(|content| Some(body(content.body?, content.content_type.as_str(), kind)))
            .filter(filled),
        categories: categories(entry.categories),
        comments: comments.and_then(|link| resolve(&link.href, base)),
        enclosures,
        image,
        language: language(entry.language),
    }
}

/// Language tags do not depend on case (RFC 5646, 2.1.1).
fn language(tag: Option<String>) -> Option<String> {
    tag.map(|tag| clean_line(tag).to_ascii_lowercase())
        .filter(filled)
}

fn filled(text: &String) -> bool {
    !text.is_empty()
}

/// A title. RSS never says whether it is HTML, and JSON Feed that it is not; in practice both are.
fn line(text: model::Text, kind: &FeedType) -> String {
    let plain = *kind == FeedType::Atom && text.content_type.as_str() == "text/plain";
    if plain {
        text::line(&text.content)
    } else {
        text::title(&text.content)
    }
}

/// A body, as HTML.
fn body(content: String, media_type: &str, kind: &FeedType) -> String {
    let plain = matches!(kind, FeedType::Atom | FeedType::JSON) && media_type == "text/plain";
    if plain {
        clean(text::html(&content))
    } else if content.trim_ascii().len() < content.len() {
        clean(content.trim_ascii())
    } else {
        clean(content)
    }
}

fn name(person: &model::Person) -> Option<String> {
    let name = person.name.as_deref().or(person.email.as_deref())?;
    let name = text::title(name);
    // What feed-rs leaves of "address (name)".
    let name = name.trim_matches(['(', ')', '<', '>', '"', ' ']);
    Some(name.to_owned()).filter(filled)
}

fn categories(categories: Vec<model::Category>) -> Vec<String> {
    let mut seen = HashSet::new();
    let labels = categories
        .into_iter()
        .map(|category| text::title(&category.label.unwrap_or(category.term)));
    labels
        .filter(|label| !label.is_empty() && seen.insert(label.clone()))
        .collect()
}

/// The page that a feed or entry stands for: a link to HTML rather than to anything else; RSS's own rather than one
/// borrowed from Atom, of equals the last.
fn main_link(links: &[model::Link], base: Option<&Url>) -> Option<String> {
    let pages = links.iter().filter(|link| {
        link.target.is_none() && matches!(link.rel.as_deref(), None | Some("alternate"))
    });
    let page = pages.max_by_key(|link| {
        let html = matches!(
            link.media_type.as_deref(),
            None | Some("text/html" | "application/xhtml+xml")
        );
        (html, link.rel.is_none())
    })?;
    resolve(&page.href, base)
}

/// An absolute address; `None` for an empty one. What cannot be resolved stays as it is.
fn resolve(href: &str, base: Option<&Url>) -> Option<String> {
    let href = clean_line(href);
    if href.is_empty() {
        return None;
    }
    match Url::parse(&href) {
        Ok(url) => Some(url.into()),
        Err(_) => Some(
            base.and_then(|base| base.join(&href).ok())
                .map_or(href, String::from),
        ),
    }
}

/// The files of an entry, and a picture for it.
fn files(
    links: &[model::Link],
    media: Vec<model::MediaObject>,
    base: Option<&Url>,
) -> (Vec<Enclosure>, Option<String>) {
    let mut enclosures: Vec<Enclosure> = Vec::new();
    let rel = |wanted: &'static str| {
        links
            .iter()
            .filter(move |link| link.rel.as_deref() == Some(wanted))
    };
    let mut thumbnail = rel(PICTURE).find_map(|link| resolve(&link.href, base));
    // JSON Feed's attachments come as links too, the only ones with a type.
    let attached = |link: &&model::Link| match link.rel.as_deref() {
        None => link.media_type.is_some(),
        rel => rel == Some("enclosure"),
    };
    for link in links.iter().filter(attached) {
        enclosures.extend(resolve(&link.href, base).map(|url| Enclosure {
            url,
            media_type: link.media_type.as_deref().map(clean_line),
            length: link.length,
            duration: None,
        }));
    }
    for object in media {
        let duration = object.duration;
        for content in object.content {
            let Some(url) = content.url else { continue };
            enclosures.push(Enclosure {
                url: clean_line(String::from(url)),
                media_type: content.content_type.map(|kind| clean_line(kind.as_str())),
                length: content.size,
                duration: content.duration.or(duration).map(|time| time.as_secs()),
            });
        }
        let first = object.thumbnails.into_iter().next();
        thumbnail = thumbnail.or(first.and_then(|thumb| resolve(&thumb.image.uri, base)));
    }
    let mut seen = HashSet::new();
    enclosures.retain(|file| seen.insert(file.url.clone()));
    let picture = |file: &&Enclosure| {
        let kind = file.media_type.as_deref();
        kind.is_some_and(|kind| kind.starts_with("image/"))
    };
    let image = thumbnail.or_else(|| enclosures.iter().find(picture).map(|file| file.url.clone()));
    enclosures.retain(|file| file.media_type.as_deref() != Some(PICTURE));
    (enclosures, image)
}
