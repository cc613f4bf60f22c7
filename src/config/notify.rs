//! `[notify]`: how the reader is told of articles for which a rule says "notify". Checked here. Pure.

use toml::Spanned;

use super::check::program;
use super::errors::Problem;
use super::nearest::nearest;
use super::raw::{RawNotify, Text};

/// What an argument of the command may hold in braces.
pub const WORDS: [&str; 2] = ["title", "body"];

/// `[notify]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NotifyConfig {
    /// By what means.
    pub how: NotifyBy,
    /// Program and arguments, `{title}` and `{body}` standing for the words; empty for none.
    pub command: Vec<String>,
}

/// By what means the reader is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NotifyBy {
    /// By the command, where there is one; else as the terminal can, and if nothing is known of it by its bell.
    #[default]
    Auto,
    /// By the terminal: OSC 9.
    Osc9,
    /// By the terminal: OSC 777.
    Osc777,
    /// By the terminal's bell.
    Bell,
    /// By the command.
    Command,
    /// Not at all; what is told stands on the status line and in the log.
    Never,
}

impl NotifyBy {
    /// Each with its name in the configuration.
    pub const ALL: [(&str, Self); 6] = [
        ("auto", Self::Auto),
        ("osc9", Self::Osc9),
        ("osc777", Self::Osc777),
        ("bell", Self::Bell),
        ("command", Self::Command),
        ("never", Self::Never),
    ];

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find_map(|(name, how)| (*how == self).then_some(*name))
            .unwrap_or("auto")
    }
}

/// Checks `[notify]`.
pub fn notify(raw: &RawNotify) -> Result<NotifyConfig, Problem> {
    let how = match &raw.how {
        Some(text) => by(text)?,
        None => NotifyBy::default(),
    };
    let command = raw.command.as_ref().map(command).transpose()?;
    let command = command.unwrap_or_default();
    if let Some(text) = raw.how.as_ref().filter(|_| how == NotifyBy::Command)
        && command.is_empty()
    {
        let problem = Problem::new(
            text.span(),
            "`how` is \"command\", and there is no `command`",
        );
        return Err(problem.hint("as in command = [\"notify-send\", \"{title}\", \"{body}\"]"));
    }
    Ok(NotifyConfig { how, command })
}

fn by(text: &Text) -> Result<NotifyBy, Problem> {
    let word = text.get_ref();
    let mut all = NotifyBy::ALL.iter();
    all.find_map(|(name, how)| (name == word).then_some(*how))
        .ok_or_else(|| {
            let names = NotifyBy::ALL.map(|(name, _)| name);
            let message =
                "`how` must be \"auto\", \"osc9\", \"osc777\", \"bell\", \"command\" or \"never\"";
            match nearest(word, names) {
                Some(meant) => {
                    Problem::new(text.span(), format!("{message}; did you mean \"{meant}\"?"))
                }
                None => Problem::new(text.span(), message),
            }
        })
}

fn command(raw: &Spanned<Vec<String>>) -> Result<Vec<String>, Problem> {
    if raw.get_ref().is_empty() {
        return Ok(Vec::new());
    }
    let command = program(raw.get_ref().clone(), &raw.span(), "command")?;
    if command[0].contains("{title}") || command[0].contains("{body}") {
        let message = "`command`: an article may not name the program";
        return Err(Problem::new(raw.span(), message)
            .hint("write the program itself, and {…} in its arguments"));
    }
    Ok(command)
}
