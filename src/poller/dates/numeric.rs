//! Dates that begin with the year, in figures.

use super::{Moment, Rest, clock, full_year, number, zone};
use crate::news::UnixSeconds;

/// `2026-11-22T10:16:24.5+01:00` and its relatives: fewer parts, no separators, slashes, blanks, day of the year.
pub fn read(text: &str) -> Option<UnixSeconds> {
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
