//! Which articles tell of the same event: grouped by the names and the rare words that they share. Pure; knows neither
//! feeds nor reading marks.
//!
//! Single-pass clustering with average links, as in topic detection and tracking (Allan, Carbonell, Doddington, Yamron
//! and Yang, 1998), over words weighed by how rare they are among the articles themselves (TF-IDF). An index of words
//! finds the stories that an article may belong to, so that the cost grows with the articles and not with their pairs.

mod words;

use std::collections::HashMap;

use words::{Case, each_word};

/// The weight of a word in the title, where one of the beginning weighs 1.
const TITLE: f32 = 2.0;
/// And that of a name, where another word weighs 1.
const NAME: f32 = 1.5;
/// As many articles more are assumed that hold none of the words: among few articles a word is not common at once.
const UNSEEN: f32 = 200.0;
/// So alike an article is to those of its story, on average, from 0 to 1.
const ALIKE: f32 = 0.2;
/// The same where both hold names, and none in common: another place, another person, another event.
const ALIKE_WITHOUT_NAMES: f32 = 0.36;
/// The most of it that names have: one person is in the news for several things.
const BY_NAMES: f32 = 0.12;
/// Words in common.
const SHARED: u32 = 3;

/// What one article says of an event.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    /// The headline.
    pub title: &'a str,
    /// How its text begins.
    pub lead: &'a str,
    /// Who is quoted in it.
    pub people: &'a [&'a str],
}

