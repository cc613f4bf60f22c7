//! What is seen of a block before anything is decided: how long it is, how much of it is links, how it ends.

use crate::renderer::{BlockKind, Document, SpanStyle};

/// What is known of a block.
pub(super) struct Look {
    pub(super) words: usize,
    pub(super) linked: usize,
    /// Running text: sentences, not mostly links.
    pub(super) prose: bool,
    /// It ends as a sentence does.
    pub(super) ends: bool,
    /// In lower case, without signs around it.
    pub(super) plain: String,
    /// A kind of block that may be furniture at all.
    pub(super) open: bool,
}

/// Looks at a block.
pub(super) fn look(document: &Document, number: usize) -> Look {
    let block = &document.blocks[number];
    let text = document.slice(&block.range);
    let count = |t: &str| t.split_whitespace().count();
    let first = document
        .spans
        .partition_point(|s| s.range.start < block.range.start);
    let spans = document.spans[first..]
        .iter()
        .take_while(|s| s.range.start < block.range.end);
    let links = spans.filter(|s| matches!(s.style, SpanStyle::Link(_)));
    let linked: usize = links.map(|s| count(document.slice(&s.range))).sum();
    let words = count(text);
    let ends = text
        .trim_end_matches(['"', '”', '’', '\'', ')', '»', '“', ']'])
        .ends_with(['.', '!', '?', '…', ':', '。', '！', '？']);
    let open = matches!(
        block.kind,
        BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::ListItem
    );
    let prose = open && linked * 2 < words.max(1) && (words >= 25 || words >= 8 && ends);
    let plain = text
        .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '©'))
        .replace('’', "'")
        .to_lowercase();
    Look {
        words,
        linked,
        prose,
        ends,
        plain,
        open,
    }
}
