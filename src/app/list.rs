//! The list pane: its rows, what is selected, and the marks that are set from it.

use std::collections::HashMap;

use super::state::State;
use super::{Effect, NoticeKind, Pane};
use crate::news::{ArticleId, Cursor, Headline, Order, Page, Query, Scope};

/// Rows asked for at a time.
const PAGE: u32 = 200;
/// More rows are asked for when the selection comes so near to the end.
const AHEAD: usize = 50;

/// The list pane.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// What it is of.
    pub scope: Scope,
    /// What it was of before the bookmarks were shown, and which article was selected there.
    pub before: Option<(Scope, Option<ArticleId>)>,
    /// Only articles with these words.
    pub words: String,
    /// The rows so far. Those that were read stay until the list is left.
    pub rows: Vec<Headline>,
    /// Where the next rows begin; `None` at the end.
    pub next: Option<Cursor>,
    /// The ticket of the request under way.
    pub loading: Option<u64>,
    /// The selected row.
    pub selected: usize,
    /// The first row on the screen.
    pub top: usize,
    /// Articles that have arrived since the rows were read.
    pub arrived: u32,
    /// Open the first unread row that comes.
    seek_unread: bool,
    /// Select this article when it comes.
    seek: Option<ArticleId>,
}

impl List {
    /// The selected row.
    pub fn headline(&self) -> Option<&Headline> {
        self.rows.get(self.selected)
    }

    /// Lines a row takes in a pane of this width: wide ones have room for everything in one.
    pub fn row_height(width: u16) -> u16 {
        if width >= 56 { 1 } else { 2 }
    }

    fn position(&self, id: ArticleId) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }
}

impl State {
    /// Shows another list, from its top.
    pub(super) fn show_scope(&mut self, scope: Scope, effects: &mut Vec<Effect>) {
        self.list = List {
            scope,
            before: self.list.before.take(),
            seek_unread: self.list.seek_unread,
            ..List::default()
        };
        self.load_list(effects);
    }

    /// Asks for the list's first page.
    pub(super) fn load_list(&mut self, effects: &mut Vec<Effect>) {
        self.list.arrived = 0;
        self.request_page(None, effects);
    }

    fn request_page(&mut self, after: Option<Cursor>, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        self.list.loading = Some(ticket);
        effects.push(Effect::LoadList {
            ticket,
            query: Query {
                scope: self.list.scope.clone(),
                words: self.list.words.clone(),
                filter: None,
                unread_only: false,
                order: Order::Newest,
                after,
                limit: PAGE,
            },
        });
    }

    /// Asks for the rows after those that are there; false where there are none.
    pub(super) fn load_more(&mut self, effects: &mut Vec<Effect>) -> bool {
        let next = self.list.next;
        if next.is_some() {
            self.request_page(next, effects);
        }
        next.is_some()
    }

    /// Takes a page of the list in, unless another was asked for since.
    pub(super) fn take_list(
        &mut self,
        ticket: u64,
        append: bool,
        page: Page<Headline>,
        effects: &mut Vec<Effect>,
    ) {
        if self.list.loading != Some(ticket) {
            return;
        }
        self.list.loading = None;
        self.list.next = page.next;
        if append {
            self.list.rows.extend(page.rows);
        } else {
            let selected = self.list.headline().map(|row| row.id);
            let selected = self.list.seek.take().or(selected);
            self.list.rows = page.rows;
            self.list.selected = selected.and_then(|id| self.list.position(id)).unwrap_or(0);
            if let Some(reading) = &mut self.reading {
                let shown = &mut reading.article.headline;
                if let Some(row) = self.list.rows.iter().find(|row| row.id == shown.id) {
                    shown.clone_from(row);
                }
            }
        }
        if self.seek_visited(effects) {
            return;
        }
        if self.list.seek_unread {
            match self.list.rows.iter().position(|row| !row.read) {
                Some(index) => {
                    self.list.seek_unread = false;
                    self.list.selected = index;
                    self.open(effects);
                }
                None if self.list.next.is_some() => self.request_page(self.list.next, effects),
                None => self.list.seek_unread = false,
            }
        }
        self.show_selection(effects);
    }

