//! How the front page is asked for, and taken in: while it is open it follows what arrives and what is found, and who
//! reads it stays at the same story. Must never open it.

use std::collections::HashSet;

use super::{Front, FrontRow};
use crate::app::Effect;
use crate::app::state::State;
use crate::news::{ArticleId, FrontPage, Story, UnixSeconds};

impl State {
    /// Asks for the front page anew where it is open and something has changed that it is made of. One request at a time:
    /// what changes before its answer leads to one more after it.
    pub(in crate::app) fn follow_front(&mut self, effects: &mut Vec<Effect>) {
        if self.front.open && self.front.stale && self.front.loading.is_none() {
            self.load_front(effects);
        }
    }

    pub(super) fn load_front(&mut self, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let since = self.now - UnixSeconds::from(self.settings.front_hours) * 3600;
        self.front.loading = Some(ticket);
        self.front.stale = false;
        self.front.marked.clear();
        effects.push(Effect::LoadFront { ticket, since });
    }

    /// Takes the page in.
    pub(in crate::app) fn take_front(&mut self, ticket: u64, page: FrontPage) {
        if self.front.loading == Some(ticket) {
            self.front.loading = None;
            self.front.take(page);
            self.settle_front();
        }
    }
}

impl Front {
    /// Articles were marked read or unread.
    pub(in crate::app) fn took_marks(&mut self, ids: &HashSet<ArticleId>, read: bool) {
        if self.loading.is_some() {
            self.marked.extend(ids.iter().map(|id| (*id, read)));
        }
    }

    /// The selection stays at its story, and the view at the one it begins with, if that is not the top of the page. What
    /// is read meanwhile does not sink.
    fn take(&mut self, mut page: FrontPage) {
        let reports = page.stories.iter_mut().flat_map(|story| &mut story.reports);
        for headline in reports.map(|report| &mut report.headline) {
            headline.read = *self.marked.get(&headline.id).unwrap_or(&headline.read);
        }
        let anew = std::mem::take(&mut self.anew);
        if anew {
            self.unread.clear();
        }
        page.rank(|story| story.is_unread() || articles(story).any(|id| self.unread.contains(&id)));
        let unread = page.stories.iter().filter(|story| story.is_unread());
        self.unread.extend(unread.flat_map(articles));
        let rows = self.rows();
        let article = |row: usize| Some(self.headline(*rows.get(row)?)?.id);
        let selected = article(self.selected).filter(|_| !anew || self.selected > 0);
        let top = article(self.top).filter(|_| self.top > 0);
        self.page = Some(page);
        self.keep_unfolded();
        let rows = self.rows();
        let stays = |id: Option<ArticleId>, row: usize| match id {
            Some(id) => self.row_of(&rows, id).unwrap_or(row),
            None => 0,
        };
        let (selected, top) = (stays(selected, self.selected), stays(top, self.top));
        (self.selected, self.top) = (selected, top);
    }

    /// A story that shows its other articles still does where another one of them leads now.
    fn keep_unfolded(&mut self) {
        let stories = self.stories().iter();
        let unfolded =
            stories.filter(|story| articles(story).any(|id| self.unfolded.contains(&id)));
        self.unfolded = unfolded.map(|story| story.lead().id).collect();
    }

    /// The row of an article; that of its story where it has none of its own.
    fn row_of(&self, rows: &[FrontRow], id: ArticleId) -> Option<usize> {
        let own = |row: &FrontRow| self.headline(*row).is_some_and(|other| other.id == id);
        let tells = |row: &FrontRow| match row {
            FrontRow::Story(story) => articles(&self.stories()[*story]).any(|other| other == id),
            FrontRow::Report(..) => false,
        };
        let of_story = || rows.iter().position(tells);
        rows.iter().position(own).or_else(of_story)
    }
}

fn articles(story: &Story) -> impl Iterator<Item = ArticleId> {
    story.reports.iter().map(|report| report.headline.id)
}
