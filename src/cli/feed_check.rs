//! `pullquote feed check`.

use std::process::ExitCode;

use super::args::FeedCheckArgs;

/// Runs the command.
pub fn run(_options: &FeedCheckArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not yet")
}
