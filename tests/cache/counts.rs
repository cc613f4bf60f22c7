//! Counts are kept, not counted: whatever is done in whatever order, they say what the lists hold.

use proptest::prelude::*;
use pullquote::config::{Retention, Unread};
use pullquote::news::{ArticleId, Order, Scope};

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
        3 => (0..3usize, 0..10u8, 1..8u8, 0..2u8)
            .prop_map(|(feed, from, count, edition)| Step::Poll { feed, from, count, edition }),
        2 => (prop::collection::vec(id.clone(), 0..6), any::<bool>())
            .prop_map(|(ids, read)| Step::SetRead { ids, read }),
        1 => (scope, prop::option::of(id.clone())).prop_map(|(scope, up_to)| Step::MarkAll { scope, up_to }),
        1 => (id, any::<bool>()).prop_map(|(id, on)| Step::Bookmark { id, on }),
        1 => (prop::collection::vec(any::<bool>(), 3), any::<bool>())
            .prop_map(|(feeds, folder)| Step::Configure { feeds, folder }),
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
        } => {
            let url = format!("https://{}.example/feed", NAMES[feed]);
            let known = store.feeds().unwrap().into_iter().find(|f| f.url == url);
            let entries = (from..from + count).map(|n| {
                entry(
                    &n.to_string(),
                    "Title",
                    &edition.to_string(),
                    NOW - i64::from(n),
                )
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
            let changed = store.set_read(&ids, read, NOW).unwrap();
            assert!(changed.iter().all(|id| ids.contains(id)));
        }
        Step::MarkAll { scope, up_to } => {
            store.mark_all_read(&scope, up_to.map(ArticleId)).unwrap();
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
        Step::Configure { feeds, folder } => {
            let wanted = NAMES.iter().zip(feeds).filter(|(_, there)| *there);
            let wanted: Vec<_> = wanted
                .map(|(name, _)| (*name, folder.then_some("World")))
                .collect();
            store.sync_feeds(&config(&wanted)).unwrap();
        }
    }
}

fn check(store: &Store) {
    let all = list(store, Scope::All);
    let unread: Vec<_> = all.iter().filter(|h| !h.read).map(|h| h.id).collect();
    let listed: Vec<_> = list(store, Scope::Unread).iter().map(|h| h.id).collect();
    assert_eq!(unread, listed);
    let kept: Vec<_> = all.iter().filter(|h| h.bookmarked).map(|h| h.id).collect();
    let bookmarks: Vec<_> = list(store, Scope::Bookmarks).iter().map(|h| h.id).collect();
    assert_eq!(kept, bookmarks);
    for feed in store.feeds().unwrap() {
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
        if let Some(folder) = feed.folder {
            let of_folder = list(store, Scope::Folder(folder));
            assert!(of_feed.iter().all(|h| of_folder.contains(h)));
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
