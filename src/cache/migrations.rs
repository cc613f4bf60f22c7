//! The schema, step by step: one numbered SQL file a version, and `PRAGMA user_version` says which were run.
//! A published file is never changed; a new version is a new file.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::{CacheError, Result};
use super::private;

/// In order; the first one makes version 1.
const STEPS: &[&str] = &[
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_search.sql"),
    include_str!("migrations/0003_keeping.sql"),
    include_str!("migrations/0004_folding.sql"),
    include_str!("migrations/0005_full_text.sql"),
    include_str!("migrations/0006_sidebar.sql"),
    include_str!("migrations/0007_people.sql"),
    include_str!("migrations/0008_feeds_that_left.sql"),
    include_str!("migrations/0010_words.sql"),
    include_str!("migrations/0011_first_polls.sql"),
    include_str!("migrations/0012_ledger.sql"),
];

/// The version that this program writes.
pub(super) const LATEST: u32 = STEPS.len() as u32;

/// The file's version; 0 for an empty file.
pub(super) fn version(conn: &Connection) -> Result<u32> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Refuses a file that a later version of the program wrote: it may hold what this one would destroy.
pub(super) fn refuse_newer(conn: &Connection, path: &Path) -> Result<()> {
    refuse_above(conn, path, LATEST)
}

fn refuse_above(conn: &Connection, path: &Path, known: u32) -> Result<()> {
    let found = version(conn)?;
    if found > known {
        return Err(CacheError::Newer {
            path: path.to_owned(),
            found,
            known,
        });
    }
    Ok(())
}

/// Brings the file to the latest version. To be called with the migration lock held.
pub(super) fn run(conn: &Connection, path: &Path) -> Result<()> {
    run_steps(conn, path, STEPS)
}

fn run_steps(conn: &Connection, path: &Path, steps: &[&str]) -> Result<()> {
    refuse_above(conn, path, steps.len() as u32)?;
    let from = version(conn)? as usize;
    if from == 0 {
        // Both take effect only before the first table is made.
        conn.pragma_update(None, "page_size", PAGE_SIZE)?;
        conn.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        conn.pragma_update(None, "journal_mode", "WAL")?;
    } else if from < steps.len() {
        back_up(conn, path, from)?;
    }
    // One transaction: after a kill the file stands at the version that it had or at the last, and a new file costs one
    // journal, not one a step.
    let (pending, last) = (steps[from..].join("\n"), steps.len());
    conn.execute_batch(&format!(
        "BEGIN IMMEDIATE;\n{pending}\nPRAGMA user_version = {last};\nCOMMIT;"
    ))
    .inspect_err(|_| {
        // Without effect where SQLite has rolled back by itself.
        conn.execute_batch("ROLLBACK").ok();
    })?;
    Ok(())
}

/// In bytes. Bodies of 1 to 5 KB leave a fifteenth of a page of this size unused; of `SQLite`'s usual 4096 a quarter.
const PAGE_SIZE: u32 = 16384;

/// Copies the file beside itself before it is changed, and deletes the copy made before an earlier version.
fn back_up(conn: &Connection, path: &Path, version: usize) -> Result<()> {
    let backup = backup_path(path, version);
    let half_done = backup.with_extension("part");
    fs::remove_file(&half_done).ok();
    // An empty file is written into; one that SQLite makes would be open to all.
    private::file(&half_done).map_err(|e| CacheError::file(&half_done, e))?;
    conn.execute("VACUUM INTO ?1", [half_done.to_string_lossy()])?;
    fs::rename(&half_done, &backup).map_err(|e| CacheError::file(&backup, e))?;
    for earlier in 1..version {
        fs::remove_file(backup_path(path, earlier)).ok();
    }
    Ok(())
}

