//! Letters on the links in view: the shortest that tell them apart, from the row where the fingers rest. Pure.

use super::Reading;
use crate::renderer::Run;

/// The letters, the easiest to reach first.
const LETTERS: [char; 9] = ['f', 'j', 'd', 'k', 's', 'l', 'a', 'h', 'g'];

/// The links on the screen with their letters, and what was typed of these.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hints {
    /// From top to bottom; a link that stands in several places has the same letters in each.
    pub hints: Vec<Hint>,
    /// The letters so far.
    pub typed: String,
}

/// A place of a link on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Its letters.
    pub letters: String,
    /// By its place in `Document::links`.
    pub link: usize,
    /// The line of the page where it begins.
    pub line: usize,
    /// And the column.
    pub column: u16,
    /// It is read from this column to the left.
    pub right_to_left: bool,
}

impl Hints {
    /// The links of an article that stand on the screen, at this height of the pane.
    pub(super) fn of(reading: &Reading, height: usize) -> Self {
        let places = links_on_screen(reading, height);
        let mut links: Vec<usize> = Vec::new();
        for (link, ..) in &places {
            if !links.contains(link) {
                links.push(*link);
            }
        }
        let letters = letters(links.len());
        let hint = |(link, line, run): (usize, usize, &Run)| {
            let at = links.iter().position(|known| *known == link)?;
            Some(Hint {
                letters: letters[at].clone(),
                link,
                line,
                column: if run.right_to_left {
                    run.column + run.width - 1
                } else {
                    run.column
                },
                right_to_left: run.right_to_left,
            })
        };
        Self {
            hints: places.into_iter().filter_map(hint).collect(),
            typed: String::new(),
        }
    }

    /// Takes a letter, where a hint goes on with it.
    pub(super) fn narrow(&mut self, letter: char) {
        self.typed.extend(letter.to_lowercase());
        if self.left().next().is_none() {
            self.typed.pop();
        }
    }

    /// The hints that begin with what was typed.
    pub fn left(&self) -> impl Iterator<Item = &Hint> {
        let begins = |hint: &&Hint| hint.letters.starts_with(&self.typed);
        self.hints.iter().filter(begins)
    }

    /// The link whose letters were typed.
    pub(super) fn chosen(&self) -> Option<usize> {
        let hint = self.hints.iter().find(|hint| hint.letters == self.typed)?;
        Some(hint.link)
    }
}

/// So many names, none the beginning of another, as short as that can be; the first ones are the shortest.
fn letters(count: usize) -> Vec<String> {
    let mut names = std::collections::VecDeque::from([String::new()]);
    while names.len() < count || names.len() == 1 {
        let Some(short) = names.pop_front() else {
            break;
        };
        names.extend(LETTERS.map(|letter| format!("{short}{letter}")));
    }
    let mut names: Vec<String> = names.into();
    names.sort_by_key(String::len);
    names.truncate(count);
    names
}

/// Each place of a link on the screen: the link, the line of the page, the first of its runs. A link that goes on in the next
/// line, or in its own number, is one place.
fn links_on_screen(reading: &Reading, height: usize) -> Vec<(usize, usize, &Run)> {
    let above = reading.header_height();
    let first = reading.scroll.saturating_sub(above);
    let last = (reading.scroll + height)
        .saturating_sub(above)
        .min(reading.page.lines.len());
    let mut places = Vec::new();
    let mut before = None;
    for number in first..last {
        let line = &reading.page.lines[number];
        if line.runs.iter().all(|run| run.text.trim().is_empty()) {
            before = None;
        }
        // In the order in which they are read.
        let mut runs: Vec<&Run> = line.runs.iter().collect();
        if line.right_to_left {
            runs.reverse();
        }
        runs.retain(|run| !run.text.trim().is_empty());
        for run in runs {
            let link = run.style.link.map(|link| link as usize);
            if let Some(link) = link
                && before != Some(link)
            {
                places.push((link, number, run));
            }
            // Margins and bars at the beginning of a line part nothing.
            if link.is_some() || !run.range.is_empty() {
                before = link;
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn few_links_have_one_letter_each_and_more_as_few_as_can_be() {
        assert_eq!(letters(3), ["f", "j", "d"]);
        assert_eq!(letters(0), Vec::<String>::new());
        let ten = letters(10);
        assert_eq!(ten.iter().filter(|name| name.len() == 1).count(), 8);
        assert_eq!(ten.iter().filter(|name| name.len() == 2).count(), 2);
    }

    proptest! {
        #[test]
        fn no_name_begins_another(count in 0usize..200) {
            let names = letters(count);
            prop_assert_eq!(names.len(), count);
            for (at, one) in names.iter().enumerate() {
                for (other_at, other) in names.iter().enumerate() {
                    prop_assert!(at == other_at || !other.starts_with(one.as_str()));
                }
            }
        }
    }
}
