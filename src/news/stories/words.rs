//! The words of an account that say what it is about: without their endings and without those that every article has, and
//! whether they are written as names. Knows nothing of what they weigh.

use unicode_segmentation::UnicodeSegmentation as _;

use super::Account;

/// Words of the beginning that are looked at.
const LEAD: usize = 40;
/// People that are looked at.
const PEOPLE: usize = 8;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// As a name is.
    Name,
    /// In small letters.
    Small,
    /// With a capital where any word would have one.
    Unclear,
}

/// A word that says what an account is about.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// Without its commonest endings, in small letters.
    pub stem: &'a str,
    pub in_title: bool,
    pub case: Case,
}

/// Calls for each word of an account that says what it is about: for those of the title first.
pub(super) fn each_word(account: &Account<'_>, mut found: impl FnMut(Found<'_>)) {
    let title: Vec<(usize, &str)> = account.title.unicode_word_indices().collect();
    let lead: Vec<(usize, &str)> = account.lead.unicode_word_indices().take(LEAD).collect();
    let is_german = is_german(&lead) || is_german(&title);
    let mut small = String::new();
    for (text, words, in_title) in [(account.title, title, true), (account.lead, lead, false)] {
        let is_capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        let capitals = words.iter().filter(|(_, word)| is_capital(word)).count();
        // "Ferry To Stay As Board Gives In": capitals say nothing there.
        let all_capital = in_title && !is_german && capitals * 3 > words.len() * 2;
        let is_beside = |index: Option<usize>| {
            let word = index.and_then(|index| words.get(index));
            word.is_some_and(|(at, word)| is_capital(word) && !begins(text, *at))
        };
        for (index, (at, word)) in words.iter().enumerate() {
            let case = if !is_capital(word) {
                Case::Small
            } else if all_capital
                || begins(text, *at)
                // Every German noun has a capital; two side by side are a name.
                || is_german && !is_beside(index.checked_sub(1)) && !is_beside(Some(index + 1))
            {
                Case::Unclear
            } else {
                Case::Name
            };
            if let Some(stem) = stem(word, &mut small) {
                found(Found {
                    stem,
                    in_title,
                    case,
                });
            }
        }
    }
    for name in account.people.iter().take(PEOPLE) {
        for word in name.unicode_words() {
            if let Some(stem) = stem(word, &mut small) {
                found(Found {
                    stem,
                    in_title: false,
                    case: Case::Name,
                });
            }
        }
    }
}

/// Whether a sentence begins at this byte.
fn begins(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '"', '“', '”', '„', '‘', '»', '«', '(']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '–', '—'])
}

/// Whether words are those of a German text: its articles and prepositions stand among them.
fn is_german(words: &[(usize, &str)]) -> bool {
    const GERMAN: [&str; 14] = [
        "der", "das", "und", "den", "dem", "nach", "für", "mit", "auf", "ist", "im", "nicht",
        "vor", "bei",
    ];
    let is_one =
        |word: &str| word.len() < 6 && GERMAN.iter().any(|one| word.eq_ignore_ascii_case(one));
    let found = words.iter().filter(|(_, word)| is_one(word)).take(2);
    let wanted = if words
        .iter()
        .any(|(_, word)| word.contains(['ä', 'ö', 'ü', 'ß']))
    {
        1
    } else {
        2
    };
    found.count() >= wanted
}

/// A word without its commonest endings, in small letters; `None` for words that every article has.
fn stem<'a>(word: &str, small: &'a mut String) -> Option<&'a str> {
    const ENDINGS: [&str; 12] = [
        "ungen", "ing", "ern", "ed", "en", "es", "er", "em", "e", "s", "n", "t",
    ];
    const SHORTEST: usize = 4;
    let word = word.split(['\'', '’']).next().unwrap_or_default();
    if word.len() < 3 {
        // "EU", but not "of" and "6".
        let is_acronym = word.len() == 2 && word.chars().all(char::is_uppercase);
        let is_number = word.len() == 2 && word.chars().all(char::is_numeric);
        if !is_acronym && !is_number {
            return None;
        }
    }
    small.clear();
    if word.is_ascii() {
        small.push_str(word);
        small.make_ascii_lowercase();
    } else {
        small.extend(word.chars().flat_map(char::to_lowercase));
    }
    if small.len() <= LONGEST_EMPTY && EMPTY.binary_search(&small.as_str()).is_ok() {
        return None;
    }
    let cut = ENDINGS.iter().find_map(|ending| {
        let rest = small.strip_suffix(ending)?;
        (rest.len() >= SHORTEST).then_some(rest)
    });
    Some(cut.unwrap_or(small))
}

/// Bytes of the longest of the words below.
const LONGEST_EMPTY: usize = 8;

/// Words of English and German, and a few of their neighbours, that every article has, and those of reports alone. In
/// the order of their letters.
const EMPTY: &[&str] = &[
    "aber", "about", "after", "against", "all", "als", "also", "am", "among", "and", "another",
    "any", "are", "auch", "auf", "aus", "avec", "back", "been", "before", "bei", "being",
    "between", "bis", "breaking", "but", "can", "could", "dans", "das", "dass", "day", "dem",
    "den", "der", "des", "did", "die", "diese", "dieser", "doch", "does", "down", "durch",
    "during", "ein", "eine", "einem", "einen", "einer", "eines", "for", "from", "für", "gegen",
    "get", "haben", "had", "has", "hat", "hatte", "have", "her", "here", "hier", "his", "how",
    "ich", "ihr", "ihre", "ihren", "into", "ist", "its", "just", "kann", "keine", "last", "les",
    "like", "live", "made", "make", "man", "many", "may", "mehr", "mit", "monday", "montag",
    "more", "most", "much", "nach", "neue", "neuen", "new", "news", "nicht", "noch", "not", "now",
    "nur", "oder", "off", "one", "only", "other", "our", "out", "over", "para", "que", "said",
    "say", "says", "seit", "sich", "sie", "since", "sind", "soll", "some", "sowie", "still",
    "such", "sunday", "than", "that", "the", "their", "them", "there", "these", "they", "this",
    "those", "three", "thursday", "time", "today", "told", "tuesday", "two", "uhr", "und", "under",
    "update", "video", "vom", "von", "vor", "war", "was", "week", "werden", "what", "when",
    "where", "which", "who", "why", "wie", "will", "wird", "with", "wurde", "year", "you", "über",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_meaning_are_in_order() {
        assert!(EMPTY.is_sorted());
        let longest = EMPTY.iter().map(|word| word.len()).max();
        assert_eq!(longest, Some(LONGEST_EMPTY));
    }
}
