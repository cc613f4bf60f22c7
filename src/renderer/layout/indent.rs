//! What stands before a block's lines: bars of quotations, signs of list items, blanks.

use std::ops::Range;

use super::line::LineWriter;
use super::width::width;
use crate::renderer::page::{Role, TextStyle};
use crate::renderer::{Block, BlockKind, Document};

const DECORATION: TextStyle = TextStyle {
    role: Role::Decoration,
    strong: false,
    emphasis: false,
    strike: false,
    underline: false,
    link: None,
};

/// The indents of blocks of a document, none wider than half of the page.
pub(super) struct Indents {
    /// The number of the first of the blocks.
    first: usize,
    blocks: Vec<Indent>,
    bar: &'static str,
    limit: usize,
}

/// The columns before a block, outermost first.
struct Indent {
    steps: Vec<Step>,
}

/// One of them.
struct Step {
    /// On the first line of the block.
    first: String,
    /// On the others; as wide.
    rest: String,
}

impl Indents {
    pub(super) fn new(document: &Document, blocks: Range<usize>, page: usize, ascii: bool) -> Self {
        let bar = if ascii { "> " } else { "▎ " };
        let limit = page / 2;
        let first = blocks.start;
        let blocks = &document.blocks[blocks];
        let labels = label_widths(blocks);
        let blocks = blocks
            .iter()
            .zip(labels)
            .map(|(block, labels)| {
                let code = document.slice(&block.range);
                Indent::new(block, &labels, bar, code_margin(block, code, page), ascii)
                    .capped(limit)
            })
            .collect();
        Self {
            first,
            blocks,
            bar,
            limit,
        }
    }

    /// Cells before the text of a block.
    pub(super) fn width(&self, block: usize) -> usize {
        self.blocks[block - self.first]
            .steps
            .iter()
            .map(|s| width(&s.first))
            .sum()
    }

    pub(super) fn write(&self, block: usize, first: bool, line: &mut LineWriter) {
        for step in &self.blocks[block - self.first].steps {
            line.sign(if first { &step.first } else { &step.rest }, DECORATION);
        }
    }

    /// The bars of a blank line within a quotation.
    pub(super) fn bars(&self, depth: u8, line: &mut LineWriter) {
        let most = self.limit / width(self.bar);
        for _ in 0..usize::from(depth).min(most) {
            line.sign(self.bar, DECORATION);
        }
    }
}

impl Indent {
    fn new(block: &Block, labels: &[usize], bar: &str, code_margin: usize, ascii: bool) -> Self {
        let mut steps = Vec::new();
        for _ in 0..block.quote_depth {
            steps.push(Step {
                first: bar.to_owned(),
                rest: bar.to_owned(),
            });
        }
        let mut bullets = 0;
        for (marker, &wide) in block.markers.iter().zip(labels) {
            let sign = if marker.label.is_empty() {
                bullet(bullets, ascii)
            } else {
                marker.label.as_str()
            };
            bullets += usize::from(marker.label.is_empty());
            let blank = " ".repeat(wide + 1);
            let first = if marker.first {
                format!("{sign:>wide$} ")
            } else {
                blank.clone()
            };
            steps.push(Step { first, rest: blank });
        }
        let margin = match block.kind {
            BlockKind::Definition => 4,
            BlockKind::Code { .. } => code_margin,
            _ => 0,
        };
        if margin > 0 {
            let blank = " ".repeat(margin);
            steps.push(Step {
                first: blank.clone(),
                rest: blank,
            });
        }
        Self { steps }
    }

    /// The innermost steps that fit: at a great depth the outer ones say least.
    fn capped(mut self, limit: usize) -> Self {
        let mut total = 0;
        let kept = self.steps.iter().rev().take_while(|step| {
            total += width(&step.first);
            total <= limit
        });
        let kept = kept.count();
        self.steps.drain(..self.steps.len() - kept);
        self
    }
}

/// Code stands in a little, but for code whose lines just fit the page, as those of old plain texts do.
fn code_margin(block: &Block, text: &str, page: usize) -> usize {
    const MARGIN: usize = 2;
    if page < 40 || !matches!(block.kind, BlockKind::Code { .. }) {
        return 0;
    }
    let widest = text.split('\n').map(width).max().unwrap_or(0);
    if (page - MARGIN + 1..=page).contains(&widest) {
        0
    } else {
        MARGIN
    }
}

fn bullet(depth: usize, ascii: bool) -> &'static str {
    let bullets = if ascii {
        ["*", "-", "+"]
    } else {
        ["•", "◦", "▪"]
    };
    bullets[depth.min(2)]
}

/// For each block and each list around it, the width of the list's widest label, so that the items' texts align.
fn label_widths(blocks: &[Block]) -> Vec<Vec<usize>> {
    let own = |block: &Block| {
        block
            .markers
            .iter()
            .map(|m| width(&m.label).max(1))
            .collect()
    };
    let mut widths: Vec<Vec<usize>> = blocks.iter().map(own).collect();
    let deepest = blocks.iter().map(|b| b.markers.len()).max().unwrap_or(0);
    for depth in 0..deepest {
        let mut start = 0;
        while start < blocks.len() {
            let length = blocks[start..]
                .iter()
                .take_while(|b| b.markers.len() > depth)
                .count();
            let list = start..start + length;
            let widest = widths[list.clone()]
                .iter()
                .map(|w| w[depth])
                .max()
                .unwrap_or(1);
            widths[list].iter_mut().for_each(|w| w[depth] = widest);
            start += length.max(1);
        }
    }
    widths
}
