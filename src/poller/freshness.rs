//! What an answer's headers say of time: how long it stays fresh, and when to ask again. Pure; `now` is passed in.

use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;

use crate::news::UnixSeconds;

/// The headers that time is read from, as sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TimeHeaders {
    /// Every `Cache-Control`, joined by commas.
    pub cache_control: String,
    /// `Expires`.
    pub expires: Option<String>,
    /// `Date`.
    pub date: Option<String>,
    /// `Age`.
    pub age: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<String>,
}

impl TimeHeaders {
    /// Seconds for which the answer is fresh (RFC 9111, 4.2.1): `max-age`, else `Expires`, less its `Age`. `None` if
    /// it does not say, or says that it is not.
    pub fn fresh_for(&self, now: UnixSeconds) -> Option<u64> {
        let directives = || {
            self.cache_control.split(',').map(|directive| {
                let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
                (name.trim(), value.trim().trim_matches('"'))
            })
        };
        let says = |wanted: &str| directives().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
        if says("no-store") || says("no-cache") {
            return None;
        }
        let max_age = directives()
            .find(|(name, _)| name.eq_ignore_ascii_case("max-age"))
            .and_then(|(_, value)| seconds(value));
        let lifetime = match (max_age, &self.expires) {
            (Some(seconds), _) => seconds,
            (None, Some(expires)) => u64::try_from(http_date(expires)? - self.sent(now)).ok()?,
            (None, None) => return None,
        };
        let age = self.age.as_deref().and_then(seconds).unwrap_or(0);
        Some(lifetime.saturating_sub(age)).filter(|fresh| *fresh > 0)
    }

    /// Seconds until `Retry-After` (RFC 9110, 10.2.3), in either of its forms.
    pub fn retry_after(&self, now: UnixSeconds) -> Option<u64> {
        let value = self.retry_after.as_deref()?.trim();
        seconds(value).or_else(|| {
            let wait = http_date(value)? - self.sent(now);
            Some(u64::try_from(wait).unwrap_or(0))
        })
    }

    /// When the answer was sent, by the server's clock, so that a wrong clock on either side does no harm.
    fn sent(&self, now: UnixSeconds) -> UnixSeconds {
        self.date.as_deref().and_then(http_date).unwrap_or(now)
    }
}

/// A count of seconds; one too large for 64 bits is "for ever", and a fraction is dropped.
fn seconds(text: &str) -> Option<u64> {
    let whole = text.trim().split('.').next()?;
    if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(whole.parse().unwrap_or(u64::MAX))
}

/// A date in a header, in the three forms of RFC 9110, 5.6.7, and in forms near them that servers send.
pub fn http_date(text: &str) -> Option<UnixSeconds> {
    let text = text.trim();
    let parser = DateTimeParser::new().relaxed_weekday(true);
    if let Ok(timestamp) = parser.parse_timestamp(text) {
        return Some(timestamp.as_second());
    }
    let forms = [
        "%A, %d-%b-%y %H:%M:%S GMT",
        "%a %b %e %H:%M:%S %Y",
        "%a, %d %b %Y %H:%M:%S +0000",
    ];
    let civil = forms
        .iter()
        .find_map(|form| DateTime::strptime(form, text).ok())?;
    let zoned = civil.to_zoned(TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: UnixSeconds = 784_111_777; // Sun, 06 Nov 1994 08:49:37 GMT

    #[test]
    fn the_three_forms_of_a_date() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 6 Nov 1994 8:49:37 +0000",
        ] {
            assert_eq!(http_date(text), Some(NOW), "{text}");
        }
        for text in ["0", "-1", "", "never", "Sun, 99 Nov 1994 08:49:37 GMT"] {
            assert_eq!(http_date(text), None, "{text}");
        }
    }

    fn fresh(cache_control: &str, expires: &str, date: &str, age: &str) -> Option<u64> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        TimeHeaders {
            cache_control: cache_control.to_owned(),
            expires: some(expires),
            date: some(date),
            age: some(age),
            retry_after: None,
        }
        .fresh_for(NOW)
    }

    #[test]
    fn how_long_an_answer_is_fresh() {
        let (at_nine, later) = (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 09:49:37 GMT",
        );
        assert_eq!(fresh("max-age=3600", "", "", ""), Some(3600));
        assert_eq!(fresh("public, Max-Age=\"60\"", "", "", ""), Some(60));
        assert_eq!(
            fresh("max-age=3600", "", "", "600"),
            Some(3000),
            "less its age"
        );
        assert_eq!(
            fresh("max-age=3600", "", "", "9999"),
            None,
            "stale on arrival"
        );
        assert_eq!(
            fresh("max-age=60", later, at_nine, ""),
            Some(60),
            "max-age wins"
        );
        assert_eq!(fresh("", later, at_nine, ""), Some(3600));
        assert_eq!(
            fresh("", later, "", ""),
            Some(3600),
            "without Date, by our clock"
        );
        assert_eq!(
            fresh("", later, later, ""),
            None,
            "by the server's clock it is over"
        );
        assert_eq!(fresh("", "0", at_nine, ""), None);
        assert_eq!(fresh("no-cache, max-age=3600", "", "", ""), None);
        assert_eq!(fresh("no-store", later, at_nine, ""), None);
        assert_eq!(
            fresh("s-maxage=3600", "", "", ""),
            None,
            "meant for shared caches"
        );
        assert_eq!(
            fresh("max-age=99999999999999999999999", "", "", ""),
            Some(u64::MAX)
        );
    }

    #[test]
    fn when_to_ask_again() {
        let wait = |value: &str| {
            TimeHeaders {
                retry_after: Some(value.to_owned()),
                ..TimeHeaders::default()
            }
            .retry_after(NOW)
        };
        assert_eq!(wait("120"), Some(120));
        assert_eq!(wait(" 3.5 "), Some(3));
        assert_eq!(wait("Sun, 06 Nov 1994 08:50:37 GMT"), Some(60));
        assert_eq!(wait("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0), "it is over");
        assert_eq!(wait("soon"), None);
        assert_eq!(wait("-5"), None);
    }

    proptest! {
        #[test]
        fn no_header_breaks_it(value in "\\PC{0,40}") {
            let times = TimeHeaders {
                cache_control: value.clone(),
                expires: Some(value.clone()),
                date: Some(value.clone()),
                age: Some(value.clone()),
                retry_after: Some(value),
            };
            let _ = (times.fresh_for(NOW), times.retry_after(NOW));
        }
    }
}
