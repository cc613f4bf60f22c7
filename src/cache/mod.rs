//! Articles at rest, in one `SQLite` file: lists, search, what was read, what is kept. Knows nothing of network or screen.
//!
//! A [`Store`] is one connection, used by one thread. [`Cache`] runs two of them, a reader and a writer, on threads of
//! their own. The schema stands in `migrations/`; its comments are the documentation of the file format.

mod arrival;
mod articles;
mod bodies;
mod bookmarks;
mod corrections;
mod echoes;
mod enrichment;
mod error;
mod feeds;
mod fingerprint;
mod fold;
mod front;
mod full_text;
mod highlights;
mod import;
mod indices;
mod kept;
mod ledger;
mod lists;
mod lock;
mod migrations;
mod notes;
mod numbers;
mod open;
mod people;
mod polls;
mod presence;
pub mod private;
mod query;
mod quotes;
mod read;
mod retention;
mod revisions;
mod rules;
mod salvage;
#[cfg(test)]
mod sample;
mod search;
mod stats;
mod stubs;
mod tags;
mod threads;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use presence::Presence;

pub use arrival::Arrival;
pub use enrichment::Enriched;
pub use error::{CacheError, Result};
pub use full_text::PageToFetch;
pub use import::{Imported, Saved};
pub use kept::Kept;
pub use ledger::Restored;
pub use lock::RefreshLock;
pub use polls::{Poll, Stored};
pub use retention::Clearance;
pub use revisions::Revision;
pub use salvage::Salvage;
pub use stats::FeedStats;
pub use tags::TagCount;
pub use threads::Cache;

/// One connection to the cache. Its functions stand in one file a topic.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: PathBuf,
    /// What is done with articles as they come.
    rules: rules::Rules,
    /// Of a writer. Behind the connection, which is closed before it.
    presence: Option<Presence>,
}

impl Store {
    /// Opens the cache in `dir` for reading and writing. Makes the directory and the file where they are missing, both
    /// for the owner alone, and brings an older file up to date, with a backup beside it.
    pub fn open(dir: &Path) -> Result<Self> {
        let (conn, path, presence) = open::writer(dir)?;
        let mut store = Self {
            conn,
            path,
            rules: rules::Rules::default(),
            presence: Some(presence),
        };
        // The log is a second safety; without it the first one must still open.
        if let Err(error) = store.begin_log() {
            tracing::warn!("the log of what you keep waits: {error}");
        }
        Ok(store)
    }

    /// Opens the cache in `dir` for reading alone; [`CacheError::Missing`] where there is none.
    pub fn open_reader(dir: &Path) -> Result<Self> {
        let (conn, path) = open::reader(dir)?;
        Ok(Self {
            conn,
            path,
            rules: rules::Rules::default(),
            presence: None,
        })
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the last program that wrote here was killed, or the power went, and nobody has looked since. Then
    /// [`Store::quick_check`] is due, and after it [`Store::found`].
    pub fn ended_unclean(&self) -> bool {
        self.presence.as_ref().is_some_and(Presence::is_unclean)
    }

    /// What `SQLite`'s quick check finds wrong, at most ten things; empty where all is well. Reads the whole file, but
    /// does not compare the indices with their tables.
    pub fn quick_check(&self) -> Result<Vec<String>> {
        match self.check("quick_check(10)") {
            // Damage so deep that the check itself cannot go on.
            Err(error @ CacheError::Corrupt) => Ok(vec![error.to_string()]),
            checked => checked,
        }
    }

    /// Says what a check of the file found. A damaged one is set aside by the next program that is alone with it.
    pub fn found(&mut self, is_sound: bool) -> Result<()> {
        match &mut self.presence {
            Some(presence) if is_sound => presence.found_sound(),
            Some(presence) => presence.condemn()?,
            None => {}
        }
        Ok(())
    }

    /// What `SQLite`'s full check of the file finds wrong; empty where all is well. Reads the whole file.
    pub fn integrity(&self) -> Result<Vec<String>> {
        self.check("integrity_check")
    }

    fn check(&self, pragma: &str) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare(&format!("PRAGMA {pragma}"))?;
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
