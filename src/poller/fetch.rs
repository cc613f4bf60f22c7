//! One polite GET: redirects followed by hand so that each is checked, the body capped, and given up where it does not get on.
//! Says what came; what it means for the feed is for `poll` and `schedule`.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, ETAG, HeaderMap, HeaderName, HeaderValue,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, USER_AGENT,
};
use reqwest::{Request, Response, Url};
use rustls::CertificateError;

use super::address::{PrivateAddress, host};
use super::client::{Caller, Clients};
use super::cookies::Cookies;
use super::freshness::TimeHeaders;
use super::host::{Slot, TooLong};
use super::pace::{Limits, Pace};
use super::poll::Parts;
use super::room::{LARGE, Room, Share};
use super::{FetchError, Settings, headers};
use crate::config::RequestConfig;
use crate::news::clean_line;

/// A redirect's or an error's body is read to its end up to this size, in bytes, so that the connection can be used
/// again; a longer one is dropped with its connection.
const SMALL_BODY: usize = 64 * 1024;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wanted {
    /// A feed document.
    #[default]
    Feed,
    /// A web page.
    Page,
    /// A file of any kind.
    File,
}

impl Wanted {
    fn accept(self) -> &'static str {
        match self {
            Self::Feed => {
                "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, \
                 application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
            }
            Self::File => "*/*",
            Self::Page => "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5",
        }
    }
}

/// What to ask, and how.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The address to ask.
    pub url: Url,
    /// The address that the reader gave; another one where the feed is known to have moved. It alone is sent the
    /// reader's own headers and secrets, and it alone may be a private one.
    pub typed: Url,
    /// What is asked for.
    pub wanted: Wanted,
    /// `If-None-Match` and `If-Modified-Since`, for the address that they came from.
    pub validators: Option<Validators>,
    /// How to ask.
    pub request: RequestConfig,
    /// `Authorization`.
    pub authorization: Option<HeaderValue>,
    /// The reader's own, for one site.
    pub cookies: Option<Arc<Cookies>>,
}

/// What a document can be recognised by (RFC 9110, 8.8).
#[derive(Debug, Clone)]
pub struct Validators {
    /// The address that they came from; to any other they mean nothing.
    pub url: String,
    /// `ETag`, byte for byte.
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`, byte for byte.
    pub last_modified: Option<Vec<u8>>,
}

/// What came.
#[derive(Debug)]
pub struct Fetched {
    /// The last answer's status code; never a redirect.
    pub status: u16,
    /// The address that answered at last.
    pub url: Url,
    /// Where permanent redirects (301, 308) led, if all of the way from the first address was permanent up to there.
    pub moved: Option<Url>,
    /// `Content-Type`, as sent.
    pub content_type: Option<String>,
    /// `ETag`, byte for byte.
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`, byte for byte.
    pub last_modified: Option<Vec<u8>>,
    /// The headers that time is read from.
    pub times: TimeHeaders,
    /// The body, decompressed; at most the cap.
    pub body: Vec<u8>,
    /// Why `body` is not the whole of it.
    pub cut: Option<FetchError>,
    /// When the last request began.
    pub begun: Instant,
    /// Bounds the bodies in memory; goes with the body.
    pub(super) slot: Option<Slot>,
    /// The same for a large body.
    pub(super) room: Option<Share>,
}

