//! Which articles a list shows, in what order, and from where on.

use serde::{Deserialize, Serialize};

use super::{ArticleId, FeedId, UnixSeconds};

/// What a list is of.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Scope {
    /// Every feed.
    #[default]
    All,
    /// Everything not yet read.
    Unread,
    /// The bookmarked articles.
    Bookmarks,
    /// The feeds of one folder.
    Folder(String),
    /// One feed.
    Feed(FeedId),
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
}

/// A question to the cache: one page of one list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Query {
    /// What the list is of.
    pub scope: Scope,
    /// Only articles that hold all these words (title, author, text, speakers), the last one as a prefix.
    pub words: String,
    /// Only unread articles, whatever the scope.
    pub unread_only: bool,
    /// In what order.
    pub order: Order,
    /// The row after which the page begins; `None` for the first page.
    pub after: Option<Cursor>,
    /// At most so many rows.
    pub limit: u32,
}

/// A row's place in a list ordered by date. Unlike an offset it stays right while articles arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The row's date.
    pub date: UnixSeconds,
    /// The row.
    pub id: ArticleId,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in order.
    pub rows: Vec<T>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}
