//! Who is quoted, over all articles: linked as quotations are stored, listed, merged and parted by the reader, followed.
//!
//! A quotation has a *name* (every way of writing one is one row), and a name has a *person*. Merging two people points
//! names to another person; parting is a rule that takes some of a name's quotations away from it. Both are rows of
//! their own, so that they hold for later articles and for an article that is read anew.

mod follows;
pub(super) mod left;
mod link;
mod list;
pub(super) mod restored;
mod rules;
mod sayings;
#[cfg(test)]
mod tests;

pub(super) use link::{Linker, sweep};
pub(super) use sayings::saying_of;
