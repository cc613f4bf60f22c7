//! A web page, or a plain text, to an article. Pure: bytes were fetched and decoded before.
//!
//! ```text
//! page ─► metadata, extract (dom_smoothie, a second try) ─► standfirst, furniture ─► Document ─► preview, lines ─► Reading
//! ```

mod dates;
mod extract;
mod furniture;
mod lines;
mod metadata;
mod pages;
mod preview;
mod retain;
mod rules;
mod standfirst;
mod weigh;
mod zones;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use url::Url;

use super::source::{is_markdown, markdown};
use super::{BlockKind, Document, plain};
use crate::guard::guarded;
use crate::news::{Preview, UnixSeconds};
use extract::Found;
use metadata::Metadata;
pub use rules::Rule;

/// An article as it is read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// Plain text, on one line.
    pub title: Option<String>,
    /// Authors, joined with ", ".
    pub byline: Option<String>,
    /// When it was published.
    pub published: Option<UnixSeconds>,
    /// When it was last changed, as the page says.
    pub updated: Option<UnixSeconds>,
    /// The site's name.
    pub site: Option<String>,
    /// Language tag (BCP 47).
    pub language: Option<String>,
    /// The address of the picture that goes with it.
    pub lead_image: Option<String>,
    /// The sentence or two between title and text.
    pub standfirst: Option<String>,
    /// Whether only a part of it is there, and the sentence that says so, where one does.
    pub preview: (Preview, Option<String>),
    /// What stood in the page beside the text, in its order.
    pub folded: Vec<Folded>,
    /// What the page turned out to be.
    pub verdict: Verdict,
    /// The address of its next page, where there is one.
    #[serde(skip)]
    pub next_page: Option<Url>,
    /// The text.
    pub document: Document,
}

/// The number of the form in which readings are kept; another one wherever that changes.
const FORM: u32 = 1;

/// What is known of a page beside what stands in it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The address that it came from.
    pub url: Option<&'a Url>,
    /// The status code that it came with (RFC 9110), or 0.
    pub status: u16,
    /// The reader's own rule for its site.
    pub rule: Option<&'a Rule>,
    /// Of an article on several pages: the first page's address, and the number of this page.
    pub part: Option<(&'a Url, u32)>,
}

/// A part of a page that is no part of the article: kept, and shown where a reader asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folded {
    /// Its words.
    pub text: String,
    /// Why it was folded, for a person: "share buttons".
    pub why: Cow<'static, str>,
}

/// What a page turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Verdict {
    /// An article.
    Article,
    /// A page that puts its text together with scripts, which are not run here.
    NeedsScripts,
    /// A page with hardly any running text.
    #[default]
    NoArticle,
}

/// Reads a page. `url` is the address it came from. Never fails: of a page that holds no article, `verdict` says so.
pub fn read_html(html: &str, url: Option<&Url>) -> Reading {
    let context = Context {
        url,
        ..Context::default()
    };
    read_page(html, &context)
}

/// The same, with all that is known of the page.
pub fn read_page(html: &str, context: &Context) -> Reading {
    // As in `document`: a panic in a parser is the end of one page, not of the reader.
    guarded(|| extract::extract(html, context))
        .ok()
        .flatten()
        .map_or_else(Reading::default, read)
}

/// Reads what a feed sent for an article. Here little is furniture, and short lines are text: only what gives itself
/// away by its words or its own marks is folded.
pub fn read_feed(html: &str, base: Option<&Url>, title: &str, author: Option<&str>) -> Reading {
    let metadata = || Metadata {
        title: Some(title.to_owned()),
        byline: author.map(str::to_owned),
        is_feed: true,
        ..Metadata::default()
    };
    guarded(|| extract::of_feed(html, base, metadata()))
        .ok()
        .flatten()
        .map_or_else(
            || Reading {
                verdict: Verdict::Article,
                document: crate::renderer::document(html, base),
                ..Reading::default()
            },
            read,
        )
}

/// Reads a plain text, with the same treatment.
pub fn read_text(text: &str) -> Reading {
    let document = if is_markdown(text) {
        super::document(&markdown(text), None)
    } else {
        plain(text)
    };
    let found = Found {
        document,
        ..Found::default()
    };
    let mut reading = read(found);
    let lines = lines::title_line(&reading.document);
    if reading.title.is_none()
        && let Some(first) = lines
    {
        reading.title = Some(
            reading
                .document
                .slice(&reading.document.blocks[first].range)
                .to_owned(),
        );
        let keep: Vec<bool> = (0..reading.document.blocks.len())
            .map(|n| n != first)
            .collect();
        reading.document = retain::retain(&reading.document, &keep);
    }
    reading
}

fn read(found: Found) -> Reading {
    let Found {
        mut document,
        mut folded,
        metadata,
        standfirst,
        signs,
        script_bytes,
        next_page,
    } = found;
    let mut preview = (Preview::No, None);
    if let Some(notice) = preview::notice(&document) {
        let sentence = document
            .slice(&document.blocks[notice].range)
            .replace('\n', " ");
        preview = (Preview::Certain, Some(sentence));
        let keep: Vec<bool> = (0..document.blocks.len()).map(|n| n != notice).collect();
        document = retain::retain(&document, &keep);
    }
    let sorted = lines::sort(document, &metadata, &mut folded);
    let mut document = sorted.document;
    if preview.0 == Preview::No {
        preview.0 = preview::by_signs(&document, &metadata, signs);
    }
    document.language.clone_from(&metadata.language);
    let Metadata {
        title,
        byline,
        published,
        updated,
        site,
        language,
        image,
        ..
    } = metadata;
    Reading {
        title,
        byline: byline.or(sorted.byline),
        published: published.or(sorted.published),
        updated: updated.or(sorted.updated),
        site,
        language,
        lead_image: image,
        standfirst: standfirst.or(sorted.standfirst),
        preview,
        folded,
        verdict: verdict(&document, script_bytes),
        next_page,
        document,
    }
}

fn verdict(document: &Document, script_bytes: usize) -> Verdict {
    const FEW: usize = 100;
    const HARDLY_ANY: usize = 10;
    match document.word_count() {
        words if words >= FEW => Verdict::Article,
        _ if script_bytes > document.text.len() && script_bytes > 1000 => Verdict::NeedsScripts,
        words if words >= HARDLY_ANY => Verdict::Article,
        _ => Verdict::NoArticle,
    }
}

impl Reading {
    /// As it is kept in the cache.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&(FORM, self)).expect("texts and numbers are JSON")
    }

    /// And back; `None` where it is damaged, or was kept by a version that kept it otherwise.
    pub fn from_json(json: &str) -> Option<Self> {
        let (form, reading): (u32, Self) = serde_json::from_str(json).ok()?;
        (form == FORM && reading.document.is_sound()).then_some(reading)
    }

    /// The running text alone: without pictures, captions and rules.
    pub fn body(&self) -> String {
        let body = self.document.blocks.iter().filter(|b| {
            !matches!(
                b.kind,
                BlockKind::Image(_) | BlockKind::Media | BlockKind::Caption | BlockKind::Rule
            )
        });
        body.map(|b| self.document.slice(&b.range))
            .collect::<Vec<_>>()
            .join("\n\n")
    }
}
