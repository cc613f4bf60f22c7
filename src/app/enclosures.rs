//! Files that belong to the article: listed, opened in a player, downloaded while one reads on.

use super::state::State;
use super::{Action, Effect, Key, KeyCode, NoticeKind, Overlay, Reading};
use crate::news::{Enclosure, clean_line, percent_decoded};

/// The key that downloads, or stops that, in the list of enclosures.
pub const DOWNLOAD: char = 'd';
/// Downloads that are remembered.
const REMEMBERED: usize = 100;

/// A download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Of the request.
    pub ticket: u64,
    /// Where it comes from.
    pub url: String,
    /// What it is called on the screen.
    pub name: String,
    /// Bytes that are there.
    pub got: u64,
    /// Bytes in all, where that is known.
    pub total: Option<u64>,
    /// How it goes.
    pub stage: Stage,
}

/// How a download goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// It is under way.
    Running,
    /// It is there, in this file.
    Done(String),
    /// It was given up, by the reader or for a reason; it can go on.
    Stopped,
}

impl Download {
    /// How much is there, in percent.
    pub fn percent(&self) -> Option<u64> {
        let total = self.total.filter(|total| *total > 0)?;
        Some((self.got.saturating_mul(100) / total).min(100))
    }
}

impl Enclosure {
    /// What it is called: the last part of its address.
    pub fn name(&self) -> String {
        let path = self.url.split(['?', '#']).next().unwrap_or_default();
        let last = path.trim_end_matches('/').rsplit('/').next();
        let name = clean_line(percent_decoded(last.unwrap_or_default()));
        if name.is_empty() {
            self.url.clone()
        } else {
            name
        }
    }

    /// Its media type: as the feed says, else by the ending of its name.
    pub fn kind(&self) -> Option<String> {
        const ENDINGS: [(&str, &str); 12] = [
            ("mp3", "audio/mpeg"),
            ("m4a", "audio/mp4"),
            ("ogg", "audio/ogg"),
            ("opus", "audio/opus"),
            ("flac", "audio/flac"),
            ("mp4", "video/mp4"),
            ("webm", "video/webm"),
            ("mkv", "video/x-matroska"),
            ("pdf", "application/pdf"),
            ("jpg", "image/jpeg"),
            ("png", "image/png"),
            ("epub", "application/epub+zip"),
        ];
        let said = self.media_type.as_deref().unwrap_or_default();
        let said = said.split(';').next().unwrap_or_default();
        let said = clean_line(said.to_lowercase());
        if said.contains('/') {
            return Some(said);
        }
        let name = self.name().to_lowercase();
        let ending = name.rsplit_once('.')?.1;
        let known = ENDINGS.iter().find(|(known, _)| *known == ending)?;
        Some(known.1.to_owned())
    }
}

impl Reading {
    /// The files that belong to the article.
    pub fn enclosures(&self) -> &[Enclosure] {
        &self.article.enclosures
    }
}

impl State {
    /// The download of this address, if there was one.
    pub fn download_of(&self, url: &str) -> Option<&Download> {
        self.downloads.iter().rev().find(|known| known.url == url)
    }

    /// Lists the article's enclosures.
    pub(super) fn list_enclosures(&mut self) {
        let Some(reading) = self.what_is_read() else {
            return;
        };
        if reading.enclosures().is_empty() {
            self.say(NoticeKind::Info, "this article has no enclosures");
        } else {
            self.overlay = Some(Overlay::Enclosures(0));
        }
    }

    fn enclosure(&self, number: usize) -> Option<Enclosure> {
        self.reading.as_ref()?.enclosures().get(number).cloned()
    }

    /// A key in the list of enclosures; false where it is none of its own.
    pub(super) fn enclosures_key(&mut self, key: Key, effects: &mut Vec<Effect>) -> bool {
        let Some(Overlay::Enclosures(selected)) = self.overlay else {
            return false;
        };
        let is_download = key.code == KeyCode::Char(DOWNLOAD) && !key.ctrl && !key.alt;
        if is_download {
            self.toggle_download(selected, effects);
        }
        is_download
    }

