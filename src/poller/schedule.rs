//! When a feed is asked again. Pure functions of what is remembered ([`PollState`]) and of what the reader decided
//! ([`Rules`]); the clock is passed in, and chance comes from a seed.

use std::hash::Hasher as _;

use siphasher::sip::SipHasher13;
use twox_hash::XxHash3_64;

use crate::news::{Entry, ParsedFeed, PollState, UnixSeconds};

use super::freshness::TimeHeaders;
use super::{FeedOptions, Settings};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// By its own rhythm no feed is asked more often than this.
pub const SHORTEST: u64 = 15 * MINUTE;
/// Nor, without a hint, more seldom than this.
pub const LONGEST: u64 = DAY;
/// A feed that does not show its rhythm.
const UNKNOWN_RHYTHM: u64 = 2 * HOUR;
/// No hint holds a feed back longer: a `ttl` of ten years is a mistake.
pub const LONGEST_HINT: u64 = 48 * HOUR;
/// No `Retry-After` holds a feed back longer.
pub const LONGEST_RETRY_AFTER: u64 = 7 * DAY;
/// A host that answered 429 is asked slowly for at least this long, and at most a day.
const SHORTEST_CROWD: u64 = HOUR;
/// A feed that stays quiet for so many times an interval is asked at that interval.
const QUIET_PARTS: u64 = 8;
/// The rhythm is that of the newest so many entries.
const RHYTHM_ENTRIES: usize = 20;

/// What the reader decided about one feed's times, and the seed of its jitter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// No feed is asked by itself more often than this, in seconds.
    pub floor: u64,
    /// Instead of the feed's own rhythm, in seconds.
    pub every: Option<u64>,
    /// The same for a feed at all times, and different for different feeds.
    pub seed: u64,
}

impl Rules {
    /// The rules for one feed.
    pub fn new(url: &str, options: &FeedOptions, settings: &Settings) -> Self {
        let positive = |seconds: UnixSeconds| u64::try_from(seconds).unwrap_or(0);
        Self {
            floor: positive(settings.floor),
            every: options.every.map(positive),
            seed: hash(&[url.as_bytes()]),
        }
    }
}

/// The moment at which a feed is asked next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// It was never asked.
    Now,
    /// Not before this moment.
    At(UnixSeconds),
    /// It is gone.
    Never,
}

/// Who wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The schedule.
    WhenDue,
    /// The reader, by hand: overrides the rhythm, every hint, and a 410; never `Retry-After`.
    ByHand,
}

/// Whether a feed may be asked now.
pub fn may_ask(state: &PollState, rules: &Rules, asked: Asked, now: UnixSeconds) -> bool {
    match asked {
        Asked::ByHand => state
            .retry_after
            .is_none_or(|until| until <= now || is_from_a_wrong_clock(state, now)),
        Asked::WhenDue => match next_due(state, rules) {
            Due::Now => true,
            Due::At(due) => due <= now || is_from_a_wrong_clock(state, now),
            Due::Never => false,
        },
    }
}

/// A feed that was last asked in the future (by more than an hour) was asked under a wrong clock, and would wait for it.
fn is_from_a_wrong_clock(state: &PollState, now: UnixSeconds) -> bool {
    state
        .last_poll
        .is_some_and(|last| last.saturating_sub(now) > HOUR as i64)
}

/// When a feed is due: the longest of the reader's floor, the rhythm (or `every`) and the hints after a success, the
/// back-off after a failure, moved out of `skipHours` and `skipDays`, and never before `Retry-After`.
pub fn next_due(state: &PollState, rules: &Rules) -> Due {
    if state.gone {
        return Due::Never;
    }
    let held_back = state.retry_after.max(state.put_off);
    let Some(last) = state.last_poll else {
        return held_back.map_or(Due::Now, Due::At);
    };
    // A tenth at most: enough to spread the feeds of one minute over several.
    let chance = hash(&[&rules.seed.to_le_bytes(), &last.to_le_bytes()]);
    let jitter = |seconds: u64| chance % (seconds / 10 + 1);
    let wait = if state.failures > 0 {
        let back_off = back_off(state);
        back_off + jitter(back_off)
    } else {
        let own = interval(state, rules);
        let hint = hint(state).min(LONGEST_HINT);
        // Before the rhythm's own time, so that a reader's `every` is met; after a hint's, so that it is obeyed.
        (own - jitter(own)).max(hint + jitter(hint))
    };
    let due = last.saturating_add_unsigned(wait.max(rules.floor));
    let due = out_of_skipped(state, due, last, chance);
    let spread = |until: UnixSeconds| until.saturating_add_unsigned(chance % (5 * MINUTE));
    Due::At(due.max(held_back.map_or(due, spread)))
}

/// Seconds between two polls by the feed's own rhythm, or as the reader says.
fn interval(state: &PollState, rules: &Rules) -> u64 {
    if let Some(every) = rules.every {
        return every;
    }
    // Twice an entry, so that an entry waits a quarter of the rhythm on average.
    let rhythm = state.rhythm.unwrap_or(UNKNOWN_RHYTHM) / 2;
    let quiet = match (state.last_poll, state.last_change) {
        (Some(poll), Some(change)) => u64::try_from(poll.saturating_sub(change)).unwrap_or(0),
        _ => 0,
    };
    rhythm.max(quiet / QUIET_PARTS).clamp(SHORTEST, LONGEST)
}

/// The longest wait that the answer or the document asked for, in seconds.
fn hint(state: &PollState) -> u64 {
    let ttl = state
        .hints
        .ttl_minutes
        .map(|minutes| minutes.saturating_mul(MINUTE));
    let hints = [state.fresh_for, ttl, state.hints.period_seconds];
    hints.into_iter().flatten().max().unwrap_or(0)
}

