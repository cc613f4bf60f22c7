//! What the reader keeps of an article: highlights with colour and note, and quotations. Shown at once, kept in the
//! background, and taken back by undo.

use std::ops::Range;
use std::sync::Arc;

use super::state::State;
use super::undo::Inverse;
use super::{Effect, Entry, NoticeKind, Pane, Reading};
use crate::news::{Anchor, Highlight, HighlightColour, Places, Quote, Said};

/// A highlight, or a kept quotation, and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// What was marked.
    pub highlight: Highlight,
    /// Its range in the text; `None` where its words are not there any more.
    pub place: Option<Range<usize>>,
}

impl Reading {
    /// Finds the words of all marks in the text that is shown.
    pub(super) fn find_marks(&mut self) {
        let document = Arc::clone(&self.document);
        let mut places = Places::of(&document.text);
        for marked in &mut self.marked {
            marked.place = places.find(&marked.highlight.anchor);
        }
    }

    /// The quotation that was kept by this mark, as long as there is one.
    pub(super) fn quote_of(&self, mark: usize) -> Option<usize> {
        let marked = self.marked.get(mark)?;
        marked.highlight.said.as_ref()?;
        let place = marked.place.as_ref()?;
        self.quotes.iter().position(|quote| is_same(quote, place))
    }

    /// The mark by which a quotation is kept.
    pub fn kept(&self, quote: usize) -> Option<&Marked> {
        let quote = self.quotes.get(quote)?;
        self.marked.iter().find(|marked| {
            marked.highlight.said.is_some()
                && marked
                    .place
                    .as_ref()
                    .is_some_and(|place| is_same(quote, place))
        })
    }
}

/// Two engines may find a quotation's ends a little apart: it is the same if most of it is.
fn is_same(quote: &Quote, place: &Range<usize>) -> bool {
    let span = quote.span();
    let shared = span
        .end
        .min(place.end)
        .saturating_sub(span.start.max(place.start));
    shared * 2 > span.len().max(place.len())
}

impl State {
    /// Whether anything can be kept of this article; says so where it cannot.
    fn can_keep(&mut self) -> bool {
        if self.is_guest() {
            self.say(NoticeKind::Info, "only articles of your feeds can be kept");
        }
        !self.is_guest()
    }

    /// A number that no highlight has: seconds and a counter, so that two instances do not meet.
    fn new_id(&mut self) -> i64 {
        let counter = self.ticket() & 0xf_ffff;
        (self.now << 20) | counter.cast_signed()
    }

    /// Shows a highlight, new or changed, and asks for it to be kept.
    pub(super) fn put_highlight(&mut self, highlight: Highlight, effects: &mut Vec<Effect>) {
        if let Some(reading) = &mut self.reading
            && reading.article.headline.id == highlight.article
        {
            let known = reading
                .marked
                .iter_mut()
                .find(|marked| marked.highlight.id == highlight.id);
            if let Some(marked) = known {
                marked.highlight = highlight.clone();
            } else {
                let place = Places::of(&reading.document.text).find(&highlight.anchor);
                reading.marked.push(Marked {
                    place,
                    highlight: highlight.clone(),
                });
                reading.set_mark_lines();
            }
            reading.arrange(&self.sidebar);
        }
        effects.push(Effect::PutHighlight(Box::new(highlight)));
    }

    /// Takes a highlight away.
    pub(super) fn remove_highlight(&mut self, id: i64, effects: &mut Vec<Effect>) {
        if let Some(reading) = &mut self.reading {
            // The numbers of the marks change: the selection holds one.
            let selected = match reading.selected {
                Some(Entry::Mark(mark)) => Some(reading.marked[mark].highlight.id),
                _ => None,
            };
            reading.marked.retain(|marked| marked.highlight.id != id);
            if let Some(selected) = selected {
                let mut ids = reading.marked.iter().map(|marked| marked.highlight.id);
                reading.selected = ids.position(|id| id == selected).map(Entry::Mark);
            }
            reading.set_mark_lines();
            reading.arrange(&self.sidebar);
        }
        effects.push(Effect::RemoveHighlight(id));
    }

    /// Highlights a range of the text, and selects it.
    pub(super) fn highlight(
        &mut self,
        range: Range<usize>,
        colour: HighlightColour,
        effects: &mut Vec<Effect>,
    ) {
        if !self.can_keep() {
            return;
        }
        let id = self.new_id();
        let Some(reading) = &self.reading else {
            return;
        };
        let same = |marked: &&Marked| {
            marked.highlight.said.is_none() && marked.place.as_ref() == Some(&range)
        };
        let highlight = match reading.marked.iter().find(same) {
            Some(marked) => Highlight {
                colour,
                ..marked.highlight.clone()
            },
            None => Highlight {
                id,
                article: reading.article.headline.id,
                anchor: Anchor::of(&reading.document.text, range),
                colour,
                note: None,
                created: self.now,
                said: None,
            },
        };
        self.colour = colour;
        let id = highlight.id;
        self.change(highlight, "highlighted", effects);
        if let Some(reading) = &mut self.reading {
            let mut ids = reading.marked.iter().map(|marked| marked.highlight.id);
            reading.selected = ids.position(|other| other == id).map(Entry::Mark);
        }
        self.say(
            NoticeKind::Info,
            "highlighted; {highlight} or 1-4 its colour, {correct-speaker} a note",
        );
    }

