//! The source pane: everything, the unread, the bookmarks, the views, then folders with their feeds.

use std::sync::Arc;

use super::state::State;
use super::{Effect, Key, Pane};
use crate::news::{Expression, Feed, LATER, Order, Scope};

/// A list that a query makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// What it is called.
    pub name: String,
    /// The articles in it.
    pub query: Expression,
    /// Their order, until the reader chooses another.
    pub sort: Order,
    /// The key that leads to it.
    pub key: Option<Key>,
    /// It holds what the reader keeps: its count is of all its articles, read or not.
    pub kept: bool,
}

/// What a list is of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// A place of the cache.
    pub scope: Scope,
    /// What narrows it.
    pub view: Option<Arc<View>>,
}

impl Source {
    /// What kind of list it is, in a word.
    pub fn kind(&self) -> &'static str {
        match (&self.view, &self.scope) {
            (Some(_), _) => "view",
            (None, Scope::Folder(_)) => "folder",
            (None, Scope::Feed(_)) => "feed",
            (None, _) => "list",
        }
    }
}

impl Source {
    /// It holds what the reader keeps, read or not.
    pub fn is_kept(&self) -> bool {
        match &self.view {
            Some(view) => view.kept,
            None => self.scope == Scope::Bookmarks,
        }
    }
}

impl From<Scope> for Source {
    fn from(scope: Scope) -> Self {
        Self { scope, view: None }
    }
}

impl From<Arc<View>> for Source {
    fn from(view: Arc<View>) -> Self {
        Self {
            scope: Scope::All,
            view: Some(view),
        }
    }
}

/// A row of the source pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// The list that it opens.
    pub source: Source,
    /// Its name.
    pub title: String,
    /// How far it is indented.
    pub depth: u16,
    /// The number beside it: unread articles, or bookmarks.
    pub count: u32,
    /// Why the feed could not be read.
    pub error: Option<String>,
}

/// The rows of the source pane, from top to bottom: views, with their counts, come before the feeds, and feeds without
/// a folder before the folders; tags come last.
pub fn source_rows(
    feeds: &[Feed],
    bookmarks: u32,
    views: &[(Arc<View>, u32)],
    tags: &[(Arc<View>, u32)],
) -> Vec<SourceRow> {
    let unread = feeds.iter().map(Feed::unread_in_all).sum();
    let row = |source, title: &str, count| SourceRow {
        source,
        title: title.to_owned(),
        depth: 0,
        count,
        error: None,
    };
    let mut rows = vec![
        row(Scope::All.into(), "All articles", unread),
        row(Scope::Unread.into(), "Unread", unread),
        row(Scope::Bookmarks.into(), "Bookmarks", bookmarks),
    ];
    let list = |(view, count): &(Arc<View>, u32)| row(Arc::clone(view).into(), &view.name, *count);
    rows.extend(views.iter().map(list));
    let feed_row = |feed: &Feed, depth| SourceRow {
        source: Scope::Feed(feed.id).into(),
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
            Scope::Folder(folder.to_owned()).into(),
            folder,
            within().map(Feed::unread_in_folder).sum(),
        ));
        rows.extend(within().map(|f| feed_row(f, 1)));
    }
    rows.extend(tags.iter().map(list));
    rows
}

impl State {
    /// The rows of the source pane.
    pub fn sources(&self) -> Vec<SourceRow> {
        let counts = self.view_counts.iter().copied().chain(std::iter::repeat(0));
        let later = Arc::new(super::tag_view(LATER, "Later".to_owned()));
        let later = std::iter::once((later, self.later));
        let views: Vec<_> = later
            .chain(self.views.iter().cloned().zip(counts))
            .collect();
        let tags = self.tags.iter();
        let tags: Vec<_> = tags
            .map(|(_, view, count)| (Arc::clone(view), *count))
            .collect();
        let mut rows = source_rows(&self.feeds, self.bookmarks, &views, &tags);
        // Behind the lists that are no feeds.
        let lists = rows
            .iter()
            .take_while(|row| !matches!(row.source.scope, Scope::Feed(_) | Scope::Folder(_)));
        let place = lists.count();
        let follows = self.quoted.follows.iter().map(|follow| SourceRow {
            source: Scope::Person(follow.id).into(),
            title: follow.name.clone(),
            depth: 0,
            count: follow.unread,
            error: None,
        });
        rows.splice(place..place, follows);
        rows.insert(
            0,
            SourceRow {
                source: self.front_source(),
                title: "Front page".to_owned(),
                depth: 0,
                count: 0,
                error: None,
            },
        );
        rows
    }

