//! The reader's word on who said something: it stands above what the quotation engine finds, now and later. Pure.

use serde::{Deserialize, Serialize};

use super::{Person, Quote, Speaker};

/// Of ten letters of two versions of a quotation, so many must be shared.
const SHARED_OF_TEN: usize = 6;

/// Who said a quotation, by the reader's own word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What was said, as [`Correction::key`] gives it: another engine may find other ranges for it.
    pub words: String,
    /// Who said it; `None` where nobody is named.
    pub person: Option<Person>,
}

impl Correction {
    /// The words that a quotation is known by: in lower case, without points and marks, a blank between them.
    pub fn key(said: &str) -> String {
        let mut key = String::with_capacity(said.len());
        for word in said.split(|c: char| !c.is_alphanumeric()) {
            if !word.is_empty() {
                if !key.is_empty() {
                    key.push(' ');
                }
                key.extend(word.chars().flat_map(char::to_lowercase));
            }
        }
        key
    }

    /// How many letters of a quotation's key this correction knows; 0 where it is of another one.
    fn knows(&self, key: &str) -> usize {
        let (short, long) = if self.words.len() < key.len() {
            (self.words.as_str(), key)
        } else {
            (key, self.words.as_str())
        };
        let shared = short.len() * 10 >= long.len() * SHARED_OF_TEN && long.contains(short);
        if shared { short.len() } else { 0 }
    }
}

/// Gives each quotation of a text the speaker that the reader named for it.
pub fn correct(quotes: &mut [Quote], text: &str, corrections: &[Correction]) {
    if corrections.is_empty() {
        return;
    }
    for quote in quotes {
        let key = Correction::key(&quote.words(text));
        let known = corrections
            .iter()
            .map(|correction| (correction.knows(&key), correction))
            .filter(|(letters, _)| *letters > 0)
            .max_by_key(|(letters, _)| *letters);
        if let Some((_, correction)) = known {
            quote.attribute(correction.person.clone(), text);
        }
    }
}

impl Quote {
    /// Makes this person the speaker, and sure. The mention is the nearest place before the quotation that has the name.
    fn attribute(&mut self, person: Option<Person>, text: &str) {
        let same =
            |speaker: &Speaker| Some(&speaker.person.name) == person.as_ref().map(|p| &p.name);
        if !self.speaker.as_ref().is_some_and(same) {
            let span = self.span();
            self.speaker = person.map(|person| {
                let before = text.get(..span.start).and_then(|t| t.rfind(&person.name));
                let after = || Some(span.end + text.get(span.end..)?.find(&person.name)?);
                let mention = before.or_else(after).map(|at| at..at + person.name.len());
                Speaker { mention, person }
            });
            if self.speaker.is_none() {
                self.cue = None;
            }
        }
        self.confidence = 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::super::QuoteKind;
    use super::*;

    const TEXT: &str =
        "Ida Quill was there. “The ferry stays, as it must,” she said. “It does,” he said.";

    fn quote(words: &str) -> Quote {
        let at = TEXT.find(words).unwrap();
        Quote {
            ranges: std::iter::once(at..at + words.len()).collect(),
            speaker: None,
            cue: Some(0..1),
            kind: QuoteKind::Direct,
            confidence: 0.5,
        }
    }

    fn correction(words: &str, name: Option<&str>) -> Correction {
        Correction {
            words: Correction::key(words),
            person: name.map(|name| Person {
                name: name.to_owned(),
                ..Person::default()
            }),
        }
    }

    #[test]
    fn a_correction_outlives_another_reading_of_the_same_words() {
        let corrections = [correction(
            "The ferry stays, as it must,",
            Some("Ida Quill"),
        )];
        let mut quotes = [quote("ferry stays, as it must"), quote("It does,")];
        correct(&mut quotes, TEXT, &corrections);
        let speaker = quotes[0].speaker.as_ref().unwrap();
        assert_eq!(speaker.person.name, "Ida Quill");
        assert_eq!(speaker.mention, Some(0..9));
        assert!(quotes[0].confidence > 0.99);
        assert_eq!(quotes[1], quote("It does,"), "nothing was said of this one");
    }

    #[test]
    fn the_correction_that_knows_more_of_it_counts_and_nobody_is_an_answer() {
        let corrections = [
            correction("The ferry stays", Some("Tobias Renn")),
            correction("The ferry stays, as it must", None),
        ];
        let mut quotes = [quote("The ferry stays, as it must,")];
        quotes[0].attribute(corrections[0].person.clone(), TEXT);
        correct(&mut quotes, TEXT, &corrections);
        assert_eq!((&quotes[0].speaker, &quotes[0].cue), (&None, &None));
    }
}
