//! The loop: wait for a message, drain what else has come, update, draw once. Nothing moves while nothing happens.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender};

use super::input;
use super::terminal::{Screen, screen_size};
use super::theme::Colours;
use super::view::{Look, view};
use super::wide::WideRows;
use crate::app::{Effect, Message, Size, State, update};
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
    /// The time.
    pub now: fn() -> UnixSeconds,
}

impl Look {
    /// The look for the terminal that the environment describes.
    pub fn from_environment(palettes: &[Palette], ascii: bool) -> Self {
        Self::new(palettes, colours(), ascii, jiff::tz::TimeZone::system())
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
    input::listen(start.sender);
    let (mut state, effects) = (start.state)(screen_size());
    set_time(&mut state, (start.now)(), &start.look);
    if !perform_all(effects, &mut screen, start.perform) {
        return Ok(());
    }
    let mut wide = WideRows::default();
    loop {
        start.look.show_theme(state.themes.shown);
        screen.terminal.draw(|frame| {
            view(&state, &start.look, frame);
            wide.mark(frame.buffer_mut());
        })?;
        let Ok(first) = start.inbox.recv() else {
            return Ok(());
        };
        set_time(&mut state, (start.now)(), &start.look);
        for message in std::iter::once(first).chain(start.inbox.try_iter()) {
            let effects = update(&mut state, message);
            if !perform_all(effects, &mut screen, start.perform) {
                return Ok(());
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

/// Performs effects: those of the terminal here, all others elsewhere. False when the program is to end.
fn perform_all(effects: Vec<Effect>, screen: &mut Screen, perform: &dyn Fn(Effect)) -> bool {
    for effect in effects {
        match effect {
            Effect::Quit => return false,
            // A terminal without a clipboard ignores it; one that is gone ends the loop at the next frame.
            Effect::Copy(text) => drop(Screen::copy(&text)),
            Effect::Redraw => drop(screen.redraw()),
            // Where the terminal did not come back, the next frame fails, and the loop ends.
            Effect::Suspend => drop(screen.suspend()),
            other => perform(other),
        }
    }
    true
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
