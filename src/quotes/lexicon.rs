//! The word lists of `assets/quotes/`, read once: what each word of a language may be (a cue, a title, a role …).
//! Holds no weights and no rules; those stand in `scorer` and where they are used.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::language::Language;

/// What a word may be: a set of the constants below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Word(pub(super) u64);

macro_rules! classes {
    ($($name:ident = $bit:expr;)*) => {
        impl Word { $(pub(super) const $name: Self = Self(1 << $bit);)* }
    };
}

classes! {
    SAY = 0; TELL = 1; WEAK = 2; ACCORDING = 3; STATEMENT = 4;
    HONORIFIC = 5; TITLE = 6; SUFFIX = 7; ROLE = 8; PLURAL = 9; BODY = 10;
    MALE = 11; FEMALE = 12; FIRST_NAME = 13;
    DET = 14; PRONOUN = 15; OBJECT = 16; PREP = 17; CONJ = 18; AUX = 19; ADVERB = 20; STOP = 21;
    LINKER = 22; PARTICLE = 23; FIRST_PERSON = 24; WORK = 25; NAMING = 26; CLAUSE = 27; SMALL = 28;
    ABBREVIATION = 29; REPORTED = 30; MODIFIER = 31; ENTITLING = 32; INDEFINITE = 33; TIME = 34;
}

impl Word {
    /// Words that can stand neither in a name nor within a noun phrase.
    pub(super) const CLOSED: Self = Self(
        Self::PRONOUN.0
            | Self::OBJECT.0
            | Self::PREP.0
            | Self::CONJ.0
            | Self::AUX.0
            | Self::ADVERB.0
            | Self::DET.0,
    );
    /// Verbs of speech and the like.
    pub(super) const CUE: Self = Self(Self::SAY.0 | Self::TELL.0 | Self::WEAK.0);
    /// What a person or a body is called by.
    pub(super) const HEAD: Self = Self(Self::ROLE.0 | Self::BODY.0);
    /// What stands before a name.
    pub(super) const BEFORE_NAME: Self = Self(Self::ROLE.0 | Self::TITLE.0 | Self::HONORIFIC.0);

    /// Whether the word may be any of `classes`.
    pub(super) const fn is(self, classes: Self) -> bool {
        self.0 & classes.0 != 0
    }

    /// The word with more classes.
    pub(super) const fn with(self, classes: Self) -> Self {
        Self(self.0 | classes.0)
    }

    /// The word without some classes.
    pub(super) const fn without(self, classes: Self) -> Self {
        Self(self.0 & !classes.0)
    }
}

/// The words of one language, in lower case.
pub(super) struct Lexicon {
    pub(super) language: Language,
    words: HashMap<String, Word>,
}

const NAMES: &str = include_str!("../../assets/quotes/names.txt");

macro_rules! lists {
    ($folder:literal) => {
        [
            include_str!(concat!("../../assets/quotes/", $folder, "/cues.txt")),
            include_str!(concat!("../../assets/quotes/", $folder, "/people.txt")),
            include_str!(concat!("../../assets/quotes/", $folder, "/words.txt")),
            NAMES,
        ]
    };
}

static ENGLISH: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::read(Language::English, &lists!("en")));
static GERMAN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(Language::German, &lists!("de")));
static FRENCH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(Language::French, &lists!("fr")));
static SPANISH: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::read(Language::Spanish, &lists!("es")));

/// The longest word looked up, in bytes; longer ones are no words of any list.
const LONGEST: usize = 48;

