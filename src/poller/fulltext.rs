//! An article's page: one polite GET, for the reader who wants the whole text. No wall is climbed: the program calls
//! itself by its own name, and says not where it comes from. What the page holds is not for this file.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::address::host;
use super::cookies::{CookieError, Cookies};
use super::fetch::{Ask, Fetched, Wanted, fetch, is_refusal};
use super::schedule::LONGEST_RETRY_AFTER;
use super::{FetchError, Poller, Settings};
use crate::config::RequestConfig;
use crate::news::UnixSeconds;

/// No more of a page is read, in bytes after decompression.
const LARGEST: usize = 4 << 20;
/// For the whole of a page, unless the reader set another deadline for its feed.
const DEADLINE: Duration = Duration::from_secs(20);

/// A page to be asked for.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// Its address.
    pub url: Url,
    /// The address that the reader chose: its feed's, or its own. The feed's headers, name and secrets go to pages of
    /// the feed's own origin alone, and no other host may be a private one.
    pub chosen: Url,
    /// How the feed is asked.
    pub request: RequestConfig,
    /// The site that the reader has cookies for, and the file that they stand in.
    pub cookies: Option<(String, PathBuf)>,
}

/// A page that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The status code: 200 or 203, or that of a refusal (401, 402, 403, 451) that came with a page.
    pub status: u16,
    /// The address that answered at last.
    pub url: Url,
    /// Its text, decoded.
    pub text: String,
    /// It is HTML; else plain text.
    pub is_html: bool,
}

/// Why no page came.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The request came to nothing.
    #[error("{error}")]
    Fetch {
        /// Why.
        error: FetchError,
        /// The server wants to be left alone for so many seconds.
        retry_after: Option<u64>,
    },
    /// Something else than a page.
    #[error("the address leads to a file of the kind {0}, not to a page")]
    NoPage(String),
    /// The file of cookies.
    #[error(transparent)]
    Cookies(#[from] CookieError),
}

impl From<FetchError> for PageError {
    fn from(error: FetchError) -> Self {
        Self::Fetch {
            error,
            retry_after: None,
        }
    }
}

impl PageError {
    /// What the reader can do about it; an action's name in braces stands for its key.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Cookies(_) => "see `cookies` of its [[site]] in the configuration",
            Self::NoPage(_) => "{browser} opens it in the browser",
            Self::Fetch { error, .. } => match error {
                FetchError::Status(401..=403) => {
                    "the publisher shows it to subscribers; {browser} opens it in the browser"
                }
                FetchError::Status(404 | 410) => "the publisher took the page away",
                FetchError::Status(429 | 503) | FetchError::PutOff(_) => "try again later",
                FetchError::Dns(_)
                | FetchError::Connect { .. }
                | FetchError::SlowConnect { .. } => {
                    "is there a connection? {full-text} tries again"
                }
                FetchError::Proxy(_) | FetchError::Header(_) | FetchError::Password(_) => {
                    "see the feed's lines in the configuration"
                }
                FetchError::NoRoots => "install the package ca-certificates, or set SSL_CERT_FILE",
                FetchError::PrivateRedirect(_) => "no page may lead into your own network",
                _ => "{full-text} tries again, {browser} opens it in the browser",
            },
        }
    }

    /// The status code of the answer, where there was one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Fetch {
                error: FetchError::Status(status),
                ..
            } => Some(*status),
            _ => None,
        }
    }

    /// The server wants to be left alone for so many seconds.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Fetch { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl Poller {
    /// Asks for an article's page. Only one at a time is asked for at each host. Drop the future to stop.
    pub async fn page(&self, request: &PageRequest, now: UnixSeconds) -> Result<Page, PageError> {
        let url = &request.url;
        let parts = &*self.parts;
        let is_own = url.origin() == request.chosen.origin();
        let mut how = request.request.clone();
        how.user_agent = how.user_agent.filter(|_| is_own);
        how.timeout = Some(how.timeout.unwrap_or(DEADLINE));
        let authorization = match how.auth.as_ref().filter(|_| is_own) {
            Some(auth) => Some(parts.passwords.authorization(auth).await?),
            None => None,
        };
        let ask = Ask {
            url: url.clone(),
            typed: request.chosen.clone(),
            wanted: Wanted::Page,
            validators: None,
            request: how,
            authorization,
            cookies: cookies(request, now).await?,
        };
        let settings = Settings {
            max_body: LARGEST,
            ..parts.settings.clone()
        };
        let turn = parts.pages.turn(host(url)).await;
        let _turn = turn.map_err(|wait| FetchError::PutOff(wait.0.as_secs()))?;
        let fetched = fetch(parts, &settings, &ask).await?;
        self.answered(fetched, now)
    }

    /// What an answer comes to.
    fn answered(&self, fetched: Fetched, now: UnixSeconds) -> Result<Page, PageError> {
        let status = fetched.status;
        if matches!(status, 429 | 503) {
            let retry_after = fetched
                .times
                .retry_after(now)
                .map(|s| s.min(LONGEST_RETRY_AFTER));
            let lasting = Duration::from_secs(retry_after.unwrap_or(600));
            self.parts
                .hosts
                .crowd(host(&fetched.url), fetched.begun, lasting);
            let error = FetchError::Status(status);
            return Err(PageError::Fetch { error, retry_after });
        }
        let has_page = is_refusal(status) && !fetched.body.is_empty();
        if !matches!(status, 200 | 203) && !has_page {
            return Err(FetchError::Status(status).into());
        }
        // The beginning of a page that is too large is worth reading; half an answer is not.
        if let Some(cut) = fetched
            .cut
            .filter(|cut| !matches!(cut, FetchError::TooLarge(_)))
        {
            return Err(cut.into());
        }
        let kind = fetched.content_type.as_deref().unwrap_or_default();
        let essence = kind
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let is_html = match essence.as_str() {
            "text/plain" | "text/markdown" => false,
            "" => fetched.body.contains(&b'<'),
            "text/html" | "application/xhtml+xml" | "application/xml" | "text/xml" => true,
            _ => return Err(PageError::NoPage(essence)),
        };
        Ok(Page {
            status,
            text: page_text(&fetched.body, fetched.content_type.as_deref()),
            url: fetched.url,
            is_html,
        })
    }
}

async fn cookies(
    request: &PageRequest,
    now: UnixSeconds,
) -> Result<Option<Arc<Cookies>>, PageError> {
    let Some((site, file)) = request.cookies.clone() else {
        return Ok(None);
    };
    let read = tokio::task::spawn_blocking(move || Cookies::read(&file, &site, now)).await;
    match read {
        Ok(read) => Ok(Some(Arc::new(read?))),
        Err(_) => Ok(None),
    }
}

/// Text in the encoding that a byte order mark, the server or the page itself names, else UTF-8, else Windows-1252.
pub fn page_text(bytes: &[u8], content_type: Option<&str>) -> String {
    const LOOKED_AT: usize = 2048;
    let label = |text: &str| {
        let text = text.to_ascii_lowercase();
        let after = text
            .split_once("charset=")?
            .1
            .trim_start_matches(['"', '\'']);
        let label: String = after
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        encoding_rs::Encoding::for_label(label.as_bytes())
    };
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)]);
    let named = || content_type.and_then(label).or_else(|| label(&start));
    let is_utf8 = || {
        std::str::from_utf8(bytes)
            .is_ok()
            .then_some(encoding_rs::UTF_8)
    };
    let encoding = is_utf8()
        .or_else(named)
        .unwrap_or(encoding_rs::WINDOWS_1252);
    encoding.decode(bytes).0.into_owned()
}
