//! The front page, made of what the cache has of it, and how often that is done.

use std::time::{Duration, Instant};

use crate::cache::{CacheError, Store};
use crate::news::{FrontPage, UnixSeconds};
use crate::renderer;

/// So many articles are looked at: the latest.
const MOST: u32 = 10_000;

/// The articles of that moment and after it, by story.
pub fn front_page(store: &Store, since: UnixSeconds) -> Result<FrontPage, CacheError> {
    let fresh = store.fresh(since, MOST, renderer::lead)?;
    Ok(FrontPage::new(since, &fresh))
}

/// From one page to the next, at least; longer where a page takes longer to make.
const PAUSE: Duration = Duration::from_secs(1);

/// What is asked for: the latest request alone, and not at once where a page was made a moment ago, so that a page which
/// follows a poll costs little.
#[derive(Debug, Default)]
pub(super) struct Requests {
    waiting: Option<(u64, UnixSeconds)>,
    /// No sooner is another one made.
    next: Option<Instant>,
}

impl Requests {
    /// A request, by its ticket and the moment that the page goes back to.
    pub(super) const fn ask(&mut self, ticket: u64, since: UnixSeconds) {
        self.waiting = Some((ticket, since));
    }

    /// When there is something to do; `None` where nothing is asked for.
    pub(super) fn due(&self, now: Instant) -> Option<Instant> {
        self.waiting.map(|_| self.next.unwrap_or(now).max(now))
    }

    /// What is to be made now.
    pub(super) fn take(&mut self, now: Instant) -> Option<(u64, UnixSeconds)> {
        self.waiting
            .take_if(|_| self.next.is_none_or(|next| next <= now))
    }

    /// A page was made.
    pub(super) fn made(&mut self, begun: Instant, ended: Instant) {
        self.next = Some(ended + PAUSE.max(ended.saturating_duration_since(begun)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_request_alone_is_answered_and_not_twice_a_second() {
        let start = Instant::now();
        let after = |millis| start + Duration::from_millis(millis);
        let mut requests = Requests::default();
        assert_eq!(requests.due(start), None);
        requests.ask(1, 0);
        requests.ask(2, 0);
        assert_eq!(requests.due(start), Some(start));
        assert_eq!(requests.take(start), Some((2, 0)));
        assert_eq!(requests.take(start), None);
        requests.made(start, after(100));
        requests.ask(3, 0);
        assert_eq!(requests.take(after(200)), None);
        requests.ask(4, 0);
        assert_eq!(requests.due(after(200)), Some(after(1100)));
        assert_eq!(requests.take(after(1100)), Some((4, 0)));
        requests.made(after(1100), after(4100));
        requests.ask(5, 0);
        assert_eq!(requests.due(after(4100)), Some(after(7100)));
    }
}
