//! The reading pane: the article laid out, how far one has read, and which quotation is selected.

use std::ops::Range;
use std::sync::Arc;

use super::full::FoldedLine;
use super::panes::text_column;
use super::state::State;
use super::{About, Changes, Effect, Loaded, NoticeKind, Pane, Settings, Version};
use crate::news::{Article, Quote, QuoteKind};
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
    /// What was said in it, in order; titles and quoted words are left out.
    pub quotes: Vec<Quote>,
    /// For each quotation the number of its speaker in the order of appearance; `None` where nobody is named.
    pub voices: Vec<Option<usize>>,
    pub(super) words_of_standfirst: String,
    /// The headline, wrapped.
    pub title: Vec<String>,
    /// The sentence or two between headline and text, wrapped.
    pub standfirst: Vec<String>,
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
    /// Lines above the top of the pane.
    pub scroll: usize,
    /// The selected quotation.
    pub selected: Option<usize>,
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
}

impl Reading {
    fn new(loaded: Loaded, width: u16, settings: Settings) -> Self {
        let (quotes, voices) = voices(loaded.quotes);
        let mut reading = Self {
            article: loaded.article,
            document: loaded.document,
            about: loaded.about,
            other: loaded.other,
            quotes,
            voices,
            folded: Vec::new(),
            unfolded: false,
            before_unfolding: None,
            title: Vec::new(),
            standfirst: Vec::new(),
            words_of_standfirst: loaded.standfirst.unwrap_or_default(),
            page: Page::default(),
            quote_lines: Vec::new(),
            scroll: 0,
            selected: None,
            hits: Vec::new(),
            hit: None,
            changes: None,
            note: None,
            own: Vec::new(),
            kept: 0,
        };
        reading.set(width, settings);
        reading
    }

    /// Lays the article out at a width, keeping the place that was being read.
    pub(super) fn set(&mut self, width: u16, settings: Settings) {
        let place = self
            .scroll
            .checked_sub(self.header_height())
            .and_then(|line| first_byte(&self.page, line));
        let options = LayoutOptions {
            width,
            measure: width,
            justify: settings.justify,
            list_links: settings.list_links,
            ascii: settings.ascii,
        };
        let lines_within = |text: &str, width: u16| -> Vec<String> {
            let options = LayoutOptions {
                width,
                list_links: false,
                justify: false,
                ..options
            };
            let page = layout(&plain(text), &options);
            let line = |line: &Line| line.runs.iter().map(|run| run.text.as_str()).collect();
            page.lines.iter().map(line).collect()
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
        self.page = layout(&self.document, &options);
        self.folded = super::full::folded_lines(&self.about.folded, &options);
        let above = self.header_height();
        self.quote_lines = self
            .quotes
            .iter()
            .map(|quote| {
                let span = quote.span();
                above + self.page.line_of(span.start)
                    ..above + self.page.line_of(span.end.saturating_sub(1)) + 1
            })
            .collect();
        if let Some(byte) = place {
            self.scroll = above + self.page.line_of(byte);
        }
    }

    /// Lines above the text: the headline, the standfirst, the line of facts, tags and note, the banner, the picture, a blank one.
    pub fn header_height(&self) -> usize {
        let banner = usize::from(self.banner().is_some());
        let image = usize::from(self.lead_image().is_some());
        self.title.len() + self.standfirst.len() + 1 + self.own.len() + banner + image + 1
    }

    /// Lines in all.
    pub fn height(&self) -> usize {
        self.header_height() + self.page.lines.len() + self.tail_height()
    }

    /// Minutes that it takes to read, at 230 words a minute (Brysbaert 2019: 238 for non-fiction), at least one.
    pub fn minutes(&self) -> usize {
        (self.document.word_count() / 230).max(1)
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
        let first = first_byte(&self.page, self.scroll.saturating_sub(above));
        let below = (self.scroll + height).saturating_sub(above);
        let end = first_byte(&self.page, below).unwrap_or(self.document.text.len());
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

/// The quotations that are shown, and for each the number of its speaker.
pub(super) fn voices(quotes: Vec<Quote>) -> (Vec<Quote>, Vec<Option<usize>>) {
    let spoken = quotes
        .into_iter()
        .filter(|quote| quote.kind != QuoteKind::Fragment);
    let quotes: Vec<Quote> = spoken.collect();
    let mut names: Vec<&str> = Vec::new();
    let mut voices = Vec::with_capacity(quotes.len());
    for quote in &quotes {
        voices.push(quote.speaker.as_ref().map(|speaker| {
            let name = speaker.person.name.as_str();
            names
                .iter()
                .position(|known| *known == name)
                .unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                })
        }));
    }
    (quotes, voices)
}

pub(super) fn first_byte(page: &Page, line: usize) -> Option<usize> {
    let mut runs = page.lines.get(line..)?.iter().flat_map(|line| &line.runs);
    runs.find(|run| !run.range.is_empty())
        .map(|run| run.range.start)
}

impl State {
    /// The height and the text width of the reading pane; on a narrow screen, those it would have if it were shown.
    pub(super) fn reading_size(&self) -> (usize, u16) {
        let shown = self.panes().reading;
        let area = shown.or_else(|| super::panes(self.size, Pane::Reading, self.alone).reading);
        let content = area.unwrap_or_default().content();
        (
            usize::from(content.height),
            text_column(content, self.settings.measure).1,
        )
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
        let Some(loaded) = loaded else {
            return self.say(NoticeKind::Error, "this article is no longer kept");
        };
        let width = self.reading_size().1;
        let reading = Reading::new(*loaded, width, self.settings);
        let count = u32::try_from(reading.quotes.len()).unwrap_or(u32::MAX);
        if let Some(row) = self.list.rows.iter_mut().find(|row| row.id == id) {
            row.quotes = Some(count);
        }
        self.leave_article(effects);
        let same = self
            .reading
            .take()
            .filter(|before| before.article.headline.id == id);
        self.reading = Some(reading);
        if same.is_some() {
            self.keep_place(same);
        }
        self.light();
        self.take_place(id);
    }

