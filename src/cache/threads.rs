//! The cache's two threads: one that reads while the other writes. Jobs are closures, done in the order in which they
//! were given, but what somebody at the screen changes goes before what waits in the background, and whatever is read
//! after it sees it. The callers never wait.

use crate::guard::guarded;

use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{
    Arc, Condvar, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::error::{CacheError, Result};
use super::{Store, presence};

type ReadJob = Box<dyn FnOnce(&Store) + Send>;
type WriteJob = Box<dyn FnOnce(&mut Store) + Send>;

/// So long a job that reads waits for what was changed before it. On a disk that takes longer, what stands there already
/// is better than nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// The cache as the program uses it. Dropping it does every write that was asked for, then closes both connections.
pub struct Cache {
    reads: Option<Sender<ReadJob>>,
    writes: Option<Sender<WriteJob>>,
    /// What goes before the other writes.
    changes: Sender<WriteJob>,
    made: Arc<Made>,
    reader: Option<JoinHandle<()>>,
    writer: Option<JoinHandle<()>>,
    interrupt: rusqlite::InterruptHandle,
    closing: Arc<AtomicBool>,
}

/// How many changes were asked for, and how many are made.
#[derive(Default)]
struct Made {
    asked: AtomicU64,
    done: Mutex<u64>,
    one_more: Condvar,
}

impl Made {
    /// One change more was made.
    fn count(&self) {
        *self.done.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.one_more.notify_all();
    }

    /// Waits until so many changes are made, or for as long as somebody at the screen would.
    fn wait(&self, asked: u64) {
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        let is_to_come = |done: &mut u64| *done < asked;
        drop(self.one_more.wait_timeout_while(done, PATIENCE, is_to_come));
    }
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cache").finish_non_exhaustive()
    }
}

impl Cache {
    /// Opens both connections, here, so that a failure is known at once, and starts their threads.
    pub fn start(dir: &Path) -> Result<Self> {
        let mut writing = match Store::open(dir) {
            // What is there can be read; each mark says why it cannot be kept.
            Err(CacheError::NotWritable(why)) => Store::open_reader(dir).map_err(|error| {
                let is_there = !matches!(error, CacheError::Missing(_));
                if is_there {
                    error
                } else {
                    CacheError::NotWritable(why)
                }
            })?,
            opened => opened?,
        };
        let reading = Store::open_reader(dir)?;
        let interrupt = reading.conn.get_interrupt_handle();
        let closing = Arc::new(AtomicBool::new(false));
        let (reads, read_jobs) = channel::<ReadJob>();
        let (writes, write_jobs) = channel::<WriteJob>();
        let (changes, change_jobs) = channel::<WriteJob>();
        let made = Arc::new(Made::default());
        let count = Arc::clone(&made);
        let closed = Arc::clone(&closing);
        // What the reader meets, the writer tells the next start.
        let damage = Arc::new(AtomicBool::new(false));
        let met = Arc::clone(&damage);
        let reading_thread = spawn("cache-reader", dir, move || {
            for job in read_jobs {
                // Nobody waits for an answer once the program ends.
                if !closed.load(Ordering::Relaxed) {
                    run(|| job(&reading));
                    met.fetch_or(presence::has_met_damage(), Ordering::Relaxed);
                }
            }
        })?;
        let writing_thread = spawn("cache-writer", dir, move || {
            let mut waits = false;
            let mut write = |job: WriteJob| {
                // A transaction that a panic passes through is rolled back as it is dropped, so the store stays sound.
                run(|| job(&mut writing));
                // After the job has answered: nobody waits for the log.
                run(|| waits = log(&mut writing, waits));
            };
            for job in &write_jobs {
                for change in change_jobs.try_iter() {
                    write(change);
                    count.count();
                }
                write(job);
            }
            if damage.load(Ordering::Relaxed) {
                presence::met_damage();
            }
            drop(writing);
        })?;
        Ok(Self {
            reads: Some(reads),
            writes: Some(writes),
            changes,
            made,
            reader: Some(reading_thread),
            writer: Some(writing_thread),
            interrupt,
            closing,
        })
    }

    /// Has the thread that reads do a job, which sees every change that was asked for before. A panic in it ends that job
    /// alone.
    pub fn read(&self, job: impl FnOnce(&Store) + Send + 'static) {
        if let Some(reads) = &self.reads {
            let asked = self.made.asked.load(Ordering::SeqCst);
            let made = Arc::clone(&self.made);
            let after = move |store: &Store| {
                made.wait(asked);
                job(store);
            };
            reads.send(Box::new(after)).ok();
        }
    }

