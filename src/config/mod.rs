//! The reader's TOML file: a raw mirror, a checked [`Config`], edits in place, paths. Touches no screen.
//!
//! [`parse`] is pure: text in, [`Config`] or [`ConfigError`] out. [`load`] and [`load_or_create`] add the disk.

mod address;
mod check;
mod durations;
pub mod edit;
mod effective;
mod errors;
mod first_run;
mod hooks;
mod keys;
mod list;
mod nearest;
mod notify;
pub mod opml;
pub mod other_readers;
mod paths;
mod programs;
mod raw;
mod request;
mod retention;
mod rule;
mod site;
pub mod suggestions;
mod syntax;
pub mod themes;
mod view;
mod write;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::app::{Binding, Images, Key, MarkRead, Preset, Side};
use crate::news::{Expression, Order, Rule, UnixSeconds};

pub use address::{AddressError, WELCOME, identity, masked, whole as whole_address};
pub use durations::display as display_duration;
pub use effective::effective;
pub use errors::{ConfigError, Fault};
pub use first_run::{EXAMPLE, create, load_or_create};
pub use hooks::{HooksConfig, PLACEHOLDERS};
pub use list::ListConfig;
pub use notify::{NotifyBy, NotifyConfig, WORDS as NOTIFY_WORDS};
pub use paths::Places;
pub use programs::{DownloadsConfig, OF_SHARES, PlayerConfig, ProgramsConfig};
pub use retention::{Retention, RetentionKeys, Span, Unread};

/// The checked configuration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    /// The file that it was read from.
    pub path: PathBuf,
    /// In the file's order.
    pub feeds: Vec<FeedConfig>,
    /// Folders with settings of their own, in the file's order. A folder needs no entry here to exist.
    pub folders: Vec<FolderConfig>,
    /// Lists that a query makes, in the file's order.
    pub views: Vec<ViewConfig>,
    /// What is done with articles as they come, in the file's order.
    pub rules: Vec<Rule>,
    /// No article is folded, but where a feed says otherwise; already part of each [`FeedConfig::apart`].
    pub apart: bool,
    /// Sites whose pages are read by rules of the reader's own, in the file's order.
    pub sites: Vec<SiteConfig>,
    /// How feeds are polled.
    pub poll: PollConfig,
    /// How long articles are kept; already part of each [`FeedConfig::retention`].
    pub cache: Retention,
    /// What is run when something happens.
    pub hooks: HooksConfig,
    /// How rules tell of articles.
    pub notify: NotifyConfig,
    /// How text is set.
    pub reading: ReadingConfig,
    /// How the screen looks.
    pub screen: ScreenConfig,
    /// How headlines are listed.
    pub list: ListConfig,
    /// What the front page is made of.
    pub front_page: FrontPageConfig,
    /// What the sidebar shows.
    pub quotes: QuotesConfig,
    /// What the keys ask for.
    pub keys: KeysConfig,
    /// What articles are piped to, shared through, opened and spoken with.
    pub programs: ProgramsConfig,
    /// Where enclosures are downloaded to.
    pub downloads: DownloadsConfig,
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
    /// How often to ask, in seconds: its own, else its folder's; `None` for the feed's own rhythm.
    pub every: Option<UnixSeconds>,
    /// Its articles are never folded with those of other feeds. `fold = false` in the file, here or for all.
    pub apart: bool,
    /// Fetch the pages of new articles whose text in the feed is short: its own, else its folder's.
    pub full_text: bool,
    /// How to ask.
    pub request: RequestConfig,
    /// How long its articles are kept: each value its own, else its folder's, else that of all.
    pub retention: Retention,
}

/// How one feed is asked for, where that differs from all the others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequestConfig {
    /// Instead of the program's own `User-Agent`.
    pub user_agent: Option<String>,
    /// Further header fields: names (RFC 9110 tokens) and values (visible ASCII and spaces), none of them a field
    /// that the poller itself sends.
    pub headers: Vec<(String, String)>,
    /// Who asks.
    pub auth: Option<Auth>,
    /// http, https, socks5 or socks5h; `None` for what the environment says.
    pub proxy: Option<String>,
    /// For the whole request; `None` for the usual deadline.
    pub timeout: Option<Duration>,
    /// For an answer to begin, and to get on; `None` for [`PollConfig::patience`].
    pub patience: Option<Duration>,
}

