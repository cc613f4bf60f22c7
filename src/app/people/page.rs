//! The people view's two parts: the list of people, and what one of them said.

use super::super::{Effect, State};
use super::{AHEAD, PAGE, PeopleEffect, PeopleView, PersonPage, SAYINGS, Who, people_areas};
use crate::news::{PeopleQuery, PersonId, SayingsQuery, Scope};

impl State {
    /// Opens the people view: at the speaker of the selected quotation, else at the list.
    pub(super) fn open_people(&mut self, effects: &mut Vec<Effect>) {
        let speaker = self.reading.as_ref().and_then(|reading| {
            let quote = reading.selected_quote()?;
            Some(Who::Speaker {
                article: reading.article.headline.id,
                start: quote.span().start,
                name: quote.speaker.as_ref()?.person.name.clone(),
            })
        });
        let reading = matches!(
            self.focus,
            super::super::Pane::Reading | super::super::Pane::Quotes
        );
        let who = speaker.filter(|_| reading);
        self.quoted.view = Some(PeopleView {
            on_page: who.is_some(),
            seek: match &who {
                Some(Who::Speaker { article, start, .. }) => Some((*article, *start)),
                _ => None,
            },
            ..PeopleView::default()
        });
        self.load_people(false, effects);
        if let Some(who) = who {
            self.load_person(who, effects);
        }
    }

    /// Opens the people view at one person.
    pub(in super::super) fn open_person(&mut self, id: PersonId, effects: &mut Vec<Effect>) {
        self.front.open = false;
        self.quoted.view = Some(PeopleView {
            on_page: true,
            ..PeopleView::default()
        });
        self.load_people(false, effects);
        self.load_person(Who::Id(id), effects);
    }

    /// Asks for the first page of the people, or for the next one.
    pub(super) fn load_people(&mut self, more: bool, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let Some(view) = &mut self.quoted.view else {
            return;
        };
        view.loading = Some(ticket);
        let after = view.rows.last().map(|row| row.id).filter(|_| more);
        let limit = if more {
            PAGE
        } else {
            PAGE.max(u32::try_from(view.selected + AHEAD).unwrap_or(PAGE))
        };
        let query = PeopleQuery {
            order: view.order,
            words: view.words.clone(),
            after,
            limit,
        };
        effects.push(Effect::People(PeopleEffect::List { ticket, query }));
    }

    /// Asks for a person.
    pub(super) fn load_person(&mut self, who: Who, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        if let Some(view) = &mut self.quoted.view {
            view.page.wanted = Some(ticket);
            effects.push(Effect::People(PeopleEffect::Person { ticket, who }));
        }
    }

    /// Asks for the shown person, and what they said, once more.
    pub(super) fn reload_person(&mut self, effects: &mut Vec<Effect>) {
        let page = self.quoted.view.as_ref().map(|view| &view.page);
        if let Some(id) = page
            .and_then(|page| page.person.as_ref())
            .map(|person| person.id)
        {
            self.load_person(Who::Id(id), effects);
        }
    }

    /// Asks for the first quotations of the page, or for the next ones.
    pub(super) fn load_sayings(&mut self, more: bool, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        let Some(view) = &mut self.quoted.view else {
            return;
        };
        let page = &mut view.page;
        page.loading = Some(ticket);
        let query = SayingsQuery {
            person: page.person.as_ref().map(|person| person.id),
            words: page.words.clone(),
            after: page.next.filter(|_| more),
            limit: SAYINGS,
        };
        effects.push(Effect::People(PeopleEffect::Sayings { ticket, query }));
    }

    /// After the selection moved or the rows changed: keeps the row on the screen, asks for more of them near the end,
    /// and shows beside them what the selected person said.
    pub(in super::super) fn show_person(&mut self, effects: &mut Vec<Effect>) {
        let size = self.size;
        let Some(view) = &mut self.quoted.view else {
            return;
        };
        view.selected = view.selected.min(view.rows.len().saturating_sub(1));
        let (list, page) = people_areas(size, view.on_page);
        if let Some(area) = list {
            let fits =
                usize::from((area.content().height / PeopleView::row_height(size.rows)).max(1));
            let lowest = (view.selected + 1).saturating_sub(fits);
            view.top = view.top.clamp(lowest, view.selected.max(lowest));
        }
        let near_end = view.selected + AHEAD >= view.rows.len();
        let more = near_end && view.more && view.loading.is_none();
        let selected = view.rows.get(view.selected).map(|row| row.id);
        let shown = view.page.person.as_ref().map(|person| person.id);
        let by_hand = view.on_page || view.page.wanted.is_some() && selected.is_none();
        let nobody =
            view.rows.is_empty() && view.loading.is_none() && !view.words.trim().is_empty();
        if more {
            self.load_people(true, effects);
        }
        if nobody {
            self.search_sayings(effects);
        } else if page.is_some()
            && !by_hand
            && selected != shown
            && let Some(id) = selected
        {
            self.load_person(Who::Id(id), effects);
        }
    }

    /// Nobody is called so: perhaps somebody said so.
    fn search_sayings(&mut self, effects: &mut Vec<Effect>) {
        if let Some(view) = &mut self.quoted.view {
            view.page = PersonPage {
                words: view.words.trim_matches(['"', '“', '”']).to_owned(),
                ..PersonPage::default()
            };
            self.load_sayings(false, effects);
        }
    }

    /// Moves in the part of the view that has the keys.
    pub(super) fn step_people(&mut self, by: isize, effects: &mut Vec<Effect>) {
        let Some(view) = &mut self.quoted.view else {
            return;
        };
        if view.on_page {
            let last = view.page.rows.len().saturating_sub(1);
            view.page.selected = view.page.selected.saturating_add_signed(by).min(last);
            let more = view.page.selected + 10 >= view.page.rows.len();
            if more && view.page.next.is_some() && view.page.loading.is_none() {
                self.load_sayings(true, effects);
            }
        } else {
            let last = view.rows.len().saturating_sub(1);
            view.selected = view.selected.saturating_add_signed(by).min(last);
            self.show_person(effects);
        }
    }

    /// Filters the people, or what one said, by words.
    pub(super) fn filter_people(&mut self, words: String, effects: &mut Vec<Effect>) {
        let Some(view) = &mut self.quoted.view else {
            return;
        };
        if view.on_page {
            view.page.words = words;
            view.page.selected = 0;
            self.load_sayings(false, effects);
        } else {
            view.words = words;
            view.selected = 0;
            view.rows.clear();
            view.page = PersonPage::default();
            // Words in quotation marks are asked of what was said.
            if view.words.starts_with(['"', '“']) {
                view.loading = None;
                view.more = false;
                self.show_person(effects);
            } else {
                self.load_people(false, effects);
            }
        }
    }

    /// Opens the article of the selected quotation, at it.
    pub(super) fn open_saying(&mut self, effects: &mut Vec<Effect>) {
        let Some(view) = &self.quoted.view else {
            return;
        };
        let Some(saying) = view.page.rows.get(view.page.selected) else {
            return;
        };
        let (article, start) = (saying.article, saying.start);
        let (scope, name) = match &view.page.person {
            Some(person) => (Scope::Person(person.id), person.person.name.clone()),
            None => (
                Scope::Quotation(article, saying.number),
                super::trail::beginning(&saying.words),
            ),
        };
        self.visit(scope, name, article, start, effects);
    }
}
