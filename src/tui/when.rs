//! Times for people: "2h" in a list, "17 Aug 2025, 7:49" above an article.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::news::UnixSeconds;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How long ago, in at most six cells; a date where it is more than six days.
pub fn ago(then: UnixSeconds, now: UnixSeconds, zone: &TimeZone) -> String {
    match now.saturating_sub(then) {
        seconds if seconds < MINUTE => "now".to_owned(),
        seconds if seconds < HOUR => format!("{}m", seconds / MINUTE),
        seconds if seconds < DAY => format!("{}h", seconds / HOUR),
        seconds if seconds < 7 * DAY => format!("{}d", seconds / DAY),
        seconds if seconds < 300 * DAY => format_in(then, "%-d %b", zone),
        _ => format_in(then, "%b %Y", zone),
    }
}

/// The day, in at most six cells.
pub fn day(then: UnixSeconds, zone: &TimeZone) -> String {
    format_in(then, "%-d %b", zone)
}

/// The day in full: "Monday, 23 November 2026".
pub fn whole_day(then: UnixSeconds, zone: &TimeZone) -> String {
    format_in(then, "%A, %-d %B %Y", zone)
}

/// The date and the time of day.
pub fn at(then: UnixSeconds, zone: &TimeZone) -> String {
    format_in(then, "%-d %b %Y, %-H:%M", zone)
}

/// The time of day, to the second; with the date before it where that is another day.
pub fn moment(then: UnixSeconds, now: UnixSeconds, zone: &TimeZone) -> String {
    let day = |time| format_in(time, "%-d %b", zone);
    let time = format_in(then, "%H:%M:%S", zone);
    if now.saturating_sub(then) < DAY && day(then) == day(now) {
        time
    } else {
        format!("{} {time}", day(then))
    }
}

/// How long until then: "in 12 min", "in 3 h", "due".
pub fn until(then: UnixSeconds, now: UnixSeconds) -> String {
    match then.saturating_sub(now) {
        ..=0 => "due".to_owned(),
        seconds if seconds < 2 * HOUR => format!("in {} min", (seconds + MINUTE - 1) / MINUTE),
        seconds if seconds < 2 * DAY => format!("in {} h", seconds / HOUR),
        seconds => format!("in {} days", seconds / DAY),
    }
}

fn format_in(then: UnixSeconds, format: &str, zone: &TimeZone) -> String {
    Timestamp::from_second(then).map_or_else(
        |_| String::new(),
        |at| at.to_zoned(zone.clone()).strftime(format).to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_as_people_tell_it() {
        let now = 1_763_000_000;
        let told = |seconds: i64| ago(now - seconds, now, &TimeZone::UTC);
        assert_eq!(told(5), "now");
        assert_eq!(told(3 * MINUTE), "3m");
        assert_eq!(told(5 * HOUR), "5h");
        assert_eq!(told(6 * DAY), "6d");
        assert_eq!(told(20 * DAY), "24 Oct");
        assert_eq!(told(400 * DAY), "Oct 2024");
        assert_eq!(told(-HOUR), "now");
        assert_eq!(at(1_755_416_940, &TimeZone::UTC), "17 Aug 2025, 7:49");
    }
}
