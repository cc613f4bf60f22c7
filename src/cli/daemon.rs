//! `pullquote poll --daemon`: a poll whenever a feed is due, until a signal ends it. A line for each poll that brought
//! something about; the rest of the time it sleeps. SIGUSR1 wakes it: after a sleep of the machine, say.

use std::fs;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use anyhow::Result;

use super::poll::{Outcome, Round};
use crate::config;
use crate::runtime::now;

/// The shortest sleep; also where another instance polls just now.
const SHORTEST: Duration = Duration::from_mins(1);
/// The longest: the clock may be set, and the configuration may have changed.
const LONGEST: Duration = Duration::from_mins(5);

/// Polls until it is asked to end.
pub fn run(mut round: Round) -> Result<ExitCode> {
    round.quiet = true;
    let json = round.json;
    let mut seen = changed(&round);
    say(json, &format!("polling {} feeds", round.config.feeds.len()))?;
    loop {
        if let Outcome::Stopped = round.run(false)? {
            break;
        }
        let sleep = pause(&round)?;
        let signals = &mut round.signals;
        let ends = round.runtime.block_on(async {
            let nudged = signals.nudges();
            tokio::select! {
                () = tokio::time::sleep(sleep) => false,
                () = nudged.notified() => false,
                () = signals.end() => true,
            }
        });
        if ends {
            break;
        }
        let time = changed(&round);
        if time != seen {
            seen = time;
            match config::load(&round.places.config_file) {
                Ok(config) => {
                    let count = config.feeds.len();
                    say(json, &format!("read the configuration anew: {count} feeds"))?;
                    round.follow(config);
                }
                Err(error) => {
                    eprintln!("pullquote: {error}");
                    eprintln!("pullquote: the configuration from before still holds");
                }
            }
        }
    }
    round.end();
    say(json, "ended")?;
    Ok(ExitCode::SUCCESS)
}

/// Until something is due. A feed that was never polled is due now.
fn pause(round: &Round) -> Result<Duration> {
    let due = round
        .store
        .feeds()?
        .into_iter()
        .filter_map(|feed| feed.poll.next_due);
    let seconds = due.min().map_or(i64::MAX, |due| due.saturating_sub(now()));
    Ok(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)).clamp(SHORTEST, LONGEST))
}

/// When the configuration file was changed.
fn changed(round: &Round) -> Option<SystemTime> {
    fs::metadata(&round.places.config_file)
        .and_then(|file| file.modified())
        .ok()
}

/// Says how it goes: where scripts read, beside what they read.
fn say(json: bool, text: &str) -> io::Result<()> {
    if json {
        return writeln!(io::stderr().lock(), "{text}");
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()
}
