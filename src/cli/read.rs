//! `pullquote read`.

use std::process::ExitCode;

use super::args::{Places, ReadArgs};

/// Runs the command.
pub fn run(_places: &Places, _options: &ReadArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not yet")
}
