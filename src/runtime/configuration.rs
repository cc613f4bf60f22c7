//! The configuration file while the reader runs, on a thread of its own: changed from within, and read anew as soon as it
//! or a theme is changed from outside. A mistake in it is told of, and what it said before goes on to hold.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel};
use std::sync::{Arc, Weak};
use std::{fs, thread};

use super::aside::Aside;
use super::hooks::Hooks;
use super::in_force::InForce;
use super::polls::Polls;
use super::{answers, lists, watch};
use crate::app::{
    Effect, Fault, Message, Setup, SubscribingEffect, SubscribingMessage as Answer, Target,
};
use crate::cache::Cache;
use crate::config::edit::{self, Change, EditError, FEED_KEYS, FOLDER_KEYS};
use crate::config::{self, Config, ConfigError};

/// What the configuration says to the screen; it knows of the terminal.
pub type Prepare = fn(&Config) -> Result<Setup, ConfigError>;

/// A handle on the thread.
pub(super) struct Keeper {
    jobs: Sender<Job>,
}

enum Job {
    Do(SubscribingEffect),
    /// The file or a theme may have changed.
    Look,
    /// Nobody asked for it: the first start of all.
    Offer,
}

/// What follows the configuration.
pub(super) struct Followers {
    pub in_force: Arc<InForce>,
    pub cache: Weak<Cache>,
    pub polls: Polls,
    pub aside: Aside,
    pub hooks: Arc<Hooks>,
}

impl Keeper {
    /// Starts the thread, and the one that watches the file.
    pub fn start(
        data_dir: PathBuf,
        prepare: Prepare,
        followers: Followers,
        sender: SyncSender<Message>,
    ) -> Self {
        let (jobs, inbox) = channel();
        let file = followers.in_force.get().path.clone();
        let work = Work {
            seen: Seen::of(&file),
            file: file.clone(),
            data_dir,
            prepare,
            followers,
            sender,
        };
        let thread = thread::Builder::new().name("configuration".into());
        if let Err(error) = thread.spawn(move || work.run(&inbox)) {
            tracing::error!("the configuration cannot be changed from within: {error}");
        }
        let look = jobs.clone();
        watch::watch(file, move || look.send(Job::Look).is_ok());
        Self { jobs }
    }

    /// Performs an effect, soon.
    pub fn perform(&self, effect: SubscribingEffect) {
        let _ = self.jobs.send(Job::Do(effect));
    }

    /// Offers feeds to begin with, unless that was done before.
    pub fn offer(&self) {
        let _ = self.jobs.send(Job::Offer);
    }
}

/// The texts that were seen last: what says nothing else is not read anew.
#[derive(PartialEq, Eq)]
struct Seen {
    file: Option<String>,
    themes: Vec<(PathBuf, Option<String>)>,
}

impl Seen {
    fn of(file: &Path) -> Self {
        let themes = file.parent().map(|folder| folder.join("themes"));
        let themes = themes.and_then(|folder| folder.read_dir().ok());
        let themes = themes.into_iter().flatten().flatten();
        let mut themes: Vec<PathBuf> = themes.map(|entry| entry.path()).collect();
        themes.retain(|path| path.extension().is_some_and(|end| end == "toml"));
        themes.sort();
        let text = |path: &Path| fs::read_to_string(path).ok();
        Self {
            file: text(file),
            themes: themes
                .into_iter()
                .map(|path| (path.clone(), text(&path)))
                .collect(),
        }
    }
}

struct Work {
    file: PathBuf,
    data_dir: PathBuf,
    prepare: Prepare,
    followers: Followers,
    sender: SyncSender<Message>,
    seen: Seen,
}

impl Work {
    fn run(mut self, inbox: &Receiver<Job>) {
        for job in inbox {
            match job {
                Job::Look => self.look(),
                Job::Offer => {
                    if !lists::was_offered(&self.data_dir) {
                        self.offer(true);
                    }
                }
                Job::Do(effect) => self.perform(effect),
            }
        }
    }

    fn perform(&mut self, effect: SubscribingEffect) {
        match effect {
            SubscribingEffect::Change { change, what } => self.change(change, what),
            SubscribingEffect::Options(target) => match self.options(&target) {
                Ok(said) => self.send(Answer::Options(said)),
                Err(error) => self.send(Answer::Refused(words(&error))),
            },
            SubscribingEffect::Paths(typed) => {
                let found = lists::paths(&typed);
                self.send(Answer::Paths { typed, found });
            }
            SubscribingEffect::ReadList { ticket, path } => {
                let config = self.followers.in_force.get();
                let list = lists::read_list(&path, &config).map(Box::new);
                self.send(Answer::List { ticket, list });
            }
            SubscribingEffect::Export(path) => {
                let config = self.followers.in_force.get();
                let message = match lists::export(&path, &config.feeds) {
                    Ok(done) => Message::Done(done),
                    Err(why) => Message::Failed(why),
                };
                answers::send(&self.sender, Some(message));
            }
            SubscribingEffect::FindLists => self.offer(false),
            SubscribingEffect::Offered => lists::remember_offered(&self.data_dir),
            SubscribingEffect::Find { .. } | SubscribingEffect::GiveUp => {}
        }
    }

