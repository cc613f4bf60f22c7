//! What rules did with new articles: shown in the list, said on the status line, and taken back by undo.

use super::state::State;
use super::undo::{Inverse, Undo};
use super::{Effect, NoticeKind};
use crate::news::Ruled;

impl State {
    /// Rules did something. What they did during one poll is one change for undo.
    pub(super) fn took_ruled(&mut self, ruled: Ruled, effects: &mut Vec<Effect>) {
        for row in self.headlines_mut() {
            row.read |= ruled.read.contains(&row.id);
            row.bookmarked |= ruled.bookmarked.contains(&row.id);
        }
        self.load_feeds(effects);
        self.gather_told(&ruled.told, effects);
        if let Some(first) = ruled.told.first() {
            let others = match ruled.told.len() {
                1 => String::new(),
                all => format!(" (and {} more)", all - 1),
            };
            let text = format!("{}: {}{others}", first.rule, first.title);
            self.say(NoticeKind::Info, text);
        }
        if ruled.changes_nothing() {
            return;
        }
        let last = self.undo.last_mut();
        if let Some(Undo {
            what,
            inverse: Inverse::Rules(before),
        }) = last
        {
            before.extend(ruled);
            *what = by_rules(before);
        } else {
            let what = by_rules(&ruled);
            self.remember(what, Inverse::Rules(Box::new(ruled)));
        }
    }
}

fn by_rules(ruled: &Ruled) -> String {
    format!("{} by rules", ruled.summary())
}
