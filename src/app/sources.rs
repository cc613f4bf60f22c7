//! The source pane: everything, the unread, the bookmarks, then folders with their feeds.

use super::state::State;
use super::{Effect, Pane};
use crate::news::{Feed, Scope};

/// A row of the source pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// The list that it opens.
    pub scope: Scope,
    /// Its name.
    pub title: String,
    /// How far it is indented.
    pub depth: u16,
    /// The number beside it: unread articles, or bookmarks.
    pub count: u32,
    /// Why the feed could not be read.
    pub error: Option<String>,
}

/// The rows of the source pane, from top to bottom: feeds without a folder come before the folders.
pub fn source_rows(feeds: &[Feed], bookmarks: u32) -> Vec<SourceRow> {
    let unread = feeds.iter().map(|f| f.unread).sum();
    let row = |scope, title: &str, count| SourceRow {
        scope,
        title: title.to_owned(),
        depth: 0,
        count,
        error: None,
    };
    let mut rows = vec![
        row(Scope::All, "All articles", unread),
        row(Scope::Unread, "Unread", unread),
        row(Scope::Bookmarks, "Bookmarks", bookmarks),
    ];
    let feed_row = |feed: &Feed, depth| SourceRow {
        scope: Scope::Feed(feed.id),
        title: feed.title.clone(),
        depth,
        count: feed.unread,
        error: feed.poll.error.clone(),
    };
    rows.extend(
        feeds
            .iter()
            .filter(|f| f.folder.is_none())
            .map(|f| feed_row(f, 0)),
    );
    let mut folders: Vec<&str> = Vec::new();
    for folder in feeds.iter().filter_map(|f| f.folder.as_deref()) {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    for folder in folders {
        let within = || feeds.iter().filter(|f| f.folder.as_deref() == Some(folder));
        rows.push(row(
            Scope::Folder(folder.to_owned()),
            folder,
            within().map(|f| f.unread).sum(),
        ));
        rows.extend(within().map(|f| feed_row(f, 1)));
    }
    rows
}

impl State {
    /// The rows of the source pane.
    pub fn sources(&self) -> Vec<SourceRow> {
        let mut rows = source_rows(&self.feeds, self.bookmarks);
        // Behind the lists that are always there.
        let place = rows
            .iter()
            .take_while(|row| !matches!(row.scope, Scope::Feed(_) | Scope::Folder(_)));
        let place = place.count();
        let follows = self.quoted.follows.iter().map(|follow| SourceRow {
            scope: Scope::Person(follow.id),
            title: follow.name.clone(),
            depth: 0,
            count: follow.unread,
            error: None,
        });
        rows.splice(place..place, follows);
        rows
    }

    /// The feed with this id.
    pub fn feed(&self, id: crate::news::FeedId) -> Option<&Feed> {
        self.feeds.iter().find(|feed| feed.id == id)
    }

    /// The feed that the selected row of the source pane, or the selected article, belongs to.
    pub fn current_feed(&self) -> Option<&Feed> {
        let id = match (&self.list.scope, self.focus) {
            (Scope::Feed(id), Pane::Sources) => Some(*id),
            (_, Pane::Sources) => None,
            _ => self.list.headline().map(|headline| headline.feed),
        };
        let id = id.or(match self.list.scope {
            Scope::Feed(id) => Some(id),
            _ => None,
        });
        id.and_then(|id| self.feed(id))
    }

    /// Asks for the feeds and their counts: once, however much changes until they come.
    pub(super) fn load_feeds(&mut self, effects: &mut Vec<Effect>) {
        self.feeds_stale = self.feeds_asked;
        if !self.feeds_asked {
            self.feeds_asked = true;
            effects.push(Effect::LoadFeeds);
        }
    }

    /// Takes the feeds in.
    pub(super) fn take_feeds(
        &mut self,
        feeds: Vec<Feed>,
        bookmarks: u32,
        effects: &mut Vec<Effect>,
    ) {
        self.feeds = feeds;
        self.bookmarks = bookmarks;
        self.feeds_asked = false;
        if self.feeds_stale {
            self.load_feeds(effects);
        }
        self.follow_scope();
    }

    /// Selects a row of the source pane and shows its list.
    pub(super) fn select_source(&mut self, index: usize, effects: &mut Vec<Effect>) {
        let rows = self.sources();
        let index = index.min(rows.len().saturating_sub(1));
        self.source = index;
        self.show_source();
        if let Some(row) = rows.get(index)
            && row.scope != self.list.scope
        {
            self.show_scope(row.scope.clone(), effects);
        }
    }

    /// Scrolls the source pane to its selected row. A feed that failed takes a second line for the reason.
    pub(super) fn show_source(&mut self) {
        let Some(area) = self.panes().sources else {
            return;
        };
        let heights: Vec<usize> = self
            .sources()
            .iter()
            .map(|row| 1 + usize::from(row.error.is_some()))
            .collect();
        let height = usize::from(area.content().height);
        self.source_top = self.source_top.min(self.source);
        while self.source_top < self.source
            && heights[self.source_top..=self.source].iter().sum::<usize>() > height
        {
            self.source_top += 1;
        }
    }

    /// Points the source pane at the list that is shown.
    pub(super) fn follow_scope(&mut self) {
        if let Some(index) = self
            .sources()
            .iter()
            .position(|row| row.scope == self.list.scope)
        {
            self.source = index;
            self.show_source();
        }
    }

    /// The next feed, from the one shown on and round the end, that has something unread.
    pub(super) fn next_unread_feed(&self) -> Option<Scope> {
        let feeds: Vec<(usize, SourceRow)> = self.sources().into_iter().enumerate().collect();
        let unread = |(_, row): &&(usize, SourceRow)| {
            matches!(row.scope, Scope::Feed(_)) && row.count > 0 && row.scope != self.list.scope
        };
        let after = feeds
            .iter()
            .filter(|(index, _)| *index > self.source)
            .find(unread);
        after
            .or_else(|| feeds.iter().find(unread))
            .map(|(_, row)| row.scope.clone())
    }
}
