//! Which articles a list shows, in what order, and from where on. The language that a reader asks in stands in the
//! files of this folder; nothing here knows how it is answered.

mod error;
mod hits;
mod language;
mod order;
mod parse;
mod print;
mod term;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::{ArticleId, FeedId, PersonId, UnixSeconds};

pub use error::QueryError;
pub use hits::{Context, Sought};
pub use language::{Age, AgeUnit, Expression, Field, Part, State, Term, When, forms};
pub use order::Order;

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
    /// The articles that quote a person.
    Person(PersonId),
    /// The articles that hold one quotation: that of this number in this article, and the same elsewhere.
    Quotation(ArticleId, u32),
}

/// A question to the cache: one page of one list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Query {
    /// What the list is of.
    pub scope: Scope,
    /// Only articles that hold all these words (title, author, text, speakers), the last one as a prefix.
    pub words: String,
    /// And only articles that this is true of.
    pub filter: Option<Filter>,
    /// Only unread articles, whatever the scope.
    pub unread_only: bool,
    /// In what order.
    pub order: Order,
    /// The row after which the page begins; `None` for the first page.
    pub after: Option<Cursor>,
    /// At most so many rows.
    pub limit: u32,
}

impl Query {
    /// Asks for what a text of the query language says. Plain words go into `words`, where the last one may be a
    /// beginning for as long as nothing stands after it; anything else into `filter`. A wrong text changes nothing.
    pub fn ask(&mut self, text: &str, moment: Moment) -> Result<(), QueryError> {
        let expression = Expression::parse(text)?;
        (self.words, self.filter) = match expression.plain_words() {
            Some(mut words) => {
                if text.ends_with(char::is_whitespace) {
                    words.push(' ');
                }
                (words, None)
            }
            None => (String::new(), Some(Filter { expression, moment })),
        };
        Ok(())
    }
}

/// An expression, and the moment that its ages are counted from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// What must be true of an article.
    pub expression: Expression,
    /// When it is asked; the same for all pages of a list.
    pub moment: Moment,
}

/// A moment on the reader's own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Moment {
    /// The time.
    pub now: UnixSeconds,
    /// Seconds that the reader's zone is ahead of UTC: where a day of theirs begins.
    pub utc_offset: i32,
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
