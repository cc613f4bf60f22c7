//! The list pane: what it is of, its rows, what is selected. How it is asked for, a page at a time.

use std::collections::HashMap;

use super::filter::Contexts;
use super::panes::Area;
use super::sources::Source;
use super::state::State;
use super::{Density, Effect, Pane, Sort};
use crate::news::{
    ArticleId, Cursor, Expression, Filter, Headline, Moment, Page, Preview, Query, Scope, Sought,
};

/// Rows asked for at a time.
const PAGE: u32 = 200;
/// Rows asked for where the best come first: they come at once.
const BEST: u32 = 500;
/// The most that are asked for at once to come back to a row.
const FURTHEST: usize = 5000;
/// More rows are asked for when the selection comes so near to the end.
const AHEAD: usize = 50;

/// The list pane.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// What it is of.
    pub source: Source,
    /// What it was of before the bookmarks were shown, and which article was selected there.
    pub before: Option<(Source, Option<ArticleId>)>,
    /// Only articles that this query selects; empty for all of them.
    pub filter: String,
    /// What the filter looks for in titles and texts.
    pub sought: Sought,
    /// The words of the filter in their context, for the rows that were on the screen.
    pub contexts: Contexts,
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
    /// The reader chose another order than that of how well the words fit.
    pub(super) unranked: bool,
    /// The list as it was before it was filtered.
    pub(super) unfiltered: Option<Box<Self>>,
    /// When its first page was asked for: ages count from then on all its pages.
    pub(super) moment: Moment,
    /// Open the first unread row that comes.
    pub(super) seek_unread: bool,
    /// Select this article when it comes.
    pub(super) seek: Option<ArticleId>,
    /// An article that the list had, and in which row: it is there again even if it would not be any more.
    pub(super) guest: Option<(usize, Headline)>,
    /// Select the first row that comes.
    pub(super) from_top: bool,
}

impl List {
    /// The selected row.
    pub fn headline(&self) -> Option<&Headline> {
        self.rows.get(self.selected)
    }

    /// Lines a row takes in a pane's content. Another than those that were asked for holds the words of the filter in
    /// their context.
    pub fn row_height(&self, content: Area, density: Density) -> u16 {
        /// From here on, a line has room for everything.
        const WIDE: u16 = 72;
        let lines = match density {
            Density::Auto if content.width >= WIDE => 1,
            Density::One => 1,
            Density::Auto | Density::Two => 2,
            Density::Three => 3,
        };
        lines + u16::from(self.shows_contexts(content))
    }

    /// There is room for the words of the filter in their context.
    pub fn shows_contexts(&self, content: Area) -> bool {
        !self.sought.is_empty() && content.height >= 14 && content.width >= 24
    }

    /// Rows that a pane's content has room for.
    pub(super) fn fits(&self, content: Area, density: Density) -> usize {
        usize::from((content.height / self.row_height(content, density)).max(1))
    }

    /// The rows, and those of the list as it was before it was filtered: an article may stand in both.
    pub(super) fn all_rows(&mut self) -> impl Iterator<Item = &mut Headline> {
        let unfiltered = self.unfiltered.iter_mut();
        let unfiltered = unfiltered.flat_map(|list| &mut list.rows);
        self.rows.iter_mut().chain(unfiltered)
    }

    /// The same, and the articles that may come into either without being asked for again.
    pub(super) fn headlines_mut(&mut self) -> impl Iterator<Item = &mut Headline> {
        let unfiltered = self.unfiltered.as_deref_mut();
        let (rows, guest) = unfiltered.map_or((None, None), |list| {
            (Some(&mut list.rows), Some(&mut list.guest))
        });
        let rows = std::iter::once(&mut self.rows).chain(rows).flatten();
        let guests = std::iter::once(&mut self.guest).chain(guest).flatten();
        rows.chain(guests.map(|(_, headline)| headline))
    }

    pub(super) fn position(&self, id: ArticleId) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }
}

impl State {
    /// Shows another list, from its top.
    pub(super) fn show_list(&mut self, source: Source, effects: &mut Vec<Effect>) {
        self.list = List {
            source,
            before: self.list.before.take(),
            seek_unread: self.list.seek_unread,
            ..List::default()
        };
        self.load_list(effects);
    }

