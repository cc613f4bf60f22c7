//! After an unclean end, looks the database over, on a thread of its own with a connection of its own.

use std::path::PathBuf;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Weak};
use std::thread;

use super::answers;
use crate::app::Message;
use crate::cache::{Cache, CacheError, Store};

/// Starts the check, where one is due; the reader hears of it only if it finds something.
pub(super) fn start(cache: &Arc<Cache>, data_dir: PathBuf, sender: SyncSender<Message>) {
    let weak = Arc::downgrade(cache);
    cache.write(move |store| {
        if store.ended_unclean() {
            let thread = thread::Builder::new().name("check".into());
            let started = thread.spawn(move || {
                if let Err(error) = check(&weak, &data_dir, &sender) {
                    tracing::error!("the cache could not be checked: {error}");
                }
            });
            if let Err(error) = started {
                tracing::error!("the cache is not checked: {error}");
            }
        }
    });
}

fn check(
    cache: &Weak<Cache>,
    data_dir: &std::path::Path,
    sender: &SyncSender<Message>,
) -> Result<(), CacheError> {
    let faults = Store::open_reader(data_dir)?.quick_check()?;
    for fault in &faults {
        tracing::error!("the cache is damaged: {fault}");
    }
    let sound = faults.is_empty();
    if let Some(cache) = cache.upgrade() {
        cache.write(move |store| {
            if let Err(error) = store.found(sound) {
                tracing::error!("what the check found could not be noted: {error}");
            }
        });
    }
    if !sound {
        answers::send(sender, Some(answers::failed(&CacheError::Corrupt)));
    }
    Ok(())
}

/// Checks at once, for commands; an error where the database is damaged.
pub fn check_if_due(store: &mut Store) -> Result<(), CacheError> {
    if store.ended_unclean() {
        let sound = store.quick_check()?.is_empty();
        store.found(sound)?;
        if !sound {
            return Err(CacheError::Corrupt);
        }
    }
    Ok(())
}
