//! Room in memory: how many large documents are there at a time, and how many are being read. Without it a fast server
//! fills the memory with all feeds at once.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A body that grows beyond this, in bytes, is large: it waits until there is room for it.
pub const LARGE: usize = 8 * 1024;
/// Large documents at a time, from there until they are handed over.
const LARGE_ONES: usize = 32;
/// Documents that are being read at a time; one that is held up holds up no other.
const READ: usize = 4;

/// The room that all documents of a poller share.
#[derive(Debug)]
pub struct Room {
    large: Arc<Semaphore>,
    reading: Arc<Semaphore>,
}

/// A part of the room; others get it when it is dropped.
pub type Share = OwnedSemaphorePermit;

impl Default for Room {
    fn default() -> Self {
        Self {
            large: Arc::new(Semaphore::new(LARGE_ONES)),
            reading: Arc::new(Semaphore::new(READ)),
        }
    }
}

impl Room {
    /// Waits until there is room for one more large document.
    pub async fn for_large(&self) -> Share {
        share(&self.large).await
    }

    /// Waits until one more document may be read.
    pub async fn to_read(&self) -> Share {
        share(&self.reading).await
    }
}

async fn share(semaphore: &Arc<Semaphore>) -> Share {
    let share = Arc::clone(semaphore).acquire_owned().await;
    share.expect("no semaphore of this file is ever closed")
}
