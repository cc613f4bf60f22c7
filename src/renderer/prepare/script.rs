//! Superscript and subscript, where Unicode has the characters.

use dom_query::NodeRef;

use super::Walk;
use crate::renderer::SpanStyle;

const SUPERSCRIPTS: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾nⁿiⁱ";
const SUBSCRIPTS: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎";

/// Footnote marks longer than this are words.
const LONGEST: usize = 12;

impl Walk<'_> {
    pub(super) fn script(&mut self, node: &NodeRef, name: &str) {
        let text = node.text();
        let mark = text.trim();
        let number = mark
            .strip_prefix('[')
            .and_then(|m| m.strip_suffix(']'))
            .unwrap_or(mark);
        let map = if name == "sup" {
            superscript
        } else {
            subscript
        };
        let fits = !number.is_empty()
            && number.len() <= LONGEST
            && number.chars().all(|c| map(c).is_some());
        // A footnote's number is not a power of the word before it, but it is set the same way in print.
        if fits && self.flat.script.is_none() && !self.preformatted {
            self.flat.script = Some(map);
            self.children(node);
            self.flat.script = None;
        } else {
            self.styled(node, SpanStyle::Small);
        }
    }
}

pub(super) fn superscript(c: char) -> Option<char> {
    mapped(SUPERSCRIPTS, c)
}

pub(super) fn subscript(c: char) -> Option<char> {
    mapped(SUBSCRIPTS, c)
}

fn mapped(pairs: &str, c: char) -> Option<char> {
    let mut chars = pairs.chars();
    while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
        if from == c {
            return Some(to);
        }
    }
    None
}
