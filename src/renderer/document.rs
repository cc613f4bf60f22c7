//! The one canonical text of an article, with what is known of each part of it. Everything points into `text`.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// An article's text, independent of any width. All ranges are byte ranges in `text`, on character boundaries.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document {
    /// The whole text: blocks in order, separated by a blank line ("\n\n"). Holds no control character but "\n"
    /// (and "\t" within code), and no bidirectional override.
    pub text: String,
    /// In the order of the text, never overlapping.
    pub blocks: Vec<Block>,
    /// Styles and links, ordered by start; they may nest.
    pub spans: Vec<Span>,
    /// Link targets, absolute; `SpanStyle::Link(n)` is `links[n]`, shown as n + 1.
    pub links: Vec<Link>,
    /// Images; `BlockKind::Image(n)` is `images[n]`.
    pub images: Vec<Image>,
    /// Language tag (BCP 47), where the feed or the page says it.
    pub language: Option<String>,
    /// Places where the page allows a line to end within a word, in order. The text itself holds neither soft hyphens
    /// nor zero-width spaces, so that a word can be found and copied whole.
    pub soft_breaks: Vec<SoftBreak>,
}

impl Document {
    /// The text of a range; empty where the range is not one of this text.
    pub fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The block that holds the byte `at`.
    pub fn block_at(&self, at: usize) -> Option<usize> {
        let mut index = self.blocks.partition_point(|b| b.range.end < at);
        // Rules and pictures without words stand where the text after them begins.
        while let [block, next, ..] = &self.blocks[index..]
            && block.range.is_empty()
            && next.range.start <= at
        {
            index += 1;
        }
        (index < self.blocks.len() && self.blocks[index].range.start <= at).then_some(index)
    }

    /// The 1-based number of the paragraph that holds the byte `at`, counting blocks of prose alone.
    pub fn paragraph_number(&self, at: usize) -> Option<usize> {
        let index = self.block_at(at)?;
        Some(
            self.blocks[..=index]
                .iter()
                .filter(|b| b.is_prose())
                .count(),
        )
    }

    /// Puts the document of a text's next piece behind this one; returns where its text begins.
    pub fn append(&mut self, next: Self) -> usize {
        let before = self.text.len();
        if !self.text.is_empty() && !next.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let base = self.text.len();
        self.text.push_str(&next.text);
        let moved = |range: Range<usize>| base + range.start..base + range.end;
        let (links, images) = (self.links.len(), self.images.len());
        self.blocks.extend(next.blocks.into_iter().map(|mut block| {
            block.range = match block.range {
                // A rule before all words stands where the words before it end.
                Range { start: 0, end: 0 } => before..before,
                range => moved(range),
            };
            match &mut block.kind {
                BlockKind::Image(image) => *image += images,
                BlockKind::Table { rows, .. } => {
                    for cell in rows.iter_mut().flatten() {
                        *cell = moved(cell.clone());
                    }
                }
                _ => {}
            }
            block
        }));
        self.spans.extend(next.spans.into_iter().map(|span| Span {
            range: moved(span.range),
            style: match span.style {
                SpanStyle::Link(link) => SpanStyle::Link(link + links),
                style => style,
            },
        }));
        self.images
            .extend(next.images.into_iter().map(|image| Image {
                link: image.link.map(|link| link + links),
                ..image
            }));
        let soft_breaks = next.soft_breaks.into_iter();
        self.soft_breaks.extend(soft_breaks.map(|soft| SoftBreak {
            at: base + soft.at,
            ..soft
        }));
        self.links.extend(next.links);
        self.language = self.language.take().or(next.language);
        base
    }

