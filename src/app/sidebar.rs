//! What stands beside the text: the quotations, and the reader's highlights among them. Their order, which of them is
//! selected, and how one gets from one to the next. How they are set in lines is `cards`' part.

use std::ops::Range;

use super::prompt::{Prompt, Purpose};
use super::state::State;
use super::{Effect, NoticeKind, Pane, Reading};
use crate::news::{Quote, QuoteKind};

/// Below this an attribution is marked as unsure.
const SURE: f32 = 0.75;

/// Something in the sidebar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entry {
    /// A quotation, by its place in `Reading::quotes`.
    Quote(usize),
    /// A highlight, or a kept quotation that is none any more, by its place in `Reading::marked`.
    Mark(usize),
}

/// How the sidebar is arranged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sidebar {
    /// All that one speaker said stands together.
    pub grouped: bool,
    /// Only what holds these words.
    pub words: String,
}

impl Reading {
    /// Where an entry stands in the text: from its first word to its last; `None` for words that are not there any more.
    pub fn place(&self, entry: Entry) -> Option<Range<usize>> {
        match entry {
            Entry::Quote(index) => self.quotes.get(index).map(Quote::span),
            Entry::Mark(index) => self.marked.get(index)?.place.clone(),
        }
    }

    /// The lines that an entry stands on, counted from the top of the pane's content.
    pub fn lines(&self, entry: Entry) -> Option<Range<usize>> {
        match entry {
            Entry::Quote(index) => self.quote_lines.get(index).cloned(),
            Entry::Mark(index) => self.mark_lines.get(index).cloned().flatten(),
        }
    }

    /// Whether some of an entry is on the screen, at this height of the pane.
    pub fn is_lit(&self, entry: Entry, height: usize) -> bool {
        self.lines(entry)
            .is_some_and(|lines| lines.end > self.scroll && lines.start < self.scroll + height)
    }

    /// The selected quotation.
    pub fn selected_quote(&self) -> Option<&Quote> {
        match self.selected? {
            Entry::Quote(index) => self.quotes.get(index),
            Entry::Mark(_) => None,
        }
    }

    /// Where the speaker of a quotation is named: in the words beside it, and where those are no full name, where the full
    /// name stands before it or, failing that, first.
    pub fn names_of_speaker(&self, index: usize) -> Vec<Range<usize>> {
        let Some(speaker) = self
            .quotes
            .get(index)
            .and_then(|quote| quote.speaker.as_ref())
        else {
            return Vec::new();
        };
        let name = speaker.person.name.as_str();
        let mut places: Vec<Range<usize>> = speaker.mention.iter().cloned().collect();
        let is_full = |place: &Range<usize>| self.document.slice(place).contains(name);
        if !name.is_empty() && !places.iter().any(is_full) {
            let start = self.quotes[index].span().start;
            let text = self.document.text.as_str();
            let before = text.get(..start).and_then(|text| text.rfind(name));
            let full = before.or_else(|| text.find(name));
            places.extend(full.map(|at| at..at + name.len()));
        }
        places
    }

    /// How many of the quotations are speech.
    pub fn spoken(&self) -> usize {
        let is_speech = |quote: &&Quote| quote.kind != QuoteKind::Fragment;
        self.quotes.iter().filter(is_speech).count()
    }

    /// Whether it is not quite sure who said a quotation.
    pub fn is_unsure(&self, index: usize) -> bool {
        let quote = &self.quotes[index];
        quote.speaker.is_some() && quote.confidence < SURE
    }

    /// What stands in the sidebar, from top to bottom. What is not in the text any more comes last.
    pub(super) fn arrange(&mut self, sidebar: &Sidebar) {
        let quotes = (0..self.quotes.len()).map(Entry::Quote);
        let marks = (0..self.marked.len()).map(Entry::Mark);
        let words: Vec<String> = sidebar
            .words
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let mut entries: Vec<Entry> = quotes
            .chain(marks.filter(|entry| !self.is_kept_quote(*entry)))
            .filter(|entry| words.is_empty() || self.holds(*entry, &words))
            // Words that are not there yet are not gone.
            .filter(|entry| self.coming.is_none() || self.place(*entry).is_some())
            .collect();
        entries.sort_by_key(|entry| {
            let group = match entry {
                _ if !sidebar.grouped => 0,
                // Whoever speaks first comes first; after all who are named, what nobody is named for.
                Entry::Quote(index) => self.voices[*index].map_or(usize::MAX - 1, |voice| voice),
                Entry::Mark(_) => usize::MAX,
            };
            let place = self.place(*entry);
            (place.is_none(), group, place.map(|place| place.start))
        });
        self.entries = entries;
        if self
            .selected
            .is_some_and(|selected| !self.entries.contains(&selected))
        {
            self.selected = None;
        }
    }

