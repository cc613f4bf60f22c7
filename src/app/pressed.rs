//! Keys as they come: counts before them (`5j`), sequences of several (`g g`), and the hint how a sequence may go on.

use super::state::State;
use super::{Action, Effect, Found, Key, KeyCode, NoticeKind, Pane};

/// So long a sequence waits before it shows how it may go on, in milliseconds.
const HINT_AFTER: u64 = 400;
/// The highest count.
const MOST: u32 = 9999;

/// Keys that do not ask for anything yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pressed {
    /// The beginning of a sequence.
    pub keys: Vec<Key>,
    /// How often what follows is to be done.
    pub count: Option<u32>,
    /// The sequence has waited long enough for a hint.
    pub hint: bool,
    /// Of the wait for the hint.
    ticket: u64,
}

impl State {
    /// A key that goes to the panes or to what lies over them.
    pub(super) fn press(&mut self, key: Key, effects: &mut Vec<Effect>) {
        if self.counts(key) {
            return;
        }
        let mut pressed = std::mem::take(&mut self.pressed);
        pressed.keys.push(key);
        match self.keymap.find(self.focus, &pressed.keys) {
            Found::Action(action) => self.act_times(action, pressed.count, effects),
            Found::Beginning => {
                pressed.ticket = self.ticket();
                effects.push(Effect::After {
                    ticket: pressed.ticket,
                    millis: HINT_AFTER,
                });
                self.pressed = pressed;
            }
            Found::Nothing if pressed.keys.len() > 1 => {
                let keys: Vec<String> = pressed.keys.iter().map(ToString::to_string).collect();
                self.say(
                    NoticeKind::Info,
                    format!("{} asks for nothing", keys.join(" ")),
                );
            }
            Found::Nothing if self.overlay.is_none() && self.program_key(key, effects) => {}
            Found::Nothing => {
                if let Some(view) = self.view_of(key)
                    && !self.alone
                {
                    self.overlay = None;
                    self.go_to(view, effects);
                }
            }
        }
    }

    /// The time of a wait is up.
    pub(super) fn elapsed(&mut self, ticket: u64) {
        if !self.pressed.keys.is_empty() && self.pressed.ticket == ticket {
            self.pressed.hint = true;
        }
    }

    /// Takes a digit as part of a count, where it asks for nothing itself.
    fn counts(&mut self, key: Key) -> bool {
        let KeyCode::Char(c) = key.code else {
            return false;
        };
        let Some(digit) = c.to_digit(10).filter(|_| !key.ctrl && !key.alt) else {
            return false;
        };
        let begun = self.pressed.count;
        if !self.pressed.keys.is_empty()
            || self.overlay.is_some()
            || (begun.is_none() && (digit == 0 || self.view_of(key).is_some()))
            || self.keymap.find(self.focus, &[key]) != Found::Nothing
        {
            return false;
        }
        self.pressed.count = Some((begun.unwrap_or(0) * 10 + digit).min(MOST));
        true
    }

    /// An action, as often as the count says where more than once makes sense.
    fn act_times(&mut self, action: Action, count: Option<u32>, effects: &mut Vec<Effect>) {
        if self.overlay.is_some() && self.overlay_action(action, effects) {
            return;
        }
        if self.front_action(action, count.unwrap_or(1).max(1), effects)
            || self.people_action(action, effects)
        {
            return;
        }
        let Some(count) = count.map(|count| count.max(1)) else {
            self.act(action, effects);
            return;
        };
        let by = isize::try_from(count).unwrap_or(isize::MAX);
        match action {
            Action::Down => self.step(self.focus, by, effects),
            Action::Up => self.step(self.focus, -by, effects),
            // `12G` and `12g`: to the twelfth.
            Action::Top | Action::Bottom => {
                self.step(self.focus, isize::MIN, effects);
                self.step(self.focus, by - 1, effects);
            }
            Action::NextArticle | Action::PreviousArticle => {
                let before = if action == Action::NextArticle {
                    by - 1
                } else {
                    1 - by
                };
                self.step(Pane::List, before, effects);
                self.act(action, effects);
            }
            Action::PageDown
            | Action::PageUp
            | Action::HalfDown
            | Action::HalfUp
            | Action::Narrower
            | Action::Wider
            | Action::NextQuote
            | Action::PreviousQuote => {
                for _ in 0..count.min(500) {
                    self.act(action, effects);
                }
            }
            // `12L` and `12o`: the twelfth link.
            Action::Links | Action::Browser => self.follow_number(count),
            _ => self.act(action, effects),
        }
    }
}

/// What comes of keys, as a reader would write them.
#[cfg(test)]
pub(super) fn press(state: &mut State, text: &str) -> Vec<Effect> {
    let pressed = super::keys(text).unwrap().into_iter();
    pressed
        .flat_map(|key| super::update(state, super::Message::Key(key)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Binding, Keymap, Message, Place, Preset, Settings, Size, sequence, update};

    fn state() -> State {
        let size = Size {
            columns: 80,
            rows: 24,
        };
        let (mut state, _) = State::new(Settings::default(), size, 0);
        state.focus = Pane::Sources;
        state
    }

    #[test]
    fn a_count_repeats_what_follows_and_a_number_before_a_capital_g_is_a_place() {
        let mut state = state();
        press(&mut state, "2j");
        assert_eq!(state.source, 2);
        press(&mut state, "1k");
        assert_eq!(state.source, 1);
        press(&mut state, "3G");
        assert_eq!(state.source, 2);
        press(&mut state, "99999999999999999999k");
        assert_eq!((state.source, state.pressed.count), (0, None));
    }

    #[test]
    fn a_sequence_waits_for_its_end_and_shows_how_it_may_go_on() {
        let mut state = state();
        let own = Binding {
            place: Place::Everywhere,
            keys: sequence("x t").unwrap(),
            action: Some(Action::Help),
        };
        state.keymap = Keymap::new(Preset::Vim, &[own]).unwrap();
        let effects = press(&mut state, "x");
        let [Effect::After { ticket, .. }] = effects[..] else {
            panic!("{effects:?}");
        };
        update(&mut state, Message::Elapsed { ticket: ticket + 1 });
        assert!(!state.pressed.hint);
        update(&mut state, Message::Elapsed { ticket });
        assert!(state.pressed.hint);
        press(&mut state, "t");
        assert!(state.overlay.is_some());
        assert_eq!(state.pressed, Pressed::default());
        press(&mut state, "<esc>xz");
        assert_eq!(state.notice.unwrap().text, "x z asks for nothing");
    }
}
