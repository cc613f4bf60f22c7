//! The tables of the schedule.

use proptest::prelude::*;

use super::*;
use crate::news::UpdateHints;

/// Sat, 01 Aug 2026 12:00:00 GMT.
const NOON: UnixSeconds = 1_785_585_600;
const H: u64 = HOUR;

fn rules() -> Rules {
    Rules {
        floor: 15 * MINUTE,
        every: None,
        seed: 1,
    }
}

/// A feed that was asked at noon, with success, and changed then.
fn asked() -> PollState {
    PollState {
        last_poll: Some(NOON),
        last_success: Some(NOON),
        last_change: Some(NOON),
        ..PollState::default()
    }
}

/// Seconds from the last poll to the next.
fn wait(state: &PollState, rules: &Rules) -> u64 {
    let Due::At(due) = next_due(state, rules) else {
        panic!("{:?}", next_due(state, rules));
    };
    u64::try_from(due - state.last_poll.unwrap()).unwrap()
}

/// A tenth earlier at most.
fn assert_by(wait: u64, expected: u64, what: &str) {
    let earliest = expected - expected / 10;
    assert!(
        (earliest.min(15 * MINUTE).max(earliest)..=expected).contains(&wait),
        "{what}: {wait} for {expected}"
    );
}

/// A tenth later at most.
fn assert_from(wait: u64, expected: u64, what: &str) {
    assert!(
        (expected..=expected + expected / 10 + 10 * MINUTE).contains(&wait),
        "{what}: {wait} for {expected}"
    );
}

#[test]
fn a_feed_that_was_never_asked_is_due() {
    assert_eq!(next_due(&PollState::default(), &rules()), Due::Now);
    assert!(may_ask(
        &PollState::default(),
        &rules(),
        Asked::WhenDue,
        NOON
    ));
}

#[test]
fn its_own_rhythm_between_a_quarter_of_an_hour_and_a_day() {
    for (rhythm, expected) in [
        (None, H),
        (Some(0), 15 * MINUTE),
        (Some(10 * MINUTE), 15 * MINUTE),
        (Some(H), 30 * MINUTE),
        (Some(8 * H), 4 * H),
        (Some(DAY), 12 * H),
        (Some(30 * DAY), DAY),
    ] {
        let state = PollState { rhythm, ..asked() };
        let wait = wait(&state, &rules());
        assert!(wait >= 15 * MINUTE, "the floor");
        assert_by(wait, expected, &format!("{rhythm:?}"));
    }
}

#[test]
fn a_feed_that_stays_quiet_is_asked_more_seldom() {
    for (quiet, expected) in [
        (0, 30 * MINUTE),
        (2 * H, 30 * MINUTE),
        (8 * H, H),
        (4 * DAY, 12 * H),
        (90 * DAY, DAY),
    ] {
        let state = PollState {
            rhythm: Some(H),
            last_change: Some(NOON - quiet as i64),
            ..asked()
        };
        assert_by(wait(&state, &rules()), expected, &format!("{quiet}"));
    }
}

#[test]
fn the_readers_word_comes_before_the_rhythm_but_not_before_floor_and_hints() {
    let every = |every| Rules {
        every: Some(every),
        ..rules()
    };
    let state = PollState {
        rhythm: Some(10 * DAY),
        ..asked()
    };
    assert_by(wait(&state, &every(H)), H, "every hour");
    assert_by(wait(&state, &every(7 * DAY)), 7 * DAY, "every week");
    assert_eq!(wait(&state, &every(1)), 15 * MINUTE, "the floor");
    let wished = PollState {
        fresh_for: Some(6 * H),
        ..state
    };
    assert_from(wait(&wished, &every(H)), 6 * H, "max-age");
    let lazy = Rules {
        floor: 3 * H,
        ..rules()
    };
    assert_eq!(wait(&asked(), &lazy), 3 * H);
}

#[test]
fn every_hint_is_obeyed_up_to_two_days() {
    let hints = |ttl_minutes, period_seconds| UpdateHints {
        ttl_minutes,
        period_seconds,
        ..UpdateHints::default()
    };
    for (fresh_for, hints, expected) in [
        (Some(4 * H), hints(None, None), 4 * H),
        (None, hints(Some(1440), None), DAY),
        (None, hints(None, Some(DAY)), DAY),
        (Some(2 * H), hints(Some(180), Some(5 * H)), 5 * H),
        (None, hints(Some(5_256_000), None), 48 * H),
        (None, hints(Some(u64::MAX), Some(u64::MAX)), 48 * H),
        (Some(u64::MAX), hints(None, None), 48 * H),
    ] {
        let state = PollState {
            rhythm: Some(H),
            fresh_for,
            hints,
            ..asked()
        };
        assert_from(wait(&state, &rules()), expected, &format!("{state:?}"));
    }
}

