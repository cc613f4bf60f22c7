//! Polls feeds on threads of their own: when the reader asks, and when something is due.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, channel};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::time::sleep;

use super::enrich::Enricher;
use super::full_text::FullTexts;
use super::hooks::Hooks;
use super::in_force::InForce;
use super::{answers, now};
use crate::app::{Message, PollResult, PollWhat};
use crate::cache::{Arrival, Cache, RefreshLock};
use crate::guard::rehearse;
use crate::news::Feed;
use crate::poller::{Asked, FeedOptions, Polled, Poller, Request, Settings, Status};

/// The shortest pause between two looks at what is due.
const SHORTEST_PAUSE: Duration = Duration::from_mins(1);
/// The longest: the clock may be set, and a feed may have become due.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);
/// Polled feeds on their way into the cache at a time; more would only fill the memory.
const IN_HAND: usize = 8;

/// A handle on the polling thread.
#[derive(Clone)]
pub(super) struct Polls {
    commands: UnboundedSender<Command>,
}

#[derive(PartialEq, Eq)]
enum Command {
    Poll(PollWhat),
    /// The configuration says something else.
    Follow,
    Cancel,
    Stop,
}

impl Polls {
    /// Starts the thread. It makes no connection before something is asked for.
    pub fn start(
        in_force: Arc<InForce>,
        poller: Poller,
        data_dir: PathBuf,
        cache: Weak<Cache>,
        sender: SyncSender<Message>,
        (enricher, full_texts, hooks): (Enricher, FullTexts, Arc<Hooks>),
    ) -> Self {
        let (commands, inbox) = unbounded_channel();
        let run = move || {
            let runtime = match Builder::new_multi_thread()
                .worker_threads(2)
                .event_interval(crate::poller::EVENT_INTERVAL)
                .enable_all()
                .build()
            {
                Ok(runtime) => runtime,
                Err(error) => return tracing::error!("no poll is possible: {error}"),
            };
            let settings = Settings::from(&in_force.get().poll);
            let work = Work {
                poller,
                settings,
                in_force,
                data_dir,
                cache,
                sender,
                enricher,
                hooks,
                full_texts,
            };
            runtime.block_on(work.run(inbox));
            // What is under way is given up; nothing of it was stored half.
            runtime.shutdown_background();
        };
        if let Err(error) = thread::Builder::new().name("poll".into()).spawn(run) {
            tracing::error!("the polling thread did not start: {error}");
        }
        Self { commands }
    }

    /// Asks for a poll.
    pub fn ask(&self, what: PollWhat) {
        let _ = self.commands.send(Command::Poll(what));
    }

    /// Goes by the configuration that is in force now.
    pub fn follow(&self) {
        let _ = self.commands.send(Command::Follow);
    }

    /// Gives the poll under way up.
    pub fn cancel(&self) {
        let _ = self.commands.send(Command::Cancel);
    }

    /// Gives up what is under way, and polls no more.
    pub fn stop(&self) {
        let _ = self.commands.send(Command::Stop);
    }
}

struct Work {
    poller: Poller,
    /// What the poller was made with.
    settings: Settings,
    in_force: Arc<InForce>,
    data_dir: PathBuf,
    cache: Weak<Cache>,
    sender: SyncSender<Message>,
    enricher: Enricher,
    hooks: Arc<Hooks>,
    full_texts: FullTexts,
}

impl Work {
    async fn run(mut self, mut inbox: UnboundedReceiver<Command>) {
        rehearse("poll");
        let mut pause = LONGEST_PAUSE;
        let mut waiting = VecDeque::new();
        loop {
            let automatic = self.in_force.get().poll.automatic;
            let command = if let Some(next) = waiting.pop_front() {
                Some(next)
            } else {
                tokio::select! {
                    command = inbox.recv() => command,
                    () = sleep(pause), if automatic => Some(Command::Poll(PollWhat::Due)),
                }
            };
            let what = match command {
                Some(Command::Poll(what)) => what,
                Some(Command::Follow) => {
                    self.follow();
                    if !automatic {
                        continue;
                    }
                    PollWhat::Due
                }
                // There is nothing to be given up any more.
                Some(Command::Cancel) => continue,
                Some(Command::Stop) | None => return,
            };
            let broken_off = tokio::select! {
                next = self.poll(what) => {
                    pause = next;
                    None
                }
                command = broken_off(&mut inbox, &mut waiting) => Some(command),
            };
            match broken_off {
                None => {}
                Some(Command::Cancel) => {
                    // After all that has come and is still to be stored.
                    self.end();
                    pause = LONGEST_PAUSE;
                    if waiting.contains(&Command::Follow) {
                        self.follow();
                    }
                    waiting.retain(|next| matches!(next, Command::Poll(PollWhat::Feed(_))));
                }
                Some(_) => return,
            }
        }
    }

    /// Goes by the settings of now. What hosts have asked for is recalled with each feed.
    fn follow(&mut self) {
        let settings = Settings::from(&self.in_force.get().poll);
        if settings != self.settings {
            self.poller = Poller::new(settings.clone());
            self.settings = settings;
        }
    }

