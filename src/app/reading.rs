//! The reading pane: the article laid out, how far one has read, and which quotation is selected.

use std::ops::Range;
use std::sync::Arc;

use super::full::FoldedLine;
use super::panes::text_column;
use super::state::State;
use super::{
    About, Changes, Coming, Effect, Entry, Loaded, Marked, NoticeKind, Pane, Pictures, Settings,
    Version,
};
use crate::news::{Article, ArticleId, Correction, Quote};
use crate::renderer::{Document, LayoutOptions, Line, Page, layout, plain};

/// An article in the reading pane.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The article.
    pub article: Article,
    /// Its text.
    pub document: Arc<Document>,
    /// What else is known of this text.
    pub about: About,
    /// The article's other text.
    pub(super) other: Option<Box<Version>>,
    /// What was said in it, in order, by whom the reader says; titles and quoted words only where they are wanted.
    pub quotes: Vec<Quote>,
    /// The same as the engine found it.
    pub(super) found: Vec<Quote>,
    /// The speakers that the reader named.
    pub(super) corrections: Vec<Correction>,
    /// The reader's highlights and kept quotations.
    pub marked: Vec<Marked>,
    /// For each quotation the number of its speaker in the order of appearance; `None` where nobody is named.
    pub voices: Vec<Option<usize>>,
    pub(super) words_of_standfirst: String,
    /// The headline, wrapped.
    pub title: Vec<String>,
    /// The sentence or two between headline and text, wrapped.
    pub standfirst: Vec<String>,
    /// Which other feeds have it, too, wrapped.
    pub also: Vec<String>,
    /// The text, wrapped.
    pub page: Page,
    /// What was folded away, wrapped; empty where there is nothing.
    pub folded: Vec<FoldedLine>,
    /// It is shown below the text.
    pub unfolded: bool,
    /// Where one was before.
    pub(super) before_unfolding: Option<usize>,
    /// For each quotation the lines that it stands on, counted from the top of the pane's content.
    pub quote_lines: Vec<Range<usize>>,
    /// The same for each of the reader's marks; `None` where its words are gone.
    pub(super) mark_lines: Vec<Option<Range<usize>>>,
    /// What stands in the sidebar, from top to bottom.
    pub entries: Vec<Entry>,
    /// Lines above the top of the pane.
    pub scroll: usize,
    /// The selected quotation or highlight.
    pub selected: Option<Entry>,
    /// Where in the text the words of the filter stand.
    pub hits: Vec<Range<usize>>,
    /// The one of them that was jumped to.
    pub hit: Option<usize>,
    /// The reader's note to it.
    pub note: Option<String>,
    /// The reader's tags, and the beginning of the note, wrapped.
    pub own: Vec<OwnLine>,
    /// How far it was read, as it is kept: a byte in the text.
    pub(super) kept: usize,
    /// What was changed in it, where that is shown instead.
    pub changes: Option<Changes>,
    /// Words of prose in the text.
    pub(super) words: usize,
    /// The width and the settings that it is laid out for.
    pub(super) laid_out: (u16, Settings),
    /// The request for the rest of its lines, where only some are set.
    pub(super) asked: Option<u64>,
    /// What is still to come of it.
    pub coming: Option<Coming>,
    /// Quotations of the parts that have come, until all have.
    pub(super) more_quotes: Vec<Quote>,
    /// Its pictures.
    pub pictures: Pictures,
}

impl Reading {
    /// Whether its last line is on the screen.
    pub(super) fn shows_the_end(&self, height: usize) -> bool {
        let all_is_there = self.coming.is_none() && self.changes.is_none();
        all_is_there && self.scroll + height >= self.height()
    }

    pub(super) fn new(loaded: Loaded, (height, width): (usize, u16), settings: Settings) -> Self {
        let mut reading = Self {
            words: loaded.document.word_count(),
            article: loaded.article,
            document: loaded.document,
            about: loaded.about,
            other: loaded.other,
            quotes: Vec::new(),
            found: Vec::new(),
            corrections: loaded.corrections,
            marked: loaded.marked,
            voices: Vec::new(),
            folded: Vec::new(),
            unfolded: false,
            before_unfolding: None,
            title: Vec::new(),
            standfirst: Vec::new(),
            also: Vec::new(),
            words_of_standfirst: loaded.standfirst.unwrap_or_default(),
            page: Page::default(),
            quote_lines: Vec::new(),
            mark_lines: Vec::new(),
            entries: Vec::new(),
            scroll: 0,
            selected: None,
            hits: Vec::new(),
            hit: None,
            changes: None,
            note: None,
            own: Vec::new(),
            kept: 0,
            laid_out: (width, settings),
            asked: None,
            coming: None,
            more_quotes: Vec::new(),
            pictures: Pictures::of(settings, height),
        };
        reading.take_quotes(loaded.quotes, settings);
        reading.set(width, settings);
        reading
    }

