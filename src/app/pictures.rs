//! Pictures of the article: which are wanted, and what room each takes. Only those near the lines on the screen are asked
//! for; the text never waits for one, and what is read stays where it stands.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::state::State;
use super::{Action, Effect, NoticeKind, Reading, Settings};
use crate::renderer::{BlockKind, Room, Rooms};

/// Pixels of a picture that a cell is as wide as, where the picture is narrower than the text.
const CELL: u32 = 8;

/// When pictures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Images {
    /// Never; nothing is fetched.
    Never,
    /// On a key.
    #[default]
    Key,
    /// In every article.
    Always,
}

impl Images {
    /// Each with its name in the configuration.
    pub const NAMES: [(&str, Self); 3] = [
        ("key", Self::Key),
        ("never", Self::Never),
        ("always", Self::Always),
    ];
}

/// A decoded picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    /// In pixels, at least 1.
    pub width: u32,
    /// In pixels, at least 1.
    pub height: u32,
    /// Red, green and blue of each, in rows from the top.
    pub rgb: Vec<u8>,
}

impl fmt::Debug for Pixels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pixels({} x {})", self.width, self.height)
    }
}

/// The cells that a picture takes, each twice as high as it is wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fit {
    /// Columns, at least 1.
    pub columns: u16,
    /// Rows, at least 1.
    pub rows: u16,
}

/// The cells for a picture of this size in pixels: no larger than it is, no wider than `columns` and no higher than two
/// thirds of a pane of `height` rows.
pub fn fit((width, height): (u32, u32), columns: u16, height_of_pane: u16) -> Fit {
    let (width, height) = (u64::from(width.max(1)), u64::from(height.max(1)));
    let most_rows = u64::from((height_of_pane / 3 * 2 + height_of_pane % 3 / 2).max(1));
    let natural = width.div_ceil(u64::from(CELL));
    let mut across = natural.min(u64::from(columns)).max(1);
    let mut down = (across * height).div_ceil(2 * width).max(1);
    if down > most_rows {
        down = most_rows;
        across = (2 * down * width / height).clamp(1, across);
    }
    Fit {
        columns: across as u16,
        rows: down as u16,
    }
}

/// Where a picture stands in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// Above the text.
    Lead,
    /// In the text, by its place in `Document::images`.
    Text(usize),
}

/// A picture that was asked for.
#[derive(Debug, Clone)]
enum Picture {
    /// On its way; its size, where it was there before.
    Coming {
        ticket: u64,
        size: Option<(u32, u32)>,
    },
    /// There, by the ticket with which it came.
    There { ticket: u64, pixels: Arc<Pixels> },
    /// Far from the screen, and let go.
    Away { size: (u32, u32) },
    /// Not to be had, in words.
    Failed(String),
}

impl Picture {
    fn size(&self) -> Option<(u32, u32)> {
        match self {
            Self::Coming { size, .. } => *size,
            Self::There { pixels, .. } => Some((pixels.width, pixels.height)),
            Self::Away { size } => Some(*size),
            Self::Failed(_) => None,
        }
    }
}

/// The pictures of an article.
#[derive(Debug, Clone, Default)]
pub struct Pictures {
    /// They are wanted.
    pub shown: bool,
    known: BTreeMap<Spot, Picture>,
    /// Rows of the pane that the rooms were made for.
    pane: u16,
}

impl Pictures {
    pub(super) fn of(settings: Settings, pane: usize) -> Self {
        Self {
            shown: settings.images == Images::Always,
            known: BTreeMap::new(),
            pane: u16::try_from(pane).unwrap_or(u16::MAX),
        }
    }

    /// Whether a request is still of use.
    fn awaits(&self, wanted: u64) -> bool {
        let mut known = self.known.values();
        known.any(|one| matches!(one, Picture::Coming { ticket, .. } if *ticket == wanted))
    }

    /// None is there, and none on its way.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Of another text, none is known.
    pub(super) fn forget(&mut self) {
        self.known.clear();
    }
}

/// A picture on the screen.
#[derive(Debug, Clone)]
pub struct Placed<'a> {
    /// The same for the same pixels, as long as the program runs.
    pub ticket: u64,
    /// What it shows.
    pub pixels: &'a Arc<Pixels>,
    /// Lines from the top of the pane; negative for one that begins above it.
    pub line: isize,
    /// Columns from the left edge of the text.
    pub column: u16,
    /// Its cells.
    pub fit: Fit,
}

impl Reading {
    /// Columns that a picture of the text may take, and those before it.
    fn picture_columns(&self, spot: Spot) -> (u16, u16) {
        let width = self.laid_out.0;
        let Spot::Text(image) = spot else {
            return (width, 0);
        };
        let is_its = |kind: &BlockKind| matches!(kind, BlockKind::Image(n) if *n == image);
        let block = self.document.blocks.iter().find(|b| is_its(&b.kind));
        let depth = block.map_or(0, |block| u16::from(block.quote_depth));
        let bars = (2 * depth).min(width / 4 * 2);
        (width - bars, bars)
    }

