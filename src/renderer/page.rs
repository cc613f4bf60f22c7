//! A document laid out at one width: lines of runs, each run with its range in the text.

use std::ops::Range;

/// A document at one width.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The width in cells that no line exceeds.
    pub width: u16,
    /// From top to bottom.
    pub lines: Vec<Line>,
}

/// One line of the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// From left to right, without gaps: decoration and blanks are runs too.
    pub runs: Vec<Run>,
    /// The block that it belongs to; `None` for a blank line.
    pub block: Option<usize>,
}

/// A piece of a line in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What stands on the screen.
    pub text: String,
    /// Where it stands in the document's text; empty (`n..n`) for decoration: margins, bullets, rules.
    pub range: Range<usize>,
    /// Cells from the left edge of the page.
    pub column: u16,
    /// Cells that it takes.
    pub width: u16,
    /// How it looks.
    pub style: TextStyle,
}

/// How a run looks, in terms of meaning; the theme makes colours of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct TextStyle {
    /// What it is.
    pub role: Role,
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Struck through.
    pub strike: bool,
    /// Underlined.
    pub underline: bool,
    /// The link it belongs to, by its place in `Document::links`.
    pub link: Option<u32>,
}

/// What a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Body,
    /// A heading of a level.
    Heading(u8),
    /// Text of a block quotation.
    BlockQuote,
    /// Code, inline or in a block.
    Code,
    /// A key to press.
    Key,
    /// Marked text.
    Mark,
    /// Smaller or secondary text: captions, small print.
    Secondary,
    /// A table's header cell.
    TableHeader,
    /// An image's or medium's line.
    Image,
    /// Bullets and numbers of lists, quotation bars, rules: not text of the article.
    Decoration,
    /// The number of a link.
    LinkNumber,
}