#[test]
fn skipped_hours_and_days_are_passed_over() {
    let skip = |hours: &[u8], days: &[u8]| PollState {
        rhythm: Some(2 * H),
        hints: UpdateHints {
            skip_hours: hours.to_vec(),
            skip_days: days.to_vec(),
            ..UpdateHints::default()
        },
        ..asked()
    };
    let all_hours: Vec<u8> = (0..24).collect();
    // The feed would be due at one o'clock on a Saturday, or a little earlier.
    for (hours, days, expected) in [
        (&[12, 13][..], &[][..], 2 * H),
        (&[12, 13, 14, 15, 20], &[], 4 * H),
        (&all_hours[12..], &[], 12 * H),
        (&[], &[5][..], 12 * H),
        (&[], &[5, 6], 36 * H),
        (&all_hours, &[], 48 * H),
        (&[], &[0, 1, 2, 3, 4, 5, 6], 48 * H),
    ] {
        assert_from(
            wait(&skip(hours, days), &rules()),
            expected,
            &format!("{hours:?} {days:?}"),
        );
    }
    assert_by(wait(&skip(&[3], &[2]), &rules()), H, "not concerned");
}

#[test]
fn failures_back_off_to_a_day_and_refusals_sooner() {
    for (status, failures, expected) in [
        (None, 1, 30 * MINUTE),
        (Some(500), 1, 30 * MINUTE),
        (Some(200), 2, H),
        (Some(500), 4, 4 * H),
        (Some(502), 7, DAY),
        (Some(404), 1, 2 * H),
        (Some(403), 3, 8 * H),
        (Some(404), 9, DAY),
        (None, u32::MAX, DAY),
    ] {
        let state = PollState {
            failures,
            status,
            ..asked()
        };
        assert_from(
            wait(&state, &rules()),
            expected,
            &format!("{status:?} {failures}"),
        );
    }
}

fn after(status: u16, outcome: &Outcome<'_>) -> PollState {
    let mut state = PollState {
        status: Some(status),
        ..PollState::default()
    };
    record(&mut state, outcome, NOON);
    store_due(&mut state, &rules());
    state
}

#[test]
fn retry_after_holds_for_a_week_at_most_and_binds_the_hand_too() {
    for (seconds, expected) in [
        ("60", 60),
        ("86400", DAY),
        ("99999999", 7 * DAY),
        ("1e9", 0),
    ] {
        let times = TimeHeaders {
            retry_after: Some(seconds.to_owned()),
            ..TimeHeaders::default()
        };
        let state = after(503, &Outcome::Failed(&times));
        let until = NOON.saturating_add_unsigned(expected);
        for asked in [Asked::WhenDue, Asked::ByHand] {
            assert!(
                expected == 0 || !may_ask(&state, &rules(), asked, until - 1),
                "{seconds}"
            );
        }
        assert!(may_ask(&state, &rules(), Asked::ByHand, until), "{seconds}");
        assert!(
            may_ask(&state, &rules(), Asked::WhenDue, until + HOUR as i64),
            "{seconds}"
        );
    }
}

#[test]
fn the_hand_overrides_rhythm_hints_back_off_and_410() {
    let held = [
        asked(),
        PollState {
            fresh_for: Some(DAY),
            ..asked()
        },
        PollState {
            failures: 9,
            ..asked()
        },
        PollState {
            gone: true,
            ..asked()
        },
    ];
    for state in held {
        assert!(
            !may_ask(&state, &rules(), Asked::WhenDue, NOON + 60),
            "{state:?}"
        );
        assert!(
            may_ask(&state, &rules(), Asked::ByHand, NOON + 60),
            "{state:?}"
        );
    }
}

#[test]
fn a_host_is_crowded_for_an_hour_to_a_day_after_429_alone() {
    let times = |retry_after: Option<&str>| TimeHeaders {
        retry_after: retry_after.map(str::to_owned),
        ..TimeHeaders::default()
    };
    let until =
        |status, retry_after| after(status, &Outcome::Failed(&times(retry_after))).crowded_until;
    assert_eq!(until(429, None), Some(NOON + 3600));
    assert_eq!(until(429, Some("7200")), Some(NOON + 7200));
    assert_eq!(until(429, Some("999999")), Some(NOON + 86400));
    assert_eq!(until(503, Some("7200")), None);
}

