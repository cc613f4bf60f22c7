//! What the cache answers to an effect. Plain functions over a store, so that tests can be the world without threads.

use std::path::Path;
use std::sync::mpsc::SyncSender;

use super::load::load;
use crate::app::{Effect, Message};
use crate::cache::{CacheError, Store};
use crate::config::edit;
use crate::news::UnixSeconds;

/// The answer to an effect that only reads; `None` where the effect is not of that kind.
pub fn read(store: &Store, effect: &Effect) -> Option<Message> {
    let answer = match effect {
        Effect::LoadFeeds => store.feeds().and_then(|feeds| {
            store
                .bookmark_count()
                .map(|bookmarks| Message::Feeds { feeds, bookmarks })
        }),
        Effect::LoadList { ticket, query } => store.headlines(query).map(|page| Message::List {
            ticket: *ticket,
            append: query.after.is_some(),
            page,
        }),
        Effect::LoadArticle { ticket, id } => store.article(*id).map(|article| Message::Article {
            ticket: *ticket,
            loaded: article.map(|article| Box::new(load(article))),
        }),
        _ => return None,
    };
    Some(answer.unwrap_or_else(|error| failed(&error)))
}

/// Performs an effect that writes; the answer, where it has one.
pub fn write(store: &mut Store, effect: &Effect, now: UnixSeconds) -> Option<Message> {
    let answer = match effect {
        Effect::SetRead { ids, read } => store.set_read(ids, *read, now).map(|_| None),
        Effect::SetBookmark { id, on } => store.set_bookmark(*id, *on, now).map(|()| None),
        Effect::MarkAllRead { scope, up_to } => store
            .mark_all_read(scope, *up_to)
            .map(|changed| Some(Message::AllRead { changed })),
        _ => return None,
    };
    answer.unwrap_or_else(|error| Some(Message::NotKept(words(&error))))
}

/// Writes a theme to the configuration, and says so.
pub(super) fn keep_theme(config_file: &Path, name: &str) -> Message {
    match edit::apply(config_file, |text| edit::set_theme(text, name)) {
        Ok(_) => Message::Done(format!("{name} is your theme from now on")),
        Err(error) => {
            let hint = error.hint().map(|hint| format!("; {hint}"));
            Message::Failed(format!(
                "the theme could not be kept: {error}{}",
                hint.unwrap_or_default()
            ))
        }
    }
}

/// A failure of the cache, in words.
pub(super) fn failed(error: &CacheError) -> Message {
    Message::Failed(words(error))
}

/// What failed, and what the reader can do about it.
pub(super) fn words(error: &CacheError) -> String {
    format!("{error}; {}", error.hint())
}

/// Sends an answer, if there is one and somebody is left to hear it.
pub(super) fn send(sender: &SyncSender<Message>, message: Option<Message>) {
    if let Some(message) = message {
        let _ = sender.send(message);
    }
}
