//! What a terminal is given of a picture: by which protocol, told from the environment alone, and the bytes themselves.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use image::imageops::FilterType;
use image::{DynamicImage, RgbImage};
use ratatui::layout::Size;
use ratatui_image::picker::{Picker, ProtocolType};
use ratatui_image::protocol::halfblocks::Halfblocks;
use ratatui_image::protocol::iterm2::Iterm2;
use ratatui_image::protocol::kitty::Kitty;
use ratatui_image::sliced::SlicedProtocol;
use ratatui_image::{FontSize, Resize};

use crate::app::{Fit, Pixels};
use crate::config::ImagesBy;

/// Pixels of a cell where the terminal does not say them.
const USUAL_CELL: (u16, u16) = (10, 20);

/// How the terminal is given pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    /// Of kitty, by characters that stand for parts of a picture; a cell's pixels.
    Kitty((u16, u16)),
    /// Sixel.
    Sixel((u16, u16)),
    /// Of iTerm2.
    Iterm2((u16, u16)),
    /// Half-blocks in colour.
    Blocks,
}

impl Protocol {
    pub fn from_environment(by: ImagesBy) -> Self {
        let variable = |name: &str| std::env::var(name).ok();
        Self::choose(by, &variable, cell())
    }

    /// The protocol for a terminal with these variables and cells of this size. Within tmux and screen it is half-blocks,
    /// for what they hand through differs, and by default where the size of a cell in pixels is not known.
    fn choose(
        by: ImagesBy,
        variable: &dyn Fn(&str) -> Option<String>,
        cell: Option<(u16, u16)>,
    ) -> Self {
        let term = variable("TERM").unwrap_or_default();
        let program = variable("TERM_PROGRAM").unwrap_or_default();
        let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
        let multiplexed = is_set("TMUX") || is_set("STY") || program == "tmux";
        if multiplexed || term.starts_with("tmux") || term.starts_with("screen") {
            return Self::Blocks;
        }
        let size = cell.unwrap_or(USUAL_CELL);
        match by {
            ImagesBy::Kitty => return Self::Kitty(size),
            ImagesBy::Sixel => return Self::Sixel(size),
            ImagesBy::Iterm2 => return Self::Iterm2(size),
            ImagesBy::Blocks => return Self::Blocks,
            ImagesBy::Auto if cell.is_none() => return Self::Blocks,
            ImagesBy::Auto => {}
        }
        if ["iTerm.app", "WezTerm", "vscode"].contains(&program.as_str()) {
            // WezTerm has no characters that stand for parts of a picture.
            Self::Iterm2(size)
        } else if is_set("KITTY_WINDOW_ID")
            || ["xterm-kitty", "xterm-ghostty"].contains(&term.as_str())
            || program == "ghostty"
        {
            Self::Kitty(size)
        } else if ["foot", "foot-extra", "foot-direct", "contour", "mlterm"]
            .contains(&term.as_str())
            || is_set("MLTERM")
            || program == "contour"
        {
            Self::Sixel(size)
        } else {
            Self::Blocks
        }
    }
}

/// Whether the terminal can show pictures at all: where it has no colours or no more than ASCII, half-blocks show none.
pub fn shows_pictures(by: ImagesBy, ascii: bool) -> bool {
    let by_blocks = Protocol::from_environment(by) == Protocol::Blocks;
    !(crate::tui::is_colourless() || by_blocks && ascii)
}

/// The pixels of a cell, as the system knows them; the terminal is not asked.
fn cell() -> Option<(u16, u16)> {
    let size = crossterm::terminal::window_size().ok()?;
    let (width, height) = (
        size.width.checked_div(size.columns)?,
        size.height.checked_div(size.rows)?,
    );
    (width >= 4 && height >= 8).then_some((width, height))
}

