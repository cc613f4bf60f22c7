//! Enclosures into files: written beside their names until they are whole (`.part`), gone on with after a break, never
//! over another file. What a feed says names a file, and no more than that.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use url::Url;

use crate::poller::{Begun, FetchError, FileRequest, Poller};

/// Progress is told of this often.
const TOLD: Duration = Duration::from_millis(250);
/// Files of one name.
const MOST: usize = 1000;
/// Bytes of a name; most file systems take 255, and something is added.
const LONGEST: usize = 120;

/// Why a file did not come.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// Nothing was to be downloaded.
    #[error("only http and https are downloaded")]
    Address,
    /// There is no place for it.
    #[error("there is no folder for downloads")]
    NoFolder,
    /// It could not be written.
    #[error("{}: {error}", path.display())]
    File {
        /// Where.
        path: PathBuf,
        /// The system's word.
        error: io::Error,
    },
    /// It did not come.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// It is larger than it may be.
    #[error("it is larger than {} MB", .0 / 1_000_000)]
    TooLarge(u64),
}

impl DownloadError {
    /// What the reader can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Address => "the browser may open it",
            Self::NoFolder => "`folder` of [downloads] in the configuration names one",
            Self::File { .. } => "look at the folder, and at the room on its disk",
            Self::Fetch(FetchError::PrivateRedirect(_)) => "only public addresses are asked",
            Self::Fetch(FetchError::CutOff(_) | FetchError::Timeout(_)) => {
                "what came is kept: download it once more to go on"
            }
            Self::Fetch(_) => "try it once more",
            Self::TooLarge(_) => "`largest_mb` of [downloads] may be more",
        }
    }
}

/// What is downloaded, and where to.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The address.
    pub url: String,
    /// The media type, as the feed says.
    pub media_type: Option<String>,
    /// An address that the reader chose: no other host may be a private one.
    pub chosen: Option<String>,
    /// The folder; made where it is missing.
    pub folder: Option<PathBuf>,
    /// Nothing larger, in bytes.
    pub largest: u64,
}

