//! The reader's own editor, for a note: `$VISUAL`, else `$EDITOR`, a file for the owner alone, the program as an argument vector, never a shell.
//! Waits for as long as the editor runs; the terminal is the editor's meanwhile.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cache::private;

/// No note is longer, in bytes.
const LONGEST: u64 = 1 << 20;

/// Why there is no edited text.
#[derive(Debug, thiserror::Error)]
pub enum EditorError {
    /// Neither variable names a program.
    #[error("no editor is named")]
    None,
    /// The file for the text could not be written or read.
    #[error("the file for the note: {0}")]
    File(#[from] io::Error),
    /// The program did not start.
    #[error("{0} did not start: {1}")]
    Start(String, io::Error),
    /// The program ended as if something had failed.
    #[error("{0} gave up; the note stays as it was")]
    Failed(String),
}

impl EditorError {
    /// What the reader can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::None | Self::Start(..) => {
                "set $VISUAL or $EDITOR to a program, as in EDITOR=nano, and start pullquote again"
            }
            Self::File(_) => "see whether the directory for temporary files can be written to",
            Self::Failed(_) => "try again",
        }
    }
}

/// The text as the reader's editor leaves it.
pub fn edit(text: &str) -> Result<String, EditorError> {
    let variable = |name: &str| std::env::var(name).ok();
    let command = command(variable("VISUAL").as_deref(), variable("EDITOR").as_deref());
    edit_with(&command.ok_or(EditorError::None)?, text)
}

/// Program and arguments: of the first variable that says anything.
fn command(visual: Option<&str>, editor: Option<&str>) -> Option<Vec<String>> {
    let mut commands = [visual, editor].into_iter().flatten().map(words);
    commands.find(|words| !words.is_empty())
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

fn edit_with(command: &[String], text: &str) -> Result<String, EditorError> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(EditorError::None);
    };
    let file = NoteFile::with(text)?;
    let status = Command::new(program)
        .args(arguments)
        .arg(&file.path)
        .status()
        .map_err(|error| EditorError::Start(program.clone(), error))?;
    if !status.success() {
        return Err(EditorError::Failed(program.clone()));
    }
    Ok(file.read()?)
}

/// A file that is gone when it is dropped.
struct NoteFile {
    path: PathBuf,
}

impl NoteFile {
    fn with(text: &str) -> io::Result<Self> {
        let (path, mut file) = create(&std::env::temp_dir())?;
        let note = Self { path };
        file.write_all(text.as_bytes())?;
        Ok(note)
    }

    fn read(&self) -> io::Result<String> {
        let mut bytes = Vec::new();
        // By its name: some editors put another file in its place.
        let file = fs::File::open(&self.path)?;
        file.take(LONGEST).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Drop for NoteFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// A new file that its owner alone may read, under a name that nothing had.
fn create(directory: &Path) -> io::Result<(PathBuf, fs::File)> {
    let mut options = private::options();
    options.write(true).create_new(true);
    let process = std::process::id();
    let mut number = 0_u32;
    loop {
        let path = directory.join(format!("pullquote-note-{process}-{number}.md"));
        match options.open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1000 => {
                number += 1;
            }
            file => return file.map(|file| (path, file)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_is_the_first_that_is_named_with_its_arguments() {
        let named = |visual, editor| command(visual, editor).map(|parts| parts.join("|"));
        assert_eq!(
            named(Some("code --wait"), Some("vi")).unwrap(),
            "code|--wait"
        );
        assert_eq!(named(Some("  "), Some("vi")).unwrap(), "vi");
        assert_eq!(named(None, None), None);
        assert_eq!(
            named(Some("ed; rm x"), None).unwrap(),
            "ed;|rm|x",
            "no shell reads it"
        );
    }

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

    #[cfg(unix)]
    #[test]
    fn what_the_editor_leaves_is_read_and_its_file_is_gone() {
        use std::os::unix::fs::PermissionsExt as _;
        let with = |program: &str| edit_with(&[program.to_owned()], "a note");
        assert_eq!(with("true").unwrap(), "a note");
        assert!(matches!(with("false"), Err(EditorError::Failed(_))));
        assert!(matches!(
            with("no-such-editor-at-all"),
            Err(EditorError::Start(..))
        ));
        let note = NoteFile::with("x").unwrap();
        let mode = fs::metadata(&note.path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let path = note.path.clone();
        drop(note);
        assert!(!path.exists());
    }
}
