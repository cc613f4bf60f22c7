//! Performs effects and sends messages back. Everything that waits (disk, network, long work) waits on threads that are
//! started here; the main thread never does.

mod answers;
mod aside;
mod browser;
mod check;
mod clear;
mod configuration;
mod editor;
mod enrich;
mod find;
mod front;
mod full_text;
mod guest;
mod hooks;
mod in_force;
mod layouts;
mod lists;
mod load;
mod long;
mod obtain;
mod outside;
mod people;
mod polls;
mod program;
mod remembered;
mod render;
mod stack;
mod timer;
mod watch;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, channel};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use answers::read_once;
pub use answers::{count_views, read, write};
pub use browser::open as browse;
pub use check::check_if_due;
pub use clear::clear_briefly;
pub use configuration::Prepare;
pub use editor::{EditorError, edit};
pub use enrich::enriched;
pub use front::front_page;
pub use guest::guest;
pub use hooks::{Event, Hooks};
pub use load::{load, loaded, text, version};
pub use obtain::{Obtained, obtain, outcome};
pub use outside::{DownloadError, Outside, WantedFile, download};
pub use remembered::{filters, piped, remembered};
pub use stack::{reading_runtime, reading_thread};

use crate::app::{Effect, Message, SubscribingEffect};
use crate::cache::{Cache, CacheError};
use crate::config::Config;
use crate::news::UnixSeconds;
use crate::poller::{Poller, Settings};
use aside::Aside;
use clear::Clearer;
use configuration::{Followers, Keeper};
use enrich::Enricher;
use find::Finder;
use full_text::FullTexts;
use in_force::InForce;
use layouts::Layouts;
use polls::Polls;
use render::Renderer;
pub use timer::Timer;

/// How long the end of the program waits for what is still to be written.
const LAST_WRITES: Duration = Duration::from_secs(10);

/// The time of the system's clock.
pub fn now() -> UnixSeconds {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs().cast_signed())
}

/// The world, as the reader's loop sees it. Dropping it waits for what is still to be written.
pub struct Runtime {
    cache: Arc<Cache>,
    sender: SyncSender<Message>,
    renderer: Renderer,
    enricher: Enricher,
    polls: Polls,
    full_texts: FullTexts,
    in_force: Arc<InForce>,
    keeper: Keeper,
    finder: Finder,
    outside: Outside,
    data_dir: PathBuf,
    aside: Aside,
    timer: Timer,
    lists: Arc<Lists>,
    layouts: Layouts,
    hooks: Arc<Hooks>,
    _clearer: Clearer,
}

/// The lists that were asked for.
#[derive(Default)]
struct Lists {
    /// The ticket of the latest.
    latest: AtomicU64,
    /// One is being read.
    busy: AtomicBool,
}

impl Runtime {
    /// Opens the cache in `data_dir` and starts the threads. Messages go to `sender`; `prepare` says what a configuration
    /// says to the screen.
    pub fn start(
        config: &Config,
        data_dir: PathBuf,
        sender: SyncSender<Message>,
        prepare: Prepare,
    ) -> Result<Self, CacheError> {
        let in_force = InForce::new(config.clone());
        let cache = Arc::new(Cache::start(&data_dir)?);
        // Before anything is stored.
        let rules = config.rules.clone();
        cache.write(move |store| store.set_rules(rules, aside::moment().utc_offset));
        let views = config.views.iter().map(|view| view.query.clone()).collect();
        let aside = Aside::start(views, data_dir.clone(), sender.clone());
        check::start(&cache, data_dir.clone(), sender.clone());
        let hooks = Arc::new(Hooks::start(&config.hooks, &config.notify));
        let enricher = Enricher::start(&cache, data_dir.clone(), sender.clone(), aside.clone());
        let poller = Poller::new(Settings::from(&config.poll));
        let outside = Outside::with(Arc::clone(&in_force), poller.apart(), sender.clone());
        let full_texts = FullTexts::start(
            Arc::clone(&in_force),
            poller.apart(),
            Arc::downgrade(&cache),
            sender.clone(),
            enricher.clone(),
        );
        let finder = Finder::new(poller.apart());
        let polls = Polls::start(
            Arc::clone(&in_force),
            poller,
            data_dir.clone(),
            Arc::downgrade(&cache),
            sender.clone(),
            (enricher.clone(), full_texts.clone(), Arc::clone(&hooks)),
        );
        let clearer = Clearer::start(&cache, Arc::clone(&in_force), sender.clone());
        let followers = Followers {
            in_force: Arc::clone(&in_force),
            cache: Arc::downgrade(&cache),
            polls: polls.clone(),
            aside: aside.clone(),
            hooks: Arc::clone(&hooks),
        };
        let keeper = Keeper::start(data_dir.clone(), prepare, followers, sender.clone());
        let runtime = Self {
            _clearer: clearer,
            hooks,
            renderer: Renderer::start(sender.clone()),
            timer: Timer::start(sender.clone()),
            cache,
            sender,
            enricher,
            polls,
            full_texts,
            in_force,
            keeper,
            finder,
            outside,
            data_dir,
            aside,
            lists: Arc::default(),
            layouts: Layouts::default(),
        };
        runtime.follow_configuration(config);
        Ok(runtime)
    }