    /// Polls once, and says how long to wait for what is due next.
    async fn poll(&self, what: PollWhat) -> Duration {
        // Only one instance polls at a time; the other shows what this one stored.
        let _lock = match RefreshLock::try_take(&self.data_dir) {
            Ok(Some(lock)) => lock,
            Ok(None) => {
                if what != PollWhat::Due {
                    self.send(Message::Failed(
                        "another pullquote is polling these feeds now".into(),
                    ));
                }
                return SHORTEST_PAUSE;
            }
            Err(error) => {
                self.send(answers::failed(&error));
                return LONGEST_PAUSE;
            }
        };
        let Some(feeds) = self.feeds().await else {
            return LONGEST_PAUSE;
        };
        let asked = if what == PollWhat::Due {
            Asked::WhenDue
        } else {
            Asked::ByHand
        };
        let config = self.in_force.get();
        let options = config.feeds.iter().map(|feed| (feed.url.as_str(), feed));
        let options: HashMap<_, _> = options.collect();
        let request = |feed: Feed| Request {
            feed: feed.id,
            options: options
                .get(feed.url.as_str())
                .map_or_else(FeedOptions::default, |own| FeedOptions::from(*own)),
            url: feed.url,
            state: feed.poll,
        };
        let all = feeds.into_iter().map(request).collect();
        let (mut now_asked, _) = self.poller.choose(all, asked, now());
        if let PollWhat::Feed(id) = what {
            now_asked.retain(|request| request.feed == id);
            if now_asked.is_empty() {
                self.send(Message::Failed(
                    "this server asked not to be asked again so soon".into(),
                ));
                return LONGEST_PAUSE;
            }
        }
        if !now_asked.is_empty() {
            self.send(Message::PollStarted {
                total: now_asked.len(),
            });
            self.fetch(now_asked).await;
            self.end();
        }
        self.pause().await
    }

    /// Tells of the end of a poll, once all of it is stored.
    fn end(&self) {
        let sender = self.sender.clone();
        self.write(move |_| drop(sender.send(Message::PollEnded)));
        self.enricher.wake();
        self.full_texts.look_for_new();
    }

    async fn fetch(&self, requests: Vec<Request>) {
        let (stored, acknowledged) = channel();
        let mut in_hand = 0;
        self.poller
            .poll(requests, now, |polled| {
                if in_hand == IN_HAND && acknowledged.recv().is_ok() {
                    in_hand -= 1;
                }
                in_hand += 1;
                self.store(polled, stored.clone());
            })
            .await;
    }

    /// Stores one polled feed, in one transaction, and tells of it in one message.
    fn store(&self, mut polled: Polled, stored: std::sync::mpsc::Sender<()>) {
        let sender = self.sender.clone();
        let enricher = self.enricher.clone();
        let hooks = Arc::clone(&self.hooks);
        let arrival = polled.parsed.take().map(Arrival::from);
        self.write(move |store| {
            let tells = hooks.want_new(store, polled.feed).unwrap_or(false);
            let poll = (polled.feed, arrival.as_ref(), &polled.state);
            let result = store.store_all(&[poll], now()).map(|stored| stored[0]);
            let message = match result {
                Ok(counts) => {
                    if counts.new + counts.changed > 0 {
                        enricher.wake();
                    }
                    if tells && counts.new > 0 {
                        hooks.tell_new(store, polled.feed, counts.new);
                    }
                    let failed = matches!(
                        polled.status,
                        Status::Failed | Status::Offline | Status::Gone
                    );
                    Message::Polled(PollResult {
                        feed: polled.feed,
                        // What another feed has already is no news.
                        new: counts.new - counts.folded,
                        failed,
                        bytes: polled.bytes,
                        error: polled.state.error.filter(|_| failed),
                        hint: polled.state.hint.filter(|_| failed),
                    })
                }
                Err(error) => answers::failed(&error),
            };
            answers::send(&sender, Some(message));
            answers::send_ruled(&sender, store);
            let _ = stored.send(());
        });
    }

    /// How long until something is due.
    async fn pause(&self) -> Duration {
        let due = self
            .feeds()
            .await
            .into_iter()
            .flatten()
            .filter_map(|feed| feed.poll.next_due)
            .min();
        let seconds = due.map_or(u64::MAX, |due| u64::try_from(due - now()).unwrap_or(0));
        Duration::from_secs(seconds).clamp(SHORTEST_PAUSE, LONGEST_PAUSE)
    }

    /// The feeds, after all that is still to be written.
    async fn feeds(&self) -> Option<Vec<Feed>> {
        let (reply, answer) = oneshot::channel();
        let sender = self.sender.clone();
        self.write(move |store| match store.feeds() {
            Ok(feeds) => drop(reply.send(feeds)),
            Err(error) => answers::send(&sender, Some(answers::failed(&error))),
        });
        answer.await.ok()
    }

    fn write(&self, job: impl FnOnce(&mut crate::cache::Store) + Send + 'static) {
        if let Some(cache) = self.cache.upgrade() {
            cache.write(job);
        }
    }

    fn send(&self, message: Message) {
        answers::send(&self.sender, Some(message));
    }
}

/// The command that breaks a poll off: to give it up, or to end. Of the polls asked for meanwhile, those wait that the
/// one under way may not do: another feed's, and that of feeds that have come since.
async fn broken_off(
    inbox: &mut UnboundedReceiver<Command>,
    waiting: &mut VecDeque<Command>,
) -> Command {
    while let Some(command) = inbox.recv().await {
        match command {
            Command::Stop | Command::Cancel => return command,
            Command::Poll(PollWhat::All) => {}
            command if waiting.contains(&command) => {}
            command => waiting.push_back(command),
        }
    }
    Command::Stop
}