/// Asks once, and follows redirects. Waits for its turn at each host; holds no turn while it waits.
pub(super) async fn fetch(
    parts: &Parts,
    settings: &Settings,
    ask: &Ask,
) -> Result<Fetched, FetchError> {
    let Parts {
        clients,
        hosts,
        room,
        ..
    } = parts;
    let limits = limits(settings, ask);
    let mut pace = Pace::new(limits);
    let mut url = ask.url.clone();
    let mut seen = vec![url.clone()];
    let mut moved = None;
    let mut permanent = true;
    loop {
        let caller = caller_for(clients, settings, &url, ask)?;
        let request = request(&caller, &url, ask)?;
        let turn = hosts.turn(host(&url)).await.map_err(put_off)?;
        let begun = turn.begun;
        let answer = tokio::time::timeout(pace.wait(), caller.client.execute(request)).await;
        let mut response = match answer {
            Err(_) => return Err(pace.error()),
            Ok(Err(error)) => return Err(explain(&error, &url, limits)),
            Ok(Ok(response)) => response,
        };
        let status = response.status().as_u16();
        if !matches!(status, 301 | 302 | 303 | 307 | 308) {
            // A page that is refused may still show the beginning of the article.
            let is_page = ask.wanted == Wanted::Page && is_refusal(status);
            let cap = if matches!(status, 200 | 203) || is_page {
                settings.max_body
            } else {
                SMALL_BODY
            };
            pace.head(begun.elapsed());
            let mut body = Body::default();
            let cut = body.read(&mut response, cap, &mut pace, room).await;
            return Ok(Fetched {
                status,
                moved,
                content_type: headers::text(response.headers(), &CONTENT_TYPE),
                etag: headers::validator(response.headers(), &ETAG),
                last_modified: headers::validator(response.headers(), &LAST_MODIFIED),
                times: headers::times(response.headers()),
                body: body.bytes,
                cut,
                begun,
                slot: Some(turn.leave_host()),
                room: body.room,
                url,
            });
        }
        let next = headers::location(response.headers(), &url)?;
        let mut little = Pace::new(Limits {
            timeout: pace.wait().min(Duration::from_secs(2)),
            ..limits
        });
        Body::default()
            .read(&mut response, SMALL_BODY, &mut little, room)
            .await;
        drop(turn);
        pace.spend(begun.elapsed());
        if seen.contains(&next) {
            return Err(FetchError::RedirectLoop);
        }
        if seen.len() > settings.max_redirects {
            return Err(FetchError::TooManyRedirects(settings.max_redirects));
        }
        permanent &= matches!(status, 301 | 308);
        if permanent {
            moved = Some(next.clone());
        }
        seen.push(next.clone());
        url = next;
    }
}

/// How long this may take.
pub(super) fn limits(settings: &Settings, ask: &Ask) -> Limits {
    let usual = Limits {
        timeout: settings.timeout,
        patience: settings.patience,
    };
    Limits::new(ask.request.timeout, ask.request.patience, usual)
}

/// The publisher shows this only to those who signed in or paid, or not here (RFC 9110; 451: RFC 7725).
pub fn is_refusal(status: u16) -> bool {
    matches!(status, 401 | 402 | 403 | 451)
}

/// The client that may reach this address.
pub(super) fn caller_for(
    clients: &Clients,
    settings: &Settings,
    url: &Url,
    ask: &Ask,
) -> Result<Caller, FetchError> {
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(FetchError::Address(url.to_string()));
    }
    let proxy = ask.request.proxy.as_deref();
    let connect = limits(settings, ask).connect();
    let caller = clients.caller(url, &ask.typed, proxy, connect, settings)?;
    if url.scheme() == "https" && !caller.has_roots {
        return Err(FetchError::NoRoots);
    }
    Ok(caller)
}

pub(super) fn put_off(too_long: TooLong) -> FetchError {
    FetchError::PutOff(too_long.0.as_secs())
}

pub(super) fn request(caller: &Caller, url: &Url, ask: &Ask) -> Result<Request, FetchError> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(ask.wanted.accept()));
    if let Some(agent) = &ask.request.user_agent {
        headers.insert(USER_AGENT, header_value("user_agent", agent)?);
    }
    if let Some(validators) = ask.validators.as_ref().filter(|v| v.url == url.as_str()) {
        let conditions = [
            (IF_NONE_MATCH, &validators.etag),
            (IF_MODIFIED_SINCE, &validators.last_modified),
        ];
        for (name, value) in conditions {
            // A validator came as a header, so it can go as one; were it not so, the request is unconditional.
            if let Some(value) = value.as_ref().and_then(|v| HeaderValue::from_bytes(v).ok()) {
                headers.insert(name, value);
            }
        }
    }
    if let Some(cookies) = ask.cookies.as_ref().and_then(|cookies| cookies.header(url)) {
        headers.insert(COOKIE, secret_value("cookies", &cookies)?);
    }
    if url.origin() == ask.typed.origin() {
        for (name, value) in &ask.request.headers {
            let parsed = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| FetchError::Header(name.clone()))?;
            headers.insert(parsed, secret_value(name, value)?);
        }
        if let Some(authorization) = &ask.authorization {
            headers.insert(AUTHORIZATION, authorization.clone());
        }
    }
    let request = caller.client.get(url.clone()).headers(headers).build();
    request.map_err(|_| FetchError::Address(url.to_string()))
}

