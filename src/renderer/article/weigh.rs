//! How much running text stands where in a page.

use std::collections::HashMap;

use dom_query::{NodeData, NodeId, NodeRef};

use super::furniture::is_furniture;

/// A block of text shorter than this, in words, is a label and no running text.
const SHORTEST: usize = 20;

/// Words of running text below each block element.
pub(super) struct Weights {
    below: HashMap<NodeId, usize>,
    total: usize,
    words: usize,
    linked: usize,
}

impl Weights {
    /// Weighs what is below `node`; furniture weighs nothing.
    pub(super) fn of(node: &NodeRef) -> Self {
        let mut weights = Self {
            below: HashMap::new(),
            total: 0,
            words: 0,
            linked: 0,
        };
        weights.block(node);
        weights
    }

    /// Words of running text below a block element.
    pub(super) fn below(&self, node: &NodeRef) -> usize {
        self.below.get(&node.id).copied().unwrap_or(0)
    }

    /// The innermost element below `node` that holds nearly all of its text.
    pub(super) fn core<'t>(&self, node: &NodeRef<'t>) -> NodeRef<'t> {
        let mut core = *node;
        loop {
            let enough = self.below(&core) * 85 / 100;
            let heavy = core
                .children_it(false)
                .find(|c| self.below(c) >= enough.max(1));
            match heavy {
                Some(child) => core = child,
                None => return core,
            }
        }
    }

    fn block(&mut self, node: &NodeRef) {
        self.flush();
        let before = self.total;
        for child in node.children_it(false) {
            self.node(&child, false);
        }
        self.flush();
        self.below.insert(node.id, self.total - before);
    }

    fn node(&mut self, node: &NodeRef, in_link: bool) {
        let words = node.query(|n| match &n.data {
            NodeData::Text { contents } => Some(contents.split_ascii_whitespace().count()),
            _ => None,
        });
        if let Some(words) = words.flatten() {
            self.words += words;
            self.linked += if in_link { words } else { 0 };
            return;
        }
        let Some(name) = node.node_name() else { return };
        match &*name {
            "a" | "abbr" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "del" | "dfn" | "em"
            | "font" | "i" | "ins" | "kbd" | "mark" | "q" | "s" | "samp" | "small" | "span"
            | "strike" | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var" => {
                let in_link = in_link || &*name == "a";
                for child in node.children_it(false) {
                    self.node(&child, in_link);
                }
            }
            "script" | "style" | "head" | "template" | "noscript" | "header" | "button"
            | "select" | "textarea" | "svg" => {}
            _ if is_furniture(node) => {}
            "br" => self.flush(),
            _ => self.block(node),
        }
    }

    fn flush(&mut self) {
        if self.words >= SHORTEST && self.linked * 2 < self.words {
            self.total += self.words;
        }
        (self.words, self.linked) = (0, 0);
    }
}
