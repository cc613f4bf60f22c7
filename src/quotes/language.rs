//! Which language an article is in: its tag where it has one, else a count of stop words.
//! Knows the four languages that have word lists, and nothing of quotations.

/// A language with word lists of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    German,
    French,
    Spanish,
}

/// The words that tell the four languages apart; none stands in two of the lists.
const STOP_WORDS: &[(Language, &[&str])] = &[
    (
        Language::English,
        &["the", "of", "and", "to", "is", "that", "with", "was", "for"],
    ),
    (
        Language::German,
        &[
            "der", "und", "die", "das", "nicht", "ist", "mit", "von", "ein",
        ],
    ),
    (
        Language::French,
        &[
            "les", "des", "est", "dans", "et", "une", "pour", "qui", "du",
        ],
    ),
    (
        Language::Spanish,
        &["el", "los", "y", "las", "del", "por", "una", "con", "para"],
    ),
];

/// How many words are looked at; enough to be sure, and the same for a text of any length.
const SAMPLE: usize = 400;

impl Language {
    /// The language of a text: by its BCP 47 tag if that names one of the four, else by its stop words, else English.
    pub(super) fn of(tag: Option<&str>, text: &str) -> Self {
        let primary = tag.and_then(|t| t.split(['-', '_']).next()).unwrap_or("");
        match primary.to_ascii_lowercase().as_str() {
            "en" => Self::English,
            "de" => Self::German,
            "fr" => Self::French,
            "es" => Self::Spanish,
            _ => Self::guess(text),
        }
    }

    fn guess(text: &str) -> Self {
        let mut counts = [0u32; STOP_WORDS.len()];
        for word in text.split_whitespace().take(SAMPLE) {
            for (count, (_, words)) in counts.iter_mut().zip(STOP_WORDS) {
                *count += u32::from(words.iter().any(|w| w.eq_ignore_ascii_case(word)));
            }
        }
        let mut best = 0;
        for i in 1..counts.len() {
            if counts[i] > counts[best] {
                best = i;
            }
        }
        STOP_WORDS[best].0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_decides_and_an_unknown_tag_does_not() {
        assert_eq!(Language::of(Some("de-CH"), "the of and"), Language::German);
        assert_eq!(
            Language::of(Some("nl"), "der Mann und die Frau"),
            Language::German
        );
        assert_eq!(
            Language::of(None, "La mairie et les élus dans une salle"),
            Language::French
        );
        assert_eq!(
            Language::of(None, "El alcalde y los vecinos del barrio"),
            Language::Spanish
        );
        assert_eq!(Language::of(None, ""), Language::English);
    }
}
