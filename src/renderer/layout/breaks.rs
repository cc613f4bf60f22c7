//! Where lines end: the Unicode line breaking algorithm (UAX #14) with the page's own soft breaks, filled greedily.
//!
//! CJK text breaks between any two characters but for those that may not begin or end a line (kinsoku), which the
//! algorithm's classes hold apart. A word wider than the line is cut between grapheme clusters, after a sign that ends a
//! part of an address where there is one.

use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

use super::justify::Gap;
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
    /// The signs before, in and after it, by their places in the list of inserts.
    inserts: Range<usize>,
}

/// What stands on a line.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) range: Range<usize>,
    /// It ends within a word.
    pub(super) hyphen: bool,
    /// Cells that are left at its end; 0 where the line is to stay as it is: it ends a paragraph, or cuts a word.
    pub(super) spare: usize,
    /// The blanks that take more than one cell, in order.
    pub(super) gaps: Vec<Gap>,
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
    let mut insert = 0;
    let mut found = Vec::with_capacity(text.len() / 6 + 1);
    let mut start = range.start;
    let mut push = |end: usize, mandatory: bool, hyphen: bool| {
        let words = document.text[start..end].trim_end_matches([' ', '\n']);
        let blanks = document.text[start + words.len()..end]
            .trim_end_matches('\n')
            .len();
        let last = start + words.len();
        let first = insert;
        while inserts
            .get(insert)
            .is_some_and(|i| i.at <= last || end == range.end)
        {
            insert += 1;
        }
        let signs: usize = inserts[first..insert].iter().map(|i| i.width).sum();
        found.push(Segment {
            range: start..last,
            width: width(words) + signs,
            blanks,
            hyphen,
            mandatory,
            inserts: first..insert,
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
    inserts: &'a [Insert],
    /// Cells of a line.
    room: usize,
    next: usize,
    /// Where to go on within the next segment, where that was cut.
    rest: Option<Rest>,
}

/// What is left of a segment that was cut.
struct Rest {
    start: usize,
    width: usize,
    /// The first of its signs that was not reached.
    insert: usize,
}

impl<'a> Filler<'a> {
    pub(super) fn new(
        text: &'a str,
        segments: &'a [Segment],
        inserts: &'a [Insert],
        room: usize,
    ) -> Self {
        Self {
            text,
            segments,
            inserts,
            room: room.max(1),
            next: 0,
            rest: None,
        }
    }

    pub(super) fn next_line(&mut self) -> Option<Row> {
        let first = self.segments.get(self.next)?;
        let rest = self.rest.take().unwrap_or(Rest {
            start: first.range.start,
            width: first.width,
            insert: first.inserts.start,
        });
        if rest.width > self.room {
            return Some(self.cut(&rest, first));
        }
        let mut used = rest.width + first.blanks;
        let mut last = first;
        self.next += 1;
        while let Some(segment) = self.segments.get(self.next).filter(|_| !last.mandatory) {
            // A soft hyphen takes a cell only where the line ends with it.
            let hyphen = usize::from(segment.hyphen && !self.fits_further(used + segment.width));
            if used + segment.width + hyphen > self.room {
                break;
            }
            used += segment.width + segment.blanks;
            last = segment;
            self.next += 1;
        }
        let hyphen = last.hyphen && used < self.room && self.next < self.segments.len();
        let ends = last.mandatory || self.next >= self.segments.len();
        let filled = used - last.blanks + usize::from(hyphen);
        let spare = if ends {
            0
        } else {
            self.room.saturating_sub(filled)
        };
        Some(Row {
            range: rest.start..last.range.end,
            hyphen,
            spare,
            ..Row::default()
        })
    }

    /// The segment after the next fits too, so that the hyphen between them will not be needed.
    fn fits_further(&self, used: usize) -> bool {
        self.segments
            .get(self.next + 1)
            .is_some_and(|s| used + s.width + usize::from(s.hyphen) <= self.room)
    }

    /// A line that holds the beginning of what is too wide for one.
    fn cut(&mut self, rest: &Rest, segment: &Segment) -> Row {
        let words = &self.text[rest.start..segment.range.end];
        let mut insert = rest.insert;
        let (mut used, mut end, mut good) = (0, 0, 0);
        // Cells and signs up to the last good place.
        let (mut good_used, mut good_insert) = (0, insert);
        let mut clusters = words.graphemes(true);
        loop {
            while insert < segment.inserts.end && self.inserts[insert].at <= rest.start + end {
                // A sign that fits on no line, or not on the end of this one, is left out by the writer.
                let wide = self.inserts[insert].width;
                used = if wide > self.room && end == 0 {
                    used
                } else {
                    (used + wide).min(self.room)
                };
                insert += 1;
            }
            let begun = end > 0 || used > 0;
            let Some(cluster) = clusters.next() else {
                break;
            };
            let wide = cluster_width(cluster);
            if used + wide > self.room && begun {
                break;
            }
            used += wide;
            end += cluster.len();
            if matches!(
                cluster,
                "/" | "?" | "&" | "=" | "-" | "_" | "." | "," | ";" | ":" | "#" | "%" | "+"
            ) {
                (good, good_used, good_insert) = (end, used, insert);
            }
        }
        if end < words.len() && good * 2 > end {
            (end, used, insert) = (good, good_used, good_insert);
        }
        if end >= words.len() {
            self.next += 1;
        } else {
            let width = rest.width.saturating_sub(used).max(1);
            self.rest = Some(Rest {
                start: rest.start + end,
                width,
                insert,
            });
        }
        Row {
            range: rest.start..rest.start + end,
            ..Row::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::renderer::{Document, SoftBreak};

    fn lines(text: &str, room: usize, soft_breaks: &[SoftBreak]) -> Vec<String> {
        let document = Document {
            text: text.to_owned(),
            soft_breaks: soft_breaks.to_vec(),
            ..Document::default()
        };
        let segments = segments(&document, &(0..text.len()), &[]);
        let mut filler = Filler::new(text, &segments, &[], room);
        let line = |row: Row| text[row.range].to_owned() + if row.hyphen { "-" } else { "" };
        std::iter::from_fn(|| filler.next_line())
            .map(line)
            .collect()
    }

    #[test]
    fn words_stay_whole_and_blanks_go() {
        assert_eq!(lines("one two  three", 7, &[]), ["one two", "three"]);
        assert_eq!(lines("one\ntwo", 20, &[]), ["one", "two"]);
    }

    #[test]
    fn no_break_spaces_do_not_break() {
        assert_eq!(
            lines("pay 10\u{a0}000\u{a0}€ now", 10, &[]),
            ["pay", "10\u{a0}000\u{a0}€", "now"]
        );
    }

    #[test]
    fn no_line_begins_with_closing_punctuation() {
        assert_eq!(lines("日本語、文字。", 6, &[]), ["日本", "語、文", "字。"]);
        assert_eq!(lines("「日本」語", 5, &[]), ["「日", "本」", "語"]);
    }

    #[test]
    fn clusters_are_never_cut() {
        assert_eq!(lines("aa👩‍🚀👩‍🚀", 4, &[]), ["aa👩‍🚀", "👩‍🚀"]);
        assert_eq!(
            lines("e\u{301}e\u{301}e\u{301}", 2, &[]),
            ["e\u{301}e\u{301}", "e\u{301}"]
        );
    }

    #[test]
    fn a_soft_hyphen_shows_only_where_the_line_ends() {
        let soft = [SoftBreak {
            at: 5,
            hyphen: true,
        }];
        assert_eq!(lines("riverboat", 9, &soft), ["riverboat"]);
        assert_eq!(lines("riverboat", 7, &soft), ["river-", "boat"]);
        assert_eq!(
            lines(
                "a riverboat",
                8,
                &[SoftBreak {
                    at: 7,
                    hyphen: true
                }]
            ),
            ["a river-", "boat"]
        );
    }

    #[test]
    fn long_addresses_are_cut_after_a_sign() {
        let found = lines("https://ledger.example/archive/2025", 16, &[]);
        assert_eq!(found, ["https://", "ledger.example/", "archive/2025"]);
        assert_eq!(
            lines("archive.ledger.example", 10, &[]),
            ["archive.", "ledger.", "example"]
        );
    }
}
