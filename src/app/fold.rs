//! Counts of articles that several feeds have: a change of one counts in each feed, and once in the lists of many.

use crate::news::{Feed, FeedId, Headline};

/// Counts a row as read or as unread: in its own feed, in the others of its fold, and for lists of several.
pub(super) fn count(feeds: &mut [Feed], row: &Headline, read: bool) {
    let alone = [row.feed];
    let fold: &[FeedId] = if row.fold.is_empty() {
        &alone
    } else {
        &row.fold
    };
    let step = |count: &mut u32| {
        *count = if read {
            count.saturating_sub(1)
        } else {
            *count + 1
        };
    };
    let mut folders: Vec<String> = Vec::new();
    for (place, id) in fold.iter().enumerate() {
        let Some(feed) = feeds.iter_mut().find(|feed| feed.id == *id) else {
            continue;
        };
        step(&mut feed.unread);
        if place > 0 {
            step(&mut feed.folded.in_all);
        }
        match &feed.folder {
            Some(folder) if folders.contains(folder) => step(&mut feed.folded.in_folder),
            Some(folder) => folders.push(folder.clone()),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::{ArticleId, Folded, PollState, Preview};

    fn feed(id: i64, folder: Option<&str>) -> Feed {
        Feed {
            id: FeedId(id),
            url: String::new(),
            title: String::new(),
            site: None,
            folder: folder.map(str::to_owned),
            tags: Vec::new(),
            unread: 1,
            folded: Folded::default(),
            total: 1,
            poll: PollState::default(),
        }
    }

    #[test]
    fn a_fold_counts_once_where_several_feeds_are_listed() {
        let world = Some("World");
        let before = vec![feed(1, world), feed(2, None), feed(3, world)];
        let mut feeds = before.clone();
        let row = Headline {
            id: ArticleId(1),
            feed: FeedId(1),
            title: "One".to_owned(),
            author: None,
            date: 0,
            read: true,
            bookmarked: false,
            edited: false,
            preview: Preview::No,
            quotes: None,
            fold: vec![FeedId(1), FeedId(2), FeedId(3)],
            tags: Vec::new(),
            noted: false,
            words: None,
        };
        count(&mut feeds, &row, false);
        let all: u32 = feeds.iter().map(Feed::unread_in_all).sum();
        let folder = feeds.iter().filter(|f| f.folder.is_some());
        let folder: u32 = folder.map(Feed::unread_in_folder).sum();
        assert_eq!((all, folder), (3 + 1, 2 + 1));
        assert!(feeds.iter().all(|feed| feed.unread == 2));
        count(&mut feeds, &row, true);
        assert_eq!(feeds, before);
    }
}
