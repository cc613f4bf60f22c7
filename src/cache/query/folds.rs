//! Which articles of a fold a list shows, and which articles none does: of those that a query selects, the first of
//! each fold; and hidden ones only where the query asks for them.

use rusqlite::types::Value;

use super::conditions::{ALWAYS, Selection, json};
use super::places::Place;

/// The condition on a row of `table`, and the values of its own parameters; it refers to `:p0` and so on, and to `:words`
/// as they stand in the statement. An article is passed over where one before it in its fold is selected as well; what
/// was read or bookmarked is so in the whole fold.
pub(super) fn condition(selection: &Selection, table: &str) -> (String, Vec<(String, Value)>) {
    let shown = if selection.asks_hidden {
        "1"
    } else {
        &format!("{table}.tier < 3")
    };
    let mut conditions = selection.conditions.clone();
    let mut parameters = Vec::new();
    if selection.words.is_some() {
        conditions.push(
            "EXISTS (SELECT 1 FROM search WHERE rowid = a.id AND search MATCH :words)".to_owned(),
        );
    }
    if let Some(kept) = &selection.kept {
        conditions.push(format!("+a.id IN (SELECT article FROM ({kept}))"));
    }
    if selection.dates != ALWAYS {
        conditions.push("+a.date >= :since AND +a.date < :until".to_owned());
        parameters.push((":since".to_owned(), selection.dates.start.into()));
        parameters.push((":until".to_owned(), selection.dates.end.into()));
    }
    match &selection.folded_in {
        Place::Feed(_) => return (shown.to_owned(), Vec::new()),
        Place::All if conditions.is_empty() && !selection.asks_hidden => {
            return (format!("{table}.tier = 0"), Vec::new());
        }
        Place::Folder { .. } if conditions.is_empty() && !selection.asks_hidden => {
            return (format!("{table}.tier < 2"), Vec::new());
        }
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
        "({table}.tier = 0 OR {shown} AND NOT EXISTS (SELECT 1 FROM articles m WHERE m.fold = a.fold
            AND (m.tier < a.tier OR m.tier = a.tier AND m.id < a.id) AND {selected}))"
    );
    (condition, parameters)
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
