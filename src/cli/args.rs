//! The arguments, as clap reads them. Help, manual and completions come from here.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand};

use crate::config::{self, ConfigError};
use crate::news::Order;

/// A news reader for the terminal that finds every quotation, and who said it.
#[derive(Debug, Parser)]
#[command(name = "pullquote", version, about, long_about = None)]
pub struct Args {
    #[command(flatten)]
    pub places: Places,
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
    /// List the views of the configuration, with their counts
    Views {
        /// One JSON object a view, a line each
        #[arg(long)]
        json: bool,
    },
    /// Print one article
    Show(ShowArgs),
    /// Read an HTML page or a plain text file
    Read(ReadArgs),
    /// Find quotations
    Quotes(QuotesArgs),
    /// Add, remove, list or check feeds
    #[command(subcommand)]
    Feed(FeedCommand),
    /// Find or check the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Debug, ClapArgs)]
pub struct PollArgs {
    /// Poll every feed, due or not
    #[arg(long)]
    pub force: bool,
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
    /// At most so many
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// One JSON object an article, a line each
    #[arg(long)]
    pub json: bool,
}

fn order(name: &str) -> Result<Order, String> {
    Order::named(name).ok_or_else(|| format!("expected one of {}", Order::NAMES.join(", ")))
}

#[derive(Debug, ClapArgs)]
pub struct ShowArgs {
    /// The article's number, as `list` shows it
    pub id: i64,
    /// Wrap at so many columns
    #[arg(long, value_name = "N")]
    pub width: Option<u16>,
    /// A JSON object with text and quotations
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct ReadArgs {
    /// A file, or an http or https address
    #[arg(required_unless_present = "batch")]
    pub source: Option<String>,
    /// A JSON object instead of the reader
    #[arg(long)]
    pub json: bool,
    /// Read every DIR/*/page.html, and write what was found to --out
    #[arg(long, value_name = "DIR", requires = "out", hide = true)]
    pub batch: Option<PathBuf>,
    /// Where --batch writes
    #[arg(long, value_name = "FILE", hide = true)]
    pub out: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub struct QuotesArgs {
    /// Read lines {"id","text","lang"?} from a file (- for standard input), and print their quotations
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
    /// Print why the engine chose as it did: the features of each quoted stretch and of each candidate
    #[arg(long, hide = true)]
    pub explain: bool,
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
pub enum ConfigCommand {
    /// Print where the configuration file is
    Path,
    /// Check the configuration file
    Check,
}
