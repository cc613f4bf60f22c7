//! One feed's poll: the conditional request, the document, and what is remembered of both.

use std::time::{Duration, Instant};

use url::Url;

use super::address::host;
use super::fetch::{Ask, Fetched, Validators, Wanted, fetch};
use super::freshness::TimeHeaders;
use super::host::Slot;
use super::poll::{Parts, Polled, Request, Status};
use super::reading::read_off_thread;
use super::room::Share;
use super::schedule::{self, Outcome, Rules, document_hash};
use super::{FetchError, welcome};
use crate::config::WELCOME;
use crate::news::{ParsedFeed, PollState, UnixSeconds};

/// A feed that was polled, before it is known whether the reader is online at all.
#[derive(Debug)]
pub struct One {
    /// What it came to, were the reader online.
    pub polled: Polled,
    /// A server answered: the reader is online.
    pub online: bool,
    /// No server was reached, which may be the fault of the reader's connection.
    pub unreachable: bool,
    before: PollState,
    rules: Rules,
    /// They go when the feed was handed over.
    _slot: Option<Slot>,
    _room: Option<Share>,
}

impl One {
    /// The same feed, where no server at all was reached: it has not failed, and is asked again soon.
    pub fn into_offline(self, soon: UnixSeconds, now: UnixSeconds) -> Polled {
        let failed = self.polled;
        let mut state = PollState {
            error: failed.state.error,
            hint: failed.state.hint,
            put_off: Some(now.saturating_add(soon)),
            ..self.before
        };
        schedule::store_due(&mut state, &self.rules);
        Polled {
            status: Status::Offline,
            state,
            ..failed
        }
    }
}

/// Polls one feed.
pub async fn poll_one(
    parts: &Parts,
    request: Request,
    clock: &(impl Fn() -> UnixSeconds + ?Sized),
) -> One {
    let begun = Instant::now();
    let rules = Rules::new(&request.url, &request.options, &parts.settings);
    let mut poll = Poll {
        parts,
        slot: None,
        room: None,
        asked: address(&request),
        state: request.state.clone(),
        parsed: None,
        bytes: 0,
    };
    let (mut online, mut unreachable) = (false, false);
    let status = if request.url == WELCOME {
        poll.welcome(clock()).await
    } else {
        let answer = ask(parts, &request, &poll.asked).await;
        let now = clock();
        match answer {
            Ok(fetched) => {
                online = true;
                if let (401, Some(auth)) = (fetched.status, &request.options.request.auth) {
                    parts.passwords.forget(auth).await;
                }
                poll.read(fetched, now).await
            }
            Err(error) => {
                unreachable = error.is_unreachable();
                online = !unreachable && !error.is_local();
                poll.fail(&error, now)
            }
        }
    };
    poll.state.remember_failure();
    schedule::store_due(&mut poll.state, &rules);
    One {
        polled: Polled {
            feed: request.feed,
            url: request.url,
            status,
            state: poll.state,
            parsed: poll.parsed,
            bytes: poll.bytes,
            millis: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        },
        online,
        unreachable,
        before: request.state,
        rules,
        _slot: poll.slot,
        _room: poll.room,
    }
}

/// The address to ask: where a permanent redirect is believed, the new one.
fn address(request: &Request) -> String {
    let address = request.state.moved_to().unwrap_or(&request.url);
    address.to_owned()
}

async fn ask(parts: &Parts, request: &Request, asked: &str) -> Result<Fetched, FetchError> {
    let parse = |url: &str| Url::parse(url).map_err(|_| FetchError::Address(url.to_owned()));
    let how = &request.options.request;
    let authorization = match &how.auth {
        Some(auth) => Some(parts.passwords.authorization(auth).await?),
        None => None,
    };
    let state = &request.state;
    let ask = Ask {
        url: parse(asked)?,
        typed: parse(&request.url)?,
        wanted: Wanted::Feed,
        validators: state.validators_of.clone().map(|url| Validators {
            url,
            etag: state.etag.clone(),
            last_modified: state.last_modified.clone(),
        }),
        request: how.clone(),
        authorization,
        cookies: None,
    };
    fetch(parts, &parts.settings, &ask).await
}

/// A poll under way.
struct Poll<'a> {
    parts: &'a Parts,
    slot: Option<Slot>,
    room: Option<Share>,
    asked: String,
    state: PollState,
    parsed: Option<ParsedFeed>,
    bytes: u64,
}

