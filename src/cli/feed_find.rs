//! From what the reader gave to `feed add` to the address of a feed: the address itself, or the one that its page names.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use url::Url;

use super::obtain::fetch;
use crate::poller::{Discovered, FetchError, ParseError, Wanted, parse};

/// What stands at an address.
pub(super) enum Found {
    /// A feed, at this address.
    Feed(String),
    /// A page that names several.
    Several(Vec<Discovered>),
    /// Nothing could be asked: there is no network, or the server is down.
    Unknown(FetchError),
    /// Something that is no feed and names none.
    Nothing(ParseError),
}

/// Asks the address, and where it is a page that names no feed, the usual places of its site.
pub(super) fn find(url: &Url) -> Found {
    let document = match fetch(url, Wanted::Feed) {
        Ok(document) => document,
        Err(error) => return Found::Unknown(error),
    };
    let parsed = parse(
        &document.bytes,
        document.content_type.as_deref(),
        document.base.as_ref(),
    );
    let Err(error) = parsed else {
        return Found::Feed(url.to_string());
    };
    let ParseError::Html { feeds } = &error else {
        return Found::Nothing(error);
    };
    let (guessed, mut named): (Vec<_>, Vec<_>) =
        feeds.iter().cloned().partition(|feed| feed.guessed);
    match named.len() {
        0 => guessed
            .into_iter()
            .find(|guess| is_feed(&guess.url))
            .map_or(Found::Nothing(error), |guess| Found::Feed(guess.url)),
        1 => Found::Feed(named.remove(0).url),
        _ => Found::Several(named),
    }
}

fn is_feed(address: &str) -> bool {
    let document = Url::parse(address)
        .ok()
        .and_then(|url| fetch(&url, Wanted::Feed).ok());
    document.is_some_and(|d| parse(&d.bytes, d.content_type.as_deref(), d.base.as_ref()).is_ok())
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
