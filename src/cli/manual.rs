//! `pullquote completions` and `pullquote man`: what shells and `man` want, made of the table that parses the arguments.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::{Args, ManArgs};

/// Prints the completions for a shell.
pub fn completions(shell: Shell) -> Result<ExitCode> {
    // Made in memory: the generator takes a closed pipe for a fault of its own.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "pullquote", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints one manual page, or writes them all.
pub fn man(options: &ManArgs) -> Result<ExitCode> {
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    if let Some(directory) = &options.dir {
        fs::create_dir_all(directory)
            .and_then(|()| write_all(&command, directory))
            .with_context(|| format!("cannot write to {}", directory.display()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut page = &command;
    for word in &options.command {
        let Some(below) = page.find_subcommand(word) else {
            bail!(
                "there is no command `{}`; `pullquote --help` shows those that there are",
                options.command.join(" ")
            );
        };
        page = below;
    }
    let mut text = Vec::new();
    page_of(page).render(&mut text)?;
    io::stdout().lock().write_all(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn write_all(command: &Command, directory: &Path) -> io::Result<()> {
    for below in command.get_subcommands().filter(|c| !c.is_hide_set()) {
        write_all(below, directory)?;
    }
    page_of(command).generate_to(directory).map(drop)
}

/// A command's page, under the name and version of the whole.
fn page_of(command: &Command) -> Man {
    Man::new(command.clone()).source(concat!("pullquote ", env!("CARGO_PKG_VERSION")))
}
