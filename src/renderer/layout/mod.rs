//! A document at one width: blocks to lines. Pure and fast, since every resize runs it; knows nothing of HTML.

mod breaks;
mod code;
mod indent;
mod justify;
mod line;
mod links;
mod near;
mod order;
mod styles;
mod table;
mod width;

use std::collections::BTreeMap;
use std::ops::Range;

use super::direction::{Levels, RightToLeft, runs_right_to_left};
use super::page::{Line, Page, Role, TextStyle};
use super::{Block, BlockKind, Document};
use breaks::{Filler, segments};
use indent::Indents;
use line::LineWriter;
pub use near::{guess_more, layout_near, layout_while};
use styles::{Insert, Piece, pieces};

/// How a document is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayoutOptions {
    /// No line is wider, in cells.
    pub width: u16,
    /// Nor wider than this: the widest line that is comfortable to read.
    pub measure: u16,
    /// Spread the blanks of a line, so that the lines of a paragraph end alike.
    pub justify: bool,
    /// Number the links, and list them at the end of the page.
    pub list_links: bool,
    /// Signs from ASCII alone, for terminals without the others.
    pub ascii: bool,
    /// From one line of running text to the next, in lines: 1, or 2 for a blank line between them.
    pub spacing: u8,
    /// What is done about text that runs from right to left.
    pub right_to_left: RightToLeft,
}

/// What is to stand where an image is, instead of the line that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Room {
    /// So many blank lines for the picture, with its words below.
    Rows(u16),
    /// The line, with this word on why there is no picture.
    Note(String),
}

/// The rooms of images, by their place in `Document::images`.
pub type Rooms = BTreeMap<usize, Room>;

impl Default for LayoutOptions {
    fn default() -> Self {
        Self {
            width: 80,
            measure: 72,
            justify: false,
            list_links: true,
            ascii: false,
            spacing: 1,
            right_to_left: RightToLeft::Logical,
        }
    }
}

/// Lays a document out. No line of the page is wider than `width` or `measure`; at a width of 0 there are no lines.
pub fn layout(document: &Document, options: &LayoutOptions) -> Page {
    let mut page = Page::default();
    layout_more(document, 0, options, &Rooms::new(), &mut page);
    layout_end(document, options, &mut page);
    page
}

/// Lays the blocks from number `first` on out, below those before them.
pub fn layout_more(
    document: &Document,
    first: usize,
    options: &LayoutOptions,
    rooms: &Rooms,
    page: &mut Page,
) {
    let blocks = first..document.blocks.len();
    set(document, blocks, (*options, rooms), page, |setter| {
        for number in first..document.blocks.len() {
            setter.gap(number);
            setter.block(number);
        }
    });
}

/// Sets what stands below all blocks: the list of links.
pub fn layout_end(document: &Document, options: &LayoutOptions, page: &mut Page) {
    let none = document.blocks.len()..document.blocks.len();
    set(document, none, (*options, &Rooms::new()), page, |setter| {
        if options.list_links {
            setter.link_list();
        }
    });
}

fn set(
    document: &Document,
    blocks: Range<usize>,
    (options, rooms): (LayoutOptions, &Rooms),
    page: &mut Page,
    lines: impl FnOnce(&mut Setter<'_>),
) {
    page.width = options.width.min(options.measure);
    if page.width == 0 {
        return;
    }
    let width = usize::from(page.width);
    let mut setter = Setter {
        document,
        options: &options,
        rooms,
        width,
        indents: Indents::new(document, blocks, width, options.ascii),
        article_runs_right_to_left: (options.right_to_left != RightToLeft::Logical)
            .then(|| runs_right_to_left_at_first(document))
            .flatten(),
        lines: std::mem::take(&mut page.lines),
    };
    lines(&mut setter);
    page.lines = setter.lines;
    page.index();
}
/// Sets blocks.
struct Setter<'a> {
    document: &'a Document,
    options: &'a LayoutOptions,
    rooms: &'a Rooms,
    width: usize,
    indents: Indents,
    /// As [`runs_right_to_left_at_first`] says.
    article_runs_right_to_left: Option<bool>,
    lines: Vec<Line>,
}

