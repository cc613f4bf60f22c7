//! Counts are kept, not counted: whatever is done in whatever order, they say what the lists hold. What several feeds
//! have is folded: once in every list but the feeds' own.

use proptest::prelude::*;
use pullquote::config::{Retention, Unread};
use pullquote::news::{ArticleId, Expression, Feed, Filter, Moment, Order, Scope};

use super::retention::{DAY, clear};
use super::*;

const NAMES: [&str; 3] = ["ledger", "courier", "herald"];

/// What a reader, a poll or an edited configuration does.
#[derive(Debug, Clone)]
enum Step {
    Poll {
        feed: usize,
        from: u8,
        count: u8,
        edition: u8,
        /// Under addresses that other feeds have, too.
        shared: bool,
    },
    SetRead {
        ids: Vec<i64>,
        read: bool,
    },
    MarkAll {
        scope: Scope,
        up_to: Option<i64>,
    },
    Bookmark {
        id: i64,
        on: bool,
    },
    Configure {
        feeds: Vec<bool>,
        folder: bool,
        fold: bool,
    },
    Clear {
        most: u32,
        unread: bool,
        orphans: bool,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let id = 1i64..30;
    let scope = prop_oneof![
        Just(Scope::All),
        Just(Scope::Unread),
        Just(Scope::Bookmarks),
        Just(Scope::Folder("World".into())),
        (1i64..4).prop_map(|id| Scope::Feed(FeedId(id))),
    ];
    let step = prop_oneof![
        3 => (0..3usize, 0..10u8, 1..8u8, 0..2u8, prop::bool::weighted(0.8))
            .prop_map(|(feed, from, count, edition, shared)| Step::Poll { feed, from, count, edition, shared }),
        2 => (prop::collection::vec(id.clone(), 0..6), any::<bool>())
            .prop_map(|(ids, read)| Step::SetRead { ids, read }),
        1 => (scope, prop::option::of(id.clone())).prop_map(|(scope, up_to)| Step::MarkAll { scope, up_to }),
        1 => (id, any::<bool>()).prop_map(|(id, on)| Step::Bookmark { id, on }),
        1 => (prop::collection::vec(any::<bool>(), 3), any::<bool>(), any::<bool>())
            .prop_map(|(feeds, folder, fold)| Step::Configure { feeds, folder, fold }),
        1 => (0..6u32, any::<bool>(), any::<bool>())
            .prop_map(|(most, unread, orphans)| Step::Clear { most, unread, orphans }),
    ];
    prop::collection::vec(step, 1..25)
}

fn take(store: &mut Store, step: Step) {
    match step {
        Step::Poll {
            feed,
            from,
            count,
            edition,
            shared,
        } => {
            let url = format!("https://{}.example/feed", NAMES[feed]);
            let known = store.feeds().unwrap().into_iter().find(|f| f.url == url);
            let host = if shared { "news" } else { NAMES[feed] };
            let entries = (from..from + count).map(|n| {
                let date = NOW - i64::from(n);
                Entry {
                    link: Some(format!("https://{host}.example/{n}")),
                    ..entry(&n.to_string(), "Title", &edition.to_string(), date)
                }
            });
            let parsed = ParsedFeed {
                entries: entries.collect(),
                ..ParsedFeed::default()
            };
            if let Some(feed) = known {
                store
                    .store(feed.id, Some(&parsed), &PollState::default(), NOW)
                    .unwrap();
            }
        }
        Step::SetRead { ids, read } => {
            let ids: Vec<ArticleId> = ids.into_iter().map(ArticleId).collect();
            let before = unread(store);
            let changed = store.set_read(&ids, read, NOW).unwrap();
            assert_eq!(
                store.set_read(&changed, !read, NOW).unwrap().len(),
                changed.len()
            );
            assert_eq!(unread(store), before, "what undo takes back");
            store.set_read(&changed, read, NOW).unwrap();
        }
        Step::MarkAll { scope, up_to } => {
            let before = unread(store);
            let up_to = up_to.map(ArticleId);
            let changed = store.mark_all_read(&scope, up_to).unwrap();
            if up_to.is_none() {
                assert!(list(store, scope.clone()).iter().all(|row| row.read));
            }
            store.set_read(&changed, false, NOW).unwrap();
            assert_eq!(unread(store), before, "what undo takes back");
            store.mark_all_read(&scope, up_to).unwrap();
        }
        Step::Bookmark { id, on } => store.set_bookmark(ArticleId(id), on, NOW).unwrap(),
        Step::Clear {
            most,
            unread,
            orphans,
        } => {
            let retention = Retention {
                max_articles: most,
                keep_unread: if unread {
                    Unread::UntilRead
                } else {
                    Unread::AsRead
                },
                ..Retention::default()
            };
            let mut feeds = config(&NAMES.map(|name| (name, None)));
            for feed in &mut feeds {
                feed.retention = retention;
            }
            let kept = list(store, Scope::Bookmarks).len();
            clear(store, &feeds, orphans, NOW + 10 * DAY);
            assert_eq!(list(store, Scope::Bookmarks).len(), kept);
        }
        Step::Configure {
            feeds,
            folder,
            fold,
        } => {
            let wanted = NAMES.iter().zip(feeds).filter(|(_, there)| *there);
            let wanted: Vec<_> = wanted
                .map(|(name, _)| (*name, folder.then_some("World")))
                .collect();
            let mut wanted = config(&wanted);
            if let Some(last) = wanted.last_mut() {
                last.apart = !fold;
            }
            store.sync_feeds(&wanted).unwrap();
        }
    }
}

/// The unread articles of all feeds.
fn unread(store: &Store) -> Vec<ArticleId> {
    let feeds = store.feeds().unwrap();
    let rows = feeds.iter().flat_map(|f| list(store, Scope::Feed(f.id)));
    rows.filter(|row| !row.read).map(|row| row.id).collect()
}

/// How many articles of these feeds stand behind the rows.
fn behind(rows: &[Headline], feeds: &[FeedId]) -> usize {
    let behind = |row: &Headline| match row.fold.as_slice() {
        [] => usize::from(feeds.contains(&row.feed)),
        fold => fold.iter().filter(|feed| feeds.contains(feed)).count(),
    };
    rows.iter().map(behind).sum()
}

/// The same list as a query of the language gives it.
fn asked(store: &Store, scope: Scope, text: &str) -> Vec<Headline> {
    let mut query = Query {
        scope,
        limit: 1000,
        ..Query::default()
    };
    query.filter = Some(Filter {
        expression: Expression::parse(text).unwrap(),
        moment: Moment::default(),
    });
    let count = store.count_articles(&query, 1000).unwrap();
    let mut rows = Vec::new();
    // A page may be short, where the machine has much to do.
    loop {
        let page = store.headlines(&query).unwrap();
        rows.extend(page.rows);
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    assert_eq!(count as usize, rows.len());
    rows
}

fn check(store: &Store) {
    let all = list(store, Scope::All);
    let unread: Vec<_> = all.iter().filter(|h| !h.read).map(|h| h.id).collect();
    let listed: Vec<_> = list(store, Scope::Unread).iter().map(|h| h.id).collect();
    assert_eq!(unread, listed);
    let kept: Vec<_> = all.iter().filter(|h| h.bookmarked).map(|h| h.id).collect();
    let bookmarks: Vec<_> = list(store, Scope::Bookmarks).iter().map(|h| h.id).collect();
    assert_eq!(kept, bookmarks);
    assert_eq!(asked(store, Scope::All, ""), all);

    let feeds = store.feeds().unwrap();
    let ids: Vec<FeedId> = feeds.iter().map(|f| f.id).collect();
    let total: u32 = feeds.iter().map(|f| f.total).sum();
    assert_eq!(behind(&all, &ids), total as usize);
    let in_all: u32 = feeds.iter().map(Feed::unread_in_all).sum();
    let removed = |h: &&Headline| !h.read && !ids.contains(&h.feed);
    let removed = all.iter().filter(removed).count();
    assert_eq!(in_all as usize + removed, unread.len());
    let inside: Vec<&Feed> = feeds.iter().filter(|f| f.folder.is_some()).collect();
    let of_folder = list(store, Scope::Folder("World".to_owned()));
    let ids: Vec<FeedId> = inside.iter().map(|f| f.id).collect();
    assert_eq!(
        asked(store, Scope::Folder("World".to_owned()), ""),
        of_folder
    );
    assert_eq!(
        behind(&of_folder, &ids),
        inside.iter().map(|f| f.total as usize).sum::<usize>()
    );
    let in_folder: u32 = inside.iter().map(|f| f.unread_in_folder()).sum();
    assert_eq!(
        in_folder as usize,
        of_folder.iter().filter(|h| !h.read).count()
    );

    let two = asked(store, Scope::All, "feed:courier or feed:herald");
    let ids: Vec<FeedId> = feeds
        .iter()
        .filter(|f| !f.url.contains("ledger"))
        .map(|f| f.id)
        .collect();
    let total: u32 = feeds
        .iter()
        .filter(|f| ids.contains(&f.id))
        .map(|f| f.total)
        .sum();
    let of_two: Vec<Headline> = two.into_iter().filter(|h| ids.contains(&h.feed)).collect();
    assert_eq!(behind(&of_two, &ids), total as usize);

    for feed in feeds {
        let of_feed = list(store, Scope::Feed(feed.id));
        let unread = of_feed.iter().filter(|h| !h.read).count();
        assert_eq!(
            (feed.total as usize, feed.unread as usize),
            (of_feed.len(), unread)
        );
        let next = store
            .next_unread(&Scope::Feed(feed.id), Order::Newest, None)
            .unwrap();
        assert_eq!(next.is_some(), unread > 0);
        for row in &of_feed {
            let same = |other: &&Headline| other.date == row.date && other.fold == row.fold;
            let folded = !row.fold.is_empty();
            let leader = all.iter().find(|h| h.id == row.id || folded && same(h));
            let leader = leader.expect("one article of each fold");
            assert_eq!((leader.read, leader.bookmarked), (row.read, row.bookmarked));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn counts_and_lists_always_agree(steps in steps()) {
        let (_dir, mut store) = sample();
        for step in steps {
            take(&mut store, step);
            check(&store);
        }
        prop_assert!(store.integrity().unwrap().is_empty());
    }
}
