//! Feeds from within: what lies over the panes while one is added, changed or chosen, what its keys do, and what is wrong
//! with the configuration.

mod adding;
mod choosing;
mod fault;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::fit::{width, write};
use super::view::Look;
use crate::app::{Action, Area, Ask, State, Step, Subscribing};

/// Draws what of it is open; `screen` is what lies above the status line.
pub(super) fn draw(state: &State, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let subscribing = &state.subscribing;
    // A line that is being typed takes one row more.
    let typing = u16::from(state.prompt.is_some());
    let screen = Rect {
        height: screen.height.saturating_sub(typing).max(1),
        ..screen
    };
    if let Some(fault) = subscribing
        .fault
        .as_ref()
        .filter(|_| !subscribing.is_open())
    {
        fault::draw(state, fault, look, buffer, screen);
    }
    if let Some(offer) = &subscribing.offer {
        choosing::offer(offer, look, buffer, screen);
    }
    if let Some(menu) = &subscribing.menu {
        choosing::menu(menu, look, buffer, screen);
    }
    if let Some(adding) = &subscribing.adding {
        adding::draw(adding, state, look, buffer, screen);
    }
    if let Some(import) = &subscribing.import {
        choosing::import(import, look, buffer, screen);
    }
}

/// What the keys do while something of it is open.
pub(super) fn hints(
    subscribing: &Subscribing,
) -> Option<&'static [(&'static [Action], &'static str)]> {
    use Action as A;
    if let Some(import) = &subscribing.import {
        return Some(if import.list.is_some() {
            &[
                (&[A::Open], "add them"),
                (&[A::Down, A::Up], "look"),
                (&[A::Escape], "leave it"),
            ]
        } else {
            &[(&[A::Escape], "leave it")]
        });
    }
    if let Some(adding) = &subscribing.adding {
        return Some(match &adding.step {
            Step::Asking(_) => &[(&[A::Escape], "give up")],
            Step::Several { .. } => &[
                (&[A::Down, A::Up], "choose"),
                (&[A::Open], "look at it"),
                (&[A::Escape], "leave it"),
            ],
            Step::Preview(..) => &[
                (&[A::Open], "add it"),
                (&[A::Down, A::Up], "look"),
                (&[A::Escape], "leave it"),
            ],
            Step::Failed(refusal) if refusal.may_add => &[
                (&[A::Open], "add it all the same"),
                (&[A::AddFeed], "another address"),
                (&[A::Escape], "leave it"),
            ],
            Step::Failed(_) => &[(&[A::Open], "another address"), (&[A::Escape], "leave it")],
        });
    }
    if let Some(menu) = &subscribing.menu {
        return Some(if menu.options {
            &[
                (&[A::Down, A::Up], "choose"),
                (&[A::Open], "change"),
                (&[A::Escape], "back"),
            ]
        } else {
            &[
                (&[A::Down, A::Up], "choose"),
                (&[A::Open], "do it"),
                (&[A::Escape], "close"),
            ]
        });
    }
    subscribing.offer.as_ref().map(|_| {
        let hints: &[(&[A], &str)] = &[
            (&[A::Flow], "choose"),
            (&[A::Open], "take them"),
            (&[A::Down, A::Up], "move"),
            (&[A::Escape], "not now"),
        ];
        hints
    })
}

/// What stands before a line that is being typed.
pub(super) fn sign(ask: Ask) -> &'static str {
    match ask {
        Ask::Address => "feed or site: ",
        Ask::Folder | Ask::Move => "folder: ",
        Ask::Name | Ask::Rename | Ask::RenameFolder => "name: ",
        Ask::Option(_) => "value: ",
        Ask::Import => "import: ",
        Ask::Export => "export to: ",
    }
}

/// What the keys do while it is typed.
pub(super) fn keys(ask: Ask) -> &'static [(&'static str, &'static str)] {
    match ask {
        Ask::Address => &[("enter", "look at it"), ("esc", "leave it")],
        Ask::Folder | Ask::Move => &[
            ("enter", "into it"),
            ("tab", "the folders"),
            ("c-u", "none"),
            ("esc", "leave it"),
        ],
        Ask::Name | Ask::Rename => &[
            ("enter", "call it so"),
            ("c-u", "as it calls itself"),
            ("esc", "leave it"),
        ],
        Ask::RenameFolder => &[("enter", "call it so"), ("esc", "leave it")],
        Ask::Option(_) => &[("enter", "keep"), ("c-u", "the usual"), ("esc", "leave it")],
        Ask::Import => &[
            ("enter", "read it"),
            ("tab", "complete"),
            ("esc", "leave it"),
        ],
        Ask::Export => &[
            ("enter", "write it"),
            ("tab", "complete"),
            ("esc", "leave it"),
        ],
    }
}

/// Lines to be drawn one below the other.
struct Sheet<'a> {
    look: &'a Look,
    buffer: &'a mut Buffer,
    area: Area,
    line: u16,
}

impl Sheet<'_> {
    /// Another line: pieces from the left, and something at the right end, which goes first where there is no room.
    fn line(&mut self, pieces: &[(&str, Style)], right: (&str, Style)) {
        if self.line >= self.area.height {
            return;
        }
        let y = self.area.y + self.line;
        let whole: u16 = pieces.iter().map(|(text, _)| width(text)).sum();
        let most = self
            .area
            .width
            .saturating_sub(whole.min(self.area.width / 2) + 2);
        let cells = width(right.0).min(most);
        let room = self.area.width - if cells > 0 { cells + 2 } else { 0 };
        write(self.buffer, (self.area.x, y), room, self.look, pieces);
        if cells > 0 {
            let x = self.area.x + self.area.width - cells;
            write(self.buffer, (x, y), cells, self.look, &[right]);
        }
        self.line += 1;
    }

    fn plain(&mut self, text: &str, style: Style) {
        self.line(&[(text, style)], ("", style));
    }

    fn gap(&mut self) {
        self.line += 1;
    }

    /// Lays a style over the line that comes next.
    fn tint(&mut self, style: Style) {
        if self.line < self.area.height {
            let line = Rect::new(self.area.x, self.area.y + self.line, self.area.width, 1);
            self.buffer.set_style(line, style);
        }
    }

    fn left(&self) -> u16 {
        self.area.height.saturating_sub(self.line)
    }
}
