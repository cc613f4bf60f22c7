//! Whom the pieces of a long article have named so far: "Quill" in the seventh is the Ida Quill of the first.
//! Guesses nothing across articles.

use super::people::{Entity, People};

/// No more persons than these are carried on.
const MOST: usize = 500;

/// The persons whom an article has named by their full names.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    persons: Vec<Entity>,
}

impl Roster {
    /// In the order in which they were named.
    pub(super) fn persons(&self) -> impl Iterator<Item = Entity> {
        // Where they stood is no place in the text that follows.
        self.persons
            .iter()
            .cloned()
            .map(|person| Entity { seen: 0, ..person })
    }

    /// Who was named by the end of a piece, with what was said of them.
    pub(super) fn take(&mut self, people: People) {
        self.persons = people.all;
        self.persons.retain(|person| person.name.len() > 1);
        if self.persons.len() > MOST {
            self.persons.retain(|person| person.named > 2);
            self.persons.truncate(MOST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::Quote;
    use crate::quotes::{extract, extract_after};
    use crate::renderer::{Document, document};

    const FIRST: &str =
        "<p>The ferry was late again. Ida Quill, the harbour master, had waited since noon.</p>";
    const LATER: &str = "<p>“The boat is the only road we have,” Quill said on Monday.</p>";

    fn name(quotes: &[Quote]) -> Option<&str> {
        let speaker = quotes.first()?.speaker.as_ref()?;
        Some(&speaker.person.name)
    }

    fn read(html: &str) -> Document {
        document(html, None)
    }

    #[test]
    fn who_was_introduced_in_one_piece_is_known_in_another_by_the_family_name() {
        let mut roster = Roster::default();
        assert_eq!(extract_after(&read(FIRST), &mut roster), []);
        let between = read("<p>Nothing else moved in the harbour that day.</p>");
        assert_eq!(extract_after(&between, &mut roster), []);
        let later = extract_after(&read(LATER), &mut roster);
        assert_eq!(name(&later), Some("Ida Quill"));
        // All that is known of the speaker is the same as in one text.
        let whole = extract(&read(&format!("{FIRST}{LATER}")));
        let person = |quotes: &[Quote]| quotes[0].speaker.clone().map(|speaker| speaker.person);
        assert_eq!(person(&whole), person(&later));
        // And without the first piece, nobody knows.
        assert_eq!(name(&extract(&read(LATER))), Some("Quill"));
    }

    #[test]
    fn another_full_name_is_another_person() {
        let mut roster = Roster::default();
        extract_after(&read(FIRST), &mut roster);
        let other = "<p>“The boat is old,” said Tom Quill, a fisherman.</p>";
        let later = extract_after(&read(other), &mut roster);
        assert_eq!(name(&later), Some("Tom Quill"));
    }

    #[test]
    fn the_roster_has_an_end() {
        let mut roster = Roster::default();
        let letters: Vec<char> = ('a'..='z').collect();
        for number in 0..60 {
            let person = |n: usize| {
                let (one, two) = (letters[n % 26], letters[n / 26 % 26]);
                format!("<p>Ida Qu{one}{two}m{}l came.</p>", letters[number % 26])
            };
            let html: String = (0..200).map(person).collect();
            extract_after(&read(&html), &mut roster);
            assert!(roster.persons().count() <= MOST);
        }
    }
}
