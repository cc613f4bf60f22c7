//! Which of several elements that mean the same counts.

use super::names::Field;
use super::outline::{Element, Outline};
use super::text::{Text, text};

/// The elements of one field, in the document's order.
pub fn of<'e, 'a>(
    elements: &'e [Element<'a>],
    field: Field,
) -> impl Iterator<Item = &'e Element<'a>> {
    elements
        .iter()
        .filter(move |element| element.field == field)
}

/// The element of a field that ranks lowest, and is not empty, with its text.
pub fn best_element<'o, 'a>(
    outline: &'o Outline<'a>,
    elements: &'o [Element<'a>],
    field: Field,
) -> Option<(&'o Element<'a>, Text<'o>)> {
    let candidates = ranked(elements, &[field]);
    let mut texts = candidates.map(|element| (element, text(element, outline)));
    texts.find(|(_, text)| !text.value.trim().is_empty())
}

/// The text of [`best_element`].
pub fn best<'o>(outline: &'o Outline, elements: &'o [Element], field: Field) -> Option<Text<'o>> {
    best_element(outline, elements, field).map(|(_, text)| text)
}

/// The elements of some fields, the best first. Of equal rank the last counts, as it does for feed-rs; of titles and
/// contents the first.
pub fn ranked<'e, 'a>(
    elements: &'e [Element<'a>],
    fields: &[Field],
) -> std::vec::IntoIter<&'e Element<'a>> {
    let named = elements
        .iter()
        .filter(|element| fields.contains(&element.field));
    let mut found: Vec<_> = named.collect();
    if !matches!(fields, [Field::Title | Field::Content]) {
        found.reverse();
    }
    found.sort_by_key(|element| element.rank);
    found.into_iter()
}

/// Where there is no content: another description that says more than the summary does, as the notes of a podcast do.
pub fn fuller<'o, 'a>(
    outline: &'o Outline<'a>,
    elements: &'o [Element<'a>],
) -> Option<(&'o Element<'a>, Text<'o>)> {
    let summaries = ranked(elements, &[Field::Summary]);
    let mut texts = summaries.map(|element| (element, text(element, outline)));
    let (_, summary) = texts.find(|(_, text)| !text.value.trim().is_empty())?;
    texts.find(|(_, text)| text.value.len() > summary.value.len())
}