    /// Scrolls the list to its selected row, shows that article beside it, and asks for more rows near the end.
    pub(super) fn show_selection(&mut self, effects: &mut Vec<Effect>) {
        self.scroll_list();
        let near_end = self.list.selected + AHEAD >= self.list.rows.len();
        if near_end && self.list.loading.is_none() && self.list.next.is_some() {
            self.request_page(self.list.next, effects);
        }
        if self.list.rows.is_empty() {
            if self.list.loading.is_none() && !self.alone {
                self.reading = None;
                self.wanted = None;
            }
            return;
        }
        if self.panes().reading.is_some() {
            self.load_selected(effects);
        }
    }

    /// Keeps the selected row on the screen.
    pub(super) fn scroll_list(&mut self) {
        let last = self.list.rows.len().saturating_sub(1);
        self.list.selected = self.list.selected.min(last);
        let Some(area) = self.panes().list else {
            return;
        };
        let content = area.content();
        let fits = usize::from((content.height / List::row_height(content.width)).max(1));
        let lowest = (self.list.selected + 1).saturating_sub(fits);
        self.list.top = self.list.top.clamp(lowest, self.list.selected.max(lowest));
        self.list.top = self.list.top.min(self.list.rows.len().saturating_sub(fits));
    }

    /// Rows of the list on the screen.
    pub(super) fn list_rows_on_screen(&self) -> usize {
        self.panes().list.map_or(10, |area| {
            let content = area.content();
            usize::from((content.height / List::row_height(content.width)).max(1))
        })
    }

    /// Asks for the selected article, unless it is there or on its way.
    pub(super) fn load_selected(&mut self, effects: &mut Vec<Effect>) {
        let Some(id) = self.list.headline().map(|row| row.id) else {
            return;
        };
        let shown = self
            .reading
            .as_ref()
            .map(|reading| reading.article.headline.id);
        if shown == Some(id) {
            // Whatever else was on its way is not wanted any more.
            self.wanted = None;
            return;
        }
        if self.wanted.is_some_and(|(_, wanted)| wanted == id) {
            return;
        }
        let ticket = self.ticket();
        self.wanted = Some((ticket, id));
        effects.push(Effect::LoadArticle { ticket, id });
    }

    /// Opens the selected article to be read.
    pub(super) fn open(&mut self, effects: &mut Vec<Effect>) {
        let Some((id, read)) = self.list.headline().map(|row| (row.id, row.read)) else {
            return;
        };
        if !matches!(self.focus, Pane::Reading | Pane::Quotes) {
            self.focus = Pane::Reading;
        }
        self.load_selected(effects);
        if self.settings.mark_read_on_open && !read {
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
        if on && let Some(scope) = self.next_unread_feed() {
            self.list.seek_unread = true;
            self.list.words.clear();
            self.show_scope(scope, effects);
            return self.follow_scope();
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

    /// Shows how many quotations articles hold.
    pub(super) fn took_counts(&mut self, counts: &[(ArticleId, u32)]) {
        let counts: HashMap<ArticleId, u32> = counts.iter().copied().collect();
        for row in &mut self.list.rows {
            if let Some(count) = counts.get(&row.id) {
                row.quotes = Some(*count);
            }
        }
    }

    /// The bookmarks, and back to where one was.
    pub(super) fn toggle_bookmarks(&mut self, effects: &mut Vec<Effect>) {
        let selected = self.list.headline().map(|row| row.id);
        let (scope, seek) = if self.list.scope == Scope::Bookmarks {
            self.list.before.take().unwrap_or_default()
        } else {
            self.list.before = Some((self.list.scope.clone(), selected));
            (Scope::Bookmarks, selected)
        };
        self.focus = Pane::List;
        self.show_scope(scope, effects);
        self.list.seek = seek;
        self.follow_scope();
    }

    /// Filters the list by words.
    pub(super) fn filter(&mut self, words: String, effects: &mut Vec<Effect>) {
        if self.list.words != words {
            self.list.words = words;
            self.load_list(effects);
        }
    }
}
