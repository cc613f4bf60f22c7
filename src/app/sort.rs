//! The order of the list that is open: its own, or one that the reader chose, which it keeps while the program runs.

use std::fmt;

use super::sources::Source;
use super::state::State;
use super::{Effect, NoticeKind, Pane};
use crate::news::{Expression, Order};

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// What fits the words of the filter best comes first.
    Best,
    /// An order of the cache.
    By(Order),
}

impl Sort {
    /// The order that the cache is asked for.
    pub(super) fn order(self) -> Order {
        match self {
            Self::Best => Order::Newest,
            Self::By(order) => order,
        }
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Best => f.write_str("best first"),
            Self::By(Order::Newest) => f.write_str("newest first"),
            Self::By(Order::Oldest) => f.write_str("oldest first"),
            Self::By(Order::Feed) => f.write_str("by feed"),
            Self::By(Order::LongestUnread) => f.write_str("longest unread"),
            Self::By(Order::River(_)) => f.write_str("river"),
        }
    }
}

/// The orders that the reader chose for lists, and for the filtered ones.
pub(super) type Chosen = Vec<(Source, Order)>;

impl State {
    /// The order of the list that is open.
    pub fn sort(&self) -> Sort {
        match self.chosen() {
            _ if self.is_ranked() && !self.list.unranked => Sort::Best,
            Some(order) => Sort::By(order),
            None => Sort::By(self.own_order()),
        }
    }

    /// The name of the list's order, unless it is the one that goes without saying.
    pub fn sort_to_say(&self) -> Option<String> {
        match self.sort() {
            Sort::By(Order::Newest) if !self.is_ranked() => None,
            Sort::By(order) => Some(order.to_string()),
            Sort::Best => None,
        }
    }

    fn chosen(&self) -> Option<Order> {
        let chosen = self.sorts.iter().find(|(of, _)| *of == self.list.source);
        chosen.map(|(_, order)| *order)
    }

    fn own_order(&self) -> Order {
        let view = self.list.source.view.as_ref();
        view.map_or_else(Order::default, |view| view.sort)
    }

    /// The filter is nothing but words: then there is an order by how well they fit.
    fn is_ranked(&self) -> bool {
        let list = &self.list;
        !list.sought.is_empty()
            && list.source.view.is_none()
            && Expression::parse(&list.filter).is_ok_and(|e| e.plain_words().is_some())
    }

    /// The next order.
    pub(super) fn next_sort(&mut self, effects: &mut Vec<Effect>) {
        let river = match self.own_order() {
            own @ Order::River(_) => own,
            _ => Order::named("river").unwrap_or_default(),
        };
        let mut all: Vec<Sort> = [
            Order::Newest,
            Order::Oldest,
            Order::Feed,
            Order::LongestUnread,
            river,
        ]
        .map(Sort::By)
        .into();
        if self.is_ranked() {
            all.insert(0, Sort::Best);
        }
        let now = self.sort();
        let at = all.iter().position(|sort| *sort == now).unwrap_or(0);
        let next = all[(at + 1) % all.len()];
        self.list.unranked = next != Sort::Best;
        if let Sort::By(order) = next {
            self.sorts.retain(|(of, _)| *of != self.list.source);
            self.sorts.push((self.list.source.clone(), order));
        }
        // Whoever reads an article stays with it.
        self.list.from_top = self.focus == Pane::List;
        self.load_list(effects);
        self.say(NoticeKind::Info, next.to_string());
    }
}
