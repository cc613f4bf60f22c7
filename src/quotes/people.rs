//! Who is who within one article: names to persons, and "Mr. Merz", "the chancellor" or "he" to a name.
//! Guesses nothing across articles.

use std::collections::HashMap;
use std::ops::Range;

use super::lexicon::Word;
use super::mentions::{Mention, Mentions, Sort};
use super::roster::Roster;
use super::titles;
use super::words::{Kind, Stream};
use crate::news::Person;

/// A person or a body of the article.
#[derive(Debug, Clone, Default)]
pub(super) struct Entity {
    /// The words of the fullest name.
    pub(super) name: Vec<String>,
    /// Other forms that stood in the text.
    pub(super) aliases: Vec<String>,
    pub(super) title: Option<String>,
    /// MALE, FEMALE or neither.
    pub(super) gender: Word,
    pub(super) body: bool,
    /// The token of its last mention so far.
    pub(super) seen: usize,
    /// How often it is named, and how often after a preposition: "in Vienna".
    pub(super) named: u32,
    pub(super) governed: u32,
    /// Said to be a person: by a title, a first name, an honorific.
    pub(super) human: bool,
}

/// The persons of an article.
#[derive(Clone)]
pub(super) struct People {
    pub(super) all: Vec<Entity>,
    pub(super) of_mention: Vec<Option<u32>>,
    /// Persons by the last word of the name, in small letters.
    pub(super) by_last: HashMap<String, Vec<u32>>,
}

/// No more persons than these share a family name.
const NAMESAKES: usize = 8;
/// No more other forms of a name than these are kept.
const ALIASES: usize = 6;

impl People {
    pub(super) fn of(stream: &Stream, mentions: &Mentions) -> Self {
        Self::after(&Roster::default(), stream, mentions)
    }

    /// The same where some are known already.
    pub(super) fn after(roster: &Roster, stream: &Stream, mentions: &Mentions) -> Self {
        let mut people = Self {
            all: Vec::new(),
            of_mention: vec![None; mentions.all.len()],
            by_last: HashMap::new(),
        };
        for person in roster.persons() {
            people.push(person);
        }
        let words: Vec<Vec<String>> = mentions
            .all
            .iter()
            .map(|m| {
                if m.sort == Sort::Name {
                    name_words(stream, m.core.clone())
                } else {
                    Vec::new()
                }
            })
            .collect();
        for (number, mention) in mentions.all.iter().enumerate() {
            if words[number].len() > 1 {
                let entity = people.full(&words[number], mention);
                people.of_mention[number] = Some(entity);
                people.all[entity as usize].named += 1;
            }
        }
        for (number, mention) in mentions.all.iter().enumerate() {
            if mention.sort != Sort::Name || words[number].is_empty() {
                continue;
            }
            let entity = match people.of_mention[number] {
                Some(entity) => entity,
                None => people.short(&words[number], mention),
            };
            people.of_mention[number] = Some(entity);
            people.meet(stream, entity, number, mentions);
        }
        people
    }

    /// The person of a mention, once it is known.
    pub(super) fn of_mention(&self, mention: usize) -> Option<u32> {
        self.of_mention.get(mention).copied().flatten()
    }

    /// A name of one word that nothing shows to be a person's or a body's.
    pub(super) fn is_anonymous(&self, mention: usize) -> bool {
        self.of_mention(mention).is_some_and(|n| {
            let e = &self.all[n as usize];
            e.name.len() < 2 && !e.human && !e.body
        })
    }

    /// Whether the article names the person of a mention nowhere else.
    pub(super) fn is_named_once(&self, mention: usize) -> bool {
        self.of_mention(mention)
            .is_some_and(|n| self.all[n as usize].named < 2)
    }

    fn meet(&mut self, stream: &Stream, entity: u32, number: usize, mentions: &Mentions) {
        let mention = &mentions.all[number];
        let alias = stream.text[stream.span(mention.core.clone())].to_owned();
        let title = if self.all[entity as usize].title.is_none() {
            titles::harvest(stream, mentions, number)
        } else {
            None
        };
        let person = &mut self.all[entity as usize];
        person.seen = mention.tokens.start;
        person.named += 1;
        let before = mention
            .tokens
            .start
            .checked_sub(1)
            .map(|t| stream.tokens[t].word);
        person.governed += u32::from(before.is_some_and(|w| w.is(Word::PREP)));
        person.human |= mention.word.is(HUMAN) && !mention.word.is(Word::BODY);
        // "Brook, a beekeeper,", "Brook, 54,": what is introduced so is a person.
        let comma = mention.tokens.end;
        let introduced = stream.tokens.get(comma).is_some_and(|t| t.is_mark(&[',']))
            && stream.tokens.get(comma + 1).is_some_and(|t| {
                t.word.is(Word::INDEFINITE)
                    || (t.end - t.start == 2 && is_number(stream, comma + 1))
            });
        person.human |= (title.is_some() || introduced) && !person.body;
        person.title = person.title.take().or(title);
        let gender = Word(mention.word.0 & (Word::MALE.0 | Word::FEMALE.0));
        if person.gender == Word::default() && gender.0.is_power_of_two() {
            person.gender = gender;
        }
        if person.aliases.len() < ALIASES
            && alias != person.name.join(" ")
            && !person.aliases.contains(&alias)
        {
            person.aliases.push(alias);
        }
    }