    /// Has the thread that writes make a change of somebody at the screen, before all that waits. A panic in it ends that
    /// job alone, and undoes its open transaction.
    pub fn change(&self, job: impl FnOnce(&mut Store) + Send + 'static) {
        self.made.asked.fetch_add(1, Ordering::SeqCst);
        self.changes.send(Box::new(job)).ok();
        // It wakes the thread, where that waits.
        self.write(|_| {});
    }

    /// Has the thread that writes do a job of the background. A panic in it ends that job alone, and undoes its open
    /// transaction.
    pub fn write(&self, job: impl FnOnce(&mut Store) + Send + 'static) {
        if let Some(writes) = &self.writes {
            writes.send(Box::new(job)).ok();
        }
    }

    /// Breaks off the question that the reader is answering, which then fails with [`CacheError::Interrupted`]: a
    /// newer one made its answer worthless.
    pub fn interrupt_read(&self) {
        self.interrupt.interrupt();
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Relaxed);
        self.writes = None;
        self.reads = None;
        self.interrupt.interrupt();
        for thread in [self.writer.take(), self.reader.take()]
            .into_iter()
            .flatten()
        {
            thread.join().ok();
        }
    }
}

fn spawn(name: &str, dir: &Path, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    let thread = thread::Builder::new().name(name.to_owned());
    thread.spawn(work).map_err(|e| CacheError::file(dir, e))
}

/// Writes what was done into the log of what is kept; whether it has to wait. Says so once, and not at each job.
fn log(store: &mut Store, waits: bool) -> bool {
    match store.write_down() {
        Ok(()) => false,
        Err(error) => {
            if !waits {
                tracing::warn!("the log of what you keep waits: {error}");
            }
            true
        }
    }
}

/// Does a job. A panic in it ends that job alone.
fn run(job: impl FnOnce()) {
    if guarded(job).is_err() {
        tracing::error!("a job of the cache panicked");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::FeedConfig;

    fn feed(n: u32) -> FeedConfig {
        FeedConfig {
            url: format!("https://example.org/{n}.xml"),
            ..FeedConfig::default()
        }
    }

    #[test]
    fn every_write_is_done_before_the_cache_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::start(dir.path()).unwrap();
        for n in 1..=50 {
            cache.write(move |store| {
                let feeds: Vec<_> = (0..n).map(feed).collect();
                store.sync_feeds(&feeds).unwrap();
            });
        }
        drop(cache);
        let store = Store::open_reader(dir.path()).unwrap();
        assert_eq!(store.feeds().unwrap().len(), 50);
    }

    #[test]
    fn a_panic_ends_one_job_and_undoes_what_it_began() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::start(dir.path()).unwrap();
        cache.write(|store| {
            let tx = store.transaction().unwrap();
            tx.execute("INSERT INTO feeds (url, position) VALUES ('x', 1)", [])
                .unwrap();
            panic!("on purpose");
        });
        cache.read(|_| panic!("on purpose"));
        cache.write(|store| store.sync_feeds(&[feed(1)]).unwrap());
        let (sender, answer) = channel();
        cache.write(move |store| sender.send(store.feeds().unwrap()).unwrap());
        let urls: Vec<String> = answer.recv().unwrap().into_iter().map(|f| f.url).collect();
        assert_eq!(urls, [feed(1).url]);
        let (sender, answer) = channel();
        cache.read(move |store| sender.send(store.feeds().unwrap().len()).unwrap());
        assert_eq!(answer.recv().unwrap(), 1);
    }

    #[test]
    fn a_change_goes_before_what_waits_and_is_seen_by_what_is_read_after_it() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::start(dir.path()).unwrap();
        let (go_on, wait) = channel::<()>();
        let (sender, told) = channel();
        let tell = |what: &'static str| {
            let sender = sender.clone();
            move || sender.send(what).unwrap()
        };
        cache.write(move |_| wait.recv().unwrap());
        let (background, changed, read) = (tell("background"), tell("changed"), tell("read"));
        cache.write(move |_| background());
        cache.change(move |store| {
            store.sync_feeds(&[feed(1)]).unwrap();
            changed();
        });
        cache.read(move |store| {
            assert_eq!(store.feeds().unwrap().len(), 1);
            read();
        });
        go_on.send(()).unwrap();
        let order: Vec<&str> = (0..3).map(|_| told.recv().unwrap()).collect();
        let place = |what| order.iter().position(|told| *told == what).unwrap();
        assert!(place("changed") < place("background"), "{order:?}");
        assert!(place("changed") < place("read"), "{order:?}");
    }
}
