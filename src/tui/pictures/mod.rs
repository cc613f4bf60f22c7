//! Pictures on the screen: their cells are kept free while the panes are drawn, and filled where nothing lies over them.
//! What a protocol makes of a picture is made on a thread of its own; until then its room is blank.

mod protocol;

use std::collections::HashMap;
use std::fmt;
use std::sync::mpsc::{Sender, SyncSender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::widgets::Widget as _;
use ratatui_image::sliced::{SignedPosition, SlicedImage, SlicedProtocol};

use super::theme::{Colours, nearest};
use crate::app::{Fit, Message, Pixels, Placed, State, text_column};
use crate::config::ImagesBy;
use crate::guard::guarded;
use protocol::{Protocol, encode};

pub use protocol::{delete_all, shows_pictures};

/// Pictures that are kept ready for the terminal.
const READY: usize = 24;

/// The same picture in the same cells.
type Key = (u64, Fit);

/// The pictures of the screen; clones share them.
#[derive(Clone)]
pub struct Pictures {
    protocol: Protocol,
    ready: Arc<Mutex<Ready>>,
    /// To the thread; without one, pictures are made at once.
    jobs: Option<Sender<(Key, Arc<Pixels>)>>,
}

#[derive(Default)]
struct Ready {
    /// `None` while it is being made, and where it cannot be.
    made: HashMap<Key, Option<SlicedProtocol>>,
    /// In the order in which they were made.
    order: Vec<Key>,
}

impl fmt::Debug for Pictures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pictures({:?})", self.protocol)
    }
}

impl Default for Pictures {
    /// Half-blocks, made at once.
    fn default() -> Self {
        Self::new(Protocol::Blocks)
    }
}

impl Pictures {
    fn new(protocol: Protocol) -> Self {
        Self {
            protocol,
            ready: Arc::default(),
            jobs: None,
        }
    }

    /// For the terminal that the environment describes. Asks it nothing.
    pub fn from_environment(by: ImagesBy) -> Self {
        Self::new(Protocol::from_environment(by))
    }

    /// Makes pictures on a thread from now on, which says when one is ready. It ends with the last clone.
    pub(super) fn start(&mut self, sender: SyncSender<Message>) {
        let (jobs, inbox) = channel::<(Key, Arc<Pixels>)>();
        let (protocol, ready) = (self.protocol, Arc::clone(&self.ready));
        let work = move || {
            for (key, pixels) in inbox {
                make(protocol, &ready, key, &pixels);
                if sender.send(Message::PictureReady).is_err() {
                    return;
                }
            }
        };
        if thread::Builder::new()
            .name("pictures".into())
            .spawn(work)
            .is_ok()
        {
            self.jobs = Some(jobs);
        }
    }

    /// The screen was emptied, or another program had it: everything is given to the terminal anew. Returns what takes
    /// the pictures that it holds from it.
    #[must_use]
    pub(super) fn forget(&self) -> String {
        *self.lock() = Ready::default();
        delete_all()
    }

    /// The same where no article shows any; empty where there is nothing to be done.
    #[must_use]
    pub(super) fn clear_away(&self, state: &State) -> String {
        let reading = state.reading.as_ref();
        let is_used = reading.is_some_and(|reading| !reading.pictures.is_empty());
        if is_used || self.lock().order.is_empty() {
            return String::new();
        }
        self.forget()
    }

    fn lock(&self) -> MutexGuard<'_, Ready> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sees to it that a picture is there or will be.
    fn want(&self, key: Key, pixels: &Arc<Pixels>) {
        if self.lock().made.contains_key(&key) {
            return;
        }
        self.lock().made.insert(key, None);
        match &self.jobs {
            Some(jobs) => drop(jobs.send((key, Arc::clone(pixels)))),
            None => make(self.protocol, &self.ready, key, pixels),
        }
    }

