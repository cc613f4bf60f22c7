//! Where in a page the article is.

use dom_query::NodeRef;
use dom_smoothie::{Config, Readability};
use url::Url;

use super::Folded;
use super::furniture;
use super::metadata::Metadata;
use super::standfirst;
use super::weigh::Weights;
use crate::renderer::{Document, assemble, limits, prepare};

/// What was found in a page.
pub(super) struct Found {
    pub(super) document: Document,
    pub(super) folded: Vec<Folded>,
    pub(super) metadata: Metadata,
    pub(super) standfirst: Option<String>,
}

pub(super) fn extract(html: &str, url: Option<&Url>) -> Option<Found> {
    let limited = limits::limit(html, true);
    let tree = dom_query::Document::from(limited.html.as_str());
    let metadata = Metadata::of(&tree, url);
    let first = readability(tree.clone(), url);
    let kept = first.as_ref().map_or(0, |t| {
        let content = t.select_single("#readability-page-1");
        content
            .nodes()
            .first()
            .map_or(0, |n| Weights::of(n).below(n))
    });
    let second = second_try(&tree, kept);
    let (node, tree) = match (&first, &second) {
        (_, Some(node)) => (*node, &tree),
        (Some(tree), None) => (
            *tree.select_single("#readability-page-1").nodes().first()?,
            tree,
        ),
        (None, None) => return None,
    };
    let _ = tree;
    let standfirst = standfirst::take(&node, metadata.description.as_deref());
    let folded = furniture::prune(&node);
    let document = render(&node, url)?;
    Some(Found {
        document,
        folded,
        metadata,
        standfirst,
    })
}

fn readability(tree: dom_query::Document, url: Option<&Url>) -> Option<dom_query::Document> {
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
fn second_try<'t>(tree: &'t dom_query::Document, kept: usize) -> Option<NodeRef<'t>> {
    let body = *tree.select_single("body").nodes().first()?;
    let weights = Weights::of(&body);
    let all = weights.below(&body);
    let mut best = body;
    for place in ["[itemprop=articleBody]", "article", "main", "[role=main]"] {
        let candidates = tree.select(place);
        let Some(node) = candidates.nodes().iter().max_by_key(|n| weights.below(n)) else {
            continue;
        };
        let found = weights.below(node);
        // The page's own mark agrees with the first try.
        if kept >= 100 && found * 10 >= kept * 8 && found * 10 <= kept * MUCH_MORE {
            return None;
        }
        if found * 10 >= all * 6 {
            best = *node;
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

fn render(node: &NodeRef, url: Option<&Url>) -> Option<Document> {
    let mut prepared = prepare::prepare(node, url)?;
    let mut document = assemble::assemble(prepared.drafts, &mut prepared.texts);
    document.links = prepared.links;
    document.images = prepared.images;
    Some(document)
}
