//! How a poll goes on: its progress, what has arrived, and the word at its end.

use super::state::State;
use super::{Effect, NoticeKind, PollResult};

impl State {
    /// A feed was polled.
    pub(super) fn took_poll(&mut self, result: &PollResult, effects: &mut Vec<Effect>) {
        if let Some(progress) = &mut self.progress {
            progress.done += 1;
            progress.failed += usize::from(result.failed);
            progress.new += result.new;
        }
        if result.new == 0 && !result.failed {
            return;
        }
        self.load_feeds(effects);
        if result.new == 0 {
            return;
        }
        if self.list.rows.is_empty() {
            self.load_list(effects);
        } else {
            self.list.arrived += result.new;
        }
        if let Some(list) = &mut self.list.unfiltered {
            list.arrived += result.new;
        }
    }

    /// All were polled.
    pub(super) fn poll_ended(&mut self, effects: &mut Vec<Effect>) {
        if let Some(progress) = self.progress.take() {
            let new = match progress.new {
                0 => "nothing new".to_owned(),
                n => format!("{n} new"),
            };
            let failed = match progress.failed {
                0 => String::new(),
                n => format!(", {n} failed"),
            };
            let kind = if progress.failed > 0 {
                NoticeKind::Error
            } else {
                NoticeKind::Info
            };
            if progress.total > 0 {
                self.say(
                    kind,
                    format!(
                        "{} of {} feeds asked: {new}{failed}",
                        progress.done, progress.total
                    ),
                );
            }
        }
        self.load_feeds(effects);
    }
}
