//! The terminal, taken and given back: whatever happens, it is left as it was found.

use std::io::{self, Stdout, Write as _, stdout};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};

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

use super::announce::{NO_PROGRESS, POP_TITLE, PUSH_TITLE, SHOWS_PROGRESS};
use super::bidi::{EXPLICIT, IMPLICIT};
use super::hyperlinks::{Hyperlinks, LinkBackend};
use super::pictures::delete_all;
use crate::app::Size;

/// The terminal's modes are changed at this moment.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Its title was put aside, to be brought back.
static TITLE: AtomicBool = AtomicBool::new(false);
/// It was told to leave the order of right-to-left text alone.
static EXPLICIT_ORDER: AtomicBool = AtomicBool::new(false);
/// It shows progress, which must not stay.
static PROGRESS: AtomicBool = AtomicBool::new(false);

/// The terminal while the program has it. Dropping it gives it back.
pub struct Screen {
    /// What is drawn on. Its own end would show the cursor once more, and complain where the terminal is gone.
    pub terminal: ManuallyDrop<Terminal<LinkBackend<Stdout>>>,
    /// The hyperlinks of what is drawn.
    pub links: Hyperlinks,
    taken: Taken,
}

impl Screen {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste and, if wanted, the mouse and the title.
    pub fn take(mouse: bool, title: bool) -> io::Result<Self> {
        // An error on the way gives back what was already taken: the guard is dropped by `?`.
        let taken = Taken {
            mouse,
            title,
            explicit: false,
        };
        taken.set_modes()?;
        let links = Hyperlinks::default();
        let terminal = Terminal::new(LinkBackend::new(stdout(), links.clone()))?;
        Ok(Self {
            terminal: ManuallyDrop::new(terminal),
            links,
            taken,
        })
    }

    /// Takes the mouse, or gives it back.
    pub fn set_mouse(&mut self, mouse: bool) -> io::Result<()> {
        match (self.taken.mouse, mouse) {
            (false, true) => execute!(stdout(), EnableMouseCapture)?,
            (true, false) => execute!(stdout(), DisableMouseCapture)?,
            _ => {}
        }
        self.taken.mouse = mouse;
        Ok(())
    }

    /// Puts the terminal's title aside, or brings it back.
    pub fn set_title(&mut self, title: bool) -> io::Result<()> {
        match (self.taken.title, title) {
            (false, true) => put_title_aside()?,
            (true, false) if TITLE.swap(false, Ordering::SeqCst) => Self::tell(POP_TITLE)?,
            _ => {}
        }
        self.taken.title = title;
        Ok(())
    }

    /// Tells the terminal to leave the order of right-to-left text to this program, or not any more.
    pub fn set_explicit(&mut self, explicit: bool) -> io::Result<()> {
        self.taken.explicit = explicit;
        match (EXPLICIT_ORDER.swap(explicit, Ordering::SeqCst), explicit) {
            (false, true) => Self::tell(EXPLICIT),
            (true, false) => Self::tell(IMPLICIT),
            _ => Ok(()),
        }
    }

    /// Gives the terminal back and stops, as a shell's job does; goes on where it was when the shell says so.
    pub fn suspend(&mut self) -> io::Result<()> {
        #[cfg(unix)]
        if has_job_control() {
            give_back();
            // Not TSTP, which is listened for: that would come back as the wish to stop.
            rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?;
            self.take_again()?;
        }
        Ok(())
    }

    /// Takes the terminal again after the program was stopped from outside.
    pub fn take_again(&mut self) -> io::Result<()> {
        self.taken.set_modes()?;
        self.redraw()
    }

    /// Writes what is no part of the screen: a title, a notification.
    pub fn tell(bytes: &str) -> io::Result<()> {
        if bytes.contains(SHOWS_PROGRESS) {
            PROGRESS.store(true, Ordering::SeqCst);
        }
        let mut out = stdout();
        out.write_all(bytes.as_bytes())?;
        out.flush()
    }

    /// Gives the terminal to another program for as long as that runs.
    pub fn lend<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let result = run();
        self.take_again()?;
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
    title: bool,
    explicit: bool,
}

impl Taken {
    fn set_modes(&self) -> io::Result<()> {
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide)?;
        if self.mouse {
            execute!(stdout(), EnableMouseCapture)?;
        }
        if self.explicit && !EXPLICIT_ORDER.swap(true, Ordering::SeqCst) {
            Screen::tell(EXPLICIT)?;
        }
        if self.title {
            put_title_aside()?;
        }
        Ok(())
    }
}

/// Has the terminal keep its title, once.
fn put_title_aside() -> io::Result<()> {
    if TITLE.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    Screen::tell(PUSH_TITLE)
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back();
    }
}

/// Undoes every mode; does nothing where nothing is taken. Errors are of no use here: the terminal may be gone.
pub fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = stdout().write_all(delete_all().as_bytes());
        if PROGRESS.swap(false, Ordering::SeqCst) {
            let _ = stdout().write_all(NO_PROGRESS.as_bytes());
        }
        if EXPLICIT_ORDER.swap(false, Ordering::SeqCst) {
            let _ = stdout().write_all(IMPLICIT.as_bytes());
        }
        if TITLE.swap(false, Ordering::SeqCst) {
            let _ = stdout().write_all(POP_TITLE.as_bytes());
        }
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

/// Whether somebody is there to go on with a program that stops: a parent in the same session and another group, as a
/// shell with job control is. In a terminal of its own the reader would stop for ever. A session or a group that is not
/// of this container has the number 0, which rustix takes for none.
#[cfg(unix)]
fn has_job_control() -> bool {
    use nix::unistd::{getpgid, getppid, getsid};
    let parent = Some(getppid());
    let same = |one: nix::Result<_>, other: nix::Result<_>| one.is_ok() && one == other;
    same(getsid(parent), getsid(None)) && !same(getpgid(parent), getpgid(None))
}

/// Whether an error means that the terminal is gone: closed, or its connection lost.
pub fn is_gone(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let gone = [Errno::IO, Errno::PIPE, Errno::NXIO, Errno::BADF];
    let kind = Errno::from_io_error(error);
    kind.is_some_and(|kind| gone.contains(&kind)) || error.kind() == io::ErrorKind::BrokenPipe
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
