//! `pullquote poll`.

use std::process::ExitCode;

use super::args::{Places, PollArgs};

/// Runs the command.
pub fn run(_places: &Places, _options: &PollArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not yet")
}
