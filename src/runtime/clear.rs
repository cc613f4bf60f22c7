//! Takes old articles away in the background, as the configuration says: soon after the start, then once a day. Small
//! slices with a pause after each, so that a key press or a poll never waits for more than one of them.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use super::in_force::InForce;
use super::{answers, now};
use crate::app::{Effect, Message};
use crate::cache::{Cache, CacheError, Clearance, Store};
use crate::config::FeedConfig;

/// The reader sees the first lists before anything else is done.
const AFTER_START: Duration = Duration::from_secs(15);
const BETWEEN: Duration = Duration::from_hours(24);
/// After each slice, the writer is left to others for so many times as long as the slice took.
const PAUSE: u32 = 3;
/// How long a command that ends soon works at it.
const BRIEFLY: Duration = Duration::from_secs(2);

/// A handle on the thread, which ends when this is dropped.
pub(super) struct Clearer {
    _stop: Sender<()>,
}

impl Clearer {
    /// Starts the thread for the feeds of the configuration in force.
    pub fn start(cache: &Arc<Cache>, in_force: Arc<InForce>, sender: SyncSender<Message>) -> Self {
        let (stop, stopped) = channel();
        let work = Work {
            cache: Arc::downgrade(cache),
            in_force,
            sender,
            stopped,
        };
        let thread = thread::Builder::new().name("clear".into());
        if let Err(error) = thread.spawn(move || work.run()) {
            tracing::error!("old articles are not cleared away: {error}");
        }
        Self { _stop: stop }
    }
}

struct Work {
    cache: Weak<Cache>,
    in_force: Arc<InForce>,
    sender: SyncSender<Message>,
    stopped: Receiver<()>,
}

impl Work {
    fn run(&self) {
        let mut wait = AFTER_START;
        // What nothing keeps any more may be asked back by an undo, but not of an earlier session.
        let mut orphans = true;
        while self.pause(wait) {
            match self.pass(orphans) {
                Some(Ok(0)) => {}
                Some(Ok(_)) => self.tell(),
                Some(Err(error)) => tracing::warn!("old articles were not cleared away: {error}"),
                None => return,
            }
            (wait, orphans) = (BETWEEN, false);
        }
    }

    /// A whole pass; the number of articles taken. `None` where the program ends.
    fn pass(&self, orphans: bool) -> Option<Result<u32, CacheError>> {
        let config = self.in_force.get();
        let begun = self.write(move |store| store.clearance(&config.feeds, orphans, now()))?;
        let mut pass = match begun {
            Ok(pass) => pass,
            Err(error) => return Some(Err(error)),
        };
        loop {
            let (done, took): (Result<(Clearance, bool), CacheError>, Duration) =
                self.write(move |store| {
                    let begin = Instant::now();
                    let more = store.clear_some(&mut pass, now());
                    (more.map(|more| (pass, more)), begin.elapsed())
                })?;
            match done {
                Ok((done, false)) => return Some(Ok(done.taken)),
                Ok((done, true)) => pass = done,
                Err(error) => return Some(Err(error)),
            }
            if !self.pause(took * PAUSE) {
                return None;
            }
        }
    }

    /// Waits; whether the program still runs then.
    fn pause(&self, time: Duration) -> bool {
        matches!(
            self.stopped.recv_timeout(time),
            Err(RecvTimeoutError::Timeout)
        )
    }

    /// Has the writer do something, and waits for it.
    fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Store) -> T + Send + 'static,
    ) -> Option<T> {
        let (sender, answer) = channel();
        let cache = self.cache.upgrade()?;
        cache.write(move |store| drop(sender.send(job(store))));
        drop(cache);
        answer.recv().ok()
    }

    /// The counts are others now.
    fn tell(&self) {
        if let Some(cache) = self.cache.upgrade() {
            let sender = self.sender.clone();
            cache.read(move |store| {
                answers::send(&sender, answers::read(store, &Effect::LoadFeeds));
            });
        }
    }
}

/// Does a part of a pass at once, for commands; the number of articles taken.
pub fn clear_briefly(store: &mut Store, feeds: &[FeedConfig]) -> Result<u32, CacheError> {
    let begin = Instant::now();
    let mut pass = store.clearance(feeds, false, now())?;
    while begin.elapsed() < BRIEFLY && store.clear_some(&mut pass, now())? {}
    Ok(pass.taken)
}
