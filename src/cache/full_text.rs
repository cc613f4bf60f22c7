//! Articles' pages: what was read in them, what failed, and which of them are still to be fetched. Fetches nothing.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::news::{ArticleId, FeedId, FullText, UnixSeconds, clean_line};

use super::error::Result;
use super::{Store, bodies, enrichment, fingerprint};

/// Of each feed, only so many of the newest articles are fetched by themselves: a first poll brings a backlog that
/// nobody asked for.
const NEWEST: u32 = 20;
/// A text with fewer words is short: its page may hold more.
const SHORT: usize = 250;
/// After so many failures in a row a page is not asked for again by itself.
const MOST_FAILURES: u32 = 4;
/// The wait after the first failure, in seconds; each further one waits four times as long.
const FIRST_WAIT: UnixSeconds = 3600;

/// An article whose page is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageToFetch {
    /// The article.
    pub article: ArticleId,
    /// Its feed's address, as it stands in the configuration.
    pub feed: String,
    /// Its own.
    pub link: String,
    /// Not to be asked before this moment, because the server said so.
    pub retry: Option<UnixSeconds>,
}

impl Store {
    /// Keeps what came of fetching an article's page. A failure (`failures` is not 0) is added to those before it and
    /// leaves the text that was read before; a text has the article indexed and searched for quotations anew.
    pub fn set_full_text(&mut self, id: ArticleId, full: &FullText) -> Result<()> {
        let reading = full.reading.as_deref().map(bodies::pack);
        let read = reading.is_some().then_some(full.asked);
        let tx = self.transaction()?;
        tx.prepare_cached(
            "INSERT INTO pages (article, asked, status, failures, retry, error, reading, read)
             SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM articles WHERE id = ?1
             ON CONFLICT (article) DO UPDATE SET asked = excluded.asked, status = excluded.status,
                failures = CASE WHEN excluded.failures > 0 THEN failures + 1 ELSE 0 END,
                retry = excluded.retry, error = excluded.error,
                reading = coalesce(excluded.reading, reading), read = coalesce(excluded.read, read)",
        )?
        .execute(params![
            id.0,
            full.asked,
            full.status,
            full.failures,
            full.retry,
            full.error.as_deref().map(clean_line),
            reading,
            read,
        ])?;
        if read.is_some() {
            enrichment::text_changed(&tx, id)?;
        }
        tx.commit()?;
        Ok(())
    }

    /// What an article's page is fetched with: its own address and its feed's; `None` where it has no address.
    pub fn page_of(&self, id: ArticleId) -> Result<Option<PageToFetch>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT a.id, f.url, a.link, p.retry FROM articles a JOIN feeds f ON f.id = a.feed
             LEFT JOIN pages p ON p.article = a.id
             WHERE a.id = ?1 AND a.link IS NOT NULL",
        )?;
        Ok(statement.query_row([id.0], page_of_row).optional()?)
    }

    /// The pages to be fetched by themselves, the newest first: of unread articles among the newest of these feeds,
    /// where the text that the feed sent is short. One that failed is asked for again only after a while.
    pub fn pages_to_fetch(&self, feeds: &[FeedId], now: UnixSeconds) -> Result<Vec<PageToFetch>> {
        let mut found = Vec::new();
        for feed in feeds {
            let mut statement = self.conn.prepare_cached(
                "SELECT a.id, f.url, a.link, a.date, b.html, p.asked, p.failures, p.retry, p.read FROM (
                    SELECT id FROM articles WHERE feed = ?1 ORDER BY date DESC, id DESC LIMIT ?2) newest
                 JOIN articles a ON a.id = newest.id
                 JOIN feeds f ON f.id = a.feed
                 JOIN bodies b ON b.article = a.id
                 JOIN unread u ON u.date = a.date AND u.article = a.id
                 LEFT JOIN pages p ON p.article = a.id
                 WHERE a.link IS NOT NULL",
            )?;
            let mut rows = statement.query(params![feed.0, NEWEST])?;
            while let Some(row) = rows.next()? {
                if is_due(row, now)? && is_short(row)? {
                    found.push((row.get::<_, UnixSeconds>("date")?, page_of_row(row)?));
                }
            }
        }
        found.sort_by_key(|(date, page)| std::cmp::Reverse((*date, page.article)));
        Ok(found.into_iter().map(|(_, page)| page).collect())
    }
}

fn page_of_row(row: &Row<'_>) -> rusqlite::Result<PageToFetch> {
    Ok(PageToFetch {
        article: ArticleId(row.get(0)?),
        feed: row.get(1)?,
        link: row.get(2)?,
        retry: row.get("retry")?,
    })
}

/// Never tried, or failed long enough ago.
fn is_due(row: &Row<'_>, now: UnixSeconds) -> rusqlite::Result<bool> {
    let Some(asked) = row.get::<_, Option<UnixSeconds>>("asked")? else {
        return Ok(true);
    };
    let failures: u32 = row.get("failures")?;
    let retry: Option<UnixSeconds> = row.get("retry")?;
    if row.get::<_, Option<UnixSeconds>>("read")?.is_some()
        || !(1..MOST_FAILURES).contains(&failures)
    {
        return Ok(false);
    }
    let wait = FIRST_WAIT * 4_i64.pow(failures - 1);
    Ok(now >= asked.saturating_add(wait).max(retry.unwrap_or(0)))
}

