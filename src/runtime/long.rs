//! A very long article, read in pieces: the first of them makes a screen at once, the others follow. However it is read,
//! at once or piece by piece, it has the same text and the same quotations. Pure.

use url::Url;

use crate::app::Part;
use crate::news::{Article, Preview, Quote};
use crate::quotes::{self, Roster};
use crate::renderer::article::{Reading, read_feed};
use crate::renderer::{Document, LONG, Pieces, document, pieces};

/// Whether an article is read in pieces: its page was not, and what the feed sent is very long.
pub(super) fn is_long(article: &Article) -> bool {
    let page = article.full.as_ref();
    article.html.len() > LONG && page.is_none_or(|full| full.reading.is_none())
}

/// A long article, from its second piece on. Each is made when it is asked for.
pub(super) struct Rest<'h> {
    pieces: Pieces<'h>,
    base: Option<Url>,
    language: Option<String>,
    bytes: usize,
    /// Whom it has named so far.
    named: Roster,
}

impl<'h> Rest<'h> {
    /// The beginning of an article with this HTML, and what follows it.
    pub fn of(article: &Article, html: &'h str) -> (Reading, Self) {
        let base = article.link.as_deref();
        let base = base.and_then(|link| Url::parse(link).ok());
        let mut pieces = pieces(html);
        let first = pieces.next().unwrap_or_default();
        let headline = &article.headline;
        let author = headline.author.as_deref();
        let mut reading = read_feed(first, base.as_ref(), &headline.title, author);
        // Of course it ends before its end.
        if reading.preview.0 == Preview::Likely {
            reading.preview.0 = Preview::No;
        }
        if reading.document.language.is_none() {
            reading.document.language.clone_from(&article.language);
        }
        let rest = Self {
            pieces,
            base,
            language: reading.document.language.clone(),
            bytes: html.len(),
            named: Roster::default(),
        };
        (reading, rest)
    }

    /// How much of the article has been made, in percent; `None` where all of it has.
    pub fn percent(&self) -> Option<u8> {
        let left = self.pieces.left();
        (left > 0).then(|| ((self.bytes - left) as u64 * 100 / self.bytes as u64) as u8)
    }

    /// What was said in a part, each in its turn.
    pub fn said(&mut self, document: &Document) -> Vec<Quote> {
        quotes::extract_after(document, &mut self.named)
    }

    /// The next part, with what was said in it.
    pub fn part(&mut self) -> Option<Part> {
        let document = self.next()?;
        let quotes = self.said(&document);
        let percent = self.percent();
        Some(Part {
            document,
            quotes,
            percent,
        })
    }
}

impl Iterator for Rest<'_> {
    type Item = Document;

    fn next(&mut self) -> Option<Document> {
        let mut document = document(self.pieces.next()?, self.base.as_ref());
        document.language.clone_from(&self.language);
        Some(document)
    }
}

/// The whole of a long article, with its quotations.
pub(super) fn whole(article: &Article) -> (Reading, Vec<Quote>) {
    let (mut reading, mut rest) = Rest::of(article, &article.html);
    let mut quotes = rest.said(&reading.document);
    while let Some(part) = rest.part() {
        let at = reading.document.append(part.document);
        quotes.extend(part.quotes.into_iter().map(|quote| quote.moved(at)));
    }
    (reading, quotes)
}

/// Its text alone.
pub(super) fn whole_text(article: &Article) -> String {
    let (mut reading, rest) = Rest::of(article, &article.html);
    for document in rest {
        reading.document.append(document);
    }
    reading.document.text
}
