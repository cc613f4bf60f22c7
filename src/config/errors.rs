//! What can be wrong with the configuration, said so that the reader can put it right: file, line, column, the
//! line itself with a caret, and the nearest known key. Prints nothing.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use unicode_width::UnicodeWidthChar as _;

use super::address::masked;

/// No configuration file is as large as this, in bytes.
pub const MAX_BYTES: u64 = 4 << 20;

/// The widest piece of a source line that an error shows, in cells.
const SNIPPET: usize = 100;

/// Why there is no [`super::Config`].
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Something in the file is wrong, and where.
    #[error("{0}")]
    Fault(Box<Fault>),
    /// There is no file.
    #[error("there is no configuration at {}", .0.display())]
    Missing(PathBuf),
    /// The file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file or its directory cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file or directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is too large to be a configuration.
    #[error("{} is larger than 4 MiB: that is no configuration", .0.display())]
    TooLarge(PathBuf),
    /// The platform names no home directory.
    #[error("the system names no home directory to keep the configuration in")]
    NoHome,
}

impl ConfigError {
    /// What the reader can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Fault(fault) => fault.hint.clone(),
            Self::Missing(_) => {
                Some("start `pullquote` once: it writes one, with every option explained".to_owned())
            }
            Self::Read { .. } | Self::Write { .. } => {
                Some("look at its permissions, or name another file with --config".to_owned())
            }
            Self::TooLarge(_) => Some("name another file with --config".to_owned()),
            Self::NoHome => Some(
                "say where with --config and --data-dir, or PULLQUOTE_CONFIG and PULLQUOTE_DATA_DIR"
                    .to_owned(),
            ),
        }
    }
}

/// A place in the text, and what is wrong there; not yet bound to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it, where that is not plain from `message`.
    pub hint: Option<String>,
    /// Where the same stands for the first time.
    pub first: Option<Range<usize>>,
    /// What is not shown, although it stands in the same line.
    pub secret: Option<Range<usize>>,
}

impl Problem {
    /// A problem without a hint.
    pub fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            hint: None,
            first: None,
            secret: None,
        }
    }

    /// With what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With the place where the same stands for the first time.
    pub fn first(mut self, span: Range<usize>) -> Self {
        self.first = Some(span);
        self
    }

    /// With bytes of the text that are not shown.
    pub fn hiding(mut self, span: Range<usize>) -> Self {
        self.secret = Some(span);
        self
    }

    /// Binds it to a file and its text.
    pub fn at(self, path: &Path, text: &str) -> ConfigError {
        ConfigError::Fault(Box::new(Fault::new(path, text, &self)))
    }
}

/// Something wrong at one place of one file. Displays as several lines: place, source line, caret, message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it, where that is not plain from `message`.
    pub hint: Option<String>,
    /// The source line, cut to what is near the caret, and safe to print.
    source: String,
    /// Cells before the caret, and under it.
    caret: (usize, usize),
}