    /// Every range lies within the text and on its characters, and every number leads somewhere: a document that came
    /// from outside may be used like one that was made here.
    pub fn is_sound(&self) -> bool {
        let is_range = |range: &Range<usize>| self.text.get(range.clone()).is_some();
        let is_block = |block: &Block| {
            is_range(&block.range)
                && match &block.kind {
                    BlockKind::Image(number) => *number < self.images.len(),
                    BlockKind::Table { rows, .. } => rows.iter().flatten().all(is_range),
                    _ => true,
                }
        };
        let is_link = |number: usize| number < self.links.len();
        self.blocks.iter().all(is_block)
            && self.blocks.is_sorted_by_key(|block| block.range.start)
            && self.spans.is_sorted_by_key(|span| span.range.start)
            && self.spans.iter().all(|span| match span.style {
                SpanStyle::Link(number) => is_range(&span.range) && is_link(number),
                _ => is_range(&span.range),
            })
            && self
                .soft_breaks
                .iter()
                .all(|soft| self.text.is_char_boundary(soft.at))
            && self
                .images
                .iter()
                .filter_map(|image| image.link)
                .all(is_link)
    }

    /// Words of prose, for the reading time.
    pub fn word_count(&self) -> usize {
        self.words_of(&self.blocks)
    }

    /// The same of some of its blocks.
    pub fn words_of(&self, blocks: &[Block]) -> usize {
        blocks
            .iter()
            .filter(|b| b.is_prose())
            .map(|b| self.slice(&b.range).split_whitespace().count())
            .sum()
    }
}

/// A block of text: a paragraph, a heading, an item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: BlockKind,
    /// How many block quotations it stands in.
    pub quote_depth: u8,
    /// The list items that it stands in, outermost first. A later block of the same item has `first: false`.
    pub markers: Vec<Marker>,
}

impl Block {
    /// Running text: where quotations are looked for and words are counted.
    pub fn is_prose(&self) -> bool {
        matches!(
            self.kind,
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Definition
        )
    }
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// Running text, at any depth of quotation.
    Paragraph,
    /// A heading, level 1 to 6.
    Heading(u8),
    /// Text of a list item; its markers stand in `Block::markers`.
    ListItem,
    /// A term of a definition list.
    Term,
    /// The definition of a term.
    Definition,
    /// Preformatted text, its lines kept.
    Code {
        /// The language, where the page says it.
        language: Option<String>,
    },
    /// A table. In the text, cells are separated by "\t" and rows by "\n"; the lines of one cell too by "\n".
    Table {
        /// Rows of cells; each cell a range in the text.
        rows: Vec<Vec<Range<usize>>>,
        /// How many rows at the top are headers.
        header_rows: usize,
    },
    /// The caption of a figure or a table.
    Caption,
    /// A thematic break. Its text is empty.
    Rule,
    /// An image; its text is the alt text.
    Image(usize),
    /// Audio, video or a frame, as a line with its link.
    Media,
}

/// The sign before a list item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// "1.", "c.", or empty for the bullet of an unordered list.
    pub label: String,
    /// The block begins the item, and so carries the sign.
    pub first: bool,
}

/// A place in the text where a line may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoftBreak {
    /// Byte in the text before which the line may end.
    pub at: usize,
    /// The line then ends with a hyphen.
    pub hyphen: bool,
}

/// A styled range of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Where.
    pub range: Range<usize>,
    /// How.
    pub style: SpanStyle,
}

/// The style of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpanStyle {
    /// `em`, `i`, `cite`, `dfn`, `var`.
    Emphasis,
    /// `strong`, `b`.
    Strong,
    /// `code`, `samp`, `tt`.
    Code,
    /// `kbd`.
    Key,
    /// `s`, `strike`, `del`.
    Strike,
    /// `u`, `ins`.
    Underline,
    /// `mark`.
    Mark,
    /// `small`, `sub` that could not be set as such.
    Small,
    /// The words of a `q` element; its marks stand in the text.
    Quotation,
    /// A link, by its place in `Document::links`.
    Link(usize),
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Absolute where the base allowed it; http, https or mailto.
    pub url: String,
}

/// A picture in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Absolute where the base allowed it.
    pub url: String,
    /// The alternative text; may be empty.
    pub alt: String,
    /// Where a click on it leads, by its place in `Document::links`.
    pub link: Option<usize>,
}
