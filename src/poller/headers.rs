//! An answer's headers, as far as they matter. Copies what was sent; what times mean is for `freshness`.

use reqwest::header::{
    AGE, CACHE_CONTROL, DATE, EXPIRES, HeaderMap, HeaderName, LOCATION, RETRY_AFTER,
};
use url::Url;

use super::FetchError;
use super::freshness::TimeHeaders;
use crate::news::clean_line;

/// Validators longer than this are not worth keeping, in bytes.
const LONGEST_VALIDATOR: usize = 4096;

/// Where a redirect leads. Neither a fragment nor a name and password are part of what is asked for.
pub fn location(headers: &HeaderMap, from: &Url) -> Result<Url, FetchError> {
    let value = headers.get(LOCATION).ok_or(FetchError::BadRedirect)?;
    // Locations in raw UTF-8 exist; what is not even that is refused.
    let text = std::str::from_utf8(value.as_bytes()).map_err(|_| FetchError::BadRedirect)?;
    let mut url = from
        .join(text.trim())
        .map_err(|_| FetchError::BadRedirect)?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(FetchError::BadRedirect);
    }
    url.set_fragment(None);
    // A name and password that a server gives away sign in nobody, and would stand in all that is remembered
    // (RFC 9110, 4.2.4). An address that has a host takes both.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    Ok(url)
}

pub fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    // Some of it is shown; and a header may hold more than ASCII.
    Some(clean_line(String::from_utf8_lossy(value.as_bytes())))
}

pub fn validator(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<u8>> {
    let value = headers.get(name)?.as_bytes();
    (!value.is_empty() && value.len() <= LONGEST_VALIDATOR).then(|| value.to_vec())
}

pub fn times(headers: &HeaderMap) -> TimeHeaders {
    let cache_control: Vec<_> = headers
        .get_all(CACHE_CONTROL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    TimeHeaders {
        cache_control: cache_control.join(","),
        expires: text(headers, &EXPIRES),
        date: text(headers, &DATE),
        age: text(headers, &AGE),
        retry_after: text(headers, &RETRY_AFTER),
    }
}
