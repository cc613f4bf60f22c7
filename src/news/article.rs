//! An entry as a feed sends it, and an article as the cache keeps it.

use serde::{Deserialize, Serialize};

use super::{FeedId, UnixSeconds};

/// An article's row in the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArticleId(pub i64);

/// A feed document, parsed: what every format has in common.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ParsedFeed {
    /// What it is written in: "RSS 2.0", "Atom 1.0", "JSON Feed".
    pub format: String,
    /// The feed's own title, as plain text.
    pub title: Option<String>,
    /// The feed's subtitle or description, as plain text.
    pub subtitle: Option<String>,
    /// The feed's own id (Atom), where it has one.
    pub id: Option<String>,
    /// The web site it belongs to.
    pub link: Option<String>,
    /// The feed's own author.
    pub author: Option<String>,
    /// And the author's address.
    pub author_email: Option<String>,
    /// Language tag (BCP 47) of the feed.
    pub language: Option<String>,
    /// When the feed says that it was last changed.
    pub updated: Option<UnixSeconds>,
    /// How often the document itself asks to be read.
    pub hints: UpdateHints,
    /// The document was cut off; `entries` holds those that were whole.
    pub partial: bool,
    /// Faults that were repaired on the way, each a sentence for a person.
    pub repairs: Vec<String>,
    /// In the document's order.
    pub entries: Vec<Entry>,
}

/// What a feed document says of how often it wants to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateHints {
    /// RSS `ttl`, in minutes.
    pub ttl_minutes: Option<u64>,
    /// `sy:updatePeriod` divided by `sy:updateFrequency`, in seconds (RSS 1.0 syndication module).
    pub period_seconds: Option<u64>,
    /// RSS `skipHours`: hours of the day, in UTC, 0 to 23.
    pub skip_hours: Vec<u8>,
    /// RSS `skipDays`: 0 is Monday, 6 is Sunday.
    pub skip_days: Vec<u8>,
}

/// One entry of a feed document, cleaned and with every link absolute.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Entry {
    /// Stable over a re-parse and over a corrected title; unique within its feed.
    pub id: String,
    /// Plain text, on one line.
    pub title: String,
    /// Where the article stands on the web.
    pub link: Option<String>,
    /// Authors, joined with ", ".
    pub author: Option<String>,
    /// The first author's address.
    pub author_email: Option<String>,
    /// When it was published, as the feed says.
    pub published: Option<UnixSeconds>,
    /// When it was last changed, as the feed says.
    pub updated: Option<UnixSeconds>,
    /// The short form, as HTML (plain text is escaped).
    pub summary: Option<String>,
    /// The full form, as HTML (plain text is escaped).
    pub content: Option<String>,
    /// Categories, in the feed's order.
    pub categories: Vec<String>,
    /// Where it is discussed.
    pub comments: Option<String>,
    /// Files that belong to it.
    pub enclosures: Vec<Enclosure>,
    /// A picture for it.
    pub image: Option<String>,
    /// Language tag (BCP 47), where the entry has one of its own.
    pub language: Option<String>,
}

impl Entry {
    /// The HTML to be read: the content, or the summary where there is no content.
    pub fn html(&self) -> &str {
        self.content
            .as_deref()
            .or(self.summary.as_deref())
            .unwrap_or_default()
    }
}

/// A file that belongs to an entry: a recording, a document, a picture.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Enclosure {
    /// Where it is.
    pub url: String,
    /// Media type as the feed says.
    pub media_type: Option<String>,
    /// Bytes.
    pub length: Option<u64>,
    /// Duration in seconds.
    pub duration: Option<u64>,
}

/// How sure it is that only a part of an article is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preview {
    /// The whole text is there.
    #[default]
    No,
    /// Page and text together suggest that there is more.
    Likely,
    /// The text itself says so.
    Certain,
}

/// A row of the list pane. Never holds a body: a list of any length loads in the same time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Headline {
    /// The row in the cache.
    pub id: ArticleId,
    /// Whose it is.
    pub feed: FeedId,
    /// Plain text, on one line; never empty.
    pub title: String,
    /// Authors, joined with ", ".
    pub author: Option<String>,
    /// Published, else updated, else first seen; never after it was first seen.
    pub date: UnixSeconds,
    /// It was read.
    pub read: bool,
    /// It was bookmarked.
    pub bookmarked: bool,
    /// The publisher changed it after it was first seen.
    pub edited: bool,
    /// Only a part of it is at hand.
    pub preview: Preview,
    /// Quotations found in it; `None` until they were looked for.
    pub quotes: Option<u32>,
    /// The reader's tags, in the order of the alphabet.
    pub tags: Vec<String>,
    /// The reader wrote a note to it.
    pub noted: bool,
    /// Words in its text; `None` until that was read.
    pub words: Option<u32>,
    /// All feeds that have it, its own among them, that of the article which leads first; empty where no other has it.
    pub fold: Vec<FeedId>,
}

/// What came of fetching an article's page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct FullText {
    /// When it was last asked for.
    pub asked: UnixSeconds,
    /// The status code of the answer, where there was one.
    pub status: Option<u16>,
    /// Failures in a row.
    pub failures: u32,
    /// Not to be asked again before this moment, because the server said so.
    pub retry: Option<UnixSeconds>,
    /// Why nothing could be read the last time, for a person.
    pub error: Option<String>,
    /// The article in the page, as the renderer writes it down; also after a later failure.
    #[serde(skip)]
    pub reading: Option<String>,
}

/// An article with all that is needed to read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Article {
    /// The row of the list pane.
    pub headline: Headline,
    /// The title of its feed.
    pub source: String,
    /// The titles of the other feeds that have it, too.
    pub also: Vec<String>,
    /// Where it stands on the web.
    pub link: Option<String>,
    /// The HTML that the feed sent.
    pub html: String,
    /// Categories, in the feed's order.
    pub categories: Vec<String>,
    /// Where it is discussed.
    pub comments: Option<String>,
    /// Files that belong to it.
    pub enclosures: Vec<Enclosure>,
    /// A picture for it.
    pub image: Option<String>,
    /// Language tag (BCP 47) of the entry, else of its feed.
    pub language: Option<String>,
    /// When the feed says that it was last changed.
    pub updated: Option<UnixSeconds>,
    /// What came of fetching its page; `None` where that was never tried.
    pub full: Option<FullText>,
    /// Another number once the publisher changes title or text, or its page was read.
    pub fingerprint: i64,
}
