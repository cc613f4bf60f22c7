//! What the cache answers to an effect. Plain functions over a store, so that tests can be the world without threads.

use std::path::Path;
use std::sync::mpsc::SyncSender;

use super::front::front_page;
use super::load::{load_marked, text};
use super::people;
use crate::app::{Edit, Effect, Message};
use crate::cache::{CacheError, Result, Revision, Store};
use crate::config::edit;
use crate::guard::guarded;
use crate::news::{
    Article, ArticleId, Context, Expression, Filter, Headline, Marks, Moment, Order, Page, Query,
    Sought, UnixSeconds,
};
use crate::renderer;

/// So many articles are counted of a view.
const COUNTED: u32 = 100_000;
/// Articles that are looked up at a time to be marked as read.
const MARKED: u32 = 1000;

/// The answer to an effect that only reads; `None` where the effect is not of that kind.
pub fn read(store: &Store, effect: &Effect) -> Option<Message> {
    said(read_once(store, effect))
}

/// The same, where it may be broken off.
pub(super) fn read_once(store: &Store, effect: &Effect) -> Result<Option<Message>> {
    let answer = match effect {
        Effect::LoadFeeds => store.feeds().and_then(|feeds| {
            store
                .bookmark_count()
                .map(|bookmarks| Message::Feeds { feeds, bookmarks })
        }),
        Effect::LoadList {
            ticket,
            query,
            ranked,
        } => page(store, query, *ranked).map(|page| Message::List {
            ticket: *ticket,
            append: query.after.is_some(),
            page,
        }),
        Effect::LoadContexts {
            ticket,
            ids,
            sought,
        } => {
            let found = ids.iter().map(|id| Ok((*id, context(store, *id, sought)?)));
            let found: Result<_> = found.collect();
            found.map(|found| Message::Contexts {
                ticket: *ticket,
                found,
            })
        }
        Effect::LoadArticle { ticket, id } => marked(store, *id).map(|article| Message::Article {
            ticket: *ticket,
            loaded: article.map(|(article, marks)| Box::new(load_marked(article, marks))),
        }),
        Effect::LoadLeft { id } => store.position(*id).and_then(|position| {
            Ok(Message::Left {
                id: *id,
                position: position.unwrap_or(0),
                note: store.note(*id)?,
            })
        }),
        Effect::LoadNote { id } => store.note(*id).map(|note| Message::Note { id: *id, note }),
        Effect::LoadEdit { ticket, id, number } => {
            edit(store, *id, *number).map(|edit| Message::Edit {
                ticket: *ticket,
                edit,
            })
        }
        Effect::LoadFront { ticket, since } => {
            front_page(store, *since).map(|page| Message::Front {
                ticket: *ticket,
                page: Box::new(page),
            })
        }
        Effect::LayOut {
            ticket,
            document,
            options,
            rooms,
        } => {
            let page = renderer::layout_while(document, options, rooms, || true);
            return Ok(page.map(|page| Message::LaidOut {
                ticket: *ticket,
                page: Box::new(page),
            }));
        }
        Effect::People(effect) => match people::read(store, effect) {
            Some(answer) => answer,
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    answer.map(Some)
}

fn page(store: &Store, query: &Query, ranked: bool) -> Result<Page<Headline>> {
    if !ranked {
        return store.headlines(query);
    }
    let rows = store.search(&query.words, &query.scope, query.limit)?;
    Ok(Page { rows, next: None })
}

/// The words of a filter in their context; nothing where the article is gone.
pub(super) fn context(store: &Store, id: ArticleId, sought: &Sought) -> Result<Context> {
    let article = store.article(id)?;
    let text = article.map(|article| {
        // A page that cannot be laid out has no text to show.
        guarded(|| text(article)).unwrap_or_default()
    });
    Ok(sought.context(&text.unwrap_or_default()))
}

/// How many unread articles each of these selects.
pub fn count_views(store: &Store, views: &[Expression], moment: Moment) -> Result<Vec<u32>> {
    let count = |expression: &Expression| {
        let query = Query {
            filter: Some(Filter {
                expression: expression.clone(),
                moment,
            }),
            unread_only: true,
            ..Query::default()
        };
        store.count_articles(&query, COUNTED)
    };
    views.iter().map(count).collect()
}

/// Performs an effect that writes; the answer, where it has one.
pub fn write(store: &mut Store, effect: &Effect, now: UnixSeconds) -> Option<Message> {
    let answer = match effect {
        Effect::SetRead { ids, read } => store
            .set_read(ids, *read, now)
            .and_then(|_| people::follows(store)),
        Effect::SetBookmark { id, on } => store.set_bookmark(*id, *on, now).map(|()| None),
        Effect::UndoRules(ruled) => store.undo_rules(ruled).map(|()| Some(Message::Changed)),
        Effect::SetPosition { id, position } => store.set_position(*id, *position).map(|()| None),
        Effect::SetTags { id, tags } => store.set_tags(*id, tags, now).map(|_| None),
        Effect::SetNote { id, note } => store.set_note(*id, note.as_deref(), now).map(|_| None),
        Effect::PutHighlight(highlight) => store.put_highlight(highlight).map(|()| None),
        Effect::RemoveHighlight(id) => store.remove_highlight(*id).map(|()| None),
        Effect::SetCorrection {
            id,
            words,
            by_reader,
        } => store
            .set_correction(*id, words, by_reader.as_ref())
            .map(|()| None),
        Effect::MarkAllRead { query, up_to } => mark_all_read(store, query, *up_to, now)
            .map(|changed| Some(Message::AllRead { changed })),
        Effect::People(effect) => people::write(store, effect, now),
        _ => return None,
    };
    answer.unwrap_or_else(|error| Some(Message::NotKept(words(&error))))
}

/// Marks all that a query selects as read; returns those that changed.
fn mark_all_read(
    store: &mut Store,
    query: &Query,
    up_to: Option<ArticleId>,
    now: UnixSeconds,
) -> Result<Vec<ArticleId>> {
    if query.filter.is_none() && query.words.is_empty() {
        return store.mark_all_read(&query.scope, up_to);
    }
    let mut query = Query {
        unread_only: true,
        order: Order::Newest,
        after: None,
        limit: MARKED,
        ..query.clone()
    };
    let mut ids = Vec::new();
    loop {
        let page = store.headlines(&query)?;
        let seen = |id: &ArticleId| up_to.is_none_or(|last| *id <= last);
        ids.extend(page.rows.iter().map(|row| row.id).filter(seen));
        if page.next.is_none() {
            return store.set_read(&ids, true, now);
        }
        query.after = page.next;
    }
}

/// An article with what the reader left in it; `None` where it is gone.
pub(super) fn marked(store: &Store, id: ArticleId) -> Result<Option<(Article, Marks)>> {
    let Some(article) = store.article(id)? else {
        return Ok(None);
    };
    Ok(Some((article, store.marks(id)?)))
}

/// What was changed by an edit of an article, the latest where no number says which; `None` where no earlier text is
/// kept.
pub(super) fn edit(store: &Store, id: ArticleId, number: Option<usize>) -> Result<Option<Edit>> {
    let Some(mut article) = store.article(id)? else {
        return Ok(None);
    };
    // What the feed sends is compared, not what its page says now.
    article.full = None;
    let revisions = store.revisions(id)?;
    let number = number.unwrap_or(revisions.len());
    let Some(earlier) = number.checked_sub(1).and_then(|at| revisions.get(at)) else {
        return Ok(None);
    };
    let text_of = |revision: &Revision| {
        text(Article {
            html: revision.html.clone(),
            ..article.clone()
        })
    };
    let (title, later) = match revisions.get(number) {
        Some(later) => (later.title.clone(), text_of(later)),
        None => (article.headline.title.clone(), text(article.clone())),
    };
    let changed = renderer::changes(&text_of(earlier), &later);
    Ok(Some(Edit {
        number,
        of: revisions.len(),
        seen: earlier.until,
        title: renderer::changes(&earlier.title, &title),
        paragraphs: renderer::paragraphs(&changed),
    }))
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

/// An answer, or the failure in its place.
pub(super) fn said(answer: Result<Option<Message>>) -> Option<Message> {
    answer.unwrap_or_else(|error| Some(failed(&error)))
}

/// Has what was kept written into its log; the failure, where that must wait.
pub(super) fn written_down(store: &mut Store) -> Option<Message> {
    let error = store.write_down().err()?;
    Some(Message::Failed(format!(
        "kept, but not yet in the log of what you keep: {}",
        words(&error)
    )))
}

/// A failure of the cache, in words.
pub(super) fn failed(error: &CacheError) -> Message {
    Message::Failed(words(error))
}

/// What failed, and what the reader can do about it.
pub(super) fn words(error: &CacheError) -> String {
    format!("{error}; {}", error.hint())
}

/// Sends what rules did with new articles, if they did anything.
pub(super) fn send_ruled(sender: &SyncSender<Message>, store: &mut Store) {
    let ruled = store.take_ruled();
    if !ruled.is_empty() {
        send(sender, Some(Message::Ruled(Box::new(ruled))));
    }
}

/// Sends an answer, if there is one and somebody is left to hear it.
pub(super) fn send(sender: &SyncSender<Message>, message: Option<Message>) {
    if let Some(message) = message {
        let _ = sender.send(message);
    }
}
