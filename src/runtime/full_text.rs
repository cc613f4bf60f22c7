//! Fetches articles' pages on a thread of its own: at once those that the reader asks for, and in the background those
//! of new articles where the configuration says so.

use std::collections::{HashMap, HashSet};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::sleep;
use url::Url;

use super::enrich::Enricher;
use super::in_force::InForce;
use super::obtain::{obtain, outcome};
use super::stack::reading_runtime;
use super::{answers, now};
use crate::app::Message;
use crate::cache::{Cache, CacheError, PageToFetch, Store};
use crate::news::{ArticleId, FullText};
use crate::poller::Poller;

/// Between two pages of one host that nobody is waiting for.
const PAUSE: Duration = Duration::from_secs(2);
/// Hosts that are asked at once for pages that nobody is waiting for.
const HOSTS: usize = 4;

/// A handle on the thread.
#[derive(Clone)]
pub(super) struct FullTexts {
    commands: UnboundedSender<Command>,
}

enum Command {
    Fetch(ArticleId),
    Cancel(ArticleId),
    LookForNew,
    Stop,
}

impl FullTexts {
    /// Starts the thread. It makes no connection before something is asked for.
    pub fn start(
        in_force: Arc<InForce>,
        poller: Poller,
        cache: Weak<Cache>,
        sender: SyncSender<Message>,
        enricher: Enricher,
    ) -> Self {
        let (commands, inbox) = unbounded_channel();
        let work = Work {
            poller,
            in_force,
            cache,
            sender,
            enricher,
        };
        let run = move || match reading_runtime() {
            Ok(runtime) => {
                runtime.block_on(work.run(inbox));
                runtime.shutdown_background();
            }
            Err(error) => tracing::error!("no page can be fetched: {error}"),
        };
        if let Err(error) = thread::Builder::new().name("pages".into()).spawn(run) {
            tracing::error!("the thread that fetches pages did not start: {error}");
        }
        Self { commands }
    }

    /// Fetches an article's page now.
    pub fn fetch(&self, id: ArticleId) {
        let _ = self.commands.send(Command::Fetch(id));
    }

    /// Gives that up.
    pub fn cancel(&self, id: ArticleId) {
        let _ = self.commands.send(Command::Cancel(id));
    }

    /// Says that articles have been stored.
    pub fn look_for_new(&self) {
        let _ = self.commands.send(Command::LookForNew);
    }

    /// Gives everything up.
    pub fn stop(&self) {
        let _ = self.commands.send(Command::Stop);
    }
}

#[derive(Clone)]
struct Work {
    poller: Poller,
    in_force: Arc<InForce>,
    cache: Weak<Cache>,
    sender: SyncSender<Message>,
    enricher: Enricher,
}

impl Work {
    async fn run(self, mut inbox: UnboundedReceiver<Command>) {
        let mut asked: HashMap<ArticleId, AbortHandle> = HashMap::new();
        let mut tasks = JoinSet::new();
        let mut background = JoinSet::new();
        let mut look_again = false;
        loop {
            let command = tokio::select! {
                command = inbox.recv() => command,
                Some(done) = tasks.join_next() => {
                    if let Ok(id) = done {
                        asked.remove(&id);
                    }
                    continue;
                }
                Some(_) = background.join_next(), if !background.is_empty() => {
                    if !look_again {
                        continue;
                    }
                    Some(Command::LookForNew)
                }
            };
            match command {
                Some(Command::Fetch(id)) => {
                    let work = self.clone();
                    let task = tasks.spawn(async move {
                        let result = work.fetch_asked(id).await;
                        work.send(Message::FullText { id, result });
                        id
                    });
                    asked.insert(id, task);
                }
                Some(Command::Cancel(id)) => {
                    if let Some(task) = asked.remove(&id) {
                        task.abort();
                    }
                }
                Some(Command::LookForNew) => {
                    look_again = !background.is_empty();
                    if !look_again && self.in_force.get().feeds.iter().any(|feed| feed.full_text) {
                        let work = self.clone();
                        background.spawn(async move { work.fetch_new().await });
                    }
                }
                Some(Command::Stop) | None => return,
            }
        }
    }

    /// Fetches a page that the reader waits for; says in words why there is none.
    async fn fetch_asked(&self, id: ArticleId) -> Result<(), String> {
        let page = self.ask(move |store| store.page_of(id)).await?;
        let page = page.ok_or("this article has no link to a page")?;
        if let Some(wait) = page
            .retry
            .map(|retry| retry - now())
            .filter(|wait| *wait > 0)
        {
            let minutes = (wait + 59) / 60;
            return Err(format!(
                "this server asked to be left alone for {minutes} more min; {{browser}} opens the browser"
            ));
        }
        let (full, result) = self.fetch(&page).await?;
        self.keep(id, full).await?;
        result
    }