    fn fit_of(&self, spot: Spot) -> Option<Fit> {
        let size = self.pictures.known.get(&spot)?.size()?;
        Some(fit(size, self.picture_columns(spot).0, self.pictures.pane))
    }

    /// What is to stand where the images of the text are.
    pub(super) fn rooms(&self) -> Rooms {
        let mut rooms = Rooms::new();
        for (spot, picture) in &self.pictures.known {
            let Spot::Text(image) = spot else { continue };
            if let Picture::Failed(why) = picture {
                rooms.insert(*image, Room::Note(why.clone()));
            } else if let Some(fit) = self.fit_of(*spot) {
                rooms.insert(*image, Room::Rows(fit.rows));
            }
        }
        rooms
    }

    /// Rows of the picture above the text, or of its name.
    pub fn lead_rows(&self) -> usize {
        match (self.lead_image(), self.fit_of(Spot::Lead)) {
            (None, _) => 0,
            (_, Some(fit)) => usize::from(fit.rows),
            (_, None) => 1,
        }
    }

    /// The line for the picture above the text, where it is not shown.
    pub fn lead_line(&self) -> Option<String> {
        let name = self.lead_image()?;
        match self.pictures.known.get(&Spot::Lead) {
            Some(Picture::Failed(why)) => Some(format!("[image: {name} ({why})]")),
            Some(picture) if picture.size().is_some() => None,
            _ => Some(format!("[image: {name}]")),
        }
    }

    /// The images of these lines of the pane's content, with the line on which each begins.
    fn spots(&self, lines: std::ops::Range<usize>) -> Vec<(Spot, usize)> {
        let above = self.header_height();
        let mut spots = Vec::new();
        if self.lead_image().is_some() {
            let line = above.saturating_sub(1 + self.lead_rows());
            if line < lines.end && above > lines.start {
                spots.push((Spot::Lead, line));
            }
        }
        let first = lines.start.saturating_sub(above).min(self.page.lines.len());
        let last = lines.end.saturating_sub(above).min(self.page.lines.len());
        let block_of = |line: usize| self.page.lines[line].block;
        let mut line = first;
        while line < last {
            let block = block_of(line);
            let kind = block.map(|block| &self.document.blocks[block].kind);
            let mut next = line + 1;
            if let Some(BlockKind::Image(image)) = kind {
                let mut begins = line;
                while begins > 0 && block_of(begins - 1) == block {
                    begins -= 1;
                }
                while next < self.page.lines.len() && block_of(next) == block {
                    next += 1;
                }
                spots.push((Spot::Text(*image), above + begins));
            }
            line = next;
        }
        spots
    }

    /// The pictures of which a part is on the screen, at this height of the pane.
    pub fn placed(&self, height: usize) -> Vec<Placed<'_>> {
        if self.changes.is_some() || self.pictures.known.is_empty() {
            return Vec::new();
        }
        let spots = self.spots(self.scroll..self.scroll + height).into_iter();
        let placed = spots.filter_map(|(spot, line)| {
            let Picture::There { ticket, pixels } = self.pictures.known.get(&spot)? else {
                return None;
            };
            Some(Placed {
                ticket: *ticket,
                pixels,
                line: line.cast_signed() - self.scroll.cast_signed(),
                column: self.picture_columns(spot).1,
                fit: self.fit_of(spot)?,
            })
        });
        let in_view = |one: &Placed<'_>| one.line + isize::from(one.fit.rows as i16) > 0;
        placed.filter(in_view).collect()
    }

    fn address(&self, spot: Spot) -> Option<String> {
        let url = match spot {
            Spot::Lead => self.about.lead_image.as_ref()?,
            Spot::Text(image) => &self.document.images.get(image)?.url,
        };
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        is_web.then(|| url.clone())
    }

    /// Sets the page with other rooms; what stands at the top of the pane stays there. `spot` is the one that changes.
    fn make_room(&mut self, spot: Spot, change: impl FnOnce(&mut Self)) {
        let line_of = |reading: &Self| {
            let spots = reading.spots(0..reading.height());
            spots.into_iter().find(|(one, _)| *one == spot)
        };
        let top = self.at_top();
        let (before, line) = (self.height(), line_of(self).map(|(_, line)| line));
        change(self);
        self.set_page();
        self.set_quote_lines();
        self.set_mark_lines();
        if self.page.is_rough() {
            self.scroll_to(top);
        } else if line.is_some_and(|line| line < self.scroll) {
            self.scroll = (self.scroll + self.height()).saturating_sub(before);
        }
    }

    /// Takes every picture away; the words on the screen stay where they are.
    fn hide_pictures(&mut self) {
        let is_text = |line: usize| {
            let line = self.page.lines.get(line);
            line.is_some_and(|line| line.first_byte().is_some())
        };
        let above = self.header_height();
        let top = self.scroll.checked_sub(above);
        let line = top.and_then(|top| (top..self.page.lines.len()).find(|line| is_text(*line)));
        let byte = line.and_then(|line| self.page.first_byte_from(line));
        let lead = self.lead_rows();
        self.pictures.shown = false;
        self.pictures.forget();
        self.set_page();
        self.set_quote_lines();
        self.set_mark_lines();
        if let Some(byte) = byte {
            self.scroll = self.header_height() + self.page.line_of(byte);
        } else {
            self.scroll = self.scroll.saturating_sub(lead - self.lead_rows());
        }
    }

    /// Makes the rooms anew for a pane of another height.
    pub(super) fn set_pane(&mut self, height: usize) -> bool {
        let height = u16::try_from(height).unwrap_or(u16::MAX);
        let changed = self.pictures.pane != height && !self.pictures.known.is_empty();
        self.pictures.pane = height;
        changed
    }
}

