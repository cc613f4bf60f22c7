//! The waits of `Effect::After`, on one thread. It sleeps until the next one is over, and for ever where there is none.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::Message;

/// A handle on the thread.
pub struct Timer {
    waits: Sender<(Instant, u64)>,
}

impl Timer {
    /// Starts the thread; the ends of waits go to `sender`.
    pub fn start(sender: SyncSender<Message>) -> Self {
        let (waits, inbox) = channel();
        let thread = thread::Builder::new().name("timer".into());
        if let Err(error) = thread.spawn(move || run(&inbox, &sender)) {
            tracing::error!("nothing is waited for: {error}");
        }
        Self { waits }
    }

    /// Sends `Message::Elapsed` with this ticket after so many milliseconds.
    pub fn after(&self, ticket: u64, millis: u64) {
        let _ = self
            .waits
            .send((Instant::now() + Duration::from_millis(millis), ticket));
    }
}

fn run(inbox: &Receiver<(Instant, u64)>, sender: &SyncSender<Message>) {
    let mut waits = BinaryHeap::new();
    loop {
        let next = match waits.peek() {
            Some(Reverse((until, _))) => {
                inbox.recv_timeout(Instant::saturating_duration_since(until, Instant::now()))
            }
            None => inbox.recv().map_err(RecvTimeoutError::from),
        };
        match next {
            Ok(wait) => waits.push(Reverse(wait)),
            Err(RecvTimeoutError::Timeout) => {
                if let Some(Reverse((_, ticket))) = waits.pop()
                    && sender.send(Message::Elapsed { ticket }).is_err()
                {
                    return;
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;

    #[test]
    fn waits_end_in_the_order_of_their_ends() {
        let (sender, inbox) = sync_channel(8);
        let timer = Timer::start(sender);
        timer.after(1, 30);
        timer.after(2, 0);
        let tickets: Vec<u64> = inbox
            .iter()
            .take(2)
            .map(|message| match message {
                Message::Elapsed { ticket } => ticket,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(tickets, [2, 1]);
    }
}
