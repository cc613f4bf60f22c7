//! The front page over the panes: the day's articles by story. What is shown, and what the keys do in it. How it is set
//! out stands in `lines`, how it is asked for and taken in `following`.

mod following;
mod lines;

pub use lines::{FrontLine, FrontPart, MARGIN};

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::state::State;
use super::undo::Inverse;
use super::{Action, Effect, List, NoticeKind, Pane, PollWhat, Source, View};
use crate::news::{ArticleId, Expression, FrontPage, Headline, Order, Story, UnixSeconds};

/// It begins anew when it is opened after so long, in seconds: the oldest articles leave it.
const LASTS: UnixSeconds = 15 * 60;

/// The front page.
#[derive(Debug, Clone, Default)]
pub struct Front {
    /// It is on the screen.
    pub open: bool,
    /// What stands on it; `None` before it was made for the first time.
    pub page: Option<FrontPage>,
    /// The selected row.
    pub selected: usize,
    /// The first row on the screen.
    pub top: usize,
    /// The ticket of the request under way.
    pub loading: Option<u64>,
    /// It begins anew with the answer: at its first story, and with what is read below what is not.
    anew: bool,
    /// Something has changed that it is made of.
    stale: bool,
    /// The articles of the stories that were unread since it began anew, which keep their places.
    unread: HashSet<ArticleId>,
    /// What was marked read or unread since that request, whose answer may not know of it.
    marked: HashMap<ArticleId, bool>,
    /// The leading articles of stories that show their others.
    unfolded: HashSet<ArticleId>,
}

/// What can be selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontRow {
    /// A story, by its number.
    Story(usize),
    /// Another article of a story, by the numbers of both.
    Report(usize, usize),
}

impl Front {
    /// The rows, from top to bottom.
    pub fn rows(&self) -> Vec<FrontRow> {
        let mut rows = Vec::new();
        for (at, story) in self.stories().iter().enumerate() {
            rows.push(FrontRow::Story(at));
            if self.unfolded.contains(&story.lead().id) {
                rows.extend((1..story.reports.len()).map(|other| FrontRow::Report(at, other)));
            }
        }
        rows
    }

    /// The stories.
    pub fn stories(&self) -> &[Story] {
        self.page.as_ref().map_or(&[], |page| &page.stories)
    }

    /// The article of a row.
    pub fn headline(&self, row: FrontRow) -> Option<&Headline> {
        let (story, report) = match row {
            FrontRow::Story(story) => (story, 0),
            FrontRow::Report(story, report) => (story, report),
        };
        let report = self.stories().get(story)?.reports.get(report)?;
        Some(&report.headline)
    }

    /// Every article on it.
    pub(super) fn headlines_mut(&mut self) -> impl Iterator<Item = &mut Headline> {
        let stories = self.page.iter_mut().flat_map(|page| &mut page.stories);
        let reports = stories.flat_map(|story| &mut story.reports);
        reports.map(|report| &mut report.headline)
    }

    /// Something has changed that it is made of.
    pub(super) const fn is_stale_now(&mut self) {
        self.stale = true;
    }
}

impl State {
    /// The list that the front page is made of, which stands first among the sources.
    pub fn front_source(&self) -> Source {
        let hours = self.settings.front_hours;
        let query = Expression::parse(&format!("age<{hours}h"));
        Source::from(Arc::new(View {
            name: "Front page".to_owned(),
            query: query.unwrap_or(Expression::EVERYTHING),
            sort: Order::Newest,
            key: None,
            kept: false,
        }))
    }

    /// Whether the selected row of the source pane is that of the front page.
    pub(super) fn on_front_row(&self) -> bool {
        self.focus == Pane::Sources && self.source == 0 && !self.alone
    }

    /// Opens the front page; it is made where that was not done before, or not lately.
    pub(super) fn open_front(&mut self, effects: &mut Vec<Effect>) {
        if self.alone {
            return self.say(
                NoticeKind::Info,
                "the front page is made of the cache alone",
            );
        }
        self.overlay = None;
        self.quoted.close();
        self.front.open = true;
        let since = self.now - UnixSeconds::from(self.settings.front_hours) * 3600;
        let page = self.front.page.as_ref();
        if page.is_none_or(|page| page.since + LASTS < since) {
            self.load_front(effects);
            self.front.anew = true;
        }
        self.settle_front();
    }

    /// An action while the front page may be open; false where it goes elsewhere.
    pub(super) fn front_action(
        &mut self,
        action: Action,
        count: u32,
        effects: &mut Vec<Effect>,
    ) -> bool {
        use Action as A;
        if action == A::FrontPage {
            self.open_front(effects);
            return true;
        }
        if !self.front.open || self.quoted.is_open() || self.overlay.is_some() {
            return false;
        }
        let by = isize::try_from(count).unwrap_or(isize::MAX);
        let page = self
            .front_rows_on_screen()
            .saturating_sub(1)
            .max(1)
            .cast_signed();
        match action {
            A::Down | A::NextArticle | A::NextUnread => self.step_front(by),
            A::Up | A::PreviousArticle | A::PreviousUnread => self.step_front(-by),
            A::PageDown => self.step_front(page),
            A::PageUp => self.step_front(-page),
            A::HalfDown => self.step_front((page / 2).max(1)),
            A::HalfUp => self.step_front(-(page / 2).max(1)),
            A::Top => self.step_front(isize::MIN),
            A::Bottom => self.step_front(isize::MAX),
            A::Open => self.open_front_row(effects),
            A::Flow => self.fold_front(None),
            A::Right => self.fold_front(Some(true)),
            A::Left => self.fold_front(Some(false)),
            A::ToggleRead => self.toggle_front_read(effects),
            A::Refresh => effects.push(Effect::Poll(PollWhat::All)),
            A::Back | A::Escape => self.front.open = false,
            A::Quit
            | A::Redraw
            | A::Suspend
            | A::Help
            | A::Palette
            | A::Undo
            | A::Log
            | A::Themes
            | A::RefreshAll
            | A::People => return false,
            A::Bookmarks => {
                self.front.open = false;
                return false;
            }
            // What is about an article, or about a pane, has nothing to go to here.
            _ => {}
        }
        true
    }

