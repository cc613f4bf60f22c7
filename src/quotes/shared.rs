//! The same quotation in several articles: words as they are compared, the few word sequences that an index needs to
//! find a match, the comparison itself, and what differs word by word. Pure; knows no article and no index.
//!
//! Sequences of four words are thinned out by winnowing (Schleimer, Wilkerson, Aiken 2003, "Winnowing: local algorithms
//! for document fingerprinting"): of any three neighbours one is kept. So whatever shares six words in a row with a
//! quotation that was indexed shares a sequence that was kept, wherever either was cut.

use std::collections::HashSet;
use std::hash::Hasher as _;

use similar::{Algorithm, ChangeTag, capture_diff_slices};
use siphasher::sip::SipHasher13;

use super::identity::folded;

/// Words in a sequence.
const SEQUENCE: usize = 4;
/// Of so many neighbouring sequences one is kept.
const WINDOW: usize = 3;
/// Quotations of fewer words are the same only in the same words, by the same speaker.
const SHORT: usize = SEQUENCE + WINDOW - 1;
/// A single word is no quotation to be recognised.
const LEAST: usize = 2;
/// Words in a row that count as said alike.
const RUN: usize = 3;
/// Of ten words of the shorter one, so many must be said alike.
const ALIKE: usize = 6;
/// Words of a quotation that are looked at; an address to a parliament is found by its beginning.
const LONGEST: usize = 2000;
/// Words on either side that are compared one by one.
const COMPARED: usize = 600;

/// What was said, ready to be compared: case, marks of letters and punctuation count nothing, nor does an ellipsis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    words: Vec<u64>,
}

impl Speech {
    /// From the words of a quotation.
    pub fn of(words: &str) -> Self {
        let words = words.split_whitespace().flat_map(|word| {
            let parts = folded(word);
            let hashes: Vec<u64> = parts
                .split(' ')
                .filter(|p| !p.is_empty())
                .map(hash)
                .collect();
            hashes
        });
        Self {
            words: words.take(LONGEST).collect(),
        }
    }

    /// Whether it is too short to be told from another by its words alone.
    pub fn is_short(&self) -> bool {
        self.words.len() < SHORT
    }

    /// The fingerprints by which it is found later.
    pub fn kept(&self, speaker: Option<&str>) -> Vec<i64> {
        if self.is_short() {
            return self.whole(speaker).into_iter().collect();
        }
        let all: Vec<u64> = self.sequences().collect();
        let mut kept: Vec<i64> = all
            .windows(WINDOW)
            .filter_map(|window| window.iter().min())
            .map(|least| least.cast_signed())
            .collect();
        kept.sort_unstable();
        kept.dedup();
        kept
    }

    /// The fingerprints to find others by: all, for nothing is known of where they were cut.
    pub fn sought(&self, speaker: Option<&str>) -> Vec<i64> {
        if self.is_short() {
            return self.whole(speaker).into_iter().collect();
        }
        let mut sought: Vec<i64> = self.sequences().map(u64::cast_signed).collect();
        sought.sort_unstable();
        sought.dedup();
        sought
    }

    fn sequences(&self) -> impl Iterator<Item = u64> {
        self.words.windows(SEQUENCE).map(hash)
    }

    /// Of a short one: all its words and its speaker's name.
    fn whole(&self, speaker: Option<&str>) -> Option<i64> {
        let speaker = speaker.filter(|_| self.words.len() >= LEAST)?;
        Some(hash((speaker, &self.words)).cast_signed())
    }

    /// Whether both are the same quotation, of which either may be cut or changed a little.
    pub fn is_same(&self, other: &Self) -> bool {
        // Of two of one length it must not matter which is asked.
        let order = self.words.len().cmp(&other.words.len());
        let (shorter, longer) = if order.then_with(|| self.words.cmp(&other.words)).is_le() {
            (self, other)
        } else {
            (other, self)
        };
        if shorter.is_short() {
            return shorter == longer;
        }
        let runs: HashSet<&[u64]> = longer.words.windows(RUN).collect();
        let mut alike = 0;
        let mut counted = 0;
        for (at, run) in shorter.words.windows(RUN).enumerate() {
            if runs.contains(run) {
                alike += at + RUN - counted.max(at);
                counted = at + RUN;
            }
        }
        alike >= SHORT - 1 && alike * 10 >= shorter.words.len() * ALIKE
    }
}

fn hash(value: impl std::hash::Hash) -> u64 {
    let mut hasher = SipHasher13::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// What became of some words in another outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// They stand there as well.
    Same,
    /// They were left out there.
    LeftOut,
    /// They stand only there.
    Added,
}

/// Some words of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words, as written; with a blank between them.
    pub words: String,
    /// What became of them.
    pub change: Change,
}

