//! How a poll goes on: its progress, what has arrived, how it is given up, and the word at its end.

use super::log::Outcome;
use super::state::State;
use super::{Action, Effect, NoticeKind, Pane, PollResult};
use crate::news::FeedId;

/// A poll under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Feeds that answered or failed.
    pub done: usize,
    /// Feeds in all.
    pub total: usize,
    /// Feeds that failed.
    pub failed: usize,
    /// Articles that were not known.
    pub new: u32,
    /// Bytes that came, after decompression.
    pub bytes: u64,
    /// The reader gave it up.
    pub stopped: bool,
}

impl State {
    /// A poll began.
    pub(super) fn poll_started(&mut self, total: usize) {
        // That it was asked for is shown by the bar.
        self.notice
            .take_if(|notice| notice.kind == NoticeKind::Info);
        self.progress = Some(Progress {
            total,
            ..Progress::default()
        });
    }

    /// A feed was polled.
    pub(super) fn took_poll(&mut self, result: &PollResult, effects: &mut Vec<Effect>) {
        if let Some(progress) = &mut self.progress {
            progress.done += 1;
            progress.failed += usize::from(result.failed);
            progress.new += result.new;
            progress.bytes = progress.bytes.saturating_add(result.bytes);
        }
        if let Some(error) = &result.error {
            let text = format!("{}: {error}", self.name_of(result.feed));
            self.log
                .note(self.now, Outcome::Failed, &text, result.hint.as_deref());
        }
        if result.new == 0 && !result.failed {
            return;
        }
        self.load_feeds(effects);
        if result.new == 0 {
            return;
        }
        self.front.is_stale_now();
        if self.list.rows.is_empty() {
            self.load_list(effects);
        } else {
            self.list.arrived += result.new;
        }
        if let Some(list) = &mut self.list.unfiltered {
            list.arrived += result.new;
        }
    }

    fn name_of(&self, id: FeedId) -> String {
        let feed = self.feeds.iter().find(|feed| feed.id == id);
        feed.map_or_else(|| "a feed".to_owned(), |feed| feed.title.clone())
    }

    /// Whether the key that leaves things gives the poll up, here and now: where it would do nothing else.
    pub fn escape_stops_poll(&self) -> bool {
        let under_way = self.progress.is_some_and(|progress| !progress.stopped);
        let nothing_else = self.overlay.is_none() && !self.quoted.is_open() && !self.front.open;
        under_way && nothing_else && self.focus == Pane::List && self.list.filter.is_empty()
    }

    /// Gives the poll up. What has come stays.
    pub(super) fn stop_poll(&mut self, effects: &mut Vec<Effect>) {
        if let Some(progress) = &mut self.progress {
            progress.stopped = true;
            effects.push(Effect::CancelPoll);
        }
    }

    /// All were polled.
    pub(super) fn poll_ended(&mut self, effects: &mut Vec<Effect>) {
        if let Some(progress) = self.progress.take().filter(|progress| progress.total > 0) {
            let all_failed = progress.failed > 0 && progress.failed == progress.done;
            let kind = if all_failed {
                NoticeKind::Error
            } else {
                NoticeKind::Info
            };
            let text = self.summary(&progress);
            self.say(kind, text);
        }
        self.load_feeds(effects);
    }

    fn summary(&self, progress: &Progress) -> String {
        let Progress { done, total, .. } = progress;
        let new = match progress.new {
            0 => "nothing new".to_owned(),
            n => format!("{n} new"),
        };
        let stopped = if progress.stopped { "stopped: " } else { "" };
        let mut text = match total {
            1 => format!("{stopped}{done} of 1 feed asked: {new}"),
            _ => format!("{stopped}{done} of {total} feeds asked: {new}"),
        };
        if progress.failed > 0 {
            let key = self.keymap.said(self.focus, Action::Log);
            text = format!("{text}, {} failed ({key} says why)", progress.failed);
        }
        text
    }
}

/// An amount of bytes in a few characters, in steps of 1000: "840 B", "12 kB", "1.2 MB".
pub fn bytes(count: u64) -> String {
    const UNITS: [&str; 3] = ["kB", "MB", "GB"];
    if count < 1000 {
        return format!("{count} B");
    }
    let mut unit = 0;
    let mut tenths = count / 100;
    while tenths >= 10_000 && unit < UNITS.len() - 1 {
        tenths /= 1000;
        unit += 1;
    }
    let name = UNITS[unit];
    if tenths < 100 {
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    } else {
        format!("{} {name}", tenths / 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_take_few_characters() {
        let written = [0, 999, 1000, 1250, 12_499, 999_400, 999_950, 12_345_678];
        assert_eq!(
            written.map(bytes),
            [
                "0 B", "999 B", "1.0 kB", "1.2 kB", "12 kB", "999 kB", "999 kB", "12 MB"
            ]
        );
    }
}
