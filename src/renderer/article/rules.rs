//! Rules for pages: our own for widespread publishing systems (`assets/site-rules.toml`), and the reader's for one site.

use std::sync::LazyLock;

use dom_query::{Document as Tree, Matcher, NodeRef};
use serde::Deserialize;

use super::Folded;
use crate::renderer::sanitise::line;

/// How the pages of one site are read: CSS selectors. One that is no selector selects nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rule {
    /// What holds the article.
    pub body: Option<String>,
    /// What is no part of it.
    pub strip: Option<String>,
    /// The link to its next page.
    pub next_page: Option<String>,
}

/// The file of rules.
#[derive(Deserialize)]
struct File {
    rule: Vec<Source>,
}

/// One rule of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    #[cfg_attr(not(test), expect(dead_code, reason = "for those who read the file"))]
    name: String,
    when: String,
    body: Option<String>,
    strip: Option<String>,
    wall: Option<String>,
    next_page: Option<String>,
}

/// A publishing system, and how its pages are read.
pub(super) struct Platform {
    when: Matcher,
    body: Option<Matcher>,
    strip: Option<Matcher>,
    wall: Option<Matcher>,
    next_page: Option<Matcher>,
}

static PLATFORMS: LazyLock<Vec<Platform>> = LazyLock::new(|| {
    let text = include_str!("../../../assets/site-rules.toml");
    let file: File = toml::from_str(text).expect("a test reads every rule");
    let read = |source: Source| {
        let matcher = |selector: String| Matcher::new(&selector).ok();
        Some(Platform {
            when: matcher(source.when)?,
            body: source.body.and_then(matcher),
            strip: source.strip.and_then(matcher),
            wall: source.wall.and_then(matcher),
            next_page: source.next_page.and_then(matcher),
        })
    };
    file.rule.into_iter().filter_map(read).collect()
});

/// The system that made a page, where it is one that we know.
pub(super) fn platform(tree: &Tree) -> Option<&'static Platform> {
    PLATFORMS.iter().find(|p| exists(tree, &p.when))
}

impl Platform {
    /// What holds the article; of several, the first.
    pub(super) fn body<'t>(&self, tree: &'t Tree) -> Option<NodeRef<'t>> {
        first(tree, self.body.as_ref()?)
    }

    /// The page shows that the rest is kept from the reader.
    pub(super) fn has_wall(&self, tree: &Tree) -> bool {
        self.wall.as_ref().is_some_and(|wall| exists(tree, wall))
    }

    /// Takes out what is no part of the article.
    pub(super) fn strip(&self, tree: &Tree) -> Vec<Folded> {
        let found = self.strip.as_ref().map(|strip| outermost(tree, strip));
        take_out(&found.unwrap_or_default())
    }

    /// Where the next page is said to be.
    pub(super) fn next_page(&self, tree: &Tree) -> Option<String> {
        address(tree, self.next_page.as_ref()?)
    }
}

impl Rule {
    /// What holds the article, outermost elements in their order.
    pub(super) fn body<'t>(&self, tree: &'t Tree) -> Vec<NodeRef<'t>> {
        let body = self.body.as_deref().and_then(|s| Matcher::new(s).ok());
        body.map(|body| outermost(tree, &body)).unwrap_or_default()
    }

    /// Takes out what is no part of the article.
    pub(super) fn strip(&self, tree: &Tree) -> Vec<Folded> {
        let strip = self.strip.as_deref().and_then(|s| Matcher::new(s).ok());
        take_out(&strip.map(|s| outermost(tree, &s)).unwrap_or_default())
    }

    /// Where the next page is said to be.
    pub(super) fn next_page(&self, tree: &Tree) -> Option<String> {
        address(tree, &Matcher::new(self.next_page.as_deref()?).ok()?)
    }
}

fn exists(tree: &Tree, matcher: &Matcher) -> bool {
    first(tree, matcher).is_some()
}

fn first<'t>(tree: &'t Tree, matcher: &Matcher) -> Option<NodeRef<'t>> {
    let found = tree.select_single_matcher(matcher);
    found.nodes().first().copied()
}

/// Elements that match, without those within another one.
fn outermost<'t>(tree: &'t Tree, matcher: &Matcher) -> Vec<NodeRef<'t>> {
    let found = tree.select_matcher(matcher);
    let ids: std::collections::HashSet<_> = found.nodes().iter().map(|n| n.id).collect();
    let is_inside = |node: &NodeRef| node.ancestors_it(None).any(|a| ids.contains(&a.id));
    let nodes = found.nodes().iter().copied();
    nodes.filter(|node| !is_inside(node)).collect()
}

fn take_out(nodes: &[NodeRef]) -> Vec<Folded> {
    let mut folded = Vec::new();
    for node in nodes {
        let text = line(&node.formatted_text());
        node.remove_from_parent();
        if !text.is_empty() {
            let why = "by a rule for this site".into();
            folded.push(Folded { text, why });
        }
    }
    folded
}

fn address(tree: &Tree, matcher: &Matcher) -> Option<String> {
    let link = first(tree, matcher)?;
    link.attr("href").map(|href| href.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_of_the_file_is_one() {
        let file: File = toml::from_str(include_str!("../../../assets/site-rules.toml")).unwrap();
        for rule in &file.rule {
            let selectors = [&rule.body, &rule.strip, &rule.wall, &rule.next_page];
            let selectors = selectors.into_iter().flatten().chain([&rule.when]);
            for selector in selectors {
                assert!(Matcher::new(selector).is_ok(), "{}: {selector}", rule.name);
            }
        }
        assert_eq!(PLATFORMS.len(), file.rule.len());
    }

    #[test]
    fn a_platform_is_known_by_its_mark() {
        let page = |head: &str| Tree::from(format!("<head>{head}</head><body></body>"));
        let wordpress = page("<meta name=generator content='WordPress 6.4'>");
        assert!(platform(&wordpress).is_some());
        assert!(platform(&page("<meta name=generator content=Hand>")).is_none());
    }
}