    /// Fills the cells that were kept free, where they still are.
    pub(super) fn draw(&self, state: &State, colours: Colours, buffer: &mut Buffer) {
        for (placed, room) in rooms(state) {
            let seen = room.intersection(buffer.area);
            let key = (placed.ticket, placed.fit);
            self.want(key, placed.pixels);
            let is_whole = seen.positions().all(|at| is_free(&buffer[at]));
            let ready = self.lock();
            let made = ready.made.get(&key).and_then(Option::as_ref);
            let mut drawn = Buffer::empty(seen);
            if let Some(made) = made.filter(|_| is_whole || self.protocol == Protocol::Blocks) {
                let above = placed.line.min(0);
                let at = SignedPosition::from((0, above as i16));
                SlicedImage::new(made, at).render(seen, &mut drawn);
            }
            for at in seen.positions() {
                if !is_free(&buffer[at]) {
                    continue;
                }
                let paper = buffer[at].clone();
                let cell = &mut buffer[at];
                cell.set_diff_option(CellDiffOption::None);
                let new = &drawn[at];
                if *new == Cell::EMPTY {
                    continue;
                }
                *cell = new.clone();
                if self.protocol == Protocol::Blocks {
                    cell.fg = brought_down(cell.fg, colours);
                    cell.bg = brought_down(cell.bg, colours);
                } else {
                    cell.bg = paper.bg;
                }
            }
        }
    }
}

/// Makes of a picture what the terminal is given; nothing where that fails.
fn make(protocol: Protocol, ready: &Mutex<Ready>, key: Key, pixels: &Pixels) {
    let made = guarded(|| encode(protocol, pixels, key.1)).ok().flatten();
    let mut ready = ready.lock().unwrap_or_else(PoisonError::into_inner);
    if ready.order.len() >= READY {
        let oldest = ready.order.remove(0);
        ready.made.remove(&oldest);
    }
    ready.order.push(key);
    ready.made.insert(key, made);
}

fn brought_down(colour: Color, colours: Colours) -> Color {
    match colour {
        Color::Rgb(r, g, b) if colours != Colours::True => {
            nearest(u32::from_be_bytes([0, r, g, b]))
        }
        colour => colour,
    }
}

/// The pictures in view, and the part of the screen that each takes.
fn rooms(state: &State) -> Vec<(Placed<'_>, Rect)> {
    let (Some(reading), Some(area)) = (&state.reading, state.panes().reading) else {
        return Vec::new();
    };
    let content = area.content();
    let (left, width) = text_column(content, state.settings.measure);
    let room = |placed: &Placed<'_>| {
        let top = placed.line.max(0);
        let bottom =
            (placed.line + isize::from(placed.fit.rows as i16)).min(content.height as isize);
        Rect {
            x: left + placed.column,
            y: content.y + top as u16,
            width: placed.fit.columns.min(width.saturating_sub(placed.column)),
            height: (bottom - top).max(0) as u16,
        }
    };
    let placed = reading.placed(usize::from(content.height)).into_iter();
    let rooms = placed.map(|placed| {
        let room = room(&placed);
        (placed, room)
    });
    rooms.filter(|(_, room)| !room.is_empty()).collect()
}

/// Keeps the cells of the pictures in view free; what is drawn over one after that takes it away.
pub(super) fn reserve(state: &State, buffer: &mut Buffer) {
    for (_, room) in rooms(state) {
        for at in room.intersection(buffer.area).positions() {
            buffer[at].set_diff_option(CellDiffOption::Skip);
        }
    }
}

/// Kept free, and nothing was drawn over it.
fn is_free(cell: &Cell) -> bool {
    cell.diff_option == CellDiffOption::Skip && cell.symbol() == " "
}

/// Part of a picture that the terminal draws: nobody else may write there.
pub(super) fn is_picture(cell: &Cell) -> bool {
    matches!(
        cell.diff_option,
        CellDiffOption::Skip | CellDiffOption::ForcedWidth(_)
    )
}

#[cfg(test)]
mod tests;
