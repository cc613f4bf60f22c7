//! Where in a page the article is.

use dom_query::{Document as Tree, NodeRef};
use dom_smoothie::{Config, Readability};
use url::Url;

use super::metadata::Metadata;
use super::rules::{self, Platform, Rule};
use super::weigh::Weights;
use super::{Context, Folded, furniture, pages, preview, standfirst};
use crate::renderer::source::{Source, source};
use crate::renderer::{Document, assemble, limits, plain, prepare};

/// What `dom_smoothie` calls the element that it collects the article in.
const CONTENT: &str = "#readability-page-1";

/// What was found in a page.
#[derive(Default)]
pub(super) struct Found {
    pub(super) document: Document,
    pub(super) folded: Vec<Folded>,
    pub(super) metadata: Metadata,
    pub(super) standfirst: Option<String>,
    /// The page carries the marks of a wall.
    pub(super) signs: bool,
    pub(super) script_bytes: usize,
    pub(super) next_page: Option<Url>,
}

/// Finds the article of a page; `None` where nothing could be read at all.
pub(super) fn extract(html: &str, context: &Context) -> Option<Found> {
    let url = context.url;
    let limited = limits::limit(html, true);
    let tree = Tree::from(limited.html.as_str());
    keep_formulas_in_line(&tree);
    let metadata = Metadata::of(&tree, url);
    let platform = rules::platform(&tree);
    let signs = preview::has_signs(&tree, &metadata)
        || platform.is_some_and(|platform| platform.has_wall(&tree))
        || is_refusal(context.status);
    let mut found = Found {
        next_page: pages::next(&tree, context, platform),
        signs,
        script_bytes: limited.script_bytes,
        ..Found::default()
    };
    let own = context.rule.map(|rule| rule.strip(&tree));
    found.folded.extend(own.into_iter().flatten());
    let by_platform = platform.map(|platform| platform.strip(&tree));
    found.folded.extend(by_platform.into_iter().flatten());
    if let Some(chosen) = context.rule.and_then(|rule| chosen(rule, &tree)) {
        return found.of(&chosen.root(), metadata, url);
    }
    // Its cost grows faster than such pages do.
    let first = limited
        .is_ordinary()
        .then(|| readability(tree.clone(), url))
        .flatten();
    let content = first
        .as_ref()
        .and_then(|t| t.select_single(CONTENT).nodes().first().copied());
    let kept = content.map_or(0, |n| Weights::of(&n).below(&n));
    let body = tree.select_single("body").nodes().first().copied()?;
    let weights = Weights::of(&body);
    // What the first try drops without a word is folded too.
    let dropped = furniture::list(
        &marked(&tree, &weights)
            .next()
            .unwrap_or_else(|| weights.core(&body)),
    );
    found.folded.extend(dropped);
    let node = by_mark(platform, &tree, &weights, kept)
        .or_else(|| second_try(&tree, &body, &weights, kept))
        .or(content)
        .unwrap_or(body);
    found.of(&node, metadata, url)
}

/// The text that a feed sent.
pub(super) fn of_feed(html: &str, base: Option<&Url>, metadata: Metadata) -> Option<Found> {
    let source = source(html);
    let html = match &source {
        Source::Html => html,
        Source::Markdown(html) => html,
        Source::Plain(text) => {
            return Some(Found {
                document: plain(text),
                metadata,
                ..Found::default()
            });
        }
    };
    let tree = Tree::from(limits::limit(html, false).html.as_str());
    let root = tree.root();
    Some(Found {
        folded: furniture::prune_text(&root),
        document: render(&root, base)?,
        metadata,
        ..Found::default()
    })
}

impl Found {
    /// With the article that `node` holds.
    fn of(mut self, node: &NodeRef, metadata: Metadata, url: Option<&Url>) -> Option<Self> {
        self.standfirst = standfirst::take(node, metadata.description.as_deref());
        for part in furniture::prune(node) {
            if !self.folded.iter().any(|f| f.text.contains(&part.text)) {
                self.folded.push(part);
            }
        }
        let document = render(node, url)?;
        self.document = whole_text(&metadata, &document).unwrap_or(document);
        self.metadata = metadata;
        Some(self)
    }
}

