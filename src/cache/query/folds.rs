//! Which articles of a fold a list shows, and which articles none does: of those that a query selects, the first of
//! each fold; and hidden ones only where the query asks for them.

use rusqlite::types::Value;

use super::conditions::{ALWAYS, Selection, json};
use super::places::Place;
use super::plan::is_found;

/// What a list shows.
pub(super) enum Shown {
    /// Articles up to this tier.
    Upto(u8),
    /// Articles of which this is true; with the values of its own parameters.
    First(String, Vec<(String, Value)>),
}

/// What is shown of what a query selects. Where it asks for more than the place, an article is passed over if one
/// before it in its fold is selected as well; what is unread is so in the whole fold.
pub(super) fn shown(selection: &Selection) -> Shown {
    let mut conditions = selection.conditions.clone();
    let mut parameters = Vec::new();
    if let Some(words) = &selection.words {
        conditions.push(is_found(":sought"));
        parameters.push((":sought".to_owned(), words.clone().into()));
    }
    if let Some(kept) = &selection.kept {
        conditions.push(format!("+a.id IN (SELECT article FROM ({kept}))"));
    }
    if selection.edited {
        conditions.push("a.edited IS NOT NULL".to_owned());
    }
    if selection.dates != ALWAYS {
        conditions.push("+a.date >= :since AND +a.date < :until".to_owned());
        parameters.push((":since".to_owned(), selection.dates.start.into()));
        parameters.push((":until".to_owned(), selection.dates.end.into()));
    }
    let hidden = if selection.asks_hidden { 3 } else { 2 };
    if selection.singly {
        return Shown::Upto(hidden);
    }
    let by_place = conditions.is_empty() && !selection.asks_hidden;
    match &selection.folded_in {
        Place::Feed(_) => return Shown::Upto(hidden),
        _ if selection.hidden => return Shown::Upto(hidden), // It has left its fold.
        Place::All if by_place => return Shown::Upto(0),
        Place::Folder { .. } if by_place => return Shown::Upto(1),
        Place::All => {}
        Place::Folder { id, .. } => {
            conditions.push("+a.folder = :among".to_owned());
            parameters.push((":among".to_owned(), (*id).into()));
        }
        Place::Feeds { ids, .. } => {
            conditions.push("+a.feed IN (SELECT value FROM json_each(:among))".to_owned());
            parameters.push((":among".to_owned(), json(ids).into()));
        }
    }
    conditions.push("1".to_owned());
    let selected = of_other(&conditions.join(" AND "));
    let condition = format!(
        "(a.tier = 0 OR a.tier <= {hidden} AND NOT EXISTS (SELECT 1 FROM articles m WHERE m.fold = a.fold
            AND (m.tier < a.tier OR m.tier = a.tier AND m.id < a.id) AND {selected}))"
    );
    Shown::First(condition, parameters)
}

/// The condition on "a" as one on "m", the other article. It holds no text of the reader's: values are bound.
fn of_other(condition: &str) -> String {
    let mut other = String::with_capacity(condition.len());
    let mut rest = condition;
    while let Some(at) = rest.find("a.") {
        let (before, after) = rest.split_at(at);
        other.push_str(before);
        let within = before
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || c == '_');
        other.push(if within { 'a' } else { 'm' });
        rest = &after[1..];
    }
    other.push_str(rest);
    other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_said_of_another_article() {
        assert_eq!(
            of_other("+a.date >= :p0 AND NOT (u.article IS NULL) AND data.x = a.id AND ia.b"),
            "+m.date >= :p0 AND NOT (u.article IS NULL) AND data.x = m.id AND ia.b"
        );
    }
}
