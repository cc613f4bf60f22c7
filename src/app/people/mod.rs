//! Who is quoted over all articles: the people view, followed people, and the same quotation in other outlets. What is
//! shown, what is asked of the world for it, and what the world answers.

mod answers;
mod echoes;
mod keys;
mod page;
mod trail;

use super::panes::THREE;
use super::{Area, Prompt, Reading, Size, State};
use crate::news::{
    ArticleId, Cursor, Follow, Merge, Page, Parting, PeopleOrder, PeopleQuery, PersonId, PersonRow,
    Saying, SayingsQuery, Shared,
};
use trail::Place;

pub use echoes::{EchoRow, Echoes};

/// People asked for at a time.
const PAGE: u32 = 100;
/// More are asked for when the selection comes so near to the end.
const AHEAD: usize = 30;
/// Articles whose quotations are asked for at a time.
const SAYINGS: u32 = 30;

/// Everything of people and of shared quotations that the screen shows.
#[derive(Debug, Clone, Default)]
pub struct Quoted {
    /// Followed people.
    pub follows: Vec<Follow>,
    /// The people view, where it is open.
    pub view: Option<PeopleView>,
    /// The same quotation in other outlets, where that list is open.
    pub echoes: Option<Echoes>,
    /// The quotations that other outlets have as well, and of which article.
    pub shared: Option<(ArticleId, Vec<Shared>)>,
    /// What a list of one person, or of one quotation, is called.
    pub list_name: String,
    /// Where one was before an article was opened from here.
    trail: Vec<Place>,
    /// The article that is being opened, and the byte in its text to go to.
    seek: Option<(ArticleId, usize)>,
}

/// The people view.
#[derive(Debug, Clone, Default)]
pub struct PeopleView {
    /// The order of its rows.
    pub order: PeopleOrder,
    /// Only people of whom this is true.
    pub words: String,
    /// Words are being typed, for the people or for the quotations.
    pub typing: Option<Prompt>,
    /// The rows so far.
    pub rows: Vec<PersonRow>,
    /// There are more.
    more: bool,
    /// The ticket of the request under way.
    pub loading: Option<u64>,
    /// The selected row.
    pub selected: usize,
    /// The first row on the screen.
    pub top: usize,
    /// What the selected person said.
    pub page: PersonPage,
    /// The keys go to the quotations.
    pub on_page: bool,
    /// The quotation that one came from: its article, and where it begins there.
    seek: Option<(ArticleId, usize)>,
    /// Who is to be made one with another.
    pub marked: Option<(PersonId, String)>,
}

/// What one person said, or what holds some words.
#[derive(Debug, Clone, Default)]
pub struct PersonPage {
    /// Who; `None` for quotations of anyone.
    pub person: Option<PersonRow>,
    /// By which outlets, and how often.
    pub outlets: Vec<(String, u32)>,
    /// Only quotations that hold these words.
    pub words: String,
    /// The quotations so far, the newest first.
    pub rows: Vec<Saying>,
    next: Option<Cursor>,
    loading: Option<u64>,
    /// The selected one.
    pub selected: usize,
    wanted: Option<u64>,
}

/// Whom to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A person of the cache.
    Id(PersonId),
    /// The speaker of what an article quotes from this byte of its text on.
    Speaker {
        /// The article.
        article: ArticleId,
        /// The byte.
        start: usize,
        /// The name, as the article gives it.
        name: String,
    },
}

/// What can be asked of the world about people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeopleEffect {
    /// A page of the people view; answered by `PeopleMessage::List`.
    List {
        /// To be sent back.
        ticket: u64,
        /// Which page.
        query: PeopleQuery,
    },
    /// One person; answered by `PeopleMessage::Person`.
    Person {
        /// To be sent back.
        ticket: u64,
        /// Whom.
        who: Who,
    },
    /// A page of quotations; answered by `PeopleMessage::Sayings`.
    Sayings {
        /// To be sent back.
        ticket: u64,
        /// Which page.
        query: SayingsQuery,
    },
    /// Which quotations of an article other outlets have as well; answered by `PeopleMessage::Shared`.
    Shared(ArticleId),
    /// The same quotation in other outlets; answered by `PeopleMessage::Echoes`.
    Echoes {
        /// The article.
        article: ArticleId,
        /// The byte of its text where the quotation begins.
        start: usize,
    },
    /// Who is followed; answered by `PeopleMessage::Follows`.
    Follows,
    /// Follow a person, or do so no more.
    Follow {
        /// Whom.
        person: PersonId,
        /// Follow, or no more.
        on: bool,
    },
    /// Make two people one; answered by `PeopleMessage::Merged`.
    Merge {
        /// Who is no one else but…
        from: PersonId,
        /// …this one.
        into: PersonId,
    },
    /// Take that back; answered by `PeopleMessage::Changed`.
    Unmerge(Merge),
    /// A quotation is by another person of that name; answered by `PeopleMessage::Parted`.
    Part {
        /// The article.
        article: ArticleId,
        /// The quotation's number in it.
        number: u32,
    },
    /// Take that back; answered by `PeopleMessage::Changed`.
    Unpart(Parting),
}