/// What another outlet left out of a quotation, or changed in it, word by word. Case and punctuation are no changes;
/// what is the same is written as in the other.
pub fn changes(own: &str, other: &str) -> Vec<Piece> {
    let (own, other) = (written(own), written(other));
    let keys =
        |words: &[(String, &str)]| words.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
    let (own_keys, other_keys) = (keys(&own), keys(&other));
    let mut pieces: Vec<Piece> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &own_keys, &other_keys) {
        for change in op.iter_changes(&own_keys, &other_keys) {
            let at = |index: Option<usize>, words: &[(String, &str)]| {
                index
                    .and_then(|i| words.get(i))
                    .map_or("", |(_, word)| *word)
                    .to_owned()
            };
            let (word, change) = match change.tag() {
                ChangeTag::Equal => (at(change.new_index(), &other), Change::Same),
                ChangeTag::Delete => (at(change.old_index(), &own), Change::LeftOut),
                ChangeTag::Insert => (at(change.new_index(), &other), Change::Added),
            };
            match pieces.last_mut().filter(|piece| piece.change == change) {
                Some(piece) => {
                    piece.words.push(' ');
                    piece.words.push_str(&word);
                }
                None => pieces.push(Piece {
                    words: word,
                    change,
                }),
            }
        }
    }
    pieces
}

/// The words with what they are compared by; a sign alone belongs to the word before it and is left out.
fn written(text: &str) -> Vec<(String, &str)> {
    text.split_whitespace()
        .map(|word| (folded(word), word))
        .filter(|(key, _)| !key.is_empty())
        .take(COMPARED)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WHOLE: &str = "The boat is the only road we have, and it stays, whatever the council in the capital decides.";

    fn same(a: &str, b: &str) -> bool {
        Speech::of(a).is_same(&Speech::of(b))
    }

    /// Whether an index that holds `stored` leads from `new` to it.
    fn found(stored: &str, new: &str) -> bool {
        let kept = Speech::of(stored).kept(None);
        Speech::of(new)
            .sought(None)
            .iter()
            .any(|hash| kept.contains(hash))
    }

    #[test]
    fn a_cut_a_changed_mark_or_an_ellipsis_leaves_it_the_same() {
        for other in [
            "the boat is the only road we have – and it stays, whatever the council in the capital decides",
            "the only road we have, and it stays",
            "It stays, whatever the council in the capital decides.",
            "The boat is the only road we have … whatever the council in the capital decides.",
            "The boat is the only road we have, and it stays, whatever the parliament in the capital decides.",
        ] {
            assert!(same(WHOLE, other), "{other}");
            assert!(same(other, WHOLE), "{other}");
            assert!(found(WHOLE, other) && found(other, WHOLE), "{other}");
        }
    }

    #[test]
    fn other_words_are_another_quotation() {
        assert!(!same(
            WHOLE,
            "The boat is the only thing that I can talk about in the capital today."
        ));
        assert!(!same("It stays here.", "It stays."));
        assert!(same("It stays.", "it stays"));
        assert!(!same("", "It stays"));
    }

    #[test]
    fn a_short_one_is_found_only_with_its_speaker() {
        let short = Speech::of("It stays.");
        assert_eq!(
            short.kept(Some("leontine abara")),
            Speech::of("it stays").sought(Some("leontine abara"))
        );
        assert_ne!(
            short.kept(Some("leontine abara")),
            short.kept(Some("arlo finch"))
        );
        assert!(short.kept(None).is_empty());
        assert!(
            Speech::of("Disgraceful!")
                .kept(Some("arlo finch"))
                .is_empty()
        );
    }

    #[test]
    fn what_was_left_out_or_changed_is_marked() {
        let pieces = changes(
            "The boat stays, for all of us.",
            "The old boat stays for us",
        );
        let marked: Vec<String> = pieces
            .iter()
            .map(|piece| match piece.change {
                Change::Same => piece.words.clone(),
                Change::LeftOut => format!("[-{}-]", piece.words),
                Change::Added => format!("[+{}+]", piece.words),
            })
            .collect();
        assert_eq!(marked.join(" "), "The [+old+] boat stays for [-all of-] us");
    }

    proptest! {
        #[test]
        fn whatever_shares_six_words_in_a_row_is_found(
            before in "([a-f]{1,3} ){0,12}", run in "([g-p]{2,5} ){6,9}", after in "([a-f]{1,3} ){0,12}",
        ) {
            let (one, other) = (format!("{before}{run}{after}"), format!("{after}{run}{before}"));
            prop_assert!(found(&one, &run) && found(&run, &other));
        }

        #[test]
        fn any_part_of_six_words_or_more_is_the_same(words in prop::collection::vec("[a-z]{2,6}", 6..40), cut in 0usize..30) {
            let from = cut.min(words.len() - 6);
            prop_assert!(same(&words.join(" "), &words[from..from + 6].join(", ")));
        }

        #[test]
        fn a_comparison_loses_no_word_and_never_panics(own in "\\PC{0,80}", other in "\\PC{0,80}") {
            let count = |pieces: &[Piece], kinds: [Change; 2]| -> usize {
                let chosen = pieces.iter().filter(|piece| kinds.contains(&piece.change));
                chosen.map(|piece| piece.words.split_whitespace().count()).sum()
            };
            let pieces = changes(&own, &other);
            prop_assert_eq!(count(&pieces, [Change::Same, Change::Added]), written(&other).len());
            prop_assert_eq!(count(&pieces, [Change::Same, Change::LeftOut]), written(&own).len());
            let (a, b) = (Speech::of(&own), Speech::of(&other));
            prop_assert_eq!(a.is_same(&b), b.is_same(&a));
        }
    }
}
