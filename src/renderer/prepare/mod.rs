//! A page to a flat one: what html2text would lose (lists, captions, tables, `q`, hidden parts) is made explicit here.
//!
//! The walk goes down the tree once. It writes the texts, numbered, into [`Flat`], and notes of each what it is.

mod element;
mod flat;
mod formula;
mod hidden;
mod lists;
mod media;
mod script;
mod tables;

use dom_query::{NodeData, NodeRef};
use url::Url;

pub(super) use flat::style_of;

use super::convert::Text;
use super::links::Links;
use super::{BlockKind, Image, Link, Marker, SpanStyle};
use flat::Flat;

/// A page, flat.
pub(super) struct Prepared {
    /// The texts, by their numbers.
    pub(super) texts: Vec<Text>,
    /// What they are, in order.
    pub(super) drafts: Vec<Draft>,
    pub(super) links: Vec<Link>,
    pub(super) images: Vec<Image>,
}

/// A block whose text is still on its way.
pub(super) struct Draft {
    pub(super) kind: BlockKind,
    pub(super) quote_depth: u8,
    pub(super) markers: Vec<Marker>,
    pub(super) body: Body,
}

/// Where the text of a block will come from.
pub(super) enum Body {
    /// The text of this number.
    Text(usize),
    /// None: a rule, or a picture without words.
    Empty,
    /// Rows of cells, each the number of a text, or none where the cell is empty.
    Table(Vec<Vec<Option<usize>>>),
}

/// Flattens what is below `node`; `None` where html2text failed.
pub(super) fn prepare(node: &NodeRef, base: Option<&Url>) -> Option<Prepared> {
    let mut walk = Walk::new(base);
    walk.children(node);
    walk.end_block();
    Some(Prepared {
        texts: walk.flat.finish()?,
        drafts: walk.drafts,
        links: walk.links.list,
        images: walk.images,
    })
}

/// The state of the walk.
struct Walk<'a> {
    base: Option<&'a Url>,
    flat: Flat,
    drafts: Vec<Draft>,
    links: Links,
    images: Vec<Image>,
    /// What the next text will be.
    kind: BlockKind,
    quote_depth: u8,
    /// The list items that the walk is in, outermost first.
    items: Vec<Marker>,
    preformatted: bool,
    cell: Cell,
    /// Pictures met in the middle of a paragraph, to stand after it.
    waiting: Vec<Draft>,
    /// How many `q` elements the walk is in.
    quotation: usize,
}

/// The table cell that the walk is in.
enum Cell {
    /// None.
    No,
    /// One without words so far.
    Empty,
    /// One with this text.
    Text(usize),
}

impl<'a> Walk<'a> {
    fn new(base: Option<&'a Url>) -> Self {
        Self {
            base,
            flat: Flat::new(),
            drafts: Vec::new(),
            links: Links::default(),
            images: Vec::new(),
            kind: BlockKind::Paragraph,
            quote_depth: 0,
            items: Vec::new(),
            preformatted: false,
            cell: Cell::No,
            waiting: Vec::new(),
            quotation: 0,
        }
    }

    fn children(&mut self, node: &NodeRef) {
        for child in node.children_it(false) {
            self.node(&child);
        }
    }

    fn node(&mut self, node: &NodeRef) {
        // The text is copied out: the tree must not be borrowed while the walk goes on.
        let text = node.query(|n| match &n.data {
            NodeData::Text { contents } => Some(contents.to_string()),
            _ => None,
        });
        match text.flatten() {
            Some(text) => self.text(&text),
            None if node.is_element() => self.element(node),
            None => {}
        }
    }

    /// Words: they open a block where none is open.
    fn text(&mut self, text: &str) {
        if !self.flat.is_open() {
            let blank = if self.preformatted {
                text.is_empty()
            } else {
                text.chars().all(char::is_whitespace)
            };
            if blank {
                return;
            }
            self.open();
        }
        self.flat.push(text);
    }

    fn open(&mut self) {
        let number = self.flat.begin(self.preformatted);
        match self.cell {
            Cell::No => {
                let draft = self.draft(self.kind.clone(), Body::Text(number));
                self.drafts.push(draft);
            }
            _ => self.cell = Cell::Text(number),
        }
    }

    /// A block of the place where the walk is; the list items above it are begun by it.
    fn draft(&mut self, kind: BlockKind, body: Body) -> Draft {
        let markers = self.items.clone();
        for item in &mut self.items {
            item.first = false;
        }
        Draft {
            kind,
            quote_depth: self.quote_depth,
            markers,
            body,
        }
    }

    /// The edge of a block: what follows is no part of the paragraph before.
    fn end_block(&mut self) {
        if self.preformatted || !matches!(self.cell, Cell::No) {
            if self.flat.is_open() {
                self.flat.line_break();
            }
            return;
        }
        self.flat.close();
        self.drafts.append(&mut self.waiting);
    }

    /// A block without words of its own.
    fn lone(&mut self, kind: BlockKind) {
        self.end_block();
        let draft = self.draft(kind, Body::Empty);
        self.drafts.push(draft);
    }

    /// What is below `node`, as blocks of `kind`.
    fn block(&mut self, node: &NodeRef, kind: BlockKind) {
        self.end_block();
        let outer = std::mem::replace(&mut self.kind, kind);
        self.children(node);
        self.end_block();
        self.kind = outer;
    }

    /// What is below `node`, in a style.
    fn styled(&mut self, node: &NodeRef, style: SpanStyle) {
        self.flat.styles.push(style);
        self.children(node);
        self.flat.styles.pop();
    }

    fn line_break(&mut self) {
        if !self.flat.is_open() {
            return;
        }
        if self.preformatted {
            self.flat.hard_break();
        } else if !self.flat.line_break() && matches!(self.cell, Cell::No) {
            self.end_block();
        }
    }
}

/// An attribute's value.
fn attribute(node: &NodeRef, name: &str) -> Option<String> {
    node.attr(name).map(|v| v.to_string())
}
