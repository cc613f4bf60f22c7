//! The cache, for the commands that name articles by their numbers. Never makes a new one.

use anyhow::{Result, bail};

use super::args::Places;
use crate::cache::Store;
use crate::news::ArticleId;

/// The cache, to read.
pub(super) fn reader(places: &Places) -> Result<Store> {
    Ok(Store::open_reader(&places.resolve()?.data_dir)?)
}

/// The cache, to change; it must be there.
pub(super) fn writer(places: &Places) -> Result<Store> {
    let directory = places.resolve()?.data_dir;
    drop(Store::open_reader(&directory)?);
    Ok(Store::open(&directory)?)
}

/// The articles of these numbers, each once; an error where one is missing, so that nothing is done by halves.
pub(super) fn articles(store: &Store, numbers: &[i64]) -> Result<Vec<ArticleId>> {
    let mut ids: Vec<ArticleId> = Vec::with_capacity(numbers.len());
    for id in numbers.iter().map(|number| ArticleId(*number)) {
        if store.headline(id)?.is_none() {
            bail!(
                "there is no article {}; `pullquote list` shows the numbers",
                id.0
            );
        }
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}
