//! A document that the reader named: a file, standard input, or an address, asked for once and politely.

use std::fs;
use std::io::{self, Read as _};

use anyhow::Context as _;
use url::Url;

use crate::config::RequestConfig;
use crate::poller::{FetchError, Poller, Settings, Wanted};

/// More than this is not read of a file or of standard input, in bytes; an address has the poller's own cap.
const LARGEST: u64 = 64 << 20;

/// A document, wherever it came from.
pub(super) struct Document {
    /// As it came.
    pub bytes: Vec<u8>,
    /// As the server sent it.
    pub content_type: Option<String>,
    /// The address that answered at last.
    pub base: Option<Url>,
}

/// The address in what the reader gave, where it is one.
pub(super) fn address(source: &str) -> Option<Url> {
    Url::parse(source)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// Obtains what the reader named: an address, `-`, or a file.
pub(super) fn obtain(source: &str, wanted: Wanted) -> anyhow::Result<Document> {
    if let Some(url) = address(source) {
        return Ok(fetch(&url, wanted)?);
    }
    let mut bytes = Vec::new();
    if source == "-" {
        io::stdin().lock().take(LARGEST).read_to_end(&mut bytes)?;
    } else {
        let file = fs::File::open(source).with_context(|| format!("cannot read {source}"))?;
        file.take(LARGEST)
            .read_to_end(&mut bytes)
            .with_context(|| format!("cannot read {source}"))?;
    }
    Ok(Document {
        bytes,
        content_type: None,
        base: None,
    })
}

/// Asks an address once.
pub(super) fn fetch(url: &Url, wanted: Wanted) -> Result<Document, FetchError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .event_interval(crate::poller::EVENT_INTERVAL)
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| FetchError::Client(error.to_string()))?;
    let poller = Poller::new(Settings::default());
    let fetched = runtime.block_on(poller.get(url, wanted, &RequestConfig::default()));
    // A name that is still being looked up is not waited for.
    runtime.shutdown_background();
    let fetched = fetched?;
    Ok(Document {
        bytes: fetched.body,
        content_type: fetched.content_type,
        base: Some(fetched.url),
    })
}