    /// A kept quotation is shown where the quotation itself is, as long as there is one.
    fn is_kept_quote(&self, entry: Entry) -> bool {
        matches!(entry, Entry::Mark(index) if self.quote_of(index).is_some())
    }

    /// Whether what is shown of an entry holds all these words, which are in lower case.
    fn holds(&self, entry: Entry, words: &[String]) -> bool {
        let text = match entry {
            Entry::Quote(index) => {
                let quote = &self.quotes[index];
                let mut text = quote.words(&self.document.text);
                if let Some(speaker) = &quote.speaker {
                    let title = speaker.person.title.as_deref().unwrap_or_default();
                    text = format!("{text}\n{}\n{title}", speaker.person.name);
                }
                text
            }
            Entry::Mark(index) => {
                let highlight = &self.marked[index].highlight;
                let note = highlight.note.as_deref().unwrap_or_default();
                format!("{}\n{note}", highlight.anchor.exact)
            }
        };
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    }

    /// The entry that the sidebar shows for certain: the selected one, else the first that is on the screen, else the last
    /// one before it.
    pub(super) fn leading_entry(&self, height: usize, in_sidebar: bool) -> Option<usize> {
        let at = |entry: Entry| self.entries.iter().position(|other| *other == entry);
        let selected = self
            .selected
            .filter(|entry| in_sidebar || self.is_lit(*entry, height));
        let lit = || {
            self.entries
                .iter()
                .position(|entry| self.is_lit(*entry, height))
        };
        let before = || {
            self.entries
                .iter()
                .enumerate()
                .filter_map(|(at, entry)| Some((at, self.lines(*entry)?.start)))
                .filter(|(_, line)| *line < self.scroll)
                .max_by_key(|(_, line)| *line)
                .map(|(at, _)| at)
        };
        selected
            .and_then(at)
            .or_else(lit)
            .or_else(before)
            .or(if self.entries.is_empty() {
                None
            } else {
                Some(0)
            })
    }
}

impl State {
    /// Selects the next entry of the sidebar, or the one before, and scrolls to it. Begins with those on the screen.
    pub(super) fn step_quote(&mut self, forward: bool) {
        let height = self.reading_size().0;
        let Some(reading) = &self.reading else {
            return;
        };
        let entries = &reading.entries;
        if entries.is_empty() {
            let why = if self.sidebar.words.is_empty() {
                "no quotation in this article"
            } else {
                "no quotation holds these words"
            };
            return self.say(NoticeKind::Info, why);
        }
        let at = |entry: &Entry| entries.iter().position(|other| other == entry);
        let mut seen = (0..entries.len()).filter(|at| reading.is_lit(entries[*at], height));
        let next = match (reading.selected.as_ref().and_then(at), forward) {
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
            (None, true) => seen.next().or_else(|| {
                // Nothing is on the screen: the first one below it.
                let start = |entry: &Entry| reading.lines(*entry).map(|lines| lines.start);
                entries
                    .iter()
                    .position(|entry| start(entry).is_some_and(|line| line >= reading.scroll))
            }),
            (None, false) => seen
                .next_back()
                .or_else(|| reading.leading_entry(height, false)),
        };
        match next.and_then(|next| entries.get(next)) {
            Some(entry) => self.select_entry(*entry),
            None if forward => self.say(NoticeKind::Info, "the last quotation"),
            None => self.say(NoticeKind::Info, "the first quotation"),
        }
    }

    /// Moves within the sidebar by entries; without a selection, to the first one on the screen.
    pub(super) fn step_in_sidebar(&mut self, by: isize) {
        let height = self.reading_size().0;
        let Some(reading) = &self.reading else {
            return;
        };
        let last = reading.entries.len().saturating_sub(1);
        let selected = reading
            .selected
            .and_then(|entry| reading.entries.iter().position(|other| *other == entry));
        let at = match selected {
            Some(at) => at.saturating_add_signed(by).min(last),
            None => reading.leading_entry(height, false).unwrap_or(0),
        };
        if let Some(entry) = reading.entries.get(at) {
            self.select_entry(*entry);
        }
    }