fn backup_path(path: &Path, version: usize) -> PathBuf {
    path.with_extension(format!("v{version}.db"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &[&str] = &["CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (7);"];
    const NEW: &[&str] = &[
        OLD[0],
        "ALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 8;",
    ];
    const BROKEN: &[&str] = &[
        OLD[0],
        "CREATE TABLE b (x INTEGER) STRICT; SELECT nonsense;",
    ];

    fn old_file(dir: &Path) -> (Connection, PathBuf) {
        let path = dir.join("some.db");
        let conn = Connection::open(&path).unwrap();
        run_steps(&conn, &path, OLD).unwrap();
        (conn, path)
    }

    #[test]
    fn an_older_file_is_backed_up_and_brought_up_to_date() {
        let dir = tempfile::tempdir().unwrap();
        let (conn, path) = old_file(dir.path());
        run_steps(&conn, &path, NEW).unwrap();
        assert_eq!(version(&conn).unwrap(), 2);
        let row = conn.query_row("SELECT x, y FROM a", [], |r| Ok((r.get(0)?, r.get(1)?)));
        assert_eq!(row.unwrap(), (7, 8));
        let backup = Connection::open(backup_path(&path, 1)).unwrap();
        assert_eq!(version(&backup).unwrap(), 1);
        let x: u32 = backup
            .query_row("SELECT x FROM a", [], |r| r.get(0))
            .unwrap();
        assert_eq!(x, 7);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(backup_path(&path, 1))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600, "nobody else may read the copy");
        }
    }

    #[test]
    fn notes_and_tags_of_bookmarks_become_those_of_articles() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("some.db");
        let access = rusqlite::OpenFlags::default();
        let conn = super::super::open::connect(&path, access).unwrap();
        run_steps(&conn, &path, &STEPS[..1]).unwrap();
        conn.execute_batch(
            "INSERT INTO feeds (id, url) VALUES (1, 'x');
             INSERT INTO articles (id, feed, entry, date, first_seen, title, fingerprint, details)
                VALUES (1, 1, 'a', 5, 5, 'A', 0, 0), (2, 1, 'b', 6, 6, 'B', 0, 0);
             INSERT INTO bookmarks VALUES (1, 5, 7, 'why', '[\"sea\",\"ships\"]'), (2, 6, 8, NULL, '[\"sea\"]');",
        )
        .unwrap();
        run_steps(&conn, &path, STEPS).unwrap();
        let all = |sql: &str| -> String {
            let mut statement = conn.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| row.get::<_, String>(0));
            let rows: Vec<String> = rows.unwrap().map(|row| row.unwrap()).collect();
            rows.join(" ")
        };
        let tagged = "SELECT name || article || date || created FROM tags JOIN tagged ON tag = id ORDER BY 1";
        assert_eq!(all(tagged), "sea157 sea268 ships157");
        assert_eq!(all("SELECT note || article || date FROM notes"), "why15");
        assert_eq!(all("SELECT article || created FROM bookmarks"), "17 28");
    }

    #[test]
    fn a_new_file_is_not_backed_up() {
        let dir = tempfile::tempdir().unwrap();
        drop(old_file(dir.path()));
        let names = fs::read_dir(dir.path())
            .unwrap()
            .map(|e| e.unwrap().file_name());
        assert_eq!(names.collect::<Vec<_>>(), ["some.db"]);
    }

    #[test]
    fn only_the_newest_backup_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let (conn, path) = old_file(dir.path());
        run_steps(&conn, &path, NEW).unwrap();
        let newest = &[NEW[0], NEW[1], "CREATE TABLE c (x INTEGER) STRICT;"];
        run_steps(&conn, &path, newest).unwrap();
        assert!(backup_path(&path, 2).exists());
        assert!(!backup_path(&path, 1).exists());
    }

    #[test]
    fn a_later_version_is_refused_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let (conn, path) = old_file(dir.path());
        run_steps(&conn, &path, NEW).unwrap();
        let error = run_steps(&conn, &path, OLD).unwrap_err();
        assert!(matches!(
            error,
            CacheError::Newer {
                found: 2,
                known: 1,
                ..
            }
        ));
        assert!(error.hint().contains("update pullquote"));
        assert_eq!(version(&conn).unwrap(), 2);
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before_it() {
        let dir = tempfile::tempdir().unwrap();
        let (conn, path) = old_file(dir.path());
        assert!(run_steps(&conn, &path, BROKEN).is_err());
        assert_eq!(version(&conn).unwrap(), 1);
        let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";
        let count: u32 = conn.query_row(tables, [], |row| row.get(0)).unwrap();
        assert_eq!(count, 1);
        assert!(backup_path(&path, 1).exists());
    }
}
