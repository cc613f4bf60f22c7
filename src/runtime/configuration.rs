//! The configuration file while the reader runs, on a thread of its own: changed from within, and read anew as soon as it
//! or a theme is changed from outside. A mistake in it is told of, and what it said before goes on to hold.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel};
use std::sync::{Arc, Weak};
use std::time::Duration;
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
use crate::config::{self, Config, ConfigError, FeedConfig};

/// So long a file that is empty, or gone, is waited for.
const ANEW: Duration = Duration::from_millis(300);

/// What the configuration says to the screen; it knows of the terminal.
pub type Prepare = Box<dyn Fn(&Config) -> Result<Setup, ConfigError> + Send>;

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
        let mut seen = Seen::of(&self.file);
        if seen.file.as_ref().is_none_or(String::is_empty) && seen != self.seen {
            // An editor may be about to write it anew: without a file there would be no feeds.
            thread::sleep(ANEW);
            seen = Seen::of(&self.file);
        }
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
        // Articles come into the lists, or go from them.
        let moves = before.feeds.iter().map(places).ne(feeds.iter().map(places));
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
                answers::send(&sender, moves.then_some(Message::Changed));
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

/// What of a feed says in which lists its articles stand.
fn places(feed: &FeedConfig) -> (&str, Option<&str>, bool) {
    (&feed.url, feed.folder.as_deref(), feed.apart)
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::app::{Keymap, Restyle, Settings, Themes};
    use crate::runtime::Runtime;

    /// Long enough for a busy machine.
    const SOON: Duration = Duration::from_secs(20);

    fn prepare(file: &Config) -> Result<Setup, ConfigError> {
        Ok(Setup {
            settings: Settings {
                measure: file.reading.measure,
                ..Settings::default()
            },
            keymap: Keymap::default(),
            views: Vec::new(),
            programs: file.programs.offered.clone(),
            columns: file.list.columns.clone(),
            themes: Themes::default(),
            style: Restyle {
                palettes: config::themes::load(&file.path)?,
                ..Restyle::default()
            },
        })
    }

    struct Reader {
        dir: tempfile::TempDir,
        file: PathBuf,
        runtime: Runtime,
        heard: Receiver<Message>,
    }

    const FILE: &str = "# mine\n[poll]\nautomatic = false\n";

    impl Reader {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let file = dir.path().join("config.toml");
            fs::write(&file, FILE).unwrap();
            let config = config::load(&file).unwrap();
            let (sender, heard) = sync_channel(1024);
            let data = dir.path().join("data");
            let runtime = Runtime::start(&config, data, sender, Box::new(prepare)).unwrap();
            Self {
                dir,
                file,
                runtime,
                heard,
            }
        }

        /// Saves the file as editors do.
        fn write(&self, text: &str) {
            let draft = self.dir.path().join("draft");
            fs::write(&draft, text).unwrap();
            fs::rename(&draft, &self.file).unwrap();
        }

        /// What is heard of feeds and configuration, up to what `wanted` says, that included.
        fn until(&self, wanted: impl Fn(&Answer) -> bool) -> Vec<Answer> {
            let mut all = Vec::new();
            loop {
                if let Message::Subscribing(answer) = self.heard.recv_timeout(SOON).unwrap() {
                    all.push(*answer);
                    if all.last().is_some_and(&wanted) {
                        return all;
                    }
                }
            }
        }

        /// The widths of all setups up to this one.
        fn measures(&self, last: u16) -> Vec<u16> {
            let measure = |answer: &Answer| match answer {
                Answer::Setup(setup) => Some(setup.settings.measure),
                _ => None,
            };
            let all = self.until(|answer| measure(answer) == Some(last));
            all.iter().filter_map(measure).collect()
        }
    }

    #[test]
    fn a_change_from_outside_holds_at_once_and_a_mistake_changes_nothing() {
        let reader = Reader::new();
        let write = |text: &str| reader.write(text);
        write(&format!("{FILE}[reading]\nmeasure = 60\n"));
        assert_eq!(reader.measures(60), [60]);
        write(&format!("{FILE}[reading]\nmeasur = 50\n"));
        let all = reader.until(|answer| matches!(answer, Answer::Fault(_)));
        let Some(Answer::Fault(fault)) = all.last() else {
            panic!("{all:?}");
        };
        assert_eq!(fault.place, "config.toml, line 5");
        assert_eq!(fault.source, ["5 | measur = 50", "  | ^^^^^^"]);
        assert!(fault.message.contains("`measure`"), "{}", fault.message);
        let in_force = reader.runtime.in_force.get();
        assert_eq!(in_force.reading.measure, 60, "what held before holds");
        // Nothing is written into a file with a mistake in it.
        reader.runtime.perform(
            SubscribingEffect::Change {
                change: add("https://a.invalid/"),
                what: String::new(),
            }
            .into(),
        );
        reader.until(|answer| matches!(answer, Answer::Refused(_)));
        write(&format!("{FILE}[reading]\nmeasure = 55\n"));
        assert_eq!(reader.measures(55), [55]);
    }

    fn add(url: &str) -> Change {
        Change::Feeds {
            add: vec![config::opml::Subscription {
                url: url.to_owned(),
                name: None,
                folder: None,
            }],
            remove: Vec::new(),
        }
    }

    #[test]
    fn what_is_changed_from_within_is_followed_once() {
        let reader = Reader::new();
        let change = SubscribingEffect::Change {
            change: add("https://a.invalid/"),
            what: "added".to_owned(),
        };
        reader.runtime.perform(change.into());
        let all = reader.until(|answer| matches!(answer, Answer::Changed { .. }));
        assert_eq!(all.len(), 2, "the setup, and what was changed: {all:?}");
        let text = fs::read_to_string(&reader.file).unwrap();
        assert!(text.starts_with("# mine\n") && text.contains("a.invalid"));
        assert_eq!(reader.runtime.in_force.get().feeds.len(), 1);
        // The next that is heard of is a change from outside.
        fs::write(&reader.file, format!("{text}\n[reading]\nmeasure = 60\n")).unwrap();
        assert_eq!(reader.measures(60), [60]);
    }

    #[test]
    fn a_theme_that_is_edited_is_seen_at_once() {
        let reader = Reader::new();
        let themes = reader.dir.path().join("themes");
        fs::create_dir(&themes).unwrap();
        fs::write(themes.join("mine.toml"), "base = \"light\"\n").unwrap();
        let has = |light: bool| {
            move |answer: &Answer| match answer {
                Answer::Setup(setup) => {
                    let mut palettes = setup.style.palettes.iter();
                    palettes.any(|palette| palette.name == "mine" && palette.light == light)
                }
                _ => false,
            }
        };
        reader.until(has(true));
        fs::write(themes.join("mine.toml"), "base = \"dark\"\n").unwrap();
        reader.until(has(false));
        fs::write(themes.join("mine.toml"), "base = \"drak\"\n").unwrap();
        let all = reader.until(|answer| matches!(answer, Answer::Fault(_)));
        let Some(Answer::Fault(fault)) = all.last() else {
            panic!("{all:?}");
        };
        assert_eq!(fault.place, "mine.toml, line 1");
    }
}