/// What the terminal is given of a picture in these cells; `None` where nothing can be made of it.
pub(super) fn encode(protocol: Protocol, pixels: &Pixels, fit: Fit) -> Option<SlicedProtocol> {
    let image = RgbImage::from_raw(pixels.width, pixels.height, pixels.rgb.clone())?;
    let image = DynamicImage::ImageRgb8(image);
    let cells = Size::new(fit.columns, fit.rows);
    let within = |(width, height): (u16, u16)| {
        image.resize(
            (u32::from(fit.columns) * u32::from(width)).max(1),
            (u32::from(fit.rows) * u32::from(height)).max(1),
            FilterType::Triangle,
        )
    };
    match protocol {
        Protocol::Blocks => Halfblocks::new(image, cells)
            .ok()
            .map(SlicedProtocol::Halfblocks),
        Protocol::Kitty(cell) => {
            let kitty = Kitty::new(within(cell), cells, new_id(), false, false);
            kitty.ok().map(SlicedProtocol::Kitty)
        }
        Protocol::Iterm2(cell) => {
            let image = within(cell);
            let columns = (image.width().div_ceil(u32::from(cell.0)) as u16).min(fit.columns);
            let rows = (0..image.height()).step_by(usize::from(cell.1));
            let rows = rows.map(|top| {
                let height = u32::from(cell.1).min(image.height() - top);
                let row = image.crop_imm(0, top, image.width(), height);
                let row = Iterm2::new(row, Size::new(columns, 1), false);
                row.map(ratatui_image::protocol::Protocol::ITerm2)
            });
            let rows: Result<Vec<_>, _> = rows.take(usize::from(fit.rows)).collect();
            rows.ok().map(SlicedProtocol::Sliced)
        }
        Protocol::Sixel(cell) => {
            let image = within(cell);
            // Neither asks the terminal nor starts a program: this is never reached within tmux.
            #[expect(
                deprecated,
                reason = "what is recommended instead asks the terminal and waits"
            )]
            let mut picker = Picker::from_fontsize(FontSize::new(cell.0, cell.1));
            picker.set_protocol_type(ProtocolType::Sixel);
            SlicedProtocol::new_with_resize(&picker, image, cells, Resize::Fit(None)).ok()
        }
    }
}

/// The pictures that a terminal with kitty's protocol holds of this program.
static HELD: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// A number for a picture that no other of this program has, and hardly one of another program.
fn new_id() -> u32 {
    static LAST: AtomicU32 = AtomicU32::new(0);
    let number = LAST.fetch_add(1, Ordering::Relaxed) + 1;
    let id = ((std::process::id() & 0xff) << 16) | (number & 0xffff);
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    held.push(id);
    id
}

/// What takes all pictures from a terminal with kitty's protocol; empty where it was given none. Waits for nothing, since
/// it is also asked after a panic.
pub fn delete_all() -> String {
    let Ok(mut held) = HELD.try_lock() else {
        return String::new();
    };
    let delete = |id: u32| format!("\x1b_Gq=2,a=d,d=I,i={id}\x1b\\");
    held.drain(..).map(delete).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(by: ImagesBy, variables: &[(&str, &str)], cell: Option<(u16, u16)>) -> Protocol {
        let variable = |name: &str| {
            let mut known = variables.iter();
            known.find_map(|(known, value)| (*known == name).then(|| (*value).to_owned()))
        };
        Protocol::choose(by, &variable, cell)
    }

    #[test]
    fn the_protocol_is_told_from_the_environment() {
        let cell = (9, 18);
        for (variables, expected) in [
            (&[("TERM", "xterm-kitty")][..], Protocol::Kitty(cell)),
            (&[("TERM", "xterm-ghostty")], Protocol::Kitty(cell)),
            (&[("TERM", "foot")], Protocol::Sixel(cell)),
            (&[("TERM_PROGRAM", "iTerm.app")], Protocol::Iterm2(cell)),
            (&[("TERM_PROGRAM", "WezTerm")], Protocol::Iterm2(cell)),
            (&[("TERM", "xterm-256color")], Protocol::Blocks),
            (
                &[("TERM", "tmux-256color"), ("KITTY_WINDOW_ID", "1")],
                Protocol::Blocks,
            ),
            (&[("TERM", "foot"), ("STY", "1.screen")], Protocol::Blocks),
        ] {
            assert_eq!(
                chosen(ImagesBy::Auto, variables, Some(cell)),
                expected,
                "{variables:?}"
            );
        }
        // Without the size of a cell a picture would not fit its room.
        assert_eq!(
            chosen(ImagesBy::Auto, &[("TERM", "foot")], None),
            Protocol::Blocks
        );
        assert_eq!(
            chosen(ImagesBy::Sixel, &[("TERM", "xterm")], None),
            Protocol::Sixel(USUAL_CELL)
        );
        let within = [("TERM", "tmux-256color")];
        assert_eq!(
            chosen(ImagesBy::Sixel, &within, Some(cell)),
            Protocol::Blocks
        );
    }
}
