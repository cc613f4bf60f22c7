//! stub
use super::{Block, BlockKind, Document, Line, Page, Run, TextStyle};
use std::ops::Range;
#[derive(Debug, Clone, Default)]
pub struct LayoutOptions {
    pub width: u16,
    pub list_links: bool,
    pub ascii: bool,
}
pub fn plain(t: &str) -> Document {
    Document {
        text: t.into(),
        blocks: vec![Block {
            range: 0..t.len(),
            kind: BlockKind::Paragraph,
            quote_depth: 0,
            markers: vec![],
        }],
        ..Document::default()
    }
}
pub fn document(h: &str, _b: Option<&url::Url>) -> Document {
    plain(h)
}
pub fn layout(d: &Document, o: &LayoutOptions) -> Page {
    Page {
        width: o.width,
        lines: d
            .text
            .lines()
            .map(|l| Line {
                runs: vec![Run {
                    text: l.into(),
                    range: 0..l.len(),
                    column: 0,
                    width: l.len() as u16,
                    style: TextStyle::default(),
                }],
                block: None,
            })
            .collect(),
    }
}
pub struct Cells {
    pub line: usize,
    pub columns: Range<u16>,
}
impl Page {
    pub fn cells(&self, _r: &Range<usize>) -> Vec<Cells> {
        vec![]
    }
    pub fn line_of(&self, _b: usize) -> usize {
        0
    }
    pub fn at(&self, _l: usize, _c: u16) -> Option<usize> {
        None
    }
}
