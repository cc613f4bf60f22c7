//! Makes documents on a thread of its own. Latest wins: an article that was passed over is not rendered.

use std::sync::mpsc::{Sender, SyncSender, channel};
use std::thread;

use super::load::load_marked;
use crate::app::Message;
use crate::guard::{guarded, rehearse};
use crate::news::{Article, Marks};

/// The thread's stack, in bytes: HTML nests deeper than the usual 2 MiB allow.
pub(super) const STACK: usize = 32 << 20;

/// A handle on the thread.
#[derive(Clone)]
pub(super) struct Renderer {
    jobs: Sender<(u64, Option<(Article, Marks)>)>,
}

impl Renderer {
    /// Starts the thread; finished articles go to `sender`.
    pub fn start(sender: SyncSender<Message>) -> Self {
        let (jobs, inbox) = channel::<(u64, Option<(Article, Marks)>)>();
        let run = move || {
            while let Ok(first) = inbox.recv() {
                let (ticket, article) = inbox.try_iter().last().unwrap_or(first);
                let message = match article {
                    None => Message::Article {
                        ticket,
                        loaded: None,
                    },
                    Some((article, marks)) => match guarded(|| {
                        rehearse("render");
                        load_marked(article, marks)
                    }) {
                        Ok(loaded) => Message::Article {
                            ticket,
                            loaded: Some(Box::new(loaded)),
                        },
                        Err(_) => Message::Failed(
                            "this article could not be laid out; {browser} opens it in the browser"
                                .into(),
                        ),
                    },
                };
                if sender.send(message).is_err() {
                    return;
                }
            }
        };
        // Without the thread nothing could be read; the first article then says so by not coming.
        let started = thread::Builder::new()
            .name("render".into())
            .stack_size(STACK)
            .spawn(run);
        if let Err(error) = started {
            tracing::error!("the render thread did not start: {error}");
        }
        Self { jobs }
    }

    /// Asks for an article to be made ready; `None` is one that is gone.
    pub fn render(&self, ticket: u64, article: Option<(Article, Marks)>) {
        let _ = self.jobs.send((ticket, article));
    }
}
