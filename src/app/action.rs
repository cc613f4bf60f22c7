//! Everything that the reader can ask for, in one table. The key map, the help and the manual are made from it.

/// Something that the reader can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// One row or line down.
    Down,
    /// One row or line up.
    Up,
    /// To the first row or line.
    Top,
    /// To the last row or line.
    Bottom,
    /// One screen down.
    PageDown,
    /// One screen up.
    PageUp,
    /// Half a screen down.
    HalfDown,
    /// Half a screen up.
    HalfUp,
    /// Open what is selected.
    Open,
    /// To the next pane.
    NextPane,
    /// To the pane before.
    PreviousPane,
    /// To the pane on the left.
    Left,
    /// To the pane on the right.
    Right,
    /// Next page, next unread article, next feed.
    Flow,
    /// The next unread article.
    NextUnread,
    /// The unread article before.
    PreviousUnread,
    /// The next article.
    NextArticle,
    /// The article before.
    PreviousArticle,
    /// The next quotation.
    NextQuote,
    /// The quotation before.
    PreviousQuote,
    /// Everyone who is quoted; the person whose quotation is selected.
    People,
    /// Follow a person, or no more.
    Follow,
    /// Two people are one; or one is two.
    SamePerson,
    /// The same quotation in other outlets.
    AlsoIn,
    /// Fetch the article's page and read it.
    FullText,
    /// The page's text, or the feed's own.
    ToggleText,
    /// Show what was folded away, or fold it again.
    Folded,
    /// The pictures of the article, or none.
    Pictures,
    /// Quotations by speaker, or in the order of the text.
    GroupQuotes,
    /// Keep the selected quotation.
    KeepQuote,
    /// Who said it, or the note of a highlight.
    CorrectSpeaker,
    /// Select words of the article.
    SelectWords,
    /// Highlight what is selected; the colour of a highlight.
    Highlight,
    /// Take a highlight away.
    LetGo,
    /// Set or take back a bookmark.
    Bookmark,
    /// The list of bookmarks, and back.
    Bookmarks,
    /// Read later, or take it back.
    Later,
    /// Give the article tags.
    Tags,
    /// Write a note to the article.
    Note,
    /// Read or unread.
    ToggleRead,
    /// Everything in the list is read.
    AllRead,
    /// Take the last change back.
    Undo,
    /// Poll this feed.
    Refresh,
    /// Poll all feeds.
    RefreshAll,
    /// To the article that was read before.
    Older,
    /// Forward again.
    Newer,
    /// What was changed in the article.
    Changes,
    /// Open the article in the browser.
    Browser,
    /// Letters on the links in view, to follow one.
    Links,
    /// Pipe the article to a command.
    Pipe,
    /// Share the article through a program.
    Share,
    /// Read aloud, or stop.
    ReadAloud,
    /// The files that belong to the article.
    Enclosures,
    /// Copy the link, or the selected quotation.
    Copy,
    /// Filter the list by a query.
    Filter,
    /// The day's articles by story.
    FrontPage,
    /// Another order of the list.
    Sort,
    /// Add a feed.
    AddFeed,
    /// Change a feed or a folder.
    ChangeFeed,
    /// What is known of the feed.
    Details,
    /// The next layout.
    Layout,
    /// The text alone.
    Zen,
    /// The focused pane narrower.
    Narrower,
    /// The focused pane wider.
    Wider,
    /// The focused pane as wide as it was.
    ResetWidth,
    /// The quotations on the other side.
    SwapSidebar,
    /// More lines for a headline, or fewer.
    Density,
    /// Lines that end alike, or not.
    Justify,
    /// A blank line between lines of text, or none.
    LineSpacing,
    /// The headings of the article.
    Outline,
    /// The command palette.
    Palette,
    /// The themes to choose from.
    Themes,
    /// What happened lately.
    Log,
    /// Every key.
    Help,
    /// Back, and out at last.
    Back,
    /// Leave what is open, or the filter; never the program.
    Escape,
    /// Draw the whole screen anew.
    Redraw,
    /// To the shell, to come back later.
    Suspend,
    /// Out at once.
    Quit,
}

impl Action {
    /// Where this leads from one row of a list whose last row is `last`: one row on, or to an end. `None` where it is
    /// something else, a page among them: how far that goes is the list's own affair.
    pub(super) fn step(self, at: usize, last: usize) -> Option<usize> {
        let at = match self {
            Self::Down => at + 1,
            Self::Up => at.saturating_sub(1),
            Self::Top => 0,
            Self::Bottom => last,
            _ => return None,
        };
        Some(at.min(last))
    }
}

/// A chapter of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Getting about.
    Moving,
    /// Reading on.
    Reading,
    /// Quotations.
    Quotations,
    /// What is kept, and what is read.
    Keeping,
    /// Feeds.
    Feeds,
    /// How the screen is arranged.
    Screen,
    /// The program itself.
    Program,
}