/// What scripts wrap formulas in are elements of their own, which would be taken for blocks.
fn keep_formulas_in_line(tree: &Tree) {
    for formula in tree.select("math").nodes() {
        let wrappers: Vec<_> = formula
            .ancestors_it(None)
            .take_while(|outer| outer.node_name().is_some_and(|name| name.contains('-')))
            .collect();
        for wrapper in wrappers {
            wrapper.rename("span");
        }
    }
}

/// The answer itself says that the reader may not see all of it (RFC 9110; 451: RFC 7725).
fn is_refusal(status: u16) -> bool {
    matches!(status, 401 | 402 | 403 | 451)
}

/// What the reader's own rule says the article is, as a tree of its own; `None` where it selects no words.
fn chosen(rule: &Rule, tree: &Tree) -> Option<Tree> {
    let nodes = rule.body(tree);
    let html: String = nodes.iter().map(|n| n.html().to_string()).collect();
    let chosen = Tree::fragment(html);
    let has_words = chosen.root().text().split_whitespace().next().is_some();
    has_words.then_some(chosen)
}

/// What the publishing system marks as the article, where that holds much that the first try did not keep.
fn by_mark<'t>(
    platform: Option<&Platform>,
    tree: &'t Tree,
    weights: &Weights,
    kept: usize,
) -> Option<NodeRef<'t>> {
    const FEW: usize = 50;
    let node = platform?.body(tree)?;
    let found = weights.below(&node);
    (found >= FEW && found * 10 >= kept * 15).then_some(node)
}

/// The text that the page gives as data, where its elements hold hardly any: pages that scripts put together.
fn whole_text(metadata: &Metadata, document: &Document) -> Option<Document> {
    const FEW: usize = 100;
    const ENOUGH: usize = 120;
    let body = metadata.body.as_ref()?;
    let is_better = document.word_count() < FEW && body.split_whitespace().count() >= ENOUGH;
    is_better.then(|| {
        if body.contains("</p>") {
            crate::renderer::document(body, None)
        } else {
            plain(body)
        }
    })
}

fn readability(tree: Tree, url: Option<&Url>) -> Option<Tree> {
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        ..Config::default()
    };
    let mut readability =
        Readability::with_document(tree, url.map(Url::as_str), Some(config)).ok()?;
    readability.parse().ok()?;
    Some(readability.doc)
}

/// The second try must hold so many times the text of the first, in tenths.
const MUCH_MORE: usize = 21;

/// The part of the page that holds its running text, where the first try kept little of that.
fn second_try<'t>(
    tree: &'t Tree,
    body: &NodeRef<'t>,
    weights: &Weights,
    kept: usize,
) -> Option<NodeRef<'t>> {
    let all = weights.below(body);
    let mut best = *body;
    for node in marked(tree, weights) {
        let found = weights.below(&node);
        // The page's own mark agrees with the first try.
        if kept >= 100 && found * 10 >= kept * 8 && found * 10 <= kept * MUCH_MORE {
            return None;
        }
        if found * 10 >= all * 6 {
            best = node;
            break;
        }
    }
    let best = weights.core(&best);
    let found = weights.below(&best);
    // Several articles: a page of teasers, or the next stories below the first.
    let articles = best
        .descendants_it()
        .filter(|n| n.has_name("article") && weights.below(n) >= 50)
        .count();
    if (articles > 1 || best.has_name("body")) && kept > 100 {
        return None;
    }
    (found >= 100 && found * 10 > kept * MUCH_MORE).then_some(best)
}

/// The elements that the page marks as the article, the narrowest mark first; of several, the one with the most text.
fn marked<'t>(tree: &'t Tree, weights: &Weights) -> impl Iterator<Item = NodeRef<'t>> {
    let places = ["[itemprop=articleBody]", "article", "main", "[role=main]"];
    let heaviest = |place: &str| {
        let found = tree.select(place);
        let nodes = found.nodes().iter().copied();
        nodes
            .filter(|n| weights.below(n) > 0)
            .max_by_key(|n| weights.below(n))
    };
    places.into_iter().filter_map(heaviest)
}

fn render(node: &NodeRef, url: Option<&Url>) -> Option<Document> {
    let mut prepared = prepare::prepare(node, url)?;
    let mut document = assemble::assemble(prepared.drafts, &mut prepared.texts);
    document.links = prepared.links;
    document.images = prepared.images;
    Some(document)
}
