//! Links of the article: chosen by letters or by number, shown where they lead, then opened, copied or read here.

use super::destination::Destination;
use super::hints::Hints;
use super::state::State;
use super::{Action, Effect, Found, Key, KeyCode, NoticeKind, Pane};
use crate::renderer::SpanStyle;

/// A link on its way to be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Following {
    /// One of those in view is to be chosen.
    Hints(Hints),
    /// One was chosen: where it leads, and what is to be done.
    Bar(Destination),
}

impl State {
    /// Letters on the links in view.
    pub(super) fn show_hints(&mut self, effects: &mut Vec<Effect>) {
        let Some(reading) = self.reading.as_ref().filter(|r| r.changes.is_none()) else {
            return self.say(NoticeKind::Info, "open an article first");
        };
        if reading.document.links.is_empty() {
            return self.say(NoticeKind::Info, "this article has no links");
        }
        if self.focus != Pane::Reading {
            self.set_focus(Pane::Reading, effects);
        }
        self.put_hints();
        let none = matches!(&self.following, Some(Following::Hints(h)) if h.hints.is_empty());
        if none {
            self.following = None;
            self.say(
                NoticeKind::Info,
                "no link is in view; a number before the key goes to any",
            );
        }
    }

    /// The lines of the article stand elsewhere: so do the letters.
    pub(super) fn lines_moved(&mut self) {
        if matches!(self.following, Some(Following::Hints(_))) {
            self.put_hints();
        }
    }

    fn put_hints(&mut self) {
        let height = self.reading_size().0;
        let hints = self
            .reading
            .as_ref()
            .map(|reading| Hints::of(reading, height));
        self.following = hints.map(Following::Hints);
    }

    /// The link with this number in the list at the article's end, counted from 1.
    pub(super) fn follow_number(&mut self, number: u32) {
        let Some(reading) = self.reading.as_ref().filter(|r| r.changes.is_none()) else {
            return self.say(NoticeKind::Info, "open an article first");
        };
        let count = reading.document.links.len();
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        if number > count {
            let text = match count {
                0 => "this article has no links".to_owned(),
                1 => "this article has one link".to_owned(),
                count => format!("this article has {count} links"),
            };
            return self.say(NoticeKind::Info, text);
        }
        self.show_bar(number.saturating_sub(1));
    }

    /// The link that this byte of the article is part of.
    pub(super) fn link_at(&self, byte: usize) -> Option<usize> {
        let reading = self.reading.as_ref().filter(|r| r.changes.is_none())?;
        let spans = reading.document.spans.iter();
        let mut here = spans.filter(|span| span.range.contains(&byte));
        here.find_map(|span| match span.style {
            SpanStyle::Link(link) => Some(link),
            _ => None,
        })
    }

    /// Shows where a link leads.
    pub(super) fn show_bar(&mut self, link: usize) {
        let destination = self
            .reading
            .as_ref()
            .and_then(|reading| reading.destination(link));
        if destination.is_none() {
            self.say(NoticeKind::Error, "this link is no address");
        }
        self.following = destination.map(Following::Bar);
    }

    /// A key while a link is followed; false where it means what it always means.
    pub(super) fn links_key(&mut self, key: Key, effects: &mut Vec<Effect>) -> bool {
        match self.following.take() {
            Some(Following::Hints(hints)) => self.hints_key(hints, key, effects),
            Some(Following::Bar(destination)) => self.bar_key(destination, key, effects),
            None => false,
        }
    }

    fn hints_key(&mut self, mut hints: Hints, key: Key, effects: &mut Vec<Effect>) -> bool {
        match key.code {
            KeyCode::Char(letter) if letter.is_alphabetic() && !key.ctrl && !key.alt => {
                hints.narrow(letter);
                match hints.chosen() {
                    Some(link) => self.show_bar(link),
                    None => self.following = Some(Following::Hints(hints)),
                }
                return true;
            }
            KeyCode::Backspace => {
                hints.typed.pop();
                self.following = Some(Following::Hints(hints));
                return true;
            }
            KeyCode::Esc => return true,
            _ => {}
        }
        match self.keymap.find(Pane::Reading, &[key]) {
            // The letters follow the text.
            Found::Action(
                action @ (Action::Down
                | Action::Up
                | Action::PageDown
                | Action::PageUp
                | Action::HalfDown
                | Action::HalfUp),
            ) => {
                self.act(action, effects);
                self.put_hints();
                true
            }
            Found::Action(Action::Quit | Action::Redraw | Action::Suspend) => false,
            _ => true,
        }
    }

    fn bar_key(&mut self, there: Destination, key: Key, effects: &mut Vec<Effect>) -> bool {
        let asked = match (key.code, self.keymap.find(Pane::Reading, &[key])) {
            (KeyCode::Enter, _) => Action::Open,
            (KeyCode::Esc, _) => Action::Escape,
            (_, Found::Action(action)) => action,
            _ => Action::Escape,
        };
        match asked {
            Action::Open | Action::Browser | Action::FullText if !there.is_web() => {
                self.say(NoticeKind::Info, "only http and https are opened");
                self.following = Some(Following::Bar(there));
            }
            Action::Open | Action::Browser => {
                self.say(NoticeKind::Info, format!("opening {}", there.url));
                effects.push(Effect::Browse(there.url));
            }
            Action::Copy => {
                self.say(NoticeKind::Info, "link copied");
                effects.push(Effect::Copy(there.url));
            }
            Action::FullText => self.read_address(&there, effects),
            Action::Escape | Action::Back => {}
            // Whoever goes on reading has no use for the bar.
            _ => return false,
        }
        true
    }

    /// Asks for the page at an address, to be read here.
    fn read_address(&mut self, there: &Destination, effects: &mut Vec<Effect>) {
        let ticket = self.await_guest(there.host.clone(), effects);
        effects.push(Effect::ReadAddress {
            ticket,
            url: there.url.clone(),
            chosen: self.chosen_address(),
        });
        let stop = self.keymap.said(Pane::Reading, Action::Escape);
        self.say(
            NoticeKind::Info,
            format!("fetching the page from {}; {stop} stops", there.host),
        );
    }

    /// The address that the reader chose, of the feed whose article is shown: no other host may be a private one.
    pub(super) fn chosen_address(&self) -> Option<String> {
        let reading = self.covered.first().or(self.reading.as_ref())?;
        if self.alone {
            return reading.article.link.clone();
        }
        let id = reading.article.headline.feed;
        let feed = self.feeds.iter().find(|feed| feed.id == id)?;
        Some(feed.url.clone())
    }
}

impl super::Reading {
    /// Where one of its links leads.
    fn destination(&self, link: usize) -> Option<Destination> {
        let address = &self.document.links.get(link)?.url;
        let is_its = |style| matches!(style, SpanStyle::Link(n) if n == link);
        let spans = self.document.spans.iter();
        let words = spans
            .filter(|span| is_its(span.style))
            .map(|span| self.document.slice(&span.range));
        Destination::of(Some(link + 1), address, words)
    }
}
