//! `pullquote quotes`.

use std::process::ExitCode;

use super::args::{Places, QuotesArgs};

/// Runs the command.
pub fn run(_places: &Places, _options: &QuotesArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not yet")
}
