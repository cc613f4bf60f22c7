//! Lists of headlines, a page at a time. Each walks an index from a key, so that page one and page thousand of a
//! list of any length cost the same; no list sorts, counts rows, uses OFFSET or loads a body.

use rusqlite::{Row, ToSql};

use crate::news::{ArticleId, Cursor, FeedId, Headline, Order, Page, Query, Scope, UnixSeconds};

use super::Store;
use super::enrichment::preview_of;
use super::error::Result;
use super::search::Matching;

/// The columns that [`headline_of`] reads; to be used with [`JOINS`] or joins of the same names.
pub(super) const HEADLINE: &str =
    "a.id, a.feed, a.title, a.author, a.date, u.article IS NULL AS read,
    k.article IS NOT NULL AS bookmarked, a.edited IS NOT NULL AS edited, a.preview, a.quotes";

/// What an article's row does not say: whether it is read, whether it is bookmarked.
pub(super) const JOINS: &str = "LEFT JOIN unread u ON u.date = a.date AND u.article = a.id
    LEFT JOIN bookmarks k ON k.article = a.id";

impl Store {
    /// One page of a list. A query with words lists the articles that hold them, in the list's order.
    pub fn headlines(&self, query: &Query) -> Result<Page<Headline>> {
        if query.filter.is_some() || !matches!(query.order, Order::Newest | Order::Oldest) {
            return self.selected(query);
        }
        let limit = query.limit as usize;
        let matching = if query.words.trim().is_empty() {
            None
        } else {
            let matching = self.matching(&query.words, &query.scope)?;
            if matching.is_none() {
                let (rows, next) = (Vec::new(), None);
                return Ok(Page { rows, next });
            }
            matching
        };
        let plan = Plan::of(query, matching.as_ref());
        let sql = plan.sql(query.order);
        let (date, id) = start(query);
        let place = place_of(&query.scope);
        let mut statement = self.conn.prepare_cached(&sql)?;
        let one_more = i64::from(query.limit) + 1;
        let mut parameters: Vec<(&str, &dyn ToSql)> =
            vec![(":date", &date), (":id", &id), (":limit", &one_more)];
        if plan.place.is_some() {
            parameters.push((":place", &place));
        }
        if let Some(matching) = &matching {
            parameters.push((":words", &matching.expression));
        }
        let rows = statement.query_map(&*parameters, headline_of)?;
        let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().filter(|_| more);
        let next = last.map(|row| Cursor {
            date: row.date,
            id: row.id,
        });
        Ok(Page { rows, next })
    }

    /// The first unread article of a list after a place in it; with the other order, the last one before it.
    pub fn next_unread(
        &self,
        scope: &Scope,
        order: Order,
        after: Option<Cursor>,
    ) -> Result<Option<Headline>> {
        let page = self.headlines(&Query {
            scope: scope.clone(),
            unread_only: true,
            order,
            after,
            limit: 1,
            ..Query::default()
        })?;
        Ok(page.rows.into_iter().next())
    }

    /// One row of a list, as it is now.
    pub fn headline(&self, id: ArticleId) -> Result<Option<Headline>> {
        use rusqlite::OptionalExtension as _;
        let sql = format!("SELECT {HEADLINE} FROM articles a {JOINS} WHERE a.id = ?1");
        let mut statement = self.conn.prepare_cached(&sql)?;
        Ok(statement.query_row([id.0], headline_of).optional()?)
    }
}

/// How one sort of list is walked.
struct Plan {
    /// The table whose index is walked first, and the joins behind it.
    from: String,
    /// The columns of the key.
    key: (&'static str, &'static str),
    /// The condition that `:place` stands in.
    place: Option<&'static str>,
    /// Further conditions.
    only: Vec<&'static str>,
}

impl Plan {
    fn of(query: &Query, matching: Option<&Matching>) -> Self {
        match matching {
            None => Self::of_list(query),
            Some(matching) if matching.common => Self::of_common_words(query),
            Some(_) => Self::of_words(query),
        }
    }

    /// Along the index of the list.
    fn of_list(query: &Query) -> Self {
        let unread = query.unread_only || query.scope == Scope::Unread;
        // CROSS JOIN keeps SQLite from walking another table.
        let (from, key, feed, folder) = if query.scope == Scope::Bookmarks {
            (
                "bookmarks k CROSS JOIN articles a ON a.id = k.article
                    LEFT JOIN unread u ON u.date = a.date AND u.article = a.id",
                ("k.date", "k.article"),
                None,
                None,
            )
        } else if unread {
            (
                "unread u CROSS JOIN articles a ON a.id = u.article
                    LEFT JOIN bookmarks k ON k.article = a.id",
                ("u.date", "u.article"),
                Some("u.feed = :place"),
                Some("u.folder = (SELECT id FROM folders WHERE name = :place)"),
            )
        } else {
            (
                "articles a LEFT JOIN unread u ON u.date = a.date AND u.article = a.id
                    LEFT JOIN bookmarks k ON k.article = a.id",
                ("a.date", "a.id"),
                Some("a.feed = :place"),
                Some("a.folder = (SELECT id FROM folders WHERE name = :place)"),
            )
        };
        let place = match query.scope {
            Scope::Feed(_) => feed,
            Scope::Folder(_) => folder,
            Scope::All | Scope::Unread | Scope::Bookmarks => None,
        };
        let mut only = Vec::new();
        if unread {
            only.push("u.article IS NOT NULL");
        }
        Self {
            from: from.to_owned(),
            key,
            place,
            only,
        }
    }

