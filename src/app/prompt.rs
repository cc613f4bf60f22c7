//! A line being typed: its text, its cursor, what is wrong with it, and what could complete it.

use super::complete::{Offer, offers};
use super::state::State;
use super::{Action, Effect, Key, KeyCode, NoticeKind};
use crate::news::{ArticleId, QueryError, clean_line};

/// A pasted text is cut at so many characters.
const LONGEST_PASTE: usize = 2000;

/// A line being typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    /// What was typed so far.
    pub text: String,
    /// Where the next character goes, in bytes of the text.
    pub cursor: usize,
    /// What is wrong with it, and where.
    pub problem: Option<QueryError>,
    /// What the word at the cursor could become.
    pub offers: Vec<Offer>,
    /// The one of them that stands in the text.
    pub offered: usize,
    /// What it was when the line was opened.
    before: String,
    /// The entry of the history that stands in the text, counted from the latest; 0 for what was typed.
    back: usize,
    /// What was typed before the history was looked at.
    typed: String,
}

/// What a line is typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// To filter the list.
    #[default]
    Filter,
    /// To give an article tags.
    Tags(ArticleId),
    /// To filter the sidebar.
    Quotes,
    /// To say who said the quotation with this place in `Reading::quotes`.
    Speaker(usize),
    /// A note on the highlight with this id.
    Note(i64),
    /// To find people, or what was said.
    People,
    /// To add or to change a feed.
    Subscribing(super::Ask),
    /// To find a command.
    Command,
    /// A command to pipe the article to.
    Pipe,
    /// To narrow the help.
    Help,
}

impl Prompt {
    /// A line with a text in it, to be changed.
    pub(super) fn new(purpose: Purpose, text: String) -> Self {
        Self {
            purpose,
            cursor: text.len(),
            before: text.clone(),
            text,
            ..Self::default()
        }
    }

    /// Changes the text by a key; false where the text stays as it is.
    pub(super) fn edit(&mut self, key: Key) -> bool {
        let plain = !key.ctrl && !key.alt;
        match key.code {
            KeyCode::Char('a') if key.ctrl => self.cursor = 0,
            KeyCode::Home => self.cursor = 0,
            KeyCode::Char('e') if key.ctrl => self.cursor = self.text.len(),
            KeyCode::End => self.cursor = self.text.len(),
            KeyCode::Left => self.cursor = self.before_cursor(),
            KeyCode::Right => self.cursor = self.after_cursor(),
            KeyCode::Char('u') if key.ctrl => return self.remove(0, self.cursor),
            KeyCode::Char('w') if key.ctrl => {
                let word = self.text[..self.cursor].trim_end().rfind(' ');
                return self.remove(word.map_or(0, |at| at + 1), self.cursor);
            }
            KeyCode::Backspace => return self.remove(self.before_cursor(), self.cursor),
            KeyCode::Delete => return self.remove(self.cursor, self.after_cursor()),
            KeyCode::Char(c) if plain && !c.is_control() => {
                self.insert(c.encode_utf8(&mut [0; 4]));
                return true;
            }
            _ => {}
        }
        false
    }

    fn before_cursor(&self) -> usize {
        let before = self.text[..self.cursor].char_indices();
        before.last().map_or(0, |(at, _)| at)
    }

    fn after_cursor(&self) -> usize {
        let next = self.text[self.cursor..].chars().next();
        self.cursor + next.map_or(0, char::len_utf8)
    }

    fn remove(&mut self, from: usize, to: usize) -> bool {
        self.text.replace_range(from..to, "");
        self.cursor = from;
        from < to
    }

    pub(super) fn insert(&mut self, text: &str) {
        self.text.insert_str(self.cursor, text);
        self.cursor += text.len();
    }

    fn set(&mut self, text: String) {
        self.cursor = text.len();
        self.text = text;
    }

    /// The entry before or after in the history; true where there is one.
    fn turn_back(&mut self, history: &[String], older: bool) -> bool {
        if self.back == 0 {
            self.typed.clone_from(&self.text);
        }
        let back = if older {
            (self.back + 1).min(history.len())
        } else {
            self.back.saturating_sub(1)
        };
        if back == self.back {
            return false;
        }
        self.back = back;
        let text = match back {
            0 => self.typed.clone(),
            back => history[history.len() - back].clone(),
        };
        self.set(text);
        true
    }

    /// Puts the next offer into the text, or the one before; true where there is one.
    fn offer(&mut self, forward: bool, found: impl FnOnce(&Self) -> Vec<Offer>) -> bool {
        let (old, new) = if self.offers.is_empty() {
            self.offers = found(self);
            let Some(first) = self.offers.first() else {
                return false;
            };
            (first.place.clone(), 0)
        } else {
            let count = self.offers.len();
            let step = if forward { 1 } else { count - 1 };
            let now = &self.offers[self.offered];
            (
                now.place.start..now.place.start + now.text.len(),
                (self.offered + step) % count,
            )
        };
        self.offered = new;
        let text = self.offers[new].text.clone();
        self.cursor = old.start + text.len();
        self.text.replace_range(old, &text);
        if self.offers.len() == 1 {
            // Nothing else was meant.
            self.offers.clear();
        }
        true
    }
}

