//! The search index brought up to date, for a program that was only ever polled: the reader does it in the background,
//! the command line when it searches. Changes nothing but the index and the quotations.

use std::path::Path;

use anyhow::{Result, anyhow};

use super::args::Places;
use super::list::moment;
use crate::cache::{CacheError, Store};
use crate::config;
use crate::news::{Rule, Ruled};
use crate::quotes::ENGINE;
use crate::runtime::{enriched, reading_thread};

/// Articles read and written at a time.
const BATCH: u32 = 256;

/// Reads every article that stands in the cache of `directory` and not yet in its index, and applies the rules that had to
/// wait for that; returns what they did.
pub(super) fn complete(directory: &Path, rules: Vec<Rule>) -> Result<Ruled> {
    let reader = Store::open_reader(directory)?;
    if reader.to_enrich(ENGINE, 1)?.is_empty() {
        return Ok(Ruled::default());
    }
    let mut store = Store::open(directory)?;
    store.set_rules(rules, moment().utc_offset);
    let work = move || -> Result<Ruled, CacheError> {
        let mut ids = reader.to_enrich(ENGINE, BATCH)?;
        if ids.len() == BATCH as usize {
            eprintln!("reading what was polled since the last search …");
        }
        while !ids.is_empty() {
            let read = ids.iter().map(|id| enriched(&reader, *id));
            store.enrich_all(&read.collect::<Result<Vec<_>, _>>()?, ENGINE)?;
            ids = reader.to_enrich(ENGINE, BATCH)?;
        }
        Ok(store.take_ruled())
    };
    let thread = reading_thread("index").spawn(work)?;
    let ruled = thread
        .join()
        .map_err(|_| anyhow!("the search index could not be completed"))??;
    Ok(ruled)
}

/// [`complete`] for a command that goes by what was read; says what could not be.
pub(super) fn complete_or_say(places: &Places) -> Result<()> {
    let places = places.resolve()?;
    // A configuration that is missing or wrong keeps nobody from searching.
    let rules = config::load(&places.config_file).map(|config| config.rules);
    if let Err(error) = complete(&places.data_dir, rules.unwrap_or_default()) {
        eprintln!("pullquote: not every article was looked through: {error:#}");
    }
    Ok(())
}
