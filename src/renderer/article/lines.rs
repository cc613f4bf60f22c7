//! Lines among the text that are no part of it: datelines, labels, links to other articles, what follows the end.

use std::collections::HashMap;

use super::Folded;
use super::dates;
use super::metadata::Metadata;
use super::retain::retain;
use crate::renderer::{BlockKind, Document, SpanStyle};

/// Whole lines that are furniture wherever they stand, in lower case.
const WHOLE: &[(&str, &str)] = &[
    ("advertisement", "advertisement"),
    ("skip advertisement", "advertisement"),
    ("sponsored links", "advertisement"),
    ("sponsored content", "advertisement"),
    ("story continues below", "advertisement"),
    ("story continues below advertisement", "advertisement"),
    ("article continues below", "advertisement"),
    ("supported by", "advertisement"),
    ("advertise with us", "advertisement"),
    ("image", "picture label"),
    ("image copyright", "picture label"),
    ("image caption", "picture label"),
    ("image source", "picture label"),
    ("getty images", "picture label"),
    ("caption", "picture label"),
    ("back to gallery", "picture label"),
    ("order reprints", "picture label"),
    ("view gallery", "picture label"),
    (
        "media playback is unsupported on your device",
        "picture label",
    ),
    ("share", "share buttons"),
    ("share this", "share buttons"),
    ("share this article", "share buttons"),
    ("share this story", "share buttons"),
    ("share full article", "share buttons"),
    ("share on facebook", "share buttons"),
    ("share on twitter", "share buttons"),
    ("sharing is caring", "share buttons"),
    ("copy link", "share buttons"),
    ("gift this article", "share buttons"),
    ("tweet", "share buttons"),
    ("facebook", "share buttons"),
    ("twitter", "share buttons"),
    ("whatsapp", "share buttons"),
    ("print", "share buttons"),
    ("email", "share buttons"),
    ("save", "share buttons"),
    ("close", "share buttons"),
    ("comments", "comments"),
    ("comment", "comments"),
    ("leave a comment", "comments"),
    ("leave a reply", "comments"),
    ("add a comment", "comments"),
    ("subscribe", "newsletter"),
    ("subscribe now", "newsletter"),
    ("sign up", "newsletter"),
    ("sign up now", "newsletter"),
    ("newsletters", "newsletter"),
    ("you have been successfully subscribed", "newsletter"),
    ("sign in", "page navigation"),
    ("log in", "page navigation"),
    ("text size", "page navigation"),
    ("skip to content", "page navigation"),
    ("skip to main content", "page navigation"),
    ("back to top", "page navigation"),
    ("load more", "page navigation"),
    ("next article", "page navigation"),
    ("previous article", "page navigation"),
    ("continue reading", "page navigation"),
    ("privacy notice", "page navigation"),
    ("privacy policy", "page navigation"),
    ("terms of use", "page navigation"),
    ("don't miss", "related links"),
    ("related", "related links"),
    ("related articles", "related links"),
    ("related stories", "related links"),
    ("related news", "related links"),
    ("related posts", "related links"),
    ("related topics", "related links"),
    ("recommended", "related links"),
    ("recommended stories", "related links"),
    ("read more", "related links"),
    ("most read", "related links"),
    ("trending", "related links"),
    ("tags", "topics"),
];

/// Beginnings of short lines that are furniture, in lower case.
const BEGINNINGS: &[(&str, &str)] = &[
    ("credit:", "picture credit"),
    ("credit...", "picture credit"),
    ("photo:", "picture credit"),
    ("photo by ", "picture credit"),
    ("photo credit", "picture credit"),
    ("photograph:", "picture credit"),
    ("photo illustration by ", "picture credit"),
    ("image:", "picture credit"),
    ("picture:", "picture credit"),
    ("video:", "picture credit"),
    ("media caption", "picture credit"),
    ("(image:", "picture credit"),
    ("(photo", "picture credit"),
    ("read more:", "related links"),
    ("read also:", "related links"),
    ("read next:", "related links"),
    ("see also:", "related links"),
    ("see more:", "related links"),
    ("related:", "related links"),
    ("also read:", "related links"),
    ("watch:", "related links"),
    ("click here to get the ", "related links"),
    ("more from ", "related links"),
    ("more on this story", "related links"),
    ("sign up for ", "newsletter"),
    ("sign up to ", "newsletter"),
    ("subscribe to our ", "newsletter"),
    ("subscribe to the ", "newsletter"),
    ("click here to subscribe", "newsletter"),
    ("get the day's top headlines", "newsletter"),
    ("if you enjoyed this article", "newsletter"),
    ("this article was originally published", "notice"),
    ("this post may contain affiliate", "notice"),
    ("this article contains affiliate", "notice"),
    ("we may earn a commission", "notice"),
    ("filed under", "topics"),
    ("posted in", "topics"),
    ("tags:", "topics"),
    ("topics:", "topics"),
    ("write to ", "contact"),
    ("follow us on ", "share buttons"),
    ("copyright ", "notice"),
    ("© ", "notice"),
    ("(c) ", "notice"),
];

