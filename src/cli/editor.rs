//! A text changed in the reader's own editor: `$VISUAL`, else `$EDITOR`, as a program and its arguments; no shell.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// Where neither variable names an editor.
const USUAL: &str = "vi";

/// Opens the editor with a text, and gives back what it holds when the editor has ended.
pub(super) fn edit(text: &str) -> Result<String> {
    let command = ["VISUAL", "EDITOR"].iter().find_map(|name| {
        let value = std::env::var(name).ok()?;
        (!value.trim().is_empty()).then_some(value)
    });
    let words = words(command.as_deref().unwrap_or(USUAL));
    let Some((program, arguments)) = words.split_first() else {
        bail!("$VISUAL names no program");
    };
    let draft = Draft::new(text).context("the note could not be given to the editor")?;
    let status = Command::new(program)
        .args(arguments)
        .arg(&draft.0)
        .status()
        .with_context(|| {
            format!("{program} did not start; $VISUAL or $EDITOR names another editor")
        })?;
    if !status.success() {
        bail!("{program} ended with {status}; the note stays as it was");
    }
    draft.read().context("the note could not be read back")
}

/// A command as a program and its arguments: parted by blanks, but for those between quotation marks or behind a
/// backslash. Nothing else means anything.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = None;
    let mut characters = command.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' | '\'' if quoted.is_none() => {
                quoted = Some(c);
                word.get_or_insert_default();
            }
            c if quoted == Some(c) => quoted = None,
            '\\' if quoted != Some('\'') => {
                word.get_or_insert_default().extend(characters.next());
            }
            c if c.is_whitespace() && quoted.is_none() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// A file for the owner alone, that goes when it is no longer needed.
struct Draft(PathBuf);

impl Draft {
    fn new(text: &str) -> std::io::Result<Self> {
        let directory = std::env::temp_dir();
        let id = std::process::id();
        let mut number = 0;
        loop {
            let path = directory.join(format!("pullquote-note-{id}-{number}.md"));
            let mut options = OpenOptions::new();
            // A file that is there already, or a link that somebody else laid there, is never written to.
            options.write(true).create_new(true);
            #[cfg(unix)]
            {
                use std::os::unix::fs::OpenOptionsExt as _;
                options.mode(0o600);
            }
            match options.open(&path) {
                Ok(mut file) => {
                    let draft = Self(path);
                    file.write_all(text.as_bytes())?;
                    return Ok(draft);
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && number < 99 => {
                    number += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn read(&self) -> std::io::Result<String> {
        let path: &Path = &self.0;
        fs::read_to_string(path)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_a_program_and_its_arguments() {
        assert_eq!(words("vim"), ["vim"]);
        assert_eq!(words(" code  --wait "), ["code", "--wait"]);
        assert_eq!(
            words(r#""/opt/my editor/bin" +cmd 'set tw=72' a\ b """#),
            ["/opt/my editor/bin", "+cmd", "set tw=72", "a b", ""]
        );
        assert_eq!(words("vim; rm -rf $HOME"), ["vim;", "rm", "-rf", "$HOME"]);
        assert!(words("  ").is_empty());
    }
}
