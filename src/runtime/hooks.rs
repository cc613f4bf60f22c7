//! The reader's own programs, run when something happens: argument vectors in the background, a few at a time, each
//! with a time limit. What an article says can be no option, no second argument and no other program.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use jiff::Timestamp;
use tokio::runtime::Builder;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::program;
use crate::cache::{Result, Store};
use crate::config::{HooksConfig, NOTIFY_WORDS, NotifyConfig, PLACEHOLDERS};
use crate::news::{Article, ArticleId, FeedId};

/// Programs that run at a time.
const AT_ONCE: usize = 4;
/// Programs that wait; what comes beyond that is left out, and logged.
const WAITING: usize = 256;

/// What happened to an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// It came.
    New,
    /// It was opened.
    Open,
    /// It was bookmarked.
    Bookmark,
}

/// A handle on the thread that runs them. Without a hook in the configuration there is no thread.
pub struct Hooks(Mutex<Running>);

struct Running {
    config: HooksConfig,
    notify: Vec<String>,
    jobs: Option<Sender<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Hooks {
    /// Starts the thread, where a hook stands in the configuration.
    pub fn start(config: &HooksConfig, notify: &NotifyConfig) -> Self {
        Self(Mutex::new(Running::start(config, notify)))
    }

    /// Goes by another configuration; what was asked for before is still run by the one from before.
    pub fn follow(&self, config: &HooksConfig, notify: &NotifyConfig) {
        let mut hooks = self.lock();
        if hooks.config != *config || hooks.notify != notify.command {
            *hooks = Running::start(config, notify);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether anything is run for this.
    pub fn want(&self, event: Event) -> bool {
        let hooks = self.lock();
        hooks.jobs.is_some() && !hooks.command(event).is_empty()
    }

    /// Runs what the reader wants run, soon. Never waits.
    pub fn tell(&self, event: Event, article: &Article) {
        let hooks = self.lock();
        hooks.run(hooks.command(event), |argument| fill(argument, article));
    }

    /// Runs the program that tells the reader of something.
    pub fn notify(&self, title: &str, body: &str) {
        let hooks = self.lock();
        hooks.run(&hooks.notify, |argument| {
            filled(argument, &NOTIFY_WORDS, |name| match name {
                "title" => title.to_owned(),
                _ => body.to_owned(),
            })
        });
    }

    /// The same, for an article that is still in the cache.
    pub fn tell_of(&self, event: Event, store: &Store, id: ArticleId) {
        if !self.want(event) {
            return;
        }
        match store.article(id) {
            Ok(Some(article)) => self.tell(event, &article),
            Ok(None) => {}
            Err(error) => tracing::warn!("a hook was not run: {error}"),
        }
    }

    /// Whether what a poll of this feed brings is worth a word; to be asked before it is stored.
    pub fn want_new(&self, store: &Store, feed: FeedId) -> Result<bool> {
        if !self.want(Event::New) {
            return Ok(false);
        }
        let is_first = store.feed(feed)?.is_none_or(|feed| feed.total == 0);
        Ok(self.lock().config.first_poll || !is_first)
    }

    /// Tells of the articles that a feed's poll has just brought.
    pub fn tell_new(&self, store: &Store, feed: FeedId, count: u32) {
        match store.arrived(feed, count) {
            Ok(ids) => {
                for id in ids {
                    self.tell_of(Event::New, store, id);
                }
            }
            Err(error) => tracing::warn!("a hook was not run: {error}"),
        }
    }

    /// Waits until all that was asked for was run.
    pub fn finish(self) {
        let mut hooks = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        hooks.jobs = None;
        if let Some(thread) = hooks.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Running {
    fn start(config: &HooksConfig, notify: &NotifyConfig) -> Self {
        let any = [
            &config.new_article,
            &config.open,
            &config.bookmark,
            &notify.command,
        ];
        let mut hooks = Self {
            config: config.clone(),
            notify: notify.command.clone(),
            jobs: None,
            thread: None,
        };
        if any.iter().all(|command| command.is_empty()) {
            return hooks;
        }
        let (jobs, inbox) = channel(WAITING);
        let limit = config.timeout;
        let thread = thread::Builder::new().name("hooks".into());
        match thread.spawn(move || run_all(inbox, limit)) {
            Ok(thread) => {
                hooks.thread = Some(thread);
                hooks.jobs = Some(jobs);
            }
            Err(error) => tracing::error!("no hook is run: {error}"),
        }
        hooks
    }

    fn run(&self, command: &[String], fill: impl Fn(&str) -> String) {
        if let (Some(jobs), Some((program, arguments))) = (&self.jobs, command.split_first()) {
            let mut filled = vec![program.clone()];
            filled.extend(arguments.iter().map(|argument| fill(argument)));
            if jobs.try_send(filled).is_err() {
                tracing::warn!("too many programs wait; {program} was not run");
            }
        }
    }

    fn command(&self, event: Event) -> &[String] {
        match event {
            Event::New => &self.config.new_article,
            Event::Open => &self.config.open,
            Event::Bookmark => &self.config.bookmark,
        }
    }
}

fn run_all(mut inbox: Receiver<Vec<String>>, limit: Duration) {
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return tracing::error!("no hook is run: {error}"),
    };
    runtime.block_on(async {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        while let Some(command) = inbox.recv().await {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                return;
            };
            tokio::spawn(async move {
                if let Err(why) = run(&command, limit).await {
                    tracing::warn!("the hook {}: {why}", command[0]);
                }
                drop(place);
            });
        }
        // All places are free once the last one has ended.
        let _ = places.acquire_many(AT_ONCE as u32).await;
    });
}

async fn run(command: &[String], limit: Duration) -> std::result::Result<(), String> {
    let heard = program::run(command, Vec::new(), 0, limit).await;
    let status = heard.map_err(|error| error.to_string())?.status;
    if status.success() {
        return Ok(());
    }
    Err(format!("ended with {}", program::words_of(status)))
}

/// An argument with what stands in braces filled in with the article's own.
fn fill(argument: &str, article: &Article) -> String {
    filled(argument, &PLACEHOLDERS, |name| value(name, article))
}

/// An argument with what stands in braces filled in; what is filled in is not looked at again. Where words of others
/// begin the argument with a "-", a blank goes before it.
pub(super) fn filled(argument: &str, names: &[&str], value: impl Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(argument.len());
    let mut rest = argument;
    while let Some(open) = rest.find('{') {
        let (before, behind) = rest.split_at(open);
        filled.push_str(before);
        let name = names.iter().find(|name| {
            let named = behind[1..].strip_prefix(**name);
            named.is_some_and(|after| after.starts_with('}'))
        });
        if let Some(name) = name {
            let value = value(name).replace('\0', "");
            if filled.is_empty() && value.starts_with('-') {
                filled.push(' ');
            }
            filled.push_str(&value);
            rest = &behind[name.len() + 2..];
        } else {
            filled.push('{');
            rest = &behind[1..];
        }
    }
    filled.push_str(rest);
    filled
}

fn value(name: &str, article: &Article) -> String {
    let headline = &article.headline;
    match name {
        "title" => headline.title.clone(),
        "url" => {
            let link = article
                .link
                .as_deref()
                .and_then(|link| url::Url::parse(link).ok());
            let link = link.filter(|link| matches!(link.scheme(), "http" | "https"));
            link.map_or_else(String::new, String::from)
        }
        "feed" => article.source.clone(),
        "author" => headline.author.clone().unwrap_or_default(),
        "id" => headline.id.0.to_string(),
        "date" => {
            let date = Timestamp::from_second(headline.date);
            date.map_or_else(|_| String::new(), |date| date.to_string())
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::FeedConfig;
    use crate::news::{Entry, ParsedFeed, PollState};

    fn article(title: &str) -> Article {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path()).unwrap();
        let feed = FeedConfig {
            url: "https://ledger.example/feed".to_owned(),
            name: Some("The Ledger".to_owned()),
            ..FeedConfig::default()
        };
        store.sync_feeds(&[feed]).unwrap();
        let entry = Entry {
            id: "1".to_owned(),
            title: title.to_owned(),
            link: Some("javascript:alert(1)".to_owned()),
            published: Some(1_700_000_000),
            ..Entry::default()
        };
        let parsed = ParsedFeed {
            entries: vec![entry],
            ..ParsedFeed::default()
        };
        let (feed, state) = (store.feeds().unwrap()[0].id, PollState::default());
        store
            .store(feed, Some(&parsed), &state, 1_700_000_000)
            .unwrap();
        store.article(ArticleId(1)).unwrap().unwrap()
    }

    #[test]
    fn an_article_fills_an_argument_and_can_do_no_more() {
        let ferry = article("-o {url} $(rm) \"x\"; y");
        for (argument, expected) in [
            ("{title}", " -o {url} $(rm) \"x\"; y"),
            ("--title={title}", "--title=-o {url} $(rm) \"x\"; y"),
            ("{feed}: {id} {date}", "The Ledger: 1 2023-11-14T22:13:20Z"),
            ("{author}{title}", " -o {url} $(rm) \"x\"; y"),
            ("{url}", ""),
            ("{{id}} {no} {", "{1} {no} {"),
        ] {
            assert_eq!(fill(argument, &ferry), expected, "{argument}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn programs_run_with_their_arguments_and_end_in_time() {
        let dir = tempfile::tempdir().unwrap();
        let name = dir.path().join("a; b $c");
        let name = name.to_str().unwrap();
        let config = HooksConfig {
            open: ["touch", "--", "{title}"].map(str::to_owned).to_vec(),
            bookmark: ["sleep", "600"].map(str::to_owned).to_vec(),
            new_article: vec!["/no/such/program".to_owned()],
            timeout: Duration::from_millis(50),
            ..HooksConfig::default()
        };
        let hooks = Hooks::start(&config, &NotifyConfig::default());
        for event in [Event::Bookmark, Event::New] {
            hooks.tell(event, &article("x"));
        }
        // With all the time it needs.
        let patient = HooksConfig {
            timeout: Duration::from_mins(10),
            ..config
        };
        let patient = Hooks::start(&patient, &NotifyConfig::default());
        patient.tell(Event::Open, &article(name));
        patient.finish();
        hooks.finish();
        assert!(std::path::Path::new(name).exists());
    }
}
