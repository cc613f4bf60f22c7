//! Spans of time as a reader writes them: "30m", "2h", "1d", "1h 30m". Pure.

use std::ops::RangeInclusive;

use jiff::{Span, SpanRelativeTo, Unit};

use crate::news::UnixSeconds;

/// The seconds in a text, if they lie within `bounds`; else what is wrong, for a person. Days have 24 hours; months
/// and years are refused, since they have no fixed length. Format: jiff's "friendly" durations, and ISO 8601.
pub fn seconds(text: &str, bounds: RangeInclusive<UnixSeconds>) -> Result<UnixSeconds, String> {
    let days = SpanRelativeTo::days_are_24_hours();
    let span = text.trim().parse::<Span>();
    let seconds = span.and_then(|span| span.total((Unit::Second, days)));
    let Ok(seconds) = seconds else {
        return Err("is no length of time, such as \"30m\", \"2h\" or \"1d\"".to_owned());
    };
    let seconds = seconds as UnixSeconds;
    if bounds.contains(&seconds) {
        Ok(seconds)
    } else {
        let (least, most) = (display(*bounds.start()), display(*bounds.end()));
        Err(format!("must lie between \"{least}\" and \"{most}\""))
    }
}

/// Seconds as the configuration file has them ("1d 2h"), in the largest units that are exact.
pub fn display(seconds: UnixSeconds) -> String {
    let units = [("d", 24 * 3600), ("h", 3600), ("m", 60), ("s", 1)];
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (unit, length) in units {
        if rest >= length {
            parts.push(format!("{}{unit}", rest / length));
            rest %= length;
        }
    }
    if parts.is_empty() {
        parts.push("0s".to_owned());
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (text, expected) in [
            ("30m", 1800),
            ("2h", 7200),
            ("1d", 86_400),
            (" 1h 30m ", 5400),
            ("90 minutes", 5400),
            ("1 day", 86_400),
            ("PT15M", 900),
        ] {
            assert_eq!(seconds(text, 0..=i64::MAX), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_has_no_fixed_length_or_no_sense() {
        for text in [
            "",
            "30",
            "h",
            "often",
            "1mo",
            "1y",
            "30m x",
            "99999999999999999999h",
        ] {
            assert!(seconds(text, 0..=i64::MAX).is_err(), "{text}");
        }
        assert_eq!(
            seconds("5s", 60..=86_400),
            Err("must lie between \"1m\" and \"1d\"".to_owned())
        );
        assert!(seconds("-1h", 0..=i64::MAX).is_err());
    }

    proptest! {
        #[test]
        fn what_is_displayed_is_read_back(value in 0i64..400 * 86_400) {
            prop_assert_eq!(seconds(&display(value), 0..=i64::MAX), Ok(value));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}|[0-9smhdwPT.: -]{0,30}") {
            let _ = seconds(&text, 1..=60);
        }
    }
}
