//! A very long article whose lines are set anew: for another width, another measure, a picture. What is near the view is
//! set at once, the rest elsewhere; the line that was at the top stays there.

use super::state::State;
use super::{Effect, Reading};
use crate::renderer::{LONG, Page, layout_end, layout_more, layout_near};

/// What stands at the top of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AtTop {
    /// The headline, or what stands with it.
    Headline,
    /// This byte of the text.
    Text(usize),
    /// One of the links below the text, so many lines above the end.
    Links(usize),
}

impl Reading {
    /// What stands at the top of the screen.
    pub(super) fn at_top(&self) -> AtTop {
        let Some(line) = self.scroll.checked_sub(self.header_height()) else {
            return AtTop::Headline;
        };
        match self.page.first_byte_from(line) {
            Some(byte) if byte < self.document.text.len() => AtTop::Text(byte),
            _ => AtTop::Links(self.height().saturating_sub(self.scroll)),
        }
    }

    /// Scrolls to where this stands at the top again.
    pub(super) fn scroll_to(&mut self, top: AtTop) {
        match top {
            AtTop::Headline => {}
            AtTop::Text(byte) => self.scroll = self.header_height() + self.page.line_of(byte),
            AtTop::Links(left) => self.scroll = self.height().saturating_sub(left),
        }
    }

    /// Sets the text anew, around what is on the screen.
    pub(super) fn set_page(&mut self) {
        self.set_page_at(self.at_top());
    }

    /// The same around a place. All of the text that is there, unless that is very long.
    pub(super) fn set_page_at(&mut self, top: AtTop) {
        let options = self.options();
        let rooms = self.rooms();
        self.asked = None;
        if self.document.text.len() > LONG {
            let place = match top {
                AtTop::Headline => 0,
                AtTop::Text(byte) => byte,
                AtTop::Links(_) => usize::MAX,
            };
            self.page = layout_near(&self.document, place, &options, &rooms);
            return;
        }
        self.page = Page::default();
        layout_more(&self.document, 0, &options, &rooms, &mut self.page);
        if self.coming.is_none() {
            layout_end(&self.document, &options, &mut self.page);
        }
    }

    /// Sets what is on the screen, at this height of the pane, where it is not set yet.
    fn set_view(&mut self, height: usize) {
        let above = self.header_height();
        let count = self.page.lines.len();
        let bottom = (self.scroll + height).saturating_sub(above).min(count);
        let top = self.scroll.saturating_sub(above).min(bottom);
        if self.page.is_set(top..bottom) {
            return;
        }
        let is_at_end = self.scroll + height >= self.height();
        let near = if is_at_end { bottom - 1 } else { top };
        let place = self.page.first_byte_from(near).unwrap_or(usize::MAX);
        self.page = layout_near(&self.document, place, &self.options(), &self.rooms());
        if is_at_end {
            self.scroll = self.height().saturating_sub(height);
        } else if self.scroll >= above {
            self.scroll = above + self.page.line_of(place);
        }
        self.set_quote_lines();
        self.set_mark_lines();
    }

    /// Takes the whole page in.
    fn take_page(&mut self, page: Page, height: usize) {
        let is_at_end = self.scroll > 0 && self.scroll + height >= self.height();
        let top = self.at_top();
        self.asked = None;
        self.page = page;
        self.set_quote_lines();
        self.set_mark_lines();
        if is_at_end {
            self.scroll = self.height().saturating_sub(height);
        } else {
            self.scroll_to(top);
        }
    }
}

impl State {
    /// After anything has happened: what is on the screen is set, and the rest asked for.
    pub(super) fn lay_out_view(&mut self, effects: &mut Vec<Effect>) {
        let Some(reading) = self.reading.as_ref().filter(|r| r.page.is_rough()) else {
            return;
        };
        let asks = reading.asked.is_none() && reading.coming.is_none();
        let height = self.reading_size().0;
        self.layouts += u64::from(asks);
        let Some(reading) = &mut self.reading else {
            return;
        };
        reading.set_view(height);
        if asks {
            reading.asked = Some(self.layouts);
            effects.push(Effect::LayOut {
                ticket: self.layouts,
                document: reading.document.clone(),
                options: reading.options(),
                rooms: reading.rooms(),
            });
        }
    }

