//! The terminal, taken and given back: whatever happens, it is left as it was found.

use std::io::{self, Stdout, Write as _, stdout};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, size,
};
use ratatui::Terminal;
use ratatui::backend::{Backend as _, ClearType};

use super::hyperlinks::{Hyperlinks, LinkBackend};
use crate::app::Size;

/// The terminal's modes are changed at this moment.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while the program has it. Dropping it gives it back.
pub struct Screen {
    /// What is drawn on.
    pub terminal: Terminal<LinkBackend<Stdout>>,
    /// The hyperlinks of what is drawn.
    pub links: Hyperlinks,
    taken: Taken,
}

impl Screen {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste and, if wanted, the mouse.
    pub fn take(mouse: bool) -> io::Result<Self> {
        restore_on_panic();
        // An error on the way gives back what was already taken: the guard is dropped by `?`.
        let taken = Taken { mouse };
        taken.set_modes()?;
        let links = Hyperlinks::default();
        let terminal = Terminal::new(LinkBackend::new(stdout(), links.clone()))?;
        Ok(Self {
            terminal,
            links,
            taken,
        })
    }

    /// Gives the terminal back and stops, as a shell's job does; goes on where it was when the shell says so.
    pub fn suspend(&mut self) -> io::Result<()> {
        #[cfg(unix)]
        {
            give_back();
            rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
            self.taken.set_modes()?;
            self.redraw()?;
        }
        Ok(())
    }

    /// Gives the terminal to another program for as long as that runs.
    pub fn lend<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let result = run();
        self.taken.set_modes()?;
        self.redraw()?;
        Ok(result)
    }

    /// Empties the screen, so that the next frame is drawn whole. (`Terminal::clear` would ask the terminal where its
    /// cursor is, and wait for an answer that may never come.)
    pub fn redraw(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().clear_region(ClearType::All)?;
        // Swapping empties the buffer of the last frame, which the next one is compared with.
        self.terminal.swap_buffers();
        Ok(())
    }

    /// Puts a text on the clipboard of the terminal, which may be on another machine (OSC 52).
    pub fn copy(text: &str) -> io::Result<()> {
        execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
    }
}

/// The modes that were changed; dropping it undoes them.
struct Taken {
    mouse: bool,
}

impl Taken {
    fn set_modes(&self) -> io::Result<()> {
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide)?;
        if self.mouse {
            execute!(stdout(), EnableMouseCapture)?;
        }
        Ok(())
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back();
    }
}

/// Undoes every mode; does nothing where nothing is taken. Errors are of no use here: the terminal may be gone.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(
            stdout(),
            DisableMouseCapture,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            Show
        );
        let _ = disable_raw_mode();
        let _ = stdout().flush();
    }
}

/// A panic of the main thread gives the terminal back before it is reported. One of a worker is caught by its
/// owner, and its report must not be written over the screen.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let main = thread::current().id();
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().id() == main {
                give_back();
                report(info);
            } else if TAKEN.load(Ordering::SeqCst) {
                tracing::error!("a worker panicked: {info}");
            } else {
                report(info);
            }
        }));
    });
}

/// The terminal's columns and rows, where it says them.
pub fn terminal_size() -> Option<(u16, u16)> {
    size().ok()
}

/// The terminal's size; 80 by 24 where it does not say.
pub fn screen_size() -> Size {
    let (columns, rows) = size().unwrap_or((80, 24));
    Size {
        columns: columns.max(1),
        rows: rows.max(1),
    }
}
