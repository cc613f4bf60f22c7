//! Dates as pages write them, for machines and for people, to seconds since 1970. Knows no clock and no zone database.
//!
//! Times without a zone are read as UTC.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, fmt};

use super::zones::Zone;
use crate::news::UnixSeconds;

/// A date in a machine's form: RFC 3339 and its looser relatives, or RFC 2822.
pub(super) fn machine(text: &str) -> Option<UnixSeconds> {
    let text = text.trim();
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time.as_second());
    }
    for format in [
        "%Y-%m-%dT%H:%M:%S%.f%z",
        "%Y-%m-%dT%H:%M%z",
        "%Y-%m-%d %H:%M:%S%.f %z",
    ] {
        if let Ok(time) = Timestamp::strptime(format, text) {
            return Some(time.as_second());
        }
    }
    if let Ok(time) = text
        .parse::<DateTime>()
        .or_else(|_| DateTime::strptime("%Y-%m-%d %H:%M:%S", text))
    {
        return utc(time);
    }
    if let Ok(zoned) = fmt::rfc2822::parse(text) {
        return Some(zoned.timestamp().as_second());
    }
    line(text).map(|found| found.time)
}

/// A date found in a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) time: UnixSeconds,
    /// Words of the line that are no part of the date.
    pub(super) others: usize,
}

/// The first date in a line as people write it: "Aug. 17, 2025, 7:49 a.m. ET", "17 August 2025".
pub(super) fn line(text: &str) -> Option<Found> {
    const LONGEST: usize = 200;
    if text.len() > LONGEST {
        return None;
    }
    let words: Vec<String> = text
        .split(|c: char| {
            c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')' | '·' | '•' | '@' | '—' | '–')
        })
        .map(|w| w.trim_matches(['.', ':', ';']).to_lowercase())
        .filter(|w| !w.is_empty())
        .collect();
    let (date, used) = find_date(&words)?;
    let mut seen: Vec<bool> = vec![false; words.len()];
    for at in used {
        seen[at] = true;
    }
    let time = find_time(&words, &mut seen).unwrap_or_default();
    let zone = words.iter().enumerate().find_map(|(at, word)| {
        let zone = Zone::named(word)?;
        seen[at] = true;
        Some(zone)
    });
    for (at, word) in words.iter().enumerate() {
        seen[at] |= is_weekday(word)
            || matches!(
                word.as_str(),
                "at" | "on" | "um" | "uhr" | "le" | "à" | "às" | "de" | "den"
            );
    }
    let time = zone.map_or_else(
        || utc(date.to_datetime(time)),
        |zone| zone.seconds(date.to_datetime(time)),
    )?;
    Some(Found {
        time,
        others: seen.iter().filter(|s| !**s).count(),
    })
}

fn utc(time: DateTime) -> Option<UnixSeconds> {
    time.to_zoned(TimeZone::UTC)
        .ok()
        .map(|z| z.timestamp().as_second())
}

/// Months in English, German, French, Spanish, Portuguese and Italian.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "januar", "jänner", "janvier", "enero", "janeiro", "gennaio",
    ],
    &[
        "february",
        "februar",
        "février",
        "febrero",
        "fevereiro",
        "febbraio",
    ],
    &["march", "märz", "mars", "marzo", "março"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maio", "maggio"],
    &["june", "juni", "juin", "junio", "junho", "giugno"],
    &["july", "juli", "juillet", "julio", "julho", "luglio"],
    &["august", "août", "agosto"],
    &[
        "september",
        "septembre",
        "septiembre",
        "setembro",
        "settembre",
    ],
    &[
        "october", "oktober", "octobre", "octubre", "outubro", "ottobre",
    ],
    &["november", "novembre", "noviembre", "novembro"],
    &[
        "december",
        "dezember",
        "décembre",
        "diciembre",
        "dezembro",
        "dicembre",
    ],
];

/// The number of a month by its name, or by the first three letters and more of it.
fn month(word: &str) -> Option<i8> {
    const SHORTEST: usize = 3;
    if word.chars().count() < SHORTEST {
        return None;
    }
    let at = MONTHS
        .iter()
        .position(|names| names.iter().any(|n| n.starts_with(word)))?;
    Some(at as i8 + 1)
}

fn number<T: std::str::FromStr>(word: &str) -> Option<T> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    let ordinal = &word[digits.len()..];
    (matches!(ordinal, "" | "st" | "nd" | "rd" | "th" | "º" | "er") && digits.len() <= 4)
        .then(|| digits.parse().ok())?
}

/// A day, a month and a year beside each other, and where they stand.
fn find_date(words: &[String]) -> Option<(Date, Vec<usize>)> {
    for (at, word) in words.iter().enumerate() {
        if let Some(date) = numeric_date(word) {
            return Some((date, vec![at]));
        }
        let Some(month) = month(word) else { continue };
        let near: Vec<usize> = (at.saturating_sub(2)..words.len().min(at + 4))
            .filter(|&n| n != at)
            .collect();
        let year = near.iter().copied().filter(|&n| n > at).find_map(|n| {
            number::<i16>(&words[n])
                .filter(|y| (1990..2100).contains(y))
                .map(|y| (y, n))
        });
        let Some((year, year_at)) = year else {
            continue;
        };
        let day = near
            .iter()
            .copied()
            .filter(|&n| n + 2 > at && n <= at + 1 || n + 2 == at && words[at - 1] == "de")
            .find_map(|n| {
                number::<i8>(&words[n])
                    .filter(|d| (1..=31).contains(d))
                    .map(|d| (d, n))
            });
        if let Some((day, day_at)) = day
            && let Ok(date) = Date::new(year, month, day)
        {
            return Some((date, vec![at, day_at, year_at]));
        }
    }
    None
}