impl Poll<'_> {
    /// What an answer means.
    async fn read(&mut self, mut fetched: Fetched, now: UnixSeconds) -> Status {
        self.slot = fetched.slot.take();
        self.room = fetched.room.take();
        self.state.status = Some(fetched.status);
        self.bytes = fetched.body.len() as u64;
        let times = fetched.times.clone();
        match fetched.status {
            200 | 203 => self.read_document(fetched, now).await,
            304 if self.state.validators_of.as_deref() == Some(fetched.url.as_str()) => {
                self.follow(&fetched);
                self.record(&Outcome::NotModified(&times), now);
                self.parts.hosts.relax(host(&fetched.url));
                Status::NotModified
            }
            304 => {
                self.forget_validators();
                self.fail_with(&FetchError::BaselessNotModified, &times, now)
            }
            410 if !self.was_redirected(&fetched) => {
                self.fail_with(&FetchError::Status(410), &times, now);
                self.state.gone = true;
                Status::Gone
            }
            status => {
                self.fail_with(&FetchError::Status(status), &times, now);
                if let Some(until) = self.state.crowded_until
                    && status == 429
                {
                    let lasting = u64::try_from(until - now).unwrap_or(0);
                    let lasting = Duration::from_secs(lasting);
                    let host = host(&fetched.url);
                    self.parts.hosts.crowd(host, fetched.begun, lasting);
                }
                Status::Failed
            }
        }
    }

    async fn read_document(&mut self, mut fetched: Fetched, now: UnixSeconds) -> Status {
        let times = std::mem::take(&mut fetched.times);
        let body = std::mem::take(&mut fetched.body);
        let content_type = fetched.content_type.clone();
        let fingerprint = document_hash(&[
            env!("CARGO_PKG_VERSION").as_bytes(),
            content_type.as_deref().unwrap_or_default().as_bytes(),
            fetched.url.as_str().as_bytes(),
            &body,
        ]);
        if fetched.cut.is_none() && self.state.fingerprint == Some(fingerprint) {
            self.keep_validators(&fetched);
            self.follow(&fetched);
            self.record(&Outcome::Document(None, &times), now);
            self.parts.hosts.relax(host(&fetched.url));
            return Status::NotModified;
        }
        let turn = self.parts.room.to_read().await;
        let read = read_off_thread(body, content_type, fetched.url.clone()).await;
        drop(turn);
        match (read, fetched.cut.take()) {
            (Ok(parsed), None) => {
                self.state.partial = parsed.partial;
                if parsed.partial {
                    // A document that was cut off is asked for whole the next time.
                    self.forget_validators();
                } else {
                    self.keep_validators(&fetched);
                    self.state.fingerprint = Some(fingerprint);
                }
                self.follow(&fetched);
                self.record(&Outcome::Document(Some(&parsed), &times), now);
                self.parsed = Some(parsed);
                self.parts.hosts.relax(host(&fetched.url));
                Status::Fresh
            }
            (read, Some(cut)) => {
                // Without a whole entry even the title may be half of one.
                if let Some(parsed) = read.ok().filter(|parsed| !parsed.entries.is_empty()) {
                    self.forget_validators();
                    self.state.partial = true;
                    self.parsed = Some(parsed);
                }
                self.fail_with(&cut, &times, now)
            }
            (Err(error), None) => {
                self.state.error = Some(error.to_string());
                self.state.hint = Some(error.hint().to_owned());
                self.failed(&times, now)
            }
        }
    }

    /// The welcome edition: no server, but the same way from there on.
    async fn welcome(&mut self, now: UnixSeconds) -> Status {
        let times = TimeHeaders {
            cache_control: "max-age=86400".to_owned(),
            ..TimeHeaders::default()
        };
        self.bytes = welcome::DOCUMENT.len() as u64;
        let etag = welcome::etag();
        if self.state.etag.as_ref() == Some(&etag) {
            self.record(&Outcome::NotModified(&times), now);
            return Status::NotModified;
        }
        let url = Url::parse(WELCOME).expect("a constant that is an address");
        let Ok(parsed) = read_off_thread(welcome::DOCUMENT.to_vec(), None, url).await else {
            self.state.error = Some("the welcome edition cannot be read".to_owned());
            return self.failed(&times, now);
        };
        self.state.etag = Some(etag);
        self.record(&Outcome::Document(Some(&parsed), &times), now);
        self.parsed = Some(parsed);
        Status::Fresh
    }

    /// No answer.
    fn fail(&mut self, error: &FetchError, now: UnixSeconds) -> Status {
        if let FetchError::PutOff(seconds) = error {
            self.state.put_off = Some(now.saturating_add_unsigned(*seconds));
            return Status::PutOff;
        }
        self.state.status = None;
        self.fail_with(error, &TimeHeaders::default(), now)
    }

    fn fail_with(&mut self, error: &FetchError, times: &TimeHeaders, now: UnixSeconds) -> Status {
        self.state.error = Some(error.to_string());
        self.state.hint = error.hint().map(str::to_owned);
        self.failed(times, now)
    }

    fn failed(&mut self, times: &TimeHeaders, now: UnixSeconds) -> Status {
        // The new address failed, or the redirect is not what it seemed: the configured one is asked again.
        self.state.moved = None;
        self.record(&Outcome::Failed(times), now);
        Status::Failed
    }

    fn record(&mut self, outcome: &Outcome<'_>, now: UnixSeconds) {
        schedule::record(&mut self.state, outcome, now);
    }

    /// The validators of a document that is stored; those of the one before mean nothing any more.
    fn keep_validators(&mut self, fetched: &Fetched) {
        self.state.etag.clone_from(&fetched.etag);
        self.state.last_modified.clone_from(&fetched.last_modified);
        self.state.validators_of = Some(fetched.url.to_string());
    }

    fn forget_validators(&mut self) {
        self.state.etag = None;
        self.state.last_modified = None;
        self.state.validators_of = None;
        self.state.fingerprint = None;
    }

    fn was_redirected(&self, fetched: &Fetched) -> bool {
        self.state.moved_to().is_some() || fetched.url.as_str() != self.asked
    }

    /// Remembers a permanent redirect that led to a feed. From https it is never followed to http for good.
    fn follow(&mut self, fetched: &Fetched) {
        if self.state.moved_to().is_some_and(|to| to == self.asked) && fetched.moved.is_none() {
            return;
        }
        let believed = fetched
            .moved
            .as_ref()
            .filter(|to| to.scheme() == "https" || !self.asked.starts_with("https:"));
        self.state.moved = believed.map(|to| {
            let seen = match self.state.moved.take() {
                Some((before, seen)) if before == to.as_str() => seen + 1,
                _ => 1,
            };
            (to.to_string(), seen)
        });
    }
}