impl Setter<'_> {
    /// The blank line before a block, if there is to be one.
    fn gap(&mut self, number: usize) {
        let Some(before) = number.checked_sub(1) else {
            return;
        };
        let (before, block) = (&self.document.blocks[before], &self.document.blocks[number]);
        if self.lines.is_empty() {
            return;
        }
        let depth = before.quote_depth.min(block.quote_depth);
        // Paragraphs stand further apart than their lines.
        let right_to_left = depth > 0 && self.block_runs_right_to_left(number);
        for _ in 0..usize::from(is_apart(before, block)) + self.more_space() {
            self.blank(None, depth, right_to_left);
        }
    }

    /// Blank lines between two lines of running text.
    fn more_space(&self) -> usize {
        usize::from(self.options.spacing.saturating_sub(1))
    }

    /// A line that holds nothing but the bars of quotations.
    fn blank(&mut self, block: Option<usize>, depth: u8, right_to_left: bool) {
        let mut writer = self.line(block);
        self.indents.bars(depth, &mut writer);
        if right_to_left {
            writer.set_right(writer.runs());
        }
        self.lines.push(writer.finish());
    }

    fn block(&mut self, number: usize) {
        let block = &self.document.blocks[number];
        match &block.kind {
            BlockKind::Code { .. } => self.code(number),
            BlockKind::Table { rows, header_rows } => self.table(number, rows, *header_rows),
            BlockKind::Rule => self.rule(number),
            BlockKind::Image(image) => self.image(number, *image),
            _ => {
                let pieces = self.pieces(&block.range, base_style(block));
                self.paragraph(number, &pieces);
            }
        }
    }

    fn line(&self, block: Option<usize>) -> LineWriter {
        LineWriter::new(block, self.width)
    }

    /// The styled pieces of a range, with the numbers of the links that end in it.
    fn pieces(&self, range: &Range<usize>, base: TextStyle) -> Vec<Piece> {
        pieces(self.document, range, base, self.options.list_links)
    }

    /// Running text, wrapped. The pieces follow each other in the text; inserts stand between them.
    fn paragraph(&mut self, number: usize, pieces: &[Piece]) {
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
            return;
        };
        let range = first.range.start..last.range.end;
        let inserts: Vec<Insert> = pieces.iter().filter_map(Piece::insert).collect();
        let segments = segments(self.document, &range, &inserts);
        let text = &self.document.text;
        let indent = self.indents.width(number);
        let mut filler = Filler::new(text, &segments, &inserts, self.width - indent);
        let justified = self.options.justify && self.document.blocks[number].is_prose();
        let right_to_left = match self.document.blocks[number].kind {
            BlockKind::Table { .. } => self.block_runs_right_to_left(number),
            _ => self.runs_right_to_left(&range),
        };
        let levels = self.levels(&range, right_to_left);
        let mut written = pieces;
        let mut is_first = true;
        while let Some(mut row) = filler.next_line() {
            if justified {
                row.gaps = justify::gaps(text, &row);
            }
            if !is_first {
                for _ in 0..self.more_space() {
                    let depth = self.document.blocks[number].quote_depth;
                    self.blank(Some(number), depth, right_to_left);
                }
            }
            let mut writer = self.line(Some(number));
            self.indents.write(number, is_first, &mut writer);
            let before = writer.runs();
            written = writer.pieces(text, written, &row);
            if row.hyphen {
                writer.sign("-", pieces[0].style);
            }
            if let Some(levels) = &levels {
                writer.put_in_order(before, range.start, text, levels);
            }
            if right_to_left {
                writer.set_right(before);
            }
            self.lines.push(writer.finish());
            is_first = false;
        }
    }

    fn runs_right_to_left(&self, range: &Range<usize>) -> bool {
        self.options.right_to_left != RightToLeft::Logical
            && runs_right_to_left(self.document.slice(range))
    }

    /// Whether a block runs from right to left: a table as the article does, whatever stands in its first cell.
    fn block_runs_right_to_left(&self, number: usize) -> bool {
        let block = &self.document.blocks[number];
        match (&block.kind, self.article_runs_right_to_left) {
            (BlockKind::Table { .. }, Some(right_to_left)) => right_to_left,
            _ => self.runs_right_to_left(&block.range),
        }
    }

    /// The levels of a paragraph that runs this way, where its lines are to be ordered.
    fn levels(&self, range: &Range<usize>, right_to_left: bool) -> Option<Levels> {
        (self.options.right_to_left == RightToLeft::Ordered)
            .then(|| Levels::of(self.document.slice(range), right_to_left))
            .flatten()
    }

    fn rule(&mut self, number: usize) {
        const LONGEST: usize = 24;
        let mut writer = self.line(Some(number));
        self.indents.write(number, true, &mut writer);
        let room = self.width - self.indents.width(number);
        let sign = if self.options.ascii { "-" } else { "─" };
        writer.sign(
            &sign.repeat(room.min(LONGEST)),
            TextStyle {
                role: Role::Decoration,
                ..TextStyle::default()
            },
        );
        self.lines.push(writer.finish());
    }

    /// A picture as a line of words, `[image: alternative text]`, or as the room for it with its words below.
    fn image(&mut self, number: usize, image: usize) {
        let block = &self.document.blocks[number];
        let link = self
            .document
            .images
            .get(image)
            .and_then(|i| i.link)
            .map(|n| n as u32);
        let style = TextStyle {
            role: Role::Image,
            link,
            ..TextStyle::default()
        };
        let (start, end) = (block.range.start, block.range.end);
        let room = self.rooms.get(&image);
        if let Some(Room::Rows(rows)) = room {
            for _ in 0..*rows {
                self.blank(Some(number), block.quote_depth, false);
            }
        }
        let opening = if block.range.is_empty() {
            "[image"
        } else {
            "[image: "
        };
        let is_shown = matches!(room, Some(Room::Rows(_)));
        let mut pieces = Vec::new();
        if !is_shown {
            pieces.push(Piece::sign(start, opening, style));
        }
        if !block.range.is_empty() {
            pieces.push(Piece::text(block.range.clone(), style));
        }
        match room {
            Some(Room::Rows(_)) => {}
            Some(Room::Note(why)) => pieces.push(Piece::sign(end, format!(" ({why})]"), style)),
            None => pieces.push(Piece::sign(end, "]", style)),
        }
        if let Some(link) = link.filter(|_| self.options.list_links) {
            pieces.push(Piece::link_number(end, link));
        }
        self.paragraph(number, &pieces);
    }
}

