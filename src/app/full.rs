//! The two texts of an article, the feed's own and its page's: which is shown, how the page is asked for, and what was
//! folded away of either.

use std::sync::Arc;

use url::Url;

use super::state::State;
use super::{Effect, NoticeKind, Reading, Settings};
use crate::news::{ArticleId, Preview, Quote};
use crate::renderer::article::Folded;
use crate::renderer::{Document, LayoutOptions, layout, plain};

/// Where a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// The feed sent it.
    #[default]
    Feed,
    /// It was read in the article's page.
    Page,
}

/// What is known of a text beside its words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct About {
    /// Where it comes from.
    pub origin: Origin,
    /// Whether only a part of the article is there.
    pub preview: Preview,
    /// The article's page was fetched, and is a preview too.
    pub page_is_preview: bool,
    /// What was folded away, in order.
    pub folded: Vec<Folded>,
    /// The site's name, where it is another one than the source's.
    pub site: Option<String>,
    /// Its language (BCP 47), where it is another one than the feed's.
    pub language: Option<String>,
    /// The address of the picture that goes with it, where the text does not show it.
    pub lead_image: Option<String>,
    /// Of a long text that comes in parts how much is there, in percent; `None` where it is whole.
    pub percent: Option<u8>,
}

/// A text of an article, ready to be read.
#[derive(Debug, Clone)]
pub struct Version {
    /// The text.
    pub document: Arc<Document>,
    /// Every quotation in it, in order.
    pub quotes: Vec<Quote>,
    /// The sentence or two between headline and text.
    pub standfirst: Option<String>,
    /// What else is known of it.
    pub about: About,
}

/// A line of what was folded away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedLine {
    /// The words.
    pub text: String,
    /// It says why what follows was folded.
    pub is_reason: bool,
}

/// What stands above a text that is not the whole of an article: wordings, the longest first.
pub type Banner = &'static [&'static str];

/// What was folded away, with the reasons, wrapped.
pub(super) fn folded_lines(folded: &[Folded], options: LayoutOptions) -> Vec<FoldedLine> {
    let options = LayoutOptions {
        list_links: false,
        justify: false,
        spacing: 1,
        right_to_left: options.right_to_left.unordered(),
        ..options
    };
    let wrap = |text: &str, is_reason: bool| -> Vec<FoldedLine> {
        let page = layout(&plain(text), &options);
        let lines = page.lines.iter().map(|line| FoldedLine {
            text: line.text(),
            is_reason,
        });
        lines.collect()
    };
    let mut lines = Vec::new();
    let mut reason = "";
    for part in folded {
        if part.why != reason {
            reason = &part.why;
            if !lines.is_empty() {
                lines.push(FoldedLine {
                    text: String::new(),
                    is_reason: false,
                });
            }
            lines.extend(wrap(reason, true));
        }
        lines.extend(wrap(&part.text, false));
    }
    lines
}

impl Reading {
    /// The notice above a text that is not the whole article.
    pub fn banner(&self) -> Option<Banner> {
        let about = &self.about;
        Some(
            match (self.article.headline.preview, about.page_is_preview) {
                (Preview::No, _) => return None,
                (Preview::Certain, true) => &[
                    "Preview only: the publisher shows the rest to subscribers. {browser} opens the browser",
                    "Preview only: the publisher shows the rest to subscribers",
                    "Preview only: the rest is for subscribers",
                    "Preview only",
                ],
                (Preview::Certain, false) => &[
                    "Preview only: {full-text} fetches the full article, {browser} opens the browser",
                    "Preview only: {full-text} fetches the full article",
                    "Preview only",
                ],
                (Preview::Likely, true) => &[
                    "Perhaps a preview only: {browser} opens the whole in the browser",
                    "Perhaps a preview only",
                    "A preview?",
                ],
                (Preview::Likely, false) => &[
                    "Perhaps a preview only: {full-text} fetches the full article",
                    "Perhaps a preview only",
                    "A preview?",
                ],
            },
        )
    }

    /// The name of the picture that stands above the text.
    pub fn lead_image(&self) -> Option<&str> {
        let address = self.about.lead_image.as_deref()?;
        let path = address.split(['?', '#']).next().unwrap_or_default();
        path.rsplit('/').find(|name| !name.is_empty())
    }

    /// Lines below the text: what was folded, or the word that something was.
    pub(super) fn tail_height(&self) -> usize {
        match (self.folded.len(), self.unfolded) {
            (0, _) => 0,
            // A blank line, the word, a blank line.
            (lines, true) => 3 + lines,
            (_, false) => 2,
        }
    }

    /// How many parts were folded away.
    pub fn parts_folded(&self) -> usize {
        self.about.folded.len()
    }

    /// Shows the other text at this one's place.
    fn swap(&mut self, settings: Settings) -> bool {
        let Some(other) = self.other.take() else {
            return false;
        };
        let Version {
            document,
            quotes,
            standfirst,
            about,
        } = *other;
        let preview = about.preview;
        let before = Version {
            document: std::mem::replace(&mut self.document, document),
            quotes: std::mem::take(&mut self.found),
            standfirst: Some(std::mem::replace(
                &mut self.words_of_standfirst,
                standfirst.unwrap_or_default(),
            )),
            about: std::mem::replace(&mut self.about, about),
        };
        self.find_marks();
        self.take_quotes(quotes, settings);
        self.other = Some(Box::new(before));
        self.article.headline.preview = preview;
        self.selected = None;
        self.unfolded = false;
        self.pictures.forget();
        true
    }