    /// Lays the article out anew for the size of the pane.
    pub(super) fn reflow(&mut self) {
        let (_, width) = self.reading_size();
        let settings = self.settings;
        if let Some(reading) = &mut self.reading
            && reading.page.width != width
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
            return false;
        }
        self.scroll_reading(height.saturating_sub(2).max(1).cast_signed());
        true
    }

    /// Selects the next quotation, or the one before, and scrolls to it. Begins with those on the screen.
    pub(super) fn step_quote(&mut self, forward: bool) {
        let height = self.reading_size().0;
        let Some(reading) = &self.reading else {
            return;
        };
        let count = reading.quotes.len();
        if count == 0 {
            return self.say(NoticeKind::Info, "no quotation in this article");
        }
        let seen = reading.quotes_on_screen(height);
        let next = match reading.selected {
            Some(at) if forward => at + 1,
            Some(at) => at.wrapping_sub(1),
            None if !seen.is_empty() => {
                if forward {
                    seen.start
                } else {
                    seen.end - 1
                }
            }
            None => {
                let below = reading
                    .quote_lines
                    .iter()
                    .position(|lines| lines.start >= reading.scroll);
                if forward {
                    below.unwrap_or(count)
                } else {
                    below.unwrap_or(count).wrapping_sub(1)
                }
            }
        };
        if next < count {
            self.select_quote(next);
        } else {
            self.say(
                NoticeKind::Info,
                if forward {
                    "the last quotation"
                } else {
                    "the first quotation"
                },
            );
        }
    }

    /// Selects a quotation and scrolls the text to it, where it is not wholly on the screen.
    pub(super) fn select_quote(&mut self, index: usize) {
        let height = self.reading_size().0;
        if let Some(reading) = &mut self.reading
            && let Some(lines) = reading.quote_lines.get(index)
        {
            reading.selected = Some(index);
            let on_screen = lines.start >= reading.scroll && lines.end <= reading.scroll + height;
            if !on_screen {
                // A third of the way down, there is room to read what comes before.
                reading.scroll = lines.start.saturating_sub(height / 3);
            }
        }
        self.scroll_reading(0);
    }

    /// What `y` copies: the selected quotation with its source, else the article's link.
    pub(super) fn copy(&mut self, effects: &mut Vec<Effect>) {
        let quoting = matches!(self.focus, Pane::Reading | Pane::Quotes);
        let quote = self
            .reading
            .as_ref()
            .filter(|_| quoting)
            .and_then(|reading| {
                let quote = reading.quotes.get(reading.selected?)?;
                Some(attribution(reading, quote))
            });
        let (text, what) = match quote {
            Some(text) => (Some(text), "quotation copied"),
            None => (self.link(), "link copied"),
        };
        match text {
            Some(text) => {
                effects.push(Effect::Copy(text));
                self.say(NoticeKind::Info, what);
            }
            None => self.say(NoticeKind::Info, "this article has no link"),
        }
    }

    /// The link of the article in the reading pane.
    fn link(&self) -> Option<String> {
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

/// A quotation with its source: “…” — Friedrich Merz, Chancellor of Germany, *headline*, link.
fn attribution(reading: &Reading, quote: &Quote) -> String {
    let mut text = format!("“{}”", quote.words(&reading.document.text));
    if let Some(speaker) = &quote.speaker {
        text = format!("{text} — {}", speaker.person.name);
        if let Some(title) = &speaker.person.title {
            text = format!("{text}, {title}");
        }
    }
    text = format!("{text}, *{}*", reading.article.headline.title);
    if let Some(link) = &reading.article.link {
        text = format!("{text}, {link}");
    }
    text
}
