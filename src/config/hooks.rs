//! `[hooks]`: programs that are run when something happens. Argument vectors, checked here; no shell. Pure.

use std::ops::Range;
use std::time::Duration;

use toml::Spanned;

use super::check::{program, timeout};
use super::errors::Problem;
use super::nearest::nearest;
use super::raw::RawHooks;

/// What an argument may hold in braces.
pub const PLACEHOLDERS: [&str; 6] = ["title", "url", "feed", "author", "id", "date"];

/// Programs and their arguments; an empty list where nothing is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HooksConfig {
    /// For each article that came.
    pub new_article: Vec<String>,
    /// For each article that is opened.
    pub open: Vec<String>,
    /// For each article that is bookmarked.
    pub bookmark: Vec<String>,
    /// `new_article` also for what the first poll of a feed brings.
    pub first_poll: bool,
    /// A program that runs longer is ended.
    pub timeout: Duration,
}

impl Default for HooksConfig {
    fn default() -> Self {
        Self {
            new_article: Vec::new(),
            open: Vec::new(),
            bookmark: Vec::new(),
            first_poll: false,
            timeout: Duration::from_secs(30),
        }
    }
}

/// Checks `[hooks]`.
pub fn hooks(raw: &RawHooks) -> Result<HooksConfig, Problem> {
    let usual = HooksConfig::default();
    Ok(HooksConfig {
        new_article: hook(raw.new_article.as_ref(), "new_article")?,
        open: hook(raw.open.as_ref(), "open")?,
        bookmark: hook(raw.bookmark.as_ref(), "bookmark")?,
        first_poll: raw.first_poll.unwrap_or(usual.first_poll),
        timeout: timeout(raw.timeout.as_ref())?.unwrap_or(usual.timeout),
    })
}

fn hook(raw: Option<&Spanned<Vec<String>>>, key: &str) -> Result<Vec<String>, Problem> {
    let Some(raw) = raw.filter(|raw| !raw.get_ref().is_empty()) else {
        return Ok(Vec::new());
    };
    let span = raw.span();
    let command = program(raw.get_ref().clone(), &span, key)?;
    let named = command.first().is_some_and(|program| {
        let known = |name: &&str| program.contains(&format!("{{{name}}}"));
        PLACEHOLDERS.iter().any(known)
    });
    if named {
        let message = format!("`{key}`: an article may not name the program");
        return Err(
            Problem::new(span, message).hint("write the program itself, and {…} in its arguments")
        );
    }
    for argument in &command[1..] {
        known_placeholders(argument, &span, key, &PLACEHOLDERS)?;
    }
    Ok(command)
}

/// A word in braces that stands for nothing is a slip; other braces stay as they are.
pub(super) fn known_placeholders(
    argument: &str,
    span: &Range<usize>,
    key: &str,
    names: &[&str],
) -> Result<(), Problem> {
    for (at, _) in argument.match_indices('{') {
        let rest = &argument[at + 1..];
        let Some(word) = rest.find('}').map(|end| &rest[..end]) else {
            continue;
        };
        let is_word = !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if is_word && !names.contains(&word) {
            let mut message = format!("`{key}`: nothing is called {{{word}}}");
            if let Some(meant) = nearest(word, names.iter().copied()) {
                message = format!("{message}; did you mean {{{meant}}}?");
            }
            let known: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
            let known = known.join(", ");
            return Err(Problem::new(span.clone(), message).hint(format!("there are {known}")));
        }
    }
    Ok(())
}
