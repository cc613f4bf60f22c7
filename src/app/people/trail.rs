//! From a quotation to its article, and back to where one was: nothing is loaded again on the way back.

use super::super::{Effect, List, Pane, Reading, Source, State};
use super::{Echoes, PeopleView};
use crate::news::{ArticleId, Scope, Shared};

/// How many places back are remembered.
const DEPTH: usize = 20;
/// A list of one quotation is called by its first words, as many as fit in so many characters.
const NAME: usize = 40;

/// Where one was.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The list that was gone to from there.
    to: Source,
    list: List,
    list_name: String,
    focus: Pane,
    reading: Option<Reading>,
    /// The front page was open.
    front: bool,
    view: Option<PeopleView>,
    echoes: Option<Echoes>,
    shared: Option<(ArticleId, Vec<Shared>)>,
}

impl State {
    /// Shows a list of articles and opens one of them, at a byte of its text.
    pub(super) fn visit(
        &mut self,
        scope: Scope,
        name: String,
        article: ArticleId,
        start: usize,
        effects: &mut Vec<Effect>,
    ) {
        self.leave_place(scope.clone().into());
        self.front.open = false;
        self.quoted.list_name = name;
        self.quoted.seek = Some((article, start));
        self.focus = Pane::Reading;
        // The article on the screen may be the one: it is asked for again all the same, to be shown at its place.
        self.reading = None;
        self.wanted = None;
        self.show_list(scope.into(), effects);
        self.follow_source();
    }

    /// Remembers where one is before another list is gone to.
    pub(in super::super) fn leave_place(&mut self, to: Source) {
        if self.quoted.trail.len() == DEPTH {
            self.quoted.trail.remove(0);
        }
        self.quoted.trail.push(Place {
            to,
            list: self.list.clone(),
            list_name: std::mem::take(&mut self.quoted.list_name),
            focus: self.focus,
            reading: self.reading.clone(),
            front: self.front.open,
            view: self.quoted.view.take(),
            echoes: self.quoted.echoes.take(),
            shared: self.quoted.shared.clone(),
        });
    }

    /// While an article is being opened: selects its row once it has come. True while more rows are asked for.
    pub(in super::super) fn seek_visited(&mut self, effects: &mut Vec<Effect>) -> bool {
        let Some((article, _)) = self.quoted.seek else {
            return false;
        };
        match self.list.rows.iter().position(|row| row.id == article) {
            Some(index) => {
                self.list.selected = index;
                self.open(effects);
                false
            }
            None => self.load_more(effects),
        }
    }

    /// Back to where one was before; false where one did not come from there.
    pub(in super::super) fn back_on_trail(&mut self) -> bool {
        let is_there = |place: &mut Place| place.to == self.list.source;
        if self
            .quoted
            .trail
            .last_mut()
            .is_some_and(|place| !is_there(place))
        {
            self.quoted.trail.clear(); // The reader has gone another way since.
        }
        let Some(place) = self.quoted.trail.pop() else {
            return false;
        };
        let seen = std::mem::replace(&mut self.list, place.list);
        for row in &mut self.list.rows {
            if let Some(now) = seen.rows.iter().find(|other| other.id == row.id) {
                row.clone_from(now);
            }
        }
        self.quoted.list_name = place.list_name;
        self.front.open = place.front;
        self.quoted.view = place.view;
        self.quoted.echoes = place.echoes;
        self.quoted.shared = place.shared;
        self.quoted.seek = None;
        self.focus = place.focus;
        self.reading = place.reading;
        self.wanted = None;
        self.follow_source();
        self.reflow();
        true
    }
}

/// A quotation's first words, in its marks.
pub(super) fn beginning(words: &str) -> String {
    let mut name = String::new();
    for word in words.split_whitespace() {
        if name.chars().count() + word.chars().count() >= NAME {
            name.push('…');
            break;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    format!("“{name}”")
}
