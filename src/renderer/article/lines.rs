//! Lines among the text that are no part of it: datelines, labels, links to other articles, what follows the end.

use super::Folded;
use super::dates;
use super::metadata::{Metadata, clean_byline};
use super::retain::retain;
use crate::news::UnixSeconds;
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
    ("image copyright", "picture credit"),
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

/// Beginnings of the short lines that announce what follows the end, in lower case.
const ENDINGS: &[&str] = &[
    "more from",
    "more great",
    "more stories",
    "more news",
    "more on",
    "most read",
    "most popular",
    "most viewed",
    "top stories",
    "related",
    "recommended",
    "read next",
    "read more",
    "you may also",
    "you might also",
    "up next",
    "trending",
    "latest",
    "popular",
    "what to read next",
    "keep reading",
    "editor's picks",
    "editors' picks",
    "about the author",
    "want more",
    "don't miss",
    "sponsored",
    "from around the web",
    "also on",
    "also read",
    "share this",
    "follow us",
    "newsletter",
    "subscribe",
    "sign up",
    "tags",
    "filed under",
    "comments",
    "something to consider",
];

/// What a note about an author says.
const ABOUT: &[&str] = &[
    " is a ",
    " is an ",
    " is the ",
    " has been ",
    " has covered",
    " covers ",
    " writes ",
    " joined ",
    " reports ",
    " lives in ",
];

/// What a line says that names those who worked on an article.
const CREDITS: &[&str] = &[
    "reporting by ",
    "editing by ",
    "contributed to this report",
    "contributed reporting",
    "contributed to this story",
    "contributed to this article",
];

/// No more of a text is folded than one part in so many.
const LARGEST_PART: usize = 4;

/// A line that stands elsewhere too, and so is not lost.
const REPEATED: &str = "repeated line";

/// A caption that stands among the paragraphs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Caption {
    First,
    Again,
}

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
    hold_to_a_part(&looks, &mut reasons);
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
            Some(why) => folded.push(Folded { text: text(n), why }),
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
        .filter(|(_, r)| r.is_some_and(|r| r != REPEATED))
        .map(|(l, _)| l.words)
        .sum();
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

struct Judge<'a> {
    document: &'a Document,
    looks: &'a [Look],
    metadata: &'a Metadata,
}