    /// Selects an entry and scrolls the text to it, where it is not wholly on the screen.
    pub(super) fn select_entry(&mut self, entry: Entry) {
        let height = self.reading_size().0;
        if let Some(reading) = &mut self.reading {
            reading.selected = Some(entry);
            if let Some(lines) = reading.lines(entry) {
                let visible = lines.start >= reading.scroll && lines.end <= reading.scroll + height;
                if !visible {
                    // A third of the way down, there is room to read what comes before.
                    reading.scroll = lines.start.saturating_sub(height / 3);
                }
            }
        }
        self.scroll_reading(0);
    }

    /// All that one speaker said together, or everything in the order of the text.
    pub(super) fn toggle_groups(&mut self) {
        self.sidebar.grouped = !self.sidebar.grouped;
        self.arrange_sidebar();
        let how = if self.sidebar.grouped {
            "quotations by speaker"
        } else {
            "quotations in the order of the text"
        };
        self.say(NoticeKind::Info, how);
    }

    /// Leaves in the sidebar only what holds these words.
    pub(super) fn filter_sidebar(&mut self, words: String) {
        self.sidebar.words = words;
        self.arrange_sidebar();
    }

    pub(super) fn arrange_sidebar(&mut self) {
        if let Some(reading) = &mut self.reading {
            reading.arrange(&self.sidebar);
        }
    }

    /// Begins to type the sidebar's filter.
    pub(super) fn ask_for_sidebar_filter(&mut self) {
        let words = self.sidebar.words.clone();
        self.prompt = Some(Prompt::new(Purpose::Quotes, words));
    }

    /// From the sidebar to the words in the text.
    pub(super) fn show_in_text(&mut self, effects: &mut Vec<Effect>) {
        let selected = self.reading.as_ref().and_then(|reading| reading.selected);
        self.set_focus(Pane::Reading, effects);
        if let Some(entry) = selected {
            self.select_entry(entry);
        }
    }

    /// What `y` copies: the selected quotation or highlight with its source, else the article's link.
    pub(super) fn copy(&mut self, effects: &mut Vec<Effect>) {
        let quoting = matches!(self.focus, Pane::Reading | Pane::Quotes);
        let entry = self
            .reading
            .as_ref()
            .filter(|_| quoting)
            .and_then(|reading| {
                let text = reading.attribution(reading.selected?)?;
                let what = match reading.selected? {
                    Entry::Quote(_) => "quotation copied",
                    Entry::Mark(_) => "highlight copied",
                };
                Some((text, what))
            });
        match entry.or_else(|| Some((self.link()?, "link copied"))) {
            Some((text, what)) => {
                effects.push(Effect::Copy(text));
                self.say(NoticeKind::Info, what);
            }
            None => self.say(NoticeKind::Info, "this article has no link"),
        }
    }
}

impl Reading {
    /// What was said, as one would quote it: dots stand for the reporter's words within a sentence, and the comma that led
    /// to them, or to what follows the quotation, goes.
    pub fn said(&self, quote: &Quote) -> String {
        let mut said = String::new();
        for range in &quote.ranges {
            let part = self.document.slice(range);
            if said.ends_with(['.', '!', '?', '…']) {
                said.push(' ');
            } else if !said.is_empty() {
                said.truncate(said.trim_end_matches([',', ' ']).len());
                said.push_str(" … ");
            }
            said.push_str(part);
        }
        said.truncate(said.trim_end_matches([',', ' ']).len());
        said
    }

    /// An entry with its source: “…” — Friedrich Merz, Chancellor of Germany, *headline*, link.
    fn attribution(&self, entry: Entry) -> Option<String> {
        match entry {
            Entry::Quote(index) => {
                let quote = self.quotes.get(index)?;
                let person = quote.speaker.as_ref().map(|speaker| &speaker.person);
                let name = person.map(|person| person.name.as_str());
                let title = person.and_then(|person| person.title.as_deref());
                Some(self.with_source(&self.said(quote), [name, title]))
            }
            Entry::Mark(index) => {
                let words = &self.marked.get(index)?.highlight.anchor.exact;
                Some(self.with_source(words, [None, None]))
            }
        }
    }

    /// Words of the article between marks, with who said them, the headline and the link.
    pub(super) fn with_source(&self, words: &str, speaker: [Option<&str>; 2]) -> String {
        let headline = format!("*{}*", self.article.headline.title);
        let link = self.article.link.as_deref();
        let source: Vec<&str> = speaker
            .into_iter()
            .flatten()
            .chain([headline.as_str()])
            .chain(link)
            .collect();
        format!("“{words}” — {}", source.join(", "))
    }
}
