//! The reader's programs: an article is piped to one, whose words are shown as a text, or shared through another, which
//! runs in the background. What runs is an argument vector; nothing here is a shell.

use std::sync::Arc;

use super::prompt::{Prompt, Purpose};
use super::state::State;
use super::{Action, Effect, Key, KeyCode, NoticeKind, Overlay, Pane, Reading};
use crate::news::{Quote, Said, UnixSeconds};
use crate::renderer::Document;

/// Lines that the prompt remembers.
const HISTORY: usize = 50;

/// How an article is written for a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PipeFormat {
    /// Plain text, unwrapped.
    #[default]
    Text,
    /// `CommonMark`.
    Markdown,
    /// One JSON object: what is known of the article, its text and its quotations.
    Json,
}

impl PipeFormat {
    /// Each with its name in the configuration and, before a colon, in the prompt.
    pub const NAMES: [(&str, Self); 3] = [
        ("text", Self::Text),
        ("markdown", Self::Markdown),
        ("json", Self::Json),
    ];
}

/// A program that articles are piped to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipe {
    /// What it is called.
    pub name: String,
    /// Program and arguments.
    pub command: Vec<String>,
    /// What it reads.
    pub format: PipeFormat,
    /// The key that runs it.
    pub key: Option<Key>,
}

/// A program that articles are shared through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// What it is called.
    pub name: String,
    /// Program and arguments, with placeholders for the article's own words.
    pub command: Vec<String>,
    /// The key that runs it.
    pub key: Option<Key>,
}

/// The programs of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Programs {
    /// What the prompt writes where it is told nothing else.
    pub format: PipeFormat,
    /// In the file's order.
    pub pipes: Vec<Pipe>,
    /// In the file's order.
    pub shares: Vec<Share>,
    /// What reads aloud; empty where nothing does.
    pub speech: Vec<String>,
}

/// An article on its way out: what a program may want to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The headline.
    pub title: String,
    /// The title of its feed.
    pub source: String,
    /// Authors, joined with ", ".
    pub author: Option<String>,
    /// When it was published; 0 where nobody knows.
    pub date: UnixSeconds,
    /// Where it stands on the web.
    pub link: Option<String>,
    /// The reader's tags.
    pub tags: Vec<String>,
    /// The text.
    pub document: Arc<Document>,
    /// What was said in it.
    pub quotes: Vec<Said>,
    /// The selected quotation, as one would quote it.
    pub quote: Option<String>,
}

impl Outgoing {
    fn of(reading: &Reading) -> Self {
        let article = &reading.article;
        let headline = &article.headline;
        let said = |quote: &Quote| Said {
            words: reading.said(quote),
            person: quote.speaker.as_ref().map(|speaker| speaker.person.clone()),
        };
        Self {
            title: headline.title.clone(),
            source: article.source.clone(),
            author: headline.author.clone(),
            date: headline.date,
            link: article.link.clone(),
            tags: headline.tags.clone(),
            document: Arc::clone(&reading.document),
            quotes: reading.quotes.iter().map(said).collect(),
            quote: reading.selected_quote().map(|quote| reading.said(quote)),
        }
    }
}

impl State {
    /// What is read, for a program; says so where nothing is.
    fn outgoing(&mut self) -> Option<Box<Outgoing>> {
        self.what_is_read().map(Outgoing::of).map(Box::new)
    }

    /// Knows the commands again that articles were piped to before, the latest last.
    pub fn recall_piped(&mut self, mut piped: Vec<String>) {
        piped.drain(..piped.len().saturating_sub(HISTORY));
        self.piped = piped;
    }

    /// Asks which command the article is piped to.
    pub(super) fn ask_pipe(&mut self) {
        if self.what_is_read().is_some() {
            self.prompt = Some(Prompt::new(Purpose::Pipe, String::new()));
        }
    }

    /// Pipes the article to a command as it was typed: `json: jq .quotes`.
    pub(super) fn pipe_to(&mut self, line: &str, effects: &mut Vec<Effect>) {
        let line = line.trim();
        let named = PipeFormat::NAMES.iter().find_map(|(name, format)| {
            let rest = line.strip_prefix(name)?.strip_prefix(':')?;
            Some((*format, rest))
        });
        let (format, words) = named.unwrap_or((self.programs.format, line));
        let command = match shell_words::split(words) {
            Ok(command) if command.is_empty() => return,
            Ok(command) => command,
            Err(_) => return self.say(NoticeKind::Error, "a quotation mark is not closed"),
        };
        self.piped.retain(|known| known != line);
        if self.piped.len() == HISTORY {
            self.piped.remove(0);
        }
        self.piped.push(line.to_owned());
        effects.push(Effect::RememberPiped(self.piped.clone()));
        self.pipe(words.trim(), command, format, effects);
    }