#[test]
fn not_modified_keeps_what_the_document_said() {
    let says = |cache_control: &str| TimeHeaders {
        cache_control: cache_control.to_owned(),
        ..TimeHeaders::default()
    };
    let mut state = after(200, &Outcome::Document(None, &says("max-age=7200")));
    record(&mut state, &Outcome::NotModified(&says("")), NOON);
    assert_eq!(state.fresh_for, Some(7200));
    record(&mut state, &Outcome::NotModified(&says("max-age=60")), NOON);
    assert_eq!(state.fresh_for, Some(60));
    record(&mut state, &Outcome::Document(None, &says("")), NOON);
    assert_eq!(state.fresh_for, None, "a new document says nothing");
}

#[test]
fn a_document_built_anew_with_the_same_entries_is_quiet() {
    let feed = |updated, title: &str| ParsedFeed {
        updated: Some(updated),
        entries: vec![Entry {
            id: "a".to_owned(),
            title: title.to_owned(),
            ..Entry::default()
        }],
        ..ParsedFeed::default()
    };
    let times = TimeHeaders::default();
    let mut state = PollState::default();
    for (now, title, changed) in [(10, "A", 10), (20, "A", 10), (30, "B", 30)] {
        let parsed = feed(now, title);
        record(&mut state, &Outcome::Document(Some(&parsed), &times), now);
        assert_eq!(state.last_change, Some(changed));
    }
}

#[test]
fn a_wrong_clock_holds_nothing_up() {
    let state = asked();
    let year = 365 * DAY as i64;
    assert!(may_ask(&state, &rules(), Asked::WhenDue, NOON - year));
    assert!(
        !may_ask(&state, &rules(), Asked::WhenDue, NOON - 60),
        "a clock that was set back a little"
    );
}

#[test]
fn the_rhythm_is_that_of_the_newest_entries() {
    let entries = |hours: &[i64]| -> Vec<Entry> {
        let at = |hours: &i64| Some(NOON - hours * 3600);
        hours
            .iter()
            .map(|h| Entry {
                published: at(h),
                ..Entry::default()
            })
            .collect()
    };
    assert_eq!(rhythm(&entries(&[1, 2, 3]), NOON), Some(H));
    assert_eq!(rhythm(&entries(&[3, 1, 2]), NOON), Some(H), "in any order");
    assert_eq!(
        rhythm(&entries(&[-9000, 1, 5]), NOON),
        Some(4 * H),
        "what lies in the future says nothing"
    );
    assert_eq!(rhythm(&entries(&[1]), NOON), None);
    assert_eq!(rhythm(&[Entry::default(), Entry::default()], NOON), None);
    let archive: Vec<i64> = (0..20).chain([90_000]).collect();
    assert_eq!(
        rhythm(&entries(&archive), NOON),
        Some(H),
        "an old archive is no rhythm"
    );
}

#[test]
fn feeds_of_one_minute_spread() {
    let state = PollState {
        fresh_for: Some(DAY),
        ..asked()
    };
    let waits: std::collections::HashSet<_> = (0..100)
        .map(|seed| wait(&state, &Rules { seed, ..rules() }))
        .collect();
    assert!(waits.len() > 90, "{}", waits.len());
}

proptest! {
    #[test]
    fn nothing_remembered_breaks_the_schedule(
        last in any::<i64>(), change in any::<i64>(), retry in any::<Option<i64>>(), rhythm in any::<Option<u64>>(),
        fresh in any::<Option<u64>>(), ttl in any::<Option<u64>>(), failures in 0_u32..3,
        hours in prop::collection::vec(any::<u8>(), 0..30), days in prop::collection::vec(any::<u8>(), 0..9),
        every in any::<Option<u64>>(), now in any::<i64>(),
    ) {
        let state = PollState {
            last_poll: Some(last), last_change: Some(change), retry_after: retry, rhythm, fresh_for: fresh, failures,
            hints: UpdateHints { ttl_minutes: ttl, skip_hours: hours, skip_days: days, ..UpdateHints::default() },
            ..PollState::default()
        };
        let rules = Rules { every, ..rules() };
        let due = next_due(&state, &rules);
        prop_assert_eq!(due, next_due(&state, &rules));
        if let Due::At(due) = due {
            prop_assert!(due >= last.saturating_add_unsigned(rules.floor));
        }
        may_ask(&state, &rules, Asked::WhenDue, now);
    }
}