/// No more of a text is folded than one part in so many.
const LARGEST_PART: usize = 4;

/// What is known of a block.
struct Look {
    words: usize,
    linked: usize,
    /// Running text: sentences, not mostly links.
    prose: bool,
    /// It ends as a sentence does.
    ends: bool,
    /// In lower case, without signs around it.
    plain: String,
    /// A kind of block that may be furniture at all.
    open: bool,
}

/// Takes the furniture out of a text, and adds it to `folded`.
pub(super) fn fold(document: Document, metadata: &Metadata, folded: &mut Vec<Folded>) -> Document {
    let looks: Vec<Look> = (0..document.blocks.len())
        .map(|n| look(&document, n))
        .collect();
    let mut reasons = Judge {
        document: &document,
        looks: &looks,
        metadata,
    }
    .reasons();
    hold_to_a_part(&looks, &mut reasons);
    if reasons.iter().all(Option::is_none) {
        return document;
    }
    for (block, why) in document.blocks.iter().zip(&reasons) {
        if let Some(why) = why {
            folded.push(Folded {
                text: document.slice(&block.range).replace('\n', " "),
                why,
            });
        }
    }
    let keep: Vec<bool> = reasons.iter().map(Option::is_none).collect();
    retain(&document, &keep)
}

fn look(document: &Document, number: usize) -> Look {
    let block = &document.blocks[number];
    let text = document.slice(&block.range);
    let count = |t: &str| t.split_whitespace().count();
    let first = document
        .spans
        .partition_point(|s| s.range.start < block.range.start);
    let spans = document.spans[first..]
        .iter()
        .take_while(|s| s.range.start < block.range.end);
    let links = spans.filter(|s| matches!(s.style, SpanStyle::Link(_)));
    let linked: usize = links.map(|s| count(document.slice(&s.range))).sum();
    let words = count(text);
    let ends = text
        .trim_end_matches(['"', '”', '’', '\'', ')', '»', '“', ']'])
        .ends_with(['.', '!', '?', '…', ':', '。', '！', '？']);
    let open = matches!(
        block.kind,
        BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::ListItem
    );
    let prose = open && linked * 2 < words.max(1) && (words >= 25 || words >= 8 && ends);
    let plain = text
        .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '©'))
        .replace('’', "'")
        .to_lowercase();
    Look {
        words,
        linked,
        prose,
        ends,
        plain,
        open,
    }
}

/// Gives folded blocks back, the longest first, until they are no more than a part of the words.
fn hold_to_a_part(looks: &[Look], reasons: &mut [Option<&'static str>]) {
    let total: usize = looks.iter().map(|l| l.words).sum();
    let mut taken: usize = looks
        .iter()
        .zip(reasons.iter())
        .filter(|(_, r)| r.is_some())
        .map(|(l, _)| l.words)
        .sum();
    while taken * LARGEST_PART > total {
        let folded = looks
            .iter()
            .enumerate()
            .filter(|(n, _)| reasons[*n].is_some());
        let Some((longest, look)) = folded.max_by_key(|(_, l)| l.words) else {
            return;
        };
        reasons[longest] = None;
        taken -= look.words;
    }
}

struct Judge<'a> {
    document: &'a Document,
    looks: &'a [Look],
    metadata: &'a Metadata,
}

