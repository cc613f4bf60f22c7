//! Every form of date that feeds hold, to Unix seconds. Two readers: one for dates that begin with a year
//! (RFC 3339, W3CDTF, ISO 8601 basic), one for dates with a month in words (RFC 822 and all that came of it).
//! A date without a zone is taken as UTC. Does not know what time it is now.

mod names;
mod numeric;
mod worded;

use jiff::civil::Date;
use jiff::tz::Offset;

use crate::news::UnixSeconds;

/// The longest text that is looked at; no date is longer.
const LONGEST: usize = 120;

/// Reads a date; `None` where it is none, or none that a calendar has.
pub fn parse(text: &str) -> Option<UnixSeconds> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    numeric::read(text).or_else(|| worded::read(text))
}

/// A moment in its parts, as far as they were read.
#[derive(Debug, Clone, Copy, Default)]
struct Moment {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    /// Seconds east of UTC.
    offset: i64,
}

impl Moment {
    /// Parts that are too large roll over into the next, as in C's `mktime`: the 32nd is the 1st, 24:00 is midnight.
    fn seconds(self) -> Option<UnixSeconds> {
        let parts = [
            self.month,
            self.day,
            self.hour + 1,
            self.minute + 1,
            self.second + 1,
        ];
        // Year 1 is what some software writes for "no date".
        if self.year < 2 || !parts.iter().all(|part| (1..=100).contains(part)) {
            return None;
        }
        let year = i16::try_from(self.year + (self.month - 1) / 12).ok()?;
        let month = i8::try_from((self.month - 1) % 12 + 1).ok()?;
        let first = Date::new(year, month, 1).ok()?.at(0, 0, 0, 0);
        let first = Offset::UTC.to_timestamp(first).ok()?.as_second();
        let time = (self.hour * 60 + self.minute) * 60 + self.second;
        Some(first + (self.day - 1) * 86_400 + time - self.offset)
    }
}

/// `10:16:24.5`, `10:16`, `101624`, `1016`.
fn clock(moment: &mut Moment, mut rest: Rest) -> Option<()> {
    let digits = rest.digits();
    match digits.len() {
        1 | 2 => {
            moment.hour = number(digits)?;
            if rest.any(&[':']).is_some() {
                moment.minute = number(rest.digits())?;
                if rest.any(&[':']).is_some() {
                    moment.second = number(rest.digits())?;
                }
            }
        }
        4 | 6 => {
            moment.hour = number(&digits[..2])?;
            moment.minute = number(&digits[2..4])?;
            if digits.len() == 6 {
                moment.second = number(&digits[4..])?;
            }
        }
        _ => return None,
    }
    Some(())
}

