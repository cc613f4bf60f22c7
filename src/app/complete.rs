//! What the word at the cursor of a query could become: names of terms, and what the reader has given names to. Pure.

use std::ops::Range;

use super::prompt::{Prompt, Purpose};
use super::state::State;
use crate::news::{Field, Part, State as Standing, Term};

/// So many are offered at once.
const MOST: usize = 40;

/// Something that a word could become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// As it is shown.
    pub shown: String,
    /// As it is written.
    pub text: String,
    /// What it replaces, in bytes of the line.
    pub place: Range<usize>,
}

/// What the word at the cursor could become, what begins like it first.
pub(super) fn offers(state: &State, prompt: &Prompt) -> Vec<Offer> {
    match prompt.purpose {
        Purpose::Filter => query_offers(state, &prompt.text[..prompt.cursor]),
        Purpose::Tags(_) => tag_offers(state, &prompt.text[..prompt.cursor]),
        Purpose::Speaker(_) => name_offers(state, &prompt.text[..prompt.cursor]),
        Purpose::Subscribing(ask) => {
            let before = &prompt.text[..prompt.cursor];
            let offers = state.subscribing_offers(ask, before).into_iter();
            let offer = |text: String| Offer {
                shown: text.clone(),
                text,
                place: 0..before.len(),
            };
            offers.take(MOST).map(offer).collect()
        }
        Purpose::Command
        | Purpose::Quotes
        | Purpose::Note(_)
        | Purpose::People
        | Purpose::Pipe
        | Purpose::Help => Vec::new(),
    }
}

/// The people of the article of whose names a word begins as the line does.
fn name_offers(state: &State, before: &str) -> Vec<Offer> {
    let typed = before.trim_start().to_lowercase();
    let fits = |name: &String| {
        let name = name.to_lowercase();
        let mut places = name.match_indices(typed.as_str());
        places.any(|(at, _)| at == 0 || name[..at].ends_with([' ', '-', '’', '\'']))
    };
    let names = state.reading.iter().flat_map(super::Reading::names);
    let offer = |name: String| Offer {
        shown: name.clone(),
        text: name,
        place: 0..before.len(),
    };
    names.filter(fits).take(MOST).map(offer).collect()
}

fn query_offers(state: &State, before: &str) -> Vec<Offer> {
    let start = word_start(before);
    let word = &before[start..];
    let offers = match word.split_once(':') {
        None => names()
            .filter(|(name, _)| starts_with(name, word))
            .map(|(name, _)| (name.clone(), name))
            .collect(),
        Some((name, value)) => values(state, &name.to_lowercase(), value.trim_matches('"')),
    };
    let place = start..before.len();
    let offer = |(shown, text)| Offer {
        shown,
        text,
        place: place.clone(),
    };
    offers.into_iter().take(MOST).map(offer).collect()
}

/// The known tags that begin like the last one of the line.
fn tag_offers(state: &State, before: &str) -> Vec<Offer> {
    let start = before.rfind(',').map_or(0, |at| at + 1);
    let begun = before[start..].trim_start_matches([' ', '#']);
    let start = before.len() - begun.len();
    let known = state.known_tags().into_iter();
    let known = known.map(|tag| (tag.clone(), tag)).collect();
    let offer = |(shown, text)| Offer {
        shown,
        text,
        place: start..before.len(),
    };
    like(known, begun)
        .into_iter()
        .take(MOST)
        .map(offer)
        .collect()
}

/// Where the word at the end begins: after a blank or a parenthesis outside quotation marks, and after its dashes.
fn word_start(text: &str) -> usize {
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => quoted = !quoted,
            c if !quoted && (c.is_whitespace() || c == '(') => start = at + c.len_utf8(),
            '-' if !quoted && start == at => start = at + 1,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    start
}

/// The beginnings of terms.
fn names() -> impl Iterator<Item = (String, &'static str)> {
    let terms = crate::news::forms().into_iter();
    let fields = terms.filter(|(form, _)| form.ends_with([':', '<', '>']));
    let sets = ["is:", "has:", "view:"].map(|name| (name.to_owned(), ""));
    sets.into_iter().chain(fields)
}

/// What may stand after the colon, as it is shown and as it is written with what stands before it.
fn values(state: &State, name: &str, value: &str) -> Vec<(String, String)> {
    let listed = |names: Vec<&str>, sign: &str| {
        let known = names.into_iter().filter(|known| starts_with(known, value));
        let written = known.map(|known| (known.to_owned(), format!("{sign}{known}")));
        written.collect()
    };
    let field = Field::ALL.iter().find(|field| field.name() == name);
    match (name, field) {
        ("is", _) => listed(Standing::ALL.iter().map(|s| s.name()).collect(), "is:"),
        ("has", _) => listed(Part::ALL.iter().map(|p| p.name()).collect(), "has:"),
        ("after" | "before", _) => listed(vec!["1d", "2d", "1w", "30d"], &format!("{name}:")),
        // The language has no such term: a view becomes what it stands for.
        ("view", _) => {
            let views = state.views.iter();
            let views = views.map(|view| (view.name.clone(), format!("({})", view.query)));
            like(views.collect(), value)
        }
        (_, Some(field)) => {
            let names = match field {
                Field::Feed => state.feeds.iter().map(|feed| feed.title.clone()).collect(),
                Field::Folder => named(state.feeds.iter().filter_map(|f| f.folder.as_ref())),
                Field::Tag => state.known_tags(),
                _ => Vec::new(),
            };
            let term = |known: String| {
                let term = Term::Field(*field, known.clone()).to_string();
                (known, term)
            };
            like(names.into_iter().map(term).collect(), value)
        }
        _ => Vec::new(),
    }
}

/// Each name once, in order.
pub(super) fn named<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut names: Vec<String> = names.cloned().collect();
    names.sort_by_key(|name| name.to_lowercase());
    names.dedup();
    names
}

/// Those that begin like that, then those that hold it elsewhere.
fn like(all: Vec<(String, String)>, value: &str) -> Vec<(String, String)> {
    let value = value.to_lowercase();
    let (first, rest): (Vec<_>, Vec<_>) = all
        .into_iter()
        .filter(|(shown, _)| shown.to_lowercase().contains(&value))
        .partition(|(shown, _)| starts_with(shown, &value));
    first.into_iter().chain(rest).collect()
}

fn starts_with(name: &str, beginning: &str) -> bool {
    name.to_lowercase().starts_with(&beginning.to_lowercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_word_at_the_end_is_found_within_parentheses_and_quotation_marks() {
        for (text, word) in [
            ("rain fe", "fe"),
            ("(rain or (is:un", "is:un"),
            ("-feed:\"The Qu", "feed:\"The Qu"),
            ("\"a b\" ", ""),
            ("feed:\"a \\\" b", "feed:\"a \\\" b"),
            ("", ""),
        ] {
            assert_eq!(&text[word_start(text)..], word, "{text}");
        }
    }

    #[test]
    fn every_name_of_the_language_is_offered_once() {
        let all: Vec<String> = query_offers(&State::default(), "")
            .into_iter()
            .map(|o| o.text)
            .collect();
        for name in ["is:", "has:", "feed:", "speaker:", "after:", "age<"] {
            assert_eq!(
                all.iter().filter(|known| *known == name).count(),
                1,
                "{name}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_beginning_has_a_word(text in "[a:\"\\\\ (-é]{0,12}") {
            prop_assert!(text.get(word_start(&text)..).is_some());
        }
    }
}