impl State {
    /// Shows the pictures of the article, or takes them away.
    pub(super) fn toggle_pictures(&mut self) {
        let Some(reading) = self.reading.as_ref().filter(|r| r.changes.is_none()) else {
            return self.say(NoticeKind::Info, "open an article first");
        };
        if self.settings.images == Images::Never {
            return self.say(
                NoticeKind::Info,
                "no pictures: this terminal has no colours for them, or `images` is \"never\"",
            );
        }
        if reading.pictures.shown {
            if let Some(reading) = &mut self.reading {
                reading.hide_pictures();
            }
            self.scroll_reading(0);
            return self.say(NoticeKind::Info, "pictures away");
        }
        let spots = reading.spots(0..reading.height()).into_iter();
        let count = spots
            .filter(|(spot, _)| reading.address(*spot).is_some())
            .count();
        if count == 0 {
            return self.say(NoticeKind::Info, "this article has no pictures");
        }
        if let Some(reading) = &mut self.reading {
            reading.pictures.shown = true;
        }
        let key = self.keymap.said(self.focus, Action::Pictures);
        let pictures = match count {
            1 => "one picture".to_owned(),
            count => format!("{count} pictures"),
        };
        self.say(
            NoticeKind::Info,
            format!("{pictures}; {key} takes them away"),
        );
    }

    /// Asks for the pictures near the screen, and gives up those that are not of use any more. After every message.
    pub(super) fn want_pictures(&mut self, effects: &mut Vec<Effect>) {
        let shown = |reading: &Reading| reading.pictures.shown;
        if self.pictures_asked.is_empty() && !self.reading.as_ref().is_some_and(shown) {
            return;
        }
        if self.settings.images == Images::Never
            && let Some(reading) = self.reading.as_mut().filter(|reading| shown(reading))
        {
            reading.hide_pictures();
        }
        let reading = self.reading.as_ref();
        let (awaited, stale): (Vec<u64>, Vec<u64>) = self
            .pictures_asked
            .drain(..)
            .partition(|ticket| reading.is_some_and(|r| r.pictures.awaits(*ticket)));
        self.pictures_asked = awaited;
        effects.extend(stale.into_iter().map(|ticket| Effect::Stop { ticket }));
        if self.panes().reading.is_none() {
            return;
        }
        let height = self.reading_size().0;
        let chosen = self.chosen_address();
        let Some(mut reading) = self.reading.take_if(|reading| shown(reading)) else {
            return;
        };
        let near = reading.scroll.saturating_sub(height)..reading.scroll + 2 * height;
        let near = reading.spots(near);
        for (spot, picture) in &mut reading.pictures.known {
            if let Picture::There { pixels, .. } = picture
                && !near.iter().any(|(one, _)| one == spot)
            {
                let size = (pixels.width, pixels.height);
                *picture = Picture::Away { size };
            }
        }
        for (spot, _) in near {
            let size = match reading.pictures.known.get(&spot) {
                None => None,
                Some(Picture::Away { size }) => Some(*size),
                Some(_) => continue,
            };
            let Some(url) = reading.address(spot) else {
                continue;
            };
            let ticket = self.ticket();
            let coming = Picture::Coming { ticket, size };
            reading.pictures.known.insert(spot, coming);
            self.pictures_asked.push(ticket);
            effects.push(Effect::FetchPicture {
                ticket,
                url,
                chosen: chosen.clone(),
            });
        }
        self.reading = Some(reading);
    }

    /// A picture has come, or will not.
    pub(super) fn take_picture(&mut self, wanted: u64, result: Result<Arc<Pixels>, String>) {
        self.pictures_asked.retain(|ticket| *ticket != wanted);
        let Some(reading) = &mut self.reading else {
            return;
        };
        let is_it =
            |one: &Picture| matches!(one, Picture::Coming { ticket, .. } if *ticket == wanted);
        let found = reading.pictures.known.iter().find(|(_, one)| is_it(one));
        let Some((spot, before)) = found.map(|(spot, one)| (*spot, one.size())) else {
            return;
        };
        let picture = match result {
            Ok(pixels) => Picture::There {
                ticket: wanted,
                pixels,
            },
            Err(why) => Picture::Failed(why),
        };
        if before.is_some() && before == picture.size() {
            reading.pictures.known.insert(spot, picture);
            return;
        }
        reading.make_room(spot, |reading| {
            reading.pictures.known.insert(spot, picture);
        });
        self.scroll_reading(0);
        self.lines_moved();
    }
}

#[cfg(test)]
mod tests;
