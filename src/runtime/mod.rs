//! Performs effects and sends messages back. Everything that waits (disk, network, long work) waits on threads that are
//! started here; the main thread never does.

mod answers;
mod browser;
mod enrich;
mod people;
mod polls;
mod render;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, channel};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use answers::{load, read, write};
pub use browser::open as browse;

use crate::app::{Effect, Message};
use crate::cache::{Cache, CacheError};
use crate::config::Config;
use crate::news::UnixSeconds;
use enrich::Enricher;
use polls::Polls;
use render::Renderer;

/// How long the end of the program waits for what is still to be written.
const LAST_WRITES: Duration = Duration::from_secs(10);

/// The time of the system's clock.
pub fn now() -> UnixSeconds {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs().cast_signed())
}

/// The world, as the reader's loop sees it. Dropping it waits for what is still to be written.
pub struct Runtime {
    cache: Arc<Cache>,
    sender: SyncSender<Message>,
    renderer: Renderer,
    polls: Polls,
    browser: Vec<String>,
    config_file: PathBuf,
    latest_list: Arc<AtomicU64>,
}

impl Runtime {
    /// Opens the cache in `data_dir` and starts the threads. Messages go to `sender`.
    pub fn start(
        config: &Config,
        data_dir: PathBuf,
        sender: SyncSender<Message>,
    ) -> Result<Self, CacheError> {
        let cache = Arc::new(Cache::start(&data_dir)?);
        let enricher = Enricher::start(&cache, data_dir.clone(), sender.clone());
        let polls = Polls::start(
            config,
            data_dir,
            Arc::downgrade(&cache),
            sender.clone(),
            enricher,
        );
        let runtime = Self {
            renderer: Renderer::start(sender.clone()),
            cache,
            sender,
            polls,
            browser: config.browser.clone(),
            config_file: config.path.clone(),
            latest_list: Arc::default(),
        };
        runtime.follow_configuration(config);
        Ok(runtime)
    }

    /// Brings the cache's feeds in line with the configuration.
    fn follow_configuration(&self, config: &Config) {
        let feeds = config.feeds.clone();
        let sender = self.sender.clone();
        self.cache.write(move |store| {
            let message = match store.sync_feeds(&feeds) {
                Ok(()) => read(store, &Effect::LoadFeeds),
                Err(error) => Some(answers::failed(&error)),
            };
            answers::send(&sender, message);
        });
    }

    /// Performs an effect, now or soon. Never waits.
    pub fn perform(&self, effect: Effect) {
        let sender = self.sender.clone();
        match effect {
            Effect::LoadList { ticket, .. } => {
                self.latest_list.store(ticket, Ordering::Relaxed);
                let latest = Arc::clone(&self.latest_list);
                self.cache.read(move |store| {
                    // Latest wins: while the reader types, older questions are not worth asking any more.
                    if latest.load(Ordering::Relaxed) == ticket {
                        answers::send(&sender, read(store, &effect));
                    }
                });
            }
            Effect::People(_) if !people::writes(&effect) => {
                self.cache
                    .read(move |store| answers::send(&sender, read(store, &effect)));
            }
            Effect::LoadFeeds => {
                self.cache
                    .read(move |store| answers::send(&sender, read(store, &effect)));
            }
            Effect::LoadArticle { ticket, id } => {
                let renderer = self.renderer.clone();
                self.cache.read(move |store| match store.article(id) {
                    Ok(article) => renderer.render(ticket, article),
                    Err(error) => answers::send(&sender, Some(answers::failed(&error))),
                });
            }
            Effect::SetRead { .. }
            | Effect::SetBookmark { .. }
            | Effect::MarkAllRead { .. }
            | Effect::People(_) => {
                self.cache
                    .write(move |store| answers::send(&sender, write(store, &effect, now())));
            }
            Effect::Poll(what) => self.polls.ask(what),
            Effect::Browse(url) => browser::open(&self.browser, &url, sender),
            Effect::KeepTheme(name) => {
                let path = self.config_file.clone();
                thread::spawn(move || {
                    answers::send(&sender, Some(answers::keep_theme(&path, &name)));
                });
            }
            // The terminal's own; the loop performs them.
            Effect::Copy(_) | Effect::Redraw | Effect::Suspend | Effect::Quit => {}
        }
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.polls.stop();
        let (done, wait) = channel();
        self.cache.write(move |_| {
            let _ = done.send(());
        });
        // An error means that the time is up or that the writer is gone; there is nothing left to be done then.
        let _ = wait.recv_timeout(LAST_WRITES);
    }
}
