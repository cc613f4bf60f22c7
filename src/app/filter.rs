//! The filter of the list: a query that is asked while it is typed, what it finds in its context, and the way back to
//! the list as it was before.

use std::collections::HashMap;

use super::state::State;
use super::{Effect, NoticeKind};
use crate::news::{ArticleId, Context, Expression, QueryError, Sought};

/// Filters that are remembered.
const HISTORY: usize = 100;

/// The words of the filter in their context, for rows of the list. Those of an earlier filter stay until the new ones
/// come, so that nothing flickers while one types.
#[derive(Debug, Clone, Default)]
pub struct Contexts {
    /// With the number of the filter that each was found for.
    found: HashMap<ArticleId, (u64, Context)>,
    /// The number of the filter that is set.
    filter: u64,
    /// The ticket of the request under way.
    asked: Option<u64>,
}

impl Contexts {
    /// That of an article, where it is known.
    pub fn of(&self, id: ArticleId) -> Option<&Context> {
        self.found.get(&id).map(|(_, context)| context)
    }
}

impl State {
    /// Filters the list by a query; a wrong one changes nothing.
    pub(super) fn filter(
        &mut self,
        text: &str,
        effects: &mut Vec<Effect>,
    ) -> Result<(), QueryError> {
        let expression = Expression::parse(text)?;
        if text.trim().is_empty() {
            self.unfilter(false, effects);
        } else if self.list.filter != text {
            if self.list.filter.is_empty() {
                self.list.unfiltered = Some(Box::new(self.list.clone()));
            }
            text.clone_into(&mut self.list.filter);
            // A word is finished once something stands after it.
            self.list.sought = Sought::of(&expression, !text.ends_with(char::is_whitespace));
            self.list.from_top = true;
            self.list.contexts.filter = self.ticket();
            self.list.contexts.asked = None;
            self.load_list(effects);
            self.light();
        }
        Ok(())
    }

    /// Takes the filter away: the list is again as it was before. With `stay` the selected article stays so, where the
    /// list has it.
    pub(super) fn unfilter(&mut self, stay: bool, effects: &mut Vec<Effect>) {
        if self.list.filter.is_empty() {
            return;
        }
        let selected = self.list.headline().map(|row| row.id).filter(|_| stay);
        let Some(before) = self.list.unfiltered.take() else {
            // It came with the list, by the way back.
            self.list.filter.clear();
            self.list.sought = Sought::default();
            self.list.seek = selected;
            self.load_list(effects);
            return self.light();
        };
        self.list = *before;
        if let Some(at) = selected.and_then(|id| self.list.position(id)) {
            self.list.selected = at;
        }
        if self.list.loading.take().is_some() || self.list.rows.is_empty() {
            self.load_list(effects);
        }
        self.light();
        self.show_selection(effects);
    }

    /// Remembers a filter, the latest last.
    pub(super) fn remember_filter(&mut self, text: &str, effects: &mut Vec<Effect>) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.filters.retain(|known| known != text);
        if self.filters.len() == HISTORY {
            self.filters.remove(0);
        }
        self.filters.push(text.to_owned());
        effects.push(Effect::RememberFilters(self.filters.clone()));
    }

    /// Knows the filters again that were set before, the latest last.
    pub fn recall_filters(&mut self, mut filters: Vec<String>) {
        filters.drain(..filters.len().saturating_sub(HISTORY));
        self.filters = filters;
    }

    /// Asks for the words of the filter in their context, for the rows on the screen and those after them.
    pub(super) fn ask_contexts(&mut self, effects: &mut Vec<Effect>) {
        let Some(content) = self.panes().list.map(super::Area::content) else {
            return;
        };
        let list = &self.list;
        if !list.shows_contexts(content) || list.contexts.asked.is_some() {
            return;
        }
        let known = |id: &ArticleId| {
            let of = list.contexts.found.get(id).map(|(filter, _)| *filter);
            of == Some(list.contexts.filter)
        };
        let fits = list.fits(content, self.settings.density);
        let rows = list.rows.iter().skip(list.top).take(2 * fits);
        let ids: Vec<ArticleId> = rows.map(|row| row.id).filter(|id| !known(id)).collect();
        if !ids.is_empty() {
            let ticket = self.ticket();
            self.list.contexts.asked = Some(ticket);
            effects.push(Effect::LoadContexts {
                ticket,
                ids,
                sought: self.list.sought.clone(),
            });
        }
    }

    /// Takes them in, unless others were asked for since.
    pub(super) fn take_contexts(
        &mut self,
        ticket: u64,
        found: Vec<(ArticleId, Context)>,
        effects: &mut Vec<Effect>,
    ) {
        let contexts = &mut self.list.contexts;
        if contexts.asked != Some(ticket) {
            return;
        }
        contexts.asked = None;
        let filter = contexts.filter;
        let found = found.into_iter();
        let found = found.map(|(id, context)| (id, (filter, context)));
        contexts.found.extend(found);
        self.ask_contexts(effects);
    }

    /// Lights what the filter looks for in the article that is shown.
    pub(super) fn light(&mut self) {
        if let Some(reading) = &mut self.reading {
            reading.hits = self.list.sought.hits(&reading.document.text);
            reading.hit = None;
        }
    }

    /// To the next place of what the filter looks for, and from the last one to the first; false where there is none.
    pub(super) fn next_hit(&mut self) -> bool {
        let height = self.reading_size().0;
        let Some(reading) = self.reading.as_mut().filter(|r| !r.hits.is_empty()) else {
            return false;
        };
        let above = reading.header_height();
        let line = |at: usize| above + reading.page.line_of(reading.hits[at].start);
        let on_screen = |line: &usize| (reading.scroll..reading.scroll + height).contains(line);
        let count = reading.hits.len();
        let next = match reading.hit {
            Some(at) if on_screen(&line(at)) => (at + 1) % count,
            // From where one is.
            _ => (0..count)
                .find(|at| line(*at) >= reading.scroll)
                .unwrap_or(0),
        };
        let line = line(next);
        reading.hit = Some(next);
        if !on_screen(&line) {
            reading.scroll = line.saturating_sub(height / 3);
        }
        self.scroll_reading(0);
        self.say(NoticeKind::Info, format!("{} of {count}", next + 1));
        true
    }
}
