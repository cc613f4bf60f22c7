//! Reads a document where it holds up no request: off the asynchronous threads, and not for ever.

use std::time::Duration;

use tokio::task::spawn_blocking;
use url::Url;

use super::{ParseError, parse};
use crate::news::ParsedFeed;

/// A document that is not read after this is given up, so that one feed holds up no refresh.
const PARSE_PATIENCE: Duration = Duration::from_secs(20);

/// Why a document came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// The parser says so.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// It took too long.
    #[error("the document could not be read in time")]
    GivenUp,
}

impl Unread {
    /// What the reader can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Parse(error) => error.hint(),
            Self::GivenUp => "Please report it, with the document's address.",
        }
    }
}

/// Reads a feed document.
pub async fn read_off_thread(
    body: Vec<u8>,
    content_type: Option<String>,
    url: Url,
) -> Result<ParsedFeed, Unread> {
    let reading = spawn_blocking(move || parse(&body, content_type.as_deref(), Some(&url)));
    match tokio::time::timeout(PARSE_PATIENCE, reading).await {
        Ok(Ok(read)) => Ok(read?),
        Ok(Err(_)) | Err(_) => Err(Unread::GivenUp),
    }
}
