//! Lists of articles by what is said in them: those that quote a person, and those that hold one quotation. They are
//! walked along what is kept of quotations; the rest of a query is asked of each row.

use rusqlite::types::Value;

use crate::news::{Headline, Order, Page, Query, Scope, UnixSeconds};

use super::super::Store;
use super::super::error::Result;
use super::super::lists::{HEADLINE, JOINS, headline_of};
use super::conditions::{Selection, json};
use super::page;
use super::places::Place;

/// A condition, and the parameters that it names.
type Asked = (String, Vec<(String, Value)>);

/// A condition on `a` (articles): it quotes the person, or holds the quotation. True for other lists.
pub(in super::super) fn holds(scope: &Scope) -> String {
    match scope {
        Scope::Person(person) => format!(
            "EXISTS (SELECT 1 FROM appearances p WHERE p.person = {} AND p.date = a.date AND p.article = a.id)",
            person.0
        ),
        Scope::Quotation(article, number) => format!(
            "(a.id = {} OR a.id IN (SELECT other FROM echoes WHERE article = {} AND number = {number}))",
            article.0, article.0
        ),
        _ => "true".to_owned(),
    }
}

/// The table that is walked first, as `l` with `date` and `article`.
fn walked(scope: &Scope) -> String {
    match scope {
        Scope::Quotation(article, number) => format!(
            "(SELECT date, id AS article FROM articles WHERE id = {0} OR id IN (
                SELECT other FROM echoes WHERE article = {0} AND number = {number}))",
            article.0
        ),
        Scope::Person(person) => format!(
            "(SELECT date, article FROM appearances WHERE person = {})",
            person.0
        ),
        _ => "(SELECT date, id AS article FROM articles)".to_owned(),
    }
}