impl PeopleEffect {
    /// Whether it changes what is kept.
    pub const fn writes(&self) -> bool {
        matches!(
            self,
            Self::Follow { .. }
                | Self::Merge { .. }
                | Self::Unmerge(_)
                | Self::Part { .. }
                | Self::Unpart(_)
        )
    }
}

/// A person, and the outlets that quoted them, with how often.
pub type Found = (PersonRow, Vec<(String, u32)>);

/// What the world answers.
#[derive(Debug, Clone)]
pub enum PeopleMessage {
    /// A page of the people view.
    List {
        /// The request that it answers.
        ticket: u64,
        /// It continues the rows that are there.
        append: bool,
        /// The rows; fewer than were asked for at the end.
        rows: Vec<PersonRow>,
        /// So many were asked for.
        limit: u32,
    },
    /// A person, and the outlets that quoted them.
    Person {
        /// The request that it answers.
        ticket: u64,
        /// `None` where nobody of that name is known.
        found: Option<Box<Found>>,
    },
    /// A page of quotations.
    Sayings {
        /// The request that it answers.
        ticket: u64,
        /// It continues the rows that are there.
        append: bool,
        /// The rows.
        page: Page<Saying>,
    },
    /// The quotations of an article that other outlets have as well.
    Shared {
        /// The article.
        article: ArticleId,
        /// The quotations.
        shared: Vec<Shared>,
    },
    /// The same quotation in other outlets.
    Echoes {
        /// The article.
        article: ArticleId,
        /// The byte of its text where the quotation begins.
        start: usize,
        /// Its number in the article.
        number: u32,
        /// The others, the latest first.
        rows: Vec<Saying>,
    },
    /// Who is followed.
    Follows(Vec<Follow>),
    /// Two people are one; `None` where they were one before.
    Merged(Option<Merge>),
    /// One is two; `None` where nobody is named.
    Parted(Option<Parting>),
    /// Something was taken back.
    Changed,
}

impl Quoted {
    /// Whether the keys go to the people view or to what lies over the panes from here.
    pub const fn is_open(&self) -> bool {
        self.view.is_some() || self.echoes.is_some()
    }

    /// Closes the people view and what lies over the panes from here.
    pub(super) fn close(&mut self) {
        self.view = None;
        self.echoes = None;
    }

    /// Whether other outlets have the selected quotation of an article as well.
    pub fn is_shared(&self, reading: &Reading) -> bool {
        let quote = reading.selected_quote();
        let article = reading.article.headline.id;
        quote.is_some_and(|quote| self.outlets(article, quote.span().start) > 0)
    }

    /// How many other outlets have what an article quotes from this byte on.
    pub fn outlets(&self, article: ArticleId, start: usize) -> u32 {
        self.shared
            .iter()
            .filter(|(of, _)| *of == article)
            .flat_map(|(_, shared)| shared)
            .find(|shared| shared.start == start)
            .map_or(0, |shared| shared.outlets)
    }

    /// Whether a person is followed.
    pub fn follows(&self, id: PersonId) -> bool {
        self.follows.iter().any(|follow| follow.id == id)
    }
}

impl PeopleView {
    /// Lines a row takes: a thin line below each, where there is height for it.
    pub const fn row_height(rows: u16) -> u16 {
        if rows >= 20 { 3 } else { 2 }
    }
}

/// Where the list and the quotations of the people view stand; from 100 columns side by side.
pub fn people_areas(size: Size, on_page: bool) -> (Option<Area>, Option<Area>) {
    let whole = Area {
        x: 0,
        y: 0,
        width: size.columns,
        height: size.rows.saturating_sub(u16::from(size.rows > 2)),
    };
    if size.columns < THREE {
        return if on_page {
            (None, Some(whole))
        } else {
            (Some(whole), None)
        };
    }
    let list = (size.columns * 38 / 100).clamp(36, 56);
    let page = Area {
        x: list + 1,
        width: size.columns - list - 1,
        ..whole
    };
    let list = Area {
        width: list,
        ..whole
    };
    (Some(list), Some(page))
}

impl State {
    /// What the list is called, where it is that of a person or of a quotation.
    pub fn quoting_name(&self) -> &str {
        let followed = self.quoted.follows.iter();
        let mut followed =
            followed.filter(|f| self.list.source.scope == crate::news::Scope::Person(f.id));
        followed
            .next()
            .map_or(&self.quoted.list_name, |follow| &follow.name)
    }
}
