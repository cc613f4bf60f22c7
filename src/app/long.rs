//! A very long article comes in parts: the first is read while the others are laid out below it. Nothing moves under the
//! eye; what waits for the end (the last quotation, a place far down) is there when the end is.

use std::sync::Arc;

use super::state::State;
use super::{Part, Reading};
use crate::renderer::{LayoutOptions, guess_more, layout_end, layout_more};

/// What is still to come of a long article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// The request that it answers.
    ticket: u64,
    /// How much is there, in percent.
    pub percent: u8,
    /// The reader wants to be at the end.
    to_end: bool,
}

impl Reading {
    /// How the text is set.
    pub(super) fn options(&self) -> LayoutOptions {
        let (width, settings) = self.laid_out;
        LayoutOptions {
            width,
            measure: width,
            justify: settings.justify,
            list_links: settings.list_links,
            ascii: settings.ascii,
            spacing: settings.line_spacing,
            right_to_left: settings.right_to_left,
        }
    }

    /// More of it will follow.
    pub(super) fn expect_more(&mut self, ticket: u64) {
        self.coming = self.about.percent.map(|percent| Coming {
            ticket,
            percent,
            to_end: false,
        });
        if self.coming.is_some() {
            // Without the list of links.
            self.set_page();
        }
    }

    /// Puts a part below what is there.
    fn append(&mut self, part: Part) {
        let first = self.document.blocks.len();
        let document = Arc::make_mut(&mut self.document);
        let at = document.append(part.document);
        self.words += document.words_of(&document.blocks[first..]);
        let quotes = part.quotes.into_iter().map(|quote| quote.moved(at));
        self.more_quotes.extend(quotes);
        let options = self.options();
        let rooms = self.rooms();
        let is_rough = self.page.is_rough();
        if is_rough {
            // It is set with the rest.
            guess_more(&self.document, first, &mut self.page);
        } else {
            layout_more(&self.document, first, &options, &rooms, &mut self.page);
        }
        if let (Some(coming), Some(percent)) = (&mut self.coming, part.percent) {
            coming.percent = percent;
            return;
        }
        self.coming = None;
        self.about.percent = None;
        if !is_rough {
            layout_end(&self.document, &options, &mut self.page);
        }
        let more = std::mem::take(&mut self.more_quotes);
        self.take_more_quotes(more, self.laid_out.1);
        self.find_marks();
        self.set_quote_lines();
        self.set_mark_lines();
    }
}

impl State {
    /// Takes a part of a long article in, unless another article was asked for since.
    pub(super) fn take_part(&mut self, ticket: u64, part: Part) {
        let is_its = |reading: &Reading| {
            let coming = reading.coming.as_ref();
            coming.is_some_and(|coming| coming.ticket == ticket)
        };
        if let Some(covered) = self.covered.iter_mut().find(|reading| is_its(reading)) {
            covered.append(part);
            return;
        }
        let Some(reading) = self.reading.as_mut().filter(|reading| is_its(reading)) else {
            return;
        };
        let to_end = reading.coming.as_ref().is_some_and(|coming| coming.to_end);
        let id = reading.article.headline.id;
        let hit = reading.hit;
        reading.append(part);
        let is_whole = reading.coming.is_none();
        let is_at_top = reading.scroll == 0;
        if is_whole {
            reading.arrange(&self.sidebar);
            self.light();
            if let Some(reading) = &mut self.reading {
                reading.hit = hit.filter(|hit| *hit < reading.hits.len());
            }
        }
        if to_end {
            self.scroll_reading(isize::MAX);
        } else if is_at_top {
            self.take_place(id);
        }
    }

    /// The reader scrolls: to the end, wherever that will be, or to where it goes now.
    pub(super) fn wants_end(&mut self, by: isize) {
        if by != 0
            && let Some(coming) = self.reading.as_mut().and_then(|r| r.coming.as_mut())
        {
            coming.to_end = by == isize::MAX;
        }
    }

