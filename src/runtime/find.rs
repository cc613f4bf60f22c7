//! Looks for the feed that the reader wants to add, on a thread of its own: the latest address alone, until it is given up.

use std::sync::mpsc::SyncSender;
use std::sync::{Mutex, PoisonError};
use std::thread;

use tokio::runtime::Builder;
use tokio::sync::oneshot;
use url::Url;

use super::{answers, now};
use crate::app::{Candidate, Discovery, Message, Preview, Refusal, SubscribingMessage};
use crate::news::ParsedFeed;
use crate::poller::{self, FetchError, Found, Poller, schedule};

/// Entries that a preview shows.
const ENTRIES: usize = 40;

/// A handle on what is being looked for.
pub(super) struct Finder {
    poller: Poller,
    /// Dropped to give up.
    under_way: Mutex<Option<oneshot::Sender<()>>>,
}

impl Finder {
    /// Makes no connection before something is asked for.
    pub fn new(poller: Poller) -> Self {
        Self {
            poller,
            under_way: Mutex::default(),
        }
    }

    /// Gives up what is being looked for.
    pub fn give_up(&self) {
        *self.lock() = None;
    }

    /// Looks for a feed at an address; what was looked for before is given up.
    pub fn find(&self, ticket: u64, address: &str, sender: SyncSender<Message>) {
        let (stop, stopped) = oneshot::channel();
        *self.lock() = Some(stop);
        // Connections belong to the asynchronous runtime that made them: each search has its own.
        let poller = self.poller.apart();
        let address = address.to_owned();
        let run = move || {
            let runtime = match Builder::new_current_thread()
                .event_interval(poller::EVENT_INTERVAL)
                .enable_all()
                .build()
            {
                Ok(runtime) => runtime,
                Err(error) => return tracing::error!("no feed can be looked for: {error}"),
            };
            runtime.block_on(async {
                let told = sender.clone();
                tokio::select! {
                    found = look(&poller, &address, ticket, &told) => {
                        let answer = SubscribingMessage::Found { ticket, found };
                        answers::send(&sender, Some(Message::Subscribing(Box::new(answer))));
                    }
                    _ = stopped => {}
                }
            });
            // The system may still be looking for the name of a host.
            runtime.shutdown_background();
        };
        if let Err(error) = thread::Builder::new().name("find".into()).spawn(run) {
            tracing::error!("no feed can be looked for: {error}");
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<oneshot::Sender<()>>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

async fn look(
    poller: &Poller,
    address: &str,
    ticket: u64,
    sender: &SyncSender<Message>,
) -> Result<Discovery, Refusal> {
    let Ok(typed) = Url::parse(address) else {
        return Err(refusal(&FetchError::Address(address.to_owned())));
    };
    if typed.as_str() == crate::config::WELCOME {
        return Ok(Discovery::Feed(Box::new(welcome())));
    }
    let asking = |url: &Url| {
        let address = url.to_string();
        let message = SubscribingMessage::Asking { ticket, address };
        answers::send(sender, Some(Message::Subscribing(Box::new(message))));
    };
    let mut found = poller::find(poller, &typed, &typed, asking).await;
    if let Found::Named(named) = &found
        && let Ok(url) = Url::parse(&named.url)
    {
        found = poller::find(poller, &url, &typed, asking).await;
    }
    match found {
        // The reader's own spelling of the address, where that is the feed itself.
        Found::Feed(url, feed) if url == typed => Ok(preview(address.to_owned(), *feed)),
        Found::Feed(url, feed) => Ok(preview(url.into(), *feed)),
        Found::Several(all) => {
            let candidate = |found: poller::Discovered| Candidate {
                url: found.url,
                title: found.title,
                kind: found.kind,
            };
            Ok(Discovery::Several(all.into_iter().map(candidate).collect()))
        }
        // A page, named as a feed by another page, that only names feeds again.
        Found::Named(named) => Ok(Discovery::Several(vec![Candidate {
            url: named.url,
            title: named.title,
            kind: named.kind,
        }])),
        Found::Unknown(error) => Err(refusal(&error)),
        Found::Nothing(error) => Err(Refusal {
            words: error.to_string(),
            hint: Some(error.hint().to_owned()),
            may_add: false,
        }),
    }
}

fn refusal(error: &FetchError) -> Refusal {
    Refusal {
        words: error.to_string(),
        hint: error.hint().map(str::to_owned),
        // The next poll will tell.
        may_add: error.is_unreachable(),
    }
}

fn preview(url: String, feed: ParsedFeed) -> Discovery {
    Discovery::Feed(Box::new(look_of(url, feed)))
}

fn look_of(url: String, feed: ParsedFeed) -> Preview {
    Preview {
        url,
        title: feed.title,
        subtitle: feed.subtitle,
        format: feed.format,
        count: feed.entries.len(),
        rhythm: schedule::rhythm(&feed.entries, now()),
        entries: feed
            .entries
            .into_iter()
            .take(ENTRIES)
            .map(|entry| (entry.title, entry.published.or(entry.updated)))
            .collect(),
    }
}

fn welcome() -> Preview {
    let parsed = poller::parse(poller::WELCOME_EDITION, None, None);
    look_of(
        crate::config::WELCOME.to_owned(),
        parsed.unwrap_or_default(),
    )
}
