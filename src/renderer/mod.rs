//! HTML to a [`Document`], and a `Document` to wrapped lines: two pure steps. No network, no disk, no clock.
//!
//! `document` runs once an article and knows nothing of widths; `layout` runs at each width and knows nothing of HTML.
//!
//! ```text
//! html ─► limits ─► tree ─► prepare ─► convert (html2text) ─► assemble ─► Document ─► layout ─► Page
//! ```

pub mod article;
mod assemble;
mod changes;
mod convert;
pub mod direction;
mod document;
mod layout;
mod lead;
mod limits;
mod links;
mod markdown;
mod page;
mod pieces;
mod plain;
mod prepare;
mod sanitise;
mod source;
mod tags;

use crate::guard::guarded;

use source::Source;
use url::Url;

pub use changes::{Change, ChangeKind, changes, paragraphs};
pub use direction::RightToLeft;
pub use document::{Block, BlockKind, Document, Image, Link, Marker, SoftBreak, Span, SpanStyle};
pub use layout::{
    LayoutOptions, Room, Rooms, guess_more, layout, layout_end, layout_more, layout_near,
    layout_while,
};
pub use lead::lead;
pub use markdown::markdown;
pub use page::{Cells, Line, Page, Role, Run, TextStyle};
pub use pieces::{LONG, Pieces, pieces};
pub use plain::plain;

/// The document of a piece of HTML; relative links are resolved against `base`. Never fails: whatever cannot be read as
/// HTML is read as plain text.
pub fn document(html: &str, base: Option<&Url>) -> Document {
    // The converter has panicked on other people's pages before; one article must not take the reader with it.
    guarded(|| match source::source(html) {
        Source::Html => read(html, base),
        Source::Markdown(html) => read(&html, base),
        Source::Plain(text) => Some(plain(&text)),
    })
    .ok()
    .flatten()
    .unwrap_or_else(|| plain(html))
}

fn read(html: &str, base: Option<&Url>) -> Option<Document> {
    let tree = dom_query::Document::from(limits::limit(html, false).html.as_str());
    let mut prepared = prepare::prepare(&tree.root(), base)?;
    let mut document = assemble::assemble(prepared.drafts, &mut prepared.texts);
    document.links = prepared.links;
    document.images = prepared.images;
    Some(document)
}
