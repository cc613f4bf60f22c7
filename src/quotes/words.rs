//! A document as one stream of tokens in which each quoted stretch is a single token, so that the narrative around
//! quotations reads on as if nobody had spoken. Knows words and sentences, and nothing of who speaks.

use std::ops::Range;

use super::language::Language;
use super::lexicon::{Lexicon, Word};
use super::marks::Quoted;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word in small letters, or a number.
    Lower,
    /// A word with a capital, a handle.
    Capital,
    /// ’s, or ’ after an s.
    Possessive,
    /// A mark of punctuation.
    Mark(char),
    /// A quoted stretch, by its number.
    Quote(u32),
    /// The end of a block.
    Break,
}

/// A word, a mark of punctuation, or a whole quoted stretch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    pub(super) word: Word,
    /// The sentence that it stands in, counted through the document.
    pub(super) sentence: u32,
    /// The first word of its sentence.
    pub(super) first: bool,
}

impl Token {
    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Lower | Kind::Capital)
    }

    pub(super) fn is_mark(&self, marks: &[char]) -> bool {
        matches!(self.kind, Kind::Mark(c) if marks.contains(&c))
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The narrative of a document.
pub(super) struct Stream<'a> {
    pub(super) text: &'a str,
    pub(super) lexicon: &'static Lexicon,
    pub(super) tokens: Vec<Token>,
    /// The token of each quoted stretch.
    pub(super) places: Vec<usize>,
    /// The last sentence of which a word was read.
    begun: u32,
}

impl<'a> Stream<'a> {
    /// Reads the blocks in order. `quoted` must be sorted; each lies within one block.
    pub(super) fn read(
        text: &'a str,
        blocks: impl Iterator<Item = Range<usize>>,
        quoted: &[Quoted],
        lexicon: &'static Lexicon,
    ) -> Self {
        let mut stream = Self {
            text,
            lexicon,
            tokens: Vec::with_capacity(text.len() / 5),
            places: Vec::with_capacity(quoted.len()),
            begun: 0,
        };
        let mut sentence = 0;
        let mut next = 0;
        for block in blocks {
            sentence += 1;
            let mut at = block.start;
            while next < quoted.len() && quoted[next].outer.start < block.end {
                let q = &quoted[next];
                sentence = stream.narrative(at..q.outer.start.max(at), sentence);
                stream.places.push(stream.tokens.len());
                stream.push(
                    q.outer.clone(),
                    Kind::Quote(next as u32),
                    Word::default(),
                    sentence,
                );
                if ends_sentence(&text[q.inner.clone()])
                    && begins_sentence(&text[q.outer.end..block.end.max(q.outer.end)])
                {
                    sentence += 1;
                }
                at = q.outer.end;
                next += 1;
            }
            sentence = stream.narrative(at..block.end.max(at), sentence);
            stream.push(block.end..block.end, Kind::Break, Word::default(), sentence);
        }
        stream
    }