    fn offer(&self, first: bool) {
        let lists = lists::of_other_readers();
        self.send(Answer::Lists { lists, first });
    }

    fn change(&mut self, change: Change, what: String) {
        match edit::apply_edit(&self.file, |text| change.apply(text)) {
            Ok((edit, config)) => {
                // What is written here is no news when the file is looked at.
                self.seen.file = Some(edit.after.clone());
                let edit = Box::new(edit);
                self.follow(config);
                self.send(Answer::Changed { change, what, edit });
            }
            Err(error) => self.send(Answer::Refused(words(&error))),
        }
    }

    fn options(&self, target: &Target) -> Result<Vec<Option<String>>, EditError> {
        let text = self.seen.file.as_deref().unwrap_or_default();
        match target {
            Target::Feed(url) => edit::said_of(text, Some(url), None, FEED_KEYS),
            Target::Folder(name) => edit::said_of(text, None, Some(name), FOLDER_KEYS),
            Target::All => Ok(Vec::new()),
        }
    }

    /// Reads everything anew where something says something else.
    fn look(&mut self) {
        let seen = Seen::of(&self.file);
        if seen == self.seen {
            return;
        }
        self.seen = seen;
        match config::load(&self.file) {
            Ok(config) => self.follow(config),
            Err(error) => self.send(Answer::Fault(Box::new(fault(&self.file, &error)))),
        }
    }

    /// Brings everything in line with a configuration.
    fn follow(&self, config: Config) {
        let setup = match (self.prepare)(&config) {
            Ok(setup) => setup,
            // A mistake in a theme.
            Err(error) => {
                let fault = fault(&self.file, &error);
                return self.send(Answer::Fault(Box::new(fault)));
            }
        };
        self.send(Answer::Setup(Box::new(setup)));
        let Followers {
            in_force,
            cache,
            polls,
            aside,
            hooks,
        } = &self.followers;
        let before = in_force.get();
        hooks.follow(&config.hooks, &config.notify);
        let (feeds, rules) = (config.feeds.clone(), config.rules.clone());
        let views = config.views.iter().map(|view| view.query.clone()).collect();
        in_force.set(config);
        if let Some(cache) = cache.upgrade() {
            let sender = self.sender.clone();
            cache.write(move |store| {
                store.set_rules(rules, super::aside::moment().utc_offset);
                let message = match store.sync_feeds(&feeds) {
                    Ok(()) => answers::read(store, &Effect::LoadFeeds),
                    Err(error) => Some(answers::failed(&error)),
                };
                answers::send(&sender, message);
                // Articles may have come into the lists, or gone from them.
                answers::send(&sender, Some(Message::Changed));
            });
        }
        aside.set_views(views);
        let now = in_force.get();
        if now.poll != before.poll || now.feeds != before.feeds {
            polls.follow();
        }
    }

    fn send(&self, answer: Answer) {
        answers::send(&self.sender, Some(Message::Subscribing(Box::new(answer))));
    }
}

/// Why the file was not changed, and what the reader can do about it.
fn words(error: &EditError) -> String {
    // The place of a fault is that in a text which was never written.
    let text = match error {
        EditError::Config(ConfigError::Fault(fault)) => fault.message.clone(),
        error => error.to_string().replace('\n', " "),
    };
    match error.hint() {
        Some(hint) => format!("{text}; {hint}"),
        None => text,
    }
}

/// A mistake as it is shown.
fn fault(file: &Path, error: &ConfigError) -> Fault {
    let name = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    };
    match error {
        ConfigError::Fault(fault) => {
            let shown = fault.to_string();
            let lines = shown.lines().skip(1);
            let source =
                lines.filter(|line| !line.trim_end().ends_with('|') && line.contains(" | "));
            Fault {
                place: format!("{}, line {}", name(&fault.path), fault.line),
                source: source.take(2).map(str::to_owned).collect(),
                message: fault.message.clone(),
                hint: fault.hint.clone(),
            }
        }
        error => Fault {
            place: name(file),
            source: Vec::new(),
            message: error.to_string(),
            hint: error.hint(),
        },
    }
}