    /// An action in that list; false where it goes to the panes all the same.
    pub(super) fn enclosures_action(
        &mut self,
        action: Action,
        selected: usize,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let count = self.reading.as_ref().map_or(0, |r| r.enclosures().len());
        let last = count.saturating_sub(1);
        if let Some(to) = action.step(selected, last) {
            self.overlay = Some(Overlay::Enclosures(to));
            return true;
        }
        match action {
            Action::Quit | Action::Redraw | Action::Suspend => return false,
            Action::Open => {
                self.open_enclosure(selected, effects);
            }
            Action::Copy => {
                if let Some(enclosure) = self.enclosure(selected) {
                    self.say(NoticeKind::Info, "link copied");
                    effects.push(Effect::Copy(enclosure.url));
                }
            }
            _ => self.overlay = None,
        }
        true
    }

    fn open_enclosure(&mut self, number: usize, effects: &mut Vec<Effect>) {
        let Some(enclosure) = self.enclosure(number) else {
            return;
        };
        let file = match self.download_of(&enclosure.url).map(|known| &known.stage) {
            Some(Stage::Done(file)) => Some(file.clone()),
            _ => None,
        };
        self.say(NoticeKind::Info, format!("opening {}", enclosure.name()));
        effects.push(Effect::Play {
            media_type: enclosure.kind(),
            url: enclosure.url,
            file,
        });
    }

    /// Downloads an enclosure, or gives that up.
    fn toggle_download(&mut self, number: usize, effects: &mut Vec<Effect>) {
        let Some(enclosure) = self.enclosure(number) else {
            return;
        };
        let name = enclosure.name();
        let known = self
            .downloads
            .iter_mut()
            .rev()
            .find(|known| known.url == enclosure.url);
        match known.map(|known| (known.ticket, &mut known.stage)) {
            Some((ticket, stage @ Stage::Running)) => {
                *stage = Stage::Stopped;
                effects.push(Effect::Stop { ticket });
                let text = format!("stopped; {DOWNLOAD} goes on with it");
                return self.say(NoticeKind::Info, text);
            }
            Some((_, Stage::Done(file))) => {
                let text = format!("it is there: {file}");
                return self.say(NoticeKind::Info, text);
            }
            Some((_, Stage::Stopped)) | None => {}
        }
        let ticket = self.ticket();
        self.downloads.retain(|known| known.url != enclosure.url);
        if self.downloads.len() == REMEMBERED {
            let done = self
                .downloads
                .iter()
                .position(|known| known.stage != Stage::Running);
            self.downloads.remove(done.unwrap_or(0));
        }
        self.say(NoticeKind::Info, format!("downloading {name}"));
        self.downloads.push(Download {
            ticket,
            url: enclosure.url.clone(),
            name,
            got: 0,
            total: enclosure.length.filter(|length| *length > 0),
            stage: Stage::Running,
        });
        effects.push(Effect::Download {
            ticket,
            media_type: enclosure.kind(),
            url: enclosure.url,
            chosen: self.chosen_address(),
        });
    }

    /// A download has come so far.
    pub(super) fn download_goes_on(&mut self, ticket: u64, got: u64, total: Option<u64>) {
        let known = self.downloads.iter_mut();
        for known in known.filter(|known| known.ticket == ticket) {
            known.got = got;
            known.total = total.or(known.total);
        }
    }

    /// A download has ended: its file, or in words why there is none.
    pub(super) fn download_ended(&mut self, ticket: u64, result: Result<String, String>) {
        let mut all = self.downloads.iter_mut();
        let Some(known) = all.find(|known| known.ticket == ticket && known.stage == Stage::Running)
        else {
            return; // Given up in the meantime.
        };
        let name = known.name.clone();
        match result {
            Ok(file) => {
                known.stage = Stage::Done(file.clone());
                self.say(NoticeKind::Info, format!("{name} is there: {file}"));
            }
            Err(why) => {
                known.stage = Stage::Stopped;
                self.say(
                    NoticeKind::Error,
                    format!("{name} was not downloaded: {why}"),
                );
            }
        }
    }
}