impl Judge<'_> {
    fn reasons(&self) -> Vec<Option<&'static str>> {
        let mut reasons: Vec<Option<&'static str>> = vec![None; self.looks.len()];
        let repeated = self.repeated();
        let is_prose = |n: &usize| self.looks[*n].prose && !repeated[*n];
        let first = (0..self.looks.len()).find(is_prose).unwrap_or(0);
        let last = (0..self.looks.len())
            .rfind(is_prose)
            .unwrap_or(self.looks.len());
        let links_are_content = self.links_are_content();
        for (n, look) in self.looks.iter().enumerate() {
            if !look.open || look.words == 0 {
                continue;
            }
            reasons[n] = anywhere(look)
                .or_else(|| (n < first).then(|| self.before(n, &repeated)).flatten())
                .or_else(|| (n > last).then(|| self.after(n)).flatten())
                .or_else(|| (!links_are_content).then(|| self.link_line(n)).flatten());
        }
        if !links_are_content {
            self.link_lists(&mut reasons);
        }
        reasons
    }

    /// A page of links, whose links are what it is read for.
    fn links_are_content(&self) -> bool {
        let words: usize = self.looks.iter().map(|l| l.words).sum();
        let linked: usize = self.looks.iter().map(|l| l.linked).sum();
        linked * 10 > words * 4
    }

    /// Blocks of some length that stand there more than once.
    fn repeated(&self) -> Vec<bool> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for look in self.looks {
            *counts.entry(&look.plain).or_default() += 1;
        }
        self.looks
            .iter()
            .map(|l| l.words >= 4 && counts[l.plain.as_str()] > 1)
            .collect()
    }

    /// Above the first paragraph: title, names, dates, labels.
    fn before(&self, n: usize, repeated: &[bool]) -> Option<&'static str> {
        let look = &self.looks[n];
        if self.is_title(&look.plain) {
            return Some("title");
        }
        if repeated[n] {
            return Some("repeated line");
        }
        date_line(self.text(n), look)
            .or_else(|| self.is_byline(n).then_some("byline"))
            .or_else(|| {
                let is_heading = matches!(self.document.blocks[n].kind, BlockKind::Heading(_));
                (look.words <= 5 && !look.ends && !is_heading).then_some("label")
            })
    }

    /// Below the last paragraph.
    fn after(&self, n: usize) -> Option<&'static str> {
        let look = &self.looks[n];
        date_line(self.text(n), look)
            .or_else(|| is_address(&look.plain).then_some("contact"))
            .or_else(|| self.is_byline(n).then_some("byline"))
            .or_else(|| {
                matches!(self.document.blocks[n].kind, BlockKind::Heading(_)).then_some("label")
            })
            .or_else(|| (look.words <= 4 && !look.ends).then_some("label"))
    }

    /// A paragraph that is one link and no sentence.
    fn link_line(&self, n: usize) -> Option<&'static str> {
        let look = &self.looks[n];
        let is_item = !self.document.blocks[n].markers.is_empty();
        (!is_item && !look.ends && look.words <= 30 && look.linked * 10 >= look.words * 8)
            .then_some("related links")
    }

    /// Lists of nothing but links.
    fn link_lists(&self, reasons: &mut [Option<&'static str>]) {
        const LONGEST: usize = 200;
        let blocks = &self.document.blocks;
        let mut start = 0;
        while start < blocks.len() {
            let length = blocks[start..]
                .iter()
                .take_while(|b| !b.markers.is_empty())
                .count();
            let list = &self.looks[start..start + length];
            let words: usize = list.iter().map(|l| l.words).sum();
            let linked: usize = list.iter().map(|l| l.linked).sum();
            if words > 0 && words < LONGEST && linked * 10 >= words * 8 {
                reasons[start..start + length]
                    .iter_mut()
                    .for_each(|r| *r = Some("related links"));
                // The line that announces them.
                if let Some(before) = start.checked_sub(1)
                    && self.looks[before].words <= 8
                    && !self.looks[before].prose
                    && self.looks[before].open
                {
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
            name.len() > 4 && look.plain.contains(&name)
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

/// What is furniture wherever it stands.
fn anywhere(look: &Look) -> Option<&'static str> {
    const SHORT: usize = 40;
    if look.words >= SHORT {
        return None;
    }
    let whole = WHOLE.iter().find(|(line, _)| *line == look.plain);
    let beginning = || {
        BEGINNINGS
            .iter()
            .find(|(start, _)| look.plain.starts_with(start))
    };
    whole
        .or_else(beginning)
        .map(|(_, why)| *why)
        .or_else(|| is_comment_count(&look.plain).then_some("comments"))
}

/// "12 comments".
fn is_comment_count(plain: &str) -> bool {
    plain.split_once(' ').is_some_and(|(count, word)| {
        matches!(word, "comments" | "comment")
            && count.chars().all(|c| c.is_ascii_digit() || c == ',')
    })
}

/// A mail address or a place on the web, alone.
fn is_address(plain: &str) -> bool {
    let mut words = plain.split_whitespace();
    let address = |w: &str| {
        (w.contains('@') || w.contains("://") || w.contains(".com/") || w.starts_with("www."))
            && w.contains('.')
    };
    words.clone().count() <= 2 && words.any(address)
}

/// A line that is a date, with few words beside it.
fn date_line(text: &str, look: &Look) -> Option<&'static str> {
    const LONGEST: usize = 14;
    if look.words > LONGEST || look.prose {
        return None;
    }
    dates::line(text)
        .filter(|found| found.others <= 5)
        .map(|_| "date")
}
