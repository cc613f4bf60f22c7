//! HTML to a [`Document`], and a `Document` to wrapped lines: two pure steps. No network, no disk, no clock.
//!
//! `document` runs once an article and knows nothing of widths; `layout` runs at each width and knows nothing of HTML.

mod document;
mod page;

pub use document::{Block, BlockKind, Document, Image, Link, Marker, Span, SpanStyle};
pub use page::{Line, Page, Role, Run, TextStyle};
