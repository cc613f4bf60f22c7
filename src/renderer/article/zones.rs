//! Time zones by the letters that newspapers put behind a time. Knows no zone database.
//!
//! The summer time rules are those of the United States since 2007 (Energy Policy Act of 2005) and of the European Union
//! (Directive 2000/84/EC).

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{Offset, TimeZone};

use crate::news::UnixSeconds;

/// A zone by the letters that stand for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// The same all the year, in hours from UTC.
    Fixed(i8),
    /// With summer time as in the United States.
    American(i8),
    /// With summer time as in the European Union.
    European(i8),
}

const ZONES: &[(&str, Zone)] = &[
    ("utc", Zone::Fixed(0)),
    ("gmt", Zone::Fixed(0)),
    ("z", Zone::Fixed(0)),
    ("et", Zone::American(-5)),
    ("ct", Zone::American(-6)),
    ("mt", Zone::American(-7)),
    ("pt", Zone::American(-8)),
    ("est", Zone::Fixed(-5)),
    ("edt", Zone::Fixed(-4)),
    ("cst", Zone::Fixed(-6)),
    ("cdt", Zone::Fixed(-5)),
    ("mst", Zone::Fixed(-7)),
    ("mdt", Zone::Fixed(-6)),
    ("pst", Zone::Fixed(-8)),
    ("pdt", Zone::Fixed(-7)),
    ("bst", Zone::Fixed(1)),
    ("cet", Zone::European(1)),
    ("mez", Zone::European(1)),
    ("cest", Zone::Fixed(2)),
    ("mesz", Zone::Fixed(2)),
    ("eet", Zone::European(2)),
    ("eest", Zone::Fixed(3)),
    ("jst", Zone::Fixed(9)),
    ("kst", Zone::Fixed(9)),
    ("aest", Zone::Fixed(10)),
    ("aedt", Zone::Fixed(11)),
];

impl Zone {
    pub(super) fn named(word: &str) -> Option<Self> {
        let zone = ZONES.iter().find(|(name, _)| *name == word);
        zone.map(|(_, zone)| *zone)
    }

    /// Seconds since 1970 of a local time.
    pub(super) fn seconds(self, local: DateTime) -> Option<UnixSeconds> {
        let hours = match self {
            Self::Fixed(hours) => hours,
            Self::American(hours) => hours + i8::from(is_american_summer(local)?),
            Self::European(hours) => hours + i8::from(is_european_summer(local)?),
        };
        local
            .to_zoned(TimeZone::fixed(Offset::constant(hours)))
            .ok()
            .map(|z| z.timestamp().as_second())
    }
}

/// From the second Sunday of March to the first of November, at 2 o'clock.
fn is_american_summer(local: DateTime) -> Option<bool> {
    let start = Date::new(local.year(), 3, 1)
        .ok()?
        .nth_weekday_of_month(2, Weekday::Sunday)
        .ok()?;
    let end = Date::new(local.year(), 11, 1)
        .ok()?
        .nth_weekday_of_month(1, Weekday::Sunday)
        .ok()?;
    Some((start.at(2, 0, 0, 0)..end.at(2, 0, 0, 0)).contains(&local))
}

/// From the last Sunday of March to the last of October.
fn is_european_summer(local: DateTime) -> Option<bool> {
    let start = Date::new(local.year(), 3, 1)
        .ok()?
        .nth_weekday_of_month(-1, Weekday::Sunday)
        .ok()?;
    let end = Date::new(local.year(), 10, 1)
        .ok()?
        .nth_weekday_of_month(-1, Weekday::Sunday)
        .ok()?;
    Some((start.at(2, 0, 0, 0)..end.at(3, 0, 0, 0)).contains(&local))
}