    fn step_front(&mut self, by: isize) {
        self.front.selected = self.front.selected.saturating_add_signed(by);
        self.settle_front();
    }

    /// Keeps the selected row on the screen.
    pub(super) fn settle_front(&mut self) {
        if !self.front.open {
            return;
        }
        let rows = self.front.rows();
        let selected = self.front.selected.min(rows.len().saturating_sub(1));
        let height = usize::from(self.front_area().height);
        let mut taken = 0;
        let mut lowest = selected;
        // The highest row that may stand first, so that the selected one still fits.
        for at in (0..=selected).rev() {
            let Some(row) = rows.get(at) else { break };
            taken += self.lines_of(at, *row).len();
            if at == 0 {
                taken += self.head_of_page().len();
            }
            if taken > height && at < selected {
                break;
            }
            lowest = at;
        }
        self.front.selected = selected;
        self.front.top = self.front.top.clamp(lowest, selected.max(lowest));
    }

    fn selected_front_row(&self) -> Option<FrontRow> {
        self.front.rows().get(self.front.selected).copied()
    }

    /// Shows the other articles of the selected story, or folds them away.
    fn fold_front(&mut self, unfold: Option<bool>) {
        let Some(FrontRow::Story(at) | FrontRow::Report(at, _)) = self.selected_front_row() else {
            return;
        };
        let story = &self.front.stories()[at];
        let id = story.lead().id;
        if story.reports.len() == 1 {
            if unfold != Some(false) {
                self.say(NoticeKind::Info, "no other article tells of this");
            }
            return;
        }
        let is_unfolded = self.front.unfolded.contains(&id);
        if unfold.unwrap_or(!is_unfolded) {
            self.front.unfolded.insert(id);
        } else {
            self.front.unfolded.remove(&id);
        }
        let rows = self.front.rows();
        let story = rows.iter().position(|row| *row == FrontRow::Story(at));
        if is_unfolded {
            self.front.selected = story.unwrap_or(0);
        }
        self.settle_front();
    }

    /// All articles of the selected story are read, or unread again; of another row, that article.
    fn toggle_front_read(&mut self, effects: &mut Vec<Effect>) {
        let Some(row) = self.selected_front_row() else {
            return;
        };
        let (headlines, read): (Vec<&Headline>, bool) = match row {
            FrontRow::Story(at) => {
                let story = &self.front.stories()[at];
                let all = story.reports.iter().map(|report| &report.headline);
                (all.collect(), story.is_unread())
            }
            FrontRow::Report(..) => match self.front.headline(row) {
                Some(headline) => (vec![headline], !headline.read),
                None => return,
            },
        };
        let changed = headlines
            .into_iter()
            .filter(|headline| headline.read != read);
        let ids: Vec<ArticleId> = changed.map(|headline| headline.id).collect();
        let what = match (ids.len(), read) {
            (1, true) => "marked read".to_owned(),
            (1, false) => "marked unread".to_owned(),
            (count, true) => format!("{count} marked read"),
            (count, false) => format!("{count} marked unread"),
        };
        self.set_read(ids.clone(), read, effects);
        self.remember(what.clone(), Inverse::SetRead(ids, !read));
        self.say(NoticeKind::Info, what);
    }

    /// Opens the article of the selected row; the way back leads here.
    fn open_front_row(&mut self, effects: &mut Vec<Effect>) {
        let row = self.selected_front_row();
        let Some(headline) = row.and_then(|row| self.front.headline(row)).cloned() else {
            return;
        };
        let source = self.front_source();
        self.leave_place(source.clone());
        self.front.open = false;
        self.reading = None;
        self.wanted = None;
        self.list = List {
            source,
            rows: vec![headline.clone()],
            guest: Some((0, headline.clone())),
            seek: Some(headline.id),
            ..List::default()
        };
        self.focus = Pane::List;
        self.load_list(effects);
        self.open(effects);
        self.follow_source();
        self.settle(effects);
    }

    /// A click: selects the row under it.
    pub(super) fn front_click(&mut self, row: u16) {
        let area = self.front_area();
        let line = usize::from(row.saturating_sub(area.y));
        let lines = self.front_lines();
        if row >= area.y
            && let Some(row) = lines.get(line).and_then(|line| line.row)
        {
            self.front.selected = row;
            self.settle_front();
        }
    }

    /// A turn of the wheel.
    pub(super) fn front_wheel(&mut self, by: isize) {
        self.step_front(by.signum());
    }
}
