//! Opening the database file: places, permissions, settings of a connection, a damaged file set aside.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::{CacheError, Result};
use super::presence::{Left, Presence};
use super::salvage::salvage;
use super::{lock, migrations, private};

/// The name of the database file.
const FILE: &str = "pullquote.db";
/// How long a connection waits for another one's lock. A transaction lasts milliseconds; a migration may last longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Statements kept ready on a connection: all that a refresh and the screen ask, so that none of them is compiled twice.
const STATEMENTS: usize = 160;

/// A connection for reading and writing, the file's path, and this instance's entry among those that use it.
pub(super) fn writer(dir: &Path) -> Result<(Connection, PathBuf, Presence)> {
    private::directory(dir).map_err(|e| CacheError::file(dir, e))?;
    let path = dir.join(FILE);
    let (presence, left) = Presence::enter(dir)?;
    if left == Left::Damaged && path.exists() {
        return Err(set_aside(&path));
    }
    // `SQLite` gives its journals the same permissions.
    private::file(&path).map_err(|e| CacheError::file(&path, e))?;
    match connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|conn| ready(conn, dir, &path))
    {
        Ok(conn) => Ok((conn, path, presence)),
        Err(CacheError::Corrupt) => Err(set_aside(&path)),
        Err(error) => Err(error),
    }
}

/// A connection for reading alone, and the file's path.
pub(super) fn reader(dir: &Path) -> Result<(Connection, PathBuf)> {
    let path = dir.join(FILE);
    if !path.exists() {
        return Err(CacheError::Missing(path));
    }
    let mut conn = connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    if matches!(migrations::version(&conn), Err(CacheError::NotWritable(_)))
        && !with_suffix(&path, "-wal").exists()
    {
        conn = unchanging(&path)?;
    }
    if migrations::version(&conn)? < migrations::LATEST {
        drop(conn);
        drop(writer(dir)?);
        conn = connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    }
    migrations::refuse_newer(&conn, &path)?;
    Ok((conn, path))
}

/// A connection to a file in a directory where nothing can be made, not even what readers and writers agree by: nobody
/// writes there.
fn unchanging(path: &Path) -> Result<Connection> {
    let mut address = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.".contains(byte) {
            address.push(char::from(*byte));
        } else {
            let _ = write!(address, "%{byte:02x}");
        }
    }
    address.push_str("?immutable=1");
    connect(
        Path::new(&address),
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
    )
}

pub(super) fn connect(path: &Path, access: OpenFlags) -> Result<Connection> {
    let conn = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(PATIENCE)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    // A tampered file may call no function from its schema.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // The same plan for any value: otherwise a kept statement is compiled anew each time that another value is bound.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(conn)
}

/// Brings the file up to date and sets what only a writer needs.
fn ready(conn: Connection, dir: &Path, path: &Path) -> Result<Connection> {
    if migrations::version(&conn)? != migrations::LATEST {
        let _only_one = lock::migration(dir)?;
        migrations::run(&conn, path)?;
    }
    // A killed program loses nothing in this mode; a power cut may lose the last seconds but never damages the file.
    conn.pragma_update(None, "synchronous", "NORMAL")?;
    conn.pragma_update(None, "cache_size", -8192)?;
    // A refresh touches the same index pages again and again: copy them into the file less often than each 1000 pages.
    conn.pragma_update(None, "wal_autocheckpoint", 2000)?;
    conn.pragma_update(None, "journal_size_limit", 16 << 20)?;
    Ok(conn)
}

/// Moves a damaged database and its journal to a name that is free, saves what can be read of it, and says both.
fn set_aside(path: &Path) -> CacheError {
    let free = (1..=u32::MAX)
        .map(|n| path.with_file_name(format!("pullquote-damaged-{n}.db")))
        .find(|name| !name.exists())
        .unwrap_or_else(|| path.with_file_name("pullquote-damaged.db"));
    for suffix in ["", "-wal", "-shm"] {
        let (from, to) = (with_suffix(path, suffix), with_suffix(&free, suffix));
        match fs::rename(&from, &to) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return CacheError::file(&from, e);
            }
            _ => {}
        }
    }
    match salvage(&free) {
        Ok(saved) => CacheError::SetAside { path: free, saved },
        Err(error) => error,
    }
}

/// The path with more at its end: `news.db-wal`.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Store;

    #[test]
    fn a_file_that_is_no_database_is_set_aside_and_the_next_start_works() {
        let dir = tempfile::tempdir().unwrap();
        let noise = b"these are notes of mine, not a database at all\n".repeat(40);
        fs::write(dir.path().join(FILE), &noise).unwrap();
        let Err(CacheError::SetAside {
            path: place,
            saved: None,
        }) = Store::open(dir.path())
        else {
            panic!("a damaged file was opened");
        };
        assert_eq!(fs::read(place).unwrap(), noise);
        assert!(Store::open(dir.path()).is_ok());
    }

    #[test]
    fn a_reader_says_that_there_is_no_cache_yet() {
        let dir = tempfile::tempdir().unwrap();
        let error = Store::open_reader(dir.path()).unwrap_err();
        assert!(matches!(error, CacheError::Missing(_)));
        assert!(error.hint().contains("pullquote poll"));
        assert!(!dir.path().join(FILE).exists());
    }

    #[cfg(unix)]
    #[test]
    fn directory_and_file_are_for_the_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("share").join("pullquote");
        let store = Store::open(&deep).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&deep), 0o700);
        assert_eq!(mode(store.path()), 0o600);
    }

    #[test]
    fn a_directory_that_cannot_be_made_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        let error = Store::open(&file.join("below")).unwrap_err();
        assert!(
            matches!(error, CacheError::File { .. } | CacheError::NotWritable(_)),
            "{error}"
        );
    }
}
