//! What leads out of the reader, and back in: pages behind links, programs of the reader's, files. On a thread of its
//! own that sleeps until something is asked for; each piece of work can be given up.

mod downloads;
mod pages;
mod pictures;
mod pipe;
mod play;
mod share;

pub use downloads::{DownloadError, Wanted as WantedFile, download};

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::thread;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{AbortHandle, JoinSet};

use super::answers;
use super::in_force::InForce;
use super::stack::reading_runtime;
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
        let poller = Poller::new(Settings::from(&config.poll));
        Self::with(InForce::new(config.clone()), poller, sender)
    }

    /// The same beside another poller, with what that knows of hosts.
    pub(super) fn with(config: Arc<InForce>, poller: Poller, sender: SyncSender<Message>) -> Self {
        let (jobs, inbox) = unbounded_channel();
        let work = Work {
            pictures: pictures::Pictures::default(),
            poller,
            config,
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
    pictures: pictures::Pictures,
    config: Arc<InForce>,
    sender: SyncSender<Message>,
}

impl Work {
    fn run(self, mut inbox: UnboundedReceiver<Effect>) {
        // Most readers never ask for anything: the runtime is made for the first who does.
        let Some(first) = inbox.blocking_recv() else {
            return;
        };
        match reading_runtime() {
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
                        let result =
                            pages::read(&work.poller, &work.config.get(), &url, chosen).await;
                        let result = result.map(Box::new);
                        work.send(Message::Guest { ticket, result });
                        ticket
                    });
                    under_way.insert(ticket, task);
                }
                Effect::FetchPicture {
                    ticket,
                    url,
                    chosen,
                } => {
                    let task = tasks.spawn(async move {
                        let got = work
                            .pictures
                            .get(&work.poller, &url, chosen.as_deref())
                            .await;
                        let result = got.map_err(|error| error.to_string());
                        work.send(Message::Picture { ticket, result });
                        ticket
                    });
                    under_way.insert(ticket, task);
                }
                Effect::Pipe {
                    ticket,
                    name,
                    command,
                    format,
                    outgoing,
                } => {
                    let limit = self.config.get().programs.timeout;
                    let task = tasks.spawn(async move {
                        let result = pipe::pipe(&name, &command, format, *outgoing, limit).await;
                        let result = result.map(Box::new);
                        work.send(Message::Guest { ticket, result });
                        ticket
                    });
                    under_way.insert(ticket, task);
                }
                Effect::Share {
                    name,
                    command,
                    outgoing,
                } => {
                    let limit = self.config.get().programs.timeout;
                    tasks.spawn(async move {
                        match share::share(&name, &command, &outgoing, limit).await {
                            Ok(words) => work.send(Message::Done(words)),
                            Err(why) => work.send(Message::Failed(why)),
                        }
                        0
                    });
                }
                Effect::Play {
                    url,
                    media_type,
                    file,
                } => {
                    tasks.spawn(async move {
                        let players = &work.config.get().programs.players;
                        let (kind, file) = (media_type.as_deref(), file.as_deref());
                        let sender = work.sender.clone();
                        if let Err(why) = play::play(players, &url, kind, file, sender).await {
                            work.send(Message::Failed(why));
                        }
                        0
                    });
                }
                Effect::Download {
                    ticket,
                    url,
                    media_type,
                    chosen,
                } => {
                    let config = self.config.get();
                    let wanted = WantedFile {
                        url,
                        media_type,
                        chosen,
                        folder: config.download_folder(),
                        largest: config.downloads.largest,
                    };
                    let task = tasks.spawn(async move {
                        let tell = |got, total| {
                            work.send(Message::Downloading { ticket, got, total });
                        };
                        let result = download(&work.poller, &wanted, tell).await;
                        let result = result.map(|path| path.display().to_string());
                        let result = result.map_err(|error| format!("{error}; {}", error.hint()));
                        work.send(Message::Downloaded { ticket, result });
                        ticket
                    });
                    under_way.insert(ticket, task);
                }
                Effect::Speak {
                    ticket,
                    command,
                    text,
                } => {
                    let task = tasks.spawn(async move {
                        let result = share::speak(&command, text).await;
                        work.send(Message::SpeechEnded { ticket, result });
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