impl Store {
    /// One page of such a list. Its order is by date, the oldest or the newest first.
    pub(in super::super) fn quoting(&self, query: &Query) -> Result<Page<Headline>> {
        let Some((conditions, mut parameters)) = self.asked(query)? else {
            return Ok(page(Vec::new(), 0));
        };
        let ascends = matches!(query.order, Order::Oldest | Order::LongestUnread);
        let (before, direction, edge) = if ascends {
            (">", "ASC", UnixSeconds::MIN)
        } else {
            ("<", "DESC", UnixSeconds::MAX)
        };
        let (date, id) = query.after.map_or((edge, edge), |c| (c.date, c.id.0));
        parameters.extend([
            (":date".to_owned(), date.into()),
            (":id".to_owned(), id.into()),
            (
                ":limit".to_owned(),
                i64::from(query.limit.saturating_add(1)).into(),
            ),
        ]);
        let sql = format!(
            "SELECT {HEADLINE} FROM {} l CROSS JOIN articles a ON a.id = l.article {JOINS}
             WHERE (l.date, l.article) {before} (:date, :id) AND {conditions}
             ORDER BY l.date {direction}, l.article {direction} LIMIT :limit",
            walked(&query.scope)
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let bound = super::plan::bound(&parameters, &[]);
        let rows = statement.query_map(&*bound, headline_of)?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(page(rows, query.limit as usize))
    }

    /// How many articles such a list has, counted up to `most`.
    pub(super) fn count_quoting(&self, query: &Query, most: u32) -> Result<u32> {
        let Some((conditions, mut parameters)) = self.asked(query)? else {
            return Ok(0);
        };
        parameters.push((":limit".to_owned(), i64::from(most).into()));
        let sql = format!(
            "SELECT count(*) FROM (
                SELECT 1 FROM {} l CROSS JOIN articles a ON a.id = l.article {JOINS} WHERE {conditions} LIMIT :limit)",
            walked(&query.scope)
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        Ok(statement.query_row(&*super::plan::bound(&parameters, &[]), |row| row.get(0))?)
    }

    /// What else a query asks, as a condition with its parameters; `None` where nothing can be selected.
    fn asked(&self, query: &Query) -> Result<Option<Asked>> {
        let Some(selection) = Selection::of(self, query)? else {
            return Ok(None);
        };
        let mut conditions = selection.conditions.clone();
        let values = selection.parameters.iter().enumerate();
        let mut parameters: Vec<(String, Value)> = values
            .map(|(n, value)| (format!(":p{n}"), value.clone()))
            .collect();
        if selection.unread {
            conditions.push("u.article IS NOT NULL".to_owned());
        }
        if selection.bookmarks {
            conditions.push("k.article IS NOT NULL".to_owned());
        }
        match &selection.place {
            Place::All => {}
            Place::Feed(id) => conditions.push(format!("+a.feed = {id}")),
            Place::Folder { ids, .. } | Place::Feeds { ids, .. } => {
                conditions.push("+a.feed IN (SELECT value FROM json_each(:place))".to_owned());
                parameters.push((":place".to_owned(), json(ids).into()));
            }
        }
        if let Some(words) = selection.words {
            conditions.push(
                "EXISTS (SELECT 1 FROM search WHERE rowid = a.id AND search MATCH :words)"
                    .to_owned(),
            );
            parameters.push((":words".to_owned(), words.into()));
        }
        let dates = selection.dates;
        conditions.push(format!(
            "l.date >= {} AND l.date < {}",
            dates.start, dates.end
        ));
        Ok(Some((conditions.join(" AND "), parameters)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;
    use super::*;
    use crate::news::{ArticleId, Moment, Person, PersonId, Preview, Quote, QuoteKind, Speaker};

    const TEXT: &str = "The boat is the only road that we have here.";

    fn quote(name: &str) -> Quote {
        Quote {
            ranges: std::iter::once(0..TEXT.len()).collect(),
            speaker: Some(Speaker {
                mention: None,
                person: Person {
                    name: name.to_owned(),
                    ..Person::default()
                },
            }),
            cue: None,
            kind: QuoteKind::Direct,
            confidence: 1.0,
        }
    }

    #[test]
    fn a_persons_articles_and_a_quotations_are_lists_like_others() {
        let (_dir, mut store) = sample::store();
        for (feed, name) in [("a", "Ida Holm"), ("b", "Ida Holm"), ("c", "Arlo Finch")] {
            let entries = (0..5).map(|n| {
                sample::entry(
                    &n.to_string(),
                    &format!("{feed} {n}"),
                    feed,
                    sample::NOW - n,
                )
            });
            sample::poll(&mut store, feed, entries.collect());
            for id in store.to_enrich(1, 5).unwrap() {
                store
                    .enrich(id, TEXT, &[quote(name)], 1, Preview::No)
                    .unwrap();
            }
        }
        let ida = store.person_named("Ida Holm").unwrap().unwrap();
        let ask = |store: &Store, scope: &Scope, text: &str, unread_only: bool| {
            let mut query = Query {
                scope: scope.clone(),
                unread_only,
                limit: 3,
                ..Query::default()
            };
            query
                .ask(
                    text,
                    Moment {
                        now: sample::NOW,
                        utc_offset: 0,
                    },
                )
                .unwrap();
            let mut rows: Vec<Headline> = Vec::new();
            loop {
                let page = store.headlines(&query).unwrap();
                rows.extend(page.rows);
                query.after = page.next;
                if query.after.is_none() {
                    return rows;
                }
            }
        };
        let person = Scope::Person(ida);
        let rows = ask(&store, &person, "", false);
        assert_eq!(rows.len(), 10);
        assert!(rows.windows(2).all(|pair| pair[0].date >= pair[1].date));
        assert_eq!(ask(&store, &person, "feed:a.example", false).len(), 5);
        assert_eq!(
            ask(&store, &person, "\"b 3\" or title:\"a 2\"", false).len(),
            2
        );
        assert_eq!(ask(&store, &person, "boat", false).len(), 10);
        assert!(ask(&store, &person, "harbour", false).is_empty());
        let quotation = Scope::Quotation(rows[0].id, 0);
        assert_eq!(
            ask(&store, &quotation, "", false).len(),
            15,
            "whoever is said to have said it"
        );
        let query = Query {
            scope: person.clone(),
            ..Query::default()
        };
        assert_eq!(store.count_articles(&query, 100).unwrap(), 10);
        assert_eq!(store.search("boat", &person, 100).unwrap().len(), 10);

        let changed = store.mark_all_read(&person, None).unwrap();
        assert_eq!(changed.len(), 10);
        assert!(ask(&store, &person, "", true).is_empty());
        assert_eq!(ask(&store, &quotation, "", true).len(), 5);
        assert_eq!(store.mark_all_read(&quotation, None).unwrap().len(), 5);
        let nobody = Scope::Person(PersonId(99));
        assert!(ask(&store, &nobody, "", false).is_empty());
        let nothing = Scope::Quotation(ArticleId(99), 0);
        assert!(ask(&store, &nothing, "", false).is_empty());
    }

    #[test]
    fn a_persons_list_walks_its_index_from_the_key() {
        let (_dir, store) = sample::store();
        let sql = format!(
            "EXPLAIN QUERY PLAN SELECT {HEADLINE} FROM {} l CROSS JOIN articles a ON a.id = l.article {JOINS}
             WHERE (l.date, l.article) < (5, 5) ORDER BY l.date DESC, l.article DESC LIMIT 10",
            walked(&Scope::Person(PersonId(1)))
        );
        let mut statement = store.conn.prepare(&sql).unwrap();
        let plan: Vec<String> = statement
            .query_map([], |row| row.get("detail"))
            .unwrap()
            .map(|row| row.unwrap())
            .collect();
        assert!(
            plan[0].contains("PRIMARY KEY (person=? AND (date,article)"),
            "{plan:?}"
        );
        assert!(
            !plan.iter().any(|step| step.contains("TEMP B-TREE")),
            "{plan:?}"
        );
    }
}
