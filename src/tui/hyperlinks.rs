//! Hyperlinks of the terminal (OSC 8): around the cells of links while these are written, and nowhere else. The cells
//! themselves hold the text alone, so that neither widths nor the comparison of frames know of it.
//!
//! <https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::{Position, Size};
use url::Url;

use super::pictures::is_picture;

/// No longer address is written, in bytes; VTE and iTerm2 take 2083.
const LONGEST: usize = 2000;

/// Cells of one line that lead to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The first cell.
    pub at: (u16, u16),
    /// How many.
    pub width: u16,
    /// The address.
    pub url: String,
    /// What the parts of a link that is broken over lines have in common.
    pub id: String,
}

/// The links of a frame: for each cell of the screen, by its place in `targets`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Map {
    columns: u16,
    cells: Vec<Option<u16>>,
    /// Parameters and address, as they are written.
    targets: Vec<String>,
}

impl Map {
    fn of(linked: &[Linked], buffer: &Buffer) -> Self {
        if linked.is_empty() {
            return Self::default();
        }
        let area = buffer.area;
        let mut map = Self {
            columns: area.width,
            cells: vec![None; usize::from(area.width) * usize::from(area.height)],
            targets: Vec::new(),
        };
        for part in linked {
            let Some(url) = safe(&part.url) else { continue };
            let target = format!("id={};{url}", part.id);
            let known = map.targets.iter().rposition(|known| *known == target);
            let number = known.unwrap_or_else(|| {
                map.targets.push(target);
                map.targets.len() - 1
            });
            let (x, y) = part.at;
            for x in x..x.saturating_add(part.width).min(area.width) {
                let at = usize::from(y) * usize::from(area.width) + usize::from(x);
                if let Some(cell) = map.cells.get_mut(at) {
                    *cell = u16::try_from(number).ok();
                }
            }
        }
        map
    }

    fn target(&self, x: u16, y: u16) -> Option<&str> {
        if x >= self.columns {
            return None;
        }
        let at = usize::from(y) * usize::from(self.columns) + usize::from(x);
        let number = (*self.cells.get(at)?)?;
        self.targets.get(usize::from(number)).map(String::as_str)
    }
}

/// The links of the frame that is drawn, shared by the loop and by the backend.
#[derive(Debug, Clone, Default)]
pub struct Hyperlinks(Rc<RefCell<Map>>);

impl Hyperlinks {
    /// Takes the links of a drawn frame. Cells that lead elsewhere than in the frame before are written anew, even where
    /// they look the same.
    pub fn mark(&self, buffer: &mut Buffer, linked: &[Linked]) {
        let map = Map::of(linked, buffer);
        let mut before = self.0.borrow_mut();
        if *before == map {
            return;
        }
        let area = buffer.area;
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if before.target(x, y) != map.target(x, y) && !is_picture(&buffer[(x, y)]) {
                    buffer[(x, y)].set_diff_option(CellDiffOption::AlwaysUpdate);
                }
            }
        }
        *before = map;
    }
}

/// The address as it may be written to a terminal: of the web or of mail, visible ASCII alone, not too long.
fn safe(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let is_allowed = matches!(url.scheme(), "http" | "https" | "mailto");
    let text = String::from(url);
    let is_visible = text.bytes().all(|byte| (b'!'..=b'~').contains(&byte));
    (is_allowed && is_visible && text.len() <= LONGEST).then_some(text)
}

/// A backend that writes hyperlinks around the cells of links.
#[derive(Debug)]
pub struct LinkBackend<W: Write> {
    inner: CrosstermBackend<W>,
    links: Hyperlinks,
}

impl<W: Write> LinkBackend<W> {
    /// Writes to `writer`; the loop gives the links of each frame to `links`.
    pub fn new(writer: W, links: Hyperlinks) -> Self {
        Self {
            inner: CrosstermBackend::new(writer),
            links,
        }
    }
}

impl<W: Write> Backend for LinkBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let map = Rc::clone(&self.links.0);
        let map = map.borrow();
        if map.targets.is_empty() {
            return self.inner.draw(content);
        }
        let mut content = content.peekable();
        while let Some((x, y, _)) = content.peek() {
            let target = map.target(*x, *y);
            let same = |(x, y, _): &(u16, u16, &Cell)| map.target(*x, *y) == target;
            let run = std::iter::from_fn(|| content.next_if(same));
            let Some(target) = target else {
                self.inner.draw(run)?;
                continue;
            };
            write!(self.inner, "\x1b]8;{target}\x1b\\")?;
            let drawn = self.inner.draw(run);
            // Whatever happened, nothing that follows is part of the link.
            write!(self.inner, "\x1b]8;;\x1b\\")?;
            drawn?;
        }
        Ok(())
    }

    fn append_lines(&mut self, n: u16) -> io::Result<()> {
        self.inner.append_lines(n)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}

/// Values of `TERM` that stand for terminals with hyperlinks.
const TERMS: [&str; 9] = [
    "xterm-kitty",
    "foot",
    "foot-extra",
    "foot-direct",
    "alacritty",
    "alacritty-direct",
    "wezterm",
    "xterm-ghostty",
    "contour",
];
/// And of `TERM_PROGRAM`.
const PROGRAMS: [&str; 9] = [
    "iTerm.app",
    "WezTerm",
    "ghostty",
    "vscode",
    "Hyper",
    "Tabby",
    "rio",
    "mintty",
    "WarpTerminal",
];

/// Whether the terminal that the environment describes is known to have hyperlinks. In doubt it has none: some print
/// what they do not know.
pub fn has_hyperlinks(variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let term = variable("TERM").unwrap_or_default();
    let program = variable("TERM_PROGRAM").unwrap_or_default();
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    let number = |name| variable(name).and_then(|value| value.parse::<u32>().ok());
    let none = ["", "dumb", "linux", "cons25", "emacs", "eterm"];
    if none.contains(&term.as_str()) || term.starts_with("vt") {
        return false;
    }
    if is_set("TMUX") || program == "tmux" {
        // It has them since 3.4, and drops them before.
        return program == "tmux"
            && version(&variable("TERM_PROGRAM_VERSION").unwrap_or_default()) >= (3, 4);
    }
    // GNU screen.
    if is_set("STY") || term.starts_with("screen") {
        return false;
    }
    TERMS.contains(&term.as_str())
        || PROGRAMS.contains(&program.as_str())
        || is_set("WT_SESSION")
        || is_set("DOMTERM")
        || is_set("KITTY_WINDOW_ID")
        // GNOME Terminal and all others of VTE, since 0.50.1; 0.50.0 crashed.
        || number("VTE_VERSION").is_some_and(|version| version > 5000)
        // Konsole, since 20.12.
        || number("KONSOLE_VERSION").is_some_and(|version| version >= 201_200)
}

/// The first two numbers of a version: "3.4a" is 3 and 4.
fn version(text: &str) -> (u32, u32) {
    let mut numbers = text.split('.').map(|part| {
        let end = part.find(|c: char| !c.is_ascii_digit());
        part[..end.unwrap_or(part.len())].parse().unwrap_or(0)
    });
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

#[cfg(test)]
mod tests;
