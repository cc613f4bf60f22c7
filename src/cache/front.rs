//! The articles of the front page: what came since some moment, with its beginnings and its quotations.

use rusqlite::named_params;

use crate::news::{Fresh, Report, UnixSeconds};

use super::error::Result;
use super::lists::{HEADLINE, JOINS, headline_of};
use super::{Store, bodies};

impl Store {
    /// The articles of that moment and after it, the newest first, at most so many; also those that follow another in a
    /// fold, but none that a rule hid. `lead` makes the beginning of a text of its HTML.
    pub fn fresh(
        &self,
        since: UnixSeconds,
        limit: u32,
        lead: impl Fn(&str) -> String,
    ) -> Result<Vec<Fresh>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT {HEADLINE}, coalesce(f.name, f.title) AS source, f.url AS url, ifnull(f.outlet, f.id) AS outlet,
                t.html AS html
             FROM (SELECT l.id AS id FROM articles l WHERE l.date >= :since AND l.tier < 3
                ORDER BY l.date DESC, l.id DESC LIMIT :limit) page
             CROSS JOIN articles a ON a.id = page.id {JOINS}
             JOIN feeds f ON f.id = a.feed
             LEFT JOIN bodies t ON t.article = a.id"
        ))?;
        let parameters = named_params! { ":since": since, ":limit": limit };
        let rows = statement.query_map(parameters, |row| {
            let source: Option<String> = row.get("source")?;
            let url: String = row.get("url")?;
            let html: Option<Vec<u8>> = row.get("html")?;
            let html = html.and_then(|packed| bodies::unpack(&packed));
            Ok(Fresh {
                report: Report {
                    headline: headline_of(row)?,
                    source: source.unwrap_or_else(|| super::feeds::host(&url)),
                },
                outlet: row.get("outlet")?,
                lead: html.map(|html| lead(&html)).unwrap_or_default(),
                sayings: Vec::new(),
            })
        })?;
        let mut fresh = rows.collect::<rusqlite::Result<Vec<Fresh>>>()?;
        fresh.sort_by_key(|fresh| {
            std::cmp::Reverse((fresh.report.headline.date, fresh.report.headline.id))
        });
        for article in &mut fresh {
            let headline = &article.report.headline;
            if headline.quotes.is_some_and(|quotes| quotes > 0) {
                article.sayings = self.sayings_of(headline.id)?;
            }
        }
        Ok(fresh)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{NOW, entry, poll, store};

    #[test]
    fn what_came_since_a_moment_is_there_with_its_beginning() {
        let (_dir, mut store) = store();
        let old = entry("1", "Yesterday", "<p>Old.</p>", NOW - 90_000);
        let new = entry("2", "Today", "<p>Fresh.</p>", NOW - 3600);
        poll(&mut store, "a", vec![old, new]);
        poll(
            &mut store,
            "b",
            vec![entry("3", "Now", "<p>Now.</p>", NOW - 60)],
        );
        let fresh = store.fresh(NOW - 86_400, 10, str::to_owned).unwrap();
        let seen: Vec<(&str, &str)> = fresh
            .iter()
            .map(|f| (f.report.headline.title.as_str(), f.lead.as_str()))
            .collect();
        assert_eq!(seen, [("Now", "<p>Now.</p>"), ("Today", "<p>Fresh.</p>")]);
        assert_ne!(fresh[0].outlet, fresh[1].outlet);
        assert_eq!(
            store.fresh(NOW - 86_400, 1, str::to_owned).unwrap().len(),
            1
        );
    }
}