/// What a feed's server wants to know the reader by. The secret comes from a program, run without a shell; the first
/// line that it prints is the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// The Basic scheme (RFC 7617).
    Basic {
        /// The user's name; holds no colon.
        user: String,
        /// Program and arguments that print the password.
        password_command: Vec<String>,
    },
    /// The Bearer scheme (RFC 6750).
    Bearer {
        /// Program and arguments that print the token.
        token_command: Vec<String>,
    },
}

/// One `[[folder]]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FolderConfig {
    /// The name, as its feeds give it.
    pub name: String,
    /// How often its feeds are asked, in seconds; already part of each [`FeedConfig::every`].
    pub every: Option<UnixSeconds>,
    /// How long its feeds' articles are kept; already part of each [`FeedConfig::retention`].
    pub retention: RetentionKeys,
    /// Fetch the pages of its new articles; already part of each [`FeedConfig::full_text`].
    pub full_text: Option<bool>,
}

/// One `[[site]]`: how the pages of a host, and of the hosts below it, are read. All selectors are valid CSS.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteConfig {
    /// In lower case, without a port.
    pub host: String,
    /// Selects what holds the article.
    pub body: Option<String>,
    /// Selects what is no part of it.
    pub strip: Option<String>,
    /// Selects the link to the article's next page.
    pub next_page: Option<String>,
    /// The reader's cookies for it, in Netscape's form; as written, see [`Config::cookie_file`].
    pub cookies: Option<PathBuf>,
}

impl SiteConfig {
    /// Whether a host is this one, or below it.
    pub fn covers(&self, host: &str) -> bool {
        let rest = host.strip_suffix(self.host.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }
}

/// One `[[view]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewConfig {
    /// What it is called; no other view is called so.
    pub name: String,
    /// The articles in it.
    pub query: Expression,
    /// Their order.
    pub sort: Order,
    /// The key that leads to it in the reader: none of the reader's own, and none of another view.
    pub key: Option<Key>,
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
    /// No feed is asked more often than this, in seconds. `every` in the file.
    pub floor: UnixSeconds,
    /// For an answer to begin, and to get on.
    pub patience: Duration,
}

impl Default for PollConfig {
    fn default() -> Self {
        Self {
            automatic: true,
            concurrency: 32,
            per_host: 4,
            floor: 15 * 60,
            patience: Duration::from_secs(8),
        }
    }
}

/// `[reading]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingConfig {
    /// The widest line of text, in cells.
    pub measure: u16,
    /// Spread the blanks of a line, so that the lines end alike.
    pub justify: bool,
    /// List the links at the end of the article.
    pub list_links: bool,
    /// When an article counts as read.
    pub mark_read: MarkRead,
    /// 1, or 2 for a blank line between the lines of text.
    pub line_spacing: u8,
    /// How fast the reader reads.
    pub words_per_minute: u16,
    /// When pictures are shown.
    pub images: Images,
    /// How the terminal is given them.
    pub images_by: ImagesBy,
}

/// How the terminal is given pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ImagesBy {
    /// As the terminal is known to take them.
    #[default]
    Auto,
    /// The protocol of kitty.
    Kitty,
    /// Sixel.
    Sixel,
    /// The protocol of iTerm2.
    Iterm2,
    /// Half-blocks in colour, which every terminal shows.
    Blocks,
}

impl ImagesBy {
    /// Each with its name in the configuration.
    pub const NAMES: [(&str, Self); 5] = [
        ("auto", Self::Auto),
        ("kitty", Self::Kitty),
        ("sixel", Self::Sixel),
        ("iterm2", Self::Iterm2),
        ("blocks", Self::Blocks),
    ];
}

impl Default for ReadingConfig {
    fn default() -> Self {
        Self {
            measure: 72,
            justify: false,
            list_links: true,
            mark_read: MarkRead::Open,
            line_spacing: 1,
            // Brysbaert (2019) found 238 for non-fiction.
            words_per_minute: 230,
            images: Images::Key,
            images_by: ImagesBy::Auto,
        }
    }
}

