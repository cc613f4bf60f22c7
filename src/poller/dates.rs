//! Every form of date that feeds hold, to Unix seconds. Two readers: one for dates that begin with a year
//! (RFC 3339, W3CDTF, ISO 8601 basic), one for dates with a month in words (RFC 822 and all that came of it).
//! A date without a zone is taken as UTC. Does not know what time it is now.

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
    numeric(text).or_else(|| worded(text))
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

/// `2026-11-22T10:16:24.5+01:00` and its relatives: fewer parts, no separators, slashes, blanks, day of the year.
fn numeric(text: &str) -> Option<UnixSeconds> {
    let mut rest = Rest(text);
    let digits = rest.digits();
    let mut moment = Moment {
        month: 1,
        day: 1,
        ..Moment::default()
    };
    match digits.len() {
        4 => {
            moment.year = number(digits)?;
            if let Some(separator) = rest.any(&['-', '/', '.']) {
                let month = rest.digits();
                if month.len() == 3 {
                    return day_of_year(moment, month, rest);
                }
                moment.month = number(month)?;
                if rest.any(&[separator]).is_some() {
                    moment.day = number(rest.digits())?;
                }
            }
        }
        6 if rest.0.is_empty() => {
            moment.year = number(&digits[..4])?;
            moment.month = number(&digits[4..])?;
        }
        7 => {
            moment.year = number(&digits[..4])?;
            return day_of_year(moment, &digits[4..], rest);
        }
        8 | 12 | 14 => {
            moment.year = number(&digits[..4])?;
            moment.month = number(&digits[4..6])?;
            moment.day = number(&digits[6..8])?;
            if digits.len() > 8 {
                return clock(&mut moment, Rest(&digits[8..])).and_then(|()| {
                    moment.offset = zone(rest.0)?;
                    moment.seconds()
                });
            }
        }
        // Seconds or milliseconds since 1970.
        9 | 10 if rest.0.is_empty() => return digits.parse().ok(),
        13 if rest.0.is_empty() => return digits.parse::<i64>().ok().map(|ms| ms / 1000),
        2 => {
            // 04-12-31
            rest.any(&['-'])?;
            moment.year = full_year(number(digits)?);
            moment.month = number(rest.digits())?;
            if rest.any(&['-']).is_some() {
                moment.day = number(rest.digits())?;
            }
        }
        _ => return None,
    }
    time_of_day(moment, rest)
}

fn day_of_year(mut moment: Moment, day: &str, rest: Rest) -> Option<UnixSeconds> {
    let day: i64 = number(day).filter(|day| (1..=366).contains(day))?;
    (moment.month, moment.day) = (1, 1);
    Some(time_of_day(moment, rest)? + (day - 1) * 86_400)
}

/// What follows a date: nothing, or a time and perhaps a zone.
fn time_of_day(mut moment: Moment, mut rest: Rest) -> Option<UnixSeconds> {
    rest.0 = rest.0.trim_start_matches(['T', 't', ' ', '\t', ',']);
    if !rest.0.is_empty() {
        if rest.0.starts_with(|c: char| c.is_ascii_digit()) {
            let end = rest
                .0
                .find(|c: char| !matches!(c, '0'..='9' | ':' | '.'))
                .unwrap_or(rest.0.len());
            let (time, after) = rest.0.split_at(end);
            clock(&mut moment, Rest(time))?;
            rest.0 = after.trim_start();
        }
        moment.offset = zone(rest.0)?;
    }
    moment.seconds()
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

/// `Sun, 22 Nov 2026 10:16:24 GMT` and its relatives: any order, any language of the table, dashes, a clock of
/// twelve hours, remarks in parentheses, a zone anywhere after the time.
fn worded(text: &str) -> Option<UnixSeconds> {
    let mut moment = Moment::default();
    let mut numbers = [0_i64; 3];
    let mut count = 0;
    let mut timed = false;
    // "mar" is March, but Tuesday in French, Italian and Spanish: a month that comes later is the month.
    let mut doubtful = false;
    let mut rest = Rest(text);
    while let Some(c) = rest.0.chars().next() {
        if c == '(' {
            rest.0 = rest.0.split_once(')').map_or("", |(_, after)| after);
        } else if c.is_ascii_digit() {
            let end = rest
                .0
                .find(|c: char| !matches!(c, '0'..='9' | ':' | '.'))
                .unwrap_or(rest.0.len());
            let token = rest.0[..end].trim_end_matches('.');
            if token.contains(':') && !timed {
                clock(&mut moment, Rest(token))?;
                timed = true;
                rest.0 = &rest.0[end..];
            } else {
                if count < numbers.len() {
                    let digits = rest.digits();
                    numbers[count] = number(digits)?;
                    // A year is marked, so that it can stand anywhere.
                    if digits.len() == 4 {
                        numbers[count] += 10_000;
                    }
                } else {
                    rest.digits();
                }
                count += 1;
                // 1st, 2nd, 3rd, 4th
                rest.skip_word(&["st", "nd", "rd", "th"]);
            }
        } else if matches!(c, '+' | '-') && timed {
            moment.offset = zone(rest.0).unwrap_or_default();
            rest.0 = rest.0[1..].trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
        } else if c.is_alphabetic() {
            let end = rest
                .0
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.0.len());
            let (word, after) = rest.0.split_at(end);
            rest.0 = after;
            let lower = word.to_lowercase();
            match lower.as_str() {
                "pm" if moment.hour < 12 && timed => moment.hour += 12,
                "am" if moment.hour == 12 => moment.hour = 0,
                _ if moment.month == 0 || doubtful => match month(&lower) {
                    Some(month) => {
                        moment.month = month;
                        doubtful = lower == "mar";
                    }
                    None if timed => moment.offset = zone_name(&lower).unwrap_or_default(),
                    None => {}
                },
                _ if timed => {
                    if let Some(offset) = zone_name(&lower) {
                        moment.offset = offset;
                    }
                }
                _ => {}
            }
        } else {
            rest.0 = &rest.0[c.len_utf8()..];
        }
    }
    if moment.month == 0 && !text.contains(['/', '.']) {
        return None;
    }
    order(&mut moment, &numbers[..count.min(3)])?;
    moment.seconds()
}

