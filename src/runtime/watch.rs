//! Says when the configuration file or a theme may have changed: a thread that the system wakes (inotify, Linux), and that
//! sleeps otherwise. Reads none of them. Where the system has no such thing, a look every two seconds.

use std::path::{Path, PathBuf};
use std::thread;

/// Calls `changed` whenever something was written to the file, or to the folder `themes` beside it, or put in the place of
/// either, or of the folder they stand in; it may be called for nothing, and is once at first. It ends where `changed` says that nobody listens.
pub(super) fn watch(file: PathBuf, mut changed: impl FnMut() -> bool + Send + 'static) {
    let thread = thread::Builder::new().name("watch".into());
    let run = move || {
        if let Err(error) = wait(&file, &mut changed) {
            tracing::error!("the configuration is not watched any more: {error}");
        }
    };
    if let Err(error) = thread.spawn(run) {
        tracing::error!("the configuration is not watched: {error}");
    }
}

/// The folders in which a change may be seen, the file's own first: also that of the file which a link leads to, and the
/// folder above each, in which it may be replaced.
#[cfg(any(target_os = "linux", test))]
fn folders(file: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let real = file.canonicalize().ok();
    let mut within = Vec::new();
    for file in std::iter::once(file.to_owned()).chain(real) {
        if let Some(folder) = file.parent() {
            within.push(folder.to_owned());
            within.push(folder.join("themes"));
        }
    }
    let above = within.iter().filter_map(|folder| folder.parent());
    let mut above: Vec<PathBuf> = above.map(Path::to_owned).collect();
    for list in [&mut within, &mut above] {
        list.sort();
        list.dedup();
    }
    above.retain(|folder| !within.contains(folder));
    (within, above)
}

