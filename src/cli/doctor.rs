//! `pullquote doctor`: whether all that the reader needs is in order, and what to do where it is not.

mod configuration;
mod network;
mod restore;

use std::io::{self, IsTerminal as _, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;

use super::args::{DoctorArgs, Places};
use crate::cache::{CacheError, Store};
use crate::config;

/// What was looked at, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    /// One word, the same for ever.
    name: &'static str,
    status: Status,
    /// For a person.
    text: String,
    hint: Option<String>,
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Ok,
    Warn,
    Fail,
}

impl Check {
    fn ok(name: &'static str, text: impl Into<String>) -> Self {
        Self {
            name,
            status: Status::Ok,
            text: text.into(),
            hint: None,
        }
    }

    fn warn(name: &'static str, text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            status: Status::Warn,
            hint: Some(hint.into()),
            ..Self::ok(name, text)
        }
    }

    fn fail(name: &'static str, text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            status: Status::Fail,
            hint: Some(hint.into()),
            ..Self::ok(name, text)
        }
    }
}

/// Runs the command; ends with 1 where something failed.
pub fn run(places: &Places, options: &DoctorArgs) -> Result<ExitCode> {
    let places = places.resolve()?;
    if options.restore {
        let failed = restore::run(&places, options)?;
        return Ok(if failed {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        });
    }
    let mut report = Report::new(options.json);
    let config = config::load(&places.config_file);
    report.add(&configuration::check(&places, &config))?;
    for check in cache(&places) {
        report.add(&check)?;
    }
    if options.offline {
        report.add(&Check::ok("network", "not asked (--offline)"))?;
    } else {
        for check in network::checks(config.as_ref().ok(), &places) {
            report.add(&check)?;
        }
    }
    for check in terminal() {
        report.add(&check)?;
    }
    Ok(if report.failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

struct Report {
    json: bool,
    failed: bool,
}

impl Report {
    fn new(json: bool) -> Self {
        Self {
            json,
            failed: false,
        }
    }

    fn add(&mut self, check: &Check) -> Result<()> {
        self.failed |= check.status == Status::Fail;
        let mut out = io::stdout().lock();
        if self.json {
            serde_json::to_writer(&mut out, check)?;
            writeln!(out)?;
        } else {
            let sign = match check.status {
                Status::Ok => "ok  ",
                Status::Warn => "warn",
                Status::Fail => "FAIL",
            };
            writeln!(out, "{sign}  {:<14} {}", check.name, check.text)?;
            if let Some(hint) = &check.hint {
                writeln!(out, "{:20} {hint}", "")?;
            }
        }
        // Each as it is known: the network may take its time.
        out.flush()?;
        Ok(())
    }
}

fn cache(places: &config::Places) -> Vec<Check> {
    let directory = &places.data_dir;
    let failed = |error: &CacheError| Check::fail("cache", error.to_string(), error.hint());
    let facts = Store::open_reader(directory).and_then(|store| {
        let faults = store.quick_check()?;
        let articles = if faults.is_empty() {
            store.article_count()?
        } else {
            0
        };
        Ok((
            store.path().display().to_string(),
            store.size()?,
            store.version()?,
            articles,
            faults,
        ))
    });
    let (path, size, version, articles, faults) = match facts {
        Ok(facts) => facts,
        Err(error @ CacheError::Missing(_)) => {
            return vec![Check::warn("cache", error.to_string(), error.hint())];
        }
        Err(error) => return vec![failed(&error)],
    };
    let sound = faults.is_empty();
    // What was found is noted, so that the next start need not look again, or sets a damaged file aside.
    let noted = Store::open(directory).and_then(|mut store| store.found(sound));
    let size = super::stats::size(size);
    let mut checks = vec![Check::ok(
        "cache",
        format!("{path}: {articles} articles, {size}, version {version}"),
    )];
    checks.push(if sound {
        Check::ok("integrity", "the quick check found nothing wrong")
    } else {
        Check::fail("integrity", faults.join("; "), CacheError::Corrupt.hint())
    });
    if let Err(error) = noted {
        checks.push(failed(&error));
    }
    checks.extend(kept_log(directory));
    checks
}

/// The log of what the reader kept.
fn kept_log(directory: &Path) -> Option<Check> {
    let store = Store::open_reader(directory).ok()?;
    let path = store.kept_log();
    let size = super::stats::size(std::fs::metadata(&path).ok()?.len());
    let text = format!("{}, {size}", path.display());
    Some(match store.log_is_to_be_restored() {
        Ok(true) => Check::warn(
            "kept",
            format!("{text}: it holds what this cache does not know of"),
            "`pullquote doctor --restore` brings it back",
        ),
        Ok(false) => Check::ok("kept", text),
        Err(error) => Check::fail("kept", error.to_string(), error.hint()),
    })
}

fn terminal() -> Vec<Check> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let mut checks = Vec::new();
    let term = variable("TERM").unwrap_or_default();
    checks.push(match term.as_str() {
        "" => Check::warn(
            "terminal",
            "TERM is not set",
            "set it to what your terminal is, as in xterm-256color",
        ),
        "dumb" => Check::warn(
            "terminal",
            "TERM is dumb",
            "the reader needs a terminal that can place its cursor",
        ),
        _ if !io::stdout().is_terminal() => Check::ok(
            "terminal",
            format!("TERM is {term}; this output is no terminal"),
        ),
        _ => match crate::tui::terminal_size() {
            Some((columns, rows)) if columns < 40 || rows < 10 => Check::warn(
                "terminal",
                format!("{term}, {columns}x{rows}"),
                "from 60 columns on two panes fit, from 100 three",
            ),
            Some((columns, rows)) => Check::ok("terminal", format!("{term}, {columns}x{rows}")),
            None => Check::warn(
                "terminal",
                format!("{term} does not say its size"),
                "the reader takes it for 80x24",
            ),
        },
    });
    let colours = variable("COLORTERM").unwrap_or_default();
    checks.push(if variable("NO_COLOR").is_some() {
        Check::ok("colours", "none, as NO_COLOR wishes")
    } else if matches!(colours.as_str(), "truecolor" | "24bit") {
        Check::ok("colours", "16 million")
    } else if term.contains("256color") || term.contains("direct") {
        Check::ok("colours", "256")
    } else {
        Check::warn(
            "colours",
            "perhaps only 16",
            "if your terminal can do more, set COLORTERM=truecolor",
        )
    });
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| variable(name));
    let locale = locale.unwrap_or_default();
    let plain = locale.to_lowercase().replace('-', "");
    checks.push(if cfg!(windows) || plain.contains("utf8") {
        Check::ok(
            "encoding",
            if locale.is_empty() {
                "UTF-8".to_owned()
            } else {
                locale
            },
        )
    } else {
        Check::warn(
            "encoding",
            if locale.is_empty() {
                "LANG is not set".to_owned()
            } else {
                format!("{locale} is not UTF-8")
            },
            "set LANG to a UTF-8 locale, as in en_US.UTF-8, or `ascii = true` under [screen]",
        )
    });
    checks
}
