//! The bytes of a feed document to a [`ParsedFeed`]. The only place that names feed-rs; nothing of its types leaves it.

mod entry;
mod ids;
pub mod text;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use feed_rs::model;
use feed_rs::parser::{Builder, ParseFeedError};
use url::Url;

use super::decode::decode;
use super::discover::{self, Discovered};
use super::repair;
use crate::guard::guarded;
use crate::news::{ParsedFeed, UnixSeconds, clean_line};

/// Characters of a sentence about a document that are kept.
const LONGEST_SENTENCE: usize = 200;

/// Why a document could not be read as a feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Nothing but white space.
    #[error("the document is empty")]
    Empty,
    /// A web page, with the feeds that it names.
    #[error("this is a web page, not a feed{}", named(feeds))]
    Html {
        /// What [`discover::discover`] found in it.
        feeds: Vec<Discovered>,
    },
    /// Something else.
    #[error("this is not a feed: {what}")]
    NotAFeed {
        /// What it looks like, for a person.
        what: String,
    },
    /// A feed so damaged that nothing could be read in it.
    #[error("the feed is damaged beyond repair: {reason}")]
    Malformed {
        /// What stopped the parser.
        reason: String,
    },
    /// The parser failed in a way that it never should; this feed alone is concerned.
    #[error("the parser failed on this document")]
    Panicked,
}

impl ParseError {
    /// What the reader can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty => {
                "The server may be at fault for the moment; the next poll will try again."
            }
            Self::Html { feeds } if feeds.iter().any(|feed| !feed.guessed) => {
                "Add the feed that the page names instead."
            }
            Self::Html { .. } => {
                "Look on the site for a link to its feed (RSS or Atom), and add that."
            }
            Self::NotAFeed { .. } => "Check the address: it should lead to RSS, Atom or JSON Feed.",
            Self::Malformed { .. } => {
                "Tell the publisher; `pullquote feed check` shows what is wrong."
            }
            Self::Panicked => "Please report it, with the document's address.",
        }
    }
}

/// " (its feed: https://…)", for the error's text.
fn named(feeds: &[Discovered]) -> String {
    let mut found = feeds.iter().filter(|feed| !feed.guessed);
    match (found.next(), found.next()) {
        (None, _) => String::new(),
        (Some(one), None) => format!("; it names a feed: {}", one.url),
        (Some(one), Some(_)) => format!("; it names feeds, the first: {}", one.url),
    }
}

/// Reads a feed document: `content_type` as the server sent it, `base` the address that it came from at last.
pub fn parse(
    bytes: &[u8],
    content_type: Option<&str>,
    base: Option<&Url>,
) -> Result<ParsedFeed, ParseError> {
    guarded(|| read(bytes, content_type, base)).unwrap_or(Err(ParseError::Panicked))
}

fn read(
    bytes: &[u8],
    content_type: Option<&str>,
    base: Option<&Url>,
) -> Result<ParsedFeed, ParseError> {
    let decoded = decode(bytes, content_type);
    let text = decoded.text.trim_start();
    if text.is_empty() {
        return Err(ParseError::Empty);
    }
    let mut feed = match text.as_bytes()[0] {
        b'{' => json(text, base)?,
        _ => xml(text, base)?,
    };
    feed.repairs.extend(decoded.fault);
    // They name what stands in the document.
    feed.repairs = feed.repairs.iter().map(|fault| told(fault)).collect();
    Ok(feed)
}

