//! Keys, mouse and resizes of the terminal, as messages. A thread of its own waits for them.

use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{self, Event, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};

use crate::app::{Key, KeyCode, Message, Size};

/// How long to wait for the thread to leave the terminal alone.
const PATIENCE: Duration = Duration::from_secs(1);
/// Two clicks on a cell within this time are one that is meant twice.
const DOUBLE: Duration = Duration::from_millis(400);

/// A handle on the thread that waits for what is typed.
#[derive(Default)]
pub struct Input {
    gate: Arc<Gate>,
}

/// Where the thread rests while another program has the terminal.
#[derive(Default)]
struct Gate {
    state: Mutex<Rest>,
    changed: Condvar,
}

#[derive(Default)]
struct Rest {
    asked: bool,
    resting: bool,
}

impl Input {
    /// Sends what is typed for as long as there is somebody to read it. A terminal that is gone ends the program.
    pub fn listen(sender: SyncSender<Message>) -> Self {
        let input = Self::default();
        let gate = Arc::clone(&input.gate);
        thread::spawn(move || {
            let mut clicks = Clicks::default();
            loop {
                let Ok(event) = event::read() else {
                    let _ = sender.send(Message::Terminate);
                    return;
                };
                if let Some(message) =
                    message(event).map(|message| clicks.count(message, Instant::now()))
                    && sender.send(message).is_err()
                {
                    return;
                }
                gate.rest();
            }
        });
        input
    }

    /// Leaves what is typed to another program until the guard is dropped.
    pub fn pause(&self) -> Paused<'_> {
        let mut rest = self.gate.lock();
        rest.asked = true;
        // The thread waits for the terminal, and a change of its size wakes it.
        #[cfg(unix)]
        let _ = rustix::process::kill_process(
            rustix::process::getpid(),
            rustix::process::Signal::WINCH,
        );
        // Where it does not come, the two programs share what is typed; there is nothing better to be done.
        let changed = &self.gate.changed;
        drop(changed.wait_timeout_while(rest, PATIENCE, |rest| !rest.resting));
        Paused(&self.gate)
    }
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, Rest> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits here for as long as another program has the terminal.
    fn rest(&self) {
        let mut rest = self.lock();
        while rest.asked {
            rest.resting = true;
            self.changed.notify_all();
            rest = self
                .changed
                .wait(rest)
                .unwrap_or_else(PoisonError::into_inner);
        }
        rest.resting = false;
    }
}

/// While it is there, nothing that is typed is read.
pub struct Paused<'a>(&'a Gate);

impl Drop for Paused<'_> {
    fn drop(&mut self) {
        self.0.lock().asked = false;
        self.0.changed.notify_all();
    }
}

/// The last click: terminals do not say that one is the second of two.
#[derive(Debug, Default)]
struct Clicks(Option<((u16, u16), Instant)>);

impl Clicks {
    /// The message, or that of a double click in its place.
    fn count(&mut self, message: Message, now: Instant) -> Message {
        let Message::Click { column, row } = message else {
            return message;
        };
        let cell = (column, row);
        let before = self.0.take();
        if before.is_some_and(|(at, then)| at == cell && now.duration_since(then) <= DOUBLE) {
            return Message::DoubleClick { column, row };
        }
        self.0 = Some((cell, now));
        message
    }
}

/// What an event of the terminal means; `None` where it means nothing here.
fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => {
            let code = code(key.code)?;
            Some(Message::Key(Key {
                code,
                ctrl: key.modifiers.contains(KeyModifiers::CONTROL),
                alt: key.modifiers.contains(KeyModifiers::ALT),
            }))
        }
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Resize(columns, rows) => Some(Message::Resize(Size {
            columns: columns.max(1),
            rows: rows.max(1),
        })),
        Event::Mouse(mouse) => {
            let (column, row) = (mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Some(Message::Click { column, row }),
                MouseEventKind::Up(MouseButton::Left) => Some(Message::Release),
                MouseEventKind::Drag(MouseButton::Left) => Some(Message::Drag { column, row }),
                MouseEventKind::ScrollUp => Some(Message::Wheel {
                    up: true,
                    column,
                    row,
                }),
                MouseEventKind::ScrollDown => Some(Message::Wheel {
                    up: false,
                    column,
                    row,
                }),
                _ => None,
            }
        }
        _ => None,
    }
}

fn code(code: event::KeyCode) -> Option<KeyCode> {
    use event::KeyCode as From;
    Some(match code {
        From::Char(c) => KeyCode::Char(c),
        From::Enter => KeyCode::Enter,
        From::Esc => KeyCode::Esc,
        From::Tab => KeyCode::Tab,
        From::BackTab => KeyCode::BackTab,
        From::Backspace => KeyCode::Backspace,
        From::Delete => KeyCode::Delete,
        From::Up => KeyCode::Up,
        From::Down => KeyCode::Down,
        From::Left => KeyCode::Left,
        From::Right => KeyCode::Right,
        From::PageUp => KeyCode::PageUp,
        From::PageDown => KeyCode::PageDown,
        From::Home => KeyCode::Home,
        From::End => KeyCode::End,
        From::F(n) => KeyCode::F(n),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyEvent, KeyEventState};

    use super::*;

    fn press(code: event::KeyCode, modifiers: KeyModifiers, kind: KeyEventKind) -> Option<String> {
        let event = Event::Key(KeyEvent {
            code,
            modifiers,
            kind,
            state: KeyEventState::NONE,
        });
        match message(event)? {
            Message::Key(key) => Some(key.to_string()),
            _ => None,
        }
    }

    #[test]
    fn two_clicks_on_a_cell_are_a_double_click_and_a_third_begins_anew() {
        let mut clicks = Clicks::default();
        let start = Instant::now();
        let mut at = |millis, column| {
            let click = Message::Click { column, row: 1 };
            let message = clicks.count(click, start + Duration::from_millis(millis));
            matches!(message, Message::DoubleClick { .. })
        };
        assert!(!at(0, 5) && at(200, 5) && !at(300, 5));
        assert!(!at(400, 6), "another cell");
        assert!(!at(1000, 6), "too late");
    }

    #[test]
    fn a_press_is_a_key_and_a_release_is_none() {
        let none = KeyModifiers::NONE;
        assert_eq!(
            press(
                event::KeyCode::Char('G'),
                KeyModifiers::SHIFT,
                KeyEventKind::Press
            )
            .unwrap(),
            "G"
        );
        assert_eq!(
            press(
                event::KeyCode::Char('d'),
                KeyModifiers::CONTROL,
                KeyEventKind::Press
            )
            .unwrap(),
            "<c-d>"
        );
        assert_eq!(
            press(
                event::KeyCode::BackTab,
                KeyModifiers::SHIFT,
                KeyEventKind::Press
            )
            .unwrap(),
            "<s-tab>"
        );
        assert_eq!(
            press(event::KeyCode::Char('j'), none, KeyEventKind::Repeat).unwrap(),
            "j"
        );
        assert_eq!(
            press(event::KeyCode::Char('j'), none, KeyEventKind::Release),
            None
        );
    }
}
