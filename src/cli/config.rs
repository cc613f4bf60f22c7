//! `pullquote config path|check`.

use std::process::ExitCode;

use super::args::{ConfigCommand, Places};

/// Runs the command.
pub fn run(_places: &Places, _command: &ConfigCommand) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not yet")
}
