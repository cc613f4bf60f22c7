//! The loop: wait for a message, drain what else has come, update, draw once. Nothing moves while nothing happens.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, SyncSender};

use super::announce::{Abilities, Announcer, notification};
use super::bidi::is_to_be_told;
use super::hyperlinks::has_hyperlinks;
use super::input::Input;
use super::pictures::Pictures;
use super::terminal::{Screen, is_gone, screen_size};
use super::theme::Colours;
use super::view::{Look, view_linked};
use super::wide::WideRows;
use crate::app::{Effect, Message, Restyle, Size, State, update};
use crate::config::{Bidi, Hyperlinking, NotifyBy};
use crate::guard;
use crate::news::UnixSeconds;
use crate::renderer::RightToLeft;

/// What the loop needs of the world around it.
pub struct Start<'a> {
    /// Made for the size of the terminal.
    pub state: &'a dyn Fn(Size) -> (State, Vec<Effect>),
    /// How things look at first.
    pub style: Restyle,
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
    /// In this style, for the terminal that the environment describes.
    pub fn styled(style: &Restyle) -> Self {
        let zone = jiff::tz::TimeZone::system();
        let mut look = Self::new(&style.palettes, colours(), style.ascii, zone);
        look.hyperlinks = match style.hyperlinks {
            Hyperlinking::Auto => has_hyperlinks(&|name| std::env::var(name).ok()),
            Hyperlinking::Always => true,
            Hyperlinking::Never => false,
        };
        look.is_told = is_to_be_told(style.bidi, &|name| std::env::var(name).ok());
        // Screen readers say the text as it is written.
        look.reorders = !style.plain && right_to_left(style.bidi) == RightToLeft::Ordered;
        look.pictures = Pictures::from_environment(style.images_by);
        if style.plain { look.in_words() } else { look }
    }
}

/// What is done about right-to-left text in this terminal.
pub fn right_to_left(bidi: Bidi) -> RightToLeft {
    super::bidi::right_to_left(bidi, &|name| std::env::var(name).ok())
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

/// Runs the reader until it is asked to end; the terminal is given back on every way out. A terminal that is gone is such
/// a wish.
pub fn run(start: &Start<'_>) -> io::Result<()> {
    let abilities = Abilities::of(|name| std::env::var(name).ok());
    let wanted = abilities.wanted(&start.style);
    let mut loops = Loop {
        screen: Screen::take(start.style.mouse, wanted.title)?,
        input: Input::listen(start.sender.clone()),
        look: Look::styled(&start.style),
        abilities,
        announcer: Announcer::new(wanted),
    };
    loops.screen.set_explicit(loops.look.is_told)?;
    let (mut state, effects) = (start.state)(screen_size());
    set_time(&mut state, (start.now)(), &loops.look);
    effects.into_iter().for_each(start.perform);
    match loops.run(start, &mut state) {
        Err(error) if is_gone(&error) => {
            // What is still to be kept is kept.
            let effects = update(&mut state, Message::Terminate);
            effects.into_iter().for_each(start.perform);
            Ok(())
        }
        ended => ended,
    }
}

/// The terminal's side of the loop.
struct Loop {
    screen: Screen,
    input: Input,
    /// The colours and the signs.
    look: Look,
    /// All that the terminal understands, be it wanted or not.
    abilities: Abilities,
    announcer: Announcer,
}

impl Loop {
    fn run(&mut self, start: &Start<'_>, state: &mut State) -> io::Result<()> {
        let mut wide = WideRows::default();
        self.look.pictures.start(start.sender.clone());
        loop {
            // Of a key and a change of size in one moment crossterm tells the key alone.
            let size = screen_size();
            if size != state.size && self.happen(start, state, Message::Resize(size))? {
                return Ok(());
            }
            if let Some(wait) = state.wait() {
                (start.perform)(wait);
            }
            self.look.show_theme(state.themes.shown);
            let reading = state.reading.as_ref();
            guard::at_work_on(reading.and_then(|reading| reading.article.link.as_deref()));
            let links = self.screen.links.clone();
            self.screen.terminal.draw(|frame| {
                guard::rehearse("view");
                let linked = view_linked(state, &self.look, frame);
                wide.mark(frame.buffer_mut());
                links.mark(frame.buffer_mut(), &linked);
            })?;
            let mut beside = self.announcer.changes(state, self.look.signs.dot);
            beside.push_str(&self.look.pictures.clear_away(state));
            if !beside.is_empty() {
                Screen::tell(&beside)?;
            }
            let Ok(first) = start.inbox.recv() else {
                return Ok(());
            };
            set_time(state, (start.now)(), &self.look);
            let waiting: Vec<Message> = start.inbox.try_iter().collect();
            for message in std::iter::once(first).chain(waiting) {
                if self.happen(start, state, message)? {
                    return Ok(());
                }
            }
        }
    }

    /// Something happens, and all that follows from it; true where the program is to end.
    fn happen(
        &mut self,
        start: &Start<'_>,
        state: &mut State,
        message: Message,
    ) -> io::Result<bool> {
        let mut effects = VecDeque::from(update(state, message));
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Quit => return Ok(true),
                Effect::EditNote { id, note } => {
                    let paused = self.input.pause();
                    Screen::tell(&self.look.pictures.forget())?;
                    let text = note.as_deref().unwrap_or_default();
                    let edited = self.screen.lend(|| (start.edit)(text))?;
                    self.announcer.forget();
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
                        effects.extend(update(state, message));
                    }
                }
                Effect::Restyle(style) => {
                    Screen::tell(&self.look.pictures.forget())?;
                    self.look = Look::styled(&style);
                    self.look.pictures.start(start.sender.clone());
                    self.screen.set_mouse(style.mouse)?;
                    let wanted = self.abilities.wanted(&style);
                    self.screen.set_title(wanted.title)?;
                    self.announcer.follow(wanted);
                    self.screen.set_explicit(self.look.is_told)?;
                }
                other => {
                    if matches!(other, Effect::Redraw | Effect::Suspend | Effect::TakeAgain) {
                        // A terminal that is gone ends the loop at the next frame.
                        drop(Screen::tell(&self.look.pictures.forget()));
                    }
                    self.perform(other, start.perform);
                }
            }
        }
        Ok(false)
    }

    /// Performs an effect: one of the terminal here, all others elsewhere.
    fn perform(&mut self, effect: Effect, elsewhere: &dyn Fn(Effect)) {
        // A terminal that cannot do something ignores it; one that is gone ends the loop at the next frame.
        match effect {
            Effect::Copy(text) => drop(Screen::copy(&text)),
            Effect::Redraw => drop(self.screen.redraw()),
            Effect::Suspend => {
                drop(self.screen.suspend());
                self.announcer.forget();
            }
            Effect::TakeAgain => {
                drop(self.screen.take_again());
                self.announcer.forget();
            }
            Effect::Notify { title, body } if self.announcer.notify() != NotifyBy::Command => {
                let bytes = notification(self.announcer.notify(), &title, &body);
                drop(Screen::tell(&bytes));
            }
            other => elsewhere(other),
        }
    }
}

/// The time, and how far the reader's zone is from UTC then.
fn set_time(state: &mut State, now: UnixSeconds, look: &Look) {
    let moment = jiff::Timestamp::from_second(now).unwrap_or_default();
    state.now = now;
    state.utc_offset = look.zone.to_offset(moment).seconds();
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
