//! Which name it is: one key for every way of writing it, over all articles. "Dr. Mara Lindqvist", "MARA LINDQVIST" and
//! "Mara Lindqvist" are one; who is not named ("a resident", "police") has none. Guesses nothing.

use nucleo_matcher::chars::{normalize, to_lower_case};

use super::language::Language;
use super::lexicon::{Lexicon, Word};

/// Longer names than this, in bytes, are no names.
const LONGEST: usize = 120;
/// Nor are those of more words.
const MOST_WORDS: usize = 9;

/// A name as it is told from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The same for every form of the name: small letters without marks, no titles, no honorifics.
    pub key: String,
    /// For lists: the family name first.
    pub sort: String,
    /// The name as written, without titles and honorifics.
    pub name: String,
}

/// The identity of a speaker's name; `None` where nobody is named.
pub fn identity(name: &str) -> Option<Identity> {
    if name.len() > LONGEST {
        return None;
    }
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 1 && is_before_name(&words) {
        words.remove(0);
    }
    while words.len() > 2 && words.last().is_some_and(|word| is_degree(word)) {
        words.pop();
    }
    if words.len() > MOST_WORDS || !is_named(&words) {
        return None;
    }
    let keys: Vec<String> = words.iter().map(|word| folded(word)).collect();
    let keys: Vec<&str> = keys
        .iter()
        .map(String::as_str)
        .filter(|k| !k.is_empty())
        .collect();
    let (family, given) = match keys.split_last() {
        // "Hale Jr." stands under Hale.
        Some((last, rest)) if rest.len() > 1 && is_suffix(last) => (rest.len() - 1, &keys[..]),
        _ => (keys.len().checked_sub(1)?, &keys[..]),
    };
    let mut sort = given[family].to_owned();
    for (at, key) in given.iter().enumerate().filter(|(at, _)| *at != family) {
        sort.push(if at > family { ' ' } else { ',' });
        sort.push_str(key);
    }
    Some(Identity {
        key: keys.join(" "),
        sort,
        name: words.join(" ").trim_matches([',', '.', ';']).to_owned(),
    })
}

/// A word or a title as names are compared: small letters and digits without marks; "O’Hara" is "ohara", and a hyphen
/// or a full stop is a blank.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            c if c.is_alphanumeric() => folded.push(to_lower_case(normalize(c))),
            // Marks that follow their letter.
            '\u{300}'..='\u{36F}' | '\'' | '’' => {}
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Which of two forms of one name a reader would rather see: mixed case before capitals, letters with their marks
/// before letters without. The same whatever came first.
pub fn is_better_form(new: &str, old: &str) -> bool {
    let rank = |name: &str| {
        let small = name.chars().any(char::is_lowercase);
        let marks = name
            .chars()
            .filter(|c| !c.is_ascii() && c.is_alphabetic())
            .count();
        let capitals = name
            .split_whitespace()
            .filter(|w| w.starts_with(char::is_uppercase))
            .count();
        (small, marks, capitals)
    };
    (rank(new), old) > (rank(old), new)
}

/// Whether the first word is an honorific, and a name follows. Other titles are the engine's to tell from names: of
/// "General Motors" nothing may go.
fn is_before_name(words: &[&str]) -> bool {
    let honorific = match folded(words[0]).as_str() {
        "mr" | "mrs" | "ms" | "mx" | "dr" | "prof" | "professor" | "herr" | "herrn" | "frau"
        | "mme" | "mlle" | "sr" | "sra" | "srta" => true,
        // "Sir Arlo" would be left with a name too few.
        "sir" | "dame" | "rev" | "hon" => words.len() > 2,
        _ => false,
    };
    honorific && !words[1].starts_with(char::is_lowercase)
}

fn is_degree(word: &str) -> bool {
    matches!(
        folded(word).as_str(),
        "phd" | "md" | "qc" | "kc" | "obe" | "mbe" | "cbe" | "mp" | "msp" | "esq" | "jd"
    )
}

fn is_suffix(key: &str) -> bool {
    matches!(key, "jr" | "sr" | "ii" | "iii" | "iv")
}

