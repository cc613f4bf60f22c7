//! The log: what the status line said lately, how each poll went, and which feeds failed and why. Bounded; the newest first.

use std::collections::VecDeque;

use super::state::State;
use super::{Action, Effect, NoticeKind, Overlay};
use crate::news::UnixSeconds;

/// So many entries are kept.
const MOST: usize = 500;

/// Whether an entry is good or bad news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Something was done.
    Done,
    /// Something failed.
    Failed,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// When it happened, the last time where it happened several times.
    pub at: UnixSeconds,
    /// Good or bad.
    pub outcome: Outcome,
    /// What happened.
    pub text: String,
    /// What the reader can do about it.
    pub hint: Option<String>,
    /// How often it happened, one time after the other.
    pub times: u32,
}

/// What happened lately.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    /// The newest first.
    pub entries: VecDeque<LogEntry>,
    /// The selected one, while the log is shown.
    pub selected: usize,
}

impl Log {
    /// Takes an entry in; the oldest goes where there are too many.
    pub(super) fn note(
        &mut self,
        at: UnixSeconds,
        outcome: Outcome,
        text: &str,
        hint: Option<&str>,
    ) {
        if let Some(last) = self.entries.front_mut()
            && last.text == text
            && last.hint.as_deref() == hint
        {
            last.at = at;
            last.times = last.times.saturating_add(1);
            return;
        }
        self.entries.truncate(MOST - 1);
        self.entries.push_front(LogEntry {
            at,
            outcome,
            text: text.to_owned(),
            hint: hint.map(str::to_owned),
            times: 1,
        });
        // What is being looked at stays under the eye.
        if self.selected > 0 {
            self.selected = (self.selected + 1).min(self.entries.len() - 1);
        }
    }
}

impl State {
    /// Shows the log.
    pub(super) fn show_log(&mut self) {
        self.log.selected = 0;
        self.overlay = Some(Overlay::Log);
    }

    /// An action while the log is shown; false where it closes it.
    pub(super) fn log_action(&mut self, action: Action, effects: &mut Vec<Effect>) -> bool {
        if action == Action::Copy {
            self.copy_entry(effects);
            return true;
        }
        let last = self.log.entries.len().saturating_sub(1);
        // An entry takes a line or two.
        let page = usize::from(self.size.rows / 3);
        match super::help::scrolled(self.log.selected, action, page, last) {
            Some(selected) => self.log.selected = selected,
            None => return false,
        }
        true
    }

    fn copy_entry(&mut self, effects: &mut Vec<Effect>) {
        let Some(entry) = self.log.entries.get(self.log.selected) else {
            return;
        };
        let hint = entry.hint.iter().map(String::as_str);
        let lines: Vec<&str> = std::iter::once(entry.text.as_str()).chain(hint).collect();
        effects.push(Effect::Copy(lines.join("\n")));
        // Not an entry of its own: what was copied would move.
        self.say_aside(NoticeKind::Info, "copied");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Message, keys, update};

    #[test]
    fn the_log_is_bounded_and_the_newest_comes_first() {
        let mut log = Log::default();
        for number in 0..MOST + 10 {
            log.note(1, Outcome::Done, &number.to_string(), None);
        }
        assert_eq!(log.entries.len(), MOST);
        assert_eq!(log.entries[0].text, (MOST + 9).to_string());
        assert_eq!(log.entries[MOST - 1].text, "10");
    }

    #[test]
    fn what_happens_again_is_one_entry() {
        let mut log = Log::default();
        log.note(1, Outcome::Failed, "no answer", Some("try later"));
        log.note(2, Outcome::Failed, "no answer", Some("try later"));
        log.note(3, Outcome::Failed, "no answer", None);
        let times: Vec<_> = log.entries.iter().map(|e| (e.at, e.times)).collect();
        assert_eq!(times, [(3, 1), (2, 2)]);
    }

    #[test]
    fn what_is_looked_at_stays_selected_while_entries_come() {
        let mut log = Log::default();
        for text in ["one", "two", "three"] {
            log.note(1, Outcome::Done, text, None);
        }
        log.selected = 2;
        log.note(1, Outcome::Done, "four", None);
        assert_eq!(log.entries[log.selected].text, "one");
    }

    #[test]
    fn an_entry_is_copied_with_its_hint() {
        let mut state = State::default();
        state
            .log
            .note(1, Outcome::Failed, "The Ledger: 404", Some("look it up"));
        let mut effects = Vec::new();
        for key in keys("!y").unwrap() {
            effects.extend(update(&mut state, Message::Key(key)));
        }
        let copied = "The Ledger: 404\nlook it up".to_owned();
        assert_eq!(effects, [Effect::Copy(copied)]);
        assert_eq!(state.log.entries.len(), 1);
        assert_eq!(state.overlay, Some(Overlay::Log));
    }
}
