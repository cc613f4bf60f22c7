//! Lists of articles by what is said in them: those that quote a person, and those that hold one quotation.

use crate::news::Scope;

/// A statement that gives the dates and numbers of the articles of such a list, in an index's order where it can be
/// large; `None` for other lists.
pub(in super::super) fn rows(scope: &Scope) -> Option<String> {
    match scope {
        Scope::Person(person) => Some(format!(
            "SELECT date, article FROM appearances WHERE person = {}",
            person.0
        )),
        Scope::Quotation(article, number) => Some(format!(
            "SELECT date, id AS article FROM articles WHERE id = {0} OR id IN (
                SELECT other FROM echoes WHERE article = {0} AND number = {number})",
            article.0
        )),
        _ => None,
    }
}

/// A join that keeps of the numbers `h.id` of the search index those of articles in such a list.
pub(in super::super) fn among(scope: &Scope) -> String {
    rows(scope).map_or_else(String::new, |rows| {
        format!(
            "CROSS JOIN articles l ON l.indexed = h.id AND l.id IN (SELECT article FROM ({rows}))"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::{Store, sample};
    use super::*;
    use crate::news::{
        ArticleId, Headline, Moment, Person, PersonId, Preview, Query, Quote, QuoteKind, Speaker,
    };

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
    fn one_article_in_several_outlets_stands_there_for_each() {
        let (_dir, mut store) = sample::store();
        let text =
            "The harbour council keeps its last ferry through the winter, it said. ".repeat(12);
        for feed in ["a", "b"] {
            let entry = sample::entry(
                "1",
                "Harbour council keeps its last ferry",
                &text,
                sample::NOW,
            );
            sample::poll(&mut store, feed, vec![entry]);
        }
        for id in store.to_enrich(1, 5).unwrap() {
            store
                .enrich(
                    id,
                    &format!("{TEXT} {text}"),
                    &[quote("Ida Holm")],
                    1,
                    Preview::No,
                )
                .unwrap();
        }
        let ida = store.person_named("Ida Holm").unwrap().unwrap();
        for scope in [Scope::Person(ida), Scope::Quotation(ArticleId(1), 0)] {
            let query = Query {
                scope,
                limit: 9,
                ..Query::default()
            };
            assert_eq!(store.headlines(&query).unwrap().rows.len(), 2);
        }
    }
}
