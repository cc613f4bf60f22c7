//! The arguments, as clap reads them. Help, manual and completions come from here.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::config::{self, ConfigError};
use crate::news::Order;

/// A news reader for the terminal that finds every quotation, and who said it.
#[derive(Debug, Parser)]
#[command(name = "pullquote", version, about, long_about = None)]
pub struct Args {
    #[command(flatten)]
    pub places: Places,
    /// Open the reader for a screen reader: words instead of signs, one pane at a time
    #[arg(long)]
    pub plain: bool,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Where things are kept, where the reader says so.
#[derive(Debug, Clone, ClapArgs)]
pub struct Places {
    /// Read this configuration file instead of the usual one
    #[arg(long, global = true, value_name = "FILE", env = "PULLQUOTE_CONFIG")]
    pub config: Option<PathBuf>,
    /// Keep the cache and the logs in this directory
    #[arg(long, global = true, value_name = "DIR", env = "PULLQUOTE_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
}

impl Places {
    /// The paths that follow from them, and from the platform's directories.
    pub fn resolve(&self) -> Result<config::Places, ConfigError> {
        config::Places::resolve(self.config.as_deref(), self.data_dir.as_deref())
    }
}

/// What to do instead of opening the reader.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Poll the feeds that are due
    Poll(PollArgs),
    /// List articles
    List(ListArgs),
    /// Find articles, the best first, with the words in their context
    Search(SearchArgs),
    /// Mark articles as read or unread
    Mark(MarkArgs),
    /// Bookmark articles, or list the bookmarks
    Bookmark(BookmarkArgs),
    /// Tag articles, or list the tags
    Tag(TagArgs),
    /// Write a note to an article, or print it
    Note(NoteArgs),
    /// Say what a publisher changed in an article, word by word
    Diff(DiffArgs),
    /// Print what is kept for other programs
    Export(ExportArgs),
    /// Take bookmarks over from a browser or another reader
    Import(ImportArgs),
    /// List the views of the configuration, with their counts
    Views {
        /// One JSON object a view, a line each
        #[arg(long)]
        json: bool,
    },
    /// List the rules of the configuration, try them out, or apply them to stored articles
    #[command(subcommand)]
    Rule(RuleCommand),
    /// Print one article
    Show(ShowArgs),
    /// Read an HTML page or a plain text file
    Read(ReadArgs),
    /// List quotations of the cache, or find those of plain texts
    Quotes(QuotesArgs),
    /// List everyone who is quoted, or all that one person said
    People(PeopleArgs),
    /// Add, remove, list or check feeds
    #[command(subcommand)]
    Feed(FeedCommand),
    /// Take feeds over from another reader, or hand them on
    #[command(subcommand)]
    Opml(OpmlCommand),
    /// Find, begin, check or show the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Say what the cache holds of each feed: articles, unread, read share, quotations, rhythm, size
    Stats {
        /// One JSON object a feed, a line each
        #[arg(long)]
        json: bool,
    },
    /// Look at configuration, cache, network, certificates and terminal, and say what to do
    Doctor(DoctorArgs),
    /// Give back the space that removed articles left in the cache
    Vacuum {
        /// A JSON object with the size before and after, in bytes
        #[arg(long)]
        json: bool,
    },
    /// Print the completions for a shell
    Completions {
        /// Whose
        shell: Shell,
    },
    /// Print the manual page of pullquote, or of one of its commands
    Man(ManArgs),
}

