//! `pullquote list`.

use std::process::ExitCode;

use super::args::{ListArgs, Places};

/// Runs the command.
pub fn run(_places: &Places, _options: &ListArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not yet")
}
