//! The reader corrects who said a quotation: shown at once, remembered, and taken back by undo.

use std::collections::HashMap;

use super::prompt::{Prompt, Purpose};
use super::state::State;
use super::undo::Inverse;
use super::{Effect, Entry, NoticeKind, Reading, Settings};
use crate::news::{ArticleId, Correction, Person, Quote, QuoteKind, correct};

/// Names offered at most.
const NAMES: usize = 200;

impl Reading {
    /// Takes in what the engine found in the text that is shown.
    pub(super) fn take_quotes(&mut self, quotes: Vec<Quote>, settings: Settings) {
        let is_shown = |quote: &Quote| settings.show_fragments || quote.kind != QuoteKind::Fragment;
        self.found = quotes.into_iter().filter(is_shown).collect();
        self.attribute();
    }

    /// The same of more text behind it.
    pub(super) fn take_more_quotes(&mut self, quotes: Vec<Quote>, settings: Settings) {
        let is_shown = |quote: &Quote| settings.show_fragments || quote.kind != QuoteKind::Fragment;
        self.found.extend(quotes.into_iter().filter(is_shown));
        self.attribute();
    }

    /// Lays the reader's corrections over what the engine found, and counts the speakers anew.
    pub(super) fn attribute(&mut self) {
        self.quotes.clone_from(&self.found);
        correct(&mut self.quotes, &self.document.text, &self.corrections);
        let mut names: HashMap<&str, usize> = HashMap::new();
        self.voices.clear();
        for quote in &self.quotes {
            self.voices.push(quote.speaker.as_ref().map(|speaker| {
                let next = names.len();
                *names.entry(speaker.person.name.as_str()).or_insert(next)
            }));
        }
    }

    /// Whether the reader named the speaker of a quotation.
    pub fn is_corrected(&self, index: usize) -> bool {
        let (now, found) = (&self.quotes[index], &self.found[index]);
        let name = |quote: &Quote| quote.speaker.as_ref().map(|s| s.person.name.clone());
        !self.corrections.is_empty() && name(now) != name(found)
    }

    /// The names of the people of the article.
    pub(super) fn names(&self) -> Vec<String> {
        let people = self.people().into_iter();
        people.map(|person| person.name).collect()
    }

    /// The people of the article: those who are quoted, then all others whose names stand in the text.
    fn people(&self) -> Vec<Person> {
        let mut people: Vec<Person> = Vec::new();
        let quoted = self.found.iter().chain(&self.quotes);
        for speaker in quoted.filter_map(|quote| quote.speaker.as_ref()) {
            if people.iter().all(|known| known.name != speaker.person.name) {
                people.push(speaker.person.clone());
            }
        }
        for name in names(&self.document.text) {
            let is_known = people.iter().any(|person| {
                person.name.contains(name) || person.aliases.iter().any(|alias| alias == name)
            });
            if !is_known && people.len() < NAMES {
                people.push(Person {
                    name: name.to_owned(),
                    ..Person::default()
                });
            }
        }
        people
    }
}

/// What may be a name: two to four words with capitals, one after the other, within a sentence.
fn names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for line in text.lines() {
        let mut run: Option<(usize, usize, usize)> = None;
        let mut at = 0;
        for word in line.split_inclusive(' ') {
            let bare = word.trim_end();
            let core = bare.trim_end_matches(|c: char| !c.is_alphanumeric());
            let named = core.chars().next().is_some_and(char::is_uppercase)
                && core
                    .chars()
                    .nth(1)
                    .is_some_and(|c| c.is_lowercase() || c == '’');
            if named {
                let (start, words) = run.map_or((at, 0), |(start, _, words)| (start, words));
                run = Some((start, at + core.len(), words + 1));
            }
            // A point or a comma ends the name.
            if !named || core.len() < bare.len() {
                names.extend(run.take().and_then(|run| name(line, run)));
            }
            at += word.len();
        }
        names.extend(run.take().and_then(|run| name(line, run)));
    }
    names
}

fn name(line: &str, (start, end, words): (usize, usize, usize)) -> Option<&str> {
    (2..=4).contains(&words).then(|| &line[start..end])
}

impl State {
    /// `e`: who said the selected quotation, or the note of the selected highlight.
    pub(super) fn ask_about_selected(&mut self) {
        let Some(reading) = &self.reading else {
            return;
        };
        match reading.selected {
            _ if self.is_guest() => {
                self.say(
                    NoticeKind::Info,
                    "only articles of your feeds remember that",
                );
            }
            Some(Entry::Quote(index)) => {
                let speaker = reading.quotes[index].speaker.as_ref();
                let name = speaker
                    .map_or("", |speaker| &speaker.person.name)
                    .to_owned();
                // An empty line would say that nobody is named; the name of now is easily cleared.
                self.prompt = Some(Prompt::new(Purpose::Speaker(index), name));
            }
            Some(Entry::Mark(index)) => {
                let highlight = &reading.marked[index].highlight;
                let note = highlight.note.clone().unwrap_or_default();
                self.prompt = Some(Prompt::new(Purpose::Note(highlight.id), note));
            }
            None => self.say(
                NoticeKind::Info,
                "choose a quotation first, with {next-quote} or {previous-quote}",
            ),
        }
    }

    /// The reader says who said a quotation; an empty name says that nobody is named.
    pub(super) fn name_speaker(&mut self, quote: usize, name: &str, effects: &mut Vec<Effect>) {
        let Some(reading) = &self.reading else {
            return;
        };
        let Some(quoted) = reading.quotes.get(quote) else {
            return;
        };
        let before = quoted.speaker.as_ref().map(|speaker| &speaker.person);
        if before.map_or("", |person| &person.name) == name {
            return;
        }
        let people = reading.people();
        let known = people.into_iter().find(|person| person.name == name);
        let person = known.or_else(|| {
            (!name.is_empty()).then(|| Person {
                name: name.to_owned(),
                ..Person::default()
            })
        });
        let words = Correction::key(&quoted.words(&reading.document.text));
        let earlier = reading
            .corrections
            .iter()
            .find(|c| c.words == words)
            .cloned();
        let id = reading.article.headline.id;
        let what = match &person {
            Some(person) => format!("said by {}", person.name),
            None => "said by nobody who is named".to_owned(),
        };
        let correction = Correction {
            words: words.clone(),
            person,
        };
        self.set_correction(id, words.clone(), Some(correction), effects);
        self.remember(what.clone(), Inverse::SetCorrection(id, words, earlier));
        self.say(NoticeKind::Info, format!("{what}; {{undo}} takes it back"));
    }

    /// Remembers what the reader says of a quotation, or forgets it; the article on the screen follows at once.
    pub(super) fn set_correction(
        &mut self,
        id: ArticleId,
        words: String,
        by_reader: Option<Correction>,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(reading) = &mut self.reading
            && reading.article.headline.id == id
        {
            reading.corrections.retain(|other| other.words != words);
            reading.corrections.extend(by_reader.clone());
            reading.attribute();
            reading.arrange(&self.sidebar);
        }
        effects.push(Effect::SetCorrection {
            id,
            words,
            by_reader,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_within_a_line_and_end_at_a_comma() {
        let text = "Mayor Leontine Abara of Quayside said so, Ida Quill, Tobias Renn.\nThe ferry. O’Hara Finch";
        assert_eq!(
            names(text),
            [
                "Mayor Leontine Abara",
                "Ida Quill",
                "Tobias Renn",
                "O’Hara Finch"
            ]
        );
    }
}
