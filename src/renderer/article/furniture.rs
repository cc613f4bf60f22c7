//! Parts of a page that its own marks name as no part of the article: share rows, newsletters, related links.

use dom_query::NodeRef;

use super::Folded;
use crate::renderer::sanitise::line;

/// Words in classes and ids, and what they say.
const NAMES: &[(&str, &str)] = &[
    ("share", "share buttons"),
    ("sharing", "share buttons"),
    ("sharedaddy", "share buttons"),
    ("addthis", "share buttons"),
    ("social", "share buttons"),
    ("newsletter", "newsletter"),
    ("subscribe", "newsletter"),
    ("subscription", "newsletter"),
    ("signup", "newsletter"),
    ("optin", "newsletter"),
    ("related", "related links"),
    ("recirc", "related links"),
    ("recirculation", "related links"),
    ("recommended", "related links"),
    ("recommendations", "related links"),
    ("outbrain", "related links"),
    ("taboola", "related links"),
    ("zergnet", "related links"),
    ("readmore", "related links"),
    ("trending", "related links"),
    ("popular", "related links"),
    ("promo", "advertisement"),
    ("advert", "advertisement"),
    ("advertisement", "advertisement"),
    ("advertising", "advertisement"),
    ("ad", "advertisement"),
    ("ads", "advertisement"),
    ("sponsor", "advertisement"),
    ("sponsored", "advertisement"),
    ("breadcrumb", "page navigation"),
    ("breadcrumbs", "page navigation"),
    ("pagination", "page navigation"),
    ("pager", "page navigation"),
    ("toolbar", "page navigation"),
    ("comments", "comments"),
    ("comment", "comments"),
    ("disqus", "comments"),
    ("respond", "comments"),
    ("byline", "byline"),
    ("dateline", "date"),
    ("timestamp", "date"),
    ("pubdate", "date"),
    ("author", "about the author"),
    ("bio", "about the author"),
    ("gallery", "picture gallery"),
    ("slideshow", "picture gallery"),
    ("carousel", "picture gallery"),
    ("lightbox", "picture gallery"),
    ("tags", "topics"),
    ("taglist", "topics"),
    ("topics", "topics"),
    ("credit", "picture credit"),
    ("cookie", "notice"),
    ("disclaimer", "notice"),
    ("disclosure", "notice"),
    ("tooltip", "notice"),
];

/// Elements that hold no article.
const ELEMENTS: &[(&str, &str)] = &[
    ("nav", "page navigation"),
    ("footer", "page navigation"),
    ("aside", "aside"),
    ("form", "form"),
];

/// Takes the furniture out from below `node`, and returns it: never more than a quarter of the words.
pub(super) fn prune(node: &NodeRef) -> Vec<Folded> {
    let mut found = find(node);
    if found.is_empty() {
        return Vec::new();
    }
    let total = words(node);
    let lengths: Vec<usize> = found.iter().map(|(part, _)| words(part)).collect();
    // The longest stay first, where together they would be too much.
    let mut longest: Vec<usize> = (0..found.len()).collect();
    longest.sort_by_key(|part| std::cmp::Reverse(lengths[*part]));
    let mut taken: usize = lengths.iter().sum();
    let mut stays = vec![false; found.len()];
    for part in longest {
        if taken * 4 <= total {
            break;
        }
        stays[part] = true;
        taken -= lengths[part];
    }
    let mut stays = stays.into_iter();
    found.retain(|_| stays.next() == Some(false));
    for (part, _) in &found {
        part.remove_from_parent();
    }
    folded(&found)
}

/// The same of a text that has no frame around it: nothing where links are what it is read for.
pub(super) fn prune_text(node: &NodeRef) -> Vec<Folded> {
    let links = node.descendants_it().filter(|n| n.has_name("a"));
    let linked: usize = links.map(|a| words(&a)).sum();
    // To count all words takes long; most texts have no link.
    if linked > 0 && linked * 10 > words(node) * 4 {
        return Vec::new();
    }
    prune(node)
}