/// The accounts by story: each account, by its index, in one of them. The one that has most in common with the others of
/// its story comes first.
pub fn stories(accounts: &[Account<'_>]) -> Vec<Vec<usize>> {
    let vectors = vectors(accounts);
    let mut stories = Stories::new(vectors.words);
    for (index, vector) in vectors.rows.iter().enumerate() {
        stories.place(index, vector);
    }
    // Who came before its story was told by others.
    for alone in stories.alone() {
        stories.place_anew(alone, &vectors.rows);
    }
    stories.ordered(&vectors.rows)
}

/// A word of an article, and what it weighs there.
#[derive(Debug, Clone, Copy)]
struct Weighed {
    word: usize,
    weight: f32,
    is_name: bool,
}

/// An article as its words: of length 1 with those that stand nowhere else, which are left out.
#[derive(Debug)]
struct Vector {
    words: Vec<Weighed>,
    /// It names something, here or with those that are left out.
    has_names: bool,
}

struct Vectors {
    rows: Vec<Vector>,
    /// Different words.
    words: usize,
}

/// What is known of a word over all accounts.
#[derive(Default, Clone, Copy)]
struct Known {
    accounts: u32,
    as_name: u32,
    in_small: u32,
}

/// The accounts as vectors of length 1. Words that stand in very many of them tell no event apart and are left out.
fn vectors(accounts: &[Account<'_>]) -> Vectors {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut known: Vec<Known> = Vec::new();
    let mut rows: Vec<Vec<(usize, bool)>> = Vec::with_capacity(accounts.len());
    for account in accounts {
        let mut row: Vec<(usize, bool)> = Vec::new();
        each_word(account, |found| {
            let number = numbers.get(found.stem).copied().unwrap_or_else(|| {
                let next = known.len();
                numbers.insert(found.stem.to_owned(), next);
                known.push(Known::default());
                next
            });
            let of_all = &mut known[number];
            of_all.as_name += u32::from(found.case == Case::Name);
            of_all.in_small += u32::from(found.case == Case::Small);
            // Titles come first.
            if !row.iter().any(|(word, _)| *word == number) {
                of_all.accounts += 1;
                row.push((number, found.in_title));
            }
        });
        rows.push(row);
    }
    let most = (accounts.len() as u32 / 25).max(40);
    let all = accounts.len() as f32 + UNSEEN;
    let weigh = |row: Vec<(usize, bool)>| {
        let weighed = row.into_iter().filter_map(|(word, in_title)| {
            let known = known[word];
            let is_name = known.as_name > 2 * known.in_small;
            let rare = (all / known.accounts as f32).ln();
            let place = if in_title { TITLE } else { 1.0 };
            let weight = rare * place * if is_name { NAME } else { 1.0 };
            (known.accounts <= most).then_some(Weighed {
                word,
                weight,
                is_name,
            })
        });
        let mut words: Vec<Weighed> = weighed.collect();
        let squares = words.iter().map(|weighed| weighed.weight * weighed.weight);
        let length = squares.sum::<f32>().sqrt();
        let has_names = words.iter().any(|weighed| weighed.is_name);
        words.retain(|weighed| known[weighed.word].accounts > 1);
        for weighed in &mut words {
            weighed.weight /= length;
        }
        Vector { words, has_names }
    };
    Vectors {
        words: numbers.len(),
        rows: rows.into_iter().map(weigh).collect(),
    }
}

/// The stories so far, and in which of them each word stands.
struct Stories {
    /// The accounts of each.
    accounts: Vec<Vec<usize>>,
    /// Of each word, the stories that hold it with the sum of its weights in their accounts.
    index: Vec<Vec<(usize, f32)>>,
    /// For each story, what it has in common with the account that is being placed.
    common: Vec<Common>,
    /// The stories of which that is set.
    touched: Vec<usize>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Common {
    names: f32,
    words: f32,
    shared: u32,
}

impl Stories {
    fn new(words: usize) -> Self {
        Self {
            accounts: Vec::new(),
            index: vec![Vec::new(); words],
            common: Vec::new(),
            touched: Vec::new(),
        }
    }

    /// Puts an account into the story that it is most like, or begins another one with it.
    fn place(&mut self, account: usize, vector: &Vector) {
        let story = self.like(vector, None).unwrap_or_else(|| {
            self.accounts.push(Vec::new());
            self.common.push(Common::default());
            self.accounts.len() - 1
        });
        self.join(story, account, vector);
    }

    fn join(&mut self, story: usize, account: usize, vector: &Vector) {
        self.accounts[story].push(account);
        for weighed in &vector.words {
            let places = &mut self.index[weighed.word];
            match places.iter_mut().find(|(of, _)| *of == story) {
                Some((_, sum)) => *sum += weighed.weight,
                None => places.push((story, weighed.weight)),
            }
        }
    }

    /// The stories of one account.
    fn alone(&self) -> Vec<usize> {
        let stories = (0..self.accounts.len()).filter(|story| self.accounts[*story].len() == 1);
        stories.collect()
    }

    /// Looks once more for a story for the only account of this one.
    fn place_anew(&mut self, story: usize, rows: &[Vector]) {
        let [account] = self.accounts[story][..] else {
            return; // Others have joined it since.
        };
        let vector = &rows[account];
        if let Some(other) = self.like(vector, Some(story)) {
            self.accounts[story].clear();
            for weighed in &vector.words {
                self.index[weighed.word].retain(|(of, _)| *of != story);
            }
            self.join(other, account, vector);
        }
    }

    /// The story that an account is most like, if it is like enough.
    fn like(&mut self, vector: &Vector, but: Option<usize>) -> Option<usize> {
        for weighed in &vector.words {
            for (story, sum) in &self.index[weighed.word] {
                let common = &mut self.common[*story];
                if common.shared == 0 {
                    self.touched.push(*story);
                }
                common.shared += 1;
                if weighed.is_name {
                    common.names += sum * weighed.weight;
                } else {
                    common.words += sum * weighed.weight;
                }
            }
        }
        let mut best: Option<(f32, usize)> = None;
        for story in self.touched.drain(..) {
            let common = std::mem::take(&mut self.common[story]);
            let count = self.accounts[story].len() as f32;
            let (names, words) = (common.names / count, common.words / count);
            let wanted = if vector.has_names && names == 0.0 {
                ALIKE_WITHOUT_NAMES
            } else {
                ALIKE
            };
            let alike = names.min(BY_NAMES) + words;
            let is_like = alike >= wanted && common.shared >= SHARED;
            if is_like && Some(story) != but && best.is_none_or(|(most, _)| alike > most) {
                best = Some((alike, story));
            }
        }
        best.map(|(_, story)| story)
    }

    /// The accounts of each story, the one that is most like all of them first.
    fn ordered(self, rows: &[Vector]) -> Vec<Vec<usize>> {
        let Self {
            accounts, index, ..
        } = self;
        let stories = accounts.into_iter().enumerate();
        let stories = stories.filter(|(_, accounts)| !accounts.is_empty());
        let ordered = stories.map(|(story, mut accounts)| {
            // Of two, each is as like the other: the first leads.
            accounts.sort_unstable();
            if accounts.len() > 2 {
                let central = |account: usize| -> f32 {
                    let weights = rows[account].words.iter().map(|weighed| {
                        let mut places = index[weighed.word].iter();
                        let sum = places.find(|(of, _)| *of == story);
                        sum.map_or(0.0, |(_, sum)| sum * weighed.weight)
                    });
                    weights.sum()
                };
                accounts.sort_by_cached_key(|account| {
                    (
                        std::cmp::Reverse((central(*account) * 1e4) as i64),
                        *account,
                    )
                });
            }
            accounts
        });
        ordered.collect()
    }
}

#[cfg(test)]
mod tests;
