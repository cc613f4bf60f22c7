//! Lists of headlines, a page at a time. Each walks an index from a key, so that page one and page thousand of a
//! list of any length cost the same; no list sorts, counts rows, uses OFFSET or loads a body.

use std::fmt::Write as _;

use rusqlite::{OptionalExtension as _, Row, ToSql};

use crate::news::{ArticleId, Cursor, FeedId, Headline, Order, Page, Query, Scope, UnixSeconds};

use super::Store;
use super::enrichment::preview_of;
use super::error::Result;

/// The columns that [`headline_of`] reads; to be used with [`JOINS`] or joins of the same names.
pub(super) const HEADLINE: &str =
    "a.id, a.feed, a.title, a.author, a.date, u.article IS NULL AS read,
    k.article IS NOT NULL AS bookmarked, a.edited IS NOT NULL AS edited, a.preview, a.quotes";

/// What an article's row does not say: whether it is read, whether it is bookmarked.
pub(super) const JOINS: &str = "LEFT JOIN unread u ON u.date = a.date AND u.article = a.id
    LEFT JOIN bookmarks k ON k.article = a.id";

impl Store {
    /// One page of a list. A query with words lists the articles that hold them all, in the list's order; the last
    /// word may be a beginning, where few articles hold it as a whole word.
    pub fn headlines(&self, query: &Query) -> Result<Page<Headline>> {
        if matches!(query.scope, Scope::Person(_) | Scope::Quotation(..)) {
            return self.quoting(query);
        }
        if query.filter.is_some() || !matches!(query.order, Order::Newest | Order::Oldest) {
            return self.selected(query);
        }
        let mut rows = if query.words.trim().is_empty() {
            self.walk(&Walk::along_list(query), query, None)?
        } else {
            match self.expression(&query.words, &query.scope)? {
                None => Vec::new(), // Nothing can match.
                Some(words) if self.is_common(&words)? => {
                    self.walk(&Walk::along_list_matching(query), query, Some(&words))?
                }
                Some(words) => self.walk(&Walk::over_matches(query), query, Some(&words))?,
            }
        };
        let limit = query.limit as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().filter(|_| more);
        let next = last.map(|row| Cursor {
            date: row.date,
            id: row.id,
        });
        Ok(Page { rows, next })
    }

    /// The rows of a page in the list's order, and one more, if there is one.
    fn walk(&self, walk: &Walk, query: &Query, words: Option<&str>) -> Result<Vec<Headline>> {
        let mut statement = self.conn.prepare_cached(&walk.sql(query.order))?;
        let (date, id) = start(query);
        let one_more = i64::from(query.limit) + 1;
        let parameters: [(&str, &dyn ToSql); 5] = [
            (":date", &date),
            (":id", &id),
            (":limit", &one_more),
            (":place", &place(&query.scope)),
            (":words", &words),
        ];
        for (name, value) in parameters {
            // No walk has all of them.
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        let rows = statement.raw_query().mapped(headline_of);
        let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        rows.sort_unstable_by_key(|row| (row.date, row.id));
        if query.order == Order::Newest {
            rows.reverse();
        }
        Ok(rows)
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
        let sql = format!("SELECT {HEADLINE} FROM articles a {JOINS} WHERE a.id = ?1");
        let mut statement = self.conn.prepare_cached(&sql)?;
        Ok(statement.query_row([id.0], headline_of).optional()?)
    }
}

/// Which rows a page is made of: a walk along one covering index, `l`, where SQLite need not look at any article.
struct Walk {
    from: String,
    /// The column of `l` that holds the article's number.
    id: &'static str,
    conditions: Vec<&'static str>,
}

impl Walk {
    /// Along the index of the list.
    fn along_list(query: &Query) -> Self {
        let unread = query.unread_only || query.scope == Scope::Unread;
        let (from, id) = match query.scope {
            Scope::Bookmarks => ("bookmarks l", "article"),
            _ if unread => ("unread l", "article"),
            _ => ("articles l", "id"),
        };
        let mut walk = Self {
            from: from.to_owned(),
            id,
            conditions: Vec::new(),
        };
        match query.scope {
            Scope::Feed(_) => walk.conditions.push("l.feed = :place"),
            Scope::Folder(_) => walk
                .conditions
                .push("l.folder = (SELECT id FROM folders WHERE name = :place)"),
            Scope::Bookmarks if unread => walk.only_unread(),
            Scope::All
            | Scope::Unread
            | Scope::Bookmarks
            | Scope::Person(_)
            | Scope::Quotation(..) => {}
        }
        walk
    }

    /// The same, asking of each article whether it matches: for words that stand in most of them.
    fn along_list_matching(query: &Query) -> Self {
        let mut walk = Self::along_list(query);
        write!(walk.from, " CROSS JOIN search s ON s.rowid = l.{}", walk.id)
            .expect("a string takes all");
        walk.conditions.push("s.search MATCH :words");
        walk
    }

