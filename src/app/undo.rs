//! Undo: a stack of inverse effects, each with the words for what it takes back.

use super::state::State;
use super::{Effect, NoticeKind};
use crate::news::{ArticleId, Correction, Highlight, Ruled};

/// How far back undo reaches.
const DEPTH: usize = 100;

/// A change that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// What was done, in words.
    pub what: String,
    /// What takes it back.
    pub inverse: Inverse,
}

/// What takes a change back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inverse {
    /// Mark articles as read or unread.
    SetRead(Vec<ArticleId>, bool),
    /// Set a bookmark, or take it back.
    SetBookmark(ArticleId, bool),
    /// Undo what rules did.
    Rules(Box<Ruled>),
    /// Give an article these tags and no others.
    SetTags(ArticleId, Vec<String>),
    /// Write a note, or take it away.
    SetNote(ArticleId, Option<String>),
    /// Keep a highlight or a quotation, as it was.
    PutHighlight(Box<Highlight>),
    /// Take a highlight or a kept quotation away.
    RemoveHighlight(i64),
    /// What the reader said before of who said a quotation, by its key.
    SetCorrection(ArticleId, String, Option<Correction>),
    /// Take back a change of the configuration file.
    Configuration(Box<crate::config::edit::Edit>),
    /// Take back what was changed of people.
    People(super::PeopleEffect),
    /// Keep the theme with this number.
    Theme(usize),
}

impl State {
    /// Remembers how to take a change back.
    pub(super) fn remember(&mut self, what: String, inverse: Inverse) {
        if self.undo.len() == DEPTH {
            self.undo.remove(0);
        }
        self.undo.push(Undo { what, inverse });
    }

    /// Takes the last change back.
    pub(super) fn take_back(&mut self, effects: &mut Vec<Effect>) {
        let Some(undo) = self.undo.pop() else {
            self.say(NoticeKind::Info, "nothing to undo");
            return;
        };
        match undo.inverse {
            Inverse::SetRead(ids, read) => self.set_read(ids, read, effects),
            Inverse::SetBookmark(id, on) => self.set_bookmark(id, on, effects),
            Inverse::Rules(ruled) => effects.push(Effect::UndoRules(ruled)),
            Inverse::SetTags(id, tags) => self.set_tags(id, tags, effects),
            Inverse::SetNote(id, note) => self.set_article_note(id, note, effects),
            Inverse::PutHighlight(highlight) => self.put_highlight(*highlight, effects),
            Inverse::RemoveHighlight(id) => self.remove_highlight(id, effects),
            Inverse::SetCorrection(id, words, before) => {
                self.set_correction(id, words, before, effects);
            }
            Inverse::Configuration(edit) => Self::take_change_back(edit, effects),
            Inverse::People(effect) => self.take_people_back(effect, effects),
            Inverse::Theme(number) => self.set_theme(number, effects),
        }
        self.say(NoticeKind::Info, format!("undone: {}", undo.what));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_changes_are_taken_back_the_last_first_and_each_is_named() {
        let mut state = State::default();
        for number in 0..150 {
            let inverse = Inverse::SetNote(ArticleId(number), None);
            state.remember(format!("note {number}"), inverse);
        }
        let mut effects = Vec::new();
        for number in (50..150).rev() {
            state.take_back(&mut effects);
            let said = state.notice.as_ref().map(|notice| notice.text.clone());
            assert_eq!(said, Some(format!("undone: note {number}")));
        }
        assert_eq!(effects.len(), 100);
        state.take_back(&mut effects);
        assert_eq!(effects.len(), 100);
    }
}
