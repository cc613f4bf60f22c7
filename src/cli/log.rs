//! The log: a file beside the cache, for what the screen has no room for. Never holds a secret or an article, is read
//! by nobody but its owner, and never grows beyond two files of a bounded size.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;

use crate::cache::private;

/// A log that has grown beyond this, in bytes, is put aside in the place of the one before, and another is begun.
const LARGEST: u64 = 2 << 20;

/// Starts the log; `PULLQUOTE_LOG` sets what is written, as in `debug` or `pullquote::poller=trace`. Without a place
/// to write to there is no log, and the reader runs all the same.
pub fn start(directory: &Path) {
    if let Ok(log) = Log::begin(directory, LARGEST) {
        let filter =
            EnvFilter::try_from_env("PULLQUOTE_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
        let _ = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_ansi(false)
            .with_writer(Mutex::new(log))
            .try_init();
    }
}

/// A file that is put aside when it is full.
struct Log {
    path: PathBuf,
    file: File,
    size: u64,
    largest: u64,
}

impl Log {
    fn begin(directory: &Path, largest: u64) -> io::Result<Self> {
        private::directory(directory)?;
        Self::open(directory.join("pullquote.log"), largest)
    }

    fn open(path: PathBuf, largest: u64) -> io::Result<Self> {
        let file = private::options().create(true).append(true).open(&path)?;
        let size = file.metadata()?.len();
        Ok(Self {
            path,
            file,
            size,
            largest,
        })
    }

    fn put_aside(&mut self) -> io::Result<()> {
        match fs::rename(&self.path, self.path.with_extension("log.1")) {
            // Taken away by its reader, which is no reason to stop.
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        *self = Self::open(self.path.clone(), self.largest)?;
        Ok(())
    }
}

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.size + line.len() as u64 > self.largest && self.size > 0 {
            self.put_aside()?;
        }
        let written = self.file.write(line)?;
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_is_written_for_years_stays_two_small_files() {
        let dir = tempfile::tempdir().unwrap();
        for starts in [0..900, 900..1001] {
            let mut log = Log::begin(dir.path(), 1000).unwrap();
            for number in starts {
                log.write_all(format!("line {number}\n").as_bytes())
                    .unwrap();
            }
        }
        let files: Vec<_> = fs::read_dir(dir.path()).unwrap().flatten().collect();
        assert_eq!(files.len(), 2);
        assert!(
            files
                .iter()
                .all(|file| file.metadata().unwrap().len() <= 1000)
        );
        let kept = ["pullquote.log.1", "pullquote.log"]
            .map(|name| fs::read_to_string(dir.path().join(name)).unwrap())
            .concat();
        let numbers = kept.lines().map(|line| line.strip_prefix("line ").unwrap());
        let numbers: Vec<u32> = numbers.map(|number| number.parse().unwrap()).collect();
        assert!(numbers.len() > 100 && numbers.ends_with(&[999, 1000]));
        assert!(
            numbers.is_sorted_by(|a, b| a + 1 == *b),
            "no line is lost between the two"
        );
    }

    #[cfg(unix)]
    #[test]
    fn it_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("state/pullquote");
        Log::begin(&deep, LARGEST).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&deep), 0o700);
        assert_eq!(mode(&deep.join("pullquote.log")), 0o600);
    }
}
