//! Texts that are no article of a feed and stand in the reading pane for a while: the page behind a link, what a
//! program made of an article. Below them waits what was read before, as it was left.

use super::state::State;
use super::{Effect, Loaded, NoticeKind, Pane, Reading};
use crate::news::{Article, ArticleId, FeedId, Headline, Preview};
use crate::renderer::Document;

/// Guests over each other; the lowest go when there are more.
const DEEPEST: usize = 20;

/// A guest that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// Of the request.
    pub ticket: u64,
    /// Who is at work, in a word or two.
    pub what: String,
}

impl Loaded {
    /// A text under a headline, from a source that is no feed.
    pub fn guest(title: String, source: String, document: Document) -> Self {
        Self {
            article: guest_article(title, source),
            document: std::sync::Arc::new(document),
            quotes: Vec::new(),
            standfirst: None,
            about: super::About::default(),
            other: None,
            marked: Vec::new(),
            corrections: Vec::new(),
        }
    }
}

/// An article that is in no feed: of these, nothing is kept.
pub fn guest_article(title: String, source: String) -> Article {
    Article {
        headline: Headline {
            // The cache counts from 1: this is none of its articles.
            id: ArticleId(0),
            feed: FeedId(0),
            title,
            author: None,
            date: 0,
            read: true,
            bookmarked: false,
            edited: false,
            preview: Preview::No,
            quotes: None,
            tags: Vec::new(),
            noted: false,
            words: None,
            fold: Vec::new(),
        },
        also: Vec::new(),
        source,
        link: None,
        full: None,
        fingerprint: 0,
        html: String::new(),
        categories: Vec::new(),
        comments: None,
        enclosures: Vec::new(),
        image: None,
        language: None,
        updated: None,
    }
}

impl State {
    /// Whether what is in the reading pane is no article of a feed.
    pub(super) fn is_guest(&self) -> bool {
        self.alone || !self.covered.is_empty()
    }

    /// What is read: on the screen, or the article that is selected. Says so where there is none.
    pub(super) fn what_is_read(&mut self) -> Option<&Reading> {
        let selected = self.list.headline().map(|row| row.id);
        let in_sight = self.panes().reading.is_some();
        let is_meant =
            |reading: &Reading| in_sight || selected == Some(reading.article.headline.id);
        if !self.reading.as_ref().is_some_and(is_meant) {
            self.say(NoticeKind::Info, "open the article first");
            return None;
        }
        self.reading.as_ref()
    }

    /// Whether a guest stands over what was read.
    pub fn has_guest(&self) -> bool {
        !self.covered.is_empty()
    }

    /// A guest is on its way; whoever was awaited before comes no more. Returns its ticket.
    pub(super) fn await_guest(&mut self, what: String, effects: &mut Vec<Effect>) -> u64 {
        self.send_guest_away(effects);
        let ticket = self.ticket();
        self.awaited = Some(Awaited { ticket, what });
        ticket
    }

    /// Gives up what is awaited; false where that is nothing.
    pub(super) fn send_guest_away(&mut self, effects: &mut Vec<Effect>) -> bool {
        let Some(awaited) = self.awaited.take() else {
            return false;
        };
        effects.push(Effect::Stop {
            ticket: awaited.ticket,
        });
        self.say(NoticeKind::Info, "stopped");
        true
    }

    /// A guest has come, or will not.
    pub(super) fn take_guest(
        &mut self,
        ticket: u64,
        result: Result<Box<Loaded>, String>,
        effects: &mut Vec<Effect>,
    ) {
        if self
            .awaited
            .take_if(|awaited| awaited.ticket == ticket)
            .is_none()
        {
            return;
        }
        match result {
            Err(why) => self.say(NoticeKind::Error, why),
            Ok(loaded) => {
                self.notice = None;
                self.show_guest(*loaded, effects);
            }
        }
    }

    fn show_guest(&mut self, loaded: Loaded, effects: &mut Vec<Effect>) {
        self.leave_article(effects);
        // An article that was asked for meanwhile would push the guest out at once.
        self.wanted = None;
        let mut reading = Reading::new(loaded, self.reading_size(), self.settings);
        self.selection = None;
        self.sidebar.words.clear();
        reading.arrange(&self.sidebar);
        if let Some(covered) = self.reading.replace(reading) {
            if self.covered.len() == DEEPEST {
                self.covered.remove(1);
            }
            self.covered.push(covered);
        }
        if self.focus != Pane::Reading {
            self.set_focus(Pane::Reading, effects);
        }
        self.light();
    }

    /// Back to what was read before the guest, where one was; false where there is no guest.
    pub(super) fn leave_guest(&mut self, effects: &mut Vec<Effect>) -> bool {
        let Some(before) = self.covered.pop() else {
            return false;
        };
        self.selection = None;
        self.sidebar.words.clear();
        self.reading = Some(before);
        self.arrange_sidebar();
        self.settle(effects);
        self.light();
        true
    }

    /// Back to the article of a feed that waits below all guests, if it is this one; false where it is not.
    pub(super) fn leave_guests_for(&mut self, id: ArticleId) -> bool {
        let waits = self
            .covered
            .first()
            .is_some_and(|reading| reading.article.headline.id == id);
        if waits {
            self.reading = Some(self.covered.swap_remove(0));
            self.covered.clear();
            self.reflow();
        }
        waits
    }
}
