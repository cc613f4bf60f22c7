//! The command palette: everything that can be done or gone to, found by a few letters of its name. Pure.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::action::ACTIONS;
use super::prompt::{Prompt, Purpose};
use super::sources::Source;
use super::state::State;
use super::{Action, Effect, NoticeKind, Pane, PeopleEffect};
use crate::news::{PeopleQuery, PersonId, PersonRow};

/// So many are offered at once.
const MOST: usize = 200;
/// So many people are asked for.
const PEOPLE: u32 = 50;

/// What the palette offers for what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Palette {
    /// The best first.
    pub offers: Vec<Command>,
    /// The one that enter takes.
    pub selected: usize,
    /// Who is called so, the most quoted first, and the request that asked for them.
    people: Vec<(PersonId, String)>,
    asked: Option<u64>,
}

/// Something that the palette offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What it is called.
    pub title: String,
    /// What kind of thing it is, in a word.
    pub kind: &'static str,
    /// The keys that do the same.
    pub keys: String,
    /// Which characters of the title were typed.
    pub typed: Vec<u32>,
    target: Target,
}

/// What comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Do(Action),
    Show(Source),
    Filter(String),
    Theme(usize),
    Pipe(usize),
    Share(usize),
    Person(PersonId),
}

impl State {
    /// Opens the palette.
    pub(super) fn open_palette(&mut self, effects: &mut Vec<Effect>) {
        self.overlay = None;
        self.prompt = Some(Prompt::new(Purpose::Command, String::new()));
        self.palette = Palette::default();
        self.find_commands("", effects);
    }

    /// Offers what the text finds, and asks who is called so.
    pub(super) fn find_commands(&mut self, text: &str, effects: &mut Vec<Effect>) {
        self.palette.offers = found(self.commands(), text);
        self.palette.selected = 0;
        if self.alone {
            return;
        }
        let ticket = self.ticket();
        self.palette.asked = Some(ticket);
        let query = PeopleQuery {
            // A kind may be typed as well.
            words: without_kind(text),
            limit: PEOPLE,
            ..PeopleQuery::default()
        };
        effects.push(Effect::People(PeopleEffect::List { ticket, query }));
    }

    /// Takes in who is called so; false where something else asked.
    pub(super) fn take_people_to_go_to(&mut self, ticket: u64, rows: &[PersonRow]) -> bool {
        if self.palette.asked != Some(ticket) {
            return false;
        }
        self.palette.asked = None;
        let people = rows.iter().map(|row| (row.id, row.person.name.clone()));
        self.palette.people = people.collect();
        if let Some(prompt) = self
            .prompt
            .as_ref()
            .filter(|p| p.purpose == Purpose::Command)
        {
            let offers = found(self.commands(), &prompt.text);
            let selected = self.palette.offers.get(self.palette.selected);
            let stays = selected.filter(|_| self.palette.selected > 0);
            let place = stays.and_then(|own| offers.iter().position(|o| o.target == own.target));
            self.palette.selected = place.unwrap_or(0);
            self.palette.offers = offers;
        }
        true
    }

    /// The offer before or after.
    pub(super) fn select_command(&mut self, forward: bool) {
        let last = self.palette.offers.len().saturating_sub(1);
        let at = self.palette.selected;
        self.palette.selected = if forward {
            (at + 1).min(last)
        } else {
            at.saturating_sub(1)
        };
    }

    /// Takes the selected offer.
    pub(super) fn run_command(&mut self, effects: &mut Vec<Effect>) {
        let palette = std::mem::take(&mut self.palette);
        let Some(command) = palette.offers.into_iter().nth(palette.selected) else {
            self.say(NoticeKind::Info, "nothing is called so");
            return;
        };
        match command.target {
            Target::Do(action) => self.act(action, effects),
            Target::Show(source) => self.go_to(source, effects),
            Target::Filter(text) => {
                self.front.open = false;
                self.set_focus(Pane::List, effects);
                if let Err(problem) = self.filter(&text, effects) {
                    self.say(NoticeKind::Error, problem.to_string());
                }
            }
            Target::Theme(number) => self.keep_theme(number, self.themes.shown, effects),
            Target::Pipe(number) => self.pipe_saved(number, effects),
            Target::Share(number) => self.share_by(number, effects),
            Target::Person(id) => self.open_person(id, effects),
        }
    }