#[derive(Debug, ClapArgs)]
pub struct PollArgs {
    /// Poll every feed, due or not
    #[arg(long)]
    pub force: bool,
    /// Go on: sleep until the next feed is due, poll it, and so on until SIGTERM
    #[arg(long, conflicts_with = "force")]
    pub daemon: bool,
    /// One JSON object a feed, a line each
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct ListArgs {
    /// Only articles that this is true of: words, or a query such as 'is:unread feed:ledger -title:sport'
    #[arg(value_name = "QUERY")]
    pub words: Vec<String>,
    /// In this order: newest, oldest, feed, longest-unread, river, or river:N for N of one feed in a row
    #[arg(long, value_name = "ORDER", default_value = "newest", value_parser = order)]
    pub sort: Order,
    /// Only unread articles
    #[arg(long)]
    pub unread: bool,
    /// Only bookmarked articles
    #[arg(long)]
    pub bookmarks: bool,
    /// Only articles of this feed (its name or address)
    #[arg(long)]
    pub feed: Option<String>,
    /// Only articles of this folder
    #[arg(long)]
    pub folder: Option<String>,
    /// The day by story, the most covered first, each with its outlets and its best quotation
    #[arg(long, conflicts_with_all = ["words", "sort", "bookmarks", "feed", "folder"])]
    pub front_page: bool,
    /// At most so many
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// One JSON object an article, or a story, a line each
    #[arg(long)]
    pub json: bool,
}

fn order(name: &str) -> Result<Order, String> {
    Order::named(name).ok_or_else(|| format!("expected one of {}", Order::NAMES.join(", ")))
}

#[derive(Debug, ClapArgs)]
pub struct SearchArgs {
    /// Words that title, author, text or speakers hold, all of them; the last one may be a beginning
    #[arg(required = true)]
    pub words: Vec<String>,
    /// At most so many
    #[arg(long, default_value_t = 20)]
    pub limit: u32,
    /// One JSON object an article, a line each
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct MarkArgs {
    /// As what
    #[arg(value_enum)]
    pub mark: Mark,
    /// The articles' numbers, as `list` shows them
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<i64>,
    /// A JSON object with those that changed
    #[arg(long)]
    pub json: bool,
}

/// What articles are marked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mark {
    /// It was read
    Read,
    /// It was not
    Unread,
}

#[derive(Debug, ClapArgs)]
pub struct BookmarkArgs {
    /// The articles' numbers, as `list` shows them
    #[arg(required_unless_present = "list", value_name = "ID")]
    pub ids: Vec<i64>,
    /// Take the bookmarks away; notes and tags stay
    #[arg(long, conflicts_with_all = ["note", "tags", "list"])]
    pub remove: bool,
    /// A note, in the place of an earlier one; an empty one takes it away
    #[arg(long, value_name = "TEXT", conflicts_with = "list")]
    pub note: Option<String>,
    /// A tag more (may be given more than once)
    #[arg(long = "tag", value_name = "TAG", conflicts_with = "list")]
    pub tags: Vec<String>,
    /// List the bookmarks
    #[arg(long, conflicts_with = "ids")]
    pub list: bool,
    /// One JSON object a bookmark, a line each
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct TagArgs {
    /// The articles' numbers, as `list` shows them; without any, the tags are listed
    #[arg(value_name = "ID")]
    pub ids: Vec<i64>,
    /// Add a tag, `later` being the one for what is to be read later (may be given more than once)
    #[arg(long, value_name = "TAG", requires = "ids")]
    pub add: Vec<String>,
    /// Take a tag away (may be given more than once)
    #[arg(long, value_name = "TAG", requires = "ids")]
    pub remove: Vec<String>,
    /// One JSON object an article or a tag, a line each
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct NoteArgs {
    /// The article's number, as `list` shows it
    pub id: i64,
    /// The note, in the place of an earlier one (- for standard input); without it, your editor opens
    pub text: Option<String>,
    /// Print the note
    #[arg(long, conflicts_with_all = ["text", "remove"])]
    pub print: bool,
    /// Take the note away
    #[arg(long, conflicts_with = "text")]
    pub remove: bool,
    /// A JSON object with the note as it is then
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct DiffArgs {
    /// The article's number, as `list` shows it
    pub id: i64,
    /// Compare with this earlier text, 1 being the first (without it: with the last one)
    #[arg(long, value_name = "N")]
    pub from: Option<usize>,
    /// Print the unchanged paragraphs, too
    #[arg(long)]
    pub all: bool,
    /// Wrap at so many columns
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(10..))]
    pub width: Option<u16>,
    /// A JSON object with the earlier texts and the changes
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct ExportArgs {
    /// In which form
    #[arg(long, value_enum, default_value_t = ExportFormat::Markdown)]
    pub format: ExportFormat,
}

/// The forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A list of links
    Markdown,
    /// One array of objects
    Json,
    /// A table
    Csv,
    /// A bookmark file, as browsers import it
    Html,
}

#[derive(Debug, ClapArgs)]
pub struct ImportArgs {
    /// A bookmark file (HTML) as browsers and readers export it, or what was saved of a damaged cache; - for standard input
    pub source: String,
    /// Tag all of them so, too (may be given more than once)
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    /// Only say what would be done
    #[arg(long)]
    pub dry_run: bool,
    /// A JSON object with how many were added, changed and passed over
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum RuleCommand {
    /// List the rules
    List {
        /// One JSON object a rule, a line each
        #[arg(long)]
        json: bool,
    },
    /// Say which stored articles each rule would touch, and what it would do; changes nothing
    Test(RuleTestArgs),
    /// Apply the rules to stored articles
    Apply(RuleApplyArgs),
}

#[derive(Debug, ClapArgs)]
pub struct RuleTestArgs {
    /// Only the rule of this name; or the articles that a query selects
    #[arg(value_name = "NAME or QUERY")]
    pub rule: Vec<String>,
    /// Show at most so many articles of each rule
    #[arg(long, default_value_t = 20)]
    pub limit: u32,
    /// One JSON object an article, a line each
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct RuleApplyArgs {
    /// Only the rule of this name
    #[arg(value_name = "NAME")]
    pub rule: Vec<String>,
    /// One JSON object a rule, with the articles that it changed
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct DoctorArgs {
    /// Ask no server
    #[arg(long)]
    pub offline: bool,
    /// Bring back what you kept, out of its log: after the cache was damaged or lost
    #[arg(long)]
    pub restore: bool,
    /// One JSON object a check, a line each
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct ShowArgs {
    /// The article's number, as `list` shows it
    pub id: i64,
    /// As plain text, which it is anyway
    #[arg(long, conflicts_with_all = ["markdown", "html", "json"])]
    pub text: bool,
    /// As Markdown
    #[arg(long, conflicts_with_all = ["html", "json"])]
    pub markdown: bool,
    /// Its HTML, as the feed sent it
    #[arg(long, conflicts_with = "json")]
    pub html: bool,
    /// Wrap at so many columns
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(10..))]
    pub width: Option<u16>,
    /// A JSON object with text and quotations
    #[arg(long)]
    pub json: bool,
    /// Fetch the article's page first, and keep the full text
    #[arg(long)]
    pub full: bool,
    /// The text that the feed sent, also where the page was fetched
    #[arg(long, conflicts_with = "full")]
    pub feed_text: bool,
}

#[derive(Debug, ClapArgs)]
pub struct ReadArgs {
    /// A file, or an http or https address
    #[arg(required_unless_present = "batch")]
    pub source: Option<String>,
    /// A JSON object instead of the reader
    #[arg(long)]
    pub json: bool,
    /// For a screen reader: words instead of signs
    #[arg(long, conflicts_with = "json")]
    pub plain: bool,
    /// Read every DIR/*/page.html, and write what was found to --out
    #[arg(long, value_name = "DIR", requires = "out", hide = true)]
    pub batch: Option<PathBuf>,
    /// Where --batch writes
    #[arg(long, value_name = "FILE", hide = true)]
    pub out: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub struct QuotesArgs {
    /// Only quotations with these words, in articles that the rest of the query is true of, as in 'ferry feed:ledger'
    #[arg(value_name = "QUERY", conflicts_with = "from")]
    pub query: Vec<String>,
    /// Only by this speaker: a name, or a part of one
    #[arg(long, value_name = "NAME", conflicts_with = "from")]
    pub speaker: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// One JSON object a quotation, a line each
    #[arg(long)]
    pub json: bool,
    /// Block quotations with their sources, in Markdown
    #[arg(long, conflicts_with_all = ["json", "from"])]
    pub markdown: bool,
    /// Read lines {"id","text","lang"?} from a file (- for standard input) instead, and print their quotations
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Print why the engine chose as it did: the features of each quoted stretch and of each candidate
    #[arg(long, hide = true, requires = "from")]
    pub explain: bool,
}

#[derive(Debug, ClapArgs)]
pub struct PeopleArgs {
    /// A name: all that this person said; a part of one lists those who have it in theirs
    pub name: Vec<String>,
    /// In this order
    #[arg(long, value_enum, default_value_t = PeopleSort::Count)]
    pub sort: PeopleSort,
    /// At most so many
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// One JSON object a person, a line each; of one person with all they said
    #[arg(long)]
    pub json: bool,
}

/// The orders of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PeopleSort {
    /// The most quoted first
    Count,
    /// The last quoted first
    Recent,
    /// By family name
    Name,
}

#[derive(Debug, Subcommand)]
pub enum FeedCommand {
    /// Add a feed to the configuration
    Add(FeedAddArgs),
    /// Remove a feed from the configuration; its bookmarked articles stay
    Remove {
        /// Its address or name
        feed: String,
    },
    /// Give a feed another name
    Rename {
        /// Its address or name
        feed: String,
        /// The name; without it, the title that the feed gives itself
        name: Option<String>,
    },
    /// Put a feed into another folder
    Move {
        /// Its address or name
        feed: String,
        /// The folder; without it, none
        folder: Option<String>,
    },
    /// List the feeds
    List {
        /// One JSON object a feed, a line each
        #[arg(long)]
        json: bool,
    },
    /// Say what is read in a feed document, and what is wrong with it
    Check(FeedCheckArgs),
}

#[derive(Debug, ClapArgs)]
pub struct FeedAddArgs {
    /// The feed's address, or that of a page that names its feeds
    pub url: String,
    /// Take the address as it is, and ask no server
    #[arg(long)]
    pub unchecked: bool,
    /// Where a page names several feeds, list them, a JSON object a line, and add none
    #[arg(long, conflicts_with = "unchecked")]
    pub json: bool,
    /// Your name for it
    #[arg(long)]
    pub name: Option<String>,
    /// The folder to put it in
    #[arg(long)]
    pub folder: Option<String>,
    /// A tag (may be given more than once)
    #[arg(long = "tag")]
    pub tags: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub struct FeedCheckArgs {
    /// A file, or an http or https address
    pub source: String,
    /// A JSON object with the feed and its entries
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum OpmlCommand {
    /// Add the feeds of a list, in folders as they stand there; those that are there already stay as they are
    Import {
        /// A file, - for standard input, or an http or https address
        source: String,
        /// A JSON object with what was added and what was not
        #[arg(long)]
        json: bool,
    },
    /// Write the feeds as a list that other readers take
    Export {
        /// Where to; without it, standard output
        file: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print where the configuration file is
    Path,
    /// Write a configuration with every option explained, unless there is one
    Init,
    /// Check the configuration file
    Check,
    /// Print the values that hold, defaults included, as TOML
    Show {
        /// As a JSON object
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, ClapArgs)]
pub struct ManArgs {
    /// The command, as in `man feed add`
    pub command: Vec<String>,
    /// Write all the pages into this directory instead
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}