impl Lexicon {
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::French => &FRENCH,
            Language::Spanish => &SPANISH,
        }
    }

    /// What a word may be, whatever its case.
    pub(super) fn get(&self, word: &str) -> Word {
        if word.len() > LONGEST {
            return Word::default();
        }
        if word.bytes().all(|b| b.is_ascii_lowercase()) {
            return self.find(word);
        }
        let mut ascii = [0u8; LONGEST];
        if word.is_ascii() {
            let lower = &mut ascii[..word.len()];
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            return self.find(std::str::from_utf8(lower).unwrap_or_default());
        }
        self.find(&word.to_lowercase().replace('’', "'"))
    }

    fn find(&self, lower: &str) -> Word {
        if let Some(word) = self.words.get(lower) {
            return *word;
        }
        // "co-chairman", "US-Außenminister": the last part says what it is.
        if let Some((_, last)) = lower.rsplit_once('-') {
            return self.tail(last);
        }
        if self.language == Language::German {
            self.compound(lower)
        } else {
            Word::default()
        }
    }

    fn tail(&self, last: &str) -> Word {
        let word = self.words.get(last).copied().unwrap_or_default();
        Word(
            word.0
                & (Word::BEFORE_NAME.0
                    | Word::BODY.0
                    | Word::PLURAL.0
                    | Word::MALE.0
                    | Word::FEMALE.0),
        )
        .without(Word::FIRST_NAME)
    }

    /// German writes compounds as one word, and the last part says what it is: "Wirtschaftsexperte".
    fn compound(&self, lower: &str) -> Word {
        let starts = lower.char_indices().map(|(at, _)| at).skip(3);
        for at in starts.take_while(|at| at + 4 <= lower.len()) {
            let word = self.words.get(&lower[at..]).copied().unwrap_or_default();
            if word.is(Word::HEAD) || (word.is(Word::WORK) && lower.len() - at > 5) {
                return Word(
                    word.0
                        & (Word::HEAD.0
                            | Word::PLURAL.0
                            | Word::FEMALE.0
                            | Word::MALE.0
                            | Word::WORK.0
                            | Word::TITLE.0),
                );
            }
        }
        Word::default()
    }

    fn read(language: Language, lists: &[&str]) -> Self {
        let mut lexicon = Self {
            language,
            words: HashMap::with_capacity(8192),
        };
        for list in lists {
            let mut section = "";
            for line in list.lines().filter(|l| !l.starts_with('#')) {
                if let Some(name) = line.strip_prefix('[') {
                    section = name.trim_end_matches(']');
                    continue;
                }
                for word in line.split_whitespace() {
                    lexicon.add(section, word);
                }
            }
        }
        lexicon
    }

    pub(super) fn put(&mut self, word: &str, classes: Word) {
        let entry = self.words.entry(word.to_owned()).or_default();
        *entry = entry.with(classes);
    }

    fn add(&mut self, section: &str, word: &str) {
        let classes = match section {
            "say" => return self.verb(word, Word::SAY),
            "weak" => return self.verb(word, Word::WEAK),
            "role" => return self.noun(word, Word::ROLE),
            "role_m" => return self.noun(word, Word::ROLE.with(Word::MALE)),
            "role_f" => return self.noun(word, Word::ROLE.with(Word::FEMALE)),
            "body" => return self.noun(word, Word::BODY),
            "work" => return self.noun(word, Word::WORK),
            "say_forms" => Word::SAY,
            "weak_forms" => Word::WEAK,
            "tell" => Word::TELL.with(Word::SAY),
            "according" => Word::ACCORDING,
            "statement" => Word::STATEMENT,
            "honorific_m" => Word::HONORIFIC.with(Word::MALE),
            "honorific_f" => Word::HONORIFIC.with(Word::FEMALE),
            "title" => Word::TITLE,
            "suffix" => Word::SUFFIX,
            "role_plural" => Word::ROLE.with(Word::PLURAL),
            "det" => Word::DET,
            "pronoun_m" => Word::PRONOUN.with(Word::MALE),
            "pronoun_f" => Word::PRONOUN.with(Word::FEMALE),
            "pronoun_plural" => Word::PRONOUN.with(Word::PLURAL),
            "pronoun" => Word::PRONOUN,
            "object" => Word::OBJECT,
            "prep" => Word::PREP,
            "conj" => Word::CONJ,
            "aux" => Word::AUX,
            "adverb" => Word::ADVERB,
            "time" => Word::TIME,
            "stop" => Word::STOP,
            "linker" => Word::LINKER,
            "particle" => Word::PARTICLE,
            "gender_m" => Word::MALE,
            "gender_f" => Word::FEMALE,
            "first_person" => Word::FIRST_PERSON,
            "naming" => Word::NAMING,
            "entitling" => Word::NAMING.with(Word::ENTITLING),
            "indefinite" => Word::DET.with(Word::INDEFINITE),
            "modifier" => Word::MODIFIER,
            "reported" => Word::REPORTED.with(Word::AUX),
            "clause" => Word::CLAUSE,
            "title_small" => Word::SMALL,
            "abbreviation" => Word::ABBREVIATION,
            "first_m" => Word::FIRST_NAME.with(Word::MALE),
            "first_f" => Word::FIRST_NAME.with(Word::FEMALE),
            _ => Word::default(),
        };
        self.put(word, classes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_and_nouns_are_inflected() {
        let english = Lexicon::of(Language::English);
        for form in ["announced", "argues", "replied", "stressing", "Said"] {
            assert!(english.get(form).is(Word::SAY), "{form}");
        }
        assert!(english.get("spokeswomen").is(Word::FEMALE));
        let german = Lexicon::of(Language::German);
        for form in ["betonte", "erklärt", "sagten", "antwortete"] {
            assert!(german.get(form).is(Word::SAY), "{form}");
        }
        assert!(german.get("Wirtschaftsexpertin").is(Word::FEMALE));
        assert!(Lexicon::of(Language::French).get("annonça").is(Word::SAY));
        assert!(Lexicon::of(Language::Spanish).get("aseguró").is(Word::SAY));
    }

    #[test]
    fn the_lists_stay_small() {
        let total: usize = ["en", "de", "fr", "es"]
            .iter()
            .zip([lists!("en"), lists!("de"), lists!("fr"), lists!("es")])
            .map(|(_, lists)| lists[..3].iter().map(|l| l.len()).sum::<usize>())
            .sum();
        assert!(total + NAMES.len() < 300_000);
    }
}
