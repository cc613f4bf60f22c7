//! Read, unread and bookmarked: shown at once, kept in the background, and taken back by undo.

use std::collections::HashSet;

use super::state::State;
use super::undo::Inverse;
use super::{Effect, NoticeKind, Pane, fold};
use crate::news::{ArticleId, Headline};

/// When an article counts as read by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MarkRead {
    /// As soon as it is opened.
    #[default]
    Open,
    /// Once its end was on the screen.
    Scroll,
    /// Never.
    Never,
}

impl MarkRead {
    /// Each with its name in the configuration.
    pub const NAMES: [(&str, Self); 3] = [
        ("open", Self::Open),
        ("scroll", Self::Scroll),
        ("never", Self::Never),
    ];
}

impl State {
    /// Where that is wanted, an article whose end is on the screen counts as read; once, as it may be marked unread.
    pub(super) fn mark_seen(&mut self, effects: &mut Vec<Effect>) {
        if self.settings.mark_read != MarkRead::Scroll
            || !matches!(self.focus, Pane::Reading | Pane::Quotes)
            || self.is_guest()
            || self.wanted.is_some()
        {
            return;
        }
        let height = self.reading_size().0;
        let Some(reading) = self.reading.as_ref().filter(|r| r.shows_the_end(height)) else {
            return;
        };
        let (id, read) = (reading.article.headline.id, reading.article.headline.read);
        let before = self.seen_whole.replace(id);
        if before != Some(id) && !read {
            self.set_read(vec![id], true, effects);
        }
    }

    /// Marks articles at once, in the list, in the reading pane and in the counts, and asks for it to be kept.
    pub(super) fn set_read(&mut self, ids: Vec<ArticleId>, read: bool, effects: &mut Vec<Effect>) {
        self.mark_rows(&ids, read);
        effects.push(Effect::SetRead { ids, read });
    }

    /// Shows articles as read or unread, in the list and in the counts.
    fn mark_rows(&mut self, ids: &[ArticleId], read: bool) {
        self.outdate();
        let ids: HashSet<ArticleId> = ids.iter().copied().collect();
        self.front.took_marks(&ids, read);
        let mut counted = HashSet::new();
        let rows = self.list.all_rows().chain(self.front.headlines_mut());
        for row in rows.filter(|row| row.read != read && ids.contains(&row.id)) {
            if counted.insert(row.id) {
                fold::count(&mut self.feeds, row, read);
            }
        }
        let marked = self.headlines_mut().filter(|row| ids.contains(&row.id));
        marked.for_each(|row| row.read = read);
    }

    /// All that is held of articles: the rows of the list and of the front page, what may come back into the list, and
    /// what is being read.
    pub(super) fn headlines_mut(&mut self) -> impl Iterator<Item = &mut Headline> {
        let rows = self.list.headlines_mut().chain(self.front.headlines_mut());
        let reading = self.reading.as_mut();
        let reading = reading.map(|reading| &mut reading.article.headline);
        rows.chain(self.trail.headlines_mut()).chain(reading)
    }

    /// Turns the selected article from read to unread, or back.
    pub(super) fn toggle_read(&mut self, effects: &mut Vec<Effect>) {
        let Some((id, read)) = self.list.headline().map(|row| (row.id, row.read)) else {
            return;
        };
        self.set_read(vec![id], !read, effects);
        let what = if read { "marked unread" } else { "marked read" };
        self.remember(what.to_owned(), Inverse::SetRead(vec![id], read));
        self.say(NoticeKind::Info, what);
    }

    /// Marks all of the list as read: what the filter leaves of it, or the whole of it.
    pub(super) fn all_read(&mut self, effects: &mut Vec<Effect>) {
        // The numbers are in the order of arrival. Where nothing arrived since, older pages may hold higher ones.
        let last = self.list.rows.iter().map(|row| row.id).max();
        let up_to = last.filter(|_| self.list.arrived > 0);
        if last.is_some() {
            effects.push(Effect::MarkAllRead {
                query: self.question(),
                up_to,
            });
        }
    }

    /// Remembers what was marked, so that it can be taken back.
    pub(super) fn took_all_read(&mut self, changed: Vec<ArticleId>) {
        if changed.is_empty() {
            return self.say(NoticeKind::Info, "all was read already");
        }
        self.mark_rows(&changed, true);
        let what = format!("{} marked read", changed.len());
        self.say(NoticeKind::Info, format!("{what}; {{undo}} takes it back"));
        self.remember(what, Inverse::SetRead(changed, false));
    }

    /// Sets a bookmark at once, and asks for it to be kept.
    pub(super) fn set_bookmark(&mut self, id: ArticleId, on: bool, effects: &mut Vec<Effect>) {
        let held = self.headlines_mut().filter(|held| held.id == id);
        held.for_each(|held| held.bookmarked = on);
        self.outdate();
        self.bookmarks = if on {
            self.bookmarks + 1
        } else {
            self.bookmarks.saturating_sub(1)
        };
        effects.push(Effect::SetBookmark { id, on });
    }

    /// Bookmarks the selected article, or takes it back.
    pub(super) fn toggle_bookmark(&mut self, effects: &mut Vec<Effect>) {
        let Some((id, on)) = self.list.headline().map(|row| (row.id, row.bookmarked)) else {
            return;
        };
        self.set_bookmark(id, !on, effects);
        let what = if on {
            "bookmark taken back"
        } else {
            "bookmarked"
        };
        self.remember(what.to_owned(), Inverse::SetBookmark(id, on));
        self.say(NoticeKind::Info, what);
    }
}
