//! The reader's own words at an article: tags, "later" among them, and a note. Shown at once, kept in the background,
//! taken back by undo.

use std::sync::Arc;

use super::prompt::{Prompt, Purpose};
use super::state::State;
use super::undo::Inverse;
use super::{Effect, NoticeKind, View};
use crate::news::{ArticleId, Expression, Field, Headline, LATER, Order, Term, same_tag, tags};

/// The view of all articles with a tag.
pub fn tag_view(tag: &str, name: String) -> View {
    View {
        name,
        query: Expression::Term(Term::Field(Field::Tag, tag.to_owned())),
        sort: Order::Newest,
        key: None,
        kept: true,
    }
}

impl State {
    /// The article that the keys are about: the selected one, with its tags.
    fn subject(&mut self) -> Option<(ArticleId, Vec<String>)> {
        if self.is_guest() && self.focus != super::Pane::List {
            self.say(
                NoticeKind::Info,
                "this page is in no feed: nothing is kept of it",
            );
            return None;
        }
        let row = self.list.headline()?;
        Some((row.id, row.tags.clone()))
    }

    /// To be read later, or not any more.
    pub(super) fn toggle_later(&mut self, effects: &mut Vec<Effect>) {
        let Some((id, before)) = self.subject() else {
            return;
        };
        let mut after = before.clone();
        after.retain(|tag| !same_tag(tag, LATER));
        let what = if after.len() == before.len() {
            after.push(LATER.to_owned());
            "to be read later"
        } else {
            "not to be read later any more"
        };
        self.set_tags(id, after, effects);
        self.remember(what.to_owned(), Inverse::SetTags(id, before));
        self.say(NoticeKind::Info, what);
    }

    /// Opens the line for the tags of the article.
    pub(super) fn ask_tags(&mut self) {
        if let Some((id, tags)) = self.subject() {
            let mut text = tags.join(", ");
            if !text.is_empty() {
                text.push_str(", ");
            }
            self.prompt = Some(Prompt::new(Purpose::Tags(id), text));
        }
    }

    /// Gives an article the tags of a line.
    pub(super) fn tag_by(&mut self, id: ArticleId, line: &str, effects: &mut Vec<Effect>) {
        let row = self.list.all_rows().find(|row| row.id == id);
        let before = row.map(|row| row.tags.clone()).unwrap_or_default();
        let after = tags(line);
        if after == before {
            return;
        }
        let what = match after.join(", ") {
            none if none.is_empty() => "no tag any more".to_owned(),
            some => format!("tagged {some}"),
        };
        self.set_tags(id, after, effects);
        self.remember(what.clone(), Inverse::SetTags(id, before));
        self.say(NoticeKind::Info, what);
    }

    /// Sets tags at once, and asks for them to be kept.
    pub(super) fn set_tags(
        &mut self,
        id: ArticleId,
        mut tags: Vec<String>,
        effects: &mut Vec<Effect>,
    ) {
        self.outdate();
        tags.sort_by_key(|tag| tag.to_lowercase());
        self.change_headline(id, |headline| headline.tags.clone_from(&tags));
        effects.push(Effect::SetTags { id, tags });
    }

    /// Opens the reader's editor for the note to the article.
    pub(super) fn ask_note(&mut self, effects: &mut Vec<Effect>) {
        if let Some((id, _)) = self.subject() {
            effects.push(Effect::LoadNote { id });
        }
    }

    /// The editor was left.
    pub(super) fn take_note(
        &mut self,
        id: ArticleId,
        before: Option<String>,
        after: &str,
        effects: &mut Vec<Effect>,
    ) {
        let after = Some(after.trim().to_owned()).filter(|note| !note.is_empty());
        if after == before {
            return self.say(NoticeKind::Info, "the note is as it was");
        }
        let what = if after.is_some() {
            "note written"
        } else {
            "note taken away"
        };
        self.set_article_note(id, after, effects);
        self.remember(what.to_owned(), Inverse::SetNote(id, before));
        self.say(NoticeKind::Info, what);
    }

    /// Sets a note at once, and asks for it to be kept.
    pub(super) fn set_article_note(
        &mut self,
        id: ArticleId,
        note: Option<String>,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(reading) = &mut self.reading
            && reading.article.headline.id == id
        {
            reading.note.clone_from(&note);
        }
        self.change_headline(id, |headline| headline.noted = note.is_some());
        effects.push(Effect::SetNote { id, note });
    }

    /// Changes an article wherever it is shown.
    fn change_headline(&mut self, id: ArticleId, change: impl Fn(&mut Headline)) {
        let held = self.headlines_mut().filter(|held| held.id == id);
        held.for_each(&change);
        let (width, settings) = (self.reading_size().1, self.settings);
        if let Some(reading) = &mut self.reading
            && reading.article.headline.id == id
        {
            reading.set(width, settings);
        }
        self.scroll_reading(0);
    }

    /// Takes in which tags there are, and at how many articles each.
    pub(super) fn take_tags(&mut self, tags: &[(String, u32)]) {
        let (later, others): (Vec<_>, Vec<_>) =
            tags.iter().partition(|(tag, _)| same_tag(tag, LATER));
        self.later = later.iter().map(|(_, count)| count).sum();
        let view = |(tag, count): &&(String, u32)| {
            let view = tag_view(tag, format!("#{tag}"));
            (tag.clone(), Arc::new(view), *count)
        };
        self.tags = others.iter().map(view).collect();
        self.follow_source();
    }
}
