//! The page behind a link, read as an article.

use url::Url;

use crate::app::Loaded;
use crate::config::{Config, RequestConfig};
use crate::poller::{PageError, Poller};
use crate::renderer::article::Verdict;
use crate::runtime::{Obtained, guest, now, obtain};

/// Fetches a page and reads it; in words why there is none. `chosen` is an address that the reader chose: no other host
/// may be a private one.
pub(super) async fn read(
    poller: &Poller,
    config: &Config,
    url: &str,
    chosen: Option<String>,
) -> Result<Loaded, String> {
    let address = |text: &str| {
        let url = Url::parse(text).ok();
        url.filter(|url| matches!(url.scheme(), "http" | "https"))
    };
    let url = address(url).ok_or("only http and https are read")?;
    let nowhere = || Url::parse("https://invalid./").expect("an address");
    let chosen = chosen.as_deref().and_then(address).unwrap_or_else(nowhere);
    let how = RequestConfig::default();
    let obtained = obtain(poller, config, &url, (&chosen, &how), now()).await;
    let Obtained {
        reading,
        status,
        url,
    } = obtained.map_err(|error| words(&error))?;
    match (reading.verdict, status) {
        (Verdict::Article, _) => {}
        (_, 401 | 402 | 403 | 451) => {
            return Err(
                "the publisher shows this page to subscribers; the browser opens it".into(),
            );
        }
        (Verdict::NeedsScripts, _) => {
            return Err(
                "the page puts its text together with scripts, which are not run here; the browser opens it"
                    .into(),
            );
        }
        (Verdict::NoArticle, _) => {
            return Err("there is no article in the page; the browser opens it".into());
        }
    }
    // Its quotations are looked for on a thread that may take its time.
    let read = tokio::task::spawn_blocking(move || guest(reading, url.as_str())).await;
    read.map_err(|_| "the page could not be read".to_owned())
}

fn words(error: &PageError) -> String {
    match error {
        PageError::NoPage(_) => format!("{error}; the browser opens it"),
        _ => error.to_string(),
    }
}