    /// The feed with this id.
    pub fn feed(&self, id: crate::news::FeedId) -> Option<&Feed> {
        self.feeds.iter().find(|feed| feed.id == id)
    }

    /// The feed that the selected row of the source pane, or the selected article, belongs to.
    pub fn current_feed(&self) -> Option<&Feed> {
        let id = match (&self.list.source.scope, self.focus) {
            (Scope::Feed(id), Pane::Sources) => Some(*id),
            (_, Pane::Sources) => None,
            _ => self.list.headline().map(|headline| headline.feed),
        };
        let id = id.or(match self.list.source.scope {
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
        let is_gone = match &self.list.source.scope {
            Scope::Feed(id) => self.feed(*id).is_none(),
            Scope::Folder(name) => !self.feeds.iter().any(|f| f.folder.as_ref() == Some(name)),
            _ => false,
        };
        if is_gone {
            self.show_list(Source::default(), effects);
        }
        self.follow_source();
    }

    /// Selects a row of the source pane and shows its list.
    pub(super) fn select_source(&mut self, index: usize, effects: &mut Vec<Effect>) {
        let rows = self.sources();
        let index = index.min(rows.len().saturating_sub(1));
        self.source = index;
        self.show_source();
        if let Some(row) = rows.get(index)
            && row.source != self.list.source
        {
            self.show_list(row.source.clone(), effects);
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
    pub(super) fn follow_source(&mut self) {
        if let Some(index) = self
            .sources()
            .iter()
            .position(|row| row.source == self.list.source)
        {
            self.source = index;
            self.show_source();
        }
    }

    /// The next feed, from the one shown on and round the end, that has something unread.
    pub(super) fn next_unread_feed(&self) -> Option<Source> {
        let feeds: Vec<(usize, SourceRow)> = self.sources().into_iter().enumerate().collect();
        let unread = |(_, row): &&(usize, SourceRow)| {
            matches!(row.source.scope, Scope::Feed(_))
                && row.count > 0
                && row.source != self.list.source
        };
        let after = feeds
            .iter()
            .filter(|(index, _)| *index > self.source)
            .find(unread);
        after
            .or_else(|| feeds.iter().find(unread))
            .map(|(_, row)| row.source.clone())
    }

    /// The view that a key leads to.
    pub(super) fn view_of(&self, key: Key) -> Option<Source> {
        let view = self.views.iter().find(|view| view.key == Some(key))?;
        Some(Arc::clone(view).into())
    }

    /// Shows another list from anywhere, with the keys in it.
    pub(super) fn go_to(&mut self, source: Source, effects: &mut Vec<Effect>) {
        if source == self.front_source() {
            return self.open_front(effects);
        }
        self.front.open = false;
        self.quoted.close();
        self.focus = Pane::List;
        if self.list.source != source {
            self.show_list(source, effects);
        }
        self.follow_source();
        self.settle(effects);
    }

    /// Every tag that the reader has given.
    pub(super) fn known_tags(&self) -> Vec<String> {
        let of_feeds = self.feeds.iter().flat_map(|feed| &feed.tags);
        let own = self.tags.iter().map(|(tag, ..)| tag);
        let later = LATER.to_owned();
        super::complete::named(of_feeds.chain(own).chain([&later]))
    }
}
