//! The nouns of the program: what a feed, an article, a quotation is. Plain data; no I/O, no clock.

mod address;
mod anchor;
mod article;
mod clean;
mod correction;
mod feed;
mod front;
mod host;
mod kept;
mod people;
mod query;
mod quote;
mod rule;
mod stories;

pub use address::{canonical, percent_decoded, strip_tracking};
pub use anchor::{Anchor, Places};
pub use article::{
    Article, ArticleId, Enclosure, Entry, FullText, Headline, ParsedFeed, Preview, UpdateHints,
};
pub use clean::{clean, clean_line, cleaned};
pub use correction::{Correction, correct};
pub use feed::{Feed, FeedId, Folded, PollState};
pub use front::{Fresh, FrontPage, Report, Story};
pub use host::shown_host;
pub use kept::{Highlight, HighlightColour, LATER, Marks, Said, same_tag, tag, tags};
pub use people::{
    Follow, Merge, PartedBy, Parting, PeopleOrder, PeopleQuery, PersonId, PersonRow, Saying,
    SayingsQuery, Shared,
};
pub use query::{
    Age, AgeUnit, Context, Cursor, Expression, Field, Filter, Moment, Order, Page, Part, Query,
    QueryError, Scope, Sought, State, Term, When, forms,
};
pub use quote::{Person, Quote, QuoteKind, Speaker};
pub use rule::{Rule, RuleAction, Ruled, Told};
pub use stories::{Account, stories};

/// Seconds since 1970-01-01T00:00:00Z. Every stored time is one of these; zones are for the screen.
pub type UnixSeconds = i64;