    /// The words at the top of the pane, and the lines above them; none where it stands at the article's beginning.
    fn words_at_top(&self) -> Option<(String, usize)> {
        const LENGTH: usize = 40;
        let line = self.scroll.checked_sub(self.header_height())?;
        let at = self.page.first_byte_from(line)?;
        let words = self.document.text.get(at..)?;
        let words = &words[..words.floor_char_boundary(LENGTH)];
        let above = self.page.line_of(at).saturating_sub(line);
        Some((words.lines().next()?.to_owned(), above))
    }

    /// Scrolls to where these words stand; to the beginning where they do not.
    fn go_to(&mut self, place: Option<(String, usize)>) {
        let found = place.and_then(|(words, above)| {
            let at = self.document.text.find(&words)?;
            Some((self.header_height() + self.page.line_of(at)).saturating_sub(above))
        });
        self.scroll = found.unwrap_or(0);
    }
}

impl State {
    /// Asks for the page of the article in the reading pane.
    pub(super) fn fetch_full_text(&mut self, effects: &mut Vec<Effect>) {
        if self.is_guest() {
            return self.say(NoticeKind::Info, "this is the page already");
        }
        let Some(reading) = &self.reading else {
            return self.say(NoticeKind::Info, "open an article first");
        };
        let id = reading.article.headline.id;
        let is_page = |version: &Version| version.about.origin == Origin::Page;
        if reading.other.as_deref().is_some_and(is_page) && reading.about.preview == Preview::No {
            return self.toggle_text();
        }
        let link = reading.article.link.as_deref();
        let host = link.and_then(|link| Url::parse(link).ok());
        let is_web = |url: &Url| matches!(url.scheme(), "http" | "https");
        let Some(host) = host
            .filter(is_web)
            .and_then(|url| url.host_str().map(str::to_owned))
        else {
            return self.say(NoticeKind::Info, "this article has no link to a page");
        };
        if !self.fetching.contains(&id) {
            self.fetching.push(id);
            effects.push(Effect::FetchFullText(id));
        }
        self.say(
            NoticeKind::Info,
            format!("fetching the article from {host}; {{escape}} stops"),
        );
    }

    /// Gives up what is being fetched for the article in the reading pane; false where that is nothing.
    pub(super) fn cancel_full_text(&mut self, effects: &mut Vec<Effect>) -> bool {
        let shown = self
            .reading
            .as_ref()
            .map(|reading| reading.article.headline.id);
        let Some(at) = self.fetching.iter().position(|id| Some(*id) == shown) else {
            return false;
        };
        effects.push(Effect::CancelFullText(self.fetching.remove(at)));
        self.say(NoticeKind::Info, "stopped");
        true
    }

    /// A page was read, or was not.
    pub(super) fn took_full_text(
        &mut self,
        id: ArticleId,
        result: Result<(), String>,
        effects: &mut Vec<Effect>,
    ) {
        let asked = self.fetching.iter().position(|fetching| *fetching == id);
        let Some(asked) = asked else {
            return; // Given up in the meantime.
        };
        self.fetching.remove(asked);
        let shown = self
            .reading
            .as_ref()
            .map(|reading| &reading.article.headline);
        let shown = shown.filter(|headline| headline.id == id);
        match result {
            Err(why) => self.say(NoticeKind::Error, why),
            Ok(()) if shown.is_some() && self.wanted.is_none() => {
                self.notice = None;
                self.load_article(id, effects);
            }
            Ok(()) => {
                let row = self.list.rows.iter().find(|row| row.id == id);
                let title = row.map_or_else(String::new, |row| format!(": {}", row.title));
                self.say(
                    NoticeKind::Info,
                    format!("the full article is there{title}"),
                );
            }
        }
    }

    /// Shows the feed's own text, or the page's.
    pub(super) fn toggle_text(&mut self) {
        let (_, width) = self.reading_size();
        let settings = self.settings;
        let Some(reading) = &mut self.reading else {
            return;
        };
        let place = reading.words_at_top();
        if !reading.swap(settings) {
            return self.say(
                NoticeKind::Info,
                "there is no other text; {full-text} fetches the article's page",
            );
        }
        reading.scroll = 0;
        reading.set(width, settings);
        reading.arrange(&self.sidebar);
        reading.go_to(place);
        let what = match reading.about.origin {
            Origin::Feed => "the feed's own text; {toggle-text} shows the page's",
            Origin::Page => "the text of the article's page; {toggle-text} shows the feed's",
        };
        self.say(NoticeKind::Info, what);
        self.light();
        self.scroll_reading(0);
    }

    /// Shows what was folded away, or folds it again and goes back to where one was.
    pub(super) fn toggle_folded(&mut self) {
        let height = self.reading_size().0;
        let Some(reading) = &mut self.reading else {
            return;
        };
        if reading.folded.is_empty() {
            return self.say(NoticeKind::Info, "nothing was folded away");
        }
        if reading.unfolded {
            reading.unfolded = false;
            reading.scroll = reading.before_unfolding.take().unwrap_or(reading.scroll);
        } else {
            reading.before_unfolding = Some(reading.scroll);
            reading.unfolded = true;
            // The end of the text stays in sight: it says where one is.
            let start = reading.header_height() + reading.page.lines.len();
            if start + 4 > reading.scroll + height {
                reading.scroll = start.saturating_sub(height / 4);
            }
        }
        self.scroll_reading(0);
    }

    /// After the page of the article that is shown has come: at the place that was being read.
    pub(super) fn keep_place(&mut self, before: Option<&Reading>) {
        let place = before.and_then(Reading::words_at_top);
        if let Some(reading) = &mut self.reading {
            reading.go_to(place);
        }
        self.scroll_reading(0);
    }
}
