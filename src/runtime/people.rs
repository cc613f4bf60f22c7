//! What the cache answers about people and shared quotations.

use crate::app::{Effect, Message, PeopleEffect, PeopleMessage, Who};
use crate::cache::{CacheError, Store};
use crate::news::UnixSeconds;

/// Outlets of a person that are named.
const OUTLETS: u32 = 12;

/// The answer to an effect that only reads; `None` where it writes.
pub(super) fn read(store: &Store, effect: &PeopleEffect) -> Option<Result<Message, CacheError>> {
    (!effect.writes()).then(|| answer(store, effect).map(Message::People))
}

fn answer(store: &Store, effect: &PeopleEffect) -> Result<PeopleMessage, CacheError> {
    Ok(match effect {
        PeopleEffect::List { ticket, query } => PeopleMessage::List {
            ticket: *ticket,
            append: query.after.is_some(),
            rows: store.people(query)?,
            limit: query.limit,
        },
        PeopleEffect::Person { ticket, who } => {
            let id = match who {
                Who::Id(id) => Some(*id),
                Who::Speaker {
                    article,
                    start,
                    name,
                } => store.speaker_of(*article, *start, name)?,
            };
            let person = match id {
                Some(id) => store.person(id)?,
                None => None,
            };
            let found = match person {
                Some(person) => {
                    let outlets = store.outlets_of(person.id, OUTLETS)?;
                    Some(Box::new((person, outlets)))
                }
                None => None,
            };
            PeopleMessage::Person {
                ticket: *ticket,
                found,
            }
        }
        PeopleEffect::Sayings { ticket, query } => PeopleMessage::Sayings {
            ticket: *ticket,
            append: query.after.is_some(),
            page: store.sayings(query)?,
        },
        PeopleEffect::Shared(article) => PeopleMessage::Shared {
            article: *article,
            shared: store.shared(*article)?,
        },
        PeopleEffect::Echoes { article, start } => {
            let (number, rows) = store.echoes(*article, *start)?.unwrap_or_default();
            PeopleMessage::Echoes {
                article: *article,
                start: *start,
                number,
                rows,
            }
        }
        // The others write.
        _ => PeopleMessage::Follows(store.follows()?),
    })
}

/// Performs an effect that writes; the answer, where it has one.
pub(super) fn write(
    store: &mut Store,
    effect: &PeopleEffect,
    now: UnixSeconds,
) -> Result<Option<Message>, CacheError> {
    let answer = match effect {
        PeopleEffect::Follow { person, on } => {
            store.follow(*person, *on, now)?;
            PeopleMessage::Follows(store.follows()?)
        }
        PeopleEffect::Merge { from, into } => {
            PeopleMessage::Merged(store.merge_people(*from, *into)?)
        }
        PeopleEffect::Unmerge(merge) => {
            store.unmerge_people(merge)?;
            PeopleMessage::Changed
        }
        PeopleEffect::Part { article, number } => {
            PeopleMessage::Parted(store.part_people(*article, *number)?)
        }
        PeopleEffect::Unpart(parting) => {
            store.unpart_people(parting)?;
            PeopleMessage::Changed
        }
        _ => return Ok(None),
    };
    Ok(Some(Message::People(answer)))
}

/// Whether the writer must perform an effect.
pub(super) fn writes(effect: &Effect) -> bool {
    matches!(effect, Effect::People(effect) if effect.writes())
}

/// The unread counts of followed people, after something was read; `None` where nobody is followed.
pub(super) fn follows(store: &Store) -> Result<Option<Message>, CacheError> {
    let follows = store.follows()?;
    Ok((!follows.is_empty()).then_some(Message::People(PeopleMessage::Follows(follows))))
}