impl Judge<'_> {
    fn reasons(&self, captions: &[Option<Caption>]) -> Vec<Option<&'static str>> {
        let mut reasons: Vec<Option<&'static str>> = vec![None; self.looks.len()];
        let is_prose = |n: &usize| self.looks[*n].prose && captions[*n].is_none();
        let first = (0..self.looks.len()).find(is_prose).unwrap_or(0);
        let last = (0..self.looks.len())
            .rfind(is_prose)
            .unwrap_or(self.looks.len());
        let links_are_content = self.links_are_content();
        for (n, look) in self.looks.iter().enumerate() {
            if !look.open || look.words == 0 || captions[n] == Some(Caption::First) {
                continue;
            }
            reasons[n] = (captions[n] == Some(Caption::Again))
                .then_some(REPEATED)
                .or_else(|| anywhere(look, !self.document.blocks[n].markers.is_empty()))
                .or_else(|| (n < first).then(|| self.before(n)).flatten())
                .or_else(|| {
                    (n < first + 4)
                        .then(|| date_line(self.text(n), look))
                        .flatten()
                })
                .or_else(|| (n > last).then(|| self.after(n)).flatten())
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
            let announces = look.words <= 8
                && !look.ends
                && prose < 40
                && ENDINGS.iter().any(|e| look.plain.starts_with(e));
            if announces {
                for (m, reason) in reasons.iter_mut().enumerate().skip(n) {
                    if self.looks[m].open && reason.is_none() {
                        *reason = Some("related links");
                    }
                }
            } else if reasons[n].is_none() && CREDITS.iter().any(|c| look.plain.contains(c)) {
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
        name.len() > 4 && plain.starts_with(&name) && ABOUT.iter().any(|a| plain.contains(a))
    }

    /// Captions that stand among the paragraphs: with the agency behind them, or twice in a row as galleries have them.
    fn captions(&self) -> Vec<Option<Caption>> {
        const SHORTEST: usize = 8;
        let twice = |n: usize| {
            let same = |m: Option<&Look>| m.is_some_and(|m| m.plain == self.looks[n].plain);
            same(n.checked_sub(1).map(|m| &self.looks[m])) || same(self.looks.get(n + 1))
        };
        let mut gallery: Vec<&str> = Vec::new();
        for (n, look) in self.looks.iter().enumerate() {
            let is_item = !self.document.blocks[n].markers.is_empty();
            if look.open && !is_item && look.words >= SHORTEST && twice(n) {
                gallery.push(&look.plain);
            }
        }
        let mut seen: Vec<&str> = Vec::new();
        self.looks
            .iter()
            .enumerate()
            .map(|(n, look)| {
                let plain = look.plain.as_str();
                if gallery.contains(&plain) {
                    if seen.contains(&plain) {
                        return Some(Caption::Again);
                    }
                    seen.push(plain);
                    return Some(Caption::First);
                }
                (look.open && look.words < 60 && is_credited(self.text(n)))
                    .then_some(Caption::First)
            })
            .collect()
    }

    /// The one paragraph above the byline or the date: the standfirst.
    fn above_the_date(&self, reasons: &[Option<&'static str>]) -> Option<usize> {
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
    fn before(&self, n: usize) -> Option<&'static str> {
        let look = &self.looks[n];
        if self.is_title(&look.plain) {
            return Some("title");
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
            .or_else(|| {
                let is_item = !self.document.blocks[n].markers.is_empty();
                (look.words <= 4 && !look.ends && !is_item).then_some("label")
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
        let last = self.looks.iter().rposition(|l| l.prose).unwrap_or(0);
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
            let is_announced = announcing
                .is_some_and(|n| ENDINGS.iter().any(|e| self.looks[n].plain.starts_with(e)));
            // Amid the text, names of things are a list like any other; headlines are not.
            let is_amid = list.iter().all(|l| !l.prose) && start + length <= last;
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

/// What is furniture wherever it stands.
fn anywhere(look: &Look, is_item: bool) -> Option<&'static str> {
    const SHORT: usize = 40;
    if look.words >= SHORT {
        return None;
    }
    let whole = WHOLE.iter().find(|(line, _)| *line == look.plain);
    let beginning = || {
        BEGINNINGS
            .iter()
            .find(|(start, _)| !is_item && look.plain.starts_with(start))
    };
    whole
        .or_else(beginning)
        .map(|(_, why)| *why)
        .or_else(|| is_comment_count(&look.plain).then_some("comments"))
        .or_else(|| is_call_to_follow(&look.plain).then_some("share buttons"))
        .or_else(|| {
            (look.plain.contains("affiliate") && look.plain.contains("commission"))
                .then_some("notice")
        })
}

/// "(Image: Agency)" or "(Photo by A. Quill)" at the end.
fn is_credited(text: &str) -> bool {
    let Some(open) = text.trim_end().strip_suffix(')').and_then(|t| t.rfind('(')) else {
        return false;
    };
    let credit = text[open + 1..].trim_start().to_lowercase();
    [
        "image:",
        "photo:",
        "photo by",
        "image credit",
        "photo credit",
        "picture:",
        "pic:",
        "image via",
        "photo/",
        "getty images",
        "photograph:",
    ]
    .iter()
    .any(|c| credit.starts_with(c))
}

/// "12 comments".
fn is_comment_count(plain: &str) -> bool {
    // "Image 1 of 8"
    if let Some(rest) = plain.strip_prefix("image ") {
        let mut words = rest.split_whitespace();
        let count = |w: Option<&str>| w.is_some_and(|w| w.chars().all(|c| c.is_ascii_digit()));
        return count(words.next()) && words.next() == Some("of");
    }
    plain.split_once(' ').is_some_and(|(count, word)| {
        matches!(word, "comments" | "comment")
            && count.chars().all(|c| c.is_ascii_digit() || c == ',')
    })
}

/// "Follow the Ledger on Twitter".
fn is_call_to_follow(plain: &str) -> bool {
    const PLACES: [&str; 6] = [
        "twitter",
        "facebook",
        "instagram",
        "youtube",
        "whatsapp",
        "linkedin",
    ];
    plain.starts_with("follow ")
        && plain.contains(" on ")
        && PLACES.iter().any(|p| plain.contains(p))
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
