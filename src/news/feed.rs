//! A feed, and what the poller remembers of it between two polls.

use serde::{Deserialize, Serialize};

use super::{UnixSeconds, UpdateHints};

/// Failures of a feed that are remembered, to be looked at.
const REMEMBERED_FAILURES: usize = 5;

/// A feed's row in the cache. Stable for as long as its address stands in the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FeedId(pub i64);

/// A feed as the reader sees it: what the configuration says, what the feed says, and its counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Feed {
    /// The row in the cache.
    pub id: FeedId,
    /// The address as it stands in the configuration; a feed's identity.
    pub url: String,
    /// The reader's own name for it, else the feed's title, else its host.
    pub title: String,
    /// The web site it belongs to.
    pub site: Option<String>,
    /// The folder it stands in.
    pub folder: Option<String>,
    /// The reader's tags for it.
    pub tags: Vec<String>,
    /// Unread articles.
    pub unread: u32,
    /// Those of them that are counted with another feed's article elsewhere.
    pub folded: Folded,
    /// All articles kept.
    pub total: u32,
    /// What the last polls left behind.
    pub poll: PollState,
}

/// Unread articles of a feed that another feed has, too, and that do not count in lists of both: another article of the
/// same fold stands for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Folded {
    /// Not counted in the list of all.
    pub in_all: u32,
    /// Not counted in the list of its folder.
    pub in_folder: u32,
}

impl Feed {
    /// What it adds to the unread articles of all feeds.
    pub fn unread_in_all(&self) -> u32 {
        self.unread.saturating_sub(self.folded.in_all)
    }

    /// What it adds to the unread articles of its folder.
    pub fn unread_in_folder(&self) -> u32 {
        self.unread.saturating_sub(self.folded.in_folder)
    }
}

/// What must be remembered between two polls of one feed. The cache stores it whole and looks into none of it
/// but `next_due`; `poller::schedule` alone decides what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PollState {
    /// `ETag` of the last stored answer, byte for byte (RFC 9110, 8.8.3).
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified` of the last stored answer, byte for byte (RFC 9110, 8.8.2).
    pub last_modified: Option<Vec<u8>>,
    /// The address that gave the two above; to any other they mean nothing.
    pub validators_of: Option<String>,
    /// A hash of the last document that was read whole: the same bytes again hold no news.
    pub fingerprint: Option<u64>,
    /// A hash of what its entries said.
    pub entries: Option<u64>,
    /// When it was last asked, whatever came of it.
    pub last_poll: Option<UnixSeconds>,
    /// When it last answered with a feed or "not modified".
    pub last_success: Option<UnixSeconds>,
    /// When its entries were last seen to differ from those before.
    pub last_change: Option<UnixSeconds>,
    /// Not to be asked before this moment; the schedule's answer, kept here to be shown and sorted by.
    pub next_due: Option<UnixSeconds>,
    /// `Retry-After` of the feed itself: not even by hand before this moment.
    pub retry_after: Option<UnixSeconds>,
    /// Put off until this moment because its host asked for fewer requests.
    pub put_off: Option<UnixSeconds>,
    /// Its host answered 429 (too many requests): all its feeds are asked slowly until this moment.
    pub crowded_until: Option<UnixSeconds>,
    /// Seconds for which the last answer called itself fresh (RFC 9111, 4.2.1).
    pub fresh_for: Option<u64>,
    /// How often the last document asked to be read.
    pub hints: UpdateHints,
    /// Failures in a row.
    pub failures: u32,
    /// Why the last poll failed, for a person; `None` after a success.
    pub error: Option<String>,
    /// What the reader can do about `error`.
    pub hint: Option<String>,
    /// The last failures, the newest first, and when each was; they outlive a success.
    pub past_failures: Vec<(UnixSeconds, String)>,
    /// A permanent redirect (301, 308): where to, and on how many polls in a row it was seen.
    pub moved: Option<(String, u32)>,
    /// The server said that the feed is gone (410); it is not asked again.
    pub gone: bool,
    /// The last document was cut off: its whole entries were kept.
    pub partial: bool,
    /// Average seconds between two entries, as seen in the last document.
    pub rhythm: Option<u64>,
    /// The status code of the last answer.
    pub status: Option<u16>,
}

impl PollState {
    /// The address to ask, where a permanent redirect is believed: it was seen on two polls in a row.
    pub fn moved_to(&self) -> Option<&str> {
        self.moved
            .as_ref()
            .filter(|(_, seen)| *seen >= 2)
            .map(|(address, _)| address.as_str())
    }

    /// Puts the failure of the poll that has just ended, if it failed, before the earlier ones.
    pub fn remember_failure(&mut self) {
        if let (Some(error), Some(when)) = (&self.error, self.last_poll) {
            self.past_failures.insert(0, (when, error.clone()));
            self.past_failures.truncate(REMEMBERED_FAILURES);
        }
    }

    /// What the reader should know of this feed beside an error.
    pub fn notice(&self) -> Option<String> {
        if self.gone {
            return Some(
                "The publisher says that this feed is gone for good (410). It is not asked any more."
                    .to_owned(),
            );
        }
        let (address, seen) = self.moved.as_ref()?;
        Some(if *seen >= 2 {
            format!("This feed has moved for good to {address}, and is read there.")
        } else {
            format!("This feed says that it has moved for good to {address}.")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_failures_are_remembered_the_newest_first() {
        let mut state = PollState::default();
        for poll in 0..10 {
            state.last_poll = Some(poll);
            state.error = (poll % 2 == 0).then(|| format!("failure {poll}"));
            state.remember_failure();
        }
        let times: Vec<_> = state.past_failures.iter().map(|(when, _)| *when).collect();
        assert_eq!(times, [8, 6, 4, 2, 0]);
    }
}
