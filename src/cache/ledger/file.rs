//! The log's file: lines at its end, or all of it anew. Knows nothing of what a line says.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::super::open::with_suffix;
use super::super::private;

/// Opens a file to which lines can be added, for the owner alone. A line that was cut short is ended first, so that it
/// spoils none but itself.
pub(super) fn append(path: &Path, text: &str, sync: bool) -> io::Result<u64> {
    let mut file = OpenOptions::new().read(true).append(true).open(path)?;
    let length = file.seek(SeekFrom::End(0))?;
    let written = put(&mut file, length, text, sync);
    if written.is_err() {
        // A half line would do no harm, but takes room that there is not.
        let _ = file.set_len(length);
    }
    written
}

fn put(file: &mut File, length: u64, text: &str, sync: bool) -> io::Result<u64> {
    let mut last = [b'\n'];
    if length > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    let end = if last == *b"\n" { "" } else { "\n" };
    file.write_all(end.as_bytes())?;
    file.write_all(text.as_bytes())?;
    if sync {
        file.sync_data()?;
    }
    Ok(length + (end.len() + text.len()) as u64)
}

/// Writes the file anew, whole or not at all, and keeps the one before it as [`earlier`]; its length.
pub(super) fn replace(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> super::Result<()>,
) -> super::Result<u64> {
    let failed = |error| super::CacheError::file(path, error);
    let part = with_suffix(path, ".part");
    let done = (|| {
        let mut options = private::options();
        options.write(true).create(true).truncate(true);
        let mut out = BufWriter::new(options.open(&part).map_err(failed)?);
        write(&mut out)?;
        let file = out.into_inner().map_err(|e| failed(e.into_error()))?;
        file.sync_all().map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        if path.exists() {
            fs::rename(path, earlier(path)).map_err(failed)?;
        }
        fs::rename(&part, path).map_err(failed)?;
        sync_directory(path).map_err(failed)?;
        Ok(length)
    })();
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    done
}

/// The names of files reach the disk with their directory.
fn sync_directory(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(directory) = path.parent() {
        File::open(directory)?.sync_all()?;
    }
    Ok(())
}

/// The file before the last that was written anew.
pub(super) fn earlier(path: &Path) -> PathBuf {
    with_suffix(path, ".1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_was_cut_short_spoils_none_but_itself() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("log");
        fs::write(&path, "one\nhal").unwrap();
        append(&path, "two\n", true).unwrap();
        assert_eq!(append(&path, "three\n", false).unwrap(), 18);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\nhal\ntwo\nthree\n");
    }

    #[test]
    fn a_file_is_written_anew_as_a_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("log");
        fs::write(&path, "one\n").unwrap();
        let full = replace(&path, |out| {
            out.write_all(b"ha").unwrap();
            Err(super::super::CacheError::DiskFull)
        });
        assert!(full.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
        let written = replace(&path, |out| {
            out.write_all(b"all\n").unwrap();
            Ok(())
        });
        assert_eq!(written.unwrap(), 4);
        assert_eq!(fs::read_to_string(earlier(&path)).unwrap(), "one\n");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
