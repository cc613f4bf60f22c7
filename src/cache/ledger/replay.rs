//! The log from its first line to its last: what is kept at the end. Touches no database.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;

use super::line::{self, Action, Marked, Named, Unreadable, person};
use crate::news::{Correction, Highlight, UnixSeconds, same_tag};

/// No line is longer than this, in bytes: what is, is broken.
const LONGEST: u64 = 256 << 20;

/// An article of a log: the number of its feed there, and its entry as a read mark knows it.
pub(super) type Key = (u32, i64);

/// What a log says in the end.
#[derive(Debug, Default)]
pub(super) struct Replayed {
    /// The name of the log.
    pub name: Option<String>,
    /// The addresses of feeds, by number.
    pub feeds: Vec<String>,
    numbers: HashMap<String, u32>,
    /// What was read, and what was marked unread after that.
    pub read: HashMap<Key, bool>,
    /// What else was done with articles; in order, so that the same log gives the same numbers.
    pub articles: BTreeMap<Key, Known>,
    /// What was decided about people, in its order, with the lines.
    pub people: Vec<(Action, String)>,
    /// Lines that could not be read; one that was cut short at the very end is none of them.
    pub broken: u32,
    /// Lines of a later version.
    pub newer: u32,
}

/// The last word about a thing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Last<T> {
    /// The log does not speak of it.
    #[default]
    Unsaid,
    /// It was taken away.
    Gone,
    /// It is there.
    There(T),
}

/// The last word about one article.
#[derive(Debug)]
pub(super) struct Known {
    pub named: Named,
    /// When it was bookmarked.
    pub bookmark: Last<UnixSeconds>,
    /// Tags, and when each was given.
    pub tags: Vec<(String, Option<UnixSeconds>)>,
    pub note: Last<(String, UnixSeconds)>,
    /// Highlights, and whether they are still there.
    pub highlights: Vec<(Highlight, bool)>,
    /// Corrections by their words, with their lines.
    pub corrections: Vec<(String, Option<(Correction, String)>)>,
}

impl Known {
    fn of(named: Named) -> Self {
        Self {
            named,
            bookmark: Last::Unsaid,
            tags: Vec::new(),
            note: Last::Unsaid,
            highlights: Vec::new(),
            corrections: Vec::new(),
        }
    }

    /// Whether something in it keeps the article.
    pub fn is_kept(&self) -> bool {
        matches!(self.bookmark, Last::There(_))
            || matches!(self.note, Last::There(_))
            || self.tags.iter().any(|(_, given)| given.is_some())
            || self.highlights.iter().any(|(_, there)| *there)
    }

    fn put_tag(&mut self, name: String, given: Option<UnixSeconds>) {
        self.tags.retain(|(known, _)| !same_tag(known, &name));
        self.tags.push((name, given));
    }

    fn put_highlight(&mut self, highlight: Highlight, there: bool) {
        let same = |known: &Highlight| {
            known.anchor == highlight.anchor && known.created == highlight.created
        };
        match self.highlights.iter_mut().find(|(known, _)| same(known)) {
            Some(known) => *known = (highlight, there),
            None => self.highlights.push((highlight, there)),
        }
    }

    fn put_correction(&mut self, words: String, correction: Option<(Correction, String)>) {
        self.corrections.retain(|(known, _)| *known != words);
        self.corrections.push((words, correction));
    }
}

/// Reads a log.
pub(super) fn replay(path: &Path) -> io::Result<Replayed> {
    let mut file = BufReader::new(File::open(path)?);
    let mut replayed = Replayed::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        if file.by_ref().take(LONGEST).read_until(b'\n', &mut line)? == 0 {
            return Ok(replayed);
        }
        let is_whole = line.ends_with(b"\n");
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        match line::read(text) {
            Ok(action) => replayed.take(action, text),
            Err(Unreadable::Newer) => replayed.newer += 1,
            Err(Unreadable::Broken) => replayed.broken += u32::from(is_whole),
        }
    }
}

impl Replayed {
    fn take(&mut self, action: Action, text: &str) {
        match action {
            Action::Log { name } => self.name = Some(name),
            Action::Bookmark { article, created } => {
                self.at(article).bookmark = Last::There(created);
            }
            Action::Unbookmark { article } => self.at(article).bookmark = Last::Gone,
            Action::Tag {
                article,
                tag,
                created,
            } => self.at(article).put_tag(tag, Some(created)),
            Action::Untag { article, tag } => self.at(article).put_tag(tag, None),
            Action::Note {
                article,
                note,
                created,
            } => self.at(article).note = Last::There((note, created)),
            Action::Unnote { article } => self.at(article).note = Last::Gone,
            Action::Highlight { article, words } => {
                self.at(article).put_highlight(words.highlight(), true);
            }
            Action::Unhighlight { article, words } => {
                self.at(article).put_highlight(words.highlight(), false);
            }
            Action::Correct {
                article,
                words,
                speaker,
                title,
            } => {
                let correction = Correction {
                    words: words.clone(),
                    person: person(speaker, title),
                };
                let correction = Some((correction, text.to_owned()));
                self.at(article).put_correction(words, correction);
            }
            Action::Uncorrect { article, words } => self.at(article).put_correction(words, None),
            Action::Read(marked) => self.mark(&marked, true),
            Action::Unread(marked) => self.mark(&marked, false),
            people => self.people.push((people, text.to_owned())),
        }
    }

    fn at(&mut self, named: Named) -> &mut Known {
        let key = (self.number(&named.feed), line::entry(&named.entry));
        self.articles.entry(key).or_insert_with(|| Known::of(named))
    }

    fn mark(&mut self, marked: &Marked, read: bool) {
        if let Some(named) = &marked.article {
            let key = (self.number(&named.feed), line::entry(&named.entry));
            self.read.insert(key, read);
        }
        for (feed, entries) in &marked.feeds {
            let feed = self.number(feed);
            let entries = line::entries(entries).map(|entry| ((feed, entry), read));
            self.read.extend(entries);
        }
    }

    fn number(&mut self, feed: &str) -> u32 {
        if let Some(number) = self.numbers.get(feed) {
            return *number;
        }
        let number = self.feeds.len() as u32;
        self.feeds.push(feed.to_owned());
        self.numbers.insert(feed.to_owned(), number);
        number
    }
}