/// Which of the numbers is the day, which the year, and which the month where no word names it.
fn order(moment: &mut Moment, numbers: &[i64]) -> Option<()> {
    let mut others = [0_i64; 3];
    let mut count = 0;
    for &n in numbers {
        if n >= 10_000 && moment.year == 0 {
            moment.year = n - 10_000;
        } else {
            others[count] = n % 10_000;
            count += 1;
        }
    }
    let mut others = &others[..count];
    if moment.month == 0 {
        // 12/31/2004, or 31/12/2004 where only that can be.
        let (&[a, b], tail) = others.split_first_chunk::<2>()?;
        let (month, day) = if a > 12 { (b, a) } else { (a, b) };
        if month > 12 {
            return None;
        }
        moment.month = month;
        moment.day = day;
        others = tail;
    } else {
        let (&day, tail) = others.split_first()?;
        moment.day = day;
        others = tail;
    }
    if moment.year == 0 {
        moment.year = full_year(*others.first()?);
    }
    Some(())
}

/// Two digits of a year (RFC 2822, 4.3).
fn full_year(year: i64) -> i64 {
    match year {
        0..50 => year + 2000,
        50..1000 => year + 1900,
        _ => year,
    }
}

/// The first letters of the months. Weekdays and zones begin with none of these, or come when a month was found.
fn month(word: &str) -> Option<i64> {
    const MONTHS: &[(&str, i64)] = &[
        ("jan", 1),
        ("ene", 1),
        ("gen", 1),
        ("jän", 1),
        ("янв", 1),
        ("ιαν", 1),
        ("feb", 2),
        ("fev", 2),
        ("fév", 2),
        ("фев", 2),
        ("φεβ", 2),
        ("mar", 3),
        ("már", 3),
        ("mär", 3),
        ("mrz", 3),
        ("maa", 3),
        ("mrt", 3),
        ("мар", 3),
        ("μαρ", 3),
        ("μάρ", 3),
        ("apr", 4),
        ("abr", 4),
        ("avr", 4),
        ("ápr", 4),
        ("апр", 4),
        ("απρ", 4),
        ("may", 5),
        ("mai", 5),
        ("mag", 5),
        ("mei", 5),
        ("máj", 5),
        ("maj", 5),
        ("май", 5),
        ("мая", 5),
        ("μάι", 5),
        ("μαϊ", 5),
        ("jun", 6),
        ("juin", 6),
        ("giu", 6),
        ("jún", 6),
        ("июн", 6),
        ("ιουν", 6),
        ("ιούν", 6),
        ("jul", 7),
        ("juil", 7),
        ("lug", 7),
        ("júl", 7),
        ("июл", 7),
        ("ιουλ", 7),
        ("ιούλ", 7),
        ("aug", 8),
        ("ago", 8),
        ("aoû", 8),
        ("aou", 8),
        ("авг", 8),
        ("αυγ", 8),
        ("αύγ", 8),
        ("sep", 9),
        ("set", 9),
        ("szept", 9),
        ("сен", 9),
        ("σεπ", 9),
        ("oct", 10),
        ("okt", 10),
        ("ott", 10),
        ("out", 10),
        ("окт", 10),
        ("οκτ", 10),
        ("nov", 11),
        ("ноя", 11),
        ("νοε", 11),
        ("dec", 12),
        ("dez", 12),
        ("déc", 12),
        ("dic", 12),
        ("дек", 12),
        ("δεκ", 12),
    ];
    let found = MONTHS.iter().find(|(prefix, _)| word.starts_with(prefix));
    found.map(|&(_, month)| month)
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
            return zone_name(&name.to_lowercase());
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

/// The zones of RFC 822, its letters, and the names seen in feeds.
fn zone_name(name: &str) -> Option<i64> {
    let half_hours = match name {
        "z" | "ut" | "utc" | "gmt" | "wet" => 0,
        "a" => -2,
        "m" => -24,
        "n" | "bst" | "cet" | "met" | "mez" | "west" => 2,
        "y" | "nzst" => 24,
        "nst" => -7,
        "ndt" => -5,
        "adt" | "brt" => -6,
        "ast" | "at" | "edt" => -8,
        "est" | "et" | "cdt" => -10,
        "cst" | "ct" | "mdt" => -12,
        "mst" | "mt" | "pdt" => -14,
        "pst" | "pt" | "akdt" => -16,
        "akst" => -18,
        "hst" => -20,
        "cest" | "mest" | "mesz" | "eet" | "sast" => 4,
        "eest" | "msk" => 6,
        "ist" => 11,
        "hkt" | "sgt" => 16,
        "jst" | "kst" => 18,
        "aest" => 20,
        "aedt" => 22,
        "nzdt" => 26,
        _ => return None,
    };
    Some(half_hours * 1800)
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
