//! Lists: each article once and in order, whatever arrives meanwhile, and what is read.

use pullquote::news::{ArticleId, Cursor, Order, Query, Scope};

use super::*;

#[test]
fn pages_hold_every_article_once_in_every_scope_and_order() {
    let (_dir, mut store) = sample();
    for (n, name) in ["ledger", "courier", "herald"].into_iter().enumerate() {
        // Many of one date: the number decides.
        let entries =
            (0..40).map(|i| entry(&i.to_string(), &format!("{name} {i}"), "", NOW - i / 7 * 60));
        assert_eq!(poll(&mut store, name, entries.collect()), (40, 0), "{n}");
    }
    let all = list(&store, Scope::All);
    let ids: Vec<ArticleId> = all.iter().map(|h| h.id).collect();
    for id in ids.iter().step_by(3) {
        store.set_bookmark(*id, true, NOW).unwrap();
        store.set_read(&[*id], true, NOW).unwrap();
    }
    let scopes = [
        (Scope::All, 120),
        (Scope::Unread, 80),
        (Scope::Bookmarks, 40),
        (Scope::Folder("World".into()), 80),
        (Scope::Feed(feed(&store, "herald")), 40),
    ];
    for (scope, expected) in scopes {
        let mut lists = Vec::new();
        for order in [Order::Newest, Order::Oldest] {
            let mut rows = Vec::new();
            let mut after = None;
            loop {
                let query = Query {
                    scope: scope.clone(),
                    order,
                    after,
                    limit: 7,
                    ..Query::default()
                };
                let page = store.headlines(&query).unwrap();
                assert!(page.rows.len() <= 7);
                rows.extend(page.rows.into_iter().map(|h| (h.date, h.id)));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(rows.len(), expected, "{scope:?}");
            lists.push(rows);
        }
        assert!(lists[0].is_sorted_by(|a, b| a > b), "{scope:?}");
        lists[1].reverse();
        assert_eq!(lists[0], lists[1]);
    }
}

#[test]
fn pages_stay_right_while_articles_arrive() {
    let (_dir, mut store) = sample();
    let old = (0..20).map(|i| entry(&i.to_string(), &format!("old {i}"), "", NOW - 100 - i));
    poll(&mut store, "ledger", old.collect());
    let mut query = Query {
        limit: 10,
        ..Query::default()
    };
    let first = store.headlines(&query).unwrap();
    let new = (0..5).map(|i| entry(&format!("n{i}"), &format!("new {i}"), "", NOW - i));
    poll(&mut store, "courier", new.collect());
    query.after = first.next;
    let second = store.headlines(&query).unwrap();
    let seen: Vec<String> = first
        .rows
        .into_iter()
        .chain(second.rows)
        .map(|h| h.title)
        .collect();
    assert_eq!(
        seen,
        (0..20).map(|i| format!("old {i}")).collect::<Vec<_>>()
    );
    assert_eq!(second.next, None);
}

fn sorted(mut ids: Vec<ArticleId>) -> Vec<ArticleId> {
    ids.sort_unstable();
    ids
}

#[test]
fn reading_marks_counts_and_can_be_undone() {
    let (_dir, mut store) = sample();
    for name in ["ledger", "courier", "herald"] {
        let entries = (0..4).map(|i| entry(&i.to_string(), &format!("{name} {i}"), "", NOW - i));
        poll(&mut store, name, entries.collect());
    }
    let all = list(&store, Scope::All);
    let two = [all[0].id, all[1].id];
    assert_eq!(
        sorted(store.set_read(&two, true, NOW).unwrap()),
        sorted(two.to_vec())
    );
    assert_eq!(store.set_read(&two, true, NOW).unwrap(), []);
    assert_eq!(list(&store, Scope::Unread).len(), 10);

    let world = Scope::Folder("World".into());
    let latest = store
        .headlines(&Query {
            limit: 50,
            ..Query::default()
        })
        .unwrap()
        .rows;
    let highest = latest.iter().map(|h| h.id).max().unwrap();
    poll(&mut store, "ledger", vec![entry("late", "Late", "", NOW)]);
    let before = counts(&store);
    let changed = store.mark_all_read(&world, Some(highest)).unwrap();
    assert_eq!(
        counts(&store).iter().map(|c| c.0).collect::<Vec<_>>(),
        [1, 0, before[2].0]
    );
    assert_eq!(titles(&list(&store, Scope::Unread))[0], "Late");
    assert_eq!(
        sorted(store.set_read(&changed, false, NOW).unwrap()),
        sorted(changed)
    );
    assert_eq!(counts(&store), before);

    let changed = store.mark_all_read(&Scope::All, None).unwrap();
    assert_eq!(changed.len(), 11);
    assert_eq!(counts(&store), [(0, 5), (0, 4), (0, 4)]);
    store.set_read(&changed, false, NOW).unwrap();
    assert_eq!(counts(&store), before);

    store.set_bookmark(all[5].id, true, NOW).unwrap();
    assert_eq!(
        store.mark_all_read(&Scope::Bookmarks, None).unwrap(),
        [all[5].id]
    );
}

#[test]
fn the_next_unread_article_is_found_in_both_directions() {
    let (_dir, mut store) = sample();
    let entries = (0..5).map(|i| entry(&i.to_string(), &format!("{i}"), "", NOW - i));
    poll(&mut store, "ledger", entries.collect());
    let all = list(&store, Scope::All);
    store.set_read(&[all[1].id, all[2].id], true, NOW).unwrap();
    let at = Some(Cursor {
        date: all[1].date,
        id: all[1].id,
    });
    let next = store
        .next_unread(&Scope::All, Order::Newest, at)
        .unwrap()
        .unwrap();
    assert_eq!(next.id, all[3].id);
    let before = store
        .next_unread(&Scope::All, Order::Oldest, at)
        .unwrap()
        .unwrap();
    assert_eq!(before.id, all[0].id);
    let end = Some(Cursor {
        date: all[4].date,
        id: all[4].id,
    });
    assert_eq!(
        store.next_unread(&Scope::All, Order::Newest, end).unwrap(),
        None
    );
}