    /// Offers feeds to begin with, unless that was done before.
    pub fn offer_feeds(&self) {
        self.keeper.offer();
    }

    /// Brings the cache's feeds in line with the configuration.
    fn follow_configuration(&self, config: &Config) {
        let feeds = config.feeds.clone();
        let sender = self.sender.clone();
        self.cache.write(move |store| {
            let message = match store.sync_feeds(&feeds) {
                Ok(()) => read(store, &Effect::LoadFeeds),
                Err(error) => Some(answers::failed(&error)),
            };
            answers::send(&sender, message);
        });
    }

    /// Performs an effect, now or soon. Never waits.
    pub fn perform(&self, effect: Effect) {
        let sender = self.sender.clone();
        match effect {
            Effect::LoadList { ticket, .. } => {
                // Latest wins: while the reader types, older questions are not worth an answer any more.
                self.lists.latest.store(ticket, Ordering::SeqCst);
                if self.lists.busy.load(Ordering::SeqCst) {
                    self.cache.interrupt_read();
                }
                let lists = Arc::clone(&self.lists);
                self.cache.read(move |store| {
                    let wanted = || lists.latest.load(Ordering::SeqCst) == ticket;
                    lists.busy.store(true, Ordering::SeqCst);
                    let answer = uninterrupted(wanted, || read_once(store, &effect));
                    lists.busy.store(false, Ordering::SeqCst);
                    answers::send(&sender, answer.and_then(answers::said));
                });
            }
            Effect::People(_) if !people::writes(&effect) => {
                self.cache.read(move |store| {
                    let answer = uninterrupted(|| true, || read_once(store, &effect));
                    answers::send(&sender, answer.and_then(answers::said));
                });
            }
            Effect::LoadFeeds | Effect::LoadLeft { .. } | Effect::LoadNote { .. } => {
                self.cache.read(move |store| {
                    let answer = uninterrupted(|| true, || read_once(store, &effect));
                    answers::send(&sender, answer.and_then(answers::said));
                });
            }
            Effect::LoadArticle { ticket, id } => {
                let renderer = self.renderer.clone();
                let hooks = Arc::clone(&self.hooks);
                self.cache.read(move |store| {
                    match uninterrupted(|| true, || answers::marked(store, id)) {
                        Some(Ok(article)) => {
                            if let Some(marked) = &article {
                                hooks.tell(Event::Open, &marked.0);
                            }
                            renderer.render(ticket, article);
                        }
                        Some(Err(error)) => answers::send(&sender, Some(answers::failed(&error))),
                        None => {}
                    }
                });
            }
            Effect::LayOut {
                ticket,
                document,
                options,
                rooms,
            } => self.layouts.set(ticket, (document, options, rooms), sender),
            Effect::LoadContexts {
                ticket,
                ids,
                sought,
            } => self.aside.contexts(ticket, ids, sought),
            Effect::SetCorrection { .. } => {
                let enricher = self.enricher.clone();
                self.cache.change(move |store| {
                    answers::send(&sender, write(store, &effect, now()));
                    answers::send(&sender, answers::written_down(store));
                    // The article is to be read again: whoever counts by speaker must follow.
                    enricher.wake();
                });
            }
            // No view and no list asks for it.
            Effect::SetPosition { .. } => {
                self.cache
                    .change(move |store| answers::send(&sender, write(store, &effect, now())));
            }
            Effect::LoadEdit { ticket, id, number } => self.aside.edit(ticket, id, number),
            Effect::LoadFront { ticket, since } => self.aside.front(ticket, since),
            Effect::PutHighlight(_)
            | Effect::RemoveHighlight(_)
            | Effect::SetRead { .. }
            | Effect::SetBookmark { .. }
            | Effect::MarkAllRead { .. }
            | Effect::SetTags { .. }
            | Effect::SetNote { .. }
            | Effect::UndoRules(_)
            | Effect::People(_) => {
                let aside = self.aside.clone();
                let hooks = Arc::clone(&self.hooks);
                self.cache.change(move |store| {
                    answers::send(&sender, write(store, &effect, now()));
                    answers::send(&sender, answers::written_down(store));
                    if let Effect::SetBookmark { id, on: true } = effect {
                        hooks.tell_of(Event::Bookmark, store, id);
                    }
                    aside.changed();
                });
            }
            Effect::FetchFullText(id) => self.full_texts.fetch(id),
            Effect::CancelFullText(id) => self.full_texts.cancel(id),
            Effect::Poll(what) => self.polls.ask(what),
            Effect::ReadAddress { .. }
            | Effect::FetchPicture { .. }
            | Effect::Pipe { .. }
            | Effect::Share { .. }
            | Effect::Speak { .. }
            | Effect::Play { .. }
            | Effect::Download { .. }
            | Effect::Stop { .. } => self.outside.perform(effect),
            Effect::CancelPoll => self.polls.cancel(),
            Effect::Browse(url) => browser::open(&self.in_force.get().browser, &url, sender),
            Effect::After { ticket, millis } => self.timer.after(ticket, millis),
            Effect::KeepTheme(name) => {
                let path = self.in_force.get().path.clone();
                thread::spawn(move || {
                    answers::send(&sender, Some(answers::keep_theme(&path, &name)));
                });
            }
            Effect::Notify { title, body } => self.hooks.notify(&title, &body),
            Effect::Subscribing(effect) => match *effect {
                SubscribingEffect::Find { ticket, address } => {
                    self.finder.find(ticket, &address, sender);
                }
                SubscribingEffect::GiveUp => self.finder.give_up(),
                effect => self.keeper.perform(effect),
            },
            Effect::Remember(arranged) => {
                let data_dir = self.data_dir.clone();
                // In the order of the keys, and before the end of the program.
                self.cache
                    .change(move |_| remembered::remember(&data_dir, &arranged));
            }
            Effect::RememberPiped(piped) => {
                let data_dir = self.data_dir.clone();
                self.cache
                    .change(move |_| remembered::remember_piped(&data_dir, &piped));
            }
            Effect::RememberFilters(filters) => {
                let data_dir = self.data_dir.clone();
                self.cache
                    .change(move |_| remembered::remember_filters(&data_dir, &filters));
            }
            // The terminal's own; the loop performs them.
            Effect::EditNote { .. }
            | Effect::Copy(_)
            | Effect::Restyle(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::TakeAgain
            | Effect::Quit => {}
        }
    }
}

/// Reads until it was not broken off: what interrupts a list that nobody waits for may come a moment late, and meet
/// what is read after it. `None` where the answer is not wanted any more.
fn uninterrupted<T>(
    wanted: impl Fn() -> bool,
    read: impl Fn() -> Result<T, CacheError>,
) -> Option<Result<T, CacheError>> {
    while wanted() {
        match read() {
            Err(CacheError::Interrupted) => {}
            answer => return Some(answer),
        }
    }
    None
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.polls.stop();
        self.full_texts.stop();
        let (done, wait) = channel();
        self.cache.write(move |_| {
            let _ = done.send(());
        });
        // An error means that the time is up or that the writer is gone; there is nothing left to be done then.
        let _ = wait.recv_timeout(LAST_WRITES);
    }
}
