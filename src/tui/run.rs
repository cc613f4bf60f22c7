//! The loop: wait for a message, drain what else has come, update, draw once. Nothing moves while nothing happens.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, SyncSender};

use super::hyperlinks::has_hyperlinks;
use super::input::Input;
use super::terminal::{Screen, screen_size};
use super::theme::Colours;
use super::view::{Look, view_linked};
use super::wide::WideRows;
use crate::app::{Effect, Message, Size, State, update};
use crate::config::Hyperlinking;
use crate::config::themes::Palette;
use crate::news::UnixSeconds;

/// What the loop needs of the world around it.
pub struct Start<'a> {
    /// Made for the size of the terminal.
    pub state: &'a dyn Fn(Size) -> (State, Vec<Effect>),
    /// The colours and the signs.
    pub look: Look,
    /// The mouse may be used.
    pub mouse: bool,
    /// Where keys are sent to.
    pub sender: SyncSender<Message>,
    /// Where every message comes from.
    pub inbox: Receiver<Message>,
    /// Performs an effect; never waits.
    pub perform: &'a dyn Fn(Effect),
    /// Has the reader's editor change a text, and waits for it; in words why not.
    pub edit: fn(&str) -> Result<String, String>,
    /// The time.
    pub now: fn() -> UnixSeconds,
}

impl Look {
    /// The look for the terminal that the environment describes.
    pub fn from_environment(palettes: &[Palette], ascii: bool, hyperlinks: Hyperlinking) -> Self {
        let hyperlinks = match hyperlinks {
            Hyperlinking::Auto => has_hyperlinks(&|name| std::env::var(name).ok()),
            Hyperlinking::Always => true,
            Hyperlinking::Never => false,
        };
        let mut look = Self::new(palettes, colours(), ascii, jiff::tz::TimeZone::system());
        look.hyperlinks = hyperlinks;
        look
    }
}

/// How many colours the terminal shows.
fn colours() -> Colours {
    let variable = |name: &str| std::env::var(name).ok();
    Colours::detect(
        variable("NO_COLOR").as_deref(),
        variable("COLORTERM").as_deref(),
        variable("TERM").as_deref(),
    )
}

/// Whether the terminal shows none.
pub fn is_colourless() -> bool {
    colours() == Colours::None
}

/// Whether the terminal says that its background is light.
pub fn background_is_light() -> bool {
    light_background(std::env::var("COLORFGBG").ok().as_deref())
}

/// `COLORFGBG` is "foreground;background" (rxvt, Konsole and others): 7 and 15 are the light backgrounds.
fn light_background(colorfgbg: Option<&str>) -> bool {
    colorfgbg
        .and_then(|value| value.rsplit(';').next())
        .is_some_and(|bg| bg == "7" || bg == "15")
}

/// Runs the reader until it is asked to end; the terminal is given back on every way out.
pub fn run(mut start: Start<'_>) -> io::Result<()> {
    let mut screen = Screen::take(start.mouse)?;
    let input = Input::listen(start.sender);
    let (mut state, effects) = (start.state)(screen_size());
    set_time(&mut state, (start.now)(), &start.look);
    effects.into_iter().for_each(start.perform);
    let mut wide = WideRows::default();
    loop {
        if let Some(wait) = state.wait() {
            (start.perform)(wait);
        }
        start.look.show_theme(state.themes.shown);
        let links = screen.links.clone();
        screen.terminal.draw(|frame| {
            let linked = view_linked(&state, &start.look, frame);
            wide.mark(frame.buffer_mut());
            links.mark(frame.buffer_mut(), &linked);
        })?;
        let Ok(first) = start.inbox.recv() else {
            return Ok(());
        };
        set_time(&mut state, (start.now)(), &start.look);
        for message in std::iter::once(first).chain(start.inbox.try_iter()) {
            let mut effects = VecDeque::from(update(&mut state, message));
            while let Some(effect) = effects.pop_front() {
                match effect {
                    Effect::Quit => return Ok(()),
                    Effect::EditNote { id, note } => {
                        let paused = input.pause();
                        let text = note.as_deref().unwrap_or_default();
                        let edited = screen.lend(|| (start.edit)(text))?;
                        drop(paused);
                        let answer = match edited {
                            Ok(after) => Message::NoteEdited {
                                id,
                                before: note,
                                after,
                            },
                            Err(words) => Message::Failed(words),
                        };
                        // The window may have another size by now.
                        let size = Message::Resize(screen_size());
                        for message in [size, answer] {
                            effects.extend(update(&mut state, message));
                        }
                    }
                    other => perform(other, &mut screen, start.perform),
                }
            }
        }
    }
}

/// The time, and how far the reader's zone is from UTC then.
fn set_time(state: &mut State, now: UnixSeconds, look: &Look) {
    let moment = jiff::Timestamp::from_second(now).unwrap_or_default();
    state.now = now;
    state.utc_offset = look.zone.to_offset(moment).seconds();
}

/// Performs an effect: one of the terminal here, all others elsewhere.
fn perform(effect: Effect, screen: &mut Screen, elsewhere: &dyn Fn(Effect)) {
    match effect {
        // A terminal without a clipboard ignores it; one that is gone ends the loop at the next frame.
        Effect::Copy(text) => drop(Screen::copy(&text)),
        Effect::Redraw => drop(screen.redraw()),
        // Where the terminal did not come back, the next frame fails, and the loop ends.
        Effect::Suspend => drop(screen.suspend()),
        other => elsewhere(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_light_background_is_told_by_colorfgbg() {
        assert!(light_background(Some("0;15")));
        assert!(light_background(Some("0;default;7")));
        assert!(!light_background(Some("15;0")));
        assert!(!light_background(None));
    }
}
