//! Choosing a theme: each is shown as soon as it is selected, and kept only when the reader says so.

use super::state::State;
use super::undo::Inverse;
use super::{Action, Effect, NoticeKind, Overlay};

/// The themes that there are, and the one that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Themes {
    /// Their names, in the order in which they are offered.
    pub names: Vec<String>,
    /// The one that is shown; less than the number of names, but for 0.
    pub shown: usize,
}

impl State {
    /// Shows the themes to choose from.
    pub(super) fn choose_theme(&mut self) {
        if self.themes.names.is_empty() {
            self.say(NoticeKind::Info, "there is no other theme");
        } else {
            self.overlay = Some(Overlay::Themes {
                before: self.themes.shown,
            });
        }
    }

    /// Shows a theme from now on, in the place of another.
    pub(super) fn keep_theme(&mut self, number: usize, before: usize, effects: &mut Vec<Effect>) {
        if let Some(name) = self.themes.names.get(number) {
            let what = format!("the theme {name}");
            self.remember(what, Inverse::Theme(before));
            self.set_theme(number, effects);
        }
    }

    pub(super) fn set_theme(&mut self, number: usize, effects: &mut Vec<Effect>) {
        if let Some(name) = self.themes.names.get(number) {
            self.themes.shown = number;
            effects.push(Effect::KeepTheme(name.clone()));
        }
    }

    /// An action while themes are shown; false where it is none of theirs.
    pub(super) fn theme_action(
        &mut self,
        action: Action,
        before: usize,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let last = self.themes.names.len().saturating_sub(1);
        if let Some(to) = action.step(self.themes.shown, last) {
            self.themes.shown = to;
            return true;
        }
        match action {
            Action::Open => {
                self.overlay = None;
                if self.themes.shown != before {
                    self.keep_theme(self.themes.shown, before, effects);
                }
            }
            Action::Quit | Action::Redraw | Action::Suspend => return false,
            _ => {
                self.overlay = None;
                self.themes.shown = before;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::pressed::press;
    use crate::app::{Settings, Size};

    fn state() -> State {
        let size = Size {
            columns: 80,
            rows: 24,
        };
        let (mut state, _) = State::new(Settings::default(), size, 0);
        state.themes.names = ["dark", "light", "newsprint"].map(str::to_owned).to_vec();
        state
    }

    #[test]
    fn the_selected_theme_is_shown_at_once_and_kept_on_enter() {
        let mut state = state();
        assert_eq!(press(&mut state, "Tjj"), []);
        assert_eq!(state.themes.shown, 2);
        let effects = press(&mut state, "<enter>");
        assert_eq!(effects, [Effect::KeepTheme("newsprint".to_owned())]);
        assert_eq!(state.overlay, None);
        let effects = press(&mut state, "u");
        assert_eq!(effects, [Effect::KeepTheme("dark".to_owned())]);
        assert_eq!(state.themes.shown, 0);
    }

    #[test]
    fn what_is_not_kept_is_gone() {
        let mut state = state();
        assert_eq!(press(&mut state, "Tj<esc>"), []);
        assert_eq!((state.themes.shown, state.overlay), (0, None));
    }
}