impl Fault {
    fn new(path: &Path, text: &str, problem: &Problem) -> Self {
        let start = floor(text, problem.span.start);
        let end = floor(text, problem.span.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[line_start..line_end].trim_end_matches('\r');
        let from = (start - line_start).min(line.len());
        let to = (end - line_start).clamp(from, line.len());
        let mut shown = masked(line).into_owned();
        if let Some(secret) = &problem.secret {
            let within = |at: usize| floor(&shown, at.saturating_sub(line_start));
            let secret = within(secret.start)..within(secret.end);
            shown.replace_range(secret.clone(), &"*".repeat(secret.len()));
        }
        let (source, caret) = snippet(&shown, from..to);
        Self {
            path: path.to_owned(),
            line: line_number(text, start),
            column: line[..from].chars().count() + 1,
            message: brief(&match &problem.first {
                Some(first) => {
                    let line = line_number(text, first.start);
                    format!("{}, on line {line}", problem.message)
                }
                None => problem.message.clone(),
            }),
            hint: problem.hint.as_deref().map(brief),
            source,
            caret,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, .. } = self;
        let gutter = " ".repeat(line.to_string().len());
        let (before, under) = self.caret;
        writeln!(f, "{}: line {line}, column {column}", self.path.display())?;
        writeln!(f, "{gutter} |")?;
        writeln!(f, "{}", format!("{line} | {}", self.source).trim_end())?;
        writeln!(f, "{gutter} | {}{}", " ".repeat(before), "^".repeat(under))?;
        write!(f, "{}", self.message)
    }
}

/// The number of the line that holds byte `at`, from 1.
fn line_number(text: &str, at: usize) -> usize {
    text[..floor(text, at)].matches('\n').count() + 1
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

/// The part of a line around `marked`, at most [`SNIPPET`] cells wide, and the caret's cells in it.
fn snippet(line: &str, marked: Range<usize>) -> (String, (usize, usize)) {
    let cells = |text: &str| -> usize { text.chars().map(|c| show(c).width().unwrap_or(0)).sum() };
    let mut from = 0;
    if cells(&line[..marked.end]) > SNIPPET {
        // Some words before the mark, so that the place is recognised.
        let context = line[..marked.start].char_indices().rev().nth(SNIPPET / 4);
        from = context.map_or(0, |(at, _)| at);
    }
    let mut width = 0;
    let mut to = line.len();
    for (at, c) in line[from..].char_indices() {
        width += show(c).width().unwrap_or(0);
        if width > SNIPPET {
            to = from + at;
            break;
        }
    }
    let (head, tail) = (
        if from > 0 { "…" } else { "" },
        if to < line.len() { "…" } else { "" },
    );
    let source = format!("{head}{}{tail}", printable(&line[from..to]));
    let before = cells(head) + cells(&line[from..marked.start]);
    let under = cells(&line[marked.start..marked.end.min(to).max(marked.start)]);
    (source, (before, under.max(1)))
}

/// A text that is safe to print: no control characters, nothing that turns its direction.
pub fn printable(text: &str) -> String {
    text.chars().map(show).collect()
}

/// A message that is safe to print, without what signs in, and no longer than a few lines whatever it quotes.
pub fn brief(text: &str) -> String {
    let text = masked(text);
    match text.char_indices().nth(400) {
        Some((end, _)) => printable(&text[..end]) + "…",
        None => printable(&text),
    }
}

fn show(c: char) -> char {
    match c {
        '\t' => ' ',
        c if is_unprintable(c) => '·',
        c => c,
    }
}

/// Control and C1 characters, line and paragraph separators, and the signs that override the direction of writing
/// (Unicode Standard Annex 9, table 4).
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, span: Range<usize>) -> String {
        Problem::new(span, "wrong")
            .at(Path::new("config.toml"), text)
            .to_string()
    }

    #[test]
    fn shows_the_line_with_a_caret_under_the_place() {
        assert_eq!(
            shown("a = 1\n\n\nfoldr = \"News\"\n", 8..13),
            "config.toml: line 4, column 1\n  |\n4 | foldr = \"News\"\n  | ^^^^^\nwrong"
        );
    }

    #[test]
    fn the_caret_stands_under_its_word_behind_wide_characters_and_tabs() {
        let text = "\t界 = x";
        let at = text.find('x').unwrap();
        assert_eq!(
            shown(text, at..at + 1),
            "config.toml: line 1, column 6\n  |\n1 |  界 = x\n  |       ^\nwrong"
        );
    }

    #[test]
    fn nothing_of_the_file_can_move_the_cursor_or_turn_the_line() {
        let shown = shown("a = \u{1b}[2J\u{202e}x\r\n", 4..5);
        assert!(
            !shown.chars().any(|c| c != '\n' && is_unprintable(c)),
            "{shown:?}"
        );
    }

    #[test]
    fn a_very_long_line_is_cut_to_what_is_near_the_caret() {
        let text = format!("a = \"{}\" ! {}", "x".repeat(5000), "y".repeat(5000));
        let at = text.find('!').unwrap();
        let shown = shown(&text, at..at + 1);
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines[2].chars().count() < SNIPPET + 10, "{shown}");
        let caret = lines[3].chars().position(|c| c == '^').unwrap();
        assert_eq!(lines[2].chars().nth(caret), Some('!'), "{shown}");
    }

    #[test]
    fn a_place_outside_the_text_is_shown_at_its_end() {
        assert!(shown("a", 7..9).starts_with("config.toml: line 1, column 2\n"));
        assert!(shown("", 0..0).contains("\n  | ^\n"));
    }
}
