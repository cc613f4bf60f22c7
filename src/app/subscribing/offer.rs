//! Feeds to begin with: the lists of other readers that were found, and well-known feeds by interest. Shown unasked once,
//! at the first start; afterwards when the reader wants it.

use super::add::moved;
use super::{SubscribingEffect, feeds};
use crate::app::state::State;
use crate::app::{Action, Effect, NoticeKind};
use crate::config::edit::{Change, unknown};
use crate::config::opml::Subscription;
use crate::config::suggestions::suggestions;

/// A list of another reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lists {
    /// Whose it is.
    pub reader: &'static str,
    /// Where it stands.
    pub path: String,
    /// What is in it.
    pub feeds: Vec<Subscription>,
}

/// Feeds to begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offering {
    /// What there is to choose from.
    pub rows: Vec<OfferRow>,
    /// The row with the cursor.
    pub selected: usize,
    /// Shown at the first start, unasked: what stands in the example may be taken away as well.
    pub first: bool,
}

/// A row of what is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferRow {
    /// An interest; not to be chosen.
    Heading(String),
    /// A list of another reader.
    List {
        /// The list.
        list: Lists,
        /// It is to be taken.
        taken: bool,
    },
    /// Any other list, by the name of its file.
    File,
    /// A feed.
    Feed {
        /// The feed.
        feed: Subscription,
        /// It is in the configuration.
        there: bool,
        /// It is to be in it.
        taken: bool,
    },
}

impl State {
    /// Shows what there is to choose from.
    pub(super) fn took_lists(&mut self, lists: Vec<Lists>, first: bool, effects: &mut Vec<Effect>) {
        if first {
            effects.push(SubscribingEffect::Offered.into());
            if self.prompt.is_some() || self.subscribing.is_open() {
                return;
            }
        }
        let mut rows = vec![OfferRow::Heading("From another reader".to_owned())];
        rows.extend(
            lists
                .into_iter()
                .map(|list| OfferRow::List { list, taken: false }),
        );
        rows.push(OfferRow::File);
        for interest in suggestions() {
            rows.push(OfferRow::Heading(interest.name));
            for feed in interest.feeds {
                let there = self.feed_at(&feed.url).is_some();
                rows.push(OfferRow::Feed {
                    feed,
                    there,
                    taken: there,
                });
            }
        }
        self.overlay = None;
        self.subscribing.offer = Some(Offering {
            rows,
            selected: 1,
            first,
        });
    }

    /// The feeds have come: what is offered knows which are there.
    pub(in crate::app) fn mark_offered(&mut self) {
        let Some(mut offer) = self.subscribing.offer.take() else {
            return;
        };
        for row in &mut offer.rows {
            if let OfferRow::Feed { feed, there, taken } = row {
                let now = self.feed_at(&feed.url).is_some();
                if now != *there {
                    (*there, *taken) = (now, now);
                }
            }
        }
        self.subscribing.offer = Some(offer);
    }

    pub(super) fn offer_action(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Some(offer) = &mut self.subscribing.offer else {
            return;
        };
        let first = offer.first;
        match (action, offer.rows.get_mut(offer.selected)) {
            (Action::Escape | Action::Back, _) => {
                self.subscribing.offer = None;
                if first {
                    let keys = self.keymap.keys_of(self.focus, Action::ChangeFeed);
                    if let Some(key) = keys.first() {
                        let text = format!("{key} among the feeds shows this again");
                        self.say(NoticeKind::Info, text);
                    }
                }
            }
            (Action::Flow, Some(OfferRow::List { taken, .. })) => *taken = !*taken,
            (Action::Flow, Some(OfferRow::Feed { taken, there, .. })) => {
                *taken = !*taken || (*there && !first);
            }
            (Action::Flow | Action::Open, Some(OfferRow::File)) => self.ask_import(effects),
            (Action::Open, _) => self.take_offer(effects),
            (action, _) => offer.step(action),
        }
    }

    fn take_offer(&mut self, effects: &mut Vec<Effect>) {
        let Some(offer) = self.subscribing.offer.take() else {
            return;
        };
        let (mut wanted, mut remove) = (Vec::new(), Vec::new());
        for row in offer.rows {
            match row {
                OfferRow::List { list, taken: true } => wanted.extend(list.feeds),
                OfferRow::Feed {
                    feed,
                    there: false,
                    taken: true,
                } => wanted.push(feed),
                OfferRow::Feed {
                    feed,
                    there: true,
                    taken: false,
                } => remove.push(feed.url),
                _ => {}
            }
        }
        let known = self.feeds.iter().map(|feed| feed.url.as_str());
        let add: Vec<Subscription> = unknown(&wanted, known).into_iter().cloned().collect();
        let what = match (add.len(), remove.len()) {
            (0, 0) => return self.say(NoticeKind::Info, "nothing to change"),
            (added, 0) => format!("added {}", feeds(added)),
            (0, removed) => format!("removed {}", feeds(removed)),
            (added, removed) => format!("added {}, removed {removed}", feeds(added)),
        };
        Self::change_file(Change::Feeds { add, remove }, what, effects);
    }
}

impl Lists {
    /// "2 feeds".
    pub fn count(&self) -> String {
        feeds(self.feeds.len())
    }
}

impl Offering {
    /// Moves the cursor, past the headings.
    fn step(&mut self, action: Action) {
        let count = self.rows.len();
        let before = self.selected;
        let mut at = moved(before, count, action);
        let up = at < before || action == Action::Bottom;
        while matches!(self.rows.get(at), Some(OfferRow::Heading(_))) {
            at = match at.checked_sub(1) {
                Some(above) if up && above > 0 => above,
                _ => at + 1,
            };
        }
        self.selected = at.min(count.saturating_sub(1));
    }

    /// How many feeds enter would add.
    pub fn chosen(&self) -> usize {
        let count = |row: &OfferRow| match row {
            OfferRow::List { list, taken: true } => list.feeds.len(),
            OfferRow::Feed {
                there: false,
                taken: true,
                ..
            } => 1,
            _ => 0,
        };
        self.rows.iter().map(count).sum()
    }
}
