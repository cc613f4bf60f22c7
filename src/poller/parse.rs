//! The bytes of a feed document to a [`ParsedFeed`].

use url::Url;

use crate::news::ParsedFeed;

/// Why a document could not be read as a feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a feed")]
pub struct ParseError;

/// Reads a feed document: `content_type` as the server sent it, `base` the address that it came from at last.
pub fn parse(
    _bytes: &[u8],
    _content_type: Option<&str>,
    _base: Option<&Url>,
) -> Result<ParsedFeed, ParseError> {
    Err(ParseError)
}