    /// The rest of the article on the screen was given up for another one, which is not wanted any more.
    pub(super) fn is_cut_short(&self) -> bool {
        let reading = self.reading.as_ref();
        self.wanted.is_some() && reading.is_some_and(|reading| reading.coming.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::pressed::press;
    use crate::app::{Loaded, Message, Settings, Size, update};
    use crate::news::ArticleId;
    use crate::renderer::{document, layout};

    fn paragraphs(range: std::ops::Range<usize>) -> String {
        let paragraph = |n: usize| {
            format!(
                "<p>The {n}th boat came in <a href='https://quay.invalid/{n}'>late</a> and was made fast in the dark.</p>"
            )
        };
        range.map(paragraph).collect()
    }

    fn part(range: std::ops::Range<usize>, percent: Option<u8>) -> Message {
        Message::More {
            ticket: 7,
            part: Box::new(Part {
                document: document(&paragraphs(range), None),
                quotes: Vec::new(),
                percent,
            }),
        }
    }

    /// An article whose first part is on the screen.
    fn begun() -> State {
        let size = Size {
            columns: 80,
            rows: 24,
        };
        let (mut state, _) = State::new(Settings::default(), size, 0);
        state.focus = crate::app::Pane::Reading;
        state.wanted = Some((7, ArticleId(0)));
        let text = document(&paragraphs(0..40), None);
        let mut loaded = Loaded::guest("Boats".to_owned(), "The Quay".to_owned(), text);
        loaded.about.percent = Some(25);
        let message = Message::Article {
            ticket: 7,
            loaded: Some(Box::new(loaded)),
        };
        update(&mut state, message);
        state
    }

    #[test]
    fn parts_make_the_same_page_as_the_whole_and_nothing_moves_meanwhile() {
        let mut state = begun();
        press(&mut state, "5j");
        assert_eq!(
            state
                .reading
                .as_ref()
                .unwrap()
                .coming
                .as_ref()
                .unwrap()
                .percent,
            25
        );
        update(&mut state, part(40..90, Some(60)));
        update(&mut state, part(90..160, None));
        let reading = state.reading.as_ref().unwrap();
        assert_eq!((reading.scroll, &reading.coming), (5, &None));
        let whole = document(&paragraphs(0..160), None);
        assert_eq!(reading.document.text, whole.text);
        assert_eq!(reading.page, layout(&whole, &reading.options()));
        assert_eq!(reading.words, whole.word_count());
    }

    #[test]
    fn the_end_is_where_the_reader_is_as_soon_as_it_is_there() {
        let mut state = begun();
        press(&mut state, "G");
        update(&mut state, part(40..90, Some(60)));
        update(&mut state, part(90..160, None));
        let height = state.reading_size().0;
        let reading = state.reading.as_ref().unwrap();
        assert_eq!(reading.scroll + height, reading.height());
        let mut state = begun();
        press(&mut state, "Gk");
        let before = state.reading.as_ref().unwrap().scroll;
        update(&mut state, part(40..90, None));
        assert_eq!(
            state.reading.as_ref().unwrap().scroll,
            before,
            "not any more"
        );
    }

    #[test]
    fn the_last_line_that_is_there_is_not_the_end_of_the_article() {
        let mut state = begun();
        press(&mut state, "G");
        let effects = press(&mut state, "<space>");
        assert_eq!(effects, [], "no other article is opened");
    }

    #[test]
    fn parts_of_another_article_are_dropped_and_a_place_far_down_is_waited_for() {
        let mut state = begun();
        let before = state.reading.as_ref().unwrap().document.text.len();
        let Message::More { part: other, .. } = part(40..90, None) else {
            return;
        };
        update(
            &mut state,
            Message::More {
                ticket: 6,
                part: other,
            },
        );
        assert_eq!(state.reading.as_ref().unwrap().document.text.len(), before);
        let whole = document(&paragraphs(0..160), None);
        let place = whole.text.find("The 120th").unwrap();
        let left = Message::Left {
            id: ArticleId(0),
            position: place,
            note: None,
        };
        update(&mut state, left);
        update(&mut state, part(40..90, Some(60)));
        assert_eq!(state.reading.as_ref().unwrap().scroll, 0);
        update(&mut state, part(90..160, None));
        assert_eq!(state.reading.as_ref().unwrap().top(), place);
    }
}
