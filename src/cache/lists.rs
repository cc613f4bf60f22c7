//! Lists of headlines, a page at a time. Each walks an index from a key, so that page one and page thousand of a
//! list of any length cost the same; no list sorts, counts rows, uses OFFSET or loads a body.

use rusqlite::{OptionalExtension as _, Row, ToSql};

use crate::news::{ArticleId, Cursor, FeedId, Headline, Order, Page, Query, Scope, UnixSeconds};

use super::Store;
use super::enrichment::preview_of;
use super::error::Result;

/// The columns that [`headline_of`] reads; to be used with [`JOINS`] or joins of the same names.
pub(super) const HEADLINE: &str =
    "a.id, a.feed, a.title, a.author, a.date, u.article IS NULL AS read,
    k.article IS NOT NULL AS bookmarked, a.edited IS NOT NULL AS edited, a.preview, a.quotes,
    CASE WHEN a.fold IS NOT NULL THEN (
        SELECT group_concat(feed) FROM articles INDEXED BY articles_by_fold WHERE fold = a.fold) END AS sources,
    (SELECT group_concat(g.name) FROM tagged o JOIN tags g ON g.id = o.tag WHERE o.article = a.id) AS own_tags,
    EXISTS (SELECT 1 FROM notes o WHERE o.article = a.id) AS noted,
    a.words";

/// What an article's row does not say: whether it is read, whether it (or the article that leads its fold) is bookmarked.
pub(super) const JOINS: &str = "LEFT JOIN unread u ON u.date = a.date AND u.article = a.id
    LEFT JOIN bookmarks k ON k.article = ifnull(a.fold, a.id)";

impl Store {
    /// One page of a list. A query with words lists the articles that hold them all, in the list's order; the last
    /// word may be a beginning, where few articles hold it as a whole word. Where a query takes long, a page may be
    /// short or empty although another one follows it, as its `next` says.
    pub fn headlines(&self, query: &Query) -> Result<Page<Headline>> {
        let by_date = matches!(query.order, Order::Newest | Order::Oldest);
        let quoting = matches!(query.scope, Scope::Person(_) | Scope::Quotation(..));
        if quoting || query.filter.is_some() || !query.words.trim().is_empty() || !by_date {
            return self.selected(query);
        }
        let mut rows = self.list(query)?;
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
    fn list(&self, query: &Query) -> Result<Vec<Headline>> {
        let mut statement = self
            .conn
            .prepare_cached(&Walk::along(query).sql(query.order))?;
        let (date, id) = start(query);
        let one_more = i64::from(query.limit) + 1;
        let parameters: [(&str, &dyn ToSql); 4] = [
            (":date", &date),
            (":id", &id),
            (":limit", &one_more),
            (":place", &place(&query.scope)),
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
    from: &'static str,
    /// The column of `l` that holds the article's number.
    id: &'static str,
    condition: Option<&'static str>,
}

impl Walk {
    fn along(query: &Query) -> Self {
        let unread = query.unread_only || query.scope == Scope::Unread;
        let (from, id) = match query.scope {
            // CROSS JOIN keeps SQLite from walking another table than the first.
            Scope::Bookmarks if unread => (
                "bookmarks l CROSS JOIN unread u ON u.date = l.date AND u.article = l.article",
                "article",
            ),
            Scope::Bookmarks => ("bookmarks l", "article"),
            _ if unread => ("unread l", "article"),
            _ => ("articles l", "id"),
        };
        let condition = match query.scope {
            Scope::Feed(_) => Some("l.feed = :place AND l.tier < 3"),
            Scope::Folder(_) => {
                Some("l.folder = (SELECT id FROM folders WHERE name = :place) AND l.tier < 2")
            }
            Scope::All | Scope::Unread => Some("l.tier = 0"),
            Scope::Bookmarks | Scope::Person(_) | Scope::Quotation(..) => None,
        };
        Self {
            from,
            id,
            condition,
        }
    }

    /// The statement: first the page, then what is shown of its rows.
    fn sql(&self, order: Order) -> String {
        let Self { from, id, .. } = self;
        let (before, direction) = match order {
            Order::Newest | Order::Feed | Order::River(_) => ("<", "DESC"),
            Order::Oldest | Order::LongestUnread => (">", "ASC"),
        };
        let mut conditions = format!("(l.date, l.{id}) {before} (:date, :id)");
        if let Some(condition) = self.condition {
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
        Scope::All | Scope::Unread | Scope::Bookmarks | Scope::Person(_) | Scope::Quotation(..) => {
            Box::new(rusqlite::types::Null)
        }
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
        fold: fold_of(row.get_ref(10)?.as_str_or_null()?),
        tags: tags_of(row)?,
        noted: row.get("noted")?,
        words: row.get("words")?,
    })
}

/// The tags of a row, in the order of the alphabet. No tag holds a comma.
fn tags_of(row: &Row<'_>) -> rusqlite::Result<Vec<String>> {
    let joined: Option<String> = row.get("own_tags")?;
    let mut tags: Vec<String> = joined
        .iter()
        .flat_map(|tags| tags.split(','))
        .map(str::to_owned)
        .collect();
    tags.sort_by_key(|tag| tag.to_lowercase());
    Ok(tags)
}

/// The feeds of a fold; none where only one is left.
fn fold_of(feeds: Option<&str>) -> Vec<FeedId> {
    let feeds = feeds.unwrap_or_default().split(',');
    let feeds: Vec<FeedId> = feeds.filter_map(|id| id.parse().ok().map(FeedId)).collect();
    if feeds.len() > 1 { feeds } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn plan(store: &Store, query: &Query) -> Vec<String> {
        let sql = Walk::along(query).sql(query.order);
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
}
