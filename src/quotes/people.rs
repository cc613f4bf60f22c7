//! Who is who within one article: names to persons, and "Mr. Merz", "the chancellor" or "he" to a name.
//! Guesses nothing across articles.

use std::collections::HashMap;
use std::ops::Range;

use super::article::Article;
use super::lexicon::Word;
use super::mentions::{Mention, Mentions, Sort};
use super::titles;
use super::words::Stream;
use crate::news::Person;

/// A person or a body of the article.
#[derive(Debug, Clone, Default)]
pub(super) struct Entity {
    /// The words of the fullest name.
    name: Vec<String>,
    /// Other forms that stood in the text.
    aliases: Vec<String>,
    pub(super) title: Option<String>,
    /// MALE, FEMALE or neither.
    gender: Word,
    body: bool,
    /// The token of its last mention so far.
    seen: usize,
}

/// The persons of an article.
pub(super) struct People {
    pub(super) all: Vec<Entity>,
    of_mention: Vec<Option<u32>>,
    /// Persons by the last word of the name, in small letters.
    by_last: HashMap<String, Vec<u32>>,
}

/// No more persons than these share a family name.
const NAMESAKES: usize = 8;
/// How many mentions back an antecedent is looked for.
const RECALL: usize = 24;
/// No more other forms of a name than these are kept.
const ALIASES: usize = 6;

impl People {
    pub(super) fn of(stream: &Stream, mentions: &Mentions) -> Self {
        let mut people = Self {
            all: Vec::new(),
            of_mention: vec![None; mentions.all.len()],
            by_last: HashMap::new(),
        };
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
                people.of_mention[number] = Some(people.full(&words[number], mention));
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
        person.title = person.title.take().or(title);
        let gender = Word(mention.word.0 & (Word::MALE.0 | Word::FEMALE.0));
        if person.gender == Word::default() && gender.0.count_ones() == 1 {
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
        self.all.push(Entity {
            name: words.to_vec(),
            body: mention.word.is(Word::BODY),
            ..Entity::default()
        });
        let namesakes = self.by_last.entry(key(words)).or_default();
        if namesakes.len() < NAMESAKES {
            namesakes.push(number);
        }
        number
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
        if let Some(number) = namesakes
            .iter()
            .filter(|n| fits(n))
            .max_by_key(|n| self.all[**n as usize].seen)
        {
            return *number;
        }
        let first =
            self.all.iter().take(200).position(|e| {
                e.name.len() > 1 && !e.body && e.name[0].eq_ignore_ascii_case(&words[0])
            });
        match first {
            Some(number) => number as u32,
            None => self.add(words, mention),
        }
    }

    /// Who a chosen mention stands for. `last` is the person who spoke before.
    pub(super) fn resolve(&mut self, article: &Article, number: usize, last: Option<u32>) -> u32 {
        let (stream, mentions) = (&article.stream, &article.mentions);
        if let Some(known) = self.of_mention[number] {
            return known;
        }
        let mention = &mentions.all[number];
        let found = match mention.sort {
            Sort::Pronoun => self.antecedent(stream, mentions, number, last),
            Sort::Noun => self.by_role(stream, mentions, number),
            Sort::Name => None,
        };
        let entity = found.unwrap_or_else(|| {
            let words = vec![titles::plain_phrase(stream, mention)];
            self.all.push(Entity {
                name: words,
                body: true,
                seen: mention.tokens.start,
                ..Entity::default()
            });
            self.all.len() as u32 - 1
        });
        self.of_mention[number] = Some(entity);
        entity
    }

    /// Whether a pronoun could stand for a person.
    pub(super) fn fits(&self, word: Word, entity: u32) -> bool {
        let person = &self.all[entity as usize];
        let gender = Word(word.0 & (Word::MALE.0 | Word::FEMALE.0));
        if gender == Word::default() {
            return true;
        }
        !person.body && (person.gender == Word::default() || person.gender == gender)
    }

    fn antecedent(
        &self,
        stream: &Stream,
        mentions: &Mentions,
        number: usize,
        last: Option<u32>,
    ) -> Option<u32> {
        let word = mentions.all[number].word;
        let at = mentions.all[number].tokens.start;
        let mut best: Option<(i32, u32)> = None;
        for back in 1..=RECALL.min(number) {
            let earlier = number - back;
            let mention = &mentions.all[earlier];
            let Some(entity) = self.of_mention[earlier] else {
                continue;
            };
            if !self.fits(word, entity) {
                continue;
            }
            let sentences =
                (stream.tokens[at].sentence - stream.tokens[mention.tokens.start].sentence) as i32;
            let mut score = -2 * sentences - back as i32 / 4;
            let governed = mention.tokens.start > 0
                && stream.tokens[mention.tokens.start - 1].word.is(Word::PREP);
            score -= if governed { 3 } else { 0 } + if mention.possessive { 1 } else { 0 };
            score += if stream.tokens[mention.tokens.start].first {
                2
            } else {
                0
            };
            let known = self.all[entity as usize].gender;
            score += if known != Word::default() { 3 } else { 0 }
                + if last == Some(entity) { 4 } else { 0 };
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, entity));
            }
        }
        best.map(|(_, entity)| entity)
            .or(last.filter(|l| self.fits(word, *l)))
    }

    /// "the chancellor": the person whose title ends in that word, or who was called so.
    fn by_role(&self, stream: &Stream, mentions: &Mentions, number: usize) -> Option<u32> {
        let mention = &mentions.all[number];
        if !stream.tokens[mention.tokens.start].word.is(Word::DET) || mention.word.is(Word::PLURAL)
        {
            return None;
        }
        let head = stream.slice(mention.tokens.end - 1).to_lowercase();
        let titled = |e: &Entity| {
            e.title.as_ref().is_some_and(|t| {
                t.to_lowercase()
                    .split_whitespace()
                    .any(|w| w.trim_matches(',') == head)
            })
        };
        let seen = self
            .all
            .iter()
            .take(400)
            .enumerate()
            .filter(|(_, e)| titled(e));
        seen.max_by_key(|(_, e)| {
            if e.seen <= mention.tokens.start {
                e.seen
            } else {
                0
            }
        })
        .map(|(n, _)| n as u32)
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

/// The words of a name, without marks.
fn name_words(stream: &Stream, tokens: Range<usize>) -> Vec<String> {
    tokens
        .filter(|t| stream.tokens[*t].is_word())
        .map(|t| stream.slice(t).replace('\u{ad}', ""))
        .collect()
}

/// The family name, in small letters; suffixes are not part of it.
fn key(words: &[String]) -> String {
    const SUFFIXES: &[&str] = &["jr.", "jr", "sr.", "sr", "ii", "iii", "iv"];
    let last = words
        .iter()
        .rev()
        .map(|w| w.to_lowercase())
        .find(|w| !SUFFIXES.contains(&w.as_str()));
    last.unwrap_or_default()
}

/// Whether two names with the same last word can be one person: first names equal, or one the initial of the other.
fn compatible(a: &[String], b: &[String]) -> bool {
    let (first, second) = (a[0].to_lowercase(), b[0].to_lowercase());
    let initial = |x: &str, y: &str| x.ends_with('.') && y.starts_with(x.trim_end_matches('.'));
    first == second
        || initial(&first, &second)
        || initial(&second, &first)
        || a.iter().all(|w| b.contains(w))
        || b.iter().all(|w| a.contains(w))
}