impl Group {
    /// In the order of the help.
    pub const ALL: [Self; 7] = [
        Self::Moving,
        Self::Reading,
        Self::Quotations,
        Self::Keeping,
        Self::Feeds,
        Self::Screen,
        Self::Program,
    ];

    /// The chapter's heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Moving => "Moving",
            Self::Reading => "Reading on",
            Self::Quotations => "Quotations",
            Self::Keeping => "Keeping",
            Self::Feeds => "Feeds and lists",
            Self::Screen => "The screen",
            Self::Program => "The program",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct ActionInfo {
    /// The action.
    pub action: Action,
    /// Its name in the configuration.
    pub name: &'static str,
    /// What it does, in a few words.
    pub help: &'static str,
    /// Its keys, in the notation of [`super::sequence`].
    pub keys: &'static [&'static str],
    /// Its chapter of the help.
    pub group: Group,
}

const fn row(
    action: Action,
    name: &'static str,
    keys: &'static [&'static str],
    help: &'static str,
    group: Group,
) -> ActionInfo {
    ActionInfo {
        action,
        name,
        help,
        keys,
        group,
    }
}

/// The one table.
#[rustfmt::skip] // A table reads as one: a row a line.
pub const ACTIONS: &[ActionInfo] = {
    use Action as A;
    use Group as G;
    &[
        row(A::Down, "down", &["j", "<down>"], "down", G::Moving),
        row(A::Up, "up", &["k", "<up>"], "up", G::Moving),
        row(A::Top, "top", &["g", "<home>"], "to the top; shows what is new", G::Moving),
        row(A::Bottom, "bottom", &["G", "<end>"], "to the bottom", G::Moving),
        row(A::PageDown, "page-down", &["<pgdn>", "<c-f>"], "a screen down", G::Moving),
        row(A::PageUp, "page-up", &["<pgup>", "<c-b>"], "a screen up", G::Moving),
        row(A::HalfDown, "half-down", &["<c-d>"], "half a screen down", G::Moving),
        row(A::HalfUp, "half-up", &["<c-u>"], "half a screen up", G::Moving),
        row(A::Left, "left", &["h", "<left>"], "to the pane on the left", G::Moving),
        row(A::Right, "right", &["l", "<right>"], "to the pane on the right", G::Moving),
        row(A::NextPane, "next-pane", &["<tab>"], "to the next pane", G::Moving),
        row(A::PreviousPane, "previous-pane", &["<s-tab>"], "to the pane before", G::Moving),
        row(A::Open, "open", &["<enter>"], "open; in an article, the next hit", G::Moving),
        row(A::Flow, "flow", &["<space>"], "next page, then next unread, then next feed", G::Reading),
        row(A::NextUnread, "next-unread", &["n"], "next unread article", G::Reading),
        row(A::PreviousUnread, "previous-unread", &["p"], "previous unread article", G::Reading),
        row(A::NextArticle, "next-article", &["J"], "next article", G::Reading),
        row(A::PreviousArticle, "previous-article", &["K"], "previous article", G::Reading),
        row(A::Older, "older", &["<c-o>"], "back to what was read before", G::Reading),
        row(A::Newer, "newer", &["<c-n>"], "and forward again", G::Reading),
        row(A::Outline, "outline", &["O"], "the headings of the article", G::Reading),
        row(A::Changes, "changes", &["D"], "what was changed in an edited article", G::Reading),
        row(A::Browser, "browser", &["o"], "open in the browser", G::Reading),
        row(A::Links, "links", &["L"], "follow a link (12L: the twelfth)", G::Reading),
        row(A::Pipe, "pipe", &["|"], "pipe the article to a command", G::Reading),
        row(A::Share, "share", &["x"], "share the article", G::Reading),
        row(A::Enclosures, "enclosures", &["E"], "recordings and other enclosures", G::Reading),
        row(A::ReadAloud, "read-aloud", &["X"], "read aloud, or be silent", G::Reading),
        row(A::FullText, "full-text", &["f"], "fetch the full article from its page", G::Reading),
        row(A::ToggleText, "toggle-text", &["F"], "the feed's own text, or the page's", G::Reading),
        row(A::Folded, "folded", &["z"], "what was folded away, and back", G::Reading),
        row(A::Pictures, "pictures", &["I"], "the pictures of the article, and back", G::Reading),
        row(A::PreviousQuote, "previous-quote", &["["], "previous quotation", G::Quotations),
        row(A::NextQuote, "next-quote", &["]"], "next quotation", G::Quotations),
        row(A::Copy, "copy", &["y"], "copy the quotation, or the link", G::Quotations),
        row(A::GroupQuotes, "group-quotes", &["s"], "quotations by speaker, and back", G::Quotations),
        row(A::KeepQuote, "keep-quote", &["*"], "keep the quotation, or let it go", G::Quotations),
        row(A::CorrectSpeaker, "correct-speaker", &["e"], "who said it; the note of a highlight", G::Quotations),
        row(A::SelectWords, "select-words", &["v"], "select words, by keys or by dragging", G::Quotations),
        row(A::Highlight, "highlight", &["H"], "highlight; the next colour (or 1 to 4)", G::Quotations),
        row(A::LetGo, "let-go", &["<del>"], "take the highlight away", G::Quotations),
        row(A::People, "people", &["P"], "who is quoted; in that view another order", G::Quotations),
        row(A::Follow, "follow", &["+"], "follow a person, or no more", G::Quotations),
        row(A::SamePerson, "same-person", &["M"], "two people are one; of a quotation: someone else", G::Quotations),
        row(A::AlsoIn, "also-in", &["C"], "the quotation in other outlets", G::Quotations),
        row(A::Bookmark, "bookmark", &["b"], "bookmark, or take it back", G::Keeping),
        row(A::Bookmarks, "bookmarks", &["B"], "the bookmarks, and back", G::Keeping),
        row(A::Later, "later", &["w"], "read later, or take it back", G::Keeping),
        row(A::Tags, "tags", &["t"], "tags of the article", G::Keeping),
        row(A::Note, "note", &["N"], "a note, in your editor", G::Keeping),
        row(A::ToggleRead, "toggle-read", &["m"], "read or unread", G::Keeping),
        row(A::AllRead, "all-read", &["A"], "all in the list read", G::Keeping),
        row(A::Undo, "undo", &["u"], "undo", G::Keeping),
        row(A::Filter, "filter", &["/"], "filter: words, or a query", G::Feeds),
        row(A::FrontPage, "front-page", &["<a-f>"], "the front page: the day by story", G::Feeds),
        row(A::Sort, "sort", &["S"], "another order of the list", G::Feeds),
        row(A::Refresh, "refresh", &["r"], "refresh this feed", G::Feeds),
        row(A::RefreshAll, "refresh-all", &["R"], "refresh all feeds", G::Feeds),
        row(A::AddFeed, "add-feed", &["a"], "add a feed, by its address or its site's", G::Feeds),
        row(A::ChangeFeed, "change-feed", &["c"], "change the feed or folder; import, export", G::Feeds),
        row(A::Details, "details", &["i"], "what is known of the feed", G::Feeds),
        row(A::Layout, "layout", &["W"], "three panes, two, one, the text alone", G::Screen),
        row(A::Zen, "zen", &["Z"], "the text alone, and back", G::Screen),
        row(A::Narrower, "narrower", &["<lt>"], "the pane narrower; of an article, its lines", G::Screen),
        row(A::Wider, "wider", &["<gt>"], "the pane wider; of an article, its lines", G::Screen),
        row(A::ResetWidth, "reset-width", &["="], "the pane as wide as it was", G::Screen),
        row(A::SwapSidebar, "swap-sidebar", &["\\"], "the quotations on the other side", G::Screen),
        row(A::Density, "density", &["<a-d>"], "more lines for a headline, or fewer", G::Screen),
        row(A::Justify, "justify", &["<a-j>"], "lines that end alike, or not", G::Screen),
        row(A::LineSpacing, "line-spacing", &["<a-l>"], "blank lines between the lines of text, or none", G::Screen),
        row(A::Palette, "palette", &[":"], "find a command, a feed or a list by name", G::Program),
        row(A::Themes, "themes", &["T"], "choose a theme", G::Program),
        row(A::Log, "log", &["!"], "messages, and how polls went", G::Program),
        row(A::Help, "help", &["?", "<f1>"], "this help", G::Program),
        row(A::Back, "back", &["q"], "back, and quit at last", G::Program),
        row(A::Escape, "escape", &["<esc>"], "close; clear the filter", G::Program),
        row(A::Redraw, "redraw", &["<c-l>"], "draw the screen anew", G::Program),
        row(A::Suspend, "suspend", &["<c-z>"], "to the shell; fg comes back", G::Program),
        row(A::Quit, "quit", &["<c-c>"], "quit at once", G::Program),
    ]
};

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::keys::sequence;
    use super::*;

    #[test]
    fn every_key_of_the_table_is_one_key_and_stands_once() {
        let mut seen = HashSet::new();
        for row in ACTIONS {
            for key in row.keys {
                let read = sequence(key).unwrap();
                assert_eq!(read.len(), 1, "{key}");
                assert!(seen.insert(read[0]), "{key} stands twice");
            }
        }
    }

    #[test]
    fn every_action_has_a_name_of_its_own_and_a_help_text() {
        let names: HashSet<_> = ACTIONS.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), ACTIONS.len());
        assert!(ACTIONS.iter().all(|row| !row.help.is_empty()));
    }
}