/// Downloads a file, and says where it is. `tell` hears how many bytes are there, of how many.
pub async fn download(
    poller: &Poller,
    wanted: &Wanted,
    tell: impl Fn(u64, Option<u64>),
) -> Result<PathBuf, DownloadError> {
    let address = |text: &str| {
        let url = Url::parse(text).ok();
        url.filter(|url| matches!(url.scheme(), "http" | "https"))
    };
    let url = address(&wanted.url).ok_or(DownloadError::Address)?;
    let nowhere = || Url::parse("https://invalid./").expect("an address");
    let chosen = wanted.chosen.as_deref().and_then(address);
    let folder = wanted.folder.as_ref().ok_or(DownloadError::NoFolder)?;
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let name = file_name(&url, wanted.media_type.as_deref());
    let mut place = Place::find(folder, &name, url.as_str())?;
    let request = FileRequest {
        chosen: chosen.unwrap_or_else(nowhere),
        begun: place.begun.clone(),
        url,
    };
    let mut incoming = poller.file(&request).await?;
    let too_large = |bytes: u64| bytes > wanted.largest;
    if incoming.total.is_some_and(too_large) {
        return Err(DownloadError::TooLarge(wanted.largest));
    }
    let mut file = place.open(incoming.from)?;
    place.remember(request.url.as_str(), incoming.validator.as_deref())?;
    let mut got = incoming.from;
    let mut told = Instant::now();
    tell(got, incoming.total);
    while let Some(piece) = incoming.piece().await? {
        got += piece.len() as u64;
        if too_large(got) {
            return Err(DownloadError::TooLarge(wanted.largest));
        }
        file.write_all(&piece).map_err(failed(&place.part))?;
        if told.elapsed() >= TOLD {
            told = Instant::now();
            tell(got, incoming.total);
        }
    }
    file.sync_all().map_err(failed(&place.part))?;
    drop(file);
    place.finish()
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> DownloadError + use<> {
    let path = path.to_owned();
    |error| DownloadError::File { path, error }
}

/// What is remembered of a part beside it.
#[derive(Debug, Serialize, Deserialize)]
struct Memory {
    url: String,
    validator: Option<String>,
}

/// Where a file is written.
#[derive(Debug)]
struct Place {
    folder: PathBuf,
    name: String,
    part: PathBuf,
    memory: PathBuf,
    begun: Option<Begun>,
}

impl Place {
    /// The part that was begun of this address, else a name that no file has.
    fn find(folder: &Path, name: &str, url: &str) -> Result<Self, DownloadError> {
        let mut free = None;
        for number in 1..MOST {
            let name = numbered(name, number);
            let part = folder.join(format!("{name}.part"));
            let memory = folder.join(format!("{name}.part.json"));
            let length = fs::metadata(&part).ok().map(|data| data.len());
            let known: Option<Memory> = fs::read(&memory)
                .ok()
                .and_then(|bytes| serde_json::from_slice(&bytes).ok());
            let is_its = known.as_ref().is_some_and(|known| known.url == url);
            let place = Self {
                begun: length
                    .zip(known.and_then(|known| known.validator))
                    .filter(|(bytes, _)| *bytes > 0)
                    .map(|(bytes, validator)| Begun { bytes, validator }),
                folder: folder.to_owned(),
                part,
                memory,
                name,
            };
            if is_its && length.is_some() {
                return Ok(place);
            }
            if length.is_none() && !folder.join(&place.name).exists() {
                // One free name further there may still be a part of this address, whose neighbour went.
                if free.is_some() {
                    break;
                }
                free = Some(Self {
                    begun: None,
                    ..place
                });
            }
        }
        free.ok_or_else(|| failed(folder)(io::ErrorKind::AlreadyExists.into()))
    }

    /// The part, ready for what follows these bytes.
    fn open(&self, from: u64) -> Result<File, DownloadError> {
        let mut options = OpenOptions::new();
        if from > 0 {
            options.append(true);
        } else {
            options.write(true).create(true).truncate(true);
        }
        options.open(&self.part).map_err(failed(&self.part))
    }

    fn remember(&mut self, url: &str, validator: Option<&str>) -> Result<(), DownloadError> {
        let memory = Memory {
            url: url.to_owned(),
            validator: validator.map(str::to_owned),
        };
        let bytes = serde_json::to_vec(&memory).unwrap_or_default();
        fs::write(&self.memory, bytes).map_err(failed(&self.memory))
    }

    /// Gives the whole file its name; another file of that name stays as it is.
    fn finish(self) -> Result<PathBuf, DownloadError> {
        let mut number = 1;
        let path = loop {
            let path = self.folder.join(match number {
                1 => self.name.clone(),
                number => numbered(&self.name, number),
            });
            // The name is taken by an empty file first: between a look and a move another could come.
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(_) => break path,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < MOST => {
                    number += 1;
                }
                Err(error) => return Err(failed(&path)(error)),
            }
        };
        fs::rename(&self.part, &path).map_err(failed(&path))?;
        // What is left of it is of no use, and does no harm.
        let _ = fs::remove_file(&self.memory);
        Ok(path)
    }
}

/// `talk.mp3`, `talk (2).mp3`.
fn numbered(name: &str, number: usize) -> String {
    if number == 1 {
        return name.to_owned();
    }
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => format!("{stem} ({number}).{ending}"),
        _ => format!("{name} ({number})"),
    }
}

/// The name for a file: the last part of its address, as far as every system takes it for a name and nothing else.
pub fn file_name(url: &Url, media_type: Option<&str>) -> String {
    let last = url.path_segments().and_then(|mut parts| parts.next_back());
    let decoded = crate::news::percent_decoded(last.unwrap_or_default());
    let clean = crate::news::clean_line(decoded);
    let plain: String = clean
        .chars()
        .map(|c| {
            if "/\\:*?\"<>|".contains(c) || c.is_control() {
                '_'
            } else {
                c
            }
        })
        .collect();
    // No hidden file, no option, and no name that ends as Windows does not like it.
    let plain = plain.trim_start_matches(['.', '-', ' ', '~']);
    let plain = plain.trim_end_matches(['.', ' ']);
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if (1..=5).contains(&ending.len()) && !stem.is_empty() => {
            (stem, Some(ending.to_owned()))
        }
        _ => (plain, None),
    };
    let stem = stem[..stem.floor_char_boundary(LONGEST)].trim_end();
    let is_device = ["con", "prn", "aux", "nul"].contains(&stem.to_lowercase().as_str());
    let stem = match stem {
        "" => "download".to_owned(),
        stem if is_device => format!("{stem}_"),
        stem => stem.to_owned(),
    };
    let ending = ending.or_else(|| ending_of(media_type?).map(str::to_owned));
    match ending {
        // Its own parts would not be told from it.
        Some(ending) if ending.eq_ignore_ascii_case("part") => format!("{stem}_part"),
        Some(ending) => format!("{stem}.{ending}"),
        None => stem,
    }
}

