//! The forms of verbs and nouns that news uses, from the base forms of the word lists.
//! Part of the lexicon.

use super::language::Language;
use super::lexicon::{Lexicon, Word};

impl Lexicon {
    /// A verb with the forms that news uses.
    pub(super) fn verb(&mut self, verb: &str, classes: Word) {
        let endings: (&str, &[&str]) = match self.language {
            Language::English => return self.english_verb(verb, classes),
            Language::German => {
                let stem = verb
                    .strip_suffix("en")
                    .or_else(|| verb.strip_suffix('n'))
                    .unwrap_or(verb);
                (stem, &["t", "te", "ten", "et", "ete", "eten", "end"])
            }
            Language::French => (
                verb.strip_suffix("er").unwrap_or(verb),
                &["e", "ent", "a", "ait", "aient", "é", "ant", "èrent"],
            ),
            Language::Spanish => match verb.strip_suffix("ar") {
                Some(stem) => (
                    stem,
                    &["a", "an", "ó", "aron", "aba", "aban", "ado", "ando"],
                ),
                None => (
                    verb.strip_suffix("er")
                        .or_else(|| verb.strip_suffix("ir"))
                        .unwrap_or(verb),
                    &["e", "en", "ió", "ieron", "ía", "ían", "ido", "iendo"],
                ),
            },
        };
        self.put(verb, classes);
        for ending in endings.1 {
            // French writes "annonça", "jugea": the consonant keeps its sound.
            let stem = match (
                self.language,
                endings.0.chars().last(),
                ending.starts_with(['a']),
            ) {
                (Language::French, Some('c'), true) => {
                    format!("{}ç", &endings.0[..endings.0.len() - 1])
                }
                (Language::French, Some('g'), true) => format!("{}e", endings.0),
                _ => endings.0.to_owned(),
            };
            self.put(&format!("{stem}{ending}"), classes);
        }
    }

    pub(super) fn english_verb(&mut self, verb: &str, classes: Word) {
        self.put(verb, classes);
        let mute = verb.strip_suffix('e').unwrap_or(verb);
        let consonant_y = verb
            .strip_suffix('y')
            .filter(|s| !s.ends_with(['a', 'e', 'o', 'u']));
        let (third, past) = match consonant_y {
            Some(stem) => (format!("{stem}ies"), format!("{stem}ied")),
            None if verb.ends_with(['s', 'x', 'z'])
                || verb
                    .strip_suffix('h')
                    .is_some_and(|s| s.ends_with(['c', 's'])) =>
            {
                (format!("{verb}es"), format!("{verb}ed"))
            }
            None => (format!("{verb}s"), format!("{mute}ed")),
        };
        self.put(&third, classes);
        self.put(&past, classes);
        self.put(&format!("{mute}ing"), classes);
    }

    /// A noun with its plural, and in German its cases and the form for a woman.
    pub(super) fn noun(&mut self, noun: &str, classes: Word) {
        self.put(noun, classes);
        let plural = classes
            .with(Word::PLURAL)
            .without(if classes.is(Word::BODY) {
                Word::PLURAL
            } else {
                Word::default()
            });
        match self.language {
            Language::English => {
                let form = match noun.strip_suffix("man") {
                    Some(stem) if classes.is(Word::MALE) || classes.is(Word::FEMALE) => {
                        format!("{stem}men")
                    }
                    _ => match noun
                        .strip_suffix('y')
                        .filter(|s| !s.ends_with(['a', 'e', 'o', 'u']))
                    {
                        Some(stem) => format!("{stem}ies"),
                        None if noun.ends_with(['s', 'x']) || noun.ends_with("ch") => {
                            format!("{noun}es")
                        }
                        None => format!("{noun}s"),
                    },
                };
                self.put(&form, plural);
            }
            Language::German => {
                for ending in ["s", "es", "n", "en", "e", "er", "ern"] {
                    self.put(&format!("{noun}{ending}"), classes);
                }
                if classes.is(Word::ROLE) && !classes.is(Word::MALE.with(Word::FEMALE)) {
                    let stem = noun.strip_suffix('e').unwrap_or(noun);
                    self.put(&format!("{stem}in"), classes.with(Word::FEMALE));
                    self.put(&format!("{stem}innen"), plural);
                }
            }
            Language::French | Language::Spanish => {
                let ending =
                    if noun.ends_with(['r', 'n', 'l', 'd']) && self.language == Language::Spanish {
                        "es"
                    } else {
                        "s"
                    };
                self.put(&format!("{noun}{ending}"), plural);
            }
        }
    }
}
