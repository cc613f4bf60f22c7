//! Turns at a host: how many requests may be under way there, and how far apart they begin after the host said that
//! there are too many. Knows hosts by name only; nothing here touches the network.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Settings;

/// The longest pause between two requests to a crowded host.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Every host that was asked, and the limit over all of them.
#[derive(Debug)]
pub struct Hosts {
    all: Arc<Semaphore>,
    per_host: usize,
    pause: Duration,
    patience: Duration,
    known: Mutex<HashMap<String, Host>>,
}

#[derive(Debug)]
struct Host {
    turns: Arc<Semaphore>,
    crowd: Option<Crowd>,
}

/// A host that answered 429.
#[derive(Debug, Clone, Copy)]
struct Crowd {
    until: Instant,
    pause: Duration,
    raised: Instant,
    next: Instant,
}

/// A turn at a host; others get theirs when it is dropped.
#[derive(Debug)]
pub struct Turn {
    /// When the request may begin.
    pub begun: Instant,
    _host: OwnedSemaphorePermit,
    all: OwnedSemaphorePermit,
}

/// One of all the turns, with the host's given back: held for as long as a body is in memory, it bounds them.
#[derive(Debug)]
pub struct Slot {
    _all: OwnedSemaphorePermit,
}

impl Turn {
    /// Gives the host's turn back, and keeps the place among all.
    pub fn leave_host(self) -> Slot {
        Slot { _all: self.all }
    }
}

/// The host is crowded, and the turn would come too late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong(pub Duration);

impl Hosts {
    /// No host was asked yet.
    pub fn new(settings: &Settings) -> Self {
        Self {
            all: Arc::new(Semaphore::new(settings.concurrency.max(1))),
            per_host: settings.per_host.max(1),
            pause: settings.host_pause,
            patience: settings.host_patience,
            known: Mutex::default(),
        }
    }

    /// Waits for a turn: first at the host, then among all, so that a crowd at one host takes no turn of another.
    pub async fn turn(&self, host: &str) -> Result<Turn, TooLong> {
        let turns = self.with(host, |host| Arc::clone(&host.turns));
        let host_permit = permit(turns).await;
        if let Some(wait) = self.wait(host)? {
            tokio::time::sleep(wait).await;
        }
        let all_permit = permit(Arc::clone(&self.all)).await;
        Ok(Turn {
            begun: Instant::now(),
            _host: host_permit,
            all: all_permit,
        })
    }

    /// The host answered 429 to a request that began at `begun`: for `lasting` its requests keep a distance. A second
    /// such answer doubles the distance, unless its request was already under way at the first.
    pub fn crowd(&self, host: &str, begun: Instant, lasting: Duration) {
        let now = Instant::now();
        let least = self.pause;
        self.with(host, |host| {
            let until = now + lasting;
            host.crowd = Some(match host.crowd.filter(|c| c.until > now) {
                Some(crowd) if begun < crowd.raised => Crowd {
                    until: crowd.until.max(until),
                    ..crowd
                },
                Some(crowd) => Crowd {
                    until: crowd.until.max(until),
                    pause: (crowd.pause * 2).min(LONGEST_PAUSE),
                    raised: now,
                    ..crowd
                },
                None => Crowd {
                    until,
                    pause: least,
                    raised: now,
                    next: now + least,
                },
            });
        });
    }

    /// A crowd remembered from an earlier run: the first request need not wait, the others keep their distance.
    pub fn recall(&self, host: &str, lasting: Duration) {
        let (now, pause) = (Instant::now(), self.pause);
        self.with(host, |host| {
            host.crowd.get_or_insert(Crowd {
                until: now + lasting,
                pause,
                raised: now,
                next: now,
            });
        });
    }

    /// The host answered with what was wanted: a crowd there thins out.
    pub fn relax(&self, host: &str) {
        let least = self.pause;
        self.with(host, |host| {
            if let Some(crowd) = &mut host.crowd {
                crowd.pause = (crowd.pause / 2).max(least);
            }
        });
    }

    /// How long the next request to this host has to wait, and the wait of the one after it.
    fn wait(&self, host: &str) -> Result<Option<Duration>, TooLong> {
        let patience = self.patience;
        let now = Instant::now();
        self.with(host, |host| {
            let Some(crowd) = host.crowd.as_mut().filter(|c| c.until > now) else {
                host.crowd = None;
                return Ok(None);
            };
            let begin = crowd.next.max(now);
            let wait = begin - now;
            if wait > patience {
                return Err(TooLong(wait));
            }
            crowd.next = begin + crowd.pause;
            Ok(Some(wait))
        })
    }

    fn with<T>(&self, name: &str, work: impl FnOnce(&mut Host) -> T) -> T {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(host) = known.get_mut(name) {
            return work(host);
        }
        work(known.entry(name.to_owned()).or_insert_with(|| Host {
            turns: Arc::new(Semaphore::new(self.per_host)),
            crowd: None,
        }))
    }
}

async fn permit(semaphore: Arc<Semaphore>) -> OwnedSemaphorePermit {
    let permit = semaphore.acquire_owned().await;
    permit.expect("no semaphore of this file is ever closed")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(pause: u64) -> Hosts {
        Hosts::new(&Settings {
            host_pause: Duration::from_secs(pause),
            ..Settings::default()
        })
    }

    const HOUR: Duration = Duration::from_hours(1);

    #[test]
    fn a_quiet_host_waits_for_nothing() {
        assert_eq!(hosts(1).wait("a.example"), Ok(None));
    }

    #[test]
    fn a_crowded_host_is_asked_at_a_distance_and_no_other_is() {
        let hosts = hosts(10);
        hosts.crowd("a.example", Instant::now(), HOUR);
        let waits: Vec<_> = (0..3)
            .map(|_| {
                hosts
                    .wait("a.example")
                    .unwrap()
                    .unwrap()
                    .as_secs_f64()
                    .round()
            })
            .collect();
        assert_eq!(waits, [10.0, 20.0, 30.0]);
        assert!(hosts.wait("a.example").is_err(), "beyond all patience");
        assert_eq!(hosts.wait("b.example"), Ok(None));
    }

    #[test]
    fn only_a_later_refusal_doubles_the_distance_and_a_good_answer_halves_it() {
        let hosts = hosts(1);
        let pause = || hosts.with("a", |host| host.crowd.unwrap().pause.as_secs());
        let early = Instant::now();
        hosts.crowd("a", early, HOUR);
        assert_eq!(pause(), 1);
        hosts.crowd("a", early, HOUR);
        assert_eq!(pause(), 1, "it was under way at the first");
        hosts.crowd("a", Instant::now(), HOUR);
        assert_eq!(pause(), 2);
        hosts.relax("a");
        hosts.relax("a");
        assert_eq!(pause(), 1);
    }

    #[test]
    fn a_crowd_passes() {
        let hosts = hosts(1);
        hosts.crowd("a", Instant::now(), Duration::ZERO);
        assert_eq!(hosts.wait("a"), Ok(None));
    }
}