    /// All lines of a long article are set, unless they are to be set otherwise by now.
    pub(super) fn take_page(&mut self, ticket: u64, page: Page) {
        let height = self.reading_size().0;
        let mut readings = self.reading.iter_mut().chain(&mut self.covered);
        if let Some(reading) = readings.find(|reading| reading.asked == Some(ticket)) {
            reading.take_page(page, height);
            self.scroll_reading(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Loaded, Message, Settings, Size, keys, update};
    use crate::news::ArticleId;
    use crate::renderer::{document, layout, layout_while};

    /// So many lines at once are no work; all of them are.
    const FEW: usize = 1500;

    fn long() -> State {
        let size = Size {
            columns: 120,
            rows: 36,
        };
        let (mut state, _) = State::new(Settings::default(), size, 0);
        state.focus = crate::app::Pane::Reading;
        state.wanted = Some((7, ArticleId(0)));
        let paragraph = |n: usize| {
            format!(
                "<p>The {n}th boat came in <a href='https://quay.invalid/{n}'>late</a> and was made fast in the dark.</p>"
            )
        };
        let html: String = (0..6_000).map(paragraph).collect();
        let text = document(&html, None);
        let loaded = Loaded::guest("Boats".to_owned(), "The Quay".to_owned(), text);
        let message = Message::Article {
            ticket: 7,
            loaded: Some(Box::new(loaded)),
        };
        let effects = update(&mut state, message);
        answer(&mut state, effects);
        state
    }

    /// What the runtime does.
    fn answer(state: &mut State, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::LayOut {
                ticket,
                document,
                options,
                rooms,
            } = effect
            {
                let page = layout_while(&document, &options, &rooms, || true).unwrap();
                let page = Box::new(page);
                update(state, Message::LaidOut { ticket, page });
            }
        }
    }

    fn press(state: &mut State, text: &str) -> Vec<Effect> {
        let pressed = keys(text).unwrap().into_iter();
        pressed
            .flat_map(|key| update(state, Message::Key(key)))
            .collect()
    }

    fn reading(state: &State) -> &Reading {
        state.reading.as_ref().unwrap()
    }

    fn top_byte(state: &State) -> usize {
        match reading(state).at_top() {
            AtTop::Text(byte) => byte,
            top => panic!("{top:?}"),
        }
    }

    fn lines_set(state: &State) -> usize {
        let lines = reading(state).page.lines.iter();
        lines.filter(|line| !line.runs.is_empty()).count()
    }

    fn resize(state: &mut State, columns: u16) -> Vec<Effect> {
        update(state, Message::Resize(Size { columns, rows: 36 }))
    }

    fn is_whole(state: &State) {
        let reading = reading(state);
        assert_eq!(reading.page, layout(&reading.document, &reading.options()));
    }

    #[test]
    fn a_resize_sets_what_is_near_the_view_and_the_line_at_the_top_stays() {
        let mut state = long();
        is_whole(&state);
        for (columns, place) in [(70, 3_000), (200, 3), (61, 5_990), (50, 4_321)] {
            let byte = reading(&state)
                .document
                .text
                .find(&format!("The {place}th"))
                .unwrap();
            let line = reading(&state).page.line_of(byte);
            let above = reading(&state).header_height();
            state.reading.as_mut().unwrap().scroll = above + line;
            state.scroll_reading(0);
            let top = top_byte(&state);
            let effects = resize(&mut state, columns);
            assert!(lines_set(&state) < FEW, "{} lines", lines_set(&state));
            let stands = top_byte(&state);
            assert!(stands <= top && top - stands < 100, "{top} {stands}");
            answer(&mut state, effects);
            is_whole(&state);
            assert_eq!(top_byte(&state), stands);
        }
    }

    #[test]
    fn measure_and_justification_and_spacing_are_no_more_work() {
        let mut state = long();
        press(&mut state, "500j");
        let ways: [fn(&mut State, &mut Vec<Effect>); 3] = [
            State::toggle_justify,
            State::toggle_spacing,
            |state, effects| state.widen(false, effects),
        ];
        for way in ways {
            let mut effects = Vec::new();
            let top = top_byte(&state);
            way(&mut state, &mut effects);
            state.lay_out_view(&mut effects);
            assert!(lines_set(&state) < FEW);
            assert_eq!(top_byte(&state), top);
            answer(&mut state, effects);
            is_whole(&state);
            assert_eq!(top_byte(&state), top);
        }
    }

    #[test]
    fn wherever_one_goes_before_the_rest_is_there_words_are_on_the_screen() {
        let mut state = long();
        let effects = resize(&mut state, 80);
        for keys in ["G", "gg", "3000j", "<c-d>", "2000k", "G"] {
            assert_eq!(press(&mut state, keys), [], "it was asked for already");
            let height = state.reading_size().0;
            let reading = reading(&state);
            let top = reading.scroll.saturating_sub(reading.header_height());
            let view = reading.page.lines[top..].iter().take(height);
            assert!(
                view.filter(|line| !line.runs.is_empty()).count() > height / 3,
                "{keys}"
            );
            assert!(lines_set(&state) < FEW);
        }
        answer(&mut state, effects);
        let height = state.reading_size().0;
        let reading = reading(&state);
        assert_eq!(
            reading.scroll + height,
            reading.height(),
            "still at the end"
        );
    }

    #[test]
    fn an_article_that_is_still_coming_is_set_when_all_of_it_is_there() {
        let mut state = long();
        let text = document(&"<p>It was late.</p>".repeat(20_000), None);
        state.wanted = Some((8, ArticleId(0)));
        let mut loaded = Loaded::guest("Boats".to_owned(), "The Quay".to_owned(), text);
        loaded.about.percent = Some(50);
        let loaded = Some(Box::new(loaded));
        let begun = update(&mut state, Message::Article { ticket: 8, loaded });
        assert!(
            !begun
                .iter()
                .any(|effect| matches!(effect, Effect::LayOut { .. }))
        );
        press(&mut state, "100j");
        resize(&mut state, 70);
        let top = reading(&state).at_top();
        let part = crate::app::Part {
            document: document(&"<p>Nobody had asked.</p>".repeat(2_000), None),
            quotes: Vec::new(),
            percent: None,
        };
        let part = Box::new(part);
        let effects = update(&mut state, Message::More { ticket: 8, part });
        assert!(lines_set(&state) < 2 * FEW);
        assert_eq!(reading(&state).at_top(), top);
        answer(&mut state, effects);
        is_whole(&state);
        assert_eq!(reading(&state).at_top(), top);
    }

    #[test]
    fn a_page_for_another_width_is_dropped() {
        let mut state = long();
        let late = resize(&mut state, 80);
        let effects = resize(&mut state, 61);
        answer(&mut state, late);
        assert!(reading(&state).page.is_rough());
        answer(&mut state, effects);
        is_whole(&state);
    }
}
