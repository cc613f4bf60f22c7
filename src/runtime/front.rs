//! The front page, made of what the cache has of it.

use crate::cache::{CacheError, Store};
use crate::news::{FrontPage, UnixSeconds};
use crate::renderer;

/// So many articles are looked at: the latest.
const MOST: u32 = 10_000;

/// The articles of that moment and after it, by story.
pub fn front_page(store: &Store, since: UnixSeconds) -> Result<FrontPage, CacheError> {
    let fresh = store.fresh(since, MOST, renderer::lead)?;
    Ok(FrontPage::new(since, fresh))
}
