//! What a document says of how often it wants to be read. feed-rs gives only one of these.

use super::names::Field;
use super::outline::Outline;
use super::text::characters;
use crate::news::UpdateHints;

/// The hints of a feed: RSS's `ttl`, `skipHours` and `skipDays`, and the syndication module of RSS 1.0.
pub fn hints(outline: &Outline) -> UpdateHints {
    let mut hints = UpdateHints::default();
    let mut period = None;
    let mut frequency = 1;
    for element in &outline.feed {
        let number = || {
            let text = characters(element.inner, outline);
            text.trim().parse::<u64>().ok().filter(|number| *number > 0)
        };
        match element.field {
            Field::Ttl => hints.ttl_minutes = number().or(hints.ttl_minutes),
            Field::Period => period = seconds(&characters(element.inner, outline)).or(period),
            Field::Frequency => frequency = number().unwrap_or(frequency),
            Field::SkipHours => hints.skip_hours = hours(element.inner),
            Field::SkipDays => hints.skip_days = days(element.inner),
            _ => {}
        }
    }
    hints.period_seconds = period
        .map(|period| period / frequency)
        .filter(|period| *period > 0);
    hints
}

fn seconds(period: &str) -> Option<u64> {
    const DAY: u64 = 86_400;
    Some(match period.trim().to_ascii_lowercase().as_str() {
        "hourly" => 3600,
        "daily" => DAY,
        "weekly" => 7 * DAY,
        "monthly" => 30 * DAY,
        "yearly" => 365 * DAY,
        _ => return None,
    })
}

/// The numbers between the tags; RSS 0.91 counts from 1 to 24, later versions from 0 to 23.
fn hours(inner: &str) -> Vec<u8> {
    let numbers = inner.split(|c: char| !c.is_ascii_digit());
    let hours = numbers.filter_map(|number| number.parse::<u8>().ok());
    sorted(hours.filter(|hour| *hour <= 24).map(|hour| hour % 24))
}

fn days(inner: &str) -> Vec<u8> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let words = inner.split(|c: char| !c.is_ascii_alphabetic());
    let days = words.filter_map(|word| {
        let start = word.get(..3)?.to_ascii_lowercase();
        DAYS.iter()
            .position(|day| *day == start)
            .map(|day| day as u8)
    });
    sorted(days)
}

fn sorted(values: impl Iterator<Item = u8>) -> Vec<u8> {
    let mut values: Vec<u8> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::poller::repair::outline;

    fn of(channel: &str) -> UpdateHints {
        hints(
            &outline(&format!(
                "<rss version='2.0'><channel>{channel}</channel></rss>"
            ))
            .unwrap(),
        )
    }

    #[test]
    fn every_hint_is_read() {
        let hints = of("<ttl> 90 </ttl><sy:updatePeriod>\n hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
            <skipHours><hour>24</hour><hour>3</hour><hour>3</hour><hour>77</hour></skipHours>
            <skipDays><day>Sunday</day><day>monday</day></skipDays>");
        assert_eq!(hints.ttl_minutes, Some(90));
        assert_eq!(hints.period_seconds, Some(1800));
        assert_eq!(hints.skip_hours, [0, 3]);
        assert_eq!(hints.skip_days, [0, 6]);
    }

    #[test]
    fn nonsense_is_no_hint() {
        let hints = of(
            "<ttl>soon</ttl><sy:updateFrequency>0</sy:updateFrequency><sy:updatePeriod>often</sy:updatePeriod>",
        );
        assert_eq!(hints, UpdateHints::default());
    }
}