fn header_value(name: &str, value: &str) -> Result<HeaderValue, FetchError> {
    HeaderValue::from_bytes(value.as_bytes()).map_err(|_| FetchError::Header(name.to_owned()))
}

/// One that no log shows: a secret, or what may be one.
pub(super) fn secret_value(name: &str, value: &str) -> Result<HeaderValue, FetchError> {
    let mut value = header_value(name, value)?;
    value.set_sensitive(true);
    Ok(value)
}

/// A body, as far as it came.
#[derive(Default)]
struct Body {
    bytes: Vec<u8>,
    room: Option<Share>,
}

impl Body {
    /// Reads up to `cap` bytes after decompression, and says why that is not the whole of it. The wait for room counts
    /// nothing.
    async fn read(
        &mut self,
        response: &mut Response,
        cap: usize,
        pace: &mut Pace,
        room: &Room,
    ) -> Option<FetchError> {
        loop {
            if self.bytes.len() > LARGE && self.room.is_none() {
                self.room = Some(room.for_large().await);
            }
            let begun = Instant::now();
            let Ok(chunk) = tokio::time::timeout(pace.wait(), response.chunk()).await else {
                return Some(pace.error());
            };
            match chunk {
                Ok(Some(chunk)) => {
                    pace.bytes(chunk.len(), begun.elapsed());
                    let rest = cap - self.bytes.len();
                    self.bytes
                        .extend_from_slice(&chunk[..chunk.len().min(rest)]);
                    if chunk.len() > rest {
                        return Some(FetchError::TooLarge(cap));
                    }
                }
                Ok(None) => return None,
                Err(_) => return Some(FetchError::CutOff(self.bytes.len())),
            }
        }
    }
}

/// The client's error in words for the reader.
pub(super) fn explain(error: &reqwest::Error, url: &Url, limits: Limits) -> FetchError {
    let host = host(url).to_owned();
    let mut innermost: &(dyn Error + 'static) = error;
    while let Some(source) = innermost.source() {
        if source.is::<PrivateAddress>() {
            return FetchError::PrivateRedirect(host);
        }
        if let Some(rustls::Error::InvalidCertificate(fault)) = unwrapped(source).downcast_ref() {
            let reason = distrust(fault).to_owned();
            return FetchError::Certificate { host, reason };
        }
        innermost = source;
    }
    let reason = clean_line(innermost.to_string());
    if error.is_timeout() && error.is_connect() {
        let seconds = limits.connect().as_secs();
        FetchError::SlowConnect { host, seconds }
    } else if error.is_timeout() {
        FetchError::Timeout(limits.timeout.as_secs())
    } else if error.is_dns() {
        FetchError::Dns(host)
    } else if error.is_connect() {
        FetchError::Connect { host, reason }
    } else {
        FetchError::Exchange(reason)
    }
}

/// The error in an I/O error, which does not name what it wraps as its source.
fn unwrapped<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    let mut error = error;
    while let Some(inner) = error.downcast_ref().and_then(io::Error::get_ref) {
        error = inner;
    }
    error
}

/// What is wrong with a certificate.
fn distrust(fault: &CertificateError) -> &'static str {
    use CertificateError as C;
    match fault {
        C::Expired | C::ExpiredContext { .. } => "its certificate has expired",
        C::NotValidYet | C::NotValidYetContext { .. } => "its certificate is not valid yet",
        C::Revoked => "its certificate was revoked",
        C::NotValidForName | C::NotValidForNameContext { .. } => {
            "its certificate is that of another host"
        }
        C::UnknownIssuer => "its certificate was issued by nobody this system knows",
        _ => "its certificate is self-signed, or otherwise not one to be trusted",
    }
}
