//! What the world answers about people, taken into the state.

use super::super::undo::Inverse;
use super::super::{Effect, Entry, NoticeKind, State};
use super::{Found, PeopleEffect, PeopleMessage, PersonPage};
use crate::news::{ArticleId, Merge, Page, Parting, PersonId, PersonRow, Preview, Saying};

impl State {
    /// Takes an answer in.
    pub(in super::super) fn take_people(
        &mut self,
        message: PeopleMessage,
        effects: &mut Vec<Effect>,
    ) {
        match message {
            PeopleMessage::List {
                ticket,
                append,
                rows,
                limit,
            } => {
                if !self.take_people_to_go_to(ticket, &rows) {
                    self.take_people_list(ticket, append, rows, limit, effects);
                }
            }
            PeopleMessage::Person { ticket, found } => {
                self.take_person(ticket, found.map(|found| *found), effects);
            }
            PeopleMessage::Sayings {
                ticket,
                append,
                page,
            } => self.take_sayings(ticket, append, page),
            PeopleMessage::Shared { article, shared } => {
                self.quoted.shared = Some((article, shared));
            }
            PeopleMessage::Echoes {
                article,
                start,
                number,
                rows,
            } => self.take_echoes(article, start, number, rows),
            PeopleMessage::Follows(follows) => {
                self.quoted.follows = follows;
                self.follow_source();
            }
            PeopleMessage::Merged(merge) => self.took_merge(merge, effects),
            PeopleMessage::Parted(parting) => self.took_parting(parting, effects),
            PeopleMessage::Changed => self.people_changed(effects),
        }
    }

    fn take_people_list(
        &mut self,
        ticket: u64,
        append: bool,
        rows: Vec<PersonRow>,
        limit: u32,
        effects: &mut Vec<Effect>,
    ) {
        let Some(view) = self
            .quoted
            .view
            .as_mut()
            .filter(|view| view.loading == Some(ticket))
        else {
            return;
        };
        view.loading = None;
        view.more = rows.len() >= limit as usize;
        if append {
            view.rows.extend(rows);
        } else {
            let selected = view.rows.get(view.selected).map(|row| row.id);
            view.rows = rows;
            let place = selected.and_then(|id| view.rows.iter().position(|row| row.id == id));
            view.selected = place.unwrap_or(0);
        }
        self.show_person(effects);
    }

    fn take_person(&mut self, ticket: u64, found: Option<Found>, effects: &mut Vec<Effect>) {
        let Some(view) = self
            .quoted
            .view
            .as_mut()
            .filter(|view| view.page.wanted == Some(ticket))
        else {
            return;
        };
        view.page.wanted = None;
        let Some((person, outlets)) = found else {
            view.on_page = false;
            self.say(NoticeKind::Info, "this speaker is not known by name yet");
            return self.show_person(effects);
        };
        if let Some(row) = view.rows.iter_mut().find(|row| row.id == person.id) {
            row.clone_from(&person);
        }
        let is_same = view
            .page
            .person
            .as_ref()
            .is_some_and(|known| known.id == person.id);
        if !is_same {
            view.page = PersonPage::default();
        }
        view.page.person = Some(person);
        view.page.outlets = outlets;
        self.load_sayings(false, effects);
    }

    fn take_sayings(&mut self, ticket: u64, append: bool, page: Page<Saying>) {
        let Some(view) = self
            .quoted
            .view
            .as_mut()
            .filter(|view| view.page.loading == Some(ticket))
        else {
            return;
        };
        let shown = &mut view.page;
        shown.loading = None;
        shown.next = page.next;
        if append {
            shown.rows.extend(page.rows);
        } else {
            shown.rows = page.rows;
        }
        if let Some((article, start)) = view.seek.take() {
            let is_it = |saying: &Saying| saying.article == article && saying.start == start;
            shown.selected = shown.rows.iter().position(is_it).unwrap_or(0);
        }
        shown.selected = shown.selected.min(shown.rows.len().saturating_sub(1));
    }

