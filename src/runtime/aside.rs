//! What stands beside the lists, on a thread of its own with a connection of its own, so that no list waits for it: how
//! many articles the views hold, the words of a filter in their context, what was changed in an article, and the front
//! page.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel};
use std::time::{Duration, Instant};

use super::answers::{context, count_views, edit};
use super::front::{Requests, front_page};
use super::stack::reading_thread;
use crate::app::Message;
use crate::cache::{CacheError, Store};
use crate::news::{ArticleId, Expression, Moment, Sought, UnixSeconds};

/// The views are counted once nothing has changed for so long,
const QUIET: Duration = Duration::from_millis(150);
/// or so long after the first change.
const LONGEST: Duration = Duration::from_secs(1);

/// A handle on the thread.
#[derive(Clone)]
pub(super) struct Aside {
    jobs: Sender<Job>,
}

enum Job {
    Contexts(Contexts),
    Edit {
        ticket: u64,
        id: ArticleId,
        number: Option<usize>,
    },
    Front {
        ticket: u64,
        since: UnixSeconds,
    },
    Changed,
    Views(Vec<Expression>),
}

struct Contexts {
    ticket: u64,
    ids: Vec<ArticleId>,
    sought: Sought,
}

impl Aside {
    /// Starts the thread, which counts the views at once.
    pub fn start(views: Vec<Expression>, data_dir: PathBuf, sender: SyncSender<Message>) -> Self {
        let (jobs, inbox) = channel();
        let run = move || {
            let desk = Desk {
                inbox,
                sender,
                views,
                counted: Vec::new(),
                tags: Vec::new(),
                contexts: None,
                edit: None,
                front: Requests::default(),
                changed: None,
            };
            if let Err(error) = desk.work(&data_dir) {
                tracing::error!("the views are not counted any more: {error}");
            }
        };
        if let Err(error) = reading_thread("aside").spawn(run) {
            tracing::error!("the views are not counted: {error}");
        }
        let aside = Self { jobs };
        aside.changed();
        aside
    }

    /// Says that articles have come, or have changed in what a view may ask for.
    pub fn changed(&self) {
        let _ = self.jobs.send(Job::Changed);
    }

    /// Counts these views from now on.
    pub fn set_views(&self, views: Vec<Expression>) {
        let _ = self.jobs.send(Job::Views(views));
        self.changed();
    }

    /// Asks for an edit of an article, as `Effect::LoadEdit` has it.
    pub fn edit(&self, ticket: u64, id: ArticleId, number: Option<usize>) {
        let _ = self.jobs.send(Job::Edit { ticket, id, number });
    }

    /// Asks for the front page, as `Effect::LoadFront` has it; it is made about once a second at most.
    pub fn front(&self, ticket: u64, since: UnixSeconds) {
        let _ = self.jobs.send(Job::Front { ticket, since });
    }

    /// Asks for the words of a filter in their context; nobody waits for those asked for before.
    pub fn contexts(&self, ticket: u64, ids: Vec<ArticleId>, sought: Sought) {
        let job = Contexts {
            ticket,
            ids,
            sought,
        };
        let _ = self.jobs.send(Job::Contexts(job));
    }
}

/// What the thread has before it.
struct Desk {
    inbox: Receiver<Job>,
    sender: SyncSender<Message>,
    views: Vec<Expression>,
    /// The counts that were sent last.
    counted: Vec<u32>,
    /// The tags that were sent last.
    tags: Vec<(String, u32)>,
    contexts: Option<Contexts>,
    edit: Option<(u64, ArticleId, Option<usize>)>,
    front: Requests,
    /// When something changed first, and last, since the views were counted.
    changed: Option<(Instant, Instant)>,
}

impl Desk {
    /// Works until nobody can ask or hear any more.
    fn work(mut self, data_dir: &std::path::Path) -> Result<(), CacheError> {
        let store = Store::open_reader(data_dir)?;
        loop {
            while let Ok(job) = self.inbox.try_recv() {
                self.take(job);
            }
            if let Some(job) = self.contexts.take() {
                if !self.read_contexts(&store, job)? {
                    return Ok(());
                }
                continue;
            }
            if let Some((ticket, id, number)) = self.edit.take() {
                let edit = edit(&store, id, number)?;
                if self.sender.send(Message::Edit { ticket, edit }).is_err() {
                    return Ok(());
                }
                continue;
            }
            let now = Instant::now();
            if let Some((ticket, since)) = self.front.take(now) {
                let page = Box::new(front_page(&store, since)?);
                self.front.made(now, Instant::now());
                if self.sender.send(Message::Front { ticket, page }).is_err() {
                    return Ok(());
                }
                continue;
            }
            let quiet = self
                .changed
                .map(|(first, last)| (last + QUIET).min(first + LONGEST));
            if quiet.is_some_and(|due| due <= now) {
                self.changed = None;
                if !self.count(&store)? {
                    return Ok(());
                }
                continue;
            }
            let due = [quiet, self.front.due(now)].into_iter().flatten().min();
            let next = match due {
                Some(due) => self.inbox.recv_timeout(due.saturating_duration_since(now)),
                None => self.inbox.recv().map_err(RecvTimeoutError::from),
            };
            match next {
                Ok(job) => self.take(job),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn take(&mut self, job: Job) {
        match job {
            Job::Contexts(job) => self.contexts = Some(job),
            Job::Edit { ticket, id, number } => self.edit = Some((ticket, id, number)),
            Job::Front { ticket, since } => self.front.ask(ticket, since),
            Job::Views(views) if views == self.views => {}
            Job::Views(views) => {
                self.views = views;
                self.counted.clear();
            }
            Job::Changed => {
                let now = Instant::now();
                let first = self.changed.map_or(now, |(first, _)| first);
                self.changed = Some((first, now));
            }
        }
    }

    /// Reads one article after the other, for as long as nothing newer is asked for; false where nobody hears it.
    fn read_contexts(&mut self, store: &Store, job: Contexts) -> Result<bool, CacheError> {
        let mut found = Vec::with_capacity(job.ids.len());
        for id in job.ids {
            found.push((id, context(store, id, &job.sought)?));
            while let Ok(next) = self.inbox.try_recv() {
                self.take(next);
            }
            if self.contexts.is_some() {
                return Ok(true);
            }
        }
        let ticket = job.ticket;
        Ok(self
            .sender
            .send(Message::Contexts { ticket, found })
            .is_ok())
    }

    /// Counts the views and the tags, and tells of it where a count is another one; false where nobody hears it.
    fn count(&mut self, store: &Store) -> Result<bool, CacheError> {
        let tags = store.all_tags()?.into_iter();
        let tags: Vec<(String, u32)> = tags.map(|tag| (tag.name, tag.total)).collect();
        if tags != self.tags {
            self.tags.clone_from(&tags);
            if self.sender.send(Message::Tags(tags)).is_err() {
                return Ok(false);
            }
        }
        if self.views.is_empty() {
            return Ok(true);
        }
        let counts = count_views(store, &self.views, moment())?;
        if counts == self.counted {
            return Ok(true);
        }
        self.counted.clone_from(&counts);
        Ok(self.sender.send(Message::ViewCounts(counts)).is_ok())
    }
}

/// Now, on the clock of this machine.
pub(super) fn moment() -> Moment {
    let now = jiff::Zoned::now();
    Moment {
        now: now.timestamp().as_second(),
        utc_offset: now.offset().seconds(),
    }
}
