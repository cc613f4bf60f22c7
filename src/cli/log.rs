//! The log: a file beside the cache, for what the screen has no room for. Never holds a secret or an article.

use std::fs::{self, OpenOptions};
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;

/// A log that has grown beyond this, in bytes, is begun anew.
const LARGEST: u64 = 5 << 20;

/// Starts the log; `PULLQUOTE_LOG` sets what is written, as in `debug` or `pullquote::poller=trace`. Without a place
/// to write to there is no log, and the reader runs all the same.
pub fn start(directory: &Path) {
    let path = directory.join("pullquote.log");
    let _ = fs::create_dir_all(directory);
    let large = fs::metadata(&path).is_ok_and(|facts| facts.len() > LARGEST);
    let mut options = OpenOptions::new();
    options
        .create(true)
        .write(true)
        .append(!large)
        .truncate(large);
    if let Ok(file) = options.open(&path) {
        let filter =
            EnvFilter::try_from_env("PULLQUOTE_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
        let _ = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_ansi(false)
            .with_writer(Mutex::new(file))
            .try_init();
    }
}
