//! The second stage: in the background, newest first, every stored article gets its text into the search index and its
//! quotations into the cache. Resumed after a stop; opening an article does not wait for it.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel};
use std::sync::{Arc, Weak};

use super::answers;
use super::aside::Aside;
use super::load::load;
use super::stack::reading_thread;
use crate::app::Message;
use crate::cache::{Cache, CacheError, Enriched, Store};
use crate::guard::guarded;
use crate::news::{ArticleId, Preview, QuoteKind};
use crate::quotes::ENGINE;

/// Articles read and written at a time: small enough that a key press never waits behind one.
const BATCH: u32 = 64;

/// A handle on the thread.
#[derive(Clone)]
pub(super) struct Enricher {
    wake: Sender<()>,
    aside: Aside,
}

impl Enricher {
    /// Starts the thread, which at once takes up what an earlier run left.
    pub fn start(
        cache: &Arc<Cache>,
        data_dir: PathBuf,
        sender: SyncSender<Message>,
        aside: Aside,
    ) -> Self {
        let found = aside.clone();
        let (wake, inbox) = channel();
        let cache = Arc::downgrade(cache);
        let run = move || {
            if let Err(error) = work(&inbox, &cache, &data_dir, &sender, &found) {
                tracing::error!("the search index is not kept up: {error}");
            }
        };
        if let Err(error) = reading_thread("enrich").spawn(run) {
            tracing::error!("the enrichment thread did not start: {error}");
        }
        let enricher = Self { wake, aside };
        enricher.wake();
        enricher
    }

    /// Says that articles have been stored.
    pub fn wake(&self) {
        let _ = self.wake.send(());
        self.aside.changed();
    }
}

fn work(
    inbox: &Receiver<()>,
    cache: &Weak<Cache>,
    data_dir: &std::path::Path,
    sender: &SyncSender<Message>,
    aside: &Aside,
) -> Result<(), CacheError> {
    let store = Store::open_reader(data_dir)?;
    while inbox.recv().is_ok() {
        while inbox.try_recv().is_ok() {}
        loop {
            let ids = store.to_enrich(ENGINE, BATCH)?;
            if ids.is_empty() {
                break;
            }
            let articles: Vec<Enriched> = ids
                .into_iter()
                .map(|id| enriched(&store, id))
                .collect::<Result<_, _>>()?;
            let found: Vec<(ArticleId, u32, Preview)> = articles
                .iter()
                .map(|article| (article.id, speech(article), article.preview))
                .collect();
            let Some(cache) = cache.upgrade() else {
                return Ok(());
            };
            let (done, wait) = channel();
            let told = sender.clone();
            cache.write(move |store| {
                let stored = store.enrich_all(&articles, ENGINE);
                answers::send_ruled(&told, store);
                let _ = done.send(stored);
            });
            drop(cache);
            match wait.recv() {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return Err(error),
                Err(_) => return Ok(()),
            }
            aside.changed();
            if sender.send(Message::Enriched { found }).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Reads one article for the index. One that cannot be laid out is stored with an empty text, so that it is not tried for
/// ever.
///
/// # Errors
/// Those of the cache.
pub fn enriched(store: &Store, id: ArticleId) -> Result<Enriched, CacheError> {
    let mut empty = Enriched {
        id,
        fingerprint: 0,
        text: String::new(),
        quotes: Vec::new(),
        preview: Preview::No,
    };
    let Some(article) = store.article(id)? else {
        return Ok(empty);
    };
    let fingerprint = article.fingerprint;
    empty.fingerprint = fingerprint;
    Ok(guarded(|| load(article)).map_or(empty, |loaded| Enriched {
        id,
        fingerprint,
        text: loaded.document.text.clone(),
        quotes: loaded.quotes,
        preview: loaded.article.headline.preview,
    }))
}

/// How many of an article's quotations are speech.
fn speech(article: &Enriched) -> u32 {
    let count = article
        .quotes
        .iter()
        .filter(|quote| quote.kind != QuoteKind::Fragment)
        .count();
    u32::try_from(count).unwrap_or(u32::MAX)
}