#[cfg(target_os = "linux")]
fn wait(file: &Path, changed: &mut dyn FnMut() -> bool) -> std::io::Result<()> {
    use std::collections::HashSet;
    use std::ffi::OsString;
    use std::mem::MaybeUninit;
    use std::os::fd::AsFd as _;
    use std::os::unix::ffi::OsStrExt as _;
    use std::time::Duration;

    use rustix::fs::inotify::{self, CreateFlags, Reader, WatchFlags};
    use rustix::io::Errno;

    /// What is written comes in several steps: so long after the first, all of them are seen as one.
    const QUIET: Duration = Duration::from_millis(60);

    let queue = inotify::init(CreateFlags::CLOEXEC)?;
    // Writes count when they are ended: a cache in the same folder, which stays open, wakes nobody.
    let inside = WatchFlags::CLOSE_WRITE
        | WatchFlags::MOVED_TO
        | WatchFlags::MOVED_FROM
        | WatchFlags::DELETE
        | WatchFlags::CREATE
        | WatchFlags::ONLYDIR;
    let outside = WatchFlags::MOVED_TO | WatchFlags::CREATE | WatchFlags::ONLYDIR;
    let mut watched: Vec<i32> = Vec::new();
    loop {
        let (within, above) = folders(file);
        // A folder that is not there is seen as soon as it comes, in the one above it.
        let add = |folder: &PathBuf, flags| inotify::add_watch(&queue, folder, flags).ok();
        let inner: Vec<i32> = within
            .iter()
            .filter_map(|folder| add(folder, inside))
            .collect();
        let outer: Vec<i32> = above
            .iter()
            .filter_map(|folder| add(folder, outside))
            .collect();
        let now: Vec<i32> = inner.iter().chain(&outer).copied().collect();
        for old in watched.iter().filter(|old| !now.contains(old)) {
            let _ = inotify::remove_watch(&queue, *old);
        }
        watched = now;
        // Only now: what changes after this look is seen.
        if !changed() {
            return Ok(());
        }
        let names: HashSet<OsString> = within
            .iter()
            .filter_map(|folder| folder.file_name().map(OsString::from))
            .chain(names(file))
            .collect();
        let concerns = |watch: i32, name: Option<&std::ffi::CStr>| {
            let Some(name) = name else {
                // The folder itself went, or the queue ran over.
                return true;
            };
            let name = std::ffi::OsStr::from_bytes(name.to_bytes());
            names.contains(name)
                || inner.contains(&watch) && Path::new(name).extension() == Some("toml".as_ref())
        };
        let mut room = [MaybeUninit::uninit(); 4096];
        let mut reader = Reader::new(queue.as_fd(), &mut room);
        loop {
            match reader.next() {
                Ok(event) if concerns(event.wd(), event.file_name()) => break,
                // A program that was stopped and goes on is told so in the middle of its wait.
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        // The rest of what came at once.
        while !reader.is_buffer_empty() {
            reader.next()?;
        }
        thread::sleep(QUIET);
    }
}

/// The file's name, and that of the file which a link leads to.
#[cfg(target_os = "linux")]
fn names(file: &Path) -> impl Iterator<Item = std::ffi::OsString> {
    let real = file.canonicalize().ok();
    let files = std::iter::once(file.to_owned()).chain(real);
    files.filter_map(|file| file.file_name().map(std::ffi::OsStr::to_owned))
}

#[cfg(not(target_os = "linux"))]
fn wait(file: &Path, changed: &mut dyn FnMut() -> bool) -> std::io::Result<()> {
    const PAUSE: std::time::Duration = std::time::Duration::from_secs(2);
    let time = |path: &Path| path.metadata().and_then(|facts| facts.modified()).ok();
    let look = || {
        let themes = file.parent().map(|folder| folder.join("themes"));
        let themes = themes.and_then(|folder| folder.read_dir().ok());
        let themes = themes.into_iter().flatten().flatten();
        let mut times: Vec<_> = themes.map(|entry| time(&entry.path())).collect();
        times.push(time(file));
        times
    };
    let mut before = look();
    loop {
        thread::sleep(PAUSE);
        let now = look();
        if now != before {
            before = now;
            if !changed() {
                return Ok(());
            }
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    /// Long enough for a busy machine.
    const SOON: Duration = Duration::from_secs(20);

    #[test]
    fn a_file_that_is_written_replaced_or_moved_with_its_folder_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join("home");
        fs::create_dir(&home).unwrap();
        let file = home.join("config.toml");
        let theme = home.join("themes/mine.toml");
        fs::write(&file, "a").unwrap();
        let (tell, told) = channel();
        let (seen, seen_theme) = (file.clone(), theme.clone());
        watch(file.clone(), move || {
            let text = |path| fs::read_to_string(path).unwrap_or_default();
            let both = text(&seen) + &text(&seen_theme);
            tell.send(both).is_ok()
        });
        let wait = |text: &str| while told.recv_timeout(SOON).unwrap() != text {};
        wait("a");
        fs::write(&file, "b").unwrap();
        wait("b");
        fs::write(home.join("config.toml~"), "c").unwrap();
        fs::rename(home.join("config.toml~"), &file).unwrap();
        wait("c");
        // The folder is replaced as a whole.
        let other = dir.path().join("other");
        fs::create_dir(&other).unwrap();
        fs::write(other.join("config.toml"), "d").unwrap();
        fs::rename(&home, dir.path().join("old")).unwrap();
        fs::rename(&other, &home).unwrap();
        wait("d");
        fs::write(&file, "e").unwrap();
        wait("e");
        fs::create_dir(home.join("themes")).unwrap();
        fs::write(&theme, "f").unwrap();
        wait("ef");
        fs::write(&theme, "g").unwrap();
        wait("eg");
    }

    #[test]
    fn what_a_link_leads_to_is_seen_as_well() {
        let dir = tempfile::tempdir().unwrap();
        let (home, store) = (dir.path().join("home"), dir.path().join("dotfiles"));
        fs::create_dir(&home).unwrap();
        fs::create_dir(&store).unwrap();
        fs::write(store.join("mine.conf"), "a").unwrap();
        let file = home.join("config.toml");
        std::os::unix::fs::symlink(store.join("mine.conf"), &file).unwrap();
        let (tell, told) = channel();
        let seen = file.clone();
        watch(file, move || {
            tell.send(fs::read_to_string(&seen).unwrap_or_default())
                .is_ok()
        });
        let wait = |text: &str| while told.recv_timeout(SOON).unwrap() != text {};
        wait("a");
        fs::write(store.join("mine.conf"), "b").unwrap();
        wait("b");
    }
}
