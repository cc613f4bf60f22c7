//! The standfirst: the sentence or two between headline and text that say what the article is about.

use dom_query::NodeRef;

use super::furniture::parts;
use crate::renderer::sanitise::line;

/// What class names call it.
const NAMES: &[&str] = &[
    "standfirst",
    "subtitle",
    "subhead",
    "subheadline",
    "subheading",
    "dek",
    "deck",
    "strapline",
    "tagline",
    "headnote",
    "excerpt",
    "sapo",
    "chapo",
];
/// Longer ones are the text itself, in words.
const LONGEST: usize = 60;
const SHORTEST: usize = 5;
/// It stands among the first blocks, or nowhere.
const FIRST: usize = 8;

/// Takes the standfirst out from below `node`: what its class calls so, or what repeats the page's own description and
/// stands apart from the paragraphs.
pub(super) fn take(node: &NodeRef, description: Option<&str>) -> Option<String> {
    let description = description.map(words_of).unwrap_or_default();
    let blocks = node
        .descendants_it()
        .filter(is_leaf_block)
        .filter(|b| !b.text().trim().is_empty());
    let found = blocks.take(FIRST).find(|block| {
        let text = block.text();
        let count = text.split_whitespace().count();
        if !(SHORTEST..=LONGEST).contains(&count) {
            return false;
        }
        is_named(block)
            || block
                .parent()
                .is_some_and(|p| is_named(&p) && stands_alone(block))
            || (words_of(&text) == description && (is_heading(block) || stands_alone(block)))
    })?;
    let text = line(&found.text());
    found.remove_from_parent();
    Some(text)
}

fn words_of(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_leaf_block(node: &NodeRef) -> bool {
    let is_block = |n: &NodeRef| {
        n.node_name().is_some_and(|name| {
            matches!(
                &*name,
                "p" | "div"
                    | "h2"
                    | "h3"
                    | "h4"
                    | "h5"
                    | "section"
                    | "ul"
                    | "blockquote"
                    | "header"
                    | "article"
            )
        })
    };
    is_block(node) && !node.descendants_it().any(|d| is_block(&d))
}

fn is_heading(node: &NodeRef) -> bool {
    node.node_name()
        .is_some_and(|n| matches!(&*n, "h2" | "h3" | "h4" | "h5"))
}

fn is_named(node: &NodeRef) -> bool {
    let names = ["class", "id", "itemprop", "data-testid"];
    names
        .iter()
        .filter_map(|a| node.attr(a))
        .any(|value| parts(&value).any(|p| NAMES.iter().any(|n| n.eq_ignore_ascii_case(p))))
}

/// No paragraph of some length beside it.
fn stands_alone(node: &NodeRef) -> bool {
    let Some(parent) = node.parent() else {
        return false;
    };
    !parent
        .children_it(false)
        .any(|sibling| sibling.id != node.id && sibling.text().split_whitespace().count() >= 20)
}
