//! Threads, and an async runtime made of them, that have the stack to read pages: HTML nests deeper than the usual 2 MiB
//! allow. Knows nothing of what is read on them.

use std::io;
use std::thread;

use tokio::runtime::{Builder, Runtime};

/// A thread's stack, in bytes.
const STACK: usize = 32 << 20;

/// A thread that is to read pages, by a name that tools show.
pub fn reading_thread(name: &str) -> thread::Builder {
    let thread = thread::Builder::new().name(name.to_owned());
    thread.stack_size(STACK)
}

/// A runtime that fetches pages on one thread, and reads them on two others at the most.
///
/// # Errors
/// That of the system where it gives no threads.
pub fn reading_runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(1)
        .max_blocking_threads(2)
        .thread_stack_size(STACK)
        .event_interval(crate::poller::EVENT_INTERVAL)
        .enable_all()
        .build()
}
