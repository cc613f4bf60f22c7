//! Who is quoted over all articles, what they said, and where the same was printed elsewhere. Plain data.

use serde::{Deserialize, Serialize};

use super::{ArticleId, Cursor, Person, QuoteKind, UnixSeconds};

/// A person's row in the cache. Never given to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PersonId(pub i64);

/// A row of the people view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonRow {
    /// Which.
    pub id: PersonId,
    /// Name, title, other forms of the name.
    #[serde(flatten)]
    pub person: Person,
    /// Quotations in all articles.
    pub quotes: u32,
    /// Outlets that quoted them; the feeds of one web site are one.
    pub outlets: u32,
    /// The date of the latest article that quotes them.
    pub last: UnixSeconds,
    /// The reader follows them.
    pub followed: bool,
}

/// In what order people are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum PeopleOrder {
    /// The most quoted first.
    #[default]
    Count,
    /// The last quoted first.
    Recent,
    /// By family name.
    Name,
}

impl PeopleOrder {
    /// The one after it, and round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Count => Self::Recent,
            Self::Recent => Self::Name,
            Self::Name => Self::Count,
        }
    }

    /// As a reader sees it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "most quoted",
            Self::Recent => "last quoted",
            Self::Name => "by name",
        }
    }
}

/// A question for a page of the people view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleQuery {
    /// In what order.
    pub order: PeopleOrder,
    /// Only people whose name, title or other names hold all these words, or begin with them.
    pub words: String,
    /// The person after whom the page begins.
    pub after: Option<PersonId>,
    /// At most so many.
    pub limit: u32,
}

/// A quotation by itself: what a list of them needs without any article's text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Saying {
    /// The article that it stands in.
    pub article: ArticleId,
    /// Its number there.
    pub number: u32,
    /// The byte in the article's text where it begins.
    pub start: usize,
    /// What was said.
    pub words: String,
    /// The word that makes it speech: "said".
    pub cue: Option<String>,
    /// The speaker, as this article names them.
    pub speaker: Option<String>,
    /// What they are, as this article introduces them.
    pub title: Option<String>,
    /// Who that is over all articles, where they are named.
    pub person: Option<PersonId>,
    /// What sort of quotation it is.
    pub kind: QuoteKind,
    /// How sure it is that this is speech by this speaker, from 0 to 1.
    pub confidence: f32,
    /// The article's date.
    pub date: UnixSeconds,
    /// The article's title.
    pub headline: String,
    /// The title of the article's feed.
    pub source: String,
    /// Where the article stands on the web.
    pub link: Option<String>,
}

impl Saying {
    /// What was said, without the comma that leads on to "she said".
    pub fn said(&self) -> &str {
        self.words.trim_end_matches([',', ' '])
    }

    /// Who said it, and what they are: "Mara Lindqvist, harbour master"; blank where nobody is named.
    pub fn who(&self) -> String {
        match (&self.speaker, &self.title) {
            (Some(name), Some(title)) => format!("{name}, {title}"),
            (name, _) => name.clone().unwrap_or_default(),
        }
    }
}

/// A question for a page of quotations, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SayingsQuery {
    /// Only by this person.
    pub person: Option<PersonId>,
    /// Only those that hold all these words. `speaker:name` asks for speakers whose name or title holds that.
    pub words: String,
    /// The article after which the page begins: an article's quotations stand on one page.
    pub after: Option<Cursor>,
    /// At most about so many.
    pub limit: u32,
}

/// One quotation of an article that other outlets printed as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// The byte in the article's text where it begins.
    pub start: usize,
    /// Other outlets that have it; each counts once, however often it printed it.
    pub outlets: u32,
}

/// A person whom the reader follows: a list of the articles that quote them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Follow {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Unread articles among the latest that quote them.
    pub unread: u32,
}

/// What takes a merge of two people back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Who was merged into the other.
    pub from: PersonId,
    /// Who both are now.
    pub into: PersonId,
    /// The rows of the names that were moved.
    pub names: Vec<i64>,
    /// Rules that parted quotations from a name, and were moved as well: name, title, article.
    pub partings: Vec<(i64, String, i64)>,
    /// The other was not followed before.
    pub follows: bool,
}

/// What takes a parting back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parting {
    /// Whose the quotation was.
    pub from: PersonId,
    /// Whose it is now.
    pub to: PersonId,
    /// By what quotations are told apart, in this article and in later ones.
    pub by: PartedBy,
}

/// By what the quotations of two people of one name are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartedBy {
    /// By the name itself, which had been merged: its row.
    Name(i64),
    /// By the title that goes with the name.
    Title {
        /// The name's row.
        name: i64,
        /// As titles are compared.
        title: String,
    },
    /// In one article alone: nothing else tells them apart.
    Article {
        /// The name's row.
        name: i64,
        /// The article.
        article: ArticleId,
    },
}
