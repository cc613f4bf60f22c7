//! Articles at rest, in one `SQLite` file: lists, search, what was read, what is kept. Knows nothing of network or screen.
//!
//! A [`Store`] is one connection, used by one thread. [`Cache`] runs two of them, a reader and a writer, on threads of
//! their own. The schema stands in `migrations/`; its comments are the documentation of the file format.

mod articles;
mod bodies;
mod bookmarks;
mod echoes;
mod enrichment;
mod error;
mod feeds;
mod fingerprint;
mod import;
mod kept;
mod lists;
mod lock;
mod migrations;
mod notes;
mod open;
mod people;
mod polls;
mod query;
mod quotes;
mod read;
mod revisions;
#[cfg(test)]
mod sample;
mod search;
mod stats;
mod tags;
mod threads;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use enrichment::Enriched;
pub use error::{CacheError, Result};
pub use import::{Imported, Saved};
pub use kept::Kept;
pub use lock::RefreshLock;
pub use polls::Stored;
pub use revisions::Revision;
pub use stats::FeedStats;
pub use tags::TagCount;
pub use threads::Cache;

/// One connection to the cache. Its functions stand in one file a topic.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the cache in `dir` for reading and writing. Makes the directory and the file where they are missing, both
    /// for the owner alone, and brings an older file up to date, with a backup beside it.
    pub fn open(dir: &Path) -> Result<Self> {
        let (conn, path) = open::writer(dir)?;
        Ok(Self { conn, path })
    }

    /// Opens the cache in `dir` for reading alone; [`CacheError::Missing`] where there is none.
    pub fn open_reader(dir: &Path) -> Result<Self> {
        let (conn, path) = open::reader(dir)?;
        Ok(Self { conn, path })
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What `SQLite`'s full check of the file finds wrong; empty where all is well. Reads the whole file.
    pub fn integrity(&self) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare("PRAGMA integrity_check")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        let mut faults = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        faults.retain(|fault| fault != "ok");
        Ok(faults)
    }

    /// Begins a transaction that holds the write lock from its first statement, so that what it reads stays true
    /// until it commits.
    fn transaction(&mut self) -> Result<Transaction<'_>> {
        Ok(self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}