/// `[front_page]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontPageConfig {
    /// How far it looks back.
    pub hours: u16,
}

impl Default for FrontPageConfig {
    fn default() -> Self {
        Self { hours: 24 }
    }
}

/// `[quotes]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuotesConfig {
    /// Titles, nicknames and quoted words stand in the sidebar, too.
    pub show_fragments: bool,
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
    /// The terminal's title says how much is unread.
    pub title: bool,
    /// For screen readers: words instead of signs, one pane at a time.
    pub plain: bool,
    /// On which side of the article the quotations stand.
    pub sidebar: Side,
    /// Words that were selected with the mouse are copied as soon as its button is let go.
    pub copy_on_select: bool,
    /// Links are links for the terminal, too.
    pub hyperlinks: Hyperlinking,
    /// Who puts right-to-left text into order.
    pub bidi: Bidi,
}

/// Whether lines with right-to-left text are put into the order in which they are seen before the terminal has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bidi {
    /// Where the terminal is not known to do it itself.
    #[default]
    Auto,
    /// Whatever the terminal.
    Always,
    /// Not at all: the terminal does it.
    Never,
}

impl Bidi {
    /// Each with its name in the configuration.
    pub const NAMES: [(&str, Self); 3] = [
        ("auto", Self::Auto),
        ("always", Self::Always),
        ("never", Self::Never),
    ];
}

/// Whether links are written as hyperlinks of the terminal (OSC 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hyperlinking {
    /// Where the terminal is known to have them.
    #[default]
    Auto,
    /// Whatever the terminal.
    Always,
    /// Not at all.
    Never,
}

impl Hyperlinking {
    /// Each with its name in the configuration.
    pub const NAMES: [(&str, Self); 3] = [
        ("auto", Self::Auto),
        ("always", Self::Always),
        ("never", Self::Never),
    ];
}

impl Default for ScreenConfig {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::Auto,
            mouse: true,
            ascii: false,
            title: true,
            plain: false,
            sidebar: Side::Right,
            copy_on_select: false,
            hyperlinks: Hyperlinking::Auto,
            bidi: Bidi::Auto,
        }
    }
}

/// `[keys]`. That the bindings can hold together has been looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeysConfig {
    /// What the reader begins with.
    pub preset: Preset,
    /// The reader's own, over those of the preset.
    pub own: Vec<Binding>,
}

/// Which theme to use.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// "dark" or "light" by the terminal's `COLORFGBG`, else dark.
    #[default]
    Auto,
    /// The one of this name.
    Named(String),
}

/// The configuration in a text; `path` only names it in errors. Pure, and safe on any text. It takes any theme's name:
/// which of them the reader has is known to [`load`] alone.
pub fn parse(text: &str, path: &Path) -> Result<Config, ConfigError> {
    parse_with(text, path, None)
}

/// The configuration in the text of the file at `path`, which may name the reader's own themes beside it.
fn parse_file(text: &str, path: &Path) -> Result<Config, ConfigError> {
    parse_with(text, path, Some(&themes::own(path)))
}

fn parse_with(
    text: &str,
    path: &Path,
    own_themes: Option<&[String]>,
) -> Result<Config, ConfigError> {
    let config = syntax::read(text).and_then(|raw| check::check(raw, own_themes));
    match config {
        Ok(config) => Ok(Config {
            path: path.to_owned(),
            ..config
        }),
        Err(problem) => Err(problem.at(path, text)),
    }
}

/// The configuration in a file.
pub fn load(path: &Path) -> Result<Config, ConfigError> {
    parse_file(&read(path)?, path)
}

/// A configuration file's text; UTF-8, at most 4 MiB.
fn read(path: &Path) -> Result<String, ConfigError> {
    let unreadable = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => ConfigError::Missing(path.to_owned()),
        _ => ConfigError::Read {
            path: path.to_owned(),
            source,
        },
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    let mut file = file.take(errors::MAX_BYTES + 1);
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > errors::MAX_BYTES {
        return Err(ConfigError::TooLarge(path.to_owned()));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        errors::Problem::new(at..at + 1, "this is no UTF-8 text")
            .hint("save the file as UTF-8")
            .at(path, &text)
    })
}
