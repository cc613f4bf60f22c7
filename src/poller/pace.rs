//! Whether an answer gets on: how long it may still be waited for, from what came of it so far. Pure; the caller says
//! how long things took.
//!
//! As curl's `--speed-limit`, but that a pause is paid for by what came before it: a deadline for the whole alone would
//! let a server that sends a byte now and then hold a request for all of it.

use std::time::Duration;

use super::FetchError;

/// In bytes a second, after decompression: a body that comes more slowly than this, on average, does not get on.
const LEAST: u64 = 1024;

/// How long a server may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For everything, redirects included.
    pub timeout: Duration,
    /// Without getting on.
    pub patience: Duration,
}

impl Limits {
    /// What the reader set for one feed, else what holds for all. A feed that is given more patience than there is time
    /// is given the time as well, unless that was set, too.
    pub fn new(timeout: Option<Duration>, patience: Option<Duration>, usual: Self) -> Self {
        let patience = patience.unwrap_or(usual.patience);
        Self {
            timeout: timeout.unwrap_or(usual.timeout.max(patience)),
            patience,
        }
    }

    /// For name, connection and TLS: less than the whole patience, so that a server that is not reached is told from
    /// one that is silent.
    pub fn connect(self) -> Duration {
        self.patience.min(self.timeout) * 3 / 4
    }
}

/// An answer on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    limits: Limits,
    left: Duration,
    credit: Duration,
    begun: bool,
}

impl Pace {
    /// Nothing came yet.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            left: limits.timeout,
            credit: limits.patience,
            begun: false,
        }
    }

    /// How long the next thing may take.
    pub fn wait(&self) -> Duration {
        self.left.min(self.credit)
    }

    /// Something that is no progress took so long: the head of a redirect, and what came with it.
    pub fn spend(&mut self, took: Duration) {
        self.left = self.left.saturating_sub(took);
        self.credit = self.credit.saturating_sub(took);
    }

    /// The head of the answer came.
    pub fn head(&mut self, took: Duration) {
        self.spend(took);
        self.credit = self.limits.patience;
        self.begun = true;
    }

    /// So many bytes of the body came.
    pub fn bytes(&mut self, count: usize, took: Duration) {
        self.spend(took);
        let millis = (count as u64).saturating_mul(1000) / LEAST;
        let earned = Duration::from_millis(millis);
        self.credit = (self.credit + earned).min(self.limits.patience);
    }

    /// Why an answer that took longer than [`Pace::wait`] is given up.
    pub fn error(&self) -> FetchError {
        let patience = self.limits.patience.as_secs();
        if self.left <= self.credit {
            FetchError::Timeout(self.limits.timeout.as_secs())
        } else if self.begun {
            FetchError::Stalled(patience)
        } else {
            FetchError::Silent(patience)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        timeout: Duration::from_secs(30),
        patience: Duration::from_secs(8),
    };

    const SECOND: Duration = Duration::from_secs(1);

    /// How long an answer lasts whose body comes in such pieces, one in so long; and why it ends, if it is not read to
    /// the end of what there is.
    fn lasts(pieces: usize, size: usize, each: Duration) -> (Duration, Option<FetchError>) {
        let mut pace = Pace::new(LIMITS);
        pace.head(SECOND);
        let mut lasted = SECOND;
        for _ in 0..pieces {
            if each > pace.wait() {
                return (lasted + pace.wait(), Some(pace.error()));
            }
            pace.bytes(size, each);
            lasted += each;
        }
        (lasted, None)
    }

    #[test]
    fn a_head_that_does_not_come_is_waited_for_as_long_as_there_is_patience() {
        let mut pace = Pace::new(LIMITS);
        assert_eq!(pace.wait(), LIMITS.patience);
        assert_eq!(pace.error(), FetchError::Silent(8));
        // Redirects are no answer.
        pace.spend(5 * SECOND);
        assert_eq!(pace.wait(), 3 * SECOND);
    }

    #[test]
    fn single_bytes_are_no_progress() {
        let (lasted, error) = lasts(1000, 1, SECOND);
        assert_eq!(error, Some(FetchError::Stalled(8)));
        assert!(lasted < 10 * SECOND, "{lasted:?}");
        // Nor are they after a good beginning.
        let mut pace = Pace::new(LIMITS);
        pace.head(SECOND);
        pace.bytes(1 << 20, SECOND);
        assert_eq!(pace.wait(), LIMITS.patience, "nothing is saved up");
    }

    #[test]
    fn a_large_feed_on_a_slow_line_has_all_the_time() {
        // A modem's 7 KB a second, in packets; and one that pauses, but makes up for it.
        assert_eq!(lasts(120, 1400, SECOND / 5).1, None);
        assert_eq!(lasts(4, 20_000, 6 * SECOND).1, None);
        let (lasted, error) = lasts(1000, 1400, SECOND / 5);
        assert_eq!(
            (lasted, error),
            (LIMITS.timeout, Some(FetchError::Timeout(30)))
        );
    }

    #[test]
    fn the_readers_word_counts_more_than_the_usual() {
        let seconds = Duration::from_secs;
        let slow = Limits::new(None, Some(seconds(60)), LIMITS);
        assert_eq!((slow.timeout, slow.connect()), (seconds(60), seconds(45)));
        let both = Limits::new(Some(seconds(20)), Some(seconds(60)), LIMITS);
        assert_eq!(Pace::new(both).wait(), seconds(20));
        assert_eq!(Pace::new(both).error(), FetchError::Timeout(20));
        let short = Limits::new(Some(seconds(4)), None, LIMITS);
        assert_eq!(
            (Pace::new(short).wait(), short.connect()),
            (seconds(4), seconds(3))
        );
        assert!(LIMITS.connect() < LIMITS.patience);
    }
}
