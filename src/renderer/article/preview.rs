//! Whether only the beginning of an article is there.
//!
//! Signs in the page alone are wrong most of the time: most pages that carry them carry the whole text too. So the text
//! decides. A narrow sentence that speaks to the reader, at its beginning or its end, is certain; signs in the page make
//! it likely, and only where the text is short or broken off.

use dom_query::Document as Tree;

use super::metadata::Metadata;
use crate::news::Preview;
use crate::renderer::Document;

/// What such a notice says, in lower case.
const NOTICES: &[&str] = &[
    "preview view of this article",
    "while we are checking your access",
    "while we verify access",
    "log into your times account",
    "already a subscriber? log in",
    "already a subscriber? sign in",
    "subscribe to continue reading",
    "subscribe now to continue reading",
    "subscribe to read the full",
    "subscribe to read this",
    "subscribe to keep reading",
    "subscribe to unlock",
    "to continue reading this article",
    "to continue reading, subscribe",
    "to read the rest of this article",
    "to read the full article, ",
    "create a free account to continue",
    "create an account to continue reading",
    "register to continue reading",
    "log in to continue reading",
    "sign in to continue reading",
    "this article is for subscribers only",
    "this story is for subscribers only",
    "this content is for subscribers only",
    "this post is for paying subscribers",
    "this post is for paid subscribers",
    "this article is reserved for subscribers",
    "this article is exclusive to subscribers",
    "reached your article limit",
    "reached your free article limit",
    "reached your limit of free articles",
    "no free articles left",
    "want all of the times? subscribe",
    "unlock this article",
    "article réservé aux abonnés",
    "dieser artikel ist nur für abonnenten",
    "jetzt weiterlesen mit",
    "contenido exclusivo para suscriptores",
];

/// Words of a notice, at most.
const LONGEST_NOTICE: usize = 45;
/// A notice stands among so many blocks at the beginning or the end.
const EDGE: usize = 3;
/// A text of fewer words is short, where the page says that it is not free.
const SHORT: usize = 250;

/// The number of the block that says that the text is a preview.
pub(super) fn notice(document: &Document) -> Option<usize> {
    let count = document.blocks.len();
    (0..count)
        .filter(|n| *n < EDGE || n + EDGE >= count)
        .find(|n| {
            let text = document.slice(&document.blocks[*n].range);
            let plain = text.to_lowercase().replace('’', "'");
            text.split_whitespace().count() <= LONGEST_NOTICE
                && NOTICES.iter().any(|notice| plain.contains(notice))
        })
}

/// The page carries the marks of a wall.
pub(super) fn has_signs(tree: &Tree, metadata: &Metadata) -> bool {
    const PLACES: &str = "[class*=paywall], [class*=regwall], [class*=piano-offer], [class*=gate-overlay], \
                          [class*=subscriber-only], [class*=pw-overlay], [id*=paywall], [id*=regwall]";
    metadata.is_paid || tree.select_single(PLACES).exists()
}

/// How likely a text without a notice is a preview.
pub(super) fn by_signs(document: &Document, metadata: &Metadata, signs: bool) -> Preview {
    if !signs {
        return Preview::No;
    }
    let words = document.word_count();
    let promised = metadata.word_count.is_some_and(|all| words * 10 < all * 6);
    if words > 0 && (words < SHORT || promised || is_broken_off(document)) {
        Preview::Likely
    } else {
        Preview::No
    }
}

/// The last paragraph ends in an ellipsis or within a sentence.
fn is_broken_off(document: &Document) -> bool {
    let Some(last) = document.blocks.iter().rfind(|b| b.is_prose()) else {
        return false;
    };
    let text = document
        .slice(&last.range)
        .trim_end_matches(['"', '”', '’', '\'', ')', '»', ']']);
    text.ends_with('…')
        || text.ends_with("...")
        || text.ends_with(|c: char| c.is_alphanumeric() || c == ',')
}
