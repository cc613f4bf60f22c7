//! A web page, or a plain text, to an article. Pure: bytes were fetched and decoded before.

mod dates;
mod extract;
mod furniture;
mod lines;
mod metadata;
mod retain;
mod standfirst;
mod weigh;

use url::Url;

use super::{BlockKind, Document};

/// An article as it is read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The sentence or two between title and text.
    pub standfirst: Option<String>,
    /// The text.
    pub document: Document,
    /// What stood in the page beside the text, in its order.
    pub folded: Vec<Folded>,
}

/// A part of a page that is no part of the article: kept, and shown where a reader asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// Its words.
    pub text: String,
    /// Why it was folded, for a person: "share buttons".
    pub why: &'static str,
}

/// Reads a page. `url` is the address it came from.
pub fn read_html(html: &str, url: Option<&Url>) -> Reading {
    let Some(found) = extract::extract(html, url) else {
        return Reading::default();
    };
    let mut folded = found.folded;
    let (document, above) = lines::fold(found.document, &found.metadata, &mut folded);
    Reading {
        document,
        folded,
        standfirst: found.standfirst.or(above),
    }
}

impl Reading {
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
