//! Figures of the whole cache, and its space given back. Neither is for the reader's screen: both visit every article.

use std::collections::HashMap;

use crate::news::{Feed, FeedId, UnixSeconds};

use super::Store;
use super::error::Result;

/// What is stored of one feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedStats {
    /// The feed, with its counts.
    pub feed: Feed,
    /// Bookmarked articles.
    pub bookmarks: u32,
    /// Articles that were edited after they were first seen.
    pub edited: u32,
    /// Quotations found; `None` where they were not yet looked for.
    pub quotes: Option<u32>,
    /// Bytes of the articles' bodies, as they are stored.
    pub bytes: u64,
    /// The date of the latest article.
    pub latest: Option<UnixSeconds>,
}

/// What a row of the count says: bookmarks, edited, quotations, bytes, latest.
type Counts = (u32, u32, Option<u32>, i64, Option<UnixSeconds>);

impl Store {
    /// The figures of each feed of the configuration, in its order.
    pub fn stats(&self) -> Result<Vec<FeedStats>> {
        let mut statement = self.conn.prepare(
            "SELECT a.feed, count(k.article), count(a.edited), sum(a.quotes), coalesce(sum(length(b.html)), 0),
                max(a.date)
             FROM articles a LEFT JOIN bodies b ON b.article = a.id LEFT JOIN bookmarks k ON k.article = a.id
             GROUP BY a.feed",
        )?;
        let rows = statement.query_map([], |row| {
            let counts = (
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
            );
            Ok((FeedId(row.get(0)?), counts))
        })?;
        let counts: HashMap<FeedId, Counts> = rows.collect::<rusqlite::Result<_>>()?;
        let stats = |feed: Feed| {
            let counts = counts.get(&feed.id).copied().unwrap_or_default();
            let (bookmarks, edited, quotes, bytes, latest) = counts;
            FeedStats {
                feed,
                bookmarks,
                edited,
                quotes,
                bytes: bytes.cast_unsigned(),
                latest,
            }
        };
        Ok(self.feeds()?.into_iter().map(stats).collect())
    }

    /// How many articles there are, as the feeds count them.
    pub fn article_count(&self) -> Result<u64> {
        let sql = "SELECT coalesce(sum(total), 0) FROM feeds";
        let count: i64 = self.conn.query_row(sql, [], |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// The version of the file's schema.
    pub fn version(&self) -> Result<u32> {
        super::migrations::version(&self.conn)
    }

    /// The size of the database, in bytes; what waits in its journal counts as well.
    pub fn size(&self) -> Result<u64> {
        let sql = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
        let bytes: i64 = self.conn.query_row(sql, [], |row| row.get(0))?;
        Ok(bytes.cast_unsigned())
    }

    /// Writes the database anew without the space that removed articles left, and merges the search index. Takes a lock
    /// on the whole file and, for a moment, its size again on the disk.
    pub fn vacuum(&mut self) -> Result<()> {
        super::people::sweep(&self.conn)?;
        for index in ["search", "spoken", "people_search"] {
            let sql = format!("INSERT INTO {index} ({index}) VALUES ('optimize')");
            self.conn.execute(&sql, [])?;
        }
        // The new file is first a temporary one, and may be larger than the memory.
        self.conn.pragma_update(None, "temp_store", "FILE")?;
        let done = self.conn.execute_batch("VACUUM");
        self.conn.pragma_update(None, "temp_store", "MEMORY")?;
        done?;
        self.conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::news::Query;

    #[test]
    fn each_feed_has_its_figures() {
        let (_dir, mut store) = sample::store();
        let entries =
            (1..=3).map(|n| sample::entry(&n.to_string(), "title", &"text ".repeat(50), n));
        sample::poll(&mut store, "a", entries.collect());
        sample::poll(
            &mut store,
            "a",
            vec![sample::entry("1", "title", "another text", 1)],
        );
        let rows = store
            .headlines(&Query {
                limit: 9,
                ..Query::default()
            })
            .unwrap()
            .rows;
        store.set_bookmark(rows[0].id, true, 1).unwrap();
        let stats = store.stats().unwrap();
        assert_eq!(stats.len(), 3);
        let a = &stats[0];
        assert_eq!(
            (a.feed.total, a.bookmarks, a.edited, a.quotes, a.latest),
            (3, 1, 1, None, Some(3))
        );
        assert!(a.bytes > 0);
        assert_eq!((stats[1].bytes, stats[1].latest), (0, None));
    }

    #[test]
    fn vacuum_gives_space_back_and_loses_nothing() {
        let (_dir, mut store) = sample::store();
        let empty = store.size().unwrap();
        for (feed, count) in [("a", 300), ("b", 3)] {
            let body = |n: i64| {
                let words = (0..400).map(|m| (n * 7919 + m * 104_729).to_string());
                words.collect::<Vec<_>>().join(" ")
            };
            let entries = (1..=count).map(|n| sample::entry(&n.to_string(), "title", &body(n), n));
            sample::poll(&mut store, feed, entries.collect());
        }
        store.sync_feeds(&sample::feeds()[1..]).unwrap();
        let before = store.size().unwrap() - empty;
        sample::clear_left(&mut store);
        store.vacuum().unwrap();
        let after = store.size().unwrap().saturating_sub(empty);
        assert!(after * 2 < before, "{before} {after}");
        assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
        assert_eq!(store.stats().unwrap()[0].feed.total, 3);
    }
}
