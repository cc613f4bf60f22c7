//! What the keys do in the people view and in the list of other outlets.

use super::super::{Action, Effect, Key, KeyCode, NoticeKind, Prompt, Purpose, State};
use super::{PeopleEffect, PeopleView, people_areas};

/// The longest filter, in characters.
const LONGEST: usize = 200;

impl State {
    /// A key while words are typed in the people view; false where it means what it always means.
    pub(in super::super) fn people_key(&mut self, key: Key, effects: &mut Vec<Effect>) -> bool {
        let Some(view) = &mut self.quoted.view else {
            return false;
        };
        let Some(line) = &mut view.typing else {
            return false;
        };
        match key.code {
            KeyCode::Char('c' | 'z' | 'l') if key.ctrl => return false,
            KeyCode::Esc => {
                view.typing = None;
                self.filter_people(String::new(), effects);
            }
            KeyCode::Enter => {
                view.typing = None;
                if view.rows.is_empty() && !view.page.rows.is_empty() {
                    view.on_page = true; // What was said, since nobody is called so.
                }
            }
            KeyCode::Up => self.step_people(-1, effects),
            KeyCode::Down => self.step_people(1, effects),
            _ if line.edit(key) => {
                let words = line.text.chars().take(LONGEST).collect();
                self.filter_people(words, effects);
            }
            _ => {}
        }
        true
    }

    /// Text that is pasted while words are typed there; false where none are.
    pub(in super::super) fn people_paste(&mut self, text: &str, effects: &mut Vec<Effect>) -> bool {
        let view = self.quoted.view.as_mut();
        let Some(line) = view.and_then(|view| view.typing.as_mut()) else {
            return false;
        };
        let text: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(LONGEST)
            .collect();
        line.insert(&text);
        let words = line.text.chars().take(LONGEST).collect();
        self.filter_people(words, effects);
        true
    }

