//! From what the reader gave to `feed add` to the address of a feed: asks for it, and which one where there are several.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use url::Url;

use crate::poller::{self, Discovered, FetchError, Found, Poller, Settings};

/// Asks the address, and where it is a page that names no feed, the usual places of its site.
pub(super) fn find(url: &Url) -> Found {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .event_interval(poller::EVENT_INTERVAL)
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => {
            let poller = Poller::new(Settings::default());
            let found = runtime.block_on(poller::find(&poller, url, url, |_| {}));
            // A name server that does not answer is not waited for.
            runtime.shutdown_background();
            found
        }
        Err(error) => Found::Unknown(FetchError::Client(error.to_string())),
    }
}

/// Asks which of several; `None` without a terminal, or where the answer is none of them.
pub(super) fn choose(feeds: &[Discovered]) -> io::Result<Option<&Discovered>> {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Ok(None);
    }
    let mut ask = io::stderr().lock();
    writeln!(ask, "This page names {} feeds:", feeds.len())?;
    for (number, feed) in (1..).zip(feeds) {
        writeln!(ask, "{number:>4}  {}", line(feed))?;
    }
    write!(ask, "Which one? [1-{}, enter for none] ", feeds.len())?;
    ask.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    let number: Option<usize> = answer.trim().parse().ok();
    Ok(number.and_then(|number| feeds.get(number.checked_sub(1)?)))
}

/// A feed that a page names, for a person.
pub(super) fn line(feed: &Discovered) -> String {
    let title = feed
        .title
        .as_deref()
        .map(|title| format!("{title}  "))
        .unwrap_or_default();
    let kind = feed
        .kind
        .map(|kind| format!("  ({kind})"))
        .unwrap_or_default();
    format!("{title}{}{kind}", feed.url)
}