/// Seconds to wait after failures: doubled with each, up to a day. A refusal (4xx) weighs more than a fault.
fn back_off(state: &PollState) -> u64 {
    let refused = state
        .status
        .is_some_and(|status| (400..500).contains(&status));
    let base = if refused && state.retry_after.is_none() {
        HOUR
    } else {
        SHORTEST
    };
    let doublings = state.failures.min(16);
    (base << doublings).min(DAY)
}

/// The first moment from `due` on that the document does not rule out (RSS 2.0, `skipHours` and `skipDays`, in UTC);
/// a document that rules out everything is asked after the longest hint.
fn out_of_skipped(
    state: &PollState,
    due: UnixSeconds,
    last: UnixSeconds,
    chance: u64,
) -> UnixSeconds {
    let (hours, days) = (&state.hints.skip_hours, &state.hints.skip_days);
    if hours.is_empty() && days.is_empty() {
        return due;
    }
    let skipped = |moment: UnixSeconds| {
        let hour = moment.div_euclid(HOUR as i64);
        // 1970-01-01 was a Thursday, and 0 is Monday.
        let day = (hour.div_euclid(24) + 3).rem_euclid(7);
        hours.iter().any(|h| i64::from(*h) == hour.rem_euclid(24))
            || days.iter().any(|d| i64::from(*d) == day)
    };
    let latest = last
        .saturating_add_unsigned(LONGEST_HINT)
        .max(due.saturating_add_unsigned(DAY));
    if !skipped(due) {
        return due;
    }
    let mut hour = (due.div_euclid(HOUR as i64) + 1).saturating_mul(HOUR as i64);
    while skipped(hour) && hour < latest {
        hour = hour.saturating_add(HOUR as i64);
    }
    hour.min(latest)
        .saturating_add_unsigned(chance % (10 * MINUTE))
}

/// Average seconds between the newest entries of a document; `None` if fewer than two have a date.
pub fn rhythm(entries: &[Entry], now: UnixSeconds) -> Option<u64> {
    let mut dates: Vec<_> = entries
        .iter()
        .filter_map(|entry| entry.published.or(entry.updated))
        .filter(|date| *date <= now)
        .collect();
    dates.sort_unstable_by(|a, b| b.cmp(a));
    dates.truncate(RHYTHM_ENTRIES);
    let (newest, oldest) = (dates.first()?, dates.last()?);
    let gaps = u64::try_from(dates.len() - 1)
        .ok()
        .filter(|gaps| *gaps > 0)?;
    Some(newest.abs_diff(*oldest) / gaps)
}

/// A hash of what the entries say; a document that only says anew when it was built has not changed.
fn entries_hash(entries: &[Entry]) -> u64 {
    let mut hasher = SipHasher13::new();
    for entry in entries {
        hasher.write_u64(document_hash(&[
            entry.id.as_bytes(),
            entry.title.as_bytes(),
            entry.html().as_bytes(),
        ]));
    }
    hasher.finish()
}

/// A hash of a whole document (XXH3): every byte that is polled goes through it.
pub fn document_hash(parts: &[&[u8]]) -> u64 {
    let mut hasher = XxHash3_64::new();
    for part in parts {
        hasher.write(part);
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

/// A hash that is the same on every machine and in every version.
pub fn hash(parts: &[&[u8]]) -> u64 {
    let mut hasher = SipHasher13::new();
    for part in parts {
        hasher.write(part);
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

/// What a poll came to, as far as times are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// A document; `None` for the same bytes as before.
    Document(Option<&'a ParsedFeed>, &'a TimeHeaders),
    /// "Not modified".
    NotModified(&'a TimeHeaders),
    /// An answer that is no document, or none at all.
    Failed(&'a TimeHeaders),
}

/// The times of `state` after a poll; `state.status` is that of this poll. [`store_due`] sums them up.
pub fn record(state: &mut PollState, outcome: &Outcome<'_>, now: UnixSeconds) {
    state.last_poll = Some(now);
    state.put_off = None;
    state.retry_after = None;
    state.crowded_until = state.crowded_until.filter(|until| *until > now);
    match outcome {
        Outcome::Document(parsed, times) => {
            succeed(state, now);
            state.fresh_for = times.fresh_for(now);
            if let Some(parsed) = parsed {
                let entries = Some(entries_hash(&parsed.entries));
                if state.entries != entries {
                    state.entries = entries;
                    state.last_change = Some(now);
                }
                state.hints = parsed.hints.clone();
                state.rhythm = rhythm(&parsed.entries, now);
            }
        }
        Outcome::NotModified(times) => {
            succeed(state, now);
            // A 304 need not repeat what the document said (RFC 9110, 15.4.5).
            state.fresh_for = times.fresh_for(now).or(state.fresh_for);
        }
        Outcome::Failed(times) => {
            state.failures = state.failures.saturating_add(1);
            let wait = times
                .retry_after(now)
                .map(|wait| wait.min(LONGEST_RETRY_AFTER));
            state.retry_after = wait.map(|wait| now.saturating_add_unsigned(wait));
            if state.status == Some(429) {
                let crowd = wait.unwrap_or(0).clamp(SHORTEST_CROWD, DAY);
                state.crowded_until = Some(now.saturating_add_unsigned(crowd));
            }
        }
    }
}

/// Writes the moment at which the feed is due into `state`.
pub fn store_due(state: &mut PollState, rules: &Rules) {
    state.next_due = match next_due(state, rules) {
        Due::At(due) => Some(due),
        Due::Now | Due::Never => None,
    };
}

fn succeed(state: &mut PollState, now: UnixSeconds) {
    state.last_success = Some(now);
    state.failures = 0;
    state.error = None;
    state.hint = None;
    state.gone = false;
}

#[cfg(test)]
mod tests;
