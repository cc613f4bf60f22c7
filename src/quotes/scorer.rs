//! The one linear scorer: named yes-or-no features, and a weight for each in `assets/quotes/weights.txt`.
//! Adds up weights and nothing else; what a feature means stands where it is set.

use std::sync::LazyLock;

/// A set of features that hold, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Evidence(u128);

impl Evidence {
    /// Adds a feature if it holds.
    pub(super) fn when(&mut self, holds: bool, feature: impl Into<usize>) {
        self.0 |= u128::from(holds) << feature.into();
    }

    /// Whether a feature holds.
    pub(super) fn has(self, feature: impl Into<usize>) -> bool {
        self.0 >> feature.into() & 1 == 1
    }

    fn bits(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let bit = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            (bit < 128).then_some(bit)
        })
    }
}

macro_rules! features {
    ($(#[$doc:meta])* $kind:ident, $section:literal, $weights:ident: $($(#[$note:meta])* $name:ident)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum $kind { $($(#[$note])* $name),* }

        impl $kind {
            const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            /// The sum of the weights of what holds.
            pub(super) fn score(evidence: Evidence) -> f32 {
                evidence.bits().map(|bit| $weights[bit]).sum()
            }

            /// The names of what holds, for people who ask why.
            pub(super) fn names(evidence: Evidence) -> Vec<&'static str> {
                evidence.bits().map(|bit| Self::NAMES[bit]).collect()
            }
        }

        impl From<$kind> for usize {
            fn from(feature: $kind) -> Self { feature as Self }
        }

        static $weights: LazyLock<Vec<f32>> = LazyLock::new(|| read($section, $kind::NAMES));
    };
}

features! {
    /// What tells speech from a title, a nickname or a quoted word.
    Speech, "speech", SPEECH:
    Bias
    OneWord TwoWords ThreeWords FourOrFive SixToNine TenOrMore
    EndsComma EndsStop EndsQuestion
    CapitalStart TitleCase AllCapitals SmallStart
    FirstPerson FiniteVerb
    AfterColon AfterComma AfterCue AfterWeakCue AfterThat AfterArticle AfterNaming AfterWork AfterPreposition AfterName AfterNoun
    BeforeComma BeforeStop BeforeCue BeforeSpeaker BeforeNoun BeforeName BeforeEnd BeforeVerb
    HeadsSentence WholeParagraph
    SayInSentence WeakInSentence CueWithSpeaker
    German HasNumber StatementBefore Unclosed
    CapitalGerman OneCapital
    AfterPossessive ArticleNoun ArticleShort PrepositionTitle NamingPattern AsWithCue InSeries SmallShort TitleShort
    SpeakerNearBefore SpeakerNearAfter SayNearBefore WeakNearBefore NamesSpeaker AfterBracket CommaShort
    OwnSentence Attributed AttributedBefore
    InReported AfterIndefinite QuotedAgain AfterEntitling TitleOfWork AfterAccording
    AfterBody CalledSo Foreign
    SpeakerSure SpeakerLikely SpeakerPossible SpeakerUnlikely
}

features! {
    /// What tells who said a quotation.
    Speaker, "speaker", SPEAKER:
    Nobody NobodyShort NobodyAlone NobodyNoCue
    AfterInverted AfterSubject AfterApposition AfterNear AfterFar AfterNextSentence
    BeforeColon BeforeComma BeforeThat BeforeTouching BeforeNear BeforeFar BeforeColonFar
    BackOneSentence BackTwoSentences BackFarther BackParagraph BackParagraphs
    Say According Weak NoCue LinkClause LinkApposition LinkAfter
    Name Role Noun Body HeOrShe They It First Who Plural
    Possessive Governed Object Bracketed
    HeadsSentence HeadsParagraph
    SpokeLast LastSpeakerHere LastSpeakerTouching LastPerson LastPersonHere
    SinceLast Nearest NearestAfter SecondNearest
    CommaThenAfter StopThenAfter QuestionThenAfter NoneThenAfter
    CueOfOther CueNearest OwnParagraph EndsParagraphBefore StartsSentence
    Mixed Statement Honorific GenderClash CueSentenceEarlier
    AfterSameSentenceNoCue BeforeSameSentenceNoCue BackNoCue PronounNoCue LastSpeakerNewParagraph
    LastSpeakerWithCueBetween Article GovernedNoCue NounNoCue
    Shadowed ShadowedWeak InLastSentence ColonTouching BracketTouching Reported ReportedHere
    Embedded SentenceSubject DashLine
    CueTouches Overruled OverruledAfter
    InReported InReportedNoCue InReportedPronoun ReportedSubject OwnsStatement Anonymous AnonymousFirst NameLine CueSpent ColonName
}

const FILE: &str = include_str!("../../assets/quotes/weights.txt");

fn read(section: &str, names: &[&str]) -> Vec<f32> {
    let mut weights = vec![0.0; names.len()];
    let mut current = "";
    for line in FILE.lines().filter(|l| !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            current = name.trim_end_matches(']');
        } else if current == section
            && let Some((name, value)) = line.split_once(char::is_whitespace)
            && let Some(place) = names.iter().position(|n| *n == name)
        {
            weights[place] = value.trim().parse().unwrap_or(0.0);
        }
    }
    weights
}

/// A score as a probability.
pub(super) fn probability(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_weights_names_a_feature() {
        let (mut lines, mut section) = (0, "");
        for line in FILE
            .lines()
            .filter(|l| !l.starts_with('#') && !l.is_empty())
        {
            if let Some(name) = line.strip_prefix('[') {
                section = name.trim_end_matches(']');
                continue;
            }
            let (name, value) = line.split_once(' ').expect("a name and a value");
            let names = if section == "speech" {
                Speech::NAMES
            } else {
                Speaker::NAMES
            };
            assert!(names.contains(&name), "{section} {name}");
            assert!(value.trim().parse::<f32>().is_ok(), "{line}");
            lines += 1;
        }
        assert!(lines > 60);
    }
}
