//! Words to the reader on the status line: good news turns grey after a while and goes, bad news stays until a key. Each is
//! kept in the log. No clock: the waits are effects.

use super::Effect;
use super::log::Outcome;
use super::state::State;

/// So long good news stays as it is, in milliseconds.
const FRESH: u64 = 5000;
/// And so long it is grey before it goes.
const FADING: u64 = 4000;

/// A word to the reader on the status line; gone with the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Good or bad.
    pub kind: NoticeKind,
    /// The words.
    pub text: String,
    /// It has been there for a while, and will be gone soon.
    pub fading: bool,
    /// Of the wait for its next change; 0 where there is none yet.
    ticket: u64,
}

/// Whether a notice is good or bad news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something was done.
    Info,
    /// Something failed.
    Error,
}

impl State {
    /// Puts a word to the reader on the status line; in it, an action's name in braces stands for its key.
    pub(super) fn say(&mut self, kind: NoticeKind, text: impl Into<String>) {
        let text = self.keymap.worded(self.focus, &text.into());
        let outcome = match kind {
            NoticeKind::Info => Outcome::Done,
            NoticeKind::Error => Outcome::Failed,
        };
        self.log.note(self.now, outcome, &text, None);
        self.say_aside(kind, text);
    }

    /// The same without an entry in the log. Good news does not cover bad news that nobody has answered with a key.
    pub(super) fn say_aside(&mut self, kind: NoticeKind, text: impl Into<String>) {
        let covered = self.notice.as_ref().map(|notice| notice.kind);
        if (covered, kind) == (Some(NoticeKind::Error), NoticeKind::Info) {
            return;
        }
        self.notice = Some(Notice {
            kind,
            text: text.into(),
            fading: false,
            ticket: 0,
        });
    }

    /// What to wait for, so that good news goes by itself. To be asked after each batch of messages.
    pub fn wait(&mut self) -> Option<Effect> {
        let waits = |notice: &&mut Notice| notice.kind == NoticeKind::Info && notice.ticket == 0;
        self.notice.as_mut().filter(waits)?;
        let ticket = self.ticket();
        let notice = self.notice.as_mut()?;
        notice.ticket = ticket;
        let millis = if notice.fading { FADING } else { FRESH };
        Some(Effect::After { ticket, millis })
    }

    /// The time of a notice is up.
    pub(super) fn fade(&mut self, ticket: u64) {
        let Some(notice) = self.notice.as_mut().filter(|n| n.ticket == ticket) else {
            return;
        };
        if notice.fading {
            self.notice = None;
        } else {
            notice.fading = true;
            notice.ticket = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Message, update};

    fn ticket(state: &mut State) -> u64 {
        match state.wait() {
            Some(Effect::After { ticket, .. }) => ticket,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn good_news_turns_grey_and_goes() {
        let mut state = State::default();
        update(&mut state, Message::Done("kept".to_owned()));
        let first = ticket(&mut state);
        assert_eq!(state.wait(), None, "one wait at a time");
        update(&mut state, Message::Elapsed { ticket: first });
        assert!(state.notice.as_ref().unwrap().fading);
        let second = ticket(&mut state);
        update(&mut state, Message::Elapsed { ticket: first });
        assert!(state.notice.is_some(), "an old wait means nothing");
        update(&mut state, Message::Elapsed { ticket: second });
        assert_eq!(state.wait(), None);
        assert_eq!(state.notice, None);
    }

    #[test]
    fn bad_news_waits_for_a_key() {
        let mut state = State::default();
        update(&mut state, Message::Failed("no".to_owned()));
        assert_eq!(state.wait(), None);
        update(&mut state, Message::Done("all is well".to_owned()));
        assert_eq!(state.notice.as_ref().unwrap().text, "no");
        let key = crate::app::keys("j").unwrap()[0];
        update(&mut state, Message::Key(key));
        assert_eq!(state.notice, None);
    }

    #[test]
    fn newer_words_do_not_go_with_the_wait_of_older_ones() {
        let mut state = State::default();
        update(&mut state, Message::Done("one".to_owned()));
        let old = ticket(&mut state);
        update(&mut state, Message::Done("two".to_owned()));
        ticket(&mut state);
        update(&mut state, Message::Elapsed { ticket: old });
        assert!(!state.notice.unwrap().fading);
    }
}