    /// Lays the article out at a width, keeping the place that was being read.
    pub(super) fn set(&mut self, width: u16, settings: Settings) {
        self.laid_out = (width, settings);
        let top = self.at_top();
        let options = self.options();
        let lines_within = |text: &str, width: u16| -> Vec<String> {
            let options = LayoutOptions {
                width,
                list_links: false,
                justify: false,
                spacing: 1,
                // Ordered when it is drawn.
                right_to_left: options.right_to_left.unordered(),
                ..options
            };
            let page = layout(&plain(text), &options);
            page.lines.iter().map(Line::text).collect()
        };
        let lines = |text: &str| lines_within(text, width);
        self.title = lines(&self.article.headline.title);
        self.standfirst = match self.words_of_standfirst.as_str() {
            "" => Vec::new(),
            words => lines(words),
        };
        self.own = own_lines(
            lines(&joined(&self.article.headline.tags)),
            // Behind its sign.
            lines_within(
                self.note.as_deref().unwrap_or_default(),
                width.saturating_sub(2),
            ),
        );
        self.also = match self.article.also.as_slice() {
            [] => Vec::new(),
            names => lines(&format!("also in {}", names.join(", "))),
        };
        self.set_page_at(top);
        self.folded = super::full::folded_lines(&self.about.folded, options);
        self.set_quote_lines();
        self.set_mark_lines();
        self.scroll_to(top);
    }

    /// Finds the lines of the quotations.
    pub(super) fn set_quote_lines(&mut self) {
        let lines = |quote: &Quote| self.lines_within(quote.span());
        self.quote_lines = self.quotes.iter().map(lines).collect();
    }

    /// The lines of a range of the text, counted from the top of the pane's content.
    fn lines_within(&self, range: Range<usize>) -> Range<usize> {
        let above = self.header_height();
        let last = self.page.line_of(range.end.saturating_sub(1));
        above + self.page.line_of(range.start)..above + last + 1
    }

    /// Finds the lines of the reader's marks.
    pub(super) fn set_mark_lines(&mut self) {
        let lines = |marked: &Marked| Some(self.lines_within(marked.place.clone()?));
        self.mark_lines = self.marked.iter().map(lines).collect();
    }

    /// Lines above the text: the headline, the standfirst, the line of facts, the other feeds that have it, tags and
    /// note, the banner, the picture, a blank one.
    pub fn header_height(&self) -> usize {
        let banner = usize::from(self.banner().is_some());
        let image = self.lead_rows();
        let own = self.also.len() + self.own.len();
        self.title.len() + self.standfirst.len() + 1 + own + banner + image + 1
    }

    /// Lines in all.
    pub fn height(&self) -> usize {
        self.header_height() + self.page.lines.len() + self.tail_height()
    }

    /// Minutes that it takes to read at this many words a minute, at least one.
    pub fn minutes(&self, speed: u16) -> usize {
        (self.words / usize::from(speed.max(1))).max(1)
    }

    /// Minutes that the text below the screen takes; `None` where there is none.
    pub fn minutes_left(&self, height: usize, speed: u16) -> Option<usize> {
        let all = self.document.text.len();
        let seen = self.bytes_on_screen(height).end;
        let left = all.checked_sub(seen).filter(|left| *left > 0)?;
        let words = (self.words as u64 * left as u64 / all as u64) as usize;
        Some((words / usize::from(speed.max(1))).max(1))
    }

    /// The quotations that stand on the screen, at this height of the pane.
    pub fn quotes_on_screen(&self, height: usize) -> Range<usize> {
        let bottom = self.scroll + height;
        let first = self
            .quote_lines
            .iter()
            .position(|lines| lines.end > self.scroll && lines.start < bottom);
        let Some(first) = first else {
            return 0..0;
        };
        let count = self.quote_lines[first..]
            .iter()
            .take_while(|lines| lines.start < bottom)
            .count();
        first..first + count
    }

    /// The part of the text that stands on the screen, at this height of the pane.
    pub fn bytes_on_screen(&self, height: usize) -> Range<usize> {
        let above = self.header_height();
        let first = self.page.first_byte_from(self.scroll.saturating_sub(above));
        let below = (self.scroll + height).saturating_sub(above);
        let end = self
            .page
            .first_byte_from(below)
            .unwrap_or(self.document.text.len());
        first.unwrap_or(end)..end
    }

    /// How far down the last line on the screen is, in percent.
    pub fn percent(&self, height: usize) -> usize {
        let total = self.height();
        if total <= height {
            100
        } else {
            ((self.scroll + height) * 100 / total).min(100)
        }
    }
}

/// A line of what the reader wrote to an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnLine {
    /// Tags.
    Tags(String),
    /// The first line of a note.
    Note(String),
    /// And the others.
    More(String),
}

/// Tags in a row.
fn joined(tags: &[String]) -> String {
    let tags: Vec<String> = tags.iter().map(|tag| format!("#{tag}")).collect();
    tags.join(" ")
}

