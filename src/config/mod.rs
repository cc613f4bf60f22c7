//! The reader's TOML file: a raw mirror, a checked [`Config`], edits in place, paths. Touches no screen.

use std::path::PathBuf;

use crate::news::UnixSeconds;

/// The checked configuration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    /// The file that it was read from.
    pub path: PathBuf,
    /// In the file's order.
    pub feeds: Vec<FeedConfig>,
    /// How feeds are polled.
    pub poll: PollConfig,
    /// How text is set.
    pub reading: ReadingConfig,
    /// How the screen looks.
    pub screen: ScreenConfig,
    /// Program and arguments that open an address, `{url}` standing for it; empty for the system's own.
    pub browser: Vec<String>,
}

/// One `[[feed]]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedConfig {
    /// http, https, or `builtin:welcome`.
    pub url: String,
    /// The reader's own name for it.
    pub name: Option<String>,
    /// The folder that it stands in.
    pub folder: Option<String>,
    /// The reader's tags for it.
    pub tags: Vec<String>,
    /// How often to ask, in seconds; `None` for the feed's own rhythm.
    pub every: Option<UnixSeconds>,
}

/// `[poll]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollConfig {
    /// Poll the due feeds when the reader starts, and while it runs.
    pub automatic: bool,
    /// Requests under way at once.
    pub concurrency: usize,
    /// And at one host.
    pub per_host: usize,
    /// No feed is asked more often than this, in seconds.
    pub floor: UnixSeconds,
}

impl Default for PollConfig {
    fn default() -> Self {
        Self {
            automatic: true,
            concurrency: 32,
            per_host: 4,
            floor: 15 * 60,
        }
    }
}

/// `[reading]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingConfig {
    /// The widest line of text, in cells.
    pub measure: u16,
    /// List the links at the end of the article.
    pub list_links: bool,
    /// An article that is opened counts as read.
    pub mark_read_on_open: bool,
}

impl Default for ReadingConfig {
    fn default() -> Self {
        Self {
            measure: 72,
            list_links: true,
            mark_read_on_open: true,
        }
    }
}

/// `[screen]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenConfig {
    /// Which theme.
    pub theme: ThemeChoice,
    /// The mouse may be used.
    pub mouse: bool,
    /// Signs from ASCII alone.
    pub ascii: bool,
}

impl Default for ScreenConfig {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::Auto,
            mouse: true,
            ascii: false,
        }
    }
}

/// Which theme to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// By the terminal's `COLORFGBG`, else dark.
    #[default]
    Auto,
    /// Light text on dark.
    Dark,
    /// Dark text on light.
    Light,
}
