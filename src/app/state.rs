//! Everything that the screen shows, as plain data. It is changed by `update` alone.

use std::sync::Arc;

use super::sort::Chosen;
use super::trail::Trail;
use super::{
    Arrangement, Column, Density, Effect, Images, Keymap, Layout, List, MarkRead, Message, Notice,
    Palette, Pane, Panes, Plan, Pressed, Progress, Prompt, Reading, Selection, Side, Sidebar, Size,
    Themes, Undo, View, panes,
};
use crate::news::{ArticleId, Feed, HighlightColour, Moment, UnixSeconds};
use crate::renderer::RightToLeft;

/// What the configuration says of reading and of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The widest line of text, in cells.
    pub measure: u16,
    /// Spread the blanks of a line, so that the lines end alike.
    pub justify: bool,
    /// List the links at the end of an article.
    pub list_links: bool,
    /// When an article counts as read.
    pub mark_read: MarkRead,
    /// Signs from ASCII alone.
    pub ascii: bool,
    /// For screen readers: words, one pane at a time, the cursor on the line that is read.
    pub plain: bool,
    /// Titles, nicknames and quoted words stand in the sidebar, too.
    pub show_fragments: bool,
    /// The terminal shows no colours.
    pub colourless: bool,
    /// On which side of the article the quotations stand.
    pub sidebar: Side,
    /// Lines of a row of the list.
    pub density: Density,
    /// 1, or 2 for a blank line between the lines of text.
    pub line_spacing: u8,
    /// How fast the reader reads.
    pub words_per_minute: u16,
    /// Words that were selected with the mouse are copied as soon as its button is let go.
    pub copy_on_select: bool,
    /// When pictures are shown.
    pub images: Images,
    /// How many hours the front page looks back.
    pub front_hours: u16,
    /// What is done about text that runs from right to left.
    pub right_to_left: RightToLeft,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            measure: 72,
            justify: false,
            list_links: true,
            mark_read: MarkRead::Open,
            ascii: false,
            plain: false,
            show_fragments: false,
            colourless: false,
            sidebar: Side::Right,
            density: Density::Auto,
            line_spacing: 1,
            words_per_minute: 230,
            copy_on_select: false,
            images: Images::Key,
            front_hours: 24,
            right_to_left: RightToLeft::Ordered,
        }
    }
}

/// What lies over the panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// Every key.
    Help,
    /// What happened lately.
    Log,
    /// What is known of the current feed.
    Details,
    /// The programs to share through, and which of them is selected.
    Shares(usize),
    /// The article's enclosures, and which of them is selected.
    Enclosures(usize),
    /// The themes to choose from.
    Themes {
        /// The one that was shown before.
        before: usize,
    },
    /// The headings of the article; this one is selected.
    Outline(usize),
}