    pub(super) fn slice(&self, token: usize) -> &'a str {
        self.tokens
            .get(token)
            .map_or("", |t| &self.text[t.start..t.end])
    }

    /// The text from one token to before another.
    pub(super) fn span(&self, tokens: Range<usize>) -> Range<usize> {
        if tokens.is_empty() {
            return 0..0;
        }
        self.tokens[tokens.start].start..self.tokens[tokens.end - 1].end
    }

    fn push(&mut self, range: Range<usize>, kind: Kind, word: Word, sentence: u32) {
        let first = self.begun != sentence;
        if !matches!(kind, Kind::Mark(_) | Kind::Break) {
            self.begun = sentence;
        }
        self.tokens.push(Token {
            start: range.start,
            end: range.end,
            kind,
            word,
            sentence,
            first,
        });
    }

    /// Adds the tokens of a stretch without quotations. Returns the number of the sentence that it ends in.
    fn narrative(&mut self, range: Range<usize>, mut sentence: u32) -> u32 {
        let mut at = range.start;
        while let Some(c) = self.text[at..range.end].chars().next() {
            let next = at + c.len_utf8();
            if c.is_alphanumeric()
                || (matches!(c, '@' | '#')
                    && self.text[next..range.end].starts_with(char::is_alphanumeric))
            {
                let end = self.word_end(at, range.end);
                self.word(at..end, sentence);
                at = end;
                continue;
            }
            let hyphen = c == '-'
                && self.lexicon.language == Language::French
                && inverted_pronoun(&self.text[next..range.end]);
            if !c.is_whitespace() && !hyphen {
                let possessive = matches!(c, '’' | '\'') && self.possessive(at);
                let kind = if possessive {
                    Kind::Possessive
                } else {
                    Kind::Mark(c)
                };
                self.push(at..next, kind, Word::default(), sentence);
                if matches!(c, '.' | '!' | '?' | '…')
                    && begins_sentence(&self.text[next..range.end])
                {
                    sentence += 1;
                }
            }
            at = next;
        }
        sentence
    }

    /// "Sanders’ plan".
    fn possessive(&self, at: usize) -> bool {
        self.tokens.last().is_some_and(|t| {
            t.end == at && t.is_word() && self.text[..at].ends_with(['s', 'x', 'z'])
        })
    }

    fn word_end(&self, start: usize, limit: usize) -> usize {
        let text = &self.text[start..limit];
        let mut end = text.len();
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, n)| *n);
            // "said.Trump": a full stop without its blank ends the word.
            let slip = c == '.'
                && at > 2
                && text[..at].ends_with(char::is_lowercase)
                && next.is_some_and(char::is_uppercase);
            // "dit-elle", "a-t-il": the pronoun is a word of its own.
            if c == '-'
                && self.lexicon.language == Language::French
                && inverted_pronoun(&text[at + 1..])
            {
                end = at;
                break;
            }
            let joins = matches!(c, '\'' | '’' | '-' | '‑' | '.' | '&')
                && next.is_some_and(char::is_alphanumeric)
                && !slip;
            if c.is_alphanumeric()
                || joins
                || (at == 0 && matches!(c, '@' | '#'))
                || matches!(c, '_' | '\u{ad}')
            {
                continue;
            }
            end = at;
            break;
        }
        // "Mr.", "U.S.", "J.": the full stop belongs to the word.
        if text[end..].starts_with('.') && self.abbreviates(&text[..=end]) {
            end += 1;
        }
        start + end
    }

    fn abbreviates(&self, with_stop: &str) -> bool {
        let body = &with_stop[..with_stop.len() - 1];
        let mut chars = body.chars();
        let initial = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
        initial && body != "I"
            || body.contains('.')
                && body.len() < 8
                && !body.starts_with(|c: char| c.is_ascii_digit())
            || self.lexicon.get(with_stop).is(Word::ABBREVIATION)
    }

    fn word(&mut self, range: Range<usize>, sentence: u32) {
        let text = &self.text[range.clone()];
        // Merkel's, Merkel’s: the name and its ending.
        let body = text
            .strip_suffix("'s")
            .or_else(|| text.strip_suffix("’s"))
            .filter(|b| !b.is_empty());
        let end = range.start + body.unwrap_or(text).len();
        let body = &self.text[range.start..end];
        let initial = body.chars().next();
        let capital = initial.is_some_and(|c| c.is_uppercase() || c == '@')
            || initial.is_some_and(char::is_lowercase)
                && body
                    .chars()
                    .nth(1)
                    .is_some_and(|c| c == '.' || c.is_uppercase());
        let kind = if capital { Kind::Capital } else { Kind::Lower };
        let word = if initial.is_some_and(|c| c.is_ascii_digit()) {
            Word::default()
        } else {
            self.lexicon.get(body)
        };
        self.push(range.start..end, kind, word, sentence);
        if end < range.end {
            self.push(end..range.end, Kind::Possessive, Word::default(), sentence);
        }
    }
}

/// Whether what follows a hyphen is a French pronoun behind its verb.
fn inverted_pronoun(rest: &str) -> bool {
    let rest = rest.strip_prefix("t-").unwrap_or(rest);
    let pronoun = ["elles", "elle", "ils", "il", "on", "je"]
        .iter()
        .find_map(|p| rest.strip_prefix(p));
    pronoun.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
}

fn ends_sentence(inner: &str) -> bool {
    inner
        .trim_end()
        .trim_end_matches(['’', '\'', '”', '"', '“'])
        .ends_with(['.', '!', '?', '…'])
}

/// Whether what follows a full stop begins a new sentence: a blank, then no small letter.
fn begins_sentence(rest: &str) -> bool {
    // A look ahead of fixed length, so that a line of full stops costs no more than any other.
    let mut rest = rest
        .chars()
        .take(8)
        .skip_while(|c| matches!(c, '”' | '"' | '’' | '\'' | ')' | ']' | '.' | '…'));
    match rest.next() {
        None => true,
        Some(c) if c.is_whitespace() => rest
            .find(|c| !c.is_whitespace())
            .is_none_or(|c| !c.is_lowercase()),
        Some(c) => c.is_uppercase(),
    }
}
