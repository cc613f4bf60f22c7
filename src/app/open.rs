//! From the list to an article: the selected one, the next one, the next unread one.

use super::state::State;
use super::{Effect, MarkRead, NoticeKind, Pane};
use crate::news::{ArticleId, Headline};

impl State {
    /// Asks for the selected article, unless it is there or on its way.
    pub(super) fn load_selected(&mut self, effects: &mut Vec<Effect>) {
        if let Some(id) = self.list.headline().map(|row| row.id) {
            self.load_id(id, effects);
        }
    }

    /// The same for an article that need not be in the list.
    pub(super) fn load_id(&mut self, id: ArticleId, effects: &mut Vec<Effect>) {
        let shown = self
            .reading
            .as_ref()
            .map(|reading| reading.article.headline.id);
        let is_shown = shown == Some(id) || self.leave_guests_for(id);
        if is_shown && self.is_cut_short() {
            // Its rest was given up: it is asked for once more, and shown from here on.
            let top = self.reading.as_ref().map_or(0, super::Reading::top);
            self.place = Some((id, top));
        } else if is_shown {
            // Whatever else was on its way is not wanted any more.
            self.wanted = None;
            return;
        }
        if self.wanted.is_some_and(|(_, wanted)| wanted == id) {
            return;
        }
        effects.push(Effect::LoadLeft { id });
        self.load_article(id, effects);
    }

    /// Opens the selected article to be read.
    pub(super) fn open(&mut self, effects: &mut Vec<Effect>) {
        let Some((id, read)) = self.list.headline().map(|row| (row.id, row.read)) else {
            return;
        };
        if !matches!(self.focus, Pane::Reading | Pane::Quotes) {
            self.focus = Pane::Reading;
        }
        self.tread();
        self.load_selected(effects);
        self.seen_whole = None;
        if self.settings.mark_read == MarkRead::Open && !read {
            self.set_read(vec![id], true, effects);
        }
    }

    /// Selects a row and opens it.
    fn open_row(&mut self, index: usize, effects: &mut Vec<Effect>) {
        self.list.selected = index;
        self.open(effects);
        self.show_selection(effects);
    }

    /// Opens the next article, or the one before.
    pub(super) fn step_article(&mut self, forward: bool, effects: &mut Vec<Effect>) {
        let selected = self.list.selected;
        let next = if forward {
            selected.checked_add(1)
        } else {
            selected.checked_sub(1)
        };
        match next.filter(|index| *index < self.list.rows.len()) {
            Some(index) => self.open_row(index, effects),
            None => self.say(
                NoticeKind::Info,
                if forward {
                    "the last article"
                } else {
                    "the first article"
                },
            ),
        }
    }

    /// Opens the next unread article of the list, then (with `on`) of the next feed.
    pub(super) fn next_unread(&mut self, on: bool, effects: &mut Vec<Effect>) {
        let unread = |(_, row): &(usize, &Headline)| !row.read;
        let rows = || self.list.rows.iter().enumerate();
        let below = rows().skip(self.list.selected + 1).find(unread);
        if let Some((index, _)) = below {
            return self.open_row(index, effects);
        }
        if let Some(next) = self.list.next {
            self.list.seek_unread = true;
            return self.request_page(Some(next), effects);
        }
        if let Some((index, _)) = rows().take(self.list.selected).find(unread) {
            return self.open_row(index, effects);
        }
        if on && let Some(source) = self.next_unread_feed() {
            self.list.seek_unread = true;
            self.show_list(source, effects);
            return self.follow_source();
        }
        self.say(NoticeKind::Info, "nothing unread is left");
    }

    /// Opens the unread article before this one.
    pub(super) fn previous_unread(&mut self, effects: &mut Vec<Effect>) {
        let above = self
            .list
            .rows
            .iter()
            .take(self.list.selected)
            .rposition(|row| !row.read);
        match above {
            Some(index) => self.open_row(index, effects),
            None => self.say(NoticeKind::Info, "no unread article before this one"),
        }
    }
}
