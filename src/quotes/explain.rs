//! Why the engine chose as it did: the features that held for each quoted stretch and each candidate.
//! For whoever sets the weights; `extract` does not use it.

use std::ops::Range;

use super::article::Article;
use super::people::People;
use super::scorer::{Speaker, Speech};
use super::speakers::{self, Last};
use super::speech;
use crate::renderer::Document;

/// One quoted stretch, and what was seen of it.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The words between the marks, a byte range in the text.
    pub words: Range<usize>,
    /// How probable it is that this is speech, from 0 to 1.
    pub speech: f32,
    /// The features that held for or against speech.
    pub features: Vec<&'static str>,
    /// Everyone who may have said it, nobody first.
    pub candidates: Vec<Candidate>,
}

/// Somebody who may have said it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The words that name them, a byte range in the text; `None` stands for nobody.
    pub mention: Option<Range<usize>>,
    /// The full name.
    pub name: Option<String>,
    /// The sum of the weights of the features that held.
    pub score: f32,
    /// The features that held.
    pub features: Vec<&'static str>,
}

/// Explains every quoted stretch of a document.
pub fn explain(document: &Document) -> Vec<Explanation> {
    let article = Article::read(document);
    let mut people = People::of(&article.stream, &article.mentions);
    let mut last: Option<Last> = None;
    let mut found = Vec::new();
    for number in 0..article.quoted.len() {
        let candidates = speakers::candidates(&article, &people, number, last);
        let lead = speakers::lead(&candidates);
        let evidence = speech::evidence(&article, number, lead);
        let sure = speech::probability(&article, number, lead);
        let seen = candidates.iter().map(|c| Candidate {
            mention: c
                .mention
                .map(|m| article.stream.span(article.mentions.all[m].tokens.clone())),
            name: c.mention.map(|m| {
                let mut people = people.clone();
                let entity = people.resolve(&article, m, last.map(|l| l.choice.entity));
                people.person(entity).name
            }),
            score: Speaker::score(c.evidence),
            features: Speaker::names(c.evidence),
        });
        found.push(Explanation {
            words: article.quoted[number].inner.clone(),
            speech: sure,
            features: Speech::names(evidence),
            candidates: seen.collect(),
        });
        if sure >= 0.5
            && let Some(choice) = speakers::choose(&article, &mut people, number, last, candidates)
        {
            last = Some(Last {
                quote: number,
                choice,
            });
        }
    }
    found
}
