//! Panics that are expected: work on what strangers send, of which one article or one feed may fail. Everything else that
//! panics is a fault of the program, and ends it. Knows nothing of either.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

thread_local! {
    static GUARDED: Cell<u32> = const { Cell::new(0) };
    static ADDRESS: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does a piece of work whose panic costs only that work. What it was changing must not be used any more.
pub fn guarded<T>(work: impl FnOnce() -> T) -> thread::Result<T> {
    GUARDED.set(GUARDED.get() + 1);
    let result = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(GUARDED.get() - 1);
    result
}

/// Whether a panic of this thread, here and now, costs only a piece of work.
pub fn is_guarded() -> bool {
    GUARDED.get() > 0
}

/// Remembers which address this thread is at work on, for the report of a panic. Its query, which may hold a secret, is
/// left out.
pub fn at_work_on(address: Option<&str>) {
    let address = address.map(|address| {
        let end = address.find(['?', '#']).unwrap_or(address.len());
        address[..end].to_owned()
    });
    ADDRESS.set(address);
}

/// The address that this thread is at work on.
pub fn address() -> Option<String> {
    ADDRESS.with_borrow(Clone::clone)
}

/// Panics where a debugging build is told to, by the name of the place in `PULLQUOTE_PANIC`: for the tests of what a panic
/// leaves behind. Nothing of it is in a release.
#[inline]
pub fn rehearse(place: &str) {
    #[cfg(debug_assertions)]
    assert!(
        std::env::var("PULLQUOTE_PANIC").as_deref() != Ok(place),
        "rehearsed: `{place}` with words of an article"
    );
    #[cfg(not(debug_assertions))]
    let _ = place;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guard_holds_for_its_own_work_and_no_longer() {
        assert!(!is_guarded());
        assert!(guarded(is_guarded).unwrap());
        assert!(guarded(|| guarded(|| panic!("on purpose")).is_err() && is_guarded()).unwrap());
        assert!(!is_guarded());
    }

    #[test]
    fn an_address_is_kept_without_its_query() {
        at_work_on(Some("https://ledger.invalid/a?token=secret"));
        assert_eq!(address().unwrap(), "https://ledger.invalid/a");
        at_work_on(None);
        assert_eq!(address(), None);
    }
}