/// Seconds east of UTC: `Z`, `+01:00`, `-0500`, `+1`, a name, or nothing; `None` where it is no zone.
fn zone(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, digits) = match text.as_bytes().first() {
        None => return Some(0),
        Some(b'+') => (1, &text[1..]),
        Some(b'-') => (-1, &text[1..]),
        Some(_) => {
            let name = text
                .split(|c: char| !c.is_alphabetic())
                .next()
                .unwrap_or_default();
            return names::zone(&name.to_lowercase());
        }
    };
    let mut rest = Rest(digits.trim_start());
    let first = rest.digits();
    let (hours, minutes) = match first.len() {
        1 | 2 => {
            let minutes = if rest.any(&[':']).is_some() {
                rest.digits()
            } else {
                "0"
            };
            (first, minutes)
        }
        3 => first.split_at(1),
        4 => first.split_at(2),
        _ => return None,
    };
    let (hours, minutes) = (number::<i64>(hours)?, number::<i64>(minutes)?);
    (hours <= 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Two digits of a year (RFC 2822, 4.3).
fn full_year(year: i64) -> i64 {
    match year {
        0..50 => year + 2000,
        50..1000 => year + 1900,
        _ => year,
    }
}

fn number<T: std::str::FromStr>(digits: &str) -> Option<T> {
    digits.parse().ok()
}

/// What is still to be read.
#[derive(Clone, Copy)]
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// The digits that come next; perhaps none.
    fn digits(&mut self) -> &'a str {
        let end = self
            .0
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        digits
    }

    /// One of these characters, if it comes next.
    fn any(&mut self, characters: &[char]) -> Option<char> {
        let c = self.0.chars().next().filter(|c| characters.contains(c))?;
        self.0 = &self.0[c.len_utf8()..];
        Some(c)
    }

    /// Leaves out one of these words, if it comes next.
    fn skip_word(&mut self, words: &[&str]) {
        if let Some(rest) = words.iter().find_map(|word| self.0.strip_prefix(word)) {
            self.0 = rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What was read, as RFC 3339 in UTC.
    fn read(text: &str) -> Option<String> {
        let seconds = parse(text)?;
        Some(jiff::Timestamp::from_second(seconds).unwrap().to_string())
    }

    #[track_caller]
    fn all_are(expected: &str, forms: &[&str]) {
        for form in forms {
            assert_eq!(read(form).as_deref(), Some(expected), "{form}");
        }
    }

    #[test]
    fn rfc_822_in_every_spelling() {
        all_are(
            "2004-01-01T19:48:21Z",
            &[
                "Thu, 01 Jan 2004 19:48:21 GMT",
                "Thu, 1 Jan 2004 19:48:21 +0000",
                "Thu, 01 Jan 04 19:48:21 UTC",
                "01 Jan 2004 14:48:21 EST",
                "Thu, 01 Jan 2004 11:48:21 PST",
                "Wed, 01 Jan 2004 19:48:21 Z",
                "Thursday, 01 January 2004 20:48:21 +01:00",
                "Thu, 01-Jan-2004 19:48:21 GMT",
                "Thu Jan  1 19:48:21 2004",
                "Thu Jan 1 14:48:21 EST 2004",
                "January 1st, 2004 7:48:21 pm",
                "Thu, 01 Jan 2004 19:48:21.25 GMT",
                "Thu (a fine day), 1(st) Jan(uary) 2004 19:48:21 +0000 (GMT)",
                "jeu, 01 janv 2004 19:48:21 +0000",
                "Do, 01 Jän 2004 20:48:21 +0100",
                "1/1/2004 19:48:21",
                "  Thu,\n 01 Jan 2004 19:48:21 GMT ",
            ],
        );
        all_are("2004-01-01T00:00:00Z", &["Thu, 01 Jan 2004", "1 Jan 2004"]);
        all_are("2004-01-02T00:00:00Z", &["Thu, 01 Jan 2004 24:00:00 GMT"]);
        all_are("2004-11-02T10:00:00Z", &["mar, 02 nov 2004 10:00 GMT"]);
    }

    #[test]
    fn dates_that_begin_with_the_year() {
        all_are(
            "2003-12-31T10:14:55Z",
            &[
                "2003-12-31T10:14:55Z",
                "2003-12-31t10:14:55.123z",
                "2003-12-31T10:14:55",
                "2003-12-31 10:14:55",
                "2003-12-31T02:14:55-08:00",
                "2003-12-31T02:14:55-0800",
                "2003-12-31 02:14:55 -08:00",
                "2003-12-31T11:14:55+1",
                "2003-12-31T02:14:55 PST",
                "20031231T101455Z",
                "20031231101455",
                "2003/12/31 10:14:55",
                "2003-365T10:14:55Z",
                "2003365T10:14:55Z",
                "1072865695",
                "1072865695000",
            ],
        );
        all_are(
            "2003-12-31T00:00:00Z",
            &["2003-12-31", "20031231", "03-12-31", "2003-365"],
        );
        all_are("2003-12-01T00:00:00Z", &["2003-12", "200312"]);
        all_are("2003-01-01T00:00:00Z", &["2003"]);
        all_are("2004-01-01T00:00:00Z", &["2003-12-31T24:00:00Z"]);
    }

    #[test]
    fn parts_that_are_too_large_roll_over() {
        all_are("2004-03-02T00:00:00Z", &["2004-02-31", "31 Feb 2004"]);
        all_are(
            "2005-01-01T02:00:00Z",
            &[
                "2004-13-01T02:00Z",
                "2004-12-31T26:00Z",
                "2004-12-31T25:60Z",
            ],
        );
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "0001-01-01T00:00:00Z",
            "2004-00-01",
            "2004-01-00",
            "13/25/2004",
            "12:30",
            "Ὀκτώβριος",
            "-----",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,60}") {
            let _ = parse(&text);
        }

        #[test]
        fn date_like_text_is_read_without_a_panic(text in "[0-9:TZ+\\- /.,(a-j]{0,40}") {
            let _ = parse(&text);
        }

        #[test]
        fn what_is_written_is_read(seconds in -10_000_000_000i64..100_000_000_000) {
            let moment = jiff::Timestamp::from_second(seconds).unwrap();
            prop_assert_eq!(parse(&moment.to_string()), Some(seconds));
            let mail = moment.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
            prop_assert_eq!(parse(&mail), Some(seconds));
        }
    }
}
