//! A question on the last line, answered by typing: who said it, a note, words to look for in the sidebar.

use super::state::State;
use super::{Effect, Key, KeyCode};
use crate::news::clean_line;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Words that the sidebar's entries must hold; every letter counts at once.
    Quotes,
    /// Who said the quotation with this place in `Reading::quotes`.
    Speaker(usize),
    /// The note of the highlight with this id.
    Note(i64),
}

/// A question while it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// What is asked for.
    pub question: Question,
    /// What was typed so far.
    pub text: String,
    /// Answers that are likely, the likeliest first.
    pub choices: Vec<String>,
    /// The one of [`Ask::fitting`] that stands in the line, while the reader goes through them.
    chosen: Option<(usize, String)>,
}

impl Ask {
    /// A question, and what stands in the line at first.
    pub(super) fn new(question: Question, text: String, choices: Vec<String>) -> Self {
        Self {
            question,
            text,
            choices,
            chosen: None,
        }
    }

    /// The words before the line.
    pub fn label(&self) -> &'static str {
        match self.question {
            Question::Quotes => "in the quotations: ",
            Question::Speaker(_) => "who said it: ",
            Question::Note(_) => "note: ",
        }
    }

    /// What is to be known of an empty line.
    pub fn hint(&self) -> &'static str {
        match self.question {
            Question::Quotes => "words, names, titles",
            Question::Speaker(_) => "nobody is named",
            Question::Note(_) => "no note",
        }
    }

    /// The likely answers that have a word which begins as the line does.
    pub fn fitting(&self) -> Vec<&str> {
        let typed = self.chosen.as_ref().map_or(&self.text, |(_, typed)| typed);
        let typed = typed.to_lowercase();
        let fits = |choice: &&str| {
            let choice = choice.to_lowercase();
            choice.starts_with(&typed)
                || choice
                    .match_indices(typed.as_str())
                    .any(|(at, _)| choice[..at].ends_with([' ', '-', '’', '\'']))
        };
        let fitting = self.choices.iter().map(String::as_str).filter(fits);
        fitting.collect()
    }

    /// Puts the next fitting answer in the line, or the one before.
    fn choose(&mut self, forward: bool) {
        let count = self.fitting().len();
        if count == 0 {
            return;
        }
        let (next, typed) = match self.chosen.take() {
            Some((at, typed)) if forward => ((at + 1) % count, typed),
            Some((at, typed)) => ((at + count - 1) % count, typed),
            None if forward => (0, self.text.clone()),
            None => (count - 1, self.text.clone()),
        };
        self.chosen = Some((next, typed));
        if let Some(answer) = self.fitting().get(next).map(|answer| (*answer).to_owned()) {
            self.text = answer;
        }
    }

    /// Changes the line; false where the key is none for that.
    fn edit(&mut self, key: Key) -> bool {
        match key {
            Key {
                code: KeyCode::Char('u'),
                ctrl: true,
                ..
            } => self.text.clear(),
            Key {
                code: KeyCode::Char('w'),
                ctrl: true,
                ..
            } => {
                let kept = self.text.trim_end().rfind(' ').map_or(0, |at| at + 1);
                self.text.truncate(kept);
            }
            Key {
                code: KeyCode::Backspace,
                ..
            } => drop(self.text.pop()),
            Key {
                code: KeyCode::Char(c),
                ctrl: false,
                alt: false,
            } if !c.is_control() => self.text.push(c),
            _ => return false,
        }
        self.chosen = None;
        true
    }
}

impl State {
    /// A key while a question is answered; false where it means what it always means.
    pub(super) fn ask_key(&mut self, key: Key, effects: &mut Vec<Effect>) -> bool {
        let Some(ask) = &mut self.ask else {
            return false;
        };
        match key.code {
            KeyCode::Char('c') if key.ctrl => return false,
            KeyCode::Esc => {
                let question = ask.question.clone();
                self.ask = None;
                if question == Question::Quotes {
                    self.filter_sidebar(String::new());
                }
            }
            KeyCode::Enter => {
                if let Some(ask) = self.ask.take() {
                    self.answer(&ask.question, &clean_line(&ask.text), effects);
                }
            }
            KeyCode::Tab | KeyCode::Down if !ask.choices.is_empty() => ask.choose(true),
            KeyCode::BackTab | KeyCode::Up if !ask.choices.is_empty() => ask.choose(false),
            KeyCode::Down | KeyCode::Up if ask.question == Question::Quotes => {
                self.step_in_sidebar(if key.code == KeyCode::Down { 1 } else { -1 });
            }
            _ => {
                if ask.edit(key) {
                    self.typed();
                }
            }
        }
        true
    }

    /// Text was pasted into the line.
    pub(super) fn paste_answer(&mut self, text: &str) {
        /// A pasted answer is cut at so many characters.
        const LONGEST: usize = 2000;
        if let Some(ask) = &mut self.ask {
            let line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
            ask.text.extend(line.take(LONGEST));
            ask.chosen = None;
            self.typed();
        }
    }

    /// The line has changed.
    fn typed(&mut self) {
        if let Some(ask) = &self.ask
            && ask.question == Question::Quotes
        {
            let words = ask.text.clone();
            self.filter_sidebar(words);
        }
    }

    fn answer(&mut self, question: &Question, text: &str, effects: &mut Vec<Effect>) {
        match *question {
            Question::Quotes => {}
            Question::Speaker(quote) => self.name_speaker(quote, text, effects),
            Question::Note(id) => self.set_note(id, text, effects),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tab_goes_through_the_names_that_fit_what_was_typed() {
        let choices = ["Ida Quill", "Tobias Renn", "Leontine Abara"];
        let choices = choices.map(str::to_owned).to_vec();
        let mut ask = Ask::new(Question::Speaker(0), "a".to_owned(), choices);
        assert_eq!(ask.fitting(), ["Leontine Abara"], "a word of it begins so");
        ask.text.clear();
        ask.choose(true);
        ask.choose(true);
        assert_eq!(ask.text, "Tobias Renn");
        ask.choose(false);
        ask.choose(false);
        assert_eq!(ask.text, "Leontine Abara");
        ask.edit(Key::plain(KeyCode::Backspace));
        assert_eq!(ask.text, "Leontine Abar");
    }
}