    fn took_merge(&mut self, merge: Option<Merge>, effects: &mut Vec<Effect>) {
        let Some(merge) = merge else {
            return self.say(NoticeKind::Info, "they are one already");
        };
        self.say(NoticeKind::Info, "they are one now; {undo} takes it back");
        let effect = PeopleEffect::Unmerge(merge);
        self.remember("two people made one".to_owned(), Inverse::People(effect));
        self.people_changed(effects);
    }

    fn took_parting(&mut self, parting: Option<Parting>, effects: &mut Vec<Effect>) {
        let Some(parting) = parting else {
            return self.say(NoticeKind::Info, "nobody is named here");
        };
        self.say(
            NoticeKind::Info,
            "another person of that name; {undo} takes it back",
        );
        let effect = PeopleEffect::Unpart(parting);
        self.remember("one person made two".to_owned(), Inverse::People(effect));
        self.people_changed(effects);
    }

    /// After a change of who is who: what is shown of it is read anew.
    fn people_changed(&mut self, effects: &mut Vec<Effect>) {
        effects.push(Effect::People(PeopleEffect::Follows));
        if self.quoted.view.is_some() {
            self.load_people(false, effects);
            self.reload_person(effects);
        }
    }

    /// Follows a person, or does so no more: at once in the source pane, kept in the background.
    pub(in super::super) fn set_follow(
        &mut self,
        person: PersonId,
        name: &str,
        on: bool,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(view) = &mut self.quoted.view {
            let page = view.page.person.iter_mut();
            for row in view
                .rows
                .iter_mut()
                .chain(page)
                .filter(|row| row.id == person)
            {
                row.followed = on;
            }
        }
        effects.push(Effect::People(PeopleEffect::Follow { person, on }));
        let (what, undo) = if on {
            (format!("following {name}"), format!("followed {name}"))
        } else {
            (
                format!("{name} is followed no more"),
                format!("no more following {name}"),
            )
        };
        self.remember(
            undo,
            Inverse::People(PeopleEffect::Follow { person, on: !on }),
        );
        self.say(NoticeKind::Info, what);
    }

    /// Takes back what was changed of people.
    pub(in super::super) fn take_people_back(
        &mut self,
        effect: PeopleEffect,
        effects: &mut Vec<Effect>,
    ) {
        if let PeopleEffect::Follow { person, on } = effect
            && let Some(view) = &mut self.quoted.view
        {
            let page = view.page.person.iter_mut();
            for row in view
                .rows
                .iter_mut()
                .chain(page)
                .filter(|row| row.id == person)
            {
                row.followed = on;
            }
        }
        effects.push(Effect::People(effect));
    }

    /// An article was opened or read anew: what other outlets have of it is asked for, and the quotation that one came
    /// for is selected.
    pub(in super::super) fn took_article(&mut self, effects: &mut Vec<Effect>) {
        let Some(reading) = &self.reading else {
            return;
        };
        let id = reading.article.headline.id;
        if self.alone {
            return;
        }
        effects.push(Effect::People(PeopleEffect::Shared(id)));
        let reading = self.reading.as_ref();
        if let Some((_, start)) = self.quoted.seek.take_if(|(article, _)| *article == id) {
            let place = reading.and_then(|reading| {
                let starts = reading.quotes.iter().map(|quote| quote.span().start);
                // Where the engine has cut it otherwise since, the nearest one.
                starts.enumerate().min_by_key(|(_, at)| at.abs_diff(start))
            });
            if let Some((index, _)) = place {
                self.select_entry(Entry::Quote(index));
            }
        }
    }

    /// Articles were read in the background.
    pub(in super::super) fn took_enriched(
        &mut self,
        found: &[(ArticleId, u32, Preview)],
        effects: &mut Vec<Effect>,
    ) {
        let shown = self
            .reading
            .as_ref()
            .map(|reading| reading.article.headline.id);
        if let Some(id) = shown.filter(|id| found.iter().any(|(of, ..)| of == id)) {
            effects.push(Effect::People(PeopleEffect::Shared(id)));
        }
        if !self.quoted.follows.is_empty() {
            effects.push(Effect::People(PeopleEffect::Follows));
        }
    }
}
