//! Where lines end: the Unicode line breaking algorithm (UAX #14) with the page's own soft breaks, filled greedily.
//!
//! CJK text breaks between any two characters but for those that may not begin or end a line (kinsoku), which the
//! algorithm's classes hold apart. A word wider than the line is cut between grapheme clusters, after a sign that ends a
//! part of an address where there is one.

use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

use super::styles::Insert;
use super::width::{cluster_width, width};
use crate::renderer::Document;

/// A part of the text that a line may end after.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// Without the blanks after it.
    range: Range<usize>,
    /// Cells of the range, with the signs in it.
    width: usize,
    /// Cells of the blanks after it.
    blanks: usize,
    /// Broken after it, the line ends with a hyphen.
    hyphen: bool,
    /// The line ends after it.
    mandatory: bool,
    /// Cells of the signs before it, and of those within and after it.
    lead: usize,
    signs: usize,
}

/// What stands on a line.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) range: Range<usize>,
    /// It ends within a word.
    pub(super) hyphen: bool,
}

/// The segments of a range of the text. `inserts` are in order, and each belongs to the word before it.
pub(super) fn segments(
    document: &Document,
    range: &Range<usize>,
    inserts: &[Insert],
) -> Vec<Segment> {
    let text = &document.text[range.clone()];
    let first = document
        .soft_breaks
        .partition_point(|b| b.at <= range.start);
    let mut soft = document.soft_breaks[first..]
        .iter()
        .take_while(|b| b.at < range.end)
        .peekable();
    let mut inserts = inserts.iter().peekable();
    let mut found = Vec::with_capacity(text.len() / 6 + 1);
    let mut start = range.start;
    let mut push = |end: usize, mandatory: bool, hyphen: bool| {
        let words = document.text[start..end].trim_end_matches([' ', '\n']);
        let blanks = document.text[start + words.len()..end]
            .trim_end_matches('\n')
            .len();
        let last = start + words.len();
        let (mut lead, mut signs) = (0, 0);
        while let Some(insert) = inserts.next_if(|i| i.at <= last || end == range.end) {
            *(if insert.at <= start && !words.is_empty() {
                &mut lead
            } else {
                &mut signs
            }) += insert.width;
        }
        let width = lead + width(words) + signs;
        found.push(Segment {
            range: start..last,
            width,
            blanks,
            hyphen,
            mandatory,
            lead,
            signs,
        });
        start = end;
    };
    for (at, opportunity) in linebreaks(text) {
        let at = range.start + at;
        while let Some(place) = soft.next_if(|b| b.at < at) {
            push(place.at, false, place.hyphen);
        }
        if soft.peek().is_some_and(|b| b.at == at) {
            soft.next();
        }
        push(at, opportunity == BreakOpportunity::Mandatory, false);
    }
    if range.is_empty() {
        push(range.end, true, false);
    }
    found
}

/// Fills lines, one at a time.
pub(super) struct Filler<'a> {
    text: &'a str,
    segments: &'a [Segment],
    /// Cells of a line.
    room: usize,
    next: usize,
    /// Where to go on within a segment that was cut.
    within: Option<usize>,
}

impl<'a> Filler<'a> {
    pub(super) fn new(text: &'a str, segments: &'a [Segment], room: usize) -> Self {
        Self {
            text,
            segments,
            room: room.max(1),
            next: 0,
            within: None,
        }
    }

    pub(super) fn next_line(&mut self) -> Option<Row> {
        let first = self.segments.get(self.next)?;
        let within = self.within.take();
        let start = within.unwrap_or(first.range.start);
        let (mut used, mut end) = (0, start);
        let mut last: Option<&Segment> = None;
        while let Some(segment) = self.segments.get(self.next) {
            let fresh = last.is_none();
            let cut = fresh && within.is_some();
            let own = if cut {
                width(&self.text[start..segment.range.end]) + segment.signs
            } else {
                segment.width
            };
            let hyphen = usize::from(segment.hyphen);
            if used + own > self.room
                || (used + own + hyphen > self.room && !self.fits_further(used + own))
            {
                if fresh {
                    let lead = if cut { 0 } else { segment.lead };
                    return Some(self.cut(start, lead, segment));
                }
                break;
            }
            used += own + segment.blanks;
            end = segment.range.end;
            last = Some(segment);
            self.next += 1;
            if segment.mandatory {
                break;
            }
        }
        let broken = self.next < self.segments.len();
        Some(Row {
            range: start..end,
            hyphen: broken && last.is_some_and(|s| s.hyphen),
        })
    }

    /// The segment after the next fits too, so that the hyphen will not be needed.
    fn fits_further(&self, used: usize) -> bool {
        self.segments
            .get(self.next + 1)
            .is_some_and(|s| used + s.width + usize::from(s.hyphen) <= self.room)
    }

    /// A line that holds the beginning of a segment that is too wide for any.
    fn cut(&mut self, start: usize, lead: usize, segment: &Segment) -> Row {
        // A sign that fits on no line is left out by the writer.
        let lead = if lead > self.room { 0 } else { lead };
        let words = &self.text[start..segment.range.end];
        let (mut used, mut end, mut good) = (lead, 0, 0);
        for cluster in words.graphemes(true) {
            let wide = cluster_width(cluster);
            if used + wide > self.room && (end > 0 || lead > 0) {
                break;
            }
            used += wide;
            end += cluster.len();
            if matches!(
                cluster,
                "/" | "?" | "&" | "=" | "-" | "_" | "." | "," | ";" | ":" | "#" | "%" | "+"
            ) {
                good = end;
            }
        }
        if end < words.len() && good * 2 > end {
            end = good;
        }
        if end >= words.len() {
            // Only its signs are too wide: they are dropped by the writer where they do not fit.
            self.next += 1;
        } else {
            self.within = Some(start + end);
        }
        Row {
            range: start..start + end,
            hyphen: false,
        }
    }
}
