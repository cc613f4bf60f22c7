//! Dates with the month in words, or in the order that people write.

use super::{Moment, Rest, clock, full_year, names, number, zone};
use crate::news::UnixSeconds;

/// `Sun, 22 Nov 2026 10:16:24 GMT` and its relatives: any order, any language of the table, dashes, a clock of
/// twelve hours, remarks in parentheses, a zone anywhere after the time.
pub fn read(text: &str) -> Option<UnixSeconds> {
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
                _ if moment.month == 0 || doubtful => match names::month(&lower) {
                    Some(month) => {
                        moment.month = month;
                        doubtful = lower == "mar";
                    }
                    None if timed => moment.offset = names::zone(&lower).unwrap_or_default(),
                    None => {}
                },
                _ if timed => {
                    if let Some(offset) = names::zone(&lower) {
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
