//! From what the reader gave to a feed: the address itself, or what its page names, or the usual places of its site. Adds
//! nothing anywhere.

use url::Url;

use super::{Discovered, FetchError, ParseError, Poller, Wanted, parse};
use crate::config::RequestConfig;
use crate::news::ParsedFeed;

/// What stands at an address.
#[derive(Debug)]
pub enum Found {
    /// A feed, at this address.
    Feed(Url, Box<ParsedFeed>),
    /// A page that names one.
    Named(Discovered),
    /// A page that names several.
    Several(Vec<Discovered>),
    /// Nothing could be asked: there is no network, or the server is down.
    Unknown(FetchError),
    /// Something that is no feed and names none.
    Nothing(ParseError),
}

/// Asks the address, and where it is a page that names no feed, the usual places of its site. `typed` is the address
/// that the reader gave: it alone may be a private one. Before each request `asking` hears of it.
pub async fn find(poller: &Poller, url: &Url, typed: &Url, asking: impl Fn(&Url)) -> Found {
    asking(url);
    let error = match ask(poller, url, typed).await {
        Ok(Ok(feed)) => return Found::Feed(url.clone(), Box::new(feed)),
        Ok(Err(error)) => error,
        Err(error) => return Found::Unknown(error),
    };
    let ParseError::Html { feeds } = &error else {
        return Found::Nothing(error);
    };
    let (guessed, mut named): (Vec<_>, Vec<_>) =
        feeds.iter().cloned().partition(|feed| feed.guessed);
    match named.len() {
        0 => {}
        1 => return Found::Named(named.remove(0)),
        _ => return Found::Several(named),
    }
    for guess in guessed {
        let Ok(url) = Url::parse(&guess.url) else {
            continue;
        };
        asking(&url);
        if let Ok(Ok(feed)) = ask(poller, &url, typed).await {
            return Found::Feed(url, Box::new(feed));
        }
    }
    Found::Nothing(error)
}

async fn ask(
    poller: &Poller,
    url: &Url,
    typed: &Url,
) -> Result<Result<ParsedFeed, ParseError>, FetchError> {
    let request = RequestConfig::default();
    let fetched = poller.get_named(url, typed, Wanted::Feed, &request).await?;
    let content_type = fetched.content_type.as_deref();
    Ok(parse(&fetched.body, content_type, Some(&fetched.url)))
}