/// 2025-08-17, 17.08.2025, 17/8/2025 where the day is beyond 12.
fn numeric_date(word: &str) -> Option<Date> {
    let parts: Vec<&str> = word.split(['-', '.', '/']).collect();
    let [a, b, c] = parts.as_slice() else {
        return None;
    };
    let numbers = (
        a.parse::<i16>().ok()?,
        b.parse::<i8>().ok()?,
        c.parse::<i16>().ok()?,
    );
    match (a.len(), c.len(), word.as_bytes()[a.len()]) {
        (4, ..) => Date::new(numbers.0, numbers.1, i8::try_from(numbers.2).ok()?).ok(),
        (_, 4, b'.') => Date::new(numbers.2, numbers.1, i8::try_from(numbers.0).ok()?).ok(),
        (_, 4, b'/') if numbers.0 > 12 => {
            Date::new(numbers.2, numbers.1, i8::try_from(numbers.0).ok()?).ok()
        }
        _ => None,
    }
}

/// 7:49 a.m., 19:49, 7.49pm.
fn find_time(words: &[String], seen: &mut [bool]) -> Option<Time> {
    for (at, word) in words.iter().enumerate() {
        if seen[at] {
            continue;
        }
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
        let suffix = &word[digits.len()..];
        let Some((hour, minute)) = digits.split_once([':', '.', 'h']) else {
            continue;
        };
        let minute = minute.split(':').next().unwrap_or_default();
        let (Ok(hour), Ok(minute)) = (hour.parse::<i8>(), minute.parse::<i8>()) else {
            continue;
        };
        seen[at] = true;
        let half = |w: &str| match w.replace('.', "").as_str() {
            "am" => Some(0),
            "pm" => Some(12),
            _ => None,
        };
        let next = words.get(at + 1).and_then(|w| half(w));
        if next.is_some() {
            seen[at + 1] = true;
        }
        let hour = match half(suffix).or(next) {
            Some(offset) => hour % 12 + offset,
            None => hour,
        };
        return Time::new(hour, minute, 0, 0).ok();
    }
    None
}

fn is_weekday(word: &str) -> bool {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .any(|d| word.starts_with(d))
        && (word.len() <= 4 || word.ends_with("day"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc_of(text: &str) -> Option<String> {
        line(text).map(|f| Timestamp::from_second(f.time).unwrap().to_string())
    }

    #[test]
    fn datelines_with_their_zones() {
        let cases = [
            ("Aug. 17, 2025, 7:49 a.m. ET", "2025-08-17T11:49:00Z"),
            ("Jan. 17, 2025, 12:05 a.m. ET", "2025-01-17T05:05:00Z"),
            (
                "Updated 5:27 am CST, Wednesday, November 20, 2019",
                "2019-11-20T11:27:00Z",
            ),
            (
                "PUBLISHED: 10:48, Tue, Nov 19, 2019",
                "2019-11-19T10:48:00Z",
            ),
            ("17 August 2025", "2025-08-17T00:00:00Z"),
            (
                "segunda-feira, 22 de janeiro de 2018 às 0:13",
                "2018-01-22T00:13:00Z",
            ),
            ("17.08.2025, 14:30 Uhr", "2025-08-17T14:30:00Z"),
            ("7 juillet 2024", "2024-07-07T00:00:00Z"),
            ("June 3rd, 2024 at 7:05 PM PDT", "2024-06-04T02:05:00Z"),
        ];
        for (text, expected) in cases {
            assert_eq!(utc_of(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "In March 2024 the council met",
            "Marginal gains of 12 in 2020",
            "31 Feb 2024 x",
            "May 2025",
            "1.2.3",
            "",
        ] {
            assert_eq!(line(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_read(text in "([0-9]{1,4}[-./: ]|[a-z]{1,5}[., ]|(jan|aug|may|märz) |\\PC){0,12}") {
            let found = line(&text).map(|f| f.time).or_else(|| machine(&text));
            let year = 366 * 24 * 3600;
            proptest::prop_assert!(found.is_none_or(|t| t.abs() < 10_000 * year));
        }
    }

    #[test]
    fn how_much_of_a_line_is_the_date() {
        assert_eq!(line("Aug. 17, 2025, 7:49 a.m. ET").unwrap().others, 0);
        assert_eq!(line("Published on Aug. 17, 2025").unwrap().others, 1);
    }

    #[test]
    fn dates_for_machines() {
        let cases = [
            ("2025-08-17T07:49:00-04:00", "2025-08-17T11:49:00Z"),
            ("2025-08-17T07:49:00.123-0400", "2025-08-17T11:49:00Z"),
            ("2025-08-17T11:49:00", "2025-08-17T11:49:00Z"),
            ("2025-08-17", "2025-08-17T00:00:00Z"),
            ("Sun, 17 Aug 2025 07:49:00 EDT", "2025-08-17T11:49:00Z"),
            ("2025-08-17 11:49:00", "2025-08-17T11:49:00Z"),
        ];
        for (text, expected) in cases {
            let found = machine(text).map(|s| Timestamp::from_second(s).unwrap().to_string());
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
        assert_eq!(machine("yesterday"), None);
    }
}
