//! Keys, mouse and resizes of the terminal, as messages. A thread of its own waits for them.

use std::sync::mpsc::SyncSender;
use std::thread;

use crossterm::event::{self, Event, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};

use crate::app::{Key, KeyCode, Message, Size};

/// Sends what is typed for as long as there is somebody to read it. A terminal that is gone ends the program.
pub fn listen(sender: SyncSender<Message>) {
    thread::spawn(move || {
        loop {
            let Ok(event) = event::read() else {
                let _ = sender.send(Message::Terminate);
                return;
            };
            if let Some(message) = message(event)
                && sender.send(message).is_err()
            {
                return;
            }
        }
    });
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
