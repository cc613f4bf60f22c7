//! What leads out of the reader, and back in: pages behind links, programs of the reader's, files. On a thread of its
//! own that sleeps until something is asked for; each piece of work can be given up.

mod pages;

use std::collections::HashMap;
use std::sync::mpsc::SyncSender;
use std::thread;

use tokio::runtime::Builder;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{AbortHandle, JoinSet};

use super::answers;
use super::render::STACK;
use crate::app::{Effect, Message};
use crate::config::Config;
use crate::poller::{Poller, Settings};

/// A handle on the thread. Dropping it gives up what is under way.
pub struct Outside {
    jobs: Option<UnboundedSender<Effect>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Outside {
    /// Starts the thread. It makes no connection before something is asked for.
    pub fn start(config: &Config, sender: SyncSender<Message>) -> Self {
        Self::with(config, Poller::new(Settings::from(&config.poll)), sender)
    }

    /// The same beside another poller, with what that knows of hosts.
    pub(super) fn with(config: &Config, poller: Poller, sender: SyncSender<Message>) -> Self {
        let (jobs, inbox) = unbounded_channel();
        let work = Work {
            poller,
            config: config.clone(),
            sender,
        };
        let run = move || work.run(inbox);
        let thread = thread::Builder::new().name("outside".into()).spawn(run);
        if let Err(error) = &thread {
            tracing::error!("nothing leads out of the reader: {error}");
        }
        Self {
            jobs: Some(jobs),
            thread: thread.ok(),
        }
    }

    /// Performs an effect, soon. Never waits.
    pub fn perform(&self, effect: Effect) {
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(effect);
        }
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[derive(Clone)]
struct Work {
    poller: Poller,
    config: Config,
    sender: SyncSender<Message>,
}

impl Work {
    fn run(self, mut inbox: UnboundedReceiver<Effect>) {
        // Most readers never ask for anything: the runtime is made for the first who does.
        let Some(first) = inbox.blocking_recv() else {
            return;
        };
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(2)
            .thread_stack_size(STACK)
            .enable_all()
            .build();
        match runtime {
            Ok(runtime) => {
                runtime.block_on(self.work(first, inbox));
                runtime.shutdown_background();
            }
            Err(error) => tracing::error!("nothing leads out of the reader: {error}"),
        }
    }

    async fn work(self, first: Effect, mut inbox: UnboundedReceiver<Effect>) {
        let mut under_way: HashMap<u64, AbortHandle> = HashMap::new();
        let mut tasks = JoinSet::new();
        let mut next = Some(first);
        loop {
            let effect = if let Some(first) = next.take() {
                first
            } else {
                tokio::select! {
                    effect = inbox.recv() => match effect {
                        Some(effect) => effect,
                        None => break,
                    },
                    Some(done) = tasks.join_next() => {
                        if let Ok(ticket) = done {
                            under_way.remove(&ticket);
                        }
                        continue;
                    }
                }
            };
            let work = self.clone();
            match effect {
                Effect::Stop { ticket } => {
                    if let Some(task) = under_way.remove(&ticket) {
                        task.abort();
                    }
                }
                Effect::ReadAddress {
                    ticket,
                    url,
                    chosen,
                } => {
                    let task = tasks.spawn(async move {
                        let result = pages::read(&work.poller, &work.config, &url, chosen).await;
                        let result = result.map(Box::new);
                        work.send(Message::Guest { ticket, result });
                        ticket
                    });
                    under_way.insert(ticket, task);
                }
                _ => {}
            }
        }
        tasks.shutdown().await;
    }

    fn send(&self, message: Message) {
        answers::send(&self.sender, Some(message));
    }
}
