//! An article to what is read of it: its texts, what was said in them, and which text comes first. Pure.

use std::sync::Arc;

use url::Url;

use super::long::{self, is_long};
use crate::app::{About, Loaded, Marked, Origin, Version};
use crate::news::{Article, Highlight, Marks, Places, Preview, Quote};
use crate::quotes;
use crate::renderer::article::{Reading, Verdict, read_feed};

/// A text of fewer words is short.
const SHORT: usize = 250;

/// The texts of an article.
struct Texts {
    shown: (Reading, Origin),
    other: Option<(Reading, Origin)>,
    /// The page was asked for, and is a preview.
    page_is_preview: bool,
}

/// Makes an article's document and finds its quotations. Where its page was read, that is its text, unless the feed
/// sent more.
pub fn load(mut article: Article) -> Loaded {
    if is_long(&article) {
        let (reading, quotes) = long::whole(&article);
        return load_long(article, reading, quotes, None);
    }
    let Texts {
        shown,
        other,
        page_is_preview,
    } = texts(&mut article);
    let byline = shown.0.byline.clone();
    let byline = byline.or_else(|| other.as_ref()?.0.byline.clone());
    let headline = &mut article.headline;
    headline.author = headline.author.take().or(byline);
    let version = |(reading, origin), article: &Article| {
        let mut version = version(reading, origin, article);
        version.about.page_is_preview = page_is_preview;
        version
    };
    let shown = version(shown, &article);
    let other = other.map(|other| version(other, &article));
    loaded(article, shown, other)
}

/// The text of an article that is shown first: what is searched, and what its quotations are found in.
pub fn text(mut article: Article) -> String {
    if is_long(&article) {
        return long::whole_text(&article);
    }
    texts(&mut article).shown.0.document.text
}

/// Reads what is kept of an article, and decides which text is shown first.
fn texts(article: &mut Article) -> Texts {
    let base = article.link.as_deref();
    let base = base.and_then(|link| Url::parse(link).ok());
    let headline = &article.headline;
    let author = headline.author.as_deref();
    let mut feed = read_feed(&article.html, base.as_ref(), &headline.title, author);
    let status = article.full.as_ref().and_then(|full| full.status);
    let refused = matches!(status, Some(401 | 402 | 403 | 451));
    let kept = article.full.as_mut().and_then(|full| full.reading.take());
    let page = kept.and_then(|json| Reading::from_json(&json));
    let Some(page) = page.filter(|page| page.verdict == Verdict::Article) else {
        if refused && feed.document.word_count() < SHORT && feed.preview.0 == Preview::No {
            feed.preview.0 = Preview::Likely;
        }
        return Texts {
            shown: (feed, Origin::Feed),
            other: None,
            page_is_preview: refused,
        };
    };
    let (words, of_page) = (feed.document.word_count(), page.document.word_count());
    let page_is_preview = page.preview.0 != Preview::No;
    let is_complete = words >= SHORT && words > 2 * of_page;
    if feed.preview.0 == Preview::No && !is_complete {
        feed.preview.0 = page.preview.0;
    }
    let (feed, page) = ((feed, Origin::Feed), (page, Origin::Page));
    let (shown, other) = if words > of_page && (page_is_preview || is_complete) {
        (feed, Some(page))
    } else {
        (page, Some(feed).filter(|_| words > 0))
    };
    Texts {
        shown,
        other,
        page_is_preview,
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
        marked: Vec::new(),
        corrections: Vec::new(),
    }
}

/// A long article of which this has been read; `percent` says how much that is, where it is not all.
pub(super) fn load_long(
    mut article: Article,
    reading: Reading,
    quotes: Vec<Quote>,
    percent: Option<u8>,
) -> Loaded {
    let headline = &mut article.headline;
    headline.author = headline.author.take().or_else(|| reading.byline.clone());
    let mut version = version_with(reading, quotes, Origin::Feed, &article);
    version.about.percent = percent;
    loaded(article, version, None)
}

/// The same with what the reader left in it: the words that were marked are found in the text that is shown.
pub(super) fn load_marked(article: Article, marks: Marks) -> Loaded {
    with_marks(load(article), marks)
}

/// An article with what the reader left in it.
pub(super) fn with_marks(mut loaded: Loaded, marks: Marks) -> Loaded {
    let mut places = Places::of(&loaded.document.text);
    let marked = |highlight: Highlight| Marked {
        place: places.find(&highlight.anchor),
        highlight,
    };
    loaded.marked = marks.highlights.into_iter().map(marked).collect();
    loaded.corrections = marks.corrections;
    loaded
}

/// A text with what was said in it. What `article` says already is not said again.
pub fn version(reading: Reading, origin: Origin, article: &Article) -> Version {
    let mut reading = reading;
    let document = &mut reading.document;
    if document.language.is_none() {
        document.language.clone_from(&article.language);
    }
    let quotes = quotes::extract(document);
    version_with(reading, quotes, origin, article)
}

fn version_with(
    reading: Reading,
    quotes: Vec<Quote>,
    origin: Origin,
    article: &Article,
) -> Version {
    let document = reading.document;
    let shown = document.images.iter().map(|image| name(&image.url));
    let shown: Vec<String> = shown.collect();
    let is_new = |image: &String| {
        shown
            .iter()
            .all(|known| known.is_empty() || *known != name(image))
    };
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
        percent: None,
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

/// What two sizes of one picture have in common: the letters of its file's name.
fn name(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let letters = stem.chars().filter(|c| c.is_alphabetic() && *c != 'x');
    letters.flat_map(char::to_lowercase).collect()
}
