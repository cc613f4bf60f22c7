//! A change to the TOML text taken back: the text as it was, or, where other lines have changed since, those lines as they
//! are now and the rest as it was. Pure.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A change that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The text before it.
    pub before: String,
    /// And after it.
    pub after: String,
}

impl Edit {
    /// The text without the change; `None` where the same lines have changed since.
    pub fn take_back(&self, now: &str) -> Option<String> {
        if now == self.after {
            return Some(self.before.clone());
        }
        let [base, before, now] = [&self.after, &self.before, now].map(lines);
        let back = differences(&base, &before);
        let since = differences(&base, &now);
        let meet = |a: &Range<usize>, b: &Range<usize>| a.start <= b.end && b.start <= a.end;
        if back
            .iter()
            .any(|(old, _)| since.iter().any(|(other, _)| meet(old, other)))
        {
            return None;
        }
        let mut all: Vec<(Range<usize>, &[&str])> = back
            .iter()
            .map(|(old, new)| (old.clone(), &before[new.clone()]))
            .chain(
                since
                    .iter()
                    .map(|(old, new)| (old.clone(), &now[new.clone()])),
            )
            .collect();
        all.sort_by_key(|(old, _)| old.start);
        let mut text = String::new();
        let mut from = 0;
        for (old, new) in all {
            text.extend(base[from..old.start].iter().copied());
            text.extend(new.iter().copied());
            from = old.end;
        }
        text.extend(base[from..].iter().copied());
        Some(text)
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Which lines of one became which lines of the other.
fn differences(one: &[&str], other: &[&str]) -> Vec<(Range<usize>, Range<usize>)> {
    let changed = capture_diff_slices(Algorithm::Myers, one, other).into_iter();
    let changed = changed.filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changed.map(|op| (op.old_range(), op.new_range())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edit(before: &str, after: &str) -> Edit {
        Edit {
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    #[test]
    fn what_was_changed_elsewhere_since_stays() {
        let change = edit("a\nb\nc\nd\ne\n", "a\nB\nc\nd\ne\n");
        assert_eq!(change.take_back(&change.after).unwrap(), change.before);
        let now = "a\nB\nc\nd\nE\nf\n";
        assert_eq!(change.take_back(now).unwrap(), "a\nb\nc\nd\nE\nf\n");
        assert_eq!(change.take_back("a\nBB\nc\nd\ne\n"), None);
    }

    #[test]
    fn a_feed_that_was_removed_comes_back_to_its_place() {
        let before = "[[feed]]\nurl = 'a'\n\n# b\n[[feed]]\nurl = 'b'\n\n[[feed]]\nurl = 'c'\n";
        let after = "[[feed]]\nurl = 'a'\n\n[[feed]]\nurl = 'c'\n";
        let now = format!("# mine\n{after}name = 'C'\n");
        let back = edit(before, after).take_back(&now).unwrap();
        assert_eq!(back, format!("# mine\n{before}name = 'C'\n"));
    }

    proptest! {
        #[test]
        fn any_change_is_taken_back_and_never_panics(
            before in "([a-c]\n){0,8}", after in "([a-c]\n){0,8}", now in "([a-c]\n){0,8}[a-c]?",
        ) {
            let change = edit(&before, &after);
            prop_assert_eq!(change.take_back(&after), Some(before.clone()));
            change.take_back(&now);
            // What others added at the end is theirs.
            let longer = format!("{after}x\ny\n");
            if let Some(back) = change.take_back(&longer) {
                prop_assert_eq!(back, format!("{before}x\ny\n"));
            }
        }
    }
}