/// Reads RSS, RDF, Atom and their forebears: as it stands where feed-rs reads all of that, else written anew.
fn xml(text: &str, base: Option<&Url>) -> Result<ParsedFeed, ParseError> {
    if discover::is_html(text) {
        return Err(ParseError::Html {
            feeds: discover::discover(text, base),
        });
    }
    let read_outline = || {
        let outline = repair::outline(text);
        outline.ok_or_else(|| ParseError::NotAFeed {
            what: looks_like(text),
        })
    };
    let mut outline = read_outline()?;
    let mut fault = None;
    let bare = undeclared(text);
    // Its XML reader panics where another encoding is declared in the middle of a document.
    if repair::is_plain(&outline) && !bare.contains("<?xml") {
        let (count, hints) = (outline.entries.len(), repair::hints(&outline));
        // With very many entries they are large, and hardly ever wanted again.
        drop(std::mem::take(&mut outline.entries));
        match feed_rs_parse(bare, base) {
            Ok(feed) if feed.entries.len() == count => {
                let mut feed = entry::feed(feed, &outline.name, base);
                feed.hints = hints;
                return Ok(feed);
            }
            Err(Refusal::IllFormed(reason)) => {
                fault = Some(format!("It is not well-formed XML: {reason}."));
            }
            Ok(_) | Err(_) => {}
        }
        outline = read_outline()?;
    }
    let atom = repair::atom(&outline, base);
    let hints = repair::hints(&outline);
    // With very many entries each of these is large: none outlives its use.
    drop(outline.entries);
    let feed = feed_rs_parse(&atom, None)?;
    drop(atom);
    let mut feed = entry::feed(feed, &outline.name, base);
    feed.hints = hints;
    feed.partial = outline.cut;
    feed.repairs = outline.faults;
    feed.repairs.extend(fault);
    Ok(feed)
}

/// Reads JSON Feed.
fn json(text: &str, base: Option<&Url>) -> Result<ParsedFeed, ParseError> {
    let written = repair::json(text).map_err(Refusal::IllFormed)?;
    let written = written.ok_or_else(|| ParseError::NotAFeed {
        what: looks_like(text),
    })?;
    let feed = feed_rs_parse(&written.text, base)?;
    let mut feed = entry::feed(feed, &written.name, base);
    feed.partial = written.cut;
    Ok(feed)
}

/// The beginning of a document that is no feed, for a person.
fn looks_like(text: &str) -> String {
    let begin: String = text.chars().take(60).collect();
    format!("it begins with “{}”", told(&begin))
}

/// A sentence that may hold words of the document, fit to be shown.
fn told(sentence: &str) -> String {
    clean_line(sentence.chars().take(LONGEST_SENTENCE).collect::<String>())
}

/// Why feed-rs did not read a document.
#[derive(Debug)]
enum Refusal {
    /// It is not XML.
    IllFormed(String),
    /// It is not what feed-rs knows as a feed.
    Unknown(String),
    Panicked,
}

impl From<Refusal> for ParseError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::IllFormed(reason) | Refusal::Unknown(reason) => Self::Malformed {
                reason: told(&reason),
            },
            Refusal::Panicked => Self::Panicked,
        }
    }
}

/// The one call of the parser: dates are read by [`super::dates`], ids are ours, and nothing is random.
fn feed_rs_parse(text: &str, base: Option<&Url>) -> Result<model::Feed, Refusal> {
    let parser = Builder::new()
        .base_uri(base)
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(|text| {
            let moment = super::dates::parse(text).map(system_time);
            moment.map(Into::into)
        })
        .build();
    // It slices texts at places that need not be boundaries of characters, and panics there.
    let parsed = guarded(|| parser.parse(text.as_bytes()));
    parsed
        .map_err(|_| Refusal::Panicked)?
        .map_err(|error| match error {
            ParseFeedError::XmlReader(error) => {
                let error = error.to_string();
                let kinds = [
                    "Parser error: ",
                    "Escape error: ",
                    "ill-formed document: ",
                    "syntax error: ",
                ];
                Refusal::IllFormed(
                    kinds
                        .iter()
                        .fold(error, |error, kind| error.replacen(kind, "", 1)),
                )
            }
            error => Refusal::Unknown(error.to_string()),
        })
}

/// The form of a moment that the parser's own date type can be made from.
fn system_time(seconds: UnixSeconds) -> SystemTime {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 {
        UNIX_EPOCH - distance
    } else {
        UNIX_EPOCH + distance
    }
}

/// The text after its XML declaration: the encoding that it names was used up by [`decode`].
fn undeclared(text: &str) -> &str {
    let declaration = text
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"));
    declaration.map_or(text, |(_, rest)| rest.trim_start())
}

#[cfg(test)]
mod tests;
