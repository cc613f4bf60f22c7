//! Everything that can happen: keys, and the answers of the world.

use std::sync::Arc;

use super::{About, Edit, Key, Marked, Size, Version};
use crate::news::{
    Article, ArticleId, Context, Correction, Feed, FeedId, FrontPage, Headline, Page, Preview,
    Quote, Ruled,
};
use crate::renderer::{self, Document};

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size.
    Resize(Size),
    /// The left mouse button was pressed on a cell.
    Click {
        /// From the left edge.
        column: u16,
        /// From the top edge.
        row: u16,
    },
    /// The mouse was moved to a cell with its left button down.
    Drag {
        /// From the left edge.
        column: u16,
        /// From the top edge.
        row: u16,
    },
    /// The left mouse button was let go.
    Release,
    /// It was pressed for the second time on a cell, shortly after the first.
    DoubleClick {
        /// From the left edge.
        column: u16,
        /// From the top edge.
        row: u16,
    },
    /// The wheel was turned over a cell.
    Wheel {
        /// Towards the top.
        up: bool,
        /// From the left edge.
        column: u16,
        /// From the top edge.
        row: u16,
    },
    /// The time of an `Effect::After` is up.
    Elapsed {
        /// Which.
        ticket: u64,
    },
    /// The feeds and their counts, as they are now.
    Feeds {
        /// In the configuration's order.
        feeds: Vec<Feed>,
        /// How many articles are bookmarked.
        bookmarks: u32,
    },
    /// A page of a list.
    List {
        /// The request that it answers.
        ticket: u64,
        /// It continues the rows that are there.
        append: bool,
        /// The rows.
        page: Page<Headline>,
    },
    /// The words of a filter in their context.
    Contexts {
        /// The request that it answers.
        ticket: u64,
        /// For each article that was asked for.
        found: Vec<(ArticleId, Context)>,
    },
    /// How many unread articles each view holds, in their order.
    ViewCounts(Vec<u32>),
    /// An article, ready to be read.
    Article {
        /// The request that it answers.
        ticket: u64,
        /// The article; `None` where it is gone.
        loaded: Option<Box<Loaded>>,
    },
    /// More of a long article that is being read.
    More {
        /// The request that the article answered.
        ticket: u64,
        /// What follows what is there.
        part: Box<Part>,
    },
    /// All lines of a long article.
    LaidOut {
        /// The request.
        ticket: u64,
        /// Them.
        page: Box<renderer::Page>,
    },
    /// What the reader left at an article.
    Left {
        /// Which.
        id: ArticleId,
        /// How far it was read: a byte in its text; 0 for the beginning.
        position: usize,
        /// The note to it.
        note: Option<String>,
    },
    /// The note to an article, to be edited.
    Note {
        /// Which article.
        id: ArticleId,
        /// The note.
        note: Option<String>,
    },
    /// The reader's editor was left.
    NoteEdited {
        /// Which article.
        id: ArticleId,
        /// The note as it was.
        before: Option<String>,
        /// And as it is; blank to take it away.
        after: String,
    },
    /// Every tag, and how many articles have it.
    Tags(Vec<(String, u32)>),
    /// What was changed in an article.
    Edit {
        /// The request that it answers.
        ticket: u64,
        /// The edit; `None` where no earlier text is kept.
        edit: Option<Edit>,
    },
    /// The front page.
    Front {
        /// The request that it answers.
        ticket: u64,
        /// What stands on it.
        page: Box<FrontPage>,
    },
    /// All of a list was marked as read.
    AllRead {
        /// Those that were unread before.
        changed: Vec<ArticleId>,
    },
    /// Articles were read in the background: what was found in each.
    Enriched {
        /// How many quotations, and whether it is but a preview.
        found: Vec<(ArticleId, u32, Preview)>,
    },
    /// Something about people or shared quotations.
    People(super::PeopleMessage),
    /// Something about the feeds that there are, or about the configuration.
    Subscribing(Box<super::SubscribingMessage>),
    /// Rules did something with new articles.
    Ruled(Box<Ruled>),
    /// What is stored was changed beside the screen: it is to be shown as it is now.
    Changed,
    /// A poll began.
    PollStarted {
        /// How many feeds it asks.
        total: usize,
    },
    /// A feed was polled.
    Polled(PollResult),
    /// A poll ended.
    PollEnded,
    /// The page of an article was fetched and read, or failed, in words.
    FullText {
        /// Which article.
        id: ArticleId,
        /// What came of it.
        result: Result<(), String>,
    },
    /// A text that is no article of a feed, or why there is none, in words.
    Guest {
        /// The request that it answers.
        ticket: u64,
        /// What came of it.
        result: Result<Box<Loaded>, String>,
    },
    /// A picture, or in words why there is none.
    Picture {
        /// The request that it answers.
        ticket: u64,
        /// What came of it.
        result: Result<Arc<super::Pixels>, String>,
    },
    /// A picture is ready for the terminal: the screen is to be drawn again.
    PictureReady,
    /// A download goes on.
    Downloading {
        /// The request that it answers.
        ticket: u64,
        /// Bytes that are there.
        got: u64,
        /// Bytes in all, where the server says it.
        total: Option<u64>,
    },
    /// A download has ended: its file, or in words why there is none.
    Downloaded {
        /// The request that it answers.
        ticket: u64,
        /// What came of it.
        result: Result<String, String>,
    },
    /// The program that spoke has ended.
    SpeechEnded {
        /// The request that it answers.
        ticket: u64,
        /// What came of it, in words.
        result: Result<(), String>,
    },
    /// Something went well, in words.
    Done(String),
    /// Something failed, in words.
    Failed(String),
    /// A change that is already on the screen could not be kept, in words: what is kept is shown again.
    NotKept(String),
    /// The program is asked to stop, to go on later.
    Stop,
    /// It goes on.
    GoOn,
    /// The program is asked to end.
    Terminate,
}

/// An article, ready to be read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The article.
    pub article: Article,
    /// Its text.
    pub document: Arc<Document>,
    /// Every quotation in it, in order.
    pub quotes: Vec<Quote>,
    /// The sentence or two between headline and text.
    pub standfirst: Option<String>,
    /// What else is known of this text.
    pub about: About,
    /// The article's other text: the feed's own where the page's is shown, and the other way round.
    pub other: Option<Box<Version>>,
    /// The reader's highlights and kept quotations, with their places in the text.
    pub marked: Vec<Marked>,
    /// The speakers that the reader named.
    pub corrections: Vec<Correction>,
}

/// A part of a long article, ready to be read.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its text; ranges count from its own beginning.
    pub document: Document,
    /// Every quotation in it, in order.
    pub quotes: Vec<Quote>,
    /// How much of the article there is with it, in percent; `None` for all of it.
    pub percent: Option<u8>,
}

/// What came of polling one feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollResult {
    /// The feed.
    pub feed: FeedId,
    /// Articles that were not known, from this feed or from another.
    pub new: u32,
    /// It failed.
    pub failed: bool,
    /// Bytes that came, after decompression.
    pub bytes: u64,
    /// Why it failed, in words.
    pub error: Option<String>,
    /// What the reader can do about it.
    pub hint: Option<String>,
}
