//! Who is who within one article: names to persons, and "Mr. Merz", "the chancellor" or "he" to a name.
//! Guesses nothing across articles.

use std::collections::HashMap;
use std::ops::Range;

use super::article::Article;
use super::language::Language;
use super::lexicon::Word;
use super::mentions::{Mention, Mentions, Sort};
use super::titles;
use super::words::{Kind, Stream};
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
    /// How often it is named, and how often after a preposition: "in Vienna".
    named: u32,
    governed: u32,
    /// Said to be a person: by a title, a first name, an honorific.
    human: bool,
}

/// The persons of an article.
#[derive(Clone)]
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

    /// Whether a pronoun may stand for the person of another mention.
    pub(super) fn may_be(&self, article: &Article, pronoun: usize, mention: usize) -> bool {
        let word = article.mentions.all[pronoun].word;
        if let Some(entity) = self.of_mention(mention) {
            return self.fits(word, entity) && word.is(GENDER);
        }
        let other = Word(article.mentions.all[mention].word.0 & GENDER.0);
        word.is(GENDER) && (other == Word::default() || word.is(other))
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
        self.all.push(Entity {
            name: words.to_vec(),
            body,
            human: !body && mention.word.is(HUMAN),
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

    /// "WHO" after "World Health Organization".
    fn initialled(&self, word: &str) -> Option<usize> {
        let initials = (2..7).contains(&word.len()) && word.chars().all(char::is_uppercase);
        let fits = |e: &Entity| {
            let mut of_name = e
                .name
                .iter()
                .filter_map(|w| w.chars().next().filter(|c| c.is_uppercase()));
            e.name.len() > 1
                && word.chars().all(|c| of_name.next() == Some(c))
                && of_name.next().is_none()
        };
        self.all.iter().take(200).position(|e| initials && fits(e))
    }

    /// Who a chosen mention stands for. `last` is the person who spoke before.
    pub(super) fn resolve(&mut self, article: &Article, number: usize, last: Option<u32>) -> u32 {
        let (stream, mentions) = (&article.stream, &article.mentions);
        if let Some(known) = self.of_mention[number] {
            return known;
        }
        let mention = &mentions.all[number];
        let found = match mention.sort {
            Sort::Pronoun => self.antecedent(article, number, mention.word, last),
            Sort::Noun => self
                .issuer(article, number, last)
                .or_else(|| self.by_role(stream, mentions, number))
                .or_else(|| self.by_body(article, number, last)),
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
        // Whom "she" stands for is a woman from here on.
        let gender = Word(article.mentions.all[number].word.0 & GENDER.0);
        let person = &mut self.all[entity as usize];
        if person.gender == Word::default() && gender.0.is_power_of_two() && !person.body {
            person.gender = gender;
        }
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

    /// The person whom "he" or "she" stands for: of the right gender, near, a subject, who spoke before.
    fn antecedent(
        &mut self,
        article: &Article,
        number: usize,
        word: Word,
        last: Option<u32>,
    ) -> Option<u32> {
        let mut best: Option<(i32, usize)> = None;
        for earlier in (number.saturating_sub(RECALL)..number).rev() {
            if let Some(score) = self.likeness(article, number, earlier, word, last)
                && best.is_none_or(|(s, _)| score > s)
            {
                best = Some((score, earlier));
            }
        }
        let last = last.filter(|l| self.fits(word, *l));
        match best {
            Some((score, earlier)) if score > -12 || last.is_none() => {
                Some(self.resolve(article, earlier, last))
            }
            _ => last,
        }
    }

    /// How well an earlier mention fits a pronoun; `None` if it cannot.
    fn likeness(
        &self,
        article: &Article,
        number: usize,
        earlier: usize,
        word: Word,
        last: Option<u32>,
    ) -> Option<i32> {
        let (tokens, mentions) = (&article.stream.tokens, &article.mentions.all);
        let singular = word.is(GENDER);
        let (at, mention) = (mentions[number].tokens.start, &mentions[earlier]);
        let entity = self.of_mention[earlier];
        let could = match entity {
            Some(entity) => self.fits(word, entity),
            None => is_somebody(article, earlier, word),
        };
        if !could || (singular && mention.word.is(Word::PLURAL)) {
            return None;
        }
        let start = mention.tokens.start;
        let distance = (tokens[at].sentence - tokens[start].sentence).min(8) as i32;
        let before = start.checked_sub(1).map(|t| tokens[t].word);
        let next = tokens.get(mention.tokens.end).map(|t| t.word);
        let spoke = article.speaks(earlier);
        let subject =
            tokens[start].first || spoke || next.is_some_and(|w| w.is(Word::CUE.with(Word::AUX)));
        let points = |holds: bool, points: i32| if holds { points } else { 0 };
        let mut score = -3 * distance;
        score -= points(before.is_some_and(|w| w.is(Word::PREP)), 4);
        score -= points(mention.possessive, 2);
        score += points(subject, 3);
        score += points(spoke && singular, 2);
        score += points(entity.is_some() && last == entity, 5);
        if !singular {
            let person = entity.is_some_and(|e| self.all[e as usize].human);
            return Some(score - points(person, 4) + points(entity.is_none(), 4));
        }
        let Some(person) = entity.map(|e| &self.all[e as usize]) else {
            return Some(score + SOMEBODY);
        };
        score += points(person.gender != Word::default(), 3);
        score += match (person.human, person.name.len()) {
            (true, _) => 3,
            (false, 0 | 1) => -8,
            (false, _) => 1,
        };
        let place = person.governed == person.named && mention.sort == Sort::Name;
        score -= points(place, 6);
        score -= points(person.shouted(), 6);
        Some(score)
    }

    /// A paper speaks for who issued it: "a statement from the ministry", "her statement".
    fn issuer(&mut self, article: &Article, number: usize, last: Option<u32>) -> Option<u32> {
        let stream = &article.stream;
        let mention = &article.mentions.all[number];
        if !stream.tokens[mention.tokens.end - 1]
            .word
            .is(Word::STATEMENT)
        {
            return None;
        }
        let next = mention.tokens.end;
        if matches!(
            stream.slice(next),
            "from" | "by" | "of" | "von" | "de" | "du" | "del"
        ) {
            let of = article
                .mentions
                .starting(next + 1)
                .or_else(|| article.mentions.starting(next + 2))?;
            return Some(self.resolve(article, of, last));
        }
        // German: "in einer Mitteilung der Stadt".
        let german = stream.lexicon.language == Language::German;
        if let Some(of) = article.mentions.starting(next).filter(|_| german) {
            return Some(self.resolve(article, of, last));
        }
        let first = mention.tokens.start;
        if stream.tokens[first].word.is(GENDER) {
            let word = stream.tokens[first].word;
            return self.antecedent(article, number, word, last);
        }
        let owner = first
            .checked_sub(2)
            .filter(|_| stream.tokens[first - 1].kind == Kind::Possessive);
        owner
            .and_then(|t| article.mentions.at(t))
            .map(|m| self.resolve(article, m, last))
    }

    /// "the ministry", "the company": the body last named whose name holds the word, or any that is no person.
    fn by_body(&self, article: &Article, number: usize, last: Option<u32>) -> Option<u32> {
        let (stream, mentions) = (&article.stream, &article.mentions.all);
        let mention = &mentions[number];
        let head = stream.slice(mention.tokens.end - 1).to_lowercase();
        let firm = matches!(
            head.as_str(),
            "company" | "firm" | "konzern" | "unternehmen" | "entreprise" | "empresa"
        );
        let definite = matches!(
            stream.slice(mention.tokens.start).to_lowercase().as_str(),
            "the" | "der" | "die" | "das" | "le" | "la" | "l'" | "l’" | "el"
        );
        let body = stream.tokens[mention.tokens.end - 1].word.is(Word::BODY) || firm;
        if !body || !definite || mention.tokens.len() > 2 {
            return None;
        }
        let fits = |n: u32| {
            let e = &self.all[n as usize];
            let named = e.name.iter().any(|w| w.to_lowercase() == head);
            e.name.len() > 1 && named
                || firm && !e.human && e.governed < e.named && e.gender == Word::default()
        };
        if let Some(last) = last.filter(|n| fits(*n)) {
            return Some(last);
        }
        (number.saturating_sub(RECALL)..number)
            .rev()
            .filter_map(|m| self.of_mention[m].filter(|_| mentions[m].sort == Sort::Name))
            .find(|n| fits(*n))
    }

    /// "the chancellor": the person whose title ends in that word, or who was called so.
    fn by_role(&self, stream: &Stream, mentions: &Mentions, number: usize) -> Option<u32> {
        let mention = &mentions.all[number];
        let head_word = stream.tokens[mention.tokens.end - 1].word;
        let role = head_word.is(Word::BEFORE_NAME) && !head_word.is(Word::BODY.with(Word::PLURAL));
        if !stream.tokens[mention.tokens.start].word.is(Word::DET) || !role {
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

impl Entity {
    /// Set in capitals: a dateline, an agency's mark, no person.
    fn shouted(&self) -> bool {
        self.name
            .iter()
            .all(|w| w.len() > 2 && !w.contains(char::is_lowercase))
    }
}

const GENDER: Word = Word(Word::MALE.0 | Word::FEMALE.0);
/// What only a person is called by.
const HUMAN: Word = Word(Word::HONORIFIC.0 | Word::ROLE.0 | Word::TITLE.0 | Word::FIRST_NAME.0);

/// What a role without a name counts for as an antecedent.
const SOMEBODY: i32 = 2;

/// "the student", "ein Fluggast": one person whom a pronoun may stand for.
fn is_somebody(article: &Article, number: usize, word: Word) -> bool {
    let (stream, mention) = (&article.stream, &article.mentions.all[number]);
    let gender = Word(mention.word.0 & GENDER.0);
    let article_word = stream.slice(mention.tokens.start);
    let german = match stream.lexicon.language {
        Language::German if word.is(Word::MALE) => {
            matches!(article_word, "der" | "Der" | "ein" | "Ein")
        }
        Language::German => matches!(article_word, "die" | "Die" | "eine" | "Eine"),
        _ => matches!(article_word, "the" | "The" | "a" | "A" | "an" | "An"),
    };
    let subject = article.speaks(number) || stream.tokens[mention.tokens.start].first;
    // A paper is nobody; who issued it is asked for elsewhere.
    if mention.word.is(Word::STATEMENT) {
        return false;
    }
    if word.is(Word::PLURAL) && !word.is(GENDER) {
        return subject && mention.sort == Sort::Noun && mention.word.is(Word::PLURAL);
    }
    subject
        && word.is(GENDER)
        && mention.sort == Sort::Noun
        && mention.word.is(Word::ROLE.with(Word::TITLE))
        && !mention.word.is(Word::BODY)
        && (gender == Word::default() || word.is(gender))
        && german
}

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