/// The furniture below `node`, which stays where it is.
pub(super) fn list(node: &NodeRef) -> Vec<Folded> {
    folded(&find(node))
}

fn folded(found: &[(NodeRef, &'static str)]) -> Vec<Folded> {
    let fold = |(part, why): &(NodeRef, &'static str)| Folded {
        text: line(&part.formatted_text()),
        why: (*why).into(),
    };
    found
        .iter()
        .map(fold)
        .filter(|f| !f.text.is_empty())
        .collect()
}

/// The outermost parts that are furniture, in their order.
fn find<'t>(top: &NodeRef<'t>) -> Vec<(NodeRef<'t>, &'static str)> {
    let mut total = None;
    let mut found = Vec::new();
    let mut stack = vec![*top];
    while let Some(node) = stack.pop() {
        let mut is_small =
            |why: &&str| is_small(&node, *total.get_or_insert_with(|| words(top)), why);
        match reason(&node).filter(|why| is_small(why)) {
            Some(why) => found.push((node, why)),
            None => stack.extend(node.children_it(true).filter(NodeRef::is_element)),
        }
    }
    found
}

/// The element's own marks say that it is no part of an article.
pub(super) fn is_furniture(node: &NodeRef) -> bool {
    reason(node).is_some()
}

fn words(node: &NodeRef) -> usize {
    node.text().split_whitespace().count()
}

/// Not so much of the article that its marks must be wrong.
fn is_small(node: &NodeRef, total: usize, why: &str) -> bool {
    const LONGEST: usize = 150;
    let own = words(node);
    own <= LONGEST.min(total / 4)
        && (why == "picture gallery" || sentences(node) * 2 <= own.max(120))
}

/// Words in paragraphs that say something: of some length, and no links.
fn sentences(node: &NodeRef) -> usize {
    const SHORTEST: usize = 20;
    let paragraphs = node
        .descendants_it()
        .filter(|n| n.has_name("p") || n.has_name("li"));
    paragraphs
        .map(|p| {
            let linked: usize = p
                .descendants_it()
                .filter(|n| n.has_name("a"))
                .map(|a| words(&a))
                .sum();
            words(&p).saturating_sub(linked)
        })
        .filter(|n| *n >= SHORTEST)
        .sum()
}

fn reason(node: &NodeRef) -> Option<&'static str> {
    let element = node.element_ref()?;
    let name = &*element.name.local;
    if let Some((_, why)) = ELEMENTS.iter().find(|(n, _)| *n == name) {
        return Some(why);
    }
    if matches!(
        name,
        "html"
            | "body"
            | "article"
            | "main"
            | "p"
            | "h1"
            | "h2"
            | "h3"
            | "a"
            | "em"
            | "strong"
            | "img"
            | "picture"
    ) {
        return None;
    }
    element.attrs.iter().find_map(|attribute| {
        let value: &str = &attribute.value;
        match &*attribute.name.local {
            "class" | "id" => parts(value).find_map(|part| {
                NAMES
                    .iter()
                    .find(|(n, _)| n.eq_ignore_ascii_case(part))
                    .map(|(_, why)| *why)
            }),
            "role"
                if matches!(
                    value,
                    "complementary" | "navigation" | "banner" | "search" | "toolbar"
                ) =>
            {
                Some("page navigation")
            }
            _ => None,
        }
    })
}

/// The words of class names: `article__share-bar relatedLinks` is article, share, bar, related, links.
pub(super) fn parts(names: &str) -> impl Iterator<Item = &str> {
    names
        .split(|c: char| !c.is_ascii_alphanumeric())
        .flat_map(|name| {
            let mut rest = name;
            std::iter::from_fn(move || {
                if rest.is_empty() {
                    return None;
                }
                let end = rest
                    .char_indices()
                    .skip(1)
                    .find(|(at, c)| {
                        c.is_ascii_uppercase() && rest.as_bytes()[at - 1].is_ascii_lowercase()
                    })
                    .map_or(rest.len(), |(at, _)| at);
                let (part, left) = rest.split_at(end);
                rest = left;
                Some(part)
            })
        })
}
