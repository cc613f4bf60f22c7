//! What the cache answers to an effect. Plain functions over a store, so that tests can be the world without threads.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

use url::Url;

use super::people;
use crate::app::{Effect, Loaded, Message};
use crate::cache::{CacheError, Store};
use crate::config::edit;
use crate::news::{Article, UnixSeconds};
use crate::{quotes, renderer};

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
        Effect::People(effect) => people::read(store, effect)?,
        _ => return None,
    };
    Some(answer.unwrap_or_else(|error| failed(&error)))
}

/// Performs an effect that writes; the answer, where it has one.
pub fn write(store: &mut Store, effect: &Effect, now: UnixSeconds) -> Option<Message> {
    let answer = match effect {
        Effect::SetRead { ids, read } => store
            .set_read(ids, *read, now)
            .and_then(|_| people::follows(store)),
        Effect::SetBookmark { id, on } => store.set_bookmark(*id, *on, now).map(|()| None),
        Effect::MarkAllRead { scope, up_to } => store
            .mark_all_read(scope, *up_to)
            .map(|changed| Some(Message::AllRead { changed })),
        Effect::People(effect) => people::write(store, effect, now),
        _ => return None,
    };
    answer.unwrap_or_else(|error| Some(Message::NotKept(words(&error))))
}

/// Makes an article's document and finds its quotations.
pub fn load(article: Article) -> Loaded {
    let base = article
        .link
        .as_deref()
        .and_then(|link| Url::parse(link).ok());
    let mut document = renderer::document(&article.html, base.as_ref());
    if document.language.is_none() {
        document.language.clone_from(&article.language);
    }
    let quotes = quotes::extract(&document);
    Loaded {
        article,
        document: Arc::new(document),
        quotes,
        standfirst: None,
    }
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
fn words(error: &CacheError) -> String {
    format!("{error}; {}", error.hint())
}

/// Sends an answer, if there is one and somebody is left to hear it.
pub(super) fn send(sender: &SyncSender<Message>, message: Option<Message>) {
    if let Some(message) = message {
        let _ = sender.send(message);
    }
}
