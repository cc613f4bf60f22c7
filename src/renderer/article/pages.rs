//! Articles on several pages: where the next one is, and how the pages become one. Fetches nothing.

use dom_query::Document as Tree;
use url::Url;

use super::rules::Platform;
use super::{Context, Reading};
use crate::news::Preview;
use crate::renderer::{BlockKind, Document, SoftBreak, Span, SpanStyle};

/// The address of the article's next page, where the page names one on the same host.
///
/// A link that calls itself "next" mostly leads to the next article. It is believed only where its address is that of
/// the first page with the right number added; the reader's own rule is believed as it is.
pub(super) fn next(tree: &Tree, context: &Context, platform: Option<&Platform>) -> Option<Url> {
    let here = context.url?;
    let absolute = |href: String| {
        let mut url = here.join(&href).ok()?;
        url.set_fragment(None);
        let same_host = url.host_str() == here.host_str() && url.scheme() == here.scheme();
        (same_host && url != *here).then_some(url)
    };
    let own = context.rule.and_then(|rule| rule.next_page(tree));
    if let Some(url) = own.and_then(absolute) {
        return Some(url);
    }
    let (first, number) = context.part.unwrap_or((here, 1));
    let by_platform = platform.and_then(|p| p.next_page(tree));
    let links = tree.select("link[rel~=next][href], a[rel~=next][href]");
    let links = links.nodes().iter().filter_map(|n| n.attr("href"));
    by_platform
        .into_iter()
        .chain(links.map(|href| href.trim().to_owned()))
        .filter_map(absolute)
        .find(|url| is_page(url, first, number + 1))
}

/// Whether an address is that of an article's page of this number.
fn is_page(url: &Url, first: &Url, number: u32) -> bool {
    let number = number.to_string();
    let rest = |url: &Url| -> Vec<(String, String)> {
        let pairs = url.query_pairs().into_owned();
        pairs.filter(|(key, _)| !is_page_key(key)).collect()
    };
    let (path, base) = (
        url.path().trim_end_matches('/'),
        first.path().trim_end_matches('/'),
    );
    let in_query = url
        .query_pairs()
        .any(|(key, value)| is_page_key(&key) && value == number);
    if in_query {
        return path == base && rest(url) == rest(first);
    }
    if rest(url) != rest(first) {
        return false;
    }
    let (stem, extension) = parts(path);
    let (base_stem, base_extension) = parts(base);
    if extension != base_extension && !extension.is_empty() {
        return false;
    }
    // The first page's own number is left out or is 1.
    let ones = ["/1", "/page/1"];
    let shorter = ones.iter().filter_map(|one| base_stem.strip_suffix(one));
    let mut bases = shorter.chain([base_stem, base]);
    let between = [
        "/", "/page/", "/page-", "/page", "/p", "/seite/", "-", "_", ",", "-page-", "-p", "_page_",
    ];
    bases.any(|base| {
        let added = stem
            .strip_prefix(base)
            .and_then(|rest| rest.strip_suffix(number.as_str()));
        added.is_some_and(|added| between.contains(&added))
    })
}

fn is_page_key(key: &str) -> bool {
    matches!(
        key,
        "page" | "p" | "pg" | "paged" | "pagenum" | "pagenumber" | "seite"
    )
}

/// A path without its extension, and that.
fn parts(path: &str) -> (&str, &str) {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    match path[name..].rfind('.') {
        Some(dot) if dot > 0 => path.split_at(name + dot),
        _ => (path, ""),
    }
}

impl Reading {
    /// Adds the article's next page; false where that says nothing new, so that nothing follows it.
    pub fn join(&mut self, next: Self) -> bool {
        let text = &next.document.text;
        if text.trim().is_empty() || self.document.text.contains(text.as_str()) {
            return false;
        }
        append(&mut self.document, next.document);
        for part in next.folded {
            if !self.folded.iter().any(|known| known.text == part.text) {
                self.folded.push(part);
            }
        }
        if self.preview.0 == Preview::No {
            self.preview = next.preview;
        }
        self.next_page = next.next_page;
        true
    }
}

/// Adds a document's blocks, and all that points into them.
fn append(document: &mut Document, mut next: Document) {
    if !document.text.is_empty() && !next.text.is_empty() {
        document.text.push_str("\n\n");
    }
    let by = document.text.len();
    let (links, images) = (document.links.len(), document.images.len());
    document.text.push_str(&next.text);
    for mut block in next.blocks {
        block.range = block.range.start + by..block.range.end + by;
        match &mut block.kind {
            BlockKind::Image(number) => *number += images,
            BlockKind::Table { rows, .. } => {
                for cell in rows.iter_mut().flatten() {
                    *cell = cell.start + by..cell.end + by;
                }
            }
            _ => {}
        }
        document.blocks.push(block);
    }
    document
        .spans
        .extend(next.spans.into_iter().map(|span| Span {
            range: span.range.start + by..span.range.end + by,
            style: match span.style {
                SpanStyle::Link(number) => SpanStyle::Link(number + links),
                style => style,
            },
        }));
    let soft_breaks = next.soft_breaks.into_iter();
    document
        .soft_breaks
        .extend(soft_breaks.map(|soft| SoftBreak {
            at: soft.at + by,
            ..soft
        }));
    for image in &mut next.images {
        image.link = image.link.map(|number| number + links);
    }
    document.links.append(&mut next.links);
    document.images.append(&mut next.images);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follows(url: &str, first: &str, number: u32) -> bool {
        is_page(
            &Url::parse(url).unwrap(),
            &Url::parse(first).unwrap(),
            number,
        )
    }

    #[test]
    fn the_next_page_has_the_first_ones_address_and_its_number() {
        let first = "https://ledger.example/2025/wall";
        for next in [
            "https://ledger.example/2025/wall/2",
            "https://ledger.example/2025/wall/2/",
            "https://ledger.example/2025/wall/page/2/",
            "https://ledger.example/2025/wall?page=2",
            "https://ledger.example/2025/wall-2",
        ] {
            assert!(follows(next, first, 2), "{next}");
        }
        assert!(follows(
            "https://l.example/a-2.html",
            "https://l.example/a.html",
            2
        ));
        assert!(follows(
            "https://l.example/a?id=4&page=3",
            "https://l.example/a?id=4",
            3
        ));
    }

    #[test]
    fn the_next_article_is_no_next_page() {
        for (next, first) in [
            (
                "https://l.example/2025/ferry",
                "https://l.example/2025/wall",
            ),
            ("https://l.example/week-47", "https://l.example/week-46"),
            ("https://l.example/part-2", "https://l.example/part-1"),
            (
                "https://l.example/news/2",
                "https://l.example/news/1234-wall",
            ),
            ("https://l.example/a?id=5", "https://l.example/a?id=4"),
            ("https://l.example/wall?page=3", "https://l.example/wall"),
            ("https://l.example/page/2", "https://l.example/wall"),
            ("https://l.example/wall2", "https://l.example/wall"),
        ] {
            assert!(!follows(next, first, 2), "{next}");
        }
    }
}