/// Whether someone is named, and not only spoken of: "a spokesman", "she", "one resident", "police".
fn is_named(words: &[&str]) -> bool {
    let begins_small = |word: &&str| {
        let first = word.chars().find(|c| c.is_alphanumeric());
        first.is_none_or(char::is_lowercase)
    };
    let Some(first) = words
        .iter()
        .find(|word| !(begins_small(word) && is_particle(word)))
    else {
        return false;
    };
    if begins_small(first) || !first.chars().any(char::is_alphabetic) {
        return false;
    }
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let initials = letters > 1 && !first.chars().any(char::is_lowercase);
    let common = |word: Word| {
        !word.is(Word::FIRST_NAME)
            && word.is(Word::HEAD
                .with(Word::CLOSED)
                .with(Word::TITLE)
                .with(Word::FIRST_PERSON))
    };
    // "NATO" is one, though the lists know it as a body; "Police" and "Sprecherin" are not.
    let generic = !initials && any(first, common);
    let only = words.len() == 1;
    let small_follow = words[1..].iter().any(begins_small);
    !(generic && (only || small_follow))
}

fn is_particle(word: &str) -> bool {
    any(word, |w| w.is(Word::PARTICLE))
}

/// Whether it is so in any of the languages.
fn any(word: &str, is: impl Fn(Word) -> bool) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    [
        Language::English,
        Language::German,
        Language::French,
        Language::Spanish,
    ]
    .into_iter()
    .any(|language| {
        let lexicon = Lexicon::of(language);
        is(lexicon.get(word)) || is(lexicon.get(word.trim_end_matches('.')))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(name: &str) -> Option<String> {
        identity(name).map(|identity| identity.key)
    }

    #[test]
    fn every_way_of_writing_a_name_is_one() {
        for name in [
            "Mara Lindqvist",
            "Dr. Mara Lindqvist",
            "MARA LINDQVIST",
            "Prof. Dr. Mara Lindqvist",
            "Mara Lindqvist, PhD",
        ] {
            assert_eq!(key(name).as_deref(), Some("mara lindqvist"), "{name}");
        }
        assert_eq!(key("Jörg Müller"), key("Jorg Muller"));
        assert_eq!(key("Seán O’Hara"), key("Sean O'Hara"));
        assert_eq!(key("Anne-Marie Roux"), key("Anne Marie Roux"));
        assert_eq!(key("J. R. Hale"), key("J.R. Hale"));
        assert_eq!(key("Mr. Hale").as_deref(), Some("hale"));
        assert_eq!(key("Sir Arlo Finch"), key("Arlo Finch"));
    }

    #[test]
    fn other_names_are_others() {
        assert_ne!(key("Arlo Finch"), key("Arlo Finch Jr."));
        assert_ne!(key("Finch"), key("Arlo Finch"));
        assert_eq!(key("Lord Finch").as_deref(), Some("lord finch"));
        assert_eq!(
            key("General Motor Works").as_deref(),
            Some("general motor works")
        );
    }

    #[test]
    fn who_is_not_named_is_nobody() {
        for name in [
            "spokesman",
            "one resident",
            "Police",
            "she",
            "Sie",
            "Sprecherin",
            "Sprecherin der Stadt",
            "residents",
            "",
            "—",
            "Residents",
            "two senior officials",
            "Anwohner",
        ] {
            assert_eq!(key(name), None, "{name}");
        }
        for name in [
            "NATO",
            "Harbour Institute",
            "Ursula von der Leuwen",
            "von Hagen",
            "李明",
            "Reuthers",
        ] {
            assert!(key(name).is_some(), "{name}");
        }
    }

    #[test]
    fn lists_go_by_the_family_name() {
        let sort = |name| identity(name).map(|i| i.sort);
        assert_eq!(sort("Mara Lindqvist").as_deref(), Some("lindqvist,mara"));
        assert_eq!(sort("Arlo Finch Jr.").as_deref(), Some("finch,arlo jr"));
        assert_eq!(sort("Finch").as_deref(), Some("finch"));
    }

    #[test]
    fn the_better_form_does_not_depend_on_the_order() {
        assert!(is_better_form("Jörg Müller", "Jorg Muller"));
        assert!(is_better_form("Jorg Muller", "JÖRG MÜLLER"));
        assert!(!is_better_form("Jorg Muller", "Jorg Muller"));
    }

    proptest! {
        #[test]
        fn no_name_makes_it_panic_and_a_name_is_its_own(name in "\\PC{0,60}") {
            if let Some(identity) = identity(&name) {
                prop_assert!(!identity.key.is_empty());
                prop_assert!(!identity.sort.is_empty());
            }
            for other in [name.to_uppercase(), name.clone()] {
                let (a, b) = (is_better_form(&name, &other), is_better_form(&other, &name));
                prop_assert!(!(a && b));
            }
        }
    }
}