    /// From the articles that match to their place in the list.
    fn of_words(query: &Query) -> Self {
        let mut only = Vec::new();
        if query.unread_only || query.scope == Scope::Unread {
            only.push("u.article IS NOT NULL");
        }
        if query.scope == Scope::Bookmarks {
            only.push("k.article IS NOT NULL");
        }
        Self {
            from: format!(
                "(SELECT rowid AS id FROM search WHERE search MATCH :words) h
                    CROSS JOIN articles a ON a.id = h.id {JOINS}"
            ),
            key: ("a.date", "a.id"),
            place: None,
            only,
        }
    }

    /// Along the index of the list, asking of each article whether it matches.
    fn of_common_words(query: &Query) -> Self {
        let mut plan = Self::of_list(query);
        plan.from.push_str(" CROSS JOIN search s ON s.rowid = a.id");
        plan.only.push("s.search MATCH :words");
        plan
    }

    fn sql(&self, order: Order) -> String {
        let (before, direction) = match order {
            Order::Newest | Order::Feed | Order::River(_) => ("<", "DESC"),
            Order::Oldest | Order::LongestUnread => (">", "ASC"),
        };
        let (date, id) = self.key;
        let mut conditions = vec![format!("({date}, {id}) {before} (:date, :id)")];
        conditions.extend(self.place.map(str::to_owned));
        conditions.extend(self.only.iter().map(|&only| only.to_owned()));
        format!(
            "SELECT {HEADLINE} FROM {} WHERE {} ORDER BY {date} {direction}, {id} {direction} LIMIT :limit",
            self.from,
            conditions.join(" AND "),
        )
    }
}

/// The key after which the page begins; before every row for the first page.
fn start(query: &Query) -> (UnixSeconds, i64) {
    match (query.after, query.order) {
        (Some(Cursor { date, id }), _) => (date, id.0),
        (None, Order::Newest | Order::Feed | Order::River(_)) => (i64::MAX, i64::MAX),
        (None, Order::Oldest | Order::LongestUnread) => (i64::MIN, i64::MIN),
    }
}

fn place_of(scope: &Scope) -> Box<dyn ToSql + '_> {
    match scope {
        Scope::Feed(FeedId(id)) => Box::new(id),
        Scope::Folder(name) => Box::new(name),
        Scope::All | Scope::Unread | Scope::Bookmarks => Box::new(rusqlite::types::Null),
    }
}

/// A row of [`HEADLINE`].
pub(super) fn headline_of(row: &Row<'_>) -> rusqlite::Result<Headline> {
    Ok(Headline {
        id: ArticleId(row.get(0)?),
        feed: FeedId(row.get(1)?),
        title: row.get(2)?,
        author: row.get(3)?,
        date: row.get(4)?,
        read: row.get(5)?,
        bookmarked: row.get(6)?,
        edited: row.get(7)?,
        preview: preview_of(row.get(8)?),
        quotes: row.get(9)?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn plan(store: &Store, query: &Query) -> Vec<String> {
        let sql = format!(
            "EXPLAIN QUERY PLAN {}",
            Plan::of(query, None).sql(query.order)
        );
        let mut statement = store.conn.prepare(&sql).unwrap();
        let mut parameters: Vec<(&str, &dyn ToSql)> =
            vec![(":date", &1), (":id", &1), (":limit", &50)];
        if statement.parameter_index(":place").unwrap().is_some() {
            parameters.push((":place", &1));
        }
        let rows = statement.query_map(&*parameters, |row| row.get("detail"));
        rows.unwrap().map(|row| row.unwrap()).collect()
    }

    #[test]
    fn every_list_walks_an_index_from_its_key() {
        let (_dir, store) = sample::store();
        let scopes = [
            Scope::All,
            Scope::Unread,
            Scope::Bookmarks,
            Scope::Folder("World".to_owned()),
            Scope::Feed(FeedId(1)),
        ];
        for scope in scopes {
            for unread_only in [false, true] {
                for order in [Order::Newest, Order::Oldest] {
                    let query = Query {
                        scope: scope.clone(),
                        unread_only,
                        order,
                        ..Query::default()
                    };
                    let plan = plan(&store, &query);
                    assert!(
                        !plan.iter().any(|step| step.contains("TEMP B-TREE")),
                        "{query:?} sorts: {plan:#?}"
                    );
                    assert!(
                        !plan.iter().any(|step| step.starts_with("SCAN")),
                        "{query:?} scans: {plan:#?}"
                    );
                    let keyed = ["date<?", "date>?", "(date,article)"];
                    assert!(
                        keyed.iter().any(|key| plan[0].contains(key)),
                        "{query:?} begins at the start: {plan:#?}"
                    );
                }
            }
        }
    }
}
