//! Pictures of articles: fetched by the poller's own client, looked at before they are decoded, and kept in memory for a
//! while as they came. Never writes to a disk.

use std::collections::VecDeque;
use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits, RgbImage};
use tokio::sync::Semaphore;
use url::Url;

use crate::app::Pixels;
use crate::guard::guarded;
use crate::poller::{FetchError, FileRequest, Poller};

/// No larger file is read, in bytes.
const LARGEST: usize = 8 * 1024 * 1024;
/// No larger picture is decoded, in pixels.
const MOST_PIXELS: u64 = 40_000_000;
/// What decoding may take of memory, in bytes.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// What is handed on is no larger, in pixels: more than any pane shows.
const SIDES: (u32, u32) = (1600, 1600);
/// A picture that is smaller each way counts readers, and shows nothing.
const COUNTER: u32 = 3;
/// From the first byte sent to the last received.
const PATIENCE: Duration = Duration::from_secs(30);
/// Files in memory, in bytes; the oldest go first.
const KEPT: usize = 32 * 1024 * 1024;
/// Fetched at once.
const AT_ONCE: usize = 4;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// Its address is none of the web.
    #[error("no address of the web")]
    Address,
    /// It did not come.
    #[error("{}", brief(.0))]
    Fetch(#[from] FetchError),
    /// It took too long.
    #[error("too slow")]
    Slow,
    /// Its file is too large.
    #[error("larger than {} MB", LARGEST / 1024 / 1024)]
    File,
    /// It has too many pixels.
    #[error("{0} x {1} pixels are too many")]
    Pixels(u32, u32),
    /// It is none of the formats that are read.
    #[error("no PNG, JPEG, GIF or WebP")]
    Format,
    /// It is broken.
    #[error("broken")]
    Broken,
    /// It shows nothing.
    #[error("empty")]
    Counter,
}

/// In a few words: there is not much room where they stand.
fn brief(error: &FetchError) -> String {
    match error {
        FetchError::PrivateRedirect(_) => "a private address".to_owned(),
        FetchError::Timeout(_) => "too slow".to_owned(),
        FetchError::Status(status) => format!("the server says {status}"),
        _ => "not to be had".to_owned(),
    }
}

/// Fetches pictures; clones share what is kept.
#[derive(Clone)]
pub(super) struct Pictures {
    kept: Arc<Mutex<Kept>>,
    turns: Arc<Semaphore>,
}