/// Everything that the screen shows.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// The time, set by the loop before each message.
    pub now: UnixSeconds,
    /// Seconds that the reader's zone is ahead of UTC at that time.
    pub utc_offset: i32,
    /// Of the terminal.
    pub size: Size,
    /// From the configuration, with what the reader has arranged over it.
    pub settings: Settings,
    /// From the configuration alone.
    pub(super) configured: Settings,
    /// How often the lines of a long article were asked for.
    pub(super) layouts: u64,
    /// How the reader has arranged the screen.
    pub arrangement: Arrangement,
    /// The layout to come back to from the text alone.
    pub(super) before_zen: Layout,
    /// One article by itself, without lists: a file or a page.
    pub alone: bool,
    /// The pane that the keys go to.
    pub focus: Pane,
    /// What the keys ask for.
    pub keymap: Keymap,
    /// The keys of a sequence that is not complete, and the count before it.
    pub pressed: Pressed,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// Where one is in the help, while it is open.
    pub help: super::Help,
    /// A line that is being typed.
    pub prompt: Option<Prompt>,
    /// In the configuration's order.
    pub feeds: Vec<Feed>,
    /// The lists that queries make, in the configuration's order.
    pub views: Vec<Arc<View>>,
    /// How many unread articles each of them holds.
    pub view_counts: Vec<u32>,
    /// The filters that were set, the latest last.
    pub(super) filters: Vec<String>,
    /// The orders that the reader chose for lists.
    pub(super) sorts: Chosen,
    /// How many articles are bookmarked.
    pub bookmarks: u32,
    /// The selected row of the source pane.
    pub source: usize,
    /// The first row of the source pane on the screen.
    pub source_top: usize,
    /// The list pane.
    pub list: List,
    /// What it tells of an article beside its headline.
    pub columns: Vec<Column>,
    /// The article in the reading pane.
    pub reading: Option<Reading>,
    /// How the sidebar is arranged.
    pub sidebar: Sidebar,
    /// What was read before the guests over it, the latest last; empty while an article of a feed is shown.
    pub(super) covered: Vec<Reading>,
    /// A guest that was asked for.
    pub awaited: Option<super::Awaited>,
    /// What articles can be piped to, shared through and spoken by.
    pub programs: super::Programs,
    /// The commands that were typed to pipe to, the latest last.
    pub(super) piped: Vec<String>,
    /// Enclosures that are being downloaded, and those that were.
    pub downloads: Vec<super::Download>,
    /// Something is read aloud, asked for with this ticket.
    pub speaking: Option<u64>,
    /// A link that is being followed.
    pub following: Option<super::Following>,
    /// Words of the article that are being selected.
    pub selection: Option<Selection>,
    /// The colour of the last highlight.
    pub colour: HighlightColour,
    /// The cell on which the mouse button went down, and the byte of the text there.
    pub(super) mouse_down: Option<((u16, u16), usize)>,
    /// The last click went to what lay over the panes.
    pub(super) clicked_over: bool,
    /// The rule between two panes that the mouse holds, and that it was moved.
    pub(super) border: Option<super::borders::Border>,
    pub(super) border_moved: bool,
    /// The article that was asked for, and the ticket of that request.
    pub wanted: Option<(u64, ArticleId)>,
    /// What the command palette offers, while it is open.
    pub palette: Palette,
    /// Articles whose pages are being fetched because the reader asked for them.
    pub fetching: Vec<ArticleId>,
    /// The themes that there are.
    pub themes: Themes,
    /// The ticket of the edit that was asked for.
    pub(super) edit_asked: Option<u64>,
    /// People and shared quotations.
    pub quoted: super::Quoted,
    /// The day's articles by story.
    pub front: super::Front,
    /// A poll under way.
    pub progress: Option<Progress>,
    /// What rules tell of, before the reader is told.
    pub(super) telling: super::notify::Telling,
    /// What happened lately.
    pub log: super::Log,
    /// A word to the reader.
    pub notice: Option<Notice>,
    /// What was read.
    pub(super) trail: Trail,
    /// The article whose end was seen last.
    pub(super) seen_whole: Option<ArticleId>,
    /// Where the article that is on its way is to be shown: its first byte on the screen.
    pub(super) place: Option<(ArticleId, usize)>,
    /// How far that one was read, as it is kept, and the note to it.
    pub(super) left: Option<(ArticleId, usize, Option<String>)>,
    /// Every tag but "later", as a list, and how many articles have it.
    pub tags: Vec<(String, Arc<View>, u32)>,
    /// How many articles are to be read later.
    pub later: u32,
    /// What can be taken back, the last change at the end.
    pub undo: Vec<Undo>,
    /// Feeds added and changed from within, and the configuration read anew.
    pub subscribing: super::Subscribing,
    /// The feeds were asked for, and have not come yet.
    pub(super) feeds_asked: bool,
    /// Something has changed since they were asked for.
    pub(super) feeds_stale: bool,
    /// The tickets of pictures that are on their way.
    pub(super) pictures_asked: Vec<u64>,
    last_ticket: u64,
    /// The ticket of the latest change of what lists show: answers to what was asked before it are out of date.
    pub(super) changed: u64,
}

impl State {
    /// The state before anything is known, and what to ask for first.
    pub fn new(settings: Settings, size: Size, now: UnixSeconds) -> (Self, Vec<Effect>) {
        let mut state = Self {
            now,
            size,
            settings,
            configured: settings,
            columns: Column::USUAL.to_vec(),
            ..Self::default()
        };
        let mut effects = Vec::new();
        state.load_feeds(&mut effects);
        state.load_list(&mut effects);
        (state, effects)
    }

    /// The state of an article that is read by itself, and what to ask for first.
    pub fn alone(
        settings: Settings,
        size: Size,
        now: UnixSeconds,
        loaded: super::Loaded,
    ) -> (Self, Vec<Effect>) {
        let mut state = Self {
            now,
            size,
            settings,
            configured: settings,
            alone: true,
            focus: Pane::Reading,
            wanted: Some((0, loaded.article.headline.id)),
            ..Self::default()
        };
        let loaded = Some(Box::new(loaded));
        let effects = super::update(&mut state, Message::Article { ticket: 0, loaded });
        (state, effects)
    }

    /// Where the panes stand.
    pub fn panes(&self) -> Panes {
        panes(&self.plan(self.focus))
    }

    /// What the places of the panes follow from, with the keys in this one.
    pub(super) fn plan(&self, focus: Pane) -> Plan {
        let mut arrangement = self.arrangement;
        if self.settings.plain {
            arrangement.layout = Layout::One;
        }
        Plan {
            size: self.size,
            focus,
            alone: self.alone,
            arrangement,
            sidebar: self.settings.sidebar,
            measure: self.settings.measure,
        }
    }

    /// The time, and where a day begins.
    pub(super) fn moment(&self) -> Moment {
        Moment {
            now: self.now,
            utc_offset: self.utc_offset,
        }
    }

    /// A number that no request had before.
    pub(super) fn ticket(&mut self) -> u64 {
        self.last_ticket += 1;
        self.last_ticket
    }

    /// The reader changed what lists and counts show: what is on its way was read before that.
    pub(super) fn outdate(&mut self) {
        self.changed = self.ticket();
        self.feeds_stale = self.feeds_asked;
    }
}
