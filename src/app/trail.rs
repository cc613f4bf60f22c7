//! Where the reader was: how far in an article, kept from one time to the next, and the way back through what was read.

use super::list::List;
use super::reading::Reading;
use super::sources::Source;
use super::state::State;
use super::{Effect, NoticeKind, Pane};
use crate::news::{ArticleId, Expression, Headline, Sought};

/// So many articles lead back.
const LONGEST: usize = 100;

/// What was read, in order: the articles before this one, this one, and those that one came back from.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    older: Vec<Spot>,
    here: Option<Spot>,
    newer: Vec<Spot>,
}

/// An article that was opened, and from where.
#[derive(Debug, Clone)]
struct Spot {
    source: Source,
    filter: String,
    headline: Headline,
    /// The row of the list that it stood in.
    row: usize,
    pane: Pane,
    /// The first byte of the text on the screen.
    top: usize,
}

impl Trail {
    pub(super) fn headlines_mut(&mut self) -> impl Iterator<Item = &mut Headline> {
        let spots = self.older.iter_mut().chain(&mut self.here);
        spots.chain(&mut self.newer).map(|spot| &mut spot.headline)
    }
}

impl State {
    /// Remembers that the selected article is opened.
    pub(super) fn tread(&mut self) {
        let Some(headline) = self.list.headline().cloned() else {
            return;
        };
        self.note_place();
        let here = self.trail.here.as_ref().map(|spot| spot.headline.id);
        if here == Some(headline.id) {
            return;
        }
        let spot = Spot {
            source: self.list.source.clone(),
            filter: self.list.filter.clone(),
            headline,
            row: self.list.selected,
            pane: self.focus,
            top: 0,
        };
        if let Some(before) = self.trail.here.replace(spot) {
            if self.trail.older.len() == LONGEST {
                self.trail.older.remove(0);
            }
            self.trail.older.push(before);
        }
        self.trail.newer.clear();
    }

    /// Back to the article that was read before, or forward again.
    pub(super) fn follow_trail(&mut self, back: bool, effects: &mut Vec<Effect>) {
        if back && self.leave_guest(effects) {
            return;
        }
        self.note_place();
        let selected = self.list.headline().map(|row| row.id);
        let trail = &mut self.trail;
        let here = trail
            .here
            .take_if(|spot| back && selected != Some(spot.headline.id));
        let spot = if let Some(here) = here {
            // One has looked about since: the article that was read last comes first.
            here
        } else {
            let (from, to) = if back {
                (&mut trail.older, &mut trail.newer)
            } else {
                (&mut trail.newer, &mut trail.older)
            };
            let Some(spot) = from.pop() else {
                let text = if back {
                    "nothing was read before this"
                } else {
                    "nothing was read after this"
                };
                return self.say(NoticeKind::Info, text);
            };
            to.extend(trail.here.take());
            spot
        };
        self.go_back_to(&spot, effects);
        self.trail.here = Some(spot);
    }

    fn go_back_to(&mut self, spot: &Spot, effects: &mut Vec<Effect>) {
        let id = spot.headline.id;
        self.focus = spot.pane;
        self.place = Some((id, spot.top));
        if self.list.source == spot.source && self.list.filter == spot.filter {
            let row = self.list.position(id).unwrap_or_else(|| {
                let row = spot.row.min(self.list.rows.len());
                self.list.rows.insert(row, spot.headline.clone());
                self.list.guest = Some((row, spot.headline.clone()));
                row
            });
            self.list.selected = row;
            self.show_selection(effects);
        } else {
            self.list = List {
                source: spot.source.clone(),
                filter: spot.filter.clone(),
                sought: Expression::parse(&spot.filter)
                    .map(|expression| Sought::of(&expression, true))
                    .unwrap_or_default(),
                guest: Some((spot.row, spot.headline.clone())),
                seek: Some(id),
                ..List::default()
            };
            self.load_list(effects);
            self.follow_source();
        }
        self.load_id(id, effects);
        self.take_place(id);
        self.settle(effects);
    }

    /// Notes how far the article is read that is on the screen.
    pub(super) fn note_place(&mut self) {
        if let (Some(reading), Some(spot)) = (&self.reading, &mut self.trail.here)
            && reading.article.headline.id == spot.headline.id
        {
            spot.top = reading.top();
            if matches!(self.focus, Pane::Reading | Pane::Quotes) {
                spot.pane = self.focus;
            }
        }
    }

    /// The article on the screen is left: how far it was read is kept, unless it was read to its end.
    pub(super) fn leave_article(&mut self, effects: &mut Vec<Effect>) {
        self.note_place();
        let height = self.reading_size().0;
        let Some(reading) = self
            .reading
            .as_mut()
            .filter(|_| !self.alone && self.covered.is_empty())
        else {
            return;
        };
        let at_end = reading.scroll + height >= reading.height();
        let position = if at_end { 0 } else { reading.top() };
        if position != reading.kept {
            reading.kept = position;
            let id = reading.article.headline.id;
            effects.push(Effect::SetPosition { id, position });
        }
    }

    /// Takes in what was left at an article: how far it was read, and the note to it.
    pub(super) fn take_left(&mut self, id: ArticleId, position: usize, note: Option<String>) {
        if self.place.is_none_or(|(of, _)| of != id) {
            self.place = Some((id, position));
        }
        self.left = Some((id, position, note));
        if self
            .reading
            .as_ref()
            .is_some_and(|reading| reading.scroll == 0)
        {
            self.take_place(id);
        }
    }

    /// Scrolls the article on the screen to where it was left, where that is known.
    pub(super) fn take_place(&mut self, id: ArticleId) {
        let Some(reading) = &mut self.reading else {
            return;
        };
        if reading.article.headline.id != id {
            return;
        }
        if let Some((_, position, note)) = self.left.take_if(|(of, ..)| *of == id) {
            reading.kept = position;
            if reading.note != note {
                reading.note = note;
                let width = reading.page.width;
                reading.set(width, self.settings);
            }
        }
        let there = |top: usize| reading.coming.is_none() || top < reading.document.text.len();
        if let Some((_, top)) = self.place.take_if(|(of, top)| *of == id && there(*top)) {
            reading.show(top);
            self.scroll_reading(0);
        }
    }
}

impl Reading {
    /// The first byte of the text on the screen; 0 where the text is shown from its beginning.
    pub(super) fn top(&self) -> usize {
        let line = self.scroll.saturating_sub(self.header_height());
        if self.scroll == 0 || line == 0 && self.scroll <= self.header_height() {
            return 0;
        }
        self.page.first_byte_from(line).unwrap_or(0)
    }

    /// Scrolls to a byte of the text.
    fn show(&mut self, top: usize) {
        self.scroll = match top {
            0 => 0,
            top => self.header_height() + self.page.line_of(top),
        };
    }
}