    /// Puts a highlight, new or changed, and remembers what it was before.
    fn change(&mut self, highlight: Highlight, what: &str, effects: &mut Vec<Effect>) {
        let known = self.reading.as_ref().and_then(|reading| {
            let mut marks = reading.marked.iter().map(|marked| &marked.highlight);
            marks.find(|known| known.id == highlight.id).cloned()
        });
        let inverse = match known {
            Some(before) => Inverse::PutHighlight(Box::new(before)),
            None => Inverse::RemoveHighlight(highlight.id),
        };
        self.put_highlight(highlight, effects);
        self.remember(what.to_owned(), inverse);
    }

    fn selected_mark(&self) -> Option<&Highlight> {
        let reading = self.reading.as_ref()?;
        match reading.selected? {
            Entry::Mark(mark) => Some(&reading.marked.get(mark)?.highlight),
            Entry::Quote(_) => None,
        }
    }

    /// `1` to `4` where a highlight is selected; false where none is.
    pub(super) fn choose_colour(&mut self, digit: char, effects: &mut Vec<Effect>) -> bool {
        let in_article = matches!(self.focus, Pane::Reading | Pane::Quotes);
        let colour = digit
            .to_digit(10)
            .and_then(|digit| HighlightColour::ALL.get((digit as usize).checked_sub(1)?));
        match (self.selected_mark(), colour) {
            (Some(highlight), Some(colour)) if in_article && highlight.said.is_none() => {
                let highlight = highlight.clone();
                self.recolour(highlight, *colour, effects);
                true
            }
            _ => false,
        }
    }

    fn recolour(
        &mut self,
        highlight: Highlight,
        colour: HighlightColour,
        effects: &mut Vec<Effect>,
    ) {
        self.colour = colour;
        if highlight.colour != colour {
            let highlight = Highlight {
                colour,
                ..highlight
            };
            self.change(highlight, "another colour", effects);
        }
        self.say(NoticeKind::Info, colour.name());
    }

    /// `H` without a selection of words: the next colour for the selected highlight, or the selected quotation highlighted.
    pub(super) fn highlight_selected(&mut self, effects: &mut Vec<Effect>) {
        if let Some(highlight) = self.selected_mark().filter(|mark| mark.said.is_none()) {
            let (highlight, colour) = (highlight.clone(), highlight.colour.next());
            return self.recolour(highlight, colour, effects);
        }
        let quote = self.reading.as_ref().and_then(Reading::selected_quote);
        match quote.map(Quote::span) {
            Some(span) => self.highlight(span, self.colour, effects),
            None => self.say(
                NoticeKind::Info,
                "{select-words} selects words to highlight",
            ),
        }
    }

    /// The note of a highlight; an empty one takes it away.
    pub(super) fn set_note(&mut self, id: i64, note: &str, effects: &mut Vec<Effect>) {
        let known = self.reading.as_ref().and_then(|reading| {
            let mut marks = reading.marked.iter().map(|marked| &marked.highlight);
            marks.find(|known| known.id == id).cloned()
        });
        let note = (!note.is_empty()).then(|| note.to_owned());
        if let Some(highlight) = known.filter(|known| known.note != note) {
            let what = if note.is_some() {
                "note kept"
            } else {
                "note taken away"
            };
            self.change(Highlight { note, ..highlight }, what, effects);
            self.say(NoticeKind::Info, what);
        }
    }

    /// `*`: keeps the selected quotation, or lets it go; takes the selected highlight away.
    pub(super) fn toggle_kept(&mut self, effects: &mut Vec<Effect>) {
        if !self.can_keep() {
            return;
        }
        let id = self.new_id();
        let Some(reading) = &self.reading else {
            return;
        };
        let index = match reading.selected {
            None => {
                return self.say(
                    NoticeKind::Info,
                    "choose a quotation first, with {next-quote} or {previous-quote}",
                );
            }
            Some(Entry::Mark(_)) => return self.let_go(effects),
            Some(Entry::Quote(index)) => index,
        };
        if reading.kept(index).is_some() {
            return self.let_go(effects);
        }
        let quote = &reading.quotes[index];
        let highlight = Highlight {
            id,
            article: reading.article.headline.id,
            anchor: Anchor::of(&reading.document.text, quote.span()),
            colour: HighlightColour::default(),
            note: None,
            created: self.now,
            said: Some(Said {
                words: reading.said(quote),
                person: quote.speaker.as_ref().map(|speaker| speaker.person.clone()),
            }),
        };
        self.change(highlight, "quotation kept", effects);
        self.say(NoticeKind::Info, "quotation kept");
    }

    /// Takes away what is selected: a highlight, or the mark of a kept quotation.
    pub(super) fn let_go(&mut self, effects: &mut Vec<Effect>) {
        let Some(reading) = &self.reading else {
            return;
        };
        let marked = match reading.selected {
            Some(Entry::Mark(mark)) => reading.marked.get(mark),
            Some(Entry::Quote(quote)) => reading.kept(quote),
            None => None,
        };
        let Some(highlight) = marked.map(|marked| marked.highlight.clone()) else {
            return;
        };
        let what = match highlight.said {
            Some(_) => "quotation let go",
            None => "highlight taken away",
        };
        self.remove_highlight(highlight.id, effects);
        self.remember(what.to_owned(), Inverse::PutHighlight(Box::new(highlight)));
        self.say(NoticeKind::Info, format!("{what}; {{undo}} brings it back"));
    }
}