    /// Asks for the list's first page.
    pub(super) fn load_list(&mut self, effects: &mut Vec<Effect>) {
        self.list.arrived = 0;
        self.list.moment = self.moment();
        self.request_page(None, effects);
    }

    /// What the list asks of the cache: its first page. The filter was found to be right before it became one.
    pub(super) fn question(&self) -> Query {
        let list = &self.list;
        let mut query = Query {
            scope: list.source.scope.clone(),
            order: self.sort().order(),
            limit: PAGE,
            ..Query::default()
        };
        let _ = query.ask(&list.filter, list.moment);
        if let Some(view) = &list.source.view {
            let own = query.filter.take().map(|filter| filter.expression);
            let both = std::iter::once(view.query.clone()).chain(own).collect();
            query.filter = Some(Filter {
                expression: Expression::all(both),
                moment: list.moment,
            });
        }
        query
    }

    pub(super) fn request_page(&mut self, after: Option<Cursor>, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        self.list.loading = Some(ticket);
        let mut query = self.question();
        query.after = after;
        let ranked = self.sort() == Sort::Best;
        if ranked {
            query.limit = BEST;
        } else if let Some((row, _)) = self.list.guest.as_ref().filter(|_| after.is_none()) {
            // As far as the row that one comes back to.
            query.limit = (*row + AHEAD).clamp(PAGE as usize, FURTHEST) as u32;
        }
        effects.push(Effect::LoadList {
            ticket,
            query,
            ranked,
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
        if ticket < self.changed {
            let after = self.list.next.filter(|_| append);
            return self.request_page(after, effects);
        }
        self.list.next = page.next;
        if append {
            let guest = self.list.guest.as_ref().map(|(_, row)| row.id);
            let rows = page.rows.into_iter();
            let rows = rows.filter(|row| Some(row.id) != guest);
            self.list.rows.extend(rows);
        } else {
            let selected = self.list.headline().map(|row| row.id);
            let selected = selected.filter(|_| !std::mem::take(&mut self.list.from_top));
            let selected = self.list.seek.take().or(selected);
            self.list.rows = page.rows;
            if let Some((row, guest)) = self.list.guest.clone()
                && self.list.position(guest.id).is_none()
            {
                let row = row.min(self.list.rows.len());
                self.list.rows.insert(row, guest);
            }
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
                self.leave_article(effects);
                self.reading = None;
                self.wanted = None;
            }
            return;
        }
        self.ask_contexts(effects);
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
        let fits = self.list.fits(area.content(), self.settings.density);
        let lowest = (self.list.selected + 1).saturating_sub(fits);
        self.list.top = self.list.top.clamp(lowest, self.list.selected.max(lowest));
        self.list.top = self.list.top.min(self.list.rows.len().saturating_sub(fits));
    }

    /// Rows of the list on the screen.
    pub(super) fn list_rows_on_screen(&self) -> usize {
        let area = self.panes().list;
        let density = self.settings.density;
        area.map_or(10, |area| self.list.fits(area.content(), density))
    }

    /// Shows how many quotations articles hold.
    pub(super) fn took_found(&mut self, found: &[(ArticleId, u32, Preview)]) {
        let found: HashMap<ArticleId, (u32, Preview)> = found
            .iter()
            .map(|(id, quotes, preview)| (*id, (*quotes, *preview)))
            .collect();
        for row in self.list.all_rows() {
            if let Some((quotes, preview)) = found.get(&row.id) {
                row.quotes = Some(*quotes);
                row.preview = *preview;
            }
        }
    }

    /// The bookmarks, and back to where one was.
    pub(super) fn toggle_bookmarks(&mut self, effects: &mut Vec<Effect>) {
        let selected = self.list.headline().map(|row| row.id);
        let (source, seek) = if self.list.source.scope == Scope::Bookmarks {
            self.list.before.take().unwrap_or_default()
        } else {
            self.list.before = Some((self.list.source.clone(), selected));
            (Scope::Bookmarks.into(), selected)
        };
        self.focus = Pane::List;
        self.show_list(source, effects);
        self.list.seek = seek;
        self.follow_source();
    }
}
