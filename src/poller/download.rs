//! A file, piece by piece: one that was broken off goes on where it ended, if it is still the same (RFC 9110, 13.1.5
//! and 14.2). Redirects are checked as everywhere; writes nothing to a disk.

use std::time::{Duration, Instant};

use reqwest::Response;
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue,
    IF_RANGE, LAST_MODIFIED, RANGE,
};
use url::Url;

use super::address::host;
use super::fetch::{Ask, Wanted, caller_for, explain, limits, put_off, request};
use super::pace::{Limits, Pace};
use super::{FetchError, Poller, headers};
use crate::config::RequestConfig;

/// A file to be asked for.
#[derive(Debug, Clone)]
pub struct FileRequest {
    /// Its address.
    pub url: Url,
    /// An address that the reader chose: no other host may be a private one.
    pub chosen: Url,
    /// What is there of it already.
    pub begun: Option<Begun>,
}

/// The beginning of a file, and what tells whether the rest belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Bytes.
    pub bytes: u64,
    /// A strong `ETag`, else `Last-Modified`, as it was sent.
    pub validator: String,
}

/// A file on its way.
#[derive(Debug)]
pub struct Incoming {
    /// Bytes that are there already; 0 where it comes from its beginning.
    pub from: u64,
    /// Bytes in all, where the server says it.
    pub total: Option<u64>,
    /// To go on with, if it is broken off; `None` where the server names none.
    pub validator: Option<String>,
    /// `Content-Type`, as sent.
    pub media_type: Option<String>,
    response: Response,
    got: u64,
    pace: Pace,
}

impl Incoming {
    /// The next piece; `None` at the end. A server that does not get on, or ends too early, is an error. What happens
    /// between two pieces takes no time here.
    pub async fn piece(&mut self) -> Result<Option<Vec<u8>>, FetchError> {
        let asked = Instant::now();
        let piece = tokio::time::timeout(self.pace.wait(), self.response.chunk()).await;
        let cut_off =
            || FetchError::CutOff(usize::try_from(self.from + self.got).unwrap_or(usize::MAX));
        match piece {
            Err(_) => Err(self.pace.error()),
            Ok(Err(_)) => Err(cut_off()),
            Ok(Ok(Some(piece))) => {
                self.got += piece.len() as u64;
                self.pace.bytes(piece.len(), asked.elapsed());
                Ok(Some(piece.to_vec()))
            }
            Ok(Ok(None)) if self.total.is_some_and(|total| total > self.from + self.got) => {
                Err(cut_off())
            }
            Ok(Ok(None)) => Ok(None),
        }
    }
}

impl Poller {
    /// Asks for a file, or for the rest of one. Where the server has another file by now, it comes from its beginning.
    pub async fn file(&self, file: &FileRequest) -> Result<Incoming, FetchError> {
        match self.ask_file(file, file.begun.as_ref()).await {
            // There is no such rest.
            Err(FetchError::Status(416)) if file.begun.is_some() => self.ask_file(file, None).await,
            answer => answer,
        }
    }

    async fn ask_file(
        &self,
        file: &FileRequest,
        begun: Option<&Begun>,
    ) -> Result<Incoming, FetchError> {
        let parts = &*self.parts;
        let settings = &parts.settings;
        let ask = Ask {
            url: file.url.clone(),
            typed: file.chosen.clone(),
            wanted: Wanted::File,
            validators: None,
            request: RequestConfig::default(),
            authorization: None,
            cookies: None,
        };
        // A file may be of any size: there is no deadline for the whole of it.
        let limits = Limits {
            timeout: Duration::MAX,
            ..limits(settings, &ask)
        };
        let mut pace = Pace::new(limits);
        let mut url = file.url.clone();
        let mut seen = vec![url.clone()];
        loop {
            let caller = caller_for(&parts.clients, settings, &url, &ask)?;
            let mut request = request(&caller, &url, &ask)?;
            add_range(request.headers_mut(), begun);
            let turn = parts.hosts.turn(host(&url)).await.map_err(put_off)?;
            let begun_at = turn.begun;
            let answer = tokio::time::timeout(pace.wait(), caller.client.execute(request)).await;
            drop(turn);
            let response = match answer {
                Err(_) => return Err(pace.error()),
                Ok(Err(error)) => return Err(explain(&error, &url, limits)),
                Ok(Ok(response)) => response,
            };
            let status = response.status().as_u16();
            if !matches!(status, 301 | 302 | 303 | 307 | 308) {
                pace.head(begun_at.elapsed());
                return incoming(response, begun, pace);
            }
            pace.spend(begun_at.elapsed());
            let next = headers::location(response.headers(), &url)?;
            if seen.contains(&next) {
                return Err(FetchError::RedirectLoop);
            }
            if seen.len() > settings.max_redirects {
                return Err(FetchError::TooManyRedirects(settings.max_redirects));
            }
            seen.push(next.clone());
            url = next;
        }
    }
}

fn add_range(headers: &mut HeaderMap, begun: Option<&Begun>) {
    // Bytes are counted as they are stored.
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    let Some(begun) = begun.filter(|begun| begun.bytes > 0) else {
        return;
    };
    let range = HeaderValue::try_from(format!("bytes={}-", begun.bytes));
    if let (Ok(range), Ok(validator)) = (range, HeaderValue::try_from(&begun.validator)) {
        headers.insert(RANGE, range);
        headers.insert(IF_RANGE, validator);
    }
}

fn incoming(response: Response, begun: Option<&Begun>, pace: Pace) -> Result<Incoming, FetchError> {
    let headers = response.headers();
    let length = headers::text(headers, &CONTENT_LENGTH).and_then(|text| text.parse().ok());
    let (from, total) = match (response.status().as_u16(), begun) {
        (206, Some(begun)) => {
            let range = headers::text(headers, &CONTENT_RANGE);
            let (from, total) = range
                .as_deref()
                .and_then(content_range)
                .unwrap_or((0, None));
            if from != begun.bytes {
                return Err(FetchError::Exchange(
                    "another part was sent than the one asked for".into(),
                ));
            }
            (from, total)
        }
        (200 | 203, _) => (0, length),
        (status, _) => return Err(FetchError::Status(status)),
    };
    let etag = headers::text(headers, &ETAG).filter(|etag| !etag.starts_with("W/"));
    let validator = etag.or_else(|| headers::text(headers, &LAST_MODIFIED));
    Ok(Incoming {
        from,
        total,
        validator,
        media_type: headers::text(headers, &CONTENT_TYPE),
        got: 0,
        pace,
        response,
    })
}

/// `bytes 100-199/300`: where the part begins, and how long the whole is.
fn content_range(text: &str) -> Option<(u64, Option<u64>)> {
    let (range, total) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
    let (from, _) = range.split_once('-')?;
    Some((from.trim().parse().ok()?, total.trim().parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_range_says_where_the_part_begins() {
        assert_eq!(content_range("bytes 100-199/300"), Some((100, Some(300))));
        assert_eq!(content_range("bytes 0-1/*"), Some((0, None)));
        for bad in ["", "bytes", "bytes */300", "items 1-2/3", "bytes -5/9"] {
            assert_eq!(content_range(bad), None, "{bad}");
        }
    }
}
