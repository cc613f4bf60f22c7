//! `pullquote: the reader itself`.

use std::process::ExitCode;

use super::args::Places;

/// Runs the command.
pub fn run(_places: &Places) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not yet")
}
