//! `pullquote show`.

use std::process::ExitCode;

use super::args::{Places, ShowArgs};

/// Runs the command.
pub fn run(_places: &Places, _options: &ShowArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not yet")
}