    /// Over the articles that match; these are sorted.
    fn over_matches(query: &Query) -> Self {
        let mut walk = Self {
            from: "(SELECT rowid AS id FROM search WHERE search MATCH :words) h
                CROSS JOIN articles l ON l.id = h.id"
                .to_owned(),
            id: "id",
            conditions: Vec::new(),
        };
        if query.unread_only || query.scope == Scope::Unread {
            walk.only_unread();
        }
        if query.scope == Scope::Bookmarks {
            walk.from
                .push_str(" CROSS JOIN bookmarks k ON k.article = l.id");
        }
        walk
    }

    // CROSS JOIN keeps SQLite from walking another table than the first.
    fn only_unread(&mut self) {
        let id = self.id;
        write!(
            self.from,
            " CROSS JOIN unread u ON u.date = l.date AND u.article = l.{id}"
        )
        .expect("a string takes all");
    }

    /// The statement: first the page, then what is shown of its rows.
    fn sql(&self, order: Order) -> String {
        let Self { from, id, .. } = self;
        let (before, direction) = match order {
            Order::Newest | Order::Feed | Order::River(_) => ("<", "DESC"),
            Order::Oldest | Order::LongestUnread => (">", "ASC"),
        };
        let mut conditions = format!("(l.date, l.{id}) {before} (:date, :id)");
        for condition in &self.conditions {
            conditions.push_str(" AND ");
            conditions.push_str(condition);
        }
        format!(
            "SELECT {HEADLINE} FROM (
                SELECT l.{id} AS id FROM {from} WHERE {conditions}
                ORDER BY l.date {direction}, l.{id} {direction} LIMIT :limit) page
             CROSS JOIN articles a ON a.id = page.id {JOINS}"
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

fn place(scope: &Scope) -> Box<dyn ToSql + '_> {
    match scope {
        Scope::Feed(FeedId(id)) => Box::new(id),
        Scope::Folder(name) => Box::new(name),
        Scope::All
        | Scope::Unread
        | Scope::Bookmarks
        | Scope::Person(_)
        | Scope::Quotation(..) => Box::new(rusqlite::types::Null),
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
    use crate::news::Preview;

    fn plan(store: &Store, query: &Query) -> Vec<String> {
        let sql = Walk::along_list(query).sql(query.order);
        let mut statement = store
            .conn
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap();
        for index in 1..=statement.parameter_count() {
            statement.raw_bind_parameter(index, 1).unwrap();
        }
        let rows = statement.raw_query().mapped(|row| row.get("detail"));
        rows.map(|row| row.unwrap()).collect()
    }

    fn queries() -> Vec<Query> {
        let scopes = [
            Scope::All,
            Scope::Unread,
            Scope::Bookmarks,
            Scope::Folder("World".to_owned()),
            Scope::Feed(FeedId(1)),
        ];
        let mut queries = Vec::new();
        for scope in scopes {
            for unread_only in [false, true] {
                for order in [Order::Newest, Order::Oldest] {
                    let scope = scope.clone();
                    queries.push(Query {
                        scope,
                        unread_only,
                        order,
                        ..Query::default()
                    });
                }
            }
        }
        queries
    }

    #[test]
    fn every_list_walks_a_covering_index_from_its_key() {
        let (_dir, store) = sample::store();
        for query in queries() {
            let plan = plan(&store, &query);
            let wrong = |step: &&String| {
                step.contains("TEMP B-TREE") || step.starts_with("SCAN") && *step != "SCAN page"
            };
            assert_eq!(plan.iter().find(wrong), None, "{query:?}: {plan:#?}");
            let index = ["COVERING INDEX", "PRIMARY KEY"];
            assert!(
                index.iter().any(|i| plan[1].contains(i)),
                "{query:?}: {plan:#?}"
            );
            let key = ["date<?", "date>?", "(date,article)"];
            assert!(
                key.iter().any(|k| plan[1].contains(k)),
                "{query:?}: {plan:#?}"
            );
        }
    }

    #[test]
    fn both_walks_of_a_search_find_the_same() {
        let (_dir, mut store) = sample::store();
        for name in ["a", "b", "c"] {
            let entries = (0..30).map(|n| {
                let id = n.to_string();
                sample::entry(&id, &format!("{name} {n}"), "", sample::NOW - n % 5)
            });
            sample::poll(&mut store, name, entries.collect());
        }
        for id in 1..=90 {
            let text = if id % 3 == 0 { "glacier" } else { "harbour" };
            store
                .enrich(ArticleId(id), text, &[], 1, Preview::No)
                .unwrap();
            store.set_bookmark(ArticleId(id), id % 2 == 0, 1).unwrap();
            store.set_read(&[ArticleId(id)], id % 4 == 0, 1).unwrap();
        }
        let middle = Cursor {
            date: sample::NOW - 2,
            id: ArticleId(40),
        };
        for query in queries() {
            for after in [None, Some(middle)] {
                let query = Query {
                    after,
                    limit: 7,
                    ..query.clone()
                };
                let words = store.expression("glacier", &query.scope).unwrap().unwrap();
                let over = store.walk(&Walk::over_matches(&query), &query, Some(&words));
                let along = store.walk(&Walk::along_list_matching(&query), &query, Some(&words));
                let over = over.unwrap();
                assert_eq!(over, along.unwrap(), "{query:?}");
                assert!(!over.is_empty(), "{query:?}");
            }
        }
    }
}
