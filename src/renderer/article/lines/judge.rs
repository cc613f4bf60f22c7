//! Which blocks of a text are no part of it. Changes nothing; [`super`] does.

use std::collections::HashSet;

use super::look::Look;
use super::phrases::{
    announces, anywhere, date_line, is_about_someone, is_address, is_credited, names_workers,
};
use crate::renderer::article::metadata::Metadata;
use crate::renderer::{BlockKind, Document};

/// A line that stands elsewhere too, and so is not lost.
pub(super) const REPEATED: &str = "repeated line";

/// A caption that stands among the paragraphs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Caption {
    First,
    Again,
}

/// Says of each block whether it is text.
pub(super) struct Judge<'a> {
    pub(super) document: &'a Document,
    pub(super) looks: &'a [Look],
    pub(super) metadata: &'a Metadata,
}

impl Judge<'_> {
    pub(super) fn reasons(&self, captions: &[Option<Caption>]) -> Vec<Option<&'static str>> {
        const FEW: usize = 3;
        let mut reasons: Vec<Option<&'static str>> = vec![None; self.looks.len()];
        let is_prose = |n: &usize| self.looks[*n].prose && captions[*n].is_none();
        let first = (0..self.looks.len()).find(is_prose).unwrap_or(0);
        let last = (0..self.looks.len())
            .rfind(is_prose)
            .unwrap_or(self.looks.len());
        let links_are_content = self.metadata.is_feed || self.links_are_content();
        let unlinked = |l: &&Look| l.open && (1..=5).contains(&l.words) && !l.ends && l.linked == 0;
        let is_page = !self.metadata.is_feed;
        let few_above = is_page && self.looks[..first].iter().filter(unlinked).count() <= FEW;
        let few = is_page && self.looks.len() - last.min(self.looks.len()) <= FEW;
        for (n, look) in self.looks.iter().enumerate() {
            if !look.open || look.words == 0 || captions[n] == Some(Caption::First) {
                continue;
            }
            reasons[n] = (captions[n] == Some(Caption::Again))
                .then_some(REPEATED)
                .or_else(|| anywhere(look, !self.document.blocks[n].markers.is_empty()))
                .or_else(|| (n < first).then(|| self.before(n, few_above)).flatten())
                .or_else(|| {
                    (n < first + 4)
                        .then(|| date_line(self.text(n), look))
                        .flatten()
                })
                .or_else(|| (n > last).then(|| self.after(n, few)).flatten())
                .or_else(|| (!links_are_content).then(|| self.link_line(n)).flatten());
        }
        if !links_are_content {
            self.link_lists(&mut reasons);
        }
        self.ending(&mut reasons);
        reasons
    }

    /// What follows the end: the stories that a site would like to be read next, and who wrote this one.
    fn ending(&self, reasons: &mut [Option<&'static str>]) {
        let total: usize = self.looks.iter().map(|l| l.words).sum();
        let (mut after, mut prose) = (0, 0);
        for n in (0..self.looks.len()).rev() {
            let look = &self.looks[n];
            if (after + look.words) * 5 > total || look.words >= 60 {
                return;
            }
            after += look.words;
            prose += if look.words >= 20 && reasons[n].is_none() {
                look.words - look.linked
            } else {
                0
            };
            let is_announcement =
                look.words <= 8 && !look.ends && prose < 40 && announces(&look.plain);
            if is_announcement {
                for (m, reason) in reasons.iter_mut().enumerate().skip(n) {
                    if self.looks[m].open && reason.is_none() {
                        *reason = Some("related links");
                    }
                }
            } else if reasons[n].is_none() && names_workers(&look.plain) {
                reasons[n] = Some("credits");
            } else if reasons[n].is_none() && self.is_about_the_author(n) {
                reasons[n] = Some("about the author");
            }
        }
    }

    /// "Ada Quill is a reporter with the Ledger."
    fn is_about_the_author(&self, n: usize) -> bool {
        let Some(byline) = &self.metadata.byline else {
            return false;
        };
        let name = byline
            .split([',', '&'])
            .next()
            .unwrap_or_default()
            .split(" and ")
            .next()
            .unwrap_or_default()
            .trim()
            .to_lowercase();
        let plain = &self.looks[n].plain;
        name.len() > 4 && plain.starts_with(&name) && is_about_someone(plain)
    }

    /// Captions that stand among the paragraphs: with the agency behind them, or twice in a row as galleries have them.
    pub(super) fn captions(&self) -> Vec<Option<Caption>> {
        const SHORTEST: usize = 8;
        // Of two forms of one caption, the longer often ends with the photographer.
        const ALIKE: usize = 60;
        let key = |look: &'_ Look| look.plain.chars().take(ALIKE).collect::<String>();
        let keys: Vec<String> = self.looks.iter().map(key).collect();
        let is_open = |n: usize| {
            let look = &self.looks[n];
            look.open && look.words >= SHORTEST && self.document.blocks[n].markers.is_empty()
        };
        let alike = |n: usize, m: usize| {
            let (a, b) = (&self.looks[n].plain, &self.looks[m].plain);
            let common = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
            common * 10 >= a.len().min(b.len()) * 7
        };
        let gallery: HashSet<&str> = (1..keys.len())
            .filter(|&n| keys[n] == keys[n - 1] && is_open(n) && alike(n, n - 1))
            .map(|n| keys[n].as_str())
            .collect();
        let mut seen: HashSet<&str> = HashSet::new();
        self.looks
            .iter()
            .enumerate()
            .map(|(n, look)| {
                let key = keys[n].as_str();
                if gallery.contains(key) {
                    let first = seen.insert(key);
                    return Some(if first {
                        Caption::First
                    } else {
                        Caption::Again
                    });
                }
                (look.open && look.words < 60 && is_credited(self.text(n)))
                    .then_some(Caption::First)
            })
            .collect()
    }

    /// The one paragraph above the byline or the date: the standfirst.
    pub(super) fn above_the_date(&self, reasons: &[Option<&'static str>]) -> Option<usize> {
        const LONGEST: usize = 60;
        let date = reasons
            .iter()
            .take(6)
            .position(|r| matches!(r, Some("date" | "byline")))?;
        let mut above = (0..date).filter(|n| reasons[*n].is_none() && self.looks[*n].words > 0);
        let found = above
            .next()
            .filter(|n| self.looks[*n].words <= LONGEST && self.looks[*n].words >= 5)?;
        (above.next().is_none() && self.looks[date + 1..].iter().any(|l| l.prose)).then_some(found)
    }

    /// A page of links, whose links are what it is read for.
    fn links_are_content(&self) -> bool {
        let words: usize = self.looks.iter().map(|l| l.words).sum();
        let linked: usize = self.looks.iter().map(|l| l.linked).sum();
        linked * 10 > words * 4
    }

    /// Above the first paragraph: title, names, dates, labels.
    fn before(&self, n: usize, few: bool) -> Option<&'static str> {
        let look = &self.looks[n];
        if self.is_title(&look.plain) {
            return Some("title");
        }
        date_line(self.text(n), look)
            .or_else(|| self.is_byline(n).then_some("byline"))
            .or_else(|| {
                let is_heading = matches!(self.document.blocks[n].kind, BlockKind::Heading(_));
                (few && look.words <= 5 && !look.ends && !is_heading).then_some("label")
            })
    }

    /// Below the last paragraph; `few` lines are labels, many are a list without marks.
    fn after(&self, n: usize, few: bool) -> Option<&'static str> {
        let look = &self.looks[n];
        date_line(self.text(n), look)
            .or_else(|| is_address(&look.plain).then_some("contact"))
            .or_else(|| self.is_byline(n).then_some("byline"))
            .or_else(|| {
                let block = &self.document.blocks[n];
                let is_heading = matches!(block.kind, BlockKind::Heading(_));
                let is_label = look.words <= 4 && !look.ends && block.markers.is_empty();
                (few && (is_heading || is_label)).then_some("label")
            })
    }

    /// A paragraph that is one link and no sentence.
    fn link_line(&self, n: usize) -> Option<&'static str> {
        let look = &self.looks[n];
        let is_item = !self.document.blocks[n].markers.is_empty();
        (!is_item
            && !look.ends
            && (4..=60).contains(&look.words)
            && look.linked * 10 >= look.words * 8)
            .then_some("related links")
    }

    /// Lists of nothing but links.
    fn link_lists(&self, reasons: &mut [Option<&'static str>]) {
        const LONGEST: usize = 200;
        const HEADLINE: usize = 6;
        let blocks = &self.document.blocks;
        let final_prose = self.looks.iter().rposition(|l| l.prose).unwrap_or(0);
        let mut start = 0;
        while start < blocks.len() {
            let length = blocks[start..]
                .iter()
                .take_while(|b| !b.markers.is_empty())
                .count();
            let list = &self.looks[start..start + length];
            let words: usize = list.iter().map(|l| l.words).sum();
            let linked: usize = list.iter().map(|l| l.linked).sum();
            let announcing = start.checked_sub(1).filter(|before| {
                let look = &self.looks[*before];
                look.words <= 8 && !look.prose && look.open
            });
            let is_announced = announcing.is_some_and(|n| announces(&self.looks[n].plain));
            // Amid the text, names of things are a list like any other; headlines are not.
            let is_amid = list.iter().all(|l| !l.prose) && start + length <= final_prose;
            let is_furniture = is_announced || !is_amid || words >= length * HEADLINE;
            if words > 0 && words < LONGEST && linked * 10 >= words * 8 && is_furniture {
                reasons[start..start + length]
                    .iter_mut()
                    .for_each(|r| *r = Some("related links"));
                if let Some(before) = announcing {
                    reasons[before] = Some("related links");
                }
            }
            start += length.max(1);
        }
    }

    fn text(&self, n: usize) -> &str {
        self.document.slice(&self.document.blocks[n].range)
    }

    fn is_title(&self, plain: &str) -> bool {
        let same = |t: &String| {
            t.to_lowercase()
                .replace('’', "'")
                .trim_matches(|c: char| !c.is_alphanumeric())
                == plain
        };
        self.metadata
            .title
            .iter()
            .chain(&self.metadata.headings)
            .any(same)
    }

    /// "By Ada Quill", or the author's name.
    fn is_byline(&self, n: usize) -> bool {
        let (text, look) = (self.text(n), &self.looks[n]);
        if look.words > 8 || look.ends {
            return false;
        }
        let known = self.metadata.byline.as_ref().is_some_and(|b| {
            let name = b.split(',').next().unwrap_or_default().to_lowercase();
            let rest = look.plain.strip_prefix("by ").unwrap_or(&look.plain);
            name.len() > 4 && rest.starts_with(&name) && look.words <= name.split(' ').count() + 4
        });
        let mut words = text.split_whitespace();
        let begins = words
            .next()
            .is_some_and(|w| matches!(w, "By" | "BY" | "by"));
        let is_name = |w: &str| {
            w.starts_with(char::is_uppercase) || matches!(w, "and" | "de" | "van" | "von")
        };
        known || begins && words.clone().count() >= 1 && words.all(is_name)
    }
}