    /// An action that is about people, or that goes to what lies over the panes; false where it goes to the panes.
    pub(in super::super) fn people_action(
        &mut self,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> bool {
        if matches!(
            action,
            Action::Quit | Action::Redraw | Action::Suspend | Action::Help | Action::Palette
        ) {
            return false;
        }
        if self.quoted.echoes.is_some() {
            self.echoes_action(action, effects);
            return true;
        }
        if self.quoted.view.is_some() {
            self.view_action(action, effects);
            return true;
        }
        match action {
            Action::People if self.alone => {
                self.say(NoticeKind::Info, "people stand in the cache alone");
            }
            Action::People => self.open_people(effects),
            Action::AlsoIn => self.open_echoes(effects),
            Action::Follow => self.follow_listed(effects),
            Action::SamePerson => self.say(
                NoticeKind::Info,
                "in the people view ({people}), {same-person} makes two people one",
            ),
            _ => return false,
        }
        true
    }

    fn echoes_action(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Some(echoes) = &mut self.quoted.echoes else {
            return;
        };
        let last = echoes.rows.len().saturating_sub(1);
        let step = match action {
            Action::NextQuote | Action::Flow => Action::Down,
            Action::PreviousQuote => Action::Up,
            other => other,
        };
        if let Some(to) = step.step(echoes.selected, last) {
            echoes.selected = to;
            return;
        }
        match action {
            Action::Open | Action::Right => self.open_echo(effects),
            _ => self.quoted.echoes = None,
        }
    }

    fn view_action(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let size = self.size;
        let Some(view) = &mut self.quoted.view else {
            return;
        };
        let fits = people_areas(size, false)
            .0
            .map_or(10, |area| area.content().height);
        let page = if view.on_page {
            3
        } else {
            isize::try_from((fits / PeopleView::row_height(size.rows)).max(1)).unwrap_or(1)
        };
        match action {
            Action::Down | Action::NextQuote => self.step_people(1, effects),
            Action::Up | Action::PreviousQuote => self.step_people(-1, effects),
            Action::PageDown | Action::Flow => self.step_people(page, effects),
            Action::PageUp => self.step_people(-page, effects),
            Action::HalfDown => self.step_people((page / 2).max(1), effects),
            Action::HalfUp => self.step_people(-(page / 2).max(1), effects),
            Action::Top => self.step_people(isize::MIN, effects),
            Action::Bottom => self.step_people(isize::MAX, effects),
            Action::Open if view.on_page => self.open_saying(effects),
            Action::Open | Action::Right | Action::NextPane | Action::PreviousPane
                if !view.on_page =>
            {
                let person = view.rows.get(view.selected).map(|row| row.id);
                view.on_page = person.is_some() || !view.page.rows.is_empty();
                let shown = view.page.person.as_ref().map(|person| person.id);
                if let Some(id) = person.filter(|id| shown != Some(*id)) {
                    self.load_person(super::Who::Id(id), effects);
                }
            }
            Action::Left | Action::NextPane | Action::PreviousPane => {
                view.on_page = false;
                self.show_person(effects);
            }
            Action::Filter => {
                let words = if view.on_page {
                    &view.page.words
                } else {
                    &view.words
                };
                view.typing = Some(Prompt::new(Purpose::People, words.clone()));
            }
            Action::People => {
                view.order = view.order.next();
                view.on_page = false;
                view.selected = 0;
                view.top = 0;
                view.rows.clear();
                self.load_people(false, effects);
            }
            Action::Follow => self.follow_selected(effects),
            Action::SamePerson => self.merge_or_part(effects),
            Action::Undo => self.take_back(effects),
            Action::Copy => self.copy_saying(effects),
            Action::Back | Action::Escape => self.close_people(action, effects),
            _ => {}
        }
    }

    /// One step back: forgets who is marked, then the words, then the person, then the view.
    fn close_people(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Some(view) = &mut self.quoted.view else {
            return;
        };
        if action == Action::Escape && view.marked.take().is_some() {
            return;
        }
        if view.on_page {
            if view.page.person.is_some() && !view.page.words.is_empty() {
                return self.filter_people(String::new(), effects);
            }
            view.on_page = false;
            return self.show_person(effects);
        }
        if view.words.is_empty() {
            self.quoted.view = None;
            self.settle(effects);
        } else {
            self.filter_people(String::new(), effects);
        }
    }

    /// Follows the person in the view, or no more.
    fn follow_selected(&mut self, effects: &mut Vec<Effect>) {
        let Some(view) = &self.quoted.view else {
            return;
        };
        let person = if view.on_page {
            view.page.person.as_ref()
        } else {
            view.rows.get(view.selected)
        };
        if let Some(row) = person {
            let (id, name, on) = (row.id, row.person.name.clone(), !row.followed);
            self.set_follow(id, &name, on, effects);
        }
    }

    /// Follows the person whose list is shown, or no more.
    fn follow_listed(&mut self, effects: &mut Vec<Effect>) {
        let crate::news::Scope::Person(id) = self.list.source.scope else {
            return self.say(
                NoticeKind::Info,
                "{people} shows the people; {follow} follows one of them",
            );
        };
        let name = self.quoting_name().to_owned();
        let on = !self.quoted.follows(id);
        self.quoted.list_name.clone_from(&name);
        self.set_follow(id, &name, on, effects);
    }

    /// In the list: marks a person, and makes the marked one and another one. Among quotations: this one is by another
    /// person of that name.
    fn merge_or_part(&mut self, effects: &mut Vec<Effect>) {
        let Some(view) = &mut self.quoted.view else {
            return;
        };
        if view.on_page {
            let saying = view.page.rows.get(view.page.selected);
            if let Some((article, number)) = saying.map(|saying| (saying.article, saying.number)) {
                effects.push(Effect::People(PeopleEffect::Part { article, number }));
            }
            return;
        }
        let Some(row) = view.rows.get(view.selected) else {
            return;
        };
        let (id, name) = (row.id, row.person.name.clone());
        match view.marked.take() {
            None => {
                let text = format!(
                    "{name} is… go to the same person and press {{same-person}} again; {{escape}} forgets it"
                );
                view.marked = Some((id, name));
                self.say(NoticeKind::Info, text);
            }
            Some((from, _)) if from == id => self.say(NoticeKind::Info, "no longer marked"),
            Some((from, _)) => effects.push(Effect::People(PeopleEffect::Merge { from, into: id })),
        }
    }

    /// Puts the selected quotation on the clipboard, with its source.
    fn copy_saying(&mut self, effects: &mut Vec<Effect>) {
        let view = self.quoted.view.as_ref().filter(|view| view.on_page);
        let Some(saying) = view.and_then(|view| view.page.rows.get(view.page.selected)) else {
            return;
        };
        let mut text = format!("“{}”", saying.said());
        let said = [&saying.speaker, &saying.title].into_iter().flatten();
        let said: Vec<&str> = said.map(String::as_str).collect();
        if !said.is_empty() {
            text = format!("{text} — {}", said.join(", "));
        }
        text = format!("{text}, *{}*", saying.headline);
        if let Some(link) = &saying.link {
            text = format!("{text}, {link}");
        }
        effects.push(Effect::Copy(text));
        self.say(NoticeKind::Info, "quotation copied");
    }

    /// The wheel turned over the view.
    pub(in super::super) fn people_wheel(
        &mut self,
        by: isize,
        column: u16,
        row: u16,
        effects: &mut Vec<Effect>,
    ) {
        let action = if by < 0 { Action::Up } else { Action::Down };
        if self.quoted.echoes.is_some() {
            return self.echoes_action(action, effects);
        }
        self.people_focus(column, row);
        self.step_people(by, effects);
    }

    /// A click in the view: selects a person, or gives the quotations the keys.
    pub(in super::super) fn people_click(
        &mut self,
        column: u16,
        row: u16,
        effects: &mut Vec<Effect>,
    ) {
        if self.quoted.echoes.take().is_some() {
            return;
        }
        self.people_focus(column, row);
        let size = self.size;
        let Some(view) = self.quoted.view.as_mut().filter(|view| !view.on_page) else {
            return;
        };
        let area = people_areas(size, false).0.unwrap_or_default().content();
        if row >= area.y {
            let line = usize::from((row - area.y) / PeopleView::row_height(size.rows));
            if view.top + line < view.rows.len() {
                view.selected = view.top + line;
                self.show_person(effects);
            }
        }
    }

    /// The part of the view that holds a cell gets the keys.
    fn people_focus(&mut self, column: u16, row: u16) {
        let size = self.size;
        if let Some(view) = &mut self.quoted.view
            && let (Some(list), Some(page)) = people_areas(size, view.on_page)
        {
            view.on_page = if view.on_page {
                !list.holds(column, row)
            } else {
                page.holds(column, row)
            };
        }
    }
}