    /// Pipes the article to the saved command with this number.
    pub(super) fn pipe_saved(&mut self, number: usize, effects: &mut Vec<Effect>) {
        if let Some(Pipe {
            name,
            command,
            format,
            ..
        }) = self.programs.pipes.get(number).cloned()
        {
            self.pipe(&name, command, format, effects);
        }
    }

    fn pipe(
        &mut self,
        name: &str,
        command: Vec<String>,
        format: PipeFormat,
        effects: &mut Vec<Effect>,
    ) {
        let Some(outgoing) = self.outgoing() else {
            return;
        };
        let ticket = self.await_guest(name.to_owned(), effects);
        effects.push(Effect::Pipe {
            ticket,
            name: name.to_owned(),
            command,
            format,
            outgoing,
        });
        let stop = self.keymap.said(Pane::Reading, Action::Escape);
        self.say(NoticeKind::Info, format!("{name} is at work; {stop} stops"));
    }

    /// Shares the article: by the only program that there is, or by one of a menu.
    pub(super) fn share(&mut self, effects: &mut Vec<Effect>) {
        if self.what_is_read().is_none() {
            return;
        }
        match self.programs.shares.len() {
            0 => self.say(
                NoticeKind::Info,
                "nothing to share through: a [[share]] in the configuration names a program",
            ),
            1 => self.share_by(0, effects),
            _ => self.overlay = Some(Overlay::Shares(0)),
        }
    }

    /// Shares the article by the program with this number.
    pub(super) fn share_by(&mut self, number: usize, effects: &mut Vec<Effect>) {
        let Some(share) = self.programs.shares.get(number).cloned() else {
            return;
        };
        let Some(outgoing) = self.outgoing() else {
            return;
        };
        let wants = |word: &str| share.command.iter().any(|argument| argument.contains(word));
        if wants("{quote}") && outgoing.quote.is_none() {
            let next = self.keymap.said(Pane::Reading, Action::NextQuote);
            let text = format!("select a quotation first: {next}");
            return self.say(NoticeKind::Info, text);
        }
        if wants("{url}") && outgoing.link.is_none() {
            return self.say(NoticeKind::Info, "this article has no link to share");
        }
        self.say(NoticeKind::Info, format!("sharing by {}", share.name));
        effects.push(Effect::Share {
            name: share.name,
            command: share.command,
            outgoing,
        });
    }

    /// A key in the menu of programs to share through; false where it is none of its own.
    pub(super) fn shares_key(&mut self, key: Key, effects: &mut Vec<Effect>) -> bool {
        let Some(Overlay::Shares(_)) = self.overlay else {
            return false;
        };
        let digit = match key.code {
            KeyCode::Char(c) if !key.ctrl && !key.alt => c.to_digit(10),
            _ => None,
        };
        let Some(number) = digit.and_then(|digit| digit.checked_sub(1)) else {
            return false;
        };
        if (number as usize) < self.programs.shares.len() {
            self.overlay = None;
            self.share_by(number as usize, effects);
        }
        true
    }

    /// An action in that menu; false where it goes to the panes all the same.
    pub(super) fn shares_action(
        &mut self,
        action: Action,
        selected: usize,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let last = self.programs.shares.len().saturating_sub(1);
        if let Some(to) = action.step(selected, last) {
            self.overlay = Some(Overlay::Shares(to));
            return true;
        }
        match action {
            Action::Quit | Action::Redraw | Action::Suspend => return false,
            Action::Open => {
                self.overlay = None;
                self.share_by(selected, effects);
            }
            _ => self.overlay = None,
        }
        true
    }

    /// Runs the saved program that this key stands for; false where there is none.
    pub(super) fn program_key(&mut self, key: Key, effects: &mut Vec<Effect>) -> bool {
        let pipes = &self.programs.pipes;
        if let Some(number) = pipes.iter().position(|pipe| pipe.key == Some(key)) {
            self.pipe_saved(number, effects);
            return true;
        }
        let shares = &self.programs.shares;
        if let Some(number) = shares.iter().position(|share| share.key == Some(key)) {
            self.share_by(number, effects);
            return true;
        }
        false
    }
}