    /// Everything that there is to offer.
    fn commands(&self) -> Vec<Command> {
        let command = |title: &str, kind, keys, target| Command {
            title: title.to_owned(),
            kind,
            keys,
            typed: Vec::new(),
            target,
        };
        let actions = ACTIONS.iter().filter(|row| row.action != Action::Palette);
        let mut all: Vec<Command> = actions
            .map(|row| {
                let keys = self.keymap.keys_of(self.focus, row.action).join("  ");
                command(row.help, "", keys, Target::Do(row.action))
            })
            .collect();
        if !self.alone {
            all.extend(self.sources().into_iter().map(|row| {
                let kind = row.source.kind();
                command(&row.title, kind, String::new(), Target::Show(row.source))
            }));
            all.extend(
                self.filters.iter().rev().map(|text| {
                    command(text, "filter", String::new(), Target::Filter(text.clone()))
                }),
            );
        }
        let people = self.palette.people.iter();
        let others = people.filter(|(id, _)| !self.quoted.follows(*id));
        all.extend(
            others.map(|(id, name)| command(name, "person", String::new(), Target::Person(*id))),
        );
        let key = |key: Option<super::Key>| key.map_or_else(String::new, |key| key.to_string());
        let pipes = self.programs.pipes.iter().enumerate();
        all.extend(pipes.map(|(number, pipe)| {
            command(&pipe.name, "pipe", key(pipe.key), Target::Pipe(number))
        }));
        let shares = self.programs.shares.iter().enumerate();
        all.extend(shares.map(|(number, share)| {
            command(&share.name, "share", key(share.key), Target::Share(number))
        }));
        let themes = self.themes.names.iter().enumerate();
        all.extend(
            themes
                .map(|(number, name)| command(name, "theme", String::new(), Target::Theme(number))),
        );
        all
    }
}

/// The words without that of a kind.
fn without_kind(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| *word != "person");
    words.collect::<Vec<_>>().join(" ")
}

/// Those that hold the letters, in their order, the best first.
fn found(all: Vec<Command>, text: &str) -> Vec<Command> {
    let pattern = Pattern::parse(text, CaseMatching::Ignore, Normalization::Smart);
    if pattern.atoms.is_empty() {
        return all.into_iter().take(MOST).collect();
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut characters = Vec::new();
    let mut ranked: Vec<(u32, Command)> = all
        .into_iter()
        .filter_map(|mut command| {
            // A kind may be typed as well: "theme news".
            let kind = command.kind;
            let searched = format!("{} {kind}", command.title);
            let searched = Utf32Str::new(&searched, &mut characters);
            let score = pattern.indices(searched, &mut matcher, &mut command.typed)?;
            command.typed.sort_unstable();
            command.typed.dedup();
            Some((score, command))
        })
        .collect();
    // Stable: among equals the order of the tables holds.
    ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    ranked
        .into_iter()
        .map(|(_, command)| command)
        .take(MOST)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::pressed::press;
    use crate::app::{Overlay, Settings, Size};
    use crate::news::Scope;

    fn state() -> State {
        let size = Size {
            columns: 80,
            rows: 24,
        };
        let (mut state, _) = State::new(Settings::default(), size, 0);
        state.themes.names = ["dark", "light", "newsprint"].map(str::to_owned).to_vec();
        state
    }

    fn first(state: &State) -> &str {
        &state.palette.offers[state.palette.selected].title
    }

    #[test]
    fn a_few_letters_find_an_action_with_its_key() {
        let mut state = state();
        press(&mut state, ":rfrall");
        assert_eq!(first(&state), "refresh all feeds");
        assert_eq!(state.palette.offers[0].keys, "R");
        let effects = press(&mut state, "<enter>");
        assert!(matches!(effects[..], [Effect::Poll(_)]), "{effects:?}");
        assert_eq!(state.prompt, None);
    }

    #[test]
    fn lists_and_themes_are_found_too() {
        let mut state = state();
        press(&mut state, ":bookmarks<down><up>");
        let at = state
            .palette
            .offers
            .iter()
            .position(|offer| offer.title == "Bookmarks");
        assert!(at.is_some());
        press(&mut state, "<c-u>theme news");
        assert_eq!(first(&state), "newsprint");
        let effects = press(&mut state, "<enter>");
        assert_eq!(effects, [Effect::KeepTheme("newsprint".to_owned())]);
        press(&mut state, ":unread<enter>");
        let source = Source::from(Scope::Unread);
        assert!(state.list.source == source || state.prompt.is_none());
    }

    #[test]
    fn escape_leaves_everything_as_it_was() {
        let mut state = state();
        press(&mut state, "hj");
        let before = (state.focus, state.source);
        let mut effects = press(&mut state, ":theme<esc>");
        effects.retain(|effect| !matches!(effect, Effect::People(_)));
        assert_eq!(effects, []);
        assert_eq!((state.focus, state.source), before);
        press(&mut state, ":zzzzzz<enter>");
        assert!(state.notice.is_some());
        press(&mut state, ":this help<enter>");
        assert_eq!(state.overlay, Some(Overlay::Help));
    }
}
