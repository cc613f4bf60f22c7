//! An article to what is read of it: its texts, what was said in them, and which text comes first. Pure.

use std::sync::Arc;

use url::Url;

use crate::app::{About, Loaded, Origin, Version};
use crate::news::{Article, Preview};
use crate::quotes;
use crate::renderer::article::{Reading, Verdict, read_feed};

/// A text of fewer words is short.
const SHORT: usize = 250;

/// Makes an article's document and finds its quotations. Where its page was read, that is its text, unless the feed
/// sent more.
pub fn load(mut article: Article) -> Loaded {
    let base = article.link.as_deref();
    let base = base.and_then(|link| Url::parse(link).ok());
    let headline = &article.headline;
    let author = headline.author.as_deref();
    let feed = read_feed(&article.html, base.as_ref(), &headline.title, author);
    let status = article.full.as_ref().and_then(|full| full.status);
    let refused = matches!(status, Some(401 | 402 | 403 | 451));
    let read = article.full.as_mut().and_then(|full| full.reading.take());
    let page = read.and_then(|json| Reading::from_json(&json));
    let Some(page) = page.filter(|page| page.verdict == Verdict::Article) else {
        let preview = match feed.preview.0 {
            Preview::No if refused && feed.document.word_count() < SHORT => Preview::Likely,
            preview => preview,
        };
        let mut version = version(feed, Origin::Feed, &article);
        version.about.preview = preview;
        version.about.page_is_preview = refused;
        return loaded(article, version, None);
    };
    let (words, of_page) = (feed.document.word_count(), page.document.word_count());
    let preview = page.preview.0;
    let is_complete = words >= SHORT && words > 2 * of_page;
    let prefers_feed = words > of_page && (preview != Preview::No || is_complete);
    let headline = &mut article.headline;
    headline.author = headline.author.take().or_else(|| page.byline.clone());
    let mut feed = version(feed, Origin::Feed, &article);
    let mut page = version(page, Origin::Page, &article);
    feed.about.page_is_preview = preview != Preview::No;
    page.about.page_is_preview = preview != Preview::No;
    if feed.about.preview == Preview::No && !is_complete {
        feed.about.preview = preview;
    }
    if prefers_feed {
        loaded(article, feed, Some(page))
    } else if words == 0 {
        loaded(article, page, None)
    } else {
        loaded(article, page, Some(feed))
    }
}

/// An article of which this is the text.
pub fn loaded(mut article: Article, shown: Version, other: Option<Version>) -> Loaded {
    article.headline.preview = shown.about.preview;
    Loaded {
        article,
        document: shown.document,
        quotes: shown.quotes,
        standfirst: shown.standfirst,
        about: shown.about,
        other: other.map(Box::new),
    }
}

/// A text with what was said in it. What `article` says already is not said again.
pub fn version(reading: Reading, origin: Origin, article: &Article) -> Version {
    let mut document = reading.document;
    if document.language.is_none() {
        document.language.clone_from(&article.language);
    }
    let quotes = quotes::extract(&document);
    let shown = document.images.iter().map(|image| name(&image.url));
    let shown: Vec<String> = shown.collect();
    let is_new = |image: &String| !shown.contains(&name(image));
    let source = article.source.to_lowercase();
    let about = About {
        origin,
        preview: reading.preview.0,
        page_is_preview: false,
        folded: reading.folded,
        site: reading
            .site
            .filter(|site| !source.contains(&site.to_lowercase())),
        language: reading.language.filter(|tag| {
            origin == Origin::Page && Some(primary(tag)) != article.language.as_deref().map(primary)
        }),
        lead_image: reading.lead_image.filter(is_new),
    };
    Version {
        document: Arc::new(document),
        quotes,
        standfirst: reading.standfirst,
        about,
    }
}

/// The language itself, without region or script.
fn primary(tag: &str) -> String {
    let end = tag.find(['-', '_']).unwrap_or(tag.len());
    tag[..end].to_ascii_lowercase()
}

/// What two sizes of one picture have in common: the name of its file.
fn name(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_lowercase()
}