/// Whether an article runs from right to left, as most of its first paragraphs do; `None` where it has none.
fn runs_right_to_left_at_first(document: &Document) -> Option<bool> {
    const FIRST: usize = 32;
    let paragraphs = document.blocks.iter().filter(|block| block.is_prose());
    let (mut all, mut right_to_left) = (0, 0);
    for block in paragraphs.take(FIRST) {
        all += 1;
        right_to_left += usize::from(runs_right_to_left(document.slice(&block.range)));
    }
    (all > 0).then_some(2 * right_to_left > all)
}

/// Whether a blank line stands between two blocks.
fn is_apart(before: &Block, block: &Block) -> bool {
    use BlockKind::{Caption, Definition, Image, ListItem, Table, Term};
    let begins_item = block.markers.iter().any(|m| m.first);
    match (&before.kind, &block.kind) {
        (ListItem, ListItem) if before.quote_depth == block.quote_depth => !begins_item,
        (Image(_), Caption) | (Caption, Table { .. }) | (Term, Definition | Term) => false,
        _ => true,
    }
}

/// How the text of a block looks where no span says more.
fn base_style(block: &Block) -> TextStyle {
    let role = match block.kind {
        BlockKind::Heading(level) => Role::Heading(level),
        BlockKind::Caption => Role::Secondary,
        BlockKind::Code { .. } => Role::Code,
        BlockKind::Image(_) | BlockKind::Media => Role::Image,
        _ if block.quote_depth > 0 => Role::BlockQuote,
        _ => Role::Body,
    };
    let strong = matches!(block.kind, BlockKind::Heading(_) | BlockKind::Term);
    TextStyle {
        role,
        strong,
        ..TextStyle::default()
    }
}
