//! Which feeds a query is confined to: names, folders, tags to rows. Names are compared here and not by `SQLite`,
//! which knows the case of ASCII letters alone.

use std::collections::BTreeSet;

use crate::news::{Field, Scope};

use super::super::Store;
use super::super::error::Result;
use super::super::feeds::host;

/// A page has about so many rows. Walking along the dates of all meets one of some feeds' rows in each `all / theirs`,
/// walking these feeds alone meets all of theirs, to be sorted: the fewer rows the better.
const PAGE: i64 = 200;
/// No more rows are sorted for a page.
const SORTED: i64 = 5000;

/// Where a list's articles stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Anywhere.
    All,
    /// In one feed.
    Feed(i64),
    /// In the feeds of one folder.
    Folder {
        /// Which.
        id: i64,
        /// Its feeds.
        ids: BTreeSet<i64>,
    },
    /// In some feeds.
    Feeds {
        /// Which.
        ids: BTreeSet<i64>,
        /// They have few articles.
        narrow: bool,
    },
}

impl Place {
    /// Whether articles of this feed, which stands in this folder, belong to it.
    pub(super) fn holds(&self, feed: i64, folder: Option<i64>) -> bool {
        match self {
            Self::All => true,
            Self::Feed(id) => *id == feed,
            Self::Folder { id, .. } => folder == Some(*id),
            Self::Feeds { ids, .. } => ids.contains(&feed),
        }
    }
}

/// What a query can ask of a feed.
pub(super) struct Source {
    id: i64,
    name: String,
    url: String,
    folder: Option<(i64, String)>,
    tags: Vec<String>,
    language: Option<String>,
    total: i64,
}

pub(super) fn sources(store: &Store) -> Result<Vec<Source>> {
    let mut statement = store.conn.prepare_cached(
        "SELECT f.id, coalesce(f.name, f.title), f.url, d.id, d.name, f.tags, f.total, f.language
         FROM feeds f LEFT JOIN folders d ON d.id = f.folder",
    )?;
    let rows = statement.query_map([], |row| {
        let (name, url): (Option<String>, String) = (row.get(1)?, row.get(2)?);
        let (folder, folder_name): (Option<i64>, Option<String>) = (row.get(3)?, row.get(4)?);
        let tags = row.get_ref(5)?.as_str()?;
        Ok(Source {
            id: row.get(0)?,
            name: name.unwrap_or_else(|| host(&url)),
            url,
            folder: folder.zip(folder_name),
            tags: serde_json::from_str(tags).unwrap_or_default(),
            language: row.get(7)?,
            total: row.get(6)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A language as two of them are compared: "de" is also the beginning of "de-AT".
pub(super) fn language(tag: &str) -> String {
    format!("{}-", tag.trim().to_lowercase().replace('_', "-"))
}

/// The feeds of which a term is true.
pub(super) fn named(sources: &[Source], field: Field, value: &str) -> BTreeSet<i64> {
    let value = value.trim().to_lowercase();
    let wanted = language(&value);
    let is_meant = |source: &&Source| match field {
        Field::Feed => {
            source.name.to_lowercase().contains(&value)
                || source.url.to_lowercase().contains(&value)
        }
        Field::Folder => {
            let folder = source.folder.as_ref();
            folder.is_some_and(|(_, name)| name.to_lowercase() == value)
        }
        Field::Tag => source.tags.iter().any(|tag| tag.to_lowercase() == value),
        Field::Lang => {
            let spoken = source.language.as_deref();
            spoken.is_some_and(|spoken| language(spoken).starts_with(&wanted))
        }
        Field::Author | Field::Speaker | Field::Title | Field::Text => false,
    };
    sources.iter().filter(is_meant).map(|s| s.id).collect()
}

/// The feeds of a scope; `None` for all.
pub(super) fn of_scope(sources: &[Source], scope: &Scope) -> Option<BTreeSet<i64>> {
    match scope {
        Scope::All | Scope::Unread | Scope::Bookmarks | Scope::Person(_) | Scope::Quotation(..) => {
            None
        }
        Scope::Feed(feed) => Some(BTreeSet::from([feed.0])),
        Scope::Folder(name) => {
            let stands_in = |s: &&Source| s.folder.as_ref().is_some_and(|(_, n)| n == name);
            Some(sources.iter().filter(stands_in).map(|s| s.id).collect())
        }
    }
}

/// The place that holds just these feeds.
pub(super) fn place(sources: &[Source], ids: Option<BTreeSet<i64>>) -> Place {
    let Some(ids) = ids else { return Place::All };
    if let (1, Some(only)) = (ids.len(), ids.first()) {
        return Place::Feed(*only);
    }
    let members = || sources.iter().filter(|s| ids.contains(&s.id));
    let folder = members().next().and_then(|s| s.folder.as_ref());
    if let Some((folder, _)) = folder {
        let stands_in = |s: &&Source| s.folder.as_ref().is_some_and(|(id, _)| id == folder);
        let of_folder: BTreeSet<i64> = sources.iter().filter(stands_in).map(|s| s.id).collect();
        if of_folder == ids {
            let id = *folder;
            return Place::Folder { id, ids };
        }
    }
    let narrow = are_few(sources, &ids);
    Place::Feeds { ids, narrow }
}

/// Whether these feeds have so few articles that it is faster to meet all of theirs than to walk along the dates of all.
pub(super) fn are_few(sources: &[Source], ids: &BTreeSet<i64>) -> bool {
    let all: i64 = sources.iter().map(|s| s.total).sum();
    let members = sources.iter().filter(|s| ids.contains(&s.id));
    let theirs: i64 = members.map(|s| s.total).sum();
    theirs <= SORTED && theirs * theirs <= PAGE.saturating_mul(all)
}
