//! Sets the lines of very long articles, beside all else. Latest wins: lines for a width that the window has no more are
//! given up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;

use super::stack::reading_thread;
use crate::app::Message;
use crate::guard::guarded;
use crate::renderer::{Document, LayoutOptions, Rooms, layout_while};

/// What was asked for.
#[derive(Debug, Default)]
pub(super) struct Layouts {
    /// The ticket of the latest.
    latest: Arc<AtomicU64>,
}

impl Layouts {
    /// Sets a document on a thread of its own, which ends with it.
    pub fn set(
        &self,
        ticket: u64,
        (document, options, rooms): (Arc<Document>, LayoutOptions, Rooms),
        sender: SyncSender<Message>,
    ) {
        self.latest.store(ticket, Ordering::SeqCst);
        let latest = Arc::clone(&self.latest);
        let run = move || {
            let is_wanted = || latest.load(Ordering::SeqCst) == ticket;
            let page = guarded(|| layout_while(&document, &options, &rooms, is_wanted));
            if let Ok(Some(page)) = page {
                let page = Box::new(page);
                // An error means that nobody reads any more.
                let _ = sender.send(Message::LaidOut { ticket, page });
            }
        };
        // Without the thread, the lines near the view are set as one goes.
        if let Err(error) = reading_thread("layout").spawn(run) {
            tracing::error!("the rest of the article is not set: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::renderer::{document, layout};

    #[test]
    fn the_whole_is_set_and_what_nobody_wants_any_more_is_given_up() {
        let document = Arc::new(document(
            &"<p>The tide had turned.</p>".repeat(20_000),
            None,
        ));
        let (sender, inbox) = sync_channel(0);
        let layouts = Layouts::default();
        let narrow = LayoutOptions {
            width: 20,
            ..LayoutOptions::default()
        };
        let wide = LayoutOptions::default();
        for (ticket, options) in [(1, narrow), (2, wide)] {
            let what = (Arc::clone(&document), options, Rooms::new());
            layouts.set(ticket, what, sender.clone());
        }
        drop(sender);
        let mut tickets = Vec::new();
        while let Ok(Message::LaidOut { ticket, page }) = inbox.recv() {
            tickets.push(ticket);
            assert!(ticket == 1 || *page == layout(&document, &wide));
        }
        assert_eq!(tickets.last(), Some(&2));
    }
}
