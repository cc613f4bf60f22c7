//! What the configuration says to the screen, taken in at the start and whenever the file is read anew.

use std::sync::Arc;

use crate::app::state::State;
use crate::app::{Column, Effect, Keymap, Programs, Settings, Source, Themes, View};
use crate::config::themes::Palette;
use crate::config::{Bidi, Hyperlinking, ImagesBy, NotifyBy};
use crate::news::Scope;

/// What the configuration says to the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// Of reading and of the screen.
    pub settings: Settings,
    /// What the keys ask for.
    pub keymap: Keymap,
    /// The lists that queries make.
    pub views: Vec<Arc<View>>,
    /// The programs that articles are given to.
    pub programs: Programs,
    /// What the list tells beside a headline.
    pub columns: Vec<Column>,
    /// The themes, and the one that is shown.
    pub themes: Themes,
    /// How things look.
    pub style: Restyle,
}

/// How things look from now on, and what the terminal is told beside the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Restyle {
    /// The themes.
    pub palettes: Vec<Palette>,
    /// Signs from ASCII alone.
    pub ascii: bool,
    /// Words instead of signs.
    pub plain: bool,
    /// Whether links are those of the terminal as well.
    pub hyperlinks: Hyperlinking,
    /// Who puts right-to-left text into order.
    pub bidi: Bidi,
    /// How the terminal is given pictures.
    pub images_by: ImagesBy,
    /// The mouse may be used.
    pub mouse: bool,
    /// The terminal's title says how much is unread.
    pub title: bool,
    /// How the reader is told of articles: by the terminal, or by a command, which is no matter of the screen.
    pub notify: NotifyBy,
}

/// A mistake in the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fault {
    /// The file, and the line where there is one.
    pub place: String,
    /// The line itself, and below it a mark under the place.
    pub source: Vec<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl State {
    /// Takes in, at the start as at a change, what is not looked at before it is needed.
    pub fn adopt(&mut self, setup: &Setup) {
        self.themes.clone_from(&setup.themes);
        self.keymap.clone_from(&setup.keymap);
        self.programs.clone_from(&setup.programs);
        self.columns.clone_from(&setup.columns);
    }

    /// Takes in what holds from now on.
    pub fn take_setup(&mut self, setup: Setup, effects: &mut Vec<Effect>) {
        self.adopt(&setup);
        effects.push(Effect::Restyle(Box::new(setup.style)));
        self.pressed = crate::app::Pressed::default();
        if self.views != setup.views {
            self.view_counts = vec![0; setup.views.len()];
            self.views = setup.views;
            self.follow_views(effects);
        }
        let before = self.settings;
        self.configure(setup.settings, effects);
        if before != self.settings {
            self.relay();
        }
        if before.show_fragments != self.settings.show_fragments
            && let Some(reading) = self.reading.as_ref().filter(|_| !self.is_guest())
        {
            // What it was made without is found again.
            let id = reading.article.headline.id;
            let ticket = self.ticket();
            self.wanted = Some((ticket, id));
            effects.push(Effect::LoadArticle { ticket, id });
        }
        self.settle(effects);
    }

    /// Sets the article anew, in its place.
    fn relay(&mut self) {
        let (_, width) = self.reading_size();
        let settings = self.settings;
        if let Some(reading) = &mut self.reading {
            reading.set(width, settings);
            if let Some(changes) = &mut reading.changes {
                changes.set(width, settings);
            }
        }
        self.light();
    }

    /// The list that is shown may be of a view that says something else now, or that is gone.
    fn follow_views(&mut self, effects: &mut Vec<Effect>) {
        let Some(shown) = self.list.source.view.clone().filter(|view| !view.kept) else {
            self.follow_source();
            return;
        };
        match self.views.iter().find(|view| view.name == shown.name) {
            Some(view) if **view == *shown => {}
            Some(view) => {
                let source = Source::from(Arc::clone(view));
                self.show_list(source, effects);
            }
            None => self.show_list(Scope::All.into(), effects),
        }
        self.follow_source();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Size;

    #[test]
    fn what_holds_at_the_start_holds_after_a_change() {
        let size = Size {
            columns: 120,
            rows: 36,
        };
        let style = Restyle {
            ascii: true,
            plain: true,
            hyperlinks: Hyperlinking::Never,
            title: true,
            notify: NotifyBy::Bell,
            ..Restyle::default()
        };
        let setup = Setup {
            settings: Settings {
                plain: true,
                ascii: true,
                ..Settings::default()
            },
            keymap: Keymap::default(),
            views: Vec::new(),
            programs: Programs::default(),
            columns: vec![Column::Date],
            themes: Themes::default(),
            style: style.clone(),
        };
        let (mut begun, _) = State::new(setup.settings, size, 0);
        begun.adopt(&setup);
        let (mut state, _) = State::new(Settings::default(), size, 0);
        let mut effects = Vec::new();
        state.take_setup(setup, &mut effects);
        assert_eq!(state.settings, begun.settings);
        assert_eq!(state.columns, [Column::Date]);
        assert_eq!(begun.columns, [Column::Date]);
        assert!(effects.contains(&Effect::Restyle(Box::new(style))));
    }
}