impl State {
    /// A key while a line is typed; false where it means what it always means.
    pub(super) fn prompt_key(&mut self, key: Key, effects: &mut Vec<Effect>) -> bool {
        let Some(prompt) = &mut self.prompt else {
            return false;
        };
        if key.ctrl && matches!(key.code, KeyCode::Char('c' | 'z' | 'l')) {
            return false;
        }
        let changed = match key.code {
            KeyCode::Up | KeyCode::Down | KeyCode::Tab | KeyCode::BackTab
                if prompt.purpose == Purpose::Command =>
            {
                self.select_command(matches!(key.code, KeyCode::Down | KeyCode::Tab));
                return true;
            }
            KeyCode::Tab | KeyCode::BackTab => {
                let mut prompt = self.prompt.take().unwrap_or_default();
                let forward = key.code == KeyCode::Tab;
                let changed = prompt.offer(forward, |prompt| offers(self, prompt));
                self.prompt = Some(prompt);
                changed
            }
            KeyCode::Esc => {
                let (purpose, before) = (prompt.purpose, std::mem::take(&mut prompt.before));
                self.prompt = None;
                if purpose == Purpose::Command {
                    self.palette = super::Palette::default();
                }
                self.take_prompt_back(purpose, &before, effects);
                return true;
            }
            KeyCode::Enter => {
                if prompt.problem.is_none() {
                    let (purpose, text) = (prompt.purpose, std::mem::take(&mut prompt.text));
                    self.prompt = None;
                    self.take_answer(purpose, &text, effects);
                }
                return true;
            }
            KeyCode::Up | KeyCode::Down if prompt.purpose == Purpose::Quotes => {
                self.step_in_sidebar(if key.code == KeyCode::Down { 1 } else { -1 });
                return true;
            }
            KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown
                if prompt.purpose == Purpose::Help =>
            {
                self.scroll_help(match key.code {
                    KeyCode::Up => Action::Up,
                    KeyCode::Down => Action::Down,
                    KeyCode::PageUp => Action::PageUp,
                    _ => Action::PageDown,
                });
                return true;
            }
            KeyCode::Up | KeyCode::Down if prompt.purpose == Purpose::Pipe => {
                prompt.turn_back(&self.piped, key.code == KeyCode::Up)
            }
            KeyCode::Up | KeyCode::Down if prompt.purpose != Purpose::Filter => return true,
            KeyCode::Up | KeyCode::Down => {
                prompt.offers.clear();
                prompt.turn_back(&self.filters, key.code == KeyCode::Up)
            }
            _ => {
                prompt.offers.clear();
                prompt.edit(key)
            }
        };
        if changed {
            self.prompt_changed(effects);
        }
        true
    }

    /// A text is pasted into the line.
    pub(super) fn paste(&mut self, text: &str, effects: &mut Vec<Effect>) {
        if self.people_paste(text, effects) {
            return;
        }
        if let Some(prompt) = &mut self.prompt {
            let line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
            let line: String = line.take(LONGEST_PASTE).collect();
            prompt.offers.clear();
            prompt.insert(&line);
            self.prompt_changed(effects);
        }
    }

    fn prompt_changed(&mut self, effects: &mut Vec<Effect>) {
        let Some(prompt) = &self.prompt else { return };
        let text = prompt.text.clone();
        let problem = match prompt.purpose {
            Purpose::Filter => self.filter(&text, effects).err(),
            Purpose::Quotes => {
                self.filter_sidebar(text);
                None
            }
            // All but the last count when the line is ended; that one is the people view's own.
            Purpose::Tags(_)
            | Purpose::Speaker(_)
            | Purpose::Note(_)
            | Purpose::Pipe
            | Purpose::People => None,
            Purpose::Command => {
                self.find_commands(&text, effects);
                None
            }
            Purpose::Subscribing(ask) => {
                self.subscribing_typed(ask, &text, effects);
                None
            }
            Purpose::Help => {
                self.narrow_help(text);
                None
            }
        };
        if let Some(prompt) = &mut self.prompt {
            prompt.problem = problem;
        }
    }

    /// The line is ended.
    fn take_answer(&mut self, purpose: Purpose, text: &str, effects: &mut Vec<Effect>) {
        match purpose {
            Purpose::Filter => self.remember_filter(text, effects),
            Purpose::Tags(id) => self.tag_by(id, text, effects),
            Purpose::Command => self.run_command(effects),
            Purpose::Pipe => self.pipe_to(text, effects),
            Purpose::Subscribing(ask) => self.subscribing_answer(ask, text, effects),
            Purpose::Quotes | Purpose::People | Purpose::Help => {}
            Purpose::Speaker(quote) => self.name_speaker(quote, &clean_line(text), effects),
            Purpose::Note(id) => self.set_note(id, &clean_line(text), effects),
        }
    }

    /// Everything is again as it was when the line was opened.
    fn take_prompt_back(&mut self, purpose: Purpose, before: &str, effects: &mut Vec<Effect>) {
        match purpose {
            Purpose::Filter => {
                if let Err(problem) = self.filter(before, effects) {
                    self.say(NoticeKind::Error, problem.to_string());
                }
            }
            Purpose::Quotes => self.filter_sidebar(before.to_owned()),
            Purpose::Help => self.narrow_help(before.to_owned()),
            Purpose::Tags(_)
            | Purpose::Command
            | Purpose::Pipe
            | Purpose::Subscribing(_)
            | Purpose::Speaker(_)
            | Purpose::Note(_)
            | Purpose::People => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys;

    fn typed(text: &str) -> Prompt {
        let mut prompt = Prompt::default();
        for key in keys(text).unwrap() {
            prompt.edit(key);
        }
        prompt
    }

    #[test]
    fn the_line_is_edited_anywhere_in_it() {
        assert_eq!(typed("rain<left><left>u<right>n<end>.").text, "rauinn.");
        assert_eq!(typed("灯台守<left><bs><del>x").text, "灯x");
        assert_eq!(typed("one two<c-w>x<home>y<c-e>z").text, "yone xz");
        assert_eq!(typed("abc<left><c-u>").text, "c");
        assert_eq!(typed("<bs><del><left><right><c-w>").text, "");
    }
}
