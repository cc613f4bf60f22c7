//! Lines among the text that are no part of it: datelines, labels, links to other articles, what follows the end.

mod judge;
mod look;
mod phrases;

use super::Folded;
use super::dates;
use super::metadata::{Metadata, clean_byline};
use super::retain::retain;
use crate::news::UnixSeconds;
use crate::renderer::{BlockKind, Document};
use judge::{Caption, Judge, REPEATED};
use look::{Look, look};

/// No more of a text is folded than one part in so many.
const LARGEST_PART: usize = 4;

/// A text with its lines in their places.
pub(super) struct Sorted {
    pub(super) document: Document,
    pub(super) standfirst: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) published: Option<UnixSeconds>,
    pub(super) updated: Option<UnixSeconds>,
}

/// Takes the furniture out of a text, and adds it to `folded`; names, dates and the standfirst go to their own places.
pub(super) fn sort(
    mut document: Document,
    metadata: &Metadata,
    folded: &mut Vec<Folded>,
) -> Sorted {
    let looks: Vec<Look> = (0..document.blocks.len())
        .map(|n| look(&document, n))
        .collect();
    let judge = Judge {
        document: &document,
        looks: &looks,
        metadata,
    };
    let captions = judge.captions();
    let mut reasons = judge.reasons(&captions);
    // Of a page, most that was folded before stood around the article, not in it.
    let before = folded.iter().filter(|_| metadata.is_feed);
    let before = before.map(|f| f.text.split_whitespace().count()).sum();
    hold_to_a_part(&looks, before, &mut reasons);
    let above = judge.above_the_date(&reasons);
    for (block, caption) in document.blocks.iter_mut().zip(&captions) {
        if *caption == Some(Caption::First) {
            block.kind = BlockKind::Caption;
        }
    }
    let text = |n: usize| document.slice(&document.blocks[n].range).replace('\n', " ");
    let mut sorted = Sorted {
        document: Document::default(),
        standfirst: above.map(text),
        byline: None,
        published: None,
        updated: None,
    };
    for (n, why) in reasons.iter().enumerate() {
        match why {
            Some("date") => {
                let line = text(n);
                let time = dates::line(&line).map(|f| f.time);
                let place = if line.to_lowercase().contains("updated") {
                    &mut sorted.updated
                } else {
                    &mut sorted.published
                };
                *place = place.or(time);
            }
            Some("byline") if sorted.byline.is_none() => sorted.byline = clean_byline(&text(n)),
            None | Some(REPEATED | "byline" | "title") => {}
            Some(why) => {
                let (text, why) = (text(n), (*why).into());
                if !folded.iter().any(|known| known.text.contains(&text)) {
                    folded.push(Folded { text, why });
                }
            }
        }
    }
    let keep: Vec<bool> = reasons
        .iter()
        .enumerate()
        .map(|(n, why)| why.is_none() && above != Some(n))
        .collect();
    sorted.document = if keep.contains(&false) {
        retain(&document, &keep)
    } else {
        document
    };
    sorted
}

/// The first block of a text without marks, where it is a title: short, no sentence, with the text below it.
pub(super) fn title_line(document: &Document) -> Option<usize> {
    const LONGEST: usize = 20;
    let first = document.blocks.first()?;
    let look = look(document, 0);
    let is_line = matches!(first.kind, BlockKind::Paragraph | BlockKind::Heading(_))
        && first.quote_depth == 0;
    (is_line && !look.ends && look.words <= LONGEST && document.blocks.len() > 2).then_some(0)
}

/// Gives folded blocks back, the longest first, until they are no more than a part of the words, with those that were
/// folded before.
fn hold_to_a_part(looks: &[Look], before: usize, reasons: &mut [Option<&'static str>]) {
    let total: usize = before + looks.iter().map(|l| l.words).sum::<usize>();
    let mut taken: usize = looks
        .iter()
        .zip(reasons.iter())
        .filter(|(_, r)| r.is_some_and(|r| r != REPEATED))
        .map(|(l, _)| l.words)
        .sum();
    taken += before;
    while taken * LARGEST_PART > total {
        let folded = looks
            .iter()
            .enumerate()
            .filter(|(n, _)| reasons[*n].is_some_and(|r| r != REPEATED));
        let Some((longest, look)) = folded.max_by_key(|(_, l)| l.words) else {
            return;
        };
        reasons[longest] = None;
        taken -= look.words;
    }
}