fn is_short(row: &Row<'_>) -> rusqlite::Result<bool> {
    let packed: Vec<u8> = row.get("html")?;
    let html = bodies::unpack(&packed).unwrap_or_default();
    Ok(fingerprint::words(&html) < SHORT)
}

/// The columns of `pages` in the row of an article.
pub(super) fn of_row(row: &Row<'_>) -> rusqlite::Result<Option<FullText>> {
    let Some(asked) = row.get("asked")? else {
        return Ok(None);
    };
    let reading: Option<Vec<u8>> = row.get("reading")?;
    Ok(Some(FullText {
        asked,
        status: row.get("status")?,
        failures: row.get("failures")?,
        retry: row.get("retry")?,
        error: row.get("error")?,
        reading: reading.and_then(|packed| bodies::unpack(&packed)),
    }))
}

/// An article's fingerprint, which another reading of its page changes as well.
pub(super) fn fingerprint(text: i64, read: Option<UnixSeconds>) -> i64 {
    text.wrapping_add(read.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::super::{Enriched, sample};
    use super::*;
    use crate::news::Preview;

    fn read(asked: UnixSeconds, reading: &str) -> FullText {
        FullText {
            asked,
            status: Some(200),
            reading: Some(reading.to_owned()),
            ..FullText::default()
        }
    }

    fn failed(asked: UnixSeconds, failures: u32) -> FullText {
        FullText {
            asked,
            failures,
            error: Some("no connection".to_owned()),
            ..FullText::default()
        }
    }

    fn entries(store: &mut Store, count: i64, html: &str) {
        let entries = (0..count).map(|n| {
            let mut entry = sample::entry(
                &n.to_string(),
                &format!("Title {n}"),
                html,
                sample::NOW - 60 * n,
            );
            entry.link = Some(format!("https://a.example/{n}"));
            entry
        });
        sample::poll(store, "a", entries.collect());
    }

    fn due(store: &Store, now: UnixSeconds) -> Vec<String> {
        let feed = store.feeds().unwrap()[0].id;
        let pages = store.pages_to_fetch(&[feed], now).unwrap();
        pages.into_iter().map(|page| page.link).collect()
    }

    #[test]
    fn only_the_newest_short_and_unread_articles_are_fetched_the_newest_first() {
        let (_dir, mut store) = sample::store();
        entries(&mut store, 30, "<p>In short.</p>");
        let links = due(&store, sample::NOW);
        assert_eq!(links.len(), 20);
        assert_eq!(links[0], "https://a.example/0");
        let newest = store
            .pages_to_fetch(&[store.feeds().unwrap()[0].id], 0)
            .unwrap();
        store.set_read(&[newest[0].article], true, 1).unwrap();
        assert_eq!(due(&store, sample::NOW)[0], "https://a.example/1");
        let (_dir, mut store) = sample::store();
        entries(&mut store, 3, &"<p>At length.</p>".repeat(200));
        assert_eq!(due(&store, sample::NOW), [""; 0]);
    }

    #[test]
    fn a_failure_is_not_repeated_at_once_and_not_for_ever() {
        let (_dir, mut store) = sample::store();
        entries(&mut store, 1, "<p>In short.</p>");
        let id = ArticleId(1);
        let now = sample::NOW;
        store.set_full_text(id, &failed(now, 1)).unwrap();
        assert!(due(&store, now + 60).is_empty());
        assert_eq!(due(&store, now + FIRST_WAIT).len(), 1);
        let later = FullText {
            retry: Some(now + 10 * FIRST_WAIT),
            ..failed(now, 1)
        };
        store.set_full_text(id, &later).unwrap();
        assert!(
            due(&store, now + 2 * FIRST_WAIT).is_empty(),
            "the server said when"
        );
        for _ in 0..MOST_FAILURES {
            store.set_full_text(id, &failed(now, 1)).unwrap();
        }
        assert!(due(&store, i64::MAX / 2).is_empty());
    }

    #[test]
    fn a_page_that_was_read_stays_after_a_failure_and_is_not_fetched_again() {
        let (_dir, mut store) = sample::store();
        entries(&mut store, 1, "<p>In short.</p>");
        let id = ArticleId(1);
        store.set_full_text(id, &read(5, "{}")).unwrap();
        store.set_full_text(id, &failed(6, 1)).unwrap();
        let full = store.article(id).unwrap().unwrap().full.unwrap();
        assert_eq!(full.reading.as_deref(), Some("{}"));
        assert_eq!((full.asked, full.failures), (6, 1));
        assert!(due(&store, i64::MAX / 2).is_empty());
    }

    #[test]
    fn a_text_made_before_the_page_was_read_is_not_stored_after_it() {
        let (_dir, mut store) = sample::store();
        entries(&mut store, 1, "<p>In short.</p>");
        let id = ArticleId(1);
        let before = store.article(id).unwrap().unwrap().fingerprint;
        store.set_full_text(id, &read(5, "{}")).unwrap();
        let after = store.article(id).unwrap().unwrap().fingerprint;
        for (fingerprint, left) in [(before, 1), (after, 0)] {
            let enriched = Enriched {
                id,
                fingerprint,
                text: "Words.".to_owned(),
                quotes: Vec::new(),
                preview: Preview::No,
            };
            store.enrich_all(&[enriched], 1).unwrap();
            assert_eq!(store.to_enrich(1, 9).unwrap().len(), left);
        }
    }
}