impl Default for Pictures {
    fn default() -> Self {
        Self {
            kept: Arc::default(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Pictures {
    /// Fetches and decodes a picture. `chosen` is an address that the reader chose: no other host may be a private one.
    pub async fn get(
        &self,
        poller: &Poller,
        url: &str,
        chosen: Option<&str>,
    ) -> Result<Arc<Pixels>, PictureError> {
        let _turn = self.turns.acquire().await;
        let kept = self.lock().get(url);
        let bytes = if let Some(bytes) = kept {
            bytes
        } else {
            let fetch = fetch(poller, url, chosen);
            let fetched = tokio::time::timeout(PATIENCE, fetch).await;
            let bytes: Arc<[u8]> = fetched.map_err(|_| PictureError::Slow)??.into();
            self.lock().put(url, &bytes);
            bytes
        };
        let decoding = tokio::task::spawn_blocking(move || {
            guarded(|| decode(&bytes)).unwrap_or(Err(PictureError::Broken))
        });
        let decoded = decoding.await.unwrap_or(Err(PictureError::Broken));
        decoded.map(Arc::new)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn fetch(poller: &Poller, url: &str, chosen: Option<&str>) -> Result<Vec<u8>, PictureError> {
    let address = |text: &str| {
        let url = Url::parse(text).ok();
        url.filter(|url| matches!(url.scheme(), "http" | "https"))
    };
    let url = address(url).ok_or(PictureError::Address)?;
    let nowhere = || Url::parse("https://invalid./").expect("an address");
    let request = FileRequest {
        chosen: chosen.and_then(address).unwrap_or_else(nowhere),
        begun: None,
        url,
    };
    let mut incoming = poller.file(&request).await?;
    if incoming.total.is_some_and(|total| total > LARGEST as u64) {
        return Err(PictureError::File);
    }
    let mut bytes = Vec::new();
    while let Some(piece) = incoming.piece().await? {
        if bytes.len() + piece.len() > LARGEST {
            return Err(PictureError::File);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// The pixels of a picture, brought down to what a terminal can show, on white where it has holes. Of one that moves,
/// the first.
pub(super) fn decode(bytes: &[u8]) -> Result<Pixels, PictureError> {
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let sized = reader().map_err(|_| PictureError::Broken)?;
    if sized.format().is_none() {
        return Err(PictureError::Format);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = sized;
    reader.limits(limits);
    let broken = |error: image::ImageError| match error {
        image::ImageError::Unsupported(_) => PictureError::Format,
        _ => PictureError::Broken,
    };
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureError::Pixels(width, height));
    }
    if width < COUNTER && height < COUNTER || width == 0 || height == 0 {
        return Err(PictureError::Counter);
    }
    let turned = decoder.orientation().ok();
    let mut image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    if image.width() > SIDES.0 || image.height() > SIDES.1 {
        image = image.thumbnail(SIDES.0, SIDES.1);
    }
    if let Some(turned) = turned {
        image.apply_orientation(turned);
    }
    let image = on_white(image);
    Ok(Pixels {
        width: image.width(),
        height: image.height(),
        rgb: image.into_raw(),
    })
}

fn on_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let image = image.into_rgba8();
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [r, g, b, alpha] = image.get_pixel(x, y).0;
        let over = |value: u8| {
            let (value, alpha) = (u16::from(value), u16::from(alpha));
            ((value * alpha + 255 * (255 - alpha)) / 255) as u8
        };
        image::Rgb([over(r), over(g), over(b)])
    })
}

/// Files as they came, the oldest first.
#[derive(Default)]
struct Kept {
    files: VecDeque<(String, Arc<[u8]>)>,
    bytes: usize,
}

impl Kept {
    fn get(&mut self, url: &str) -> Option<Arc<[u8]>> {
        let at = self.files.iter().position(|(known, _)| known == url)?;
        let file = self.files.remove(at)?;
        let bytes = Arc::clone(&file.1);
        self.files.push_back(file);
        Some(bytes)
    }

    fn put(&mut self, url: &str, bytes: &Arc<[u8]>) {
        self.bytes += bytes.len();
        self.files.push_back((url.to_owned(), Arc::clone(bytes)));
        while self.bytes > KEPT
            && let Some((_, oldest)) = self.files.pop_front()
        {
            self.bytes -= oldest.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use image::ImageFormat;
    use proptest::prelude::*;

    use super::*;

    fn written(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.into().write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn green(width: u32, height: u32) -> RgbImage {
        RgbImage::from_pixel(width, height, image::Rgb([0, 200, 0]))
    }

    /// A PNG whose header says another size, with its checksum put right.
    fn claiming(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = written(green(4, 4), ImageFormat::Png);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let mut sum = u32::MAX;
        for byte in &bytes[12..29] {
            sum ^= u32::from(*byte);
            for _ in 0..8 {
                sum = (sum >> 1) ^ (0xEDB8_8320 * (sum & 1));
            }
        }
        bytes[29..33].copy_from_slice(&(!sum).to_be_bytes());
        bytes
    }

    #[test]
    fn each_format_is_read_and_a_large_picture_is_brought_down() {
        for format in [
            ImageFormat::Png,
            ImageFormat::Jpeg,
            ImageFormat::Gif,
            ImageFormat::WebP,
        ] {
            let pixels = decode(&written(green(30, 20), format)).unwrap();
            assert_eq!((pixels.width, pixels.height), (30, 20), "{format:?}");
            assert!(pixels.rgb[0] < 10 && pixels.rgb[1] > 180, "{format:?}");
        }
        let wide = decode(&written(green(3200, 400), ImageFormat::Png)).unwrap();
        assert_eq!((wide.width, wide.height), (1600, 200));
        assert_eq!(wide.rgb.len(), 1600 * 200 * 3);
    }

    #[test]
    fn holes_show_white_paper() {
        let holes = image::RgbaImage::from_pixel(4, 4, image::Rgba([0, 0, 0, 0]));
        let pixels = decode(&written(holes, ImageFormat::Png)).unwrap();
        assert!(pixels.rgb.iter().all(|value| *value == 255));
    }

    #[test]
    fn hostile_pictures_are_refused_before_they_cost_anything() {
        let bomb = decode(&claiming(60_000, 60_000)).unwrap_err();
        assert_eq!(bomb.to_string(), "60000 x 60000 pixels are too many");
        assert!(decode(&claiming(4000, 4000)).is_err());
        let whole = written(green(64, 64), ImageFormat::Jpeg);
        for (bytes, words) in [
            (&whole[..40], "broken"),
            (
                b"<svg xmlns='http://www.w3.org/2000/svg'/>",
                "no PNG, JPEG, GIF or WebP",
            ),
            (b"<html>not found</html>", "no PNG, JPEG, GIF or WebP"),
            (b"", "no PNG, JPEG, GIF or WebP"),
            (&written(green(1, 1), ImageFormat::Gif), "empty"),
        ] {
            assert_eq!(decode(bytes).unwrap_err().to_string(), words);
        }
    }

    #[test]
    fn what_is_kept_stays_below_its_cap_and_the_oldest_go() {
        let mut kept = Kept::default();
        let file: Arc<[u8]> = vec![0; KEPT / 4].into();
        for name in ["a", "b", "c", "d"] {
            kept.put(name, &file);
        }
        assert!(kept.get("a").is_some());
        kept.put("e", &file);
        assert!(kept.get("b").is_none() && kept.get("a").is_some() && kept.get("e").is_some());
        assert!(kept.bytes <= KEPT);
    }

    proptest! {
        #[test]
        fn broken_bytes_never_panic(at in 0_usize..400, with: u8, cut in 0_usize..400) {
            for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
                let mut bytes = written(green(9, 7), format);
                let last = bytes.len() - 1;
                bytes[at.min(last)] = with;
                bytes.truncate(bytes.len() - cut.min(last));
                if let Ok(pixels) = decode(&bytes) {
                    prop_assert_eq!(pixels.rgb.len() as u64, u64::from(pixels.width) * u64::from(pixels.height) * 3);
                }
            }
        }
    }
}
