//! Whom a pronoun, a role or a paper of the article stands for: "he", "the chancellor", "the company", "her statement".
//! Looks back a fixed number of mentions; names are told apart in `people`.

use super::article::Article;
use super::language::Language;
use super::lexicon::Word;
use super::mentions::{Mentions, Sort};
use super::people::{Entity, GENDER, People};
use super::titles;
use super::words::{Kind, Stream};

impl People {
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
    pub(super) fn antecedent(
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
    pub(super) fn likeness(
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
    pub(super) fn issuer(
        &mut self,
        article: &Article,
        number: usize,
        last: Option<u32>,
    ) -> Option<u32> {
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

    /// "the chancellor": the person whose title ends in that word, or who was called so.
    pub(super) fn by_role(
        &self,
        stream: &Stream,
        mentions: &Mentions,
        number: usize,
    ) -> Option<u32> {
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

    /// "the ministry", "the company": the body last named whose name holds the word, or any that is no person.
    pub(super) fn by_body(
        &self,
        article: &Article,
        number: usize,
        last: Option<u32>,
    ) -> Option<u32> {
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

    /// "WHO" after "World Health Organization".
    pub(super) fn initialled(&self, word: &str) -> Option<usize> {
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

    /// Whether a pronoun may stand for the person of another mention.
    pub(super) fn may_be(&self, article: &Article, pronoun: usize, mention: usize) -> bool {
        let word = article.mentions.all[pronoun].word;
        if let Some(entity) = self.of_mention(mention) {
            return self.fits(word, entity) && word.is(GENDER);
        }
        let other = Word(article.mentions.all[mention].word.0 & GENDER.0);
        word.is(GENDER) && (other == Word::default() || word.is(other))
    }
}

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

/// How many mentions back an antecedent is looked for.
const RECALL: usize = 24;
