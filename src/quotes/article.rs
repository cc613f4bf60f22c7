//! All that is known of one article before its quotations are judged: its quoted stretches, narrative, mentions, cues.
//! Each part is found once, in the order of the text.

use std::collections::HashMap;

use super::blocks;
use super::cues::{self, Cue, Strength};
use super::inside::Inside;
use super::language::Language;
use super::lexicon::Lexicon;
use super::marks::Quoted;
use super::mentions::Mentions;
use super::words::Stream;
use crate::renderer::Document;

/// An article, read.
pub(super) struct Article<'a> {
    document: &'a Document,
    pub(super) quoted: Vec<Quoted>,
    pub(super) inside: Vec<Inside>,
    /// Whether the same few words stand between marks elsewhere too: a term, a title.
    pub(super) again: Vec<bool>,
    pub(super) stream: Stream<'a>,
    pub(super) mentions: Mentions,
    pub(super) cues: Vec<Cue>,
    /// For each token the number of its cue plus one, or 0.
    cue_of_token: Vec<u32>,
    /// For each mention whether it is the subject of a verb of speech.
    speaks: Vec<bool>,
}

impl<'a> Article<'a> {
    pub(super) fn read(document: &'a Document) -> Self {
        let text = document.text.as_str();
        let lexicon = Lexicon::of(Language::of(document.language.as_deref(), text));
        let quoted = blocks::quoted(document);
        let ranges = blocks::readable(document).map(|(_, b)| b.range.clone());
        let stream = Stream::read(text, ranges, &quoted, lexicon);
        let inside: Vec<Inside> = quoted.iter().map(|q| Inside::of(&stream, q)).collect();
        let mentions = Mentions::find(&stream, &|q| inside[q].is_work());
        let cues = cues::find(&stream, &mentions);
        let mut cue_of_token = vec![0; stream.tokens.len()];
        for (number, cue) in cues.iter().enumerate() {
            cue_of_token[cue.token] = number as u32 + 1;
        }
        let mut speaks = vec![false; mentions.all.len()];
        for cue in cues.iter().filter(|c| c.strength != Strength::Weak) {
            if let Some(subject) = cue.subject {
                speaks[subject] = true;
            }
        }
        let again = again(text, &quoted, &inside);
        Self {
            document,
            quoted,
            inside,
            again,
            stream,
            mentions,
            cues,
            cue_of_token,
            speaks,
        }
    }

    /// The block that holds a byte of the text.
    pub(super) fn block_at(&self, at: usize) -> Option<usize> {
        self.document.block_at(at)
    }

    /// Whether a mention is the subject of a verb of speech.
    pub(super) fn speaks(&self, mention: usize) -> bool {
        self.speaks[mention]
    }

    /// The cue that stands at a token.
    pub(super) fn cue_at(&self, token: usize) -> Option<&Cue> {
        let number = self.cue_of_token.get(token)?;
        self.cues.get((*number as usize).checked_sub(1)?)
    }
}

/// No more words than these make a term.
const TERM: usize = 4;

fn again(text: &str, quoted: &[Quoted], inside: &[Inside]) -> Vec<bool> {
    let term = |number: usize| {
        let words = &text[quoted[number].inner.clone()];
        let words = words.trim_matches(|c: char| !c.is_alphanumeric());
        (inside[number].words <= TERM).then_some(words)
    };
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for words in (0..quoted.len()).filter_map(term) {
        *counts.entry(words).or_default() += 1;
    }
    let repeated = |number| term(number).is_some_and(|w| counts[w] > 1);
    (0..quoted.len()).map(repeated).collect()
}