/// The lines of tags and note; a long note is cut, for the article comes first.
fn own_lines(tags: Vec<String>, mut note: Vec<String>) -> Vec<OwnLine> {
    const NOTE: usize = 4;
    note.retain(|line| !line.trim().is_empty());
    if note.len() > NOTE {
        note.truncate(NOTE);
        note[NOTE - 1].push('…');
    }
    let mut own: Vec<OwnLine> = tags.into_iter().map(OwnLine::Tags).collect();
    let mut note = note.into_iter();
    own.extend(note.next().map(OwnLine::Note));
    own.extend(note.map(OwnLine::More));
    own
}

impl State {
    /// The height and the text width of the reading pane; on a narrow screen, those it would have if it were shown.
    pub(super) fn reading_size(&self) -> (usize, u16) {
        let shown = self.panes().reading;
        let area = shown.or_else(|| super::panes(&self.plan(Pane::Reading)).reading);
        let content = area.unwrap_or_default().content();
        (
            usize::from(content.height),
            text_column(content, self.settings.measure).1,
        )
    }

    /// Asks for an article.
    pub(super) fn load_article(&mut self, id: ArticleId, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        self.wanted = Some((ticket, id));
        effects.push(Effect::LoadArticle { ticket, id });
    }

    /// Takes an article in, unless another was asked for since.
    pub(super) fn take_article(
        &mut self,
        ticket: u64,
        loaded: Option<Box<Loaded>>,
        effects: &mut Vec<Effect>,
    ) {
        let Some((_, id)) = self.wanted.filter(|(wanted, _)| *wanted == ticket) else {
            return;
        };
        self.wanted = None;
        let Some(mut loaded) = loaded else {
            return self.say(NoticeKind::Error, "this article is no longer kept");
        };
        // The row has what was changed since the article was asked for.
        if let Some(row) = self.list.rows.iter().find(|row| row.id == id) {
            let headline = &mut loaded.article.headline;
            (headline.read, headline.bookmarked) = (row.read, row.bookmarked);
            headline.tags.clone_from(&row.tags);
        } else if ticket < self.changed {
            return self.load_article(id, effects);
        }
        let mut reading = Reading::new(*loaded, self.reading_size(), self.settings);
        reading.expect_more(ticket);
        self.selection = None;
        self.sidebar.words.clear();
        reading.arrange(&self.sidebar);
        let count = u32::try_from(reading.spoken()).unwrap_or(u32::MAX);
        if let Some(row) = self.list.rows.iter_mut().find(|row| row.id == id) {
            row.quotes = Some(count);
            row.preview = reading.article.headline.preview;
        }
        self.leave_article(effects);
        let same = self
            .reading
            .take()
            .filter(|before| before.article.headline.id == id);
        self.covered.clear();
        if let Some(before) = &same {
            reading.pictures.shown = before.pictures.shown;
        }
        self.reading = Some(reading);
        if same.is_some() {
            self.keep_place(same.as_ref());
        }
        self.light();
        self.take_place(id);
    }

    /// Lays the article out anew for the size of the pane.
    pub(super) fn reflow(&mut self) {
        let (height, width) = self.reading_size();
        let settings = self.settings;
        if let Some(reading) = &mut self.reading
            && (reading.set_pane(height) || reading.laid_out != (width, settings))
        {
            reading.set(width, settings);
            if let Some(changes) = &mut reading.changes {
                changes.set(width, settings);
            }
        }
        self.scroll_reading(0);
    }

    /// Scrolls the article by lines; never past its ends.
    pub(super) fn scroll_reading(&mut self, by: isize) {
        self.wants_end(by);
        let height = self.reading_size().0;
        if let Some(reading) = &mut self.reading {
            if let Some(changes) = &mut reading.changes {
                changes.scroll(by, height);
                return;
            }
            let furthest = reading.height().saturating_sub(height);
            reading.scroll = reading.scroll.saturating_add_signed(by).min(furthest);
        }
    }

    /// A page further; false at the end of the article. Two lines stay, so that the eye finds its place.
    pub(super) fn next_page(&mut self) -> bool {
        let height = self.reading_size().0;
        let Some(reading) = &self.reading else {
            return false;
        };
        if reading.scroll + height >= reading.height() {
            // What follows will be there in a moment.
            return reading.coming.is_some();
        }
        self.scroll_reading(height.saturating_sub(2).max(1).cast_signed());
        true
    }

    /// The link of the article in the reading pane.
    pub(super) fn link(&self) -> Option<String> {
        self.reading
            .as_ref()
            .and_then(|reading| reading.article.link.clone())
    }

    /// Opens the article's link; only http and https ever leave the program.
    pub(super) fn browse(&mut self, effects: &mut Vec<Effect>) {
        match self
            .link()
            .filter(|link| link.starts_with("https://") || link.starts_with("http://"))
        {
            Some(link) => {
                self.say(NoticeKind::Info, format!("opening {link}"));
                effects.push(Effect::Browse(link));
            }
            None => self.say(NoticeKind::Info, "this article has no link to the web"),
        }
    }
}
