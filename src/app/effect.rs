//! Everything that `update` can ask of the world. Plain data: it can be printed, compared and tested.

use std::sync::Arc;

use crate::news::{ArticleId, Correction, FeedId, Highlight, Query, Ruled, Sought, UnixSeconds};
use crate::renderer::{Document, LayoutOptions, Rooms};

/// Something that the runtime must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Read the feeds and their counts; answered by `Message::Feeds`.
    LoadFeeds,
    /// Read a page of a list; answered by `Message::List`.
    LoadList {
        /// To be sent back.
        ticket: u64,
        /// Which page.
        query: Query,
        /// What fits the words best comes first, on one page.
        ranked: bool,
    },
    /// Read the words of a filter in their context; answered by `Message::Contexts`.
    LoadContexts {
        /// To be sent back.
        ticket: u64,
        /// In which articles.
        ids: Vec<ArticleId>,
        /// What is looked for.
        sought: Sought,
    },
    /// Read an article and make its document; answered by `Message::Article`.
    LoadArticle {
        /// To be sent back.
        ticket: u64,
        /// Which.
        id: ArticleId,
    },
    /// Set all lines of a long article; answered by `Message::LaidOut`, unless it is asked for otherwise meanwhile.
    LayOut {
        /// To be sent back.
        ticket: u64,
        /// The text.
        document: Arc<Document>,
        /// How.
        options: LayoutOptions,
        /// Where pictures are to stand.
        rooms: Rooms,
    },
    /// Read how far an article was read, and the note to it; answered by `Message::Left`.
    LoadLeft {
        /// Which.
        id: ArticleId,
    },
    /// Keep how far an article was read.
    SetPosition {
        /// Which.
        id: ArticleId,
        /// A byte in its text; 0 for the beginning.
        position: usize,
    },
    /// Compare two texts of an article; answered by `Message::Edit`.
    LoadEdit {
        /// To be sent back.
        ticket: u64,
        /// Which article.
        id: ArticleId,
        /// Which edit, counted from 1; `None` for the latest.
        number: Option<usize>,
    },
    /// Make the front page; answered by `Message::Front`.
    LoadFront {
        /// To be sent back.
        ticket: u64,
        /// Nothing older is to stand on it.
        since: UnixSeconds,
    },
    /// Mark articles as read or unread.
    SetRead {
        /// Which.
        ids: Vec<ArticleId>,
        /// Read, or unread.
        read: bool,
    },
    /// Mark all of a list as read; answered by `Message::AllRead`.
    MarkAllRead {
        /// Which list; its page is not looked at.
        query: Query,
        /// Nothing that arrived after this one: it was not seen.
        up_to: Option<ArticleId>,
    },
    /// Take back what rules did; answered by `Message::Changed`.
    UndoRules(Box<Ruled>),
    /// Set a bookmark, or take it back.
    SetBookmark {
        /// Which article.
        id: ArticleId,
        /// Set, or taken back.
        on: bool,
    },
    /// Keep a highlight or a quotation, or give it another colour and note.
    PutHighlight(Box<Highlight>),
    /// Take a highlight or a kept quotation away.
    RemoveHighlight(i64),
    /// Remember who said a quotation, or forget what the reader said of it.
    SetCorrection {
        /// The article.
        id: ArticleId,
        /// The quotation's key.
        words: String,
        /// What the reader says; `None` forgets it.
        by_reader: Option<Correction>,
    },
    /// Something about people or shared quotations.
    People(super::PeopleEffect),
    /// Fetch an article's page and read it; answered by `Message::FullText`.
    FetchFullText(ArticleId),
    /// Give that up.
    CancelFullText(ArticleId),
    /// Give an article these tags and no others.
    SetTags {
        /// Which article.
        id: ArticleId,
        /// In the order of the alphabet.
        tags: Vec<String>,
    },
    /// Write a note to an article, or take it away.
    SetNote {
        /// Which article.
        id: ArticleId,
        /// The note.
        note: Option<String>,
    },
    /// Read the note to an article, to be edited; answered by `Message::Note`.
    LoadNote {
        /// Which article.
        id: ArticleId,
    },
    /// Have the reader's editor change a note; answered by `Message::NoteEdited`, or not at all.
    EditNote {
        /// To which article.
        id: ArticleId,
        /// As it is.
        note: Option<String>,
    },
    /// Poll feeds; answered by `Message::PollStarted`, `Polled` and `PollEnded`.
    Poll(PollWhat),
    /// Give the poll under way up; answered by `Message::PollEnded`.
    CancelPoll,
    /// Open an address in the browser.
    Browse(String),
    /// Fetch the page at an address and read it; answered by `Message::Guest`.
    ReadAddress {
        /// To be sent back.
        ticket: u64,
        /// Which address.
        url: String,
        /// The address that the reader chose: its host alone may be a private one.
        chosen: Option<String>,
    },
    /// Pipe an article to a program; answered by `Message::Guest`.
    Pipe {
        /// To be sent back.
        ticket: u64,
        /// What the program is called.
        name: String,
        /// Program and arguments.
        command: Vec<String>,
        /// What it reads.
        format: super::PipeFormat,
        /// The article.
        outgoing: Box<super::Outgoing>,
    },
    /// Share an article through a program; answered by `Message::Done` or `Failed`.
    Share {
        /// What the program is called.
        name: String,
        /// Program and arguments, with placeholders.
        command: Vec<String>,
        /// The article.
        outgoing: Box<super::Outgoing>,
    },
    /// Have a program speak a text; answered by `Message::SpeechEnded`.
    Speak {
        /// To be sent back.
        ticket: u64,
        /// Program and arguments.
        command: Vec<String>,
        /// The text.
        text: String,
    },
    /// Open an enclosure in the player for its type.
    Play {
        /// Where it is.
        url: String,
        /// Its media type.
        media_type: Option<String>,
        /// Where it was downloaded to.
        file: Option<String>,
    },
    /// Download an enclosure; answered by `Message::Downloading` and `Downloaded`.
    Download {
        /// To be sent back.
        ticket: u64,
        /// Where it is.
        url: String,
        /// Its media type.
        media_type: Option<String>,
        /// The address that the reader chose: its host alone may be a private one.
        chosen: Option<String>,
    },
    /// Fetch a picture of the article and decode it; answered by `Message::Picture`.
    FetchPicture {
        /// To be sent back.
        ticket: u64,
        /// Where it is.
        url: String,
        /// The address that the reader chose: its host alone may be a private one.
        chosen: Option<String>,
    },
    /// Give up what was asked for with this ticket.
    Stop {
        /// Which.
        ticket: u64,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Send `Message::Elapsed` with this ticket after so many milliseconds.
    After {
        /// To be sent back.
        ticket: u64,
        /// How long to wait.
        millis: u64,
    },
    /// Tell the reader of something, wherever they look.
    Notify {
        /// In a few words.
        title: String,
        /// In some more.
        body: String,
    },
    /// Write the theme of this name to the configuration.
    KeepTheme(String),
    /// Something about the feeds that there are, or about the configuration.
    Subscribing(Box<super::SubscribingEffect>),
    /// Show everything in these colours and signs from now on.
    Restyle(Box<super::Restyle>),
    /// Keep how the screen is arranged for the next start.
    Remember(super::Remembered),
    /// Keep the commands that articles were piped to for the next start, the latest last.
    RememberPiped(Vec<String>),
    /// The same for the filters that were set.
    RememberFilters(Vec<String>),
    /// Draw the whole screen anew.
    Redraw,
    /// Stop, as a shell's job does, until the shell goes on with it.
    Suspend,
    /// Take the terminal again after the program was stopped from outside.
    TakeAgain,
    /// End the program.
    Quit,
}

/// Which feeds to poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PollWhat {
    /// Those that are due.
    Due,
    /// All, due or not.
    All,
    /// One, due or not.
    Feed(FeedId),
}
