//! `pullquote feed add|remove|list`.

use std::process::ExitCode;

use super::args::{FeedCommand, Places};

/// Runs the command.
pub fn run(_places: &Places, _command: &FeedCommand) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not yet")
}
