//! What changed from one text to another, word by word. Pure but for a deadline, after which it is less exact.

use std::time::Duration;

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// Time for the search of the shortest difference; two long texts without a word in common need more than they are worth.
const PATIENCE: Duration = Duration::from_secs(2);

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Whose it is.
    pub kind: ChangeKind,
    /// The words, and the white space after them.
    pub text: String,
}

/// Which of the two texts a stretch stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// Both.
    Equal,
    /// The earlier one alone.
    Delete,
    /// The later one alone.
    Insert,
}

/// The stretches that lead from one text to the other. Those that are not inserted make up the earlier text, those that
/// are not deleted the later one.
pub fn changes(earlier: &str, later: &str) -> Vec<Change> {
    let diff = TextDiff::configure()
        .timeout(PATIENCE)
        .diff_unicode_words(earlier, later);
    let mut stretches = Stretches::default();
    for change in diff.iter_all_changes() {
        stretches.push(change.tag(), change.value());
    }
    stretches.finish()
}

/// Changes with nothing but a blank between them are one: "old words" becomes "new words", not word for word.
#[derive(Default)]
struct Stretches {
    found: Vec<Change>,
    deleted: String,
    inserted: String,
    /// White space behind a change, of which it is not yet known whether another change follows.
    blank: String,
}

impl Stretches {
    fn push(&mut self, tag: ChangeTag, text: &str) {
        let is_changing = !self.deleted.is_empty() || !self.inserted.is_empty();
        match tag {
            ChangeTag::Equal => {
                let joins = text.chars().all(char::is_whitespace) && !text.contains('\n');
                if joins && is_changing {
                    self.blank.push_str(text);
                } else {
                    self.flush();
                    put(&mut self.found, ChangeKind::Equal, text);
                }
            }
            ChangeTag::Delete | ChangeTag::Insert => {
                self.deleted.push_str(&self.blank);
                self.inserted.push_str(&self.blank);
                self.blank.clear();
                if tag == ChangeTag::Delete {
                    self.deleted.push_str(text);
                } else {
                    self.inserted.push_str(text);
                }
            }
        }
    }

    fn flush(&mut self) {
        put(&mut self.found, ChangeKind::Delete, &self.deleted);
        put(&mut self.found, ChangeKind::Insert, &self.inserted);
        put(&mut self.found, ChangeKind::Equal, &self.blank);
        self.deleted.clear();
        self.inserted.clear();
        self.blank.clear();
    }

    fn finish(mut self) -> Vec<Change> {
        self.flush();
        self.found
    }
}

fn put(found: &mut Vec<Change>, kind: ChangeKind, text: &str) {
    match found.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.kind == kind => last.text.push_str(text),
        _ => found.push(Change {
            kind,
            text: text.to_owned(),
        }),
    }
}

/// The paragraphs of both texts, changes marked within them.
pub fn paragraphs(changes: &[Change]) -> Vec<Vec<Change>> {
    let mut paragraphs = vec![Vec::new()];
    for change in changes {
        for (number, part) in change.text.split("\n\n").enumerate() {
            if number > 0 {
                paragraphs.push(Vec::new());
            }
            if let Some(paragraph) = paragraphs.last_mut() {
                put(paragraph, change.kind, part);
            }
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(changes: &[Change]) -> String {
        let mark = |change: &Change| match change.kind {
            ChangeKind::Equal => change.text.clone(),
            ChangeKind::Delete => format!("[-{}-]", change.text),
            ChangeKind::Insert => format!("{{+{}+}}", change.text),
        };
        changes.iter().map(mark).collect()
    }

    #[test]
    fn words_are_compared_and_neighbouring_changes_are_one() {
        assert_eq!(
            marked(&changes(
                "The vote was held late, on Sunday.",
                "The vote was very close, on Sunday."
            )),
            "The vote was [-held late-]{+very close+}, on Sunday."
        );
        assert_eq!(marked(&changes("same", "same")), "same");
        assert_eq!(marked(&changes("", "new")), "{+new+}");
    }

    #[test]
    fn paragraphs_are_told_apart() {
        let changes = changes(
            "One.\n\nTwo.\n\nThree.",
            "One.\n\nTwo, or so.\n\nThree.\n\nFour.",
        );
        let paragraphs: Vec<String> = paragraphs(&changes).iter().map(|p| marked(p)).collect();
        assert_eq!(
            paragraphs,
            ["One.", "Two{+, or so+}.", "Three.", "{+Four.+}"]
        );
    }

    proptest! {
        #[test]
        fn the_stretches_make_up_both_texts(earlier in "[ab \n,]{0,40}", later in "[ab \n,]{0,40}") {
            let changes = changes(&earlier, &later);
            let without = |kind| -> String {
                changes.iter().filter(|c| c.kind != kind).map(|c| c.text.as_str()).collect()
            };
            prop_assert_eq!(without(ChangeKind::Insert), earlier);
            prop_assert_eq!(without(ChangeKind::Delete), later);
        }
    }
}