    fn add(&mut self, words: &[String], mention: &Mention) -> u32 {
        let number = self.all.len() as u32;
        // "Dairy Farmers of the Lowlands" are a body, whatever the words.
        let body = mention.word.is(Word::BODY)
            || (words.len() > 2
                && words[1..]
                    .iter()
                    .any(|w| matches!(w.as_str(), "of" | "for" | "and" | "&")));
        self.push(Entity {
            name: words.to_vec(),
            body,
            human: !body && mention.word.is(HUMAN),
            ..Entity::default()
        });
        number
    }

    fn push(&mut self, person: Entity) {
        let number = self.all.len() as u32;
        let namesakes = self.by_last.entry(key(&person.name)).or_default();
        if namesakes.len() < NAMESAKES {
            namesakes.push(number);
        }
        self.all.push(person);
    }

    /// A name of two words or more: the person of that name, or a new one.
    fn full(&mut self, words: &[String], mention: &Mention) -> u32 {
        let namesakes = self.by_last.get(&key(words)).cloned().unwrap_or_default();
        for number in namesakes {
            let known = &mut self.all[number as usize];
            if known.name.len() > 1 && compatible(&known.name, words) {
                if words.len() > known.name.len() {
                    known.name = words.to_vec();
                }
                return number;
            }
        }
        self.add(words, mention)
    }

    /// A name of one word: the family name of the person last seen who fits, else a first name, else a new person.
    fn short(&mut self, words: &[String], mention: &Mention) -> u32 {
        let gender = Word(mention.word.0 & (Word::MALE.0 | Word::FEMALE.0));
        let namesakes = self.by_last.get(&key(words)).cloned().unwrap_or_default();
        let fits = |n: &u32| {
            let known = self.all[*n as usize].gender;
            gender == Word::default() || known == Word::default() || known.is(gender)
        };
        // The one whom the article names most, and of two the one named first.
        let agrees = |n: u32| gender != Word::default() && self.all[n as usize].gender == gender;
        let prominence = |n: &u32| {
            let person = &self.all[*n as usize];
            let weight = person.named + 2 * u32::from(person.human);
            (agrees(*n), weight, u32::MAX - n)
        };
        if let Some(number) = namesakes
            .iter()
            .filter(|n| fits(n))
            .copied()
            .max_by_key(prominence)
        {
            return number;
        }
        let given = mention.word.is(Word::FIRST_NAME);
        let first = self.all.iter().take(200).position(|e| {
            e.name.len() > 1
                && !e.body
                && (given || e.human)
                && e.name[0].eq_ignore_ascii_case(&words[0])
        });
        let first = first.or_else(|| self.initialled(&words[0]));
        match first {
            Some(number) => number as u32,
            None => self.add(words, mention),
        }
    }

    /// The person as the reader sees them.
    pub(super) fn person(&self, entity: u32) -> Person {
        let e = &self.all[entity as usize];
        let name = e.name.join(" ");
        let aliases = e.aliases.iter().filter(|a| **a != name).cloned().collect();
        Person {
            name,
            title: e.title.clone(),
            aliases,
        }
    }
}

impl Entity {
    /// Set in capitals: a dateline, an agency's mark, no person.
    pub(super) fn shouted(&self) -> bool {
        self.name
            .iter()
            .all(|w| w.len() > 2 && !w.contains(char::is_lowercase))
    }
}

pub(super) const GENDER: Word = Word(Word::MALE.0 | Word::FEMALE.0);
/// What only a person is called by.
const HUMAN: Word = Word(Word::HONORIFIC.0 | Word::ROLE.0 | Word::TITLE.0 | Word::FIRST_NAME.0);

fn is_number(stream: &Stream, token: usize) -> bool {
    stream.slice(token).bytes().all(|b| b.is_ascii_digit())
}

/// The words of a name, without marks.
fn name_words(stream: &Stream, tokens: Range<usize>) -> Vec<String> {
    if let [only] = stream.tokens[tokens.clone()]
        && matches!(only.kind, Kind::Quote(_))
    {
        let name = stream.text[only.range()].trim_matches(|c: char| !c.is_alphanumeric());
        return name.split_whitespace().map(str::to_owned).collect();
    }
    tokens
        .filter(|t| stream.tokens[*t].is_word())
        .map(|t| stream.slice(t).replace('\u{ad}', ""))
        .collect()
}

const SUFFIXES: &[&str] = &["jr.", "jr", "sr.", "sr", "ii", "iii", "iv"];

/// The family name, in small letters; suffixes are not part of it.
fn key(words: &[String]) -> String {
    let last = words
        .iter()
        .rev()
        .map(|w| w.to_lowercase())
        .find(|w| !SUFFIXES.contains(&w.as_str()));
    last.unwrap_or_default()
}

/// Whether two names with the same last word can be one person: first names equal, or one the initial of the other.
fn compatible(a: &[String], b: &[String]) -> bool {
    // Father and son.
    let suffix = |words: &[String]| {
        let last = words.last().map(|w| w.to_lowercase());
        last.filter(|w| SUFFIXES.contains(&w.as_str()))
    };
    if let (Some(x), Some(y)) = (suffix(a), suffix(b))
        && x.trim_end_matches('.') != y.trim_end_matches('.')
    {
        return false;
    }
    let (first, second) = (a[0].to_lowercase(), b[0].to_lowercase());
    let initial = |x: &str, y: &str| x.ends_with('.') && y.starts_with(x.trim_end_matches('.'));
    first == second
        || initial(&first, &second)
        || initial(&second, &first)
        || a.iter().all(|w| b.contains(w))
        || b.iter().all(|w| a.contains(w))
}
