//! `pullquote doctor --restore`: what the reader kept, out of its log into the cache.

use super::super::args::DoctorArgs;
use super::{Check, Report, Status};
use crate::cache::{CacheError, Restored, Store};
use crate::config::{self, ConfigError};
use crate::runtime::now;
use anyhow::Result;

/// Does it, and says what was brought back.
pub(super) fn run(places: &config::Places, options: &DoctorArgs) -> Result<bool> {
    let mut report = Report::new(options.json);
    let feeds = match config::load(&places.config_file) {
        Ok(config) => config.feeds,
        // A first start writes one; what was kept is listed without it.
        Err(ConfigError::Missing(_)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let mut store = sound(&places.data_dir, &mut report)?;
    store.sync_feeds(&feeds)?;
    report.add(&match store.restore(now())? {
        Some(restored) => said(&restored),
        None => Check::fail(
            "restore",
            format!("there is no log at {}", store.kept_log().display()),
            "it is written from now on; what was saved of a damaged cache comes back with `pullquote import`",
        ),
    })?;
    Ok(report.failed)
}

/// The cache, or a new one where it is damaged.
fn sound(directory: &std::path::Path, report: &mut Report) -> Result<Store> {
    let mut opened = Store::open(directory);
    if let Ok(store) = &mut opened
        && !store.quick_check()?.is_empty()
    {
        store.found(false)?;
        drop(opened);
        opened = Store::open(directory);
    }
    match opened {
        Err(error @ CacheError::SetAside { .. }) => {
            report.add(&Check {
                status: Status::Ok,
                ..Check::warn("cache", error.to_string(), "nothing was deleted")
            })?;
            Ok(Store::open(directory)?)
        }
        opened => Ok(opened?),
    }
}

fn said(restored: &Restored) -> Check {
    let Restored {
        path,
        kept,
        stubs,
        read,
        waiting,
        people,
        broken,
        newer,
    } = restored;
    let aside = |count: &u32, words: &str| match count {
        0 => String::new(),
        count => format!(" ({count} {words})"),
    };
    let text = format!(
        "{kept} articles that you kept{}, {read} read marks{}, {people} decisions about people; from {}",
        aside(stubs, "by name until their feeds bring them"),
        aside(waiting, "wait for their articles"),
        path.display()
    );
    if *newer > 0 {
        let hint = "update pullquote and do this again; the file keeps all of it";
        return Check::warn(
            "restore",
            format!("{text}; {newer} lines are of a later version"),
            hint,
        );
    }
    if *broken > 0 {
        let hint = "they stay in the file; all others were read";
        return Check::warn(
            "restore",
            format!("{text}; {broken} lines cannot be read"),
            hint,
        );
    }
    Check::ok("restore", text)
}