    /// Fetches the pages of new articles: one at a time at each host, and at few hosts at once.
    async fn fetch_new(&self) {
        let config = self.in_force.get();
        let urls: HashSet<String> = config
            .feeds
            .iter()
            .filter(|feed| feed.full_text)
            .map(|feed| feed.url.clone())
            .collect();
        let pages = self.ask(move |store| {
            let feeds = store.feeds()?.into_iter();
            let ids: Vec<_> = feeds
                .filter(|feed| urls.contains(&feed.url))
                .map(|feed| feed.id)
                .collect();
            store.pages_to_fetch(&ids, now())
        });
        let Ok(pages) = pages.await else { return };
        let mut hosts: Vec<(String, Vec<PageToFetch>)> = Vec::new();
        for page in pages {
            let url = Url::parse(&page.link).ok();
            let host = url
                .as_ref()
                .and_then(Url::host_str)
                .unwrap_or_default()
                .to_owned();
            match hosts.iter_mut().find(|(known, _)| *known == host) {
                Some((_, pages)) => pages.push(page),
                None => hosts.push((host, vec![page])),
            }
        }
        let mut tasks = JoinSet::new();
        for (_, pages) in hosts {
            if tasks.len() == HOSTS {
                tasks.join_next().await;
            }
            let work = self.clone();
            tasks.spawn(async move { work.fetch_of_host(pages).await });
        }
        while tasks.join_next().await.is_some() {}
    }

    async fn fetch_of_host(&self, pages: Vec<PageToFetch>) {
        for (number, page) in pages.into_iter().enumerate() {
            if number > 0 {
                sleep(PAUSE).await;
            }
            let Ok((full, _)) = self.fetch(&page).await else {
                continue;
            };
            // A host that wants to be left alone is not asked for the next page.
            let refused = full.retry.is_some() || matches!(full.status, Some(429 | 503));
            if self.keep(page.article, full).await.is_err() || refused {
                return;
            }
        }
    }

    async fn fetch(&self, page: &PageToFetch) -> Result<(FullText, Result<(), String>), String> {
        let address = |text: &str| {
            let url = Url::parse(text).ok();
            url.filter(|url| matches!(url.scheme(), "http" | "https"))
        };
        let url = address(&page.link).ok_or("this article has no link to a page")?;
        let config = self.in_force.get();
        let feed = config.feeds.iter().find(|feed| feed.url == page.feed);
        let how = feed.map(|feed| feed.request.clone()).unwrap_or_default();
        // A feed without an address of its own chose nothing: its pages must be public.
        let nowhere = || Url::parse("https://invalid./").expect("an address");
        let chosen = address(&page.feed).unwrap_or_else(nowhere);
        let obtained = obtain(&self.poller, &config, &url, (&chosen, &how), now()).await;
        Ok(outcome(obtained, now()))
    }

    /// Keeps what came, and has it indexed.
    async fn keep(&self, id: ArticleId, full: FullText) -> Result<(), String> {
        let was_read = full.reading.is_some();
        self.change(move |store| store.set_full_text(id, &full))
            .await?;
        if was_read {
            self.enricher.wake();
        }
        Ok(())
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Store) -> Result<T, CacheError> + Send + 'static,
    ) -> Result<T, String> {
        let (reply, answer) = oneshot::channel();
        if let Some(cache) = self.cache.upgrade() {
            cache.read(move |store| drop(reply.send(question(store))));
        }
        heard(answer.await)
    }

    async fn change(
        &self,
        job: impl FnOnce(&mut Store) -> Result<(), CacheError> + Send + 'static,
    ) -> Result<(), String> {
        let (reply, answer) = oneshot::channel();
        if let Some(cache) = self.cache.upgrade() {
            cache.write(move |store| drop(reply.send(job(store))));
        }
        heard(answer.await)
    }

    fn send(&self, message: Message) {
        answers::send(&self.sender, Some(message));
    }
}

fn heard<T>(answer: Result<Result<T, CacheError>, oneshot::error::RecvError>) -> Result<T, String> {
    let answer = answer.map_err(|_| "the program is ending".to_owned())?;
    answer.map_err(|error| answers::words(&error))
}
