//! The filter while it is typed: every letter asks the cache anew.

use super::state::State;
use super::{Effect, Key, KeyCode, Pane};

/// A pasted filter is cut at so many characters.
const LONGEST_PASTE: usize = 200;

impl State {
    /// A key while the filter is typed; false where it means what it always means.
    pub(super) fn prompt_key(&mut self, key: Key, effects: &mut Vec<Effect>) -> bool {
        let Some(prompt) = &mut self.prompt else {
            return false;
        };
        match key {
            Key {
                code: KeyCode::Char('c'),
                ctrl: true,
                ..
            } => return false,
            Key {
                code: KeyCode::Esc, ..
            } => {
                self.prompt = None;
                self.filter(String::new(), effects);
                return true;
            }
            Key {
                code: KeyCode::Enter,
                ..
            } => {
                self.prompt = None;
                return true;
            }
            Key {
                code: KeyCode::Up | KeyCode::Down,
                ..
            } => {
                let by = if key.code == KeyCode::Up { -1 } else { 1 };
                self.step(Pane::List, by, effects);
                return true;
            }
            Key {
                code: KeyCode::Char('u'),
                ctrl: true,
                ..
            } => prompt.text.clear(),
            Key {
                code: KeyCode::Char('w'),
                ctrl: true,
                ..
            } => {
                let kept = prompt.text.trim_end().rfind(' ').map_or(0, |at| at + 1);
                prompt.text.truncate(kept);
            }
            Key {
                code: KeyCode::Backspace,
                ..
            } => {
                prompt.text.pop();
            }
            Key {
                code: KeyCode::Char(c),
                ctrl: false,
                alt: false,
            } if !c.is_control() => prompt.text.push(c),
            _ => return true,
        }
        let words = prompt.text.clone();
        self.filter(words, effects);
        true
    }

    pub(super) fn paste(&mut self, text: &str, effects: &mut Vec<Effect>) {
        if self.people_paste(text, effects) {
            return;
        }
        if let Some(prompt) = &mut self.prompt {
            let line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
            prompt.text.extend(line.take(LONGEST_PASTE));
            let words = prompt.text.clone();
            self.filter(words, effects);
        }
    }
}