fn ending_of(media_type: &str) -> Option<&'static str> {
    const ENDINGS: [(&str, &str); 10] = [
        ("audio/mpeg", "mp3"),
        ("audio/mp4", "m4a"),
        ("audio/x-m4a", "m4a"),
        ("audio/ogg", "ogg"),
        ("audio/opus", "opus"),
        ("video/mp4", "mp4"),
        ("video/webm", "webm"),
        ("application/pdf", "pdf"),
        ("image/jpeg", "jpg"),
        ("image/png", "png"),
    ];
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let known = ENDINGS
        .iter()
        .find(|(known, _)| essence.eq_ignore_ascii_case(known));
    known.map(|(_, ending)| *ending)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(address: &str) -> String {
        file_name(&Url::parse(address).unwrap(), Some("audio/mpeg"))
    }

    #[test]
    fn a_name_is_a_name_and_nothing_else() {
        for (address, expected) in [
            ("https://a.example/x/pier%20talk.mp3?y=1", "pier talk.mp3"),
            (
                "https://a.example/x/..%2F..%2Fetc%2Fpasswd",
                "_.._etc_passwd.mp3",
            ),
            ("https://a.example/%2e%2e", "download.mp3"),
            ("https://a.example/", "download.mp3"),
            ("https://a.example/.bashrc", "bashrc.mp3"),
            ("https://a.example/-rf.mp3", "rf.mp3"),
            ("https://a.example/a%00b%1b%0a.mp3", "ab.mp3"),
            ("https://a.example/con.mp3", "con_.mp3"),
            ("https://a.example/x.part", "x_part"),
            ("https://a.example/%E2%80%AE3pm.exe", "3pm.exe"),
        ] {
            assert_eq!(name(address), expected, "{address}");
        }
    }

    #[test]
    fn a_taken_name_gets_a_number_and_a_part_of_the_same_address_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let find = |url: &str| Place::find(dir.path(), "talk.mp3", url).unwrap();
        fs::write(dir.path().join("talk.mp3"), "another").unwrap();
        let mut place = find("https://a.example/talk.mp3");
        assert_eq!(place.name, "talk (2).mp3");
        place.open(0).unwrap().write_all(b"half").unwrap();
        place
            .remember("https://a.example/talk.mp3", Some("\"1\""))
            .unwrap();
        assert_eq!(find("https://b.example/talk.mp3").name, "talk (3).mp3");
        let begun = find("https://a.example/talk.mp3").begun.unwrap();
        assert_eq!((begun.bytes, begun.validator.as_str()), (4, "\"1\""));
        // A file that took the name meanwhile stays.
        fs::write(dir.path().join("talk (2).mp3"), "yet another").unwrap();
        let path = place.finish().unwrap();
        assert_eq!(fs::read(path).unwrap(), b"half");
        assert_eq!(
            fs::read(dir.path().join("talk (2).mp3")).unwrap(),
            b"yet another"
        );
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3);
    }

    proptest! {
        #[test]
        fn any_address_names_a_file_of_the_folder(path in "\\PC{0,200}") {
            if let Ok(url) = Url::parse(&format!("https://a.example/{path}")) {
                let name = file_name(&url, None);
                prop_assert!(!name.is_empty() && name.len() < 200);
                prop_assert!(!name.contains(['/', '\\', '\0']) && !name.starts_with(['.', '-']));
                prop_assert_eq!(Path::new(&name).file_name().and_then(|n| n.to_str()), Some(name.as_str()));
            }
        }
    }
}
